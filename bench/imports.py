"""`import csv`, as whole processes: a list of so many rows into a new plan, and beside a plan that
has them already; beside the floor of reading it with `csv` and writing it with tomli-w, which tells
nobody anything.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.bounds import Cost, ran

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
    """Prints seconds of wall time and the most megabytes held, once each: nobody imports the same
    list eleven times."""
    print("\nimport csv, wall time in s, most MB held, and KB for each row of the list")
    print(f"  {'rows':>8}{'csv + tomli-w':>20}{'new plan':>20}{'beside it':>20}{'KB each':>10}")
    for size in sizes:
        costs = list(_measured(size))
        print(
            f"  {size:8,}"
            + "".join(f"{f'{cost.seconds:.1f} s, {cost.megabytes:.0f} MB':>20}" for cost in costs)
            + f"{max(cost.megabytes for cost in costs) * 1024 / size:10.1f}",
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


def _measured(size: int) -> Iterator[Cost]:
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
        for command in (
            [*FLOOR, str(listed), f"{folder}/floor.toml"],
            [*program, str(listed), "--yes"],
            [*program, str(more), "--yes"],
        ):
            code, cost = ran(command, folder)
            assert code == 0, command
            yield cost
