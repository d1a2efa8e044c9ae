"""A small hospital for the tests of the console: two theatres over shared servers, and mail."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

PLAN = """
schema = 1
[incident]
name = "Exercice de nuit"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
drill = true
[sites.imc]
name = "IMC"
[sites.union]
name = "Union"
[services.bloc-imc]
name = "Bloc IMC"
site = "imc"
tier = 1
weight = 9
needs = ["pacs"]
fallback = "dossier papier"
[services.bloc-union]
name = "Bloc Union"
site = "union"
tier = 1
needs = ["pacs", "anes1"]
[services.pacs]
name = "PACS"
site = "imc"
tier = 2
needs = ["app1", ["dc1", "dc2"]]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex1"]
[servers]
app1 = { site = "imc", role = "Serveur PACS", needs = ["sql1"], state = "clean" }
dc1 = { site = "imc", role = "Contrôleur de domaine", restore = "3h", state = "compromised" }
san1 = { site = "imc", role = "Baie de stockage", restore = "1h", state = "compromised" }
dc2 = { site = "union", role = "Contrôleur de domaine", restore = "2h", state = "clean" }
anes1 = { site = "union", role = "Anesthésie", restore = "2h", state = "compromised" }
ex1 = { site = "union", role = "Messagerie", restore = "2h", needs = ["dc2"], state = "compromised" }
[servers.sql1]
site = "imc"
role = "Base du PACS"
needs = ["san1"]
restore = ["1h", "2h", "6h"]
runbook = "windows"
state = "compromised"
address = "10.0.0.7"
[runbooks.windows]
steps = ["isolate", "rebuild", "test"]
"""


@pytest.fixture(autouse=True)
def _the_program_is_older_than_the_nights_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those are of 2021, and a clock that stands before the program was made is told in the place
    of a row."""
    monkeypatch.setattr(
        "chwapi_console.recovery.words.things.host_clock.MADE", datetime(2020, 1, 1, tzinfo=UTC)
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The plan's file, in a folder of its own."""
    path = tmp_path / "inventory.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def unseen(plan: Path) -> Path:
    """A plan of which nobody has looked at any server that is hit."""
    plan.write_text(
        plan.read_text(encoding="utf-8").replace('state = "compromised"', 'state = "unknown"'),
        encoding="utf-8",
    )
    return plan
