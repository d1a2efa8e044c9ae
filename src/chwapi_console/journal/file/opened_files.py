"""The files that were opened as a journal: whether its path, -wal and -shm still name them.

Who takes one of them away, or puts another in its place, leaves a process that goes on in a file
that nobody finds again. So they are looked at before and after each act, by device and inode.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from chwapi_console.errors import JournalGone
from chwapi_console.journal.file.file_faults import FileFaults
from chwapi_console.journal.file.held_place import Identity
from chwapi_console.journal.file.read_so_far import EMPTIED
from chwapi_console.journal.file.shared_memory import SharedMemory
from chwapi_console.text import say


class OpenedFiles:
    """A journal's file and what lies beside it, as they were when they were opened.

    `identity` is that of the file, zeros before one was opened; `memory` gives an emptied -shm its
    room back.
    """

    def __init__(
        self, path: Path, wal: Path, shm: Path, faults: FileFaults, memory: SharedMemory
    ) -> None:
        self.identity: Identity = (0, 0)
        self._path, self._wal, self._shm = path, wal, shm
        self._faults, self._memory = faults, memory
        self._beside: dict[Path, tuple[int, int]] = {}

    def check(self) -> None:
        """JournalGone unless the path still names the open file.

        An append would be acknowledged and lost.
        """
        try:
            status = self.status(self._path)
        except FileNotFoundError as error:
            raise JournalGone(say("has been removed while it was open.")) from error
        if (status.st_dev, status.st_ino) != self.identity:
            raise JournalGone(say("has been replaced by another file while it was open."))
        if not status.st_size:
            raise JournalGone(EMPTIED)
        self.check_beside()

    def check_beside(self) -> None:
        """JournalGone unless -wal and -shm are still those that were opened.

        Others would make new ones and write past us. An emptied -shm is given its room back, for
        reading where it ends would kill the process (SIGBUS); SQLite makes its contents anew from
        the -wal.
        """
        for path, (inode, size) in list(self._beside.items()):
            try:
                status = self.status(path)
            except FileNotFoundError as error:
                raise JournalGone(
                    say("has lost {name} while it was open: somebody removed it.", name=path.name)
                ) from error
            if status.st_ino != inode:
                raise JournalGone(
                    say(
                        "has another {name} than when it was opened: somebody replaced it.",
                        name=path.name,
                    )
                )
            if path == self._shm and status.st_size < size:
                self._give_room(path, size)
            elif status.st_size > size:
                self._beside[path] = (inode, status.st_size)

    def remember_beside(self, *, is_written: bool) -> None:
        """Notes which -wal and -shm belong to the open file; none where nobody writes to it."""
        self.forget_beside()
        for path in (self._wal, self._shm) if is_written else ():
            with suppress(OSError):
                status = path.stat()
                self._beside[path] = (status.st_ino, status.st_size)

    def forget_beside(self) -> None:
        """Lets go of what was noted: the file is not open any more."""
        self._beside = {}

    def found(self, path: Path, fits: Callable[[os.stat_result], bool]) -> bool:
        """Whether there is something at the path that fits.

        JournalError where nobody may look, or the disk does not let.
        """
        try:
            return fits(self.status(path))
        except FileNotFoundError:
            return False

    def status(self, path: Path) -> os.stat_result:
        """What is at the path.

        FileNotFoundError where nothing is; JournalError where a disk or a folder does not let look.
        """
        try:
            return path.stat()
        except PermissionError as error:
            raise self._faults.cannot_be_opened() from error
        except NotADirectoryError as error:
            raise FileNotFoundError from error
        except FileNotFoundError:
            raise
        except OSError as error:
            raise self._faults.unusable(
                say(
                    "{name} cannot be looked at: {reason}. Look whether its disk is still there, "
                    "then at log before you do anything again.",
                    name=path.name,
                    reason=error.strerror or str(error),
                )
            ) from error

    def _give_room(self, path: Path, size: int) -> None:
        try:
            self._memory.restore(size)
        except OSError as error:
            raise JournalGone(
                say("has an emptied {name}, and there is no room to mend it.", name=path.name)
            ) from error
