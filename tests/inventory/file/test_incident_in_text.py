"""Which incident a text is about, whoever wrote it."""

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from chwapi_console.inventory.file.incident_in_text import incident_in

DETECTED = "detected = 2021-01-17T20:46:00+01:00"
MOMENT = datetime(2021, 1, 17, 19, 46, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f'[incident]\nname = "Essai"\n{DETECTED}\n', "Essai"),
        (f"# x\n[ 'incident' ] # y\n{DETECTED} # 12\n\"name\" = 'a \"b\"'\n[sites]", 'a "b"'),
        (f'incident = {{ name = "a\\"b", {DETECTED} }}\n', 'a"b'),
        (f'incident.name = """Essai"""\nincident.{DETECTED}\n', "Essai"),
        (f"[incident]\n{DETECTED}\n[sites.a]\nname = 'a'\n", None),
        ("[incident]\nname = 'a'\ndetected = 2021-01-17\n", None),
        (f"[incident]\nname = 3\n{DETECTED}\n", None),
        ("", None),
    ],
)
def test_the_incident_of_a_plan_is_read_however_it_is_written(text: str, name: str | None) -> None:
    assert incident_in(text) == ((name, MOMENT, False) if name else None)


def test_an_exercise_is_told_from_the_night_that_it_is_called_after() -> None:
    text = f'[incident]\nname = "x"\n{DETECTED}\ndrill = true  # an exercise\n[sites.a]\n'
    assert ("x", MOMENT, True) == incident_in(text)
    assert ("x", MOMENT, False) == incident_in(text.replace("true", "false"))
    inline = f'incident = {{ name = "x", drill = true, {DETECTED} }}\n'
    assert ("x", MOMENT, True) == incident_in(inline)


def test_a_text_that_a_parser_takes_hours_for_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []
    loads = tomllib.loads

    def counted(text: str) -> dict[str, Any]:
        parsed.append(text)
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", counted)
    dotted = "a." * 5_000 + "a = 1\n"
    text = f'[incident]\nname = "x"\n{dotted}{DETECTED}\n{dotted}'
    assert ("x", MOMENT, False) == incident_in(text)
    assert 100 > sum(map(len, parsed))
