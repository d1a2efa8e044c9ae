"""The kinds of events about what people promise, and about whose shift it is."""

from typing import Any, Literal, Self

from chwapi_console.journal.kinds.parts import (
    beyond,
    line,
    moment,
    name_of_one,
    one_of,
    text,
    texts,
)
from chwapi_console.journal.kinds.payload import (
    NOTHING,
    THE_RECORD,
    Data,
    Payload,
    before_and_after,
    both_plain,
)
from chwapi_console.named_tuples import NamedTuple

PROMISE = "promise "
"""What the key of a promise begins with. No id has a blank in it, so it is nobody else's."""
HANDED_OVER = "handover "
"""The key of the shift that was taken over last."""
MOST_TAKEN_OVER = 10_000

PromiseState = Literal["broken", "open", "kept"]
PROMISE_STATES: tuple[PromiseState, ...] = ("broken", "open", "kept")
"""How a promise can stand, in the order in which that is believed where acts disagree."""


class PromiseTerms(NamedTuple):
    """What was promised `by` when (ISO 8601), how that stands, and why.

    `more` is what a later program wrote into it.
    """

    text: str
    by: str
    state: PromiseState = "open"
    reason: str = ""
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "PromiseTerms":
        """From an event's `data`."""
        state: PromiseState = plain.get("state", "open")
        one_of(state, PROMISE_STATES)
        return cls(
            line(plain["text"]),
            moment(plain["by"]),
            state,
            text(plain.get("reason", "")),
            beyond(plain, cls._fields[:-1]),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it: what there is none of is left out."""
        return {
            **self.more,
            "text": self.text,
            "by": self.by,
            **({"state": self.state} if self.state != "open" else {}),
            **({"reason": self.reason} if self.reason else {}),
        }


class PromiseChange(NamedTuple):
    """A promise by its id, before and after; None where there is none."""

    promise: str
    before: PromiseTerms | None
    after: PromiseTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(name_of_one(data["promise"]), *before_and_after(data, PromiseTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"promise": self.promise, **both_plain(self.before, self.after)}

    def heads_key(self, subject: str) -> str:
        """`promise subject id`: how it stands."""
        return f"{PROMISE}{subject} {self.promise}"


class Promised(PromiseChange, Payload):
    """Something was promised, or a promise was kept or broken."""

    __slots__ = ()
    kind, about, undone_by, named_by = "promised", "anything", "promise.undone", ("promise",)


class PromiseUndone(PromiseChange, Payload):
    """A promise is again as it was before an act."""

    __slots__ = ()
    kind, about, undone_by, named_by = "promise.undone", "anything", "promise.undone", ("promise",)
    takes_back = True


class HandoverTerms(NamedTuple):
    """`by` whom a shift was taken over, and which `servers` with it.

    `more` is what a later program wrote into it.
    """

    by: str
    servers: tuple[str, ...] = ()
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "HandoverTerms":
        """From an event's `data`."""
        servers = texts(plain.get("servers", []))
        if len(servers) > MOST_TAKEN_OVER:
            raise ValueError(len(servers))
        return cls(line(plain["by"]), tuple(servers), beyond(plain, ("by", "servers")))

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {**self.more, "by": self.by, "servers": list(self.servers)}


class HandoverChange(NamedTuple):
    """By whom the shift was taken over last, before and after; None where by nobody."""

    before: HandoverTerms | None
    after: HandoverTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(*before_and_after(data, HandoverTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return both_plain(self.before, self.after)

    def heads_key(self, subject: str) -> str | None:
        """The shift, of which there is one; None on anything but the record."""
        return HANDED_OVER if subject == THE_RECORD else None


class HandoverAccepted(HandoverChange, Payload):
    """Who came took the shift over."""

    __slots__ = ()
    kind, about, undone_by = "handover.accepted", "record", "handover.undone"


class HandoverUndone(HandoverChange, Payload):
    """The shift is again whose it was before an act."""

    __slots__ = ()
    kind, about, undone_by, takes_back = "handover.undone", "record", "handover.undone", True
