"""Acts that were kept in another file when their journal went away while it was open.

They are told until they are back in it, for who had it open then may have gone home with the
sentence that says so.
"""

import os
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

from chwapi_console.errors import JournalError
from chwapi_console.journal.file.hindrances import size_of
from chwapi_console.journal.file.kept_elsewhere import KEPT
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.text import Sentence, plural, typed_path

PATIENCE = 0.5
"""Seconds to wait for those who have such files locked: they may lie where others can put some."""

MOST_FILES, MOST_BYTES = 20, 32_000_000
"""What of them is looked at by each verb: half a second. A long night is some megabytes."""

MOST_NAMES = 1_000


def names_kept(journal: Path) -> Iterator[Path]:
    """The files beside a journal in which its acts were kept.

    No links, which may lead to what is somebody else's.
    """
    return islice(_names_kept(journal), MOST_NAMES)


def _names_kept(journal: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(journal.parent) as entries:
        for entry in entries:
            if (
                entry.name.startswith(f"{journal.name}{KEPT}")
                and not entry.name.endswith(("-wal", "-shm", "-journal"))
                and entry.is_file(follow_symlinks=False)
            ):
                yield journal.parent / entry.name


def acts_kept(journal: Path, record: Record) -> Sentence | None:
    """That a file beside the journal has acts which the record lacks, and how to bring them in.

    Or that some were not looked at, for they are too large or too many; None where neither is so.
    """
    room, began, unread = MOST_BYTES, time.monotonic(), list[Path]()
    for number, path in enumerate(
        sorted(names_kept(journal), key=lambda path: (size_of(path), path))
    ):
        size = size_of(path) + size_of(Path(f"{path}-wal"))
        patience = PATIENCE - (time.monotonic() - began)
        if size > room or number >= MOST_FILES or patience <= 0:
            unread.append(path)
            continue
        room -= size
        if missing := _missing(path, record, patience):
            return plural(
                "{path} holds {n} act that is not in the journal: it was kept there when the "
                "journal went away. Bring it in: sync {typed}",
                "{path} holds {n} acts that are not in the journal: they were kept there when the "
                "journal went away. Bring them in: sync {typed}",
                missing,
                path=str(path),
                typed=typed_path(path),
            )
    if not unread:
        return None
    return plural(
        "{path} was not looked at: it is too large, or too many lie there. Where acts of the "
        "journal were kept in it, bring them in (sync {typed}), then take it away.",
        "{path} and others of that name, {n} in all, were not looked at: they are too large, or "
        "too many. Where acts of the journal were kept in them, bring them in (sync {typed}), then "
        "take them away.",
        len(unread),
        path=str(unread[0]),
        typed=typed_path(unread[0]),
    )


def _missing(path: Path, record: Record, patience: float) -> int:
    with (
        suppress(JournalError),
        closing(SqliteStore(path, read_only=True, patience=patience)) as kept,
    ):
        return sum(not record.has(event) for event in kept.record.acts)
    return 0
