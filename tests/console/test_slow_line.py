"""Over a line of 64 kbit/s with 300 ms there and back, a night's work goes on."""

import sys
from pathlib import Path

from console.real_terminal import PROGRAM, terminal

ROOT = Path(__file__).parents[2]
LINE = (sys.executable, str(ROOT / "tools" / "slow_line.py"))


def test_five_servers_are_restored_by_keys_that_did_not_wait_for_the_screen(tmp_path: Path) -> None:
    plan = tmp_path / "inventory.toml"
    plan.write_text((ROOT / "inventory.toml").read_text(encoding="utf-8"), encoding="utf-8")
    command = [*LINE, *PROGRAM, "-i", str(plan), "--operator", "oncall-1"]
    with terminal(plan, command=command, PYTHONPATH=str(ROOT / "src")) as here:
        here.sees("compromised")
        here.press("dydydydydy")
        here.sees("Bloc opératoire Notre-Dame is up")
        here.sees("5/80 back")
        here.press("qy")
        assert 0 == here.ends()


def test_the_line_changes_no_byte_and_ends_with_the_program(tmp_path: Path) -> None:
    said = "".join(chr(33 + n % 90) for n in range(3000))
    script = f"import time; print({said!r}, flush=True); raise SystemExit(7)"
    with terminal(tmp_path, command=[*LINE, "--kbit", "800", "--delay", "20", sys.executable, "-c", script]) as here:
        assert 7 == here.ends()
        assert said == here.bytes.decode().strip()
