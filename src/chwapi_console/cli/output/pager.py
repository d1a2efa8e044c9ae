"""What is longer than the terminal, shown by the pager of who sits there: PAGER, else less.

The program is looked for in the absolute folders of PATH alone, and never in the current one, so
that a folder in which a plan lies cannot say what is run. Without a pager all is printed as it is.
"""

import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shlex import split

USUAL = "less"
NONE = frozenset({"", "cat"})
_SETTINGS: Mapping[str, str] = {"LESS": "FRX", "LESSSECURE": "1", "LESSHISTFILE": "-"}
"""What less is told where nobody else told it: end where one screen has all, pass colours on, leave
the text on the screen; start no other program, and keep no file."""


def pager(environ: Mapping[str, str]) -> Sequence[str] | None:
    """The words that start the pager; None where none is wanted, or none is found."""
    try:
        words = split(environ.get("PAGER", USUAL))
    except ValueError:
        words = [USUAL]
    if not words or words[0] in NONE:
        return None
    program = _found(words[0], environ)
    return [program, *words[1:]] if program is not None else None


def shown_in_pager(
    text: str, command: Sequence[str], encoding: str, environ: Mapping[str, str]
) -> bool:
    """Shows the text, and waits until its reader has done with it.

    Whether the pager could be started. Ctrl-C is the pager's meanwhile.
    """
    from subprocess import PIPE, Popen

    settings = {**_SETTINGS, **({"LESSCHARSET": "utf-8"} if _is_utf8(encoding) else {})}
    try:
        showing = Popen(command, stdin=PIPE, env={**settings, **environ})
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with suppress(BrokenPipeError):
            showing.communicate(text.encode(encoding, "replace"))
        showing.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "") == "utf8"


def _found(name: str, environ: Mapping[str, str]) -> str | None:
    """Where a program lies; None where it is not found but in the current folder, or nowhere."""
    places = (
        [name]
        if "/" in name
        else [f"{folder}/{name}" for folder in environ.get("PATH", os.defpath).split(os.pathsep)]
    )
    return next(filter(_may_be_run, places), None)


def _may_be_run(place: str) -> bool:
    path = Path(place)
    if not path.is_absolute() or not os.access(path, os.X_OK) or path.is_dir():
        return False
    try:
        return not path.parent.samefile(Path.cwd())
    except OSError:
        return True
