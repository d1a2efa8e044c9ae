"""A hub with very many events, and a host that joins it: in a process of its own, whose memory is told.

As a program (`python -m bench.hub_joins URL JOURNAL`) it is that process."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.exchange import exchanged
from chwapi_console.journal.record.events import GENESIS, Event, new_id, sealed
from chwapi_console.journal.record.room import MEANT
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore

ORIGINS = 200
AT = "2021-01-18T02:10:00.000Z"


def next_of(origin: str, seq: int, digest: str) -> Iterator[Event]:
    """Further events of an origin, as if somebody acted there."""
    while True:
        seq += 1
        said = {"text": "looked at it"}
        event = sealed(
            Event(new_id(), origin, seq, digest, {}, seq, AT, "dba", "bench", "s1", "noted", said)
        )
        digest = event.hash
        yield event


def fill(connection: psycopg.Connection, count: int) -> None:
    """So many events of two hundred journals, in turn; each has seen the one before it."""
    names = [f"jump{number}-{number:08x}" for number in range(ORIGINS)]
    tips = dict.fromkeys(names, (0, GENESIS))
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO origin VALUES (%s)", [(name,) for name in names])
        with cursor.copy("COPY event (origin, seq, prev_seq, hash, body) FROM STDIN") as copy:
            for number in range(count):
                name, before = names[number % ORIGINS], names[number % ORIGINS - 1]
                seq, digest = tips[name]
                saw = {before: tips[before]} if number else {}
                who, what = f"oncall-{number % 50}", {"text": "looked at it"}
                event = sealed(
                    Event(
                        new_id(),
                        name,
                        seq + 1,
                        digest,
                        saw,
                        number + 1,
                        AT,
                        who,
                        name[:-9],
                        f"s{number % 300}",
                        "noted",
                        what,
                    )
                )
                tips[name] = (event.seq, event.hash)
                copy.write_row((name, seq + 1, seq or None, bytes.fromhex(event.hash), event.body))
    connection.execute("ANALYZE event")
    connection.execute("ANALYZE origin")


class Joined(NamedTuple):
    """What joining took: events that came, seconds of the clock and of the processor, and the most
    memory, in bytes, that it had and that one has who only opens what came."""

    events: int
    seconds: float
    cpu: float
    memory: int
    opened: int

    def tell(self, count: int, read: float) -> None:
        """Prints it beside the seconds that reading the rows by the driver alone takes."""
        assert self.events == count, self.events
        print(
            f"first exchange of a new host  floor (the driver reads all rows) {read:6.1f} s  here "
            f"{self.seconds:6.1f} s ({self.cpu:.1f} s of CPU); at most {self.memory / 1e6:.0f} MB, "
            f"{self.memory / count:.0f} bytes an event; who opens the journal {self.opened / 1e6:.0f} MB"
        )


def joins(url: str, journal: Path) -> Joined:
    """Has a host join the hub."""
    came, opened = (
        json.loads(
            subprocess.run(
                [sys.executable, "-m", "bench.hub_joins", address, str(journal)],
                check=True,
                capture_output=True,
            ).stdout
        )
        for address in (url, "")
    )
    return Joined(came["events"], came["seconds"], came["cpu"], came["memory"], opened["memory"])


def _join(url: str, journal: Path) -> None:
    began, memory = time.perf_counter(), _most_memory()
    store = SqliteStore(journal)
    if url:
        hub = HubConnection(hub_address(url, {}))
        exchanged(store, HubBeside(hub, store), actor=Actor("dba", "bench"), room=MEANT)
    told = {
        "events": len(store.record.events),
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time(),
        "memory": _most_memory() - memory,
    }
    print(json.dumps(told))


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    _join(sys.argv[1], Path(sys.argv[2]))
