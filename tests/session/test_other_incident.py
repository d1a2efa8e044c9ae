"""Which incident the record of somebody else is of."""

import hashlib

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.session.other_incident import other_incident
from hospitals import plan_of, record_of, standing_event

OURS = plan_of("").incident


def seen(name: str, detected: str, *, drill: bool = False) -> Event:
    """That a plan of such an incident was taken up."""
    said = "drill = true\n" if drill else ""
    text = f'[incident]\nname = "{name}"\ndetected = {detected}\n{said}'
    data = {"digest": hashlib.sha256(text.encode()).hexdigest(), "text": text}
    return sealed(standing_event("a", 1, "plan", Standing())._replace(kind="plan.seen", data=data))


def test_moments_with_a_zone_and_without_are_told_beside_each_other() -> None:
    """A plan without a zone is none, but the text is a stranger's."""
    there = [seen("x", "2026-01-01T00:00:00Z"), seen("x", "2026-01-01T00:00:00")]
    assert "x" == str(other_incident(OURS, Record(), there))


def test_an_exercise_by_the_name_of_the_night_is_another_incident_in_both_directions() -> None:
    began = OURS.detected.isoformat()
    night, exercise = seen(OURS.name, began), seen(OURS.name, began, drill=True)
    assert other_incident(OURS._replace(drill=False), Record(), [night]) is None
    assert other_incident(OURS._replace(drill=False), Record(), [exercise]) is not None
    assert other_incident(OURS._replace(drill=True), Record(), [night]) is not None
    assert other_incident(OURS._replace(drill=True), record_of([night]), [night, exercise]) is None
    assert other_incident(OURS, Record(), ()) is None
