"""What was done to one server, looked at backwards: what an act found, what an undo put back, and
who had a hand in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from chwapi_console.journal.events import Event
from chwapi_console.journal.heads import Heads, key_of
from chwapi_console.journal.kinds import UNDO_KINDS, Marked, Settled, StepChange
from chwapi_console.journal.standing import STEP_STATES


def is_undo(event: Event) -> bool:
    """Whether the event takes another back."""
    return event.kind in UNDO_KINDS


def names(undo: Event, event: Event) -> bool:
    """Whether an undo names an event: by its id or by the hash of its first place, since a fork may
    have had the act said anew, under another id, here or where it was undone."""
    return event.id == undo.target or event.first_hash == undo.target_hash


def takes_back(undo: Event, event: Event) -> bool:
    """Whether an undo is for an event that it names: it is about the same, and of the kind that
    takes such an event back. It counts where its writer could also see the event."""
    return (
        names(undo, event)
        and event.subject == undo.subject
        and event.payload.undone_by == undo.kind
        and key_of(event) == key_of(undo)
    )


def take_back_the_same(undo: Event, other: Event) -> bool:
    """Whether two undos are meant for the same act."""
    return (undo.subject, undo.kind) == (other.subject, other.kind) and (
        undo.target == other.target
        or (undo.target_hash != "" and undo.target_hash == other.target_hash)
    )


def verdicts_on(events: Iterable[Event], undone: AbstractSet[str]) -> list[Event]:
    """The marks among the events that gave a verdict and still stand: each begins the server's
    runbook anew. Who only confirms one gives none."""
    return [
        e
        for e in events
        if isinstance(e.payload, Marked)
        and e.id not in undone
        and not e.payload.after.work
        and (not e.payload.after.second or e.payload.before.second)
    ]


def latest_of_each_origin(events: Iterable[Event]) -> list[Event]:
    """The last of the events of each origin, which knows all that those before it know."""
    latest: dict[str, Event] = {}
    for event in events:
        if event.origin not in latest or event.seq > latest[event.origin].seq:
            latest[event.origin] = event
    return list(latest.values())


def step_after(event: Event) -> str:
    """The state, one of `STEP_STATES`, that an act leaves a step in; `open` for any other act."""
    payload = event.payload
    return payload.after if isinstance(payload, StepChange) else "open"


class Past(NamedTuple):
    """The events on one server, in reading order, and who could see whom of those who wrote
    them."""

    events: Sequence[Event]
    knows: Callable[[Event, Event], bool] = Event.knows

    def heads_before(self, event: Event) -> tuple[Event, ...]:
        """The heads that an event found on what it wrote."""
        key = key_of(event)
        if key is None:
            return ()
        heads = Heads(self.knows)
        for earlier in self.events:
            if key_of(earlier) == key and self.knows(event, earlier):
                heads.add(earlier)
        return heads.of(key)

    def made_to_stand(self, head: Event) -> Iterator[Event]:
        """The acts that stand while this one is the sole head: itself, and what it put back if it
        is an undo, and so on back.

        An undo puts back what its target had found, where that was one act and the standing is
        still that act's.
        """
        standing: Event | None = head
        while standing is not None:
            yield standing
            found = self._found_by_target(standing)
            sole = found[0] if found is not None and len(found) == 1 else None
            standing = sole if sole is not None and sole.after == standing.after else None

    def acts_behind(self, head: Event) -> list[Event]:
        """The acts, none of them an undo, that a head makes stand; none where it put back what was
        before any act."""
        acts: list[Event] = []
        seen = {head.id}
        left = [head]
        while left:
            event = left.pop()
            found = self._found_by_target(event)
            if found is None:
                acts.append(event)
                continue
            left += [e for e in found if e.id not in seen]
            seen |= {e.id for e in found}
        return acts

    def _found_by_target(self, event: Event) -> tuple[Event, ...] | None:
        """What the act that an undo took back had found, nothing where it names one that it does not
        take back; None for an event that is not an undo, or whose writer saw no such act."""
        if not is_undo(event):
            return None
        target = next((e for e in self.events if names(event, e)), None)
        if target is None or not self.knows(event, target):
            return None
        return self.heads_before(target) if takes_back(event, target) else ()

    def restorers(self, heads: Iterable[Event]) -> frozenset[str]:
        """Everybody who had a restored server in hand, without a break, until it was restored: none
        of them may verify it.

        A verdict or a drop is a break. Whoever marked it restored is one of them, whoever had taken
        it before another.
        """
        names: set[str] = set()
        seen: set[str] = set()
        left = [*heads, *self._found_by_who_verified(heads)]
        while left:
            for act in self.acts_behind(left.pop()):
                if (
                    act.id in seen
                    or act.after is None
                    or act.after.work not in ("restoring", "restored", "blocked")
                ):
                    continue
                seen.add(act.id)
                names |= {act.after.holder, act.operator if act.after.work == "restored" else ""}
                left += self.heads_before(act)
        return frozenset(names - {""})

    def _found_by_who_verified(self, heads: Iterable[Event]) -> list[Event]:
        """What those of the heads found that call the server verified."""
        return [
            found
            for head in heads
            if head.after is not None and head.after.work == "verified"
            for act in self.acts_behind(head)
            for found in self.heads_before(act)
        ]

    def lookers(self, heads: Iterable[Event]) -> frozenset[str]:
        """Everybody who said a server clean, without a break, that is still called so: none of them
        may confirm it. Another verdict is a break."""
        names: set[str] = set()
        seen: set[str] = set()
        left = list(heads)
        while left:
            for act in self.acts_behind(left.pop()):
                if act.id in seen or act.after is None or act.after.verdict != "clean":
                    continue
                seen.add(act.id)
                if isinstance(act.payload, Marked | Settled) and not act.after.work:
                    names.add(act.operator)
                left += self.heads_before(act)
        return frozenset(names)

    def step_that_counts(self, heads: Iterable[Event], verdicts: Sequence[Event]) -> Event | None:
        """The act that says how a step stands, the most cautious of the heads; None where it is
        open."""
        votes: list[Event] = []
        for head in heads:
            if self._begun_anew(head, verdicts):
                continue
            counting = [
                act
                for act in self.acts_behind(head)
                if isinstance(act.payload, StepChange) and not self._begun_anew(act, verdicts)
            ]
            if not counting:
                return None
            votes += counting
        return min(
            votes, key=lambda act: (STEP_STATES.index(step_after(act)), act.order), default=None
        )

    def _begun_anew(self, act: Event, verdicts: Sequence[Event]) -> bool:
        return any(self.knows(verdict, act) for verdict in verdicts)
