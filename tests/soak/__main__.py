"""`python -m soak` (`make soak`): long nights, and what was lost or doubled by them: 0.

`hub`: writers on a hub that is killed and cut off. `house`: sites with writers and consoles, which
share a hub and sync by file while clocks are set, a disk fills, and processes are killed. `half a year`:
sites that act from October to April, by clocks that go from moment to moment, whatever the seconds.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from postgres import Postgres, started
from soak.half_a_year import DAYS, half_a_year
from soak.shared_hub import night
from soak.whole_house import whole_night


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
    print(*outcome.growth.lines, sep="\n")
    return not (lost or outcome.unlike or outcome.misfits or outcome.growth.swollen)


def _half_a_year(server: Postgres, place: Path, seconds: float, seed: str) -> bool:
    """Half a year in a house; whether nothing was lost or told wrongly, and nobody swells. It takes
    as long as it takes."""
    outcome = half_a_year(server, place, DAYS, seed)
    lost = sum(map(len, outcome.missing.values()))
    print(f"in half a year: {_told(outcome.done)}")
    print(f"{outcome.acknowledged} acts acknowledged")
    print(f"{lost} lost, {len(outcome.unlike)} journals unlike, {len(outcome.misfits)} do not fit")
    print(f"{len(outcome.told_wrongly)} times told wrongly")
    for wrong in outcome.told_wrongly:
        print(wrong)
    print(*outcome.growth.lines, sep="\n")
    went_wrong = outcome.unlike or outcome.misfits or outcome.told_wrongly or outcome.growth.swollen
    return not (lost or went_wrong)


def _told(done: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {times} times" for what, times in sorted(done.items()))


NIGHTS = {"hub": _hub, "house": _house, "half a year": _half_a_year}


def main() -> int:
    """Reads the options, has the nights, prints what came of them."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=300, help="of each night, not of half a year (default 300)"
    )
    parser.add_argument("--seed", default="1", help="where the nights come from (default 1)")
    parser.add_argument("--only", choices=list(NIGHTS), help="one of them (default all)")
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
