"""docs/operator/settings.md: its commands, and its table beside what the program takes."""

import re
import shlex
import subprocess
from pathlib import Path

from chwapi_console.cli.line.settings import KEYS
from cli.command_line import CommandLine, program

PAGE = (Path(__file__).parents[2] / "docs" / "operator" / "settings.md").read_text(encoding="utf-8")


def test_the_commands_of_the_page_set_what_they_say(here: CommandLine) -> None:
    (lines,) = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    typed = lines.replace("chwapi-console config", shlex.join(program("config")))
    done = subprocess.run(
        ["sh", "-euc", f"unset XDG_CONFIG_HOME CHWAPI_OPERATOR; HOME={here.folder}; {typed}"],
        cwd=here.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done
    assert re.search(r"operator +oncall-1 +utilisateur", done.stdout)


def test_every_key_has_its_row_and_no_other_has() -> None:
    assert list(KEYS) == re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
