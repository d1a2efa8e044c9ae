"""What was stored is what is read, hashed and handed on, byte for byte: small or large, however it
was written."""

import hashlib
import json
from collections.abc import Callable
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.journal.evidence import event_files, plan_files
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import (
    GENESIS,
    KEPT_ONCE_FROM_BYTES,
    LETTERS_OF_AN_ID,
    Event,
    body_of,
    new_id,
)
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import forks, sync
from journal.memory_store import MemoryStore

MUCH = "x" * KEPT_ONCE_FROM_BYTES
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters())
    | st.sampled_from(["\r\n", "\ud800", "\u2028", "\ufeff", "é", "\x00"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def fields(**data: Any) -> dict[str, Any]:
    return {
        "id": "a1",
        "origin": "o-1",
        "seq": 1,
        "prev": GENESIS,
        "saw": {},
        "lamport": 1,
        "at": "2021-01-18T00:00:00+00:00",
        "operator": "dba",
        "host": "h",
        "subject": "dc1",
        "kind": "noted",
        "data": {"digest": "d", **data},
    }


def compact(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        errors="backslashreplace"
    )


WRITERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "as this program writes": compact,
    "with blanks": lambda event: json.dumps(event).encode(),
    "escaped": lambda event: json.dumps(event, sort_keys=True, separators=(",", ":")).encode(),
    "not sorted": lambda event: json.dumps(
        event, ensure_ascii=True, separators=(",", ":")
    ).encode(),
    "a key twice": lambda event: compact(event).replace(
        b'"digest":"d"', b'"digest":"e","digest":"d"'
    ),
    "a number with more digits": lambda event: compact(
        event | {"data": {**event["data"], "n": 0.5}}
    ).replace(b":0.5", b":0.50"),
}


@given(st.sampled_from(sorted(WRITERS)), st.sampled_from(["", MUCH]), VALUES)
def test_an_event_gives_back_the_bytes_it_was_read_from(writer: str, text: str, value: Any) -> None:
    body = WRITERS[writer](fields(text=text, value=value))
    event = unsealed(body)
    assert (body, hashlib.sha256(body).hexdigest()) == (event.body, event.hash)


STRANGE = [
    WRITERS[writer](fields(text=MUCH + "\ud800\r\n\u2028é", value=0.25))
    for writer in sorted(WRITERS)
]
CANONICAL = "as this program writes"


@pytest.mark.parametrize("body", STRANGE, ids=sorted(WRITERS))
def test_only_bytes_that_this_program_writes_arrive_elsewhere_and_in_an_archive(
    tmp_path: Path, body: bytes
) -> None:
    here, there = SqliteStore(tmp_path / "here"), MemoryStore("there")
    there.record.take(unsealed(body))
    exchange = sync(here, there)
    here.close()
    again = SqliteStore(tmp_path / "here", read_only=True)
    again.close()
    if body == STRANGE[sorted(WRITERS).index(CANONICAL)]:
        assert [body] == [event.body for event in again.record.events]
        assert {"events/01-o-1.jsonl": body + b"\n"} == event_files(again.record.events)
    else:
        assert [("o-1", 1, "is not written the way this program writes it.")] == [
            (origin, seq, str(what)) for origin, seq, what in exchange.refused
        ]
        assert [] == again.record.events


def test_a_plans_text_is_the_one_that_its_digest_names() -> None:
    digest = hashlib.sha256(MUCH.encode()).hexdigest()
    seen = fields() | {"subject": "plan", "kind": "plan.seen"}
    event = unsealed(compact(seen | {"data": {"digest": digest, "text": MUCH}}))
    assert [True] == [MUCH.encode() == text for text in plan_files([event]).values()]
    for text, why in ((MUCH + " ", digest), ("\ud800", "surrogates")):
        with pytest.raises(ValueError, match=why):
            unsealed(compact(seen | {"data": {"digest": digest, "text": text}}))


def test_numbers_that_are_none_are_no_event() -> None:
    for number in (b"NaN", b"Infinity", b"-Infinity"):
        with pytest.raises(ValueError, match=number.decode()):
            unsealed(compact(fields(value=0)).replace(b'"value":0', b'"value":' + number))


def test_a_fork_with_half_a_pair_in_its_words_is_kept_like_any_other() -> None:
    here, there = MemoryStore("here"), MemoryStore("there")
    here.receive([unsealed(compact(fields(text="\ud800")))])
    there.receive([unsealed(compact(fields(text="other") | {"id": "b2"}))])
    sync(here, there, keep_fork=True)
    assert [True] == [fork.kept for fork in forks(here.record, there.record)]
    assert {"\ud800", "other"} == {event.data["text"] for event in here.record.acts}


@pytest.mark.parametrize("name", ["id", "origin"])
def test_an_id_that_no_store_can_hold_is_none(name: str) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        unsealed(compact(fields() | {name: "\ud800"}))


def _nested(levels: int) -> Event | None:
    try:
        return unsealed(
            compact(fields(text=MUCH, value=0)).replace(
                b'"value":0', b'"value":' + b"[" * levels + b"]" * levels
            )
        )
    except ValueError:
        return None


def test_lists_in_lists_are_read_as_deep_as_they_can_be_and_no_deeper() -> None:
    readable = [_nested(levels) is not None for levels in (10, 23, 24, 900, 100_000)]
    assert [True, True, False, False, False] == readable


def test_an_id_is_a_random_uuid_of_the_fourth_version() -> None:
    ids = [UUID(new_id()) for _ in range(1000)]
    assert {(4, RFC_4122)} == {(each.version, each.variant) for each in ids}
    assert 1000 == len(set(ids))
    assert {2**62 - 1, 2**12 - 1} == {
        reduce(or_, (each.int for each in ids)) >> shift & mask
        for shift, mask in ((0, 2**62 - 1), (64, 2**12 - 1))
    }
    assert LETTERS_OF_AN_ID == len(new_id())


SAW = {"imc-1": [1, "a" * 64], "union-1": [7, "b" * 64]}


def test_what_an_event_saw_as_the_one_before_it_did_is_kept_once() -> None:
    before = unsealed(compact(fields() | {"saw": SAW}))
    later = {**SAW, "union-1": [8, "c" * 64]}
    event = unsealed(compact(fields() | {"saw": later, "prev": before.hash}), before)
    assert {"imc-1": (1, "a" * 64), "union-1": (8, "c" * 64)} == event.saw
    assert event.saw["imc-1"] is before.saw["imc-1"]
    assert event.prev is before.hash
    for name in ("origin", "operator", "host", "subject", "kind"):
        assert getattr(before, name) is getattr(event, name)


STANDS = {"verdict": "unknown", "work": "", "holder": "", "reason": "", "replacement": ""}


def test_names_and_how_a_server_stands_are_shared_by_the_events_that_say_the_same() -> None:
    said = {"before": STANDS, "after": STANDS | {"verdict": "clean"}, "act": "one"}
    marked = fields() | {"subject": "san1", "kind": "marked", "data": said}
    one, other = unsealed(compact(marked)), unsealed(compact(marked | {"id": "a2"}))
    assert said == one.data == other.data
    assert one.data["before"] is other.data["before"]
    assert one.data["after"] is other.data["after"]
    assert all(name is same for name, same in zip(one.data, other.data, strict=True))


@pytest.mark.parametrize("value", [True, 1, 1.0, None, [1], {"a": 1}, "x" * 1000])
def test_a_table_that_is_like_another_and_of_other_types_stays_as_it_was_written(
    value: object,
) -> None:
    for odd in ({"x": 1}, {"x": value}, {"x": "1"}):
        body = compact(fields() | {"kind": "later", "data": {"odd": odd}})
        event = unsealed(body)
        assert body == body_of(event)
        assert type(odd["x"]) is type(event.data["odd"]["x"])


@pytest.mark.parametrize("odd", [[True, "a" * 64], [1.0, "a" * 64], [1, None], [[1], "a" * 64]])
def test_what_is_like_the_one_before_it_and_of_another_type_is_no_event(odd: list[object]) -> None:
    before = unsealed(compact(fields() | {"saw": SAW}))
    with pytest.raises(ValueError):  # whatever it says, it is none
        unsealed(compact(fields() | {"saw": {"imc-1": odd}}), before)
