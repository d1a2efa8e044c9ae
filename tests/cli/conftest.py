"""A small hospital for the tests of the command line, in a folder and an environment of its own."""

import os
from pathlib import Path

import pytest

import chwapi_console
from cli.command_line import CommandLine

PLAN = """\
schema = 1
[policy.rules]
"evidence.image" = "off"
[incident]
name = "Nuit blanche"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[sites.union]
name = "Union"
[services.bloc]
name = "Bloc IMC"
site = "imc"
tier = 1
weight = 9
rto = "36h"
needs = ["pacs"]
soft = ["mail"]
fallback = "dossier papier"
[services.pacs]
name = "PACS"
site = "imc"
tier = 2
needs = ["app1", ["dc1", "dc2"]]
[services.mail]
name = "Messagerie"
tier = 4
needs = ["ex1"]
[servers]
app1 = { site = "imc", role = "PACS", needs = ["sql1"], state = "clean" }
sql1 = { site = "imc", role = "Base du PACS", needs = ["san1"], restore = ["1h", "2h", "6h"], state = "compromised", \
runbook = "db", os = "Windows Server 2016", address = "10.0.3.7", contact = "garde 4711", backup = "bande 14", notes = "baie B4" }
san1 = { site = "imc", role = "Stockage", restore = "3h", state = "compromised" }
dc1 = { site = "union", role = "Annuaire", restore = "3h", state = "compromised" }
dc2 = { site = "imc", role = "Annuaire", restore = "2h", state = "compromised" }
ex1 = { site = "union", role = "Courrier", needs = ["dc1"], state = "compromised" }
old = { site = "union", role = "Archive" }
[runbooks.db]
steps = ["isolate", "image", "rebuild"]
"""


@pytest.fixture
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the person's who runs the tests: an operator of our own, English, no terminal."""
    for name in [
        *(n for n in os.environ if n.startswith("CHWAPI_")),
        "SUDO_USER",
        "LOGNAME",
        "NO_COLOR",
        "CI",
        "LC_ALL",
        "LC_CTYPE",
        "LC_MESSAGES",
        "LANG",
    ]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "1")
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("PYTHONPATH", str(Path(chwapi_console.__file__).parent.parent))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("CHWAPI_OPERATOR", "dba")


@pytest.fixture
def here(
    tmp_path: Path,
    quiet_environment: None,
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    """The program in a folder with the plan."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventory.toml").write_text(PLAN, encoding="utf-8")
    return CommandLine(tmp_path)
