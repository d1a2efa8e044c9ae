"""The times of steps: part of what a server takes to restore, and gone from it when they are done."""

from datetime import timedelta
from random import Random

import pytest

from chwapi_console.clock import iso
from chwapi_console.inventory.model import Estimate
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import claims, steps
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.acts.supposing import without_step
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.judged.work_left import left_to_restore
from chwapi_console.recovery.state.of_view.means import lanes_in_use
from chwapi_console.recovery.state.of_view.timings import likely_left, under_way
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.estimate_words import estimate_words
from chwapi_console.text import ENGLISH
from hospitals import NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = """
[policy]
evidence_first = false
crews = 2
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", restore = "2h", runbook = "w", state = "compromised" }
[runbooks.w]
steps = ["image", "rebuild", "edr"]
"""
STEPS = ("image", "rebuild", "edr")


class Night:
    """What one person does on a plan with these times of steps, minute by minute."""

    def __init__(self, times: str) -> None:
        self.plan, self.store, self.now = plan_of(PLAN + times), MemoryStore("here"), NOW

    @property
    def seen(self) -> View:
        return view(self.plan, self.store.record, self.now)

    def take(self) -> None:
        self._write(claims.take(self.seen, ["app"], "dba"))

    def let_go(self) -> None:
        self._write(claims.drop(self.seen, ["app"], "dba", Remarks(meant=True)))

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


def test_what_is_left_was_begun_when_a_step_was_done_ahead_of_its_time() -> None:
    night = Night("[steps.image]\ntime = '1h'")
    night.take()
    night.after(30)
    assert 30 == under_way(night.seen, "app").spent
    before = night.median()
    night.tick("image")
    assert 0 == under_way(night.seen, "app").spent
    assert night.median() < before
    night.after(20)
    assert 20 == under_way(night.seen, "app").spent


def test_a_step_done_late_takes_nothing_from_what_was_spent() -> None:
    night = Night("[steps.image]\ntime = '1h'")
    night.take()
    night.after(90)
    before, median = under_way(night.seen, "app"), night.median()
    night.tick("image")
    assert 90 == before.spent == under_way(night.seen, "app").spent
    assert median == night.median()


def test_steps_without_a_time_share_what_the_others_leave() -> None:
    night = Night("[steps.image]\ntime = '1h'")
    night.tick("edr")
    assert 90 == night.left().likely
    night.tick("rebuild")
    assert 60 == night.left().likely


def test_without_any_time_of_a_step_nothing_is_known_of_what_is_left() -> None:
    night = Night("")
    for step in STEPS:
        night.tick(step)
    assert Estimate(60, 120, 240) == night.left()


SPARE = """[servers.spare]
site = "imc"
role = "x"
restore = "2h"
state = "compromised"
[services.any]
name = "Any"
tier = 1
needs = [["app", "spare"]]
"""


def _minutes_left(night: Night) -> float:
    """What the order counts as left of the server in hand."""
    left = night.seen.left_in_hand.get("app")
    return left.minutes if left else night.seen.problem.minutes["app"]


@pytest.mark.parametrize("seed", range(60))
def test_a_step_done_never_makes_more_of_what_is_left(seed: int) -> None:
    chance = Random(seed)
    timed = [step for step in STEPS if chance.random() < 0.6] or ["image"]
    night = Night(
        "".join(f"[steps.{s}]\ntime = '{chance.randrange(5, 90)}m'\n" for s in timed) + SPARE
    )
    night.take()
    for step in chance.sample(STEPS, len(STEPS)):
        night.after(chance.choice([1, 10, 35, 90, 130]))
        before, of_it = _minutes_left(night), under_way(night.seen, "app").still_open
        night.tick(step, skip="no need" if chance.random() < 0.2 else "")
        assert _minutes_left(night) <= before
        assert under_way(night.seen, "app").still_open <= of_it + 1e-6


