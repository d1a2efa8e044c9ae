"""A disk as POSIX promises it: after the power went, what was synced is there, and of the rest any
part.

The shim's log tells every change of files and folders in order. Of the writes since a file's last
sync any may have reached the disk, torn at pages or sectors, in any order: of two to one place the
earlier alone is there where the later is lost. A name that was given, moved or taken away is sure
once its folder is synced; a move is made whole or not at all.
"""

import os
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple, TypeVar

SECTOR, PAGE = 512, 4096

Found = TypeVar("Found")


class Change(NamedTuple):
    """What the log says of a call: a `file` or `folder` was made, got a `name` or lost it (`gone`),
    was moved (`move`, from `path` to `to`), has the name of another that has its own (`swap`), was
    written to (`data` at `at`), given a `size`, or `room` up to `at`, or synced (`sync`). A `note` is
    ours."""

    what: str
    inode: int = 0
    path: str = ""
    to: str = ""
    at: int = 0
    content: bytes = b""


class Lasting(NamedTuple):
    """What is at a path after the power went: a file's bytes, None for a folder. The inode is the
    one that it had."""

    inode: int
    content: bytes | None


Tree = Mapping[str, Lasting]
"""By path below the root; a folder stands before what is in it."""


def changes_in(log: Path) -> list[Change]:
    """The changes that a log tells."""
    changes: list[Change] = []
    with log.open("rb") as lines:
        while line := lines.readline():
            match line.decode().rstrip("\n").split("\t"):
                case ["data", inode, at, size]:
                    changes.append(
                        Change("data", int(inode), at=int(at), content=lines.read(int(size)))
                    )
                case ["size" | "room" as what, inode, at]:
                    changes.append(Change(what, int(inode), at=int(at)))
                case ["name", inode, path]:
                    changes.append(Change("name", int(inode), os.path.normpath(path)))
                case [("move" | "swap") as what, path, to]:
                    changes.append(Change(what, 0, os.path.normpath(path), os.path.normpath(to)))
                case ["gone", path]:
                    changes.append(Change("gone", 0, os.path.normpath(path)))
                case ["note", word]:
                    changes.append(Change("note", path=word))
                case [("file" | "folder" | "sync") as what, inode]:
                    changes.append(Change(what, int(inode)))
                case other:
                    raise AssertionError(other)
    return changes


class File:
    """Its bytes at the last sync, and what was done since: bytes written somewhere, or None for a
    new size."""

    def __init__(self, inode: int, content: bytes = b"") -> None:
        self.inode = inode
        self._synced = content
        self._since: list[tuple[int, bytes | None]] = []

    def change(self, change: Change) -> None:
        """Takes a `data`, `size` or `room`."""
        if change.what == "room":
            end = len(self.now())
            self._since += [(end, bytes(change.at - end))] if change.at > end else []
        else:
            self._since.append((change.at, change.content if change.what == "data" else None))

    def sync(self) -> None:
        """All is on the disk."""
        self._synced, self._since = self.now(), []

    def now(self) -> bytes:
        """What is in it while the power lasts."""
        return _with(self._synced, self._since)

    def after(self, chance: random.Random) -> bytes:
        """What a power cut may leave of it: where its size alone had reached the disk, zeros, or
        what lay there before."""
        if not self._since:
            return self._synced
        grain = chance.choice((0, 0, PAGE, SECTOR))
        pieces = [piece for each in self._since for piece in _torn(each, grain)]
        left = _with(self._synced, _some(pieces, chance))
        missing = len(self.now()) - len(left)
        if missing > 0 and chance.random() < 0.3:
            left += chance.randbytes(missing) if chance.random() < 0.5 else bytes(missing)
        return left


class Folder:
    """What it had under each name at its last sync, and which names were changed since, those of a
    move at once."""

    def __init__(self, inode: int) -> None:
        self.inode = inode
        self.now: dict[str, File | Folder] = {}
        self._synced: dict[str, File | Folder] = {}
        self._since: list[dict[str, File | Folder | None]] = []

    def change(self, names: dict[str, "File | Folder | None"]) -> None:
        """Gives names, or takes them away (None)."""
        self._since.append(names)
        _rename(self.now, names)

    def sync(self) -> None:
        """All names are on the disk."""
        self._synced, self._since = dict(self.now), []

    def after(self, chance: random.Random) -> "dict[str, File | Folder]":
        """What a power cut may leave in it."""
        left = dict(self._synced)
        for names in _some(self._since, chance):
            _rename(left, names)
        return left


