"""The kinds of events about all of the recovery: notes, its end, and the record itself."""

from hashlib import sha256
from typing import Any, Self

from chwapi_console.journal.kinds.parts import beyond, count, digest, shown, table, text
from chwapi_console.journal.kinds.payload import (
    MOST_BYTES_OF_A_PLAN,
    NOTHING,
    THE_RECORD,
    Data,
    Payload,
    before_and_after,
    both_plain,
)
from chwapi_console.named_tuples import NamedTuple

MOST_CLAIMS = 10_000
"""Claims that one event tells of, and that one sync may bring: each is 67 bytes here for good, and
some 10 in what a peer sends."""

THE_END = "the end"
"""The key of the recovery's end."""

MOST_EXCEPTIONS = 10_000
"""Things that did not hold when the recovery was ended."""


# Notes


OUTCOMES = ("eliminated", "confirmed")
"""What may come of a hypothesis."""


class Note(NamedTuple):
    """A note, for people: what somebody saw or did; what was `told` whom.

    A `hypothesis` about how it happened; or what came of one (`outcome`), which it `settles`, by
    the hash of its first place.
    """

    text: str
    told: str = ""
    hypothesis: bool = False
    settles: str = ""
    outcome: str = ""

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        settles, outcome = shown(data, "settles"), shown(data, "outcome")
        if outcome not in OUTCOMES:
            settles = outcome = ""
        hypothesis = data.get("hypothesis") is True
        return cls(shown(data, "text"), shown(data, "told"), hypothesis, settles, outcome)

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        more = {"told": self.told, "settles": self.settles, "outcome": self.outcome}
        return {
            "text": self.text,
            **({"hypothesis": True} if self.hypothesis else {}),
            **{name: said for name, said in more.items() if said},
        }


class Noted(Note, Payload):
    """Something was noted."""

    __slots__ = ()
    kind, about, undone_by = "noted", "anything", "note.undone"


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
    kind, about, undone_by, takes_back = "note.undone", "anything", "note.undone", True


# The end of the recovery


class Ending(NamedTuple):
    """That the recovery was ended.

    What was said of it, and of what did not hold yet (the id of a service, server or condition) why
    it was ended all the same. `more` is what a later program wrote into it.
    """

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
    """How the recovery was ended, before and after: None while it goes on.

    Who opened it again said `why`.
    """

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


# The record itself


class PlanChange(NamedTuple):
    """The plan that an origin acts by from here on.

    Its SHA-256, and its text unless the record has that already.
    """

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


class PlanSeen(PlanChange, Payload):
    """A plan was taken up."""

    __slots__ = ()
    kind, about, is_meant, most_bytes = "plan.seen", "record", False, MOST_BYTES_OF_A_PLAN


class Key(NamedTuple):
    """The key that an origin is born with, and what tells origins of one key apart.

    Whether they are what they should be is looked at where it counts, see `signatures`.
    """

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
    """A signature over the event with this number and hash in the same origin.

    Whatever stands there, it is looked at where it counts, see `signatures`.
    """

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
    """Its origin's key stands for an event, and for all before it.

    It is for programs: no log that people read has it.
    """

    __slots__ = ()
    kind, about, is_meant = "signed", "record", False


class Claims(NamedTuple):
    """Claims that led nowhere when they came, each a digest, see `came_loose`.

    Or how many events `came` of which that had been said.
    """

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
