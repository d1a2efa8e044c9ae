"""A connection that counts what comes over it, and ends where that is more than was asked for.

The driver's library keeps whatever a server sends until its question is answered: rows, notices,
words for whoever listens, settings. One that floods it fills all memory within the seconds for
which an answer is waited for. The system counts the bytes of a line over TCP (tcp(7), `TCP_INFO`);
over any other nothing is counted.
"""

import socket
import struct
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Any, Self, TypeVar

import psycopg
from psycopg.abc import PQGen, PQGenConn

MOST_TO_CONNECT = 1 << 20
"""Bytes in which a server says hello: some settings and a certificate."""

MOST_OF_AN_ANSWER = 16 << 20
"""Bytes of an answer, unless more is asked for: of tiny rows they become 120 MB in memory."""

_TCP_INFO, _BYTES_RECEIVED = 11, 128
"""The option, and the place of the number in it: `tcpi_bytes_received` of linux/tcp.h, 64 bits."""

Answer = TypeVar("Answer")


class TooMuch(psycopg.OperationalError):
    """The server sends more than it was asked for."""


class CountedConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection over which no more comes than `allows` said last."""

    _most, _before = MOST_OF_AN_ANSWER, 0

    def allows(self, size: int) -> None:
        """From now on so many bytes may come."""
        self._most, self._before = size, _received(self.fileno())

    def wait(
        self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None
    ) -> Answer:
        """Waits for what the driver waits for; `TooMuch` where more comes, and the line is cut."""
        return super().wait(_watched(gen, lambda _: self._check()), interval, timeout)

    def _check(self) -> None:
        if _received(self.fileno()) - self._before > self._most:
            self.close()
            raise TooMuch(TOO_MUCH)

    @classmethod
    def _connect_gen(cls, conninfo: str = "", **more: float) -> PQGenConn[Self]:
        driver = super()._connect_gen(conninfo, **more)  # `timeout` up to psycopg 3.2
        return (yield from _watched(driver, _check_hello))


TOO_MUCH = "it sends more than it was asked for"


def _check_hello(asked: tuple[int, Any]) -> None:
    if _received(asked[0]) > MOST_TO_CONNECT:
        raise TooMuch(TOO_MUCH)


def _watched(
    driver: Generator[Any, Any, Answer], check: Callable[[Any], None]
) -> Generator[Any, Any, Answer]:
    """What the driver does, looked at each time that it waits."""
    try:
        asked = next(driver)
        while True:
            check(asked)
            asked = driver.send((yield asked))
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    finally:
        driver.close()


def _received(descriptor: int) -> int:
    """How many bytes came over a line until now; 0 where nobody counts."""
    line = None
    with suppress(OSError, struct.error):
        line = socket.socket(fileno=descriptor)
        told = line.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _BYTES_RECEIVED + 8)
        received: int = struct.unpack_from("=Q", told, _BYTES_RECEIVED)[0]
        line.detach()
        return received
    if line is not None:
        line.detach()
    return 0
