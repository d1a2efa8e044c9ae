"""Thoughts that take long.

Worked out on a thread of their own, for the last view that was asked about.
"""

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from textual.message import Message

from chwapi_console.console.known.session_thread import LookedInVain
from chwapi_console.memory import lacks_threads
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say
from chwapi_console.unforeseen import what_went_wrong

SECONDS_AFTER_A_KEY = 0.3
"""Seconds after a key for which no thought is gone on with: two threads of Python take turns, and a
key should wait for none."""

M_ARENA_MAX = -8
"""The number by which `mallopt` of glibc knows the most heaps there may be."""


class Overtaken(Exception):
    """A newer view came, or the end: the thought that was under way is for nobody."""


Think = Callable[..., Message]
"""From a view, the time, a pause to make now and then, and what it is asked about where that is more
than the view, to the message that answers."""


class _Asked(NamedTuple):
    view: View
    about: tuple[str, ...]


class LatestViewWorker(threading.Thread):
    """Works out one thing about the latest view, and skips views that were overtaken.

    A thought takes a tenth of a second and more. `think` gives the message that answers, and
    `in_vain` says that there is none. `folder` has what is known of a failure that nobody foresaw.
    """

    def __init__(
        self,
        post: Callable[[Message], object],
        now: Callable[[], datetime],
        folder: Path,
        think: Think,
        in_vain: Callable[[Sentence], Sentence],
    ) -> None:
        super().__init__(name=getattr(think, "__name__", "thought"), daemon=True)
        self._post, self._now, self._think, self._in_vain = post, now, think, in_vain
        self._folder = folder
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._last: _Asked | None = None
        self._rests_until = 0.0

    def ask(self, view: View, *about: str) -> None:
        """Has the view thought about, and what of it, unless that was the last question.

        The answer is posted, unless another is asked before. The thread begins with the first
        question: many consoles never ask for some thoughts.
        """
        if self._last is None or view is not self._last.view or about != self._last.about:
            self._last = _Asked(view, about)
            self._asked.put(self._last)
            if self.ident is None:
                _tell_allocator("mallopt", M_ARENA_MAX, 1)
                self._begin()

    def _begin(self) -> None:
        """Begins; where the system gives no thread more that is the answer, until another question."""
        try:
            self.start()
        except RuntimeError as error:
            if not lacks_threads(error):
                raise
            self._last = None
            why = say("there are too many processes here (ulimit -u)")
            self._post(LookedInVain(self._in_vain(why)))

    def make_way(self) -> None:
        """Somebody is typing: rests for as long as that lasts."""
        self._rests_until = time.monotonic() + SECONDS_AFTER_A_KEY

    def stop(self) -> None:
        """Ends the thread with the thought it is at."""
        self._asked.put(None)

    def run(self) -> None:
        """The thread's life."""
        while (asked := self._latest()) is not None:
            try:
                self._post(self._think(asked.view, self._now(), self._rest, *asked.about))
            except Overtaken:
                continue
            except Exception as error:
                why = what_went_wrong(error, self.name, self._folder)
                self._post(LookedInVain(self._in_vain(why)))
            _tell_allocator("malloc_trim", 0)

    def _rest(self) -> None:
        """Makes way for keys. Overtaken when what was asked last is not what is thought about."""
        if not self._asked.empty():
            raise Overtaken
        while 0 < (left := self._rests_until - time.monotonic()) <= SECONDS_AFTER_A_KEY:
            try:
                time.sleep(left)
            except OSError:  # where even that clock is set: no rest is worth the thought
                return

    def _latest(self) -> _Asked | None:
        asked = self._asked.get()
        while asked is not None and not self._asked.empty():
            asked = self._asked.get()
        return asked


def _tell_allocator(function: str, *numbers: int) -> None:
    """Has free memory given back to the system, where the C library can.

    What a forecast of thousands of servers took, and no longer needs, would stay with the console
    all night. It can be given back best from one heap that all threads use; glibc gives each one of
    its own unless it is told.
    """
    import ctypes

    with suppress(AttributeError, OSError):
        getattr(ctypes.CDLL(None), function)(*numbers)
