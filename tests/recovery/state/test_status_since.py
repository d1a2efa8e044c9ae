"""Since when a service stands as it does: by the acts on the record, as they were really done;
unknown where the plan says so."""

from datetime import datetime

import pytest

from chwapi_console.journal.events import Event, sealed
from chwapi_console.journal.standing import Standing
from chwapi_console.recovery.state.status_since import status_since
from chwapi_console.recovery.state.view import View, view
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", ["dc1", "dc2"]]
soft = ["labo"]
[services.labo]
name = "Labo"
tier = 2
needs = ["lis"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
dc1 = { site = "imc", role = "x", state = "compromised" }
dc2 = { site = "imc", role = "x", state = "compromised" }
lis = { site = "imc", role = "x", state = "compromised" }
spare = { site = "imc", role = "x", state = "clean" }
""")
BACK, TAKEN = (
    Standing("compromised", "restored", "dba"),
    Standing("compromised", "restoring", "dba"),
)
HIT = Standing("compromised")
REPLACED = Standing("compromised", "retired", replacement="spare")


def line(*acts: tuple[str, Standing]) -> list[Event]:
    events: list[Event] = []
    for number, (server, after) in enumerate(acts, 1):
        event = standing_event("a", number, server, after, prev=events[-1] if events else None)
        events.append(sealed(event._replace(at=f"2021-01-18T01:{number:02}:00.000Z")))
    return events


def seen(events: list[Event]) -> View:
    return view(PLAN, record_of(events), NOW)


@pytest.mark.parametrize(
    ("acts", "status", "minute"),
    [
        ([], "down", None),
        ([("lis", BACK)], "down", None),
        ([("app", TAKEN)], "down", None),
        ([("app", BACK)], "partial", 1),
        ([("app", BACK), ("lis", TAKEN)], "partial", 1),
        ([("app", BACK), ("dc1", BACK), ("dc2", BACK)], "limited", 2),
        ([("app", BACK), ("dc1", BACK), ("lis", BACK), ("dc2", BACK)], "up", 3),
        ([("app", BACK), ("dc1", BACK), ("dc2", BACK), ("dc1", HIT)], "limited", 2),
        ([("app", BACK), ("dc1", BACK), ("dc1", HIT)], "partial", 3),
        ([("dc1", BACK), ("app", REPLACED)], "limited", 2),
    ],
)
def test_it_is_since_the_act_that_gave_the_present_status(
    acts: list[tuple[str, Standing]], status: str, minute: int | None
) -> None:
    there = seen(line(*acts))
    began = status_since(there, ["bloc", "labo"])["bloc"]
    assert (status, minute) == (there.services["bloc"].status, began.minute if began else None)


def test_when_it_was_really_done_counts_and_what_was_undone_does_not() -> None:
    (event,) = line(("app", BACK))
    earlier = sealed(event._replace(data={**event.data, "done_at": "2021-01-17T23:30:00.000Z"}))
    assert (
        datetime.fromisoformat("2021-01-17T23:30:00Z")
        == status_since(seen([earlier]), ["bloc"])["bloc"]
    )
    undo = standing_event("a", 2, "app", HIT, prev=event, kind="undone", before=BACK)
    undone = seen([event, sealed(undo._replace(data={**undo.data, "target": event.id}))])
    assert "down" == undone.services["bloc"].status
    assert status_since(undone, ["bloc"]) == {"bloc": None}


def test_a_service_is_accepted_since_it_was_signed_off() -> None:
    events = line(("app", BACK), ("dc1", BACK), ("lis", BACK))
    signed = standing_event("a", 4, "bloc", Standing(), kind="accepted", prev=events[-1])
    signed = sealed(
        signed._replace(
            at="2021-01-18T01:30:00.000Z",
            data={
                "before": None,
                "after": {"by": "head", "tried": "x", "servers": ["app", "dc1"]},
                "act": "y",
            },
        )
    )
    there = seen([*events, signed])
    assert "accepted" == there.services["bloc"].status
    assert datetime.fromisoformat("2021-01-18T01:30:00Z") == status_since(there, ["bloc"])["bloc"]
