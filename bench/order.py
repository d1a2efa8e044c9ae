"""The order, computed in full, beside a mere topological sort of the same graph by the standard library."""

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path

from bench.plans import plan_text
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.load import parse
from chwapi_console.journal.record import Record
from chwapi_console.recovery.order import in_order
from chwapi_console.recovery.view import view


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median time of the work, the first of the runs being a warm-up."""
    taken = []
    for _ in range(runs + 1):
        before = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - before))
    return statistics.median(taken[1:])


def report(sizes: Sequence[int], runs: int) -> None:
    """Prints, size by size, what the order and the whole view cost."""
    print(f"\nin the process, median of {runs}, ms (times graphlib)")
    print(f"  {'servers':>8}{'read and check':>16}{'graphlib':>12}{'order':>16}{'view':>16}")
    for size in sizes:
        text, now = plan_text(size), datetime.now(UTC)
        reading = milliseconds(lambda text=text: parse(text, Path("bench")), 3)  # type: ignore[misc]
        plan = parse(text, Path("bench")).plan
        flat = {node: {m for group in groups for m in group} for node, groups in Graph.of(plan).needs.items()}
        problem = view(plan, Record(), now).order.problem
        floor = milliseconds(lambda flat=flat: list(TopologicalSorter(flat).static_order()), runs)  # type: ignore[misc]
        order = milliseconds(lambda problem=problem: in_order(problem), runs)  # type: ignore[misc]
        whole = milliseconds(lambda plan=plan, now=now: view(plan, Record(), now).thought_through(), runs)  # type: ignore[misc]
        print(f"  {size:8,}{reading:16.1f}{floor:12.1f}{order:9.1f} ({order / floor:4.1f}){whole:9.1f} ({whole / floor:4.1f})",
              flush=True)
