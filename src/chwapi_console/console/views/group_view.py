"""What opens together, as rows: the groups of a plan below its services, and the page of one."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chwapi_console.console.views.tree import Tree
from chwapi_console.console.widgets.row import Row, RowKey, columns, paragraph, plain
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.recovery.words.why.group_words import counts_words, group_state, state_of_group
from chwapi_console.text import Language, in_one, say

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast

NAME_WIDTH = 40


def group_row(view: View, group: str, width: int, t: Language) -> Row:
    """A group with how much of it is up; Enter opens its page."""
    name = min(NAME_WIDTH, width // 2)
    return columns(
        [
            ("", 1, ""),
            (t(view.plan.groups[group].name), name, ""),
            (t(state_of_group(group_state(view, group))), width - name - 4, ""),
        ],
        key=RowKey("group", group),
    )


def group_rows(
    view: View, group: str, forecast: "Forecast | None", width: int, t: Language
) -> Sequence[Row]:
    """The page of a group: what opens together, when it is whole, and what reopens it."""
    return list(_rows(view, group, forecast, width, t)) if group in view.plan.groups else []


def group_title(view: View, group: str, t: Language) -> str:
    """What the page is about, for the line above it."""
    name = view.plan.groups[group].name if group in view.plan.groups else group
    return t(say("{name} · opens together", name=name))


def _rows(
    view: View, group: str, forecast: "Forecast | None", width: int, t: Language
) -> Iterator[Row]:
    state, tree = group_state(view, group), Tree(view, frozenset(), width, t)
    yield plain(" " + t(state_of_group(state)))
    if forecast is not None and not state.whole and group in forecast.wholes:
        from chwapi_console.recovery.forecast.outlook import expected

        when = expected(view, forecast.wholes[group])
        words = say("{group} is whole: {when}.", group=view.plan.groups[group].name, when=when)
        doubtful = would_be_suspect(view, state.services)
        yield from paragraph(t(in_one([words, *([doubtful] if doubtful else [])])), width)
    counts = say("{name}: {value}", name=say("Counts"), value=counts_words(view, group))
    yield from paragraph(t(counts), width, look="faint")
    yield plain(" " + t(say("Opens together")), "heading")
    yield from (tree.link(service, "   ") for service in state.services)
    if state.missing:
        yield plain(" " + t(say("What reopens it, in this order")), "heading")
        yield from (tree.link(server, "   ") for server in state.missing)
