"""A pgbouncer before a PostgreSQL, which lends connections by the transaction."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from postgres import PATIENCE, Postgres, as_somebody, free_port


@contextmanager
def running_pooler(postgres: Postgres, folder: Path, *users: str) -> Iterator[int]:
    """The port of one that knows the superuser and these users."""
    if (pgbouncer := shutil.which("pgbouncer", path="/usr/sbin:/usr/bin")) is None:
        pytest.skip("no pgbouncer is installed")
    port, settings = free_port(), folder / "pgbouncer.ini"
    (folder / "users").write_text("".join(f'"{user}" ""\n' for user in ("postgres", *users)))
    settings.write_text(
        f"[databases]\n* = host=127.0.0.1 port={postgres.port}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = trust\nauth_file = {folder / 'users'}\npool_mode = transaction\n"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*as_somebody(pgbouncer), str(settings)], stderr=log)
    try:
        _wait_until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_until_it_answers(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError("pgbouncer does not answer")
