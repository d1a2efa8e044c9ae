"""The real program in real processes: pipes, signals, several at once, crashes, and what it
loads."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from fcntl import F_SETPIPE_SZ, fcntl
from pathlib import Path
from select import select

import pytest

from cli.command_line import PATIENCE, Answer, CommandLine, loaded_modules, program

SERVERS = ["app1", "sql1", "san1", "dc1", "dc2", "ex1", "old"]


def test_exit_codes_reach_the_shell(here: CommandLine) -> None:
    assert [0, 1, 2, 3, 4] == [
        here.run(*words).code
        for words in (
            ["queue"],
            ["show", "nobody"],
            ["frob"],
            ["mark", "san1", "verified"],
            ["take", "san1", "--read-only"],
        )
    ]


def test_a_closed_pipe_ends_silently(here: CommandLine) -> None:
    assert Answer(0, "", "") == here.shell("chwapi queue --why | true")
    answer = here.shell("chwapi log --json | head -1; echo ${PIPESTATUS[0]}")
    assert ("0\n", "") == (answer.out, answer.err)
    long = here.shell(
        "for i in 1 2 3 4 5 6 7 8; do chwapi note old $(head -c 9000 /dev/zero | tr '\\0' x) "
        ">/dev/null; done; chwapi log | head -1"
    )
    assert (0, "", 1) == (long.code, long.err, len(long.lines))


@pytest.mark.parametrize("words", ["next", "note dc1 x", "log --follow", "audit", "export plan"])
def test_in_a_folder_that_was_removed_every_verb_is_one_sentence(
    here: CommandLine, words: str
) -> None:
    answer = here.shell(f"mkdir gone; cd gone; rmdir ../gone; PYTHONSAFEPATH=1 chwapi {words}")
    assert (1, 1) == (answer.code, len(answer.err.splitlines())), answer
    assert answer.err.startswith("The folder that you are in is not there any more")


def test_from_a_folder_that_was_removed_a_plan_elsewhere_can_be_used(here: CommandLine) -> None:
    away = "mkdir gone; cd gone; rmdir ../gone; PYTHONSAFEPATH=1 chwapi"
    assert 0 == here.shell(f"{away} take san1 -i {here.plan}").code
    assert "san1" in here.done("log").out


def test_an_act_is_done_even_when_nobody_reads_the_answer(here: CommandLine) -> None:
    assert 0 == here.shell("chwapi mark san1 restored --yes | true").code
    assert 0 == here.shell("chwapi mark dc2 restored --yes >&- 2>&-").code
    assert ["san1", "dc2"] == [
        json.loads(line)["subject"] for line in here.done("log", "--json").lines[1:]
    ]


@pytest.mark.parametrize(
    "words",
    [
        "enter -",
        "note san1 -",
        "take - --yes",
        "mark - restored --yes",
        "import csv - --yes",
        "triage --from - --yes",
        "condition - met",
    ],
)
def test_what_is_to_come_from_a_closed_stdin_is_asked_for_and_nothing_is_written(
    here: CommandLine, words: str
) -> None:
    before = here.run("log", "--json").out
    answer = here.shell(f"chwapi {words} <&-")
    assert (1, "Stdin is closed:") == (answer.code, answer.err[:16]), answer
    assert [] == list(here.folder.glob("chwapi-crash-*"))
    assert before == here.run("log", "--json").out


def test_no_file_of_ours_is_opened_in_the_place_of_a_stream_that_was_closed(
    here: CommandLine,
) -> None:
    here.done("take", "san1")
    waiting = subprocess.Popen(
        ["bash", "-c", 'exec "$@" <&- >&- 2>&-', "bash", *program("wait", "san1", "up")],
        cwd=here.folder,
    )
    try:
        held = dict[str, str]()
        while waiting.poll() is None and str(here.journal) not in held.values():
            held = opened_by(waiting.pid)
    finally:
        waiting.kill()
        waiting.wait(PATIENCE)
    assert [os.devnull] * 3 == [held.get(number) for number in "012"]


SMALLEST_PIPE = 4096


def opened_by(process: int) -> dict[str, str]:
    """What a process has open, by its number."""
    found = dict[str, str]()
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            found[descriptor.name] = str(descriptor.readlink())
    return found


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("together", [False, True])
def test_a_pipe_that_takes_a_part_and_does_not_wait_gets_all_of_it(
    here: CommandLine, unbuffered: str, together: bool
) -> None:
    whole = here.run("log", "--help").out + here.run("queue", "--json").out
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    fcntl(writer, F_SETPIPE_SZ, SMALLEST_PIPE)
    with subprocess.Popen(
        ["bash", "-c", '"$@" log --help && exec "$@" queue --json', "bash", *program()],
        cwd=here.folder,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=writer if together else None,
    ) as printing:
        while printing.poll() is None and select([], [writer], [], 0)[1]:
            pass  # until it is full
        os.close(writer)
        with os.fdopen(reader, "rb") as came:
            said = came.read().decode()
    assert (0, whole) == (printing.returncode, said)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_a_full_disk_takes_a_part_of_is_not_said_to_be_whole(
    here: CommandLine, unbuffered: str
) -> None:
    answer = here.shell(
        f"ulimit -f 1; trap '' XFSZ; PYTHONUNBUFFERED={unbuffered} chwapi queue --json > answer"
    )
    assert (70, 1024) == (answer.code, (here.folder / "answer").stat().st_size)
    assert "The result could not be written: File too large." in answer.err


def unread(folder: Path, *words: str) -> int:
    """The exit code of the program whose first words nobody reads: the pipe is closed before."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            program(*words),
            cwd=folder,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        os.close(writer)
    assert done.stderr == b""
    return done.returncode


