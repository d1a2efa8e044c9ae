"""The name that somebody probably meant by one that is none: offered in a refusal, never taken."""

from collections.abc import Iterable

from chwapi_console.text import Sentence, say


def nearest(name: str, known: Iterable[str]) -> Sentence | None:
    """The known name that was probably meant, as a question; None when nothing is near. Capitals make no name unlike."""
    candidates = list(known)
    found = [candidate for candidate in candidates if candidate.casefold() == name.casefold()]
    if not found:
        from difflib import get_close_matches  # only a mistake pays for this import
        found = get_close_matches(name, candidates, n=1)
    return say('Did you mean "{name}"?', name=found[0]) if found else None


def no_such_node(name: str, known: Iterable[str]) -> Sentence:
    """That the plan, of which these are the servers and services, has none of that name."""
    return with_nearest(say('There is no server or service "{name}" in the plan.', name=name), name, known)


def with_nearest(lacking: Sentence, name: str, known: Iterable[str]) -> Sentence:
    """A sentence about a name that is none, and the known one that was probably meant, if any is near."""
    hint = nearest(name, known)
    return say("{sentence} {hint}", sentence=lacking, hint=hint) if hint else lacking
