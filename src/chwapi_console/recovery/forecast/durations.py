"""How long restorations take, drawn at random.

What the plan says, times what this incident has taught so far (`learning`).

One draw of (mu, sigma) holds for all servers of a run, for what makes one restoration late makes
the others late too; without that, ranges are far too narrow. The draws of a server come from its
own range in the plan, and from tails that are heavier than a normal distribution's: what goes wrong
takes far longer, and what is late already stays late. docs/design/forecast.md has the figures.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from math import erfc, exp, log, pi, sqrt
from random import Random
from typing import TypeVar
from zlib import crc32

from chwapi_console.inventory.model import Estimate
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.learning import Posterior

Drawn = TypeVar("Drawn")

AMISS = 0.1
"""The share of restorations that go amiss: they spread three times as far as others, and upwards
only. With the spread of the others so that all together have about variance 1, and a mean that is
taken out (after Tukey's contaminated normal, 1960)."""

USUAL_SPREAD = 1 / sqrt(1 - AMISS + AMISS * 3**2)
AMISS_SPREAD = 3 * USUAL_SPREAD
AMISS_MEAN = AMISS * AMISS_SPREAD * sqrt(2 / pi)

FAR, LEAST_AMISS, SEEN_ENOUGH = 1.5, 0.75, 40
"""From so many spreads on it is what went amiss, and spreads so far at least: those that go well are
finished first, and from few of them nobody learns how far amiss others go. Half as far, once so many
are finished."""

MOST_SPREAD = 0.9
"""No restorations of one incident spread more, as a logarithm: what the first few say of it has a
tail in which everything lasts for years."""

SHARED_DRAWS, AS_LONG = 4000, 50
"""Draws of what all servers of a run share, of which each run takes one; and of these so many next
to each other make restorations about as long."""

FEWEST_RUNS = 64
"""Runs that are played of anything, however much there is to do."""

TRIES = 8
"""Draws in which one may turn out to be long enough for work that is late; after that it is drawn
from the tail."""


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


@lru_cache(maxsize=16)
def shared_factors(
    known: Posterior, running: tuple[Running, ...], runs: int, dice: str
) -> Sequence[tuple[float, float]]:
    """For each run one draw of (mu, sigma) that holds for all its servers.

    What all servers share decides most of what comes of a run. So it is not left to chance: the
    draws are laid out from those that make restorations shortest to those that make them longest,
    and the runs take them at places that any first few of them, and all, spread evenly. Those that
    are about as long are laid out from the least spread to the most, or a run would have another
    spread whenever its place moved by one. Restorations that still run and should have ended long
    ago teach too: what does not agree with that has the less of the distribution.
    """
    thrown = Random(dice)
    drawn = sorted(
        (_factor(known, thrown) for _ in range(SHARED_DRAWS)),
        key=lambda factor: factor[0] + factor[1] ** 2 / 2,
    )
    alike = [
        sorted(drawn[first : first + AS_LONG], key=lambda factor: factor[1])
        for first in range(0, SHARED_DRAWS, AS_LONG)
    ]
    logs = [[_still_running(mu, sigma, running) for mu, sigma in of] for of in alike]
    best = max(map(max, logs))
    weights = [[exp(likely - best) for likely in of] for of in logs]
    of_all, within = list(accumulate(map(sum, weights))), [list(accumulate(of)) for of in weights]
    factors = []
    for run in range(runs):
        number = _number_at(place(run, FACTOR), of_all)
        factors.append(alike[number][_number_at(place(run, OWN_SPREAD), within[number])])
    return factors


def _factor(known: Posterior, dice: Random) -> tuple[float, float]:
    drawn = known.squares / (2 * dice.gammavariate(known.spread_count / 2, 1))
    variance = min(drawn, MOST_SPREAD**2)
    return dice.gauss(known.mean, sqrt(variance / known.mean_count)) - known.lean, sqrt(variance)


@lru_cache(maxsize=16)
def shared_shares(hit: int, clean: int, runs: int, dice: str) -> Sequence[float]:
    """For each run one draw of the share of unknown servers that turn out hit.

    Beta(1 + hit, 1 + clean), spread as the factors are and independently of them.
    """
    thrown = Random(dice)
    drawn = sorted(thrown.betavariate(1 + hit, 1 + clean) for _ in range(SHARED_DRAWS))
    return evenly(drawn, runs, SHARE)


FACTOR, SHARE, PACE, DELAY, OWN_SPREAD = 2, 3, 5, 7, 11
"""What all servers of a run share is drawn at the points of a Halton sequence (1960): each thing in
a base of its own."""


def least_amiss(finished: int) -> float:
    """By how much what goes amiss spreads at least, when so many were finished.

    While none is, those that go well have not misled anybody.
    """
    return 0.0 if not finished else LEAST_AMISS * SEEN_ENOUGH / (SEEN_ENOUGH + finished)


@lru_cache(maxsize=16)
def paces(mean: float, spread: float, runs: int, dice: str) -> Sequence[float]:
    """For each run one draw of how much longer the incident takes than its restorations.

    As a logarithm of the times as long as added up.
    """
    thrown = Random(dice)
    drawn = sorted(thrown.gauss(0, 1) for _ in range(SHARED_DRAWS))
    return [mean + spread * deviation for deviation in evenly(drawn, runs, PACE)]


def delays(minutes: float, runs: range) -> "array[float]":
    """For each of these runs one draw of the minutes until anything is begun.

    Exponential, with so many minutes in the mean.
    """
    return array("d", [-minutes * log(1 - place(run, DELAY)) for run in runs])


def evenly(drawn: Sequence[Drawn], runs: int, base: int) -> list[Drawn]:
    """One of the draws for each run, at places that spread evenly over them.

    However few of the runs are looked at, from the first on.
    """
    return [drawn[int(place(run, base) * len(drawn))] for run in range(runs)]


def _number_at(place: float, reached: Sequence[float]) -> int:
    """The number at a place between 0 and 1, of numbers whose weights were added up."""
    return min(bisect_right(reached, place * reached[-1]), len(reached) - 1)


def place(run: int, base: int) -> float:
    """The place of a run between 0 and 1.

    Its number with the digits turned round behind the point (van der Corput, 1935), moved by half
    of what lies between any two of the fewest runs.
    """
    turned, unit = 0.5 / FEWEST_RUNS, 1.0
    while run:
        unit /= base
        run, digit = divmod(run, base)
        turned += digit * unit
    return turned % 1


def _still_running(mu: float, sigma: float, running: Sequence[Running]) -> float:
    """How likely it is, as a logarithm, that all of these still run after the time they have taken."""
    likely = 0.0
    for work in running:
        middle, spread = log_moments(work.estimate)
        late = (
            log(max(work.spent, 0.01) / work.estimate.likely) - middle - mu - work.shift
        ) / sqrt(2 * (sigma * sigma + spread))
        likely += log(0.5 * erfc(late) + 1e-12)
    return likely


class Chance:
    """Draws that are made once for a seed, and of which each server has a stretch of its own.

    Where it begins is decided by the server's name alone. So what is drawn of it hangs on nothing
    else, and costs a place in a list.

    `deviations` are as `_deviation` gives them, `evens` spread evenly between 0 and 1.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._deviations, self._evens = _of_chance(seed)

    def deviations(self, of: str, runs: range) -> Sequence[float]:
        """How far from the usual one restoration is in each of these runs, in spreads."""
        return self._stretch(self._deviations, f"{of} deviates", runs)

    def evens(self, of: str, runs: range) -> Sequence[float]:
        """A number between 0 and 1 for each of these runs."""
        return self._stretch(self._evens, of, runs)

    def _stretch(self, drawn: Sequence[float], of: str, runs: range) -> Sequence[float]:
        first = crc32(f"{self._seed} {of} {runs[0]}".encode()) % STRETCHES
        return drawn[first : first + len(runs)]


@lru_cache(maxsize=4)
def _of_chance(seed: int) -> tuple[Sequence[float], Sequence[float]]:
    """All deviations and evens of a seed, drawn once."""
    dice, count = Random(f"{seed} chance"), STRETCHES + MOST_AT_ONCE
    deviations = [_deviation(dice) for _ in range(count)]
    return deviations, [dice.random() for _ in range(count)]


STRETCHES, MOST_AT_ONCE = 8192, 4096
"""Places at which the draws of a server may begin, and the most that it may have."""


def restorations(
    estimate: Estimate,
    shift: float,
    factors: Sequence[tuple[float, float]],
    evens: Sequence[float],
    deviations: Sequence[float],
    amiss: float = 0.0,
) -> "array[float]":
    """The minutes that a restoration takes, one number for each run.

    What goes amiss spreads by `amiss` at least.
    """
    planned = quantiles(estimate)
    return array(
        "d",
        [
            planned[int(even * QUANTILES)]
            * exp(mu + shift + (sigma if deviation < FAR or sigma > amiss else amiss) * deviation)
            for (mu, sigma), even, deviation in zip(factors, evens, deviations, strict=True)
        ],
    )


QUANTILES = 128
"""Parts of equal likelihood that an estimate is drawn from."""


@lru_cache(maxsize=4096)
def quantiles(estimate: Estimate) -> Sequence[float]:
    """The minutes in the middle of each part of an estimate's distribution."""
    minutes = triangular(estimate)
    return [minutes((part + 0.5) / QUANTILES) for part in range(QUANTILES)]


def _deviation(dice: Random) -> float:
    """How far from the usual one restoration is, in spreads."""
    if dice.random() > AMISS:
        return dice.gauss(-AMISS_MEAN, USUAL_SPREAD)
    return abs(dice.gauss(0, AMISS_SPREAD)) - AMISS_MEAN


def rests(
    work: Running,
    factors: Sequence[tuple[float, float]],
    tries: Iterable[tuple[Sequence[float], Sequence[float]]],
    last: Sequence[float],
) -> "array[float]":
    """The minutes that a running restoration takes yet, one number for each run.

    Drawn on the condition that it has not ended yet: in each run the first of some `tries` (evens
    and deviations, as of what nobody began) that is longer than what it took so far. So a minute
    later nearly all runs have what they had. Where none is, from the tail, at a place that `last`
    has, between 0 and 1.
    """
    planned, spent = quantiles(work.estimate), work.spent
    rest, open_runs = array("d", [0.0]) * len(factors), list(range(len(factors)))
    for evens, deviations in tries:
        missed = list[int]()
        for run in open_runs:
            mu, sigma = factors[run]
            middle = planned[int(evens[run] * QUANTILES)] * exp(mu + work.shift)
            rest[run] = middle * exp(sigma * deviations[run]) - spent
            if rest[run] <= 0:
                missed.append(run)
        open_runs = missed
        if not open_runs:
            break
    for run in open_runs:
        mu, sigma = factors[run]
        middle = planned[int(evens[run] * QUANTILES)] * exp(mu + work.shift)
        least = (log(spent / middle) / sigma + AMISS_MEAN) / AMISS_SPREAD
        drawn = AMISS_SPREAD * _normal_above(least, last[run]) - AMISS_MEAN
        rest[run] = max(middle * exp(sigma * drawn) - spent, 0.0)
    return rest


def _normal_above(least: float, place: float) -> float:
    """The value of a standard normal distribution above `least` at that place, between 0 and 1."""
    if least > FAR_OUT:
        return sqrt(least * least - 2 * log(1 - place))
    above = (1 - place) * erfc(least / sqrt(2))
    low, high = least, least + 10.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if erfc(middle / sqrt(2)) > above else (low, middle)
    return low


FAR_OUT = 20.0
"""Spreads from the mean beyond which a normal distribution's tail is told by its first term."""
