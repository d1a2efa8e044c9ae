"""`conditions`, what must be true and is no machine; `condition`, how one stands."""

from collections.abc import Sequence
from typing import Final

from chwapi_console.cli.line.names import site_named, trade_asked, word_meant
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.table import CellLook, TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import header, site_name
from chwapi_console.cli.verbs.verb_acts import done, remarks, until
from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds.service_kinds import CONDITION_STATES, ConditionState
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import (
    condition_site,
    how_it_stands,
    in_turn,
    is_for_trade,
    is_overdue,
    met_command,
    node_name,
    tier_of,
    what_it_holds_up,
    who_meets_it,
)
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.session.session import Session
from chwapi_console.text import Typed, say

WITH_RESERVE: Final = "met with reserve"
"""Stands for met where somebody says the reserve along with it."""
SPOKEN: Final = {
    **{state: (state_word(state),) for state in ("met", "awaited", "lost", "open")},
    WITH_RESERVE: (say("met with reserve"), say("with reserve"), say("reserve")),
}
"""The states, by the words that people say for them."""

COLUMNS = (
    TextColumn(say("condition")),
    TextColumn(say("what must be true"), long="wrap", least=20),
    TextColumn(say("site"), spare=2),
    TextColumn(say("T"), right=True, spare=1),
    TextColumn(say("who")),
    TextColumn(say("state"), long="wrap", least=20),
    TextColumn(say("holds up"), long="cut", least=12, spare=1),
)


def conditions(context: VerbContext) -> int:
    """Prints the conditions, those to be met now first; of a trade, or only those that are open."""
    with context.session() as session:
        view = session.look()
        site = site_named(view, context.given.site)
        trade = (
            trade_asked(view, asked, context.operator)
            if (asked := vars(context.given)["for"])
            else ""
        )
        in_their_turn = [
            each
            for each in in_turn(view, view.conditions.values())
            if (not context.given.open or not each.is_met)
            and (not trade or is_for_trade(view, each, trade))
            and (site is None or condition_site(view, each) in (site, None))
        ]
        if context.options.as_json:
            context.out.json({"conditions": as_json.conditions(view, in_their_turn)})
        else:
            tell_conditions(context, view, in_their_turn)
    return 0


def tell_conditions(
    context: VerbContext, view: View, listed_conditions: Sequence[ConditionStanding]
) -> None:
    """The header and a table of conditions, with what to type for the first that can be met."""
    context.out.say(header(view))
    if not view.conditions:
        context.out.complain(say("The plan has no conditions."))
        return
    if not listed_conditions:
        context.out.complain(say("No condition matches."))
        return
    context.out.table(TextTable(COLUMNS, [_row(view, each) for each in listed_conditions]))
    first = next((each for each in listed_conditions if each.ready and not each.is_met), None)
    if first is not None:
        context.out.say(say("When it is so: {command}", command=_what_is_typed(context, first)))


def _what_is_typed(context: VerbContext, condition: ConditionStanding) -> Typed:
    return to_type([PROGRAM, *met_command(condition)], context.out.language)


def _row(view: View, condition: ConditionStanding) -> TextRow:
    return TextRow(
        [
            condition.service or condition.id,
            node_name(view, condition.id),
            site_name(view, condition_site(view, condition)),
            tier_of(view, condition.id) or "",
            who_meets_it(view, condition),
            how_it_stands(view, condition),
            what_it_holds_up(view, condition),
        ],
        _look(view, condition),
    )


def _look(view: View, condition: ConditionStanding) -> CellLook:
    if condition.state == "lost" or condition.conflict or is_overdue(view, condition):
        return "trouble"
    if condition.is_met:
        return "held" if condition.reserve else "aside"
    return "now" if condition.ready else ""


def condition(context: VerbContext) -> int:
    """`condition CONDITION… STATE`."""
    given, said = (
        context.given,
        word_meant("condition", context.given.state, SPOKEN, context.out.language),
    )
    if said == WITH_RESERVE and not given.reserve:
        raise RequestError(say("Say which reserve, and until when: --reserve TEXT --until TIME."))
    state: ConditionState = next((one for one in CONDITION_STATES if one == said), "met")

    def stated(session: Session, view: View) -> list[Event]:
        saying = Saying(
            state,
            given.by or "",
            given.tried or "",
            given.reserve or "",
            vars(given)["from"] or "",
            until(context, session, view),
        )
        return session.acts.condition(
            given.conditions, saying, remarks(context, session, view), shown=view
        )

    return done(context, stated)
