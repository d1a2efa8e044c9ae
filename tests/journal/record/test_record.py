"""The record: hashes, chains, heads, and what the file itself refuses."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.errors import JournalError, StaleView
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Draft, Event
from chwapi_console.journal.record.headcode import hash_prefix, head_code
from chwapi_console.journal.record.heads import in_conflict, standing_shown
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from hospitals import record_of, standing_event

DBA = Actor("dba", "host1")
NOBODY: dict[str, frozenset[str]] = {}


def draft(number: int, subject: str = "sql1", state: str = "compromised") -> Draft:
    after = Standing("compromised", "restored" if state == "restored" else "")
    return Draft(
        f"id-{number}", subject, "marked", {"before": Standing().plain(), "after": after.plain()}
    )


def bodies(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM event ORDER BY position")]


def test_the_stored_bytes_are_the_hashed_bytes_and_each_names_the_one_before(
    tmp_path: Path,
) -> None:
    store = SqliteStore(tmp_path / "j")
    for number in range(3):
        store.append([draft(number)], DBA, NOBODY)
    store.close()
    hashes = [hashlib.sha256(body).hexdigest() for body in bodies(tmp_path / "j")]
    events = [json.loads(body) for body in bodies(tmp_path / "j")]
    assert [GENESIS, *hashes[:2]] == [event["prev"] for event in events]
    assert [1, 2, 3] == [event["seq"] for event in events]
    assert [1, 2, 3] == [event["lamport"] for event in events]
    assert {"dba"} == {event["operator"] for event in events}


def test_one_act_of_several_events_is_one_transaction_in_order(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    events = store.append([draft(1, "a"), draft(2, "b")], DBA, NOBODY)
    assert [(1, "a"), (2, "b")] == [(event.seq, event.subject) for event in events]
    assert events[1].prev == events[0].hash
    store.close()


def test_repeating_an_id_writes_nothing_and_gives_the_event_as_it_stands(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    first = store.append([draft(1)], DBA, NOBODY)
    again = store.append([draft(1)], Actor("somebody else", "host2"), {"sql1": frozenset()})
    assert first == again
    assert 1 == len(bodies(tmp_path / "j"))
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = x'00' WHERE position = 1",
        "UPDATE event SET seq = 9",
        "DELETE FROM event WHERE position = 1",
        (
            "INSERT OR REPLACE INTO event SELECT position, origin, seq, id, hash, x'00' FROM event "
            "WHERE position = 1"
        ),
        (
            "REPLACE INTO event SELECT 99, origin, seq, 'other', hash, x'00' FROM event WHERE position "
            "= 1"
        ),
        (
            "INSERT OR REPLACE INTO event SELECT 99, 'other', 1, id, hash, x'00' FROM event WHERE "
            "position = 1"
        ),
    ],
)
def test_the_file_itself_refuses_to_change_drop_or_replace_an_event(
    tmp_path: Path, statement: str
) -> None:
    store = SqliteStore(tmp_path / "j")
    store.append([draft(1)], DBA, NOBODY)
    store.close()
    before = bodies(tmp_path / "j")
    with (
        closing(sqlite3.connect(tmp_path / "j")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="events are never"),
    ):
        connection.execute(statement)
    assert before == bodies(tmp_path / "j")


def test_an_act_on_heads_that_were_not_shown_is_refused_and_names_who_came_first(
    tmp_path: Path,
) -> None:
    mine, theirs = SqliteStore(tmp_path / "j"), SqliteStore(tmp_path / "j")
    (first,) = theirs.append([draft(1, state="restored")], DBA, {"sql1": frozenset()})
    with pytest.raises(StaleView, match=r"sql1: dba \(restored"):
        mine.append([draft(2)], Actor("oncall-1", "host2"), {"sql1": frozenset()})
    assert 1 == len(bodies(tmp_path / "j"))
    mine.append([draft(2)], Actor("oncall-1", "host2"), {"sql1": frozenset([first.hash])})
    mine.close()
    theirs.close()


def test_a_copied_journal_begins_an_origin_of_its_own_that_names_what_it_saw(
    tmp_path: Path,
) -> None:
    store = SqliteStore(tmp_path / "j")
    (first,) = store.append([draft(1)], DBA, NOBODY)
    store.close()
    shutil.copy(tmp_path / "j", tmp_path / "copy")
    copy = SqliteStore(tmp_path / "copy")
    (second,) = copy.append([draft(2)], DBA, {"sql1": frozenset([first.hash])})
    copy.close()
    assert first.origin != second.origin
    assert (1, GENESIS, {first.origin: (1, first.hash)}) == (
        second.seq,
        second.prev,
        dict(second.saw),
    )
    assert 2 == second.lamport
    assert second.knows(first)


def test_a_journal_reopened_goes_on_under_its_origin(tmp_path: Path) -> None:
    for number in range(2):
        store = SqliteStore(tmp_path / "j")
        store.append([draft(number)], DBA, NOBODY)
        store.close()
    events = [json.loads(body) for body in bodies(tmp_path / "j")]
    assert [1, 2] == [event["seq"] for event in events]
    assert 1 == len({event["origin"] for event in events})


def test_an_event_taken_out_by_force_is_noticed_and_the_rest_is_still_read(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    for number in range(3):
        store.append([draft(number)], DBA, NOBODY)
    store.close()
    with closing(sqlite3.connect(tmp_path / "j")) as connection:
        connection.execute("DROP TRIGGER event_is_never_deleted")
        connection.execute("DELETE FROM event WHERE seq = 2")
        connection.commit()
    reread = SqliteStore(tmp_path / "j")
    assert 2 == len(reread.record.events)
    assert ["3: does not follow 1, the one before it here."] == [
        str(m.sentence).partition(" ")[2] for m in reread.record.misfits
    ]
    reread.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"not a journal at all, but long enough to have a header of a hundred bytes" * 4,
            "is not a journal",
        ),
        (None, "is not a file"),
    ],
)
def test_what_is_no_journal_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "j"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(JournalError, match=words):
        SqliteStore(path)


def test_another_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "j")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = (tmp_path / "j").read_bytes()
    with pytest.raises(JournalError, match="a database, but not a journal"):
        SqliteStore(tmp_path / "j")
    assert before == (tmp_path / "j").read_bytes()


def test_a_missing_folder_is_said_and_not_created(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="folder of the journal does not exist"):
        SqliteStore(tmp_path / "nowhere" / "j")
    assert [] == list(tmp_path.iterdir())


def test_a_journal_removed_or_replaced_while_open_takes_no_more_acts(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    store.append([draft(1)], DBA, NOBODY)
    (tmp_path / "j").rename(tmp_path / "moved")
    with pytest.raises(JournalError, match="has been removed"):
        store.append([draft(2)], DBA, NOBODY)
    shutil.copy(tmp_path / "moved", tmp_path / "j")
    with pytest.raises(JournalError, match="has been replaced"):
        store.append([draft(2)], DBA, NOBODY)
    store.close()


def test_a_writer_stopped_inside_its_transaction_is_waited_for_and_then_said(
    tmp_path: Path,
) -> None:
    store = SqliteStore(tmp_path / "j", patience=0.1)
    store.append([draft(1)], DBA, NOBODY)
    with closing(sqlite3.connect(tmp_path / "j", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="Another process may be writing"):
            store.append([draft(2)], DBA, NOBODY)
        other.execute("ROLLBACK")
    assert 2 == len([*store.append([draft(2)], DBA, NOBODY), *store.record.events[:1]])
    store.close()


def test_a_full_disk_refuses_the_act_and_a_later_one_goes_through(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    store.append([draft(1)], DBA, NOBODY)
    connection = store.connection()
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    big = Draft("big", "sql1", "noted", {"text": "x" * 100_000})
    with pytest.raises(JournalError, match="the disk is full"):
        store.append([big], DBA, NOBODY)
    assert 1 == len(store.record.events)
    connection.execute("PRAGMA max_page_count = 100000")
    assert "big" == store.append([big], DBA, NOBODY)[0].id
    store.close()


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_journal_is_shared_with_the_group_of_its_folder_whatever_the_umask(
    tmp_path: Path, mask: int
) -> None:
    tmp_path.chmod(0o770)
    before = os.umask(mask)
    try:
        store = SqliteStore(tmp_path / "j")
        store.append([draft(1)], DBA, NOBODY)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert {"j": 0o660, "j-wal": 0o660, "j-shm": 0o660} == modes


def test_looking_at_a_journal_that_is_not_there_creates_nothing(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    assert [] == store.record.events
    store.close()
    assert [] == list(tmp_path.iterdir())


STATES = [
    Standing("compromised"),
    Standing("clean"),
    Standing("unknown"),
    Standing("compromised", "restored", "dba"),
    Standing("compromised", "restoring", "dba"),
    Standing("compromised", "blocked", reason="x"),
    Standing("compromised", "verified", "dba"),
]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Acts on one server at three sites that see each other now and then: each act names what its
    site had seen."""
    events: list[Event] = []
    last: dict[str, Event] = {}
    seen: dict[str, dict[str, tuple[int, str]]] = {o: {} for o in "abc"}
    for _ in range(draw(st.integers(1, 10))):
        origin = draw(st.sampled_from("abc"))
        if draw(st.booleans()):
            other = draw(st.sampled_from([o for o in "abc" if o != origin]))
            known = dict(seen[other]) | (
                {other: (last[other].seq, last[other].hash)} if other in last else {}
            )
            for name, tip in known.items():
                if name != origin and tip[0] > seen[origin].get(name, (0, ""))[0]:
                    seen[origin][name] = tip
        prev = last.get(origin)
        by_tip = {(e.origin, e.seq): e for e in events}
        greatest = max(
            [
                prev.lamport if prev else 0,
                *(by_tip[o, tip[0]].lamport for o, tip in seen[origin].items()),
            ]
        )
        event = standing_event(
            origin,
            prev.seq + 1 if prev else 1,
            "sql1",
            draw(st.sampled_from(STATES)),
            saw=dict(seen[origin]),
            prev=prev,
            lamport=greatest + 1,
        )
        events.append(event)
        last[origin] = event
    return events


