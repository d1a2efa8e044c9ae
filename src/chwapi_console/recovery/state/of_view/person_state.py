"""A person as the record and the plan know them: what they have in hand, and what they did.

By when it was done, and for who did it: whoever entered it afterwards from paper is not meant.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from chwapi_console.journal.kinds.service_kinds import Accepted
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person, same_person
from chwapi_console.recovery.state.of_view.since import is_given, since
from chwapi_console.recovery.state.told.server_history import state_said
from chwapi_console.recovery.state.view.view import View

SIGNED_OFF, CONFIRMED = "signed off", "confirmed"
"""What somebody did beside marking servers: signed a service off, confirmed what others found clean."""


class Held(NamedTuple):
    """A server that somebody has in hand, and since when.

    `given` where somebody else gave it to them, and they have done nothing to it since.
    """

    server: str
    since: datetime | None
    given: bool


class Deed(NamedTuple):
    """What somebody made of a server or service, and when that was done."""

    subject: str
    at: datetime


class PersonState(NamedTuple):
    """Somebody, by the name that the record or the plan first has.

    `did` has for each state that they said of servers these servers, for `CONFIRMED` those that they
    looked at as a second person, for `SIGNED_OFF` services; the earliest first, what was undone left
    out. `acts` are all that they did and meant.
    """

    name: str
    holds: Sequence[Held]
    did: Mapping[str, Sequence[Deed]]
    acts: Sequence[Event]


def known_people(view: View) -> list[str]:
    """The people whom the plan or the record names, each once."""
    found: dict[str, str] = {}
    for name in (*view.situation.spellings.values(), *view.plan.operators, *_signers(view)):
        if name:
            found.setdefault(person(name), name)
    return list(found.values())


def person_named(view: View, name: str) -> str | None:
    """The person of that name; None where neither plan nor record has one."""
    return next((known for known in known_people(view) if same_person(known, name)), None)


def person_state(view: View, name: str) -> PersonState:
    """What somebody has in hand and did."""
    acts = sorted(
        (
            event
            for events in view.situation.history.values()
            for event in events
            if event.payload.is_meant and same_person(event.operator, name)
        ),
        key=lambda event: (event.counts_from, event.order),
    )
    did: dict[str, list[Deed]] = {}
    for what, deed in (*_marks(view, acts, name), *_sign_offs(view, name)):
        did.setdefault(what, []).append(deed)
    return PersonState(name, _holds(view, name), did, acts)


def _holds(view: View, name: str) -> list[Held]:
    return [
        Held(server, began.at if (began := since(view, server)) else None, is_given(view, server))
        for server in view.in_hand
        if same_person(view.situation.servers[server].standing.holder, name)
    ]


def _marks(view: View, acts: Iterable[Event], name: str) -> Iterator[tuple[str, Deed]]:
    for event in acts:
        if event.hash in view.situation.undone or not (said := state_said(event)):
            continue
        after = event.after
        confirms = after is not None and after.second and same_person(after.second, name)
        yield CONFIRMED if confirms else said, Deed(event.subject, event.counts_from)


def _sign_offs(view: View, name: str) -> Iterator[tuple[str, Deed]]:
    for service in view.plan.services:
        for event in view.situation.history.get(service, ()):
            payload = event.payload
            if (
                isinstance(payload, Accepted)
                and payload.after is not None
                and event.hash not in view.situation.undone
                and same_person(payload.after.by, name)
            ):
                yield SIGNED_OFF, Deed(service, event.counts_from)


def _signers(view: View) -> Iterator[str]:
    """Who signed off, as far as it stands."""
    for signed in view.situation.sign_offs.values():
        yield signed.by
