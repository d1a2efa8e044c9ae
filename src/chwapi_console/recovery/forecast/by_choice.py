"""What a choice that `next` tells of brings: to take over what rests, to take what will rest overnight.

Or to leave what comes first to a crew that can do least else. By forecasts of the few services above,
with it and without. It is asked in plans up to so many servers: beyond, it would cost more than all
else that `next` does.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.end_of_shift import WORTH_TELLING, most_urgent_above
from chwapi_console.recovery.forecast.forecast import Forecast, forecast
from chwapi_console.recovery.forecast.runs_compared import (
    MOST_COMPARED,
    clear_difference,
    moves_few,
    tells_enough,
)
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.advice import (
    Advice,
    BringsMore,
    GainByChoice,
    LeftToOthers,
)
from chwapi_console.recovery.state.of_view.handed_over import kept_from, taken_now, taken_over_now
from chwapi_console.recovery.state.of_view.means import full_lane, resources
from chwapi_console.recovery.state.view.view import View

MOST_SERVERS = 1000
"""Servers of a plan up to which it is worked out."""

MOST_RESTING = 3
"""Servers that rest behind what comes first, of which it is asked what it brings to take them over."""

MOST_READY = 2
"""Servers that are ready behind it, of which it is asked what it brings to begin them."""

MUCH_MORE = 2
"""So many times what others lose by it services have to gain by what is told to bring more."""

MOST_TOLD = 2
"""Of all these so many are told that bring more."""

MOST_TRIED = 2
"""Servers that a crew could begin in place of what comes first, of which that is asked."""


def with_figures(view: View, advice: Advice, between: Callable[[], None] = lambda: None) -> Advice:
    """The advice, with what its choices bring, where it has any.

    By some forecasts, so never on an event loop; `between` is called every few milliseconds.
    """
    crew, entry = advice.crew, advice.entry
    if crew is None or crew not in view.plan.crews or len(view.plan.servers) > MOST_SERVERS:
        return advice
    foreseen: _Foreseen = partial(forecast, between=lambda _: between())
    if advice.rests and (then := taken_over_now(view, advice.rests, crew)) is not None:
        above = most_urgent_above(view, advice.rests)
        gains = _clearly(_moves(foreseen, foreseen(view, above), then))
        advice = advice._replace(gains=tuple(gain for gain in gains if gain.minutes > 0))
    kept = taken_now(view, entry.server, crew) if entry is not None else None
    if entry is None or kept is None:
        return advice
    if not advice.gains:
        advice = advice._replace(left_to_others=_left_to_others(foreseen, view, advice, entry))
    if not advice.before_others and not advice.left_to_others and not advice.counted_on:
        advice = advice._replace(brings_more=_brings_more(foreseen, view, entry, kept, crew))
    if (given := kept_from(kept, entry.server)) is None:
        return advice
    moves = _clearly(_moves(foreseen, foreseen(kept, [entry.server]), view))
    return advice._replace(taker=given.crew, later=max([0, *(of.minutes for of in moves)]))


_Foreseen = Callable[..., Forecast]
"""A forecast that makes way for others."""


def _moves(
    foreseen: _Foreseen, was: Forecast, then: View, runs: int | None = None
) -> list[GainByChoice]:
    """By how much each of what was foreseen comes sooner in another view; later below nought."""

    def is_told(node: str, runs: Sequence[float]) -> bool:
        return tells_enough(was.services[node].runs, runs)

    nodes = list(was.services)
    now = foreseen(then, nodes, runs=runs, is_told=is_told).services
    return [
        GainByChoice(
            node,
            -(clear_difference(was.services[node], now[node]) or 0),
            moves_few(was.services[node], now[node]),
        )
        for node in nodes
    ]


def _clearly(moves: Sequence[GainByChoice]) -> list[GainByChoice]:
    """Those that are an hour or more."""
    return [of for of in moves if abs(of.minutes) >= WORTH_TELLING]


class _Free(NamedTuple):
    """A crew that is free, and the restorations that it could begin now and have done in this shift."""

    crew: str
    begins: Sequence[str]


def _left_to_others(
    foreseen: _Foreseen, view: View, advice: Advice, entry: Entry
) -> LeftToOthers | None:
    """What brings most of what a crew could begin in place of what comes first, with that begun by another.

    Of two that are free and for that the one does it that can do least else; the forecast has the
    first do it.
    """
    free = {of.crew: of for of in _free(view)}
    of = free.get((advice.counted_on.crew if advice.counted_on else advice.crew) or "")
    takers = [each for each in free.values() if entry.server in each.begins]
    others = [
        each for each in takers if each is not of and advice.crew in (each.crew, of and of.crew)
    ]
    if of is None or of not in takers or not others:
        return None
    other = min(others, key=lambda each: (len(each.begins), each.crew))
    elsewhere = {server for each in free.values() if each is not of for server in each.begins}
    alone = [
        server
        for server in of.begins
        if server not in elsewhere and view.entry[server].tier == entry.tier
    ][:MOST_TRIED]
    if not alone:
        return None
    was = _as_it_stands(foreseen, view, [*alone, entry.server])
    found = [
        LeftToOthers(
            of.crew,
            server,
            other.crew,
            _most_first(view, _moves(foreseen, was, then, MOST_COMPARED)),
        )
        for server in alone
        if (begun := taken_now(view, server, of.crew)) is not None
        and (then := taken_now(begun, entry.server, other.crew)) is not None
    ]
    best = max(found, key=lambda each: _worth(view, each), default=None)
    return best if best is not None and _worth(view, best) > 0 else None


def _brings_more(
    foreseen: _Foreseen, view: View, entry: Entry, begun: View, crew: str
) -> tuple[BringsMore, ...]:
    """What rests or is ready behind what comes first, and brings more if the crew goes on with it in its place.

    Beside the view in which the crew has `begun` what comes first.
    """
    resting = _resting_behind(view, entry, crew)
    tried = {**resting, **_ready_behind(view, entry, crew)}
    if not tried:
        return ()
    was = _as_it_stands(foreseen, view, [entry.server, *tried], begun)
    found = [
        BringsMore(
            server,
            _most_first(view, _moves(foreseen, was, then, MOST_COMPARED)),
            server in resting,
        )
        for server, then in tried.items()
    ]
    more = [each for each in found if _brings_much_more(view, each)]
    return tuple(sorted(more, key=lambda each: -_worth(view, each))[:MOST_TOLD])


def _brings_much_more(view: View, of: BringsMore) -> bool:
    """Whether services gain more than others lose; by what is ready, and nobody's yet, so many times that.

    Less may be how the work happens to fall.
    """
    worth = [gain.minutes * view.problem.worth[gain.service] for gain in of.gains]
    gained, lost = (sum(max(0, sign * each) for each in worth) for sign in (1, -1))
    return gained > (1 if of.rests else MUCH_MORE) * lost


def _resting_behind(view: View, entry: Entry, crew: str) -> dict[str, View]:
    """What rests behind an entry and a crew could take over, each with the view in which it does."""
    means = resources(view)
    number = means.crews.index(crew)
    found = {
        server: then
        for server in view.in_hand
        if view.entry[server].rank > entry.rank
        and means.rests(server)
        and number in means.kind(server).crews
        and (then := taken_over_now(view, server, crew)) is not None
    }
    return dict(list(found.items())[:MOST_RESTING])


def _ready_behind(view: View, entry: Entry, crew: str) -> dict[str, View]:
    """What of its tier is ready behind an entry and a crew could begin, each with the view in which it does."""
    means = resources(view)
    number = means.crews.index(crew)
    ready = (
        each.server
        for each in view.entries
        if each.rank > entry.rank
        and (each.tier, each.work, each.ready) == (entry.tier, "restore", True)
        and number in means.kind(each.server).crews
        and not full_lane(view, each)
    )
    found = ((server, taken_now(view, server, crew)) for server in islice(ready, MOST_READY))
    return {server: then for server, then in found if then is not None}


def _as_it_stands(
    foreseen: _Foreseen, view: View, servers: Sequence[str], then: View | None = None
) -> Forecast:
    """What is most urgent above some servers, foreseen in so many runs as a comparison has.

    As things stand, or `then`.
    """
    above = (most_urgent_above(view, server) for server in servers)
    services = dict.fromkeys(chain.from_iterable(above))
    return foreseen(then or view, [*services], runs=MOST_COMPARED)


def _most_first(view: View, moves: Sequence[GainByChoice]) -> tuple[GainByChoice, ...]:
    """Those that are an hour or more, first what counts most."""
    worth = view.problem.worth
    return tuple(sorted(_clearly(moves), key=lambda of: -abs(of.minutes) * worth[of.service]))


def _worth(view: View, of: LeftToOthers | BringsMore) -> float:
    """What services gain, less what they lose, each minute by what it counts."""
    return sum(gain.minutes * view.problem.worth[gain.service] for gain in of.gains)


def _free(view: View) -> Iterator[_Free]:
    """The crews at work with a hand free, each with what it could begin now and have done in this shift."""
    means = resources(view)
    ready = [e for e in view.entries if e.ready and e.work == "restore" and not full_lane(view, e)]
    for number, crew in enumerate(means.crews):
        shifts = means.means.shifts[number]
        if means.hands_free(number) > 0 and (shifts is None or shifts.at_work(0)):
            begins = [
                entry.server
                for entry in ready
                if number in means.kind(entry.server).crews
                and (shifts is None or view.problem.minutes[entry.server] <= shifts.left(0))
            ]
            yield _Free(crew, begins)
