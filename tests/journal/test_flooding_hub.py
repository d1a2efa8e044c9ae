"""A hub that sends without end, whatever it sends: it is let go of before that fills the memory."""

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import pytest

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.counted import MOST_OF_AN_ANSWER, MOST_TO_CONNECT
from chwapi_console.journal.hub.faults import HubError
from journal.lying_server import LET_IN, READY, message, setting

BETWEEN = 40_000_000
"""Bytes that lie in the buffers of a line at most."""


COLUMN = struct.pack(">H", 1) + b"a\0" + struct.pack(">IHIHIH", 0, 0, 17, 65_535, 2**32 - 1, 1)
ASKED = message(b"1", b"") + message(b"2", b"") + message(b"T", COLUMN)
A_ROW = message(b"D", struct.pack(">HI", 1, 1_000) + bytes(1_000))
ONE_ROW = b"D" + struct.pack(">IHI", 900_000_010, 1, 900_000_000)
WORD = message(b"A", bytes(4) + b"chwapi\0" + b"x" * 5_000 + b"\0")
NOTICE = message(b"N", b"SNOTICE\0M" + b"x" * 20_000 + b"\0\0")

ONE = "one row"
"""The library reads it on while it comes faster than it is read, as it can on one host alone."""

FLOODS = {
    "settings before it is ready": (LET_IN, b"", setting(b"a", b"x" * 20_000)),
    "notices before it is ready": (LET_IN, b"", NOTICE),
    "settings": (READY, b"", setting(b"a", b"x" * 20_000)),
    "notices": (READY, b"", NOTICE),
    "rows": (READY, ASKED, A_ROW),
    ONE: (READY, ASKED + ONE_ROW, bytes(1_000)),
    "words": (READY, b"", WORD),
}


class Flood:
    """A server that says hello, and after the first question something for ever; `sent` so much."""

    def __init__(self, hello: bytes, answer: bytes, without_end: bytes) -> None:
        self._parts = hello, answer, without_end * 50
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgresql://127.0.0.1:{self._listener.getsockname()[1]}/x?sslmode=disable"
        self.sent = 0
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                with line, suppress(OSError):
                    self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        hello, answer, without_end = self._parts
        line.recv(65_536)
        line.sendall(hello)
        if hello == READY:
            line.recv(65_536)
        line.sendall(answer)
        while True:
            line.sendall(without_end)
            self.sent += len(without_end)

    def end(self) -> None:
        """Serves nobody any more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=10)


EVENT_COLUMNS = struct.pack(">H", 4) + b"".join(
    b"c\0" + struct.pack(">IHIHIH", 0, 0, kind, 65_535, 2**32 - 1, 1) for kind in (20, 17, 23, 17)
)
AN_EVENT = message(
    b"D",
    b"".join(
        (
            struct.pack(">HIQ", 4, 8, 1),
            struct.pack(">I", 32) + b"h" * 32,
            struct.pack(">II", 4, 1),
            struct.pack(">I", 1) + b"{",
        )
    ),
)


def test_of_a_hub_that_sends_more_events_than_it_was_asked_for_no_more_is_waited_for() -> None:
    answer = message(b"1", b"") + message(b"2", b"") + message(b"T", EVENT_COLUMNS)
    server = Flood(READY, answer, AN_EVENT)
    hub = HubConnection(hub_address(server.url, {}), is_made=False)
    try:
        assert 6 == len(hub.after("evil", 0, 10, 5))
        assert server.sent < BETWEEN
    finally:
        hub.close()
        server.end()


@pytest.fixture
def flood(request: pytest.FixtureRequest) -> Iterator[Flood]:
    server = Flood(*FLOODS[request.param])
    yield server
    server.end()


@pytest.mark.parametrize("flood", FLOODS, indirect=True)
def test_a_hub_that_sends_without_end_is_let_go_of_before_that_fills_the_memory(
    flood: Flood, request: pytest.FixtureRequest
) -> None:
    hub = HubConnection(hub_address(flood.url, {}))
    with pytest.raises(HubError, match="sends more than it was asked for"):
        hub.how_far()
    assert not hub.is_open
    if request.node.callspec.params["flood"] != ONE:
        assert flood.sent < MOST_OF_AN_ANSWER + MOST_TO_CONNECT + BETWEEN
