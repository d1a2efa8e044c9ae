"""What those that live through a night hold before and after it, and whether the record explains it."""

import time
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from soak.troubles import Held, held_by

TIMES_PLAIN = 1.0
"""How often what an event takes as plain values of Python (`troubles.plain_memory`) it may take in a
console that is open, with all that is thought about it."""
SPARE_MEMORY, SPARE_FILES = 24_000_000, 4
SPARE_AT_REST = 2_000_000
"""Bytes by which a console may grow while nothing comes."""
SECONDS_TO_REST = 2.0
"""What a console is given to take in what came last, and which are quiet then at least."""

BeforeAndAfter = Mapping[str, tuple[Held, Held]]
"""Of processes, by name."""


class Growth(NamedTuple):
    """What processes held before and after a night; what those of them that live on held `at_rest`,
    while nothing came; how many events `came` meanwhile, and the bytes that one takes as `plain` values."""

    held: BeforeAndAfter
    at_rest: BeforeAndAfter
    came: int
    plain: float

    @property
    def swollen(self) -> list[str]:
        """Who holds more than what came explains, or grew while nothing came."""
        most = SPARE_MEMORY + self.came * self.plain * TIMES_PLAIN
        return [
            *(name for name, held in self.held.items() if _grew(held, most)),
            *(name for name, held in self.at_rest.items() if _grew(held, SPARE_AT_REST)),
        ]

    @property
    def lines(self) -> Iterator[str]:
        """The figures, as they are printed."""
        yield (
            f"{self.came} events came while it was looked at who holds what; as plain values one "
            f"takes {self.plain:.0f} bytes, and may take {TIMES_PLAIN:g} times as much"
        )
        for name, (before, afterwards) in self.held.items():
            each = (afterwards.memory - before.memory) / max(1, self.came)
            yield (
                f"{name}: {before.memory / 1e6:.0f} MB and {before.files} files, then "
                f"{afterwards.memory / 1e6:.0f} MB and {afterwards.files} files: "
                f"{each:.0f} bytes an event"
            )
        for name, (before, afterwards) in self.at_rest.items():
            yield (
                f"{name}, while nothing came: {(afterwards.memory - before.memory) / 1000:.0f} KB "
                f"and {afterwards.files - before.files} files more"
            )


def all_held(processes: Mapping[str, int]) -> dict[str, Held]:
    """What processes hold now, by name."""
    return {name: held_by(process) for name, process in processes.items()}


def at_rest(processes: Mapping[str, int], seconds: float = 0.0) -> BeforeAndAfter:
    """What processes hold once they took in what came last, and after some quiet seconds more."""
    time.sleep(SECONDS_TO_REST)
    before = all_held(processes)
    time.sleep(max(SECONDS_TO_REST, seconds))
    return side_by_side(before, all_held(processes))


def side_by_side(before: Mapping[str, Held], afterwards: Mapping[str, Held]) -> BeforeAndAfter:
    """What the same processes held at two moments."""
    return {name: (before[name], afterwards[name]) for name in before}


def _grew(held: tuple[Held, Held], most: float) -> bool:
    """Whether somebody holds more than so many bytes more, or more open files, than before."""
    before, afterwards = held
    return afterwards.files > before.files + SPARE_FILES or afterwards.memory > before.memory + most
