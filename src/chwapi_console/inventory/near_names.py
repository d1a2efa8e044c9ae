"""The known names closest to an unknown one: offered in a refusal, never taken."""

import re
from collections.abc import Iterable, Sequence

from chwapi_console.inventory.plain_words import plain
from chwapi_console.text import Sentence, either, every, plural, quoted, say, some

LONGEST = 100
"""Letters of a name up to which others are looked for that are like it."""

MOST_OFFERED = 4
"""Names that are offered where several begin alike; of more the rest is counted."""

LIKE, LIKE_A_PERSON, LIKE_A_BEGINNING = 0.6, 0.7, 0.8
"""How like a name must be what was typed, a person's, and how like its beginning, by the part of the
letters that agree: `karim` and `marie` are no slips of each other."""

_BETWEEN_PARTS = re.compile(r"[\s._-]+")


def nearest(name: str, known: Iterable[str]) -> Sentence | None:
    """The known names closest to an unknown one, as a question; None when nothing is near.

    Capitals make no difference.
    """
    found = meant(name, list(known))
    if len(found) > MOST_OFFERED:
        return say(
            "Several are near: {names}.", names=some([quoted(each) for each in found], MOST_OFFERED)
        )
    if len(found) > 1:
        return say("Did you mean {names}?", names=either([quoted(each) for each in found]))
    return say('Did you mean "{name}"?', name=found[0]) if found else None


def meant(name: str, known: Sequence[str], least: float = LIKE) -> list[str]:
    """The known names that somebody may mean by this one, by the first way that finds any.

    The same but for capitals, accents and signs between parts; those that begin with it; those of
    which a part does; those most like it, whole or as far as it goes; the one that it is the full
    name of. What people type is more often cut short than mistyped: `srv-bloc` and `srv_blocc` mean
    one of `srv-bloc-…`, however near `srv-onco` is.
    """
    compared = _compared(name)
    if not compared or len(name) > LONGEST:
        return []
    as_compared = [(each, _compared(each)) for each in known]
    if same := [each for each, words in as_compared if words == compared]:
        return same[:1]
    if len(compared) > 1 and (
        longer := sorted(each for each, words in as_compared if words.startswith(compared))
    ):
        return longer
    if len(compared) > 2 and (
        within := sorted(each for each, words in as_compared if f"-{compared}" in words)
    ):
        return within
    return (
        _likest(compared, as_compared, least)
        or [each for each in known if plain(each) == plain(name.strip()).partition(".")[0]][:1]
    )


def _compared(name: str) -> str:
    """A name in small letters without accents, the signs between its parts alike."""
    return _BETWEEN_PARTS.sub("-", plain(name.strip())).strip("-")


def _likest(compared: str, as_compared: Sequence[tuple[str, str]], like: float) -> list[str]:
    """The names that are most like this one, whole or as far as it goes; none where none is."""
    from difflib import SequenceMatcher  # only a mistake pays for this import

    alike = SequenceMatcher(b=compared, autojunk=False)

    def likeness(words: str, least: float) -> float:
        alike.set_seq1(words)
        ratio = alike.ratio() if min(alike.real_quick_ratio(), alike.quick_ratio()) >= least else 0
        return ratio if ratio >= least else 0.0

    found = {
        each: max(likeness(words, like), likeness(words[: len(compared)], LIKE_A_BEGINNING))
        for each, words in as_compared
    }
    best = max(found.values(), default=0.0)
    return sorted(each for each, share in found.items() if best and share == best)


def no_such_node(name: str, known: Iterable[str]) -> Sentence:
    """That the plan has no server or service of that name; those it has are given."""
    return with_nearest(
        say('There is no server or service "{name}" in the plan.', name=name), name, known
    )


def no_such_servers(lacking: Sequence[str], known: Iterable[str]) -> Sentence:
    """That the plan has no servers of these names, with what the first probably meant.

    The servers that it has are given.
    """
    none_such = plural(
        "There is no server {names} in the plan.",
        "There are no servers {names} in the plan.",
        len(lacking),
        names=every(lacking),
    )
    return with_nearest(none_such, lacking[0], known)


def beside_nearest(unknown: Sentence, name: str, known: Iterable[str]) -> Sentence:
    """A sentence about a person's unknown name that a question follows, with the known ones closest to it.

    It asks nothing itself: two questions that stand together have one answer.
    """
    if not (found := meant(name, list(known), LIKE_A_PERSON)):
        return unknown
    near = some([quoted(each) for each in found], MOST_OFFERED)
    return say("{sentence} Near to it: {names}.", sentence=unknown, names=near)


def with_nearest(lacking: Sentence, name: str, known: Iterable[str]) -> Sentence:
    """A sentence about an unknown name, with the known ones closest to it, if any are near."""
    hint = nearest(name, known)
    return say("{sentence} {hint}", sentence=lacking, hint=hint) if hint else lacking
