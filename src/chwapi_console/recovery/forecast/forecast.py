"""When each service will be up again (docs/design/forecast.md).

`forecast(view)` plays the rest of the incident many times (see `network`) and says what came of it.
Pure, and the same for the same view; it takes a tenth of a second and more, so never on an event
loop.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

from chwapi_console.clock import later
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.learning import Learned, learned
from chwapi_console.recovery.forecast.network import minutes_until_up, network
from chwapi_console.recovery.forecast.unforeseeable import why_none
from chwapi_console.recovery.state.entry import Entry
from chwapi_console.recovery.state.view import View
from chwapi_console.text import Sentence, say

MOST_RUNS, LEAST_RUNS, SEED = 1000, 250, 20210117
MOST_DRAWS = 400_000
"""Restorations drawn in all before runs become fewer. Where there are many servers what they share
decides, and runs have stratified draws of that; docs/design/forecast.md has how far fewer runs are
out."""

LONGEST = 10 * 366 * 1440
"""Minutes beyond which nobody waits: ten years, so that every time can be told."""


class Hold(NamedTuple):
    """A server that is ready and waits for a crew, while a crew is at another of a lower tier."""

    waiting: str
    running: str


class Outlook(NamedTuple):
    """What is to be expected of one service or server: up by `p50` in half of all cases and by
    `p90` in nine of ten, to the minute; or why nothing can be said. `held` names what has the crew
    that it waits for."""

    service: str
    p10: datetime | None = None
    p50: datetime | None = None
    p90: datetime | None = None
    reason: Sentence | None = None
    held: Sequence[Hold] = ()


class Forecast(NamedTuple):
    """The outlook of every service, for so many crews, and what was learned for it."""

    services: Mapping[str, Outlook]
    learned: Learned
    crews: int


def forecast(
    view: View,
    services: Collection[str] | None = None,
    *,
    crews: int | None = None,
    runs: int | None = None,
    seed: int = SEED,
    between: Callable[[], object] = lambda: None,
) -> Forecast:
    """What is to be expected of these services or servers, else of every service, with `crews`
    crews, else as many as the plan has.

    It is the same for a service whichever others are asked about; fewer, and urgent ones, cost
    less, for a run ends when the last of them is up. `between` is called every millisecond or so,
    which is where a thread can make way for others.
    """
    so_far, at_work = learned(view), view.plan.policy.crews if crews is None else crews
    reasons = {
        service: why_none(view, service)
        for service in (view.services if services is None else services)
    }
    wanted = [service for service, reason in reasons.items() if reason is None]
    runs = runs or runs_for(len(view.entries))
    minutes = (
        minutes_until_up(network(view, wanted, so_far, runs, seed), at_work, between)
        if wanted
        else {}
    )
    running = [entry for entry in view.entries if entry.state == "restoring"]

    def outlook(service: str, reason: Sentence | None) -> Outlook:
        if len(minutes.get(service, ())) < runs:
            return Outlook(service, reason=reason or say("nothing in the queue brings it back"))
        return _outlook(
            view, service, minutes[service], list(_holds(view, service, running, at_work))
        )

    return Forecast(
        {service: outlook(service, reason) for service, reason in reasons.items()}, so_far, at_work
    )


def runs_for(servers: int) -> int:
    """How many runs there are for so many servers with work to do."""
    return max(LEAST_RUNS, min(MOST_RUNS, MOST_DRAWS // max(servers, 1)))


def _outlook(view: View, service: str, minutes: Sequence[float], held: Sequence[Hold]) -> Outlook:
    in_order = sorted(minutes)

    def moment(share: float) -> datetime:
        when = later(view.now, min(in_order[ceil(share * len(in_order)) - 1], LONGEST))
        return (when + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)

    return Outlook(service, moment(0.1), moment(0.5), moment(0.9), held=tuple(held))


def _holds(view: View, service: str, running: Sequence[Entry], crews: int) -> Iterator[Hold]:
    """What keeps the service's first ready server waiting though others, of a lower tier, are being
    restored."""
    if len(running) < crews:
        return
    waiting = next(
        (view.entry[server] for server in view.missing(service) if view.entry[server].ready), None
    )
    if waiting is not None:
        for entry in running:
            if (entry.tier or 9) > (waiting.tier or 9):
                yield Hold(waiting.server, entry.server)
