"""What journals hold by now stays what it is: each kind of act in each of its forms is written as it
was first written, read as it was read, and shown as it was shown, whatever the program learns."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.journal.decode import is_readable, unsealed
from chwapi_console.journal.events import Event, body_of, hash_of
from chwapi_console.journal.heads import key_of
from chwapi_console.journal.record import Record
from chwapi_console.recovery.acts.open_steps import deed_in_full
from chwapi_console.recovery.state.view import View, view
from chwapi_console.recovery.words.notes import note_in
from hospitals import NOW, plan_of
from journal.forgeries import chained, verdict_on
from journal.recorded_acts import ELSEWHERE, HOSPITAL, WRITTEN, acted, events, expected


def test_every_act_is_written_as_it_was_when_it_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for recorded, event in zip(WRITTEN, acted(tmp_path, monkeypatch), strict=True):
        assert recorded.decode() == event.body.decode()


@pytest.mark.parametrize("body", [*WRITTEN, *ELSEWHERE], ids=lambda body: json.loads(body)["id"])
def test_what_was_recorded_is_read_and_gives_the_same_bytes(body: bytes) -> None:
    event = unsealed(body)
    assert body == event.body == body_of(event)
    assert is_readable(event)
    assert hash_of(body) == event.hash


def test_everything_recorded_still_fits_together() -> None:
    record = Record()
    received = record.receive(events())
    assert (len(WRITTEN) + len(ELSEWHERE), []) == (len(received.taken), received.refused)


def each_event(shown: View) -> dict[str, Any]:
    """What is made of each event by itself, by its id."""
    return {
        event.id: {
            "act": event.act,
            "key": key_of(event),
            "before": event.before.plain() if event.before else None,
            "after": event.after.plain() if event.after else None,
            "note": note_in(event),
            "words": str(deed_in_full(shown, event)),
        }
        for event in sorted(events(), key=lambda event: event.order)
    }


def states(shown: View) -> dict[str, Any]:
    """What stands in the end, by all of them."""
    situation = shown.situation
    return {
        "servers": {
            name: {
                **state.standing.plain(),
                "conflict": state.conflict,
                "heads": [head.id for head in state.heads],
                "works": shown.works(name),
            }
            for name, state in situation.servers.items()
        },
        "services": {name: state.status for name, state in shown.services.items()},
        "steps": {" ".join(key): act.id for key, act in sorted(situation.steps.items())},
        "notes": {
            subject: [event.id for event in notes]
            for subject, notes in sorted(situation.notes.items())
        },
        "heads": {key: sorted(ids) for key, ids in sorted(situation.step_heads.items())},
        "undone": sorted(situation.undone),
        "not in the plan": list(situation.not_in_plan),
        "pins": [
            {
                "subject": pin.subject,
                "reason": pin.reason,
                "before": pin.before,
                "until": str(pin.until),
                "event": pin.event.id,
            }
            for pin in situation.pins
        ],
        "signed off": {
            service: {"by": signed.by, "tried": signed.tried, "without": sorted(signed.without)}
            for service, signed in {**situation.lapsed, **situation.sign_offs}.items()
        },
        "lapsed": sorted(situation.lapsed),
        "names": dict(sorted(situation.spellings.items())),
        "plans": [event.id for event in shown_plans()],
    }


def the_view() -> View:
    record = Record()
    record.receive(events())
    return view(plan_of(HOSPITAL), record, NOW + timedelta(hours=3))


def shown_plans() -> list[Event]:
    record = Record()
    record.receive(events())
    return record.plans


def test_each_event_recorded_says_what_it_said() -> None:
    assert expected("events.json") == each_event(the_view())


def test_what_was_recorded_leaves_everything_as_it_left_it() -> None:
    assert expected("states.json") == states(the_view())


@pytest.mark.parametrize("holder", [5, ["dba"], {"name": "dba"}, None])
def test_what_a_later_program_calls_a_holder_is_nobody_that_this_one_knows(holder: object) -> None:
    (row,) = chained([{"kind": "told", "data": {"after": {"holder": holder}}}])
    record = Record()
    record.receive([unsealed(row[4])])
    assert ["eve"] == list(view(plan_of(HOSPITAL), record, NOW).situation.spellings.values())


def test_an_undo_of_a_step_that_names_another_act_leaves_the_step_open() -> None:
    forged = {
        "kind": "step.undone",
        "subject": "sql1",
        "data": {"step": "test", "before": "done", "after": "done", "target": "a verdict"},
    }
    rows = chained(
        [{**verdict_on("sql1"), "id": "before"}, {**verdict_on("sql1"), "id": "a verdict"}, forged]
    )
    record = Record()
    record.receive([unsealed(row[4]) for row in rows])
    assert "open" == view(plan_of(HOSPITAL), record, NOW).situation.step_state("sql1", "test")
