"""A line to a store elsewhere, for tests: it is free, hangs or fails as they say."""

import threading
from contextlib import AbstractContextManager

from chwapi_console.errors import JournalError
from chwapi_console.session.background_exchange import Reach
from chwapi_console.text import say

AWAY = JournalError(say("the hub is away."))


class Line:
    """A line to somewhere, and who exchanges over it. While it is not `free` an exchange hangs;
    `fault` is what comes of one, and `reach` how it reached the hub; `line` can be read when word
    comes over it, and each exchange `brings` so many events."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()
        self.fault: Exception | None = None
        self.reach = Reach()
        self.alarm = None
        self.line: int | None = None
        self.brought, self.brings = 0, 0
        self.begun, self.exchanged, self.closed, self.stepped_back = 0, 0, 0, 0
        self.threads: set[str] = set()
        self.writing: AbstractContextManager[object] | None = None

    def begin(self, writing: AbstractContextManager[object]) -> "Line":
        self.begun += 1
        self.writing = writing
        return self

    def exchange(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.exchanged += 1
        self.brought += self.brings
        self.free.wait()
        if self.fault is not None:
            raise self.fault

    def step_back(self) -> None:
        self.stepped_back += 1

    def close(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.closed += 1
