"""One suite for every store: what `Store` promises holds for a file, a file with a mirror, one in
memory, and a hub."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.errors import StaleView
from chwapi_console.journal.kinds.kinds import KINDS
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import GENESIS, Draft, Event
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.store import Store
from chwapi_console.journal.sync import sync
from hospitals import standing_event
from journal.hubs import a_hub
from journal.memory_store import MemoryStore
from postgres import Postgres

DBA, ANA = Actor("dba", "host1"), Actor("ana", "host2")
NOBODY: dict[str, frozenset[str]] = {}


def draft(number: int, subject: str = "sql1", work: str = "restored") -> Draft:
    after = Standing("compromised", work)  # type: ignore[arg-type]
    return Draft(
        f"id-{number}", subject, "marked", {"before": Standing().plain(), "after": after.plain()}
    )


def mirrored(folder: Path, name: str) -> Store:
    (folder / f"mirror of {name}").mkdir()
    return opened(folder / name, mirror=folder / f"mirror of {name}")


Maker = Callable[[Path, str], Store]

MAKERS: dict[str, Maker] = {
    "file": lambda folder, name: opened(folder / name),
    "mirrored file": mirrored,
    "memory": lambda folder, name: MemoryStore(name),
}


@pytest.fixture(scope="module")
def hub_maker(postgres: Postgres) -> Maker:
    return lambda folder, name: opened(a_hub(postgres))


@pytest.fixture(params=[*MAKERS, "hub"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    maker: Maker = (
        request.getfixturevalue("hub_maker") if request.param == "hub" else MAKERS[request.param]
    )
    made: list[Store] = []

    def of_name(name: str) -> Store:
        made.append(maker(tmp_path, name))
        return made[-1]

    yield of_name
    for store in made:
        store.close()


def test_acts_are_chained_in_their_order(make: Callable[[str], Store]) -> None:
    store = make("here")
    events = [
        *store.append([draft(1), draft(2, "dc1")], DBA, NOBODY),
        *store.append([draft(3, "dc2")], ANA, NOBODY),
    ]
    assert [1, 2, 3] == [event.seq for event in events] == [event.lamport for event in events]
    assert [GENESIS, events[0].hash, events[1].hash] == [event.prev for event in events]
    assert ["dba", "dba", "ana"] == [event.operator for event in store.record.events]
    assert {store.origin} == {event.origin for event in events}
    assert [] == store.record.misfits


def test_repeating_an_id_is_no_act(make: Callable[[str], Store]) -> None:
    store = make("here")
    first = store.append([draft(1)], DBA, NOBODY)
    assert first == store.append([draft(1)], ANA, {"sql1": frozenset()})
    assert 1 == len(store.record.events)


def test_what_was_not_shown_is_not_acted_upon(make: Callable[[str], Store]) -> None:
    store = make("here")
    store.append([draft(1)], DBA, NOBODY)
    with pytest.raises(StaleView, match=r"sql1: dba \(restored"):
        store.append([draft(2)], ANA, {"sql1": frozenset()})
    assert 1 == len(store.record.events)


def test_events_from_elsewhere_are_taken_as_they_are_and_once(make: Callable[[str], Store]) -> None:
    here, there = make("here"), make("there")
    there.append([draft(1), draft(2, "dc1")], DBA, NOBODY)
    assert there.record.events == here.receive(there.record.events).taken
    assert [] == here.receive(there.record.events).taken
    assert [event.body for event in there.record.events] == [
        event.body for event in here.record.events
    ]


def edited(event: Event, **changes: Any) -> Event:
    from chwapi_console.journal.record.events import sealed

    return sealed(event._replace(**changes))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"seq": 3}, "does not follow 1"),
        ({"prev": "0" * 64}, "names another event before it"),
        ({"lamport": 9}, "Lamport clock of 9"),
        ({"saw": {"b": (1, "f" * 64)}, "lamport": (1 << 52) + 1}, "Lamport clock"),
        ({"saw": {"a": (1, "f" * 64)}}, "claims to have seen its own origin"),
        ({"id": "a-1"}, "has the id of an earlier event"),
    ],
)
def test_what_does_not_fit_stops_its_origin_only(
    make: Callable[[str], Store], change: dict[str, object], why: str
) -> None:
    first = standing_event("a", 1, "sql1", Standing("clean"))
    second = edited(standing_event("a", 2, "sql1", Standing("clean"), prev=first), **change)
    third = standing_event(
        "a", second.seq + 1, "sql1", Standing("clean"), prev=second, lamport=second.lamport + 1
    )
    other = standing_event("z", 1, "dc1", Standing("clean"))
    store = make("here")
    received = store.receive([first, second, third, other])
    assert [first, other] == received.taken == store.record.events
    assert [("a", True)] == [
        (misfit.origin, bool(re.search(why, str(misfit.what)))) for misfit in received.refused
    ]


def test_an_event_that_has_seen_less_than_the_one_before_it_is_refused(
    make: Callable[[str], Store],
) -> None:
    seen = standing_event("b", 1, "sql1", Standing("clean"))
    first = standing_event("a", 1, "sql1", Standing("clean"), saw={"b": (1, seen.hash)}, lamport=2)
    second = standing_event("a", 2, "sql1", Standing("clean"), prev=first, lamport=3)
    (misfit,) = make("here").receive([seen, first, second]).refused
    assert "a 2: has seen less than the event before it." == str(misfit.sentence)


def test_acts_of_ones_own_that_come_back_begin_a_new_origin(make: Callable[[str], Store]) -> None:
    here, there = make("here"), make("there")
    here.append([draft(1)], DBA, NOBODY)
    sync(here, there)
    ahead = there.record.events[0]
    here.receive([standing_event(ahead.origin, 2, "dc1", Standing("clean"), prev=ahead)])
    (own,) = here.append([draft(3, "dc2")], DBA, NOBODY)
    assert (ahead.origin != own.origin, 1, {ahead.origin: (2, here.record.events[1].hash)}) == (
        True,
        own.seq,
        dict(own.saw),
    )


def test_a_renounced_origin_is_not_gone_on_with(make: Callable[[str], Store]) -> None:
    store = make("here")
    (first,) = store.append([draft(1)], DBA, NOBODY)
    store.renounce(store.origin)
    (second,) = store.append([draft(2, "dc1")], DBA, NOBODY)
    assert (True, 1) == (first.origin != second.origin, second.seq)
    assert second.knows(first)


def test_an_audit_reads_all_that_is_stored_and_finds_nothing_wrong_with_it(
    make: Callable[[str], Store],
) -> None:
    here, there = make("here"), make("there")
    assert ([], True) == ((empty := here.audit()).record.events, empty.sound)
    here.append([draft(1), draft(2, "dc1")], DBA, NOBODY)
    there.append([draft(3, "dc2")], ANA, NOBODY)
    sync(here, there)
    for store in (here, there):
        found = store.audit()
        assert ({"id-1", "id-2", "id-3"}, True) == (set(found.record.by_id), found.sound)
        assert store.record.tips == found.record.tips


@pytest.mark.parametrize(
    "at", ["nope", "", "2021-01-18T02:00:00", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"]
)
def test_an_event_with_a_time_that_nobody_can_tell_is_none(at: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        unsealed(edited(standing_event("a", 1, "sql1", Standing("clean")), at=at).body)


@pytest.mark.parametrize("kind", sorted(kind for kind, made in KINDS.items() if made.takes_back))
def test_an_undo_that_does_not_say_of_what_is_no_event(kind: str) -> None:
    data: dict[str, Any] = {"before": None, "after": None, "step": "image"}
    if kind == "undone":
        data |= {"before": Standing().plain(), "after": Standing().plain()}
    elif kind == "step.undone":
        data |= {"after": "open"}
    elif kind in ("compromised.since.undone", "indicators.undone"):
        data |= {"before": "", "after": ""}
    data |= dict.fromkeys(KINDS[kind].named_by, "one")
    named = edited(
        standing_event("a", 1, "sql1", Standing("clean")), kind=kind, data={**data, "target": "a-0"}
    )
    assert kind == unsealed(named.body).kind
    with pytest.raises(ValueError, match="not an event"):
        unsealed(edited(named, data=data).body)
