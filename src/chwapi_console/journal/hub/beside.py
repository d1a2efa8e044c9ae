"""A hub beside a journal: what an exchange of the two looks at, without reading all that the hub has.

Where the hub's last event of an origin stands here with the same hash, all before it is the same,
for hashes are chained; only what lies beyond is brought. It is brought in runs: whoever reads what
is visible at one moment sees, with each event, all that this one rests on.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from typing import TYPE_CHECKING, Protocol

from chwapi_console.journal.hub.rows import Heads, HubRow, PlacesHeld, PlaceTaken
from chwapi_console.journal.hub.tables import MOST_AT_ONCE, MOST_BYTES_FETCHED, MOST_OTHERS
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import GENESIS, Event, Place
from chwapi_console.journal.record.record import Misfit, Received, Record
from chwapi_console.journal.record.room import MEGABYTE, USUAL, Room, weight_of
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.text import Sentence, say

if TYPE_CHECKING:
    from chwapi_console.journal.hub.connection import HubConnection

MOST_BROUGHT, FEWEST_BROUGHT = 10_000, 100
"""Events that one look brings in all, and at least of each origin."""

MOST_WEIGHT_BROUGHT = USUAL.at_once.weight
"""Of the events that one look brings, however many origins there are."""

USUAL_BYTES = 1 << 20
"""Of an event that is brought before all that are larger, as only the text of a plan is."""

MOST_TRIED = 50
"""Origins that are looked into, of more than can be right, to see of which incident they are."""

MOST_PUSHED, MOST_BYTES_PUSHED = 1_000, 1 << 20
"""Events and bytes of one transaction, unless a single event has more."""

MOST_BRACKETS = 4_000_000
"""Lists and tables in one event, those in the text of a plan among them: a plan of 20 MB has 300,000,
1.4 million where all is short, and each takes sixty bytes once it is read."""


class Shelf:
    """What an exchange sees of a hub.

    How far each origin goes, and its events, those that the journal has too being the journal's
    own.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._shared: dict[str, int] = {}
        self._brought: dict[Place, Event] = {}
        self.tips: dict[str, tuple[int, str]] = {}

    @property
    def at(self) -> "Shelf":
        """The events by their places."""
        return self

    def get(self, place: Place) -> Event | None:
        """The event in a place; None where there is none, or none was brought."""
        if place[1] <= self._shared.get(place[0], 0):
            return self._record.at.get(place)
        return self._brought.get(place)

    def __contains__(self, place: object) -> bool:
        return isinstance(place, tuple) and self.get(place) is not None

    @property
    def brought(self) -> Iterable[Event]:
        """What the hub has and the journal lacks, as far as it is visible."""
        return self._brought.values()

    def share(self, origin: str, last: int) -> None:
        """Up to this number both have the same of an origin."""
        self._shared[origin] = last
        if (event := self.get((origin, last))) is not None:
            self.tips[origin] = (last, event.hash)

    def bring(self, event: Event) -> None:
        """The next event of its origin that the hub has and the journal lacks."""
        self._brought[event.place] = event
        self.tips[event.origin] = (event.seq, event.hash)


class _Run:
    """What is brought of an origin by one look, behind the `first` events that are here already.

    `is_behind_larger` where the next event has more than the `largest` bytes that are asked for.
    """

    def __init__(self, origin: str, first: int, events: list[Event], largest: int) -> None:
        self.origin, self.events, self.largest = origin, events, largest
        self._first = first
        self.is_behind_larger = False

    @property
    def last(self) -> Event | None:
        """The event that was brought last; None before the first."""
        return self.events[-1] if self.events else None

    @property
    def seq(self) -> int:
        """How far the origin is known by now."""
        return self.last.seq if self.last else self._first


class HasRecord(Protocol):
    """A journal, as far as it is looked at here."""

    @property
    def record(self) -> Record:
        """What has been read of it so far."""


