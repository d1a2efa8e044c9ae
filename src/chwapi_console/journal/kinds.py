"""The kinds of events, one class for each: what `data` holds of it, what it is about, the key of its
heads, and what takes it back.

What several kinds say alike is a *form*: a `NamedTuple` of the parts. `read` makes it of an event's
`data` and looks at every part that the program itself relies on; `data` writes the same again. A
*kind* is a form with a word. Parts that any kind may have (`act`, `note`, `done_at`, `target`,
`keeps`) are the event's, see `events`.

Nothing that a journal holds is ever written otherwise than it was: a form may come to have more
parts, each left out where there is nothing to say. What a kind of a later program says is nobody's
to know: such an event is kept, shown by its word, and changes no state.
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal, Self

from chwapi_console.inventory.model import Verdict
from chwapi_console.journal.evidence_kinds import (
    EvidenceHanded,
    EvidenceTaken,
    EvidenceUndone,
    HandOverUndone,
)
from chwapi_console.journal.parts import (
    beyond,
    count,
    digest,
    moment,
    name_of_one,
    one_of,
    shown,
    table,
    text,
)
from chwapi_console.journal.payload import (
    MOST_BYTES_OF_A_PLAN,
    NOTHING,
    THE_RECORD,
    Data,
    Payload,
    before_and_after,
    both_plain,
)
from chwapi_console.journal.point_kinds import (
    CompromisedSince,
    CompromisedSinceUndone,
    IndicatorsKnown,
    IndicatorsUndone,
    PointTold,
    PointUndone,
)
from chwapi_console.journal.standing import STEP_STATES, VERDICTS, WORKS, Standing, Work
from chwapi_console.named_tuples import NamedTuple

MOST_CLAIMS = 10_000
"""Claims that one event tells of, and that one sync may bring: each is 67 bytes here for good, and
some 10 in what a peer sends."""

PIN = "pin "
"""What the key of a pin begins with. No id has a blank in it, so it is nobody else's."""


ADDED = "added "
"""What the key of a server that the record adds to the plan begins with."""

MOST_NEEDS = 1000
"""Needs of a server that the record adds to the plan, and members of each."""

A_YEAR = 366 * 1440
"""Minutes: no restoration is longer."""

THE_END = "the end"
"""The key of the recovery's end."""

MOST_EXCEPTIONS = 10_000
"""Things that did not hold when the recovery was ended."""


def pin_key(subject: str) -> str:
    """The key of a pin."""
    return PIN + subject


def sign_off_key(service: str) -> str:
    """The key of a service's sign-off."""
    return f"sign-off {service}"


def condition_key(condition: str) -> str:
    """The key of how a condition stands."""
    return f"condition {condition}"


def step_key(server: str, step: str) -> str:
    """The key of a step of a server's runbook."""
    return f"{server}/{step}"


class Unknown(Payload):
    """A kind that this program does not know."""

    __slots__ = ()


# How servers stand


class StandingChange(NamedTuple):
    """The whole standing of a server, before and after; until when what it waits for is expected
    (ISO 8601, or empty); what work was `open` when it was called usable, see
    `recovery.words.open_work`; from which restore `point` it was restored; what it `awaits`, by id
    or in words. `more` has what a later program wrote into the two standings."""

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
    """The standing of these parts. Most acts of a record write one of a few. Only what is clean is
    confirmed to be, or switched on for it."""
    if (
        verdict not in VERDICTS
        or work not in WORKS
        or not (type(holder) is type(reason) is type(replacement) is type(second) is str)
        or (verdict != "clean" and (work == "on" or second))
    ):
        raise ValueError(verdict, work, holder, reason, replacement, second)
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
    """A step of a server's runbook, and its state, one of `STEP_STATES`, before and after; why it
    was skipped or failed, what came of it."""

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
    """An act on a step of a kind that a later program knows: it counts by the state that it
    writes."""

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


# Pins


class PinTerms(NamedTuple):
    """A pin: why, until when (ISO 8601; empty: until it works), before what (empty: before all).
    `more` is what a later program wrote into it."""

    reason: str
    until: str = ""
    before: str = ""
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "PinTerms":
        """From an event's `data`."""
        reason, until, before = text(plain["reason"]), text(plain["until"]), text(plain["before"])
        if until:
            moment(until)
        more = NOTHING if len(plain) == 3 else beyond(plain, ("reason", "until", "before"))
        return cls(reason, until, before, more)

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {**self.more, "reason": self.reason, "until": self.until, "before": self.before}


