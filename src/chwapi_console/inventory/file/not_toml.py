"""What a TOML parser finds wrong with a text, in words for people who edit plans.

They need not be programmers.
"""

import re
from ast import literal_eval

import tomli

from chwapi_console.inventory.file.lines import line_of_open_text, lines_of_open_brackets
from chwapi_console.text import Sentence, say

A_TIME = "2021-01-17T20:46:00+01:00"
_DATE = re.compile(r"=\s*(\d{4}-\d+-[^\s,}\]#]+)")
_OPEN_TEXT = (
    "Unterminated string",
    "Expected \"'",
    r"Illegal character '\n'",
    r"Found invalid character '\n'",
)
_NEXT_PART = re.compile(r"""\s*(?:\[[^\]\n]+\]\s*(?:#.*)?$|["'\w.-]+\s*=|\Z)""", re.MULTILINE)
"""How a line begins that no list has: a heading, or a key with its value; or nothing is left."""
_NAMES = re.compile(r"\(.*\)|'[^']*'")


def not_toml(error: tomli.TOMLDecodeError) -> Sentence:
    """The sentence for an error of the parser.

    In the parser's own words where it is none of the usual ones.
    """
    line = error.doc.split("\n")[error.lineno - 1]
    if date := _unlikely_date(error.msg, line):
        return say(
            "must be a date and time like {example}. Here stands {value}.",
            example=A_TIME,
            value=date,
        )
    if _begun_above(error) and not error.msg.startswith("Unclosed"):
        return say("a list is not closed, or lacks a comma between two entries.")
    return _usual(error.msg) or say("this is not TOML: {reason}.", reason=error.msg)


def line_of(error: tomli.TOMLDecodeError) -> int:
    """The line to look at.

    A text or a list that does not end is noticed lines later, or at the end of the file.
    """
    if error.msg.startswith(_OPEN_TEXT) and (line := line_of_open_text(error.doc)):
        return line
    begun = _begun_above(error)
    return begun[-1] if begun and error.msg.startswith("Unclosed") else (begun or [error.lineno])[0]


def _begun_above(error: tomli.TOMLDecodeError) -> list[int]:
    """The lines on which lists and braced tables begin that are open where the parser stopped.

    Only where it stopped at the next key, the next heading or the end; what it stops at elsewhere
    is an entry that lacks a comma before it.
    """
    if not _NEXT_PART.match(error.doc, error.pos - error.colno + 1):
        return []
    return lines_of_open_brackets(error.doc, error.pos - error.colno + 1)


def _unlikely_date(message: str, line: str) -> str:
    """What looks like a date on a line where the parser stopped at a value.

    Empty where nothing does.
    """
    if not message.startswith(
        ("Expected newline or end of document", "Invalid date or datetime", "Unclosed inline table")
    ):
        return ""
    found = _DATE.search(line)
    return found[1] if found else ""


def _usual(message: str) -> Sentence | None:
    match message.partition(" ")[0]:
        case "Cannot" | "Duplicate":
            return _twice(message)
        case "Invalid" if message == "Invalid value":
            return say("the value after the = is missing or is none. Text is written in quotes.")
        case "Expected" if "'=' after a key" in message:
            return say("an = is expected after the key.")
        case "Expected" if "end of document" in message:
            return say("more stands on the line than one key and its value.")
        case "Expected" if " at the end of a" in message:
            return say("a heading is not closed. It is written like [servers].")
        case "Unterminated" | "Expected" | "Illegal" | "Found" if message.startswith(_OPEN_TEXT):
            return say("a text in quotes does not end. Add the quotes that close it.")
        case "Unclosed" if "array" in message:
            return say("a list is not closed, or lacks a comma between two entries.")
        case "Unclosed":
            return say("a table in braces is not closed, or lacks a comma between two entries.")
        case "Unescaped":
            return say(
                "a backslash in quotes must be written twice, or the text in 'single quotes'."
            )
        case _:
            return None


def _twice(message: str) -> Sentence:
    found = _NAMES.search(message)
    if not found:
        return say("a key stands twice. Take one of them out, or rename it.")
    names = literal_eval(found[0])
    key = ".".join(names) if isinstance(names, tuple) else str(names)
    return say("{key} stands twice. Take one of them out, or rename it.", key=key)
