"""The conditions.

What must be true and is no machine, first what can be met now, in the order of what it holds up.
"""

from chwapi_console.console.views.filters import Values, matcher, misunderstood
from chwapi_console.console.widgets.row import (
    Row,
    RowKey,
    cells,
    columns,
    paragraph,
    plain,
    told_apart,
)
from chwapi_console.console.widgets.styles import STATE_LOOKS
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import (
    condition_site,
    how_it_stands,
    in_turn,
    is_for_trade,
    is_overdue,
    node_name,
    services_above,
    tier_of,
    what_it_holds_up,
    who_meets_it,
)
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.why.caveats import caveats_in_short
from chwapi_console.text import Language, Sentence, Value, plural, say

LEAST_NAME, MOST_NAME, MOST_WHO, LEAST_STATE = 20, 50, 15, 34
READY = ">"
"""Stands before a condition that can be met now."""


def condition_rows(
    view: View, typed: str, width: int, t: Language, *, operator: str = ""
) -> list[Row]:
    """A row for each condition and each sign-off that some need asks for."""
    if not view.conditions:
        return list(paragraph(t(say("The plan has no conditions.")), width))
    matches, shape = matcher(typed, t), _Shape(view, width, t)
    in_their_turn = in_turn(view, view.conditions.values())
    shown = [
        each
        for each in in_their_turn
        if matches(_words(view, each, t), _values(view, each, operator, t))
    ]
    if shown or not typed:
        return [_row(view, each, shape, t) for each in shown]
    why = misunderstood(typed, [_values(view, each, operator, t) for each in in_their_turn])
    return [
        *paragraph(t(why or say("No condition matches the filter.")), width),
        plain(" " + t(say("Esc shows all."))),
    ]


def conditions_title(view: View, t: Language) -> str:
    """How many there are, how many of them are open, and how many of these can be met now."""
    ready = sum(each.ready for each in view.open_conditions)
    count = say(
        "{conditions}, {open}",
        conditions=plural("{n} condition", "{n} conditions", len(view.conditions)),
        open=_how_many_are_open(view),
    )
    return t(say("{count}, {ready} can be met now", count=count, ready=ready) if ready else count)


def _how_many_are_open(view: View) -> Sentence:
    if not view.open_conditions:
        return say("all met")
    if waiting := view.conditions_waiting:
        return plural("{n} open", "{n} open", waiting)
    return say("none open yet")


def condition_heading(view: View, width: int, t: Language) -> Row:
    """The names of the columns."""
    shape = _Shape(view, width, t)
    return columns(
        [
            ("", 1, ""),
            (t(say("What must be true")), shape.name, "heading"),
            (t(say("T")), 2, "heading"),
            (t(say("Who")), shape.who, "heading"),
            (t(say("State, and what it holds up")), shape.state, "heading"),
        ]
    )


class _Shape:
    """The widths of the columns: the state has what names and people leave."""

    def __init__(self, view: View, width: int, t: Language) -> None:
        of = view.conditions.values()
        longest = max((cells(t(node_name(view, each.id))) for each in of), default=0)
        self.who = min(MOST_WHO, max((cells(who_meets_it(view, each)) for each in of), default=0))
        room = width - self.who - LEAST_STATE - 8
        self.name = max(LEAST_NAME, min(MOST_NAME, longest, room))
        self.state = width - self.name - self.who - 8
        self.names = told_apart([t(node_name(view, each.id)) for each in of], self.name)


def _row(view: View, condition: ConditionStanding, shape: _Shape, t: Language) -> Row:
    late = is_overdue(view, condition)
    sign = "!" if late else READY if condition.ready and not condition.is_met else ""
    return columns(
        [
            (sign, 1, "warn" if late else "good"),
            (shape.names[t(node_name(view, condition.id))], shape.name, ""),
            (str(tier_of(view, condition.id) or ""), 2, ""),
            (t(who_meets_it(view, condition)), shape.who, ""),
            (t(_rest(view, condition)), shape.state, _look(view, condition)),
        ],
        key=row_key(condition),
    )


def row_key(condition: ConditionStanding) -> RowKey:
    """What its row is about: a sign-off that some need asks for is about its service."""
    if condition.service:
        return RowKey("service", condition.service)
    return RowKey("condition", condition.id)


def _look(view: View, condition: ConditionStanding) -> str:
    if condition.was_met or is_overdue(view, condition) or condition.reserve:
        return STATE_LOOKS["suspect"]
    return STATE_LOOKS[condition.state]


def _rest(view: View, condition: ConditionStanding) -> Value:
    """How it stands and what it holds up; what must be known beside that in front."""
    stands: Value = how_it_stands(view, condition)
    held = what_it_holds_up(view, condition)
    if held and not condition.is_met:
        stands = say("{state} · {held}", state=stands, held=held)
    caveats = caveats_in_short(view, condition.id)
    return say("{caveats} · {rest}", caveats=caveats, rest=stands) if caveats else stands


def _words(view: View, condition: ConditionStanding, t: Language) -> str:
    held = " ".join(view.plan.services[s].name for s in services_above(view, condition.id))
    return (
        f"{condition.id} {t(node_name(view, condition.id))} {who_meets_it(view, condition)} "
        f"{condition.who} {t(how_it_stands(view, condition))} {held}"
    )


def _values(view: View, condition: ConditionStanding, operator: str, t: Language) -> Values:
    """A condition is the operator's where they are to meet it."""
    site, tier = condition_site(view, condition), tier_of(view, condition.id)
    holds = {
        "mine": bool(operator) and is_for_trade(view, condition, operator),
        "conflict": condition.conflict,
        "ready": condition.ready and condition.state in ("open", "awaited"),
        "override": condition.id in view.overrides,
        "reserve": bool(condition.reserve) and condition.is_met,
    }
    needs = [member for group in view.problem.down.get(condition.id, ()) for member in group]
    return {
        "site": (site, view.plan.sites[site].name) if site else (),
        "tier": (str(tier),) if tier else (),
        "state": (condition.state, t(state_word(condition.state))),
        "waits": [*needs, *(t(node_name(view, need)) for need in needs)],
        "is": [flag for flag, so in holds.items() if so],
    }