class PinChange(NamedTuple):
    """The pin on a server or service, before and after, None where there is none; `cost` is what its
    actor was told that it costs and gains, see `recovery.forecast.pin_price`: any value, for another
    hand may have written it, None where nobody was told."""

    before: PinTerms | None
    after: PinTerms | None
    cost: object = None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(*before_and_after(data, PinTerms.of), data.get("cost"))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            **both_plain(self.before, self.after),
            **({"cost": self.cost} if self.cost is not None else {}),
        }

    def heads_key(self, subject: str) -> str:
        """`pin id`: the pin."""
        return pin_key(subject)


class Pinned(PinChange, Payload):
    """Something was put first, against the order of the rules."""

    __slots__ = ()
    kind, about, undone_by = "pinned", "server or service", "pin.undone"


class Unpinned(PinChange, Payload):
    """A pin was taken away."""

    __slots__ = ()
    kind, about, undone_by = "unpinned", "server or service", "pin.undone"


class PinUndone(PinChange, Payload):
    """A pin is again as it was before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "pin.undone", "server or service", "pin.undone", True


# Sign-offs


class SignOffTerms(NamedTuple):
    """A sign-off: by which clinician, after trying what, the `servers` that the service stood on,
    the wishes that it did `without`, those of the servers that were known to be `suspect`. `more` is
    what a later program wrote into it."""

    by: str
    tried: str
    servers: tuple[str, ...]
    without: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "SignOffTerms":
        """From an event's `data`."""
        return cls(
            text(plain["by"]),
            text(plain["tried"]),
            tuple([text(server) for server in plain["servers"]]),
            tuple([text(wish) for wish in plain.get("without", ())]),
            tuple([text(server) for server in plain.get("suspect", ())]),
            beyond(plain, ("by", "tried", "servers", "without", "suspect")),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {
            **self.more,
            "by": self.by,
            "tried": self.tried,
            "servers": list(self.servers),
            **({"without": list(self.without)} if self.without else {}),
            **({"suspect": list(self.suspect)} if self.suspect else {}),
        }


class SignOffChange(NamedTuple):
    """The sign-off of a service, before and after; None where there is none."""

    before: SignOffTerms | None
    after: SignOffTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(*before_and_after(data, SignOffTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return both_plain(self.before, self.after)

    def heads_key(self, subject: str) -> str:
        """`sign-off id`: the sign-off."""
        return sign_off_key(subject)


class Accepted(SignOffChange, Payload):
    """A clinician signed a service off."""

    __slots__ = ()
    kind, about, undone_by = "accepted", "service", "accepted.undone"


class AcceptedUndone(SignOffChange, Payload):
    """A sign-off is again as it was before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "accepted.undone", "service", "accepted.undone", True


# Conditions

ConditionState = Literal["lost", "open", "awaited", "met"]
CONDITION_STATES: tuple[ConditionState, ...] = ("lost", "open", "awaited", "met")
"""How a condition can be said to stand, in the order in which that is believed where acts
disagree."""

MOST_STOOD_ON = 40_000
"""Servers that something can have stood on: more than any hospital has."""


class ConditionTerms(NamedTuple):
    """How a condition stands. Of one that is met: `by` whom, who `tried` what, with which `reserve`
    and `until` when that holds (ISO 8601; empty: for good); the `servers` it stood on, and those of
    them that were known to be `suspect`. Of one that is awaited: `source`, from whom, and `until`
    when. `reason` is why it is lost, or open again. `more` is what a later program wrote into it."""

    state: ConditionState
    by: str = ""
    tried: str = ""
    reserve: str = ""
    until: str = ""
    source: str = ""
    reason: str = ""
    servers: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "ConditionTerms":
        """From an event's `data`."""
        plain = table(plain)
        servers, suspect = plain.get("servers", []), plain.get("suspect", [])
        if not type(servers) is type(suspect) is list or len(servers + suspect) > MOST_STOOD_ON:
            raise ValueError(servers)
        until = text(plain.get("until", ""))
        if until:
            moment(until)
        state: ConditionState = plain["state"]
        one_of(state, CONDITION_STATES)
        return cls(
            state,
            text(plain.get("by", "")),
            text(plain.get("tried", "")),
            text(plain.get("reserve", "")),
            until,
            text(plain.get("source", "")),
            text(plain.get("reason", "")),
            tuple([text(server) for server in servers]),
            tuple([text(server) for server in suspect]),
            beyond(plain, cls._fields[:-1]),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it: what there is none of is left out."""
        said = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in zip(self._fields[:-1], self[:-1], strict=True)
            if value
        }
        return {**self.more, **said}


class ConditionChange(NamedTuple):
    """How a condition stands, before and after; None where nobody had said anything: it is open."""

    before: ConditionTerms | None
    after: ConditionTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(*before_and_after(data, ConditionTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return both_plain(self.before, self.after)

    def heads_key(self, subject: str) -> str:
        """`condition id`: how it stands."""
        return condition_key(subject)


class ConditionSaid(ConditionChange, Payload):
    """A condition was said to be met, awaited, lost or open."""

    __slots__ = ()
    kind, about, undone_by = "condition.said", "condition", "condition.undone"


class ConditionUndone(ConditionChange, Payload):
    """A condition stands again as it did before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "condition.undone", "condition", "condition.undone", True


# Servers that the plan's file does not have yet


class FoundServer(NamedTuple):
    """A server that was found, as a plan would say it: its `needs` are groups of ids as a plan
    writes them, `needed_by` the servers and services that need it, `restore` minutes at best,
    likely and at worst (empty: as usual). `more` is what a later program wrote into it."""

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
            text(plain["site"]),
            text(plain["role"]),
            tuple([_need(need) for need in needs]),
            tuple([text(node) for node in needed_by]),
            restore,
            text(plain.get("runbook", "")),
            text(plain.get("os", "")),
            text(plain.get("address", "")),
            text(plain.get("contact", "")),
            text(plain.get("notes", "")),
            beyond(plain, cls._fields),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        said = {name: part for name, part in self._asdict().items() if part and name != "more"}
        return {
            **self.more,
            "site": self.site,
            "role": self.role,
            **{name: list(part) if type(part) is tuple else part for name, part in said.items()},
        }


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
        text(member)
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


# The end of the recovery


class Ending(NamedTuple):
    """That the recovery was ended: what was said of it, and of what did not hold yet (the id of a
    service, server or condition) why it was ended all the same. `more` is what a later program wrote
    into it."""

    reason: str
    exceptions: tuple[tuple[str, str], ...] = ()
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "Ending":
        """From an event's `data`."""
        exceptions = table(plain["exceptions"])
        if len(exceptions) > MOST_EXCEPTIONS:
            raise ValueError(len(exceptions))
        return cls(
            text(plain["reason"]),
            tuple([(subject, text(why)) for subject, why in exceptions.items()]),
            beyond(plain, ("reason", "exceptions")),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {**self.more, "reason": self.reason, "exceptions": dict(self.exceptions)}


class EndingChange(NamedTuple):
    """How the recovery was ended, before and after: None while it goes on. Who opened it again said
    `why`."""

    before: Ending | None
    after: Ending | None
    why: str = ""

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(*before_and_after(data, Ending.of), shown(data, "reason"))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            **both_plain(self.before, self.after),
            **({"reason": self.why} if self.why else {}),
        }

    def heads_key(self, subject: str) -> str | None:
        """The end of the recovery, of which there is one; None on anything but the record."""
        return THE_END if subject == THE_RECORD else None


class Closed(EndingChange, Payload):
    """The recovery was ended."""

    __slots__ = ()
    kind, about, undone_by = "closed", "record", "end.undone"


class Reopened(EndingChange, Payload):
    """The recovery goes on."""

    __slots__ = ()
    kind, about, undone_by = "reopened", "record", "end.undone"


class EndUndone(EndingChange, Payload):
    """The recovery is ended, or goes on, as before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "end.undone", "record", "end.undone", True


# Notes


class Note(NamedTuple):
    """A note, for people."""

    text: str

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(shown(data, "text"))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"text": self.text}


class Noted(Note, Payload):
    """Something was noted."""

    __slots__ = ()
    kind, about, undone_by = "noted", "server or service", "note.undone"


class NoteChange(NamedTuple):
    """Whether a note stands, before and after: `noted` or `undone`."""

    before: str
    after: str

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(shown(data, "before"), shown(data, "after"))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"before": self.before, "after": self.after}


class NoteUndone(NoteChange, Payload):
    """A note was taken back, or put back."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "note.undone", "server or service", "note.undone", True


# The record itself


class PlanInForce(NamedTuple):
    """The plan that an origin acts by from here on: its SHA-256, and its text unless the record has
    that already."""

    digest: str
    text: str | None = None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        if "text" not in data:
            return cls(shown(data, "digest"))
        made = cls(text(data["digest"]), text(data["text"]))
        if sha256(data["text"].encode()).hexdigest() != made.digest:
            raise ValueError(made.digest)
        return made

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"digest": self.digest, **({} if self.text is None else {"text": self.text})}


class PlanSeen(PlanInForce, Payload):
    """A plan was taken up."""

    __slots__ = ()
    kind, about, is_meant, most_bytes = "plan.seen", "record", False, MOST_BYTES_OF_A_PLAN


class Key(NamedTuple):
    """The key that an origin is born with, and what tells origins of one key apart. Whether they
    are what they should be is looked at where it counts, see `signatures`."""

    key: str
    salt: str

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(shown(data, "key"), shown(data, "salt"))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"key": self.key, "salt": self.salt}


class KeyMade(Key, Payload):
    """An origin is born with a key: the first event of it."""

    __slots__ = ()
    kind, about, is_meant = "key.made", "record", False


class Signature(NamedTuple):
    """A signature over the event with this number and hash in the same origin: whatever stands
    there, it is looked at where it counts, see `signatures`."""

    seq: object
    digest: object
    signature: object

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(data.get("seq"), data.get("hash"), data.get("signature"))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"seq": self.seq, "hash": self.digest, "signature": self.signature}


class Signed(Signature, Payload):
    """Its origin's key stands for an event, and for all before it. It is for programs: no log that
    people read has it."""

    __slots__ = ()
    kind, about, is_meant = "signed", "record", False


class Claims(NamedTuple):
    """Claims that led nowhere when they came, each a digest, see `came_loose`; or how many events
    `came` of which that had been said."""

    claims: tuple[str, ...]
    came: int

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        claims, came = data["claims"], data["came"]
        if type(claims) is not list or len(claims) > MOST_CLAIMS:
            raise ValueError(claims)
        if came != 0 or type(came) is not int:
            count(came)
        return cls(tuple([digest(one) for one in claims]), came)

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"claims": list(self.claims), "came": self.came}


