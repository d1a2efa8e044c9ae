"""A login's own key, by which what it does is signed: where it lies, and its public half.

It lies in the login's state folder, never beside a journal: who copies a journal or its folder
cannot sign with it. Where there is none, nothing is signed and no more is loaded than this.
"""

import os
import stat
from pathlib import Path

from chwapi_console.journal.signatures import is_key


def key_path() -> Path | None:
    """Where this login's private key lies, or would lie; None where the environment names no home.

    A relative `XDG_STATE_HOME` counts for nothing, as the XDG Base Directory Specification wants
    it.
    """
    if (base := os.environ.get("XDG_STATE_HOME", "")).startswith("/"):
        return Path(base) / "chwapi-console" / "signing-key"
    return (
        Path(home) / ".local" / "state" / "chwapi-console" / "signing-key"
        if (home := os.environ.get("HOME"))
        else None
    )


def own_key() -> str:
    """The public half of this login's key; empty where it has none that is its own alone."""
    path = key_path()
    if path is None:
        return ""
    try:
        if not all(_is_own(part) for part in (path.parent, path)):
            return ""
        text = public_half(path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
    key = " ".join(text.split()[:2])
    return key if is_key(key) else ""


def public_half(path: Path) -> Path:
    """Where the public half of a key lies."""
    return path.with_name(f"{path.name}.pub")


def _is_own(path: Path) -> bool:
    """Whether a file or folder is this login's, no link, and a file for nobody else to read."""
    status = path.lstat()
    closed = (
        stat.S_IWGRP | stat.S_IWOTH if stat.S_ISDIR(status.st_mode) else stat.S_IRWXG | stat.S_IRWXO
    )
    return (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)) and (
        status.st_uid == os.geteuid() and not status.st_mode & closed
    )
