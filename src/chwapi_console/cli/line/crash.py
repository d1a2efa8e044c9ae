"""What is left behind when the program fails in a way nobody foresaw.

A file that says where, and nothing else.

It has the kinds of the errors and the lines of code they passed through. Messages, arguments,
variables and the environment stay out: any of them may hold a secret.
"""

import os
import platform
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from chwapi_console import __version__


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
        return place / name
    return None


def _lines(error: BaseException, verb: str) -> Iterator[str]:
    yield f"chwapi-console {__version__}, Python {platform.python_version()}, verb {verb}"
    current: BaseException | None = error
    while current is not None:
        yield ""
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        yield from (line.rstrip("\n") for line in traceback.format_tb(current.__traceback__))
        current = current.__cause__ or current.__context__
