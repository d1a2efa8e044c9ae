"""What a terminal can do, as far as it says: its number of colours, and whether it erases in colour.

COLORTERM is believed where it says truecolour, but not inside GNU screen: there it tells of the terminal outside. Else the
terminfo entry of TERM is, which this host may lack for a young terminal; then its name is.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

TRUECOLOUR = 1 << 24


class Abilities(NamedTuple):
    """`erases_in_colour`: what is erased takes the ground of the pen."""

    colours: int
    erases_in_colour: bool


class Entry(NamedTuple):
    """What a terminfo entry says."""

    colours: int
    bce: bool


def terminfo(term: str) -> Entry | None:
    """The entry of a terminal; None where this host has none. Within one process only the first is ever looked up."""
    try:
        import curses
    except ImportError:
        return None
    try:
        curses.setupterm(term, 1)
    except curses.error:
        return None
    return Entry(curses.tigetnum("colors"), curses.tigetflag("bce") == 1)


def abilities(environ: Mapping[str, str], entry_of: Callable[[str], Entry | None] = terminfo) -> Abilities:
    """What the terminal of an environment can do."""
    term = environ.get("TERM", "")
    entry = entry_of(term) or _by_name(term)
    outside = "STY" in environ or (term.partition(".")[0].partition("-")[0] == "screen" and "TMUX" not in environ)
    truecolour = environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") and not outside
    return Abilities(TRUECOLOUR if truecolour else entry.colours, entry.bce)


def _by_name(term: str) -> Entry:
    """What the name of a terminal tells."""
    if term.endswith("-direct"):
        return Entry(TRUECOLOUR, False)
    return Entry(256 if "256" in term or term.startswith(("xterm-", "foot", "alacritty", "wezterm")) else 16, False)
