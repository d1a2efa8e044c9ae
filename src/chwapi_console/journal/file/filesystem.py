"""What a journal must know of the place it lies in.

The machine, the kind of file system, and who shares the folder.

Nothing here asks a network or the user directory: `/proc` and `stat` are enough.
"""

import os
import re
import stat
from contextlib import suppress
from errno import ENOENT, ENOSYS, EOPNOTSUPP, EPERM
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.durable import write_whole
from chwapi_console.sharing import share

NETWORK_KINDS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "beegfs",
        "gpfs",
        "orangefs",
        "davfs",
        "vboxsf",
        "vmhgfs",
        "prl_fs",
        "acfs",
    }
)
"""File systems whose other end is another machine, as Linux calls them. WAL needs memory that all
writers share."""

NETWORK_FUSE = frozenset(
    {
        "sshfs",
        "glusterfs",
        "s3fs",
        "rclone",
        "davfs",
        "davfs2",
        "cifs",
        "smbnetfs",
        "ceph",
        "curlftpfs",
        "gcsfuse",
        "goofys",
        "vmhgfs-fuse",
        "mfs",
        "beegfs",
    }
)
"""Likewise, as what follows `fuse.`."""

MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")


def machine() -> str:
    """What tells this machine from another; the host's name where it has no id."""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip() or os.uname().nodename
    except (OSError, UnicodeDecodeError):
        return os.uname().nodename


def network_kind(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of network file system that a path lies on.

    Empty for a disk of this machine, and where nobody can tell.

    `mounts` is in the format of proc(5), /proc/pid/mountinfo: field 5 is the mount point, the kind
    follows the lone hyphen.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    here, found, kind = os.path.realpath(path), "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), before.split(" ")[4])
        if len(point) >= len(found) and (here == point or here.startswith(point.rstrip("/") + "/")):
            found, kind = point, after.split(" ")[0]
    family, _, name = kind.partition(".")
    remote = name in NETWORK_FUSE if family in ("fuse", "fuseblk") else family in NETWORK_KINDS
    return kind if remote else ""


def create_shared(path: Path, content: bytes = b"") -> None:
    """Makes a file that the group of its folder can share, whatever the umask.

    FileExistsError, or another OSError.

    It gets its name once it is shared, so that nobody of the group meets it before they may write
    to it; where the disk knows no files without a name, as on a stick, there are no groups either.
    """
    if _is_created_before_it_has_a_name(path, content):
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        share(descriptor, path.parent.stat())
        _fill(descriptor, content, path)
    finally:
        close_anyhow(descriptor)


_UNNAMEABLE = frozenset({ENOENT, EPERM, EOPNOTSUPP, ENOSYS})
"""What is said where a file without a name gets none: no /proc, as in a rescue shell, or a disk that
makes such files and knows no links."""


def _is_created_before_it_has_a_name(path: Path, content: bytes) -> bool:
    try:
        descriptor = os.open(path.parent, os.O_RDWR | os.O_TMPFILE, 0o600)
    except (OSError, AttributeError):
        return False
    try:
        share(descriptor, path.parent.stat())
        _fill(descriptor, content, None)
        # with `src_dir_fd`, os.link follows the link in /proc to the file itself
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor)
    except OSError as error:
        if error.errno in _UNNAMEABLE:
            return False
        raise
    finally:
        close_anyhow(descriptor)
    return True


def _fill(descriptor: int, content: bytes, named: Path | None) -> None:
    """Writes what is to be in a new file, on disk; where it cannot be, what has its name already goes."""
    try:
        write_whole(descriptor, content)
        if content:
            os.fsync(descriptor)
    except OSError:
        if named is not None:
            named.unlink(missing_ok=True)
        raise


def share_like(path: Path, *others: Path) -> None:
    """Gives files that SQLite made beside a journal the journal's group.

    SQLite does so itself for root only. What has another name somewhere may be another's file: it
    stays whose it is.
    """
    group = path.stat().st_gid
    for other in others:
        with suppress(OSError):
            descriptor = os.open(
                other, getattr(os, "O_PATH", os.O_RDONLY) | os.O_NOFOLLOW | os.O_CLOEXEC
            )
            try:
                status = os.fstat(descriptor)
                if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_gid != group:
                    os.chown(
                        f"/proc/self/fd/{descriptor}" if hasattr(os, "O_PATH") else other, -1, group
                    )
            finally:
                close_anyhow(descriptor)


def open_to_writers(path: Path, *, like: Path) -> None:
    """Gives a file of one's own that cannot be written to the rights of the other one.

    It is opened as a name only (`O_PATH`): closing it takes no lock away.
    """
    if os.access(path, os.W_OK) or not hasattr(os, "O_PATH"):
        return
    with suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                Path(f"/proc/self/fd/{descriptor}").chmod(like.stat().st_mode & 0o777)
        finally:
            close_anyhow(descriptor)
