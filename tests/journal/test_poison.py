"""No event, chain or file from elsewhere, however made, stops a verb, makes acts hang or grow, or a
sound record unsound."""

import json
import os
import re
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.errors import JournalError, RequestError
from chwapi_console.journal.file.file_format import GREATEST_POSITION, TRIGGERS
from chwapi_console.journal.loose_ends import MOST_STOPS
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.room import MEANT, USUAL
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import sync
from journal.forgeries import FORGER, chained, verdict_on, written
from journal.processes import run, run_here

DBA = Actor("dba", "here")


def replaced(old: str, new: str) -> Any:
    return lambda body: body.replace(old.encode(), new.encode())


POISON: dict[str, dict[str, Any]] = {
    "a state of a sign-off": verdict_on("sign-off v"),
    "a state of a pin": verdict_on("pin s01"),
    "a state of a step": verdict_on("s01/image"),
    "a state of nothing": verdict_on(""),
    "a pin of a pin": {
        "subject": "pin s01",
        "kind": "pinned",
        "data": {"before": None, "after": {"reason": "r", "until": "", "before": ""}},
    },
    "a step of a step": {
        "subject": "s01/image",
        "kind": "step.done",
        "data": {"step": "x", "before": "open", "after": "done"},
    },
    "lists 970 deep": {
        "data": {"text": "x", "zz": 0},
        "spoil": replaced('"zz":0', '"zz":' + "[" * 970 + "]" * 970),
    },
    "lists 30 deep": {
        "data": {"text": "x", "zz": 0},
        "spoil": replaced('"zz":0', '"zz":' + "[" * 30 + "]" * 30),
    },
    "a blank after a colon": {"spoil": replaced('"kind":', '"kind": ')},
    "a key twice": {"spoil": replaced('"kind":', '"kind":"noted","kind":')},
    "no number": {"data": {"text": "x", "zz": 0}, "spoil": replaced('"zz":0', '"zz":NaN')},
    "an endless number": {
        "data": {"text": "x", "zz": 0},
        "spoil": replaced('"zz":0', '"zz":1e999'),
    },
    "a time beyond the calendar": {"at": "9999-12-31T23:59:59Z"},
    "a name of megabytes": {"operator": "e" * 2_000_000},
    "a text of megabytes": {"data": {"text": "x" * 2_000_000}},
    "a plan under another's digest": {
        "subject": "plan",
        "kind": "plan.seen",
        "data": {"digest": "ab" * 32, "text": "x"},
    },
    "a plan that is half a letter": {
        "subject": "plan",
        "kind": "plan.seen",
        "data": {"digest": "ab" * 32, "text": "\ud800"},
    },
    "a fork of nothing": {
        "data": {
            "text": "x",
            "keeps": {
                "origin": "o",
                "seq": 1,
                "hash": "0" * 64,
                "id": "i",
                "prev": "0" * 64,
                "saw": {},
            },
        }
    },
    "a keeps that is none": {"data": {"text": "x", "keeps": 7}},
    "a clock far ahead": {"lamport": 1 << 52},
}


@pytest.mark.parametrize("part", POISON.values(), ids=POISON)
def test_what_does_not_fit_is_refused_at_the_door_and_everything_goes_on(
    plan: Path, part: dict[str, Any]
) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    written(plan.with_name("peer.journal"), chained([part]))
    synced = run_here("sync", "peer.journal", folder=plan.parent)
    assert synced.returncode in (0, 5)
    assert not synced.stdout.startswith("1 event")
    for verb in (["queue"], ["log"], ["audit"], ["note", "s02", "x"], ["mark", "s01", "unknown"]):
        done = run_here(*verb, folder=plan.parent)
        assert 0 == done.returncode, (verb, done)


@pytest.mark.parametrize("part", POISON.values(), ids=POISON)
def test_what_was_let_in_before_steps_aside(plan: Path, part: dict[str, Any]) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        connection.executemany(
            "INSERT INTO event (origin, seq, id, hash, body) VALUES (?, ?, ?, ?, ?)",
            chained([part]),
        )
        connection.commit()
    for verb in (
        ["queue"],
        ["log"],
        ["log", "--json"],
        ["note", "s02", "x"],
        ["mark", "s01", "unknown"],
        ["show", "s01"],
    ):
        done = run_here(*verb, folder=plan.parent)
        assert 0 == done.returncode, (verb, done)
    for line in run_here("log", "--json", folder=plan.parent).stdout.splitlines():
        json.loads(line, parse_constant=pytest.fail)


def of_many(origins: int) -> list[tuple[str, int, str, str, bytes]]:
    """An act of each of so many origins."""
    return [
        row for number in range(origins) for row in chained([{}], origin=f"o{number:05}-00000000")
    ]


