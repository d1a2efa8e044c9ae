"""The turn to speak to the hub, kept by a process that does not go on: one that is stopped, or that
only locks the file. The others take it, and whoever had it finds that out."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chwapi_console.journal.hub import turn as hub_turn
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.turn import HubNotes, HubTurn
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from cli.command_line import CommandLine
from journal.hubs import a_hub
from journal.test_hub_connection import told_to
from postgres import Postgres
from session.test_hub_exchange import exchanger


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "inventory.journal"


@pytest.fixture
def hub(postgres: Postgres) -> str:
    return a_hub(postgres)


def file_of(journal: Path) -> Path:
    return Path(f"{journal}-hub")


def grow_old(journal: Path) -> None:
    """As if whoever has the turn had given no sign since."""
    long_ago = time.time() - hub_turn.SECONDS_WITHOUT_A_SIGN - 1
    os.utime(file_of(journal), (long_ago, long_ago))


@contextmanager
def locked_by_another(journal: Path) -> Iterator[None]:
    """Another process locks the file, and does nothing else."""
    locks = "import fcntl, sys; fcntl.flock(0, fcntl.LOCK_SH); print(flush=True); sys.stderr.read()"
    file_of(journal).touch()
    with (
        file_of(journal).open("rb") as file,
        subprocess.Popen([sys.executable, "-c", locks], stdin=file, stdout=subprocess.PIPE) as of,
    ):
        assert of.stdout is not None
        of.stdout.readline()
        yield
        of.kill()


def test_a_turn_that_shows_no_life_is_taken_and_what_is_known_stays_known(journal: Path) -> None:
    first, second = HubTurn(journal), HubTurn(journal)
    assert first.take()
    first.keep(HubNotes("a-hub", {"a": 3}))
    assert not second.take()
    grow_old(journal)
    assert second.take()
    assert (False, True) == (first.is_held, second.is_held)
    assert HubNotes("a-hub", {"a": 3}) == second.known()
    assert not first.take()
    second.close()
    assert first.take()
    assert [file_of(journal)] == list(journal.parent.iterdir())
    first.close()


def test_whoever_goes_on_keeps_the_turn(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_turn, "SECONDS_BETWEEN_SIGNS", 0.0)
    first, second = HubTurn(journal), HubTurn(journal)
    first.take()
    grow_old(journal)
    first.give_sign()
    assert not second.take()
    second.give_sign()  # who has not the turn gives no sign in its place
    grow_old(journal)
    second.give_sign()
    assert second.take()
    first.close()
    second.close()


def test_of_two_that_take_it_at_once_one_has_it(journal: Path) -> None:
    turns = [HubTurn(journal) for _ in range(4)]
    with locked_by_another(journal):
        for one in turns:
            grow_old(journal)
            assert one.take()
        assert [False, False, False, True] == [one.is_held for one in turns]
        assert not turns[0].take()
    for one in turns:
        one.close()


def test_a_question_to_the_hub_is_a_sign_however_long_an_exchange_is(
    journal: Path, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_turn, "SECONDS_BETWEEN_SIGNS", 0.0)
    one = exchanger(journal, hub)
    one.exchange()
    grow_old(journal)
    one._hub.how_far()
    assert not HubTurn(journal).take()
    one.close()


def test_where_the_turn_cannot_be_taken_it_is_said_how_to_end_who_keeps_it(
    journal: Path, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(hub_turn, "put_in_place", refuse)
    with locked_by_another(journal):
        grow_old(journal)
        one = exchanger(journal, hub)
        with pytest.raises(HubError, match=r"does not go on.*fuser -v .*inventory.journal-hub"):
            one.exchange()
    one.exchange()
    one.close()


def test_acts_come_and_go_though_somebody_only_locks_the_file(journal: Path, hub: str) -> None:
    here, there = SqliteStore(journal), exchanger(journal.with_name("b.journal"), hub)
    elsewhere = SqliteStore(journal.with_name("b.journal"))
    note(here, "mine")
    note(elsewhere, "theirs")
    there.exchange()
    with locked_by_another(journal):
        one = exchanger(journal, hub)
        one.exchange()
        assert 0 == one._hub.opened
        grow_old(journal)
        one.exchange()
        assert 1 == one._hub.opened
        there.exchange()
    for store in (here, elsewhere):
        store.refresh()
        assert {"mine", "theirs"} == {e.note or e.said[0] for e in store.record.acts}
        store.close()
    for of in (one, there):
        of.close()


def test_who_lost_the_turn_speaks_no_more(journal: Path, hub: str) -> None:
    first, second = exchanger(journal, hub), exchanger(journal, hub)
    first.exchange()
    grow_old(journal)
    second.exchange()
    assert 1 == second._hub.opened
    first.exchange()
    assert (False, False, True) == (first._turn.is_held, first._hub.is_open, second._hub.is_open)
    first.close()
    second.exchange()
    assert second._turn.is_held
    second.close()


def test_an_act_by_a_verb_goes_though_a_console_is_stopped(here: CommandLine, hub: str) -> None:
    here.done("note", "san1", "first", "--hub", hub)
    journal = here.folder / "inventory.journal"
    with locked_by_another(journal):
        grow_old(journal)
        here.done("note", "san1", "second", "--hub", hub)
    ((count,),) = told_to(hub, "SELECT count(*) FROM event")
    here.done("note", "san1", "third")
    assert "1 sent" in here.done("sync", hub).out
    assert count == 3


def note(store: SqliteStore, text: str) -> None:
    store.append([Draft(new_id(), "san1", "noted", {"text": text})], Actor("dba", "imc"), {})
