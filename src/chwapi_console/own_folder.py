"""A folder of one's own: where it lies, and how it is reached by nobody else's choice.

What is kept there is made, replaced and taken away nowhere else.

Root in somebody's home, as `sudo` that keeps HOME finds it, would otherwise make and replace its
own files wherever a link leads that was planted there. So the way is gone part by part, from the
root of the system on.
"""

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import ELOOP, EPERM
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from chwapi_console.descriptors import close_anyhow

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_MOST_LINKS = 40
_PLACE = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC | getattr(os, "O_PATH", os.O_RDONLY)

Purpose = Literal["cache", "config", "state"]
_PLACES: Mapping[Purpose, tuple[str, str]] = MappingProxyType(
    {
        "cache": ("XDG_CACHE_HOME", ".cache"),
        "config": ("XDG_CONFIG_HOME", ".config"),
        "state": ("XDG_STATE_HOME", ".local/state"),
    }
)
"""The variable that names the folder, and where it is below the home where none does."""


class NotOwn(PermissionError):
    """Somebody else decides what stands below `filename`, which is on the way to the folder."""


def place_of(purpose: Purpose, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where a login's own folder of the program lies, or would lie; None where nothing names a home.

    A relative folder counts for nothing, as the XDG Base Directory Specification wants it, and a
    relative home neither: a key would lie in the current folder, whoever's that is.
    """
    variable, below_home = _PLACES[purpose]
    if (base := environ.get(variable, "")).startswith("/"):
        return Path(base, "chwapi-console")
    if (home := environ.get("HOME", "")).startswith("/"):
        return Path(home, below_home, "chwapi-console")
    return None


@contextmanager
def held(path: Path) -> Iterator[int]:
    """The folder, open: one's own, no link, for nobody else to write.

    NotOwn where it is not, or lies where others choose what stands; other OSErrors where it cannot
    be opened.
    """
    with _open(path, None) as folder:
        yield folder


@contextmanager
def made(path: Path, made_in: Callable[[Path], None] = lambda folder: None) -> Iterator[int]:
    """The folder, made where there is none, with those above it.

    `made_in` is told each folder in which one was made.
    """
    with _open(path, made_in) as folder:
        yield folder


def is_own(status: os.stat_result) -> bool:
    """Whether a file or folder is one's own, and for nobody else to write."""
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


def is_ones_own(path: Path) -> bool:
    """Whether a file is this login's or root's, and nobody else may write it.

    A link to it is theirs too. A group that has its owner's number is the owner's alone.
    """
    ours = (os.geteuid(), 0)
    try:
        link, status = path.lstat(), path.stat()
    except OSError:
        return False
    others = stat.S_IWOTH if status.st_uid == status.st_gid else _OTHERS_WRITE
    return link.st_uid in ours and status.st_uid in ours and not status.st_mode & others


@contextmanager
def _open(path: Path, made_in: Callable[[Path], None] | None) -> Iterator[int]:
    *way, name = path.absolute().parts
    around, place = _walked(way, made_in)
    try:
        _status(name, around, place, made_in)
        folder = os.open(
            name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=around
        )
    except NotADirectoryError as error:
        raise _not_own(path) from error
    finally:
        close_anyhow(around)
    try:
        if not is_own(os.fstat(folder)):
            raise _not_own(path)
        yield folder
    finally:
        close_anyhow(folder)


def _walked(way: list[str], made_in: Callable[[Path], None] | None) -> tuple[int, Path]:
    """The last folder of a way, open as a place, and how it is reached without links.

    In each folder on it nobody else can put another thing in the place of what is one's own or the
    system's, so the links that stand there are followed; but nothing is made where one leads to
    nowhere: a disk may be missing there.
    """
    left, links, of_links = deque(way), 0, 0
    here, place = os.open("/", _PLACE), Path("/")
    system = os.fstat(here).st_uid  # root, or who stands for it where users are mapped
    try:
        while left:
            name = left.popleft()
            status = _status(name, here, place, None if of_links else made_in)
            of_links = max(0, of_links - 1)
            if status.st_uid not in (system, os.geteuid()):
                raise _not_own(place / name)
            if stat.S_ISLNK(status.st_mode):
                links += 1
                if links > _MOST_LINKS:
                    raise OSError(ELOOP, os.strerror(ELOOP), str(place / name))
                parts = Path(os.readlink(name, dir_fd=here)).parts
                left.extendleft(reversed(parts))
                of_links += len(parts)
                continue
            before, here = here, os.open(name, _PLACE, dir_fd=here)
            close_anyhow(before)
            place = Path("/") if name == "/" else place / name
            if not _is_trusted(os.fstat(here), system):
                raise _not_own(place)
    except BaseException:
        close_anyhow(here)
        raise
    return here, place


def _status(
    name: str, around: int, place: Path, made_in: Callable[[Path], None] | None
) -> os.stat_result:
    """Of what stands there, be it a link.

    Of the folder that is made there where nothing does and one is wanted.
    """
    try:
        return os.stat(name, dir_fd=around, follow_symlinks=False)
    except FileNotFoundError:
        if made_in is None:
            raise
        with suppress(FileExistsError):
            os.mkdir(name, 0o700, dir_fd=around)
            made_in(place)
        return os.stat(name, dir_fd=around, follow_symlinks=False)


def _is_trusted(status: os.stat_result, system: int) -> bool:
    """Whether nobody else can rename or replace what stands in a folder and is not theirs.

    A group that has its owner's number is the owner's alone, as most systems give each login one;
    in a sticky folder (/tmp) each keeps what is theirs.
    """
    others = stat.S_IWOTH if status.st_uid == status.st_gid else _OTHERS_WRITE
    return status.st_uid in (system, os.geteuid()) and bool(
        not status.st_mode & others or status.st_mode & stat.S_ISVTX
    )


def _not_own(place: Path) -> NotOwn:
    return NotOwn(EPERM, os.strerror(EPERM), str(place))


def link_of_others(path: Path) -> Path | None:
    """The first link on the way to a file, or in its place, that somebody else made; None where none is.

    Root's links and one's own are nobody else's, and so is whoever's leads to a file of theirs.
    """
    try:
        whose = path.stat().st_uid
    except OSError:
        whose = None
    ours = (os.geteuid(), 0, whose)
    left, place, links = deque(path.absolute().parts), Path(), 0
    while left and links < _MOST_LINKS:
        step = place / left.popleft()
        try:
            status = step.lstat()
        except OSError:
            return None
        if not stat.S_ISLNK(status.st_mode):
            place = step
            continue
        if status.st_uid not in ours:
            return step
        links += 1
        left.extendleft(reversed((place / step.readlink()).parts))
        place = Path()
    return None