def test_findings_are_written_even_when_nobody_reads_what_would_change(here: CommandLine) -> None:
    (here.folder / "scan.csv").write_text("Host;Verdict\nsan1;infected\ndc1;infected\n")
    assert 0 == unread(here.folder, "triage", "--from", "scan.csv", "--yes", "--reopen")
    assert ["compromised"] * 2 == [here.state(each) for each in ("san1", "dc1")]


def test_a_list_and_what_is_inferred_are_written_even_when_nobody_reads_on(
    here: CommandLine,
) -> None:
    (here.folder / "list.csv").write_text(
        "name;site;role;os\nesx9;IMC;Hyperviseur ESXi;\nnew1;IMC;Archive PACS;Windows Server 2019\n"
    )
    assert 0 == unread(here.folder, "import", "csv", "list.csv", "--in-place", "--yes")
    assert "new1" in here.plan.read_text()
    assert 0 == unread(here.folder, "infer", "--in-place", "--yes")
    assert 1 == len(list(here.folder.glob("inventory.toml.before-infer-*")))


def test_who_only_looks_stops_where_nobody_reads_on(here: CommandLine) -> None:
    assert 0 == unread(here.folder, "queue")


@pytest.mark.parametrize("more", ["", "--json"])
def test_an_act_that_cannot_be_told_is_said_to_be_safe(here: CommandLine, more: str) -> None:
    answer = here.shell(f"chwapi mark san1 restored --yes {more} > /dev/full")
    assert (
        70,
        (
            "The result could not be printed: No space left on device. The act itself is written and "
            "safe; log shows it.\n"
        ),
    ) == (answer.code, answer.err)
    assert "restored" == here.state("san1")


@pytest.mark.parametrize(
    ("words", "code"),
    [("check > /dev/null", 0), ("queue > /dev/full", 70), ("note nobody x", 1)],
)
def test_a_full_disk_under_stderr_changes_no_exit_code(
    here: CommandLine, words: str, code: int
) -> None:
    assert code == here.shell(f"unset PYTHONUNBUFFERED; chwapi {words} 2> /dev/full").code


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("needs mail dc1", "inventory.toml.before-needs-*"),
        ("drill night", "night"),
        ("report --output r.md", "r.md"),
    ],
)
def test_what_was_made_and_cannot_be_told_is_not_said_to_be_none(
    here: CommandLine, words: str, made: str
) -> None:
    answer = here.shell(f"chwapi {words} > /dev/full")
    assert [70] == [answer.code] * len(list(here.folder.glob(made)))
    assert "What was asked may be done all the same: look before you do it again." in answer.err


