"""Whose hours end: what rests then or does already, until when, and who could go on with it."""

from collections.abc import Collection, Iterable, Iterator
from math import inf

from chwapi_console.clock import clock_after, weekday_time
from chwapi_console.inventory.assignments import crew_of, crews_of
from chwapi_console.recovery.state.of_view.means import (
    crew_name,
    hands_free,
    rests_until,
    shifts_of,
    works_from,
)
from chwapi_console.recovery.state.of_view.timings import likely_left, worst_left
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, Value, either, in_one, say


def off_words(view: View, servers: Iterable[str]) -> Iterator[Sentence]:
    """Of which of these in hand the hours of those who have them are over, and who could go on.

    And whether the forecast has them rest until then, or counts on who went on after their hours.
    """
    for server in (each for each in servers if each in view.in_hand):
        holder = view.entry[server].held_by
        crew = crew_of(view.plan, holder)
        back = works_from(view, crew) if crew and crew in view.plan.crews else None
        if crew is None or back is None:
            continue
        what: dict[str, Value] = {
            "operator": holder,
            "server": server,
            "crew": crew_name(view, crew),
            "time": weekday_time(back, view.plan.incident.zone, view.now),
        }
        said = (
            say(
                "{operator} has {server} in hand, and {crew} is off until {time}: by the forecast it "
                "rests until then.",
                **what,
            )
            if rests_until(view, server) is not None
            else say(
                "{operator} went on with {server} after the hours of {crew}, who are off until {time}: "
                "the forecast counts on {operator} going on.",
                **what,
            )
        )
        yield in_one([said, could_go_on_now(view, server)])


def could_go_on_now(view: View, server: str) -> Sentence:
    """Which crews that work now could go on with what rests: those with a hand free, where any has one."""
    takers = crews_of(view.plan, view.plan.servers[server])
    here = [crew for crew in takers if works_from(view, crew) is None]
    if not here:
        return say("Nobody else whom it is for is at work.")
    free = [crew for crew in here if hands_free(view, crew) > 0]
    names = either([crew_name(view, crew) for crew in free or here])
    if not free:
        return say("{others} could go on as soon as a hand is free.", others=names)
    return say("{others} could go on now.", others=names)


def goes_home_words(
    view: View, servers: Collection[str], crew: str | None = None
) -> list[Sentence]:
    """Of which of these in hand those who have them go home soon, and who could go on by then.

    Of a `crew` only what it has itself, or could go on with.
    """
    from chwapi_console.recovery.state.of_view.handed_over import at_rest_or_soon

    found = list[Sentence]()
    for of in at_rest_or_soon(view) if view.plan.crews else ():
        operator = view.entry[of.server].held_by
        holder = crew_of(view.plan, operator) or ""
        if of.server in servers and of.since is not None and crew in (None, holder, of.crew):
            found.append(
                say(
                    "{operator} has {server} in hand, and {holder} goes home {time}, perhaps before it "
                    "is done; {crew} could go on: handover tells if that brings an hour or more.",
                    operator=operator,
                    server=of.server,
                    holder=crew_name(view, holder),
                    time=weekday_time(of.since, view.plan.incident.zone, view.now),
                    crew=crew_name(view, of.crew),
                )
            )
    return found


def rests_before_done(
    view: View, servers: Iterable[str], within: float = inf
) -> Iterator[Sentence]:
    """Of which of these in hand the crew goes home before they are done, and until when they rest.

    In so many minutes at most; likely, or if they take as long as at worst.
    """
    for server in (each for each in servers if each in view.in_hand):
        crew = crew_of(view.plan, view.entry[server].held_by)
        if crew is None or crew not in view.plan.crews or _goes_home_in(view, crew) > within:
            continue
        at_worst = worst_left(view, server) or inf  # what takes longer is done nobody knows when
        if rest := rest_before(view, crew, likely_left(view, server)):
            yield say(
                "{server} is likely not done when {crew} goes home {time}: it rests until {back} then, "
                "unless somebody goes on with it.",
                server=server,
                **rest,
            )
        elif rest := rest_before(view, crew, at_worst):
            yield say(
                "{server} is perhaps not done when {crew} goes home {time}: it would rest until {back} "
                "then, unless somebody goes on with it.",
                server=server,
                **rest,
            )


def _goes_home_in(view: View, crew: str) -> float:
    """The minutes until a crew goes home; nought where it is off, or has no hours."""
    of = shifts_of(view, crew)
    return of.left(0) if of else 0.0


def rest_before(view: View, crew: str, minutes: float) -> dict[str, Value]:
    """The crew, when it goes home and when it is back, where that is before so much work is done."""
    of, zone = shifts_of(view, crew), view.plan.incident.zone
    left = _goes_home_in(view, crew)
    if of is None or not 0 < left < minutes:
        return {}
    home, back = clock_after(view.now, left), clock_after(view.now, of.next_begin(left + 1))
    return {
        "crew": crew_name(view, crew),
        "time": weekday_time(home, zone, view.now),
        "back": weekday_time(back, zone, view.now),
    }
