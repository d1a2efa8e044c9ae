"""Habits of terminals: who asks for colours or for none, what a pager shows, who is told that
something lasts, and how help is asked for."""

import io
from pathlib import Path

import pytest

from chwapi_console.cli.line.options import colours_forced
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.cli.output.output import Output
from chwapi_console.cli.output.pager import pager, shown_in_pager
from chwapi_console.cli.output.still_at_it import told_that_it_lasts
from chwapi_console.text import ENGLISH
from cli.command_line import CommandLine, Terminal
from cli.line_terminal import LineTerminal

ESCAPE = "\x1b["


@pytest.mark.parametrize(
    ("environ", "forced"),
    [
        ({}, None),
        ({"NO_COLOR": ""}, None),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "0"}, False),
        ({"CLICOLOR": "0"}, False),
        ({"CLICOLOR": "1"}, None),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "0"}, None),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "3", "CLICOLOR": "0"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_who_wants_no_colours_has_none_and_who_forces_them_has_them_anywhere(
    environ: dict[str, str], forced: bool | None
) -> None:
    assert forced is colours_forced(environ)


def test_colours_go_into_a_pipe_only_where_they_are_forced(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = here.done("queue").out
    assert ESCAPE not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = here.done("queue").out
    assert ESCAPE in coloured
    assert ESCAPE not in here.done("queue", "--no-color").out
    assert ESCAPE not in here.done("queue", "--json").out
    for code in ("0", "1", "2", "31", "35"):
        coloured = coloured.replace(f"{ESCAPE}{code}m", "")
    assert plain == coloured


def test_at_a_terminal_clicolor_0_takes_the_colours_away(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.done("mark", "san1", "blocked", "--reason", "x")
    assert f"{ESCAPE}31m" in here.answered("", "queue").out
    monkeypatch.setenv("CLICOLOR", "0")
    assert f"{ESCAPE}31m" not in here.answered("", "queue").out


# A pager


def script(folder: Path, name: str) -> Path:
    """A pager that says that it was run, and shows all."""
    path = folder / name
    path.write_text("#!/bin/sh\necho PAGED\ncat\n")
    path.chmod(0o755)
    return path


def test_what_is_longer_than_the_terminal_goes_to_the_pager_whole(here: CommandLine) -> None:
    path = script(here.folder.parent, "showing")
    with LineTerminal(here, "help", environ={"PAGER": f"{path} -x", "LINES": "24"}) as at:
        assert 0 == at.ended()
    assert at.printed.startswith("PAGED")
    assert "130" in at.printed


def test_what_fits_and_what_is_asked_for_without_is_printed(here: CommandLine) -> None:
    environ = {"PAGER": str(script(here.folder.parent, "showing")), "LINES": "24"}
    for words in (("compare", "san1", "dc1"), ("help", "--no-pager"), ("help", "--json")):
        with LineTerminal(here, *words, environ=environ) as at:
            assert 0 == at.ended()
        assert "PAGED" not in at.printed
        assert at.printed


def test_with_a_pager_the_queue_leaves_nothing_out(here: CommandLine) -> None:
    environ = {"PAGER": str(script(here.folder.parent, "showing")), "LINES": "6"}
    with LineTerminal(here, "queue", environ=environ) as at:
        assert 0 == at.ended()
    assert "ex1" in at.printed
    with LineTerminal(here, "queue", "--no-pager", environ=environ) as at:
        assert 0 == at.ended()
    assert "1 more" in at.printed


@pytest.mark.parametrize("said", ["", "cat", "no-such-program", "'", "./showing", "showing"])
def test_no_pager_and_none_from_the_current_folder_is_run(here: CommandLine, said: str) -> None:
    script(here.folder, "showing")
    script(here.folder, "less")
    for path in (".:", f"{here.folder}", ""):
        with LineTerminal(here, "help", environ={"PAGER": said, "LINES": "24", "PATH": path}) as at:
            assert 0 == at.ended()
        assert "PAGED" not in at.printed
        assert "130" in at.printed


def test_less_starts_no_other_program_and_keeps_no_file_unless_its_reader_says_so(
    tmp_path: Path,
) -> None:
    """LESSOPEN, which many systems set, and a file of keys could name programs."""
    told = tmp_path / "told"
    command = ["/bin/sh", "-c", f'echo "$LESSSECURE $LESSHISTFILE $LESS" > {told}; cat > {told}.in']
    assert shown_in_pager("é\n", command, "UTF-8", {"LESSOPEN": "|/bin/false %s"})
    assert ("1 - FRX\n", "é\n") == (told.read_text(), told.with_name("told.in").read_text())
    assert shown_in_pager("", command, "UTF-8", {"LESS": "-S", "LESSSECURE": "0"})
    assert "0 - -S\n" == told.read_text()


def test_a_pager_that_is_left_early_or_fails_ends_well(here: CommandLine) -> None:
    path = script(here.folder.parent, "failing")
    path.write_text("#!/bin/sh\nexit 3\n")
    with LineTerminal(here, "help", environ={"PAGER": str(path), "LINES": "24"}) as at:
        assert 0 == at.ended()
    assert "Traceback" not in at.printed


def test_a_folder_of_path_that_is_the_current_one_is_passed_over(
    here: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("bin")
    script(here.folder, "less")
    assert None is pager({"PATH": str(here.folder)})
    script(elsewhere, "less")
    assert [str(elsewhere / "less")] == pager({"PATH": f"{here.folder}:{elsewhere}"})


def test_only_verbs_that_ask_nothing_are_paged() -> None:
    paged = {name for name, verb in VERBS.items() if verb.paged}
    assert {"queue", "log", "help"} <= paged
    assert {"do", "init", "import", "infer", "triage", "wait", "pin"}.isdisjoint(paged)


# What lasts


def test_who_waits_at_a_terminal_is_told_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chwapi_console.cli.output.still_at_it.PAUSES", (0.01, 60.0))
    told = _Told()
    monkeypatch.setattr("sys.stderr", told)
    out = Output(ENGLISH, {})
    with told_that_it_lasts(out, "sync"):
        told.wait_for("sync: still at it")
    assert not out.last_complaint


def test_once_a_question_is_asked_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chwapi_console.cli.output.still_at_it.PAUSES", (60.0,))
    out = Output(ENGLISH, {})
    with told_that_it_lasts(out, "import"):
        out.before_asking()


class _Told(Terminal):
    """A terminal of which one can wait for words."""

    def wait_for(self, words: str) -> None:
        import time

        end = time.monotonic() + 30
        while words not in self.getvalue():
            assert time.monotonic() < end
            time.sleep(0.005)


def test_a_verb_in_a_pipe_tells_nobody_that_it_lasts(here: CommandLine) -> None:
    assert "" == here.run("queue").err


# Help


@pytest.mark.parametrize("verb", VERBS)
def test_help_and_its_short_option_say_the_same_of_each_verb(here: CommandLine, verb: str) -> None:
    said = here.done("help", verb).out
    assert f"chwapi-console {verb}" in said
    assert said == here.done(verb, "-h").out == here.done(verb, "--help").out


def test_help_of_no_verb_offers_the_nearest(here: CommandLine) -> None:
    answer = here.typed("help", "queu")
    assert (2, 'There is no verb "queu". Did you mean "queue"?') == (
        answer.code,
        answer.err.strip(),
    )


def test_help_is_the_page_of_the_program(here: CommandLine) -> None:
    assert here.done("help").out == here.done("--help").out
    assert here.done("help", "--json").json["lines"] == here.done("help").lines


def test_output_keeps_no_words_for_a_pager_that_is_not_asked_for() -> None:
    out = Output(ENGLISH, {})
    out.page_by(None)
    assert not out.pages
    assert isinstance(out._out, io.TextIOBase)
