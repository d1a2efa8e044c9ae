import os
import pty
import shutil
import sys
from itertools import product

import pytest

from chwapi_console.cli.output.terminal_size import terminal_size

SAID = ("", "0", "-3", "40", " 7 ", "wide", "132")


@pytest.mark.parametrize(("columns", "lines"), product(SAID, SAID))
def test_the_size_is_that_which_the_library_finds(
    columns: str, lines: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", lines)
    assert shutil.get_terminal_size() == terminal_size()


def test_the_terminal_itself_is_asked_where_the_environment_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)
    ours, its = pty.openpty()
    with os.fdopen(ours, "w"), os.fdopen(its, "w") as terminal:
        monkeypatch.setattr(sys, "__stdout__", terminal)
        for columns, lines in ((101, 33), (0, 0)):
            _resize(terminal.fileno(), columns, lines)
            assert shutil.get_terminal_size() == terminal_size()
        assert (80, 24) == terminal_size()


def test_without_a_terminal_it_is_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("LINES", raising=False)
    monkeypatch.setattr(sys, "__stdout__", None)
    assert (80, 24) == terminal_size() == shutil.get_terminal_size()


def _resize(terminal: int, columns: int, lines: int) -> None:
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
