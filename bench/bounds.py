"""What people can throw at the program, as whole processes: time and memory of plans and lists that
no hospital has, beside the floor of reading the same file with `tomllib`, `csv` or `json`. Where
the ratio is far above those of the order and the imports, something grows with the square of what
it is given.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.processes import as_installed

HEAD = (
    'schema = 1\n[incident]\nname = "x"\ndetected = 2026-01-01T00:00:00Z\ntimezone = '
    '"UTC"\n[sites.s]\nname = "S"\n'
)
FLOORS = {
    "toml": "import sys, tomllib; tomllib.load(open(sys.argv[1], 'rb'))",
    "csv": "import csv, sys; list(csv.reader(open(sys.argv[1], encoding='utf-8')))",
    "json": "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))",
}


class Throw(NamedTuple):
    """What is thrown: the words of the command, the name of the file they are about, and its
    text; of a list that is laid beside one, the text of the `plan`."""

    title: str
    words: Sequence[str]
    file: str
    text: Callable[[], str]
    plan: Callable[[], str] | None = None


class Cost(NamedTuple):
    """What a process took: seconds on the clock, and the most megabytes it held."""

    seconds: float
    megabytes: float


def report() -> None:
    """Prints each once, with its ratio to its floor; a refusal is a way to end too, and its exit
    code is told."""
    print(
        "\nbounds, as whole processes, and how many times the floor (tomllib, csv or json on the "
        "same file)"
    )
    print(f"  {'what':46}{'verb':>10}{'exit':>6}{'s':>8}{'floor s':>9}{'times':>7}{'MB':>7}")
    for throw in THROWN:
        with tempfile.TemporaryDirectory() as folder:
            if throw.plan is not None:
                (Path(folder) / PLAN).write_text(throw.plan(), encoding="utf-8")
            (Path(folder) / throw.file).write_text(throw.text(), encoding="utf-8")
            kind = throw.file.rpartition(".")[2]
            _, floor = ran([sys.executable, "-c", FLOORS[kind], throw.file], folder)
            code, cost = ran(
                [str(Path(sys.executable).with_name("chwapi-console")), *throw.words], folder
            )
        print(
            f"  {throw.title:46}{throw.words[0]:>10}{code:6}{cost.seconds:8.2f}{floor.seconds:9.2f}"
            f"{cost.seconds / floor.seconds:7.1f}{cost.megabytes:7.0f}",
            flush=True,
        )


_MEASURES = """
import os, subprocess, sys, time
before = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
seconds = time.perf_counter() - before
print(os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss / 1024)
"""


def ran(command: Sequence[str], folder: str) -> tuple[int, Cost]:
    """How a command ended in a folder, and what it took. A process begins with the memory of the one
    that starts it (getrusage(2), ru_maxrss), so a small one starts it."""
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _MEASURES, *command],
        cwd=folder,
        env=as_installed() | {"XDG_CACHE_HOME": f"{folder}/cache"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout.split()
    return int(told[0]), Cost(float(told[1]), float(told[2]))


def _server(name: str, needs: str = "", address: str = "") -> str:
    return (
        f'{name} = {{ site = "s", role = "r", state = "compromised", needs = [{needs}], '
        f'address = "{address}" }}\n'
    )


def _services(needs: Iterator[str]) -> str:
    return "[services]\n" + "".join(
        f'v{n} = {{ name = "V{n}", tier = {n % 5 + 1}, needs = [{ids}] }}\n'
        for n, ids in enumerate(needs)
    )


def _alike(n: int) -> str:
    return HEAD + _services('"a"' for _ in range(n)) + "[servers]\n" + _server("a")


def _each_its_own(n: int) -> str:
    return (
        HEAD
        + _services(f'"a", "b{i}"' for i in range(n))
        + "[servers]\n"
        + _server("a")
        + "".join(_server(f"b{i}") for i in range(n))
    )


def _chain(n: int) -> str:
    return (
        HEAD
        + _services(iter(['"a0"']))
        + "[servers]\n"
        + "".join(_server(f"a{i}", f'"a{i + 1}"' if i < n - 1 else "") for i in range(n))
    )


def _above_all(n: int) -> str:
    return (
        HEAD
        + _services(iter([", ".join(f'"a{i}"' for i in range(n))]))
        + "[servers]\n"
        + "".join(_server(f"a{i}") for i in range(n))
    )


def _one_address(n: int) -> str:
    return HEAD + "[servers]\n" + "".join(_server(f"a{i}", address="DHCP") for i in range(n))


def _knotted(n: int) -> str:
    everything = ",".join(f"srv{i}" for i in range(n))
    return "name,needs\n" + "".join(f'srv{i},"{everything}"\n' for i in range(n))


def _wide(columns: int, rows: int) -> str:
    return (
        "name,"
        + ",".join(f"c{n}" for n in range(columns))
        + "\n"
        + "".join(f"srv{n}" + "," * columns + "\n" for n in range(rows))
    )


def _no_key_in_common(n: int) -> str:
    return json.dumps([{"name": f"s{i}", f"k{i}": 1} for i in range(n)])


def _services_above_each_other(n: int) -> str:
    return (
        HEAD
        + _services(f'"a{i}"' + (f', "v{i + 1}"' if i < n - 1 else "") for i in range(n))
        + "[servers]\n"
        + "".join(_server(f"a{i}") for i in range(n))
    )


def _services_in_layers(n: int) -> str:
    """Services in layers of as many, each of which needs all of the next layer."""
    wide = int(n**0.5)
    needs = (
        ", ".join(f'"v{(layer + 1) * wide + k}"' for k in range(wide))
        if layer < wide - 1
        else '"a"'
        for layer in range(wide)
        for _ in range(wide)
    )
    return HEAD + _services(needs) + "[servers]\n" + _server("a")


def _plain(n: int) -> str:
    return "name,site,role\n" + "".join(f"srv{i},S,web\n" for i in range(n))


def _a_tree(n: int) -> str:
    """So many servers, ten on each, and 200 services of five of them."""
    return (
        HEAD
        + _services(
            ",".join(f'"a{(service * 7919 + need * 104729) % n}"' for need in range(5))
            for service in range(200)
        )
        + "[servers]\n"
        + "".join(_server(f"a{i}", f'"a{i // 10}"' if i else "") for i in range(n))
    )


def _of_keys(n: int) -> str:
    return HEAD + "".join(f"k{i} = 1\n" for i in range(n))


def _open_quotes(n: int) -> str:
    return HEAD + 'x = """' + '\\"' * n


