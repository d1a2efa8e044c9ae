"""On which line of a TOML file a key stands. The parsers do not say, so this reads the text once more when it must.

It knows what the plan's format uses: table headers, `key = …`, dotted and quoted keys, inline tables on one line,
strings and arrays over several lines. An unusual file at worst gets the line of the table around the key.
"""

import re
from collections.abc import Sequence

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=")
_SPLIT = re.compile(_KEY)


class Lines:
    """The lines of one file, from 1."""

    def __init__(self, text: str) -> None:
        self._line_of: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        quotes = ""
        for number, line in enumerate(text.splitlines(), 1):
            if not quotes:
                if header := _HEADER.match(line):
                    table = _names(header[1])
                    self._line_of.setdefault(table, number)
                elif assignment := _ASSIGNMENT.match(line):
                    self._line_of.setdefault((*table, *_names(assignment[1])), number)
            quotes = _still_open(line, quotes)

    def of(self, key: Sequence[str]) -> int:
        """The line of the key, or of the nearest table around it; 1 when nothing of it stands in the file."""
        for length in range(len(key), 0, -1):
            if line := self._line_of.get(tuple(key[:length])):
                return line
        return 1


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in _SPLIT.findall(dotted))


def _still_open(line: str, quotes: str) -> str:
    """The triple quotes that a line leaves open."""
    for mark in re.findall(r'"""|\'\'\'', line):
        quotes = mark if not quotes else "" if mark == quotes else quotes
    return quotes
