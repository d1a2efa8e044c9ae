"""Sync: two stores that were cut off from each other come to hold the same events.

For each origin the suffix that the other lacks is copied, byte for byte, in reading order; so it
may be repeated, interrupted and run in any order between any stores. Where an origin was forked
(the same number, another hash: two copies of one file both went on) nothing of it is copied from
there on; the other origins go on. The acts of the branch that was kept out can be said anew under
an origin named after them. They are made from the branch alone, so whoever does it makes the same
events.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from chwapi_console.journal.record.events import GENESIS, Event, Place, in_first_place, sealed
from chwapi_console.journal.record.record import Misfit, Received, unfit
from chwapi_console.journal.record.room import MEANT, USUAL, Room
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.store import Store
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence


class Fork(NamedTuple):
    """An origin of which two stores hold different events from `seq` on.

    `kept` where all acts of both branches are in both.
    """

    origin: str
    seq: int
    here: Event
    there: Event
    kept: bool


class EventPlaces(Protocol):
    """Events by their places."""

    def get(self, place: Place, /) -> Event | None:
        """The event in a place; None where there is none."""

    def __contains__(self, place: object, /) -> bool: ...


class HeldEvents(Protocol):
    """What an exchange looks at of what a side holds: how far each origin goes, and its events."""

    @property
    def tips(self) -> Mapping[str, tuple[int, str]]:
        """(seq, hash) of each origin's last."""

    @property
    def at(self) -> EventPlaces:
        """Every event by its place."""


class OtherSide(Protocol):
    """With whom a store exchanges events.

    Another store, or something larger that is never read whole. See `Store` for what each of these
    is.
    """

    @property
    def record(self) -> HeldEvents:
        """What it holds, as it was seen last."""

    @property
    def own_origins(self) -> frozenset[str]:
        """All origins that are written there and nowhere else."""

    @property
    def trouble(self) -> Sentence | None:
        """What is wrong there; None when all is well."""

    def refresh(self) -> None:
        """Looks what is there now."""

    def receive(self, events: Sequence[Event], room: Room, actor: Actor | None) -> Received:
        """Takes events that were made elsewhere."""

    def renounce(self, origin: str) -> None:
        """No further act is written there under an origin."""


class Exchange(NamedTuple):
    """What a sync did: new events `here` and `there`, forks, and what either side refused.

    `trouble` is what is wrong with the other store, of which not all may have been read; `own`
    those of the new events that stand under an origin which only this store should write, or say
    acts anew that are said to be of one and are not here; `loose` what new events claim to have
    seen that is not here; `made` is the path of the other where it was not there before;
    `with_a_hub` where it is no journal but a hub, which `lacked` so many events that it had had: it
    was put back to an earlier state.
    """

    received: Sequence[Event]
    sent: Sequence[Event]
    forks: Sequence[Fork]
    refused: Sequence[Misfit]
    trouble: Sentence | None = None
    own: Sequence[Event] = ()
    loose: Sequence[Misfit] = ()
    made: str = ""
    with_a_hub: bool = False
    lacked: int = 0


