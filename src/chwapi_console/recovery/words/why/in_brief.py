"""Why a server stands where it stands, where there is little room.

Said ever more shortly, so that its end is not cut off. There stands how many servers are left, and
what comes after it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.why.contest_words import before_others
from chwapi_console.recovery.words.why.in_its_way import in_its_way
from chwapi_console.recovery.words.why.reasons import how_far, purpose, who_waits_for, why
from chwapi_console.text import Sentence, in_one, renamed, say


class BriefWay(NamedTuple):
    """A way to say it: what stands in its way, None where nothing does, then what it is there for.

    Where even the shortest is too long, the first gives way to the second.
    """

    hindrance: Sentence | None
    purpose: Sentence

    @property
    def whole(self) -> Sentence:
        """What stands in the way and what it is there for, as one text."""
        return in_one([self.hindrance, self.purpose]) if self.hindrance else self.purpose


def ways_to_say_why(view: View, entry: Entry) -> Iterator[BriefWay]:
    """The ways, the fullest first, each with the names of services as they are and then with short ones.

    Then with one thing that decided, then without how they wait for it, then with as few words as tell
    the tier, the most urgent service, what is left and what decided.
    """
    names = short_names(view)
    for way in _ways(view, entry):
        yield way
        if (shorter := _renamed(way, names)) != way:
            yield shorter


def _ways(view: View, entry: Entry) -> Iterator[BriefWay]:
    """The ways with the names of services as they are."""
    hindrances = in_its_way(view, entry)
    purposes = why(view, entry)[len(hindrances) :]

    def way(*sentences: Sentence) -> BriefWay:
        return BriefWay(in_one(hindrances) if hindrances else None, in_one(sentences))

    yield way(*purposes)
    if entry.part == "clinical" and entry.to_look_at:
        yield way(_shortest(view, entry))
    elif entry.part == "clinical":
        before, left = before_others(view, entry, 1), how_far(view, entry, briefly=True)
        known = purposes[: purposes.index(how_far(view, entry))]
        for who in (known, [_without_chain(view, entry), *known[1:]], [_shortest(view, entry)]):
            yield way(*who, how_far(view, entry), *before)
            yield way(*who, left, *before)
        yield way(_without_chain(view, entry), left)
        yield way(_shortest(view, entry), left)


def _without_chain(view: View, entry: Entry) -> Sentence:
    first, *others = view.order.because[entry.server]
    return who_waits_for(view, entry, first, len(others))


def _shortest(view: View, entry: Entry) -> Sentence:
    return say("Tier {tier}. {purpose}.", tier=entry.tier or 0, purpose=purpose(view, entry))


def _renamed(way: BriefWay, names: Mapping[str, str]) -> BriefWay:
    hindrance, purpose = (renamed(words, names) if words else None for words in way)
    assert isinstance(purpose, Sentence) and not isinstance(hindrance, str | int)
    return BriefWay(hindrance if isinstance(hindrance, Sentence) else None, purpose)


def short_names(view: View) -> dict[str, str]:
    """For each long name of a service its first and last word, where that names no other.

    The first says what it is, the last in most plans where.
    """
    short = {
        name: f"{words[0]}… {words[-1]}"
        for name in {service.name for service in view.plan.services.values()}
        if len(words := name.split()) > 2
    }
    times = Counter(short.values())
    return {
        name: brief for name, brief in short.items() if times[brief] == 1 and len(brief) < len(name)
    }
