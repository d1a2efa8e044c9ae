"""Lists that are no list of servers, by their size or their shape, are refused before they take
memory."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.exports.pages import says_there_is_more
from chwapi_console.inventory.importers.lists import ReadingHints, tables_of
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow
from chwapi_console.inventory.importers.verdicts.parts import is_a_part
from chwapi_console.inventory.importers.words.long_numbers import counted
from chwapi_console.inventory.importers.words.moments import oldest

TOO_MUCH = {
    "lines": ("name,site\n" + "a,b\n" * 300_001, "more than 300000 lines"),
    "old lines": ("name,site\r" + "a,b\r" * 300_001, "more than 300000 lines"),
    "rows": ("name,site\n" + "".join(f"a{n},b\n" for n in range(120_001)), "more than 120000 rows"),
    "cells": ("name,site\n" + "," * 2_000_001, "more than 2000000 cells"),
    "letters": (
        "name,site\na," + "x" * 500_001,
        "Row 2 of the list has a cell of more than 500000 letters",
    ),
    "letters behind a quote": (
        'name,site\na,"' + "x" * 500_001,
        "Row 2 of the list has a cell of more than 500000 letters",
    ),
    "objects": (json.dumps([{"name": f"a{n}"} for n in range(120_001)]), "more than 120000 rows"),
    "lists": (json.dumps([[]] * 1_000_001), "more than 1000000 lists and objects"),
    "keys": (json.dumps([{f"k{n}": 1 for n in range(50_001)}]), "more than 50000 columns"),
    "letters of JSON": (
        json.dumps([{"name": "x" * 500_001}]),
        "Row 1 of the list has a cell of more than 500000 letters",
    ),
}


@pytest.mark.parametrize(("text", "words"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_more_than_any_list_of_servers_is_refused_with_what_is_too_much(
    text: str, words: str
) -> None:
    with pytest.raises(RequestError, match=words):
        tables_of(text.encode(), "list", ReadingHints())


@pytest.mark.parametrize(
    ("pack", "kind"), [(gzip.compress, "gzip"), (bz2.compress, "bzip2"), (lzma.compress, "xz")]
)
def test_what_is_packed_is_named_and_never_unpacked(
    pack: Callable[[bytes], bytes], kind: str
) -> None:
    with pytest.raises(RequestError, match=rf"parc.csv.gz is packed \({kind}\), and not unpacked"):
        tables_of(pack(b"name\n" * 1_000_000) * 2, "parc.csv.gz", ReadingHints())


LONG = "1" * 4_301
"""More digits than Python makes a number of."""


@pytest.mark.parametrize(
    "line", [f"Page 1 of {LONG}", f"1-50 of {LONG}", f"{LONG}-2 of {LONG}"], ids=len
)
def test_a_number_of_any_length_says_that_a_list_is_a_part(line: str) -> None:
    assert is_a_part(Grid([ListRow(1, [line])]))


def test_a_number_of_any_length_in_json_says_that_it_is_a_part() -> None:
    assert says_there_is_more({"range": f"items 0-9/{LONG}", "items": [{"name": "dc1"}]}, 1)


def test_what_is_any_number_of_days_old_is_old() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert now - timedelta(days=3000) == oldest(f"{LONG} days ago", UTC, now)


@pytest.mark.parametrize("digits", [5, 18, 19, 4_301])
def test_a_long_number_is_as_large_as_it_can_be(digits: int) -> None:
    assert counted("9" * digits) >= 99_999 == counted(b"99999")
