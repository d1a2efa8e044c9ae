"""Who has a server in hand: taking it, letting go of it, and when others may take it over."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chwapi_console.clock import clock_time, later, minutes_between
from chwapi_console.errors import Refused, Unmeant
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.journal.kinds import Note, NoteChange
from chwapi_console.journal.standing import Standing
from chwapi_console.people import is_among, same_person, why_nobody
from chwapi_console.recovery.acts.drafting import NO_REMARKS, Act, Drafting, Remarks
from chwapi_console.recovery.acts.targets import known_servers, plainly
from chwapi_console.recovery.state.since import since
from chwapi_console.recovery.state.situation import ServerState
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.open_work import MOST_IN_FULL
from chwapi_console.recovery.words.reasons import in_one, state_word
from chwapi_console.recovery.words.stops import what_stops
from chwapi_console.text import Sentence, say


def take(
    view: View,
    servers: Sequence[str],
    operator: str,
    holder: str = "",
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Takes servers in hand, for the operator or for `holder`; whoever has one can hand it on."""
    doubt = no_known_name(view, holder, operator)
    holder = view.situation.spelled(holder or operator)
    drafting = Drafting(view)
    servers = known_servers(view, servers)
    for server in servers:
        shown = plainly(view, server)
        _refuse_take(view, shown, server, {operator, holder})
        after = Standing(shown.standing.verdict, "restoring", holder, remarks.reason)
        drafting.stand(server, "taken", after, remarks.data())
    stops = what_stops(view, servers, "restoring", most=MOST_IN_FULL)
    doubts = [sentence for sentence in (doubt, stops) if sentence is not None]
    if doubts and drafting.drafts and not remarks.meant:
        raise Unmeant(in_one(doubts))
    return drafting.done()


def no_known_name(view: View, holder: str, operator: str) -> Sentence | None:
    """That nobody has borne a name yet, in the record or as a contact of the plan, with the nearest
    that somebody has; None where it is known. Refused where it can be nobody's at all."""
    if not holder:
        return None
    if (why := why_nobody(holder)) is not None:
        raise Refused(why)
    known = [
        operator,
        *view.situation.spellings.values(),
        *{part.contact for part in view.plan.servers.values() if part.contact},
    ]
    if is_among(holder, known):
        return None
    return with_nearest(
        say('Nobody has borne the name "{name}" here yet.', name=holder), holder, known
    )


def _refuse_take(view: View, shown: ServerState, server: str, may: Collection[str]) -> None:
    match shown.state:
        case "restoring" if not is_among(shown.standing.holder, may):
            _refuse_held(view, shown, server)
        case "blocked":
            raise Refused(
                say(
                    "{server} is blocked: {reason}. Drop it first when that is over.",
                    server=server,
                    reason=shown.standing.reason,
                )
            )
        case "restored" | "verified" | "retired":
            raise Refused(
                say(
                    "{server} is {state}. If it must be done again, mark it compromised first.",
                    server=server,
                    state=state_word(shown.state),
                )
            )


def drop(view: View, servers: Sequence[str], operator: str, remarks: Remarks = NO_REMARKS) -> Act:
    """Lets go of servers: clears `restoring` and `blocked`, and leaves the verdict."""
    drafting = Drafting(view)
    for server in known_servers(view, servers):
        shown = plainly(view, server)
        if shown.state == "restoring" and not same_person(shown.standing.holder, operator):
            _refuse_held(view, shown, server)
        if shown.state in ("restored", "verified", "retired"):
            raise Refused(
                say(
                    "{server} is {state}; drop is for what is taken or blocked. Undo it, or mark "
                    "it anew.",
                    server=server,
                    state=state_word(shown.state),
                )
            )
        if shown.standing.work:
            drafting.stand(server, "dropped", Standing(shown.standing.verdict), remarks.data())
    return drafting.done()


def _refuse_held(view: View, shown: ServerState, server: str) -> None:
    """Refuses unless nobody has touched the server for `policy.stale` minutes."""
    moment, zone = touched(view, server), view.plan.incident.zone
    if not is_stale(view, server, view.now):
        free, begun = later(moment, view.plan.policy.stale), since(view, server)
        raise Refused(
            say(
                "{holder} is restoring {server} since {time}. Ask {holder} to let go; others can "
                "take it from {free}.",
                server=server,
                holder=shown.standing.holder,
                time=clock_time(begun.at if begun else moment, zone, view.now),
                free=clock_time(free, zone, view.now),
            )
        )


def touched(view: View, server: str) -> datetime:
    """When somebody last did anything to a server; the beginning where nobody did. What another one
    than its holder notes is no work on it."""
    holder = view.situation.servers[server].standing.holder
    latest = max(
        (
            e.at
            for e in view.situation.history.get(server, ())
            if not isinstance(e.payload, Note | NoteChange)
            or not holder
            or same_person(e.operator, holder)
        ),
        default="",
    )
    return datetime.fromisoformat(latest) if latest else view.started


def is_stale(view: View, server: str, now: datetime) -> bool:
    """Whether nobody has touched a server for `policy.stale` minutes: then a claim on it can be
    taken over."""
    return minutes_between(touched(view, server), now) >= view.plan.policy.stale
