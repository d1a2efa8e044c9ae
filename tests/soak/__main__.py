"""`python -m soak` (`make soak`): a long night on a hub that is killed and cut off, and what was lost
or doubled by it: 0."""

import argparse
import sys
import tempfile
from pathlib import Path

from postgres import started
from soak.shared_hub import night


def main() -> int:
    """Reads the options, has a night, prints what came of it."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="seconds (default 600)")
    parser.add_argument("--seed", default="1", help="where the night comes from (default 1)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chwapi-soak-") as folder:
        place = Path(folder)
        (place / "server").mkdir(mode=0o700)
        server = started(place / "server")
        try:
            outcome = night(server, place, given.seconds, given.seed)
        finally:
            server.stop()
    lost = sum(map(len, outcome.missing.values()))
    doubled = sum(map(len, outcome.doubled.values()))
    told = ", ".join(f"{what} {times} times" for what, times in sorted(outcome.done.items()))
    print(f"the hub was {told}")
    print(f"{outcome.acknowledged} acts acknowledged, the slowest in {outcome.slowest:.2f} s")
    print(f"{lost} lost, {doubled} doubled, {len(outcome.misfits)} that do not fit")
    return 1 if lost or doubled or outcome.misfits else 0


sys.exit(main())
