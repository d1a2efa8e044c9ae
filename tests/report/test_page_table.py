"""A table as text stays within its width, loses nothing, and leaves room to write."""

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.report.page import WIDTH, PaperPage, Section, page_markdown, page_text
from chwapi_console.report.page_table import BOX, PageColumn, PageTable, table_lines
from chwapi_console.text import language, say

EN = language("en")
WORDS = st.lists(st.text("abcé", min_size=1, max_size=9), max_size=12).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_cells_are_wrapped_within_the_width_and_none_loses_a_word(
    rows: list[tuple[str, str, str]],
) -> None:
    lines = list(
        table_lines(
            PageTable([PageColumn("A", 2), PageColumn("B"), PageColumn("C")], rows), WIDTH, EN
        )
    )
    assert all(len(line) <= WIDTH for line in lines)
    for place in range(3):
        column = [
            line.split(" | ")[place].strip()
            for line in (each.ljust(WIDTH) for each in lines[2:])
            if " | " in line
        ]
        assert [word for row in rows for word in row[place].split()] == " ".join(column).split()


def test_a_box_and_room_to_write_are_drawn() -> None:
    table = PageTable(
        [PageColumn("Server", 3), PageColumn("Done"), PageColumn("By", 2)], [["dc1", BOX, ""]]
    )
    head, rule, row = table_lines(table, 40, EN)
    assert "Server" == head.split(" | ")[0].strip()
    assert set("-+") == set(rule)
    assert ["dc1", "[ ]"] == [cell.strip() for cell in row.split("|")][:2]


def test_a_fact_that_is_not_known_yet_has_a_line_to_write_on_and_a_hash_stays_whole() -> None:
    table = PageTable((), [("Signed", ""), ("SHA-256", "ab" * 32), ("Place", "safe")])
    lines = list(table_lines(table, WIDTH, EN))
    assert "Signed:" == lines[0].rstrip("_ ")
    assert WIDTH == len(lines[0])
    assert ["SHA-256:", "    " + "ab" * 32] == lines[1:3]
    assert ["Place:", "safe"] == lines[3].split()


def test_markdown_has_the_table_with_nothing_in_it_taken_for_its_lines() -> None:
    table = PageTable([PageColumn("A"), PageColumn("B")], [["x|y", ""]])
    page = PaperPage(say("T"), [], [Section(say("S"), table=table)], [])
    lines = list(page_markdown(page, EN))
    assert ["| A | B |", "| --- | --- |", "| x\\|y |  |"] == [
        line for line in lines if line.startswith("|")
    ]
    assert "T" in next(iter(page_text(page, EN)))


def test_a_long_word_is_kept_whole_where_another_column_has_room_for_it() -> None:
    columns = [
        PageColumn("Service", 4),
        PageColumn("How", 5),
        PageColumn("Until then", 4),
        PageColumn("Who", 4),
    ]
    rows = [["Cardiologie", "not up since 09:02", "ECG ; coronarographie en local", "–"]]
    lines = list(table_lines(PageTable(columns, rows), WIDTH, EN))
    assert any("coronarographie" in line for line in lines)
    assert all(len(line) <= WIDTH for line in lines)


def test_a_word_that_no_table_has_room_for_takes_nothing_from_the_others() -> None:
    columns = [PageColumn("Code"), PageColumn("Name")]
    plain = list(table_lines(PageTable(columns, [["a", "b"]]), WIDTH, EN))
    hashes = list(table_lines(PageTable(columns, [["f" * 200, "b"]]), WIDTH, EN))
    assert plain[0] == hashes[0]


@given(
    st.lists(st.tuples(*[st.text("abcdefgh ", max_size=40)] * 4), min_size=1, max_size=4),
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
    st.integers(30, 90),
)
def test_wherever_the_longest_words_have_room_together_none_is_broken(
    rows: list[tuple[str, ...]], parts: list[int], width: int
) -> None:
    columns = [PageColumn("abcd"[n], part) for n, part in enumerate(parts)]
    lines = list(table_lines(PageTable(columns, rows), width, EN))
    assert all(len(line) <= width for line in lines)
    longest = [max((len(w) for row in rows for w in row[n].split()), default=1) for n in range(4)]
    if sum(max(3, each) for each in longest) + 9 <= width and max(longest) <= 24:
        told = " ".join(" ".join(line.ljust(width).split(" | ")) for line in lines[2:]).split()
        assert all(word in told for row in rows for cell in row for word in cell.split())
