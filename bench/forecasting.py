"""What a forecast costs as plans grow, beside as many draws as it has restorations: of Python's own
triangular distribution. And what the verbs cost that show one, beside those that show none, as
whole processes."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.order import milliseconds
from bench.plans import plan_text
from bench.processes import as_installed
from chwapi_console.inventory.file.load import parse
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.why import why
from chwapi_console.recovery.state.view.view import View, view

VERBS = (["services", "--json"], ["services", "--forecast", "--json"], ["forecast"])


def every_server_unknown(size: int) -> str:
    """A plan of which nobody has looked at anything: the most that there can be to do. With a
    service for every two servers, and six crews."""
    return (
        plan_text(size, servers_a_service=2)
        .replace("[sites.imc]", "[policy]\ncrews = 6\n[sites.imc]")
        .replace('state = "compromised"', 'state = "unknown"')
        .replace('state = "clean"', 'state = "unknown"')
    )


def report(sizes: Sequence[int], runs: int) -> None:
    """Prints, size by size, the CPU of a forecast of all services, of the most and of the least
    urgent; then of whole verbs."""
    print(
        f"\nthe forecast where every server is unknown, CPU in the process, median of {runs}, ms "
        "(times as many draws)"
    )
    print(
        "  "
        f"{'servers':>8}{'services':>10}{'as many draws':>15}{'every service':>20}{'the most urgent':>20}{'the least':>20}"
    )
    for size in sizes:
        of = view(
            parse(every_server_unknown(size), Path("bench")).plan, Record(), datetime.now(UTC)
        ).thought_through()
        floor = _draws(of, runs)
        first, last = of.order.services_by_urgency[0], of.order.services_by_urgency[-1]
        taken = [milliseconds(_asking(of, services), runs) for services in (None, [first], [last])]
        print(
            f"  {size:8,}{len(of.services):10,}{floor:15.1f}"
            + "".join(f"{ms:11.1f} ({ms / floor:5.1f})" for ms in taken),
            flush=True,
        )
    _report_why(runs)
    print("\nthe same plans by whole processes, CPU, ms")
    for size in sizes:
        print(
            f"  {size:8,}  " + ", ".join(f"{what} {ms:.0f}" for what, ms in _verbs(size)),
            flush=True,
        )


def divided(size: int) -> str:
    """A plan of which everything is to be restored, by four crews of which three sleep, in two lanes."""
    head = """[crews.day]
at_once = 2
hours = "07:00-19:00"
[crews.late]
hours = "13:00-23:00"
[crews.night]
hours = "21:00-07:00"
[crews.all]
[lanes.clean-zone]
at_once = 4
work = ["restore"]
[lanes.verifying]
at_once = 1
work = ["verify"]
[sites.imc]"""
    text = plan_text(size).replace("[sites.imc]", head)
    return text.replace('state = "clean"', 'state = "compromised"')


def _report_why(runs: int) -> None:
    """Prints what it costs to say why a service is expected when it is, beside its forecast."""
    print(
        "\nwhy a service is expected when it is, where crews sleep and share lanes, CPU in the process, "
        f"median of {runs}, ms (times its own forecast)"
    )
    for size in (30, 60, 120):
        of = view(parse(divided(size), Path("bench")).plan, Record(), datetime.now(UTC))
        last = of.thought_through().order.services_by_urgency[-1]
        floor = milliseconds(_asking(of, [last]), runs)
        now = forecast(of, [last]).services[last]
        taken = milliseconds(partial(why, of, last, None, now), runs)
        print(f"  {size:8,}{floor:15.1f}{taken:11.1f} ({taken / floor:5.1f})", flush=True)


def _asking(of: View, services: Sequence[str] | None) -> Callable[[], object]:
    return lambda: forecast(of, services)


def _draws(of: View, runs: int) -> float:
    """The milliseconds that as many triangular draws take as the fewest runs have servers."""
    dice = Random(1)
    return milliseconds(
        lambda: [dice.triangular(60, 360, 120) for _ in range(FEWEST_RUNS * len(of.entries))], runs
    )


def _verbs(size: int) -> Iterator[tuple[str, float]]:
    """What each verb costs, from the command line to its end; the first time of each is a
    warm-up."""
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "inventory.toml"
        plan.write_text(every_server_unknown(size), encoding="utf-8")
        program = [str(Path(sys.executable).with_name("chwapi-console")), "-i", str(plan)]
        for words in (*VERBS, ["show", "v00000"]):
            for _ in range(2):
                before = _children()
                subprocess.run(
                    [*program, *words], env=as_installed(), stdout=subprocess.DEVNULL, check=True
                )
            yield " ".join(words), 1000 * (_children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
