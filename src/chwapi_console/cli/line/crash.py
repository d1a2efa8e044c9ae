"""What is left behind when the program fails in a way nobody foresaw.

A file that says where, and nothing else.

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

MOST_KEPT = 10
"""Files of that kind that stay in a folder: who meets the same failure all night has the last ones."""

_NAME = re.compile(r"chwapi-crash-[0-9]{8}T[0-9]{6}-[0-9]+\.txt")
_BEGINS = b"chwapi-console "


def write_crash_file(error: BaseException, verb: str, folder: Path) -> Path | None:
    """Writes the file into the folder, else into the system's for temporary files.

    None when neither takes it.
    """
    name = f"chwapi-crash-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{os.getpid()}.txt"
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            descriptor = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write("\n".join(_lines(error, verb)) + "\n")
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
        os.close(held)


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
        os.close(file)


def _lines(error: BaseException, verb: str) -> Iterator[str]:
    yield f"chwapi-console {__version__}, Python {platform.python_version()}, verb {verb}"
    current: BaseException | None = error
    while current is not None:
        yield ""
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        yield from (line.rstrip("\n") for line in traceback.format_tb(current.__traceback__))
        current = current.__cause__ or current.__context__
