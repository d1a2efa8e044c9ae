"""Bytes that somebody saved as text, on whatever system, in whatever year.

A byte order mark decides; else UTF-16 shows by its zero bytes; else what is UTF-8 is UTF-8, for no
other text is by chance. What is left is a single-byte encoding of western Europe: Windows, Unix, DOS
or an old Mac, told apart by which of them makes most of its bytes above 127 letters that French,
Dutch, German and English are written with.
"""

import codecs
import re

from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = {
    **dict.fromkeys("àâäáãåæçéèêëíîïñóôöòœùûüúÿß", 2),
    **dict.fromkeys("ÀÂÄÇÉÈÊËÎÏÔÖŒÙÛÜ°€’“”«»–·", 1),
}
"""What each is worth; a capital is rarer."""
_SINGLE = ("cp1252", "iso8859-15", "cp850", "mac_roman")
_LOOKED_AT = 200_000


_COLOURS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # as a terminal has them
    r"|\^\[\[[0-9;?]*[A-Za-z]"  # as `cat -v` writes them: no sign by which something else ends
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles and links
    r"|\x1b[()][0-9A-B]|\x1b[=>78cDEHM]"
)
_COLOURS_IN_BYTES = re.compile(_COLOURS.pattern.encode())


class Decoded(NamedTuple):
    """A text and the encoding it was read by."""

    text: str
    encoding: str


def decoded(data: bytes, encoding: str = "") -> Decoded:
    """The text in these bytes.

    RequestError when they hold none, or not in the encoding that was named.
    """
    name = encoding or _encoding(data)
    try:
        return Decoded(without_colours(data.decode(name)), name)
    except UnicodeDecodeError as error:
        raise RequestError(
            say(
                "Byte {place} is not {name}. Name the right encoding with --encoding, like cp1252.",
                place=error.start + 1,
                name=name,
            )
        ) from error
    except (
        LookupError,
        UnicodeError,
        ValueError,
        AssertionError,
    ) as error:  # Python knows codecs that make no text of bytes
        raise RequestError(
            say(
                '"{name}" is not an encoding. Write one like utf-8, cp1252, cp850 or utf-16.',
                name=name,
            )
        ) from error


def without_colours(text: str) -> str:
    """A text without what a terminal is told between its letters: colours, links, the cursor."""
    return _COLOURS.sub("", text) if "\x1b" in text or "^[[" in text else text


def first_bytes(data: bytes, most: int) -> bytes:
    """The first bytes of a text, without what tells a terminal of colours."""
    return _COLOURS_IN_BYTES.sub(b"", data[:most])


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := _wide(data[:_LOOKED_AT]):
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _single_byte(data[:_LOOKED_AT])
    return "utf-8"


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: half the bytes of a western text are zero, on one side of each pair."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if len(data) % 2 or not most or most * 3 < len(data) // 2 or least * 10 > most:
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    return name if data.decode(name, "ignore").encode(name) == data else ""


def _single_byte(data: bytes) -> str:
    high = bytes(byte for byte in data if byte > 127)

    def letters(name: str) -> int:
        return sum(_LETTERS.get(character, 0) for character in high.decode(name, "replace"))

    best = max(_SINGLE, key=letters)
    return (
        "latin-1"
        if best == "cp1252" and any(byte in high for byte in b"\x81\x8d\x8f\x90\x9d")
        else best
    )
