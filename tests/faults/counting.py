"""What `make faults` prints: whatever was wrong, and how much was tried."""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

from faults.rig import Bench

COUNTED = (
    "tried",
    "acknowledged",
    "lost",
    "torn",
    "hung",
    "exit 70",
    "untrue",
    "refused",
    "left",
    "afterwards",
    "otherwise",
)
"""The kinds of what is wrong that have a count of their own, and one for all others."""


class Tried(NamedTuple):
    """One try: what was done to it, whether it was acknowledged all the same, and what is wrong,
    each beginning with its kind."""

    what: str
    acknowledged: bool
    wrong: Sequence[str]


def count(stories: Mapping[str, Callable[[Bench, int], Iterator[Tried]]]) -> int:
    """Tries the stories, or those named on the command line, where a number bounds what is tried of
    each; 1 where anything was wrong."""
    named = [word for word in sys.argv[1:] if not word.isdigit()]
    most = next((int(word) for word in sys.argv[1:] if word.isdigit()), 0)
    folder, totals, failed = Path(tempfile.mkdtemp(prefix="chwapi-faults-")), Counter[str](), 0
    bench = Bench(folder)
    try:
        for name, tries in stories.items():
            if named and name not in named:
                continue
            counts = Counter[str]()
            for tried in tries(bench, most):
                counts.update({"tried": 1, "acknowledged": int(tried.acknowledged)})
                kinds = {what.partition(":")[0] for what in tried.wrong}
                counts.update({kind if kind in COUNTED else "otherwise" for kind in kinds})
                if tried.wrong:
                    failed += 1
                    print(f"{name}: {tried.what}: {'; '.join(tried.wrong)}", flush=True)
            totals += counts
            _print(name, counts)
        _print("all", totals)
    finally:
        bench.close()
        rmtree(folder)
    return 1 if failed else 0


def _print(name: str, counts: Counter[str]) -> None:
    print(f"{name:20}", *(f"{word} {counts[word]}" for word in COUNTED), flush=True)