class CameLoose(Claims, Payload):
    """What events from elsewhere claim to have seen led nowhere when it came."""

    __slots__ = ()
    kind, about, is_meant = "came.loose", "record", False


class Export(NamedTuple):
    """What the record was taken out for, how many events it had, and its head code."""

    purpose: str
    events: object
    head: str

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(shown(data, "purpose"), data.get("events"), shown(data, "head"))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"purpose": self.purpose, "events": self.events, "head": self.head}


class Exported(Export, Payload):
    """Somebody took the record out."""

    __slots__ = ()
    kind, about = "exported", "record"


KINDS: Mapping[str, type[Payload]] = {
    made.kind: made
    for made in (
        Marked,
        Taken,
        Dropped,
        Settled,
        Undone,
        StepDone,
        StepSkipped,
        StepFailed,
        StepUndone,
        Pinned,
        Unpinned,
        PinUndone,
        Accepted,
        AcceptedUndone,
        ConditionSaid,
        ConditionUndone,
        Noted,
        NoteUndone,
        PointTold,
        PointUndone,
        CompromisedSince,
        CompromisedSinceUndone,
        IndicatorsKnown,
        IndicatorsUndone,
        EvidenceTaken,
        EvidenceUndone,
        EvidenceHanded,
        HandOverUndone,
        Added,
        AddedUndone,
        Closed,
        Reopened,
        EndUndone,
        PlanSeen,
        KeyMade,
        Signed,
        CameLoose,
        Exported,
    )
}
"""Every kind that this program writes, by its word."""


def taken_back(payload: Payload) -> Payload:
    """What takes an act back, of a kind that says what stood before and after: the two exchanged,
    and in them whatever a later program wrote. KeyError where nothing takes it back."""
    written = payload.data()
    named = {name: written[name] for name in payload.named_by if name in written}
    exchanged = {**named, "before": written["after"], "after": written["before"]}
    return KINDS[payload.undone_by].read(exchanged)


UNDO_KINDS = frozenset(word for word, made in KINDS.items() if made.takes_back)
"""The words of those that take another act back."""


def kind_of(word: str) -> type[Payload]:
    """The kind of a word. An act on a step of a kind that only a later program knows counts as one
    on a step all the same."""
    return KINDS.get(word) or (StepActed if word.startswith("step.") else Unknown)
