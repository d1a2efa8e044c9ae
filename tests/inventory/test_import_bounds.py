"""Lists that are no list of servers, by their size or their shape, are refused before they take
memory."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.lists import ReadingHints, tables_of

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