@given(histories(), st.integers())
def test_heads_depend_on_the_set_of_events_and_not_on_their_order(
    events: list[Event], seed: int
) -> None:
    shuffled = list(events)
    random.Random(seed).shuffle(shuffled)
    one, other = (
        record_of(events).heads.of("sql1"),
        record_of([*shuffled, *events]).heads.of("sql1"),
    )
    assert one == other


@given(histories())
def test_the_most_cautious_head_is_shown_and_differing_heads_are_a_conflict(
    events: list[Event],
) -> None:
    heads = [e for e in events if not any(later.knows(e) for later in events)]
    assert {e.id for e in heads} == {e.id for e in record_of(events).heads.of("sql1")}
    caution = [
        "compromised",
        "blocked",
        "unknown",
        "restoring",
        "retired",
        "restored",
        "clean",
        "verified",
    ]
    states = [head.after.state for head in heads if head.after]
    assert min(states, key=caution.index) == standing_shown(heads, Standing()).state
    assert (len({(h.after.state, h.after.holder) for h in heads if h.after}) > 1) == in_conflict(
        heads
    )


@given(st.binary(min_size=32, max_size=32))
def test_a_head_code_read_over_the_phone_gives_the_hash_back_or_is_refused(digest: bytes) -> None:
    code = head_code(digest.hex())
    assert digest.hex()[:15] == hash_prefix(code)
    assert digest.hex()[:15] == hash_prefix(
        code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    )


@given(
    st.binary(min_size=32, max_size=32),
    st.integers(0, 11),
    st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
)
def test_one_misheard_character_of_a_head_code_is_noticed(
    digest: bytes, at: int, heard: str
) -> None:
    groups = head_code(digest.hex())
    plain = groups.replace("-", "")
    if plain[at] != heard:
        with pytest.raises(ValueError, match=r"^.*$"):
            hash_prefix(plain[:at] + heard + plain[at + 1 :])