def test_a_full_disk_under_stdout_is_said(here: CommandLine) -> None:
    answer = here.shell("chwapi queue > /dev/full")
    assert (70, "The result could not be written: No space left on device.\n") == (
        answer.code,
        answer.err,
    )


def test_a_journal_that_is_none_is_refused_with_4(here: CommandLine) -> None:
    here.journal.write_text("these are notes, not a database" * 100)
    for words in (["queue"], ["mark", "san1", "clean"]):
        answer = here.run(*words)
        assert (4, "") == (answer.code, answer.out)
        assert "is not a journal" in answer.err
    assert 4 == here.run("queue", "--journal", "nowhere/x.journal").code


def test_ten_marks_at_once_lose_nothing(here: CommandLine) -> None:
    notes = [here.start("note", "old", f"note {n}", "--operator", f"op{n}") for n in range(5)]
    marks = [here.start("take", server, "--operator", server) for server in SERVERS[1:6]]
    assert [0] * 10 == [process.wait(PATIENCE) for process in [*notes, *marks]]
    for process in [*notes, *marks]:
        process.communicate()
    events = here.events()
    acts = [e for e in events if e["kind"] != "plan.seen"]
    assert list(range(1, len(events) + 1)) == [e["seq"] for e in events]
    assert {f"note {n}" for n in range(5)} == {
        e["data"]["text"] for e in acts if e["kind"] == "noted"
    }
    assert set(SERVERS[1:6]) == {e["subject"] for e in acts if e["kind"] == "taken"}
    assert 10 == len(acts)


def test_of_those_who_mark_one_server_at_once_one_writes(here: CommandLine) -> None:
    processes = [here.start("take", "san1", "--operator", f"op{n}") for n in range(4)]
    answers = [
        Answer(p.returncode, *said) for p in processes for said in [p.communicate(timeout=PATIENCE)]
    ]
    assert [0, 3, 3, 3] == sorted(answer.code for answer in answers), answers
    same = [here.start("mark", "dc2", "clean", "--yes", "--operator", f"op{n}") for n in range(4)]
    said = [Answer(p.returncode, *said) for p in same for said in [p.communicate(timeout=PATIENCE)]]
    assert [0] * 4 == [answer.code for answer in said]
    assert 1 == sum("dc2 clean (event" in answer.out for answer in said)
    assert 3 == sum("already so" in answer.err for answer in said)


def test_follow_prints_what_comes_and_ends_with_130(here: CommandLine) -> None:
    here.done("take", "san1")
    follower = here.start("log", "--follow", "--json")
    assert follower.stdout
    assert ["plan", "san1"] == [json.loads(follower.stdout.readline())["subject"] for _ in range(2)]
    here.done("take", "dc2")
    assert "dc2" == json.loads(follower.stdout.readline())["subject"]
    follower.send_signal(signal.SIGINT)
    assert ("", "") == follower.communicate(timeout=PATIENCE)
    assert 130 == follower.returncode


def test_follow_says_how_many_steps_were_ticked(here: CommandLine) -> None:
    follower = here.start("log", "--follow")
    here.done("mark", "sql1", "restored")
    assert follower.stdout
    said = [follower.stdout.readline() for _ in range(2)]
    assert said[1].endswith("  sql1 restored (0 of 3 steps ticked)\n")
    follower.send_signal(signal.SIGINT)
    follower.communicate(timeout=PATIENCE)


def test_follow_waits_for_a_journal_that_is_not_there_yet(here: CommandLine) -> None:
    follower = here.start("log", "--follow")
    here.done("take", "san1")
    assert follower.stdout
    assert "a plan was taken up" in follower.stdout.readline()
    follower.send_signal(signal.SIGINT)
    assert 130 == (follower.communicate(timeout=PATIENCE) and follower.returncode)


