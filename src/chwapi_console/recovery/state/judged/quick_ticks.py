"""Steps that were ticked faster than anybody can do them.

That is no fault: people do the work first and tick later. But whoever relies on the ticks should
know.
"""

from collections.abc import Iterator

from chwapi_console.journal.kinds.server_kinds import StepDone
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import same_person
from chwapi_console.recovery.state.told.situation import Situation

SECONDS_BETWEEN = 5
"""Of two ticks, up to which nobody can have done the second step between them."""
FEWEST = 3
"""Ticks in a row from which on it is told."""


class QuickTicks(NamedTuple):
    """So many `steps` of a server that one `operator` ticked within so many `seconds`."""

    operator: str
    steps: int
    seconds: int
    first: Event


def quick_ticks(situation: Situation, server: str) -> list[QuickTicks]:
    """The steps of a server's present runbook that were ticked in a row, the first first.

    Whoever says when a step was done (`--at`) writes down what was done before, and is not told.
    """
    counting = {event.hash for (of, _), event in situation.steps.items() if of == server}
    ticks = [
        event
        for event in situation.history.get(server, ())
        if event.hash in counting and isinstance(event.payload, StepDone) and not event.done_at
    ]
    found: list[QuickTicks] = []
    for run in _runs(ticks):
        if len(run) >= FEWEST:
            seconds = round((run[-1].moment - run[0].moment).total_seconds())
            found.append(QuickTicks(run[0].operator, len(run), max(1, seconds), run[0]))
    return found


def _runs(ticks: list[Event]) -> Iterator[list[Event]]:
    run: list[Event] = []
    for tick in ticks:
        if run and not (
            tick.origin == run[-1].origin
            and same_person(tick.operator, run[-1].operator)
            and 0 <= (tick.moment - run[-1].moment).total_seconds() <= SECONDS_BETWEEN
        ):
            yield run
            run = []
        run.append(tick)
    if run:
        yield run
