"""A file that a verb writes: never over one that is there, and whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from chwapi_console.errors import RequestError
from chwapi_console.text import say


def refuse_existing(path: Path) -> None:
    """RequestError where something has that name already, be it a link to nowhere."""
    if path.exists() or path.is_symlink():
        raise RequestError(say("{path} is there already, and nothing is written over it. Name another file, or move this one "
                               "away.", path=str(path)))


def write_new(path: Path, text: str) -> None:
    """Writes the file, on disk by the time it returns. RequestError where it is there already or cannot be written."""
    refuse_existing(path)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    path.unlink()
                raise
    except FileExistsError:
        refuse_existing(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RequestError(say("{path} cannot be written: {reason}.", path=str(path), reason=reason)) from error
