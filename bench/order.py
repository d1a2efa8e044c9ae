"""What the order costs as plans grow, beside mere topological sorts of the same graph in the same
run."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx  # type: ignore[import-untyped]

from bench.instances import hospital
from bench.plans import plan_text
from bench.processes import as_installed
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Demand, Problem
from chwapi_console.recovery.state.view.view import view

READ = (
    "import sys, time; from pathlib import Path; from chwapi_console.inventory.file.load import "
    "parse; import tomli, pydantic; before = time.perf_counter(); "
    "parse(Path(sys.argv[1]).read_text(encoding='utf-8'), Path('bench')); print(1000 * "
    "(time.perf_counter() - before))"
)


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median CPU time of the work, the first of the runs being a warm-up."""
    taken = []
    for _ in range(runs + 1):
        before = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - before))
    return statistics.median(taken[1:])


def report(sizes: Sequence[int], runs: int) -> None:
    """Prints, size by size, what the order, the whole view after an event and reading the plan
    cost."""
    print(f"\nCPU in the process, median of {runs}, ms (times graphlib)")
    print(
        "  "
        f"{'servers':>8}{'read and check':>16}{'graphlib':>10}{'networkx':>17}{'order':>17}{'view':>17}"
    )
    for size in sizes:
        text, now = plan_text(size), datetime.now(UTC)
        reading = milliseconds(lambda text=text: parse(text, Path("bench")), 3)  # type: ignore[misc]
        plan = parse(text, Path("bench")).plan
        problem = view(plan, Record(), now).order.problem
        floor, peer = _sorts(plan.graph, runs)
        order = milliseconds(lambda problem=problem: in_order(problem._replace()), runs)  # type: ignore[misc]
        whole = milliseconds(
            lambda plan=plan, now=now: view(plan, Record(), now).thought_through(),  # type: ignore[misc]
            runs,
        )
        cells = (f"{taken:9.1f} ({taken / floor:5.1f})" for taken in (peer, order, whole))
        print(
            f"  {size:8,}{reading:16.1f}{floor:10.1f}" + "".join(f"{cell:>17}" for cell in cells),
            flush=True,
        )
    report_growth(runs)
    print(
        "\nreading and checking 300 servers, after the imports, in processes of their own: "
        f"{_first_reading(300, runs):.0f} ms"
    )


def report_growth(runs: int) -> None:
    """Prints the order alone on generated hospitals up to 300 times 1,000 servers, which no plan is
    read for."""
    print("\nthe order alone on groups of generated hospitals, CPU in ms (times graphlib)")
    print(f"  {'servers':>8}{'graphlib':>12}{'networkx':>20}{'order':>20}")
    for size in (300, 3000, 30_000, 300_000):
        problem = group_of_hospitals(size)
        often = runs if size < 30_000 else 1
        floor, peer = _sorts(problem.graph, often)
        order = milliseconds(lambda problem=problem: in_order(problem._replace()), often)  # type: ignore[misc]
        cells = (f"{taken:11.1f} ({taken / floor:5.1f})" for taken in (peer, order))
        print(f"  {size:8,}{floor:12.1f}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def group_of_hospitals(size: int) -> Problem:
    """Hospitals of 300 or 1,000 servers side by side in one plan."""
    each = min(size, 1000)
    needs: dict[str, Needs] = {}
    services: dict[str, Demand] = {}
    minutes: dict[str, int] = {}
    for number in range(size // each):
        one = hospital(each, number).problem
        needs |= {
            f"{number}-{node}": tuple(
                tuple(f"{number}-{member}" for member in group) for group in groups
            )
            for node, groups in one.graph.needs.items()
        }
        services |= {f"{number}-{service}": demand for service, demand in one.services.items()}
        minutes |= {f"{number}-{server}": taken for server, taken in one.minutes.items()}
    return Problem(Graph(needs), services, minutes)


def _sorts(graph: Graph, runs: int) -> tuple[float, float]:
    """What graphlib and networkx take for a topological sort in which every member of an any-of is
    needed."""
    flat: Mapping[str, set[str]] = {
        node: {m for group in groups for m in group} for node, groups in graph.needs.items()
    }

    def by_networkx() -> list[str]:
        return list(
            networkx.topological_sort(
                networkx.DiGraph((m, node) for node, members in flat.items() for m in members)
            )
        )

    return milliseconds(lambda: list(TopologicalSorter(flat).static_order()), runs), milliseconds(
        by_networkx, runs
    )


def _first_reading(size: int, runs: int) -> float:
    """The median wall time of a first reading, which a second in the same process would find
    warm."""
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.toml"
        plan.write_text(plan_text(size), encoding="utf-8")
        taken = [
            float(
                subprocess.run(
                    [sys.executable, "-c", READ, str(plan)],
                    env=as_installed(),
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout
            )
            for _ in range(runs + 1)
        ]
    return statistics.median(taken[1:])
