"""Tampering, each kind once: what the chain shows is named by origin and number, and what it cannot
show a head code does."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.journal.audit import Audit, head_found
from chwapi_console.journal.file.file_format import LAYOUT
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import GENESIS, Draft, hash_of, sealed
from chwapi_console.journal.record.headcode import head_code
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import sync

DBA = Actor("dba", "h")


def note(number: int) -> Draft:
    return Draft(f"id-{number}", "sql1", "noted", {"text": f"note {number}"})


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Five notes of one origin."""
    store = SqliteStore(tmp_path / "j")
    for number in range(1, 6):
        store.append([note(number)], DBA, {})
    store.close()
    return tmp_path / "j"


def audited(path: Path) -> Audit:
    store = SqliteStore(path)
    try:
        return store.audit()
    finally:
        store.close()


def tamper(path: Path, *statements: str, parameters: tuple[Any, ...] = ()) -> None:
    """Does what somebody with write access and a database shell can do: past the triggers, which
    are put back afterwards."""
    triggers = [statement for statement in LAYOUT if statement.startswith("CREATE TRIGGER")]
    with closing(sqlite3.connect(path)) as connection:
        for trigger in triggers:
            connection.execute(f"DROP TRIGGER {trigger.split()[2]}")
        for statement in statements:
            connection.execute(statement, parameters)
        for trigger in triggers:
            connection.execute(trigger)
        connection.commit()


def named(found: Audit) -> list[tuple[int, str]]:
    return [(misfit.seq, str(misfit.what)) for misfit in found.misfits]


def body(path: Path, seq: int) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        return bytes(
            connection.execute("SELECT body FROM event WHERE seq = ?", (seq,)).fetchone()[0]
        )


def test_a_record_nobody_touched_is_sound(journal: Path) -> None:
    found = audited(journal)
    assert (True, 5, []) == (found.sound, len(found.record.events), named(found))


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_an_edited_event_is_named_even_the_last(journal: Path, seq: int) -> None:
    changed = body(journal, seq).replace(b"note", b"nota")
    tamper(journal, f"UPDATE event SET body = ? WHERE seq = {seq}", parameters=(changed,))
    found = named(audited(journal))
    assert (seq, "was changed: it is not what its place, id and hash in the file say.") in found
    assert {seq, seq + 1} & {s for s, _ in found} == {s for s, _ in found}


def test_an_edit_with_its_hash_made_to_fit_is_named_at_the_next_event(journal: Path) -> None:
    changed = body(journal, 3).replace(b"note", b"nota")
    tamper(
        journal,
        "UPDATE event SET body = ?, hash = ? WHERE seq = 3",
        parameters=(changed, hash_of(changed)),
    )
    assert [4] == [
        seq for seq, what in named(audited(journal)) if "names another event before it" in what
    ]


def test_a_dropped_event_is_named(journal: Path) -> None:
    tamper(journal, "DELETE FROM event WHERE seq = 3")
    assert [(4, "does not follow 2, the one before it here.")] == named(audited(journal))


def test_events_that_changed_places_are_named(journal: Path) -> None:
    tamper(
        journal,
        "UPDATE event SET position = 99 WHERE seq = 2",
        "UPDATE event SET position = 2 WHERE seq = 3",
        "UPDATE event SET position = 3 WHERE seq = 2",
    )
    assert (3, "does not follow 1, the one before it here.") in named(audited(journal))


def test_an_event_put_in_between_is_named(journal: Path) -> None:
    before = unsealed(body(journal, 2))
    forged = sealed(
        before._replace(id="forged", seq=3, prev=before.hash, lamport=3, data={"text": "forged"})
    )
    for seq in (5, 4, 3):
        tamper(
            journal, f"UPDATE event SET position = position + 100, seq = seq + 1 WHERE seq = {seq}"
        )
    tamper(
        journal,
        "INSERT INTO event VALUES (50, ?, 3, 'forged', ?, ?)",
        parameters=(before.origin, forged.hash, forged.body),
    )
    found = named(audited(journal))
    assert (3, "does not follow 3, the one before it here.") in found
    assert any("was changed: it is not what its place" in what for _, what in found)


def test_an_event_typed_anew_with_the_same_meaning_is_named(journal: Path) -> None:
    again = json.dumps(json.loads(body(journal, 5)), indent=None).encode()
    tamper(
        journal,
        "UPDATE event SET body = ?, hash = ? WHERE seq = 5",
        parameters=(again, hash_of(again)),
    )
    assert [(5, "is not written the way this program writes it.")] == named(audited(journal))


def test_an_event_that_is_none_any_more_is_named_and_acts_go_on_under_another_origin(
    journal: Path,
) -> None:
    tamper(journal, "UPDATE event SET body = x'00' WHERE seq = 5")
    store = SqliteStore(journal)
    (event,) = store.append([note(6)], DBA, {})
    assert [(5, "is damaged; it is no event any more.")] == named(store.audit())
    assert (1, {store.record.events[0].origin: (4, store.record.events[3].hash)}) == (
        event.seq,
        dict(event.saw),
    )
    store.close()