def test_a_peer_with_very_many_origins_leaves_room_for_those_to_come_and_is_named(
    plan: Path,
) -> None:
    folder = plan.parent
    assert 0 == run_here("note", "s01", "ours", folder=folder).returncode
    written(folder / "peer.journal", of_many(300))
    synced = run_here("sync", "peer.journal", folder=folder)
    assert (5, True) == (
        synced.returncode,
        "one more new origin than the 100 that one sync brings. Sync again" in synced.stderr,
    )
    assert "… and 195 more." in synced.stderr
    assert (
        0 == run_here("note", "s01", "true", "--journal", "late.journal", folder=folder).returncode
    )
    assert run_here("sync", "late.journal", folder=folder).stdout.startswith("2 events received")
    assert "true" in run_here("log", folder=folder).stdout
    assert 5 == run_here("sync", "peer.journal", folder=folder).returncode
    assert 0 == run_here("sync", "peer.journal", folder=folder).returncode
    assert 302 == len(json.loads(run_here("audit", "--json", folder=folder).stdout)["origins"])


def test_where_the_room_was_used_up_somebody_can_still_let_others_in(
    plan: Path, tmp_path: Path
) -> None:
    folder = plan.parent
    (tmp_path / "mirror").mkdir()
    written(folder / "inventory.journal", of_many(USUAL.in_all.origins))
    assert (
        0 == run_here("note", "s01", "true", "--journal", "late.journal", folder=folder).returncode
    )
    refused = run_here("sync", "late.journal", folder=folder)
    assert (5, True) == (
        refused.returncode,
        "than the 500 that a record takes. See sync --many." in refused.stderr,
    )
    assert 0 == run_here("sync", "late.journal", "--many", folder=folder).returncode
    assert "true" in run_here("log", folder=folder).stdout
    assert 0 == run_here("note", "s01", "on both", "--mirror", "mirror", folder=folder).returncode
    assert "true" in run_here("log", "--journal", "mirror/inventory.journal", folder=folder).stdout
    written(folder / "peer.journal", of_many(MEANT.in_all.origins + 10))
    assert 5 == run_here("sync", "peer.journal", "--many", folder=folder).returncode
    assert MEANT.in_all.origins == len(
        json.loads(run_here("audit", "--json", folder=folder).stdout)["origins"]
    )
    assert 0 == run_here("note", "s01", "and acts go on", folder=folder).returncode


def test_origins_without_number_do_not_make_later_acts_grow(tmp_path: Path) -> None:
    here, there = (
        SqliteStore(tmp_path / "here"),
        SqliteStore(written(tmp_path / "there", of_many(USUAL.in_all.origins + 100))),
    )
    exchange = sync(here, there)
    assert (USUAL.in_all.origins, 100) == (len(exchange.received), len(exchange.refused))
    (event,) = here.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
    assert len(event.body) < 60_000
    here.close()
    there.close()


def test_an_origin_with_a_name_beyond_all_that_are_made_stays_out_and_is_named_by_its_beginning(
    plan: Path,
) -> None:
    folder = plan.parent
    assert 0 == run_here("note", "s01", "ours", folder=folder).returncode
    longest, too_long = "é" * 127 + "o", "é" * 128
    rows = [*chained([{}], origin=longest), *chained([{}], origin=too_long)]
    written(folder / "peer.journal", rows)
    synced = run_here("sync", "peer.journal", folder=folder)
    assert (5, True, False) == (
        synced.returncode,
        f"{'é' * 120}… was stopped at 1: it is of an origin whose name has more than 255 bytes"
        in synced.stderr,
        too_long in synced.stderr,
    )
    assert "é…" in run_here("next", folder=folder).stderr
    audited = json.loads(run_here("audit", "--json", folder=folder).stdout)
    assert 2 == len(audited["origins"])
    assert 0 == run_here("note", "s01", "acts go on", folder=folder).returncode


def test_an_origin_with_a_long_name_that_is_here_already_is_read_and_goes_on(
    tmp_path: Path,
) -> None:
    rows = chained([{}, {}], origin="o" * 256)
    here = SqliteStore(written(tmp_path / "here", rows[:1]))
    there = SqliteStore(written(tmp_path / "there", rows))
    assert (1, []) == (len((done := sync(here, there)).received), done.refused)
    here.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
    assert (3, None) == (len(here.record.events), here.trouble)
    for store in (here, there):
        store.close()


def test_an_unreadable_event_that_is_its_origins_only_one_lets_acts_go_on(tmp_path: Path) -> None:
    (row,) = chained([{}])
    store = SqliteStore(written(tmp_path / "j", [(*row[:4], b"X" + row[4][1:])]))
    (event,) = store.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
    assert {} == event.saw
    store.close()


def test_zeros_for_an_entry_are_named_by_audit(plan: Path) -> None:
    (row,) = chained([{}])
    written(plan.with_suffix(".journal"), [(*row[:3], row[3][:10] + "\x01", bytes(300))])
    audited = run_here("audit", folder=plan.parent)
    assert (5, True) == (audited.returncode, f"{FORGER} 1: is damaged" in audited.stdout)


