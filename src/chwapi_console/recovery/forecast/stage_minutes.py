"""How long each stage of what is left takes, in each run.

The draws of a server depend on the seed and its id alone, so that an act elsewhere, or another
number of crews, moves nothing but what it causes to move.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress
from math import ceil
from random import Random

from chwapi_console.inventory.model import Estimate
from chwapi_console.recovery.forecast.durations import (
    TRIES,
    Chance,
    Running,
    least_amiss,
    paces,
    restorations,
    rests,
    shared_factors,
    shared_shares,
    triangular,
)
from chwapi_console.recovery.forecast.learning import Learned
from chwapi_console.recovery.forecast.pace import share_hit
from chwapi_console.recovery.state.judged.stints import time_laid_down
from chwapi_console.recovery.state.judged.under_way import UnderWay
from chwapi_console.recovery.state.judged.work_left import left_to_restore
from chwapi_console.recovery.state.of_view.timings import under_way
from chwapi_console.recovery.state.view.view import View

LAST_TIER = 5

LEAST_SLIP, SHARE_OF_SLIP = 60.0, 0.25
"""What was promised comes later than it was promised: by an hour in the mean, by more where that is
more than four hours off."""


class Dice(Random):
    """Python's own, without a dictionary beside it.

    There is one for each server, and they live together.
    """

    __slots__ = ("gauss_next",)


Draws = Callable[[range], Sequence[float]]
"""Draws the minutes of one stage, a number for each of these runs. Most services are up before the
last stages are begun, so a stage is drawn when a crew first could begin it."""


class StageMinutes:
    """The minutes of what a view has in hand and still to do, by what was learned so far.

    In so many runs; the same seed gives the same.
    """

    def __init__(self, view: View, so_far: Learned, runs: int, seed: int) -> None:
        self._view, self._learned, self._runs, self._seed = view, so_far, runs, seed
        at_work = (*self._at_work.values(), *self._laid_down())
        self._factors = shared_factors(so_far.posterior, at_work, runs, self._thrown("factors"))
        slower = paces(so_far.pace.mean, so_far.pace.spread, runs, self._thrown("pace"))
        self._paced = [
            (mu + more, sigma) for (mu, sigma), more in zip(self._factors, slower, strict=True)
        ]
        self._amiss = least_amiss(so_far.finished.get("", 0))
        self._chance = Chance(seed)
        self._lasts: dict[int, Draws] = {}

    @cached_property
    def _at_work(self) -> Mapping[str, Running]:
        """What is being restored, by server: what it takes in all, and how far it is."""
        return {
            server: Running(of.estimate, of.spent_of_whole, self._shift(server))
            for server, of in self.how_far.items()
        }

    @cached_property
    def how_far(self) -> Mapping[str, UnderWay]:
        """How far each server in hand is, with what was skipped of it since.

        Without what waits for what is not back and has no step done: nobody can be at it, and a word in the
        journal begins nothing.
        """
        view = self._view
        return {
            entry.server: under_way(view, entry.server)
            for entry in view.entries
            if entry.state == "restoring" and not self._is_only_taken(entry.server)
        }

    def _is_only_taken(self, server: str) -> bool:
        view = self._view
        return bool(view.problem.down.get(server)) and all(
            view.situation.is_to_do(server, step) for step in view.plan.steps_of(server)
        )

    def _laid_down(self) -> Iterator[Running]:
        """What was in hand and is not, nor done: that it was not done by then is known all the same."""
        view = self._view
        for server in view.situation.history:
            if server not in view.plan.servers or view.situation.state(server) == "restoring":
                continue
            spent = time_laid_down(view.plan, view.situation, server, view.now)
            if minutes := round(spent.total_seconds() / 60):
                yield Running(view.plan.restoration(server), minutes, self._shift(server))

    @cached_property
    def _shares_hit(self) -> Sequence[float]:
        """For each run the share of unknown servers that turn out hit."""
        return shared_shares(*share_hit(self._view), self._runs, self._thrown("hit"))

    def looking(self, server: str) -> Draws:
        """The time to look at a server."""
        return self.lasting(self._view.plan.policy_for(server).triage)

    def lasting(self, minutes: int) -> Draws:
        """The same minutes in every run, held once."""
        if minutes not in self._lasts:
            self._lasts[minutes] = always(float(minutes))
        return self._lasts[minutes]

    def rest(self, server: str, runs: range) -> "array[float]":
        """The minutes of what is left in each of these runs; the first try as if nobody were at it."""
        work, chance = self._at_work[server], self._chance
        names = [server, *(f"{server} again {number}" for number in range(1, TRIES))]
        rest = rests(
            work,
            self._factors[runs[0] : runs[-1] + 1],
            ((chance.evens(name, runs), chance.deviations(name, runs)) for name in names),
            chance.evens(f"{server} late", runs),
        )
        if server in self._view.situation.supposed_at_worst:
            rest = array("d", map(max, rest, self._worst_rest(server, work, runs)))
        if not (of := self.how_far[server]).pieces:
            return rest
        return array("d", [of.lasts(work.spent + minutes) - of.spent for minutes in rest])

    def _worst_rest(self, server: str, work: Running, runs: range) -> "array[float]":
        """What is left of a restoration in hand that takes its worst by the plan.

        Where it is beyond that, or near it, as much again as the worst is above what is likely.
        """
        _, likely, high = work.estimate
        worst = max(ceil(high - work.spent), high - likely, 1)
        return restorations(
            Estimate(worst, worst, worst),
            work.shift,
            self._factors[runs[0] : runs[-1] + 1],
            self._chance.evens(server, runs),
            self._chance.deviations(server, runs),
        )

    def restoration(
        self, server: str, runs: range, hit: Sequence[bool] | None = None
    ) -> "array[float]":
        """The minutes of restoring a server in each of these runs, or in those in which it is hit."""
        factors, evens, deviations = (
            self._paced[runs[0] : runs[-1] + 1],
            self._chance.evens(server, runs),
            self._chance.deviations(server, runs),
        )
        if hit is not None:
            factors, evens, deviations = (
                list(compress(factors, hit)),
                list(compress(evens, hit)),
                list(compress(deviations, hit)),
            )
        estimate = left_to_restore(self._view.plan, self._view.situation, server)
        if server in self._view.situation.supposed_at_worst:
            estimate = Estimate(estimate.high, estimate.high, estimate.high)
        below = self._learned.pace.a_tier * ((self._view.entry[server].tier or LAST_TIER) - 1)
        return restorations(
            estimate, self._shift(server) + below, factors, evens, deviations, self._amiss
        )

    def restored_where(
        self, server: str, hit: Sequence[bool], runs: range, otherwise: float
    ) -> "array[float]":
        """The minutes of restoring a server in the runs in which it is hit; in the others always the same."""
        return where(hit, self.restoration(server, runs, hit), otherwise)

    def turns_out_hit(self, server: str) -> Callable[[range], list[bool]]:
        """Draws, for each run, whether an unknown server turns out hit.

        The same whenever it is asked.
        """
        return lambda runs: [
            even < share
            for even, share in zip(
                self._chance.evens(f"{server} hit", runs),
                self._shares_hit[runs[0] : runs[-1] + 1],
                strict=True,
            )
        ]

    def _shift(self, server: str) -> float:
        return self._learned.shift.get(self._view.plan.servers[server].runbook or "", 0.0)

    def dice(self, what: str, runs: range = range(1)) -> Dice:
        """Dice for one thing that no server's own draws are for; the same again for the same."""
        return Dice(self._thrown(what, runs))

    def _thrown(self, what: str, runs: range = range(1)) -> str:
        """What dice are thrown by: the same numbers again for the same."""
        return f"{self._seed} {what} {runs[0]}"


