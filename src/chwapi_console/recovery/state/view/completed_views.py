"""The steps in which a view is made, once plan and states are known.

Each gives the view whose order knows one thing more: what may not begin yet, how conditions and
sign-offs stand, which blocks are over, what is left of servers in hand.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chwapi_console.inventory.groups import accepted_service
from chwapi_console.inventory.model import USUAL_SIGN_OFF
from chwapi_console.recovery.order.problem import Problem
from chwapi_console.recovery.state.told.blocks import over
from chwapi_console.recovery.state.told.conditions import standing

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan
    from chwapi_console.recovery.state.view.view import View

HOUR = timedelta(hours=1)

UNMET = ("open", "awaited")
"""States of conditions that are to be met yet."""

UNTOLD = 1440
"""Minutes that a condition counts of which nobody can say how long it takes, where crews could do
without it: what they can do themselves within a day they do not wait for."""


def completed(seen: "View") -> "View":
    """The view after every step, in their order."""
    return with_left(with_due(_with_conditions(with_starts(seen))))


def with_starts(seen: "View") -> "View":
    """The view whose order knows how long restorations may not begin yet.

    In hours begun, so that all who look within the hour see the same order.
    """
    minutes = {
        server: 60 * hours_until(at, seen.now)
        for server, at in seen.not_before.items()
        if seen.situation.state(server) in ("compromised", "blocked")
    }
    if not minutes:
        return seen
    return seen._replace(problem=seen.problem._replace(starts=minutes))


def with_left(seen: "View") -> "View":
    """The view whose order knows how much is left of what is in hand where others could do its work."""
    left = seen.left_in_hand
    if not left:
        return seen
    minutes = {server: of.minutes for server, of in left.items()}
    then = _of_problem(seen, seen.problem._replace(left=minutes))
    then.__dict__["left_in_hand"] = left
    return then


def hours_until(moment: datetime, now: datetime) -> int:
    """The hours until a moment to come, one that has begun counted whole."""
    return -((now - moment) // HOUR)


def with_due(seen: "View") -> "View":
    """The view in which blocked servers are blocked no longer that are to be asked about.

    What they wait for is there, or its time has passed. What works does not hang on that.
    """
    due = over(seen.situation.blocks, seen.now, seen.problem.working)
    if not due:
        return seen
    return _of_problem(seen, seen.problem._replace(blocked=frozenset(seen.problem.blocked) - due))


def _with_conditions(seen: "View") -> "View":
    """The view in which the conditions of its plan stand as they do."""
    plan, so_far, now = seen.plan, seen.situation, seen.now
    if not plan.conditions and not plan.sign_offs_asked:
        return seen
    found = seen.suspects if so_far.conditions else {}
    stated = standing(plan, so_far, found, now)
    unmet = {name: _likely(plan, name) for name, at in stated.items() if at.state in UNMET}
    gone = frozenset(name for name, at in stated.items() if at.state == "lost")
    unmet |= dict.fromkeys(plan.sign_offs_asked, USUAL_SIGN_OFF.likely)
    return _with_sign_offs(with_unmet(seen, unmet, gone), unmet, gone)


def _likely(plan: "Plan", condition: str) -> int:
    part = plan.conditions[condition]
    return UNTOLD if part.estimate is None or part.promised else part.estimate.likely


def with_unmet(seen: "View", unmet: Mapping[str, int], gone: frozenset[str]) -> "View":
    """The view in which these conditions are to be met, and those are lost."""
    return _of_problem(seen, seen.problem._replace(conditions=unmet, gone=gone))


def _of_problem(seen: "View", problem: Problem) -> "View":
    """The view with another problem.

    Who is suspect does not hang on that, and is not found out again.
    """
    then = seen._replace(problem=problem)
    if "found_suspects" in seen.__dict__:
        then.__dict__["found_suspects"] = seen.found_suspects
    return then


def _with_sign_offs(seen: "View", unmet: Mapping[str, int], gone: frozenset[str]) -> "View":
    """The view in which those sign-offs that needs ask for are met whose services are accepted.

    To begin with none counts; each that does may bring up what another waits for. In the end none
    counts whose service is not accepted, for what came up by others may be suspect.
    """
    asked = {node: accepted_service(node) for node in seen.plan.sign_offs_asked}
    met = set[str]()
    while fresh := {n for n, s in asked.items() if seen.services[s].status == "accepted"} - met:
        met |= fresh
        seen = with_unmet(seen, {n: m for n, m in unmet.items() if n not in met}, gone)
    while wrong := {n for n in met if seen.services[asked[n]].status != "accepted"}:
        met -= wrong
        seen = with_unmet(seen, {n: m for n, m in unmet.items() if n not in met}, gone)
    return seen
