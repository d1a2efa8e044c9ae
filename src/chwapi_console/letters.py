"""Letters that came as bytes which are no UTF-8.

From a terminal, a command line or a pipe that is set to an older encoding.

Python hands such a byte on as a lone surrogate (`surrogateescape`, PEP 383). It is read as the
locale says; where that says UTF-8 or nothing, and where it has no letter for the byte, as
Windows-1252, which holds all letters of Latin-1. So no letter of a name is lost; a byte that is
none there either becomes U+FFFD.
"""

import os
from collections.abc import Mapping
from functools import cache

WINDOWS = "cp1252"
FIRST, BEHIND = 0xDC80, 0xDD00
"""The lone surrogates that stand for bytes from 0x80 to 0xFF."""


def with_letters(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The text with each byte that is no UTF-8 read as the letter that it stands for."""
    if text.isascii() or not any(FIRST <= ord(c) < BEHIND for c in text):
        return text
    encoding = _encoding(environ)
    return "".join(
        _letter(ord(c) - 0xDC00, encoding) if FIRST <= ord(c) < BEHIND else c for c in text
    )


def letter(byte: int, environ: Mapping[str, str] = os.environ) -> str:
    """The letter that a byte stands for."""
    return _letter(byte, _encoding(environ))


def _encoding(environ: Mapping[str, str]) -> str:
    """What the locale says of bytes, whether this host has that locale or not."""
    named = next(
        (environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), ""
    )
    return _encoding_of(named)


@cache
def _encoding_of(name: str) -> str:
    """The encoding of a locale by its name.

    Windows-1252 where that is UTF-8, or none, or one of several bytes a letter.
    """
    import codecs
    import locale  # few ever type such a byte

    said = locale.normalize(name).partition(".")[2].partition("@")[0]
    try:
        found = codecs.lookup(said).name
    except LookupError:
        return WINDOWS
    return found if found.startswith(("iso8859", "cp12", "koi8", "mac")) else WINDOWS


def _letter(byte: int, encoding: str) -> str:
    for each in (encoding, WINDOWS):
        found = bytes([byte]).decode(each, "replace")
        if found.isprintable() or found.isspace():
            return found
    return "\N{REPLACEMENT CHARACTER}"