def usual_slip(ahead: float) -> float:
    """The minutes in the mean by which something comes later that was promised in so many."""
    return max(LEAST_SLIP, SHARE_OF_SLIP * ahead)


def not_before(ahead: float, runs: range, dice: Dice) -> "array[float]":
    """The minutes until something comes that was promised in so many: never before."""
    rate = 1 / usual_slip(ahead)
    return array("d", [ahead + dice.expovariate(rate) for _ in runs])


def within(estimate: Estimate, runs: range, dice: Dice) -> "array[float]":
    """The minutes that something takes which crews have no part in.

    What they learn of their own work says nothing of it.
    """
    planned = triangular(estimate)
    return array("d", [planned(dice.random()) for _ in runs])


def always(minutes: float) -> Draws:
    """The same minutes in every run."""
    columns: dict[range, list[float]] = {}
    return lambda runs: columns.setdefault(runs, [minutes] * len(runs))


def drawn_once(draws: Draws) -> Draws:
    """The same minutes for all that share them."""
    columns: dict[range, Sequence[float]] = {}

    def drawn(runs: range) -> Sequence[float]:
        if runs not in columns:
            columns[runs] = draws(runs)
        return columns[runs]

    return drawn


def part_of(draws: Draws, share: float) -> Draws:
    """A share of what is drawn."""
    return lambda runs: array("d", [minutes * share for minutes in draws(runs)])


def where(hit: Sequence[bool], minutes: Iterable[float], otherwise: float) -> "array[float]":
    """The minutes, one after the other, in the runs in which a server turns out hit.

    In the others always the same.
    """
    following = iter(minutes)
    return array("d", [next(following) if is_hit else otherwise for is_hit in hit])
