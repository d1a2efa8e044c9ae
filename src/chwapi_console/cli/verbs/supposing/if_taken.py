"""What is to be minded where a server is supposed to be taken: whose it is, how much they have, when they go."""

from collections.abc import Iterator

from chwapi_console.clock import weekday_time
from chwapi_console.inventory.assignments import crew_of, crews_of, is_for_operator
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.state.of_view.means import crew_name, resources, works_from
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.why.shift_words import rests_before_done
from chwapi_console.recovery.words.why.worth_words import decimal
from chwapi_console.text import Sentence, Value, either, say, some

MOST_NAMED = 5
"""Servers that a sentence names; of more the rest is counted."""
A_SLOW_PACE = 1.3
"""Times what its restorations add up to from which on it is said what an incident counts that for."""


def to_be_minded(view: View, then: View, server: str, holder: str) -> list[Sentence]:
    """What is said of a server in somebody's hands `then`, before what that moves."""
    told = (
        _not_for(then, server, holder),
        _too_many(then, holder),
        rests := _rests_until(then, server, holder),
    )
    minds = [each for each in told if each]
    minds += [] if rests else rests_before_done(then, [server])
    return [*minds, *_by_its_own_estimate(view, then, server)]


def _by_its_own_estimate(view: View, then: View, server: str) -> Iterator[Sentence]:
    """What it does to a time that a server is taken, beside what a crew brings."""
    if then.problem.down.get(server):
        yield say(
            "{server} cannot be begun yet: that it is taken makes nothing sooner.", server=server
        )
    elif server not in view.in_hand and (pace := learned(then).pace).half[1] >= A_SLOW_PACE:
        least, most = pace.half
        yield say(
            "What is in hand goes by its own estimate: that this incident takes {least} to {most} times what its "
            "restorations add up to is counted for what is not begun.",
            least=decimal(least, 1),
            most=decimal(most, 1),
        )


def _not_for(then: View, server: str, holder: str) -> Sentence | None:
    """That the plan does not have the crew of a person for a server, and which it has; None where it does."""
    crew = crew_of(then.plan, holder)
    if crew is None or is_for_operator(then.plan, holder, server):
        return None
    return say(
        "By the plan {crew} is not for {server}: it is for {crews}.",
        crew=crew_name(then, crew),
        server=server,
        crews=either(
            [crew_name(then, each) for each in crews_of(then.plan, then.plan.servers[server])]
        ),
    )


def _too_many(then: View, holder: str) -> Sentence | None:
    """That more would be in hand than the plan has the crew of a person do; None where it would not.

    Or, where it tells no crews apart, than it counts on.
    """
    means, crew = resources(then), crew_of(then.plan, holder)
    if crew is None and (then.plan.crews or then.plan.at_once < 2):
        return None
    most = then.plan.at_once if crew is None else then.plan.crews[crew].at_once
    held = means.in_hand([0 if crew is None else means.crews.index(crew)])
    if len(held) <= most:
        return None
    what: dict[str, Value] = {"servers": some(held, MOST_NAMED), "most": most}
    if crew is None:
        return say(
            "{servers} would be in hand, and the plan counts on {most} at once: the times below count on more "
            "all the same.",
            **what,
        )
    return say(
        "{crew} would have {servers} in hand, and the plan has it do {most} at once: the times below count on "
        "that all the same.",
        crew=crew_name(then, crew),
        **what,
    )


def _rests_until(then: View, server: str, holder: str) -> Sentence | None:
    """That a server rests until its holder's crew comes; None where that is at work."""
    crew = crew_of(then.plan, holder)
    if crew is None or (comes := works_from(then, crew)) is None:
        return None
    return say(
        "{server} rests until {crew} works again, from {time} on.",
        server=server,
        crew=crew_name(then, crew),
        time=weekday_time(comes, then.plan.incident.zone, then.now),
    )
