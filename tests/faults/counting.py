"""What `make faults` prints: whatever was wrong, and how much was tried."""

import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple, TypeVar

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


One = TypeVar("One")


class Tried(NamedTuple):
    """One try: what was done to it, whether it was acknowledged all the same, and what is wrong,
    each beginning with its kind."""

    what: str
    acknowledged: bool
    wrong: Sequence[str]


class Share(NamedTuple):
    """What of a story is tried: so many at most of each (0: all), and of those every so-manieth from
    a turn on, so that a long story is walked over in several runs."""

    most: int = 0
    turn: int = 1
    turns: int = 1

    def of(self, all_of_them: Iterable[One]) -> Iterator[One]:
        """Those that fall to this turn; all turns together have each once."""
        return islice(all_of_them, self.turn - 1, None, self.turns)


def shared(words: Sequence[str]) -> tuple[list[str], Share]:
    """The stories named on a command line, and the share: `mirror 3/8` is the third of eight turns
    of `mirror`, `mark 100` a hundred of `mark`."""
    named, share = list[str](), Share()
    for word in words:
        if word.isdigit():
            share = share._replace(most=int(word))
        elif turns := re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", word):
            share = share._replace(turn=int(turns[1]), turns=int(turns[2]))
        else:
            named.append(word)
    if share.turn > share.turns:
        raise SystemExit(f"There is no turn {share.turn} of {share.turns}.")
    return named, share


def count(stories: Mapping[str, Callable[[Bench, Share], Iterator[Tried]]]) -> int:
    """Tries the stories, or those named on the command line, or a share of them; 1 where anything
    was wrong. What ends it early (`timeout`, Ctrl-C) does not take the counts away."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    named, share = shared(sys.argv[1:])
    folder, totals = Path(tempfile.mkdtemp(prefix="chwapi-faults-")), Counter[str]()
    bench = Bench(folder)
    try:
        for name, tries in stories.items():
            if not named or name in named:
                _count_one(name, tries(bench, share), totals)
        _print("all", totals)
    except KeyboardInterrupt:
        _print("cut short", totals)
        return 1
    finally:
        bench.close()
        rmtree(folder)
    return 1 if totals["failed"] else 0


def _count_one(name: str, tries: Iterator[Tried], totals: Counter[str]) -> None:
    """Tries a story, and adds what came of it to the totals even where it is ended early."""
    counts = Counter[str]()
    try:
        for tried in tries:
            counts.update({"tried": 1, "acknowledged": int(tried.acknowledged)})
            kinds = {what.partition(":")[0] for what in tried.wrong}
            counts.update({kind if kind in COUNTED else "otherwise" for kind in kinds})
            if tried.wrong:
                counts["failed"] += 1
                print(f"{name}: {tried.what}: {'; '.join(tried.wrong)}", flush=True)
    finally:
        totals.update(counts)
        _print(name, counts)


def _print(name: str, counts: Counter[str]) -> None:
    print(f"{name:20}", *(f"{word} {counts[word]}" for word in COUNTED), flush=True)
