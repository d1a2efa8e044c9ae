"""Many processes on one journal, some of them killed: what was acknowledged is there, and the chain holds."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.session import Session
from hospitals import HEAD

SERVERS = 40

WRITER = """
import sys
from pathlib import Path
from chwapi_console.session import Session
session = Session(Path(sys.argv[1]), operator=sys.argv[2])
for text in iter(lambda: sys.stdin.readline().strip(), ""):
    (event,) = session.note("s00", text)
    print(event.id, flush=True)
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    lines = [f's{number:02} = {{ site = "imc", role = "x", state = "compromised" }}' for number in range(SERVERS)]
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + "[servers]\n" + "\n".join(lines), encoding="utf-8")
    return path


def writer(plan: Path, name: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", WRITER, str(plan), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            text=True)


def whole(journal: Path) -> SqliteStore:
    """The journal read anew; its chain holds."""
    store = SqliteStore(journal)
    store.close()
    assert [] == store.record.misfits
    return store


def test_ten_marks_and_two_consoles_at_once_lose_nothing(plan: Path) -> None:
    consoles = [Session(plan, operator=f"oncall-{number}") for number in range(2)]
    marks = [subprocess.Popen([sys.executable, "-m", "chwapi_console", "-i", str(plan), "mark", f"s{number:02}", "restored"],
                              env={**os.environ, "CHWAPI_OPERATOR": f"dba-{number}"}, stdout=subprocess.PIPE)
             for number in range(10)]
    for number in range(10, 30):
        consoles[number % 2].mark([f"s{number}"], "restored")
    for process in marks:
        process.communicate()
    assert [0] * 10 == [process.returncode for process in marks]
    for console in consoles:
        assert 30 == console.look().back
        console.close()
    assert 30 == sum(event.kind == "marked" for event in whole(plan.with_suffix(".journal")).record.events)


def test_kill_minus_nine_at_random_moments_loses_no_acknowledged_act(plan: Path) -> None:
    dice = random.Random(20210117)
    acknowledged: set[str] = set()
    for _ in range(6):
        writers = [writer(plan, f"dba-{number}") for number in range(3)]
        for process in writers:
            assert process.stdin
            process.stdin.write("".join(f"note {number}\n" for number in range(200)))
            process.stdin.flush()
        for process in writers:
            assert process.stdout
            acknowledged |= {process.stdout.readline().strip() for _ in range(dice.randint(1, 8))}
        for process in writers:
            process.send_signal(signal.SIGKILL)
        for process in writers:
            assert process.stdout
            acknowledged |= {line.strip() for line in process.stdout if line.endswith("\n")}
            process.communicate()
    record = whole(plan.with_suffix(".journal")).record
    assert set() == acknowledged - record.by_id.keys()
    assert len(acknowledged) > 18


AS_NOBODY = """
import os, sys
from chwapi_console.cli.main import run
plan, everything = sys.argv[1], ["-i", sys.argv[1], "--operator", "dba"]
run([*everything, "mark", "s01", "restored"]), run([*everything, "show", "s00"])  # all is imported before the rights are gone
os.setgroups([]), os.setgid(65534), os.setuid(65534)
print("---", run([*everything, "show", "s00"]), run([*everything, "mark", "s00", "restored"]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_where_the_journal_cannot_be_written_it_is_still_read_and_an_act_exits_with_four(plan: Path, tmp_path: Path) -> None:
    session = Session(plan, operator="dba")
    session.take(["s00"])
    session.close()
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    plan.chmod(0o644)
    plan.with_suffix(".journal").chmod(0o644)
    homeless = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME")}
    done = subprocess.run([sys.executable, "-c", AS_NOBODY, str(plan)], capture_output=True, text=True, check=False, env=homeless)
    looked, codes = done.stdout.split("restored (event", 1)[1].rsplit("---", 1)
    assert "0 4" == codes.strip()
    assert "restoring" in looked
    assert ["cannot be written to: its permissions or its disk forbid it." in line for line in done.stderr.splitlines()] == [True]
