"""What `--json` prints, built in one place.

English, and stable across releases: docs/json.md describes it, and a test holds the two together.
Times are ISO 8601 UTC, durations minutes, and what there is none of is null.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from chwapi_console.clock import iso
from chwapi_console.inventory.faults import Finding
from chwapi_console.inventory.groups import enough
from chwapi_console.journal.kinds.evidence_kinds import EvidenceChange, HandOverChange
from chwapi_console.journal.kinds.legal_kinds import AwarenessChange, NotificationChange
from chwapi_console.journal.kinds.point_kinds import PointChange
from chwapi_console.journal.kinds.record_kinds import EndingChange, PlanSeen
from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.journal.kinds.telling_kinds import PromiseChange
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.suspects import Suspects
from chwapi_console.recovery.state.of_view.since import in_hand, since
from chwapi_console.recovery.state.told.blocks import NOTHING_MORE
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.told.threshold import plain_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant import ending
from chwapi_console.recovery.words.meant.ending import left_to_end, to_restore_first
from chwapi_console.recovery.words.things.conditions import (
    condition_site,
    in_turn,
    is_overdue,
    node_name,
    services_above,
    tier_of,
)
from chwapi_console.recovery.words.things.suspicion import cleared_suspects
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import in_one

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Outlook
    from chwapi_console.recovery.forecast.pin_price import ExpectedRange
    from chwapi_console.recovery.state.of_view.advice import Advice, BringsMore, Hand, LeftToOthers
    from chwapi_console.recovery.words.since.to_come import Change
    from chwapi_console.report.custody import CustodySheet

Json = dict[str, Any]


def queue(
    view: View,
    entries: Iterable[Entry],
    digest: str,
    head: str,
    operator: str,
    to_meet: Sequence[ConditionStanding] | None = None,
) -> Json:
    """The queue, or a part of it; and the conditions that are to be met, all or these."""
    if to_meet is None:
        to_meet = [each for each in in_turn(view, view.open_conditions) if each.state != "lost"]
    return {
        "plan": digest,
        "head": head or None,
        "entries": [entry(view, e, operator) for e in entries],
        "conditions": conditions(view, to_meet),
        "tier_moves": tier_moves(view),
    }


def advice(view: View, of: "Advice") -> Json:
    """What stands beside the server to go on with.

    The crew, where a hand is wanted before that, what had better wait for a lane, what finds no
    place in one, and what is in hand of a crew that can do no more at once.
    """
    return {
        "crew": of.crew,
        "crew_works_from": iso(of.on) if of.on else None,
        "nobody_before": iso(of.away.until) if of.away else None,
        "meanwhile": of.meanwhile.server if of.meanwhile else None,
        "help": _help(view, of.hand) if of.hand else None,
        "holds": [
            {
                "server": hold.server,
                "lane": hold.lane or None,
                "for": hold.waiting,
                "at": iso(hold.at),
            }
            for hold in of.holds
        ],
        "full": [full._asdict() for full in of.full],
        "hands_full": list(of.hands_full.servers) if of.hands_full else None,
        "beside": of.hands_full.beside.server if of.hands_full and of.hands_full.beside else None,
        "rests": of.rests or None,
        "gains": None if of.gains is None else [gain._asdict() for gain in of.gains],
        "left_to_others": _with_gains(of.left_to_others),
        "brings_more": [_with_gains(each) for each in of.brings_more],
        "elsewhere": {
            "server": of.elsewhere.server,
            "crews": list(of.elsewhere.crews),
            "works_from": iso(of.elsewhere.on) if of.elsewhere.on else None,
        }
        if of.elsewhere
        else None,
    }


def _with_gains(of: "LeftToOthers | BringsMore | None") -> Json | None:
    return None if of is None else {**of._asdict(), "gains": [g._asdict() for g in of.gains]}


def _help(view: View, hand: "Hand") -> Json:
    return {
        "server": hand.server,
        "tier": view.entry[hand.server].tier,
        "held_by": hand.holder,
        "sooner": hand.sooner,
    }


def conditions(view: View, of: Iterable[ConditionStanding]) -> list[Json]:
    """Conditions and asked-for sign-offs, each with how it stands and whom it holds up."""
    return [condition(view, each) for each in of]


def condition(view: View, of: ConditionStanding) -> Json:
    """One condition."""
    holds = view.problem.down.get(of.id, ())
    return {
        "condition": of.id,
        "name": str(node_name(view, of.id)),
        "site": condition_site(view, of),
        "tier": tier_of(view, of.id),
        **_whom_to_ask(view, of),
        "state": of.state,
        "by": of.who or None if of.is_met else None,
        "from": of.who or None if of.state == "awaited" else None,
        "until": iso(of.until) if of.until and (of.is_met or of.state == "awaited") else None,
        "tried": of.tried or None,
        "reserve": of.reserve or None,
        "reason": of.reason or None,
        **_expected(view, of.id),
        "ready": of.ready,
        "overdue": is_overdue(view, of),
        "holds_down": of.holds_down,
        "holds_up": services_above(view, of.id),
        "waits_for": [list(group) for group in holds],
        "waits_for_at_least": [enough(group) for group in holds],
        "conflict": of.conflict,
        "lapsed_by": of.lapsed_by.id if of.lapsed_by else None,
        "unknown_needs": [list(group) for group in of.unknown],
        "suspect": list(of.suspect),
        "reserve_over": of.reserve_over,
        "overrides": overrides(view, of.id),
        "service": of.service or None,
        **_by_which_act(view, of.event),
    }


def _whom_to_ask(view: View, of: ConditionStanding) -> Json:
    """Who can meet a condition, and where they are reached; the clinician of a sign-off."""
    if (part := view.plan.conditions.get(of.id)) is not None:
        return {"who": part.who or None, "phone": part.phone or None}
    service = view.plan.services.get(of.service)
    return {"who": (service.signs if service else "") or None, "phone": None}


def _expected(view: View, condition: str) -> Json:
    """When a condition was promised by the plan, and how long it takes."""
    part = view.plan.conditions.get(condition)
    return {
        "promised": iso(part.promised) if part and part.promised else None,
        "estimate": part.estimate._asdict() if part and part.estimate else None,
    }


def _by_which_act(view: View, event: Event | None) -> Json:
    """By which act something stands so, when and by whom."""
    return {
        "event": event.id if event else None,
        "at": event.at if event else None,
        "operator": view.by(event) if event else None,
    }


def entry(view: View, e: Entry, operator: str) -> Json:
    """One entry of the queue, as `operator` sees it."""
    return {
        "rank": e.rank,
        "server": e.server,
        "site": view.plan.servers[e.server].site,
        "state": plain_state(e.state),
        "off": is_off(view, e.server),
        "verdict": view.situation.servers[e.server].standing.verdict,
        "work": e.work,
        "tier": e.tier,
        "since": stands_since(view, e.server),
        "reason": view.situation.servers[e.server].standing.reason or None,
        "blocked_until": blocked_until(view, e.server),
        "awaits": awaits(view, e.server),
        "ready": e.ready_for(operator),
        "held_by": in_hand(view, e.server) or None,
        "waits_for": [list(group) for group in e.waits_for],
        "waits_for_at_least": [enough(group) for group in e.waits_for],
        "because": list(view.because(e.server)),
        "standing": e.part,
        "pinned": e.pinned,
        "conflict": e.conflict,
        "suspect": suspicions(view, e.server, view.suspects),
        "overrides": overrides(view, e.server),
        "shortcuts": shortcuts(view, e.server),
        "why": str(in_one(why(view, e))),
    }


def stands_since(view: View, server: str) -> str | None:
    """Since when a server stands so; None where it stands so by the plan."""
    begun = since(view, server)
    return iso(begun.at) if begun else None


def is_off(view: View, server: str) -> bool:
    """Whether a clean server is still to be switched on and reconnected."""
    return view.situation.is_off(server)


def expected_range(of: "Outlook | ExpectedRange") -> Json | None:
    """When something is expected, in half of all cases and in nine of ten; None where nobody can say."""
    return {"p50": iso(of.p50), "p90": iso(of.p90)} if of.p50 and of.p90 else None


def expected_times(of: "Outlook") -> Json:
    """When something is expected, else why nobody can say."""
    return {
        "forecast": expected_range(of),
        "forecast_reason": str(of.reason) if of.reason else None,
    }


def blocked_until(view: View, server: str) -> str | None:
    """When what a blocked server waits for is expected; None where nobody said so."""
    until = view.situation.blocks.get(server, NOTHING_MORE).until
    return iso(until) if until else None


def awaits(view: View, server: str) -> str | None:
    """What a blocked server waits for, by id or in words; None where nobody said more than why."""
    return view.situation.blocks.get(server, NOTHING_MORE).awaits or None


def suspicions(view: View, server: str, suspects: Suspects) -> list[Json]:
    """For what a server is suspect; nothing for one that is not among these."""
    return [
        {
            "source": cause.source,
            "found_by": view.by(cause.found),
            "found_at": iso(cause.at),
            "event": cause.found.id,
            "one_of_several": cause.perhaps,
            "point": cause.point or None,
        }
        for cause in suspects.get(server, ())
    ]


MOST_OVERRIDES = 200
"""Of one thing that are told: there are some twenty rules that may be overridden."""


def overrides(view: View, subject: str) -> list[Json]:
    """The overrides of rules that stand now, each with who, when and why.

    Of very many the latest.
    """
    return [
        {
            "rule": override.rule,
            "reason": override.reason,
            "operator": view.by(override.event),
            "at": override.event.at,
            "event": override.event.id,
        }
        for override in view.overrides.get(subject, ())[-MOST_OVERRIDES:]
    ]


def acts(before: View, after: View, events: Iterable[Event]) -> Json:
    """What an act wrote, the state its servers have now, and what it did to suspects.

    Services have no state here. Of suspects: who is one since, and who no longer.
    """
    suspects = {
        "now_suspect": sorted(after.suspects.keys() - before.suspects.keys()),
        "no_longer_suspect": sorted(cleared_suspects(before, after)),
        "suspect_set_aside": sorted(after.set_aside.keys() - before.set_aside.keys()),
    }
    return {
        "events": [_act(after, event) for event in events],
        **{key: servers for key, servers in suspects.items() if servers},
    }


def _act(view: View, event: Event) -> Json:
    shown = view.situation.servers.get(event.subject)
    stated = view.conditions.get(event.subject)
    act: Json = {"event": event.id, "server": event.subject, "state": None}
    if shown:
        act |= {"state": plain_state(shown.state), "off": is_off(view, event.subject)}
    elif stated:
        act["state"] = stated.state
    payload = event.payload
    return act | (
        {"step": payload.step}
        if isinstance(payload, StepChange)
        else {"point": payload.point}
        if isinstance(payload, PointChange)
        else {"item": payload.item}
        if isinstance(payload, EvidenceChange | HandOverChange)
        else {"law": payload.law}
        if isinstance(payload, AwarenessChange)
        else {"duty": payload.duty}
        if isinstance(payload, NotificationChange)
        else {"promise": payload.promise}
        if isinstance(payload, PromiseChange)
        else {}
    )


def event(e: Event, **more: object) -> Json:
    """The fields of an event, and what else is to be said of it.

    The text of a plan is left out; its digest stands for it.
    """
    data = {
        name: value
        for name, value in e.data.items()
        if not (e.kind == PlanSeen.kind and name == "text")
    }
    return {
        "id": e.id,
        "origin": e.origin,
        "seq": e.seq,
        "prev": e.prev,
        "saw": {o: list(tip) for o, tip in e.saw.items()},
        "lamport": e.lamport,
        "at": e.at,
        "operator": e.operator,
        "host": e.host,
        "subject": e.subject,
        "kind": e.kind,
        "data": data,
        "hash": e.hash,
        **more,
    }


def changes(to_come: "Iterable[Change]") -> list[Json]:
    """What changes by itself before a moment."""
    return [
        {
            "at": iso(change.at),
            "what": change.what,
            "id": change.subject,
            "words": str(change.words),
        }
        for change in to_come
    ]


def tier_moves(view: View) -> list[Json]:
    """The tiers that the calendar changes within a day."""
    return [
        {
            "service": move.service,
            "at": iso(move.at),
            "before": move.before,
            "tier": move.tier,
            "reason": move.reason or None,
        }
        for move in view.tier_moves_of_a_day
    ]


def left_to_close(view: View) -> list[Json]:
    """What does not hold yet before the recovery can be ended."""
    return [
        {"id": one.subject, "kind": one.kind, "what": str(one.words)} for one in left_to_end(view)
    ]


def to_restore(view: View) -> list[str]:
    """The compromised servers that this waits for."""
    return [one.subject for one in to_restore_first(view, left_to_end(view))]


def compromised_apart(view: View) -> list[str]:
    """The compromised servers that nothing of this waits for."""
    first = to_restore_first(view, left_to_end(view))
    return [one.subject for one in ending.compromised_apart(view, first)]


def closed(view: View) -> Json | None:
    """How the recovery was ended; None while it goes on."""
    event = view.situation.ended
    if event is None or not isinstance(event.payload, EndingChange):
        return None
    ending = event.payload.after
    return {
        "operator": view.by(event),
        "at": event.at,
        "event": event.id,
        "reason": ending.reason if ending else "",
        "exceptions": dict(ending.exceptions) if ending else {},
    }


def checked(path: str, findings: Sequence[Finding], counts: dict[str, int], ok: bool) -> Json:
    """What is wrong with a plan, and how much there is in it."""
    return {"plan": path, "ok": ok, **faults(findings), **counts}


def faults(findings: Sequence[Finding]) -> Json:
    """The findings about a plan."""
    return {
        "faults": [
            {
                "gravity": f.gravity.name.lower(),
                "line": f.line,
                "key": f.dotted,
                "message": str(f.sentence),
            }
            for f in findings
        ]
    }


def stands_on(view: View, service: str) -> list[Json]:
    """The servers with an override or a shortcut of their own that a service stands on."""
    return [
        {
            "id": server,
            "overrides": sorted({one.rule for one in view.overrides.get(server, ())}),
            "shortcuts": [one["kind"] for one in shortcuts(view, server)],
        }
        for server in view.stood_on_caveats.get(service, ())
    ]


def shortcuts(view: View, server: str) -> list[Json]:
    """What was left out of the way in which a server is restored, and what of that holds no longer."""
    one = view.shortcuts.get(server)
    if one is None:
        return []
    found: list[Json] = [
        {"kind": "step_skipped", "step": step, "event": act.id} for step, act in one.skipped.items()
    ]
    found += [{"kind": "no_image"}] if one.no_image else []
    found += [{"kind": f"point_{flaw}", "point": one.point} for flaw in one.flaws]
    return found


def custody(sheet: "CustodySheet") -> Json:
    """An item of evidence and its way from hand to hand."""
    terms, item = sheet.item.terms, sheet.item
    return {
        "item": item.id,
        "server": item.server,
        "what": terms.made,
        "source": terms.source or None,
        "asset": terms.asset or None,
        "acquired_by": terms.by or None,
        "acquired_at": terms.taken or None,
        "method": terms.method or None,
        "tool": terms.tool or None,
        "sha256": terms.sha256 or None,
        "place": terms.place or None,
        "write_protected": {"yes": True, "no": False}.get(terms.protected),
        "seal": terms.seal or None,
        "copy": terms.copy,
        "of": terms.of or None,
        "lacks": item.lacks if terms.made == "image" else [],
        "agreed": len(item.told) == 1,
        "match": sheet.match,
        "hand_overs": [
            {
                "released": one.terms.released,
                "received": one.terms.received,
                "at": one.terms.at,
                "place": one.terms.place or None,
                "purpose": one.terms.purpose or None,
                "sha256_before": one.terms.before or None,
                "sha256_after": one.terms.after or None,
                "event": one.event.id,
            }
            for one in sheet.chain
        ],
        "made_of_it": [f"{other.server}/{other.id}" for other in sheet.others],
        "events": [event.id for event in sheet.recorded],
    }
