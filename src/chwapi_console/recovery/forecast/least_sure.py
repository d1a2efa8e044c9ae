"""Which one estimate of the plan most keeps services from a sure time.

The widest of those that most hang on are tried, one after the other: the forecast as if it took
its worst, beside the forecast as it stands, run against run. What is in hand is one of them, for
until it is done nobody knows how long it takes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from chwapi_console.clock import span
from chwapi_console.inventory.model import Estimate
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.outlook import rounded
from chwapi_console.recovery.forecast.runs_compared import clear_move, moves_in_runs
from chwapi_console.recovery.order.crew_work import TIER_COUNTS
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, plural, say, some

MOST_TRIED = 5
"""Estimates that are tried: each takes a forecast of all services."""

MOST_TOLD = 4
"""Services that are told by name; the others are counted."""


class LeastSure(NamedTuple):
    """A server, its estimate, and by how many minutes services clearly come later at its worst.

    That of the most urgent tier that moves most first. `tried` are the servers that were.
    """

    server: str
    estimate: Estimate
    later: Mapping[str, int]
    tried: Sequence[str]


def least_sure(
    view: View, crews: int | None = None, between: Callable[[float], object] = lambda _: None
) -> LeastSure | None:
    """The estimate at whose worst services come later by what counts most; None where none does."""
    down = [service for service, state in view.services.items() if not state.is_up]

    def outlooks(then: View) -> Mapping[str, Outlook]:
        return forecast(then, down, crews=crews, runs=FEWEST_RUNS, between=between).services

    tried, found = _widest(view), list[LeastSure]()
    now = outlooks(view) if tried else {}
    for server in tried:
        at_worst = view.situation._replace(supposed_at_worst={server})
        later = _later(view, now, outlooks(view.with_situation(at_worst)))
        found.append(LeastSure(server, view.plan.restoration(server), later, tried))
    best = max(found, key=lambda of: _counted(view, of.later), default=None)
    return best if best and best.later else None


def _widest(view: View) -> list[str]:
    """The servers to restore by what their estimate leaves open, for each service that waits for it."""
    left_open = {
        entry.server: _counted(
            view, dict.fromkeys(view.because(entry.server), estimate.high - estimate.likely)
        )
        for entry in view.entries
        if entry.state in ("compromised", "unknown", "blocked", "restoring")
        for estimate in [view.plan.restoration(entry.server)]
    }
    wide = sorted((s for s in left_open if left_open[s]), key=lambda s: (-left_open[s], s))
    return wide[:MOST_TRIED]


def _counted(view: View, minutes: Mapping[str, int]) -> float:
    """What it counts that services come so many minutes later, by their tiers."""
    tiers = view.plan.services
    return sum(TIER_COUNTS[tiers[service].tier] * each for service, each in minutes.items())


def _later(view: View, now: Mapping[str, Outlook], then: Mapping[str, Outlook]) -> dict[str, int]:
    """By how many minutes each service clearly comes later, what counts most first."""
    moves = {s: clear_move(moves_in_runs(of.runs, then[s].runs)) for s, of in now.items()}
    tiers = view.plan.services
    return dict(
        sorted(
            ((service, minutes) for service, minutes in moves.items() if minutes > 0),
            key=lambda each: (-TIER_COUNTS[tiers[each[0]].tier] * each[1], each[0]),
        )
    )


def least_sure_words(view: View, of: LeastSure | None) -> Iterator[Sentence]:
    """The same in words."""
    if of is None:
        yield say("No single estimate of the plan, at its worst, brings any service clearly later.")
        return
    told = [
        say("{service} {time}", service=node_name(view, service), time=rounded(minutes))
        for service, minutes in of.later.items()
    ]
    yield plural(
        "The estimate that leaves most open is that of {server} ({low} to {high}, likely {likely}): at "
        "its worst {n} service comes clearly later: {services}.",
        "The estimate that leaves most open is that of {server} ({low} to {high}, likely {likely}): at "
        "its worst {n} services come clearly later: {services}.",
        len(of.later),
        server=of.server,
        low=span(of.estimate.low),
        high=span(of.estimate.high),
        likely=span(of.estimate.likely),
        services=some(told, MOST_TOLD),
    )
