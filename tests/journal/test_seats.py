"""Who sits at the consoles of a journal on one host: a place for each process, which ends with it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chwapi_console.journal.hub.presence import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_EVENTS,
    MOST_SEATS,
    Presence,
    Seat,
    each_once,
    presence_in,
    text_of,
)
from chwapi_console.journal.hub.seats import MARK, PLACE, Seats
from journal.processes import Lines, wait_for

SINCE = "2021-01-18T01:10:00.000Z"
ONE, TWO = Seat("oncall-1", "jump1", SINCE), Seat("lead", "jump1", SINCE)

SITS = """
import sys
from pathlib import Path
from chwapi_console.journal.hub.presence import Seat
from chwapi_console.journal.hub.seats import Seats
seats = Seats(Path(sys.argv[1]))
seats.sit(Seat(*sys.argv[2:]))
print("sits", flush=True)
sys.stdin.read()
"""


def test_each_console_of_a_host_knows_of_all_and_of_none_twice(tmp_path: Path) -> None:
    journal = tmp_path / "inventory.journal"
    first, second, looks = Seats(journal), Seats(journal), Seats(journal)
    assert [] == looks.all()
    first.sit(ONE)
    second.sit(TWO)
    assert [ONE, TWO] == first.all()
    assert [TWO, ONE] == second.all()
    assert [ONE, TWO] == looks.all()
    second.sit(TWO._replace(operator="dba"))
    assert ["oncall-1", "dba"] == [seat.operator for seat in looks.all()]
    first.rise()
    assert ["dba"] == [seat.operator for seat in looks.all()]
    first.sit(ONE)
    assert ["oncall-1", "dba"] == [seat.operator for seat in looks.all()]
    for each in (first, second, looks):
        each.rise()


def test_who_is_killed_sits_there_no_more(tmp_path: Path) -> None:
    journal = tmp_path / "inventory.journal"
    process = subprocess.Popen(
        [sys.executable, "-c", SITS, str(journal), *ONE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert "sits" == Lines(process.stdout.fileno()).next()
    looks = Seats(journal)
    assert [ONE] == looks.all()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_for(lambda: [] == looks.all())
    looks.rise()


@pytest.mark.parametrize(
    "text",
    [b"", b"\xff" * PLACE, b"[1]", b"{}", b'["a", "b"]', b"null", b'[["a"], {}, 3]', b"[" * PLACE],
)
def test_a_place_may_hold_anything(tmp_path: Path, text: bytes) -> None:
    journal = tmp_path / "inventory.journal"
    first, looks = Seats(journal), Seats(journal)
    first.sit(ONE)
    with Path(f"{journal}{MARK}").open("r+b") as file:
        file.write(text.ljust(PLACE))
    assert len(looks.all()) <= 1
    for each in (first, looks):
        each.rise()


def test_where_nothing_can_be_kept_beside_the_journal_a_console_knows_of_itself(
    tmp_path: Path,
) -> None:
    journal = tmp_path / "inventory.journal"
    Path(f"{journal}{MARK}").mkdir()
    seats = Seats(journal)
    seats.sit(ONE)
    assert [ONE] == seats.all()
    seats.rise()
    assert [] == seats.all()


def test_of_a_crowd_as_many_as_there_are_places_are_told(tmp_path: Path) -> None:
    journal = tmp_path / "inventory.journal"
    crowd = [Seats(journal) for _ in range(MOST_SEATS + 2)]
    for number, seats in enumerate(crowd):
        seats.sit(ONE._replace(operator=f"o{number}"))
    assert MOST_SEATS == len(crowd[0].all())
    assert ONE._replace(operator=f"o{MOST_SEATS + 1}") in crowd[-1].all()
    for seats in crowd:
        seats.rise()


def test_what_a_syncer_says_comes_back_as_it_was() -> None:
    said = Presence((ONE, TWO), ["jump1-ab"], 12, 3)
    assert said == presence_in(text_of(said))
    strange = Presence((Seat('a\x00"\N{RIGHT-TO-LEFT OVERRIDE}é', "h", "?"),))
    assert strange.seats == presence_in(text_of(strange)).seats  # type: ignore[union-attr]
    assert text_of(strange).isascii()


def test_no_word_of_a_syncer_is_longer_than_a_hub_takes() -> None:
    crowd = [Seat(f"{n}" + "é" * LONGEST_NAME, "é" * LONGEST_NAME, SINCE) for n in range(100)]
    text = text_of(Presence(crowd, ["é" * 300] * 100))
    assert len(text) <= LONGEST_TEXT
    told = presence_in(text)
    assert told is not None
    assert len(told.seats) > 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"seats": 1}',
        json.dumps({"seats": [["a"]], "origins": [], "events": 0, "wait": 0}),
        json.dumps({"seats": [], "origins": [], "events": "x", "wait": 0}),
        '{"seats": [], "origins": [], "events": Infinity, "wait": 0}',
        "[" * 60_000,
    ],
)
def test_what_is_no_word_of_a_syncer_is_left_aside(text: str) -> None:
    assert presence_in(text) is None


def test_of_what_a_stranger_says_no_more_is_told_than_a_journal_has() -> None:
    said = {"seats": [["", "", ""]] * 300, "origins": ["é" * 300] * 4, "wait": 9**999}
    told = presence_in(
        json.dumps({**said, "events": 9**999}, ensure_ascii=False, separators=(",", ":"))
    )
    assert told is not None
    assert MOST_SEATS == len(told.seats)
    assert LONGEST_NAME == max(map(len, told.origins))
    assert MOST_EVENTS == told.wait == told.events


def test_a_seat_that_two_syncers_tell_of_counts_once() -> None:
    assert [TWO, ONE] == each_once([ONE, TWO, ONE])
