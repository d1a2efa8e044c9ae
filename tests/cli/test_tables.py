"""Tables: plain text that grep can read, and widths that fit a terminal."""

import argparse
import inspect
import io

import pytest

from chwapi_console.cli.line.argparse_words import WORDS
from chwapi_console.cli.output.rich_table import ROOM, fitted_within, print_table, widths_within
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable, cells, plain_lines
from chwapi_console.signs import Spelling
from chwapi_console.text import ENGLISH, Language, language, say

COLUMNS = [
    TextColumn(say("rank"), right=True),
    TextColumn(say("role"), spare=1, long="cut"),
    TextColumn(say("site"), spare=1),
    TextColumn(say("for"), long="cut"),
    TextColumn(say("why"), long="wrap"),
]
WANTED = [4, 30, 10, 40, 200]
EVERY = range(len(COLUMNS))


def test_plain_text_is_aligned_has_no_empty_cell_and_no_blanks_at_the_end() -> None:
    table = TextTable(
        [COLUMNS[0], COLUMNS[1], COLUMNS[3]],
        [TextRow([1, "Annuaire", "a"]), TextRow([12, "", ""]), TextRow([3, "数据库", "c"])],
    )
    assert list(plain_lines(table, ENGLISH)) == [
        "rank  role      for",
        "   1  Annuaire  a",
        "  12  -         -",
        "   3  数据库    c",
    ]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("数据", 4)])
def test_cells_count_what_a_terminal_shows(text: str, width: int) -> None:
    assert width == cells(text)


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_columns_never_take_more_than_the_terminal_has(width: int) -> None:
    widths = widths_within(width, COLUMNS, WANTED, EVERY)
    assert sum(widths.values()) + 2 * (len(widths) - 1) <= width
    assert all(given <= WANTED[place] for place, given in widths.items())


def test_where_there_is_room_every_column_has_what_it_wants() -> None:
    assert dict(enumerate(WANTED)) == widths_within(300, COLUMNS, WANTED, EVERY)


def test_spare_columns_give_way_before_the_others_get_too_little() -> None:
    widths = widths_within(60, COLUMNS, WANTED, EVERY)
    assert 1 not in widths
    assert (
        all(given >= ROOM for place, given in widths.items() if COLUMNS[place].long)
        or 2 not in widths
    )


def test_a_column_that_can_be_missed_less_goes_after_the_others() -> None:
    columns = [
        TextColumn(say("name"), long="cut", spare=2, least=20),
        TextColumn(say("site"), spare=1),
        TextColumn(say("missing"), long="wrap", least=40),
    ]
    assert {0: 30, 1: 10, 2: 40} == widths_within(90, columns, [30, 10, 40], range(3))
    assert {0: 28, 2: 40} == widths_within(70, columns, [30, 10, 40], range(3))
    assert {2: 40} == widths_within(60, columns, [30, 10, 40], range(3))


def test_the_words_to_translate_for_argparse_are_words_of_argparse() -> None:
    source = inspect.getsource(argparse)
    assert [word.template for word in WORDS if word.template not in source] == []


@pytest.mark.parametrize(
    ("spelled", "cut"),
    [
        (ENGLISH, "Contrôle…"),
        (ENGLISH.spelled(Spelling(True)), "Contrôle~"),
        (ENGLISH.spelled(Spelling(True, True)), "Controle~"),
    ],
)
def test_a_table_on_a_terminal_is_cut_with_a_sign_that_it_can_show(
    spelled: Language, cut: str
) -> None:
    out = io.StringIO()
    table = TextTable([TextColumn(say("role"), long="cut")], [TextRow(["Contrôleur de domaine"])])
    print_table(table, spelled, out, 9, no_color=True)
    assert ["role", cut] == [line.rstrip() for line in out.getvalue().splitlines()]


SERVICES = [
    TextColumn(say("service")),
    TextColumn(say("name"), long="cut", least=20),
    TextColumn(say("site"), spare=1),
    TextColumn(say("missing"), long="wrap"),
]


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("missing", [15, 40, 200])
def test_a_name_keeps_its_least_and_an_id_its_whole_width(width: int, missing: int) -> None:
    fitted = fitted_within(width, SERVICES, [26, 40, 10, missing])
    assert (26, True) == (fitted.widths[0], fitted.widths[1] >= 20)
    assert sum(fitted.widths.values()) + 2 * (len(fitted.widths) - 1) <= width


def test_where_ids_leave_no_room_a_name_gets_what_is_left() -> None:
    assert {0: 50, 1: 8} == fitted_within(60, SERVICES[:2], [50, 40]).widths


def test_what_would_wrap_into_a_narrow_column_stands_below_its_row_and_breaks_no_id() -> None:
    out = io.StringIO()
    ids = ", ".join(f"srv-imc-{number:02}" for number in range(9))
    table = TextTable(
        SERVICES,
        [
            TextRow(
                ["appel-infirmier-notre-dame", "Appel infirmier Notre-Dame", "Notre-Dame", ids]
            ),
            TextRow(["adt", "Admissions", "IMC", ""]),
        ],
    )
    print_table(table, ENGLISH, out, 80, no_color=True)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert ["service", "name", "site", "missing"] == " ".join(lines[:2]).split()
    assert lines[2].startswith("appel-infirmier-notre-dame  Appel infirmier Notre-Dame")
    assert ids == " ".join(line.strip() for line in lines[3:5])
    assert ["    -"] == lines[6:]


def test_facts_below_a_row_are_parted_as_the_language_does() -> None:
    out = io.StringIO()
    wraps = [
        TextColumn(say("id")),
        TextColumn(say("one"), long="wrap"),
        TextColumn(say("two"), long="wrap"),
    ]
    table = TextTable(wraps, [TextRow(["papier-bloc", "saisi", "plus tard " * 9 + "peut-être"])])
    print_table(table, language("fr"), out, 40, no_color=True)
    assert "saisi\N{NO-BREAK SPACE}; plus tard" in out.getvalue()


def test_where_there_is_room_it_wraps_beside_its_row() -> None:
    assert () == fitted_within(160, SERVICES, [26, 40, 10, 200]).below


@pytest.mark.parametrize("width", [10, 20, 40, 60, 72, 80, 100, 160])
def test_a_column_that_wraps_and_can_be_missed_goes_without_a_trace(width: int) -> None:
    columns = [
        *SERVICES[:3],
        TextColumn(say("expected")),
        TextColumn(say("missing"), long="wrap", least=40, spare=1),
    ]
    fitted = fitted_within(width, columns, [26, 40, 10, 30, 60])
    shown = [*fitted.widths, *fitted.below]
    assert (set(shown) | {2, 4}, len(set(shown))) == ({0, 1, 2, 3, 4}, len(shown))
