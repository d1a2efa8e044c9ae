"""Damaged files: what can be read is shown, no act is written to them, and a new journal takes over
what fits."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.journal.file import salvage
from chwapi_console.journal.file.file_format import APPLICATION_ID
from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.session.session import Session
from hospitals import MEANT
from journal.processes import Writer, run, whole

PAGE, EVENTS = 4096, 400


def grown(plan: Path, mirror: Path | None = None) -> Path:
    """A journal of many pages, all of it in its one file."""
    session = Session(plan, mirror=mirror, operator="dba")
    session.acts.mark(["s01"], "restored", MEANT)
    session.close()
    journal = plan.with_suffix(".journal")
    with closing(opened(journal, mirror=mirror)) as store:
        store.append(
            [
                Draft(f"n{number:03}", "s02", "noted", {"text": f"{number} " * 20})
                for number in range(EVENTS - 2)
            ],
            Actor("dba", "host"),
            {},
        )
    assert not Path(f"{journal}-wal").exists()
    assert journal.stat().st_size > 20 * PAGE
    return journal


def leaves(journal: Path) -> list[int]:
    """The pages that hold entries: each begins with the 13 of a table's leaf
    (https://www.sqlite.org/fileformat.html, 1.6)."""
    content = journal.read_bytes()
    return [page for page in range(1, len(content) // PAGE) if content[page * PAGE] == 13]


def written_over(journal: Path, first: int, content: bytes) -> None:
    with journal.open("r+b") as file:
        file.seek(first * PAGE)
        file.write(content)


def halved(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size // 2 // PAGE * PAGE)


def cut_within_a_page(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size * 2 // 3 // PAGE * PAGE + 1_000)


def zeros_in_the_middle(journal: Path) -> None:
    for leaf in leaves(journal)[12:15]:
        written_over(journal, leaf, bytes(PAGE))


def garbage_in_the_middle(journal: Path) -> None:
    for leaf in leaves(journal)[12:15]:
        written_over(journal, leaf, random.Random(leaf).randbytes(PAGE))


def garbage_within_a_page(journal: Path) -> None:
    with journal.open("r+b") as file:
        file.seek(leaves(journal)[14] * PAGE + 2_000)
        file.write(random.Random(4).randbytes(900))


def garbage_at_the_end(journal: Path) -> None:
    written_over(journal, leaves(journal)[-1], random.Random(5).randbytes(PAGE))


DAMAGES = [
    halved,
    cut_within_a_page,
    zeros_in_the_middle,
    garbage_in_the_middle,
    garbage_at_the_end,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_can_be_read_of_a_damaged_journal_is_shown_and_no_act_goes_into_it(
    plan: Path, damage: Callable[[Path], None]
) -> None:
    journal = grown(plan)
    damage(journal)
    before = journal.read_bytes()
    shown = run("log", "--json", folder=plan.parent)
    assert 0 == shown.returncode
    assert EVENTS > len(shown.stdout.splitlines()) > EVENTS / 4
    queue = run("queue", "--json", folder=plan.parent)
    assert (0, True) == (queue.returncode, '"server":' in queue.stdout)
    acted = run("mark", "s03", "restored", "--yes", folder=plan.parent)
    assert (4, "") == (acted.returncode, acted.stdout)
    assert "is damaged" in acted.stderr
    assert "sync inventory.journal" in acted.stderr
    audited = run("audit", folder=plan.parent)
    assert 5 == audited.returncode, audited
    assert "damaged" in audited.stdout + audited.stderr
    assert before == journal.read_bytes()
    assert [] == list(plan.parent.glob("*kept*"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_who_stays_before_a_damaged_journal_is_told_the_same_after_a_minute(
    plan: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    damage(grown(plan))
    monkeypatch.setattr("chwapi_console.journal.sqlite.SECONDS_BETWEEN_BODIES", 0)
    with closing(Session(plan, operator="dba")) as session:
        before = session.troubles
        session.look()
        assert before == session.troubles
        assert "is damaged" in str(session.trouble)
    assert [] == list(plan.parent.glob("*kept*"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_new_journal_takes_what_fits_and_a_mirror_brings_the_rest(
    plan: Path, damage: Callable[[Path], None]
) -> None:
    mirror = plan.parent / "stick"
    mirror.mkdir()
    journal = grown(plan, mirror)
    damage(journal)
    new = ["--journal", "new.journal"]
    synced = run(*new, "sync", "inventory.journal", folder=plan.parent)
    assert 0 == synced.returncode, synced
    fitting = len(whole(plan.parent / "new.journal").events)
    assert EVENTS > fitting > EVENTS / 4
    assert 0 == run(*new, "mark", "s04", "restored", "--yes", folder=plan.parent).returncode
    synced = run(*new, "sync", "stick/inventory.journal", folder=plan.parent)
    assert 0 == synced.returncode, synced
    assert EVENTS + 2 == len(whole(plan.parent / "new.journal").events)
    again = run(*new, "sync", "inventory.journal", folder=plan.parent)
    assert (4, True) == (again.returncode, "is damaged" in again.stderr)


def test_an_entry_that_the_disk_never_wrote_is_told_though_the_chain_before_it_fits(
    plan: Path,
) -> None:
    journal = grown(plan)
    old = journal.read_bytes()
    assert 0 == run("note", "s03", "last", folder=plan.parent).returncode
    new = journal.read_bytes()
    lost = [
        at // PAGE
        for at in range(0, len(old), PAGE)
        if old[at] in (5, 13) and old[at : at + PAGE] != new[at : at + PAGE]
    ]
    assert lost
    # 5 and 13: of a table; its indexes know better (https://www.sqlite.org/fileformat.html, 1.6)
    for page in lost:
        written_over(journal, page, old[page * PAGE : (page + 1) * PAGE])
    seen = run("queue", folder=plan.parent)
    assert (0, True) == (seen.returncode, "is damaged: 1 entry cannot be read" in seen.stderr)
    audited = run("audit", folder=plan.parent)
    assert (5, True) == (audited.returncode, "The file is damaged" in audited.stdout)
    assert "***" not in audited.stdout
    acted = run("note", "s03", "seen", folder=plan.parent)
    assert (4, 1) == (acted.returncode, acted.stderr.count("is damaged: 1 entry cannot be read"))
    assert (
        0
        == run(
            "--journal", "new.journal", "sync", "inventory.journal", folder=plan.parent
        ).returncode
    )


def test_where_no_entry_can_be_read_nobody_is_said_not_to_have_acted(plan: Path) -> None:
    journal = grown(plan)
    os.truncate(journal, 2 * PAGE)
    seen = run("log", folder=plan.parent)
    assert "cannot be read" in seen.stderr
    assert "nobody has acted" not in seen.stdout + seen.stderr
    assert "Head code: ." not in run("audit", folder=plan.parent).stdout


def test_what_can_be_seen_of_a_damaged_journal_comes_with_a_word(plan: Path) -> None:
    journal = grown(plan)
    zeros_in_the_middle(journal)
    for verb in ("queue", "services", "log", "show s01", "progress"):
        seen = run(*verb.split(), folder=plan.parent)
        assert (verb, 0, True) == (verb, seen.returncode, "entries cannot be read" in seen.stderr)


def test_a_damaged_entry_among_sound_ones_is_named_and_the_others_are_read(plan: Path) -> None:
    journal = grown(plan)
    garbage_within_a_page(journal)
    store = SqliteStore(journal)
    assert store.why_read_only is not None or store.trouble is not None
    assert len(store.record.events) > EVENTS * 3 / 4
    store.close()
    assert 5 == run("audit", folder=plan.parent).returncode


def test_of_a_damaged_journal_no_more_entries_are_looked_for_than_any_has(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plan.with_suffix(".journal")
    with closing(SqliteStore(path)) as store:
        for number in range(5):
            store.append(
                [Draft(f"n{number}", "san1", "noted", {"text": "x"})], Actor("dba", "host"), {}
            )
    with closing(sqlite3.connect(path)) as connection:
        assert 5 == len(salvage.salvaged(connection, path)[0])
        monkeypatch.setattr(salvage, "MOST_ENTRIES", 2)
        assert 2 == len(salvage.salvaged(connection, path)[0])


def test_a_sync_says_that_not_all_of_the_other_journal_can_be_read(plan: Path) -> None:
    grown(plan)
    other = plan.with_name("other.journal")
    assert 0 == run("note", "s01", "first", "--journal", str(other), folder=plan.parent).returncode
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("DROP TRIGGER event_is_never_updated")
        connection.execute("UPDATE event SET body = x'00' WHERE seq = 1")
        connection.commit()
    synced = run("sync", "other.journal", folder=plan.parent)
    assert "0 events received" in synced.stdout
    assert "The other journal is in trouble: " in synced.stderr
    assert (
        "is damaged; it is no event any more. What of it can be read was exchanged" in synced.stderr
    )


@pytest.mark.parametrize(
    "content",
    [b"notes of the night\n" * 500, bytes(8 * PAGE), random.Random(6).randbytes(8 * PAGE)],
    ids=["text", "zeros", "garbage"],
)
def test_what_is_no_journal_is_refused_with_4_and_left_as_it_is(plan: Path, content: bytes) -> None:
    journal = plan.with_suffix(".journal")
    journal.write_bytes(content)
    for words in (["queue"], ["log"], ["mark", "s01", "restored", "--yes"]):
        done = run(*words, folder=plan.parent)
        assert (4, "", True) == (done.returncode, done.stdout, "is not a journal" in done.stderr)
    assert content == journal.read_bytes()


def test_a_format_that_is_none_of_ours_is_refused_with_4_and_says_what_to_do(plan: Path) -> None:
    journal = grown(plan)
    connection = sqlite3.connect(journal)
    assert (APPLICATION_ID,) == connection.execute("PRAGMA application_id").fetchone()
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    for verb in (["queue"], ["mark", "s03", "restored", "--yes"]):
        done = run(*verb, folder=plan.parent)
        words = "was written by an early chwapi-console"
        assert (4, "", True) == (done.returncode, done.stdout, words in done.stderr)


def test_a_journal_cut_to_nothing_beside_a_full_wal_is_not_begun_anew(plan: Path) -> None:
    journal = plan.with_suffix(".journal")
    writer = Writer(journal)
    writer.act("a")
    writer.kill()
    os.truncate(journal, 0)
    done = run("mark", "s01", "restored", "--yes", folder=plan.parent)
    assert (4, True) == (
        done.returncode,
        "is empty, but inventory.journal-wal beside it holds acts" in done.stderr,
    )
    assert 0 < Path(f"{journal}-wal").stat().st_size


def test_a_schema_whose_words_are_no_text_is_damage(plan: Path) -> None:
    assert 0 == run("note", "s01", "first", folder=plan.parent).returncode
    journal = plan.with_suffix(".journal")
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = journal.read_bytes()
    named = data.replace(b"tableeventevent", b"table\xff\xfe\xfd\xfc\xfbevent", 1)
    journal.write_bytes(
        named.replace(b"CREATE TABLE event (", b"CREATE TABLX event (", 1)
    )  # SQLite names it in its error
    for words in (("queue",), ("note", "s01", "x"), ("audit",), ("sync", "other.journal")):
        done = run(*words, folder=plan.parent)
        assert (True, True) == (
            done.returncode in (0, 4, 5),
            "inventory.journal" in done.stderr + done.stdout,
        ), done
