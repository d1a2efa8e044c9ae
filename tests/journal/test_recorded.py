"""What journals hold by now stays what it is: each kind of act in each of its forms is written as it
was first written, read as it was read, and shown as it was shown, whatever the program learns."""

import json
from pathlib import Path

import pytest

from chwapi_console.journal.record.decode import is_readable, unsealed
from chwapi_console.journal.record.events import body_of, hash_of
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, plan_of, record_of
from journal.forgeries import chained, verdict_on
from journal.record_anew import each_event, states
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


def test_each_event_recorded_says_what_it_said() -> None:
    assert expected("events.json") == each_event(record_of(events()))


def test_what_was_recorded_leaves_everything_as_it_left_it() -> None:
    assert expected("states.json") == states(record_of(events()))


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
