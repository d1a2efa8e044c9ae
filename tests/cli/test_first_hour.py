"""The page that walks the first hour of an attack: each of its commands, in its order, on a list of
300 machines."""

import csv
import io
import os
import shlex
from pathlib import Path

import pytest

from cli.command_line import CommandLine
from inventory.machines import machines

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operator" / "first-hour.md"


def commands() -> list[list[str]]:
    """The command lines of the page."""
    shells = [
        block.partition("```")[0] for block in PAGE.read_text(encoding="utf-8").split("```sh\n")[1:]
    ]
    return [shlex.split(line) for shell in shells for line in shell.splitlines()]


def spreadsheet() -> bytes:
    """The list as a spreadsheet in France or Belgium saves it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Nom", "Site", "Rôle", "Système d'exploitation", "Adresse IP"])
    writer.writerows(machines())
    return text.getvalue().encode("cp1252")


def test_every_command_of_the_first_hour_does_what_the_page_says(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.plan.unlink()
    (here.folder / "machines.csv").write_bytes(spreadsheet())
    (here.folder / "edr.csv").write_bytes(
        "Nom d'hôte;Statut infection\r\nLABO1;Infecté\r\nRIS1;Sain\r\n".encode("cp1252")
    )
    said = {}
    for first, *words in commands():
        if first == "export":
            monkeypatch.setenv(*words[0].split("="))
        else:
            assert "chwapi-console" == first
            said[words[0]] = here.done(*words)
    assert "lead" == os.environ["CHWAPI_OPERATOR"]
    assert "Nothing can be done" not in said["next"].out
    assert (
        300 == len(here.done("queue", "--json").json["entries"]) + 1
    )  # the one that the scanner called clean
    assert {"compromised", "clean"} == {here.state(server) for server in ("labo1", "ris1")}
    assert (here.folder / "night.toml").exists()
