"""From stored bytes to an event.

Nothing is taken for one of which a part that the program reads has another type than it says.

A journal can come from another hand, by a stick or a copy, so what follows may rely on every field
that it looks at.
"""

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from sys import intern
from typing import Any

from chwapi_console.journal.kinds.kinds import UNDO_KINDS, kind_of
from chwapi_console.journal.kinds.parts import count, digest, encodable, moment, table, text, texts
from chwapi_console.journal.record.events import (
    KEPT_ONCE_FROM_BYTES,
    Event,
    body_of,
    hash_of,
    in_first_place,
)

_TEXTS = ("id", "origin", "prev", "at", "operator", "host", "subject", "kind")
_SHARED = ("origin", "prev", "operator", "host", "subject", "kind")
"""Texts that many events have: each is kept once."""

Saw = Mapping[str, tuple[int, str]]

_LONGEST_NAME = 4096
"""Letters of a name: of a person, a host, an origin, a server."""

_SHORT, _FEW, _A_LINE = 24, 8, 200
"""Letters of a word that many events say; parts, and letters of each, of a table that is kept once."""

MOST_RULES = 100
"""Rules that one act overrides, or was asked about: there are not so many."""

_DEEPEST = 24
"""Lists and tables within each other: no reader's stack decides whether something is an event."""


def _no_number(constant: str) -> None:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    if math.isfinite(number := float(digits)):
        return number
    raise ValueError(digits)


_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)


def unsealed(body: bytes, before: Event | None = None) -> Event:
    """The event in stored bytes, every part of which has its type.

    ValueError when they are not an event. What it saw as the one `before` it did, of whatever
    origin, is kept once.
    """
    try:
        fields = _DECODER.decode(body.decode())
        if body.count(b"[") + body.count(b"{") - len(fields["saw"]) > _DEEPEST:
            _check_depth(fields["data"], _DEEPEST)
        saw = _seen_by(fields.pop("saw"), before.saw if before is not None else {})
        fields["data"] = _kept_once(fields["data"])
        for name in _SHARED:
            fields[name] = intern(fields[name])
        event = Event(**fields, saw=saw, stored=body, hash=intern(hash_of(body)))
        if len(body) >= KEPT_ONCE_FROM_BYTES and body_of(event) == body:
            event = event._replace(stored=b"")
        for name in _TEXTS:
            if type(said := fields[name]) is not str or len(said) > _LONGEST_NAME:
                raise ValueError(name)
        encodable(event.id)
        encodable(event.origin)
        count(event.seq)
        count(event.lamport)
        moment(event.at)
        _check_parts(event.data)
        _check_payload(event)
        if len(body) > event.payload.most_bytes:
            raise ValueError(len(body))
        if event.shows_first:
            _check_said_anew(event)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("not an event") from error
    return event


def _seen_by(said: Mapping[str, Any], before: Saw) -> Saw:
    """What an event says that it saw.

    The last event of every other origin, most of them as the one before it did. A record of many
    journals is little else.
    """
    saw = {}
    for origin, (seq, named) in said.items():
        seen = before.get(origin)
        if seen is None or seen != (seq, named) or type(seq) is not int:
            seen = (count(seq), intern(text(named)))
        saw[intern(origin)] = seen
    return saw


def _kept_once(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same, of which names, short words and how a server stands are shared with other events.

    A reader of JSON makes each anew, and that was more than all else that an event takes.
    """
    return {intern(name): _part_kept_once(part) for name, part in data.items()}


def _part_kept_once(part: object) -> object:
    if type(part) is str:
        return intern(part) if len(part) <= _SHORT else part
    if (
        type(part) is dict
        and len(part) <= _FEW
        and all(type(text) is str and len(text) <= _A_LINE for text in part.values())
    ):
        return _texts_kept_once(tuple(part.items()))
    return part


@lru_cache(1024)
def _texts_kept_once(texts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """A table of texts; nobody changes what an event says."""
    return {intern(name): intern(text) for name, text in texts}


def _check_said_anew(event: Event) -> None:
    """ValueError where an event that says an act anew could make it answer what it never saw.

    It carries the act that it stands for, each part of which has its type too. It has seen just
    what that act had, and of its origin what stands before the fork. `Record` sees to it that the
    acts of a branch follow each other.
    """
    act = in_first_place(event)
    unsealed(act.body)
    if act.hash != event.data["keeps"]["hash"]:
        raise ValueError("stands for another act than it says")
    if (
        event.origin not in (f"{act.origin}+{act.hash[:8]}", f"{act.origin}+{act.hash}")
        if event.seq == 1
        else not event.origin.startswith(f"{act.origin}+")
    ):
        raise ValueError("stands in an origin of its own")
    saw = {**act.saw}
    if before := act.seq - event.seq:
        saw[act.origin] = (
            before,
            act.prev if event.seq == 1 else event.saw.get(act.origin, (0, ""))[1],
        )
    saw.pop(event.origin, None)
    if before < 0 or event.saw != saw:
        raise ValueError("has seen something else than the act that it stands for")
    if "target" in event.data and "target" not in event.data["keeps"]:
        raise ValueError("takes back something else than the act that it stands for")


def is_readable(event: Event) -> bool:
    """Whether its bytes are an event to whoever reads them.

    One that a fork had said anew is made here, of parts that may have been written otherwise, or
    that go beyond a bound together.
    """
    try:
        return bool(unsealed(event.body))
    except ValueError:
        return False


def _check_depth(part: object, left: int) -> None:
    if not left:
        raise ValueError("too deep")
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        _check_depth(inner, left - 1)


def _check_parts(data: Mapping[str, Any]) -> None:
    """The parts that an event of any kind may have, also of one that nobody knows."""
    for name in ("act", "target", "target_hash", "digest"):
        if name in data:
            text(data[name])
    if "done_at" in data:
        moment(data["done_at"])
    if "overridden" in data:
        overridden = table(data["overridden"])
        if len(overridden) > MOST_RULES or not all(map(text, overridden.values())):
            raise ValueError("overridden")
    if "meant" in data and len(texts(data["meant"])) > MOST_RULES:
        raise ValueError("meant")
    if "keeps" in data:
        kept = data["keeps"]
        text(kept["origin"])
        count(kept["seq"])
        digest(kept["hash"])


def _check_payload(event: Event) -> None:
    """What its kind makes of it.

    Heads are found by texts, so what has heads is about an id, which is never the text of another
    kind of heads.
    """
    payload, subject = kind_of(event.kind).read(event.data), event.subject
    event.__dict__["payload"] = payload  # where a cached property looks for it
    if event.kind in UNDO_KINDS:
        text(event.data["target"])
    if ("/" in subject or subject.split() != [subject]) and payload.heads_key(subject) is not None:
        raise ValueError(subject)
