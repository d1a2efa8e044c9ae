"""The thread on which a journal is exchanged with stores elsewhere, again and again.

Never the one that acts, so that no act waits for a line.

Who does it is an `Exchanger` (`hub_exchange`). It opens what it works with by itself, on this thread,
the journal too (`journal.opening`); what it brings there is read on by the session like what any
other process writes.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir
from typing import Protocol

from chwapi_console.errors import ChwapiError
from chwapi_console.journal.hub.presence import Seat
from chwapi_console.memory import lacks_threads
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.session.bell import Bell
from chwapi_console.text import Sentence, say
from chwapi_console.unforeseen import what_went_wrong

SECONDS_BETWEEN_EXCHANGES = 1.0
"""Seconds between two exchanges while nobody acts here."""

SECONDS_TO_END = 2.0
"""Seconds for which the end of a session waits for an exchange that is under way; then it goes on
without its end, as after a lost line."""


class Reach(NamedTuple):
    """How a hub is reached.

    Since when it is away (ISO 8601 UTC; empty while it answers), how many acts `wait` since, and
    who is `present` at a console: while it is away those of this host alone.
    """

    away_since: str = ""
    wait: int = 0
    present: Sequence[Seat] = ()


class Exchanger(Protocol):
    """What exchanges the journal with others. It is made, used and closed on one thread."""

    brought: int
    """How many events it has brought here."""

    @property
    def line(self) -> int | None:
        """A descriptor that is readable when there may be something to bring.

        None where nothing tells that.
        """

    @property
    def alarm(self) -> Sentence | None:
        """What came that whoever exchanged is to know, be it by a verb; None where nothing did."""

    @property
    def reach(self) -> Reach:
        """How the hub was reached the last time."""

    def exchange(self) -> None:
        """Exchanges once.

        ChwapiError where that cannot be done now: the sentence is shown until an exchange goes
        well, and the next is asked for a moment later, when a lost line is for the exchanger to
        take up anew.
        """

    def step_back(self) -> None:
        """Lets another process exchange while this one is stopped; asked on any thread."""

    def close(self) -> None:
        """Lets go of what it works with."""


Begin = Callable[[AbstractContextManager[object]], Exchanger]
"""Makes an exchanger; ChwapiError where it cannot be made now. The argument is to be held while the
journal here is written to, and no longer: see `BackgroundExchange.resting`."""


class BackgroundExchange(threading.Thread):
    """Has an exchanger work from `start` on until `stop`.

    `trouble` is why the last exchange was not done; None where it was, and before the first. `alarm`
    is what came by it that people are to know.
    `reach` is how the hub was reached then. `sits_here` is who sits at this console, empty while
    nobody has said so; None where there is no console. `when_brought` is called, on this thread,
    once something came into the journal.
    """

    def __init__(
        self,
        begin: Begin,
        seconds_between: float = SECONDS_BETWEEN_EXCHANGES,
        folder: Path | None = None,
    ) -> None:
        """`folder` has what is known of failures that nobody foresaw; else that for temporary files."""
        super().__init__(name="exchange", daemon=True)
        self.trouble: Sentence | None = None
        self.alarm: Sentence | None = None
        self.reach = Reach()
        self.sits_here: str | None = None
        self._begin = begin
        self._folder = folder or Path(gettempdir())
        self._seconds_between = seconds_between
        self.when_brought: Callable[[], None] = lambda: None
        self._bell, self._was_called = Bell(), False
        self._writing = threading.Lock()
        self._wrote = False
        self._ends = False
        self._exchanger: Exchanger | None = None

    def wake(self) -> None:
        """Something was written here: has it exchanged at once, and at the end if not before."""
        self._wrote = True
        self._bell.ring()

    def start(self) -> None:
        """Begins; where the system gives no thread more that is told, and nothing is exchanged."""
        try:
            super().start()
        except RuntimeError as error:
            if not lacks_threads(error):
                raise
            self.trouble = say(
                "Nothing is exchanged with the hub: there are too many processes here (ulimit -u). "
                "chwapi-console sync does it."
            )

    def begin_with_one(self) -> None:
        """Starts it, and has it exchange once even where nothing was written here."""
        self._wrote = True
        self.start()

    def stop(self, patience: float = SECONDS_TO_END) -> bool:
        """Ends it, after one more exchange where something was written since the last.

        Whether it ended within so many seconds. Where it was never started, nothing is to be done.
        """
        self._ends = True
        self._bell.ring()
        if self.ident is not None:
            self.join(patience)
        return not self.is_alive()

    @contextmanager
    def resting(self, patience: float) -> Iterator[bool]:
        """Holds it back from writing to the journal; whether it could be within so many seconds.

        A process that stops in the middle of a transaction would keep everybody else from writing,
        and one whose turn it is from exchanging.
        """
        with lock_held(self._writing, patience) as rests:
            if rests and self._exchanger is not None:
                self._exchanger.step_back()
            yield rests

    def run(self) -> None:
        """The thread's life. Whatever goes wrong is told in `trouble`, and the thread lives on."""
        while not self._ends or self._wrote:
            self._wrote = False
            self._exchanger = self._exchanged(self._exchanger)
            if not self._ends:
                self._rest()
        exchanger, self._exchanger = self._exchanger, None
        self._let_go(exchanger)
        self._bell.close()

    def _rest(self) -> None:
        """Until the next exchange is due.

        Word that comes over a quiet line has it at once, and what comes right after that is taken
        together. A line over which not all is well is not listened to: who cannot read it would be
        called without end.
        """
        line = None
        if self._exchanger is not None and self.trouble is None and not self._was_called:
            line = self._exchanger.line
        self._was_called = self._bell.is_called(self._seconds_between, line)

    def _exchanged(self, exchanger: Exchanger | None) -> Exchanger | None:
        """Who goes on after one exchange.

        None where a new one must be made for the next: it could not be made now, or went wrong in a
        way that nobody foresaw.
        """
        had = 0 if exchanger is None else exchanger.brought
        try:
            exchanger = exchanger or self._begin(self._writing)
            exchanger.exchange()
        except ChwapiError as error:
            self._learn(error.sentence, exchanger, had)
        except Exception as error:
            self.trouble = say(
                "Acts are not exchanged: {what}. They are written here all the same.",
                what=what_went_wrong(error, "exchange", self._folder),
            )
            self._let_go(exchanger)
            return None
        else:
            self._learn(None, exchanger, had)
        return exchanger

    def _learn(self, trouble: Sentence | None, exchanger: Exchanger | None, had: int) -> None:
        self.trouble = trouble
        if exchanger is not None:
            self.alarm = exchanger.alarm
            self.reach = exchanger.reach
            if exchanger.brought != had:
                self.when_brought()

    @staticmethod
    def _let_go(exchanger: Exchanger | None) -> None:
        """Closes it.

        What goes wrong by that is told by nobody: all that is not exchanged yet is in the journal
        here, whose own session says what is wrong with it.
        """
        if exchanger is not None:
            with suppress(Exception):
                exchanger.close()


@contextmanager
def lock_held(lock: threading.Lock, patience: float) -> Iterator[bool]:
    """Holds a lock; whether it could be had within so many seconds."""
    is_held = lock.acquire(timeout=patience)
    try:
        yield is_held
    finally:
        if is_held:
            lock.release()
