"""`show crews`: how all crews and lanes stand now: who is at work until when, and who is full."""

from collections.abc import Iterator, Mapping

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import header
from chwapi_console.cli.verbs.showing.show_crew import (
    crew_in_json,
    in_hand_of,
    left_for,
    ready_for_crew,
)
from chwapi_console.cli.verbs.showing.show_lane import (
    held_words,
    lane_in_json,
    left_for_lane,
    waiting_for_lane,
)
from chwapi_console.clock import later, weekday_time
from chwapi_console.recovery.order.shifts import turns_of
from chwapi_console.recovery.state.of_view.advice import Advice
from chwapi_console.recovery.state.of_view.advising import advice
from chwapi_console.recovery.state.of_view.means import (
    crew_name,
    hands_free,
    lane_name,
    lanes_in_use,
    shifts_of,
    works_from,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.why.advice_words import could_take_over, hold_words
from chwapi_console.recovery.words.why.means_words import by_the_clock_words
from chwapi_console.text import Sentence, Value, plural, say, some

A_WEEK = 7 * 24 * 60
"""Minutes within which a crew ends work, or never does."""

NAMED = 3
"""Servers in hand that a cell names; of more the rest is counted."""

COLUMNS = (
    TextColumn(say("crew")),
    TextColumn(say("at work"), long="wrap"),
    TextColumn(say("in hand"), long="wrap"),
    TextColumn(say("ready"), right=True),
    TextColumn(say("left"), right=True),
    TextColumn(say("to begin")),
)
LANES = (
    TextColumn(say("lane")),
    TextColumn(say("in it"), long="wrap"),
    TextColumn(say("ready, no place"), right=True),
    TextColumn(say("left"), right=True),
)


def show_crews(context: VerbContext, view: View) -> None:
    """Prints how the crews and lanes of the plan stand; without crews, the hands that it counts on."""
    plan = view.plan
    if context.options.as_json:
        crews = [crew_in_json(view, crew) for crew in plan.crews]
        lanes = [lane_in_json(view, lane) for lane in plan.lanes]
        context.out.json({"kind": "crews", "crews": crews, "lanes": lanes})
        return
    context.out.say(header(view))
    told = {crew: advice(view, crew=crew) for crew in plan.crews}
    rows = [_crew(view, crew, told[crew]) for crew in plan.crews] or [_everybody(view)]
    context.out.table(TextTable(COLUMNS, rows))
    if plan.lanes:
        context.out.table(TextTable(LANES, [_lane(view, lane) for lane in plan.lanes]))
    inside = [server for lane in plan.lanes for server in lanes_in_use(view)[lane]]
    if (clock := by_the_clock_words(view, dict.fromkeys(inside))) is not None:
        context.out.say(clock)
    for line in _idle(context, view, told):
        context.out.say(line)


def _crew(view: View, crew: str, told: Advice) -> TextRow:
    ready, first = _not_in_hand(view, crew), told.entry
    return TextRow(
        [
            crew_name(view, crew),
            _at_work(view, crew),
            _taken(view, in_hand_of(view, crew), view.plan.crews[crew].at_once),
            len(ready),
            len(left_for(view, crew)),
            first.server if first and hands_free(view, crew) > 0 else "-",
        ]
    )


def _everybody(view: View) -> TextRow:
    """What stands for crews where the plan names none: so many hands for everything."""
    held = [entry.server for entry in view.entries if entry.state == "restoring"]
    ready = [entry.server for entry in view.entries if entry.ready]
    crews = view.plan.policy.crews
    first = ready[0] if ready and len(held) < crews else "-"
    taken = _taken(view, held, crews)
    return TextRow(
        [say("everybody"), say("day and night"), taken, len(ready), len(view.entries), first]
    )


def _lane(view: View, lane: str) -> TextRow:
    inside = list(lanes_in_use(view)[lane])
    return TextRow(
        [
            lane_name(view, lane),
            _taken(view, inside, view.plan.lanes[lane].at_once),
            len(waiting_for_lane(view, lane)),
            len(left_for_lane(view, lane)),
        ]
    )


def _at_work(view: View, crew: str) -> Sentence:
    """Until when a crew is at work, or from when on again."""
    away, zone = works_from(view, crew), view.plan.incident.zone
    if away is not None:
        return say("not before {time}", time=weekday_time(away, zone, view.now))
    shifts = shifts_of(view, crew)
    ends = (m for m, begins in turns_of(shifts, A_WEEK) if not begins) if shifts else ()
    for minute in ends:
        return say("until {time}", time=weekday_time(later(view.now, minute), zone, view.now))
    return say("day and night")


def _taken(view: View, servers: list[str], at_once: int) -> Sentence:
    """How much of what a crew or a lane does at once is taken, and by what."""
    if not servers:
        return say("{held} of {n}", held=0, n=at_once)
    named: list[Value] = [held_words(view, server) for server in servers]
    return say("{held} of {n}: {servers}", held=len(servers), n=at_once, servers=some(named, NAMED))


def _not_in_hand(view: View, crew: str) -> list[str]:
    held = in_hand_of(view, crew)
    return [server for server in ready_for_crew(view, crew) if server not in held]


def _idle(context: VerbContext, view: View, told: Mapping[str, Advice]) -> Iterator[Sentence]:
    """Each crew that is at work and could begin something, with what to type; what it had better hold.

    As `next` tells it.
    """
    for crew, advised in told.items():
        places = hands_free(view, crew)
        if places <= 0 or works_from(view, crew) is not None:
            continue
        waiting = len(advised.holds) + len(advised.full)
        free = min(places, len(_not_in_hand(view, crew)) - waiting)
        yield from (hold_words(view, hold) for hold in advised.holds)
        yield from could_take_over(view, advised)
        if advised.entry and free > 0:
            yield plural(
                "{crew} could begin {n} more now: {command}",
                "{crew} could begin {n} more now: {command}",
                free,
                crew=crew_name(view, crew),
                command=to_type([PROGRAM, "next", "--crew", crew], context.out.language),
            )
