"""The record in memory: the events that a store holds, their heads, and how far each origin goes.

It notices on the way what does not fit, and says so, but does not refuse to be read: at 3 a.m. a
damaged record is still the best there is. What comes from elsewhere is another matter: `receive`
takes only what fits.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from chwapi_console.journal.kinds.record_kinds import CameLoose, PlanSeen
from chwapi_console.journal.record.came_loose import (
    claim,
    claims_told,
    told_loose,
)
from chwapi_console.journal.record.decode import is_readable
from chwapi_console.journal.record.events import (
    GENESIS,
    Draft,
    Event,
    Place,
    is_canonical,
    says_the_same,
)
from chwapi_console.journal.record.heads import Heads
from chwapi_console.journal.record.knowledge import EachKnows, is_at
from chwapi_console.journal.record.room import USUAL, Amounts, Door, Room, weight_of
from chwapi_console.journal.record.said_anew import SaidAnew
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, beginning, say

MOST_BYTES_OF_A_NAME = 255
"""UTF-8 bytes of an origin's name from elsewhere; this program makes less than 100. Each act names
every other origin, and must itself stay within what a journal takes."""

LARGEST_JUMP, LEAPT_FREELY = 1_000_000, 1 << 52
"""How far the Lamport clock of an event that rests on what is not here may go ahead of all that is
known: nobody can tell whether it leapt itself or followed honestly what leapt in a branch that a fork
keeps out here. So the first half of all numbers is free to leap in; of the second, which no recovery
counts to, no broken or hostile clock uses up everybody's."""

NOT_AS_WRITTEN = say("is not written the way this program writes it.")


class Misfit(NamedTuple):
    """An event that does not fit, by its place, and what does not."""

    origin: str
    seq: int
    what: Sentence

    @property
    def sentence(self) -> Sentence:
        """The place and the fault, for people."""
        return say(
            "{origin} {seq}: {what}", origin=beginning(self.origin), seq=self.seq, what=self.what
        )

    def plain(self) -> dict[str, object]:
        """As JSON has it, in English."""
        return {"origin": self.origin, "seq": self.seq, "what": str(self.what)}


class Reference(NamedTuple):
    """A claim of an event's `saw` about another event that does not hold here."""

    event: Event
    place: Place
    digest: str

    @property
    def claim(self) -> str:
        """What is claimed, as a `came.loose` event has it."""
        return claim(self.event.origin, self.digest)


class Received(NamedTuple):
    """What came of events from elsewhere.

    Those that are new here, and where an origin was stopped, and why; what the new ones claim to
    have seen that is not here; and those of them that others had claimed to have seen, when they
    were not here.
    """

    taken: Sequence[Event]
    refused: Sequence[Misfit]
    loose: Sequence[Reference] = ()
    came: Sequence[Event] = ()


