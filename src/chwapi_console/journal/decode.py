"""From stored bytes to an event: nothing is taken for one of which a part that the program reads
has another type than it says.

A journal can come from another hand, by a stick or a copy, so what follows may rely on every field
that it looks at.
"""

import json
import math
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from chwapi_console.journal.came_loose import CAME_LOOSE, MOST_CLAIMS
from chwapi_console.journal.events import (
    KEPT_ONCE_FROM_BYTES,
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
    in_first_place,
)

_TEXTS = ("id", "origin", "prev", "at", "operator", "host", "subject", "kind")
_GREATEST_COUNT = 1 << 53
"""No count goes further: what every JSON reader and every database still counts exactly."""

_LONGEST_NAME = 4096
"""Letters of a name: of a person, a host, an origin, a server."""

_MOST_BYTES, _MOST_BYTES_OF_A_PLAN = 1 << 20, 1 << 27
"""Bytes of an event; of one that has a plan's text in it."""

_DEEPEST = 24
"""Lists and tables within each other: no reader's stack decides whether something is an event."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _no_number(constant: str) -> None:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    if math.isfinite(number := float(digits)):
        return number
    raise ValueError(digits)


_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)


def unsealed(body: bytes) -> Event:
    """The event in stored bytes, every part of which has its type. ValueError when they are not an
    event."""
    try:
        fields = _DECODER.decode(body.decode())
        if body.count(b"[") + body.count(b"{") - len(fields["saw"]) > _DEEPEST:
            _check_depth(fields["data"], _DEEPEST)
        saw = {
            origin: (_count(seq), _text(digest))
            for origin, (seq, digest) in fields.pop("saw").items()
        }
        event = Event(**fields, saw=saw, stored=body, hash=hash_of(body))
        for name in _TEXTS:
            if len(_text(fields[name])) > _LONGEST_NAME:
                raise ValueError(name)
        _storable(event.id)
        _storable(event.origin)
        _check_subject(event)
        _count(event.seq)
        _count(event.lamport)
        _moment(event.at)
        _check_data(event.kind, event.data)
        if len(body) > (_MOST_BYTES_OF_A_PLAN if event.kind == "plan.seen" else _MOST_BYTES):
            raise ValueError(len(body))
        if event.shows_first:
            _check_said_anew(event)
        kept = len(body) < KEPT_ONCE_FROM_BYTES or body_of(event) != body
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("not an event") from error
    return event if kept else event._replace(stored=b"")


def _check_said_anew(event: Event) -> None:
    """It carries the act that it stands for, and has seen just what that one had, and of its origin
    what stands before the fork: else somebody's act could be made to answer what they never saw.
    `Record` sees to it that the acts of a branch follow each other."""
    act = in_first_place(event)
    if act.hash != event.data["keeps"]["hash"]:
        raise ValueError("stands for another act than it says")
    if (
        event.origin != f"{act.origin}+{act.hash[:8]}"
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
    """Whether its bytes are an event to whoever reads them: one that a fork had said anew is made
    here, of parts that may have been written otherwise, or that go beyond a bound together."""
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


def _check_subject(event: Event) -> None:
    """Heads are found by texts, so what has heads is about an id, which is never the text of
    another kind of heads."""
    kind, subject = event.kind, event.subject
    if (
        kind in STATE_KINDS
        or kind in PIN_KINDS
        or kind in SIGN_OFF_KINDS
        or kind.startswith("step.")
    ) and ("/" in subject or subject.split() != [subject]):
        raise ValueError(subject)


def _check_data(kind: str, data: Mapping[str, Any]) -> None:  # noqa: C901, PLR0912
    """What the program reads of `data` by itself; the rest is for people, and is shown as it
    stands."""
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
        if "until" in data:
            _moment(data["until"])
        if "open" in data:
            _table(data["open"])
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
                for text in (
                    signed["by"],
                    signed["tried"],
                    *signed["servers"],
                    *signed.get("without", ()),
                ):
                    _text(text)
    elif (
        kind == "plan.seen"
        and "text" in data
        and hash_of(_text(data["text"]).encode()) != data["digest"]
    ):
        raise ValueError(data["digest"])
    if kind == CAME_LOOSE:
        _check_claims(data["claims"], data["came"])
    if "keeps" in data:
        kept = data["keeps"]
        _text(kept["origin"])
        _count(kept["seq"])
        if not _DIGEST.fullmatch(_text(kept["hash"])):
            raise ValueError(kept["hash"])


def _check_claims(claims: object, came: object) -> None:
    if type(claims) is not list or len(claims) > MOST_CLAIMS:
        raise ValueError(claims)
    if came != 0 or type(came) is not int:
        _count(came)
    for one in claims:
        if not _DIGEST.fullmatch(_text(one)):
            raise ValueError(one)


def _check_standing(plain: Mapping[str, Any]) -> None:
    _one_of(plain["verdict"], VERDICTS)
    _one_of(plain["work"], WORKS)
    for name in ("holder", "reason", "replacement"):
        _text(plain[name])


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError(value)
    return value


def _table(value: object) -> None:
    if type(value) is not dict:
        raise ValueError(value)


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
