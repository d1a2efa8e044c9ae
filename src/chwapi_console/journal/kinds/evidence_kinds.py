"""The kinds of events about evidence.

An item that was taken of a server, and its way from hand to hand.
"""

from typing import Any, Self

from chwapi_console.journal.kinds.parts import (
    beyond,
    digest,
    line,
    moment,
    name_of_one,
    one_of,
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
from chwapi_console.named_tuples import NamedTuple

MADE = ("image", "memory", "logs", "other")
"""What an item of evidence is: a copy of the disks, of the memory, of logs, or another thing."""

COPIES = ("original", "working-copy", "derived")
"""Whether it is the item itself, a copy to work on, or something made of another one."""

PROTECTED = ("yes", "no")
"""Whether it can be written to where it lies: no more, or still."""


def evidence_key(server: str, item: str) -> str:
    """The key of an item of evidence. Neither has a blank in it."""
    return f"evidence {server} {item}"


def hand_over_key(server: str, item: str) -> str:
    """The key of who has an item."""
    return f"hand-over {server} {item}"


class EvidenceTerms(NamedTuple):
    """An item of evidence: what it is (`MADE`), from which `source` and `asset`.

    Acquired `by` whom, when (`taken`, ISO 8601), by which `method` and `tool`; its SHA-256; the
    `place` where it lies, whether `protected` against writing (`PROTECTED`; empty: nobody said),
    under which `seal`; which `copy` (`COPIES`) it is, and `of` which item. `more` is what a later
    program wrote.
    """

    made: str
    source: str = ""
    asset: str = ""
    by: str = ""
    taken: str = ""
    method: str = ""
    tool: str = ""
    sha256: str = ""
    place: str = ""
    protected: str = ""
    seal: str = ""
    copy: str = "original"
    of: str = ""
    more: Data = NOTHING

    @classmethod
    def of_plain(cls, plain: Data) -> "EvidenceTerms":
        """From an event's `data`."""
        said = {name: line(plain.get(name, "")) for name in cls._fields if name != "more"}
        one_of(said["made"], MADE)
        one_of(said["copy"], COPIES)
        if said["protected"]:
            one_of(said["protected"], PROTECTED)
        if said["sha256"]:
            digest(said["sha256"])
        if said["taken"]:
            moment(said["taken"])
        return cls(**said, more=beyond(plain, cls._fields[:-1]))

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it; what nobody told is left out."""
        return parts_told(self)


class EvidenceChange(NamedTuple):
    """What is told of an `item` of evidence, before and after; None where nothing is."""

    item: str
    before: EvidenceTerms | None
    after: EvidenceTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(name_of_one(data["item"]), *before_and_after(data, EvidenceTerms.of_plain))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            "item": self.item,
            **both_plain(self.before, self.after),
        }

    def heads_key(self, subject: str) -> str:
        """`evidence server item`: the item."""
        return evidence_key(subject, self.item)


class EvidenceTaken(EvidenceChange, Payload):
    """An item of evidence was recorded, or more is told of it."""

    __slots__ = ()
    kind, about, undone_by, named_by = "evidence.taken", "server", "evidence.undone", ("item",)


class EvidenceUndone(EvidenceChange, Payload):
    """An item is again as it was told before an act."""

    __slots__ = ()
    kind, about, undone_by, named_by = "evidence.undone", "server", "evidence.undone", ("item",)
    takes_back = True


class HandOverTerms(NamedTuple):
    """A hand-over of an item of evidence.

    `released` by whom, `received` by whom, when (`at`, ISO 8601), to which `place`, for what
    `purpose`, with the SHA-256 `before` it and `after` it (empty: not worked out). `more` is what a
    later program wrote into it.
    """

    released: str
    received: str
    at: str
    place: str = ""
    purpose: str = ""
    before: str = ""
    after: str = ""
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "HandOverTerms":
        """From an event's `data`."""
        before, after = text(plain.get("before", "")), text(plain.get("after", ""))
        return cls(
            line(plain.get("released", "")),
            line(plain.get("received", "")),
            moment(plain["at"]),
            line(plain.get("place", "")),
            line(plain.get("purpose", "")),
            before and digest(before),
            after and digest(after),
            beyond(plain, cls._fields[:-1]),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it; what nobody told is left out."""
        return parts_told(self)


class HandOverChange(NamedTuple):
    """The latest hand-over of an `item`, before and after; None where there was none."""

    item: str
    before: HandOverTerms | None
    after: HandOverTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(name_of_one(data["item"]), *before_and_after(data, HandOverTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            "item": self.item,
            **both_plain(self.before, self.after),
        }

    def heads_key(self, subject: str) -> str:
        """`hand-over server item`: who has it."""
        return hand_over_key(subject, self.item)


class EvidenceHanded(HandOverChange, Payload):
    """An item of evidence went from one hand to another."""

    __slots__ = ()
    kind, about, named_by = "evidence.handed", "server", ("item",)
    undone_by = "evidence.handed.undone"


class HandOverUndone(HandOverChange, Payload):
    """An item is again with whom it was before a hand-over."""

    __slots__ = ()
    kind, about, named_by = "evidence.handed.undone", "server", ("item",)
    undone_by, takes_back = "evidence.handed.undone", True
