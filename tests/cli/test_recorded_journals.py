"""What the program prints of journals that were recorded long ago stays what it was."""

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


def as_then(now: Any, then: Any) -> Any:
    """What is printed now, without what was not printed then: JSON may gain keys, and loses none."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {name: as_then(now[name], then[name]) for name in then if name in now}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [as_then(*both) for both in zip(now, then, strict=True)]
    return now


def test_the_log_prints_of_what_was_recorded_what_it_printed(recorded: CommandLine) -> None:
    now = recorded.events()
    then = expected("log.json")
    assert then == as_then(now, then)
    assert [event["data"] for event in then] == [event["data"] for event in now]


def test_an_audit_finds_of_what_was_recorded_what_it_found(recorded: CommandLine) -> None:
    then = expected("audit.json")
    assert then == as_then(recorded.typed("audit", "--json").json, then)
