"""What `--json` prints of services: how they stand, when they are expected, how the recovery went.

As `as_json`, and described in docs/json.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.cli.output.as_json import (
    Json,
    awaits,
    blocked_until,
    closed,
    expected_times,
    left_to_close,
    overrides,
    stands_on,
    stands_since,
    tier_moves,
)
from chwapi_console.clock import iso, later
from chwapi_console.recovery.forecast.unforeseeable import why_none
from chwapi_console.recovery.state.judged.tier_calendar import tier_stretches
from chwapi_console.recovery.state.of_view.service_course import (
    Spell,
    given_since,
    outages,
    service_courses,
    suspect_since,
)
from chwapi_console.recovery.state.of_view.since import in_hand, since
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import (
    waited_for,
)
from chwapi_console.recovery.words.things.missing import first_to_take
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.recovery.words.why.group_words import GroupState, group_state, groups_of
from chwapi_console.text import say

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.ahead import Ahead
    from chwapi_console.recovery.forecast.forecast import Forecast
    from chwapi_console.recovery.forecast.learning import Learned
    from chwapi_console.recovery.forecast.why import Gain, Why
    from chwapi_console.recovery.progress import Progress, ProgressShare


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
                **(
                    expected_times(expected.services[service])
                    if expected
                    else _no_forecast(view, service)
                ),
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


def rule_of(view: View, service: str) -> Json:
    """What the order knows of a service beside what it needs."""
    stretch = tier_stretches(view.written, view.now).get(service)
    return {
        "usual_tier": view.written.services[service].tier,
        "tier_reason": (stretch.reason or None) if stretch else None,
        "tier_until": iso(stretch.until) if stretch and stretch.until else None,
        "weight": view.plan.services[service].weight,
        "wished_by": list(view.problem.wished_by.get(service, ())),
        "groups": groups_of(view, service),
        "serves": list(view.written.sites_of(service)),
    }


def what_limits(view: View, service: str) -> Json:
    """What limits a service: what it does without, and doubts about what it stands on.

    Those are suspects, overrides, and conditions met with a reserve.
    """
    state = view.services[service]
    return {
        "without": list(state.without),
        "suspect": list(state.suspect),
        "overrides": overrides(view, service),
        "stands_on": stands_on(view, service),
        "reserves": list(view.reserves.get(service, ())),
    }


def _service(view: View, service: str, course: Sequence[Spell]) -> Json:
    part = view.plan.services[service]
    state = view.services[service]
    return {
        "service": service,
        "site": part.site,
        "tier": part.tier,
        **rule_of(view, service),
        "status": state.status,
        **times(view, service, course),
        **what_limits(view, service),
        "fell": service in view.fallen,
        "blocked": _blocked(view, service),
        "sign_off": sign_off(view, service),
    }


def times(view: View, service: str, course: Sequence[Spell]) -> Json:
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
    """The blocked servers that a service misses, with who blocked each, since when and why.

    And who had it in hand.
    """
    servers = [
        server for server in view.missing(service) if view.situation.state(server) == "blocked"
    ]
    return [
        {
            "server": server,
            "by": begun.by if (begun := since(view, server)) else None,
            "since": stands_since(view, server),
            "reason": view.situation.servers[server].standing.reason or None,
            "held_by": in_hand(view, server) or None,
            "until": blocked_until(view, server),
            "awaits": awaits(view, server),
        }
        for server in servers
    ]


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
    """When services are expected, and what that rests on.

    What another number of crews changes against the crews there are; for a service that was asked
    about, why it is expected then and what would bring it sooner.
    """
    from chwapi_console.recovery.forecast.runs_compared import change

    named = list(named)
    courses = service_courses(view, named)
    return {
        "now": iso(view.now),
        "crews": expected.crews,
        "present_crews": present.crews,
        **_learned(expected.learned),
        "services": [
            {
                **_service(view, service, courses[service]),
                **expected_times(expected.services[service]),
                "rto_at": _deadline(view, service),
                **({"suspect_then": True} if _suspect_then(view, service) else {}),
                "p50_change": change(present.services[service], expected.services[service]),
                "held": [hold._asdict() for hold in expected.services[service].held],
            }
            for service in named
        ],
        **({"why": _why(view, why)} if why else {}),
    }


def _suspect_then(view: View, service: str) -> bool:
    """Whether a service that is down would be up on suspect servers, once it is."""
    return would_be_suspect(view, [service]) is not None


def _learned(learned: "Learned") -> Json:
    """What was learned of the estimates by what is finished."""
    pace = learned.pace
    least, most = pace.half
    return {
        "estimates_only": learned.estimates_only,
        "learned": [
            {"runbook": name or None, "finished": count, "factor": round(learned.factor[name], 2)}
            for name, count in sorted(learned.finished.items())
        ],
        "pace": {
            "servers": pace.size,
            "restored": pace.done,
            "own": round(pace.own, 2) if pace.telling else None,
            "likely": round(pace.times(0), 2),
            "from": round(least, 2),
            "to": round(most, 2),
        },
    }


def _deadline(view: View, service: str) -> str | None:
    rto = view.plan.services[service].rto
    return iso(later(view.started, rto)) if rto else None


def _since(gain: "Gain") -> str | None:
    return iso(gain.since) if gain.since else None


def _gain(gain: "Gain") -> Json:
    """What one thing more would bring."""
    return {
        "what": gain.what,
        "id": gain.node or None,
        **({"crew": gain.crew} if gain.crew else {}),
        **({"since": _since(gain)} if gain.what == "hand_over" else {}),
        "p50_change": gain.minutes,
        "clear_change": gain.clear,
        "on_average": gain.few,
        "instead": gain.instead._asdict() if gain.instead else None,
        "later": None if gain.later is None else [of._asdict() for of in gain.later],
        "p50": iso(gain.then.p50) if gain.then.p50 else None,
        "p90": iso(gain.then.p90) if gain.then.p90 else None,
    }


def _why(view: View, reasons: "Why") -> Json:
    gains = ([reasons.estimate] if reasons.estimate else []) + list(reasons.others)
    return {
        "service": reasons.service,
        "before": reasons.before,
        "path": [
            {
                "id": step.node,
                "likely": step.minutes,
                "not_before": iso(step.not_before) if step.not_before else None,
                "nobody_before": iso(step.nobody_before) if step.nobody_before else None,
            }
            for step in reasons.path
        ],
        "deciding": [
            {
                "id": step.node,
                "share": round(step.share, 2),
                "minutes": step.minutes,
                "needed": step.is_own,
                "crew": step.crew or None,
                "lane": step.lane or None,
            }
            for step in reasons.deciding
        ],
        "gains": [_gain(gain) for gain in gains],
        **({"ahead": list(_ahead(view, reasons.ahead))} if reasons.ahead else {}),
    }


def _ahead(view: View, of: "Ahead") -> Iterator[Json]:
    """What crews are at before a service is up that it does not need, server by server."""
    turn, turns = view.order.turn, view.order.turns
    for held in of.in_hand:
        why = "may come first" if held.may_come_first else None
        yield {"id": held.server, "place": "in hand", "for": held.service or None, "why": why}
    for each in of.earlier:
        for server in each.servers:
            service = turns[turn[server]] if server in turn else None
            yield {"id": server, "place": "before", "for": service, "why": each.term}
    for sooner in of.sooner:
        yield {
            "id": sooner.server,
            "place": "behind",
            "for": sooner.service or None,
            "why": sooner.why,
            "at": iso(sooner.at),
            "crew": sooner.crew or None,
            "or_crews": list(sooner.others),
            "waiting": sooner.waiting or None,
        }


def progress(view: View, course: "Progress") -> Json:
    """How the recovery went, moment by moment, and what of each site and tier is back and up."""
    return {
        "started": iso(course.started),
        "now": iso(view.now),
        "back": course.now.back,
        "hit": course.now.hit,
        "up": course.now.up,
        "limited": view.limited,
        "suspect": sorted(view.suspects),
        "conditions_open": view.conditions_waiting,
        "services": course.services,
        "fell": course.fallen.fell,
        "up_again": course.fallen.up_again,
        "closed": closed(view),
        "left_to_close": left_to_close(view),
        "moments": [
            {"at": iso(m.at), "back": m.back, "hit": m.hit, "up": m.up} for m in course.moments
        ],
        "sites": [{"site": share.name, **_share(share)} for share in course.sites],
        "tiers": [
            {"tier": share.name and int(share.name), **_share(share)} for share in course.tiers
        ],
    }


def _share(share: "ProgressShare") -> Json:
    """What of a site or tier is back and up."""
    return {
        "back": share.back,
        "hit": share.hit,
        "up": share.up,
        "services": share.services,
        "fell": share.fell,
        "up_again": share.up_again,
        "limited": share.limited,
    }


def sign_off(view: View, service: str) -> Json | None:
    """Who signed a service off, also where that holds no longer; None where nobody has."""
    signed = view.situation.sign_offs.get(service) or view.situation.lapsed.get(service)
    if signed is None:
        return None
    return {
        "by": signed.by,
        "tried": signed.tried,
        "operator": view.by(signed.event),
        "at": signed.event.at,
        "ended_by": signed.ended_by.id if signed.ended_by else None,
        "unknown_needs": [list(group) for group in signed.unknown],
        "reserve": signed.reserve or None,
        "until": signed.terms.until or None,
        "reserve_over": signed.is_over(view.now),
    }
