"""The handover: what the next shift must know, from the record alone.

Pure: views in, facts and a page out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.server_kinds import StepDone
from chwapi_console.journal.kinds.standing import RESTORED
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.overrides import Override
from chwapi_console.recovery.state.judged.present_work import found_again, stays_back
from chwapi_console.recovery.state.judged.required_steps import next_step, required_open
from chwapi_console.recovery.state.of_view.cleared import cleared_by
from chwapi_console.recovery.state.of_view.service_changes import ServiceChanges, service_changes
from chwapi_console.recovery.state.of_view.signing import to_sign_off
from chwapi_console.recovery.state.of_view.since import in_hand, since
from chwapi_console.recovery.state.of_view.up_since import lost_since
from chwapi_console.recovery.state.told.blocks import NOTHING_MORE, Block
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.told.pins import Pin
from chwapi_console.recovery.state.told.promises import (
    Hypothesis,
    Promise,
    ToldLast,
    hypotheses,
    last_told,
    of_the_incident,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.notes import note_in
from chwapi_console.recovery.words.things.suspicion import cleared_suspects
from chwapi_console.report.shift import Began, Worked, acts_of, worked

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Outlook

BECAME = ("compromised", "clean", "off", "on", "restored", "verified", "blocked", "retired")
"""The states of servers that a shift is told by, in the order in which it is told."""


class ServerInHand(NamedTuple):
    """A server that somebody has in hand, since when (UTC), and the step that is next.

    Empty where there is none.
    """

    server: str
    by: str
    since: datetime | None
    step: str


class Stopped(NamedTuple):
    """A blocked server.

    By whom, since when (UTC), why, what it waits for and until when, and who had it in hand.
    """

    server: str
    by: str
    since: datetime | None
    reason: str
    block: Block
    held_by: str


class Waiting(NamedTuple):
    """A server that somebody restored or called clean, and that nobody verified.

    `needed` where it does not count before that.
    """

    server: str
    state: str
    by: str
    since: datetime | None
    needed: bool


class Done(NamedTuple):
    """What was done in a shift: the servers that became what they are now, by state.

    Steps ticked, and on how many servers; services signed off, and conditions met; how services
    changed since the shift began; notes. `found_again` are the servers that had been back and were
    found compromised, `cleared` those that were suspect and are no longer.
    """

    became: Mapping[str, Sequence[str]]
    ticks: int
    ticked: int
    signed_off: Sequence[str]
    met: Sequence[str]
    changes: ServiceChanges
    notes: Sequence[Event]
    found_again: Sequence[str] = ()
    cleared: Sequence[str] = ()


class Handover(NamedTuple):
    """What the next shift must know at `view.now`, and when the shift `began`.

    `promises` are those that are open, and those that were kept or broken in the shift; `told` is
    the last word to each; `left_undone` has the required steps that are open on servers that are
    back, by server; what was thought and noted of the incident as a whole is told whenever
    that was.
    """

    view: View
    began: Began
    done: Done
    in_hand: Sequence[ServerInHand]
    blocked: Sequence[Stopped]
    to_verify: Sequence[Waiting]
    left_undone: Mapping[str, Sequence[str]]
    to_sign_off: Sequence[str]
    open_conditions: Sequence[ConditionStanding]
    reserves: Sequence[ConditionStanding]
    suspects: Sequence[str]
    conflicts: Sequence[str]
    pins: Sequence[Pin]
    overrides: Sequence[tuple[str, Override]]
    hours: Sequence[Worked]
    promises: Sequence[Promise]
    hypotheses: Sequence[Hypothesis]
    told: Sequence[ToldLast]
    of_the_incident: Sequence[Event]


def handover(view: View, before: View, began: Began) -> Handover:
    """The handover of a shift at whose beginning things stood as in `before`."""
    servers = view.situation.servers
    return Handover(
        view,
        began,
        _done(view, before, began.at),
        [
            ServerInHand(
                server, state.standing.holder, _since(view, server), _next_step(view, server)
            )
            for server, state in servers.items()
            if state.state == "restoring" and not state.conflict
        ],
        [stopped(view, server) for server, state in servers.items() if state.state == "blocked"],
        list(_to_verify(view)),
        dict(_left_undone(view)),
        to_sign_off(view),
        list(view.open_conditions),
        [each for each in view.conditions.values() if each.is_met and each.reserve],
        sorted({*view.suspects, *view.set_aside}),
        [server for server, state in servers.items() if state.conflict],
        view.pins,
        [(subject, each) for subject in sorted(view.overrides) for each in view.overrides[subject]],
        worked(view, began.at),
        [
            promise
            for promise in view.situation.promises.values()
            if promise.is_open or began.at <= promise.said.moment <= view.now
        ],
        hypotheses(view.situation.notes),
        last_told(view.situation.notes),
        of_the_incident(view.situation.notes),
    )


def promised_outlooks(
    view: View,
    promises: Iterable[Promise],
    known: "Mapping[str, Outlook]" = MappingProxyType({}),
) -> "dict[str, Outlook]":
    """What is to be expected of the servers and services about which a promise is open, by promise.

    Of those that work nothing, nor of what no queue brings back or was up by the time promised. It
    takes a forecast where there is any that is not `known`: never on an event loop.
    """
    about = {
        promise.id: promise.subject
        for promise in promises
        if promise.is_open
        and (promise.subject in view.services or promise.subject in view.entry)
        and not view.works(promise.subject)
        and lost_since(view, promise) is None
    }
    if not about:
        return {}
    from chwapi_console.recovery.forecast.forecast import forecast

    expected, unknown = dict(known), sorted(set(about.values()) - known.keys())
    if unknown:
        expected |= forecast(view, unknown).services
    return {promise: expected[subject] for promise, subject in about.items()}


def is_late(promise: Promise, outlook: "Outlook") -> bool | None:
    """Whether what is promised is expected later than that; None where only the worst case is."""
    if outlook.p50 is None or outlook.p90 is None or outlook.p50 > promise.by:
        return True
    return None if outlook.p90 > promise.by else False


def _done(view: View, before: View, begun: datetime) -> Done:
    acts = [
        event
        for event in acts_of(view)
        if begun <= event.moment <= view.now
        and event.hash not in view.situation.undone
        and not event.payload.takes_back
    ]
    ticks = [event for event in acts if isinstance(event.payload, StepDone)]
    hashes = {event.hash for event in acts}
    stated = {event.subject for event in acts if event.after is not None}
    servers = sorted(stated & view.situation.servers.keys())
    return Done(
        _became(view, before, servers),
        len(ticks),
        len({event.subject for event in ticks}),
        _signed_off(view, hashes),
        _met(view, hashes),
        service_changes(before, view),
        [event for event in acts if note_in(event) and not _stands_elsewhere(event)],
        [
            server
            for server in servers
            if any(found.hash in hashes for found in found_again(view.situation, server))
        ],
        sorted(cleared_by(view, acts) | cleared_suspects(before, view)),
    )


def _signed_off(view: View, hashes: AbstractSet[str]) -> list[str]:
    """The services with a sign-off that stands and is one of these acts."""
    sign_offs = view.situation.sign_offs
    return sorted(name for name, signed in sign_offs.items() if signed.event.hash in hashes)


def _met(view: View, hashes: AbstractSet[str]) -> list[str]:
    """The conditions that are met by one of these acts."""
    return sorted(
        name
        for name, each in view.conditions.items()
        if each.is_met and each.event and each.event.hash in hashes
    )


def _became(view: View, before: View, servers: Sequence[str]) -> dict[str, list[str]]:
    """For each state that is told (`BECAME`) the servers that have it now and had another before."""
    became: dict[str, list[str]] = {}
    for state in BECAME:
        its = [
            server
            for server in servers
            if _told_as(view, server) == state != _told_as(before, server)
        ]
        if its:
            became[state] = its
    return became


def _told_as(view: View, server: str) -> str:
    """The state by which a server is told of.

    One that was restored, and cleared as a suspect since, is restored. Empty for one that the view
    does not know.
    """
    shown = _shown(view, server)
    if shown in ("clean", "on") and stays_back(view.situation, server):
        return "restored"
    return shown


def _stands_elsewhere(event: Event) -> bool:
    """Whether a note is a hypothesis, a word to somebody or on the incident as a whole."""
    note = event.payload
    return isinstance(note, Noted) and (
        bool(note.told or note.settles) or note.hypothesis or event.subject == THE_RECORD
    )


def _shown(view: View, server: str) -> str:
    return view.situation.shown_state(server) if server in view.situation.servers else ""


def _since(view: View, server: str) -> datetime | None:
    begun = since(view, server)
    return begun.at if begun else None


def _next_step(view: View, server: str) -> str:
    return next_step(view.plan, view.situation, server)


def stopped(view: View, server: str) -> Stopped:
    """What is to be known of a blocked server."""
    begun = since(view, server)
    return Stopped(
        server,
        begun.by if begun else "",
        begun.at if begun else None,
        view.situation.servers[server].standing.reason,
        view.situation.blocks.get(server, NOTHING_MORE),
        in_hand(view, server),
    )


def _to_verify(view: View) -> Iterator[Waiting]:
    for server, state in view.situation.servers.items():
        unconfirmed = view.situation.is_unconfirmed(server)
        if state.conflict or not (state.state == "restored" or unconfirmed):
            continue
        begun = since(view, server)
        yield Waiting(
            server,
            view.situation.shown_state(server),
            state.standing.holder or (begun.by if begun else ""),
            begun.at if begun else None,
            not view.situation.available(server),
        )


def _left_undone(view: View) -> Iterator[tuple[str, Sequence[str]]]:
    """The servers that somebody called restored or verified while required steps of theirs are open."""
    for server, state in view.situation.servers.items():
        if state.conflict or state.state not in RESTORED:
            continue
        if steps := required_open(view.plan, view.situation, server):
            yield server, steps
