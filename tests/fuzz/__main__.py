"""`python -m fuzz` (`make fuzz`): tries odd inputs for so many seconds each, and prints what came
of them.

What goes wrong is made small and put into a folder, with the command that does it again; then the
exit code is 1.
"""

import argparse
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

from fuzz.case import Case, from_json, stored, to_json
from fuzz.known import known, unknown
from fuzz.prepared import forget
from fuzz.sentences import refusals
from fuzz.shrinking import smallest
from fuzz.targets import TARGETS, Target


def main() -> int:
    """Reads the options, tries, prints."""
    parser = argparse.ArgumentParser(
        prog="fuzz", description="odd inputs of every kind, from a seed"
    )
    parser.add_argument("--seconds", type=float, default=10, help="seconds for each (default 10)")
    parser.add_argument(
        "--only", action="append", choices=TARGETS, help="only this one; may be given several times"
    )
    parser.add_argument("--seed", default="1", help="where the inputs come from (default 1)")
    parser.add_argument(
        "--tries", type=int, default=1 << 40, help="no more tries than that for each"
    )
    parser.add_argument("--first", type=int, default=0, help="the number of the first try")
    parser.add_argument(
        "--found",
        type=Path,
        default=Path("fuzz-found"),
        help="the folder for what goes wrong (default fuzz-found)",
    )
    parser.add_argument(
        "--shrink",
        type=float,
        default=40,
        help="seconds to make what goes wrong smaller (default 40)",
    )
    parser.add_argument(
        "--unmet", action="store_true", help="print the refusals that were never met"
    )
    parser.add_argument(
        "--replay", nargs="+", type=Path, help="cases, or folders of them, to be done again instead"
    )
    given = parser.parse_args()
    try:
        if given.replay:
            return _replay(
                [
                    case
                    for path in given.replay
                    for case in ([path] if path.is_file() else stored(path))
                ]
            )
        print(f"{'':10}{'tries':>8}{'lines':>8}  exit codes{'':34}refusals met   known   wrong")
        wrong = [_tried(TARGETS[name], given) for name in given.only or TARGETS]
        return 1 if any(wrong) else 0
    finally:
        forget()


def _tried(target: Target, given: argparse.Namespace) -> int:
    """Tries one fuzzer for its time; how many kinds of faults it found that are not known."""
    until = time.monotonic() + given.seconds
    codes, said, kinds, tries, knew = Counter[int](), set[str](), dict[str, int](), 0, 0
    while time.monotonic() < until and tries < given.tries:
        number = given.first + tries
        case = target.case(given.seed, number)
        tries += 1
        outcome = target.outcome(case)
        codes += outcome.codes
        said |= outcome.said
        knew += any(known(fault) for fault in outcome.faults)
        for fault in unknown(outcome.faults):
            if fault not in kinds:
                kinds[fault] = number
                print(f"  {target.name} {number}: {fault}", flush=True)
                _keep(target, case, fault, given)
    there = refusals(target.areas) if target.areas else frozenset[str]()
    met = f"{len(there & said)} of {len(there)}" if there else ""
    ended = " ".join(f"{code}:{count}" for code, count in sorted(codes.items()))
    print(
        f"{target.name:10}{tries:8}{codes.total():8}  {ended:44}{met:>12}{knew:8}{len(kinds):8}",
        flush=True,
    )
    if given.unmet:
        for template in sorted(there - said):
            print(f"    never said: {template}")
    return len(kinds)


def _keep(target: Target, case: Case, fault: str, given: argparse.Namespace) -> None:
    """Puts the smallest case with that fault into the folder; a console is too slow to look for
    one."""
    seconds = 0 if target.name == "console" else given.shrink
    small = smallest(case, lambda other: fault in target.outcome(other).faults, seconds)
    given.found.mkdir(parents=True, exist_ok=True)
    path = given.found / f"{target.name}-{hashlib.sha256(fault.encode()).hexdigest()[:8]}.json"
    path.write_text(to_json(small, fault=fault, seed=given.seed), encoding="utf-8")
    print(f'    again: make fuzz ARGS="--replay {path}"', flush=True)


def _replay(paths: list[Path]) -> int:
    wrong = 0
    for path in paths:
        case = from_json(path.read_text(encoding="utf-8"))
        faults = TARGETS[case.target].outcome(case).faults
        wrong += bool(unknown(faults))
        print(
            f"{path.name}: {'; '.join(faults) or 'right'}"
            + (" (known)" if faults and not unknown(faults) else "")
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