def _wrong_entries(n: int) -> str:
    return HEAD + "".join(f"[servers.a{i}]\nneeds = [{'1,' * 10_000}]\n" for i in range(n))


def _all_needs(n: int) -> str:
    """Servers each of which needs all those after it."""
    return (
        HEAD
        + "[servers]\n"
        + "".join(_server(f"a{i}", ", ".join(f'"a{k}"' for k in range(i + 1, n))) for i in range(n))
    )


def _verdicts(n: int, *columns: str) -> str:
    """A scanner's list of so many servers, by name, or by the one address that all have."""
    name = "IP address" if "address" in columns else "Hostname"
    rows = ("DHCP" if "address" in columns else f"a{i}" for i in range(n))
    return f"{name},Status,Last scan\n" + "".join(
        f"{row},Infected,2026-01-02 03:00\n" for row in rows
    )


def _groups_in_a_chain(n: int) -> str:
    return json.dumps({f"g{i}": {"children": [f"g{i + 1}"], "hosts": [f"h{i}"]} for i in range(n)})


PLAN = "inventory.toml"
TRIAGE = ["triage", "--from", "list.csv", "--operator", "oncall-1", "--yes"]
TRIAGE_JSON = ["triage", "--from", "list.json", "--operator", "oncall-1", "--yes"]
THROWN = (
    Throw("4,000 services on one server", ["queue"], PLAN, lambda: _alike(4000)),
    Throw("4,000 services on one server", ["services"], PLAN, lambda: _alike(4000)),
    Throw(
        "4,000 services, each with a server of its own",
        ["queue"],
        PLAN,
        lambda: _each_its_own(4000),
    ),
    Throw("a chain of 4,000 servers", ["queue"], PLAN, lambda: _chain(4000)),
    Throw("a service that needs 4,000 servers", ["queue"], PLAN, lambda: _above_all(4000)),
    Throw(
        "1,000 services above each other", ["queue"], PLAN, lambda: _services_above_each_other(1000)
    ),
    Throw(
        "1,400 services above each other", ["queue"], PLAN, lambda: _services_above_each_other(1400)
    ),
    Throw(
        "4,000 services above each other", ["queue"], PLAN, lambda: _services_above_each_other(4000)
    ),
    Throw("2,000 services in layers of 44", ["services"], PLAN, lambda: _services_in_layers(2000)),
    Throw("2,000 services in layers of 44", ["forecast"], PLAN, lambda: _services_in_layers(2000)),
    Throw("5,000 servers with one address", ["check"], PLAN, lambda: _one_address(5000)),
    *(
        Throw("100,000 servers, 200 services", [verb], PLAN, lambda: _a_tree(100_000))
        for verb in ("check", "queue", "next", "report")
    ),
    Throw("a text of 500,000 quotes, not closed", ["check"], PLAN, lambda: _open_quotes(500_000)),
    Throw("800,000 keys of no plan", ["check"], PLAN, lambda: _of_keys(800_000)),
    Throw("2,000,000 needs that are none", ["check"], PLAN, lambda: _wrong_entries(200)),
    Throw(
        "300 servers that need all 300",
        ["import", "csv", "list.csv", "--yes"],
        "list.csv",
        lambda: _knotted(300),
    ),
    Throw(
        "400 servers that need all 400",
        ["import", "csv", "list.csv", "--yes"],
        "list.csv",
        lambda: _knotted(400),
    ),
    Throw(
        "50 rows of 20,000 columns",
        ["import", "csv", "list.csv", "--yes"],
        "list.csv",
        lambda: _wide(20_000, 50),
    ),
    Throw(
        "22 MB of lines",
        ["import", "csv", "list.csv", "--yes"],
        "list.csv",
        lambda: "name,site\n" + "a,b\n" * 5_500_000,
    ),
    Throw(
        "23 MB of one cell",
        ["import", "csv", "list.csv", "--yes"],
        "list.csv",
        lambda: "name,site\na," + "x" * 23_000_000,
    ),
    Throw(
        "23 MB of separators",
        ["import", "csv", "list.csv", "--yes"],
        "list.csv",
        lambda: "name,site\n" + "," * 23_000_000,
    ),
    Throw(
        "100,000 servers",
        ["import", "csv", "list.csv", "--yes"],
        "list.csv",
        lambda: _plain(100_000),
    ),
    Throw(
        "22 MB of numbers",
        ["import", "json", "list.json", "--yes"],
        "list.json",
        lambda: "[" + "1," * 11_000_000 + "1]",
    ),
    Throw(
        "22 MB of empty lists",
        ["import", "json", "list.json", "--yes"],
        "list.json",
        lambda: "[" + "[]," * 7_000_000 + "1]",
    ),
    Throw(
        "an object of 1,500,000 keys",
        ["import", "json", "list.json", "--yes"],
        "list.json",
        lambda: json.dumps([{f"k{n}": 1 for n in range(1_500_000)}]),
    ),
    Throw(
        "a chain of 12,000 groups",
        ["import", "ansible", "list.json", "--yes"],
        "list.json",
        lambda: _groups_in_a_chain(12_000),
    ),
    Throw(
        "20,000 objects that share no key",
        ["import", "json", "list.json", "--yes"],
        "list.json",
        lambda: _no_key_in_common(20_000),
    ),
    Throw(
        "triage by 20,000 objects that share no key",
        TRIAGE_JSON,
        "list.json",
        lambda: _no_key_in_common(20_000),
        lambda: _one_address(300),
    ),
    Throw(
        "triage by 50 rows of 20,000 columns",
        TRIAGE,
        "list.csv",
        lambda: _wide(20_000, 50),
        lambda: _one_address(300),
    ),
    Throw(
        "triage of 2,000 servers with one address",
        TRIAGE,
        "list.csv",
        lambda: _verdicts(2000, "address"),
        lambda: _one_address(2000),
    ),
    Throw(
        "triage of 2,000 servers by name",
        TRIAGE,
        "list.csv",
        lambda: _verdicts(2000),
        lambda: _one_address(2000),
    ),
    Throw(
        "triage beneath 4,000 services",
        TRIAGE,
        "list.csv",
        lambda: _verdicts(1),
        lambda: _alike(4000),
    ),
    Throw(
        "triage of 300 servers with 300 needs",
        TRIAGE,
        "list.csv",
        lambda: _verdicts(300),
        lambda: _all_needs(300),
    ),
)
