"""What was promised and how that stands; what is thought of how it happened; what was told whom.

A fold over a set of events, but for what is overdue: any two journals with the same events say the
same.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.telling_kinds import (
    HANDED_OVER,
    PROMISE,
    PROMISE_STATES,
    HandoverChange,
    PromiseChange,
    PromiseTerms,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person
from chwapi_console.recovery.state.told.server_history import Pasts

HypothesisState = Literal["open", "eliminated", "confirmed"]


class Promise(NamedTuple):
    """A promise about a `subject`: the terms that count, the most cautious of those that disagree.

    The act that made it, and the one that said last how it stands.
    """

    id: str
    subject: str
    terms: PromiseTerms
    event: Event
    said: Event
    disagreed: bool = False

    @property
    def by(self) -> datetime:
        """By when (UTC)."""
        return datetime.fromisoformat(self.terms.by)

    @property
    def is_open(self) -> bool:
        """Whether it is neither kept nor broken yet."""
        return self.terms.state == "open"


def promises(heads: Heads, pasts: Pasts) -> Mapping[str, Promise]:
    """The promises by id, those first that are due first."""
    found = [
        made
        for key in heads
        if key.startswith(PROMISE) and (made := _promise(heads.of(key), pasts)) is not None
    ]
    found.sort(key=lambda one: (one.by, one.event.order))
    return {one.id: one for one in found} if found else MappingProxyType({})


def _promise(heads: tuple[Event, ...], pasts: Pasts) -> Promise | None:
    told = [(head, terms) for head in heads if (terms := _terms(head)) is not None]
    if not told:
        return None
    head, terms = min(told, key=lambda one: PROMISE_STATES.index(one[1].state))
    payload = head.payload
    assert isinstance(payload, PromiseChange)
    key = payload.heads_key(head.subject)
    acts = [
        event
        for event in pasts[head.subject].events
        if event.payload.heads_key(event.subject) == key
    ]
    said = [act for act in pasts[head.subject].acts_behind(head) if _terms(act) == terms]
    return Promise(
        payload.promise,
        head.subject,
        terms,
        min(acts, key=lambda act: act.order, default=head),
        min(said, key=lambda act: act.order, default=head),
        len(heads) > 1 and any(_terms(other) != terms for other in heads),
    )


def _terms(event: Event) -> PromiseTerms | None:
    payload = event.payload
    return payload.after if isinstance(payload, PromiseChange) else None


def handed_over(heads: Heads, pasts: Pasts) -> Event | None:
    """The act by which the shift was taken over last; None where nobody did."""
    acts = [
        act
        for head in heads.of(HANDED_OVER)
        if isinstance(head.payload, HandoverChange) and head.payload.after is not None
        for act in (pasts[THE_RECORD].acts_behind(head) or (head,))
    ]
    return max(acts, key=lambda act: act.order, default=None)


class Hypothesis(NamedTuple):
    """What somebody thought how it happened, how that stands, and by which note.

    None while it is open. Where notes disagree it is open.
    """

    event: Event
    text: str
    state: HypothesisState
    settled: Event | None = None


def hypotheses(notes: Mapping[str, Sequence[Event]]) -> list[Hypothesis]:
    """The hypotheses among the notes that stand, in the order in which people read."""
    settling: dict[str, list[tuple[Event, Noted]]] = {}
    for event, note in _notes(notes):
        if note.settles:
            settling.setdefault(note.settles, []).append((event, note))
    return [
        _hypothesis(event, note, settling.get(event.first_hash, []))
        for event, note in _notes(notes)
        if note.hypothesis
    ]


def _hypothesis(event: Event, note: Noted, said: Sequence[tuple[Event, Noted]]) -> Hypothesis:
    outcomes = {settled.outcome for _, settled in said}
    if outcomes == {"eliminated"}:
        return Hypothesis(event, note.text, "eliminated", said[-1][0])
    if outcomes == {"confirmed"}:
        return Hypothesis(event, note.text, "confirmed", said[-1][0])
    return Hypothesis(event, note.text, "open")


class ToldLast(NamedTuple):
    """The word that was given out last to somebody."""

    whom: str
    text: str
    event: Event


def last_told(notes: Mapping[str, Sequence[Event]]) -> list[ToldLast]:
    """The last word that was given out to each, the latest first.

    What was written afterwards counts from when it was said: a later word that is known stays last.
    """
    told: dict[str, ToldLast] = {}
    for event, note in _notes(notes):
        if note.told:
            whom = person(note.told)
            known = told.get(whom)
            if known and event.done_at and event.counts_from < known.event.counts_from:
                continue
            told[whom] = ToldLast(note.told, note.text, event)
    return sorted(
        told.values(), key=lambda one: (one.event.counts_from, one.event.order), reverse=True
    )


def of_the_incident(notes: Mapping[str, Sequence[Event]]) -> list[Event]:
    """The plain notes on the incident as a whole."""
    return [
        event
        for event, note in _notes(notes)
        if event.subject == THE_RECORD and not (note.hypothesis or note.told or note.settles)
    ]


def _notes(notes: Mapping[str, Sequence[Event]]) -> Iterator[tuple[Event, Noted]]:
    found = [event for of in notes.values() for event in of]
    for event in sorted(found, key=lambda event: event.order):
        if isinstance(event.payload, Noted):
            yield event, event.payload
