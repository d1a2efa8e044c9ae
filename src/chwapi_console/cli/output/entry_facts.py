"""An entry of the queue, or a service to be signed off, as named facts, one to a line.

So a screen reader says one after the other, and a serial line shows them without a frame.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.cli.output.words import ready_words, server_state, site_name
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import what_it_waits_for
from chwapi_console.recovery.words.things.limits import status_words
from chwapi_console.recovery.words.things.site_words import sites_words
from chwapi_console.recovery.words.why.reasons import purpose, why
from chwapi_console.text import Sentence, Value, in_one, say


def entry_facts(view: View, entry: Entry, operator: str, *, with_why: bool) -> list[Sentence]:
    """The facts of an entry, its place and its id first; empty ones are left out."""
    return [
        say("Server {rank}: {server}", rank=entry.rank, server=entry.server),
        *(
            say("{name}: {value}", name=name, value=value)
            for name, value in _facts(view, entry, operator, with_why=with_why)
            if value != ""
        ),
    ]


def _facts(
    view: View, entry: Entry, operator: str, *, with_why: bool
) -> Iterator[tuple[Sentence, Value]]:
    server = view.plan.servers[entry.server]
    yield say("role"), server.role
    yield say("site"), site_name(view, server.site)
    yield say("tier"), entry.tier or ""
    yield say("state"), server_state(view, entry.server)
    yield say("for"), purpose(view, entry)
    yield from _readiness(view, entry, operator)
    if with_why:
        yield say("why"), in_one(why(view, entry))


def _readiness(view: View, entry: Entry, operator: str) -> Sequence[tuple[Sentence, Value]]:
    if entry.ready_for(operator):
        return ((say("ready"), ready_words(view, entry, say("yes"))),)
    return ((say("ready after"), what_it_waits_for(view, entry.server)),) if entry.waits_for else ()


def service_facts(view: View, service: str) -> list[Sentence]:
    """The facts of a service that waits to be signed off, its id first."""
    from chwapi_console.report.situation import phone_of

    part = view.plan.services[service]
    facts: list[tuple[Sentence, Value]] = [
        (say("name"), part.name),
        (say("site"), sites_words(view, service) if view.written.sites_of(service) else ""),
        (say("tier"), part.tier),
        (say("state"), status_words(view, service)),
        (say("signs it off"), part.signs),
        (say("telephone"), phone_of(view, part.signs)),
    ]
    return [
        say("Service to sign off: {service}", service=service),
        *(say("{name}: {value}", name=name, value=value) for name, value in facts if value != ""),
    ]
