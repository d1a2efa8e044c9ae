"""Over a line of 64 kbit/s with 300 ms there and back, a night's work goes on."""

import sys
from pathlib import Path

from chwapi_console.session.session import Session
from console.real_terminal import PROGRAM, terminal

ROOT = Path(__file__).parents[2]
LINE = (sys.executable, str(ROOT / "tools" / "slow_line.py"))


def test_a_key_pressed_five_times_because_no_answer_came_acts_once(tmp_path: Path) -> None:
    plan = tmp_path / "inventory.toml"
    plan.write_text((ROOT / "inventory.toml").read_text(encoding="utf-8"), encoding="utf-8")
    command = [*LINE, *PROGRAM, "-i", str(plan), "--operator", "oncall-1"]
    with terminal(plan, command=command, PYTHONPATH=str(ROOT / "src")) as here:
        here.sees("compromised")
        here.press("ddddd")
        here.sees("Answer y or n.")
        here.answers("y")
        here.sees("1/80 back")
        other = Session(plan, operator="dba")
        other.close()
        assert ["dc1"] == [event.subject for event in other.record.events if event.kind == "marked"]
        here.settles(0.5)
        here.press("qy")
        assert 0 == here.ends()


def test_the_line_changes_no_byte_and_ends_with_the_program(tmp_path: Path) -> None:
    said = "".join(chr(33 + n % 90) for n in range(3000))
    script = f"import time; print({said!r}, flush=True); raise SystemExit(7)"
    with terminal(
        tmp_path, command=[*LINE, "--kbit", "800", "--delay", "20", sys.executable, "-c", script]
    ) as here:
        assert 7 == here.ends()
        assert said == here.bytes.decode().strip()
