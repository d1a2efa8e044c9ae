"""`show GROUP`: services that open together, what reopens them, and when they are expected."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import service_json
from chwapi_console.cli.output.as_json import Json, expected_times
from chwapi_console.cli.output.words import node_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import waited_for
from chwapi_console.recovery.words.why.group_words import (
    GroupState,
    counts_words,
    group_state,
    state_of_group,
)
from chwapi_console.text import Sentence, Value, every, say

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast


def show_group(context: VerbContext, view: View, group: str) -> None:
    """Prints the page of a group."""
    from chwapi_console.recovery.forecast.forecast import forecast

    state, out = group_state(view, group), context.out
    foreseen = forecast(view, state.services, wholes=[group])
    if context.options.as_json:
        out.json(group_page(view, state, foreseen))
        return
    name = view.plan.groups[group].name
    out.say(say("{name} · {id} · {state}", name=name, id=group, state=state_of_group(state)))
    out.fields(list(_of_group(view, state, foreseen)))


def group_page(view: View, state: GroupState, foreseen: "Forecast") -> Json:
    """The page of a group, of a forecast that has the whole of it."""
    outlook = foreseen.wholes[state.group]
    return {
        "id": state.group,
        "kind": "group",
        "in_plan": True,
        **service_json.group(view, state),
        **expected_times(outlook),
        "last": outlook.last[0][0] if outlook.last else None,
        **_site_called_so(view, state.group),
    }


def _of_group(
    view: View, state: GroupState, foreseen: "Forecast"
) -> Iterator[tuple[Sentence, Value]]:
    from chwapi_console.recovery.forecast.outlook import expected, last_of_it

    outlook = foreseen.wholes[state.group]
    yield say("Opens together"), every([node_state(view, service) for service in state.services])
    yield say("Counts"), counts_words(view, state.group)
    yield say("What reopens it"), every([node_state(view, server) for server in state.missing])
    awaited = {each: None for service in state.services for each in waited_for(view, service)}
    yield say("Conditions"), every([node_state(view, condition) for condition in awaited])
    yield say("Forecast"), "" if state.whole else expected(view, outlook)
    yield say("Why then"), last_of_it(view, outlook, list(foreseen.services.values())) or ""


def _site_called_so(view: View, group: str) -> Json:
    """The page of a site that has the id of a group."""
    if group not in view.plan.sites:
        return {}
    from chwapi_console.cli.verbs.showing.show_site import page_of_site

    return {"site_of_that_id": page_of_site(view, group)}
