"""Eight writers on four journals that share a hub, while its connections are cut, swallowed, and the
server is killed and started again, for so many seconds; then everybody exchanges, and each act that
was acknowledged is looked for in every journal and in the hub."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.exchange import exchanged
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from hospitals import HEAD
from journal.hubs import a_hub
from journal.processes import wait_for
from journal.proxy import Proxy
from postgres import Postgres

JOURNALS, WRITERS = 4, 8
PLAN = HEAD + '[servers]\nsan1 = { site = "imc", role = "SAN" }\n'
WRITER = Path(__file__).parent / "hub_writer.py"
PATIENCE = 120.0


class Outcome(NamedTuple):
    """What came of a night: acts that were acknowledged; which of them are missing in which place;
    which are anywhere twice; how often what was done to the hub; the slowest act, in seconds."""

    acknowledged: int
    missing: Mapping[str, Sequence[str]]
    doubled: Mapping[str, Sequence[str]]
    done: Mapping[str, int]
    slowest: float
    misfits: Sequence[str]


def night(
    server: Postgres,
    folder: Path,
    seconds: float,
    seed: str = "1",
    *,
    journals: int = JOURNALS,
    writers: int = WRITERS,
) -> Outcome:
    """One night of so many seconds; the server is running at its end."""
    random = Random(seed)
    straight = a_hub(server)
    proxy = Proxy(server.port)
    through = straight.replace(f":{server.port}", f":{proxy.port}")
    plans = []
    for number in range(journals):
        place = folder / f"site{number}"
        place.mkdir()
        plans.append(place / "inventory.toml")
        plans[-1].write_text(PLAN, encoding="utf-8")
    told = [folder / f"acknowledged{number}" for number in range(writers)]
    running = [
        _started(plans[number % journals], through, str(number), path)
        for number, path in enumerate(told)
    ]
    wait_for(lambda: all(path.stat().st_size for path in told))
    done = _do(server, proxy, running, seconds, random)
    for writer in running:
        assert 0 == writer.wait(PATIENCE)
    lines = [line.split() for path in told for line in path.read_text().splitlines()]
    held = after(straight, [plan.with_suffix(".journal") for plan in plans])
    proxy.close()
    acknowledged = {identity for identity, _ in lines}
    counts = {where: Counter(ids) for where, ids in held.items() if where != "misfits"}
    return Outcome(
        len(acknowledged),
        {where: sorted(acknowledged - of.keys()) for where, of in counts.items()},
        {where: [identity for identity, n in of.items() if n > 1] for where, of in counts.items()},
        done,
        max(float(took) for _, took in lines),
        held["misfits"],
    )


def _started(plan: Path, hub: str, seed: str, told: Path) -> "subprocess.Popen[bytes]":
    """A writer, which tells a file what was acknowledged."""
    with told.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, str(WRITER), str(plan), hub, seed], stdin=subprocess.PIPE, stdout=file
        )


def _do(
    server: Postgres,
    proxy: Proxy,
    writers: Sequence["subprocess.Popen[bytes]"],
    seconds: float,
    random: Random,
) -> Mapping[str, int]:
    """What is done to the hub until the time is over, and then to the writers: they are ended."""
    done: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(random.uniform(0.05, 0.6))
        what = random.choice(["cut", "cut", "swallowed", "killed"])
        done[what] += 1
        match what:
            case "cut":
                proxy.cut()
            case "swallowed":
                proxy.swallow()
                time.sleep(random.uniform(0.1, 1.0))
                proxy.pass_on()
            case "killed":
                server.kill()
                time.sleep(random.uniform(0.0, 0.5))
                server.start()
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()
    return done


def after(url: str, journals: Sequence[Path]) -> Mapping[str, Sequence[str]]:
    """The ids in each journal and in the hub, once all have exchanged twice; and what does not fit."""
    stores = [SqliteStore(journal) for journal in journals]
    hubs = [HubConnection(hub_address(url, {})) for _ in stores]
    for _ in range(2):
        for store, hub in zip(stores, hubs, strict=True):
            exchanged(store, HubBeside(hub, store), actor=Actor("", "after"))
    rows = hubs[0].rows("SELECT convert_from(body, 'UTF8') FROM event")
    held: dict[str, Sequence[str]] = {"hub": [json.loads(body)["id"] for (body,) in rows]}
    held["misfits"] = []
    for store, hub in zip(stores, hubs, strict=True):
        store.refresh()
        held[str(store.path)] = [event.id for event in store.record.events]
        held["misfits"] = [*held["misfits"], *(str(m.sentence) for m in store.record.misfits)]
        store.close()
        hub.close()
    return held
