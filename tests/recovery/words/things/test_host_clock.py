"""A clock that cannot be right is told, with how to set it; one that may be right never is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chwapi_console.clock import MADE, iso
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.record.events import GENESIS, Event, new_id, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.words.things.host_clock import clock_before_the_program, wrong_clock

BEGAN = datetime(2026, 11, 25, 20, 46, tzinfo=ZoneInfo("Europe/Brussels"))
INCIDENT = Incident("x", BEGAN, "Europe/Brussels")
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


def record(*acts: tuple[datetime, str]) -> Record:
    """Acts at times by the clocks of hosts, in the order in which they were written."""
    made, prev = Record(), GENESIS
    for seq, (at, host) in enumerate(acts, 1):
        made.take(
            sealed(
                Event(
                    new_id(),
                    "o",
                    seq,
                    prev,
                    {},
                    seq,
                    iso(at),
                    "dba",
                    host,
                    "s1",
                    "noted",
                    {"text": "x"},
                )
            )
        )
        prev = made.events[-1].hash
    return made


def said(now: datetime, made: Record, incident: Incident = INCIDENT) -> str:
    return str(wrong_clock(now, "here", made, incident) or "")


def test_a_clock_before_the_program_was_made_is_told_with_how_to_set_it() -> None:
    past = datetime(2016, 1, 1, 1, 0, tzinfo=UTC)
    words = said(past, record())
    assert (
        "The clock of this machine stands at 01/01/2016, before this program was made (01/11/2026)."
        in words
    )
    assert "timedatectl set-time 'YYYY-MM-DD HH:MM'" in words
    assert words == str(clock_before_the_program(past))
    assert clock_before_the_program(MADE) is None


def test_a_clock_before_the_incident_is_told_but_an_exercise_may_lie_ahead() -> None:
    before = BEGAN - timedelta(hours=2)
    assert "before the incident began (25/11/2026 20:46)" in said(before, record())
    assert "" == said(before, record(), INCIDENT._replace(drill=True))
    assert "" == said(BEGAN, record())


@pytest.mark.parametrize(
    ("ahead", "host", "words"),
    [
        (timedelta(hours=2), "here", "it is slow, or ran ahead then"),
        (timedelta(minutes=3), "here", "it is slow"),
        (timedelta(minutes=1), "here", ""),
        (timedelta(minutes=10), "union", ""),
        (timedelta(hours=2), "union", "by dba on union: one of"),
    ],
)
def test_a_clock_before_the_last_act_is_told_beyond_what_clocks_differ_by(
    ahead: timedelta, host: str, words: str
) -> None:
    found = said(NOW, record((NOW - timedelta(hours=1), "here"), (NOW + ahead, host)))
    assert words in found
    assert bool(words) == bool(found)


def test_it_is_told_at_each_act_until_the_clock_is_right() -> None:
    assert "it is slow" in said(
        NOW + timedelta(minutes=1), record((NOW + timedelta(hours=2), "here"), (NOW, "here"))
    )


def test_an_act_of_a_clock_that_ran_years_ahead_is_told_until_another_act_was_written() -> None:
    ahead = NOW + timedelta(days=1500)
    assert "ran ahead then" in said(NOW, record((NOW, "here"), (ahead, "here")))
    assert "" == said(NOW, record((ahead, "here"), (NOW, "here")))


def test_of_several_acts_of_one_moment_the_last_is_told_too() -> None:
    """The first act of a night brings the plan with it."""
    ahead = NOW + timedelta(days=1500)
    assert "ran ahead then" in said(NOW, record((ahead, "here"), (ahead, "here")))


def test_a_clock_a_year_after_the_last_act_is_told() -> None:
    assert "more than a year after the last act (26/11/2026 03:00)" in said(
        NOW + timedelta(days=400), record((NOW, "here"))
    )
    assert "" == said(NOW + timedelta(days=300), record((NOW, "here")))


def test_a_clock_years_ahead_is_told_before_the_first_act_too() -> None:
    ahead = MADE + timedelta(days=3000)
    assert "more than a year after the incident began (25/11/2026 20:46)" in said(ahead, record())
    assert "" == said(ahead, record(), INCIDENT._replace(drill=True))
    assert "" == said(ahead, record(), INCIDENT._replace(detected=ahead - timedelta(days=2)))


def test_a_clock_that_may_be_right_is_never_told() -> None:
    assert "" == said(NOW, record())
    assert "" == said(
        NOW, record((NOW - timedelta(hours=3), "here"), (NOW - timedelta(hours=1), "union"))
    )
