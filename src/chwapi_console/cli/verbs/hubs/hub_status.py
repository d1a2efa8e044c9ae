"""`hub status`: what a hub is, what is wrong with it, who is behind, and who is there.

By how much each is behind, and at which console each is.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable
from chwapi_console.cli.verbs.hubs.hub_named import address_of_hub, print_sql, was_put_back
from chwapi_console.cli.verbs.hubs.hub_password import with_password
from chwapi_console.clock import clock_time, iso
from chwapi_console.journal.hub.driver import with_driver
from chwapi_console.journal.hub.faults import another_hub
from chwapi_console.journal.hub.lags import Lag, lags
from chwapi_console.journal.hub.presence import Presence, each_once, told_by
from chwapi_console.journal.hub.tables import MOST_OTHERS
from chwapi_console.journal.hub.turn import HubTurn
from chwapi_console.recovery.words.things.at_consoles import (
    LONGEST,
    TOO_MANY,
    AtConsole,
    are_too_many,
    at_consoles,
    since_when,
)
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, beginning, every, plural, say

if TYPE_CHECKING:
    from chwapi_console.journal.hub.care import Look

COLUMNS = (
    TextColumn(say("journal")),
    TextColumn(say("here"), right=True),
    TextColumn(say("hub"), right=True),
    TextColumn(say("last act")),
    TextColumn(say("by")),
    TextColumn(say("behind"), long="wrap", least=20),
)
SEATS = (
    TextColumn(say("at the console")),
    TextColumn(say("where")),
    TextColumn(say("since")),
    TextColumn(say("phone"), spare=1),
    TextColumn(say("has in hand"), long="wrap", least=20),
)

LONGEST_ORIGIN = 72
"""Letters of the name of an origin that are shown: those of the longest host, and its number."""


def status(context: VerbContext) -> int:
    """Looks at the hub, and tells; with the plan and the journal here, where there are any."""
    with with_driver():
        from chwapi_console.journal.hub.care import LOOKS, look
        from chwapi_console.journal.hub.connection import HubConnection
    if context.given.sql:
        print_sql(context, LOOKS)
        return 0

    def looked(session: Session | None) -> int:
        connection = HubConnection(address_of_hub(context, session))

        def seen(password: str | None) -> "Look":
            connection.password = password
            return look(connection, session.record.tips if session is not None else ())

        try:
            found = with_password(context, seen)
        finally:
            connection.close()
        if session is not None:
            wrong = [*found.wrong, *_wrong_from_here(session, connection.name, found)]
            found = found._replace(wrong=wrong)
        journals = _lags(session, found)
        if context.options.as_json:
            context.out.json(_in_json(session, connection.name, found, journals))
        else:
            _tell(context, session, connection.name, found, journals)
        return 0

    if context.options.hub and not context.options.inventory.exists():
        return looked(None)
    with context.session() as session:
        session.look()
        return looked(session)


def _wrong_from_here(session: Session, name: str, found: "Look") -> list[Sentence]:
    """What keeps this journal from being exchanged with a hub that answers.

    As whoever speaks to the hub here has found it: another hub than before, a disk that is full
    there, an earlier state; and origins of which the hub ends in another act.
    """
    known, now = HubTurn(session.journal_path).known(), session.now()
    wrong = []
    if known.id not in ("", found.id):
        wrong.append(another_hub(name))
    if known.away_since:
        wrong.append(
            plural(
                "Since {time} nothing goes from here to the hub; {n} act waits. chwapi-console sync "
                "says why.",
                "Since {time} nothing goes from here to the hub; {n} acts wait. chwapi-console sync "
                "says why.",
                known.wait,
                time=since_when(session.seen(), known.away_since, now) or "?",
            )
        )
    if known.put_back:
        wrong.append(was_put_back(session, known.put_back))
    return wrong + [
        say(
            "At {origin} {seq} the hub has another act than this journal: two copies of one journal "
            "both went on, or somebody wrote under its name. See chwapi-console sync",
            origin=beginning(origin),
            seq=seq,
        )
        for origin, (seq, digest) in sorted(found.heads.items())
        if (event := session.record.at.get((origin, seq))) is not None and event.hash != digest
    ]


def _lags(session: Session | None, found: "Look") -> list[Lag]:
    record = session.record if session is not None else None
    own = session.own_origins if session is not None else frozenset()
    return lags(record, own, found.heads, found.present or ())


def _people(session: Session | None, present: Sequence[Presence] | None) -> list[AtConsole]:
    """Who sits at a console; of people and hosts only the names where there is no plan."""
    seats = each_once(told_by(present or ()))
    if session is None:
        return [AtConsole(seat.operator, seat.host, "", seat.since, "", ()) for seat in seats]
    return at_consoles(session.seen(), seats)


def _in_json(
    session: Session | None, name: str, found: "Look", journals: Sequence[Lag]
) -> dict[str, Any]:
    return {
        "hub": found.id,
        "address": name,
        "version": found.version,
        "events": found.events,
        "bytes": found.size,
        "notifies": found.word_comes,
        "journals": [
            {
                "origin": lag.origin,
                "here": lag.here,
                "there": lag.there,
                "last_act": iso(lag.last.moment) if lag.last is not None else None,
                "operator": lag.last.operator if lag.last is not None else None,
                "lacks": lag.lacks,
                "open": lag.is_open,
                "waiting": lag.wait,
            }
            for lag in journals
        ],
        "consoles": None
        if found.present is None
        else [
            {
                "operator": one.operator or None,
                "host": one.host,
                "site": one.site or None,
                "since": one.since,
                "phone": one.phone or None,
                "in_hand": list(one.in_hand),
            }
            for one in _people(session, found.present)
        ],
        "wrong": [str(sentence) for sentence in found.wrong],
    }


def _tell(
    context: VerbContext,
    session: Session | None,
    name: str,
    found: "Look",
    journals: Sequence[Lag],
) -> None:
    context.out.say(say("{name} is a hub: {id}.", name=name, id=found.id))
    context.out.say(
        plural(
            "PostgreSQL {version}; {n} event of {journals}, {size} MB.",
            "PostgreSQL {version}; {n} events of {journals}, {size} MB.",
            found.events,
            version=found.version,
            journals=say("more than {n} journals", n=MOST_OTHERS)
            if found.more
            else plural("{n} journal", "{n} journals", len(found.heads)),
            size=f"{(found.size or 0) / 1_000_000:.1f}",
        )
    )
    context.out.say(
        say("What others do comes at once.")
        if found.word_comes
        else say("No word comes from it by itself, so it is asked each second.")
    )
    for sentence in found.wrong:
        context.out.complain(sentence)
    if session is None:
        context.out.complain(
            say("There is no plan in this folder, so it is not compared with a journal.")
        )
    elif journals:
        context.out.table(TextTable(COLUMNS, [_row(session, lag) for lag in journals]))
    else:
        context.out.say(say("Nobody has written anything yet, here or there."))
    _tell_who(context, session, found)


def _row(session: Session, lag: Lag) -> TextRow:
    last, operator = "", ""
    if lag.last is not None:
        zone = session.loaded.plan.incident.zone
        last = clock_time(lag.last.moment, zone, session.now())
        operator = beginning(lag.last.operator, LONGEST)
    return TextRow(
        (
            beginning(lag.origin, LONGEST_ORIGIN),
            str(lag.here),
            str(lag.there),
            last,
            operator,
            every(list(behind(lag))),
        )
    )


def behind(lag: Lag) -> list[Sentence]:
    """Who lacks how much, of an origin or where it is written; empty where nobody does."""
    missing = lag.here - lag.there
    said = []
    if missing > 0:
        said.append(plural("the hub, by {n} event", "the hub, by {n} events", missing))
    if missing < 0:
        said.append(plural("this journal, by {n} event", "this journal, by {n} events", -missing))
    if lag.lacks and lag.is_open:
        said.append(
            plural(
                "its own host, by {n} event when it last spoke",
                "its own host, by {n} events when it last spoke",
                lag.lacks,
            )
        )
    elif lag.lacks:
        said.append(
            plural(
                "its own host, by {n} event when it last acted",
                "its own host, by {n} events when it last acted",
                lag.lacks,
            )
        )
    if lag.wait:
        said.append(
            plural("the hub: {n} act waits there", "the hub: {n} acts wait there", lag.wait)
        )
    return said


def _tell_who(context: VerbContext, session: Session | None, found: "Look") -> None:
    if found.why_not_present is not None:
        context.out.complain(
            say(
                "Who is at which console cannot be told now: {why}",
                why=found.why_not_present,
            )
        )
        return
    if found.present is None:
        context.out.complain(
            say(
                "Who is at which console is not kept there: the hub was made by an older program. "
                "Whoever runs it types chwapi-console hub init once more."
            )
        )
        return
    if people := _people(session, found.present):
        context.out.table(TextTable(SEATS, [_seat_row(session, one) for one in people]))
        if are_too_many(people):
            context.out.complain(TOO_MANY)
    else:
        context.out.say(say("Nobody has a console open on any host that speaks to it."))


def _seat_row(session: Session | None, one: AtConsole) -> TextRow:
    since = one.since
    if session is not None:
        since = since_when(session.seen(), since, session.now())
    return TextRow((one.who, one.where, since, one.phone, every(list(one.in_hand))))
