"""What Ctrl-C does, from the first moment on.

It ends the program with 130, and never with a traceback.

While the program is loaded nothing has begun, and it leaves at once. What a verb does is
interrupted where it stands (`KeyboardInterrupt`), so that it can say so. Where Python drops an
interruption, as in a callback of its import system, it leaves at once too: an act that was
acknowledged is on disk, and a file gets its name once it is whole. Who had it ignored, as a shell
does for what runs in the background, has it ignored.
"""

# `signal` itself, and `types`, load more first, a moment in which Python's own handler would still
# answer.
import os
import sys
from _signal import SIG_IGN, SIGINT, default_int_handler, getsignal, signal  # type: ignore[import-not-found]  # no stubs

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


def _leave(number: int, frame: object) -> None:
    os._exit(INTERRUPTED)


def _unraisable(dropped: "sys.UnraisableHookArgs") -> None:
    if dropped.exc_type is KeyboardInterrupt:
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(dropped)
