"""The clocks of laws: due by the calendar of the law, from the earliest awareness; met by whoever
said so; and the same on every journal that has the same events."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from chwapi_console.inventory.deadlines import Deadline, deadline_named
from chwapi_console.inventory.laws import LAWS, known_duties
from chwapi_console.journal import sqlite
from chwapi_console.recovery.state.of_view.clocks import Clock, clocks, nearest_clock, not_in_force
from chwapi_console.session.session import Session
from hospitals import MEANT

BRUSSELS = ZoneInfo("Europe/Brussels")
PLAN = """schema = 1
[incident]
name = "Night"
detected = 2026-11-01T20:00:00+01:00
timezone = "Europe/Brussels"
[policy]
legal = ["nis2-be", "gdpr"]
[sites.imc]
name = "IMC"
[servers]
san1 = { site = "imc", role = "SAN" }
"""
BEGAN = datetime(2026, 11, 1, 19, 0, tzinfo=UTC)


class Watch:
    def __init__(self) -> None:
        self.now = BEGAN + timedelta(hours=2)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    monkeypatch.setattr(sqlite, "utc_now", made)
    return made


class Opened(Protocol):
    def __call__(self, watch: Watch, plan: str = PLAN, *, site: str = "imc") -> Session: ...


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    sessions: list[Session] = []

    def open_at(watch: Watch, plan: str = PLAN, *, site: str = "imc") -> Session:
        (tmp_path / site).mkdir(exist_ok=True)
        path = tmp_path / site / "inventory.toml"
        path.write_text(plan, encoding="utf-8")
        sessions.append(Session(path, operator="dba", host=site, clock=watch))
        return sessions[-1]

    yield open_at
    for session in sessions:
        session.close()


def clock(session: Session, name: str) -> Clock:
    view = session.look().at(session.now())
    return next(each for each in clocks(view) if each.id == name)


@pytest.mark.parametrize(
    ("said", "deadline"),
    [
        ("24h", Deadline(minutes=1440)),
        ("3d", Deadline(minutes=4320)),
        ("1 month", Deadline(months=1)),
        ("2  months", Deadline(months=2)),
        ("Without delay", Deadline()),
        ("on request", Deadline()),
    ],
)
def test_a_deadline_is_read_as_a_plan_writes_it(said: str, deadline: Deadline) -> None:
    assert deadline == deadline_named(said)


@pytest.mark.parametrize("said", ["", "soon", "0 months", "99 months", "1 month or so", "0h"])
def test_what_is_no_deadline_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        deadline_named(said)


def test_a_month_ends_on_the_day_of_its_number_at_the_same_time_on_the_clock() -> None:
    month = Deadline(months=1)
    ends = {
        datetime(2026, 10, 10, 9, tzinfo=BRUSSELS): datetime(2026, 11, 10, 9, tzinfo=BRUSSELS),
        datetime(2026, 1, 31, 9, tzinfo=BRUSSELS): datetime(2026, 2, 28, 9, tzinfo=BRUSSELS),
        datetime(2026, 12, 31, 9, tzinfo=BRUSSELS): datetime(2027, 1, 31, 9, tzinfo=BRUSSELS),
    }
    assert list(ends.values()) == [month.after(start, BRUSSELS) for start in ends]


def test_hours_are_hours_though_the_clocks_change() -> None:
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert start + timedelta(hours=24) == Deadline(minutes=1440).after(start, BRUSSELS)


def test_each_law_has_a_moment_of_its_own(opened: Opened) -> None:
    session = opened(Watch())
    session.acts.aware("nis2-be", BEGAN, "lead", remarks=MEANT)
    session.acts.aware("gdpr", BEGAN + timedelta(hours=1), "dpo", remarks=MEANT)
    assert BEGAN + timedelta(hours=24) == clock(session, "nis2-be-early").due
    assert BEGAN + timedelta(hours=72) == clock(session, "nis2-be-notification").due
    assert BEGAN + timedelta(hours=73) == clock(session, "gdpr-authority").due
    assert ("duty", None) == (
        clock(session, "gdpr-persons").state,
        clock(session, "gdpr-persons").due,
    )
    assert "not started" == clock(session, "nis2-be-final").state


def test_the_final_report_is_due_a_month_after_the_notification_not_the_early_warning(
    opened: Opened, watch: Watch
) -> None:
    session = opened(watch)
    session.acts.aware("nis2-be", BEGAN)
    session.acts.notified("nis2-be", "1")
    assert "not started" == clock(session, "nis2-be-final").state
    watch.now = BEGAN + timedelta(hours=70)
    (told,) = session.acts.notified("nis2-be", "2")
    assert told.moment.astimezone(BRUSSELS).replace(month=12) == clock(session, "nis2-be-final").due
    met = clock(session, "nis2-be-notification")
    assert ("met", "2") == (met.state, met.ref)


def test_late_is_late_whether_it_was_done_or_not(opened: Opened, watch: Watch) -> None:
    session = opened(watch)
    session.acts.aware("nis2-be", BEGAN)
    watch.now = BEGAN + timedelta(hours=24)
    assert "running" == clock(session, "nis2-be-early").state
    watch.now += timedelta(seconds=1)
    assert "late" == clock(session, "nis2-be-early").state
    session.acts.notified("nis2-be-early", "1")
    assert "met late" == clock(session, "nis2-be-early").state


def test_an_undo_of_a_notification_and_its_undo_keep_the_first_moment(
    opened: Opened, watch: Watch
) -> None:
    session = opened(watch)
    session.acts.aware("nis2-be", BEGAN)
    (told,) = session.acts.notified("nis2-be-early", "1")
    watch.now = BEGAN + timedelta(hours=30)
    (undone,) = session.acts.undo()
    assert "late" == clock(session, "nis2-be-early").state
    session.acts.undo(undone.id)
    again = clock(session, "nis2-be-early")
    assert ("met", told.moment) == (again.state, again.met_at)


def test_of_two_awarenesses_that_did_not_see_each_other_the_earlier_counts(
    opened: Opened, watch: Watch
) -> None:
    here, there = (opened(watch, site=name) for name in ("imc", "union"))
    here.acts.aware("gdpr", BEGAN + timedelta(hours=1), "dpo")
    there.acts.aware("gdpr", BEGAN, "lead")
    here.keeping.sync(there.journal_path)
    for session in (here, there):
        assert BEGAN + timedelta(hours=72) == clock(session, "gdpr-authority").due
        assert clock(session, "gdpr-authority").disagreed


def test_who_did_not_know_of_an_undo_does_not_meet_a_duty_again(
    opened: Opened, watch: Watch
) -> None:
    here, there = (opened(watch, site=name) for name in ("imc", "union"))
    here.acts.aware("gdpr", BEGAN)
    here.acts.notified("gdpr-authority", "1")
    here.keeping.sync(there.journal_path)
    there.acts.notified("gdpr-authority", "2", remarks=MEANT)
    here.acts.undo()
    here.keeping.sync(there.journal_path)
    for session in (here, there):
        told = clock(session, "gdpr-authority")
        assert ("running", True) == (told.state, told.disagreed)


def test_no_clock_of_a_law_that_came_into_force_after_the_incident_began(opened: Opened) -> None:
    plan = PLAN.replace("2026-11-01T", "2021-01-17T")
    session = opened(Watch(), plan)
    assert {"gdpr"} == {each.duty.law for each in clocks(session.look())}
    assert {"nis2-be"} == {duty.law for duty in not_in_force(session.look()).values()}
    session = opened(Watch(), f"{plan}[duties.nis2-be]\nvalid_from = 2020-01-01\n")
    assert {"nis2-be", "gdpr"} == {each.duty.law for each in clocks(session.look())}


def test_no_plan_has_a_clock_that_it_does_not_choose(opened: Opened) -> None:
    session = opened(Watch(), PLAN.replace('legal = ["nis2-be", "gdpr"]', ""))
    assert [] == clocks(session.look())


def test_a_plan_replaces_what_it_says_and_nothing_else(opened: Opened) -> None:
    said = '[duties.gdpr]\nphone = "4711"\n[duties.gdpr-authority]\ndeadline = "96h"\n'
    session = opened(Watch(), PLAN + said)
    known = known_duties(session.loaded.plan)
    shipped = LAWS["gdpr"].duties
    assert (
        shipped["gdpr-authority"]._replace(phone="4711", deadline="96h") == known["gdpr-authority"]
    )
    assert shipped["gdpr-persons"]._replace(phone="4711") == known["gdpr-persons"]
    assert LAWS["nis2-de"].duties["nis2-de-final"] == known["nis2-de-final"]


def test_the_nearest_clock_is_told_once_it_is_near_and_until_it_is_met(
    opened: Opened, watch: Watch
) -> None:
    session = opened(watch)
    session.acts.aware("nis2-be", BEGAN)
    near = []
    for hours in (2, 11, 13, 25):
        watch.now = BEGAN + timedelta(hours=hours)
        found = nearest_clock(session.look().at(watch.now))
        near.append(found.id if found else None)
    assert [None, None, "nis2-be-early", "nis2-be-early"] == near
    session.acts.notified("nis2-be-early", "1")
    assert None is nearest_clock(session.look().at(watch.now))


def test_every_duty_that_ships_says_all_of_itself() -> None:
    for law, shipped in LAWS.items():
        for name, duty in shipped.duties.items():
            assert name.startswith(f"{law}-")
            assert duty.law == law
            assert all((duty.text, duty.to, duty.deadline, duty.starts, duty.source, duty.checked))
            assert duty.verified is not None
            assert duty.verified == (duty.valid_from is not None)
            deadline_named(duty.deadline)
            assert duty.starts in ("aware", "ended", *shipped.duties)
