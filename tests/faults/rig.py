"""A warm interpreter behind the shim, the folder that it tries things in, and how a command line
ended there."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from faults.calls import CLASSES, FAIL, Fault, build_shim, faults_at
from faults.stories import Story, environ_of, lay, lay_bases

TESTS = Path(__file__).parent.parent
SOURCES = TESTS.parent / "src"
NO_FAULT = Fault(CLASSES[0], 0, FAIL)


class Answer(NamedTuple):
    """How a command line ended: its exit code (-9 killed), its words, and how many calls of each
    class it made."""

    code: int
    out: str
    err: str
    counts: dict[str, int]


class Bench:
    """A warm interpreter behind the shim, and the folder that it tries things in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = lay_bases(folder)
        self.root = folder / "root"
        environ = {
            **os.environ,
            "LD_PRELOAD": str(build_shim(folder)),
            "PYTHONPATH": f"{SOURCES}:{TESTS}",
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "faults.warm"],
            env=environ,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def close(self) -> None:
        """Ends the interpreter."""
        assert self._warm.stdin and self._warm.stdout
        self._warm.stdin.close()
        self._warm.wait(60)
        self._warm.stdout.close()

    def run(
        self,
        words: Sequence[str],
        fault: Fault = NO_FAULT,
        log: Path | None = None,
        *,
        stick: bool = False,
    ) -> Answer:
        """Runs a command line in the root with a fault at its place; as on a disk without hard
        links and files without a name."""
        assert self._warm.stdin and self._warm.stdout
        told = {
            "root": str(self.root),
            "words": list(words),
            "classes": len(CLASSES),
            "log": str(log or ""),
            "stick": stick,
            "environ": environ_of(self.root),
            "fault": [CLASSES.index(fault.kind), fault.place, fault.how, fault.error],
        }
        self._warm.stdin.write(json.dumps(told) + "\n")
        self._warm.stdin.flush()
        answer = json.loads(self._warm.stdout.readline())
        return Answer(
            answer["code"],
            answer["out"],
            answer["err"],
            dict(zip(CLASSES, answer["counts"], strict=False)),
        )

    def fresh(self, story: Story) -> None:
        """Lays the root anew for a story."""
        lay(self.base, self.root, story)

    def calls(self, story: Story) -> dict[str, int]:
        """How many calls of each class a story makes where nothing fails."""
        self.fresh(story)
        answer = self.run(story.words)
        assert answer.code == 0, answer
        return answer.counts

    def faults(self, story: Story) -> list[Fault]:
        """All that can happen to a story."""
        return [
            fault
            for kind, count in self.calls(story).items()
            for place in range(1, count + 1)
            for fault in faults_at(kind, place)
        ]
