"""What a terminal can do, as far as it says.

Its number of colours, and whether it erases in colour.

COLORTERM is believed where it says truecolour, but not inside GNU screen: there it tells of the
terminal outside. Else the terminfo entry of TERM is, which this host may lack for a young terminal;
then its name is.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

TRUECOLOUR = 1 << 24


class Abilities(NamedTuple):
    """`erases_in_colour`: what is erased takes the ground of the pen."""

    colours: int
    erases_in_colour: bool


def terminfo(term: str) -> Abilities | None:
    """What the terminfo entry of a terminal says; None where this host has none.

    Within one process only the first is ever looked up.
    """
    try:
        import curses
    except ImportError:
        return None
    try:
        curses.setupterm(term, 1)
    except curses.error:
        return None
    return Abilities(curses.tigetnum("colors"), curses.tigetflag("bce") == 1)


def abilities(
    environ: Mapping[str, str], entry_of: Callable[[str], Abilities | None] = terminfo
) -> Abilities:
    """What the terminal of an environment can do."""
    term = environ.get("TERM", "")
    entry = entry_of(term) or _by_name(term)
    outside = "STY" in environ or (
        term.partition(".")[0].partition("-")[0] == "screen" and "TMUX" not in environ
    )
    truecolour = (
        environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") and not outside
    )
    return entry._replace(colours=TRUECOLOUR) if truecolour else entry


def _by_name(term: str) -> Abilities:
    """What the name of a terminal tells."""
    if term.endswith("-direct"):
        return Abilities(TRUECOLOUR, False)
    return Abilities(
        256 if "256" in term or term.startswith(("xterm-", "foot", "alacritty", "wezterm")) else 16,
        False,
    )
