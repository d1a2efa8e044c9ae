"""From stored bytes to an event: nothing is taken for one of which a part that the program reads has another type than it says.

A journal can come from another hand, by a stick or a copy, so what follows may rely on every field that it looks at.
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from chwapi_console.journal.events import (
    LARGE,
    PIN_KINDS,
    SIGN_OFF_KINDS,
    STATE_KINDS,
    STEP_STATES,
    UNDO_KINDS,
    VERDICTS,
    WORKS,
    Event,
    body_of,
    hash_of,
)

_TEXTS = ("id", "origin", "prev", "at", "operator", "host", "subject", "kind")
_GREATEST_COUNT = 1 << 53
"""No count goes further: what every JSON reader and every database still counts exactly."""


def unsealed(body: bytes) -> Event:
    """The event in stored bytes, every part of which has its type. ValueError when they are not an event."""
    try:
        fields = json.loads(body.decode())
        saw = {origin: (_count(seq), _text(digest)) for origin, (seq, digest) in fields.pop("saw").items()}
        event = Event(**fields, saw=saw, stored=body, hash=hash_of(body))
        for name in _TEXTS:
            _text(fields[name])
        _storable(event.id)
        _storable(event.origin)
        _count(event.seq)
        _count(event.lamport)
        _moment(event.at)
        _check_data(event.kind, event.data)
        kept = len(body) < LARGE or body_of(event) != body
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("not an event") from error
    return event if kept else event._replace(stored=b"")


def _check_data(kind: str, data: Mapping[str, Any]) -> None:
    """What the program reads of `data` by itself; the rest is for people, and is shown as it stands."""
    for name in ("act", "target", "target_hash", "digest"):
        if name in data:
            _text(data[name])
    if "done_at" in data:
        _moment(data["done_at"])
    if kind in UNDO_KINDS:
        _text(data["target"])
    if kind in STATE_KINDS:
        _check_standing(data["after"])
        _check_standing(data["before"])
    elif kind.startswith("step."):
        _text(data["step"])
        _one_of(data["after"], STEP_STATES)
    elif kind in PIN_KINDS:
        for pin in (data["before"], data["after"]):
            if pin is not None:
                for name in ("reason", "before"):
                    _text(pin[name])
                if _text(pin["until"]):
                    _moment(pin["until"])
    elif kind in SIGN_OFF_KINDS:
        for signed in (data["before"], data["after"]):
            if signed is not None:
                for text in (signed["by"], signed["tried"], *signed["servers"], *signed.get("without", ())):
                    _text(text)
    if kept := data.get("keeps"):
        _text(kept["origin"])
        _count(kept["seq"])
        _text(kept["hash"])


def _check_standing(plain: Mapping[str, Any]) -> None:
    _one_of(plain["verdict"], VERDICTS)
    _one_of(plain["work"], WORKS)
    for name in ("holder", "reason", "replacement"):
        _text(plain[name])


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError(value)
    return value


def _storable(name: str) -> None:
    """What a store's own columns hold: no half of a surrogate pair."""
    name.encode()


def _moment(value: object) -> None:
    """ISO 8601 with an offset, in a year that every time zone can tell."""
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None or not 1 < moment.year < 9999:
        raise ValueError(value)


def _count(value: object) -> int:
    if type(value) is not int or not 0 < value < _GREATEST_COUNT:
        raise ValueError(value)
    return value


def _one_of(value: object, known: Collection[str]) -> None:
    if value not in known:
        raise ValueError(value)
