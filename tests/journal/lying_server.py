"""A server that speaks PostgreSQL's protocol (version 3) as far as the program asks, and answers
what a test likes."""

import base64
import re
import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import NamedTuple

HUB = b"11111111-2222-3333-4444-555555555555"
PID = 4711
TEXT, BYTEA, INT4, INT8, UUID = 25, 17, 23, 20, 2950


def message(kind: bytes, content: bytes = b"") -> bytes:
    """A message of the protocol."""
    return kind + struct.pack(">I", len(content) + 4) + content


def setting(name: bytes, value: bytes) -> bytes:
    """What a server says of itself."""
    return message(b"S", name + b"\0" + value + b"\0")


LET_IN = message(b"R", struct.pack(">I", 0))
IDLE = message(b"Z", b"I")
READY = (
    LET_IN
    + setting(b"server_version", b"16.1")
    + setting(b"client_encoding", b"UTF8")
    + message(b"K", struct.pack(">II", PID, 1))
    + IDLE
)


class Cell(NamedTuple):
    """A value as a server sends it: the type and format that it names, and bytes; None is NULL."""

    oid: int
    value: bytes | None
    format: int = 0


def table(columns: Sequence[Cell], *rows: Sequence[bytes | None]) -> bytes:
    """The rows of an answer under its columns; those of the columns' own values where none are given."""
    named = b"".join(
        b"c\0" + struct.pack(">IHIHIH", 0, 0, cell.oid, 65_535, 2**32 - 1, cell.format)
        for cell in columns
    )
    sent = message(b"T", struct.pack(">H", len(columns)) + named)
    for row in rows or [[cell.value for cell in columns]]:
        values = b"".join(
            struct.pack(">i", -1) if value is None else struct.pack(">I", len(value)) + value
            for value in row
        )
        sent += message(b"D", struct.pack(">H", len(row)) + values)
    return sent + message(b"C", b"SELECT 1\0")


NO_ROWS = message(b"T", struct.pack(">H", 0)) + message(b"C", b"SELECT 0\0")

USUAL: Mapping[str, bytes] = {
    "SELECT id, format FROM hub": table([Cell(UUID, HUB), Cell(INT4, b"1")]),
    "SELECT pg_backend_pid": table([Cell(INT4, b"%d" % PID)]),
}
"""What a hub answers that holds nothing, by how a question begins."""


class LyingServer:
    """Answers each question by how it begins, and what nobody said as a hub does that is empty.

    `hello` is what it says to who comes. Where `iterations` are said it asks for a password first
    (RFC 5802), to be hashed so often; `hashed` is set once somebody was told to. `asked` has the
    questions.
    """

    def __init__(
        self, answers: Mapping[str, bytes] | None = None, hello: bytes = READY, iterations: int = 0
    ) -> None:
        self.answers, self.hello, self._iterations = answers or {}, hello, iterations
        self.asked: list[str] = []
        self.hashed = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"postgresql://chwapi@127.0.0.1:{self.port}/x?sslmode=disable"
        self._threads = [Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._threads.append(Thread(target=self._speak, args=(line,), daemon=True))
                self._threads[-1].start()

    def _speak(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            talk = _Talk(line, self._answer, self.asked.append)
            talk.begin()
            if self._iterations:
                talk.have_hashed(self._iterations)
                self.hashed.set()
            talk.go_on(self.hello)

    def _answer(self, question: str) -> bytes:
        for begins, answer in (*self.answers.items(), *USUAL.items()):
            if question.startswith(begins):
                return answer
        if question.startswith("SELECT"):
            return NO_ROWS
        return message(b"C", re.sub(r"\W.*", "", question, flags=re.DOTALL).encode() + b"\0")

    def end(self) -> None:
        """Serves nobody any more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=10)


class _Talk:
    """One line that somebody speaks over."""

    def __init__(
        self,
        line: socket.socket,
        answer: Callable[[str], bytes],
        note: Callable[[str], object],
    ) -> None:
        self._line, self._answer, self._note = line, answer, note
        self._question, self._sent = "", b""

    def begin(self) -> None:
        """Takes what the other says first."""
        self._taken(struct.unpack(">I", self._taken(4))[0] - 4)

    def have_hashed(self, iterations: int) -> None:
        """Has the other hash its password so often."""
        self._line.sendall(message(b"R", struct.pack(">I", 10) + b"SCRAM-SHA-256\0\0"))
        nonce = self._message()[1].partition(b"r=")[2]
        salt = base64.b64encode(b"salt" * 4)
        first = b"r=%sabc,s=%s,i=%d" % (nonce, salt, iterations)
        self._line.sendall(message(b"R", struct.pack(">I", 11) + first))

    def go_on(self, hello: bytes) -> None:
        """Until the other hangs up."""
        self._line.sendall(hello)
        while True:
            self._hear(*self._message())

    def _message(self) -> tuple[bytes, bytes]:
        kind = self._taken(1)
        return kind, self._taken(struct.unpack(">I", self._taken(4))[0] - 4)

    def _hear(self, kind: bytes, content: bytes) -> None:
        match kind:
            case b"P":
                self._ask(content.split(b"\0")[1])
                self._sent += message(b"1")
            case b"B":
                self._sent += message(b"2")
            case b"E":
                self._sent += self._answer(self._question)
            case b"Q":
                self._ask(content.rstrip(b"\0"))
                self._line.sendall(self._answer(self._question) + IDLE)
            case b"S":
                self._line.sendall(self._sent + IDLE)
                self._sent = b""
            case _:
                pass

    def _ask(self, question: bytes) -> None:
        self._question = question.decode()
        self._note(self._question)

    def _taken(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if not (more := self._line.recv(size - len(taken))):
                raise OSError("hung up")
            taken += more
        return taken
