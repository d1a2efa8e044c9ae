"""What a choice that `next` tells of brings: to take over what rests, to take what will rest overnight.

By forecasts of the few services above, with it and without. It is asked in plans up to so many
servers: beyond, it would cost more than all else that `next` does.
"""

from collections.abc import Sequence

from chwapi_console.recovery.forecast.end_of_shift import WORTH_TELLING, most_urgent_above
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.runs_compared import clear_difference, moves_few, tells_enough
from chwapi_console.recovery.state.of_view.advice import Advice, GainByChoice
from chwapi_console.recovery.state.of_view.handed_over import kept_from, taken_now, taken_over_now
from chwapi_console.recovery.state.view.view import View

MOST_SERVERS = 1000
"""Servers of a plan up to which it is worked out."""


def with_figures(view: View, advice: Advice) -> Advice:
    """The advice, with what its choices bring, where it has any."""
    crew, entry = advice.crew, advice.entry
    if crew is None or len(view.plan.servers) > MOST_SERVERS:
        return advice
    if advice.rests and (then := taken_over_now(view, advice.rests, crew)) is not None:
        gains = _gains(view, then, most_urgent_above(view, advice.rests))
        advice = advice._replace(gains=tuple(gains))
    kept = taken_now(view, entry.server, crew) if entry is not None else None
    if entry is None or kept is None or (given := kept_from(kept, entry.server)) is None:
        return advice
    lost = sum(of.minutes for of in _gains(kept, view, [entry.server]))
    return advice._replace(taker=given.crew, later=lost)


def _gains(view: View, then: View, nodes: Sequence[str]) -> list[GainByChoice]:
    """Which of some services or servers come clearly sooner in another view, by an hour or more."""
    was = forecast(view, nodes).services

    def is_told(node: str, runs: Sequence[float]) -> bool:
        return tells_enough(was[node].runs, runs)

    now = forecast(then, nodes, is_told=is_told).services
    gains = [
        GainByChoice(
            node, -(clear_difference(was[node], now[node]) or 0), moves_few(was[node], now[node])
        )
        for node in nodes
    ]
    return [gain for gain in gains if gain.minutes >= WORTH_TELLING]
