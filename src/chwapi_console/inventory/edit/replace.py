"""Plans on disk: a new file never replaces one, and one that is replaced is kept beside it.

What is written is on disk before it gets its name; who reads meanwhile sees the whole old file or
the whole new one.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EINVAL, ENOENT, ENOSYS, ENOTSUP, EPERM
from fcntl import LOCK_EX, LOCK_NB, flock
from itertools import count
from pathlib import Path

from chwapi_console.bounded import read_file
from chwapi_console.descriptors import close_anyhow
from chwapi_console.durable import hidden_beside, sync_folder
from chwapi_console.errors import RequestError
from chwapi_console.inventory.file.load import LARGEST, LoadedPlan
from chwapi_console.processes import lives
from chwapi_console.sharing import share
from chwapi_console.text import Sentence, say

LONGEST_TURN = 1.5
"""Seconds that replacing a plan may last."""

_BOM = b"\xef\xbb\xbf"

Dressed = Callable[[int], None]
"""Gives an open file its rights."""


_OF_SQLITE = frozenset({"wal", "shm", "journal"})


class _Unsettled(RequestError):
    """A file that is there, on a disk that may not keep it."""


def write_new(path: Path, content: bytes, mode: int | None = None) -> None:
    """Writes a file that is not there yet, whole or not at all.

    Without a mode it is shared as its folder is. RequestError when it is there, or cannot be
    written.
    """

    def like_the_folder(descriptor: int) -> None:
        share(descriptor, path.parent.stat(), umask_left=os.fstat(descriptor).st_mode)

    refuse_existing(path)
    with _named_errors(path):
        dressed, mode = (like_the_folder, 0o666) if mode is None else (None, mode)
        if not _written_without_a_name(path, content, mode, dressed):
            fresh = _fresh(path, content, mode, dressed)
            try:
                _name(fresh, path)
            finally:
                with suppress(OSError):
                    fresh.unlink()
    _settle(path)


def refuse_existing(path: Path) -> None:
    """RequestError where something has that name already, be it a link to nowhere.

    So too where it is one of those that SQLite uses beside a journal: what lies there it takes for its
    own, or away.
    """
    if os.path.lexists(path):
        raise _there(path)
    journal, dash, ending = path.name.rpartition("-")
    if dash and ending.lower() in _OF_SQLITE and journal.lower().endswith(".journal"):
        raise RequestError(
            say(
                "{path} is where SQLite keeps acts of {journal} for a while: it would be taken "
                "away, or taken for them. Name another file.",
                path=str(path),
                journal=journal,
            )
        )


def replace_plan(loaded: LoadedPlan, text: str, stamp: str) -> Path:
    """Replaces the text of a plan that was read, and gives the path of the kept copy.

    A copy whose name is taken is numbered, and none is left where nothing is replaced. Where the
    disk can swap two names the copy is the file itself that stood there, so that what somebody's
    editor still writes into it is kept too. RequestError
    when the file has changed since it was read, when somebody keeps it from being written, or when
    it cannot be.
    """
    path = Path(os.path.realpath(loaded.path))  # a circle of links is an OSError then, told below
    with _unchanged(path), _alone(path):
        before, status = read_file(path, LARGEST), path.stat()
        if before.decode("utf-8-sig", "replace") != loaded.text:
            raise _changed(loaded.path)
        if not os.access(
            path, os.W_OK
        ):  # a folder that can be written to lets anybody replace what is in it
            raise PermissionError(EACCES, os.strerror(EACCES))
        copy = _free(path.with_name(f"{path.name}.before-{stamp}"))
        _write_copy(copy, before, status.st_mode & 0o7777)
        with _taken_away_on_failure(path, copy):
            bom = _BOM if before.startswith(_BOM) else b""
            _put(path, bom + text.encode(), status, before, copy)
    _settle(path)
    return copy


@contextmanager
def _taken_away_on_failure(path: Path, copy: Path) -> Iterator[None]:
    """No copy is left of a plan that was not replaced, unless the disk takes nothing away any more.

    Then it is named.
    """
    try:
        yield
    except BaseException as error:
        try:
            copy.unlink()
        except OSError:
            if isinstance(error, OSError):
                raise RequestError(
                    say(
                        "{path} cannot be written: {reason}. The plan is as it was; {copy} is a "
                        "copy of it.",
                        path=str(path),
                        reason=error.strerror or str(error),
                        copy=str(copy),
                    )
                ) from error
        raise


def _write_copy(copy: Path, content: bytes, mode: int) -> None:
    try:
        write_new(copy, content, mode)
    except _Unsettled:
        with suppress(OSError):
            copy.unlink()
        raise


def _put(path: Path, content: bytes, status: os.stat_result, before: bytes, copy: Path) -> None:
    """Puts the content in the place of what stood there, with the same mode and owner.

    Nothing can fail once it has. What somebody saved meanwhile is put back.
    """

    def like_before(descriptor: int) -> None:
        with suppress(OSError):  # only root may give a file away
            os.fchown(descriptor, status.st_uid, status.st_gid)
        _give_rights(descriptor, path, status.st_mode & 0o7777)

    fresh = _fresh(path, content, 0o600, like_before)
    try:
        if read_file(path, LARGEST) != before:
            raise _changed(path)
        if not (is_swapped := _swap(fresh, path)):
            fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    if is_swapped:
        _keep_what_stood_there(fresh, path, before, copy)


_RIGHTS_OF_OTHERS = "system.posix_acl_access"
"""Where Linux keeps who else may read and write a file (acl(5))."""


def _give_rights(descriptor: int, path: Path, mode: int) -> None:
    """Gives a new file the rights of the one at the path, whatever the umask.

    With an ACL the bits of the group bound what others named there may do; the group itself may
    have less. Where the ACL cannot be carried over, the group gets nothing by those bits.
    """
    rights = None
    with suppress(OSError, AttributeError):  # none there, no ACLs on this disk, another system
        rights = os.getxattr(path, _RIGHTS_OF_OTHERS)
    os.fchmod(descriptor, mode if rights is None else mode & ~0o070)
    if rights is not None:
        with suppress(OSError):
            os.setxattr(descriptor, _RIGHTS_OF_OTHERS, rights)


def _keep_what_stood_there(old: Path, path: Path, before: bytes, copy: Path) -> None:
    """Has the file that was replaced as the kept copy, or goes without where it cannot be named so.

    Where somebody saved another text just before, that is put back.
    """
    with suppress(OSError):
        if read_file(old, LARGEST) != before and _swap(old, path):
            old.unlink()
            raise _changed(path)
    try:
        old.replace(copy)
    except OSError:
        with suppress(OSError):
            old.unlink()


_HERE, _BOTH_NAMES = -100, 2
"""What `renameat2` calls the current folder, and a swap (linux/fs.h, linux/fcntl.h)."""


def _swap(one: Path, other: Path) -> bool:
    """Whether each file now has the other's name, both at once; not where the disk cannot do that.

    OSError where it fails at it.
    """
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    try:
        failed = system.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _BOTH_NAMES)
    except AttributeError:
        return False
    if failed and (number := ctypes.get_errno()) not in (EINVAL, ENOSYS, ENOTSUP):
        raise OSError(number, os.strerror(number), os.fspath(other))
    return not failed


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While nobody else replaces the plan.

    Of two at once the later one would undo what the earlier one was told is written. Who holds it
    for longer does something else, and hinders nobody: any login that may read a file can lock it for
    ever. Where files cannot be locked, they are written all the same.
    """
    held = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        until = time.monotonic() + LONGEST_TURN
        while time.monotonic() < until:
            try:
                flock(held, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                time.sleep(0.02)
                continue
            except OSError:
                pass
            break
        yield
    finally:
        close_anyhow(held)


def _free(path: Path) -> Path:
    """The path, or the first of its kind with a number that nothing has yet."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return (
        path
        if not os.path.lexists(path)
        else next(each for each in numbered if not os.path.lexists(each))
    )


def _written_without_a_name(path: Path, content: bytes, mode: int, dressed: Dressed | None) -> bool:
    """Writes the content to disk before it has a name; false where the disk cannot do that.

    Whoever is killed on the way leaves nothing. False where the disk knows no files without a name,
    as a stick, or none can get one; then nothing was done.
    """
    clear_left_over(path)
    try:
        descriptor = os.open(path.parent, os.O_WRONLY | os.O_TMPFILE, mode)
    except (OSError, AttributeError):
        return False
    try:
        _fill(descriptor, content, dressed)
        # with `src_dir_fd`, os.link follows the link in /proc to the file itself
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor)
    except FileExistsError as error:
        raise _there(path) from error
    except OSError as error:
        if error.errno in (ENOENT, EPERM, ENOTSUP):  # no /proc, no links on this disk
            return False
        raise
    finally:
        close_anyhow(descriptor)
    return True


def _fill(descriptor: int, content: bytes, dressed: Dressed | None) -> None:
    """Puts the content on disk, and gives the file its rights by descriptor.

    By name the rights could go to somebody else's file.
    """
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(content)
        if dressed is not None:
            dressed(descriptor)
        file.flush()
        os.fsync(descriptor)


def _fresh(path: Path, content: bytes, mode: int, dressed: Dressed | None) -> Path:
    """The content on disk, in a file beside the path, under a name nobody can have planted."""
    clear_left_over(path)
    fresh = hidden_beside(path)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        try:
            _fill(descriptor, content, dressed)
        finally:
            close_anyhow(descriptor)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    return fresh


_BEGUN = r"(\d{1,10})-[0-9a-f]{8}\.new"
"""How the name ends of what a process writes before it has its own."""


def clear_left_over(path: Path) -> None:
    """Removes what a killed process of ours had begun to write for this path, or for a copy."""
    ours = re.compile(re.escape(f".{path.name[:200]}.") + r"(?:before-.*\.)?" + _BEGUN)
    with suppress(OSError):
        for entry in _left_by_the_killed(path.parent, ours):
            if entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                os.unlink(entry.path)  # noqa: PTH108


def left_over_in(folder: Path) -> list[str]:
    """What killed processes of ours had begun to write in a folder.

    Whole files under hidden names, which nothing reads any more.
    """
    with suppress(OSError):
        return sorted(e.path for e in _left_by_the_killed(folder, re.compile(r"\..+\." + _BEGUN)))
    return []


def _left_by_the_killed(folder: Path, ours: re.Pattern[str]) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if (
            (found := ours.fullmatch(entry.name))
            and entry.is_file(follow_symlinks=False)
            and not lives(int(found[1]))
        ):
            yield entry


def _name(fresh: Path, path: Path) -> None:
    """Gives the file its name, unless another has it by now.

    Sticks know no hard links; there a rename must do.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError as error:
        raise _there(path) from error
    except OSError:
        if os.path.lexists(path):
            raise _there(path) from None
        fresh.rename(path)


def _settle(path: Path) -> None:
    """Has the path's name on disk too. RequestError where the disk fails at it."""
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise _Unsettled(
            say(
                "{path} is written, but the disk does not say that it will stay: {reason}. Look at "
                "the disk.",
                path=str(path),
                reason=error.strerror or str(error),
            )
        ) from error


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    """Says an error of the system with the path it is about."""
    try:
        yield
    except OSError as error:
        raise RequestError(_unwritable(path, error.strerror or str(error))) from error


@contextmanager
def _unchanged(path: Path) -> Iterator[None]:
    """Says an error of the system about a plan that was to be replaced."""
    try:
        yield
    except OSError as error:
        raise RequestError(
            say(
                "{path} cannot be written: {reason}. The plan is as it was.",
                path=str(path),
                reason=error.strerror or str(error),
            )
        ) from error


def _unwritable(path: Path, reason: str) -> Sentence:
    return say(
        "{path} cannot be written: {reason}. Name another place.", path=str(path), reason=reason
    )


def _there(path: Path) -> RequestError:
    return RequestError(say("{path} is there already. Name another file.", path=str(path)))


def _changed(path: Path) -> RequestError:
    return RequestError(
        say(
            "{path} was changed by somebody meanwhile. Nothing was written; try again.",
            path=str(path),
        )
    )
