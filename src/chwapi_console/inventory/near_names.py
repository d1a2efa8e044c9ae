"""The names that somebody probably meant by one that is none: offered in a refusal, never taken."""

from collections.abc import Iterable, Sequence

from chwapi_console.inventory.plain_words import plain
from chwapi_console.text import Sentence, either, every, plural, quoted, say, some

LONGEST = 100
"""Letters of a name up to which others are looked for that are like it."""

MOST_OFFERED = 4
"""Names that are offered where several begin alike; of more the rest is counted."""


def nearest(name: str, known: Iterable[str]) -> Sentence | None:
    """The known names that were probably meant, as a question; None when nothing is near. Capitals
    make no name unlike."""
    found = meant(name, list(known))
    if len(found) > MOST_OFFERED:
        return say(
            "Several begin so: {names}.", names=some([quoted(each) for each in found], MOST_OFFERED)
        )
    if len(found) > 1:
        return say("Did you mean {names}?", names=either([quoted(each) for each in found]))
    return say('Did you mean "{name}"?', name=found[0]) if found else None


def meant(name: str, known: Sequence[str]) -> list[str]:
    """The known names that are this one but for capitals and accents, else those that begin with
    it, else the one that is most like it, else what it is the full name of.

    What somebody typed is more often cut short than mistyped: `srv-bloc` means one of `srv-bloc-…`,
    however near `srv-onco` is.
    """
    plainly = plain(name.strip())
    if not plainly or len(name) > LONGEST:
        return []
    if same := [each for each in known if plain(each) == plainly]:
        return same[:1]
    if len(plainly) > 1 and (
        longer := sorted(each for each in known if plain(each).startswith(plainly))
    ):
        return longer
    from difflib import get_close_matches  # only a mistake pays for this import

    return (
        get_close_matches(name, known, n=1)
        or [each for each in known if plain(each) == plainly.partition(".")[0]][:1]
    )


def no_such_node(name: str, known: Iterable[str]) -> Sentence:
    """That the plan, of which these are the servers and services, has none of that name."""
    return with_nearest(
        say('There is no server or service "{name}" in the plan.', name=name), name, known
    )


def no_such_servers(lacking: Sequence[str], known: Iterable[str]) -> Sentence:
    """That the plan, of which these are the servers, has none of these names; with what the first
    probably meant."""
    none_such = plural(
        "There is no server {names} in the plan.",
        "There are no servers {names} in the plan.",
        len(lacking),
        names=every(lacking),
    )
    return with_nearest(none_such, lacking[0], known)


def with_nearest(lacking: Sentence, name: str, known: Iterable[str]) -> Sentence:
    """A sentence about a name that is none, and the known ones that were probably meant, if any are
    near."""
    hint = nearest(name, known)
    return say("{sentence} {hint}", sentence=lacking, hint=hint) if hint else lacking
