"""A session that writes act upon act, as a console does, and a colleague's process that acts beside
it. Each tells the shim's log after an act that it was acknowledged."""

import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chwapi_console.session.session import Session

PLAN = Path("inventory.toml")


def acts(words: Sequence[str]) -> int:
    """Does as many acts as is said. The colleague adds one after the second of each three; after
    the third the -wal is taken in."""
    with _colleague() as acts_too:
        session = Session(PLAN, operator="dba")
        for number in range(int(words[1])):
            _act(session, f"act {number}")
            if number % 3 == 1:
                acts_too()
            if number % 3 == 2:
                session.keeping.take_in()
        session.close()
    return 0


def _act(session: Session, text: str) -> None:
    (event,) = session.acts.note("app1", text)
    ctypes.CDLL(None).faults_note(f"acknowledged {event.id}".encode())


@contextmanager
def _colleague() -> Iterator[Callable[[], None]]:
    """Who acts once in a session of their own each time that they are told to. Forked before any
    file of SQLite's is open here, for none may be taken along
    (https://www.sqlite.org/howtocorrupt.html, 2.6)."""
    (told, tell), (heard, answer) = os.pipe(), os.pipe()
    if not (child := os.fork()):
        code = 1
        try:
            os.close(tell)
            while os.read(told, 1):
                session = Session(PLAN, operator="lead")
                _act(session, "beside")
                session.close()
                os.write(answer, b".")
            code = 0
        finally:
            os._exit(code)
    os.close(told)
    os.close(answer)

    def acts_too() -> None:
        os.write(tell, b".")
        assert os.read(heard, 1), "the colleague is gone"

    try:
        yield acts_too
    finally:
        os.close(tell)
        os.close(heard)
        _, status = os.waitpid(child, 0)
        assert not status
