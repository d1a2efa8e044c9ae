"""When each service will be up again (docs/design/forecast.md).

`forecast(view)` plays the rest of the incident many times (see `network`) and says what came of it.
Pure, and the same for the same view; it takes a tenth of a second and more, so never on an event
loop.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil, inf, sqrt
from types import MappingProxyType

from chwapi_console.clock import later
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.learning import Learned, learned
from chwapi_console.recovery.forecast.network import network
from chwapi_console.recovery.forecast.runs import minutes_until_up
from chwapi_console.recovery.forecast.unforeseeable import nobody_left, why_none
from chwapi_console.recovery.order.crew_work import NO_TIER
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.means import BRIEF, full_lane, lanes_in_use, resources
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, say

MOST_RUNS, SEED = 1024, 1

LONGEST = 10 * 366 * 1440
"""Minutes beyond which nobody waits: ten years, so that every time can be told."""


class Hold(NamedTuple):
    """A server that is ready and waits for a crew, while a crew is at another of a lower tier.

    Or for a place in a lane that the other is in.
    """

    waiting: str
    running: str
    lane: str | None = None


class Outlook(NamedTuple):
    """What is to be expected of one service or server.

    Up by `p50` in half of all cases and by `p90` in nine of ten, to the minute; or why nothing can
    be said. `held` names what has the crew that it waits for. By `unsure` minutes chance alone may
    move `p50`, of so many runs. Of a whole, `last` are the services that are the last of it in some
    runs, each with in how large a share of them, the largest first; `last_at_worst` the same of the
    tenth of the runs that takes longest. `runs` has the minutes of each run, counted from `begun`:
    two outlooks are told apart run by run, for the same run of both has the same draws.
    """

    service: str
    p10: datetime | None = None
    p50: datetime | None = None
    p90: datetime | None = None
    reason: Sentence | None = None
    held: Sequence[Hold] = ()
    p05: datetime | None = None
    p95: datetime | None = None
    unsure: int = 0
    last: Sequence[tuple[str, float]] = ()
    last_at_worst: Sequence[tuple[str, float]] = ()
    runs: Sequence[float] = ()
    begun: datetime | None = None


class Forecast(NamedTuple):
    """The outlook of every service, for so many crews, and what was learned for it.

    Of those that were only `watched` there is one as far as they are up before those that were
    asked about. Of each group that is asked about as a whole there is one of when it is whole.
    """

    services: Mapping[str, Outlook]
    learned: Learned
    crews: int
    watched: Mapping[str, Outlook] = MappingProxyType({})
    wholes: Mapping[str, Outlook] = MappingProxyType({})


def forecast(
    view: View,
    services: Collection[str] | None = None,
    *,
    crews: int | None = None,
    runs: int | None = None,
    seed: int = SEED,
    watched: Collection[str] = (),
    wholes: Collection[str] = (),
    together: Mapping[str, Sequence[str]] = MappingProxyType({}),
    so_far: Learned | None = None,
    is_told: Callable[[str, Sequence[float]], bool] = lambda *_: False,
    first: int = FEWEST_RUNS,
    between: Callable[[float], object] = lambda _: None,
) -> Forecast:
    """What is to be expected of these services or servers, else of every service.

    With `crews` crews, else as many as the plan has. It is the same for a service whichever others
    are asked about; fewer, and urgent ones, cost less, for a run ends when the last of them is up.
    And it is the same for a whole minute, from whose beginning it counts: whatever page is asked.
    What is `watched` beside them costs nothing more; `wholes` are groups of which all that is not
    up is asked about, and so are those named `together`, a site's. `so_far` is what was learned, else
    by the view. Of what its runs tell enough of (`is_told`, asked after the `first` of them too) no more
    are played. `between` is called every few milliseconds with the share that is done.
    """
    view = view.at(view.now.replace(second=0, microsecond=0))
    so_far, sets = so_far or learned(view), {**_parts(view, wholes), **together}
    at_work = view.plan.at_once if crews is None else crews
    reasons = {s: why_none(view, s) for s in (view.services if services is None else services)}
    asked = [service for service, reason in reasons.items() if reason is None]
    beside = _beside(view, watched, reasons) if asked else []
    minutes: Mapping[str, Sequence[float]] = {}
    if asked:
        played = network(view, [*asked, *beside], so_far, runs or MOST_RUNS, seed, crews)
        minutes = minutes_until_up(played, at_work, between, beside, is_told, first)
    outlooks = _Outlooks(view, minutes, at_work)
    told = {service: outlooks.of(service, reason) for service, reason in reasons.items()}
    of_beside = {service: outlooks.of(service) for service in beside}
    of_sets = {name: _whole(view, name, of, told, minutes) for name, of in sets.items()}
    return Forecast(told, so_far, at_work, of_beside, of_sets)


def _parts(view: View, groups: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The services of each of these groups."""
    return {group: view.plan.opens_together[group] for group in groups}


def middle_of(differences: Sequence[float]) -> tuple[float, int]:
    """The middle of some differences, and the minutes by which chance may move it."""
    in_order = sorted(differences)
    return _quantile(in_order, 0.5), _unsure(in_order)


def _beside(view: View, watched: Iterable[str], asked: Collection[str]) -> list[str]:
    """Those of the watched that nobody asked about, and of which something can be said."""
    return [s for s in watched if s not in asked and why_none(view, s) is None]


