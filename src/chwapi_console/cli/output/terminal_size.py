"""How large the terminal is.

What the library has for that loads three packers of archives first, and argparse asks it for every
option.
"""

import os
import sys

USUAL = os.terminal_size((80, 24))
"""Columns and lines where nobody knows them."""


def terminal_size() -> os.terminal_size:
    """Columns and lines, as `shutil.get_terminal_size` finds them.

    Those that the environment says, else those of the terminal that the process was started in.
    """
    columns, lines = _said("COLUMNS"), _said("LINES")
    if columns and lines:
        return os.terminal_size((columns, lines))
    try:
        actual = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else -1)
    except (OSError, ValueError):
        actual = USUAL
    return os.terminal_size(
        (columns or actual.columns or USUAL.columns, lines or actual.lines or USUAL.lines)
    )


def _said(name: str) -> int:
    """What a variable of the environment says; 0 where it says nothing of use."""
    try:
        return max(0, int(os.environ.get(name, "")))
    except ValueError:
        return 0