@pytest.mark.parametrize("timed", [["image"], ["rebuild", "edr"], [*STEPS]])
@pytest.mark.parametrize("minutes", [1, 40, 200])
def test_with_every_step_done_next_to_nothing_is_left(timed: list[str], minutes: int) -> None:
    night = Night("".join(f"[steps.{step}]\ntime = '25m'\n" for step in timed) + SPARE)
    night.take()
    for step in STEPS:
        night.after(minutes)
        night.tick(step)
    assert _minutes_left(night) <= 12
    assert night.median() < 30
    night.after(600)
    assert _minutes_left(night) <= 12, "nobody knows when it ends, and it is no further away"


IN_HAND = """[steps.image]
time = "30m"
[steps.rebuild]
time = "40m"
[steps.edr]
time = "20m"
[services.wards]
name = "Wards"
tier = 2
needs = ["other"]
[servers.other]
site = "imc"
role = "x"
restore = "3h"
state = "compromised"
"""
"""Of two hours half an hour stands behind the steps; nobody has begun the other."""


def ends(seen: View) -> dict[str, list[float]]:
    """When each service is up, run for run."""
    return {name: list(of.runs) for name, of in forecast(seen).services.items()}


@pytest.mark.parametrize("minutes", [0, 10, 45, 100, 125, 250, 800])
@pytest.mark.parametrize("step", ["image", "rebuild", "edr"])
def test_a_step_skipped_of_what_is_in_hand_makes_no_run_later(step: str, minutes: int) -> None:
    night = Night(IN_HAND)
    night.take()
    night.after(minutes)
    before, supposed = ends(night.seen), ends(without_step(night.seen, ["app"], step))
    assert all(
        then < now + 1e-6 for then, now in zip(supposed["bloc"], before["bloc"], strict=True)
    )
    assert before["wards"] == supposed["wards"], "it teaches nothing about others"
    night.tick(step, skip="no need")
    assert supposed == ends(night.seen)


def test_a_step_whose_time_is_over_gains_nothing_and_one_to_come_all_of_it() -> None:
    night = Night(IN_HAND)
    night.take()
    night.after(60)
    at_it = {step: likely_left(without_step(night.seen, ["app"], step), "app") for step in STEPS}
    assert {"image": 60, "rebuild": 50, "edr": 40} == at_it, "of 60 minutes"


def test_what_was_skipped_counts_from_then_on_and_not_before() -> None:
    night = Night(IN_HAND)
    night.take()
    night.after(60)
    night.tick("edr", skip="no need")
    assert 60 == under_way(night.seen, "app").spent_of_whole
    night.after(40)
    assert 120 == pytest.approx(under_way(night.seen, "app").spent_of_whole)
    assert 0 == likely_left(night.seen, "app")


def test_what_was_skipped_before_it_was_laid_down_and_taken_again_counts_as_it_did() -> None:
    night = Night(IN_HAND)
    night.take()
    night.after(60)
    night.tick("edr", skip="no need")
    night.let_go()
    night.after(300)
    night.take()
    assert 60 == under_way(night.seen, "app").spent_of_whole
    assert 40 == likely_left(night.seen, "app")


def test_all_steps_skipped_leave_a_tenth_of_what_was_left_of_what_is_in_hand() -> None:
    night = Night("".join(f"[steps.{step}]\ntime = '40m'\n" for step in STEPS))
    night.take()
    night.after(60)
    then = night.seen
    for step in STEPS:
        then = without_step(then, ["app"], step)
    assert 6 == likely_left(then, "app")
    before, supposed = ends(night.seen)["bloc"], ends(then)["bloc"]
    assert all(0 < then < now for then, now in zip(supposed, before, strict=True))


def test_a_step_skipped_puts_what_is_in_hand_back_in_no_lane() -> None:
    lane = "[lanes.copy]\nat_once = 1\nsteps = ['image']\n"
    night = Night(IN_HAND + lane)
    night.take()
    for minutes, used in ((10, ["app"]), (40, [])):
        night.after(minutes)
        assert {"copy": used} == lanes_in_use(night.seen)
        assert {"copy": []} == lanes_in_use(without_step(night.seen, ["app"], "image"))
        then = without_step(night.seen, ["app"], "edr")
        assert lanes_in_use(night.seen) == lanes_in_use(then)
