"""The event: what one entry of the journal says, and its bytes.

The stored bytes are the hashed bytes (SHA-256); they are made once, here, and nobody re-serialises them. JSON with sorted
keys, UTF-8, no spaces. An event *knows* another when both share an origin and the other came earlier, or when the other
is at or below what the event's `saw` says of its origin.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Verdict = Literal["unknown", "clean", "compromised"]
Work = Literal["", "restoring", "restored", "verified", "blocked", "retired"]

GENESIS = "0" * 64
"""`prev` of the first event of an origin."""

STATE_KINDS = frozenset({"marked", "taken", "dropped", "settled", "undone"})
"""Kinds of events that write a server's whole standing; `undone` does so when its target did."""


class Standing(NamedTuple):
    """A server's two facts: its verdict, and its work with who does it and why it waits (DESIGN section 2)."""

    verdict: Verdict = "unknown"
    work: Work = ""
    holder: str = ""
    reason: str = ""
    replacement: str = ""

    @property
    def state(self) -> str:
        """The work, or the verdict when there is no work."""
        return self.work or self.verdict

    def plain(self) -> dict[str, str]:
        """As an event's `data` holds it."""
        return self._asdict()

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Standing":
        """From an event's `data`."""
        return cls(**{name: plain.get(name, "") for name in cls._fields})


class Event(NamedTuple):
    """One entry of the journal. `seq` counts from 1 within `origin`; `at` is ISO 8601 UTC, for people only."""

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
    body: bytes = b""
    hash: str = ""

    @property
    def order(self) -> tuple[int, str, int]:
        """Where the event stands among those that people read; it decides nothing else."""
        return (self.lamport, self.origin, self.seq)

    @property
    def act(self) -> str:
        """The act that the event belongs to: events of one transaction share it."""
        return str(self.data.get("act", self.id))

    @property
    def after(self) -> Standing | None:
        """The standing that the event writes, None where it writes none."""
        plain = self.data.get("after")
        return Standing.of(plain) if isinstance(plain, dict) and self.kind in STATE_KINDS else None

    @property
    def before(self) -> Standing | None:
        """The standing that the event found."""
        plain = self.data.get("before")
        return Standing.of(plain) if isinstance(plain, dict) and self.kind in STATE_KINDS else None

    def knows(self, other: "Event") -> bool:
        """Whether whoever wrote this event could see the other one."""
        if other.origin == self.origin:
            return other.seq < self.seq
        return other.origin in self.saw and other.seq <= self.saw[other.origin][0]


class Draft(NamedTuple):
    """An event that waits to be given its place in the journal. The id is made before writing: a repeat is a no-op."""

    id: str
    subject: str
    kind: str
    data: Mapping[str, Any]


def new_id() -> str:
    """A fresh UUID. Only those who write need the module that makes it, so only they load it."""
    from uuid import uuid4
    return str(uuid4())


_FIELDS = ("id", "origin", "seq", "prev", "saw", "lamport", "at", "operator", "host", "subject", "kind", "data")


def sealed(event: Event) -> Event:
    """The event with its bytes and their hash."""
    fields = {name: getattr(event, name) for name in _FIELDS}
    body = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Event(**fields, body=body, hash=hashlib.sha256(body).hexdigest())


def unsealed(body: bytes) -> Event:
    """The event in stored bytes. ValueError when they are not an event."""
    fields = json.loads(body)
    try:
        saw = {origin: (int(seq), str(digest)) for origin, (seq, digest) in fields["saw"].items()}
        return Event(**{**fields, "saw": saw}, body=body, hash=hashlib.sha256(body).hexdigest())
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not an event") from error
