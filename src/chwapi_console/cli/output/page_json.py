"""What `--json` prints of one thing, with all that is known of it.

As `as_json`, and described in docs/json.md.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chwapi_console.cli.output.as_json import (
    Json,
    awaits,
    blocked_until,
    condition,
    entry,
    event,
    expected_times,
    is_off,
    overrides,
    shortcuts,
    suspicions,
)
from chwapi_console.cli.output.service_json import (
    rule_of,
    sign_off,
    times,
    what_limits,
)
from chwapi_console.clock import iso
from chwapi_console.inventory.assignments import is_for, lane_stretches
from chwapi_console.inventory.groups import enough
from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.recovery.state.judged.chosen_points import restored_from, tried_points
from chwapi_console.recovery.state.judged.quick_ticks import quick_ticks
from chwapi_console.recovery.state.judged.required_steps import tries
from chwapi_console.recovery.state.judged.work_left import left_to_restore
from chwapi_console.recovery.state.of_view.advice_by_crews import people_at
from chwapi_console.recovery.state.of_view.service_course import (
    service_courses,
)
from chwapi_console.recovery.state.told.threshold import plain_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import (
    waited_for,
)
from chwapi_console.recovery.words.things.notes import note_in
from chwapi_console.recovery.words.things.policy_words import policy_settings
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.recovery.words.things.suspicion import suspects_by

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast


def _means(view: View, server: str) -> Json:
    """Who is for a server, what its restoration shares, how many can be at it, and since when."""
    part = view.plan.servers[server]
    return {
        "crews": [crew for crew, of in view.plan.crews.items() if is_for(of, part)],
        "stretches": [
            {"share": round(stretch.share, 3), "lanes": list(stretch.lanes)}
            for stretch in lane_stretches(view.plan, server)
        ],
        "hands": part.hands,
        "at_it": people_at(view, server) if server in view.in_hand else [],
        "not_before": iso(part.not_before) if part.not_before else None,
    }


def server_page(view: View, server: str, operator: str) -> Json:
    """All that is known of a server."""
    part, e = view.plan.servers[server], view.entry.get(server)
    return {
        "id": server,
        "kind": "server",
        "in_plan": True,
        "role": part.role,
        "site": part.site,
        **_standing(view, server),
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
        **_means(view, server),
        "contact": part.contact or None,
        "backup": part.backup or None,
        "remarks": part.notes or None,
        "checks": list(part.checks),
        **_way_back(view, server),
        **_points(view, server),
        "evidence": [
            {"item": item.id, "what": item.terms.made, "sha256": item.terms.sha256 or None}
            for item in view.situation.evidence.get(server, {}).values()
        ],
        **_record(view, server),
    }


def _way_back(view: View, server: str) -> Json:
    """How it is restored, by which policy, and what was ticked off in a hurry."""
    return {
        "runbook": view.plan.servers[server].runbook,
        "steps": _steps(view, server),
        "policy": [
            {"setting": of.key, "value": of.value, "from": of.source}
            for of in policy_settings(view.plan, server)
        ],
        "ticked_quickly": [
            {"operator": q.operator, "steps": q.steps, "seconds": q.seconds, "event": q.first.id}
            for q in quick_ticks(view.situation, server)
        ],
    }


def _standing(view: View, server: str) -> Json:
    shown = view.situation.servers[server]
    standing = shown.standing
    return {
        "state": plain_state(shown.state),
        "off": is_off(view, server),
        "confirmed_by": standing.second or None,
        "verdict": standing.verdict,
        "work": standing.work or None,
        "holder": standing.holder or None,
        "reason": standing.reason or None,
        "blocked_until": blocked_until(view, server),
        "awaits": awaits(view, server),
        "replacement": standing.replacement or None,
        "conflict": shown.conflict,
        "suspect": suspicions(view, server, view.suspects),
        "suspect_set_aside": suspicions(view, server, view.set_aside),
        "made_suspect": suspects_by(view, server),
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
        **rule_of(view, service),
        "rto": part.rto,
        "status": state.status,
        **times(view, service, service_courses(view, [service])[service]),
        **what_limits(view, service),
        "missing": list(view.missing(service)),
        "conditions": waited_for(view, service),
        "can_come_back": state.can_come_back,
        "sign_off": sign_off(view, service),
        **expected_times(expected.services[service]),
        **_links(view, service, part.soft),
        "unnamed": list(part.unnamed),
        "fallback": part.fallback or None,
        "signs": part.signs or None,
        **_record(view, service),
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
    return {"id": node, "state": state, "off": is_off(view, node), "works": works}


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


def _record(view: View, subject: str) -> Json:
    notes = [
        {"event": e.id, "at": e.at, "operator": view.by(e), "text": note_in(e)}
        for e in view.situation.notes.get(subject, ())
    ]
    return {"notes": notes, "history": [event(e) for e in view.situation.history.get(subject, ())]}
