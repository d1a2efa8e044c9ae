"""Which other crew could go on with what is in hand and rests, or will, and how things stand if it does.

The forecast counts on those who have something in hand, for nobody said otherwise: between their hours
it rests, be there others at work whom it is for.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from math import inf

from chwapi_console.clock import clock_after
from chwapi_console.inventory.assignments import crew_of, crews_of
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.means import (
    full_lane,
    hands_free,
    hands_free_at,
    minutes_until,
    shifts_of,
    works_from,
)
from chwapi_console.recovery.state.of_view.timings import worst_left
from chwapi_console.recovery.state.view.supposed_views import with_standings
from chwapi_console.recovery.state.view.view import View

MOMENT = 1.0
"""Minutes that may lie between the end of one crew's hours and the begin of another's."""


class HandedOver(NamedTuple):
    """A crew that could go on with a server, from a moment on (now where None); how things stand then."""

    server: str
    crew: str
    since: datetime | None
    then: View


LAST_HOURS = 120.0
"""Minutes before a crew goes home from which on it is told who could go on with what it has in hand."""


def handed_over(view: View, service: str, decides: Collection[str] = ()) -> Iterator[HandedOver]:
    """For what is in hand and not done by the end of its crew's hours who could go on with it.

    Of what a service misses; and of what it needs no more than others, where that `decides` when it
    is up in some cases.
    """
    missing = view.missing(service)
    for server in (*missing, *sorted(set(decides) - set(missing))):
        if server in view.in_hand and (given := _to_whom(view, server)) is not None:
            yield given


def taken_over_now(view: View, server: str, crew: str) -> View | None:
    """The view in which a crew goes on now with what another has in hand; None where it names nobody."""
    if (person := _people(view).get(crew)) is None:
        return None
    standing = view.situation.servers[server].standing.with_work("restoring", person, "")
    return with_standings(view, {server: standing})


def kept_from(view: View, server: str) -> HandedOver | None:
    """Who could go on with a server in hand when its crew goes home, perhaps before it is done."""
    given = _to_whom(view, server)
    return given if given is not None and given.since is not None else None


def at_rest_or_soon(view: View) -> Iterator[HandedOver]:
    """For what is in hand of those who are off, or go home within the last hours of a shift, who could go on."""
    for server in view.in_hand:
        if given := _to_whom(view, server, within=LAST_HOURS):
            yield given


def _to_whom(view: View, server: str, within: float = inf) -> HandedOver | None:
    """Who has a hand free when the crew that has it goes home, and is there then, of whom one is named.

    Where nobody has, who has one free now and can keep it: the forecast has them begin other things. Of
    several who is there first; None where the crew goes home in more minutes than `within`.
    """
    holder = crew_of(view.plan, view.entry[server].held_by)
    ends = _goes_home(view, server, holder) if holder and holder in view.plan.crews else None
    if holder is None or ends is None or ends > within:
        return None
    people = _people(view)
    there = [
        crew
        for crew in crews_of(view.plan, view.plan.servers[server])
        if crew != holder and crew in people and _is_there(view, crew, ends)
    ]
    free = hands_free_at(view, ends) if there else {}
    with_hand = [crew for crew in there if free[crew] > 0]
    with_hand = with_hand or [crew for crew in there if hands_free(view, crew) > 0]
    if not with_hand:
        return None
    crew = min(with_hand, key=lambda each: (_comes(view, each), each))
    standing = view.situation.servers[server].standing.with_work("restoring", people[crew], "")
    since = clock_after(view.now, ends) if ends else None
    return HandedOver(server, crew, since, with_standings(view, {server: standing}))


def _is_there(view: View, crew: str, minute: float) -> bool:
    """Whether a crew is at work at a minute, or comes within a moment."""
    shifts = shifts_of(view, crew)
    return shifts is None or shifts.at_work(minute + MOMENT)


def _comes(view: View, crew: str) -> float:
    """The minutes until a crew works; nought where it does."""
    at = works_from(view, crew)
    return minutes_until(view, at) if at else 0.0


def taken_now(view: View, server: str, crew: str) -> View | None:
    """The view in which a crew has begun a restoration; None where it cannot now, or has nobody."""
    entry, person = view.entry[server], _people(view).get(crew)
    can_begin = entry.ready and entry.work == "restore" and full_lane(view, entry) is None
    if (
        person is None
        or not can_begin
        or works_from(view, crew) is not None
        or hands_free(view, crew) <= 0
    ):
        return None
    standing = view.situation.servers[server].standing.with_work("restoring", person)
    return with_standings(view, {server: standing})


def _people(view: View) -> dict[str, str]:
    """For each crew the first whom the plan names of it."""
    return {of.crew: name for name, of in reversed([*view.plan.operators.items()])}


def _goes_home(view: View, server: str, crew: str) -> float | None:
    """The minutes until a crew goes home, perhaps before it has a server done; nought where it is off.

    None where it has that done by then at worst. What has taken longer is done nobody knows when.
    """
    shifts = shifts_of(view, crew)
    if shifts is None:
        return None
    left = shifts.left(0)
    return None if left and 0 < worst_left(view, server) <= left else left
