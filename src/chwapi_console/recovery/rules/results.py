"""What comes of a step, by its kind: as people write it, and why that does not fit.

See docs/design/runbooks.md, "Results".
"""

import re
from contextlib import suppress
from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.errors import RequestError
from chwapi_console.inventory.model import ResultKind
from chwapi_console.inventory.near_names import nearest
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, in_one, say, some

DIGITS = 64
"""Hexadecimal digits of a SHA-256."""
MOST_SIGNS = 6
"""Signs that are none of a SHA-256 which are named."""
MOST_POINTS = 8
"""Restore points that a refusal names."""
_BEFORE_A_HASH = re.compile(r"^\s*sha-?256\s*(\([^)]*\)\s*)?[:=]?\s*", re.IGNORECASE)
_BETWEEN_DIGITS = re.compile(r"[\s:-]")
_NAME_OF_A_FILE = re.compile(r"(  | \*|\t)\S.*|\s+(-|[^\s./\\]*[./\\]\S*|[A-Za-z]:\\.*)")
"""What stands behind a SHA-256: as sha256sum prints it, or with a dot or a slash."""


def sha256_of(text: str) -> str:
    """A SHA-256 as people paste it.

    In capitals, in groups, with the name of the file behind it, as sha256sum prints it. Anything
    else is given back without what stands around it: of what is no name of a file nothing is left
    out.
    """
    said = _BEFORE_A_HASH.sub("", text).strip()
    first = said.split()[0] if said else ""
    if len(first) == DIGITS:
        behind = said[DIGITS:]
        return (first if not behind or _NAME_OF_A_FILE.fullmatch(behind) else said).lower()
    return _BETWEEN_DIGITS.sub("", said).lower()


def no_sha256(digits: str) -> Sentence | None:
    """Why this is no SHA-256; None where it is.

    What stands behind a whole one is not told: it may be a password.
    """
    if digits[:DIGITS].isalnum() and digits[DIGITS:][:1].isspace():
        return say(
            "Behind the 64 digits stands what is no name of a file: leave it out, nothing was written."
        )
    strange = [sign for sign in dict.fromkeys(digits) if sign not in "0123456789abcdef"]
    if strange:
        return say(
            'A SHA-256 is 64 hexadecimal digits, 0 to 9 and a to f; "{text}" has "{sign}" in it.',
            sign=" ".join(strange[:MOST_SIGNS]) + ("…" if len(strange) > MOST_SIGNS else ""),
            text=digits,
        )
    if len(digits) != DIGITS:
        return say(
            "A SHA-256 is 64 hexadecimal digits; this has {length}. Copy it whole, as sha256sum "
            "prints it.",
            length=len(digits),
        )
    return None


def is_sha256(text: str) -> bool:
    """Whether a text, as people paste it, is a SHA-256."""
    return no_sha256(sha256_of(text)) is None


def as_kept(view: View, kind: ResultKind | None, text: str) -> str:
    """What came of a step as the record keeps it: a SHA-256 in small letters, a time as ISO 8601.

    What does not fit as it was written.
    """
    said = text.strip()
    match kind:
        case "hash" if said:
            return sha256_of(said)
        case "time" if said:
            with suppress(RequestError):
                return iso(_time_in(view, said))
    return said


def _time_in(view: View, text: str) -> datetime:
    """The time over that a text says.

    RequestError where it says none. What reads it is loaded where a plan asks for times.
    """
    from chwapi_console.moments import read_past

    return read_past(text, view.now, view.plan.incident.zone).certain()


def unfit_result(view: View, server: str, kind: ResultKind | None, result: str) -> Sentence | None:
    """Why what came of a step is not of its kind; None where it is."""
    match kind:
        case "hash":
            return no_sha256(result)
        case "time":
            return _no_time(view, result)
        case "restore-point":
            return no_point(view, server, result)
        case "ticket":
            return _no_ticket(result)
    return None


def _no_time(view: View, result: str) -> Sentence | None:
    try:
        _time_in(view, result)
    except RequestError as error:
        return error.sentence
    return None


def no_point(view: View, server: str, point: str) -> Sentence | None:
    """Why a server has no such restore point; None where it has."""
    points = view.situation.points.of.get(server, {})
    if point in points:
        return None
    if not points:
        return say(
            "No restore point of {server} is known yet. Say what is known of it first: "
            "restore-point {server} {point} --taken TIME.",
            server=server,
            point=point,
        )
    hint = nearest(point, points)
    lacking = say(
        '{server} has no restore point "{point}". It has {points}.',
        server=server,
        point=point,
        points=some(list(points), MOST_POINTS),
    )
    return in_one([lacking, hint]) if hint else lacking


def _no_ticket(result: str) -> Sentence | None:
    if len(result.split()) == 1 and any(c.isdigit() for c in result):
        return None
    return say('"{text}" is no ticket: write its number as one word, like INC-4711.', text=result)
