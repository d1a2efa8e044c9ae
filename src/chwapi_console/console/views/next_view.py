"""What to go on with at the console, as `next` says it.

Worked out by a `LatestViewWorker`, for where a plan has lanes and crews it is played what had
better wait.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.message import Message

from chwapi_console.console.known.console_state import Advised, ConsoleState
from chwapi_console.console.widgets.row import Row, RowKey, columns, paragraph, plain
from chwapi_console.console.widgets.styles import STATE_LOOKS
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.steps_for import holder_of_next_step, next_step_words
from chwapi_console.recovery.words.things.suspicion import suspects_next
from chwapi_console.recovery.words.why.held_up import hanging_words
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.recovery.words.why.tier_words import move_words
from chwapi_console.text import Language, Sentence, Value, in_one, say

if TYPE_CHECKING:
    from chwapi_console.recovery.state.of_view.advice import Advice

STATE_WIDTH = 15

WITHIN = timedelta(days=1)
"""How far ahead it is told what changes by itself."""

MOST_CHANGES = 12
"""What of that is told."""


@dataclass
class AdviceFound(Message):
    """What an operator goes on with, seen from a view."""

    advised: Advised


FIGURES = "figures"
"""What is asked of an advice that is read in full: what its choices bring, by some forecasts."""


def advice_found(
    view: View, now: datetime, between: Callable[[], None], operator: str, more: str = ""
) -> AdviceFound:
    """What somebody goes on with; what that needs is loaded here, where nobody waits for it."""
    between()
    from chwapi_console.recovery.forecast.by_choice import with_figures
    from chwapi_console.recovery.state.of_view.advising import advice

    seen = view.at(now)
    found = advice(seen, operator, between=between)
    if more == FIGURES:
        found = with_figures(seen, found, between)
    return AdviceFound(Advised(view, operator, found))


def short_advice(known: ConsoleState) -> Sentence | None:
    """Where a hand is wanted and what had better wait, in a few words."""
    if known.advice is None or not known.view.plan.divides_work:
        return None
    from chwapi_console.recovery.words.why.advice_words import advice_in_short

    return advice_in_short(known.advice)


def advice_on(known: ConsoleState, server: str) -> list[Sentence]:
    """What the advice says of one server."""
    if known.advice is None or not known.view.plan.divides_work:
        return []
    from chwapi_console.recovery.words.why import advice_words

    return advice_words.advice_on(known.view, known.advice, server)


def speaks_against(known: ConsoleState, server: str) -> bool:
    """Whether a server that is ready had better wait, or finds no place in a lane."""
    advice = known.advice
    return advice is not None and server in {
        *(hold.server for hold in advice.holds),
        *(full.server for full in advice.full),
    }


def next_rows(known: ConsoleState, width: int, t: Language) -> Sequence[Row]:
    """The page as rows; until it is worked out, a row that says so."""
    if (advice := known.advice) is None:
        return [plain(" " + t(say("Working it out …")))]
    return list(_rows(known, advice, width, t))


def _rows(known: ConsoleState, advised: "Advice", width: int, t: Language) -> Iterator[Row]:
    from chwapi_console.recovery.words.why.advice_words import advice_words

    view = known.view
    for told in (
        *hanging_words(view),
        *(move_words(view, move) for move in view.tier_moves),
        *advice_words(view, advised),
    ):
        yield from paragraph(t(told), width)
    if first := advised.before_others:
        yield _link(view, first, width, t)
    if advised.entry is not None:
        if first:
            yield plain(" " + t(say("Otherwise:")), "heading")
        yield from _entry(view, advised.entry, width, t)
    elif not first:
        yield from _nothing(known, advised, width, t)
    yield from _to_come(view, width, t)


def _to_come(view: View, width: int, t: Language) -> Iterator[Row]:
    """What else changes by itself within a day; the next tier of each service is told above."""
    from chwapi_console.recovery.words.since.to_come import changes_to_come

    above = {(move.at, move.service) for move in view.tier_moves}
    changes = changes_to_come(view, view.now + WITHIN)
    if others := [
        change
        for change in changes
        if change.what != "tier" or (change.at, change.subject) not in above
    ]:
        yield plain(" " + t(say("Within a day, if nobody acts:")), "heading")
        for change in others[:MOST_CHANGES]:
            yield from paragraph(t(change.words), width)
        if (more := len(others) - MOST_CHANGES) > 0:
            yield from paragraph(t(say("… and {n} more.", n=more)), width)


def _entry(view: View, entry: Entry, width: int, t: Language) -> Iterator[Row]:
    yield _link(view, entry.server, width, t)
    told: list[Value] = [in_one(why(view, entry))]
    if suspects := suspects_next(view):
        told.append(in_one(suspects))
    if holder_of_next_step(view, entry.server):
        step = next_step_words(view, entry.server)
        told.append(say("{name}: {value}", name=say("Next step"), value=step))
    for each in told:
        yield from paragraph(t(each), width)


def _nothing(known: ConsoleState, advised: "Advice", width: int, t: Language) -> Iterator[Row]:
    from chwapi_console.recovery.words.why.nothing_now import nothing_now

    for told in nothing_now(known.view, advised, known.operator):
        yield from paragraph(t(told), width)


def _link(view: View, server: str, width: int, t: Language) -> Row:
    """The server with its state, role and site; keys act on it, and Enter opens it."""
    part = view.plan.servers[server]
    state = "suspect" if view.entry[server].to_look_at else view.situation.shown_state(server)
    name = t(server)
    words = say("{role} · {site}", role=part.role, site=view.plan.sites[part.site].name)
    return columns(
        [
            ("", 1, ""),
            (name, len(name), "strong"),
            (t(state_word(state)), STATE_WIDTH, STATE_LOOKS[state]),
            (t(words), width - len(name) - STATE_WIDTH - 5, "faint"),
        ],
        key=RowKey("server", server),
    )
