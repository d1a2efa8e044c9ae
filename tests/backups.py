"""Journals that are copied and put back, as people do with backups."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path


def be_at_home(journal: Path) -> None:
    """The copy is the journal of this very place, as if it had been made here: it goes on under its
    own origin."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        connection.execute("UPDATE own_origin SET inode = ?", (journal.stat().st_ino,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def backed_up(journal: Path) -> Path:
    """A copy of a journal as it is, with all that its -wal holds."""
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copy(journal, journal.with_name("backup")))


def put_back(backup: Path, journal: Path) -> None:
    """The backup stands where the journal stood, as if nothing had been done since."""
    for path in journal.parent.glob(f"{journal.name}*"):
        path.unlink()
    be_at_home(backup.rename(journal))
