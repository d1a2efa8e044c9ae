"""What `--json` prints of the pages for others; as `as_json`, and described in docs/json.md."""

from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.cli.output.as_json import Json, condition, expected_range, tier_moves
from chwapi_console.clock import iso
from chwapi_console.journal.kinds.telling_kinds import HandoverChange
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.forecast.end_of_shift import CouldGoOn, could_go_on
from chwapi_console.recovery.forecast.pin_price import kept_price
from chwapi_console.recovery.state.of_view.means import rests_until
from chwapi_console.recovery.state.of_view.service_changes import ServiceChanges
from chwapi_console.recovery.state.of_view.up_since import lost_since, up_since
from chwapi_console.recovery.state.told.pins import Pin
from chwapi_console.recovery.state.told.promises import Hypothesis, Promise
from chwapi_console.recovery.state.told.threshold import plain_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.notes import note_in
from chwapi_console.recovery.words.why.contest_words import goes_before
from chwapi_console.report.handover import (
    Done,
    Handover,
    ServerInHand,
    Stopped,
    Waiting,
    is_late,
    promised_outlooks,
)
from chwapi_console.report.press_page import again, told_to_press
from chwapi_console.report.shift import Worked
from chwapi_console.report.situation import Awaited, ServiceShare, SituationReport
from chwapi_console.report.unattended import Unattended, worst_unattended

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Outlook


def handover(of: Handover, head: str, by: str) -> Json:
    """What the next shift must know."""
    view, done = of.view, of.done
    return {
        **page(view, head, by),
        "since": iso(of.began.at),
        "done": _done(done),
        **_all_in_hand(of),
        "nobody_at": _unattended(worst_unattended(view)),
        "blocked": [_stopped(each) for each in of.blocked],
        "to_verify": [_to_verify(each) for each in of.to_verify],
        "left_undone": _left_undone(of),
        "to_sign_off": [
            {"service": each, "signs": view.plan.services[each].signs or None}
            for each in of.to_sign_off
        ],
        "conditions_open": [condition(view, each) for each in of.open_conditions],
        "reserves": [condition(view, each) for each in of.reserves],
        "suspect": list(of.suspects),
        "conflicts": list(of.conflicts),
        "pins": [_pin(view, each) for each in of.pins],
        "tier_moves": tier_moves(view),
        "overrides": [
            {"id": subject, "rule": each.rule, "reason": each.reason, **_who(view, each.event)}
            for subject, each in of.overrides
        ],
        "notes": [
            {"id": event.subject, "text": note_in(event), **_who(view, event)}
            for event in done.notes
        ],
        "promises": _promises(of),
        "hypotheses": [_hypothesis(view, each) for each in of.hypotheses],
        "told": [
            {"whom": each.whom, "text": each.text, **_who(view, each.event)} for each in of.told
        ],
        "incident_notes": [_of_the_incident(view, event) for event in of.of_the_incident],
        "taken_over": _taken_over(view),
        "hours": [_hours(each) for each in of.hours],
    }


def _who(view: View, event: Event) -> Json:
    """Who did it, and when: written, and, where somebody said so, really done."""
    done = {"done_at": event.done_at} if event.done_at else {}
    return {"operator": view.by(event), "at": event.at, **done}


def _done(done: Done) -> Json:
    return {
        "servers": {state: list(servers) for state, servers in done.became.items()},
        "steps": done.ticks,
        "steps_on": done.ticked,
        "up": list(done.changes.up),
        "lost": list(done.changes.lost),
        "sank": list(done.changes.sank),
        "turns": _turns(done.changes),
        "signed_off": list(done.signed_off),
        "conditions_met": list(done.met),
        "found_again": list(done.found_again),
        "no_longer_suspect": list(done.cleared),
    }


def _all_in_hand(of: Handover) -> Json:
    return {
        "in_hand": [_held(of.view, each) for each in of.in_hand],
        "could_go_on": [_could_go_on(each) for each in could_go_on(of.view).values()],
    }


def _held(view: View, held: ServerInHand) -> Json:
    return {
        "server": held.server,
        "by": held.by,
        "since": _time(held.since),
        "next_step": held.step or None,
        "rests_until": _time(rests_until(view, held.server)),
    }


def _could_go_on(of: CouldGoOn) -> Json:
    return {
        "server": of.given.server,
        "crew": of.given.crew,
        "from": _time(of.given.since),
        "service": of.service,
        "sooner": of.minutes,
        "on_average": of.on_average,
    }


def _to_verify(waiting: Waiting) -> Json:
    return {
        "server": waiting.server,
        "state": plain_state(waiting.state),
        "by": waiting.by or None,
        "since": _time(waiting.since),
        "needed": waiting.needed,
    }


def _left_undone(of: Handover) -> list[Json]:
    return [{"server": server, "steps": list(steps)} for server, steps in of.left_undone.items()]


def _of_the_incident(view: View, note: Event) -> Json:
    return {"text": note_in(note), **_who(view, note)}


def _pin(view: View, pin: Pin) -> Json:
    price = kept_price(pin.event)
    return {
        "id": pin.subject,
        "reason": pin.reason,
        "before": pin.before or None,
        "until": _time(pin.until),
        "by": view.by(pin.event),
        "at": pin.event.at,
        "moves": dict(price.moves) if price else None,
    }


def _promises(of: Handover) -> list[Json]:
    """With when what is promised is expected, where that is known, and whether that is later."""
    expected = promised_outlooks(of.view, of.promises)
    return [promise_in_json(of.view, each, expected.get(each.id)) for each in of.promises]


