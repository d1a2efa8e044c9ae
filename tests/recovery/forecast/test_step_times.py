"""The times of steps: part of what a server takes to restore, and gone from it when they are done."""

from datetime import timedelta

from chwapi_console.clock import iso
from chwapi_console.inventory.model import Estimate
from chwapi_console.journal.sequencing import Actor
from chwapi_console.recovery.acts import claims, steps
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.timings import minutes_at_what_is_left
from chwapi_console.recovery.state.view import View, view
from chwapi_console.recovery.state.work_left import left_to_restore
from chwapi_console.recovery.words.estimate_words import estimate_words
from chwapi_console.text import ENGLISH
from hospitals import NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = """
[policy]
evidence_first = false
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", restore = "2h", runbook = "w", state = "compromised" }
[runbooks.w]
steps = ["image", "rebuild", "edr"]
"""


class Night:
    """What one person does on a plan with these times of steps, minute by minute."""

    def __init__(self, times: str) -> None:
        self.plan, self.store, self.now = plan_of(PLAN + times), MemoryStore("here"), NOW

    @property
    def seen(self) -> View:
        return view(self.plan, self.store.record, self.now)

    def take(self) -> None:
        self._write(claims.take(self.seen, ["app"], "dba"))

    def tick(self, step: str, skip: str = "") -> None:
        remarks = Remarks(meant=True)
        self._write(steps.step(self.seen, "app", step, skip=skip, remarks=remarks, operator="dba"))

    def _write(self, act: Act) -> None:
        self.store.at = iso(self.now)
        self.store.append(act.drafts, Actor("dba", "host"), act.shown)

    def after(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def left(self) -> Estimate:
        return left_to_restore(self.plan, self.seen.situation, "app")

    def median(self) -> float:
        """The minutes in which the service is up in half of all cases."""
        up = forecast(self.seen).services["bloc"].p50
        assert up is not None
        return (up - self.now).total_seconds() / 60


def test_steps_that_fit_into_the_estimate_add_nothing_to_it() -> None:
    assert Estimate(60, 120, 240) == Night("[steps.image]\ntime = '45m'").left()


def test_required_steps_that_take_longer_than_the_estimate_are_what_it_takes() -> None:
    night = Night("[steps.image]\ntime = '3h'\n[steps.rebuild]\ntime = '1h'")
    assert Estimate(120, 240, 480) == night.left()
    assert 240 == night.seen.problem.minutes["app"]
    assert night.median() > 1.8 * Night("").median()


def test_a_step_that_may_be_left_out_takes_no_time_of_its_own() -> None:
    assert Estimate(60, 120, 240) == Night("[steps.edr]\ntime = '9h'").left()
    required = Night("[steps.edr]\ntime = '9h'\nrequired = true")
    assert 540 == required.left().likely


def test_what_is_ticked_is_not_ahead_any_more() -> None:
    night = Night("[steps.image]\ntime = '30m'\n[steps.rebuild]\ntime = '1h'")
    before = night.median()
    night.tick("image")
    assert 90 == night.left().likely == night.seen.problem.minutes["app"]
    assert night.median() < before
    night.tick("rebuild", skip="the vendor did it")
    assert 30 == night.left().likely
    assert "1 h to 4 h, likely 2 h; by its steps, 30 min to go" == ENGLISH(
        estimate_words(night.seen, "app")
    )


def test_steps_that_are_all_done_leave_a_tenth_until_somebody_says_that_it_is_done() -> None:
    night = Night("[steps.image]\ntime = '1h'\n[steps.rebuild]\ntime = '1h'")
    for step in ("image", "rebuild"):
        night.tick(step)
    assert 12 == night.left().likely


def test_what_is_left_was_begun_when_the_last_step_was_done() -> None:
    night = Night("[steps.image]\ntime = '1h'")
    night.take()
    night.after(90)
    assert 90 == minutes_at_what_is_left(night.seen, "app")
    late = night.median()
    night.tick("image")
    assert 0 == minutes_at_what_is_left(night.seen, "app")
    assert night.median() < late
    night.after(20)
    assert 20 == minutes_at_what_is_left(night.seen, "app")
