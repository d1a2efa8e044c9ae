"""What `--json` prints of the pages for others; as `as_json`, and described in docs/json.md."""

from datetime import datetime

from chwapi_console.cli.output.as_json import Json, condition
from chwapi_console.clock import iso
from chwapi_console.recovery.forecast.pin_price import kept_price
from chwapi_console.recovery.state.threshold import plain_state
from chwapi_console.recovery.words.notes import note_in
from chwapi_console.report.handover import Handover


def handover(of: Handover, head: str, by: str) -> Json:
    """What the next shift must know."""
    view, done = of.view, of.done
    return {
        **page(of, head, by),
        "since": iso(of.began.at),
        "done": {
            "servers": {state: list(servers) for state, servers in done.became.items()},
            "steps": done.ticks,
            "steps_on": done.ticked,
            "up": list(done.up),
            "lost": list(done.lost),
            "signed_off": list(done.signed_off),
            "conditions_met": list(done.met),
        },
        "in_hand": [
            {
                "server": each.server,
                "by": each.by,
                "since": _time(each.since),
                "next_step": each.step or None,
            }
            for each in of.in_hand
        ],
        "blocked": [
            {
                "server": each.server,
                "by": each.by or None,
                "since": _time(each.since),
                "reason": each.reason,
                "awaits": each.block.awaits or None,
                "until": _time(each.block.until),
                "held_by": each.held_by or None,
            }
            for each in of.blocked
        ],
        "to_verify": [
            {
                "server": each.server,
                "state": plain_state(each.state),
                "by": each.by or None,
                "since": _time(each.since),
                "needed": each.needed,
            }
            for each in of.to_verify
        ],
        "to_sign_off": [
            {"service": each, "signs": view.plan.services[each].signs or None}
            for each in of.to_sign_off
        ],
        "conditions_open": [condition(view, each) for each in of.open_conditions],
        "reserves": [condition(view, each) for each in of.reserves],
        "suspect": list(of.suspects),
        "conflicts": list(of.conflicts),
        "pins": [
            {
                "id": pin.subject,
                "reason": pin.reason,
                "before": pin.before or None,
                "until": _time(pin.until),
                "by": view.by(pin.event),
                "at": pin.event.at,
                "moves": dict(price.moves) if (price := kept_price(pin.event)) else None,
            }
            for pin in of.pins
        ],
        "overrides": [
            {
                "id": subject,
                "rule": each.rule,
                "reason": each.reason,
                "operator": view.by(each.event),
                "at": each.event.at,
            }
            for subject, each in of.overrides
        ],
        "notes": [
            {
                "id": event.subject,
                "text": note_in(event),
                "operator": view.by(event),
                "at": event.at,
            }
            for event in done.notes
        ],
        "hours": [
            {
                "person": each.person,
                "minutes": each.minutes,
                "first": iso(each.first),
                "last": iso(each.last),
                "acts": each.acts,
            }
            for each in of.hours
        ],
    }


def page(of: Handover, head: str, by: str) -> Json:
    """What every page says of itself."""
    incident = of.view.plan.incident
    return {
        "incident": incident.name,
        "drill": incident.drill,
        "at": iso(of.view.now),
        "head": head or None,
        "made_by": by or None,
    }


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None
