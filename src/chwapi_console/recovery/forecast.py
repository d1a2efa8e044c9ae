"""When each service will be up again: QUEUE.md, "The forecast". `forecast(view)` plays the rest of the incident many times (see
`network`) and says what came of it. Pure, and the same for the same view; it takes a tenth of a second and more, so never on an
event loop.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from chwapi_console.recovery.learning import Learned, learned
from chwapi_console.recovery.network import minutes_until_up, network
from chwapi_console.recovery.problem import THROUGH_BLOCKED
from chwapi_console.recovery.reasons import service_name
from chwapi_console.recovery.view import View
from chwapi_console.text import Sentence, say

RUNS, SEED = 1000, 20210117
LONGEST = 10 * 366 * 1440
"""Minutes beyond which nobody waits: ten years, so that every time can be told."""


class Hold(NamedTuple):
    """A server that is ready and waits for a crew, while a crew is at another of a lower tier."""

    waiting: str
    running: str


class Outlook(NamedTuple):
    """What is to be expected of one service: up by `p50` in half of all cases and by `p90` in nine of ten, to the minute; or
    why nothing can be said. `held` names what has the crew that it waits for."""

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


def forecast(view: View, *, crews: int | None = None, runs: int = RUNS, seed: int = SEED,
             between: Callable[[], object] = lambda: None) -> Forecast:
    """What is to be expected of every service, with `crews` crews, else as many as the plan has. `between` is called between
    two runs, which is where a thread can make way for others."""
    so_far, at_work = learned(view), view.plan.policy.crews if crews is None else crews
    reasons = {service: _why_none(view, service) for service in view.services}
    wanted = [service for service, reason in reasons.items() if reason is None]
    minutes = minutes_until_up(network(view, wanted, so_far, runs, seed), at_work, between) if wanted else {}
    return Forecast({
        service: _outlook(view, service, minutes[service], at_work) if len(minutes.get(service, ())) == runs
        else Outlook(service, reason=reason or say("nothing in the queue brings it back"))
        for service, reason in reasons.items()}, so_far, at_work)


def _outlook(view: View, service: str, minutes: Sequence[float], crews: int) -> Outlook:
    in_order = sorted(minutes)

    def moment(share: float) -> datetime:
        when = view.now + timedelta(minutes=min(in_order[ceil(share * len(in_order)) - 1], LONGEST))
        return (when + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)

    return Outlook(service, moment(0.1), moment(0.5), moment(0.9), held=tuple(_holds(view, service, crews)))


def _why_none(view: View, service: str) -> Sentence | None:
    """Why there is no forecast for a service, None where there is one."""
    state = view.services[service]
    if state.is_up:
        return say("up")
    if not state.can_come_back:
        return say("cannot come back")
    if view.problem.reach[service] < THROUGH_BLOCKED:
        return None
    blocked = [server for server in view.missing(service) if view.situation.state(server) == "blocked"]
    if not blocked:
        return say("waits for servers that the plan does not name yet")
    return say("waits for {server}, which is blocked", server=service_name(view, blocked[0]))


def _holds(view: View, service: str, crews: int) -> Iterator[Hold]:
    """What keeps the service's first ready server waiting though others, of a lower tier, are being restored."""
    running = [entry for entry in view.entries if entry.state == "restoring"]
    waiting = next((view.entry[server] for server in view.missing(service) if view.entry[server].ready), None)
    if waiting is not None and len(running) >= crews:
        for entry in running:
            if (entry.tier or 9) > (waiting.tier or 9):
                yield Hold(waiting.server, entry.server)
