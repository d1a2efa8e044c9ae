"""`show SERVICE` and `show SERVER`: who decided what the plan says of it, and when."""

from datetime import UTC, datetime

import pytest

from chwapi_console.inventory.file import load
from cli.command_line import CommandLine, stop_the_clock

TITLE = "What the plan says of it, and since when"

BEFORE = "before that as the oldest plan has it that was read of the record: anna, 09:00"


@pytest.fixture
def edited(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Two edits of the plan: one that somebody acted by since, and one that nobody did."""
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 8, 0, tzinfo=UTC))
    here.done("note", "bloc", "first", "--operator", "anna")
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(text.replace("weight = 9", "weight = 12"), encoding="utf-8")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 9, 30, tzinfo=UTC))
    here.done("note", "bloc", "second", "--operator", "carla")
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        text.replace('restore = ["1h", "2h", "6h"]', 'restore = "9h"'), encoding="utf-8"
    )
    return here


def section(of: CommandLine, *words: str) -> list[str]:
    lines = of.done("show", *words).lines
    rest = lines[lines.index(TITLE) + 1 :]
    return [line.strip() for line in rest[: rest.index("") if "" in rest else len(rest)]]


def test_it_is_told_who_first_acted_by_another_weight_and_when(edited: CommandLine) -> None:
    assert [
        "weight 9 → 12 by the plan that carla first acted by, 10:30",
        BEFORE,
    ] == section(edited, "bloc")
    (told,) = edited.done("show", "bloc", "--json").json["decided"]
    assert {
        "field": "weight",
        "old": "9",
        "new": "12",
        "operator": "carla",
        "at": "2021-01-18T09:30:00.000Z",
    } == told


def test_what_no_plan_said_otherwise_is_told_as_the_same(edited: CommandLine) -> None:
    assert ["the same since the oldest plan that was read of the record: anna, 09:00"] == section(
        edited, "pacs"
    )


def test_an_edit_that_nobody_acted_by_is_told_as_such(edited: CommandLine) -> None:
    assert [
        'restore ["1h", "2h", "6h"] → "9h" by an edit that nobody has acted by yet',
        BEFORE,
    ] == section(edited, "sql1")
    (told,) = edited.done("show", "sql1", "--json").json["decided"]
    assert (None, None) == (told["operator"], told["at"])


def test_what_was_not_in_the_plan_before_is_new_in_it(edited: CommandLine) -> None:
    text = edited.plan.read_text(encoding="utf-8")
    line = 'late1 = { site = "imc", role = "x" }\n'
    edited.plan.write_text(text.replace("[servers]\n", "[servers]\n" + line), encoding="utf-8")
    assert ["new in the plan by an edit that nobody has acted by yet"] == section(edited, "late1")


def test_before_anybody_acted_nothing_is_told_of_it(here: CommandLine) -> None:
    assert TITLE not in here.done("show", "bloc").out
    assert [] == here.done("show", "bloc", "--json").json["decided"]


def test_the_page_of_a_service_has_its_promises_in_json(here: CommandLine) -> None:
    here.done("promise", "bloc", "two theatres", "--by", "9000-01-01")
    (told,) = here.done("show", "bloc", "--json").json["promises"]
    assert ("two theatres", "open") == (told["text"], told["state"])


def test_plans_that_were_read_once_are_not_parsed_again(
    edited: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, parsed = section(edited, "bloc"), list[str]()
    monkeypatch.setattr(load, "parse", lambda text, *_: parsed.append(text))
    assert first == section(edited, "bloc")
    assert [] == parsed
