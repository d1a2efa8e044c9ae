"""Views as they would be if servers stood otherwise, pins were gone, or conditions met.

Each gives another view and leaves the first as it is. What does not hang on what is supposed is not
thought anew: so a rule, a sentence or a forecast can ask for many.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.judged.crews_so_far import with_crews_so_far
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.present_problem import present_problem
from chwapi_console.recovery.state.judged.supposed_acts import SOMEBODY, as_if_done
from chwapi_console.recovery.state.judged.suspects import SuspectServers, found_suspects
from chwapi_console.recovery.state.judged.tier_calendar import with_present_tiers
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.told.found_servers import with_one_more
from chwapi_console.recovery.state.told.marking import marked
from chwapi_console.recovery.state.told.pins import Pin
from chwapi_console.recovery.state.told.situation import ServerState
from chwapi_console.recovery.state.told.threshold import Thresholds
from chwapi_console.recovery.state.view.completed_views import (
    UNTOLD,
    with_due,
    with_left,
    with_starts,
    with_unmet,
)
from chwapi_console.recovery.state.view.view import View

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan
    from chwapi_console.journal.kinds.server_kinds import FoundServer


def with_entries(view: View, entries: Sequence[Entry]) -> View:
    """The view if these were what is to do, and all else stood as it does."""
    then = view.kept_at(view.now)
    then.__dict__["entries"] = entries
    then.__dict__.pop("entry", None)
    return then


def with_other_means(view: View, written: "Plan") -> View:
    """The view if the plan had other crews and lanes from now on, and said all else as it does.

    Nothing that a view thinks hangs on them: the order knows neither. What was worked until now is
    counted by those that there were.
    """
    of_now, so_far = (
        with_present_tiers(written, view.now),
        with_crews_so_far(view.plan, view.situation),
    )
    then = view.remembering()._replace(plan=of_now, written=written, situation=so_far)
    then.__dict__.update(view.__dict__)
    return then


def with_conditions(view: View, conditions: Mapping[str, ConditionStanding]) -> View:
    """The view if conditions stood so, whatever else would come of that."""
    then = view.kept_at(view.now)
    then.__dict__["conditions"] = conditions
    return then


def with_pins(view: View, pins: Sequence[Pin]) -> View:
    """The view if people had pinned this; the order without any pin stays what it is."""
    then = view._replace(situation=view.situation._replace(pins=pins))
    then.__dict__["by_rule"] = view.by_rule
    return then


def without_pin(view: View, subject: str) -> View:
    """The view if nobody had pinned this."""
    return with_pins(view, [pin for pin in view.situation.pins if pin.subject != subject])


def with_standings(
    view: View, standings: Mapping[str, Standing], by: str = "", *, marked: bool = False
) -> View:
    """The view if somebody took, let go of, or `marked` these servers so now, and nobody disagreed.

    Done `by` somebody, else by who takes or has them.
    """
    servers = {
        **view.situation.servers,
        **{server: ServerState(standing) for server, standing in standings.items()},
    }
    blocks = {
        server: block for server, block in view.situation.blocks.items() if server not in standings
    }
    so_far = as_if_done(view.situation, standings, view.now, by, marked=marked)
    so_far = so_far._replace(servers=servers, blocks=blocks)
    problem = present_problem(view.plan, so_far, view.plan.graph.replacing(so_far.replacements))
    then = view._replace(
        situation=so_far,
        problem=problem._replace(conditions=view.problem.conditions, gone=view.problem.gone),
    )
    then = with_starts(then)
    then.__dict__["found_suspects"] = SuspectServers(
        *(
            {server: why for server, why in found.items() if server not in standings}
            for found in view.found_suspects
        )
    )
    return with_left(with_due(then))


def with_marks(view: View, servers: Iterable[str], state: str, replacement: str = "") -> View:
    """The view if somebody marked these servers so (`restoring`: taken)."""
    so_far = view.situation
    return with_standings(
        view,
        {
            server: marked(
                so_far.servers[server].standing,
                state,
                SOMEBODY,
                so_far.threshold(server),
                replacement=replacement,
            )
            for server in servers
        },
        marked=True,
    )


def with_found_compromised(view: View, server: str) -> View:
    """The view if somebody found this server compromised now, and nobody had looked at others yet."""
    marked_so = with_marks(begun_anew(view, server), [server], "compromised")
    found = marked_so.situation
    fresh = found.history[server][-1].hash
    then = marked_so._replace()
    then.__dict__["found_suspects"] = SuspectServers(
        *(
            {
                each: why
                for each, why in those.items()
                if each in stood or any(cause.found.hash == fresh for cause in why)
            }
            for those, stood in zip(
                found_suspects(view.plan, found), marked_so.found_suspects, strict=True
            )
        )
    )
    return then


def begun_anew(view: View, server: str) -> View:
    """The view if no step of a server's runbook counted, as behind a verdict."""
    so_far = view.situation
    steps = {key: act for key, act in so_far.steps.items() if key[0] != server}
    then = view._replace(situation=so_far._replace(steps=steps))
    then.__dict__["found_suspects"] = view.found_suspects
    return then


def with_let_go(view: View, server: str) -> View:
    """The view if whoever has a server let go of it, or of its block."""
    standing = view.situation.servers[server].standing
    return with_standings(view, {server: standing._replace(work="", reason="", holder="")})


def without_condition(view: View, condition: str) -> View:
    """The view if this condition were not met."""
    unmet = {**view.problem.conditions, condition: UNTOLD}
    return with_unmet(view, unmet, frozenset(view.problem.gone) - {condition})


def with_condition_met(view: View, condition: str) -> View:
    """The view if this condition were met."""
    unmet = {name: time for name, time in view.problem.conditions.items() if name != condition}
    return with_unmet(view, unmet, frozenset(view.problem.gone) - {condition})


def with_found(view: View, server: str, found: "FoundServer") -> View:
    """The view if somebody added this server, of which nobody knows yet how it stands."""
    plan, unknown = with_one_more(view.plan, server, found), ServerState(Standing("unknown"))
    so_far = view.situation._replace(
        servers={**view.situation.servers, server: unknown}, thresholds=Thresholds.of(plan)
    )
    problem = present_problem(plan, so_far, plan.graph.replacing(so_far.replacements))
    return view._replace(
        plan=plan,
        situation=so_far,
        problem=problem._replace(conditions=view.problem.conditions, gone=view.problem.gone),
    )
