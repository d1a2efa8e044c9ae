"""`show groups`: how all groups stand, what they still miss, and when each is expected whole."""

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import header
from chwapi_console.cli.verbs.showing.show_group import group_page
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.why.group_words import group_state, state_of_group
from chwapi_console.text import say, some

NAMED = 3
"""Servers missing that a cell names; of more the rest is counted."""

COLUMNS = (
    TextColumn(say("group")),
    TextColumn(say("name"), long="wrap"),
    TextColumn(say("state")),
    TextColumn(say("misses"), long="wrap"),
    TextColumn(say("forecast"), long="wrap"),
)


def show_groups(context: VerbContext, view: View) -> None:
    """Prints how all groups of the plan stand, in its order."""
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.outlook import expected

    out, groups = context.out, list(view.plan.groups)
    states = {group: group_state(view, group) for group in groups}
    services = dict.fromkeys(each for state in states.values() for each in state.services)
    foreseen = forecast(view, [*services], wholes=groups)
    if context.options.as_json:
        pages = [group_page(view, state, foreseen) for state in states.values()]
        out.json({"kind": "groups", "groups": pages})
        return
    out.say(header(view))
    if not groups:
        out.say(say("The plan has no groups."))
        return
    rows = [
        TextRow(
            [
                group,
                view.plan.groups[group].name,
                state_of_group(state),
                some(state.missing, NAMED) if state.missing else "-",
                "" if state.whole else expected(view, foreseen.wholes[group]),
            ]
        )
        for group, state in states.items()
    ]
    out.table(TextTable(COLUMNS, rows))
