"""The event: what one entry of the journal says, and its bytes.

The stored bytes are the hashed bytes (SHA-256); they are made once, here, and nobody re-serialises
them (`decode` reads them). JSON with sorted keys, UTF-8, no spaces. An event *knows* another when
both share an origin and the other came earlier, or when the other is at or below what the event's
`saw` says of its origin.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from os import urandom
from typing import Any, TypeVar

from chwapi_console.journal.kinds.kinds import kind_of
from chwapi_console.journal.kinds.parts import shown
from chwapi_console.journal.kinds.payload import NOTHING, Payload
from chwapi_console.journal.kinds.server_kinds import StandingChange
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.named_tuples import NamedTuple

Place = tuple[str, int]
"""Where an event stands: its origin, and its number within it."""

GENESIS = "0" * 64
"""`prev` of the first event of an origin."""


A_DAY = timedelta(days=1)

LETTERS_OF_AN_ID = 36
"""Of a UUID, as this program makes it."""

FEWEST_LETTERS, LETTERS_OF_A_HASH = 4, 12
"""With which people may name an event by how its id begins, and by how its hash does."""


P = TypeVar("P", bound=Payload)


class _Entry(NamedTuple):
    id: str
    origin: str
    seq: int
    prev: str
    saw: Mapping[str, tuple[int, str]]
    lamport: int
    at: str
    operator: str
    host: str
    subject: str
    kind: str
    data: Mapping[str, Any]
    stored: bytes = b""
    hash: str = ""


class Event(_Entry):
    """One entry of the journal.

    `seq` counts from 1 within `origin`; `at` is ISO 8601 UTC, for people only. `stored` has its
    bytes; it is empty for a `KEPT_ONCE_FROM_BYTES` event whose fields give the very same, so ask
    for `body`. What its kind makes of `data` is the `payload`; `data` itself is for whoever hands
    it on as it stands.
    """

    @cached_property
    def payload(self) -> Payload:
        """What the event says, as its kind has it; made once.

        ValueError, TypeError or KeyError where it is none of its kind: `decode` lets no such event
        in.
        """
        return kind_of(self.kind).read(self.data)

    def says(self, kind: type[P]) -> P:
        """The payload of an event that is known to be of this kind."""
        payload = self.payload
        assert isinstance(payload, kind), self.kind
        return payload

    @property
    def body(self) -> bytes:
        """The bytes of the event as they stand in its journal."""
        return self.stored or body_of(self)

    @property
    def order(self) -> tuple[int, str, int, str, str]:
        """Where the event stands among those that people read.

        Of two acts that did not know each other the one later in this order counts as later. It is
        made of the event's first place and hash, so that it is the same wherever a fork had it said
        anew.
        """
        kept = self.data.get("keeps")
        if kept:
            return (self.lamport, kept["origin"], kept["seq"], kept["hash"], self.origin)
        return (self.lamport, self.origin, self.seq, self.hash, self.origin)

    @property
    def moment(self) -> datetime:
        """When it was written, by its host's clock.

        As texts two times do not compare: another program may write one with another offset.
        """
        return datetime.fromisoformat(self.at)

    @property
    def counts_from(self) -> datetime:
        """When it was really done, as a person said, else when it was written."""
        return datetime.fromisoformat(self.done_at or self.at)

    @property
    def tells_what_is_to_come(self) -> bool:
        """Whether it reports as past what is dated more than a day after it was written.

        The day is left for clocks that are wrong.
        """
        behind = self.payload.lies_behind()
        return bool(behind) and datetime.fromisoformat(behind) - self.moment > A_DAY

    # What events of every kind may say

    @property
    def act(self) -> tuple[str, str]:
        """The act that the event belongs to, by its origin and what it says.

        Events of one transaction share both, and what is written elsewhere cannot make itself a
        part of it.
        """
        return (self.origin, str(self.data.get("act", self.id)))

    @property
    def done_at(self) -> str:
        """When it was really done, as a person said (ISO 8601); empty where nobody did."""
        return str(self.data.get("done_at", ""))

    @property
    def entered_by(self) -> str:
        """Who entered afterwards what its operator did; empty where they wrote it themselves."""
        return shown(self.data, "entered_by")

    @property
    def entered_line(self) -> str:
        """What tells the line that it was entered from; empty where it was written as it was done."""
        return shown(self.data, "entered_line")

    @property
    def note(self) -> str:
        """The note that was given with it; empty where there is none."""
        return shown(self.data, "note")

    @property
    def target(self) -> str:
        """The id of the act that it takes back; empty for one that takes nothing back."""
        return str(self.data.get("target", ""))

    @property
    def target_hash(self) -> str:
        """The hash of that act in its first place, since a fork may have had it said anew.

        Empty where an early program took it back.
        """
        return str(self.data.get("target_hash", ""))

    @property
    def overridden(self) -> Mapping[str, str]:
        """The rules, by id, that were overridden for it, each with the reason that its actor gave."""
        reasons: Mapping[str, str] = self.data.get("overridden", NOTHING)
        return reasons

    @property
    def at_once(self) -> int:
        """How many suspects its act cleared in one; 0 where it was no act on many."""
        n = self.data.get("at_once")
        return n if type(n) is int and n > 0 else 0

    @property
    def meant(self) -> Sequence[str]:
        """The rules, by id, that asked about it, where its actor's yes is kept."""
        rules: Sequence[str] = self.data.get("meant", ())
        return rules

    @property
    def said(self) -> list[str]:
        """What people wrote into it, whatever its kind: what it can be found by."""
        names = ("note", "text", "step", "reason", "result")
        said = [text for name in names if (text := shown(self.data, name))]
        return [*said, *self.overridden.values()] if "overridden" in self.data else said

    # How servers stand

    @property
    def after(self) -> Standing | None:
        """The standing that the event writes, None where it writes none."""
        payload = self.payload
        return payload.after if isinstance(payload, StandingChange) else None

    @property
    def before(self) -> Standing | None:
        """The standing that the event found, None where it writes none."""
        payload = self.payload
        return payload.before if isinstance(payload, StandingChange) else None

    @property
    def restored_from(self) -> str:
        """The restore point from which it says that its server was restored.

        Empty where it says none.
        """
        payload = self.payload
        return payload.point if isinstance(payload, StandingChange) else ""

    # Its place, and that of the act that it says anew

    @property
    def place(self) -> Place:
        """Where it stands in the record."""
        return (self.origin, self.seq)

    @property
    def keeps(self) -> tuple[Place, str] | None:
        """The place and hash of the act that this event says anew because a fork kept it out.

        See `sync`.
        """
        kept = self.data.get("keeps")
        return ((kept["origin"], kept["seq"]), kept["hash"]) if kept else None

    @property
    def shows_first(self) -> bool:
        """Whether it carries what its act's bytes in the first place are made of.

        Unsealing has made and checked them. One that an early program said anew, and one that was
        forged, only claims to stand for another.
        """
        return "id" in self.data.get("keeps", ())

    @property
    def first_place(self) -> "FirstPlace | None":
        """What that act was in its first place, as far as the event carries it."""
        if not self.shows_first:
            return None
        kept = self.data["keeps"]
        return FirstPlace(kept["id"], kept["prev"], kept.get("target", ""))

    @property
    def first_hash(self) -> str:
        """The hash of the act in its first place.

        By it an act is the same wherever a fork had it said anew.
        """
        return self.keeps[1] if self.keeps else self.hash

    def knows(self, other: "Event") -> bool:
        """Whether whoever wrote this event could see the other one, by its own word.

        `Record.knows` does not take it on trust.
        """
        if other.origin == self.origin:
            return other.seq < self.seq
        return other.origin in self.saw and other.seq <= self.saw[other.origin][0]


