"""In how many of all cases a service is up by a moment to come.

By the very runs that its forecast is told by, so that half of all cases are up by its first time.
"""

from collections.abc import Callable
from datetime import datetime

from chwapi_console.recovery.forecast.forecast import MOST_RUNS, SEED
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.network import network
from chwapi_console.recovery.forecast.runs import minutes_until_up
from chwapi_console.recovery.forecast.unforeseeable import why_none
from chwapi_console.recovery.state.view import View
from chwapi_console.text import Sentence, say

TOLD_TO = 5
"""Cases of a hundred to which a chance is told: so many runs know no better."""


def chance_by(
    view: View,
    service: str,
    moment: datetime,
    crews: int | None = None,
    between: Callable[[float], object] = lambda _: None,
) -> float | None:
    """The share of all runs in which a service is up by a moment (UTC), 0 to 1.

    For so many crews, else those of the plan. None where nobody can say when it is up. It takes as
    long as a forecast: never on an event loop.
    """
    if why_none(view, service) is not None:
        return None
    view = view.at(view.now.replace(second=0, microsecond=0))
    played = network(view, [service], learned(view), MOST_RUNS, SEED, crews)
    at_work = view.plan.at_once if crews is None else crews
    minutes = minutes_until_up(played, at_work, between).get(service)
    if not minutes:
        return None
    ahead = (moment - view.now).total_seconds() / 60
    return sum(each <= ahead for each in minutes) / len(minutes)


def chance_words(share: float) -> Sentence:
    """A chance, in cases of a hundred, to the five."""
    cases = TOLD_TO * round(share * 100 / TOLD_TO)
    if cases < TOLD_TO:
        return say("in fewer than {n} of 100 cases", n=TOLD_TO)
    if cases > 100 - TOLD_TO:
        return say("in more than {n} of 100 cases", n=100 - TOLD_TO)
    return say("in some {n} of 100 cases", n=cases)
