"""The thread that holds the session.

Reading, thinking and writing happen here, never on the event loop.

A stalled terminal cannot delay a journal write, nor a slow disk the screen. The thread only posts
messages; handlers of the app own every change of what is shown.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial

from textual.message import Message

from chwapi_console.console.known.chronicle import Chronicle
from chwapi_console.console.known.console_state import ShiftRead
from chwapi_console.errors import ChwapiError, JournalError, Overridable, Unmeant
from chwapi_console.journal.kinds.record_kinds import Signed
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.acts import Acts
from chwapi_console.session.background_exchange import lock_held
from chwapi_console.session.session import Health, Session
from chwapi_console.text import Sentence, say
from chwapi_console.unforeseen import what_went_wrong

POLL = 0.5
"""Seconds between two looks at what others wrote."""

SECONDS_BETWEEN_CHECKPOINTS = 2.0
"""Seconds before the journal's file is asked again to take in what was written, where others were
at it or the disk was full."""

Errand = Callable[[Acts], list[Event]]
Question = Callable[[Acts], Callable[[], None]]
"""What is thought out on the thread; what it gives is done on the event loop."""


@dataclass
class Looked(Message):
    """Somebody wrote, or the plan was changed."""

    view: View
    health: Health
    chronicle: Chronicle
    news: Sequence[Event]


@dataclass
class Acted(Message):
    """An act of ours is on disk; no events when all stood so already."""

    events: list[Event]
    before: View
    view: View
    health: Health
    chronicle: Chronicle


@dataclass
class Failed(Message):
    """An act of ours was refused; nothing was written.

    `errand` is what would do it all the same for who overrides the rule of policy that refused it,
    of which `rule` is the id, or who means it where that `asks`.
    """

    sentence: Sentence
    rule: str = ""
    errand: Errand | None = None
    asks: bool = False


@dataclass
class ShiftFound(Message):
    """When the shift began of who is at the console, and how things stood before."""

    shift: ShiftRead


@dataclass
class Thought(Message):
    """A question was thought out; `then` goes on with what came of it."""

    then: Callable[[], None]


@dataclass
class LookedInVain(Message):
    """Looking around went wrong in a way that nobody foresaw; the next look may go well."""

    sentence: Sentence


class SessionThread(threading.Thread):
    """Runs errands one after another, and looks around between them."""

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        super().__init__(name="session", daemon=True)
        self._session = session
        self._post = post
        self._at_work = threading.Lock()
        self._errands: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._take_in_from = 0.0
        self._signatures_of = 0
        self._view = session.look()
        self._health = session.health
        self._chronicle = Chronicle().with_more(session.record.events, session.head_code)

    @property
    def chronicle(self) -> Chronicle:
        """The record as last read; only to begin with, before the thread runs."""
        return self._chronicle

    def ask(self, errand: Errand) -> None:
        """Has an act done; the answer is an `Acted` or a `Failed` message."""
        self._errands.put(partial(self._act, errand))

    def consult(self, question: Question) -> None:
        """Has something thought out that writes nothing.

        The answer is a `Thought` or a `Failed` message.
        """
        self._errands.put(partial(self._think, question))

    def look_back(self, view: View) -> None:
        """Has it found out when the shift began, and how things stood then.

        The answer is a `ShiftFound` message.
        """
        self._errands.put(partial(self._find_shift, view))

    def stop(self) -> None:
        """Ends the thread once every errand before is done."""
        self._errands.put(None)
        self.join()

    @contextmanager
    def resting(self, patience: float) -> Iterator[bool]:
        """Holds the thread back from the journal, and what is exchanged in the background.

        Whether both could be within so many seconds each. A process that stops in the middle of a
        transaction would keep everybody else from writing.
        """
        exchange = self._session.exchange
        with (
            exchange.resting(patience) if exchange is not None else nullcontext(True) as kept_off,
            lock_held(self._at_work, patience) as rests,
        ):
            yield kept_off and rests

    def run(self) -> None:
        """The thread's life, and of what is exchanged in the background beside it.

        What nobody foresaw is said on the screen, and the thread lives on.
        """
        if self._session.exchange is not None:
            self._session.exchange.sits_here = self._session.operator
            self._session.exchange.when_brought = partial(self._errands.put, self._look_around)
            self._session.exchange.start()
        while True:
            try:
                errand = self._errands.get(timeout=POLL)
            except queue.Empty:
                self._guarded(self._rest, LookedInVain)
                continue
            if errand is None:
                self._guarded(self._session.keeping.sign, LookedInVain)
                return
            self._guarded(errand, LookedInVain if errand == self._look_around else Failed)

    def _guarded(self, task: Callable[[], None], telling: Callable[[Sentence], Message]) -> None:
        try:
            with self._at_work:
                task()
        except Exception as error:
            self._post(
                telling(
                    say(
                        "Something went wrong: {what}. Look at the log before you go on.",
                        what=what_went_wrong(error, "console", self._session.loaded.path.parent),
                    )
                )
            )

    def _act(self, errand: Errand) -> None:
        """Does an act and posts what came of it.

        What others did meanwhile is told before a refusal, so that it never stands in the refusal's
        place.
        """
        before = self._view
        try:
            events = errand(self._session.acts)
        except ChwapiError as error:
            self._look_around()
            rule = error.rule if isinstance(error, Overridable) else ""
            self._post(Failed(error.sentence, rule, errand, asks=isinstance(error, Unmeant)))
            return
        self._look()
        self._post(Acted(events, before, self._view, self._health, self._chronicle))

    def _think(self, question: Question) -> None:
        try:
            self._post(Thought(question(self._session.acts)))
        except ChwapiError as error:
            self._post(Failed(error.sentence))

    def _find_shift(self, view: View) -> None:
        from chwapi_console.report.shift import ONE_TICK, shift_began

        began = shift_began(view, self._session.operator)
        before, _ = self._session.as_of(began.at - ONE_TICK)
        self._post(ShiftFound(ShiftRead(view, began, before)))

    def _rest(self) -> None:
        """Looks around while nobody acts.

        Has what was done signed, and the journal's file take in what was written lately.
        """
        self._look_around()
        self._session.keeping.sign()
        self._look_at_signatures()
        if time.monotonic() >= self._take_in_from and not self._session.keeping.take_in():
            self._take_in_from = time.monotonic() + SECONDS_BETWEEN_CHECKPOINTS

    def _look_at_signatures(self) -> None:
        """Which acts lack the signature of their origin's key.

        Looked at while nobody acts, for each look costs a process.
        """
        if (count := len(self._session.record.events)) == self._signatures_of:
            return
        self._signatures_of = count
        with suppress(JournalError):  # a verb says why it cannot be found out
            lacking = frozenset(
                event.hash
                for event in self._session.keeping.signatures.unsigned(self._session.record.events)
            )
            if lacking != self._chronicle.unsigned:
                self._chronicle = self._chronicle._replace(unsigned=lacking)
                self._post(Looked(self._view, self._health, self._chronicle, []))

    def _look_around(self) -> None:
        """Tells what changed; trouble is told once, not twice a second."""
        view, health, told = self._view, self._health, self._chronicle.read
        self._look()
        if self._view is not view or self._health != health:
            events = self._session.record.events[told:]
            news = [event for event in events if not isinstance(event.payload, Signed)]
            self._post(Looked(self._view, self._health, self._chronicle, news))

    def _look(self) -> None:
        if self._session.exchange is not None:
            self._session.exchange.sits_here = self._session.operator
        try:
            self._view, self._health = self._session.look().thought_through(), self._session.health
        except ChwapiError as error:
            self._health = Health(record=error.sentence)
        else:
            read, events = self._chronicle.read, self._session.record.events
            if len(events) > read:
                self._chronicle = self._chronicle.with_more(events[read:], self._session.head_code)
