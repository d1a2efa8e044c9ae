"""Whether somebody would bring back a program that stops itself, as by Ctrl-Z.

A shell with job control puts each command into a process group of its own, and stands itself in the
same session. Where nobody does (the command of an ssh, of a tmux window, of a unit, of a shell
without job control) a stopped program would stay so for ever: its group is orphaned (POSIX.1-2024,
3.264).
"""

import os
from contextlib import suppress
from pathlib import Path


def comes_back() -> bool:
    """Whether the parent of our process group is a shell that can continue it."""
    try:
        parent = _parent(os.getpgrp())
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:
        return False


def _parent(process: int) -> int:
    """The parent of a process; our own where that cannot be found out."""
    if process != os.getpid():
        with suppress(OSError, ValueError, IndexError):
            stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
            return int(stat.rpartition(")")[2].split()[1])
    return os.getppid()