def test_what_could_not_be_read_back_is_refused_before_it_is_acknowledged(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    pin = {"reason": "r", "until": "9999-12-31T23:59:00Z", "before": ""}
    for draft in (
        Draft("a", "s01", "pinned", {"before": None, "after": pin}),
        Draft("b", "s01", "noted", {"text": "x" * 2_000_000}),
    ):
        with pytest.raises(RequestError, match="Nothing was written"):
            store.append([draft], DBA, {})
    assert [] == store.record.events
    assert store.audit().sound
    store.close()


def test_of_a_thousand_tables_of_others_a_few_are_named(plan: Path) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        connection.executescript(
            "".join(f'CREATE TABLE "{"t" * 500}{number}" (a);' for number in range(1_000))
        )
    acted = run_here("note", "s01", "second", folder=plan.parent)
    assert (4, True) == (acted.returncode, "and 995 more" in acted.stderr)
    assert len(acted.stderr) < 2_000


@pytest.mark.parametrize("verb", ["log", "note s01 x", "audit"])
@pytest.mark.parametrize("page", [None, 47])
def test_what_sqlite_calls_a_file_is_quoted_in_a_sentence(
    plan: Path, verb: str, page: int | None
) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    journal = plan.with_suffix(".journal")
    if page is None:
        with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = 1")
            connection.execute("UPDATE sqlite_master SET rootpage = 1 WHERE name = 'event'")
    else:
        with journal.open("r+b") as file:
            file.seek(page)
            file.write(b"\t")
    said = run_here(*verb.split(), folder=plan.parent)
    assert "is damaged" in said.stderr, said
    assert "nobody has acted" not in said.stderr


def test_a_trigger_of_others_is_named_and_no_act_is_trusted_to_its_file(plan: Path) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        connection.execute(
            "CREATE TRIGGER z BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END"
        )
    acted = run_here("mark", "s01", "s02", "clean", folder=plan.parent)
    assert (4, True, "") == (acted.returncode, "did not make (z)" in acted.stderr, acted.stdout)
    audited = run_here("audit", folder=plan.parent)
    assert (5, True) == (audited.returncode, "did not make: z" in audited.stdout)
    assert 0 == run_here("log", folder=plan.parent).returncode


def test_audit_works_nothing_out_that_others_put_into_the_file(plan: Path) -> None:
    assert 0 == run_here("note", "s01", "x", folder=plan.parent).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        connection.execute("CREATE TABLE vast (a, b AS (hex(zeroblob(1000))) VIRTUAL)")
        connection.execute("INSERT INTO vast VALUES (1)")
        connection.commit()
    audited = run_here("audit", folder=plan.parent)
    assert (5, True) == (audited.returncode, "pages were not looked through" in audited.stdout)


@pytest.mark.parametrize(
    "table",
    [
        "loose (event TEXT, names TEXT AS (hex(zeroblob(400000000))) VIRTUAL)",
        "loose (event, names)",
        "stopped (origin, seq, hash, since)",
    ],
)
def test_a_table_beside_the_events_that_is_made_otherwise_is_named_and_not_read(
    plan: Path, table: str
) -> None:
    journal = plan.with_suffix(".journal")
    assert 0 == run_here("note", "s01", "x", folder=plan.parent).returncode
    name = table.partition(" ")[0]
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute(f"CREATE TABLE {table}")
        connection.execute(f"INSERT INTO {name} DEFAULT VALUES")  # our own words
        connection.commit()
    assert 0 == run_here("log", folder=plan.parent).returncode
    done = run_here("audit", folder=plan.parent)
    assert 5 == done.returncode
    assert name in done.stdout + done.stderr
    assert 4 == run_here("note", "s01", "y", folder=plan.parent).returncode


def test_a_table_of_events_made_otherwise_is_not_read(plan: Path) -> None:
    with closing(
        sqlite3.connect(plan.with_name("peer.journal"), isolation_level=None)
    ) as connection:
        connection.execute(
            "CREATE TABLE event (position INTEGER PRIMARY KEY, origin TEXT, seq INTEGER, id TEXT, "
            "hash TEXT, body BLOB AS (zeroblob(900000000)))"
        )
        connection.execute("INSERT INTO event VALUES (1, 'o', 1, 'i', 'h')")
        connection.execute("PRAGMA application_id = 0x43485750")
        connection.execute("PRAGMA user_version = 2")
    synced = run_here("sync", "peer.journal", folder=plan.parent)
    assert (4, True) == (
        synced.returncode,
        "another table than this program makes" in synced.stderr,
    )


@pytest.mark.parametrize("position", [(1 << 63) - 1, 1 << 53, 0, -5])
def test_an_entry_at_an_odd_position_is_named_and_nothing_is_lost_around_it(
    plan: Path, position: int
) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    (row,) = chained([{}])
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", (position, *row))
        connection.commit()
    acted = run_here("note", "s01", "x", folder=plan.parent)
    assert (4, True) == (acted.returncode, "a position that no journal reaches" in acted.stderr)
    assert 5 == run_here("audit", folder=plan.parent).returncode


def test_no_act_is_acknowledged_behind_the_last_position_that_a_journal_reaches(
    tmp_path: Path,
) -> None:
    store = SqliteStore(tmp_path / "j")
    store.append([Draft("a", "s01", "noted", {"text": "x"})], DBA, {})
    (row,) = chained([{}])
    with closing(sqlite3.connect(tmp_path / "j")) as connection:
        connection.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", (GREATEST_POSITION - 1, *row)
        )
        connection.commit()
    with pytest.raises(JournalError, match="a position that no journal reaches"):
        store.append([Draft("b", "s01", "noted", {"text": "y"})], DBA, {})
    assert store.audit().sound
    store.close()


