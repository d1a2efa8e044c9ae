"""docs/operator/several-hosts.md: its commands, typed on two hosts against a real PostgreSQL."""

import os
import re
import shlex
import subprocess
from pathlib import Path

from cli.command_line import CommandLine
from cli.command_line import program as words_of_the_program
from postgres import Postgres, program

PAGE = Path(__file__).parents[2] / "docs" / "operator" / "several-hosts.md"
BLOCKS = re.findall(
    r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


def typed(lines: str, host: Path, postgres: Postgres) -> str:
    """What a shell on a host says to lines of the page, with the names of this server in them."""
    ours = f"127.0.0.1:{postgres.port}"
    createdb = f"{program('createdb')} -U postgres -h 127.0.0.1 -p {postgres.port}"
    for said, meant in (
        ("sudo -u postgres createdb", createdb),
        ("sudo -u postgres ", ""),
        ("postgres@/chwapi?host=/run/postgresql", f"postgres@{ours}/chwapi"),
        ("hub.example:5432", ours),
        ("pip install 'psycopg[binary]'", "true"),
        ("chwapi-console", shlex.join(words_of_the_program())),
    ):
        lines = lines.replace(said, meant)
    done = subprocess.run(
        ["sh", "-euc", lines],
        cwd=host,
        env={**os.environ, "HOME": str(host)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, (lines, done)
    return done.stdout


def test_from_nothing_to_two_hosts_on_one_hub(
    here: CommandLine, postgres: Postgres, tmp_path: Path
) -> None:
    server, each_host, look = BLOCKS
    hosts = []
    for name in ("imc", "union"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "inventory.toml").write_bytes(here.plan.read_bytes())
        hosts.append(folder)
    assert "is a hub" in typed(server, tmp_path, postgres)
    for host in hosts:
        typed(each_host, host, postgres)
        assert 0o600 == (host / ".pgpass").stat().st_mode & 0o777
        assert "PostgreSQL" in typed(look, host, postgres)
    typed(look + "chwapi-console take san1\n", hosts[0], postgres)
    assert "san1 taken" in typed(look + "chwapi-console log\n", hosts[1], postgres)
