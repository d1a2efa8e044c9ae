"""`python -m soak` (`make soak`): long nights, and what was lost or doubled by them: 0.

`hub`: writers on a hub that is killed and cut off. `house`: sites with writers and consoles, which
share a hub and sync by file while clocks are set, a disk fills, and processes are killed.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from postgres import Postgres, started
from soak.shared_hub import night
from soak.whole_house import TIMES_PLAIN, whole_night


def _hub(server: Postgres, place: Path, seconds: float, seed: str) -> bool:
    """A night on a hub; whether nothing was lost."""
    outcome = night(server, place, seconds, seed)
    lost = sum(map(len, outcome.missing.values()))
    doubled = sum(map(len, outcome.doubled.values()))
    print(f"the hub was {_told(outcome.done)}")
    print(f"{outcome.acknowledged} acts acknowledged, the slowest in {outcome.slowest:.2f} s")
    print(f"{lost} lost, {doubled} doubled, {len(outcome.misfits)} that do not fit")
    return not (lost or doubled or outcome.misfits)


def _house(server: Postgres, place: Path, seconds: float, seed: str) -> bool:
    """A night in a house; whether nothing was lost, and nobody swells."""
    outcome = whole_night(server, place, seconds, seed)
    lost = sum(map(len, outcome.missing.values()))
    print(f"in the house: {_told(outcome.done)}")
    print(f"{outcome.acknowledged} acts acknowledged, {outcome.events} events")
    print(f"{lost} lost, {len(outcome.unlike)} journals unlike, {len(outcome.misfits)} do not fit")
    print(
        f"{outcome.came} events came while it was looked at who holds what; as plain values one "
        f"takes {outcome.plain:.0f} bytes, and may take {TIMES_PLAIN:g} times as much"
    )
    for name, (before, afterwards) in outcome.held.items():
        print(
            f"{name}: {before.memory / 1e6:.0f} MB and {before.files} files, then "
            f"{afterwards.memory / 1e6:.0f} MB and {afterwards.files} files: "
            f"{outcome.of_an_event(name):.0f} bytes an event"
        )
    for name, (before, afterwards) in outcome.at_rest.items():
        print(
            f"{name}, while nothing came: {(afterwards.memory - before.memory) / 1000:.0f} KB and "
            f"{afterwards.files - before.files} files more"
        )
    return not (lost or outcome.unlike or outcome.misfits or outcome.swollen)


def _told(done: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {times} times" for what, times in sorted(done.items()))


NIGHTS = {"hub": _hub, "house": _house}


def main() -> int:
    """Reads the options, has the nights, prints what came of them."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300, help="of each night (default 300)")
    parser.add_argument("--seed", default="1", help="where the nights come from (default 1)")
    parser.add_argument("--only", choices=list(NIGHTS), help="one of them (default both)")
    given = parser.parse_args()
    well = True
    for name, has in NIGHTS.items():
        if given.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory(prefix="chwapi-soak-") as folder:
            place = Path(folder)
            (place / "server").mkdir(mode=0o700)
            server = started(place / "server")
            try:
                well &= has(server, place, given.seconds, given.seed)
            finally:
                server.stop()
    return 0 if well else 1


sys.exit(main())