PLANTED: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a link": lambda path: path.symlink_to("/etc/hostname"),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_where_sqlite_keeps_its_files_is_named_and_neither_followed_nor_waited_for(
    plan: Path, plant: Callable[[Path], object], end: str
) -> None:
    assert 0 == run("note", "s01", "first", folder=plan.parent).returncode
    beside = plan.with_name(f"inventory.journal{end}")
    for path in (plan.with_name("inventory.journal-wal"), plan.with_name("inventory.journal-shm")):
        path.unlink(missing_ok=True)
    plant(beside)
    acted = run("note", "s01", "x", folder=plan.parent)
    assert (4, True) == (
        acted.returncode,
        f"in the place of {beside.name} beside it lies" in acted.stderr,
    )
    assert "first" in run("log", folder=plan.parent).stdout
    assert (
        0
        == run(
            "sync", "inventory.journal", "--journal", "new.journal", folder=plan.parent
        ).returncode
    )
    assert "first" in run("log", "--journal", "new.journal", folder=plan.parent).stdout
    beside.rmdir() if beside.is_dir() else beside.unlink()
    assert 0 == run("note", "s01", "x", folder=plan.parent).returncode


def rollback_journal(pages: int, deletes: str = "") -> bytes:
    """One of a file that had so many pages before, by which SQLite deletes the file that it names."""
    magic = bytes.fromhex("d9d505f920a163d7")
    header = (magic + struct.pack(">IIIII", 0, 1234, pages, 512, 4096)).ljust(512, b"\0")
    name = deletes.encode()
    if not name:
        return header
    last_page = 0x40000000 // 4096 + 1
    return b"".join(
        (
            *(header, struct.pack(">I", last_page), name),
            *(struct.pack(">II", len(name), sum(name)), magic),
        )
    )


@pytest.mark.parametrize(
    ("pages", "names_a_file"), [(7, True), (0, True), (0, False), (2, False), (200_000_000, False)]
)
def test_a_rollback_journal_beside_a_journal_deletes_nothing_and_undoes_no_act(
    plan: Path, pages: int, names_a_file: bool
) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    stick = plan.parent / "stick"
    stick.mkdir()
    assert 0 == run_here("sync", "stick/inventory.journal", folder=plan.parent).returncode
    victim = plan.parent / "thesis"
    victim.write_text("x", encoding="utf-8")
    planted = rollback_journal(pages, str(victim) if names_a_file else "")
    for journal in (plan.with_name("inventory.journal"), stick / "inventory.journal"):
        for end in ("-wal", "-shm"):
            Path(f"{journal}{end}").unlink(missing_ok=True)
        Path(f"{journal}-journal").write_bytes(planted)
    size = (stick / "inventory.journal").stat().st_size
    for words in (
        ("audit",),
        ("--read-only", "log"),
        ("queue",),
        ("sync", "stick/inventory.journal"),
    ):
        done = run_here(*words, folder=plan.parent)
        assert done.returncode in (0, 4), done
        assert "Traceback" not in done.stderr
    acted = run_here("note", "s01", "x", folder=plan.parent)
    assert (4, True) == (acted.returncode, "is none that this program leaves" in acted.stderr)
    assert "first" in run_here("log", folder=plan.parent).stdout
    assert victim.exists()
    assert size == (stick / "inventory.journal").stat().st_size
    plan.with_name("inventory.journal-journal").unlink()
    assert 0 == run_here("note", "s01", "second", folder=plan.parent).returncode
    assert "first" in run_here("log", folder=plan.parent).stdout


@pytest.mark.parametrize(
    "plant", [*PLANTED.values(), lambda path: path.write_bytes(rollback_journal(7))]
)
def test_what_is_planted_while_acts_are_in_the_wal_hides_none_of_them(
    plan: Path, plant: Callable[[Path], object]
) -> None:
    journal = plan.with_name("inventory.journal")
    beside = plan.with_name("inventory.journal-journal")
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    store = SqliteStore(journal)
    store.append([Draft("a", "s01", "noted", {"text": "second"})], DBA, {})
    plant(beside)
    for words in (("log",), ("audit",), ("next",), ("note", "s01", "x")):
        done = run_here(*words, folder=plan.parent)
        assert (4, True) == (done.returncode, "would be missing" in done.stderr), done
    beside.rmdir() if beside.is_dir() and not beside.is_symlink() else beside.unlink()
    assert "second" in run_here("log", folder=plan.parent).stdout
    store.close()
    assert "second" in run_here("log", folder=plan.parent).stdout


def test_what_a_power_cut_leaves_of_the_first_page_is_undone_and_the_first_act_written(
    plan: Path,
) -> None:
    journal = plan.with_name("inventory.journal")
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert 4096 == journal.stat().st_size
    plan.with_name("inventory.journal-journal").write_bytes(rollback_journal(0))
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    assert "first" in run_here("log", folder=plan.parent).stdout


