"""Half a year of record, written day by day by a clock of the test: two changes of the clock and a
year's end in it. Times, spans, pages and the check of the record are right on both sides of each."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from cli.command_line import CommandLine

BRUSSELS = ZoneInfo("Europe/Brussels")
BEGIN = datetime(2020, 10, 15, 6, 0, tzinfo=UTC)
END = datetime(2021, 4, 15, 6, 0, tzinfo=UTC)
EVERY = timedelta(hours=11)
AUTUMN = datetime(2020, 10, 25, 1, 0, tzinfo=UTC)
"""When 03:00 became 02:00."""
SPRING = datetime(2021, 3, 28, 1, 0, tzinfo=UTC)
"""When 02:00 became 03:00."""
YEAR = datetime(2020, 12, 31, 23, 0, tzinfo=UTC)
STATES = ("restoring", "restored", "compromised")
ROUND_CHANGES = [
    change + timedelta(minutes=minutes)
    for change in (AUTUMN, YEAR, SPRING)
    for minutes in (-30, -1, 0, 1, 30)
]


class Turned:
    """A clock that stands where it was turned to."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


def moments() -> list[datetime]:
    regular = [BEGIN + n * EVERY for n in range((END - BEGIN) // EVERY)]
    return sorted([*regular, *ROUND_CHANGES])


@pytest.fixture
def half_a_year(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The record: at each moment a note or a mark."""
    here.plan.write_text(
        here.plan.read_text().replace(
            "detected = 2021-01-17T20:46:00+01:00", "detected = 2020-10-15T06:00:00+02:00"
        )
    )
    clock = Turned()
    monkeypatch.setattr("chwapi_console.journal.sqlite.utc_now", clock)
    session = Session(here.plan, operator="dba", host="night", clock=clock)
    for number, moment in enumerate(moments()):
        clock.now = moment
        if number % 4:
            session.acts.note("san1", f"{number}")
        else:
            state = STATES[number // 4 % len(STATES)]
            session.acts.mark(["san1"], state, Remarks(meant=True))
    session.close()
    return here


def test_every_act_is_told_at_its_moment_by_the_clock_of_the_incident(
    half_a_year: CommandLine,
) -> None:
    told = half_a_year.events()
    meant = [event for event in told if event["kind"] in ("noted", "marked", "taken")]
    assert moments() == [datetime.fromisoformat(event["at"]) for event in meant]
    lines = half_a_year.done("log").lines
    for moment in (AUTUMN - timedelta(minutes=30), AUTUMN + timedelta(minutes=30), SPRING):
        local = moment.astimezone(BRUSSELS)
        assert any(f"{local:%H:%M}" in line[:20] for line in lines), local


def test_the_hour_that_comes_twice_has_both_its_acts_in_their_order(
    half_a_year: CommandLine,
) -> None:
    told = half_a_year.events()
    at = [event["at"] for event in told]
    first, second = (
        next(n for n, each in enumerate(at) if each.startswith(f"2020-10-25T{hour}:30"))
        for hour in ("00", "01")
    )
    assert first < second
    assert "+02:00" in (AUTUMN - timedelta(minutes=30)).astimezone(BRUSSELS).isoformat()


@pytest.mark.parametrize(
    ("since", "count"),
    [
        ("2020-12-31T23:59", lambda at: at >= YEAR - timedelta(minutes=1)),
        ("2021-01-01T00:00", lambda at: at >= YEAR),
        ("2021-03-28T03:00", lambda at: at >= SPRING),
        ("2020-10-25T02:30+02:00", lambda at: at >= AUTUMN - timedelta(minutes=30)),
        ("2020-10-25T02:30+01:00", lambda at: at >= AUTUMN + timedelta(minutes=30)),
    ],
)
def test_since_counts_from_the_right_moment_on_both_sides_of_a_change(
    half_a_year: CommandLine, since: str, count: Callable[[datetime], bool]
) -> None:
    told = [json.loads(line) for line in half_a_year.done("log", "--since", since, "--json").lines]
    meant = [event for event in told if event["kind"] in ("noted", "marked", "taken")]
    assert len(list(filter(count, moments()))) == len(meant)


def test_the_record_holds_together_and_every_page_is_made(
    half_a_year: CommandLine, tmp_path: Path
) -> None:
    assert 0 == half_a_year.typed("audit").code
    for words in (
        ("progress",),
        ("handover", "--at", "2020-10-25T02:30+02:00"),
        ("handover", "--at", "2021-03-28T03:30"),
        ("report", "--at", "2021-01-01T00:30", "--since", "2020-12-31T12:00"),
        ("report", "--for", "wards", "--at", "2021-03-28T04:00"),
        ("sheet", "activity", "--since", "2021-03-27T20:00", "--at", "2021-03-28T08:00"),
        ("queue",),
        ("forecast",),
    ):
        assert 0 == half_a_year.typed(*words).code, words


def test_a_span_over_a_change_counts_hours_that_went_by(half_a_year: CommandLine) -> None:
    """From 00:00 to 06:00 it is five hours in spring, seven in autumn."""
    begun = datetime.fromisoformat("2020-10-15T06:00:00+02:00")
    for at in ("2021-03-28T06:00", "2020-10-25T06:00", "2021-01-01T00:00"):
        local = datetime.fromisoformat(at).replace(tzinfo=BRUSSELS)
        elapsed = local.astimezone(UTC) - begun
        hours = elapsed.seconds // 3600
        wanted = f"{elapsed.days} d {hours} h" if hours else f"{elapsed.days} d"
        told = half_a_year.done("report", "--at", at).lines
        assert f"Running for {wanted}" in told
