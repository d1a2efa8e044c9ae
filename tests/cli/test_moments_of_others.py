"""What others wrote where a time may stand, or what a plan's file will hold: no verb ends for it."""

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from chwapi_console.journal.kinds.parts import told_moment
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.things.at_consoles import since_when
from cli.command_line import CommandLine
from hospitals import NOW, plan_of, record_of
from journal.forgeries import Row, chained, written
from journal.recorded_acts import WRITTEN

AT_THE_EDGE = (
    "0001-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59-23:59",
    "2021-01-18T02:10:00",
)
"""Times that some zone, or every, cannot tell; the last says of none which it means."""
HALF_A_LETTER = "\ud800"
VERBS = (
    ("queue",),
    ("services",),
    ("log",),
    ("log", "--json"),
    ("show", "dc1"),
    ("show", "sql1"),
    ("audit",),
    ("conditions",),
    ("handover",),
    ("report",),
    ("progress",),
    ("custody",),
    ("clocks",),
    ("export", "plan", "carried.toml"),
)


def with_each_text(data: Any, odd: str) -> Iterator[Any]:
    """The data as often as texts stand in it, with each once replaced."""
    if isinstance(data, str):
        yield odd
    elif isinstance(data, list):
        for place, part in enumerate(data):
            for made in with_each_text(part, odd):
                yield [*data[:place], made, *data[place + 1 :]]
    elif isinstance(data, dict):
        for name, part in data.items():
            for made in with_each_text(part, odd):
                yield {**data, name: made}


def of_each_kind(odd: str) -> list[dict[str, Any]]:
    """What the recorded acts say, with the odd text in each place: as far as it is an event still."""
    parts = []
    for body in WRITTEN:
        event = json.loads(body)
        if {"keeps"} & event["data"].keys():
            continue
        for data in with_each_text(event["data"], odd):
            part = {"kind": event["kind"], "subject": event["subject"], "data": data}
            if is_an_event(chained([part])[0]):
                parts.append(part)
    return parts


def is_an_event(row: Row) -> bool:
    try:
        unsealed(row[4])
    except ValueError:
        return False
    return True


@pytest.fixture
def timed(here: CommandLine) -> CommandLine:
    """A plan whose steps come to a time."""
    steps = {
        step
        for body in WRITTEN
        if isinstance(step := json.loads(body)["data"].get("step"), str) and step.isalpha()
    }
    assert "isolate" in steps
    text = here.plan.read_text(encoding="utf-8")
    known = tomllib.loads(text).get("steps", {})
    for step in sorted(steps - known.keys()):
        text += f'\n[steps.{step}]\nresult = "time"\n'
    here.plan.write_text(text, encoding="utf-8")
    return here


@pytest.mark.parametrize("odd", [*AT_THE_EDGE, HALF_A_LETTER], ids=ascii)
def test_no_text_of_any_kind_of_event_ends_a_verb(timed: CommandLine, odd: str) -> None:
    rows = chained(of_each_kind(odd))
    assert len(rows) > 100
    written(timed.folder / "evil.journal", rows)
    assert timed.typed("sync", "evil.journal").code in (0, 5)
    assert timed.typed("log", "--json").out.count("\n") > 100
    for verb in VERBS:
        answer = timed.typed(*verb)
        assert answer.code in (0, 2, 3, 5), (verb, answer)


def test_a_found_server_is_taken_in_texts_that_a_plan_can_hold() -> None:
    found = {"site": "imc", "role": "Fichiers"}
    for part in ({"role": HALF_A_LETTER}, {"notes": HALF_A_LETTER}, {"needs": [[HALF_A_LETTER]]}):
        data = {"before": None, "after": found | part}
        (row,) = chained([{"kind": "added", "subject": "nas2", "data": data}])
        assert not is_an_event(row)


@pytest.mark.parametrize("odd", [*AT_THE_EDGE, HALF_A_LETTER, "", "soon", 5, None], ids=ascii)
def test_what_no_zone_can_tell_is_no_time(odd: object) -> None:
    assert told_moment(odd) is None


@pytest.mark.parametrize("odd", [*AT_THE_EDGE, HALF_A_LETTER, "soon"], ids=ascii)
def test_somebody_sat_down_at_no_time_that_no_zone_can_tell(odd: str) -> None:
    seen = view(plan_of(""), record_of([]), NOW)
    assert "" == since_when(seen, odd, NOW)
