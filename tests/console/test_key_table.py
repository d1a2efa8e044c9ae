"""The table of keys in docs is what the registry of actions gives."""

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools" / "keys.py"


def test_the_table_of_keys_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, TOOL, "check"], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)
