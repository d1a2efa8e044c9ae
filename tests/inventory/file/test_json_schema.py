"""The JSON Schema says of a file what the models say of it, as an editor would read it."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from chwapi_console.inventory.faults import Gravity, PlanError
from chwapi_console.inventory.file import schema as shape
from chwapi_console.inventory.file.json_schema import DESCRIPTIONS, plan_schema, schema_text
from chwapi_console.inventory.file.load import parse
from hospitals import HEAD
from inventory.proposals.test_catalogue import proposed
from inventory.test_faults import SOUND

INVENTORY = Path(__file__).parents[3] / "inventory.toml"
VALIDATOR = Draft202012Validator(plan_schema())


def told(text: str) -> list[str]:
    """Where an editor would draw a line, as paths."""
    return [
        ".".join(map(str, error.absolute_path))
        for error in VALIDATOR.iter_errors(_as_json(tomli.loads(text)))
    ]


def _as_json(value: Any) -> Any:
    """What an editor hands to a schema: times are text."""
    if isinstance(value, Mapping):
        return {key: _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def test_it_is_a_schema_itself() -> None:
    Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize(
    "text", [INVENTORY.read_text(encoding="utf-8"), HEAD + SOUND, proposed(), proposed(code="fr")]
)
def test_sound_plans_pass(text: str) -> None:
    assert [] == told(text)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("tier = 1", "tier = 9"), "services.bloc.tier"),
        (("tier = 1", "tier = true"), "services.bloc.tier"),
        (("tier = 1", "teir = 1\ntier = 1"), "services.bloc"),
        (("tier = 1", ""), "services.bloc"),
        (("tier = 1", 'tier = 1\nrto = "soon"'), "services.bloc.rto"),
        (("tier = 1", "tier = 1\nrto = 3"), "services.bloc.rto"),
        (("tier = 1", "tier = 1\nweight = 0"), "services.bloc.weight"),
        (("tier = 1", "tier = 1\nsigns = 3"), "services.bloc.signs"),
        (("tier = 1", 'tier = 1\nunnamed = "app"'), "services.bloc.unnamed"),
        (('needs = ["sql1"]', 'needs = "sql1"'), "services.bloc.needs"),
        (('needs = ["sql1"]', "needs = [3]"), "services.bloc.needs.0"),
        (('needs = ["sql1"]', 'needs = [["sql1"]]'), "services.bloc.needs.0"),
        (('role = "SQL"', "role = 3"), "servers.sql1.role"),
        (('role = "SQL"', 'role = "SQL", state = "dead"'), "servers.sql1.state"),
        (('["1h", "2h", "6h"]', '["1h", "2h"]'), "servers.sql1.restore"),
        (("20:46:00+01:00", "20:46:00"), "incident.detected"),
        (("2021-01-17T", "1921-01-17T"), "incident.detected"),
        (("schema = 1", "schema = 2"), "schema"),
        (("[servers]", '[servers]\n"a b" = { site = "imc", role = "x" }'), "servers"),
        (("[servers]", "[runbooks.x]\nsteps = []\n[servers]"), "runbooks.x.steps"),
        (("[servers]", "[servres]"), ""),
    ],
)
def test_what_check_refuses_for_its_shape_an_editor_marks(
    change: tuple[str, str], where: str
) -> None:
    text = (HEAD + SOUND).replace(*change, 1)
    with pytest.raises(PlanError):
        parse(text, Path("plan.toml"))
    assert where in told(text)


@pytest.mark.parametrize(
    "written", ["45m", "2h", "1h30", "1h 30 min", "2d", "2d 4h", "1d 30m", "90 min"]
)
def test_both_take_the_same_durations(written: str) -> None:
    text = (HEAD + SOUND).replace("tier = 1", f'tier = 1\nrto = "{written}"')
    assert [] == [f for f in parse(text, Path("plan.toml")).findings if f.gravity is Gravity.FAULT]
    assert [] == told(text)


@pytest.mark.parametrize("written", ["", "h", "2", "2 days", "h30", "-2h", "1.5h"])
def test_both_refuse_the_same_durations(written: str) -> None:
    text = (HEAD + SOUND).replace("tier = 1", f'tier = 1\nrto = "{written}"')
    with pytest.raises(PlanError):
        parse(text, Path("plan.toml"))
    assert ["services.bloc.rto"] == told(text)


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_every_field_says_what_it_means(name: str) -> None:
    fields = {field.alias or key for key, field in getattr(shape, name).model_fields.items()}
    assert fields == DESCRIPTIONS[name].keys()
    part = plan_schema() if name == "Plan" else plan_schema()["$defs"][name]
    assert all(field["description"] for field in part["properties"].values())
