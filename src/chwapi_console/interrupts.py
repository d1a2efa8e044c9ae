"""What Ctrl-C does, from the first moment on.

It ends the program with 130, and never with a traceback.

While the program is loaded nothing has begun, and it leaves at once. What a verb does is
interrupted where it stands (`KeyboardInterrupt`), so that it can say so. Where Python drops an
interruption, as in a callback of its import system, it leaves at once too: an act that was
acknowledged is on disk, and a file gets its name once it is whole. Who had it ignored, as a shell
does for what runs in the background, has it ignored.

A verb that asks and acts by turns has it held (`InterruptsHeld`): then an act is done and told, or
not begun, and what waits for a line is woken, also by a Ctrl-C that came the moment before it began
to wait.
"""

# `signal` itself, and `types`, load more first, a moment in which Python's own handler would still
# answer.
import os
import sys
from _signal import (  # type: ignore[import-not-found]  # no stubs
    SIG_IGN,
    SIGINT,
    default_int_handler,
    getsignal,
    set_wakeup_fd,
    signal,
)

INTERRUPTED = 130
IGNORED_FOR_US = "_CHWAPI_INT"
"""In the environment where bin/chwapi-console had Ctrl-C ignored while Python itself starts."""


def leave_when_interrupted() -> None:
    """From here on an interruption ends the process."""
    if getsignal(SIGINT) != SIG_IGN or IGNORED_FOR_US in os.environ:
        os.environ.pop(IGNORED_FOR_US, None)
        signal(SIGINT, _leave)


def raise_when_interrupted() -> None:
    """From here on an interruption is raised where the program stands."""
    if getsignal(SIGINT) is _leave:
        signal(SIGINT, default_int_handler)
        sys.unraisablehook = _unraisable


class InterruptsHeld:
    """While it lasts, Ctrl-C is noted, and raised where `let_interrupts_in` is called.

    What is noted at its end is raised there. Who presses it a third time is not held any longer:
    the process ends at once.
    """

    now: "InterruptsHeld | None" = None
    times = 0

    def __enter__(self) -> None:
        """Nothing is held where Ctrl-C is ignored, or has a handler that is not Python's."""
        self._before = getsignal(SIGINT)
        self.holds = InterruptsHeld.now is None and self._before not in (SIG_IGN, None)
        if self.holds:
            self.woken, self._wakes = os.pipe()
            for end in (self.woken, self._wakes):
                os.set_blocking(end, False)
            self._woken_before = set_wakeup_fd(self._wakes, warn_on_full_buffer=False)
            InterruptsHeld.now = self
            signal(SIGINT, self._note)

    def __exit__(self, kind: object, error: object, at: object) -> None:
        """KeyboardInterrupt where one is left, and nothing else is on its way."""
        if self.holds:
            set_wakeup_fd(self._woken_before)
            InterruptsHeld.now = None
            for end in (self.woken, self._wakes):
                os.close(end)
            signal(SIGINT, self._before)
            if self.times and error is None:
                raise KeyboardInterrupt

    def _note(self, number: int, frame: object) -> None:
        self.times += 1
        if self.times > MOST_HELD:
            os._exit(INTERRUPTED)

    def let_in(self) -> None:
        """KeyboardInterrupt where there was one."""
        if self.times:
            self.times = 0
            raise KeyboardInterrupt

    def forget_what_woke(self) -> None:
        """Empties the pipe that a signal fills."""
        try:
            os.read(self.woken, MOST_WAKES)
        except BlockingIOError:
            return


MOST_HELD, MOST_WAKES = 2, 4096


def let_interrupts_in() -> None:
    """KeyboardInterrupt where Ctrl-C was held: here nothing is half done."""
    if InterruptsHeld.now is not None:
        InterruptsHeld.now.let_in()


def comes_in(descriptor: int, seconds: float | None = None) -> bool:
    """Whether there is something to read, within so many seconds or whenever it comes.

    KeyboardInterrupt where Ctrl-C was held, or comes meanwhile. To read at once would wait on where
    Python noted a signal just before: only another one wakes that.
    """
    from select import select

    held = InterruptsHeld.now
    watched = [descriptor] if held is None else [descriptor, held.woken]
    while True:
        let_interrupts_in()
        ready = select(watched, [], [], seconds)[0]
        if held is not None:
            held.forget_what_woke()
        if not ready or descriptor in ready:
            let_interrupts_in()
            return bool(ready)


def _leave(number: int, frame: object) -> None:
    os._exit(INTERRUPTED)


def _unraisable(dropped: "sys.UnraisableHookArgs") -> None:
    if dropped.exc_type is KeyboardInterrupt:
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(dropped)
