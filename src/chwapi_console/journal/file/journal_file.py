"""The file that a journal lies in: opened as far as it can be, and held while it is open.

A file is looked at before anything is written to it: it must be a journal, on a disk of this
machine, and stay the one that its path names. Where it cannot be written it is opened to be read.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from chwapi_console.durable import sync_folder
from chwapi_console.errors import JournalError, JournalGone, JournalReadOnly
from chwapi_console.journal.file.connections import connected, copied_from, only_reading
from chwapi_console.journal.file.earlier_formats import (
    bring_up,
    in_memory,
    is_of_an_earlier_format,
    strangers_in,
)
from chwapi_console.journal.file.file_faults import (
    DOUBTFUL,
    PASSING,
    Answer,
    FileFaults,
    NoJournal,
    asked,
    in_a_row,
    lacks_room,
    result_code,
)
from chwapi_console.journal.file.file_format import (
    SCHEMA_VERSION,
    format_of,
    has_table,
    is_a_journal,
    laid_out,
    lay_out,
    strangers,
    why_newer,
)
from chwapi_console.journal.file.filesystem import (
    create_shared,
    network_kind,
    open_to_writers,
    share_like,
)
from chwapi_console.journal.file.held_place import HeldPlace
from chwapi_console.journal.file.hindrances import Hindrances, size_of
from chwapi_console.journal.file.opened_files import OpenedFiles
from chwapi_console.journal.file.read_so_far import EMPTIED, WRITTEN_OVER
from chwapi_console.journal.file.shared_memory import (
    NoRoom,
    SharedMemory,
    as_if_others_had_it_open,
    frames_in,
    frames_of,
    take_away_beside,
)
from chwapi_console.journal.file.taking_turns import alone
from chwapi_console.journal.file.waiting import passes, wait_a_moment
from chwapi_console.sharing import how_to_share
from chwapi_console.text import Sentence, say


class JournalFile:
    """A path, and the file there once it is open.

    It need not exist yet. `has_been_read` and `damaged` are for who reads it to say; a file that is
    damaged is only read. One of an earlier `format` is read too, until it is brought up. `faults`
    has the words for what is wrong with it. `place` is where it lies, held open, where others could
    put something else there: then nothing is written before what was opened is known to be that.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool,
        allow_network: bool,
        patience: float,
        place: HeldPlace | None = None,
    ) -> None:
        self.path = path
        self._place = place
        self.asked_read_only = read_only
        self.has_been_read = False
        self.damaged = False
        self.format = SCHEMA_VERSION
        self.faults = FileFaults(path)
        self._real = self.faults.real
        self.hindrances = Hindrances(
            path, self._real, Path(f"{self._real}-wal"), Path(f"{self._real}-shm")
        )
        self._at = place.at if place else path
        beside = place.at if place else self._real
        self._wal, self._shm = Path(f"{beside}-wal"), Path(f"{beside}-shm")
        self._memory = SharedMemory(beside)
        self._files = OpenedFiles(path, self._wal, self._shm, self.faults, self._memory)
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._read_at: tuple[int, int, int] | None = None
        self.looked_twice = False
        self._why_read_only: Sentence | None = None
        self._strange: Sentence | None = None
        self._refuse_its_place(allow_network=allow_network)

    def _refuse_its_place(self, *, allow_network: bool) -> None:
        """JournalError where there is no folder, or where it is another machine's."""
        if not self._files.found(self.path.parent, lambda status: stat.S_ISDIR(status.st_mode)):
            raise JournalError(
                say(
                    "{path}: the folder of the journal does not exist. Create it, or name another "
                    "with --journal.",
                    path=str(self.path),
                )
            )
        if not allow_network and (kind := network_kind(self.path)):
            raise self.faults.unusable(
                say(
                    "lies on a network file system ({kind}), where several writers can damage a "
                    "journal. Keep it on a disk of this machine and use sync, or insist with "
                    "--allow-network-fs.",
                    kind=kind,
                )
            )

    @property
    def why_read_only(self) -> Sentence | None:
        """Why acts cannot be written; None when they can."""
        if self.asked_read_only:
            return say("Read-only, as asked.")
        if self._connection is None and not os.access(self._real.parent, os.W_OK):
            return in_a_row(
                say("{path}: the folder of the journal cannot be written to.", path=str(self.path)),
                how_to_share(self._real),
            )
        return self._why_read_only or self._strange

    @property
    def strange_in_memory(self) -> list[Sentence]:
        """What in a file of an earlier format is not this program's.

        What is read of it in memory has nothing of that.
        """
        is_earlier = self.format < SCHEMA_VERSION
        return [self._strange] if is_earlier and self._strange is not None else []

    @property
    def inode(self) -> int:
        """Of the file that was opened; 0 before one was."""
        return self._files.identity[1]

    @property
    def connection(self) -> sqlite3.Connection | None:
        """The open file; None while there is none."""
        return self._connection

    @property
    def opened(self) -> sqlite3.Connection:
        """The open file.

        JournalError where there is none: its disk or its folder let nobody look when it was to be
        made, or opened anew.
        """
        if self._connection is None:
            raise self.faults.cannot_be_opened()
        return self._connection

    def close(self) -> None:
        """Lets go of the file.

        Where what lies beside it is not what it was, nothing is taken in any more: others write
        there. Who only looks takes nothing in either.
        """
        if self._connection is not None:
            if self._is_as_left() and not (self.asked_read_only and self.has_wal):
                self._let_go(self._connection)
            else:
                with as_if_others_had_it_open(*self._files.identity):
                    self._connection.close()
        self._memory.close()
        self._connection = self._read_at = None
        self._files.forget_beside()

    def _let_go(self, connection: sqlite3.Connection) -> None:
        """Closes it; where others decide what its path leads to by now, nothing is taken away there."""
        if self._place is None:
            connection.close()
            return
        held = (0, 0)
        with suppress(OSError):
            held = self._place.identity
        with as_if_others_had_it_open(*held):
            connection.close()
        if not self.asked_read_only:
            take_away_beside(self._at, self._wal, self._shm)

    def _is_as_left(self) -> bool:
        try:
            self._files.check_beside()
        except JournalError:
            return False
        return True

    # Opening

    def look_again(self) -> bool:
        """Opens the file where it is not open yet, or where what hindered writing may have gone.

        False while there is nothing in it. JournalGone when it is not there any more.
        """
        if self.inode:
            self.check()
        elif self._is_empty():
            self._why_read_only = None
            return False
        if not self._is_as_it_was():
            self.close()
        if self._connection is None:
            self._connect()
        return self._connection is not None

    def _is_as_it_was(self) -> bool:
        """Whether nothing changed that matters: a file only read here, and what hinders writing."""
        if self._read_at and self._read_at != self._stamp():
            return False
        return self._why_read_only == self.hindrances.refused() or (
            self._read_at is not None and self._still_lacks_room()
        )

    def _still_lacks_room(self) -> bool:
        try:
            self._share(to_write=True)
        except NoRoom:
            return True
        except sqlite3.Error:
            pass
        return False

    def _is_empty(self) -> bool:
        """Whether nothing is there yet.

        No file, or the empty one that a first act leaves which found no room for more.
        """
        begun = self._files.found(self._wal, lambda status: status.st_size > 0)
        return not begun and not self._files.found(
            self.path, lambda status: not stat.S_ISREG(status.st_mode) or status.st_size > 0
        )

    def create(self) -> None:
        """Makes the file, unless somebody was faster, and opens it.

        Its name is on disk before that of a -wal, which without it would be nobody's.
        """
        try:
            with suppress(FileExistsError):
                # SQLite takes away the -wal beside an empty file, whichever lies there by then
                create_shared(self._at, laid_out() if self._place else b"")
            sync_folder(self._at.parent)
        except OSError as error:
            raise self.faults.unusable(
                say("cannot be created: {reason}.", reason=error.strerror or str(error))
            ) from error
        self._connect()

    def check(self) -> None:
        """JournalGone unless the path still names the open file; see `OpenedFiles.check`."""
        self._files.check()

    def check_for_writing(self) -> None:
        """What `check` does; JournalReadOnly too where the file was given another name meanwhile."""
        self.check()
        if (why := self.hindrances.other_names()) is not None:
            raise JournalReadOnly(why)

    def make_room_for(self, bodies: int, size: int) -> None:
        """Sees to it that the index of the -wal can take in so many events of so many bytes.

        `NoRoom` where it cannot.
        """
        self._memory.grow(frames_in(size_of(self._wal)) + frames_of(bodies, size))

    def forget_pages(self) -> None:
        """Lets go of the pages in memory.

        A file that was written over without SQLite's knowledge must not look as before.
        """
        self.opened.execute("PRAGMA shrink_memory")

    def take_in(self) -> bool:
        """Puts the acts that stand in the -wal alone into the file, so that a plain copy has them.

        False where others were at it, or the disk did not let it: nothing is lost by that, and it
        is tried again later. JournalGone where file and -wal are not what was opened: what is put
        in would be put over what others wrote.
        """
        self.check()
        if not self.has_wal:
            return True
        try:
            with alone(self.path) as locked:
                return (
                    locked
                    and self.opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
                )
        except sqlite3.Error:
            return False

    def entries_beside(self, known: int) -> int:
        """How many of so many known entries the file does not have without the -wal beside it."""
        if not self.has_wal:
            return 0
        try:
            with closing(self._connected("immutable=1")) as alone_in_it:
                return max(
                    0, known - int(alone_in_it.execute("SELECT count(*) FROM event").fetchone()[0])
                )
        except sqlite3.Error:  # not even laid out yet, or somebody takes the -wal in just now
            return known

    @property
    def bytes_stamp(self) -> tuple[int, ...]:
        """What changes when somebody writes to the file, or to the -wal beside it."""
        stamp: list[int] = []
        for path in (self._at, self._wal):
            with suppress(OSError):
                status = path.stat()
                stamp += (status.st_ctime_ns, status.st_mtime_ns, status.st_size)
        return tuple(stamp)

    @property
    def has_wal(self) -> bool:
        """Whether a -wal with anything in it lies beside the file."""
        return size_of(self._wal) > 0

    def _connect(self) -> None:
        """Opens the file.

        JournalError also where it, or the disk that it is on, goes away at that very moment.
        """
        try:
            self._connect_to_what_is_there()
        except OSError as error:
            raise self.faults.unusable(
                say(
                    "cannot be opened: {reason}. Look whether it and its disk are still there.",
                    reason=error.strerror or str(error),
                )
            ) from error

    def _connect_to_what_is_there(self) -> None:
        left_over = size_of(self._wal)
        status = self._at.stat()
        if not stat.S_ISREG(status.st_mode):
            raise self.faults.unusable(say("is not a file."))
        if left_over and not status.st_size:
            raise self.faults.unusable(
                say(
                    "is empty, but {wal} beside it holds acts that SQLite "
                    "would throw away. Keep a copy "
                    "of {wal}, and bring back a copy of the journal, or a "
                    "mirror.",
                    wal=self._wal.name,
                )
            )
        if self._place is not None and not status.st_size:
            raise self.faults.unusable(say("is empty. Take it away, and another is made."))
        self._why_read_only = self.hindrances.refused()
        self.patiently(self._open)
        if self._connection is None:
            return
        self._files.identity = (status.st_dev, status.st_ino)
        share_like(self._at, self._wal, self._shm)
        self._files.remember_beside(is_written=self._read_at is None)

    def _open(self) -> None:
        """Opens the file.

        Where a full disk leaves no room even for that, or where it is damaged, to read only.
        """
        if self.why_read_only is None:
            try:
                self._share(to_write=True)
                self._connection = self._checked(self._connected("mode=rw"))
                return
            except sqlite3.DatabaseError as error:
                if self.is_damage(error):
                    self.damaged = True
                elif lacks_room(error) or (
                    result_code(error) == sqlite3.SQLITE_CANTOPEN and self.faults.is_full()
                ):
                    self._why_read_only = self.faults.no_room(error)
                else:
                    raise
        try:
            self._connection = self._checked(self._open_to_read())
        except sqlite3.DatabaseError as error:
            if self.damaged or not self.is_damage(error):
                raise
            self.damaged = True
            self._connection = self._checked(self._open_to_read())

    def _share(self, *, to_write: bool) -> None:
        """Makes -shm as all need it.

        What is one's own there gets the rights of the journal, which may have had others then.
        """
        for path in (self._wal, self._shm) if to_write else ():
            open_to_writers(path, like=self._at)
        try:
            like = self._files.status(self._at)
        except FileNotFoundError:  # SQLite says so
            return
        self._memory.open(like, frames_in(size_of(self._wal)), to_write=to_write)

    def _checked(self, connection: sqlite3.Connection) -> sqlite3.Connection | None:
        """The connection, where the file is or now becomes a journal; else it is closed, and None."""
        try:
            self._refuse_another()
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_autocheckpoint = 0")  # see `take_in`
            strange = None
            self.format = asked(lambda: format_of(connection)) or SCHEMA_VERSION
            if asked(lambda: is_of_an_earlier_format(connection)):
                strange = self.faults.strange(asked(lambda: strangers_in(connection)))
                connection = self._in_this_format(connection)
            is_laid_out = asked(lambda: is_a_journal(connection, self.faults))
            self._refuse_others_beside(connection)
            # SQLite has made -wal for it: others wait until they may open that
            share_like(self._at, self._wal, self._shm)
            if not is_laid_out and not self._made_one_of(connection):
                connection.close()
                return None
            self._strange = (
                strange
                or why_newer(self.path, self.format)
                or self.faults.strange(asked(lambda: strangers(connection)))
            )
            if not self.damaged and not has_table(connection, "event"):
                raise self.faults.no_journal(
                    say(
                        "has lost its table of events: somebody changed the file by hand. Keep a "
                        "copy of it, and bring back a copy of the journal, or a mirror."
                    )
                )
            # whoever closed last meanwhile took -shm away, and SQLite has made another
            if self._read_at is None:
                self._share(to_write=self.why_read_only is None and not self.damaged)
        except BaseException:
            self._let_go(connection)
            raise
        return connection

    def _made_one_of(self, connection: sqlite3.Connection) -> bool:
        """Lays a file with nothing in it out as a journal; false where nothing may be written."""
        if self.has_been_read:
            raise JournalGone(EMPTIED)
        if self.damaged:
            raise self.faults.damaged()
        if self.why_read_only is not None:
            return False
        lay_out(connection, self.faults)
        self._refuse_others_beside(connection)
        return True

    def _refuse_another(self) -> None:
        """JournalError where SQLite opened another file than the one in the folder that is held."""
        if self._place is not None and not self._place.is_what_was_opened(""):
            raise self._opened_another()

    def _refuse_others_beside(self, connection: sqlite3.Connection) -> None:
        """JournalError where it, or the -wal or -shm that SQLite opened with it, is another's."""
        if self._place is None or self._read_at is not None:
            return
        has_them = connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        if not self._place.is_what_was_opened("", *(("-wal", "-shm") if has_them else ())):
            raise self._opened_another()

    def _opened_another(self) -> JournalError:
        return self.faults.unusable(
            say(
                "leads to another file than a moment ago: somebody renames its folder, or puts links "
                "there. No act was written to it. Name a folder that only you and the people of the "
                "night can rename."
            )
        )

    def _in_this_format(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """What a journal of an earlier format holds, in memory and in this one.

        Who looks changes nothing.
        """
        copy = in_memory(connection)
        connection.close()
        self._memory.close()
        self._read_at = self._stamp()
        return copy

    def bring_up(self) -> None:
        """Brings a journal of an earlier format up to this one, once a copy is kept.

        The first act does so. JournalReadOnly where that cannot be: then the file is as it was, and
        is read.
        """
        try:
            self.patiently(self._brought_up)
        except OSError as error:
            raise self._not_brought_up(error.strerror or str(error)) from error

    def _brought_up(self) -> None:
        try:
            with (
                closing(self._connected("mode=rw")) as connection,
                closing(self._connected("mode=ro")) as reader,
            ):
                self.check()
                self._refuse_another()
                bring_up(connection, reader, self._real)
        except sqlite3.Error as error:
            if not lacks_room(error):
                raise
            raise self._not_brought_up(str(error)) from error
        self.close()
        self._open()
        self._files.remember_beside(is_written=self._read_at is None)

    def _not_brought_up(self, reason: str) -> JournalReadOnly:
        return JournalReadOnly(
            say(
                "{path}: is of an earlier format, and no copy of it could be kept before it is "
                "changed: {reason}. It is only read. Make room, or open a copy elsewhere.",
                path=str(self.path),
                reason=reason,
            )
        )

    def _open_to_read(self) -> sqlite3.Connection:
        """Opens the file to be read, and leaves nothing beside it.

        Without a -wal nobody is writing, and the file can be read where not even -shm can be made.
        Whoever may not write the journal makes no -wal either: it would be theirs, and hinder those
        who may.
        """
        planted = self.hindrances.planted()
        try:
            if planted is None and (
                os.access(self.path, os.W_OK) or size_of(self._wal) or self._shm.exists()
            ):
                self._share(to_write=False)
                mode = "mode=rw" if os.access(self.path, os.W_OK) else "mode=ro"
                return only_reading(self._connected(mode), damaged=self.damaged)
        except sqlite3.Error as error:
            if result_code(error) not in (
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_READONLY,
            ) and not lacks_room(error):
                raise
        if planted is not None:
            self._refuse_to_hide_acts(planted)
        # SQLite gives a -wal that root opens to the journal's owner, whosever it is
        is_ours = planted is None and size_of(self._wal) > 0
        connection = self._copied() if is_ours else self._connected("immutable=1")
        self._memory.close()
        self._read_at = self._stamp()
        return connection

    def _refuse_to_hide_acts(self, planted: Path) -> None:
        """JournalError where acts are in the -wal, which is not read beside what was planted."""
        if planted.name != self._wal.name and size_of(self._wal):
            raise JournalError(
                in_a_row(
                    self.hindrances.why_planted(planted),
                    say(
                        "Until then nothing is shown: acts that are in {wal} would be missing.",
                        wal=self._wal.name,
                    ),
                )
            )

    def _copied(self) -> sqlite3.Connection:
        """What the file and its -wal hold, in memory."""
        try:
            return copied_from(self._connected("mode=rw"), damaged=self.damaged)
        except sqlite3.Error as error:
            if result_code(error) in PASSING:
                raise
            raise self.faults.unusable(
                say(
                    "holds acts in {wal} that were not yet taken into it, "
                    "and nothing can be written "
                    "here to do so. Copy both files to a folder that you "
                    "can write to, and open them "
                    "there.",
                    wal=self._wal.name,
                )
            ) from error

    def _stamp(self) -> tuple[int, int, int]:
        """What changes when somebody writes to a file that was opened as one that nobody writes to."""
        status = self.path.stat()
        return (status.st_mtime_ns, status.st_size, size_of(self._wal))

    def _connected(self, options: str) -> sqlite3.Connection:
        if self._place is not None:
            self._place.about_to_open()
        return connected(self._real, options)

    # Waiting

    def is_damage(self, error: sqlite3.Error) -> bool:
        """Whether the file is damaged, and its disk did not only fail to read it."""
        return (
            result_code(error) == sqlite3.SQLITE_CORRUPT
            and self.looked_twice
            and self.faults.why_unreadable() is None
        )

    def patiently(self, attempt: Callable[[], Answer], *, writing: bool = False) -> Answer:
        """The answer, tried again while others hold the lock.

        Short random waits are fairer than SQLite's own, and whoever has waited longer tries more
        often. What looks damaged is looked at twice. `writing` says whether something was to be
        written that is not there where it fails.
        """
        began, anew, self.looked_twice = time.monotonic(), False, False
        while True:
            try:
                if anew:
                    self._open_anew()
                return asked(attempt)
            except sqlite3.Error as error:
                waited = time.monotonic() - began
                if result_code(error) in DOUBTFUL and not self.looked_twice:
                    self.looked_twice, anew = True, self._connection is not None
                    continue
                read_only, hindrances = self.why_read_only is not None, self.hindrances
                if not passes(error, waited, self._patience, hindrances, read_only=read_only):
                    raise self._given_up(error, waited, writing=writing) from error
                anew = self._connection is not None and _is_refused(error)
                wait_a_moment(waited)

    def _open_anew(self) -> None:
        """Closes and opens it; JournalGone where what was a journal is none any more."""
        self.close()
        try:
            self._open()
        except NoJournal as error:
            if self.has_been_read:
                raise JournalGone(WRITTEN_OVER) from error
            raise
        self._files.remember_beside(is_written=self._read_at is None)

    def at_once(self, attempt: Callable[[], Answer]) -> Answer:
        """The answer; nobody is waited for. What looks damaged is looked at twice."""
        try:
            return asked(attempt)
        except sqlite3.Error as error:
            if result_code(error) not in DOUBTFUL:
                raise self._given_up(error, 0, writing=False) from error
        try:
            return asked(attempt)
        except sqlite3.Error as error:
            raise self._given_up(error, 0, writing=False) from error

    def _given_up(self, error: sqlite3.Error, waited: float, *, writing: bool) -> JournalError:
        """What is told after so many seconds in which the error did not pass."""
        if _is_refused(error) and (why := self.hindrances.for_good()) is not None:
            return JournalReadOnly(why)
        return self.faults.explained(
            error, has_been_read=self.has_been_read, writing=writing, waited=waited
        )


def _is_refused(error: sqlite3.Error) -> bool:
    """Whether nothing may be written through a connection, or not through this one."""
    return result_code(error) == sqlite3.SQLITE_READONLY
