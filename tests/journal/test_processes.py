"""Consoles and verbs on one journal at once, and a verb where nothing may be written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chwapi_console.session.session import Session
from hospitals import MEANT
from journal.processes import whole


def test_ten_marks_and_two_consoles_at_once_lose_nothing(plan: Path) -> None:
    consoles = [Session(plan, operator=f"oncall-{number}") for number in range(2)]
    words = [sys.executable, "-m", "chwapi_console", "-i", str(plan), "mark", "--yes"]
    marks = [
        subprocess.Popen(
            [*words, f"s{number:02}", "restored"],
            env={**os.environ, "CHWAPI_OPERATOR": f"dba-{number}"},
            stdout=subprocess.PIPE,
        )
        for number in range(10)
    ]
    for number in range(10, 30):
        consoles[number % 2].acts.mark([f"s{number}"], "restored", MEANT)
    for process in marks:
        process.communicate()
    assert [0] * 10 == [process.returncode for process in marks]
    for console in consoles:
        assert 30 == console.look().back
        console.close()
    assert 30 == sum(event.kind == "marked" for event in whole(plan.with_suffix(".journal")).events)


AS_NOBODY = """
import os, sys
from chwapi_console.cli.line.main import run
plan, everything = sys.argv[1], ["-i", sys.argv[1], "--operator", "dba"]
run([*everything, "mark", "s01", "restored", "--yes"])  # all is imported before the rights are gone
run([*everything, "show", "s00"])
os.setgroups([]), os.setgid(65534), os.setuid(65534)
print("---", run([*everything, "show", "s00"]), run([*everything, "mark", "s00", "restored", "--yes"]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_where_the_journal_cannot_be_written_it_is_still_read_and_an_act_exits_with_four(
    plan: Path, tmp_path: Path
) -> None:
    session = Session(plan, operator="dba")
    session.acts.take(["s00"])
    session.close()
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    plan.chmod(0o644)
    plan.with_suffix(".journal").chmod(0o644)
    homeless = {
        name: value
        for name, value in os.environ.items()
        if name not in ("HOME", "XDG_CACHE_HOME")
        and not name.startswith("COVERAGE_")  # nobody may write down what was covered either
    }
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(plan)],
        capture_output=True,
        text=True,
        check=False,
        env=homeless,
    )
    looked, codes = done.stdout.split("restored (event", 1)[1].rsplit("---", 1)
    assert "0 4" == codes.strip()
    assert "restoring" in looked
    assert [
        "cannot be written to: its permissions or its disk forbid it." in line
        for line in done.stderr.splitlines()
    ] == [True]