class Record:
    """Grows by `take`, in the order of arrival.

    `events` is that order; `tips` gives (seq, hash) of each origin's last; `by_id` the first that
    came of those that bear an id (see `called`); `at` has every event by its place; `plans` those
    that say by which plan an origin acts. `own` are the origins of the store that are written there
    and nowhere else.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.tips: dict[str, tuple[int, str]] = {}
        self.by_id: dict[str, Event] = {}
        self._twins: dict[str, list[Event]] = {}
        self.at: dict[Place, Event] = {}
        self.plans: list[Event] = []
        self.lamport = 0
        self._misfits: list[Misfit] = []
        self._loose: list[Reference] = []
        self._missing: set[str] = set()
        self._weighed = (0, 0, 0)
        self.own: AbstractSet[str] = frozenset()
        self._told: dict[str, dict[str, Event]] = {}
        self._tellings = 0
        self._anew = SaidAnew()
        self._acts: Sequence[Event] | None = None
        self._ids_anew: dict[tuple[str, str], str] = {}
        self._heads = Heads()
        self._known: EachKnows | None = None
        self._stale = False
        self._last: Event | None = None
        self._head: Event | None = None
        self._last_readable: dict[str, Event] = {}
        self._latest: dict[str, tuple[datetime, Event]] = {}

    # Growing

    def take(self, event: Event) -> None:
        """Adds one event that is in the store."""
        self._misfits += self.misfits_of(event)
        loose = self._leading_nowhere(event)
        self._loose += loose
        self._missing.update(reference.digest for reference in loose)
        changes_others = self._changes_others(event)
        if event.kind == PlanSeen.kind:
            self.plans.append(event)
        if event.keeps is not None:
            self._anew.add(event)
            if (first := event.first_place) is not None:
                self._ids_anew[event.origin, first.id] = event.id
        self.events.append(event)
        self._acts = None
        if (first_come := self.by_id.setdefault(event.id, event)) is not event:
            self._twins.setdefault(event.id, [first_come]).append(event)
        self.at[event.place] = event
        self.tips[event.origin] = (event.seq, event.hash)
        self._last_readable[event.origin] = event
        self.lamport = max(self.lamport, event.lamport)
        if event.kind == CameLoose.kind:
            for one in claims_told(event):
                self._told.setdefault(one, {}).setdefault(event.origin, event)
                self._tellings += 1
        self._go_on(event, names_what_is_missing=bool(loose))
        if changes_others:
            self._stale = True
        elif not self._stale:
            if self._known is not None:
                self._known.add(event)
            self._heads.add(event)

    def _go_on(self, event: Event, *, names_what_is_missing: bool) -> None:
        if self._last is None or event.order > self._last.order:
            self._last = event
        if not names_what_is_missing and (self._head is None or event.order > self._head.order):
            self._head = event
        moment, latest = event.moment, self._latest.get(event.host)
        if latest is None or moment > latest[0]:
            self._latest[event.host] = (moment, event)

    def _changes_others(self, event: Event) -> bool:
        """Whether this event changes what others know or which acts count.

        Then that must be worked out anew.
        """
        if (
            event.keeps is not None
            or event.hash in self._anew
            or event.hash in self._missing
            or event.place in self.at
        ):
            return True
        return self._known is None and bool(self._loose or self._anew)

    def receive(self, events: Iterable[Event], room: Room = USUAL) -> Received:
        """Takes the events that fit, none twice.

        They are in this record from now on, so a store that then cannot keep them begins another.
        Of an origin, nothing after the first that does not fit; the others go on.
        """
        events = list(events)
        door = Door(self.amounts(), room)
        taken: list[Event] = []
        refused: dict[str, Misfit] = {}
        loose: list[Reference] = []
        claims: set[str] = set()
        missing = frozenset(reference.digest for reference in self.unresolved())
        for event in events:
            if event.origin in refused or is_at(self.at, event.place, event.hash):
                continue
            unseen = self._leading_nowhere(event)
            new_claims = {reference.claim for reference in unseen} - claims
            brings = Amounts(
                int(event.origin not in self.tips),
                1,
                len(unseen) + len(claims_told(event)),
                len(new_claims),
                *weight_of(event),
            )
            misfit = next(self._misfits_at_the_door(event), None)
            if misfit is None and (why := door.hinders(brings)) is not None:
                misfit = Misfit(event.origin, event.seq, why)
            if misfit is not None:
                refused[event.origin] = misfit
                continue
            door.takes(brings)
            self.take(event)
            taken.append(event)
            loose += unseen
            claims |= new_claims
        loose = [reference for reference in loose if self._is_loose(reference)]
        came = [event for event in taken if event.hash in missing]
        return Received(taken, list(refused.values()), loose, came)

    def amounts(self) -> Amounts:
        """How much there is here of what is bounded for what comes."""
        events, weight, plans = self._weighed
        for event in self.events[events:]:
            more, of_plan = weight_of(event)
            weight, plans = weight + more, plans + of_plan
        self._weighed = (len(self.events), weight, plans)
        references = len(self._loose) + self._tellings
        return Amounts(len(self.tips), len(self.events), references, 0, weight, plans)

    def news_of_loose(self, received: Received) -> list[Draft]:
        """What is to be said of what was received.

        Which claims led nowhere when they came, and that what was missing has come; nothing where
        events say so that came with it.
        """
        said = [
            event
            for event in received.taken
            if event.kind == CameLoose.kind and event.says(CameLoose).came
        ]
        unsaid = [
            event for event in received.came if not any(self.knows(one, event) for one in said)
        ]
        return list(told_loose(self.untold(received.loose), len(unsaid)))

    def untold(self, loose: Iterable[Reference]) -> set[str]:
        """The claims of references that lead nowhere and of which no event here told so."""
        return {reference.claim for reference in loose if self.teller(reference) is None}

    def teller(self, reference: Reference, known: Container[str] | None = None) -> Event | None:
        """The event that says of a reference that it led nowhere when it came.

        Of another origin than the one that claims it, and where hashes of some are given, among
        those. What was written here rests on nothing that was not here.
        """
        if reference.event.origin in self.own:
            return None
        return next(
            (
                event
                for origin, event in self._told.get(reference.claim, {}).items()
                if origin != reference.event.origin and (known is None or event.hash in known)
            ),
            None,
        )

    def _leading_nowhere(self, event: Event) -> list[Reference]:
        return [
            Reference(event, (origin, seq), digest)
            for origin, (seq, digest) in event.saw.items()
            if not is_at(self.at, (origin, seq), digest)
        ]

    def _misfits_at_the_door(self, event: Event) -> Iterator[Misfit]:
        """What does not fit about an event from elsewhere.

        Also what would be named for good once it is in.
        """
        if event.origin not in self.tips and _is_too_long(event.origin):
            yield Misfit(event.origin, event.seq, _TOO_LONG_A_NAME)
        if _NAMED_BY_A_HASH.search(event.origin) and not event.shows_first:
            yield Misfit(event.origin, event.seq, _NOT_SAID_ANEW)
        if event.tells_what_is_to_come:
            yield Misfit(event.origin, event.seq, _TO_COME)
        if not is_canonical(event) or not (event.keeps is None or is_readable(event)):
            yield Misfit(event.origin, event.seq, NOT_AS_WRITTEN)
        yield from self.misfits_of(event)

    def take_unreadable(self, origin: str, seq: int, digest: str) -> None:
        """Passes over an entry of the store that is no event, so that what follows finds its place."""
        self._misfits.append(Misfit(origin, seq, say("is damaged; it is no event any more.")))
        self.tips[origin] = (seq, digest)

    def note(self, misfit: Misfit) -> None:
        """Keeps what a store found wrong with an entry."""
        self._misfits.append(misfit)

    def goes_on_elsewhere(self, origin: str, events: Iterable[Event]) -> bool:
        """Whether events from elsewhere show that an origin is written in another place too.

        They are of that origin, or say acts anew that it does not have here.
        """
        return any(
            event.origin == origin
            or (
                event.keeps is not None
                and event.keeps[0][0] == origin
                and not is_at(self.at, *event.keeps)
            )
            for event in events
        )

    def seen_from(self, origin: str) -> dict[str, tuple[int, str]]:
        """What an event of that origin written now has seen.

        The last event of each other one that can be read.
        """
        return {
            other: (event.seq, event.hash)
            for other, event in self._last_readable.items()
            if other != origin
        }

    # What fits

    @property
    def misfits(self) -> list[Misfit]:
        """What does not fit, in the order in which it was found.

        The checks are those of docs/design/journal.md, "Origins, copies and forks".
        """
        return [
            *self._misfits,
            *(unfit(self.at, r) for r in self.unresolved() if self.teller(r) is None),
        ]

    @property
    def loose(self) -> list[Misfit]:
        """What events from elsewhere rest on that was not here when they came, and is not here now.

        No fault of this record.
        """
        return [unfit(self.at, reference) for reference in self.still_loose]

    @property
    def still_loose(self) -> list[Reference]:
        """The references that `loose` tells of."""
        return [r for r in self.unresolved() if self.teller(r) is not None]

    def missing_below(self, event: Event) -> list[Reference]:
        """What an event rests on and is not here, less what it knew to be missing.

        By its own word, or by that of events that it knows.
        """
        if not (unresolved := self.unresolved()):
            return []
        below = {e.hash for e in self.events if e is event or self.knows(event, e)}
        return [r for r in unresolved if r.event.hash in below and self.teller(r, below) is None]

    def unresolved(self) -> list[Reference]:
        """What events claim to have seen and is not here, be it told of or not."""
        return [reference for reference in self._loose if self._is_loose(reference)]

    def holds(self, place: Place, digest: str) -> bool:
        """Whether the act that had this place and hash is here, be it said anew after a fork."""
        return is_at(self.at, place, digest) or self._anew.shows(place, digest)

    def _is_loose(self, reference: Reference) -> bool:
        return not self.holds(reference.place, reference.digest)

    def has(self, event: Event) -> bool:
        """Whether the act of an event is here, be it said anew after a fork.

        What only claims to be another act is itself, for anybody can claim that.
        """
        place, digest = _vouched_place(event)
        return self.holds(place, digest) or any(
            _vouched_place(one)[1] == digest for one in self.called(event.id)
        )

    def called(self, identity: str) -> Sequence[Event]:
        """The events that bear an id, in the order of arrival.

        One is the rule; but whoever writes events gives them the ids that they like, also those of
        somebody else's.
        """
        first = self.by_id.get(identity)
        return self._twins.get(identity, ()) or (() if first is None else (first,))

    def written(self, draft: Draft) -> Event | None:
        """The event that a draft became here.

        One of this store's own origins, or one that says the very same; None where it was not
        written yet.
        """
        return next(
            (
                event
                for event in self.called(draft.id)
                if event.origin in self.own or says_the_same(draft, event)
            ),
            None,
        )

    def misfits_of(self, event: Event) -> Iterator[Misfit]:
        """What does not fit about an event that would come next.

        What it rests on in other origins is not looked at here.
        """
        for sentence in self._faults_of(event):
            yield Misfit(event.origin, event.seq, sentence)

    def _faults_of(self, event: Event) -> Iterator[Sentence]:
        seq, prev = self.tips.get(event.origin, (0, GENESIS))
        if event.seq != seq + 1:
            yield say("does not follow {before}, the one before it here.", before=seq)
        elif event.prev != prev:
            yield say(
                "names another event before it than the one that stands there: "
                "one of the two was changed."
            )
        if any(earlier.origin == event.origin for earlier in self.called(event.id)):
            yield say("has the id of an earlier event.")
        if event.origin in event.saw:
            yield say("claims to have seen its own origin from outside.")
        before = self.at.get((event.origin, event.seq - 1))
        if before is not None and _saw_less(event, before):
            yield say("has seen less than the event before it.")
        if event.shows_first and before is not None and not self._is_next_of_branch(event, before):
            yield say(
                "stands for another act than the one that follows in its branch: it was changed."
            )
        if not self._clock_fits(event, before):
            yield say(
                "has a Lamport clock of {lamport}, which does not follow from what it saw.",
                lamport=event.lamport,
            )

    def _is_next_of_branch(self, event: Event, before: Event) -> bool:
        """Whether an act that was said anew follows, in its first place too, the one before it.

        Nobody else's stands between, by which it would know more than its writer did; and whether
        it takes back the same, by the id that this has here.
        """
        (origin, seq), _ = event.keeps or (event.place, "")
        first = event.first_place
        by_an_early_program = any(
            there.origin == event.origin and not there.shows_first
            for there in self.called(event.target)
        )
        return (
            first is not None
            and before.keeps == ((origin, seq - 1), first.prev)
            and before.saw.get(origin) == event.saw.get(origin)
            and (
                by_an_early_program
                or event.target == self._ids_anew.get((event.origin, first.target), first.target)
            )
        )

    def _clock_fits(self, event: Event, before: Event | None) -> bool:
        """1 + the greatest of what it rests on.

        Where some of that is not here, at least more, and no leap that would use up numbers.
        """
        greatest, all_here = before.lamport if before else 0, before is not None or event.seq == 1
        for origin, (seq, digest) in event.saw.items():
            seen = self.at.get((origin, seq))
            if seen is not None and seen.hash == digest:
                greatest = max(greatest, seen.lamport)
            else:
                all_here = False
        if all_here:
            return event.lamport == greatest + 1
        return greatest < event.lamport <= max(self.lamport + LARGEST_JUMP, LEAPT_FREELY)

    # Thinking about it

    @property
    def heads(self) -> Heads:
        """The heads of every key."""
        if self._stale:
            self._work_out()
        return self._heads

    def knows(self, later: Event, earlier: Event) -> bool:
        """Whether whoever wrote the one event could see the other, and the record bears it out."""
        if self._stale:
            self._work_out()
        if self._known is None:
            return later.knows(earlier)
        return earlier.seq <= self._known.of(later).get(earlier.origin, 0)

    @property
    def acts(self) -> Sequence[Event]:
        """The events, each act once, however often forks had it said anew."""
        if not self._anew:
            return self.events
        if self._acts is None:
            self._acts = [event for event in self.events if self.first_said(event) is None]
        return self._acts

    @property
    def says_anew(self) -> bool:
        """Whether any event says an act anew."""
        return bool(self._anew)

    def first_said(self, event: Event) -> Event | None:
        """The act that an event only says anew, where it stands here in its first place too.

        Or nearer to the fork that had it said anew: of several forks of one origin each may have.
        """
        if event.keeps is None:
            return None
        if is_at(self.at, *event.keeps):
            return self.at[event.keeps[0]]
        nearest = self._anew.nearest(event)
        return nearest if nearest is not event else None

    def other_plans(self, digest: str, origin: str) -> list[Event]:
        """The other plans by which other origins have acted since this origin took up its own.

        Its own is the one with this digest.
        """
        latest = {event.origin: event for event in self.plans}
        ours = latest.pop(origin, None)
        return [
            theirs
            for theirs in latest.values()
            if theirs.says(PlanSeen).digest != digest
            and not (
                ours is not None
                and ours.says(PlanSeen).digest == digest
                and self.knows(ours, self._last_readable[theirs.origin])
            )
        ]

    def _work_out(self) -> None:
        """Heads from the whole set.

        An event may have come before what it rests on, or may rest on what is not here.
        """
        self._stale = False
        self._loose = [r for r in self._loose if not is_at(self.at, r.place, r.digest)]
        self._missing = {reference.digest for reference in self._loose}
        in_order = sorted(self.events, key=lambda event: event.order)
        self._known = EachKnows(in_order, self.at) if self._loose or self._anew else None
        self._heads = Heads(self.knows)
        for event in sorted(self.acts, key=lambda event: event.order):
            self._heads.add(event)

    def latest_by(self, host: str, *, own: bool) -> Event | None:
        """The event of the latest time by a host's clock.

        Or, where not `own`, by the clock of any other host.
        """
        among = [latest for other, latest in self._latest.items() if (other == host) == own]
        return max(among, key=lambda latest: latest[0])[1] if among else None

    @property
    def latest_moment(self) -> datetime | None:
        """The latest time by anybody's clock; None where the record is empty."""
        return max((moment for moment, _ in self._latest.values()), default=None)

    def last(self) -> Event | None:
        """The event that people read last."""
        return self._last

    def head(self) -> Event | None:
        """The last event that names nothing which was missing here.

        Its code vouches for what can be looked for again.
        """
        return self._head


