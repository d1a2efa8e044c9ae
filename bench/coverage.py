"""How honest the forecast is: `python -m bench --only coverage`. Of simulated incidents
(`incidents`), the share of services that really came up before P50 and before P90, and how wide the
ranges are."""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bench.incidents import MODELS, SHARES, moments
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.state.view.view import View

HELD_OUT = range(3000, 3200)
"""Seeds that nothing was tuned on."""

RUNS = 1000


class Tally(NamedTuple):
    """Services looked at; those up before P50 and before P90; hours from P50 and from P10 to P90,
    over all."""

    services: int = 0
    before_p50: int = 0
    before_p90: int = 0
    above: float = 0.0
    wide: float = 0.0

    def and_(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.services + other.services,
            self.before_p50 + other.before_p50,
            self.before_p90 + other.before_p90,
            self.above + other.above,
            self.wide + other.wide,
        )

    def share(self, of: float) -> float:
        """Per service."""
        return of / self.services if self.services else 0.0


def tally(view: View, up_at: Mapping[str, datetime], runs: int) -> Tally:
    """The forecast of one moment beside what came."""
    total = Tally()
    for service, outlook in forecast(view, runs=runs).services.items():
        if outlook.p10 and outlook.p50 and outlook.p90:
            real = up_at[service]
            total = total.and_(
                Tally(
                    1,
                    real <= outlook.p50,
                    real <= outlook.p90,
                    _hours(outlook.p50, outlook.p90),
                    _hours(outlook.p10, outlook.p90),
                )
            )
    return total


def _hours(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / 3600


def covered(model: str, seeds: Iterable[int], runs: int = RUNS) -> dict[float, Tally]:
    """What came of every incident of that model, by the share that was done."""
    totals = dict.fromkeys(SHARES, Tally())
    for seed in seeds:
        for share, view, up_at in moments(seed, model):
            totals[share] = totals[share].and_(tally(view, up_at, runs))
    return totals


def report(seeds: Iterable[int] = HELD_OUT) -> None:
    """Prints the table."""
    incidents, began = list(seeds), time.perf_counter()
    print(
        f"\nthe forecast of {len(incidents)} incidents for each model, {RUNS} runs, seeds "
        f"{incidents[0]} to {incidents[-1]}"
    )
    print(
        f"  {'real durations':<16}{'done':>6}{'services':>10}{'up by P50':>11}{'up by P90':>11}"
        f"{'P50 to P90, h':>15}{'P10 to P90, h':>15}"
    )
    pooled: dict[float, Tally] = {}
    for model in MODELS:
        for share, of in covered(model, incidents).items():
            _row(model, share, of)
            pooled[share] = pooled[share].and_(of) if share in pooled else of
    for share, of in pooled.items():
        _row("all three", share, of)
    print(f"  in {time.perf_counter() - began:.0f} s")


def _row(model: str, share: float, of: Tally) -> None:
    print(
        "  "
        f"{model:<16}{share:6.0%}{of.services:10,}{of.share(of.before_p50):11.0%}{of.share(of.before_p90):11.0%}"
        f"{of.share(of.above):15.1f}{of.share(of.wide):15.1f}",
        flush=True,
    )
