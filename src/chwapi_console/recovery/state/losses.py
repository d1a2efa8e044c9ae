"""The acts that made servers unavailable, and the first of them that somebody who vouched for what
stood on those servers did not know: it ends a sign-off, and what was said of a condition."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate

from chwapi_console.journal.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.threshold import Threshold


class Run(NamedTuple):
    """Acts of one origin, in its order: whoever knows one of them knows those before it. `first_from`
    has, for each, the one that people read first of it and those after it."""

    acts: Sequence[Event]
    first_from: Sequence[Event]


class Losses(dict[str, Sequence[Run]]):
    """The acts that made each server unavailable, by server, as one run for each origin, sorted out
    when first asked for."""

    def __init__(self, history: Mapping[str, Sequence[Event]], threshold: Threshold) -> None:
        super().__init__()
        self._history, self._threshold = history, threshold

    def __missing__(self, server: str) -> Sequence[Run]:
        by_origin: dict[str, list[Event]] = {}
        for event in self._history.get(server, ()):
            if event.after is not None and not self._threshold.available(event.after):
                by_origin.setdefault(event.origin, []).append(event)
        self[server] = runs = [_run(acts) for acts in by_origin.values()]
        return runs


def _run(acts: Iterable[Event]) -> Run:
    acts = sorted(acts, key=lambda event: event.seq)
    backwards = accumulate(reversed(acts), lambda *two: min(two, key=lambda event: event.order))
    return Run(acts, list(backwards)[::-1])


def ended_by(
    knows: Callable[[Event, Event], bool],
    vouching: Event,
    servers: Iterable[str],
    losses: Mapping[str, Sequence[Run]],
) -> Event | None:
    """The first act, unknown to whoever wrote one, that made one of the servers unavailable for which
    that vouched."""

    def known(run: Run) -> int:
        return bisect_left(run.acts, True, key=lambda event: not knows(vouching, event))

    unknown = (
        run.first_from[first]
        for server in set(servers)
        for run in losses[server]
        if (first := known(run)) < len(run.acts)
    )
    return min(unknown, key=lambda event: event.order, default=None)
