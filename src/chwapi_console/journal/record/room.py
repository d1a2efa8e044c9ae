"""How much a record takes from elsewhere.

Nothing that is in is ever taken out, and each verb and each act of everybody pays for it. What a
peer brings is bounded at once, so that it takes no more than a part of the room that others need,
and in all; both further where somebody says that it is meant.
"""

from operator import add, le

from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

MEGABYTE = 1_000_000


class Amounts(NamedTuple):
    """Of what a record has, or takes: origins; events.

    References to what is not here, and words that there are some, and different `claims` among the
    former; what the events `weigh`, and the texts of plans in them, in bytes.
    """

    origins: int = 0
    events: int = 0
    references: int = 0
    claims: int = 0
    weight: int = 0
    plans: int = 0


class Room(NamedTuple):
    """So much at once, where a record has any events already, and none above so much in all.

    `before` is what the record had where this is a part of what comes at once; None for the first,
    or the whole.
    """

    at_once: Amounts
    in_all: Amounts
    before: Amounts | None = None

    def after(self, known: Amounts) -> Amounts:
        """How much there may be once something was taken into a record that has so much.

        One without any event is somebody's who brings in there what they had elsewhere, and nothing
        is lost with it; what rests on nothing is bounded there too.
        """
        known = self.before or known
        if not known.events:
            return MEANT.in_all._replace(
                origins=self.in_all.origins,
                references=self.in_all.references,
                claims=self.at_once.claims,
            )
        return Amounts(
            *(
                min(all_, now + once)
                for all_, now, once in zip(self.in_all, known, self.at_once, strict=True)
            )
        )


USUAL = Room(
    Amounts(100, 50_000, 50_000, 10_000, 64 * MEGABYTE, 32 * MEGABYTE),
    Amounts(500, 100_000, 100_000, 1_000_000, 256 * MEGABYTE, 128 * MEGABYTE),
)
"""Each act names the last event of all other origins (some 100 bytes for each); an event costs every
verb 0.03 to 0.08 ms and 3.3 KB, and ten thousand servers with ten acts each are 100,000; a reference
to what is not here costs 0.01 ms and 1 KB, and each act of those who read a branch that a fork keeps out has
one; a claim of an event of ours stays in the chain for good."""

MEANT = Room(
    *[Amounts(2_000, 1_000_000, 1_000_000, 1_000_000, 2_000 * MEGABYTE, 1_000 * MEGABYTE)] * 2
)
"""Where somebody says that they are meant, and for what is handed to others: an act is 200 KB by
then, or a verb takes minutes."""

_PART, _TABLE = 32, 128
"""Bytes that an entry of a list, and a table, takes beside its own: two letters in a journal may be
a hundred in memory."""


def weight_of(event: Event) -> tuple[int, int]:
    """What an event weighs, and the text of a plan in it.

    What it has seen counts as its bytes: of that there is as much as there are origins.
    """
    body = event.body
    weight = len(body) + _parts(body) - len(event.saw) * 3 * _PART
    if event.kind != PlanSeen.kind or not (text := event.says(PlanSeen).text):
        return weight, 0
    of_plan = text.encode(errors="surrogatepass")
    return weight - len(of_plan) - _parts(of_plan), len(of_plan)


def _parts(body: bytes) -> int:
    return (body.count(b",") + body.count(b"[")) * _PART + body.count(b"{") * _TABLE


class Door:
    """What a record has room for, while events come into it one by one."""

    def __init__(self, has: Amounts, room: Room) -> None:
        self._has, self._most, self._room = list(has), room.after(has), room

    def hinders(self, brought: Amounts) -> Sentence | None:
        """Why there is no room for what an event brings; None where there is."""
        after = list(map(add, self._has, brought))
        if all(map(le, after, self._most)):
            return None
        for what, there, more, most in zip(
            Amounts._fields, after, brought, self._most, strict=True
        ):
            if more and there > most:
                is_full = most == getattr(self._room.in_all, what)
                limit = most if is_full else getattr(self._room.at_once, what)
                return _NO_ROOM[what](limit, is_full)
        return None

    def takes(self, brought: Amounts) -> None:
        """Counts what an event brought that was let in."""
        self._has = list(map(add, self._has, brought))


def _of_origins(most: int, is_full: bool) -> Sentence:
    if is_full:
        return say(
            "is of one more origin than the {most} that a record takes. See sync --many.", most=most
        )
    return say(
        "is of one more new origin than the {most} that one sync brings. Sync again, or see sync "
        "--many.",
        most=most,
    )


def _of_events(most: int, is_full: bool) -> Sentence:
    if is_full:
        return say(
            "is one more than the {most} events up to which a record takes any from elsewhere. See "
            "sync --many.",
            most=most,
        )
    return say(
        "is one more than the {most} new events that one sync brings. Sync again, or see sync "
        "--many.",
        most=most,
    )


def _of_references(most: int, is_full: bool) -> Sentence:
    if is_full:
        return say(
            "rests on what is not here, as so many do already that a record takes no more ({n}). See "
            "sync --many.",
            n=most,
        )
    return say(
        "claims to have seen more that is not here than one sync may bring ({n}). Sync again, or "
        "see sync --many.",
        n=most,
    )


def _of_bytes(most: int, is_full: bool) -> Sentence:
    if is_full:
        return say(
            "is more than fits into the {size} MB up to which a record takes acts from elsewhere. "
            "See sync --many.",
            size=most // MEGABYTE,
        )
    return say(
        "is more than fits into the {size} MB of acts that one sync brings. Sync again, or see sync "
        "--many.",
        size=most // MEGABYTE,
    )


_NO_ROOM = {
    "origins": _of_origins,
    "events": _of_events,
    "references": _of_references,
    "claims": _of_references,
    "weight": _of_bytes,
    "plans": _of_bytes,
}
