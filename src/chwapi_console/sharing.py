"""Files that the group of a folder shares.

Whoever may write in a folder may write what this program makes there, whatever the umask of the one
who made it. A group gets no more than the folder grants it.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from chwapi_console.text import Sentence, say, typed_path

READ_BY_OTHERS, WRITTEN_BY_OTHERS = 0o004, 0o002


def share(descriptor: int, folder: os.stat_result, umask_left: int = 0) -> None:
    """Gives an open file the group of the folder, and what the folder grants that group.

    Others may read it where the umask left them that (it is for the folder to say who comes so far,
    also for that of a later copy), and write it where both say so.
    """
    with suppress(OSError):  # somebody who is not of the folder's group keeps their own
        os.fchown(descriptor, -1, folder.st_gid)
    others = umask_left & (READ_BY_OTHERS | folder.st_mode & WRITTEN_BY_OTHERS)
    os.fchmod(descriptor, 0o600 | folder.st_mode & 0o060 | others)


def open_to_all(path: Path) -> Sentence | None:
    """That everybody on this machine may write or replace a file, and what ends it.

    None where they may not.
    """
    with suppress(OSError):
        status, folder = path.stat(), path.absolute().parent
        if status.st_mode & stat.S_IWOTH:
            return say(
                "Everybody on this machine may write {path}. Close it: chmod o-w {typed}",
                path=str(path),
                typed=typed_path(path),
            )
        around = folder.stat().st_mode
        if around & stat.S_IWOTH and not around & stat.S_ISVTX:
            return say(
                "Everybody on this machine may put another file in the place of {path}. Close its "
                "folder: chmod o-w {typed}",
                path=str(path),
                typed=typed_path(folder),
            )
    return None


def how_to_share(path: Path) -> Sentence | None:
    """What whoever made a file types so that a group can work with it in its folder.

    None where the disk itself is read-only.
    """
    with suppress(OSError):
        if os.statvfs(path.parent).f_flag & os.ST_RDONLY:
            return None
    return say(
        "Whoever made it, or root, shares it with a group by: chgrp GROUP {folder} {stem}.*; chmod "
        "g+ws {folder}; "
        "chmod g+rw {stem}.*",
        folder=typed_path(path.parent),
        stem=typed_path(path.with_suffix("")),
    )
