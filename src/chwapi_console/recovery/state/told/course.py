"""How a server stood from act to act.

Each act counts from when it was really done, and what its writer knew came before it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads, standing_shown
from chwapi_console.named_tuples import NamedTuple


class StandingFrom(NamedTuple):
    """From `at` on (UTC), which is when `event` counts from, its server is shown to stand so."""

    at: datetime
    event: Event
    standing: Standing


def course(
    events: Iterable[Event], knows: Callable[[Event, Event], bool], planned: Standing
) -> Iterator[StandingFrom]:
    """How a server stood after each of its state acts, in time; `planned` is how the plan has it.

    Where acts disagree the most cautious is shown, as on the screens of that moment.
    """
    heads = Heads(knows)
    for at, event in sorted(dated(events, knows), key=lambda dated: (dated[0], dated[1].order)):
        heads.add(event)
        yield StandingFrom(at, event, standing_shown(heads.of(event.subject), planned))


def _on_a_server(event: Event) -> bool:
    return event.after is not None


def dated(
    events: Iterable[Event],
    knows: Callable[[Event, Event], bool],
    is_one: Callable[[Event], bool] = _on_a_server,
) -> Iterator[tuple[datetime, Event]]:
    """The state acts among one subject's events, each with the time from which it counts.

    Events are in reading order. The time is when it was really done, where its operator said so,
    else when it was written; never before an act that its writer knew of.
    """
    heads: list[tuple[datetime, Event]] = []
    for event in events:
        if not is_one(event):
            continue
        known = [(at, head) for at, head in heads if knows(event, head)]
        done = event.counts_from
        at = max([done, *(earlier for earlier, _ in known)])
        heads = [head for head in heads if head not in known] + [(at, event)]
        yield at, event
