"""Whether a record is that of another incident: an exercise, or last year's.

What of it comes into a record is never taken out again.
"""

from collections.abc import Iterable

from chwapi_console.inventory.file.incident_in_text import WhichIncident, incident_in, which
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.rules.cases import RecordCase
from chwapi_console.recovery.rules.of_record import of_another
from chwapi_console.text import Value, beginning, say


def other_incident(ours: Incident, here: Record, there: Iterable[Event]) -> Value | None:
    """What the record `there` is of, where it shares no incident with ours.

    Ours are those of the plans seen `here`, and that of the plan in force unless the record here is
    another's itself: an exercise does not become the night by an edit of its plan. None where one is
    shared, or nobody says what that record is of.
    """
    known = incidents_of(here.plans)
    if of_another(RecordCase("", ours, known, here.latest_moment)) is None:
        known.add(which(ours))
    others = incidents_of(there)
    if not others or known & others:
        return None
    other = min(others, key=lambda each: each.name)  # moments without a zone have no order
    if any(other.drill == each.drill for each in known):
        return beginning(other.name)
    if other.drill:
        return say("{name} (an exercise)", name=beginning(other.name))
    return say("{name} (no exercise)", name=beginning(other.name))


def incidents_of(seen: Iterable[Event]) -> set[WhichIncident]:
    """Which incidents the plans are of that were taken up."""
    return {
        incident
        for event in seen
        if isinstance(event.payload, PlanSeen)
        and event.payload.text
        and (incident := incident_in(event.payload.text)) is not None
    }