def test_the_path_in_what_is_to_be_typed_is_quoted_for_the_shell(tmp_path: Path) -> None:
    folder = tmp_path / "a $(reboot)"
    folder.mkdir()
    stranger = "CREATE TRIGGER odd BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END"
    for number, statement in enumerate(
        (stranger, "INSERT INTO event SELECT -1, 'o', 1, 'i', 'h', body FROM event")
    ):
        store = SqliteStore(folder / f"j{number}")
        store.append([Draft("a", "s01", "noted", {"text": "x"})], DBA, {})
        store.close()
        with closing(sqlite3.connect(store.path)) as connection:
            connection.execute(statement)
            connection.commit()
        store = SqliteStore(store.path)
        with pytest.raises(JournalError, match=re.escape(f"(sync '{store.path}')")):
            store.append([Draft("b", "s01", "noted", {"text": "y"})], DBA, {})
        store.close()


def test_a_giant_in_the_place_of_a_journal_is_refused_and_not_read_to_its_end(plan: Path) -> None:
    with plan.with_name("giant.journal").open("wb") as file:
        file.truncate(1 << 43)
    for words in (("queue",), ("note", "s01", "x")):
        refused = run_here(*words, "--journal", "giant.journal", folder=plan.parent)
        assert (4, True) == (refused.returncode, "is not a journal" in refused.stderr)


def test_a_journal_of_others_that_is_larger_than_any_is_not_read(plan: Path) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    assert 0 == run_here("sync", "other.journal", folder=plan.parent).returncode
    with plan.with_name("other.journal").open("r+b") as file:
        file.truncate(1 << 40)
    refused = run_here("sync", "other.journal", folder=plan.parent)
    assert (4, True) == (refused.returncode, "is larger than 256 MB" in refused.stderr)


def test_of_faults_without_number_the_first_are_told_and_the_others_counted(plan: Path) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        connection.executemany(
            "INSERT INTO event (origin, seq, id, hash, body) VALUES ('o', ?, ?, 'h', x'7b7d')",
            [(seq, str(seq)) for seq in range(1, 1000)],
        )
        connection.commit()
    found = run_here("audit", folder=plan.parent)
    assert (5, 200, True) == (
        found.returncode,
        found.stdout.count("is no event any more"),
        "… and 799 more." in found.stdout,
    )
    assert 999 == len(json.loads(run_here("audit", "--json", folder=plan.parent).stdout)["misfits"])


def test_of_a_damaged_file_that_claims_entries_without_number_what_is_there_is_read(
    plan: Path,
) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    journal = plan.with_suffix(".journal")
    (row,) = chained([{}])
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", (1 << 61, *row))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_event_2'"
        ).fetchone()
    with journal.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    damaged = run_here("log", "--journal", journal.name, folder=plan.parent)
    assert (0, True) == (damaged.returncode, "first" in damaged.stdout)


def test_a_journal_with_two_names_is_read_and_not_written(plan: Path) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    os.link(plan.with_suffix(".journal"), plan.with_name("copy.journal"))
    for path in ("inventory.journal", "copy.journal"):
        acted = run_here("note", "s01", "x", "--journal", path, folder=plan.parent)
        assert (4, True) == (acted.returncode, "several names" in acted.stderr)
    assert "first" in run_here("log", folder=plan.parent).stdout


def test_a_journal_that_gets_a_second_name_while_it_is_open_takes_no_act(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "j")
    store.append([Draft("a", "s01", "noted", {"text": "x"})], DBA, {})
    os.link(tmp_path / "j", tmp_path / "k")
    with pytest.raises(Exception, match="several names"):
        store.append([Draft("b", "s01", "noted", {"text": "y"})], DBA, {})
    (tmp_path / "k").unlink()
    store.append([Draft("c", "s01", "noted", {"text": "z"})], DBA, {})
    store.close()
    again = SqliteStore(tmp_path / "j")
    assert ["x", "z"] == [event.data["text"] for event in again.record.events]
    again.close()


def test_who_says_that_they_keep_an_act_from_a_fork_does_not_cover_its_removal(plan: Path) -> None:
    journal = plan.with_suffix(".journal")
    assert (
        0
        == run_here(
            "note", "s01", "before", "--journal", "other.journal", folder=plan.parent
        ).returncode
    )
    assert (
        0
        == run_here(
            "mark", "s05", "unknown", "--journal", "other.journal", folder=plan.parent
        ).returncode
    )
    assert 0 == run_here("sync", "other.journal", folder=plan.parent).returncode
    assert 0 == run_here("note", "s01", "after", folder=plan.parent).returncode
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        position, origin, seq, digest = connection.execute(
            "SELECT position, origin, seq, hash FROM event WHERE instr(CAST(body AS TEXT), "
            '\'"kind":"marked"\')'
        ).fetchone()
        connection.execute("DROP TRIGGER event_is_never_deleted")
        connection.execute("DELETE FROM event WHERE position = ?", (position,))
        connection.execute(TRIGGERS["event_is_never_deleted"])
        connection.executemany(
            "INSERT INTO event (origin, seq, id, hash, body) VALUES (?, ?, ?, ?, ?)",
            chained(
                [{"data": {"text": "z", "keeps": {"origin": origin, "seq": seq, "hash": digest}}}]
            ),
        )
    audited = run_here("audit", folder=plan.parent)
    assert (5, True) == (
        audited.returncode,
        f"rests on {origin} {seq}, which is missing here" in audited.stdout,
    )