class _Outlooks:
    """What came of the runs, told service by service.

    `minutes` has the minutes of those that come up, a number for each run.
    """

    def __init__(self, view: View, minutes: Mapping[str, Sequence[float]], crews: int) -> None:
        self._view, self._minutes, self._crews = view, minutes, crews
        self._running = [entry for entry in view.entries if entry.state == "restoring"]

    def of(self, service: str, reason: Sentence | None = None) -> Outlook:
        """The outlook of one; where it does not come up, with the reason."""
        if service not in self._minutes:
            reason = reason or nobody_left(self._view, service)
            return Outlook(service, reason=reason or say("nothing in the queue brings it back"))
        holds = list(_holds(self._view, service, self._running, self._crews))
        return _outlook(self._view, service, self._minutes[service], holds)


def _whole(
    view: View,
    group: str,
    services: Sequence[str],
    told: Mapping[str, Outlook],
    minutes: Mapping[str, Sequence[float]],
) -> Outlook:
    """When a group is whole: in each run with the last of its services; or why nobody can say."""
    down = [s for s in services if not view.services[s].is_up]
    for service in down:
        if service not in minutes:
            why = told[service].reason or say("nothing in the queue brings it back")
            name = node_name(view, service)
            return Outlook(group, reason=say("{service}: {why}", service=name, why=why))
    if not down:
        return Outlook(group, reason=say("whole"))
    runs = list(zip(*(minutes[service] for service in down), strict=False))
    last = [max(zip(each, down, strict=True)) for each in runs]
    worst = sorted(last)[9 * len(last) // 10 :]
    return _outlook(view, group, [minute for minute, _ in last], [])._replace(
        last=_shares(last), last_at_worst=_shares(worst)
    )


def _shares(last: Sequence[tuple[float, str]]) -> list[tuple[str, float]]:
    """In how large a share of some runs each service is the last, the largest first."""
    counted = Counter(service for _, service in last)
    return [(service, count / len(last)) for service, count in counted.most_common()]


def _outlook(view: View, service: str, minutes: Sequence[float], held: Sequence[Hold]) -> Outlook:
    in_order = sorted(minutes)

    def moment(share: float) -> datetime:
        when = later(view.now, min(_quantile(in_order, share), LONGEST))
        return (when + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)

    return Outlook(
        service,
        moment(0.1),
        moment(0.5),
        moment(0.9),
        held=tuple(held),
        p05=moment(0.05),
        p95=moment(0.95),
        unsure=_unsure(in_order),
        runs=minutes,
        begun=view.now,
    )


def of_first_runs(view: View, outlook: Outlook, runs: int) -> Outlook:
    """The outlook as no more than its first runs have it; the very same where there are no more."""
    if runs >= len(outlook.runs) or not runs:
        return outlook
    return _outlook(view, outlook.service, outlook.runs[:runs], outlook.held)


def _quantile(in_order: Sequence[float], share: float) -> float:
    """What so large a share of some numbers in order is at most, by the mean about that place.

    Of as many on each side as chance may move it by (one standard error, by ranks): else it would
    leap as soon as one run more ends after a night. Told is the number next to that mean, for in
    between there may be hours in which nobody works, and nothing comes up.
    """
    near = _near(in_order, share)
    if near[-1] == inf:
        return near[len(near) // 2]
    mean = sum(near) / len(near)
    return min(near, key=lambda number: abs(number - mean))


def _near(in_order: Sequence[float], share: float) -> Sequence[float]:
    """The numbers about the place of a share, by one standard error to each side."""
    count = len(in_order)
    at, off = ceil(share * count) - 1, ceil(sqrt(share * (1 - share) * count))
    off = min(off, at, count - 1 - at)
    return in_order[at - off : at + off + 1]


def _unsure(in_order: Sequence[float]) -> int:
    """The minutes by which chance may move the median of some numbers in order."""
    near = _near(in_order, 0.5)
    return round((min(near[-1], LONGEST) - min(near[0], LONGEST)) / 2)


def _holds(view: View, service: str, running: Sequence[Entry], crews: int) -> Iterator[Hold]:
    """What keeps the service's first ready server waiting for others of a lower tier.

    Those are being restored.
    """
    if not running or (len(running) < crews and not view.plan.divides_work):
        return
    waiting = next(
        (view.entry[server] for server in view.missing(service) if view.entry[server].ready), None
    )
    if waiting is None or (waiting.work in BRIEF and full_lane(view, waiting) is None):
        return
    less_urgent = [e for e in running if (e.tier or NO_TIER) > (waiting.tier or NO_TIER)]
    lane = full_lane(view, waiting) if less_urgent else None
    if lane is not None:
        used = lanes_in_use(view)[lane]
        yield from (Hold(waiting.server, e.server, lane) for e in less_urgent if e.server in used)
    elif less_urgent and (taken := _no_crew_for(view, waiting, running, crews)):
        yield from (Hold(waiting.server, e.server) for e in less_urgent if e.server in taken)


def _no_crew_for(
    view: View, waiting: Entry, running: Sequence[Entry], crews: int
) -> Collection[str]:
    """The servers that have all crews which would take another one; none where a crew is free."""
    means = resources(view, None if view.plan.crews and crews == view.plan.at_once else crews)
    takers = means.kind(waiting.server).crews
    taken = [entry.server for entry in running if means.crew_at(entry.server) in takers]
    return taken if len(taken) >= sum(means.means.places[crew] for crew in takers) else ()
