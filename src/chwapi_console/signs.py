"""How signs and letters are written for the reader's terminal.

As they are, with plain ASCII twins for signs, or in ASCII only.

A terminal that draws no signs, a font that lacks them, or a jump host with the locale C would show
rubbish in their place at the worst time. So every sign of the program has a twin in one table here.
Letters are data: a name keeps its accents for as long as the terminal can show them, which is to
say that its locale says UTF-8; else they are taken off.
"""

import sys
from collections.abc import Mapping
from functools import lru_cache

from chwapi_console.named_tuples import NamedTuple

TWINS: Mapping[str, tuple[str, str]] = {
    "✓": ("x", "x"),
    "✔": ("x", "x"),
    "☑": ("x", "x"),
    "»": ("=", '"'),
    "«": ("<", '"'),
    "…": ("~", "..."),
    "·": ("-", "-"),
    "•": ("*", "*"),
    "§": ("S", "par."),
    "●": ("*", "*"),
    "○": ("o", "o"),
    "│": ("|", "|"),
    "─": ("-", "-"),
    "┌": ("+", "+"),
    "┐": ("+", "+"),
    "└": ("+", "+"),
    "┘": ("+", "+"),
    "├": ("+", "+"),
    "┤": ("+", "+"),
    "┼": ("+", "+"),
    "▸": (">", ">"),
    "▾": ("v", "v"),
    "↵": ("<", "Enter"),
    "␣": ("_", "Space"),
    "↑": ("^", "^"),
    "↓": ("v", "v"),
    "←": ("<", "<-"),
    "→": (">", "->"),
    "█": ("#", "#"),
    "▓": ("#", "#"),
    "▒": (":", ":"),
    "░": (".", "."),
    "’": ("'", "'"),
    "‘": ("'", "'"),
    "“": ('"', '"'),
    "”": ('"', '"'),
    "–": ("-", "-"),
    "—": ("-", "-"),
    "−": ("-", "-"),
    "×": ("x", "x"),
    "±": ("~", "+/-"),
    "≤": ("<", "<="),
    "≥": (">", ">="),
    "≈": ("~", "about "),
    "\N{NO-BREAK SPACE}": (" ", " "),
    "\N{NARROW NO-BREAK SPACE}": (" ", " "),
    "\N{REPLACEMENT CHARACTER}": ("?", "?"),
    "€": ("E", "EUR"),
    "£": ("L", "GBP"),
    "°": ("o", "o"),
    **dict.fromkeys("▁▂▃▏▎", (".", ".")),
    **dict.fromkeys("▄▅▍▌", (":", ":")),
    **dict.fromkeys("▆▇▋▊▉", ("#", "#")),
}
"""By sign: its twin where it stands alone in a cell of the screen, and its twin among words, which
may be longer."""

_QUOTES = {"«\N{NO-BREAK SPACE}": '"', "\N{NO-BREAK SPACE}»": '"'}
_IN_CELLS = str.maketrans({sign: cell for sign, (cell, _) in TWINS.items()})
_AMONG_WORDS = str.maketrans({sign: words for sign, (_, words) in TWINS.items()})
_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
    }
)
_COERCED = frozenset({"c.utf-8", "c.utf8", "utf-8"})
"""What Python writes into LC_CTYPE by itself where the locale is C (PEP 538), in small letters."""


class Spelling(NamedTuple):
    """Whether signs, and whether letters too, are written in ASCII."""

    ascii_signs: bool = False
    ascii_letters: bool = False

    def words(self, text: str) -> str:
        """Words that are still to be laid out: they may become longer."""
        if text.isascii() or not self.ascii_signs:
            return text
        return _words(text, self.ascii_letters)

    def drawn(self, text: str) -> str:
        """Words and signs that are laid out: they keep their width."""
        if text.isascii() or not self.ascii_signs:
            return text
        return _drawn(text, self.ascii_letters)


AS_IT_IS, ASCII = Spelling(), Spelling(ascii_signs=True, ascii_letters=True)


@lru_cache(maxsize=4096)
def _words(text: str, letters: bool) -> str:
    for quote, twin in _QUOTES.items():
        text = text.replace(quote, twin)
    text = text.translate(_AMONG_WORDS)
    return "".join(map(_bare, text.translate(_LETTERS))) if letters else text


@lru_cache(maxsize=4096)
def _drawn(text: str, letters: bool) -> str:
    text = text.translate(_IN_CELLS)
    return "".join(map(_bare_of_one_width, text)) if letters else text


def _bare(character: str) -> str:
    """The character without its accents.

    Nothing for an accent alone, a question mark for what has no ASCII in it.
    """
    from unicodedata import combining, normalize

    if character.isascii():
        return character
    if combining(character):
        return ""
    return "".join(part for part in normalize("NFKD", character) if part.isascii()) or "?"


def _bare_of_one_width(character: str) -> str:
    from unicodedata import east_asian_width

    bare = _bare(character)
    return (
        bare
        if bare in ("", character)
        else bare[0].ljust(2 if east_asian_width(character) in "WF" else 1)
    )


def spelling(
    environ: Mapping[str, str],
    asked: bool | None,
    *,
    by_locale: bool = True,
    coerced: bool | None = None,
) -> Spelling:
    """How to write for the terminal of an environment.

    `asked` says whether ASCII was asked for, None that nothing was said: then it is the locale that
    tells, if it is `by_locale`. Whether Python has written into LC_CTYPE itself it knows best.
    """
    utf_8 = says_utf_8(environ, sys.flags.utf8_mode == 1 if coerced is None else coerced)
    plain = asked if asked is not None else by_locale and not utf_8
    return Spelling(plain, plain and not utf_8)


def says_utf_8(environ: Mapping[str, str], coerced: bool) -> bool:
    """Whether the locale is one of UTF-8, by its name, in the order of POSIX.

    The terminal's own machine wrote it, and the host need not have such a locale; where nothing is
    said the locale is C.
    """
    ctype = environ.get("LC_CTYPE", "")
    if coerced and ctype.lower() in _COERCED:
        ctype = ""
    name = environ.get("LC_ALL") or ctype or environ.get("LANG", "")
    return "utf8" in name.lower().replace("-", "")
