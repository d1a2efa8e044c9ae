"""`hub init` and `hub status`: for whoever runs the PostgreSQL that several hosts share, and for who
wants to know how it stands."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.table import Column, Table, TextRow
from chwapi_console.cli.verbs.asking import somebody_answers
from chwapi_console.cli.verbs.hub_password import typed_secret, with_password
from chwapi_console.clock import clock_time, iso
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.hub_address import USER, HubAddress, hub_address
from chwapi_console.journal.hub.driver import with_driver
from chwapi_console.journal.hub.tables import MOST_OTHERS
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.session.record_keeping import NO_HUB
from chwapi_console.session.session import Session
from chwapi_console.text import plural, say, typed

if TYPE_CHECKING:
    from chwapi_console.journal.hub.care import Look


def hub(desk: VerbContext) -> int:
    """Does what is asked for."""
    match desk.given.what:
        case "init":
            return _init(desk)
        case "status":
            return _status(desk)
    raise UsageError(
        say('A hub has no "{word}". Write: hub init, or hub status.', word=desk.given.what)
    )


# Making one


def _init(desk: VerbContext) -> int:
    role = desk.given.role or USER
    with with_driver():
        from chwapi_console.journal.hub.care import check_role, give_password, make, statements
        from chwapi_console.journal.hub.connection import HubConnection
    check_role(role)
    if desk.given.sql:
        _print_sql(desk, statements(role))
        return 0
    address = _address(desk)
    connection = HubConnection(address, is_made=False)

    def made(password: str | None) -> bool:
        connection.password = password
        return make(connection, role)

    try:
        is_new = with_password(desk, made)
        secret = ""
        if is_new and somebody_answers(desk):
            secret = typed_secret(
                desk, say("A password for the new role {role} (Enter: none now): ", role=role)
            )
            if secret:
                give_password(connection, role, secret)
    finally:
        connection.close()
    seen = HubConnection(address)
    seen.password = connection.password
    try:
        seen.how_far()
    finally:
        seen.close()
    if desk.options.as_json:
        desk.out.json({"hub": seen.id, "address": seen.name, "role": role, "role_is_new": is_new})
        return 0
    desk.out.say(say("{name} is a hub: {id}.", name=seen.name, id=seen.id))
    desk.out.say(say("The role {role} may read and add acts there, and nothing else.", role=role))
    if is_new and not secret:
        desk.out.say(
            say(
                "It has no password yet. Where it needs one, type in psql: \\password {role}",
                role=role,
            )
        )
    desk.out.say(
        say(
            "On each host, with the password in ~/.pgpass: {command}",
            command=typed(PROGRAM, "--hub", _of_role(seen.name, role)),
        )
    )
    return 0


def _of_role(name: str, role: str) -> str:
    """The address as that role uses it."""
    scheme, _, rest = name.partition("://")
    return f"{scheme}://{role}@{rest.partition('@')[2]}"


def _print_sql(desk: VerbContext, of: Sequence[str]) -> None:
    if desk.options.as_json:
        desk.out.json({"sql": list(of)})
        return
    for statement in of:
        desk.out.text(f"{statement};\n")


# Looking at one


class Journal(NamedTuple):
    """An origin, as far as this journal and the hub have it: events `here` and `there`; of its last
    act that is known here when it was (ISO 8601 UTC), and who did it."""

    origin: str
    here: int
    there: int
    last: str
    operator: str


COLUMNS = (
    Column(say("journal")),
    Column(say("here"), right=True),
    Column(say("hub"), right=True),
    Column(say("last act")),
    Column(say("by")),
    Column(say("behind"), long="wrap", least=20),
)


def _status(desk: VerbContext) -> int:
    with with_driver():
        from chwapi_console.journal.hub.care import LOOKS, look
        from chwapi_console.journal.hub.connection import HubConnection
    if desk.given.sql:
        _print_sql(desk, LOOKS)
        return 0

    def looked(session: Session | None) -> int:
        connection = HubConnection(_address(desk, session))

        def seen(password: str | None) -> "Look":
            connection.password = password
            return look(connection, session.record.tips if session is not None else ())

        try:
            found = with_password(desk, seen)
        finally:
            connection.close()
        journals = _journals(session, found)
        if desk.options.as_json:
            desk.out.json(_in_json(connection.name, found, journals))
        else:
            _tell(desk, session, connection.name, found, journals)
        return 0

    if desk.options.hub and not desk.options.inventory.exists():
        return looked(None)
    with desk.session() as session:
        session.look()
        return looked(session)


def _address(desk: VerbContext, session: Session | None = None) -> HubAddress:
    """The hub that is meant: as it was given, else as the plan says."""
    if desk.options.hub:
        return hub_address(desk.options.hub, os.environ, may_hold_a_password=True)
    if session is not None:
        if session.hub is None:
            raise RequestError(NO_HUB)
        return session.hub
    if not desk.options.inventory.exists():
        raise RequestError(NO_HUB)
    with desk.session() as opened:
        return _address(desk, opened)


def _journals(session: Session | None, found: "Look") -> list[Journal]:
    """Every origin that is known here or there, those that lack something first."""
    tips = session.record.tips if session is not None else {}
    last = (
        {event.origin: event for event in session.record.events if event.payload.is_meant}
        if session is not None
        else {}
    )
    journals = [
        Journal(
            origin,
            tips.get(origin, (0, ""))[0],
            found.heads.get(origin, (0, ""))[0],
            iso(last[origin].moment) if origin in last else "",
            last[origin].operator if origin in last else "",
        )
        for origin in sorted(tips.keys() | found.heads.keys())
    ]
    return sorted(journals, key=lambda journal: journal.here == journal.there)


def _in_json(name: str, found: "Look", journals: Sequence[Journal]) -> dict[str, Any]:
    return {
        "hub": found.id,
        "address": name,
        "version": found.version,
        "events": found.events,
        "bytes": found.size,
        "notifies": found.word_comes,
        "journals": [
            {
                "origin": journal.origin,
                "here": journal.here,
                "there": journal.there,
                "last_act": journal.last or None,
                "operator": journal.operator or None,
            }
            for journal in journals
        ],
        "wrong": [str(sentence) for sentence in found.wrong],
    }


def _tell(
    desk: VerbContext,
    session: Session | None,
    name: str,
    found: "Look",
    journals: Sequence[Journal],
) -> None:
    desk.out.say(say("{name} is a hub: {id}.", name=name, id=found.id))
    desk.out.say(
        plural(
            "PostgreSQL {version}; {n} event of {journals} journals, {size} MB.",
            "PostgreSQL {version}; {n} events of {journals} journals, {size} MB.",
            found.events,
            version=found.version,
            journals=say("more than {n}", n=MOST_OTHERS) if found.more else len(found.heads),
            size=f"{(found.size or 0) / 1_000_000:.1f}",
        )
    )
    desk.out.say(
        say("What others do comes at once.")
        if found.word_comes
        else say("No word comes from it by itself, so it is asked each second.")
    )
    for sentence in found.wrong:
        desk.out.complain(sentence)
    if session is None:
        desk.out.complain(
            say("There is no plan in this folder, so it is not compared with a journal.")
        )
        return
    if not journals:
        desk.out.say(say("Nobody has written anything yet, here or there."))
        return
    desk.out.table(Table(COLUMNS, [_row(session, journal) for journal in journals]))


def _row(session: Session, journal: Journal) -> TextRow:
    from datetime import datetime

    missing = journal.here - journal.there
    behind = (
        plural("the hub, by {n} event", "the hub, by {n} events", missing)
        if missing > 0
        else plural("this journal, by {n} event", "this journal, by {n} events", -missing)
        if missing
        else ""
    )
    last = (
        clock_time(
            datetime.fromisoformat(journal.last), session.loaded.plan.incident.zone, session.now()
        )
        if journal.last
        else ""
    )
    return TextRow(
        (journal.origin, str(journal.here), str(journal.there), last, journal.operator, behind)
    )
