"""The hub beside bare statements of its driver, on a PostgreSQL of its own that keeps its acts on
disk: what a push, a poll, a first exchange and two hundred journals cost. The server is that of the
tests, so their folder must be on the path (`make bench` sees to it)."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from bench import hub_syncers
from bench.hub_joins import ORIGINS, fill, joins, next_of
from bench.record import DBA, SHOWN, drafts
from chwapi_console.hub_address import HubAddress, hub_address
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.presence import Presence, Seat, text_of
from chwapi_console.journal.hub.tables import (
    CHANNEL,
    HASHES,
    HEADS,
    MOST_OTHERS,
    NEW_EVENT,
    NEW_ORIGIN,
)
from chwapi_console.journal.record.events import Draft, Event, new_id
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.session.hub_exchange import HubExchanger

MOST_OPENED_HERE = 200_000
"""Events of a journal that this process opens beside all else: it takes as much memory."""
AT_ONCE = 1_000
ROUNDS = 20
BARE_HEADS = {"known": [], "most": MOST_OTHERS + 1}


def report(runs: int, events: int) -> None:
    """Prints all tables; `events` is how many of two hundred journals a hub has that a new host
    joins."""
    from journal.hubs import a_hub
    from postgres import started

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "server").mkdir(mode=0o700)
        server = started(
            folder / "server",
            *("-c", "fsync=on", "-c", "max_connections=260", "-c", "max_wal_size=4GB"),
        )
        try:
            print(f"PostgreSQL {server.tell('SHOW server_version')[0][0]}, on this machine")
            _push(hub_address(a_hub(server), {}), hub_address(a_hub(server), {}), folder, runs)
            _many(a_hub(server), folder, runs, events)
            _crossing(a_hub(server), folder)
            hub_syncers.report(a_hub(server), folder)
        finally:
            server.stop()


def _ms(times: Sequence[float]) -> str:
    return f"{statistics.median(times) * 1000:8.1f} ms"


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _events(folder: Path, name: str, count: int, host: str = "bench") -> list[Event]:
    store = SqliteStore(folder / name)
    made = [Draft(new_id(), f"s{number % 300}", "noted", {"text": host}) for number in range(count)]
    for start in range(0, count, 10_000):
        store.append(made[start : start + 10_000], Actor("dba", host), SHOWN)
    events = list(store.record.events)
    store.close()
    return events


def _push(ours: HubAddress, bare: HubAddress, folder: Path, runs: int) -> None:
    """A push of a thousand events beside the same rows inserted by the driver alone, each run into
    empty tables."""
    events = _events(folder, "push", AT_ONCE)
    hub = HubConnection(ours)
    floor = psycopg.connect(bare.url, autocommit=True)
    rows = [
        (e.origin, e.seq, e.seq - 1 or None, bytes.fromhex(e.hash), e.body)
        for e in sorted(events, key=lambda event: event.place)
    ]

    def inserted() -> None:
        with floor.transaction(), floor.cursor() as cursor:
            cursor.execute(NEW_ORIGIN, (rows[0][0],))
            cursor.executemany(NEW_EVENT, rows)

    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        floor.execute("TRUNCATE event, origin")
        hub.do(["TRUNCATE event, origin"])
        times[0].append(_timed(inserted))
        times[1].append(_timed(lambda: hub.push(events, [events[0].origin])))
    floor.close()
    hub.close()
    ratio = statistics.median(times[1]) / statistics.median(times[0])
    print(f"a push of {AT_ONCE} events  floor {_ms(times[0])}  here {_ms(times[1])}  x {ratio:.2f}")


def _many(url: str, folder: Path, runs: int, events: int) -> None:
    """What a poll and a first exchange cost where two hundred journals have written, and as many
    are connected."""
    address = hub_address(url, {})
    with psycopg.connect(url, autocommit=True) as floor:
        fill(floor, events)
        size = int(floor.execute("SELECT pg_total_relation_size('event')").fetchone()[0])  # type: ignore[index]
        print(
            f"{events} events of {ORIGINS} journals: {size / 1e6:.0f} MB in the hub, "
            f"{size / events:.0f} bytes each"
        )
        read = _timed(lambda: _all_read(floor))
        joined = joins(url, folder / "joins")
        joined.tell(events, read)
        store = SqliteStore(folder / "joins") if events <= MOST_OPENED_HERE else None
        hub = HubConnection(address)
        known = sorted(hub.how_far().heads)
        asked = {"known": known, "most": MOST_OTHERS + 1}
        for of, bare, ours in (
            ("heads, for a host that knows none", BARE_HEADS, hub.how_far),
            ("heads, for one that knows all", asked, lambda: hub.how_far(known)),
            *((("an idle poll", asked, HubBeside(hub, store).look),) if store is not None else ()),
        ):
            times = [
                (_timed(lambda bare=bare: floor.execute(HEADS, bare).fetchall()), _timed(ours))  # type: ignore[misc]
                for _ in range(runs)
            ]
            print(
                f"{of}, one statement  floor {_ms([t[0] for t in times])}  "
                f"here {_ms([t[1] for t in times])}"
            )
        hub.close()
        if store is not None:
            store.close()
    _connected(address)


def _all_read(connection: psycopg.Connection) -> int:
    """How many bytes all events have, read by the driver alone, some at a time."""
    with connection.transaction(), connection.cursor("all", binary=True) as cursor:
        cursor.itersize = 1_000
        cursor.execute("SELECT origin, seq, hash, body FROM event ORDER BY origin, seq")
        return sum(len(body) for *_, body in cursor)


def _connected(address: HubAddress) -> None:
    """Two hundred journals in this one process, each with a connection that is held: idle polls in
    turn, then acts, each pushed in a transaction of its own with the poll before and the word after
    it, as a syncer does; and who is at which console."""
    hubs = [HubConnection(address) for _ in range(ORIGINS)]
    heads = {number: hub.how_far().heads for number, hub in enumerate(hubs)}[0]
    chains = [next_of(origin, *heads[origin]) for origin in sorted(heads)[:ORIGINS]]
    known = [[origin] for origin in sorted(heads)[:ORIGINS]]
    _by_eight("polls", len(hubs), 3, lambda number: hubs[number].how_far(known[number]))

    def acts(number: int) -> None:
        hubs[number].how_far(known[number])
        hubs[number].push([next(chains[number])])
        hubs[number].tell()

    floors = [psycopg.connect(address.url, autocommit=True) for _ in range(8)]

    def bare(number: int) -> None:
        floor, event = floors[number % 8], next(chains[number])
        floor.execute(HEADS, {"known": known[number], "most": MOST_OTHERS + 1}).fetchall()
        row = (event.origin, event.seq, event.seq - 1, bytes.fromhex(event.hash), event.body)
        with floor.transaction():
            floor.execute(NEW_EVENT, row)
            floor.execute(HASHES, (event.origin, event.seq - 1, event.seq)).fetchall()
        floor.execute(f"NOTIFY {CHANNEL}")

    _by_eight("acts pushed by the driver alone", len(hubs), ROUNDS, bare)
    for floor in floors:
        floor.close()
    size = _size(hubs[0])
    _by_eight("acts pushed", len(hubs), ROUNDS, acts)
    grown = (_size(hubs[0]) - size) / (ROUNDS * len(hubs))
    held = hubs[0].rows("SELECT count(*) FROM pg_stat_activity WHERE client_port IS NOT NULL")
    print(f"  connections held there {held[0][0]}; the table grew by {grown:.0f} bytes an act")
    said = text_of(Presence([Seat("oncall-1", "jump1", "2021-01-18T01:10:00.000Z")], known[0]))

    def is_here(number: int) -> None:
        hubs[number].say_here(f"syncer{number}", said)
        hubs[number].who_is_there()

    _by_eight("words of who is there, with the question", len(hubs), 1, is_here)
    for hub in hubs:
        hub.close()


def _size(hub: HubConnection) -> int:
    return int(hub.rows("SELECT pg_total_relation_size('event')")[0][0])


def _by_eight(what: str, journals: int, times: int, work: Callable[[int], object]) -> None:
    """Has each journal do something so many times, by eight threads; prints how fast that went."""
    took: list[float] = []

    def some(first: int) -> None:
        for _ in range(times):
            for number in range(first, journals, 8):
                took.append(_timed(lambda number=number: work(number)))  # type: ignore[misc]

    threads = [threading.Thread(target=some, args=(first,)) for first in range(8)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(took) / (time.perf_counter() - began)
    took.sort()
    print(
        f"{journals} journals connected  {rate:6.0f} {what}/s, p50 {took[len(took) // 2] * 1000:.0f} ms, "
        f"p99 {took[len(took) * 99 // 100] * 1000:.0f} ms"
    )


def _crossing(url: str, folder: Path, count: int = 40) -> None:
    """From an acknowledged act in one journal until it is in another, with a syncer for each."""
    from chwapi_console.session.background_exchange import BackgroundExchange
    from chwapi_console.session.hub_exchange import SECONDS_BETWEEN_LOOKS
    from hospitals import plan_of

    incident = plan_of("").incident
    journals = [folder / "here.journal", folder / "there.journal"]
    exchanges = [
        BackgroundExchange(
            lambda writing, journal=journal: HubExchanger(  # type: ignore[misc]
                journal, hub_address(url, {}), incident, writing
            ),
            SECONDS_BETWEEN_LOOKS,
        )
        for journal in journals
    ]
    for exchange in exchanges:
        exchange.start()
    here, there = map(SqliteStore, journals)
    took = []
    for number, draft in enumerate(drafts(count + 5)):
        here.append([draft], DBA, SHOWN)
        exchanges[0].wake()
        began = time.perf_counter()
        while draft.id not in there.record.by_id:
            there.refresh()
            time.sleep(0.002)
        if number >= 5:
            took.append(time.perf_counter() - began)
        time.sleep(0.05)
    for exchange in exchanges:
        exchange.stop(5)
    here.close()
    there.close()
    took.sort()
    print(
        f"from one journal to another  p50 {took[len(took) // 2] * 1000:.0f} ms, "
        f"p99 {took[len(took) * 99 // 100] * 1000:.0f} ms"
    )