def promise_in_json(view: View, promise: Promise, outlook: "Outlook | None") -> Json:
    """A promise, with when what is promised is expected, where that is known."""
    return {
        **_promise(view, promise),
        "expected": expected_range(outlook) if outlook else None,
        "later_than_promised": outlook is not None and is_late(promise, outlook) is True,
    }


def _promise(view: View, promise: Promise) -> Json:
    up = up_since(view, promise) if promise.is_open else None
    lost = lost_since(view, promise) if promise.is_open else None
    overdue = promise.is_open and up is None and lost is None and promise.by <= view.now
    return {
        "promise": promise.id,
        "id": promise.subject,
        "text": promise.terms.text,
        "by": iso(promise.by),
        "state": promise.terms.state,
        "overdue": overdue,
        "up": {"since": _time(up.since), "minutes_late": up.minutes_late} if up else None,
        "lost_since": iso(lost) if lost else None,
        "reason": promise.terms.reason or None,
        **_who(view, promise.event),
        "disagreed": promise.disagreed,
    }


def _hypothesis(view: View, hypothesis: Hypothesis) -> Json:
    settled = hypothesis.settled
    return {
        "event": hypothesis.event.id,
        "id": hypothesis.event.subject,
        "text": hypothesis.text,
        "state": hypothesis.state,
        **_who(view, hypothesis.event),
        "settled_by": settled.id if settled else None,
        "why": note_in(settled) if settled else None,
    }


def _hours(worked: Worked) -> Json:
    return {
        "person": worked.person,
        "minutes": worked.minutes,
        "first": iso(worked.first),
        "last": iso(worked.last),
        "acts": worked.acts,
    }


def _taken_over(view: View) -> Json | None:
    event = view.situation.handed_over
    change = event.payload if event else None
    if event is None or not isinstance(change, HandoverChange) or change.after is None:
        return None
    return {
        "by": change.after.by,
        "servers": list(change.after.servers),
        "operator": view.by(event),
        "at": event.at,
    }


def situation(of: SituationReport, audience: str, head: str, by: str) -> Json:
    """How it stands; the same for every audience."""
    view = of.view
    return {
        **page(view, head, by),
        "for": audience,
        "started": iso(view.started),
        "elapsed": view.elapsed,
        "hit": len(view.hit),
        "back": view.back,
        "unknown": view.unknown,
        "suspect": sorted({*view.suspects, *view.set_aside}),
        "found_again": [found.subject for found in of.found_again],
        **_share(of.all),
        "tiers": [{"tier": int(share.name or 0), **_share(share)} for share in of.tiers],
        "sites": [{"site": share.name, **_share(share)} for share in of.sites],
        "since": _time(of.since),
        "up_since": sorted(of.changes.up),
        "lost_since": sorted(of.changes.lost),
        "sank_since": sorted(of.changes.sank),
        "turns_since": _turns(of.changes),
        "next": [_awaited(of, each) for each in of.awaited],
        "worst": [each.service for each in of.worst],
        "nobody_at": _unattended(of.unattended),
        "blocked": [_stopped(each) for each in of.blocked],
        "later_than_promised": [
            {**_promise(view, each.promise), "p50": _time(each.p50)} for each in of.late
        ],
    }


def press(view: View, head: str, by: str) -> Json:
    """What the press is told, and nothing else."""
    counted = again(view)
    return {
        **page(view, head, by),
        "for": "press",
        "fell": counted.fell,
        "works_again": counted.works,
        "limited_again": counted.limited,
        "sites": [
            {
                "site": told.site,
                "works": list(told.works),
                "limited": list(told.limited),
                "not_as_usual": list(told.not_as_usual),
            }
            for told in told_to_press(view)
        ],
    }


def _turns(of: ServiceChanges) -> list[Json]:
    return [
        {
            "service": service,
            "turns": [{"at": _time(turn.at), "up": turn.up} for turn in turns],
        }
        for service, turns in of.turns
    ]


def _share(share: ServiceShare) -> Json:
    return {
        "services": share.services,
        "up": share.up,
        "partial": share.partial,
        "down": share.down,
        "up_suspect": share.suspect,
        "up_limited": share.limited,
        "fell": share.fallen.fell,
        "up_again": share.fallen.up_again,
        "never_fell": share.fallen.never_fell,
    }


def _awaited(of: SituationReport, each: Awaited) -> Json:
    part, before = of.view.plan.services[each.service], goes_before(of.view, each.service)
    return {
        "service": each.service,
        "name": part.name,
        "site": part.site,
        "tier": part.tier,
        "status": each.status,
        "down_since": _time(each.outage.since) if each.outage else None,
        "p50": _time(each.p50),
        "p90": _time(each.p90),
        "forecast_reason": str(each.reason) if each.reason else None,
        "to_go": len(of.view.missing(each.service)),
        "why": str(before) if before else None,
        "fallback": part.fallback or None,
        "signs": part.signs or None,
        "phone": each.phone or None,
    }


def _unattended(of: Unattended | None) -> Json | None:
    if of is None:
        return None
    return {
        "service": of.service,
        "tier": of.tier,
        "p50": _time(of.expected.p50),
        "p90": _time(of.expected.p90),
        "forecast_reason": str(of.expected.reason) if of.expected.reason else None,
        "next": of.next,
        "others": list(of.others),
    }


def _stopped(each: Stopped) -> Json:
    return {
        "server": each.server,
        "by": each.by or None,
        "since": _time(each.since),
        "reason": each.reason,
        "awaits": each.block.awaits or None,
        "until": _time(each.block.until),
        "held_by": each.held_by or None,
    }


def page(view: View, head: str, by: str) -> Json:
    """What every page says of itself."""
    incident = view.plan.incident
    return {
        "incident": incident.name,
        "drill": incident.drill,
        "at": iso(view.now),
        "head": head or None,
        "made_by": by or None,
    }


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None
