"""`python -m bench`: prints every table, but for the coverage of the forecast, which takes minutes
and is asked for by name. Nothing here fails: figures are for people to read and to compare."""

import argparse

from bench import (
    acts,
    bounds,
    console,
    coverage,
    forecasting,
    imports,
    order,
    processes,
    quality,
    record,
)

PARTS = (
    "processes",
    "order",
    "record",
    "quality",
    "console",
    "imports",
    "forecast",
    "bounds",
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
    parser.add_argument("--only", choices=PARTS, help="one part only")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    if given.only in (None, "processes"):
        processes.report(sizes, given.runs)
    if given.only in (None, "order"):
        order.report(sizes, min(given.runs, 5))
    if given.only in (None, "record"):
        record.report(given.runs)
    if given.only in (None, "quality"):
        quality.report()
    if given.only in (None, "console"):
        console.report((300, 10_000), min(given.runs, 7))
    if given.only in (None, "imports"):
        imports.report((1000, 10_000, 100_000))
    if given.only in (None, "forecast"):
        forecasting.report((300, 1_300, 10_000), min(given.runs, 3))
    if given.only in (None, "bounds"):
        bounds.report()
        acts.report()
    if given.only == "coverage":
        coverage.report()


if __name__ == "__main__":
    main()
