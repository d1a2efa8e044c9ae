"""A table as text stays within its width, loses nothing, and leaves room to write."""

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.report.page import WIDTH, Page, Section, page_markdown, page_text
from chwapi_console.report.page_table import BOX, Column, Table, table_text
from chwapi_console.text import language, say

EN = language("en")
WORDS = st.lists(st.text("abcé", min_size=1, max_size=9), max_size=12).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_cells_are_wrapped_within_the_width_and_none_loses_a_word(
    rows: list[tuple[str, str, str]],
) -> None:
    lines = list(table_text(Table([Column("A", 2), Column("B"), Column("C")], rows), WIDTH, EN))
    assert all(len(line) <= WIDTH for line in lines)
    for place in range(3):
        column = [
            line.split(" | ")[place].strip()
            for line in (each.ljust(WIDTH) for each in lines[2:])
            if " | " in line
        ]
        assert [word for row in rows for word in row[place].split()] == " ".join(column).split()


def test_a_box_and_room_to_write_are_drawn() -> None:
    table = Table([Column("Server", 3), Column("Done"), Column("By", 2)], [["dc1", BOX, ""]])
    head, rule, row = table_text(table, 40, EN)
    assert "Server" == head.split(" | ")[0].strip()
    assert set("-+") == set(rule)
    assert ["dc1", "[ ]"] == [cell.strip() for cell in row.split("|")][:2]


def test_a_fact_that_is_not_known_yet_has_a_line_to_write_on_and_a_hash_stays_whole() -> None:
    table = Table((), [("Signed", ""), ("SHA-256", "ab" * 32), ("Place", "safe")])
    lines = list(table_text(table, WIDTH, EN))
    assert "Signed:" == lines[0].rstrip("_ ")
    assert WIDTH == len(lines[0])
    assert ["SHA-256:", "    " + "ab" * 32] == lines[1:3]
    assert ["Place:", "safe"] == lines[3].split()


def test_markdown_has_the_table_with_nothing_in_it_taken_for_its_lines() -> None:
    table = Table([Column("A"), Column("B")], [["x|y", ""]])
    page = Page(say("T"), [], [Section(say("S"), table=table)], [])
    lines = list(page_markdown(page, EN))
    assert ["| A | B |", "| --- | --- |", "| x\\|y |  |"] == [
        line for line in lines if line.startswith("|")
    ]
    assert "T" in next(iter(page_text(page, EN)))
