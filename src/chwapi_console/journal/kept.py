"""Acts that were kept in another file when their journal went away while it was open: told until
they are back in it, for who had it open then may have gone home with the sentence that says so."""

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from chwapi_console.errors import JournalError
from chwapi_console.journal.record import Record
from chwapi_console.text import Sentence, plural, typed_path

MARK = "-kept-"


PATIENCE = 0.5
"""Seconds to wait for somebody who has such a file locked: it may lie where others can put one."""


def names_kept(journal: Path) -> Iterator[Path]:
    """The files beside a journal in which its acts were kept; no links, which may lead to what is
    somebody else's."""
    with suppress(OSError), os.scandir(journal.parent) as entries:
        for entry in entries:
            if (
                entry.name.startswith(f"{journal.name}{MARK}")
                and not entry.name.endswith(("-wal", "-shm", "-journal"))
                and entry.is_file(follow_symlinks=False)
            ):
                yield journal.parent / entry.name


def acts_kept(journal: Path, record: Record) -> Sentence | None:
    """That a file beside the journal has acts which the record lacks, and how to bring them in;
    None where none has."""
    for path in sorted(names_kept(journal)):
        if missing := _missing(path, record):
            return plural(
                "{path} holds {n} act that is not in the journal: it was kept there when the "
                "journal went away. Bring it in: "
                "sync {typed}",
                "{path} holds {n} acts that are not in the journal: they were kept there when the "
                "journal went away. Bring them "
                "in: sync {typed}",
                missing,
                path=str(path),
                typed=typed_path(path),
            )
    return None


def _missing(path: Path, record: Record) -> int:
    from chwapi_console.journal.sqlite import SqliteStore

    with (
        suppress(JournalError),
        closing(SqliteStore(path, read_only=True, patience=PATIENCE)) as kept,
    ):
        return sum(not record.has(event) for event in kept.record.acts)
    return 0
