"""`import csv`, as whole processes: a list of so many rows into a new plan, and beside a plan that
has them already; beside the floor of reading it with `csv` and writing it with tomli-w, which tells
nobody anything.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.processes import as_installed

FLOOR = [
    sys.executable,
    "-c",
    (
        "import csv, sys, tomli_w; rows = csv.DictReader(open(sys.argv[1], encoding='utf-8'), "
        "delimiter=';'); text = tomli_w.dumps({'servers': {row['Nom']: row for row in rows}}); "
        "open(sys.argv[2], 'w').write(text)"
    ),
]
SITES = ("IMC", "Union", "Notre-Dame", "Péruwelz")


def report(sizes: Sequence[int]) -> None:
    """Prints seconds of wall time, once each: nobody imports the same list eleven times."""
    print("\nimport csv, wall time in s")
    print(f"  {'rows':>8}{'csv + tomli-w':>16}{'new plan':>12}{'beside it':>12}")
    for size in sizes:
        print(
            f"  {size:8,}"
            + "".join(
                f"{taken:{width}.1f}"
                for taken, width in zip(_measured(size), (16, 12, 12), strict=True)
            ),
            flush=True,
        )


def list_text(size: int) -> str:
    """A list as a hospital keeps one; a tenth of the servers need the one before them."""
    rows = ["Nom;Site;Fonction;Adresse IP;OS;Dépend de;Remarques"]
    for n in range(size):
        need = f"srv{n - 1:06}" if n % 10 == 9 else ""
        rows.append(
            f"SRV{n:06};{SITES[n % 4]};Application {n % 300};10.{n >> 16}.{n >> 8 & 255}.{n & 255};"
            f"Windows Server {2012 + n % 3};{need};baie {n % 40}"
        )
    return "\n".join(rows) + "\n"


def _measured(size: int) -> Iterator[float]:
    with tempfile.TemporaryDirectory() as folder:
        listed, plan = Path(folder) / "list.csv", Path(folder) / "inventory.toml"
        listed.write_text(list_text(size), encoding="utf-8")
        more = Path(folder) / "more.csv"
        more.write_text(
            listed.read_text(encoding="utf-8") + "SRVNEW;IMC;Essai;;Debian;;\n", encoding="utf-8"
        )
        program = [
            str(Path(sys.executable).with_name("chwapi-console")),
            "-i",
            str(plan),
            "import",
            "csv",
        ]
        yield _seconds([*FLOOR, str(listed), f"{folder}/floor.toml"])
        yield _seconds([*program, str(listed), "--yes"])
        yield _seconds([*program, str(more), "--yes"])


def _seconds(command: Sequence[str]) -> float:
    before = time.perf_counter()
    subprocess.run(
        command,
        env=as_installed(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - before
