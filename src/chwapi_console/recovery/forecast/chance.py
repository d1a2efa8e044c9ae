"""In how many of all cases a service is up by a moment to come.

By the very runs that its forecast is told by, so that half of all cases are up by its first time.
"""

from collections.abc import Mapping
from datetime import datetime

from chwapi_console.recovery.forecast.forecast import Outlook
from chwapi_console.text import Sentence, Value, say

TOLD_TO = 5
"""Cases of a hundred to which a chance is told: so many runs know no better."""


def chance_by(of: Outlook, moment: datetime) -> float | None:
    """The share of the runs of a forecast in which its service is up by a moment (UTC), 0 to 1.

    None where nobody can say when it is up.
    """
    if of.begun is None:
        return None
    ahead = (moment - of.begun).total_seconds() / 60
    return sum(each <= ahead for each in of.runs) / len(of.runs)


def chances_by(of: Mapping[str, Outlook], moment: datetime) -> dict[str, float | None]:
    """The same of each of these outlooks, counted once for all that is told of it."""
    return {service: chance_by(outlook, moment) for service, outlook in of.items()}


def chance_words(share: float) -> Sentence:
    """A chance, in cases of a hundred, to the five."""
    cases = TOLD_TO * round(share * 100 / TOLD_TO)
    if cases < TOLD_TO:
        return say("in fewer than {n} of 100 cases", n=TOLD_TO)
    if cases > 100 - TOLD_TO:
        return say("in more than {n} of 100 cases", n=100 - TOLD_TO)
    return say("in some {n} of 100 cases", n=cases)


def chance_in_brief(share: float | None) -> Value:
    """A chance in a cell of a table, of a hundred cases; "-" where nobody can say."""
    if share is None:
        return "-"
    cases = TOLD_TO * round(share * 100 / TOLD_TO)
    if cases < TOLD_TO:
        return say("under {n} %", n=TOLD_TO)
    if cases > 100 - TOLD_TO:
        return say("over {n} %", n=100 - TOLD_TO)
    return say("{n} %", n=cases)
