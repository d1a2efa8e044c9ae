"""What `--json` prints, built in one place. English, and stable across releases: docs/json.md
describes it, and a test holds the two together. Times are ISO 8601 UTC, durations minutes, and what
there is none of is null."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chwapi_console.clock import iso, later
from chwapi_console.inventory.faults import Finding
from chwapi_console.inventory.groups import enough
from chwapi_console.journal.events import Event
from chwapi_console.journal.evidence_kinds import EvidenceChange, HandOverChange
from chwapi_console.journal.point_kinds import PointChange
from chwapi_console.journal.record_kinds import EndingChange, PlanSeen
from chwapi_console.journal.server_kinds import StepChange
from chwapi_console.recovery.forecast.unforeseeable import why_none
from chwapi_console.recovery.state.advice import Advice
from chwapi_console.recovery.state.blocks import NOTHING_MORE
from chwapi_console.recovery.state.chosen_points import restored_from, tried_points
from chwapi_console.recovery.state.conditions import Condition
from chwapi_console.recovery.state.entry import Entry
from chwapi_console.recovery.state.quick_ticks import quick_ticks
from chwapi_console.recovery.state.required_steps import tries
from chwapi_console.recovery.state.service_course import (
    Spell,
    given_since,
    outages,
    service_courses,
    suspect_since,
)
from chwapi_console.recovery.state.since import in_hand, since
from chwapi_console.recovery.state.suspects import Suspects
from chwapi_console.recovery.state.threshold import plain_state
from chwapi_console.recovery.state.tier_calendar import stretches
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.state.work_left import left_to_restore
from chwapi_console.recovery.words.conditions import (
    condition_site,
    in_turn,
    is_overdue,
    node_name,
    services_above,
    tier_of,
    waited_for,
)
from chwapi_console.recovery.words.ending import left_to_end
from chwapi_console.recovery.words.group_words import GroupState, group_state, groups_of
from chwapi_console.recovery.words.missing import first_to_take
from chwapi_console.recovery.words.notes import note_in
from chwapi_console.recovery.words.reasons import in_one, why
from chwapi_console.recovery.words.step_words import step_name
from chwapi_console.recovery.words.suspicion import cleared_suspects
from chwapi_console.text import say

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast
    from chwapi_console.recovery.forecast.why import Why
    from chwapi_console.recovery.progress import Progress, Share
    from chwapi_console.report.custody import Sheet

Json = dict[str, Any]


def queue(
    view: View,
    entries: Iterable[Entry],
    digest: str,
    head: str,
    operator: str,
    to_meet: Sequence[Condition] | None = None,
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


def advice(view: View, of: Advice) -> Json:
    """What stands beside the server to go on with: the crew, where a hand is wanted before that, what
    had better wait for a lane, and what finds no place in one."""
    hand = of.hand
    return {
        "crew": of.crew,
        "crew_works_from": iso(of.on) if of.on else None,
        "help": {
            "server": hand.server,
            "tier": view.entry[hand.server].tier,
            "held_by": hand.holder,
            "sooner": hand.sooner,
        }
        if hand
        else None,
        "holds": [
            {"server": hold.server, "lane": hold.lane, "for": hold.waiting, "at": iso(hold.at)}
            for hold in of.holds
        ],
        "full": [full._asdict() for full in of.full],
    }


def conditions(view: View, of: Iterable[Condition]) -> list[Json]:
    """Conditions, and sign-offs that some need asks for, each with how it stands and whom it holds
    up."""
    return [condition(view, each) for each in of]


def condition(view: View, of: Condition) -> Json:
    """One condition."""
    part, service = view.plan.conditions.get(of.id), view.plan.services.get(of.service)
    event = of.event
    return {
        "condition": of.id,
        "name": str(node_name(view, of.id)),
        "site": condition_site(view, of),
        "tier": tier_of(view, of.id),
        "who": (part.who if part else service.signs if service else "") or None,
        "phone": (part.phone if part else "") or None,
        "state": of.state,
        "by": of.who or None if of.is_met else None,
        "from": of.who or None if of.state == "awaited" else None,
        "until": iso(of.until) if of.until and (of.is_met or of.state == "awaited") else None,
        "tried": of.tried or None,
        "reserve": of.reserve or None,
        "reason": of.reason or None,
        "promised": iso(part.promised) if part and part.promised else None,
        "estimate": part.estimate._asdict() if part and part.estimate else None,
        "ready": of.ready,
        "overdue": is_overdue(view, of),
        "holds_down": of.holds_down,
        "holds_up": services_above(view, of.id),
        "waits_for": [list(group) for group in view.problem.down.get(of.id, ())],
        "waits_for_at_least": [enough(group) for group in view.problem.down.get(of.id, ())],
        "conflict": of.conflict,
        "lapsed_by": of.lapsed_by.id if of.lapsed_by else None,
        "suspect": list(of.suspect),
        "reserve_over": of.reserve_over,
        "overrides": overrides(view, of.id),
        "service": of.service or None,
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
        "off": _off(view, e.server),
        "verdict": view.situation.servers[e.server].standing.verdict,
        "work": e.work,
        "tier": e.tier,
        "since": _since(view, e.server),
        "reason": view.situation.servers[e.server].standing.reason or None,
        "blocked_until": _until(view, e.server),
        "awaits": _awaits(view, e.server),
        "ready": e.ready_for(operator),
        "held_by": in_hand(view, e.server) or None,
        "waits_for": [list(group) for group in e.waits_for],
        "waits_for_at_least": [enough(group) for group in e.waits_for],
        "because": list(view.because(e.server)),
        "standing": e.part,
        "pinned": e.pinned,
        "conflict": e.conflict,
        "suspect": _suspect(view, e.server, view.suspects),
        "overrides": overrides(view, e.server),
        "shortcuts": shortcuts(view, e.server),
        "why": str(in_one(why(view, e))),
    }


def _since(view: View, server: str) -> str | None:
    """Since when a server stands so; None where it stands so by the plan."""
    begun = since(view, server)
    return iso(begun.at) if begun else None


def _off(view: View, server: str) -> bool:
    """Whether a clean server is still to be switched on and reconnected."""
    so_far = view.situation
    return so_far.threshold.is_off(so_far.servers[server].standing)


def _until(view: View, server: str) -> str | None:
    """When what a blocked server waits for is expected; None where nobody said so."""
    until = view.situation.blocks.get(server, NOTHING_MORE).until
    return iso(until) if until else None


def _awaits(view: View, server: str) -> str | None:
    """What a blocked server waits for, by id or in words; None where nobody said more than why."""
    return view.situation.blocks.get(server, NOTHING_MORE).awaits or None


def _suspect(view: View, server: str, suspects: Suspects) -> list[Json]:
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
    """The rules that were overridden for what stands now, the latest of very many, each with who did
    it, when and why."""
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
    """What an act wrote, with the state its servers have now (services have none), and who is
    suspect since or no longer."""
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
        act |= {"state": plain_state(shown.state), "off": _off(view, event.subject)}
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
        else {}
    )


def event(e: Event, **more: object) -> Json:
    """The fields of an event, and what else is to be said of it. The text of a plan is left out;
    its digest stands for it."""
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


def services(view: View, named: Iterable[str], expected: "Forecast | None") -> Json:
    """The services with what they miss, and, where that was asked for, when they are expected."""
    named = list(named)
    courses = service_courses(view, named)
    return {
        "services": [
            {
                **_service(view, service, courses[service]),
                "missing": list(view.missing(service)),
                "conditions": waited_for(view, service),
                "first": first_to_take(view, service) or None,
                **(_forecast(expected, service) if expected else _no_forecast(view, service)),
            }
            for service in named
        ],
        "groups": [group(view, group_state(view, name)) for name in sorted(view.plan.groups)],
        "tier_moves": tier_moves(view),
    }


def group(view: View, state: GroupState) -> Json:
    """What opens together, and how far it is."""
    part = view.plan.groups[state.group]
    return {
        "group": state.group,
        "name": part.name,
        "weight": part.weight,
        "services": list(state.services),
        "up": list(state.up),
        "whole": state.whole,
        "can_come_back": state.can_come_back,
        "missing": list(state.missing),
    }


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
        for move in view.tier_moves
    ]


def _rule(view: View, service: str) -> Json:
    """What the order knows of a service beside what it needs."""
    stretch = stretches(view.written, view.now).get(service)
    return {
        "usual_tier": view.written.services[service].tier,
        "tier_reason": (stretch.reason or None) if stretch else None,
        "tier_until": iso(stretch.until) if stretch and stretch.until else None,
        "weight": view.plan.services[service].weight,
        "wished_by": list(view.problem.wished_by.get(service, ())),
        "groups": groups_of(view, service),
    }


def _service(view: View, service: str, course: Sequence[Spell]) -> Json:
    part = view.plan.services[service]
    state = view.services[service]
    return {
        "service": service,
        "site": part.site,
        "tier": part.tier,
        **_rule(view, service),
        "status": state.status,
        **_times(view, service, course),
        "without": list(state.without),
        "suspect": list(state.suspect),
        "overrides": overrides(view, service),
        "fell": service in view.fallen,
        "blocked": _blocked(view, service),
        "sign_off": _sign_off(view, service),
    }


def _times(view: View, service: str, course: Sequence[Spell]) -> Json:
    """Since when a service stands so, and how it stood before."""
    return {
        "since": _time(given_since(course)),
        "suspect_since": _time(suspect_since(view, service)),
        "course": [
            {
                "status": spell.status,
                "since": _time(spell.since),
                "until": _time(spell.until),
                "by_plan": spell.by_plan,
            }
            for spell in course
        ],
        "outages": [
            {
                "since": _time(outage.since),
                "until": _time(outage.until),
                "minutes": outage.minutes(view.now),
                "by_plan": outage.by_plan,
            }
            for outage in outages(course)
        ],
    }


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None


def _blocked(view: View, service: str) -> list[Json]:
    """The blocked servers that a service misses, each with who blocked it, since when, why, and who
    had it in hand."""
    servers = [
        server for server in view.missing(service) if view.situation.state(server) == "blocked"
    ]
    return [
        {
            "server": server,
            "by": begun.by if (begun := since(view, server)) else None,
            "since": _since(view, server),
            "reason": view.situation.servers[server].standing.reason or None,
            "held_by": in_hand(view, server) or None,
            "until": _until(view, server),
            "awaits": _awaits(view, server),
        }
        for server in servers
    ]


def _forecast(expected: "Forecast", service: str) -> Json:
    outlook = expected.services[service]
    times = (
        {"p50": iso(outlook.p50), "p90": iso(outlook.p90)} if outlook.p50 and outlook.p90 else None
    )
    return {"forecast": times, "forecast_reason": str(outlook.reason) if outlook.reason else None}


def _no_forecast(view: View, service: str) -> Json:
    """Why there can be no forecast, else that nobody asked for it."""
    return {
        "forecast": None,
        "forecast_reason": str(why_none(view, service) or say("not asked for; add --forecast")),
    }


def forecast(
    view: View,
    named: Iterable[str],
    expected: "Forecast",
    present: "Forecast",
    why: "Why | None" = None,
) -> Json:
    """When services are expected, what that rests on, and what it changes against the crews there
    are; of one that was asked about why, and what would bring it sooner."""
    from chwapi_console.recovery.forecast.outlook import QUARTILE, change

    def deadline(service: str) -> str | None:
        rto = view.plan.services[service].rto
        return iso(later(view.started, rto)) if rto else None

    named = list(named)
    known, courses = expected.learned, service_courses(view, named)
    return {
        "now": iso(view.now),
        "crews": expected.crews,
        "present_crews": present.crews,
        "estimates_only": known.estimates_only,
        "learned": [
            {"runbook": name or None, "finished": count, "factor": round(known.factor[name], 2)}
            for name, count in sorted(known.finished.items())
        ],
        "pace": {
            "servers": known.pace.size,
            "restored": known.pace.done,
            "own": round(known.pace.own, 2) if known.pace.done else None,
            "likely": round(known.pace.times(0), 2),
            "from": round(known.pace.times(-QUARTILE), 2),
            "to": round(known.pace.times(QUARTILE), 2),
        },
        "services": [
            {
                **_service(view, service, courses[service]),
                **_forecast(expected, service),
                "rto_at": deadline(service),
                "p50_change": change(present.services[service], expected.services[service]),
                "held": [hold._asdict() for hold in expected.services[service].held],
            }
            for service in named
        ],
        **({"why": _why(why)} if why else {}),
    }


def left_to_close(view: View) -> list[Json]:
    """What does not hold yet before the recovery can be ended."""
    return [{"id": one.subject, "what": str(one.words)} for one in left_to_end(view)]


def _why(of: "Why") -> Json:
    gains = ([of.estimate] if of.estimate else []) + list(of.others)
    return {
        "service": of.service,
        "before": of.before,
        "path": [{"id": step.node, "likely": step.minutes} for step in of.path],
        "gains": [
            {
                "what": gain.what,
                "id": gain.node or None,
                "p50_change": gain.minutes,
                "p50": iso(gain.then.p50) if gain.then.p50 else None,
                "p90": iso(gain.then.p90) if gain.then.p90 else None,
            }
            for gain in gains
        ],
    }


def progress(view: View, of: "Progress") -> Json:
    """How the recovery went, moment by moment, and what of each site and tier is back and up."""

    def shares(kind: str, those: Iterable["Share"]) -> list[Json]:
        return [
            {
                kind: share.name,
                "back": share.back,
                "hit": share.hit,
                "up": share.up,
                "services": share.services,
                "fell": share.fell,
                "up_again": share.up_again,
                "limited": share.limited,
            }
            for share in those
        ]

    return {
        "started": iso(of.started),
        "now": iso(view.now),
        "back": of.now.back,
        "hit": of.now.hit,
        "up": of.now.up,
        "limited": view.limited,
        "suspect": sorted(view.suspects),
        "conditions_open": view.conditions_waiting,
        "services": of.services,
        "fell": of.fallen.fell,
        "up_again": of.fallen.up_again,
        "closed": _ended(view),
        "left_to_close": left_to_close(view),
        "moments": [
            {"at": iso(m.at), "back": m.back, "hit": m.hit, "up": m.up} for m in of.moments
        ],
        "sites": shares("site", of.sites),
        "tiers": [
            share | {"tier": share["tier"] and int(share["tier"])}
            for share in shares("tier", of.tiers)
        ],
    }


def _ended(view: View) -> Json | None:
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


def server_page(view: View, server: str, operator: str) -> Json:
    """All that is known of a server."""
    part, shown = view.plan.servers[server], view.situation.servers[server]
    standing, e = shown.standing, view.entry.get(server)
    return {
        "id": server,
        "kind": "server",
        "in_plan": True,
        "role": part.role,
        "site": part.site,
        "state": plain_state(shown.state),
        "off": _off(view, server),
        "confirmed_by": standing.second or None,
        "verdict": standing.verdict,
        "work": standing.work or None,
        "holder": standing.holder or None,
        "reason": standing.reason or None,
        "blocked_until": _until(view, server),
        "awaits": _awaits(view, server),
        "replacement": standing.replacement or None,
        "conflict": shown.conflict,
        "suspect": _suspect(view, server, view.suspects),
        "suspect_set_aside": _suspect(view, server, view.set_aside),
        "overrides": overrides(view, server),
        "shortcuts": shortcuts(view, server),
        "available": view.situation.available(server),
        "works": view.works(server),
        "entry": entry(view, e, operator) if e else None,
        **_links(view, server, part.soft),
        "estimate": view.plan.restoration(server)._asdict(),
        "estimate_left": left_to_restore(view.plan, view.situation, server)._asdict(),
        "os": part.os or None,
        "address": part.address or None,
        "contact": part.contact or None,
        "backup": part.backup or None,
        "remarks": part.notes or None,
        "checks": list(part.checks),
        "runbook": part.runbook,
        "steps": _steps(view, server),
        "ticked_quickly": [
            {"operator": q.operator, "steps": q.steps, "seconds": q.seconds, "event": q.first.id}
            for q in quick_ticks(view.situation, server)
        ],
        **_points(view, server),
        "evidence": [
            {"item": item.id, "what": item.terms.made, "sha256": item.terms.sha256 or None}
            for item in view.situation.evidence.get(server, {}).values()
        ],
        **_record(view, server),
    }


def service_page(view: View, service: str, expected: "Forecast") -> Json:
    """All that is known of a service."""
    part, state = view.plan.services[service], view.services[service]
    return {
        "id": service,
        "kind": "service",
        "in_plan": True,
        "name": part.name,
        "site": part.site,
        "tier": part.tier,
        **_rule(view, service),
        "rto": part.rto,
        "status": state.status,
        **_times(view, service, service_courses(view, [service])[service]),
        "without": list(state.without),
        "suspect": list(state.suspect),
        "overrides": overrides(view, service),
        "missing": list(view.missing(service)),
        "conditions": waited_for(view, service),
        "can_come_back": state.can_come_back,
        "sign_off": _sign_off(view, service),
        **_forecast(expected, service),
        **_links(view, service, part.soft),
        "unnamed": list(part.unnamed),
        "fallback": part.fallback or None,
        "signs": part.signs or None,
        **_record(view, service),
    }


def _sign_off(view: View, service: str) -> Json | None:
    signed = view.situation.sign_offs.get(service) or view.situation.lapsed.get(service)
    if signed is None:
        return None
    return {
        "by": signed.by,
        "tried": signed.tried,
        "operator": view.by(signed.event),
        "at": signed.event.at,
        "ended_by": signed.ended_by.id if signed.ended_by else None,
    }


def condition_page(view: View, of: str) -> Json:
    """All that is known of a condition."""
    part, stands = view.plan.conditions[of], condition(view, view.conditions[of])
    del stands["condition"]
    return {
        "id": of,
        "kind": "condition",
        "in_plan": True,
        **stands,
        "works": view.works(of),
        "remarks": part.notes or None,
        **_links(view, of, ()),
        **_record(view, of),
    }


def stranger_page(view: View, subject: str) -> Json:
    """All that is known of an id that the plan lacks."""
    return {"id": subject, "kind": None, "in_plan": False, **_record(view, subject)}


def _links(view: View, node: str, soft: Sequence[str]) -> Json:
    groups = [[_node(view, member) for member in group] for group in view.graph.needs[node]]
    return {
        "needs": groups,
        "needs_at_least": [enough(group) for group in view.graph.needs[node]],
        "soft": [_node(view, member) for member in soft],
        "needed_by": view.graph.dependents(node),
    }


def _node(view: View, node: str) -> Json:
    if node in view.services:
        return {"id": node, "state": view.services[node].status, "works": view.works(node)}
    if node in view.conditions:
        return {"id": node, "state": view.conditions[node].state, "works": view.works(node)}
    state, works = plain_state(view.situation.state(node)), view.works(node)
    return {"id": node, "state": state, "off": _off(view, node), "works": works}


def _steps(view: View, server: str) -> list[Json]:
    return [_step(view, server, step) for step in view.plan.steps_of(server)]


def _step(view: View, server: str, step: str) -> Json:
    state, e = view.situation.step_state(server, step), view.situation.steps.get((server, step))
    acted = e if e is not None and state != "open" else None
    payload = acted.payload if acted else None
    said = view.plan.step(step)
    return {
        "step": step,
        "name": str(step_name(view.plan, step)),
        "state": state,
        "required": view.plan.is_required(server, step),
        "time": said.time,
        "holder": said.holder or None,
        "result_kind": said.result,
        "tries": tries(view.situation, server, step),
        "operator": view.by(acted) if acted else None,
        "at": acted.at if acted else None,
        "reason": payload.reason or None if isinstance(payload, StepChange) else None,
        "result": payload.result or None if isinstance(payload, StepChange) else None,
    }


def shortcuts(view: View, server: str) -> list[Json]:
    """What was left out of the way in which a server is restored, and what of that holds no
    longer."""
    one = view.shortcuts.get(server)
    if one is None:
        return []
    found: list[Json] = [
        {"kind": "step_skipped", "step": step, "event": act.id} for step, act in one.skipped.items()
    ]
    found += [{"kind": "no_image"}] if one.no_image else []
    found += [{"kind": f"point_{flaw}", "point": one.point} for flaw in one.flaws]
    return found


def _points(view: View, server: str) -> Json:
    """The restore points of a server, and what depends on them."""
    situation = view.situation
    since = situation.points.since(server)
    return {
        "compromised_since": iso(since.at) if since else None,
        "restore_points": [
            {
                "point": point.id,
                "taken": iso(point.taken),
                "verdict": point.terms.verdict,
                "by": point.terms.by or None,
                "tool": point.terms.tool or None,
                "indicators": point.terms.indicators or None,
                "test_restored": point.terms.tested,
                "against": situation.points.flaws(server, point.id),
                "conflict": point.in_conflict,
            }
            for point in situation.points.of.get(server, {}).values()
        ],
        "restored_from": restored_from(situation, server) or None,
        "points_tried": tried_points(view.plan, situation, server),
    }


def custody(view: View, sheet: "Sheet") -> Json:
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


def _record(view: View, subject: str) -> Json:
    notes = [
        {"event": e.id, "at": e.at, "operator": view.by(e), "text": note_in(e)}
        for e in view.situation.notes.get(subject, ())
    ]
    return {"notes": notes, "history": [event(e) for e in view.situation.history.get(subject, ())]}
