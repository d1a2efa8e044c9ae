"""A server in a hub's place that would have the password hashed for hours: acts are acknowledged and
their process ends well, and a sync is let go of with Ctrl-C."""

import signal
from collections.abc import Iterator

import pytest

from chwapi_console.interrupts import INTERRUPTED
from cli.command_line import PATIENCE, CommandLine
from journal.lying_server import LyingServer

ITERATIONS = 2**31 - 1
PASSWORD = {"PGPASSWORD": "geheim"}


@pytest.fixture
def server() -> Iterator[LyingServer]:
    server = LyingServer(iterations=ITERATIONS)
    yield server
    server.end()


def test_an_act_ends_well_while_the_library_of_the_driver_hashes_for_hours(
    here: CommandLine, server: LyingServer
) -> None:
    noted = here.run("--hub", server.url, "note", "dc1", "seen", environ=PASSWORD)
    assert server.hashed.is_set()
    assert (0, True) == (noted.code, noted.out.startswith("dc1: note: seen")), noted
    assert 1 == here.done("log").out.count("seen")


def test_a_sync_with_who_would_have_it_hash_for_hours_ends_with_ctrl_c(
    here: CommandLine, server: LyingServer
) -> None:
    syncing = here.start("--hub", server.url, "sync", environ=PASSWORD)
    assert server.hashed.wait(PATIENCE)
    syncing.send_signal(signal.SIGINT)
    _, said = syncing.communicate(timeout=PATIENCE)
    assert (INTERRUPTED, "") == (syncing.returncode, said)
