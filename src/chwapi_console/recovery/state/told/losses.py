"""The acts by which what people vouched for was lost, and the first that they did not know.

Servers and conditions are lost, or come to need another server (`add`). The first such act that
somebody who vouched for what stood on them did not know ends a sign-off, and what was said of a
condition.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate

from chwapi_console.journal.kinds.service_kinds import ConditionChange, ConditionTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.threshold import Thresholds


class Run(NamedTuple):
    """Acts of one origin, in its order: whoever knows one of them knows those before it.

    `first_from` has, for each, the one that people read first of it and those after it.
    """

    acts: Sequence[Event]
    first_from: Sequence[Event]


class Losses(dict[str, Sequence[Run]]):
    """The acts that made each server unavailable and each condition unmet, by its id.

    One run for each origin, sorted out when first asked for; with the acts by which it came to need
    what nobody had looked at. Of a service, and of a condition as far as its needs go, ask for
    `needs_key` it.
    """

    def __init__(
        self,
        history: Mapping[str, Sequence[Event]],
        thresholds: Thresholds,
        grown: Mapping[str, Sequence[Event]],
    ) -> None:
        super().__init__()
        self._history, self._thresholds, self._grown = history, thresholds, grown

    def __missing__(self, node: str) -> Sequence[Run]:
        by_origin: dict[str, list[Event]] = {}
        lost = [e for e in self._history.get(node, ()) if self._tells_of_a_loss(e)]
        for event in (*lost, *self._grown.get(node.removeprefix(_NEEDS), ())):
            by_origin.setdefault(event.origin, []).append(event)
        self[node] = runs = [_run(acts) for acts in by_origin.values()]
        return runs

    def _tells_of_a_loss(self, event: Event) -> bool:
        if event.after is not None:
            return not self._thresholds.for_server(event.subject).available(event.after)
        payload = event.payload
        return isinstance(payload, ConditionChange) and (
            not _met(payload.after) or _was_over(payload.before, event.moment)
        )


_NEEDS = "needs of "


def needs_key(node: str) -> str:
    """What stands in `Losses` for what a service or condition needs, its own acts left out.

    No id has a blank in it, so it is nobody else's.
    """
    return _NEEDS + node


def _met(terms: ConditionTerms | None) -> bool:
    return terms is not None and terms.state == "met"


def _was_over(terms: ConditionTerms | None, at: datetime) -> bool:
    """Whether a condition was met with a reserve whose time was over by then.

    Nobody had to say that it was open again, and whoever meets it anew tells of it.
    """
    return (
        terms is not None
        and _met(terms)
        and terms.until != ""
        and datetime.fromisoformat(terms.until) <= at
    )


def _run(acts: Iterable[Event]) -> Run:
    acts = sorted(acts, key=lambda event: event.seq)
    backwards = accumulate(reversed(acts), lambda *two: min(two, key=lambda event: event.order))
    return Run(acts, list(backwards)[::-1])


def lost_by(
    knows: Callable[[Event, Event], bool],
    vouching: Event,
    nodes: Iterable[str],
    losses: Mapping[str, Sequence[Run]],
) -> Event | None:
    """The first act that lost something vouched for and that whoever vouched did not know."""

    def known(run: Run) -> int:
        return bisect_left(run.acts, True, key=lambda event: not knows(vouching, event))

    unknown = (
        run.first_from[first]
        for node in set(nodes)
        for run in losses[node]
        if (first := known(run)) < len(run.acts)
    )
    return min(unknown, key=lambda event: event.order, default=None)
