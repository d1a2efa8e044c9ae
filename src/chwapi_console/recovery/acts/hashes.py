"""A SHA-256 as people paste it: in capitals, in groups, with the name of the file behind it."""

import re

from chwapi_console.errors import RequestError
from chwapi_console.text import say

_DIGITS = 64
_BEFORE = re.compile(r"^\s*(sha-?256\s*[:=]?\s*(\([^)]*\)\s*=)?)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s:-]")


def sha256_said(text: str) -> str:
    """The SHA-256 that somebody wrote: 64 hexadecimal digits in small letters. RequestError with
    what is wrong with it."""
    said = _BEFORE.sub("", text)
    digits = _BETWEEN.sub("", said)
    if len(digits) != _DIGITS and len(first := (said.split() or [""])[0]) == _DIGITS:
        digits = first
    if re.fullmatch(r"[0-9a-fA-F]{64}", digits):
        return digits.lower()
    if strange := sorted({c for c in digits if c not in "0123456789abcdefABCDEF"}):
        raise RequestError(
            say(
                'A SHA-256 is 64 hexadecimal digits (0-9, a-f); "{text}" has "{sign}" in it.',
                text=text,
                sign=strange[0],
            )
        )
    raise RequestError(
        say(
            "A SHA-256 is 64 hexadecimal digits; these are {n}. Copy it whole, as from sha256sum.",
            n=len(digits),
        )
    )
