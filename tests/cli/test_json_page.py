"""docs/json.md and the program say the same: the keys of every example are those of a real
answer."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.command_line import CommandLine
from journal.hubs import a_hub

PAGE = Path(__file__).parents[2] / "docs" / "json.md"
EXAMPLES = {
    title: json.loads(example)
    for title, example in re.findall(
        r"^## `(.+?)`\n.*?^```json\n(.*?)^```",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
}

COMMANDS = {
    "queue --json": ["queue", "--json"],
    "next --json": ["next", "--json"],
    "compare --json": ["compare", "bloc", "mail", "--json"],
    "mark --json": ["mark", "dc1", "restored", "--yes", "--json"],
    "step --json": ["step", "sql1", "image", "--json"],
    "services --json": ["services", "--json"],
    "forecast --json": ["forecast", "--crews", "9", "--json"],
    "progress --json": ["progress", "--json"],
    "wait --json": ["wait", "san1", "restored", "--timeout", "0s", "--json"],
    "log --json": ["log", "--json"],
    "handover --json": ["handover", "--json"],
    "report --json": ["report", "--json"],
    "report --for press --json": ["report", "--for", "press", "--json"],
    "sheet --json": ["sheet", "next", "--limit", "1", "--json"],
    "clocks --json": ["clocks", "--json"],
    "draft --json": ["draft", "gdpr", "--json"],
    "sync --json": ["sync", "other.journal", "--json"],
    "hub init --json": ["hub", "init", "--json"],
    "hub status --json": ["hub", "status", "--json"],
    "audit --json": ["audit", "--json"],
    "sign --json": ["sign", "--json"],
    "drill --json": ["drill", "--json"],
    "export --json": ["export", "evidence", "night.zip", "--purpose", "x", "--json"],
    "export plan --json": ["export", "plan", "--json"],
    "import --json": ["import", "csv", "list.csv", "--yes", "--new-sites", "--json"],
    "triage --json": ["triage", "--from", "edr.csv", "--yes", "--json"],
    "doctor --json": ["doctor", "--json"],
    "config --json": ["config", "--json"],
    "help --json": ["help", "next", "--json"],
    "completion --json": ["completion", "--json", "words", "--", "mar"],
    "check --json": ["check", "--json"],
    "init --json": ["init", "--yes", "--json", "-i", "draft.toml"],
    "infer --json": ["infer", "--json"],
    "needs --json": ["needs", "bloc", "dc1,dc2", "--json"],
    "diff --json": ["diff", "--json"],
    "show SERVER --json": ["show", "sql1", "--json"],
    "show ID --without --json": ["show", "dc1", "--without", "--json"],
    "show SERVICE --json": ["show", "bloc", "--json"],
    "conditions --json": ["conditions", "--json"],
    "custody --json": ["custody", "--json"],
    "show SITE --json": ["show", "imc", "--json"],
    "show PERSON --json": ["show", "dba", "--json"],
    "show PROMISE --json": ["show", "PROMISE", "--json"],
    "show CREW --json": ["show", "windows", "--json"],
    "show crews --json": ["show", "crews", "--json"],
    "show groups --json": ["show", "groups", "--json"],
    "show LANE --json": ["show", "tape", "--json"],
    "show CONDITION --json": ["show", "images", "--json"],
}

CONDITION = """[conditions.images]
name = "Images at the bedside"
who = "radiology"
needs = ["mail"]
estimate = "30m"
"""


HANDED = [
    "hand-over",
    "E1",
    "--from",
    "lead",
    "--to",
    "police",
    "--place",
    "lab",
    "--purpose",
    "analysis",
]


def _with_laws(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    said = '[policy]\nlegal = ["gdpr", "nis2-be"]\n'
    here.plan.write_text(
        plan.replace("[policy.rules]", f"{said}[policy.rules]", 1), encoding="utf-8"
    )
    here.done("notified", "gdpr-authority", "--ref", "2021-17")


def _with_evidence(here: CommandLine) -> None:
    here.done("evidence", "sql1", "--item", "E1", "--sha256", "ab" * 32)
    here.done(*HANDED)


def _with_words_of_all_kinds(here: CommandLine) -> None:
    here.done("note", "--hypothesis", "by the VPN")
    here.done("note", "--told", "director", "theatre at eight")
    here.done("note", "incident", "the firm comes at six")
    here.done("promise", "bloc", "two theatres", "--by", "9000-01-01")
    here.done("handover", "accept", "--by", "dba")


def _with_public_services(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    public = text.replace("[services.bloc]", "[services.bloc]\npublic = true")
    here.plan.write_text(public, encoding="utf-8")


def _with_a_crew(here: CommandLine) -> None:
    crew = '[crews.windows]\nname = "Windows"\n'
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + crew, encoding="utf-8")


def _with_a_lane(here: CommandLine) -> None:
    lane = '[lanes.tape]\nname = "Tape"\nat_once = 1\nwork = ["restore"]\n'
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + lane, encoding="utf-8")


def _with_the_promise(here: CommandLine, words: list[str]) -> list[str]:
    """The words with the id of the promise that was made, which nobody knows before."""
    if "PROMISE" not in words:
        return words
    made = here.done("handover", "--json").json["promises"][0]["promise"]
    return [made if word == "PROMISE" else word for word in words]


PREPARED: dict[str, Callable[[CommandLine], object]] = {
    "show PROMISE --json": lambda here: here.done("promise", "bloc", "x", "--by", "9000-01-01"),
    "show CREW --json": _with_a_crew,
    "show crews --json": _with_a_crew,
    "show LANE --json": _with_a_lane,
    "report --for press --json": _with_public_services,
    "clocks --json": _with_laws,
    "custody --json": _with_evidence,
    "handover --json": _with_words_of_all_kinds,
    "triage --json": lambda here: here.done("take", "ex1"),
}

OPEN = {"data", "saw", "history"}
"""Keys whose content depends on the case."""


@pytest.mark.parametrize("title", COMMANDS)
def test_every_example_has_the_keys_of_a_real_answer_and_the_schema_stands_first(
    here: CommandLine,
    title: str,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    if title.startswith("hub"):
        monkeypatch.setenv("CHWAPI_HUB", a_hub(request.getfixturevalue("postgres")))
    (here.folder / "list.csv").write_text(
        "Nom;Site;IP;RAM\nweb9;Notre-Dame;10.0.3.1;8\nsan1;IMC;10.0.3.2;8\n"
        "sql1;IMC;10.0.3.9;8\n;;10.0.0.9;\n"
    )
    (here.folder / "edr.csv").write_text(
        "Nom d'hôte;Statut infection\nold;Sain\ndc1;Sain\nsan1;Infecté\nex1;Sain\napp1;Sain\n"
        "nobody;Infecté\n",
        encoding="utf-8",
    )
    for subject in ("sql1", "bloc"):
        here.done("note", subject, "x")
    here.done("mark", "san1", "restored", "--note", "y", "--at", "2021-01-18T02:10")
    if title in ("handover --json", "report --json"):
        here.done("take", "sql1")
        here.done("mark", "dc1", "blocked", "--reason", "x")
    if title in PREPARED:
        PREPARED[title](here)
    if title == "show PERSON --json":
        here.done("take", "sql1")
    if title == "sign --json":
        if shutil.which("ssh-keygen") is None:
            pytest.skip("needs OpenSSH")
        monkeypatch.setenv("XDG_STATE_HOME", str(here.folder))
    if title == "show SERVICE --json":
        here.done("mark", "dc2", "sql1", "restored")
        here.done("accept", "bloc", "--by", "head of theatre", "--tried", "z", "--yes")
    if "ondition" in title.lower():
        here.plan.write_text(here.plan.read_text(encoding="utf-8") + CONDITION, encoding="utf-8")
        here.done("note", "images", "x")
    answer = here.typed(*_with_the_promise(here, COMMANDS[title]))
    assert answer.code == (3 if title == "triage --json" else 0), answer
    real = json.loads(answer.lines[-1])
    assert _differences(EXAMPLES[title], real) == []
    assert [("schema", 1)] * 2 == [next(iter(of.items())) for of in (EXAMPLES[title], real)]


def test_every_example_of_the_page_is_tried() -> None:
    assert COMMANDS.keys() == EXAMPLES.keys()


def test_an_entry_of_next_is_one_of_the_queue() -> None:
    assert EXAMPLES["queue --json"]["entries"][0] == EXAMPLES["next --json"]["entry"]


def _differences(example: Any, real: Any, where: str = "") -> list[str]:
    """Keys that only one of the two has; of lists the first members are compared, where both have
    one."""
    if isinstance(example, list) and isinstance(real, list):
        return _differences(example[0], real[0], where) if example and real else []
    if not (isinstance(example, dict) and isinstance(real, dict)):
        return []
    found = [f"{where}.{key}" for key in example.keys() ^ real.keys()]
    inside = (key for key in example.keys() & real.keys() if key not in OPEN)
    return found + [
        d for key in inside for d in _differences(example[key], real[key], f"{where}.{key}")
    ]
