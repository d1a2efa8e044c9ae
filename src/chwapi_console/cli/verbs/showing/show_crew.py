"""`show CREW`: who is in a crew, when it works, what it has in hand and what waits for it."""

from collections.abc import Iterator

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json
from chwapi_console.clock import iso, weekday_time, weekday_word
from chwapi_console.inventory.assignments import crews_of
from chwapi_console.inventory.model import Crew
from chwapi_console.recovery.state.of_view.means import crew_name, resources, works_from
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, Value, every, plural, say, some

MOST_NAMED = 24
"""Servers that a line names; of more the rest is counted."""


def show_crew(context: VerbContext, view: View, crew: str) -> None:
    """Prints the page of a crew."""
    if context.options.as_json:
        context.out.json(crew_in_json(view, crew))
        return
    part, held = view.plan.crews[crew], in_hand_of(view, crew)
    context.out.say(
        plural(
            "{name} · crew · {held} of {n} at once in hand",
            "{name} · crew · {held} of {n} at once in hand",
            part.at_once,
            name=crew_name(view, crew),
            held=len(held),
        )
    )
    context.out.fields(list(_facts(context, view, crew)))


def _facts(context: VerbContext, view: View, crew: str) -> Iterator[tuple[Sentence, Value]]:
    part, away, ready = view.plan.crews[crew], works_from(view, crew), ready_for_crew(view, crew)
    people = crew_people(view, crew)
    yield say("In it"), every(people) if people else say("nobody, by the plan")
    yield say("Works"), _hours(part)
    if away is not None:
        yield say("Works again"), weekday_time(away, view.plan.incident.zone, view.now)
    sites: list[Value] = [view.plan.sites[site].name for site in part.sites]
    yield say("Is for"), every([*part.roles, *part.os, *part.runbooks, *sites])
    held: list[Value] = [
        say("{server} ({operator})", server=server, operator=view.entry[server].held_by)
        for server in in_hand_of(view, crew)
    ]
    yield say("Has in hand"), some(held, MOST_NAMED) if held else say("nothing")
    yield say("Ready for it"), some(ready, 3) if ready else say("nothing")
    yield say("All left for it"), len(left_for(view, crew))
    yield say("What to begin"), to_type([PROGRAM, "next", "--crew", crew], context.out.language)


def _hours(of: Crew) -> Value:
    """When a crew works, by the plan."""
    days = every([weekday_word(day) for day in of.weekdays])
    hours = every([f"{_clock(begin)}-{_clock(end)}" for begin, end in of.hours])
    if of.hours and of.weekdays:
        return say("{days}, {hours}", days=days, hours=hours)
    return hours if of.hours else days if of.weekdays else say("day and night")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def crew_people(view: View, crew: str) -> list[str]:
    """Who is in a crew, by the plan."""
    return [name for name, person in view.plan.operators.items() if person.crew == crew]


def in_hand_of(view: View, crew: str) -> list[str]:
    """What the people of a crew have in hand, or who works for it."""
    means = resources(view)
    return means.in_hand([means.crews.index(crew)])


def left_for(view: View, crew: str) -> list[str]:
    """What is to do of what a crew is for, in the order of the queue."""
    plan = view.plan
    return [e.server for e in view.entries if crew in crews_of(plan, plan.servers[e.server])]


def ready_for_crew(view: View, crew: str) -> list[str]:
    """What a crew could begin, in the order of the queue."""
    return [server for server in left_for(view, crew) if view.entry[server].ready]


def crew_in_json(view: View, crew: str) -> Json:
    """A crew of the plan, as its page tells it."""
    away, part = works_from(view, crew), view.plan.crews[crew]
    return {
        "id": crew,
        "kind": "crew",
        "name": crew_name(view, crew),
        "people": crew_people(view, crew),
        "at_once": part.at_once,
        "works_from": iso(away) if away else None,
        "in_hand": in_hand_of(view, crew),
        "ready": ready_for_crew(view, crew),
        "left": len(left_for(view, crew)),
    }
