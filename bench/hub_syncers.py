"""Two hundred journals on one hub, each with the very syncer that a console has: a file, a thread, a
connection, a lock. All are in this one process, so that the figures are those of what one processor
of the hosts does together; the hub has the others."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg

from bench.record import DBA, SHOWN, drafts
from chwapi_console.hub_address import HubAddress, hub_address
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.hub import connection as hub_connection
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.rows import HowFar
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.session.background_exchange import BackgroundExchange
from chwapi_console.session.hub_exchange import SECONDS_BETWEEN_LOOKS, HubExchanger

JOURNALS = 200
SECONDS_IDLE = 10.0
ACTS, SECONDS_BETWEEN_ACTS = 20, 0.5
PATIENCE = 120.0


class Counted(HubConnection):
    """A connection of which each poll and each push is timed, on whatever thread."""

    polls: list[float] = []  # noqa: RUF012  # of all of them
    pushes: list[float] = []  # noqa: RUF012
    word_comes = True

    def how_far(self, known: Sequence[str] = ()) -> HowFar:  # type: ignore[override]
        """See `HubConnection`."""
        began = time.perf_counter()
        try:
            return super().how_far(known)
        finally:
            self.polls.append(time.perf_counter() - began)

    def push(self, events: Sequence[Event], new: Sequence[str] = ()) -> None:
        """See `HubConnection`."""
        began = time.perf_counter()
        super().push(events, new)
        self.pushes.append(time.perf_counter() - began)

    def listen(self) -> bool:
        """Whether word comes, where it may."""
        return self.word_comes and super().listen()


def report(url: str, folder: Path) -> None:
    """Prints the table."""
    from hospitals import plan_of

    incident = plan_of("").incident
    for word_comes in (True, False):
        place = folder / f"syncers{word_comes}"
        place.mkdir()
        Counted.word_comes = word_comes
        how = "by word" if word_comes else "by asking each second"
        with _syncing(hub_address(url, {}), incident, place) as (journals, syncers):
            _idle(url, how)
            _acting(journals, syncers, how, url)


@contextmanager
def _syncing(
    address: HubAddress, incident: Incident, folder: Path
) -> Iterator[tuple[list[Path], list[BackgroundExchange]]]:
    """Two hundred syncers at work, once each has asked the hub."""
    journals = [folder / f"{number}.journal" for number in range(JOURNALS)]
    plain, hub_connection.HubConnection = hub_connection.HubConnection, Counted  # type: ignore[misc]
    syncers = [
        BackgroundExchange(
            partial(HubExchanger, journal, address, incident, host=f"jump{number}"),
            SECONDS_BETWEEN_LOOKS,
        )
        for number, journal in enumerate(journals)
    ]
    Counted.polls.clear()
    try:
        for number, syncer in enumerate(syncers):
            syncer.sits_here = f"oncall-{number}"
            syncer.start()
        _wait_until(lambda: len(Counted.polls) >= 2 * JOURNALS)
        yield journals, syncers
    finally:
        for syncer in syncers:
            syncer.stop(0.0)
        for syncer in syncers:
            syncer.join(PATIENCE)
        hub_connection.HubConnection = plain  # type: ignore[misc]


def _wait_until(came: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not came():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def _idle(url: str, how: str) -> None:
    """What they do while nobody acts."""
    time.sleep(2.0)
    Counted.polls.clear()
    cpu, began = time.process_time(), time.perf_counter()
    time.sleep(SECONDS_IDLE)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    with psycopg.connect(url) as connection:
        held = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'chwapi-console'"
        ).fetchone()
    print(
        f"{JOURNALS} syncers, {how}, idle: {len(Counted.polls) / took:.0f} polls/s, {_told(Counted.polls)}; "
        f"{100 * used / took:.0f} % of a processor; {held[0] if held else 0} connections held"
    )


def _acting(
    journals: Sequence[Path], syncers: Sequence[BackgroundExchange], how: str, url: str
) -> None:
    """Somebody acts at one after the other; how soon it is in the hub, at the next and at all."""
    Counted.polls.clear()
    Counted.pushes.clear()
    size = _size(url)
    first: list[float] = []
    last: list[float] = []
    began = time.perf_counter()
    for number, draft in enumerate(drafts(ACTS)):
        came = _Arrivals(syncers, number)
        with closing(SqliteStore(journals[number])) as store:
            store.append([draft], DBA, SHOWN)
        written = time.perf_counter()
        syncers[number].wake()
        came.at_all.wait(PATIENCE)
        at = sorted(moment - written for moment in came.moments)
        first.append(statistics.median(at))
        last.append(at[-1])
        time.sleep(max(0.0, began + (number + 1) * SECONDS_BETWEEN_ACTS - time.perf_counter()))
    took = time.perf_counter() - began
    print(
        f"{JOURNALS} syncers, {how}, {ACTS / took:.1f} acts/s: {len(Counted.polls) / took:.0f} polls/s, "
        f"{_told(Counted.polls)}; {len(Counted.pushes) / took:.1f} pushes/s, {_told(Counted.pushes)}; "
        f"half of the journals have an act after {_told(first)}, all {JOURNALS} after {_told(last)}; "
        f"the table grew by {(_size(url) - size) / ACTS:.0f} bytes an act"
    )


class _Arrivals:
    """When something came to each of the other journals."""

    def __init__(self, syncers: Sequence[BackgroundExchange], actor: int) -> None:
        self.moments: list[float] = []
        self.at_all = threading.Event()
        self._lacking = {number for number in range(len(syncers)) if number != actor}
        self._held = threading.Lock()
        for number, syncer in enumerate(syncers):
            syncer.when_brought = partial(self._came, number)

    def _came(self, number: int) -> None:
        with self._held:
            if number in self._lacking:
                self._lacking.discard(number)
                self.moments.append(time.perf_counter())
            if not self._lacking:
                self.at_all.set()


def _told(times: Sequence[float]) -> str:
    if not times:
        return "none"
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"p50 {statistics.median(ordered) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"


def _size(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_total_relation_size('event')").fetchone()
    return int(row[0]) if row else 0
