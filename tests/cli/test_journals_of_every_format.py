"""Verbs on journals of every format that there was (`tests/journal/formats`), and on a newer one."""

import shutil
from pathlib import Path

import pytest

from chwapi_console.journal.file.file_format import SCHEMA_VERSION
from cli.command_line import CommandLine
from journal.kept_formats import FORMATS, KEPT, bodies, format_in, newer


@pytest.mark.parametrize("kept", FORMATS, ids=lambda path: path.stem)
def test_every_verb_that_looks_reads_it_and_acts_go_on_in_it(here: CommandLine, kept: Path) -> None:
    shutil.copy(KEPT / "plan.toml", here.plan)
    shutil.copy(kept, here.journal)
    assert "san1 restored" in here.done("log").out
    assert "tape 14 is unreadable" in here.done("show", "sql1").out
    assert 0 == here.typed("audit").code
    found, said = format_in(here.journal), here.typed("doctor").out
    assert f"format {found}" in said
    assert (found < SCHEMA_VERSION) == ("the first act brings it up" in said)
    assert bodies(kept) == bodies(here.journal)
    here.done("note", "san1", "still there")
    assert bodies(kept) == bodies(here.journal)[: len(bodies(kept))]
    assert f"format {SCHEMA_VERSION}" in here.typed("doctor", "--json").out


def test_a_newer_journal_answers_who_looks_and_refuses_who_acts(here: CommandLine) -> None:
    newer(here.journal)
    assert "hot" in here.done("log").out
    answer = here.typed("take", "san1")
    assert 4 == answer.code
    assert "use the newer program" in answer.err
    assert 1 == here.typed("doctor").code