def sync(
    here: Store,
    there: OtherSide,
    *,
    keep_fork: bool = False,
    room: Room = USUAL,
    actor: Actor | None = None,
    sign: Callable[[], None] = lambda: None,
    writing: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Exchange:
    """Copies what the other lacks, first here, then there.

    JournalError when either cannot be read or written. `room` is for what comes here: what is
    handed out was let in here before. `actor` syncs, `sign` signs what came to be written here
    before it is handed out; while anything is written here `writing` is held.

    Each side takes what it lacks in one transaction, so a sync that breaks off in between has done
    one half of its work.
    """
    here.refresh()
    there.refresh()
    own, own_there = here.own_origins, there.own_origins
    with writing():
        received = _handed(here, _wanted(here.record, there.record, keep_fork), room, actor)
        sign()
    sent = _handed(there, _wanted(there.record, here.record, keep_fork), MEANT, actor)
    found = list(forks(here.record, there.record))
    forked = {fork.origin for fork in found}
    _renounce(here, own & forked, writing)
    _renounce(there, own_there & forked, nullcontext)
    return Exchange(
        received.taken,
        sent.taken,
        found,
        [*received.refused, *sent.refused],
        there.trouble,
        [event for event in received.taken if _goes_on_elsewhere(here, own, event)],
        [unfit(here.record.at, reference) for reference in received.loose],
    )


def _goes_on_elsewhere(store: Store, origins: Iterable[str], event: Event) -> bool:
    """Whether an event goes on under one of these origins, in which the store itself wrote."""
    return any(store.record.goes_on_elsewhere(origin, [event]) for origin in origins)


def _renounce(
    store: OtherSide,
    forked: AbstractSet[str],
    writing: Callable[[], AbstractContextManager[object]],
) -> None:
    """Has a store go on under another origin where it still writes under one that is forked."""
    for origin in forked & store.own_origins:
        with writing():
            store.renounce(origin)


def _handed(store: OtherSide, events: Sequence[Event], room: Room, actor: Actor | None) -> Received:
    """What the store takes; where there is nothing to take, it need not be one that can be written."""
    return store.receive(events, room, actor) if events else Received([], [])


def lacking(
    record: HeldEvents, other: HeldEvents, origins: Iterable[str] | None = None
) -> list[Event]:
    """The events of the other record that this one lacks and could take, in reading order.

    Where `origins` are given, of those only.
    """
    return _wanted(record, other, keep_fork=False, origins=origins)


def _wanted(
    record: HeldEvents, other: HeldEvents, keep_fork: bool, origins: Iterable[str] | None = None
) -> list[Event]:
    wanted: list[Event] = []
    for origin in other.tips if origins is None else origins:
        first = _first_unshared(record, other, origin)
        branch = chain(other, origin, first)
        if (origin, first) not in record.at:
            wanted += branch
        elif keep_fork and branch:
            wanted += _both_anew(record, other, origin, first)
    return sorted(wanted, key=lambda event: event.order)


def forks(record: HeldEvents, other: HeldEvents) -> Iterator[Fork]:
    """The origins of which the two hold different branches."""
    for origin in sorted(record.tips.keys() & other.tips.keys()):
        seq = _first_unshared(record, other, origin)
        here, there = record.at.get((origin, seq)), other.at.get((origin, seq))
        if here is not None and there is not None:
            kept = all(
                _stands_anew(event, side)
                for event in _both_anew(record, other, origin, seq)
                for side in (record, other)
            )
            yield Fork(origin, seq, here, there, kept)


def _stands_anew(event: Event, record: HeldEvents) -> bool:
    """Whether a record has the act of an event that says one anew, in that event's place.

    With the bytes that the act is made of.
    """
    there = record.at.get(event.place)
    return there is not None and there.shows_first and there.keeps == event.keeps


def _first_unshared(record: HeldEvents, other: HeldEvents, origin: str) -> int:
    """The first number at which the two do not hold the same event of an origin.

    Chained hashes agree up to one place.
    """
    low, high = (
        1,
        1 + min(record.tips.get(origin, (0, GENESIS))[0], other.tips.get(origin, (0, GENESIS))[0]),
    )
    while low < high:
        middle = (low + high) // 2
        mine, theirs = record.at.get((origin, middle)), other.at.get((origin, middle))
        if mine is not None and theirs is not None and mine.hash == theirs.hash:
            low = middle + 1
        else:
            high = middle
    return low


def chain(record: HeldEvents, origin: str, first: int) -> list[Event]:
    """The events of an origin from a number on, up to the first that is not there."""
    events: list[Event] = []
    while (event := record.at.get((origin, first + len(events)))) is not None:
        events.append(event)
    return events


def _both_anew(record: HeldEvents, other: HeldEvents, origin: str, seq: int) -> list[Event]:
    """Both branches of a fork, so that both sides come to hold the same.

    What a side has in its first place it counts once.
    """
    return [
        event
        for side in (record, other)
        for event in said_anew(chain(side, origin, seq), (record, other))
    ]


def said_anew(branch: Sequence[Event], known: Sequence[HeldEvents] = ()) -> list[Event]:
    """The acts of a forked branch under an origin of their own, named after the first of them.

    They have seen what they saw in their first place, and of their first origin what comes before
    the fork: they must not seem to know the acts of the other branch. They carry what their first
    bytes are made of, so that nobody needs to take them on trust, and so that an act that is forked
    once more makes the same bytes whichever way it came. What a record already holds of such an
    origin is taken as it stands there; where it went on with another act, this one begins an origin
    of its own.
    """
    acts = [in_first_place(event) for event in branch]
    events: list[Event] = []
    while acts:
        chain = _under_one_origin(acts, known)
        events += chain
        acts = acts[len(chain) :]
    return events


def _under_one_origin(acts: Sequence[Event], known: Sequence[HeldEvents]) -> list[Event]:
    """The acts anew, up to the first whose place is taken by another."""
    first = acts[0]
    origin = _origin_anew(first, known)
    shared = {first.origin: (first.seq - 1, first.prev)} if first.seq > 1 else {}
    ids = {act.id: _id_of(act, origin, head=act is first) for act in acts}
    events: list[Event] = []
    for seq, act in enumerate(acts, 1):
        there = [event for record in known if (event := record.at.get((origin, seq))) is not None]
        same = next((event for event in there if _is_anew(event, act)), None)
        if there and same is None and events:
            break
        events.append(
            same or _anew(act, (origin, seq), events[-1].hash if events else GENESIS, shared, ids)
        )
    return events


def _origin_anew(first: Event, known: Sequence[HeldEvents]) -> str:
    """The name of the origin in which a branch that begins so is said anew.

    It ends in the first letters of its first hash; in all of them where somebody else's event
    stands under that name.
    """
    short = f"{first.origin}+{first.hash[:8]}"
    there = [event for record in known if (event := record.at.get((short, 1))) is not None]
    taken = bool(there) and not any(_is_anew(event, first) for event in there)
    return f"{first.origin}+{first.hash}" if taken else short


def _is_anew(event: Event, act: Event) -> bool:
    """Whether an event says an act anew, with the bytes that it is made of."""
    return event.shows_first and event.keeps == (act.place, act.hash)


def _id_of(act: Event, origin: str, *, head: bool) -> str:
    """The act's id under that origin.

    Of the hash alone where the origin is named after it, for an act may also stand further on in
    the branch of an earlier fork.
    """
    from uuid import NAMESPACE_OID, uuid5

    return str(uuid5(NAMESPACE_OID, act.hash if head else f"{origin} {act.hash}"))


def _anew(
    act: Event,
    place: Place,
    prev: str,
    shared: Mapping[str, tuple[int, str]],
    ids: Mapping[str, str],
) -> Event:
    origin, seq = place
    keeps: dict[str, Any] = {
        "origin": act.origin,
        "seq": act.seq,
        "hash": act.hash,
        "id": act.id,
        "prev": act.prev,
        "saw": dict(act.saw),
    }
    data = {**act.data, "keeps": keeps}
    if "target" in act.data:
        keeps["target"] = act.data["target"]
        data["target"] = ids.get(act.data["target"], act.data["target"])
    saw = {name: tip for name, tip in {**act.saw, **shared}.items() if name != origin}
    return sealed(
        act._replace(id=ids[act.id], origin=origin, seq=seq, prev=prev, saw=saw, data=data)
    )
