"""What was done to one server, looked at backwards.

What an act found, what an undo put back, and who had a hand in it.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from chwapi_console.journal.kinds.kinds import UNDO_KINDS
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.server_kinds import Marked, Settled, StepChange
from chwapi_console.journal.kinds.standing import STEP_STATES
from chwapi_console.journal.record.events import Event, Place
from chwapi_console.journal.record.heads import Heads, key_of


def is_undo(event: Event) -> bool:
    """Whether the event takes another back."""
    return event.kind in UNDO_KINDS


def can_be_undone(event: Event) -> bool:
    """Whether an act is of a kind that can be taken back."""
    return not is_undo(event) and (key_of(event) is not None or isinstance(event.payload, Noted))


def names(undo: Event, event: Event) -> bool:
    """Whether an undo names an event.

    By the hash of its first place, since a fork may have had the act said anew, under another id,
    here or where it was undone, and since another hand may give an event of its own the same id; by
    its id where an early program took it back.
    """
    if undo.target_hash:
        return event.first_hash == undo.target_hash
    return event.id == undo.target


def takes_back(undo: Event, event: Event) -> bool:
    """Whether an undo is for an event that it names.

    It is about the same, and of the kind that takes such an event back. It counts where its writer
    could also see the event.
    """
    return (
        names(undo, event)
        and event.subject == undo.subject
        and event.payload.undone_by == undo.kind
        and key_of(event) == key_of(undo)
    )


def take_back_the_same(undo: Event, other: Event) -> bool:
    """Whether two undos are meant for the same act."""
    by_hash = undo.target_hash and other.target_hash
    return (undo.subject, undo.kind) == (other.subject, other.kind) and (
        undo.target_hash == other.target_hash if by_hash else undo.target == other.target
    )


MOST_WHO_SAY = 100
"""Acts behind which is looked for others that say the same: whose word is not found is written."""

BROUGHT_BACK = ("restored", "verified")
"""Work of a server that stands on its restoration."""


def gives_verdict(event: Event) -> bool:
    """Whether it is a mark that gave a verdict.

    While it stands, it begins the server's runbook anew. Who only confirms one gives none, nor does
    whoever calls clean what was brought back: its restoration stands, with what was left out of it;
    nor who says for themselves what another said of it, word for word.
    """
    payload = event.payload
    return (
        isinstance(payload, Marked)
        and not payload.after.work
        and not (payload.after.verdict != "clean" and payload.after == payload.before)
        and (not payload.after.second or payload.before.second != "")
        and not (payload.after.verdict == "clean" and payload.before.work in BROUGHT_BACK)
    )


def state_said(event: Event) -> str:
    """The state that somebody says a server is in whom they found or left so.

    Empty for other acts: who takes it, lets go of it, or takes an act back, has not looked.
    """
    payload = event.payload
    return payload.after.state if isinstance(payload, Marked | Settled) else ""


def verdicts_on(events: Iterable[Event], undone: AbstractSet[str]) -> list[Event]:
    """The marks among the events that gave a verdict and still stand."""
    return [event for event in events if gives_verdict(event) and event.hash not in undone]


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


def holders(events: Iterable[Event], undone: AbstractSet[str]) -> Iterator[str]:
    """Who had a server in hand before each of the acts on it, in reading order, and after the last.

    While it is blocked, who took it last before. Empty where nobody had.
    """
    holder = ""
    for event in events:
        yield holder
        after = None if is_undo(event) or event.hash in undone else event.after
        if after is not None and after.work != "blocked":
            holder = after.holder if after.work == "restoring" else ""
    yield holder


class Past:
    """The events on one server, in reading order, and who could see whom of those who wrote them.

    What it works out is kept, so that each act is looked at once, however often and from however
    many later ones somebody looks back.
    """

    def __init__(
        self, events: Sequence[Event], knows: Callable[[Event, Event], bool] = Event.knows
    ) -> None:
        self.events = events
        self.knows = knows
        self._acts_behind: dict[Place, tuple[Event, ...]] = {}
        self._verdicts_behind: dict[Place, tuple[Event, ...]] = {}

    @cached_property
    def _named(self) -> Mapping[str, Sequence[Event]]:
        """The events by each name that an undo may have for them."""
        named: dict[str, list[Event]] = {}
        for event in self.events:
            for name in {event.id, event.first_hash}:
                named.setdefault(name, []).append(event)
        return named

    @cached_property
    def _runs(self) -> Mapping[str, Sequence[Sequence[Event]]]:
        """The events of each key, as one run for each origin.

        Whoever knows one of a run knows those before it, and it knows them itself.
        """
        runs: dict[str, dict[str, list[Event]]] = {}
        for event in self.events:
            if (key := key_of(event)) is not None:
                runs.setdefault(key, {}).setdefault(event.origin, []).append(event)
        return {
            key: [sorted(run, key=lambda event: event.seq) for run in of_key.values()]
            for key, of_key in runs.items()
        }

    def heads_known_to(self, event: Event, key: str) -> tuple[Event, ...]:
        """The heads of a key as far as whoever wrote an event could see them."""
        heads = Heads(self.knows)
        for run in self._runs.get(key, ()):
            known = bisect_left(run, True, key=lambda other: not self.knows(event, other))
            if known:
                heads.add(run[known - 1])
        return heads.of(key)

    def heads_before(self, event: Event) -> tuple[Event, ...]:
        """The heads that an event found on what it wrote."""
        key = key_of(event)
        return self.heads_known_to(event, key) if key is not None else ()

    def taken_back_by(self, undo: Event) -> Event | None:
        """The act that an undo takes back; None where its writer saw none that it is for."""
        return next((e for e in self._seen_by(undo) if takes_back(undo, e)), None)

    def behind_undos(self, event: Event) -> tuple[Event, bool]:
        """The act that an undo is about in the end, and whether taking it back does that act again.

        However many undos took each other back between; of an act that is no undo, itself.
        """
        again = False
        while is_undo(event) and (earlier := self.taken_back_by(event)) is not None:
            event, again = earlier, not again
        return event, again

    def undone_at_first(self, undo: Event) -> tuple[Event | None, int]:
        """The act that an undo, be it of an undo, names in the end, and how many undos there are.

        None where the act is not here.
        """
        return self._undone_at_first.get(undo.hash, (None, 1))

    @cached_property
    def _undone_at_first(self) -> Mapping[str, tuple[Event | None, int]]:
        """That of each event by its hash, an act that is no undo being its own.

        An undo names what stands before it, so that each is looked at once, however long a peer
        made the row.
        """
        found: dict[str, tuple[Event | None, int]] = {}
        first: dict[str, Event] = {}
        for event in self.events:
            if event.payload.takes_back:
                named = first.get(event.target_hash or event.target)
                act, times = found[named.hash] if named is not None else (None, 0)
                found[event.hash] = act, times + 1
            else:
                found[event.hash] = event, 0
            for name in (event.id, event.first_hash):
                first.setdefault(name, event)
        return found

    def made_to_stand(self, head: Event) -> Iterator[Event]:
        """The acts that stand while this one is the sole head.

        Itself, and what it put back if it is an undo, and so on back.

        An undo puts back what its target had found, where that was one act and the standing is
        still that act's.
        """
        standing: Event | None = head
        while standing is not None:
            yield standing
            found = self._found_by_target(standing)
            sole = found[0] if found is not None and len(found) == 1 else None
            standing = sole if sole is not None and sole.after == standing.after else None

    def acts_behind(self, head: Event) -> tuple[Event, ...]:
        """The acts, none of them an undo, that a head makes stand.

        None where it put back what was before any act.
        """
        return _gathered(self._acts_behind, head, self._found_by_target)

    def verdicts_behind(self, heads: Iterable[Event]) -> list[Event]:
        """The latest marks that gave a verdict and stand while these are the heads of a server.

        Each began its runbook anew.
        """
        return [
            verdict
            for head in heads
            for verdict in _gathered(self._verdicts_behind, head, self._before_verdict)
        ]

    def _before_verdict(self, event: Event) -> tuple[Event, ...] | None:
        """What to look at for the verdict behind an act; None for one that gave a verdict itself."""
        if gives_verdict(event):
            return None
        target = self.taken_back_by(event) if is_undo(event) else None
        return self.heads_before(target or event)

    def _found_by_target(self, event: Event) -> tuple[Event, ...] | None:
        """What the act that an undo took back had found.

        Nothing where it names an act that it does not take back; None for an event that is not an
        undo, or whose writer saw no such act.
        """
        if not is_undo(event) or not self._seen_by(event):
            return None
        target = self.taken_back_by(event)
        return self.heads_before(target) if target is not None else ()

    def _seen_by(self, undo: Event) -> list[Event]:
        """The events that an undo names, of those that its writer could see, in reading order."""
        return [
            event
            for event in self._named.get(undo.target_hash or undo.target, ())
            if names(undo, event) and self.knows(undo, event)
        ]

    def restorers(self, heads: Iterable[Event]) -> frozenset[str]:
        """Everybody who had a restored server in hand, without a break, until it was restored.

        None of them may verify it.

        A verdict or a drop is a break. Whoever marked it restored is one of them, whoever had taken
        it before another.
        """
        names: set[str] = set()
        seen: set[str] = set()
        left = [*heads, *self._found_by_who_verified(heads)]
        while left:
            for act in self.acts_behind(left.pop()):
                if (
                    act.hash in seen
                    or act.after is None
                    or act.after.work not in ("restoring", "restored", "blocked")
                ):
                    continue
                seen.add(act.hash)
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

    def who_say(self, heads: Iterable[Event], is_so: Callable[[Event], bool]) -> Iterator[str]:
        """Who said, without a break, what still stands: the operators of acts of which that is so.

        The latest first, and no more than some: a peer can make any number of them.
        """
        seen: set[str] = set()
        left, behind = deque(heads), deque[Event]()
        while left:
            for act in self.acts_behind(left.popleft()):
                if act.hash not in seen and is_so(act):
                    seen.add(act.hash)
                    behind.append(act)
                    yield act.operator
            while behind and not left and len(seen) - len(behind) < MOST_WHO_SAY:
                left.extend(self.heads_before(behind.popleft()))

    def lookers(self, heads: Iterable[Event]) -> frozenset[str]:
        """Everybody who said a server clean, without a break, that is still called so.

        None of them may confirm it. Another verdict is a break.
        """
        names: set[str] = set()
        seen: set[str] = set()
        left = list(heads)
        while left:
            for act in self.acts_behind(left.pop()):
                if act.hash in seen or act.after is None or act.after.verdict != "clean":
                    continue
                seen.add(act.hash)
                if isinstance(act.payload, Marked | Settled) and not act.after.work:
                    names.add(act.operator)
                left += self.heads_before(act)
        return frozenset(names)

    def step_that_counts(self, heads: Iterable[Event], verdicts: Sequence[Event]) -> Event | None:
        """The act that says how a step stands, the most cautious of the heads.

        None where it is open.
        """
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


class Pasts(dict[str, Past]):
    """The past of each server or service, by id, made when it is first asked for."""

    def __init__(
        self, history: Mapping[str, Sequence[Event]], knows: Callable[[Event, Event], bool]
    ) -> None:
        super().__init__()
        self._history, self._knows = history, knows

    def __missing__(self, subject: str) -> Past:
        return self.setdefault(subject, Past(self._history.get(subject, ()), self._knows))


def _gathered(
    of: dict[Place, tuple[Event, ...]],
    head: Event,
    beneath: Callable[[Event], tuple[Event, ...] | None],
) -> tuple[Event, ...]:
    """What a head comes down to.

    An event that has nothing `beneath` it to itself, any other to what those beneath it come down
    to. `of` keeps it of each event that was looked at.
    """
    below: dict[Place, tuple[Event, ...] | None] = {}
    left = [head]
    while left:
        event = left[-1]
        if event.place in of:
            left.pop()
        elif event.place not in below:
            below[event.place] = found = beneath(event)
            left += [other for other in found or () if other.place not in below]
        else:
            of[event.place] = _together(of, event, below[event.place])
            left.pop()
    return of[head.place]


def _together(
    of: Mapping[Place, tuple[Event, ...]], event: Event, beneath: tuple[Event, ...] | None
) -> tuple[Event, ...]:
    if beneath is None:
        return (event,)
    if len(beneath) == 1:
        return of.get(beneath[0].place, ())
    found = {end.place: end for other in beneath for end in of.get(other.place, ())}
    return tuple(found.values())