class FirstPlace(NamedTuple):
    """An act before a fork had it said anew.

    Its id, the hash of the event before it, and the id of the act that it takes back (empty where
    it takes none).
    """

    id: str
    prev: str
    target: str


class Draft(NamedTuple):
    """An event that waits to be given its place in the journal.

    The id is made before writing: a repeat is a no-op. `operator` is who did it, where that is not
    who writes.
    """

    id: str
    subject: str
    kind: str
    data: Mapping[str, Any]
    operator: str = ""

    @property
    def target(self) -> str:
        """The id of the act that it takes back; empty for one that takes nothing back."""
        return str(self.data.get("target", ""))

    @property
    def target_hash(self) -> str:
        """The hash of that act in its first place."""
        return str(self.data.get("target_hash", ""))


def drafted(subject: str, payload: Payload, beside: Mapping[str, Any] = NOTHING) -> Draft:
    """An event of the payload's kind, with an id of its own.

    `beside` has what events of every kind may say.
    """
    return Draft(new_id(), subject, payload.kind, {**payload.data(), **beside})


def new_id() -> str:
    """A fresh UUID (RFC 9562, section 5.4): 122 random bits, and which version and variant it is.

    The library's module of them costs whoever writes as much as the commit does.
    """
    bits = int.from_bytes(urandom(16)) & ~(0xF << 76 | 0b11 << 62) | 4 << 76 | 0b10 << 62
    plain = f"{bits:032x}"
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


_FIELDS = (
    "id",
    "origin",
    "seq",
    "prev",
    "saw",
    "lamport",
    "at",
    "operator",
    "host",
    "subject",
    "kind",
    "data",
)

KEPT_ONCE_FROM_BYTES = 1 << 16
"""Bytes from which on those of an event are not kept beside its fields, if these give them again: a
plan's text can be megabytes."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def body_of(event: Event) -> bytes:
    """The bytes of an event, in the one way in which this program writes them.

    Half a surrogate pair, which UTF-8 cannot hold, as JSON escapes it.
    """
    fields = {name: getattr(event, name) for name in _FIELDS}
    return _ENCODER.encode(fields).encode(errors="backslashreplace")


def says_the_same(draft: Draft, event: Event) -> bool:
    """Whether an event says what a draft does."""
    return (draft.id, draft.subject, draft.kind) == (
        event.id,
        event.subject,
        event.kind,
    ) and _ENCODER.encode(draft.data) == _ENCODER.encode(event.data)


def is_canonical(event: Event) -> bool:
    """Whether its stored bytes are those that this program writes for it."""
    try:
        return not event.stored or body_of(event) == event.stored
    except ValueError:
        return False


def hash_of(body: bytes) -> str:
    """SHA-256 of stored bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def sealed(event: Event) -> Event:
    """The event with its bytes and their hash."""
    body = body_of(event)
    return event._replace(
        stored=body if len(body) < KEPT_ONCE_FROM_BYTES else b"", hash=hash_of(body)
    )


def in_first_place(event: Event) -> Event:
    """The act as it stood before a fork had it said anew, made from what that event carries.

    Itself where nothing had.
    """
    if not event.shows_first:
        return event
    kept = event.data["keeps"]
    data = {name: value for name, value in event.data.items() if name != "keeps"}
    if "target" in kept:
        data["target"] = kept["target"]
    saw = {origin: (seq, digest) for origin, (seq, digest) in kept["saw"].items()}
    return sealed(
        event._replace(
            id=kept["id"],
            origin=kept["origin"],
            seq=kept["seq"],
            prev=kept["prev"],
            saw=saw,
            data=data,
        )
    )
