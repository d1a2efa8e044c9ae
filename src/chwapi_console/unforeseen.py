"""What is told, and left behind, when the program fails in a way nobody foresaw.

Words for whoever sits there, which are none of Python's, and a file that says where, and nothing else.

It has the kinds of the errors and the lines of code they passed through. Messages, arguments,
variables and the environment stay out: any of them may hold a secret.
"""

import os
import platform
import re
import stat
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from chwapi_console import __version__
from chwapi_console.descriptors import close_anyhow
from chwapi_console.memory import lacks_memory
from chwapi_console.text import Sentence, say

MOST_KEPT = 10
"""Files of that kind that stay in a folder: who meets the same failure all night has the last ones."""

_NAME = re.compile(r"chwapi-crash-[0-9]{8}T[0-9]{6}-[0-9]+\.txt")
_BEGINS = b"chwapi-console "

_kept: dict[tuple[type[BaseException], str, Path], Path | None] = {}
"""The file about each failure that this process met, by its kind, where it was, and the folder: what
looks around twice a second may fail so each time."""


def what_went_wrong(error: BaseException, at_work: str, folder: Path) -> Sentence:
    """The clause that tells it, and where what is known of it is; the same failure has one file.

    `at_work` is what failed, as the file has it.
    """
    if lacks_memory(error):
        return say("there is not enough memory here, or too many processes (free, ulimit -v -u)")
    key = (type(error), where(error), folder)
    if key not in _kept:
        _kept[key] = write_crash_file(error, at_work, folder)
    what = (
        say("the system refuses something ({reason})", reason=error.strerror)
        if isinstance(error, OSError) and error.strerror
        else say("nobody foresaw why")
    )
    return (
        say("{what}; what is known of it is in {path}", what=what, path=str(_kept[key]))
        if _kept[key]
        else say("{what}, at {where}; no file about it could be written", what=what, where=key[1])
    )


def where(error: BaseException) -> str:
    """The line of this program that the error came from, as `order.py:63`."""
    lines = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return lines[-1] if lines else "?"


def write_crash_file(error: BaseException, verb: str, folder: Path) -> Path | None:
    """Writes the file into the folder, else into the system's for temporary files.

    None when neither takes it.
    """
    name = f"chwapi-crash-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{os.getpid()}.txt"
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            descriptor = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                file.write("\n".join(_lines(error, verb)) + "\n")
        except OSError:
            continue
        with suppress(OSError):
            _take_away_the_oldest(place)
        return place / name
    return None


def _take_away_the_oldest(folder: Path) -> None:
    """Takes away what this login left there before, but for the newest.

    Nothing goes that is not such a file by its name, its owner, its rights and how it begins.
    """
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(held) as found:
            names = sorted(entry.name for entry in found if _NAME.fullmatch(entry.name))
        own = [name for name in names if _is_own(name, held)]
        for name in own[:-MOST_KEPT]:
            os.unlink(name, dir_fd=held)
    finally:
        close_anyhow(held)


def _is_own(name: str, folder: int) -> bool:
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return False
    try:
        status = os.fstat(file)
        return (
            stat.S_ISREG(status.st_mode)
            and (status.st_uid, status.st_nlink) == (os.geteuid(), 1)
            and stat.S_IMODE(status.st_mode) == 0o600
            and os.read(file, len(_BEGINS)) == _BEGINS
        )
    finally:
        close_anyhow(file)


def _lines(error: BaseException, verb: str) -> Iterator[str]:
    yield f"chwapi-console {__version__}, Python {platform.python_version()}, verb {verb}"
    current: BaseException | None = error
    while current is not None:
        yield ""
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        yield from (line.rstrip("\n") for line in traceback.format_tb(current.__traceback__))
        current = current.__cause__ or current.__context__
