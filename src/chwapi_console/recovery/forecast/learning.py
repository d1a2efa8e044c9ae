"""What finished restorations teach about those to come: by how much people's estimates are out.

ln(real / planned) of every restoration is taken to be N(mu, sigma²), with a normal-inverse-gamma
prior over mu and sigma (Murphy, "Conjugate Bayesian analysis of the Gaussian distribution", 2007):
people are optimistic.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp, log

from chwapi_console.inventory.model import Estimate
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.pace import Pace, pace
from chwapi_console.recovery.state.of_view.timings import Finished, beyond_belief, finished
from chwapi_console.recovery.state.view.view import View

PRIOR_MEAN, PRIOR_MEAN_COUNT, PRIOR_SPREAD_COUNT, PRIOR_SPREAD = 0.25, 2.0, 4.0, 0.5
FEWEST_FINISHED = 5
"""Finished restorations from which on a runbook has a factor of its own, and a forecast is not from
estimates only."""


class Posterior(NamedTuple):
    """What is known of mu and sigma.

    `lean` is what the ranges of the plan add to mu of themselves, on average.
    """

    mean: float = PRIOR_MEAN
    mean_count: float = PRIOR_MEAN_COUNT
    spread_count: float = PRIOR_SPREAD_COUNT
    squares: float = PRIOR_SPREAD_COUNT * PRIOR_SPREAD**2
    lean: float = 0.0


class Learned(NamedTuple):
    """What finished restorations say.

    How many, and how many times as long as likely they took, over all (by "") and by runbook.
    `shift` is what a runbook's own factor adds to mu. `too_quick` and `too_slow` count what was
    restored in a time that cannot be that of the work; `pace` is what is in no server's estimate.
    """

    finished: Mapping[str, int]
    factor: Mapping[str, float]
    shift: Mapping[str, float]
    posterior: Posterior = Posterior()
    too_quick: int = 0
    too_slow: int = 0
    pace: Pace = Pace()

    @property
    def estimates_only(self) -> bool:
        """Whether too little was finished to learn from."""
        return self.finished.get("", 0) < FEWEST_FINISHED


def learned(view: View) -> Learned:
    """The posterior after the finished restorations, and the factors that people want to hear of.

    Prior and factors are about real / likely, as people reckon. A range whose mean is above what is
    likely would come on top of that: what ranges add so on average is left out (`lean`), what one
    adds more than others stays.
    """
    to_restore = [entry.server for entry in view.entries if not entry.to_look_at]
    lean = _mean([_lean(view.plan.restoration(server)) for server in to_restore])
    timed, (too_quick, too_slow) = finished(view), beyond_belief(view)
    rows = _ratios(view, timed, lean)
    everything = [row for of_runbook in rows.values() for row in of_runbook]
    own = {name: of for name, of in rows.items() if name and len(of) >= FEWEST_FINISHED}
    count, told = len(everything), {"": everything, **own} if everything else {}
    mean_count = PRIOR_MEAN_COUNT + count
    mean = (PRIOR_MEAN_COUNT * PRIOR_MEAN + sum(x for x, _ in everything)) / mean_count
    shift = {
        name: (_mean([x for x, _ in of]) - mean) * len(of) / (len(of) + FEWEST_FINISHED)
        for name, of in own.items()
    }
    left = [x - shift.get(name, 0.0) for name, of in rows.items() for x, _ in of]
    middle = _mean(left)
    squares = (
        PRIOR_SPREAD_COUNT * PRIOR_SPREAD**2
        + sum((x - middle) ** 2 for x in left)
        + PRIOR_MEAN_COUNT * count / mean_count * (middle - PRIOR_MEAN) ** 2
    )
    return Learned(
        finished={name: len(of) for name, of in told.items()},
        factor={name: exp(_mean([ratio for _, ratio in of])) for name, of in told.items()},
        shift=shift,
        posterior=Posterior(mean, mean_count, PRIOR_SPREAD_COUNT + count, squares, lean),
        too_quick=too_quick,
        too_slow=too_slow,
        pace=pace(view, timed, exp(mean)),
    )


def _ratios(
    view: View, timed: Sequence[Finished], lean: float
) -> dict[str, list[tuple[float, float]]]:
    """For each runbook, "" for none, of each finished restoration the logarithm of real / likely.

    As it is compared, and as it was.
    """
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for done in timed:
        planned = view.plan.restoration(done.server)
        ratio = log(done.minutes / planned.likely)
        runbook = view.plan.servers[done.server].runbook or ""
        rows[runbook].append((ratio - _lean(planned) + lean, ratio))
    return rows


def _lean(estimate: Estimate) -> float:
    """The logarithm of how far the mean of a range is above what is likely."""
    return log(sum(estimate) / 3 / estimate.likely)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