_NAMED_BY_A_HASH = re.compile(r"\+[0-9a-f]{64}\Z")
"""How the origin of a branch said anew is named where its short name is taken (`sync`): nobody can
put anything else there, for it would have to have that hash."""

_NOT_SAID_ANEW = say(
    "stands under the name of a branch that a fork kept out, and says no act of it anew."
)

_TO_COME = say("says of a time that was still to come that it had passed.")

_TOO_LONG_A_NAME = say(
    "is of an origin whose name has more than {most} bytes, as none that this program makes.",
    most=MOST_BYTES_OF_A_NAME,
)


def _saw_less(event: Event, before: Event) -> bool:
    """Whether an event has seen less of some origin than the one before it in its own."""
    return event.saw != before.saw and any(
        event.saw.get(origin, (0,))[0] < seen[0] for origin, seen in before.saw.items()
    )


def _vouched_place(event: Event) -> tuple[Place, str]:
    """Where an act stood first and its hash there, as far as the event's own bytes vouch for it."""
    return event.keeps if event.keeps and event.shows_first else (event.place, event.hash)


def _is_too_long(origin: str) -> bool:
    return len(origin.encode(errors="surrogatepass")) > MOST_BYTES_OF_A_NAME


def unfit(at: Mapping[Place, Event], reference: Reference) -> Misfit:
    """What is wrong with a reference, in words."""
    (origin, seq), event = reference.place, reference.event
    if reference.place in at:
        what = say(
            "rests on {origin} {seq}, which here is another event: {origin} was forked.",
            origin=origin,
            seq=seq,
        )
    else:
        what = say("rests on {origin} {seq}, which is missing here.", origin=origin, seq=seq)
    return Misfit(event.origin, event.seq, what)