def test_an_origin_that_was_stopped_stays_told_until_its_event_fits(plan: Path) -> None:
    folder = plan.parent
    assert 0 == run_here("note", "s02", "x", folder=folder).returncode
    written(folder / "peer.journal", chained([{}, {"lamport": 7}]))
    assert 5 == run_here("sync", "peer.journal", folder=folder).returncode
    audited = run_here("audit", folder=folder)
    assert (0, True) == (audited.returncode, "was stopped at" in audited.stdout)
    assert "was stopped at" in run_here("queue", folder=folder).stderr


def test_an_origin_that_was_stopped_is_pushed_out_by_none_that_are_stopped_before_or_after_it(
    plan: Path,
) -> None:
    folder = plan.parent
    assert 0 == run_here("note", "s01", "ours", folder=folder).returncode
    honest = chained(
        [{}, {"lamport": 7}, {"lamport": 8, **verdict_on("s01")}], origin="honest-00000001"
    )
    misfits = [
        row
        for number in range(MOST_STOPS + 30)
        for row in chained([{"lamport": 9}], origin=f"a{number:05}-00000000")
    ]
    written(folder / "both.journal", [*misfits, *honest])
    written(
        folder / "others.journal",
        [(f"b{row[0]}", *row[1:]) for row in misfits[:1]]
        + [
            row
            for number in range(40)
            for row in chained([{"lamport": 9}], origin=f"c{number:05}-00000000")
        ],
    )
    for peer, beyond in (("both.journal", 30), ("others.journal", 40), ("both.journal", 40)):
        assert 5 == run_here("sync", peer, folder=folder).returncode
        audited = run_here("audit", folder=folder)
        assert (0, 1) == (
            audited.returncode,
            audited.stdout.count("honest-00000001 was stopped at 2,"),
        ), audited
        assert (
            f"At least {beyond} more origins were stopped at their first events"
        ) in audited.stdout
        assert MOST_STOPS + 2 == len(
            json.loads(run_here("audit", "--json", folder=folder).stdout)["stopped"]
        )
        assert "honest-00000001 was stopped at 2," in run_here("queue", folder=folder).stderr


def test_a_stop_stays_with_the_first_event_that_did_not_fit_until_that_has_come(plan: Path) -> None:
    folder = plan.parent
    assert 0 == run_here("note", "s01", "ours", folder=folder).returncode
    (first, *_) = honest = chained([{}, {"lamport": 7}], origin="honest-00000001")
    forged = chained([{"lamport": 9}], origin="honest-00000001", seq=1, prev=first[3], lamport=1)
    written(folder / "one.journal", honest)
    written(folder / "two.journal", [first, *forged])
    for peer in ("one.journal", "two.journal"):
        assert 5 == run_here("sync", peer, folder=folder).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        assert [("honest-00000001", 2, honest[1][3])] == connection.execute(
            "SELECT origin, seq, hash FROM stopped"
        ).fetchall()


def test_an_origin_that_goes_on_with_another_event_than_the_one_refused_is_not_told_as_stopped(
    plan: Path,
) -> None:
    folder = plan.parent
    assert 0 == run_here("note", "s01", "ours", folder=folder).returncode
    honest = chained([{}] * 5, origin="honest-00000001")
    forged = chained(
        [{"lamport": 77}], origin="honest-00000001", seq=2, prev=honest[1][3], lamport=2
    )
    written(folder / "evil.journal", [*honest[:2], *forged])
    written(folder / "honest.journal", honest)
    assert 5 == run_here("sync", "evil.journal", folder=folder).returncode
    assert "honest-00000001 was stopped at 3" in run_here("next", folder=folder).stderr
    assert 0 == run_here("sync", "honest.journal", folder=folder).returncode
    assert "was stopped" not in run_here("next", folder=folder).stderr
    stopped = json.loads(run_here("audit", "--json", folder=folder).stdout)["stopped"]
    assert [True] == [
        one.startswith("An event 3 of honest-00000001 did not fit") for one in stopped
    ]
    wrong = chained(
        [{"lamport": 99}], origin="honest-00000001", seq=5, prev=honest[4][3], lamport=5
    )
    written(folder / "again.journal", [*honest, *wrong])
    assert 5 == run_here("sync", "again.journal", folder=folder).returncode
    assert "honest-00000001 was stopped at 6" in run_here("next", folder=folder).stderr


