"""The kinds of events about servers.

How they stand, the steps of their runbooks, and servers that the plan's file does not have yet.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

from chwapi_console.inventory.model import Verdict
from chwapi_console.journal.kinds.parts import (
    beyond,
    count,
    encodable,
    line,
    moment,
    name_of_one,
    one_of,
    shown,
    table,
    text,
)
from chwapi_console.journal.kinds.payload import (
    NOTHING,
    Data,
    Payload,
    before_and_after,
    both_plain,
    parts_told,
)
from chwapi_console.journal.kinds.standing import STEP_STATES, VERDICTS, WORKS, Standing, Work
from chwapi_console.named_tuples import NamedTuple

ADDED = "added "
"""What the key of a server that the record adds to the plan begins with."""

MOST_NEEDS = 1000
"""Needs of a server that the record adds to the plan, and members of each."""

A_YEAR = 366 * 1440
"""Minutes: no restoration is longer."""


def step_key(server: str, step: str) -> str:
    """The key of a step of a server's runbook."""
    return f"{server}/{step}"


# How servers stand


class StandingChange(NamedTuple):
    """The whole standing of a server, before and after.

    Until when what it waits for is expected (ISO 8601, or empty); what work was `open` when it was
    called usable, see `recovery.words.meant.open_work`; from which restore `point` it was restored; what
    it `awaits`, by id or in words. `more` has what a later program wrote into the two standings.
    """

    before: Standing
    after: Standing
    until: str = ""
    open: Data = NOTHING
    more: Mapping[str, Data] = NOTHING
    point: str = ""
    awaits: str = ""

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        before, after = data["before"], data["after"]
        return cls(
            _standing(before),
            _standing(after),
            moment(data["until"]) if "until" in data else "",
            table(data["open"]) if "open" in data else NOTHING,
            NOTHING
            if _known_parts(before) == len(before) and _known_parts(after) == len(after)
            else {name: beyond(data[name], Standing._fields) for name in ("before", "after")},
            name_of_one(data["point"]) if "point" in data else "",
            _awaits(data["awaits"]) if "awaits" in data else "",
        )

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            "before": {**self.before.plain(), **self.more.get("before", NOTHING)},
            "after": {**self.after.plain(), **self.more.get("after", NOTHING)},
            **({"until": self.until} if self.until else {}),
            **({"open": self.open} if self.open else {}),
            **({"awaits": self.awaits} if self.awaits else {}),
            **({"point": self.point} if self.point else {}),
        }

    def heads_key(self, subject: str) -> str:
        """A server's id: its standing."""
        return subject


MOST_AWAITED = 1000
"""Letters of what a blocked server waits for."""


def _awaits(value: object) -> str:
    awaits = text(value)
    if len(awaits) > MOST_AWAITED:
        raise ValueError(len(awaits))
    return awaits


def _known_parts(plain: Data) -> int:
    """How many parts a standing that this program knows in full has."""
    return len(Standing._fields) - ("second" not in plain)


def _standing(plain: Data) -> Standing:
    return _checked(
        plain["verdict"],
        plain["work"],
        plain["holder"],
        plain["reason"],
        plain["replacement"],
        plain.get("second", ""),
    )


@lru_cache(1024)
def _checked(
    verdict: Verdict, work: Work, holder: str, reason: str, replacement: str, second: str
) -> Standing:
    """The standing of these parts.

    Most acts of a record write one of a few. Only what is clean is confirmed to be, or switched on
    for it.
    """
    if (
        verdict not in VERDICTS
        or work not in WORKS
        or not (type(holder) is type(reason) is type(replacement) is type(second) is str)
        or (verdict != "clean" and (work == "on" or second))
    ):
        raise ValueError(verdict, work, holder, reason, replacement, second)
    for name in (holder, replacement, second):
        line(name)
    return Standing(verdict, work, holder, reason, replacement, second)


class Marked(StandingChange, Payload):
    """A server was said to stand so."""

    __slots__ = ()
    kind, about, undone_by = "marked", "server", "undone"


class Taken(StandingChange, Payload):
    """A server was taken in hand."""

    __slots__ = ()
    kind, about, undone_by = "taken", "server", "undone"


class Dropped(StandingChange, Payload):
    """A server was let go of, or is blocked no longer."""

    __slots__ = ()
    kind, about, undone_by = "dropped", "server", "undone"


class Settled(StandingChange, Payload):
    """A conflict was ended. A rule keeps that from being taken back: see `recovery.rules.undoing`."""

    __slots__ = ()
    kind, about, undone_by = "settled", "server", "undone"


