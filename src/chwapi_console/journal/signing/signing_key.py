"""A login's own key, by which what it does is signed: where it lies, and its public half.

It lies in the login's state folder, never beside a journal: who copies a journal or its folder
cannot sign with it. Where there is none, nothing is signed and no more is loaded than this.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from chwapi_console.bounded import read_file
from chwapi_console.journal.signing.signatures import is_key
from chwapi_console.own_folder import place_of
from chwapi_console.text import Sentence, say, typed

MOST_READ = 4096
"""Bytes of a public half: one line, of which a comment is part."""


def key_path() -> Path | None:
    """Where this login's private key lies, or would lie; None where the environment names no home."""
    folder = place_of("state")
    return folder / "signing-key" if folder else None


def own_key() -> str:
    """The public half of this login's key; empty where it has none that is its own alone."""
    path = key_path()
    if path is None or not is_usable(path):
        return ""
    return _public(path)


def is_usable(path: Path) -> bool:
    """Whether the private half lies there for this login alone."""
    try:
        return _is_own(path.parent, stat.S_ISDIR) and _is_own(path, stat.S_ISREG)
    except OSError:
        return False


def why_unusable() -> Sentence | None:
    """Why a key that lies there is none to sign with; None where it is one, or none lies there."""
    path = key_path()
    if path is None or not os.path.lexists(path):
        return None
    for part, is_kind in ((path.parent, stat.S_ISDIR), (path, stat.S_ISREG)):
        if (why := _why_not_own(part, is_kind)) is not None:
            return why
    if _public(path):
        return None
    return say(
        "{path} is no public half of a key, so nothing is signed. It is made anew by: "
        "chwapi-console sign",
        path=str(public_half(path)),
    )


def _why_not_own(path: Path, is_kind: Callable[[int], bool]) -> Sentence | None:
    if _is_own(path, is_kind):
        return None
    status = path.lstat()
    if status.st_uid == os.geteuid() and is_kind(status.st_mode):
        return say(
            "{path} is open to others, so nothing is signed with the key of this login. If nobody can "
            "have taken it: {command}",
            path=str(path),
            command=typed("chmod", "go-rwx", path),
        )
    return say(
        "{path} is a link, somebody else's, or something else than a key, so nothing is signed. Put "
        "back the key of this login, or take that away: chwapi-console sign makes another.",
        path=str(path),
    )


def _public(path: Path) -> str:
    """The public half; empty where none lies there that is this login's to choose.

    Whatever else lies in its place is not waited for, and not read to its end.
    """
    half = public_half(path)
    try:
        status = half.lstat()
        if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return ""
        text = read_file(half, MOST_READ).decode("ascii")
    except (OSError, UnicodeDecodeError):
        return ""
    key = " ".join(text.split()[:2])
    return key if is_key(key) else ""


def public_half(path: Path) -> Path:
    """Where the public half of a key lies."""
    return path.with_name(f"{path.name}.pub")


def _is_own(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Whether a file or folder is this login's, no link, and a file for nobody else to read."""
    status = path.lstat()
    closed = stat.S_IWGRP | stat.S_IWOTH if is_kind is stat.S_ISDIR else stat.S_IRWXG | stat.S_IRWXO
    return is_kind(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & closed
