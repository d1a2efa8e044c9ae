"""What ends the rest of a thread: somebody rings on another one, or something can be read."""

import os
import select
import threading


class Bell:
    """Rung on any thread, heard on one.

    What it needs of the system it takes when it is first listened to; `close` gives it back.
    """

    def __init__(self) -> None:
        self._held = threading.Lock()
        self._is_rung = False
        self._ends: tuple[int, int] | None = None

    def ring(self) -> None:
        """Ends the rest that is, or the next."""
        with self._held:
            if self._ends is not None and not self._is_rung:
                os.write(self._ends[1], b"\n")
            self._is_rung = True

    def is_called(self, seconds: float, line: int | None = None) -> bool:
        """Rests until it is rung, or `line` can be read, or so many seconds have passed.

        Whether it was the line.
        """
        with self._held:
            if self._ends is None:
                self._ends = os.pipe()
                if self._is_rung:
                    os.write(self._ends[1], b"\n")
        rung = self._ends[0]
        waiting = select.poll()
        waiting.register(rung, select.POLLIN)
        if line is not None:
            waiting.register(line, select.POLLIN)
        ready = {descriptor for descriptor, _ in waiting.poll(seconds * 1000)}
        with self._held:
            if rung in ready:
                os.read(rung, 1)
                self._is_rung = False
        return ready == {line}

    def close(self) -> None:
        """Nobody listens any more."""
        with self._held:
            ends, self._ends = self._ends, None
        for end in ends or ():
            os.close(end)
