"""What the program prints of journals that were recorded long ago stays what it was."""

import json
from typing import Any

import pytest

from chwapi_console.journal.sqlite import SqliteStore
from cli.command_line import CommandLine
from journal.recorded_acts import PLAN, events, expected


@pytest.fixture
def recorded(here: CommandLine) -> CommandLine:
    """The command line beside the recorded journal."""
    here.plan.write_text(PLAN, encoding="utf-8")
    store = SqliteStore(here.journal)
    assert not store.receive(events()).refused
    store.close()
    return here


def logged(recorded: CommandLine) -> list[dict[str, Any]]:
    """What `log --json` prints; whether an act is signed is known only where there is OpenSSH."""
    lines = [json.loads(line) for line in recorded.done("log", "--json").lines]
    return [{name: line[name] for name in line if name != "signed"} for line in lines]


def audited(recorded: CommandLine) -> dict[str, Any]:
    """What `audit --json` prints, without what it says of the folder and of keys."""
    found = recorded.typed("audit", "--json").json
    return {name: found[name] for name in found if name not in ("open_to_all", "unsigned")}


def test_the_log_prints_of_what_was_recorded_what_it_printed(recorded: CommandLine) -> None:
    assert expected("log.json") == logged(recorded)


def test_an_audit_finds_of_what_was_recorded_what_it_found(recorded: CommandLine) -> None:
    assert expected("audit.json") == audited(recorded)