def test_what_disagrees_without_number_is_told_by_the_most_cautious_and_counted(plan: Path) -> None:
    folder = plan.parent
    heads = [
        row
        for number in range(30)
        for row in chained(
            [
                {
                    **verdict_on("s01", "compromised" if number == 29 else "clean"),
                    "operator": f"{'eve' * 1000}{number}" if number < 29 else "anna",
                }
            ],
            origin=f"o{number:02}",
        )
    ]
    written(folder / "peer.journal", heads)
    assert (
        len((said := run_here("sync", "peer.journal", folder=folder)).stdout + said.stderr) < 6_000
    )
    refused = run_here("mark", "s01", "clean", folder=folder)
    assert len(refused.stderr) < 6_000
    assert ("anna" in refused.stderr, "25 more" in refused.stderr) == (True, True), refused
    shown = run_here("show", "s01", folder=folder).stdout.splitlines()
    (why,) = [line for line in shown if "In conflict" in line]
    assert "anna says compromised" in why
    assert ("25 more" in why, len(why) < 2_000) == (True, True)


def test_acts_under_this_files_own_name_from_elsewhere_are_named(plan: Path) -> None:
    assert 0 == run_here("note", "s01", "first", folder=plan.parent).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        rows = connection.execute(
            "SELECT origin, seq, id, hash, body FROM event ORDER BY position"
        ).fetchall()
    origin, seq, _, digest, body = rows[-1]
    forged = chained(
        [verdict_on("s01")],
        origin=origin,
        seq=seq,
        prev=digest,
        lamport=json.loads(body)["lamport"],
    )
    written(plan.with_name("peer.journal"), [*rows, *forged])
    synced = run_here("sync", "peer.journal", folder=plan.parent)
    assert (0, True) == (
        synced.returncode,
        f"under this journal's own name, {origin}, came from elsewhere" in synced.stderr,
    )
    assert 0 == run_here("note", "s01", "second", folder=plan.parent).returncode
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as connection:
        assert 2 == len(set(connection.execute("SELECT origin FROM event").fetchall()))


def test_whoever_looks_later_hears_of_acts_under_this_files_own_name(plan: Path) -> None:
    """Whichever way they came: a verb that exchanges with a hub says nothing of it."""
    journal = plan.with_suffix(".journal")
    with closing(SqliteStore(journal)) as store:
        note = Draft(new_id(), "s01", "noted", {"text": "mine"})
        (last,) = store.append([note], Actor("dba", "imc"), {})
        forged = chained(
            [verdict_on("s01")],
            origin=last.origin,
            seq=last.seq,
            prev=last.hash,
            lamport=last.lamport,
        )
        store.receive([unsealed(body) for *_, body in forged])
        assert "came from elsewhere" in str(store.trouble)
        assert last.origin not in store.own_origins
    for verb in (("queue",), ("show", "s01"), ("audit",)):
        seen = run_here(*verb, folder=plan.parent)
        assert seen.returncode == 0
        assert f"name, {last.origin}, came from" in seen.stdout + seen.stderr, verb
    assert 0 == run_here("note", "s01", "second", folder=plan.parent).returncode
    long_ago = "2021-01-18T01:00:00.000Z"
    with closing(sqlite3.connect(journal)) as connection, connection:
        connection.execute("UPDATE own_origin SET since = ?", (long_ago,))
    assert "came from elsewhere" not in run_here("queue", folder=plan.parent).stderr
    (told,) = json.loads(run_here("audit", "--json", folder=plan.parent).stdout)["strangers"]
    assert "2021-01-18 01:00 UTC" in told


def test_who_writes_under_each_name_of_this_file_is_told_in_one_sentence_and_makes_it_no_copy(
    plan: Path,
) -> None:
    journal = plan.with_suffix(".journal")
    with closing(SqliteStore(journal)) as store:
        for _ in range(25):
            note = Draft(new_id(), "s01", "noted", {"text": "mine"})
            (last,) = store.append([note], Actor("dba", "imc"), {})
            also = {"saw": json.loads(last.body)["saw"], "at": last.at}
            forged = chained([also], last.origin, last.seq, last.hash, last.lamport)
            assert [] == store.receive([unsealed(body) for *_, body in forged]).refused
        assert "Acts under 25 of this journal's own names" in str(store.trouble)
        found = store.audit()
        assert (True, False, 25) == (found.sound, found.copied, len(found.strangers))
    audited = run_here("audit", folder=plan.parent)
    assert ("… and 5 more." in audited.stdout, "plain copy" in audited.stdout) == (True, False)


def test_a_fork_of_ones_own_makes_nobody_a_stranger(plan: Path) -> None:
    with closing(SqliteStore(plan.with_suffix(".journal"))) as store:
        note = Draft(new_id(), "s01", "noted", {"text": "mine"})
        (last,) = store.append([note], Actor("dba", "imc"), {})
        store.renounce(last.origin)
        assert (None, []) == (store.trouble, list(store.audit().strangers))


NOWHERE = {"nobody-00000001": [3, "ab" * 32]}
"""What a forger claims to have seen of a journal that there never was."""


