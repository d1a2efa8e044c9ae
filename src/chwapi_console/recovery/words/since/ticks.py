"""Steps that one person ticked on one server without anything else between, told together.

A night has two hundred of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from chwapi_console.journal.kinds.server_kinds import StepDone
from chwapi_console.journal.record.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.text import Sentence, plural, say


def grouped(
    events: Iterable[Event], alone: Callable[[Event], bool] = lambda event: False
) -> Iterator[Sequence[Event]]:
    """The events in their order, successive ticks of one person on one server as one group.

    All else by itself, and so what must stand `alone`.
    """
    group: list[Event] = []
    for event in events:
        if group and not (_is_tick(event, alone) and _go_together(group[0], event)):
            yield group
            group = []
        if _is_tick(event, alone):
            group.append(event)
        else:
            yield [event]
    if group:
        yield group


def ticks_in_words(view: View, ticks: Sequence[Event]) -> Sentence:
    """`sql-adt1: 10 steps done (isolate to test)`; for two or more."""
    names = [
        step_name(view.plan, tick.payload.step)
        for tick in ticks
        if isinstance(tick.payload, StepDone)
    ]
    return plural(
        "{server}: {n} step done ({first} to {last})",
        "{server}: {n} steps done ({first} to {last})",
        len(names),
        server=ticks[0].subject,
        first=names[0],
        last=names[-1],
    )


def ticks_until(view: View, ticks: Sequence[Event]) -> Sentence:
    """The same, with when the last was where that is another time."""
    begun, ended = (view.when(event) for event in (ticks[0], ticks[-1]))
    what = ticks_in_words(view, ticks)
    return what if begun == ended else say("{what}, until {time}", what=what, time=ended)


def _is_tick(event: Event, alone: Callable[[Event], bool]) -> bool:
    return (
        isinstance(event.payload, StepDone)
        and not event.note
        and not event.done_at
        and not event.payload.result
        and not event.overridden
        and not event.keeps
        and not alone(event)
    )


def _go_together(one: Event, other: Event) -> bool:
    return one.subject == other.subject and same_person(one.operator, other.operator)
