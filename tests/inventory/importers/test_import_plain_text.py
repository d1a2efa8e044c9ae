"""What a terminal printed or a person typed is a table too: frames, fixed columns, records, a hosts
file, a word to a line."""

from collections.abc import Callable

import pytest

from chwapi_console.inventory.importers.tables.plain_text import read_as_printed
from chwapi_console.inventory.importers.tables.tables import grid_of_text
from growth import grows_in_line
from inventory.importers.test_import_products import ADDRESSES, read

LONG = 300_000
"""Letters over which a pattern that goes back and forth would need an hour."""


def rows(text: str) -> list[list[str]]:
    return [list(row.cells) for row in grid_of_text(text.encode()).rows]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "┌────────┬────────────┐\n│ name   │ ip         │\n╞════════╪════════════╡\n│ a-db-1 │ "
            "192.0.2.11 │\n"
            "├────────┼────────────┤\n│ b-ris-1│ 192.0.2.12 │\n└────────┴────────────┘\n",
            id="frames",
        ),
        pytest.param(
            "+---------+------------+\n| name    | ip         |\n+---------+------------+\n| "
            "a-db-1  | 192.0.2.11 |\n"
            "| b-ris-1 | 192.0.2.12 |\n+---------+------------+\n",
            id="frames in ASCII",
        ),
        pytest.param(
            "name    ip         site\n------- ---------- ----\na-db-1  192.0.2.11 IMC\nb-ris-1 192.0.2.12 IMC\n\n"
            "(2 Zeilen betroffen)\n",
            id="a database",
        ),
        pytest.param(
            "# Servers\n\n| name | ip |\n|------|----|\n| a-db-1 | 192.0.2.11 |\n| b-ris-1 | "
            "192.0.2.12 |\n",
            id="a wiki",
        ),
        pytest.param(
            "|| name || ip ||\n| a-db-1 | 192.0.2.11 |\n| b-ris-1 | 192.0.2.12 |\n",
            id="a wiki with two signs between its headings",
        ),
        pytest.param(
            "   Name     IPAddress\n   ----     ---------\n a-db-1    192.0.2.11\nb-ris-1    "
            "192.0.2.12\n\n",
            id="columns",
        ),
        pytest.param(
            "Name      : a-db-1\nIPAddress : 192.0.2.11\n\nName      : b-ris-1\nIPAddress : "
            "192.0.2.12\n",
            id="records",
        ),
        pytest.param(
            "# servers\n127.0.0.1\tlocalhost\n192.0.2.11\ta-db-1.hosp.example a-db-1\n192.0.2.12  "
            "b-ris-1 # radiology\n",
            id="hosts",
        ),
    ],
)
def test_what_a_terminal_printed_is_a_table(text: str) -> None:
    assert {
        name.partition(".")[0]: server.address for name, server in read(text).servers.items()
    } == ADDRESSES


def test_a_cell_of_several_words_in_fixed_columns_is_one_cell() -> None:
    text = (
        "NAME     STATUS              VMID\na-db-1   Operating normally   101\nb-ris-1  "
        "Operating normally    12\n"
    )
    assert rows(text) == [
        ["NAME", "STATUS", "VMID"],
        ["a-db-1", "Operating normally", "101"],
        ["b-ris-1", "Operating normally", "12"],
    ]


def test_a_value_of_a_record_may_go_on_in_the_next_line() -> None:
    assert rows(
        "name ( RW): a-db-1\n  notes   : one\n            two\n\nname ( RW): b-ris-1\n  notes   :\n"
    ) == [["name", "notes"], ["a-db-1", "one two"], ["b-ris-1", ""]]


@pytest.mark.parametrize("sign", [":", " :", "=", " ->", " =>", " -", " –"])
def test_a_machine_and_a_word_to_a_line_are_two_cells(sign: str) -> None:
    assert rows(f"a-db-1{sign} infected\nb-ris-1{sign} seems clean\n") == [
        ["a-db-1", "infected"],
        ["b-ris-1", "seems clean"],
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "Name: dc1\n  Host: esx1\nName: dc2\n  Host: esx2\n",
            [["Name", "Host"], ["dc1", "esx1"], ["dc2", "esx2"]],
        ),
        (
            "Name: dc1\nIP: 192.0.2.2\nIP: 192.0.2.3\n\nName: dc2\nIP:\n",
            [["Name", "IP"], ["dc1", "192.0.2.2, 192.0.2.3"], ["dc2", ""]],
        ),
    ],
)
def test_a_block_begins_anew_with_its_first_key_and_keeps_all_that_it_says(
    text: str, blocks: list[list[str]]
) -> None:
    assert blocks == rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "INFECTES\n- dc1\nSAINS\n- dc2\n",
        "Infected\ndc1\nClean\ndc2\n",
        "Infectés cette nuit\n* dc1\nSains\n* dc2\n",
    ],
)
def test_words_without_a_colon_stand_above_machines_too(text: str) -> None:
    infected, clean = text.splitlines()[0], text.splitlines()[2]
    assert [["Hostname", "Verdict"], ["dc1", infected], ["dc2", clean]] == rows(text)


@pytest.mark.parametrize("text", ["a-db-1\nb-ris-1\n", "Dear all: see below.\nWe meet at nine.\n"])
def test_lines_of_words_are_no_such_table(text: str) -> None:
    assert rows(text) == [[line] for line in text.splitlines()]


@pytest.mark.parametrize(
    "line",
    ["|" * LONG + "x", "=" * LONG + "x", "dc2: x" + " " * LONG + "y", "name: x" + " " * LONG + "y"],
)
def test_a_line_as_long_as_somebody_likes_is_gone_through_once(line: str) -> None:
    assert [] == read_as_printed(["dc1 clean\n", f"{line}\n", "dc3 clean\n"])


@pytest.mark.parametrize("cell", ["<!--" * (LONG // 4), "<a " * (LONG // 3)])
def test_a_cell_of_tags_that_are_not_closed_is_gone_through_once(cell: str) -> None:
    assert [["Hostname", "Status"], ["dc1", cell.strip()]] == rows(f"Hostname,Status\ndc1,{cell}\n")


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "| name | site |\n|" + " " * n + "x |\n",
        lambda n: "\n" * n + "name  site\na  b\n",
        lambda n: "name  site\n" + "a" + " " * n + "b\n" + "a  b\n" * 40,
    ],
)
def test_the_time_for_blanks_grows_in_line_with_them(make: Callable[[int], str]) -> None:
    assert grows_in_line(lambda n: make(n).splitlines(keepends=True), read_as_printed, 2_000)
