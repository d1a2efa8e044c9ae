"""How long restorations take: what the plan says, times what this incident has taught so far.

ln(real / planned) of every restoration is taken to be N(mu, sigma²), with a normal-inverse-gamma prior over mu and sigma
(Murphy, "Conjugate Bayesian analysis of the Gaussian distribution", 2007): people are optimistic. One draw of (mu, sigma)
holds for all servers of a run, for what makes one restoration late makes the others late too; without that, ranges are far
too narrow. The draws of a server come from its own range in the plan, and from tails that are heavier than a normal
distribution's: what goes wrong takes far longer, and what is late already stays late. docs/design/forecast.md has the figures.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from math import erfc, exp, log, pi, sqrt
from random import Random
from typing import NamedTuple

from chwapi_console.inventory.model import Estimate
from chwapi_console.journal.events import Event
from chwapi_console.recovery.past import is_undo
from chwapi_console.recovery.situation import undone_events
from chwapi_console.recovery.view import View

PRIOR_MEAN, PRIOR_MEAN_COUNT, PRIOR_SPREAD_COUNT, PRIOR_SPREAD = 0.25, 2.0, 4.0, 0.5
ENOUGH = 5
"""Finished restorations from which on a runbook has a factor of its own, and a forecast is not from estimates only."""

TOO_SHORT, TOO_LONG = 0.1, 20.0
"""Below this share of the shortest estimate, or above this multiple of the longest, the record tells of a late mark or of a
forgotten one, and not of the work."""

AMISS = 0.1
"""The share of restorations that go amiss: they spread three times as far as others, and upwards only. With the spread of the
others so that all together have about variance 1, and a mean that is taken out (after Tukey's contaminated normal, 1960)."""

USUAL_SPREAD = 1 / sqrt(1 - AMISS + AMISS * 3 ** 2)
AMISS_SPREAD = 3 * USUAL_SPREAD
AMISS_MEAN = AMISS * AMISS_SPREAD * sqrt(2 / pi)

TRIES = 8
"""Draws in which one may turn out to be long enough for work that is late; after that it is drawn from the tail."""


class Finished(NamedTuple):
    """A restoration that was done, and the minutes that somebody had it in hand."""

    server: str
    minutes: float


class Learned(NamedTuple):
    """What finished restorations say: how many, and how many times as long as likely they took, over all (by "") and by
    runbook; and the posterior of mu and sigma. `shift` is what a runbook's own factor adds to mu, and `lean` what the ranges
    of the plan add of themselves, on average."""

    finished: Mapping[str, int]
    factor: Mapping[str, float]
    shift: Mapping[str, float]
    mean: float = PRIOR_MEAN
    mean_count: float = PRIOR_MEAN_COUNT
    spread_count: float = PRIOR_SPREAD_COUNT
    squares: float = PRIOR_SPREAD_COUNT * PRIOR_SPREAD ** 2
    lean: float = 0.0

    @property
    def estimates_only(self) -> bool:
        """Whether too little was finished to learn from."""
        return self.finished.get("", 0) < ENOUGH


class Running(NamedTuple):
    """A restoration that somebody is at, and for how many minutes."""

    estimate: Estimate
    spent: float
    shift: float


# What the record says


def finished(view: View) -> list[Finished]:
    """The restorations from which something can be learned.

    Not those that were undone or settled, that nobody took, that one act marks together with others and without a time, or
    whose time cannot be true: such marks tell when somebody wrote, not when the work was done.
    """
    undone = undone_events([event for events in view.situation.history.values() for event in events])
    together: dict[str, int] = defaultdict(int)
    for events in view.situation.history.values():
        for event in events:
            together[event.act] += event.after is not None and event.after.work == "restored"
    return [Finished(server, minutes) for server, part in view.plan.servers.items() if not view.situation.servers[server].conflict
            for minutes, mark in _stints(view, server, undone)
            if mark is not None and (together[mark.act] == 1 or "done_at" in mark.data)
            and TOO_SHORT * part.restore.low <= minutes <= TOO_LONG * part.restore.high]


def minutes_in_hand(view: View, server: str) -> float:
    """How long a running restoration has been worked on so far."""
    undone = undone_events(view.situation.history.get(server, ()))
    return max([0.0, *(minutes for minutes, mark in _stints(view, server, undone) if mark is None)])


def _stints(view: View, server: str, undone: set[str]) -> Iterator[tuple[float, Event | None]]:
    """The minutes that a server was in hand until each mark that it is restored, and since, with no mark, if it is now.

    Time in which it was blocked or let go is not counted, and a verdict begins anew.
    """
    spent, since = timedelta(), None
    for event in view.situation.history.get(server, ()):
        after = event.after
        if after is None or event.id in undone or is_undo(event):
            continue
        if after.work == "restoring":
            since = min(since or _when(event), _when(event))
            continue
        if since is not None:
            spent, since = spent + (_when(event) - since), None
        if after.work == "restored" and event.kind == "marked":
            yield spent.total_seconds() / 60, event
        if after.work in ("restored", "verified") or (not after.work and event.kind == "marked"):
            spent = timedelta()
    if since is not None:
        yield (spent + (view.now - since)).total_seconds() / 60, None


def _when(event: Event) -> datetime:
    """When an act was done: as a person said, else as it was written."""
    return datetime.fromisoformat(str(event.data.get("done_at") or event.at))


# What it teaches


def learned(view: View) -> Learned:
    """The posterior after the finished restorations, and the factors that people want to hear of.

    Prior and factors are about real / likely, as people reckon. A range whose mean is above what is likely would come on top
    of that: what ranges add so on average is left out (`lean`), what one adds more than others stays.
    """
    parts = view.plan.servers
    lean = _mean([_lean(parts[entry.server].restore) for entry in view.entries])
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for done in finished(view):
        part = parts[done.server]
        ratio = log(done.minutes / part.restore.likely)
        rows[part.runbook or ""].append((ratio - _lean(part.restore) + lean, ratio))
    everything = [row for of_runbook in rows.values() for row in of_runbook]
    own = {name: of for name, of in rows.items() if name and len(of) >= ENOUGH}
    count, told = len(everything), {"": everything, **own} if everything else {}
    mean_count = PRIOR_MEAN_COUNT + count
    mean = (PRIOR_MEAN_COUNT * PRIOR_MEAN + sum(x for x, _ in everything)) / mean_count
    shift = {name: (_mean([x for x, _ in of]) - mean) * len(of) / (len(of) + ENOUGH) for name, of in own.items()}
    left = [x - shift.get(name, 0.0) for name, of in rows.items() for x, _ in of]
    middle = _mean(left)
    squares = (PRIOR_SPREAD_COUNT * PRIOR_SPREAD ** 2 + sum((x - middle) ** 2 for x in left)
               + PRIOR_MEAN_COUNT * count / mean_count * (middle - PRIOR_MEAN) ** 2)
    return Learned(
        finished={name: len(of) for name, of in told.items()},
        factor={name: exp(_mean([ratio for _, ratio in of])) for name, of in told.items()},
        shift=shift, lean=lean, mean=mean, mean_count=mean_count, spread_count=PRIOR_SPREAD_COUNT + count, squares=squares)


def _lean(estimate: Estimate) -> float:
    """The logarithm of how far the mean of a range is above what is likely."""
    return log(sum(estimate) / 3 / estimate.likely)


def share_hit(view: View) -> tuple[int, int]:
    """Of the servers that the plan did not know and somebody has looked at: how many were hit, and how many clean."""
    verdicts = [view.situation.servers[name].standing.verdict for name, part in view.plan.servers.items()
                if part.state == "unknown"]
    return verdicts.count("compromised"), verdicts.count("clean")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


# Drawing


@lru_cache(maxsize=1024)
def log_moments(estimate: Estimate) -> tuple[float, float]:
    """Mean and variance of ln(minutes / likely) over the triangular distribution of an estimate."""
    draw = triangular(estimate)
    logs = [log(draw((place + 0.5) / 40) / estimate.likely) for place in range(40)]
    mean = _mean(logs)
    return mean, _mean([(x - mean) ** 2 for x in logs])


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
