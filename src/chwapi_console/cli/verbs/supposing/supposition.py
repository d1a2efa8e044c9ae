"""One thing that is supposed: what it is called, the view in which it is so, and what is told of it."""

import re
from collections.abc import Sequence

from chwapi_console.clock import parse_duration
from chwapi_console.errors import UsageError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.site_state import site_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say

FORMS = say(
    "Write what would be otherwise: SERVICE tier 1, SERVICE weight 12, SITE weight 3, SERVER takes 2h, "
    "SERVICE without SERVER, SERVICE first, SITE first, GROUP first, ID unpinned, SERVER compromised, "
    "SERVER let go, SERVER taken by CREW, CONDITION met, CONDITION open, CONDITION slips 1d, CONDITION until 18:00, "
    "CREW at_once 3, CREW day and night, SERVER without STEP, STEP skipped, SITE shut, SERVICE shut."
)
MOST_TOLD = 6
"""Services of a site that are told of by name."""


class Supposition(NamedTuple):
    """What is supposed of something, in words, and the view in which it is so.

    `told` are the services or the server of which it is said where they stand and when they come;
    where they stand only where it is about the `order`. `mind` is what must be known of it.
    """

    subject: str
    what: Sentence
    then: View
    told: Sequence[str]
    order: bool = True
    mind: Sentence | None = None


def minutes_of(value: str) -> int:
    """The minutes of a time as people write it. UsageError for anything else."""
    try:
        return parse_duration(value)
    except ValueError:
        raise UsageError(
            say('"{value}" is not a time such as 90m, 2h or 1h30.', value=value)
        ) from None


def nothing_more(value: str) -> None:
    """UsageError where more was written than what is supposed takes."""
    if value:
        raise UsageError(say('"{value}" is too much. {forms}', value=value, forms=FORMS))


def number_of(value: str, most: int) -> int:
    """A whole number from 1 to the `most`. UsageError for anything else."""
    if not (re.fullmatch("[0-9]{1,9}", value) and 1 <= int(value) <= most):
        raise UsageError(
            say('"{value}" is not a whole number from 1 to {most}.', value=value, most=most)
        )
    return int(value)


def told_of(view: View, subject: str) -> list[str]:
    """The services of a site or group that miss something, as the queue brings them back."""
    plan = view.plan
    if subject in plan.services or subject in plan.servers:
        return [subject]
    of = (
        plan.opens_together[subject]
        if subject in plan.groups
        else site_state(view, subject).services
    )
    return [s for s in view.order.as_they_return(of) if view.missing(s)][:MOST_TOLD]
