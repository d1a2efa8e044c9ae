"""Lists of objects in JSON as tables: keys become headings, what lies within an object is named with a dot, like `device.name`.

An export is a list, one object to a line, or an object that holds the list somewhere. Where it holds several, somebody has to
say which: what is not read might be what matters.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.decoding import decoded
from chwapi_console.inventory.importers.tables import Grid, Row, one_line
from chwapi_console.inventory.importers.which_table import asked_for, refuse_several
from chwapi_console.text import say

LARGEST = 1e15
"""Numbers beyond are no word about a server."""

DEEPEST = 6
"""Levels within which a list, or a value of an object, is looked for."""


def looks_like_json(data: bytes) -> bool:
    """Whether bytes begin as JSON does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def grids_of_json(data: bytes, name: str, asked: Sequence[str] = ()) -> list[Grid]:
    """The tables that a JSON file holds, or those asked for by their place in it, like `data.items`; a row's number is that of
    its object, from 1. RequestError when there is none, when there are several and nobody said which, and for a page of an export
    that has more."""
    text, encoding = decoded(data)
    whole = _parsed(text.lstrip("\ufeff"), name)
    lists = dict(_lists(whole))
    if not lists:
        raise RequestError(say("{path} holds no list of objects. Export it as CSV, or as a list in JSON.", path=name))
    refuse_several(name, [f"{place} ({len(objects)})" for place, objects in lists.items()], asked)
    chosen = asked_for(name, lists, asked) or list(lists)
    _refuse_a_page(whole, sum(map(len, lists.values())), name)
    return [_grid(lists[place], place if len(lists) > 1 else "", encoding) for place in chosen]


def _grid(objects: Sequence[Mapping[str, Any]], within: str, encoding: str) -> Grid:
    flat = [dict(_flat(each)) for each in objects]
    titles = list(dict.fromkeys(key for each in flat for key in each))
    rows = [Row(number, [each.get(title, "") for title in titles]) for number, each in enumerate(flat, 1)]
    return Grid([Row(0, titles), *rows], within, "", encoding)


def _refuse_a_page(whole: Any, found: int, name: str) -> None:
    """RequestError where an export says that there is more of it."""
    if not isinstance(whole, dict):
        return
    told = max((value for key in ("count", "total", "totalCount", "total_count") if isinstance(value := whole.get(key), int)),
               default=0)
    if told > found or whole.get("next"):
        raise RequestError(say("{path} is one page of an export: it says that there are more than these {n}. Export all of it.",
                               path=name, n=found))


def _parsed(text: str, name: str) -> Any:
    """The whole as one value, else each line as one."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as whole:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError) as error:
            place = whole.lineno if isinstance(whole, json.JSONDecodeError) else 1
            raise RequestError(say("{path} is no JSON that can be read: line {line}. Export it again.", path=name,
                                   line=place)) from error


def _lists(value: Any, place: str = "", depth: int = 0) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """The outermost lists of objects in a value, each with its place."""
    if isinstance(value, list):
        objects: list[Mapping[str, Any]] = [each for each in value if isinstance(each, dict)]
        if objects:
            yield place or "list", objects
    elif isinstance(value, dict) and depth < DEEPEST:
        for key, part in value.items():
            yield from _lists(part, f"{place}.{key}".lstrip("."), depth + 1)


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
        case int() | float():
            return json.dumps(part) if abs(part) < LARGEST else ""
        case list():
            return ", ".join(_words(each) for each in part)
    return str(part)
