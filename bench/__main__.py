"""`python -m bench`: prints every table, but for the coverage of the forecast, which takes minutes
and is asked for by name. Nothing here fails: figures are for people to read and to compare."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import (
    acts,
    beside,
    bounds,
    bundled,
    console,
    coverage,
    evidence,
    forecasting,
    imports,
    order,
    pages,
    processes,
    published,
    quality,
    record,
)

PARTS = (
    "processes",
    "bundle",
    "pages",
    "order",
    "record",
    "hub",
    "quality",
    "console",
    "imports",
    "forecast",
    "bounds",
    "evidence",
    "coverage",
)


def main() -> None:
    """Reads the options and prints."""
    parser = argparse.ArgumentParser(
        prog="bench", description="speed and quality beside floors and peers, in one run"
    )
    parser.add_argument(
        "--runs", type=int, default=11, help="runs of each measure, after a warm-up (default 11)"
    )
    parser.add_argument(
        "--sizes", default="300,3000,10000", help="numbers of servers (default 300,3000,10000)"
    )
    parser.add_argument(
        "--events",
        type=int,
        default=100_000,
        help="events of the hub that a new host joins (default 100000)",
    )
    parser.add_argument("--only", choices=PARTS, help="one part only")
    parser.add_argument(
        "--beside",
        type=Path,
        metavar="TREE",
        help="the order alone, beside that of another checkout",
    )
    given = parser.parse_args()
    if given.beside is not None:
        beside.report(given.beside)
        return
    sizes = [int(size) for size in given.sizes.split(",")]
    parts: Mapping[str, Callable[[], None]] = {
        "processes": lambda: processes.report(sizes, given.runs),
        "bundle": lambda: bundled.report(given.runs),
        "pages": lambda: pages.report((300, 10_000), min(given.runs, 5)),
        "order": lambda: order.report(sizes, min(given.runs, 5)),
        "record": lambda: record.report(given.runs),
        "hub": lambda: _hub(given.runs, given.events),
        "quality": quality.report,
        "console": lambda: console.report((300, 10_000), min(given.runs, 7)),
        "imports": lambda: imports.report((1000, 10_000, 100_000)),
        "forecast": lambda: forecasting.report((300, 1_300, 10_000), min(given.runs, 3)),
        "bounds": _bounds,
        "evidence": lambda: evidence.report((1_000, 10_000)),
        "coverage": _coverage,
    }
    for name in [given.only] if given.only else [name for name in PARTS if name != "coverage"]:
        parts[name]()


def _hub(runs: int, events: int) -> None:
    from bench import hub  # it needs a driver that no other part needs

    hub.report(runs, events)


def _coverage() -> None:
    published.report()
    coverage.report()


def _bounds() -> None:
    bounds.report()
    acts.report()


if __name__ == "__main__":
    main()