def test_a_trigger_that_was_taken_away_is_named(journal: Path) -> None:
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("DROP TRIGGER event_is_never_deleted")
    found = audited(journal)
    assert [
        (
            "The file no longer refuses to change events: event_is_never_deleted is missing or was "
            "changed."
        )
    ] == [str(fault) for fault in found.file_faults]
    assert not found.sound


def test_a_tail_cut_off_is_sound_by_itself_but_its_head_code_is_gone(journal: Path) -> None:
    code = head_code(hash_of(body(journal, 5)))
    earlier = head_code(hash_of(body(journal, 3)))
    tamper(journal, "DELETE FROM event WHERE seq > 3")
    found = audited(journal)
    assert found.sound
    assert head_found(found.record, code) is None
    known = head_found(found.record, earlier)
    assert known is not None
    assert (3, []) == (known.vouched, list(known.after))


def test_a_tail_cut_off_that_somebody_had_seen_is_named(journal: Path, tmp_path: Path) -> None:
    here, there = SqliteStore(journal), SqliteStore(tmp_path / "peer")
    sync(here, there)
    there.append([note(9)], Actor("ana", "peer"), {})
    sync(here, there)
    here.close()
    there.close()
    origin = unsealed(body(journal, 2)).origin
    tamper(journal, "DELETE FROM event WHERE seq > 3 AND origin = ?", parameters=(origin,))
    found = audited(journal)
    assert [f"rests on {origin} 5, which is missing here."] == [
        str(misfit.what) for misfit in found.misfits
    ]


@pytest.fixture
def rewritten(journal: Path) -> Callable[[], str]:
    """Writes the whole chain anew with another text, every hash made to fit; gives the head code
    from before."""

    def rewrite() -> str:
        code = head_code(hash_of(body(journal, 5)))
        prev = GENESIS
        for seq in range(1, 6):
            event = unsealed(body(journal, seq))
            event = sealed(event._replace(prev=prev, data={"text": f"nothing {seq}"}))
            tamper(
                journal,
                f"UPDATE event SET body = ?, hash = ? WHERE seq = {seq}",
                parameters=(event.body, event.hash),
            )
            prev = event.hash
        return code

    return rewrite


def test_a_whole_chain_written_anew_is_shown_by_a_code_and_by_a_peer(
    journal: Path, tmp_path: Path, rewritten: Callable[[], str]
) -> None:
    here, there = SqliteStore(journal), SqliteStore(tmp_path / "peer")
    sync(here, there)
    here.close()
    code = rewritten()
    found = audited(journal)
    assert found.sound
    assert head_found(found.record, code) is None
    here = SqliteStore(journal)
    assert [1] == [fork.seq for fork in sync(here, there).forks]
    here.close()
    there.close()


def test_a_head_code_vouches_for_what_its_event_knew(journal: Path) -> None:
    store = SqliteStore(journal)
    third = store.record.events[2]
    found = head_found(store.record, head_code(third.hash).lower())
    assert found is not None
    assert (third, 3, ["note 4", "note 5"]) == (
        found.event,
        found.vouched,
        [e.data["text"] for e in found.after],
    )
    with pytest.raises(RequestError, match="is no head code"):
        head_found(store.record, "7K3M-9QTX")
    store.close()


@pytest.fixture
def stranger(journal: Path) -> Iterator[list[dict[str, Any]]]:
    """What `docs/design/journal.md` says is enough to read a journal, and no line of this
    program."""
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as connection:
        yield [
            {**json.loads(body), "hash": digest}
            for body, digest in connection.execute("SELECT body, hash FROM event ORDER BY position")
        ]


def test_a_stranger_can_read_and_check_a_journal_by_the_documents_word(
    stranger: list[dict[str, Any]], journal: Path
) -> None:
    import hashlib

    prev = "0" * 64
    with closing(sqlite3.connect(journal)) as connection:
        bodies = [row[0] for row in connection.execute("SELECT body FROM event ORDER BY position")]
        assert (0x43485750, 2) == (
            connection.execute("PRAGMA application_id").fetchone()[0],
            connection.execute("PRAGMA user_version").fetchone()[0],
        )
    for event, raw in zip(stranger, bodies, strict=True):
        assert prev == event["prev"]
        prev = hashlib.sha256(raw).hexdigest()
        assert prev == event["hash"]
    assert [
        "at",
        "data",
        "host",
        "id",
        "kind",
        "lamport",
        "operator",
        "origin",
        "prev",
        "saw",
        "seq",
        "subject",
    ] == [name for name in stranger[0] if name != "hash"]
