"""Says to who waits at a terminal that a verb is still at it, from its second second on.

Never in a pipe, and seldom enough to be heard read out.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from chwapi_console.cli.output.output import Output
from chwapi_console.text import say

PAUSES = (1.0, 4.0, 10.0, 15.0, 30.0)
"""Seconds from one word to the next; the last goes on."""


@contextmanager
def told_that_it_lasts(out: Output, verb: str) -> Iterator[None]:
    """While it lasts, who waits is told now and then; until a question is asked."""
    over = Event()

    def tell() -> None:
        seconds = 0.0
        for pause in _pauses():
            told = out.told
            if over.wait(pause):
                return
            seconds += pause
            if out.told == told:
                out.whisper(say("{verb}: still at it after {n} s …", verb=verb, n=round(seconds)))

    out.before_asking = over.set
    with suppress(RuntimeError):  # where the system gives no thread more nobody is told
        Thread(target=tell, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _pauses() -> Iterator[float]:
    yield from PAUSES
    while True:
        yield PAUSES[-1]
