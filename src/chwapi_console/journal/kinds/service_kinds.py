"""The kinds of events about what is asked for: pins, sign-offs and conditions."""

from typing import Any, Literal, Self

from chwapi_console.journal.kinds.parts import beyond, line, moment, one_of, table, text
from chwapi_console.journal.kinds.payload import (
    NOTHING,
    Data,
    Payload,
    before_and_after,
    both_plain,
    parts_told,
)
from chwapi_console.named_tuples import NamedTuple

PIN = "pin "
"""What the key of a pin begins with. No id has a blank in it, so it is nobody else's."""


def pin_key(subject: str) -> str:
    """The key of a pin."""
    return PIN + subject


def sign_off_key(service: str) -> str:
    """The key of a service's sign-off."""
    return f"sign-off {service}"


def condition_key(condition: str) -> str:
    """The key of how a condition stands."""
    return f"condition {condition}"


# Pins


class PinTerms(NamedTuple):
    """A pin: why, until when (ISO 8601; empty: until it works), before what (empty: before all).

    `more` is what a later program wrote into it.
    """

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
    """The pin on a server or service, before and after, None where there is none.

    `cost` is what its actor was told that it costs and gains, see `recovery.forecast.pin_price`:
    any value, for another hand may have written it, None where nobody was told.
    """

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
    """A sign-off: by which clinician, after trying what, and on what the service stood then.

    The `servers`, and conditions, that it stood on, the wishes that it did `without`, those of the
    servers that were known to be `suspect`, with which `reserve` and `until` when that holds (ISO
    8601; empty: for good). `more` is what a later program wrote into it.
    """

    by: str
    tried: str
    servers: tuple[str, ...]
    without: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    reserve: str = ""
    until: str = ""
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "SignOffTerms":
        """From an event's `data`."""
        until = text(plain.get("until", ""))
        if until:
            moment(until)
        return cls(
            line(plain["by"]),
            line(plain["tried"]),
            tuple([text(server) for server in plain["servers"]]),
            tuple([text(wish) for wish in plain.get("without", ())]),
            tuple([text(server) for server in plain.get("suspect", ())]),
            text(plain.get("reserve", "")),
            until,
            beyond(plain, cls._fields[:-1]),
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
            **({"reserve": self.reserve} if self.reserve else {}),
            **({"until": self.until} if self.until else {}),
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
    """How a condition stands.

    Of one that is met: `by` whom, who `tried` what, with which `reserve` and `until` when that
    holds (ISO 8601; empty: for good); the `servers`, and conditions, it stood on, and those of them
    that were known to be `suspect`. Of one that is awaited: `source`, from whom, and `until` when.
    `reason` is why it is lost, or open again. `more` is what a later program wrote into it.
    """

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
            line(plain.get("by", "")),
            line(plain.get("tried", "")),
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
        return parts_told(self)


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