class Disk:
    """What lies below a root, all of it synced, and what the changes then make of it.

    A new file may get the inode of one that is gone. That one is below zero from then on: a power cut
    that brings it back has two files, and not one by two names.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._by_inode: dict[int, File | Folder] = {}
        self._given_on = count(1)
        self._top = self._read(root)

    def _read(self, folder: Path) -> Folder:
        made = Folder(folder.stat().st_ino)
        self._by_inode[made.inode] = made
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                made.change({path.name: self._read(path)})
            else:
                file = self._by_inode[path.stat().st_ino] = File(
                    path.stat().st_ino, path.read_bytes()
                )
                made.change({path.name: file})
        made.sync()
        return made

    def take(self, change: Change) -> None:
        """Makes a change."""
        match change.what:
            case "file":
                if (earlier := self._by_inode.get(change.inode)) is not None:
                    earlier.inode = -next(self._given_on)
                self._by_inode[change.inode] = File(change.inode)
            case "folder":
                self._by_inode[change.inode] = Folder(change.inode)
            case "sync":
                self._by_inode[change.inode].sync()
            case "data" | "size" | "room":
                file = self._by_inode[change.inode]
                assert isinstance(file, File)
                file.change(change)
            case "name":
                folder, name = self._place(change.path)
                folder.change({name: self._by_inode[change.inode]})
            case "gone":
                folder, name = self._place(change.path)
                folder.change({name: None})
            case "move":
                (folder, name), (target, new) = self._place(change.path), self._place(change.to)
                assert folder is target, "moved elsewhere"
                folder.change({new: folder.now[name], name: None})
            case "swap":
                (folder, name), (_, new) = self._place(change.path), self._place(change.to)
                folder.change({new: folder.now[name], name: folder.now[new]})

    def _place(self, path: str) -> tuple[Folder, str]:
        *folders, name = Path(path).relative_to(self._root).parts
        at = self._top
        for each in folders:
            found = at.now[each]
            assert isinstance(found, Folder)
            at = found
        return at, name

    def now(self) -> Tree:
        """All that is there while the power lasts."""
        return dict(_walk(self._top, "", None))

    def after(self, chance: random.Random) -> Tree:
        """All that a power cut may leave."""
        return dict(_walk(self._top, "", chance))


def _walk(
    folder: Folder, before: str, chance: random.Random | None
) -> Iterator[tuple[str, Lasting]]:
    for name, found in (folder.after(chance) if chance else folder.now).items():
        if isinstance(found, Folder):
            yield before + name, Lasting(found.inode, None)
            yield from _walk(found, f"{before}{name}/", chance)
        else:
            yield (
                before + name,
                Lasting(found.inode, found.after(chance) if chance else found.now()),
            )


def _rename(into: dict[str, Found], names: Mapping[str, Found | None]) -> None:
    for name, found in names.items():
        if found is None:
            into.pop(name, None)
        else:
            into[name] = found


def _with(content: bytes, pieces: Sequence[tuple[int, bytes | None]]) -> bytes:
    """The bytes with the pieces put into them, in their order."""
    made = bytearray(content)
    for at, piece in pieces:
        end = at if piece is None else at + len(piece)
        if len(made) < end:
            made.extend(bytes(end - len(made)))
        if piece is None:
            del made[at:]
        else:
            made[at:end] = piece
    return bytes(made)


def _torn(piece: tuple[int, bytes | None], grain: int) -> Iterator[tuple[int, bytes | None]]:
    """A write in parts that reach the disk by themselves; 0 for one that is never torn."""
    at, content = piece
    if content is None or not grain:
        yield piece
        return
    end = at + len(content)
    while at < end:
        upto = min(end, at - at % grain + grain)
        yield at, content[: upto - at]
        content, at = content[upto - at :], upto


def _some(pending: Sequence[Found], chance: random.Random) -> list[Found]:
    """Those that reached the disk: none, all, all but one, one alone, the first few, the last few,
    or any."""
    if not pending:
        return []
    one = chance.randrange(len(pending))
    match chance.randrange(8):
        case 0:
            return []
        case 1:
            return list(pending)
        case 2:
            return [each for number, each in enumerate(pending) if number != one]
        case 3:
            return [pending[one]]
        case 4:
            return list(pending[:one])
        case 5:
            return list(pending[one:])
        case _:
            share = chance.choice((0.2, 0.5, 0.8))
            return [each for each in pending if chance.random() < share]


def put(tree: Tree, root: Path, parking: Path) -> None:
    """Makes the root hold just that. A journal that lies there keeps its inode, as on a disk:
    `parking` is a folder beside the root where those wait that are not in the tree."""
    parking.mkdir(exist_ok=True)
    for journal in root.glob("*/*.journal"):
        journal.rename(parking / str(journal.stat().st_ino))
    shutil.rmtree(root)
    root.mkdir()
    laid: dict[int, Path] = {}
    for name, found in tree.items():
        path, parked = root / name, parking / str(found.inode)
        if found.content is None:
            path.mkdir()
        elif found.inode in laid:
            path.hardlink_to(laid[found.inode])
        else:
            if parked.exists():
                parked.rename(path)
            path.write_bytes(found.content)
            laid[found.inode] = path
