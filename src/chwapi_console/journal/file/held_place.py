"""The folder that a file really lies in, held open where somebody else could put another in its place.

SQLite opens a file, its -wal and its -shm each by the path. Whoever may rename a folder on the way can
have it open those of another record meanwhile, so what it opened is compared with what stands in the
folder that was looked at, before anything is written.
"""

import os
import stat
from collections import Counter, deque
from contextlib import suppress
from errno import ELOOP
from pathlib import Path

from chwapi_console.descriptors import close_anyhow

_MOST_LINKS = 40
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

Identity = tuple[int, int]
"""Of a file: its device and its inode."""


class HeldPlace:
    """A file's name in a folder that is open.

    `link` is the first on the way that somebody else made and that leads to no file of theirs; None
    where none is.
    """

    def __init__(self, folder: int, name: str, link: Path | None) -> None:
        self._folder = folder
        self._name = name
        self.link = link
        self._before: dict[int, Identity] = {}

    @property
    def at(self) -> Path:
        """A path to it that leads through the open folder, whatever that is called by now."""
        return Path(f"/proc/self/fd/{self._folder}") / self._name

    @property
    def identity(self) -> Identity:
        """Of the file as it stands there; OSError where none does."""
        status = os.stat(self._name, dir_fd=self._folder, follow_symlinks=False)
        return (status.st_dev, status.st_ino)

    def about_to_open(self) -> None:
        """Notes which files this process has open already."""
        self._before = _open_files()

    def is_what_was_opened(self, *endings: str) -> bool:
        """Whether the files of that name and these endings stand there, and were opened since."""
        since = Counter(
            each for number, each in _open_files().items() if self._before.get(number) != each
        )
        for ending in endings:
            try:
                status = os.stat(self._name + ending, dir_fd=self._folder, follow_symlinks=False)
            except OSError:
                return False
            if not since[status.st_dev, status.st_ino] or status.st_nlink > 1:
                return False
        return True

    def close(self) -> None:
        """Lets go of the folder."""
        if self._folder >= 0:
            close_anyhow(self._folder)
        self._folder = -1


def held_place(path: Path) -> HeldPlace | None:
    """The place that a path leads to, open.

    None where nobody but this login and root decides what stands there, and where the system has no
    way to open a folder as a place. OSError where the way cannot be gone.
    """
    if not hasattr(os, "O_PATH") or not _open_files():
        return None
    way = _Way(path)
    try:
        way.go()
    except BaseException:
        close_anyhow(way.here)
        raise
    if way.is_ours:
        close_anyhow(way.here)
        return None
    return HeldPlace(way.here, way.name, way.link())


class _Way:
    """From the root of the system to a file, part by part, each opened before it is looked at."""

    def __init__(self, path: Path) -> None:
        self._left = deque(path.absolute().parts)
        self._place = Path("/")
        self._links: list[tuple[Path, int]] = []
        self._whose = -1
        self._ours = (0, os.geteuid())
        self.here = os.open("/", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self.name = path.name
        self.is_ours = True

    def link(self) -> Path | None:
        """The first link that is neither ours nor of whoever has the file itself."""
        return next((link for link, whose in self._links if whose != self._whose), None)

    def go(self) -> None:
        """As far as the folder that has the file, be there one or not."""
        followed = 0
        while self._left:
            part = self._left.popleft()
            try:
                there = os.open(part, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self.here)
            except FileNotFoundError:
                if self._left:
                    raise
                self._arrive(part, None)
                return
            status = os.fstat(there)
            if stat.S_ISLNK(status.st_mode):
                followed += 1
                try:
                    self._follow(part, there, status, followed)
                finally:
                    close_anyhow(there)
            elif self._left:
                close_anyhow(self.here)
                self.here, self._place = there, self._place / part
                self._judge(status, sticky=True)
            else:
                close_anyhow(there)
                self._arrive(part, status)

    def _follow(self, part: str, link: int, status: os.stat_result, followed: int) -> None:
        if followed > _MOST_LINKS:
            raise OSError(ELOOP, os.strerror(ELOOP), str(self._place / part))
        if status.st_uid not in self._ours:
            self.is_ours = False
            self._links.append((self._place / part, status.st_uid))
        self._left.extendleft(reversed(Path(os.readlink("", dir_fd=link)).parts))

    def _arrive(self, name: str, status: os.stat_result | None) -> None:
        self.name = name
        self._judge(os.fstat(self.here), sticky=False)
        if status is not None:
            self._whose = status.st_uid
            self.is_ours &= status.st_uid in self._ours

    def _judge(self, folder: os.stat_result, *, sticky: bool) -> None:
        """Whether nobody else can rename what is ours in a folder; in one that is sticky nobody can.

        A group that has its owner's number is the owner's alone.
        """
        others = stat.S_IWOTH if folder.st_uid == folder.st_gid else _OTHERS_WRITE
        is_closed = not folder.st_mode & others or (sticky and folder.st_mode & stat.S_ISVTX)
        self.is_ours &= folder.st_uid in self._ours and bool(is_closed)


def _open_files() -> dict[int, Identity]:
    """What this process has open, by descriptor; nothing where the system does not tell."""
    found: dict[int, Identity] = {}
    with suppress(OSError):
        for number in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208 -- numbers are wanted
            with suppress(OSError):  # that by which the list was read
                status = os.fstat(number)
                found[number] = (status.st_dev, status.st_ino)
    return found
