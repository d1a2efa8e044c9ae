"""How long restorations take, drawn at random: what the plan says, times what this incident has taught so far (`learning`).

One draw of (mu, sigma) holds for all servers of a run, for what makes one restoration late makes the others late too; without
that, ranges are far too narrow. The draws of a server come from its own range in the plan, and from tails that are heavier than a
normal distribution's: what goes wrong takes far longer, and what is late already stays late. docs/design/forecast.md has the
figures.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import erfc, exp, log, pi, sqrt
from random import Random
from typing import NamedTuple

from chwapi_console.inventory.model import Estimate
from chwapi_console.recovery.learning import Learned

AMISS = 0.1
"""The share of restorations that go amiss: they spread three times as far as others, and upwards only. With the spread of the
others so that all together have about variance 1, and a mean that is taken out (after Tukey's contaminated normal, 1960)."""

USUAL_SPREAD = 1 / sqrt(1 - AMISS + AMISS * 3 ** 2)
AMISS_SPREAD = 3 * USUAL_SPREAD
AMISS_MEAN = AMISS * AMISS_SPREAD * sqrt(2 / pi)

TRIES = 8
"""Draws in which one may turn out to be long enough for work that is late; after that it is drawn from the tail."""


class Running(NamedTuple):
    """A restoration that somebody is at, and for how many minutes."""

    estimate: Estimate
    spent: float
    shift: float


@lru_cache(maxsize=1024)
def log_moments(estimate: Estimate) -> tuple[float, float]:
    """Mean and variance of ln(minutes / likely) over the triangular distribution of an estimate."""
    draw = triangular(estimate)
    logs = [log(draw((place + 0.5) / 40) / estimate.likely) for place in range(40)]
    mean = sum(logs) / len(logs)
    return mean, sum((x - mean) ** 2 for x in logs) / len(logs)


@lru_cache(maxsize=1024)
def triangular(estimate: Estimate) -> Callable[[float], float]:
    """The minutes at each quantile, 0 to 1, of the triangular distribution over an estimate."""
    low, likely, high = estimate
    if low == high:
        return lambda _: float(likely)
    turn = (likely - low) / (high - low)
    rising, falling = (high - low) * (likely - low), (high - low) * (high - likely)
    return lambda u: low + sqrt(u * rising) if u < turn else high - sqrt((1 - u) * falling)


def shared_factors(so_far: Learned, running: Sequence[Running], runs: int, dice: Random) -> list[tuple[float, float]]:
    """For each run one draw of (mu, sigma) that holds for all its servers.

    Restorations that still run and should have ended long ago teach too: draws are taken anew in proportion to how well
    they agree with that (systematic resampling).
    """
    drawn = []
    for _ in range(runs):
        variance = so_far.squares / (2 * dice.gammavariate(so_far.spread_count / 2, 1))
        mu = dice.gauss(so_far.mean, sqrt(variance / so_far.mean_count)) - so_far.lean
        drawn.append((mu, sqrt(variance)))
    if not running:
        return drawn
    logs = [_still_running(mu, sigma, running) for mu, sigma in drawn]
    best = max(logs)
    weights = [exp(likely - best) for likely in logs]
    step = sum(weights) / runs
    again, reached, place = [], weights[0], 0
    for number in range(runs):
        while reached < (number + 0.5) * step and place < runs - 1:
            place += 1
            reached += weights[place]
        again.append(drawn[place])
    return again


def _still_running(mu: float, sigma: float, running: Sequence[Running]) -> float:
    """How likely it is, as a logarithm, that all of these still run after the time they have taken."""
    likely = 0.0
    for work in running:
        middle, spread = log_moments(work.estimate)
        late = (log(max(work.spent, 0.01) / work.estimate.likely) - middle - mu - work.shift) / sqrt(2 * (sigma * sigma + spread))
        likely += log(0.5 * erfc(late) + 1e-12)
    return likely


def restorations(estimate: Estimate, shift: float, factors: Sequence[tuple[float, float]], dice: Random) -> Iterator[float]:
    """The minutes that a restoration takes, for one run after another, drawn when they are asked for: those of thousands of
    servers for a thousand runs would fill tens of megabytes."""
    planned, random = triangular(estimate), dice.random
    for mu, sigma in factors:
        yield planned(random()) * exp(mu + shift + sigma * _deviation(dice))


def _deviation(dice: Random) -> float:
    """How far from the usual one restoration is, in spreads."""
    if dice.random() > AMISS:
        return dice.gauss(-AMISS_MEAN, USUAL_SPREAD)
    return abs(dice.gauss(0, AMISS_SPREAD)) - AMISS_MEAN


def rests(work: Running, factors: Sequence[tuple[float, float]], dice: Random) -> Iterator[float]:
    """The minutes that a running restoration takes yet, for one run after another: drawn on the condition that it has not
    ended yet."""
    planned = triangular(work.estimate)
    return (_longer_than(work.spent, planned, mu + work.shift, sigma, dice) - work.spent for mu, sigma in factors)


def _longer_than(spent: float, planned: Callable[[float], float], mu: float, sigma: float, dice: Random) -> float:
    """A duration above `spent`; where a few draws are not, from the tail of what goes amiss."""
    for _ in range(TRIES):
        middle = planned(dice.random()) * exp(mu)
        drawn = middle * exp(sigma * _deviation(dice))
        if drawn > spent:
            return drawn
    least = (log(spent / middle) / sigma + AMISS_MEAN) / AMISS_SPREAD
    return max(middle * exp(sigma * (AMISS_SPREAD * _normal_above(least, dice) - AMISS_MEAN)), spent)


def _normal_above(least: float, dice: Random) -> float:
    """A standard normal draw above `least` (Robert, "Simulation of truncated normal variables", 1995)."""
    while least <= 0:
        if (drawn := dice.gauss(0, 1)) > least:
            return drawn
    rate = (least + sqrt(least * least + 4)) / 2
    while True:
        drawn = least + dice.expovariate(rate)
        if dice.random() <= exp(-(drawn - rate) ** 2 / 2):
            return drawn