class HubBeside:
    """A hub, as one side of an exchange with a journal.

    `has_more` where another exchange brings more; after so many `looks` it was the turn of each
    origin.
    """

    def __init__(self, hub: "HubConnection", journal: HasRecord) -> None:
        self._hub = hub
        self._journal = journal
        self._refused: frozenset[Place] = frozenset()
        self._damaged: dict[Place, Misfit] = {}
        self._damaged_under: dict[str, tuple[int, str]] = {}
        self._missing: set[Place] = set()
        self._turns: Mapping[str, int] = {}
        self.heads: Heads = {}
        self._strange: Sequence[str] = ()
        self._is_looked_at = self._is_held = self._is_crowded = False
        self._settled: tuple[Heads, int] | None = None
        self.record = Shelf(journal.record)
        self.has_more = False
        self.looks = 1

    @property
    def own_origins(self) -> frozenset[str]:
        """None: whatever a hub has was written elsewhere."""
        return frozenset()

    @property
    def trouble(self) -> Sentence | None:
        """That there are more origins than can be right; else the first entry that is no event."""
        if self._is_crowded:
            return TOO_MANY_ORIGINS
        return next((misfit.sentence for misfit in self._damaged.values()), None)

    @property
    def damaged(self) -> Collection[Place]:
        """The places there of what is no event."""
        return self._damaged.keys() - self._missing

    def renounce(self, origin: str) -> None:
        """A hub writes under no origin."""

    def look(self) -> bool:
        """Whether there may be anything to exchange.

        The hub or the journal has gone on since they were found to have nothing for each other. The
        next `refresh` goes by this look. How far an origin goes says nothing of one of which an
        event before that is missing.
        """
        self._look()
        has_gone_on = self._settled != (self.heads, len(self._journal.record.events))
        return self._has_come() or has_gone_on

    def _has_come(self) -> bool:
        """Whether anything came that was missing; it is brought by the next `refresh`."""
        came = self._missing & self._hub.there(self._missing)
        self._missing -= came
        for place in came:
            del self._damaged[place]
        return bool(came)

    def _look(self) -> None:
        """How far each origin goes in the hub.

        Of a hub that holds more other origins than can be right only those count that the journal
        knows: somebody put the others there, and they would take up all its room.
        """
        known = self._journal.record.tips.keys()
        found = self._hub.how_far(known)
        self.heads, self._strange, self._is_crowded = found.heads, (), found.more
        if found.more:
            self.heads = {origin: head for origin, head in found.heads.items() if origin in known}
            self._strange = found.others
        self._is_looked_at = True

    def lacking_there(self) -> Iterator[tuple[str, int]]:
        """The origins of which the hub has nothing that the journal lacks.

        Each with the number from which on the hub plainly lacks what the journal has.
        """
        if not self._is_looked_at:
            self._look()
        record = self._journal.record
        for origin, (tip, _) in record.tips.items():
            seq, digest = self.heads.get(origin, (0, GENESIS))
            if seq > tip:
                seq, digest = self._before_gap(origin, seq, digest)
            here = record.at.get((origin, seq))
            if seq < tip and (seq == 0 or (here is not None and here.hash == digest)):
                yield origin, seq + 1

    def _before_gap(self, origin: str, seq: int, digest: str) -> tuple[int, str]:
        """What the hub has of an origin up to what is missing there, where that is known."""
        for of, missing in self._missing:
            if of == origin:
                before = self._journal.record.at.get((origin, missing - 1))
                return missing - 1, before.hash if before else GENESIS
        return seq, digest

    def look_again(self) -> None:
        """Something was put there since: the next `refresh` looks anew."""
        self._is_looked_at = False

    def of_strange_origins(self) -> Iterator[Event]:
        """The first events of the first origins that are left aside where there are too many.

        No more than those of one are held at a time.
        """
        return (
            event
            for origin in self._strange[:MOST_TRIED]
            for row in self._hub.after(origin, 0, FEWEST_BROUGHT, FEWEST_BROUGHT)
            if (event := event_of(row)) is not None
        )

    def note_what_was_refused(self) -> None:
        """After an exchange.

        What was brought for the journal, and is not in it now, holds nobody up the next time.
        """
        at = self._journal.record.at
        self._refused = frozenset(
            event.place for event in self.record.brought if event.place not in at
        )

    def settle(self) -> None:
        """By the last look neither has anything for the other, or nothing that it takes.

        What others hold there is tried again though nothing goes on, and so is what had no turn yet.
        """
        is_over = not (self._is_held or 0 in self._turns.values())
        self._settled = (self.heads, len(self._journal.record.events)) if is_over else None

    def refresh(self) -> None:
        """Looks how far each origin goes there, and brings what the journal lacks.

        What was found damaged is not fetched again before its origin goes on.
        """
        if not self._is_looked_at:
            self._look()
        self._is_looked_at = False
        self.record = Shelf(self._journal.record)
        damaged, self._damaged = self._damaged, {}
        lacking = {}
        for origin, head in self.heads.items():
            shared = self._shared(origin, head)
            self.record.share(origin, shared)
            next_place = (origin, shared + 1)
            if next_place in damaged and self._damaged_under[origin] == head:
                self._damaged[next_place] = damaged[next_place]
            elif shared < head[0]:
                lacking[origin] = shared
        self._show(lacking, self._bring(lacking))
        self._missing &= self._damaged.keys()

    def receive(
        self, events: Sequence[Event], room: Room = USUAL, actor: Actor | None = None
    ) -> Received:
        """Hands events to the hub, in runs of which each rests on those before.

        Of an origin of which other bytes stand there, or a place is held, nothing more is handed out,
        and it is named.
        """
        refused: dict[str, Misfit] = {}
        self._is_held = False
        for run in _runs(sorted(events, key=lambda event: event.order)):
            self._push(run, refused)
        self._hub.tell()
        return Received([e for e in events if e.origin not in refused], list(refused.values()))

    def _push(self, run: Sequence[Event], refused: dict[str, Misfit]) -> None:
        while kept := [event for event in run if event.origin not in refused]:
            try:
                self._hub.push(kept, sorted({event.origin for event in kept}))
            except PlaceTaken as taken:
                why = _OTHER_BYTES if taken.by_another else _NOT_KEPT
                refused[taken.origin] = Misfit(taken.origin, taken.seq, why)
                continue
            except PlacesHeld as held:
                self._is_held = True
                for origin, seq in held.places.items():
                    refused[origin] = Misfit(origin, seq, _HELD)
                continue
            return

    def _shared(self, origin: str, head: tuple[int, str]) -> int:
        """Up to which number the hub and the journal have the same events of an origin."""
        seq, digest = head
        known = self._journal.record
        tip, last = known.tips.get(origin, (0, GENESIS))
        here = known.at.get((origin, seq))
        if here is not None and here.hash == digest:
            return seq
        low, high = 0, min(seq, tip)
        if seq > tip and (not tip or self._hub.hash_at(origin, tip) == last):
            return tip
        while low < high:
            middle = (low + high + 1) // 2
            mine = known.at.get((origin, middle))
            if mine is not None and self._hub.hash_at(origin, middle) == mine.hash:
                low = middle
            else:
                high = middle - 1
        return low

    def _bring(self, lacking: Mapping[str, int]) -> Mapping[str, Sequence[Event]]:
        """By origin the next events: of each its part of what one look brings, one at least.

        Of those that remain once it is used up there is none; what is no event uses it up too. What
        is no larger than usual comes first, in that what the journal knows, then whose turn was longest
        ago, and what it refused last.
        """
        turns = {origin: self._turns.get(origin, 0) for origin in lacking}
        now = max(turns.values(), default=0) + 1
        known = self._journal.record.tips
        in_turn = sorted(
            lacking, key=lambda of: (self._is_refused(of, lacking), of not in known, turns[of])
        )
        brought: dict[str, list[Event]] = {origin: [] for origin in in_turn}
        left, waiting, done = MOST_WEIGHT_BROUGHT, in_turn, 0
        for largest in (USUAL_BYTES, MOST_BYTES_FETCHED):
            if not waiting or left <= 0:
                break
            done = len(waiting)
            for origin in waiting:
                if left <= 0:
                    break
                run = _Run(origin, lacking[origin], brought[origin], largest)
                left -= self._run(run, len(lacking))
                if not run.is_behind_larger:
                    turns[origin] = now
            waiting = [origin for origin in waiting if turns[origin] < now]
            done -= len(waiting)
        self._turns = turns
        self.looks = 1 + -(-len(waiting) // max(1, done))
        return brought

    def _is_refused(self, origin: str, shared: Mapping[str, int]) -> bool:
        return (origin, shared[origin] + 1) in self._refused

    def _run(self, run: "_Run", origins: int) -> int:
        """Brings the next events of one of so many origins, up to what is none or is larger; their weight."""
        share = MOST_WEIGHT_BROUGHT // origins
        most = max(FEWEST_BROUGHT, MOST_BROUGHT // origins)
        last = self.heads[run.origin][0]
        begun, weight = run.seq, 0
        rows = self._hub.after(run.origin, begun, last, most, min(share, MOST_AT_ONCE), run.largest)
        for number, row in enumerate(rows):
            if row.seq <= run.seq:  # once more: somebody took away what forbids that
                continue
            seq = run.seq + 1
            if row.seq == seq and run.largest < row.size <= MOST_BYTES_FETCHED:
                run.is_behind_larger = True
                return weight
            event = event_of(row, run.last) if row.seq == seq else None
            if event is None:
                self._leave(row, seq)
                return weight + sum(len(left.body) for left in rows[number:])
            run.events.append(event)
            weight += sum(weight_of(event))
            if weight >= share:
                return weight
        if run.seq == begun:
            self._leave(HubRow(run.origin, 0, "", b""), begun + 1)
        return weight

    def _leave(self, row: HubRow, seq: int) -> None:
        """Notes that in a place is no event, but that row or, where it is of another place, nothing."""
        place = (row.origin, seq)
        if row.seq != seq:
            self._missing.add(place)
        self._damaged[place] = Misfit(*place, _what_is_wrong(row) if row.seq == seq else _MISSING)
        self._damaged_under[row.origin] = self.heads[row.origin]

    def _show(self, lacking: Mapping[str, int], brought: Mapping[str, Sequence[Event]]) -> None:
        """Shows of what was brought what rests on nothing that was not.

        An event names the last of each origin that it has seen, and has seen all before that. An
        origin that the journal refused holds nobody up.
        """
        until = {
            origin: events[-1].seq if events else lacking[origin]
            for origin, events in brought.items()
            if not self._is_refused(origin, lacking) and self._goes_on(origin, events)
        }
        self.has_more = bool(until)
        for event in merge(*brought.values(), key=lambda event: event.order):
            if not until or (_is_within(event.place, until) and _rests_within(event, until)):
                self.record.bring(event)
            else:
                until[event.origin] = min(event.seq - 1, until.get(event.origin, event.seq))

    def _goes_on(self, origin: str, events: Sequence[Event]) -> bool:
        """Whether the hub has more of an origin than was brought, up to what is no event."""
        if not events:
            return self._turns[origin] < max(self._turns.values())
        last = events[-1].seq
        return last < self.heads[origin][0] and (origin, last + 1) not in self._damaged


def _is_within(place: Place, until: Mapping[str, int]) -> bool:
    return place[1] <= until.get(place[0], place[1])


def _rests_within(event: Event, until: Mapping[str, int]) -> bool:
    return all(_is_within((origin, seq), until) for origin, (seq, _) in event.saw.items())


NOT_AN_EVENT = say("is damaged; it is no event any more.")
TOO_MANY_ORIGINS = say(
    "it holds more than {n} journals that are not known here, as no recovery has: somebody with its "
    "password put them there. Of those nothing is brought; what is known here comes and goes. "
    "Whoever runs it takes them out.",
    n=MOST_OTHERS,
)
_OTHER_BYTES = say(
    "stands there as another event: somebody else wrote under this name, or two copies of one "
    "journal both went on."
)

_NOT_KEPT = say(
    "does not stay there: a rule, a trigger or a policy of that PostgreSQL throws away what is put there. "
    "Whoever runs the hub looks at its table event (psql: \\d event)."
)

_MISSING = say(
    "is missing there, though the hub has what comes later: somebody took it out, or whoever has the "
    "password put that there. It comes once it stands there; else sync with a journal that has it. "
    "Whoever runs the hub: chwapi-console hub status"
)

_HELD = say(
    "is being put there by somebody else, who does not end: a host that hangs, or who has the "
    "password. It is tried again; all else comes and goes. Whoever runs the hub ends that "
    "transaction (pg_stat_activity: idle in transaction)."
)


def _what_is_wrong(row: HubRow) -> Sentence:
    if row.size <= MOST_BYTES_FETCHED:
        return NOT_AN_EVENT
    return say(
        "has {size} MB, and no event has more than {most}: its bytes were left there.",
        size=-(-row.size // MEGABYTE),
        most=MOST_BYTES_FETCHED // MEGABYTE,
    )


def event_of(row: HubRow, before: Event | None = None) -> Event | None:
    """The event in a row; None where its bytes do not read as one, or as one of another place.

    See `unsealed` about the one `before` it.
    """
    if not row.body or row.body.count(b"[") + row.body.count(b"{") > MOST_BRACKETS:
        return None
    try:
        event = unsealed(row.body, before)
    except ValueError:
        return None
    return event if (event.origin, event.seq, event.hash) == row[:3] else None


def _runs(events: Sequence[Event]) -> Iterator[list[Event]]:
    run: list[Event] = []
    size = 0
    for event in events:
        if run and (len(run) == MOST_PUSHED or size + len(event.body) > MOST_BYTES_PUSHED):
            yield run
            run, size = [], 0
        run.append(event)
        size += len(event.body)
    if run:
        yield run
