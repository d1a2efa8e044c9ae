"""The one file beside the installed program: `mark` and `next`, whole processes."""

import sys
import tempfile
from pathlib import Path

from bench.plans import hit, plan_text
from bench.processes import as_installed, milliseconds

SIZE = 300
MOST_TIMES = 2.5
"""How many times as long as installed the one file may take."""


def report(runs: int) -> None:
    """Builds the file, and prints both beside each other."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    import bundle

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "console.pyz")
        bundle.main([str(file), "--only-here"])
        installed = str(Path(sys.executable).with_name("chwapi-console"))
        print(f"\nthe one file, median of {runs} whole processes, ms (times installed)")
        for verb in ("mark", "next"):
            taken = [
                _taken(words, verb, runs) for words in ([installed], [sys.executable, str(file)])
            ]
            times = taken[1] / taken[0]
            verdict = "" if times <= MOST_TIMES else f", more than {MOST_TIMES}"
            print(
                f"  {verb:12}installed {taken[0]:7.1f}   file {taken[1]:7.1f}  ({times:.1f}{verdict})"
            )


def _taken(program: list[str], verb: str, runs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "inventory.toml")
        plan.write_text(plan_text(SIZE), encoding="utf-8")
        words = [*program, "-i", str(plan), verb]
        marks = [[*words, server, "restored", "--yes"] for server in hit(SIZE)[: runs + 1]]
        commands = marks if verb == "mark" else [words] * (runs + 1)
        return milliseconds(commands, as_installed())