def test_a_crash_leaves_a_file_without_secrets_and_exit_code_70(here: CommandLine) -> None:
    code = (
        "import sys; import chwapi_console.session.session as s\n"
        "def fail(*a, **k): secret = 'hunter2'; raise KeyError('hunter2')\n"
        "s.Session.look = fail\n"
        "from chwapi_console.launch import main; sys.exit(main())"
    )
    failed = subprocess.run(
        [sys.executable, "-c", code, "note", "san1", "hunter3", "--operator", "hunter4"],
        cwd=here.folder,
        text=True,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    (crash,) = here.folder.glob("chwapi-crash-*.txt")
    text = crash.read_text()
    assert (70, "") == (failed.returncode, failed.stdout)
    assert str(crash) in failed.stderr
    assert 1 == len(failed.stderr.splitlines())
    assert "builtins.KeyError" in text
    assert "verb note" in text
    assert "hunter3" not in text + failed.stderr
    assert "hunter4" not in text + failed.stderr
    assert 0o600 == crash.stat().st_mode & 0o777


@pytest.mark.parametrize(
    "words",
    [
        ["queue"],
        ["next"],
        ["show", "sql1"],
        ["mark", "san1", "restored", "--yes"],
        ["log"],
        ["check"],
        ["--help"],
        ["frob"],
        [],
    ],
)
def test_no_verb_loads_more_than_it_needs(
    here: CommandLine, words: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(here.folder / "cache"))
    loaded = loaded_modules(words, here.folder)
    assert not {"textual", "rich", "psycopg", "asyncio", "chwapi_console.console"} & loaded
    assert ("pydantic" in loaded) == (words not in (["--help"], ["frob"]))
    for_others = {"pydantic", "dataclasses", "inspect", "chwapi_console.hub_address"}
    assert words == ["check"] or not for_others & loaded_modules(words, here.folder)


def test_on_a_terminal_the_table_fits_80_columns(here: CommandLine) -> None:
    lines = [_without_colours(line) for line in _on_a_terminal(here.folder, ["queue"], columns=80)]
    assert any(line.split()[:2] == ["1", "san1"] for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_no_colour_is_sent_where_none_is_wanted(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.done("mark", "san1", "blocked", "--reason", "x")
    assert any("\x1b[31m" in line for line in _on_a_terminal(here.folder, ["queue"], columns=80))
    assert not any(
        "\x1b[31m" in line
        for line in _on_a_terminal(here.folder, ["queue", "--no-color"], columns=80)
    )
    monkeypatch.setenv("NO_COLOR", "1")
    assert not any(
        "\x1b[31m" in line for line in _on_a_terminal(here.folder, ["queue"], columns=80)
    )
    monkeypatch.setenv("TERM", "dumb")
    assert not any("\x1b" in line for line in _on_a_terminal(here.folder, ["queue"], columns=80))


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("TERM", ""), ("CI", "true")])
def test_on_a_terminal_that_cannot_draw_the_queue_is_text(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    lines = _on_a_terminal(here.folder, [], columns=200)
    assert any("The console needs a terminal that can draw." in line for line in lines)


@pytest.mark.parametrize(
    ("locale", "words", "shown"),
    [
        ("C", [], "cable - tire ..."),
        ("fr_BE.ISO-8859-1", [], "cable - tire ..."),
        ("fr_BE.UTF-8", [], "câble · tiré …"),
        ("fr_BE.UTF-8", ["--ascii"], "câble - tiré ..."),
    ],
)
def test_a_terminal_is_sent_what_its_locale_can_show(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch, locale: str, words: list[str], shown: str
) -> None:
    here.done("note", "san1", "câble · tiré …")
    monkeypatch.setenv("LANG", locale)
    assert any(shown in line for line in _on_a_terminal(here.folder, ["log", *words], columns=120))


def _on_a_terminal(folder: Path, words: Sequence[str], columns: int) -> list[str]:
    """The lines that the real program writes to a pseudo-terminal of that width."""
    controller, terminal = os.openpty()
    environ = {"TERM": "xterm-256color", **os.environ, "COLUMNS": str(columns)}
    process = subprocess.Popen(
        program(*words), cwd=folder, env=environ, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    said = b""
    while True:
        try:
            chunk = os.read(controller, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    os.close(controller)
    process.wait(PATIENCE)
    return said.decode().splitlines()


def _without_colours(line: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", line)
