"""`show PERSON`: who somebody is, what they have in hand since when, and what they did."""

from collections.abc import Iterator, Sequence

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json
from chwapi_console.clock import iso, weekday_time
from chwapi_console.inventory.assignments import crew_of
from chwapi_console.inventory.called import operator_called
from chwapi_console.inventory.model import Operator
from chwapi_console.recovery.acts.open_steps import deed_in_full
from chwapi_console.recovery.state.of_view.means import crew_name, works_from
from chwapi_console.recovery.state.of_view.person_state import (
    CONFIRMED,
    SIGNED_OFF,
    Deed,
    Held,
    PersonState,
    person_state,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, every, in_one, plural, say, some

MOST_NAMED = 24
"""Servers that a line names; of more the rest is counted, and `log --by` has them."""

DID = {
    "verified": say("Verified"),
    CONFIRMED: say("Confirmed clean"),
    "restored": say("Restored"),
    "on": say("Switched on"),
    "clean": say("Found clean"),
    "compromised": say("Found compromised"),
    "unknown": say("Called unknown"),
    "blocked": say("Blocked"),
    "retired": say("Retired"),
    SIGNED_OFF: say("Signed off"),
}
"""What somebody made of servers and services, in the order in which it is told."""


def show_person(context: VerbContext, view: View, name: str) -> None:
    """Prints the page of a person."""
    of, part = person_state(view, name), operator_called(view.plan, name)
    if context.options.as_json:
        context.out.json(_in_json(view, of, part))
        return
    context.out.say(say("{name} · {state}", name=name, state=_state(of)))
    context.out.fields(list(_facts(context, view, of, part)))


def _in_json(view: View, of: PersonState, part: Operator | None) -> Json:
    crew = crew_of(view.plan, of.name)
    away = works_from(view, crew) if crew else None
    return {
        "id": of.name,
        "kind": "person",
        "in_plan": part is not None,
        "roles": list(part.roles) if part else [],
        "phone": (part.phone if part else "") or None,
        "crew": crew,
        "works_from": iso(away) if away else None,
        "in_hand": [
            {
                "server": held.server,
                "since": iso(held.since) if held.since else None,
                "given": held.given,
            }
            for held in of.holds
        ],
        "did": {
            what.replace(" ", "_"): [{"id": d.subject, "at": iso(d.at)} for d in deeds]
            for what, deeds in of.did.items()
        },
        "acts": len(of.acts),
        "last": iso(of.acts[-1].counts_from) if of.acts else None,
    }


def _state(of: PersonState) -> Sentence:
    if of.holds:
        return plural("{n} server in hand", "{n} servers in hand", len(of.holds))
    return say("nothing in hand") if of.acts else say("has not acted yet")


def _facts(
    context: VerbContext, view: View, of: PersonState, part: Operator | None
) -> Iterator[tuple[Sentence, Value]]:
    if part is None:
        yield say("In the plan"), say("no: only the journal knows this name")
    else:
        yield say("Crew"), _crew(view, of.name)
        yield say("Roles"), every(part.roles)
        yield say("Telephone"), part.phone
    yield say("Has in hand"), _held(view, of.holds)
    for what, label in DID.items():
        yield label, _deeds(view, of.did.get(what, ()))
    if of.acts:
        yield (
            say("Last act"),
            say(
                "{time}: {deed}",
                time=view.when_done(of.acts[-1]),
                deed=deed_in_full(view, of.acts[-1]),
            ),
        )
        log = to_type([PROGRAM, "log", "--by", of.name], context.out.language)
        yield plural("All {n} act", "All {n} acts", len(of.acts)), log


def _crew(view: View, name: str) -> Value:
    """The crew of somebody, and when it works again where it does not now."""
    crew = crew_of(view.plan, name)
    if crew is None:
        return ""
    away = works_from(view, crew)
    if away is None:
        return crew_name(view, crew)
    return say(
        "{crew}, which works again {time}",
        crew=crew_name(view, crew),
        time=weekday_time(away, view.plan.incident.zone, view.now),
    )


def _held(view: View, holds: Sequence[Held]) -> Value:
    told: list[Value] = []
    for held in holds:
        words: list[Sentence] = []
        if held.since is not None:
            words.append(say("since {time}", time=view.clock(held.since)))
        if held.given:
            words.append(say("given to them, nothing done to it yet"))
        told.append(
            say("{server} ({what})", server=held.server, what=in_one(words))
            if words
            else held.server
        )
    return some(told, MOST_NAMED) if told else ""


def _deeds(view: View, deeds: Sequence[Deed]) -> Value:
    told: list[Value] = [
        say(
            "{name} ({time})",
            name=node_name(view, deed.subject),
            time=view.clock(deed.at),
        )
        for deed in deeds
    ]
    return some(told, MOST_NAMED) if told else ""
