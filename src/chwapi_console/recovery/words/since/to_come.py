"""What changes by itself before a moment to come, though nobody acts, in sentences.

Tiers that follow the calendar, crews that begin and end work, what may be begun from then on, what
blocked servers and conditions are awaited for, and what ends: reserves and pins.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal

from chwapi_console.clock import later
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.shifts import Shifts, turns_of
from chwapi_console.recovery.state.judged.tier_calendar import all_moves
from chwapi_console.recovery.state.of_view.means import crew_name, minutes_until, shifts_of
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.why.holds_until import holds_until
from chwapi_console.recovery.words.why.tier_words import day_word, move_words
from chwapi_console.text import Sentence, plural, say, some

ChangeKind = Literal["tier", "works", "leaves", "start", "block", "condition", "reserve", "pin"]


MOST_FALLING = 4
"""Services by name that are no longer up once a reserve ends; of more the rest is counted."""
A_SECOND = 1 / 60
"""A second, in minutes: so much farther is looked, that a turn at the very moment is found."""


class Change(NamedTuple):
    """What changes of a subject at a moment (UTC), and that in a sentence.

    `tier` (of a service), `works` and `leaves` (a crew), `start` (a server may be begun), `block` (a
    blocked server is to be asked about), `condition` (it is to be there), `reserve` and `pin` (it
    ends).
    """

    at: datetime
    what: ChangeKind
    subject: str
    words: Sentence


def changes_to_come(view: View, until: datetime) -> list[Change]:
    """What changes by itself up to a moment, the first to come first."""
    found = [*_tiers(view, until), *_crews(view, until), *_starts(view), *_ends(view)]
    return sorted(
        (change for change in found if view.now < change.at <= until),
        key=lambda change: (change.at, change.what, change.subject),
    )


def _tiers(view: View, until: datetime) -> Iterator[Change]:
    for move in all_moves(view.written, view.now, until):
        yield Change(move.at, "tier", move.service, move_words(view, move))


def _crews(view: View, until: datetime) -> Iterator[Change]:
    for crew in view.plan.crews:
        if (shifts := shifts_of(view, crew)) is not None:
            yield from _of_a_crew(view, crew, shifts, until)


def _of_a_crew(view: View, crew: str, shifts: Shifts, until: datetime) -> Iterator[Change]:
    for minute, begins in turns_of(shifts, minutes_until(view, until) + A_SECOND):
        at, name = _whole_second(later(view.now, minute)), crew_name(view, crew)
        if begins:
            words = say("{when}: {crew} begins work.", when=day_word(view, at), crew=name)
            yield Change(at, "works", crew, words)
        else:
            words = say("{when}: {crew} ends work.", when=day_word(view, at), crew=name)
            yield Change(at, "leaves", crew, words)


def _whole_second(moment: datetime) -> datetime:
    """The moment without what arithmetic is out by: hours turn at a whole minute."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _starts(view: View) -> Iterator[Change]:
    for server, at in view.not_before.items():
        if view.situation.state(server) in ("compromised", "blocked"):
            words = say("{when}: {server} may be begun.", when=day_word(view, at), server=server)
            yield Change(at, "start", server, words)


def _ends(view: View) -> Iterator[Change]:
    """What is awaited for a time, and what holds until one."""
    for server, block in view.situation.blocks.items():
        if (at := block.until) is not None:
            words = say(
                "{when}: {server}, which is blocked, is to be asked about.",
                when=day_word(view, at),
                server=server,
            )
            yield Change(at, "block", server, words)
    held_up = holds_until(view)
    for condition in view.conditions.values():
        if (at := condition.until) is not None:
            fall = [service for service, of in held_up.items() if of.condition == condition.id]
            yield _of_a_condition(view, condition, at, fall)
    for service, signed in view.situation.sign_offs.items():
        if (at := signed.until) is not None:
            yield _of_a_reserve(view, service, at)
    for pin in view.pins:
        if (at := pin.until) is not None:
            name = node_name(view, pin.subject)
            words = say("{when}: the pin of {id} ends.", when=day_word(view, at), id=name)
            yield Change(at, "pin", pin.subject, words)


def _of_a_condition(
    view: View, condition: ConditionStanding, at: datetime, fall: Sequence[str]
) -> Change:
    if condition.is_met:
        return _of_a_reserve(view, condition.id, at, fall)
    words = say(
        "{when}: this is to be there: {condition}.",
        when=day_word(view, at),
        condition=node_name(view, condition.id),
    )
    return Change(at, "condition", condition.id, words)


def _of_a_reserve(view: View, subject: str, at: datetime, fall: Sequence[str] = ()) -> Change:
    """The end of a reserve, and of what is up which services `fall` with it."""
    when, name = day_word(view, at), node_name(view, subject)
    words = say("{when}: the reserve of {id} ends.", when=when, id=name)
    if fall:
        words = plural(
            "{when}: the reserve of {id} ends, and then {services} is no longer up.",
            "{when}: the reserve of {id} ends, and then {services} are no longer up.",
            len(fall),
            when=when,
            id=name,
            services=some([node_name(view, service) for service in fall], MOST_FALLING),
        )
    return Change(at, "reserve", subject, words)
