"""What `--json` prints of the clocks of laws; as `report_json`, and described in docs/json.md."""

from datetime import date, datetime

from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.report_json import page
from chwapi_console.clock import iso
from chwapi_console.inventory.laws import known_duties
from chwapi_console.recovery.state.of_view.clocks import Clock, not_in_force
from chwapi_console.recovery.state.of_view.clocks import clocks as clocks_of
from chwapi_console.recovery.state.view.view import View
from chwapi_console.report.draft_page import fields
from chwapi_console.report.situation import SituationReport


def clocks(view: View, head: str, by: str) -> Json:
    """How the clocks of laws stand."""
    said = view.situation.said_of_laws
    running = clocks_of(view)
    return {
        **page(view, head, by),
        "legal": list(view.plan.policy.legal),
        "laws": [
            {
                "law": law,
                "aware_since": iso(since.at) if since else None,
                "aware": since.terms.by if since else None,
                "disagreed": law in said.aware and said.aware[law].in_conflict,
            }
            for law in dict.fromkeys(clock.duty.law for clock in running)
            for since in [said.aware_since(law)]
        ],
        "clocks": [_clock(view, clock) for clock in running],
        "not_in_force": [
            {"id": name, "law": duty.law, "valid_from": _day(duty.valid_from)}
            for name, duty in not_in_force(view).items()
        ],
    }


def draft(situation: SituationReport, duty: str, head: str, by: str) -> Json:
    """The text of a notification; what the record does not say is null."""
    known = known_duties(situation.view.plan)[duty]
    return {
        **page(situation.view, head, by),
        "duty": duty,
        "law": known.law,
        "to": str(known.to),
        "text": str(known.text),
        "fields": [
            {
                "field": each.id,
                "name": str(each.name),
                "value": None if each.value is None else str(each.value),
            }
            for each in fields(situation, duty)
        ],
    }


def _clock(view: View, clock: Clock) -> Json:
    duty = clock.duty
    return {
        "id": clock.id,
        "law": duty.law,
        "state": clock.state,
        "due": _time(clock.due),
        "started": _time(clock.started),
        "notified_at": _time(clock.met_at),
        "notified_by": view.by(clock.met) if clock.met else None,
        "ref": clock.ref or None,
        "disagreed": clock.disagreed,
        "deadline": duty.deadline,
        "starts": duty.starts,
        "text": str(duty.text),
        "to": str(duty.to),
        "phone": duty.phone or None,
        "source": duty.source or None,
        "valid_from": _day(duty.valid_from),
        "checked": _day(duty.checked),
        "verified": bool(duty.verified),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None