class Undone(StandingChange, Payload):
    """A server stands again as it did before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "undone", "server", "undone", True


# Steps of runbooks


class StepChange(NamedTuple):
    """A step of a server's runbook, and its state, one of `STEP_STATES`, before and after.

    Why it was skipped or failed, what came of it.
    """

    step: str
    before: str
    after: str
    reason: str = ""
    result: str = ""

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(
            text(data["step"]),
            shown(data, "before"),
            one_of(data["after"], STEP_STATES),
            shown(data, "reason"),
            shown(data, "result"),
        )

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            "step": self.step,
            "before": self.before,
            "after": self.after,
            **({"reason": self.reason} if self.reason else {}),
            **({"result": self.result} if self.result else {}),
        }

    def heads_key(self, subject: str) -> str:
        """`server/step`: the state of the step."""
        return step_key(subject, self.step)


class StepActed(StepChange, Payload):
    """An act on a step of a kind that a later program knows: it counts by the state that it writes."""

    __slots__ = ()
    about, undone_by = "server", "step.undone"


class StepDone(StepChange, Payload):
    """A step was ticked."""

    __slots__ = ()
    kind, about, undone_by = "step.done", "server", "step.undone"


class StepSkipped(StepChange, Payload):
    """A step was left out, for a reason."""

    __slots__ = ()
    kind, about, undone_by = "step.skipped", "server", "step.undone"


class StepFailed(StepChange, Payload):
    """A step was tried and did not succeed, for a reason; it can be tried again."""

    __slots__ = ()
    kind, about, undone_by = "step.failed", "server", "step.undone"


class StepUndone(StepChange, Payload):
    """A step is again as it was before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "step.undone", "server", "step.undone", True


# Servers that the plan's file does not have yet


class FoundServer(NamedTuple):
    """A server that was found, as a plan would say it: in texts that a plan's file can hold.

    Its `needs` are groups of ids as a plan writes them, `needed_by` the servers and services that
    need it, `restore` minutes at best, likely and at worst (empty: as usual). `more` is what a
    later program wrote into it.
    """

    site: str
    role: str
    needs: tuple[object, ...] = ()
    needed_by: tuple[str, ...] = ()
    restore: tuple[int, ...] = ()
    runbook: str = ""
    os: str = ""
    address: str = ""
    contact: str = ""
    notes: str = ""
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "FoundServer":
        """From an event's `data`."""
        restore = tuple([count(minutes) for minutes in plain.get("restore", ())])
        if restore and (len(restore) != 3 or sorted(restore) != [*restore] or restore[2] > A_YEAR):
            raise ValueError(restore)
        needs, needed_by = plain.get("needs", []), plain.get("needed_by", [])
        if max(len(needs), len(needed_by)) > MOST_NEEDS:
            raise ValueError(len(needs))
        return cls(
            encodable(plain["site"]),
            encodable(plain["role"]),
            tuple([_need(need) for need in needs]),
            tuple([encodable(node) for node in needed_by]),
            restore,
            encodable(plain.get("runbook", "")),
            encodable(plain.get("os", "")),
            encodable(plain.get("address", "")),
            encodable(plain.get("contact", "")),
            encodable(plain.get("notes", "")),
            beyond(plain, cls._fields),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {"site": self.site, "role": self.role, **parts_told(self)}


def _need(need: object) -> object:
    """An id, a list of ids, or a table that says how many of them."""
    if type(need) is dict:
        count(need["at_least"])
        if need.keys() != {"at_least", "of"}:
            raise ValueError(need)
    members = need["of"] if type(need) is dict else need if type(need) is list else [need]
    if not 0 < len(members) <= MOST_NEEDS:
        raise ValueError(need)
    for member in members:
        encodable(member)
    return need


class FoundChange(NamedTuple):
    """A server that the record adds to the plan, before and after; None where it adds none."""

    before: FoundServer | None
    after: FoundServer | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(*before_and_after(data, FoundServer.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return both_plain(self.before, self.after)

    def heads_key(self, subject: str) -> str:
        """`added id`: what the record adds by that id."""
        return ADDED + subject


class Added(FoundChange, Payload):
    """A server was found, and added to the plan."""

    __slots__ = ()
    kind, about, undone_by = "added", "server", "added.undone"


class AddedUndone(FoundChange, Payload):
    """What the record adds to the plan is again as before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "added.undone", "server", "added.undone", True
