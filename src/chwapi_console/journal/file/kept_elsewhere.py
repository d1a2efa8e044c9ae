"""Where the acts of a journal are put that goes away while it is open.

Into a file beside it, else into one in the folder for what is not kept long: what is on a screen and
nowhere else any more must not end with it. `kept.py` tells of such files later.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.errors import ChwapiError
from chwapi_console.journal.file.hindrances import take_away_if_empty
from chwapi_console.journal.record.events import new_id
from chwapi_console.sharing import share
from chwapi_console.text import Sentence, plural, say, typed_path

KEPT = "-kept-"
"""What the name of a file goes on with, behind the journal's, in which acts are kept when the
journal goes away."""


def keep_elsewhere(journal: Path, write: Callable[[Path], None]) -> Path | None:
    """The new file into which `write` put what is known of a journal; None where none could be made."""
    from tempfile import gettempdir

    for folder in (journal.parent, Path(gettempdir())):
        kept = folder / f"{journal.name}{KEPT}{os.getpid()}-{new_id()[:8]}"
        with suppress(ChwapiError, OSError):
            _keep_in(kept, write, shared=folder == journal.parent)
            return kept
    return None


def _keep_in(kept: Path, write: Callable[[Path], None], *, shared: bool) -> None:
    """Makes a new file and has it written: one's own, or the group's where it is `shared`.

    Where that fails it leaves none that is empty, and tries no other by itself; nor where somebody
    puts another folder in its place meanwhile.
    """
    place = os.O_DIRECTORY | os.O_CLOEXEC | getattr(os, "O_PATH", os.O_RDONLY)
    folder = os.open(kept.parent, place)
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC
        descriptor = os.open(kept.name, flags, 0o600, dir_fd=folder)
        try:
            if shared:
                share(descriptor, os.fstat(folder))
        finally:
            close_anyhow(descriptor)
        try:
            write(kept)
        finally:
            take_away_if_empty(kept.name, folder)
    finally:
        close_anyhow(folder)


def gone(what: Sentence, kept: Path | None, acts: int) -> Sentence:
    """What became of a journal while it was open, and where so many acts of it are kept."""
    if kept is None:
        return say("{what} Put it back, and start again.", what=what)
    return plural(
        "{what} The {n} act known here is kept in {kept}. Start again, and bring it back "
        "with: sync {typed}",
        "{what} All {n} acts known here are kept in {kept}. Start again, and bring them "
        "back with: sync {typed}",
        acts,
        what=what,
        kept=str(kept),
        typed=typed_path(kept),
    )
