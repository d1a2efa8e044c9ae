"""Lists of objects in JSON as tables: keys become headings, what lies within an object is named with a dot, like `device.name`.

An export is a list, one object to a line, or an object that holds the list somewhere; of several lists the longest is it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.decoding import decoded
from chwapi_console.inventory.importers.tables import Grid, Row, one_line
from chwapi_console.text import say

DEEPEST = 6
"""Levels within which a list, or a value of an object, is looked for."""


def looks_like_json(data: bytes) -> bool:
    """Whether bytes begin as JSON does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def grid_of_json(data: bytes, name: str) -> Grid:
    """The table that a JSON file holds; a row's number is that of its object, from 1. RequestError when there is none."""
    text, encoding = decoded(data)
    objects = _longest_list(_parsed(text.lstrip("\ufeff"), name))
    if not objects:
        raise RequestError(say("{path} holds no list of objects. Export it as CSV, or as a list in JSON.", path=name))
    flat = [dict(_flat(each)) for each in objects]
    titles = list(dict.fromkeys(key for each in flat for key in each))
    rows = [Row(number, [each.get(title, "") for title in titles]) for number, each in enumerate(flat, 1)]
    return Grid([Row(0, titles), *rows], "", "", encoding)


def _parsed(text: str, name: str) -> Any:
    """The whole as one value, else each line as one."""
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as whole:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except (json.JSONDecodeError, RecursionError) as error:
            place = whole.lineno if isinstance(whole, json.JSONDecodeError) else 1
            raise RequestError(say("{path} is no JSON that can be read: line {line}. Export it again.", path=name,
                                   line=place)) from error


def _longest_list(value: Any, depth: int = 0) -> list[Mapping[str, Any]]:
    """The longest list of objects in a value."""
    within: Sequence[Any] = ()
    if isinstance(value, list):
        objects: list[Mapping[str, Any]] = [each for each in value if isinstance(each, dict)]
        if objects or depth == DEEPEST:
            return objects
        within = value
    elif isinstance(value, dict) and depth < DEEPEST:
        within = list(value.values())
    return max((_longest_list(each, depth + 1) for each in within), key=len, default=[])


def _flat(value: Mapping[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, part in value.items():
        if isinstance(part, dict) and depth < DEEPEST:
            yield from _flat(part, f"{before}{key}.", depth + 1)
        else:
            yield one_line(f"{before}{key}"), one_line(_words(part))


def _words(part: Any) -> str:
    match part:
        case None:
            return ""
        case bool():
            return str(part).lower()
        case list():
            return ", ".join(_words(each) for each in part)
    return str(part)
