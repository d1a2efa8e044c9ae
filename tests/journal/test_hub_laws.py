"""Laws of journals that share a hub, whatever is cut, put back or emptied in between: once all have
exchanged, every act that was ever written is in every journal and in the hub, once; and nobody ever
reads an event without what it rests on."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chwapi_console.hub_address import HubAddress, hub_address
from chwapi_console.journal.hub import beside
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.counted import MOST_OF_AN_ANSWER
from chwapi_console.journal.hub.exchange import exchanged
from chwapi_console.journal.hub.faults import HubError, silent
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor
from journal.hubs import a_hub
from journal.memory_store import MemoryStore
from postgres import Postgres

JOURNALS = 3
Answer = TypeVar("Answer")


class Torn(HubConnection):
    """A line that fails once, at the question of that number: before it is put, or after it was
    done there."""

    def __init__(self, address: HubAddress) -> None:
        super().__init__(address)
        self.left, self.done = -1, False

    def _asked(
        self,
        work: Callable[[psycopg.Connection], Answer],
        size: int = 0,
        most: int = MOST_OF_AN_ANSWER,
    ) -> Answer:
        self.left -= 1
        fails = self.left == 0
        if fails and not self.done:
            raise silent(self.name)
        answer = super()._asked(work, size, most)
        if fails:
            raise silent(self.name)
        return answer


class Hub:
    """A hub, as its administrator has it."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.lines = [Torn(hub_address(url, {})) for _ in range(JOURNALS)]
        self.backup: tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]] = ([], [])

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        order = b"origin, seq" if table == "event" else b"origin"
        return self.connection.execute(
            b"SELECT * FROM " + table.encode() + b" ORDER BY " + order
        ).fetchall()

    def back_up(self) -> None:
        self.backup = (self.rows("event"), self.rows("origin"))

    def put_back(self) -> None:
        self.connection.execute("TRUNCATE event, origin")
        with self.connection.cursor() as cursor:
            cursor.executemany("INSERT INTO event VALUES (%s, %s, %s, %s, %s)", self.backup[0])
            cursor.executemany("INSERT INTO origin VALUES (%s)", self.backup[1])

    def empty(self) -> None:
        self.connection.execute("TRUNCATE event, origin")


@pytest.fixture(scope="module")
def hub(postgres: Postgres) -> Iterator[Hub]:
    made = Hub(a_hub(postgres))
    yield made
    made.connection.close()
    for line in made.lines:
        line.close()


WHICH = st.integers(0, JOURNALS - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("acts"), WHICH, st.integers(1, 4)),
        st.tuples(st.just("exchange"), WHICH, st.integers(2, 9), st.booleans()),
        st.tuples(st.just("exchange"), WHICH),
        st.tuples(st.just("exchange"), WHICH),
        st.tuples(st.sampled_from(["back up", "put back", "empty"])),
    ),
    min_size=12,
    max_size=24,
)


class Night:
    """Journals that share a hub, and what happens to them."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        hub.empty()
        hub.back_up()
        self.journals = [MemoryStore(f"j{number}") for number in range(JOURNALS)]
        self.sides = [
            HubBeside(line, of) for line, of in zip(hub.lines, self.journals, strict=True)
        ]
        self.written: set[str] = set()

    def act(self, which: int) -> None:
        number = len(self.written)
        data = {"before": Standing().plain(), "after": Standing("clean").plain()}
        draft = Draft(f"id-{number}", f"s{number % 4}", "marked", data)
        self.journals[which].append([draft], Actor("dba", f"h{which}"), {})
        self.written.add(draft.id)

    def exchange(self, which: int, left: int = -1, done: bool = False) -> None:
        line = self.hub.lines[which]
        line.left, line.done = left, done
        with suppress(HubError):
            exchanged(self.journals[which], self.sides[which], actor=Actor("", f"h{which}"))
        line.left = -1
        if left > 0:
            self.join()

    def join(self) -> MemoryStore:
        """Somebody who joins at this moment reads nothing without what it rests on."""
        joined = MemoryStore("joined")
        exchanged(joined, HubBeside(self.hub.lines[0], joined), actor=Actor("", "joined"))
        assert ([], []) == (joined.record.misfits, joined.record.loose)
        assert [] == [event for event in joined.record.events if event.kind == "came.loose"]
        return joined

    def happens(self, what: str, *how: Any) -> None:
        match what:
            case "acts":
                for _ in range(how[1]):
                    self.act(how[0])
            case "exchange":
                self.exchange(*how)
            case "back up":
                self.hub.back_up()
            case "put back":
                self.hub.put_back()
            case "empty":
                self.hub.empty()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nothing_is_lost_and_nothing_is_doubled_whatever_happens_to_the_hub(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[Any, ...]]
) -> None:
    for name, few in (("MOST_BROUGHT", 3), ("FEWEST_BROUGHT", 1), ("MOST_PUSHED", 2)):
        monkeypatch.setattr(beside, name, few)
    night = Night(hub)
    for step in steps:
        night.happens(*step)
    for which in (*range(JOURNALS), *range(JOURNALS)):
        night.exchange(which)
    stored = [(unsealed(bytes(body)), bytes(named)) for _, _, _, named, body in hub.rows("event")]
    assert sorted(night.written) == sorted(event.id for event, _ in stored)
    assert [event.hash for event, _ in stored] == [named.hex() for _, named in stored]
    night.journals.append(night.join())
    for journal in night.journals:
        assert night.written == set(journal.record.by_id)
        assert len(night.written) == len(journal.record.events)
        assert ([], []) == (journal.record.misfits, journal.record.loose)
    assert 1 == len({tuple(sorted(journal.record.tips.items())) for journal in night.journals})


def test_what_a_cut_push_leaves_rests_on_nothing_that_is_not_there(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MOST_PUSHED", 1)
    night = Night(hub)
    for which in (2, 0):
        night.exchange(which)
        night.act(which)
        night.exchange(which)
    hub.empty()
    for questions in range(2, 6):
        night.exchange(0, questions, True)
    assert 2 == len(hub.rows("event"))
