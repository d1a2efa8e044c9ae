"""`doctor` says what is and is not right here, and changes nothing by looking."""

import os
import time
from pathlib import Path

import pytest

from chwapi_console.session.fitness import SUBJECTS, Terminal, of_host
from cli.command_line import CommandLine


def states(here: CommandLine, *words: str) -> dict[str, str]:
    return {
        each["id"]: each["state"]
        for each in here.typed("doctor", "--json", *words).json["findings"]
    }


def told(here: CommandLine, subject: str) -> str:
    findings = here.typed("doctor", "--json").json["findings"]
    return str(next(each["text"] for each in findings if each["id"] == subject))


def test_where_all_is_well_it_says_so_and_makes_nothing(here: CommandLine) -> None:
    before = sorted(here.folder.iterdir())
    answer = here.typed("doctor")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[-1] == "Nothing is wrong here."
    assert before == sorted(here.folder.iterdir())


def test_every_subject_has_one_finding_at_most_and_a_name(here: CommandLine) -> None:
    findings = here.typed("doctor", "--json").json["findings"]
    assert len({each["id"] for each in findings}) == len(findings)
    assert {each["id"] for each in findings} <= set(SUBJECTS)


def test_a_plan_that_cannot_be_read_is_one_finding_and_the_places_are_looked_at_all_the_same(
    here: CommandLine,
) -> None:
    here.plan.write_text("[incident\n")
    answer = here.typed("doctor", "--json")
    found = {each["id"]: each["state"] for each in answer.json["findings"]}
    assert (answer.code, answer.json["fit"]) == (1, False)
    assert found["plan"] == "wrong"
    assert found["disk"] == "right"


def test_what_is_wrong_stands_first(here: CommandLine) -> None:
    here.plan.write_text("[incident\n")
    assert here.typed("doctor").lines[1].startswith("WRONG")


def test_a_journal_that_is_none_is_told(here: CommandLine) -> None:
    here.journal.write_bytes(b"no journal")
    assert states(here)["journal"] == "wrong"


def test_a_disk_with_no_room_for_acts_is_told(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = list(os.statvfs(here.folder))
    room[4] = 1_000_000 // room[1]  # f_bavail, in blocks of f_frsize
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(room))
    assert states(here)["disk"] == "wrong"
    assert "acts will find no room" in told(here, "disk")


def test_a_disk_without_a_file_left_is_told(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = list(os.statvfs(here.folder))
    room[5], room[7] = 1_000_000, 3  # f_files, f_favail
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(room))
    assert states(here)["disk"] == "wrong"


def test_a_mirror_that_is_gone_is_told(here: CommandLine) -> None:
    assert states(here, "--mirror", str(here.folder / "gone")).get("mirror", "wrong") == "wrong"


def test_a_clock_that_runs_behind_the_files_here_is_told(here: CommandLine) -> None:
    ahead = time.time() + 86_400
    os.utime(here.plan, (ahead, ahead))
    assert states(here)["clock"] == "wrong"
    assert "timedatectl" in told(here, "clock")


@pytest.mark.parametrize("seconds", [10**14, -(10**14), 2**63 - 1])
def test_a_file_of_a_time_beyond_the_calendar_stops_nothing(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    look = os.stat

    def told(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        status = list(look(path, follow_symlinks=follow_symlinks))
        status[8] = seconds if Path(path).name == here.plan.name else status[8]
        return os.stat_result(status)

    monkeypatch.setattr(Path, "stat", told)
    assert states(here)["plan"] == "right"


def test_a_plan_that_everybody_may_write_is_told_with_what_closes_it(here: CommandLine) -> None:
    here.plan.chmod(0o666)
    assert states(here)["sharing"] == "wrong"
    assert "chmod o-w" in told(here, "sharing")


def test_a_shared_folder_with_a_journal_of_one_login_names_the_commands(here: CommandLine) -> None:
    here.typed("--operator", "dba", "note", "dc1", "seen")
    here.folder.chmod(0o2770)
    here.plan.chmod(0o660)
    here.journal.chmod(0o640)
    assert states(here)["sharing"] == "odd"
    assert "chgrp GROUP" in told(here, "sharing")
    here.journal.chmod(0o660)
    assert states(here)["sharing"] == "right"


def test_a_report_of_a_crash_is_named(here: CommandLine) -> None:
    (here.folder / "chwapi-crash-20210118T000000-1.txt").write_text("x")
    assert states(here)["leftovers"] == "odd"
    assert "chwapi-crash-20210118T000000-1.txt" in told(here, "leftovers")


def test_what_a_killed_writer_had_begun_is_named_with_how_to_remove_it(here: CommandLine) -> None:
    begun, alive = ".e.zip.999999999-0a1b2c3d.new", f".e.zip.{os.getpid()}-0a1b2c3d.new"
    for name in (begun, alive):
        (here.folder / name).write_bytes(b"PK")
    assert states(here)["leftovers"] == "odd"
    said = told(here, "leftovers")
    assert begun in said
    assert "rm " in said
    assert alive not in said


@pytest.mark.parametrize(
    ("terminal", "state"),
    [
        (Terminal(True, "xterm", 80, 24, "utf-8"), "right"),
        (Terminal(True, "xterm", 160, 20, "utf-8"), "odd"),
        (Terminal(True, "dumb", 80, 24, "utf-8"), "odd"),
        (Terminal(False, "xterm", 80, 24, "utf-8"), "odd"),
    ],
)
def test_a_terminal_that_shows_less_is_told(terminal: Terminal, state: str) -> None:
    assert [state] == [
        each.gravity for each in of_host(terminal, "dba") if each.subject == "terminal"
    ]


def test_a_locale_without_accents_is_told_with_what_mends_it() -> None:
    plain = Terminal(True, "xterm", 80, 24, "ANSI_X3.4-1968")
    (finding,) = (each for each in of_host(plain, "dba") if each.subject == "letters")
    assert finding.gravity == "odd"
    assert "LC_ALL=C.UTF-8" in str(finding.words)


def test_a_shared_login_is_told_to_name_itself() -> None:
    (finding,) = (
        each
        for each in of_host(Terminal(True, "xterm", 80, 24, "utf-8"), "")
        if each.subject == "operator"
    )
    assert "CHWAPI_OPERATOR" in str(finding.words)


def test_its_words_are_french_where_those_of_the_operator_are(here: CommandLine) -> None:
    assert here.typed("--lang", "fr", "doctor").lines[-1] == "Rien ne va de travers ici."


def test_nothing_is_found_wrong_with_the_place_of_a_plan_that_is_not_there(
    here: CommandLine, tmp_path: Path
) -> None:
    answer = here.typed("doctor", "-i", str(tmp_path / "nowhere" / "inventory.toml"))
    assert answer.code == 1
    assert "Traceback" not in answer.err + answer.out


def test_a_name_under_which_nothing_can_be_written_is_told(here: CommandLine) -> None:
    lines = here.typed("doctor", "--operator", "d").lines
    (who,) = (line for line in lines if "too short for a name" in line)
    assert "Type who you are: export CHWAPI_OPERATOR=NAME" in who
    assert here.typed("take", "san1", "--operator", "d").code