def test_a_peer_that_claims_to_have_seen_what_is_nowhere_leaves_the_record_sound(
    plan: Path,
) -> None:
    folder = plan.parent
    assert 0 == run_here("note", "s01", "first", folder=folder).returncode
    ours = SqliteStore(plan.with_suffix(".journal"))
    of_ours = {ours.record.events[0].origin: [1, "cd" * 32]}
    ours.close()
    written(
        plan.with_name("peer.journal"),
        [
            *chained([{"saw": NOWHERE}, {"saw": NOWHERE}]),
            *chained([{"saw": of_ours}], origin="evil-00000002"),
        ],
    )
    synced = run_here("sync", "peer.journal", folder=folder)
    assert (0, True) == (
        synced.returncode,
        "3 events that came claim to have seen what is not here: " in synced.stderr,
    ), synced
    assert 0 == run_here("note", "s02", "x", folder=folder).returncode
    assert "" == run_here("queue", folder=folder).stderr
    for journal in ("inventory.journal", "second.journal"):
        audited = run_here("audit", "--journal", journal, folder=folder)
        named = (
            f"{FORGER} 2: rests on nobody-00000001 3, which is missing here. So it was when "
            "it came from elsewhere"
        )
        assert (0, True, True) == (
            audited.returncode,
            named in audited.stdout,
            "here is another event" in audited.stdout,
        )
        found = json.loads(run_here("audit", "--json", "--journal", journal, folder=folder).stdout)
        assert (True, [], 3) == (found["sound"], found["misfits"], len(found["loose"]))
        assert 0 == run_here("sync", "second.journal", folder=folder).returncode


def test_what_came_and_was_taken_out_again_is_named_though_it_was_missing_once(
    tmp_path: Path,
) -> None:
    unseen = chained([{}], origin="late-00000001")
    here = SqliteStore(tmp_path / "here")
    first = SqliteStore(
        written(
            tmp_path / "first",
            chained([{"saw": {"late-00000001": [1, unseen[0][3]]}, "lamport": 2}]),
        )
    )
    second = SqliteStore(written(tmp_path / "second", unseen))
    assert 1 == len(sync(here, first).loose)
    assert ([], 1) == (here.record.misfits, len(here.audit().loose))
    sync(here, second)
    assert ([], []) == (here.record.loose, here.audit().loose)
    for store in (here, first, second):
        store.close()
    with closing(sqlite3.connect(tmp_path / "here", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER event_is_never_deleted")
        connection.execute("DELETE FROM event WHERE origin = 'late-00000001'")
        connection.execute(TRIGGERS["event_is_never_deleted"])
    here = SqliteStore(tmp_path / "here")
    assert ["rests on late-00000001 1, which is missing here."] == [
        str(misfit.what) for misfit in here.audit().misfits
    ]
    here.close()


@pytest.mark.parametrize("together", [True, False])
def test_what_came_elsewhere_than_it_was_looked_for_leaves_the_record_sound(
    tmp_path: Path, together: bool
) -> None:
    (there,) = chained([{}], origin="z-00000001")
    (claims,) = chained([{"saw": {"nobody-00000001": [5, there[3]]}}])
    here = SqliteStore(tmp_path / "here")
    for number, rows in enumerate([[claims, there]] if together else [[claims], [there]]):
        peer = SqliteStore(written(tmp_path / f"peer{number}", rows))
        sync(here, peer)
        peer.close()
    here.close()
    here = SqliteStore(tmp_path / "here")
    assert ([], 1) == (here.audit().misfits, len(here.audit().loose))
    here.close()


def test_another_process_that_took_what_rests_on_nothing_is_not_called_a_fault_here(
    tmp_path: Path,
) -> None:
    here, beside = SqliteStore(tmp_path / "here"), SqliteStore(tmp_path / "here")
    here.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
    beside.refresh()
    peer = SqliteStore(written(tmp_path / "peer", chained([{"saw": NOWHERE}])))
    sync(here, peer)
    beside.refresh()
    assert ([], 1, None) == (beside.record.misfits, len(beside.record.loose), beside.trouble)
    for store in (here, beside, peer):
        store.close()


def test_what_is_known_beside_a_claim_of_nothing_is_the_same_event_by_event_and_at_one_go(
    tmp_path: Path,
) -> None:
    here = SqliteStore(tmp_path / "here")
    peer = SqliteStore(
        written(
            tmp_path / "peer", chained([verdict_on("s01"), {**verdict_on("s02"), "saw": NOWHERE}])
        )
    )
    other = SqliteStore(tmp_path / "other")
    for number, act in enumerate(("s01", "s02", "s01")):
        here.append([Draft(f"h{number}", act, "marked", verdict_on(act, "clean")["data"])], DBA, {})
        assert here.record.heads.of(act)
        other.append(
            [Draft(f"o{number}", act, "marked", verdict_on(act, "unknown")["data"])], DBA, {}
        )
        sync(here, peer if number else other)
        assert here.record.heads.of(act)
    at_one_go = Record()
    for event in here.record.events:
        at_one_go.take(event)
    assert {key: here.record.heads.of(key) for key in here.record.heads} == {
        key: at_one_go.heads.of(key) for key in at_one_go.heads
    }
    assert 1 == len(here.record.loose)
    for store in (here, peer, other):
        store.close()
