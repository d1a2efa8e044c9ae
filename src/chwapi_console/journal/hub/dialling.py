"""A connection that is made on a thread of its own.

Until it stands the driver's library is in C: it asks for names, and hashes a password as often as the
server says (SCRAM, RFC 5802: two thousand million times, if it likes). There no limit of time is
looked at, and no Ctrl-C. So it is waited for from without, and left to itself where that lasts.
"""

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class Closes(Protocol):
    """What is made: something that can be let go of."""

    def close(self) -> None:
        """Lets go of it."""


Made = TypeVar("Made", bound=Closes)


class TooLong(Exception):
    """It did not come about in time, or an earlier one still has not."""


class Dialling(Generic[Made]):
    """Makes connections, one at a time.

    One that was given up must come to its end before another is begun, so that there is never more
    than one that computes.
    """

    def __init__(self) -> None:
        self._last: _Dial[Made] | None = None

    def made(self, make: Callable[[], Made], seconds: float) -> Made:
        """What `make` gives, or raises. TooLong where it gives nothing within so many seconds.

        KeyboardInterrupt gives it up too. What comes after that is closed.
        """
        if self._last is not None and self._last.is_alive():
            raise TooLong
        self._last = dial = _Dial(make)
        dial.start()
        return dial.outcome(seconds)


class _Dial(threading.Thread, Generic[Made]):
    """One try."""

    def __init__(self, make: Callable[[], Made]) -> None:
        super().__init__(name="dial", daemon=True)
        self._make = make
        self._over, self._lock = threading.Event(), threading.Lock()
        self._made: Made | None = None
        self._error: Exception | None = None
        self._is_given_up = False

    def run(self) -> None:
        """Whatever goes wrong is raised where it is waited for."""
        try:
            self._made = self._make()
        except Exception as error:
            self._error = error
        self._over.set()
        with self._lock:
            if self._is_given_up:
                self._let_go()

    def outcome(self, seconds: float) -> Made:
        """See `Dialling.made`."""
        try:
            self._over.wait(seconds)
        except BaseException:
            self._give_up()
            raise
        if self._error is not None:
            raise self._error
        if not self._over.is_set() or self._made is None:
            self._give_up()
            raise TooLong
        return self._made

    def _give_up(self) -> None:
        with self._lock:
            self._is_given_up = True
            self._let_go()

    def _let_go(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            made.close()
