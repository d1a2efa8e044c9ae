"""Tables: plain text that grep can read, and widths that fit a terminal."""

import argparse
import inspect
import io

import pytest

from chwapi_console.cli.argparse_words import WORDS
from chwapi_console.cli.rich_table import ROOM, print_table, widths_within
from chwapi_console.cli.table import Column, Row, Table, cells, plain_lines
from chwapi_console.signs import Spelling
from chwapi_console.text import ENGLISH, Language, say

COLUMNS = [Column(say("rank"), right=True), Column(say("role"), spare=True, long="cut"), Column(say("site"), spare=True),
           Column(say("for"), long="cut"), Column(say("why"), long="wrap")]
WANTED = [4, 30, 10, 40, 200]


def test_plain_text_is_aligned_has_no_empty_cell_and_no_blanks_at_the_end() -> None:
    table = Table([COLUMNS[0], COLUMNS[1], COLUMNS[3]], [Row([1, "Annuaire", "a"]), Row([12, "", ""]), Row([3, "数据库", "c"])])
    assert list(plain_lines(table, ENGLISH)) == [
        "rank  role      for", "   1  Annuaire  a", "  12  -         -", "   3  数据库    c"]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("数据", 4)])
def test_cells_count_what_a_terminal_shows(text: str, width: int) -> None:
    assert width == cells(text)


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_columns_never_take_more_than_the_terminal_has(width: int) -> None:
    widths = widths_within(width, COLUMNS, WANTED)
    assert sum(widths.values()) + 2 * (len(widths) - 1) <= width
    assert all(given <= WANTED[place] for place, given in widths.items())


def test_where_there_is_room_every_column_has_what_it_wants() -> None:
    assert dict(enumerate(WANTED)) == widths_within(300, COLUMNS, WANTED)


def test_spare_columns_give_way_before_the_others_get_too_little() -> None:
    widths = widths_within(60, COLUMNS, WANTED)
    assert 1 not in widths
    assert all(given >= ROOM for place, given in widths.items() if COLUMNS[place].long) or 2 not in widths


def test_the_words_to_translate_for_argparse_are_words_of_argparse() -> None:
    source = inspect.getsource(argparse)
    assert [word.template for word in WORDS if word.template not in source] == []


@pytest.mark.parametrize(("spelled", "cut"), [(ENGLISH, "Contrôle…"), (ENGLISH.spelled(Spelling(True)), "Contrôle~"),
                                              (ENGLISH.spelled(Spelling(True, True)), "Controle~")])
def test_a_table_on_a_terminal_is_cut_with_a_sign_that_it_can_show(spelled: Language, cut: str) -> None:
    out = io.StringIO()
    table = Table([Column(say("role"), long="cut")], [Row(["Contrôleur de domaine"])])
    print_table(table, spelled, out, 9, no_color=True)
    assert ["role", cut] == [line.rstrip() for line in out.getvalue().splitlines()]
