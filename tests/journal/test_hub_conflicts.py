"""An engine that is SERIALIZABLE, or says 40001 for reasons of its own (YugabyteDB, CockroachDB under
load): whatever is asked is asked anew, nothing is lost and nothing is doubled."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub import connection as hub_connection
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.exchange import exchanged
from chwapi_console.journal.hub.tables import CHANNEL
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from journal.hubs import a_hub
from journal.proxy import Proxy
from journal.test_hub_connection import chain, told_to
from postgres import Postgres

DBA = Actor("dba", "imc")
ALL_BY_READING = (
    "%20-cenable_indexscan%3Doff%20-cenable_bitmapscan%3Doff%20-cenable_indexonlyscan%3Doff"
)
SERIALIZABLE = "%20-cdefault_transaction_isolation%3Dserializable"


def complaint(state: str) -> bytes:
    """What a server writes when it refuses, in the words of the protocol."""
    fields = f"SERROR\0VERROR\0C{state}\0Min the way\0\0".encode()
    return b"E" + struct.pack("!i", len(fields) + 4) + fields


class InTheWay:
    """What an engine answers that is in its own way: as often as it may, the end of a statement of
    that kind is said to be none. What was committed stays committed."""

    def __init__(self, kind: bytes, times: int) -> None:
        self._kind, self.times, self.said = kind, times, 0

    def __call__(self, answer: bytes) -> bytes:
        begins = answer.rfind(b"C\0\0\0")
        said = answer[begins + 5 :]
        if self.said == self.times or begins < 0 or not said.startswith(self._kind):
            return answer
        self.said += 1
        length = 1 + int(struct.unpack("!i", answer[begins + 1 : begins + 5])[0])
        return answer[:begins] + complaint("40001") + answer[begins + length :]


Asks = Callable[[HubConnection], object]


def pushed(hub: HubConnection, count: int) -> int:
    """How far an origin goes once it was handed out so far."""
    hub.push(chain("a", count))
    return hub.how_far().heads["a"][0]


def present(hub: HubConnection) -> int:
    """How many are there, once one said that it is."""
    hub.say_here("s", "{}")
    return len(hub.who_is_there())


STATEMENTS: list[tuple[bytes, Asks, object]] = [
    (b"SELECT", lambda hub: hub.how_far().heads["a"][0], 3),
    (b"SELECT", lambda hub: [row.seq for row in hub.after("a", 0, 3, 10)], [1, 2, 3]),
    (b"SELECT", lambda hub: bool(hub.hash_at("a", 2)), True),
    (b"SELECT", lambda hub: pushed(hub, 4), 4),
    (b"COMMIT", lambda hub: pushed(hub, 5), 5),
    (b"INSERT", present, 1),
    (b"NOTIFY", lambda hub: hub.tell(), None),
    (b"LISTEN", lambda hub: hub.listen(), True),
    (b"DELETE", lambda hub: hub.forget_who_was_there(), None),
]


@pytest.mark.parametrize(("kind", "asks", "answer"), STATEMENTS)
def test_whatever_is_asked_is_asked_anew_where_the_engine_says_40001(
    postgres: Postgres, kind: bytes, asks: Asks, answer: object
) -> None:
    url = a_hub(postgres)
    filling = HubConnection(hub_address(url, {}))
    filling.push(chain("a", 3), ["a"])
    filling.close()
    engine = InTheWay(kind, times=3)
    proxy = Proxy(postgres.port, changed=engine)
    hub = HubConnection(hub_address(url.replace(f":{postgres.port}", f":{proxy.port}"), {}))
    try:
        assert answer == asks(hub)
        assert (3, 1) == (engine.said, hub.opened)
    finally:
        hub.close()
        proxy.close()


def test_word_is_given_though_the_engine_was_in_the_way_of_it(postgres: Postgres) -> None:
    url = a_hub(postgres)
    engine = InTheWay(b"NOTIFY", times=2)
    proxy = Proxy(postgres.port, changed=engine)
    hub = HubConnection(hub_address(url.replace(f":{postgres.port}", f":{proxy.port}"), {}))
    with psycopg.connect(url, autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        hub.tell()
        assert list(listening.notifies(timeout=20, stop_after=1))
    hub.close()
    proxy.close()


@pytest.fixture
def conflict(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, list[str]]]:
    """The address of a hub that is SERIALIZABLE, where somebody else reads all and adds something
    and is done just before each push would be, twice; and the states that the engine gave."""
    url = a_hub(postgres) + ALL_BY_READING + SERIALIZABLE
    others = [psycopg.connect(url) for _ in range(2)]
    states: list[str] = []
    check, is_over = hub_connection._check, HubConnection._is_over

    def checked(*given: object) -> None:
        check(*given)  # type: ignore[arg-type]
        if others:
            with others.pop() as other:
                other.execute("SELECT count(*) FROM event")
                (event,) = chain(f"o{len(others)}", 1)
                other.execute("INSERT INTO origin VALUES (%s)", (event.origin,))
                other.execute(
                    "INSERT INTO event (origin, seq, hash, body) VALUES (%s, 1, %s, %s)",
                    (event.origin, bytes.fromhex(event.hash), event.body),
                )

    def told(hub: HubConnection, error: psycopg.Error) -> bool:
        states.append(error.sqlstate or "")
        return is_over(hub, error)

    monkeypatch.setattr(hub_connection, "_check", checked)
    monkeypatch.setattr(HubConnection, "_is_over", told)
    yield url, states
    for other in others:
        other.close()


def test_a_push_that_a_serializable_engine_refuses_is_done_anew(
    conflict: tuple[str, list[str]],
) -> None:
    url, states = conflict
    hub = HubConnection(hub_address(url, {}))
    hub.push(chain("a", 3), ["a"])
    assert ["40001", "40001"] == states
    assert {"a": 3, "o0": 1, "o1": 1} == {
        name: seq for name, (seq, _) in hub.how_far().heads.items()
    }
    hub.close()


def test_two_journals_meet_though_every_third_answer_is_40001(
    postgres: Postgres, tmp_path: Path
) -> None:
    url = a_hub(postgres)
    count = 0

    def answered(answer: bytes) -> bytes:
        nonlocal count
        count += 1
        return InTheWay(b"COMMIT" if count % 2 else b"SELECT", count % 3 == 0)(answer)

    proxy = Proxy(postgres.port, changed=answered)
    through = hub_address(url.replace(f":{postgres.port}", f":{proxy.port}"), {})
    stores = [SqliteStore(tmp_path / name) for name in ("imc", "union")]
    hubs = [HubConnection(through) for _ in stores]
    written = []
    for number in range(6):
        draft = Draft(new_id(), f"s{number}", "noted", {"text": "looked at it"})
        written += [event.id for event in stores[number % 2].append([draft], DBA, {})]
        for store, hub in zip(stores, hubs, strict=True):
            exchanged(store, HubBeside(hub, store), actor=DBA)
    for store, hub in zip(stores, hubs, strict=True):
        exchanged(store, HubBeside(hub, store), actor=DBA)
    for store, hub in zip(stores, hubs, strict=True):
        assert sorted(written) == sorted(event.id for event in store.record.events)
        store.close()
        hub.close()
    assert [(6,)] == told_to(url, "SELECT count(*) FROM event")
    proxy.close()
