"""What is crossed out in a workbook is told as crossed out, and counts for no clean. All made up."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from chwapi_console.inventory.importers.lists import ReadingHints, tables_of
from chwapi_console.inventory.importers.words.verdict_meaning import meaning_of
from chwapi_console.inventory.importers.workbooks.spreadsheets import grids_of_workbook
from chwapi_console.inventory.importers.workbooks.struck_cells import with_strikes
from growth import grows_in_line
from inventory.importers.laid_lists import outcome

STYLES = (
    b'<styleSheet><fonts count="3"><font><sz val="11"/></font><font><strike/></font>'
    b'<font><strike val="0"/></font></fonts><cellXfs><xf fontId="0"/><xf numFmtId="0" fontId="1"/>'
    b'<xf fontId="2"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>'
)
STRINGS = b"<sst><si><t>Host</t></si><si><r><t>Sa</t></r><r><t>in &amp; ok</t></r></si></sst>"


def told(cell: bytes, styles: bytes = STYLES, strings: bytes = STRINGS) -> bytes:
    parts = {"xl/styles.xml": styles, "xl/sharedStrings.xml": strings, "xl/s.xml": cell}
    return with_strikes(parts)["xl/s.xml"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (b'<c r="A1" s="1" t="s"><v>1</v></c>', b"<t>~~Sain &amp; ok~~</t>"),
        (b'<c r="A1" s="1" t="inlineStr"><is><t>Sain</t></is></c>', b"<t>~~Sain~~</t>"),
        (b'<c r="A1" s="1" t="str"><f>A2</f><v>Sain</v></c>', b"<t>~~Sain~~</t>"),
        (b'<c r="A1" s="1"><v>7</v></c>', b"<t>~~7~~</t>"),
        (b'<x:c s="1" r="A1" t="s"><x:v>0</x:v></x:c>', b"<x:t>~~Host~~</x:t>"),
    ],
)
def test_a_cell_that_is_crossed_out_has_its_words_between_tildes(cell: bytes, words: bytes) -> None:
    anew = told(b"<row>" + cell + b"</row>")
    assert (1, 1) == (anew.count(words), anew.count(b' t="inlineStr"'))
    assert anew.startswith(b"<row>")
    assert anew.endswith(cell[-3:] + b"</row>")


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A1" t="s"><v>1</v></c>',
        b'<c r="A1" s="0" t="s"><v>1</v></c>',
        b'<c r="A1" s="2" t="s"><v>1</v></c>',
        b'<c r="A1" s="1"/>',
        b'<c r="A1" s="1"/><c r="B1" t="s"><v>1</v></c>',
        b'<c r="A1" s="1" t="s"><v>9</v></c>',
        b'<c r="A1" s="1" t="s"><v>-1</v></c>',
        b'<c r="A1" s="1" t="b"><v>1</v></c>',
        b'<c r="A1" s="1" t="s"><v>1</v>',
        b'<cols s="1"><v>1</v></cols>',
    ],
)
def test_other_cells_stay_as_they_are(cell: bytes) -> None:
    assert cell == told(cell)


def test_a_workbook_in_which_nothing_is_crossed_out_is_left_alone() -> None:
    parts = {"xl/styles.xml": b"<fonts><font><b/></font></fonts>", "xl/s.xml": b'<c s="0"></c>'}
    assert parts is with_strikes(parts)


def test_cells_that_are_crossed_out_cost_no_more_than_their_number() -> None:
    def sheet(n: int) -> dict[str, bytes]:
        cells = b'<c r="A1" s="1" t="s"><v>1</v></c>' * n
        return {"s": STYLES, "t": STRINGS, "u": cells, "v": b'<c s="1"' * n, "w": b"<r>" * n}

    assert grows_in_line(sheet, with_strikes, 2_000)


def crossed_out() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Server", "Verdict", "IP"),
        ("pacs1", "Clean", "192.0.2.12"),
        ("file1", "Clean", "192.0.2.14"),
        ("adt1", "", "192.0.2.11"),
        ("dc1", "Infected", "192.0.2.2"),
        ("web-imc", "Clean", "192.0.2.20"),
    ):
        sheet.append(row)
    sheet["B4"] = CellRichText(
        TextBlock(InlineFont(strike=True), "Clean"), TextBlock(InlineFont(b=True), "Infected")
    )
    for place in ("B2", "B5", "A6"):
        sheet[place].font = Font(strike=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_clean_that_was_crossed_out_is_none_and_an_infection_is_looked_at() -> None:
    (grid,) = grids_of_workbook(crossed_out(), "list.xlsx", ()).grids
    text = "\n".join(";".join(row.cells) for row in grid.rows)
    assert {
        "pacs1": "asked",
        "file1": "clean",
        "adt1": "compromised",
        "dc1": "hit",
        "web-imc": "held",
    } == outcome(text)


def test_a_server_that_was_crossed_out_of_an_inventory_is_left_out_and_told() -> None:
    (table,) = tables_of(crossed_out(), "list.xlsx", ReadingHints()).tables
    assert ["pacs1", "file1", "adt1", "dc1"] == [each.name for each in table.haul.found]
    assert "~~web-imc~~ is crossed out" in " ".join(str(each.why) for each in table.haul.unread)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("~~Sain~~", None),
        ("~~Infecté~~", "over"),
        ("~~Infecté~~ Sain", "over"),
        ("~~Sain~~ Infecté", "compromised"),
        ("~~à vérifier~~ Sain", "clean"),
        ("~~Sain~~ ~~Infecté~~", "over"),
        ("~~ Sain", None),
    ],
)
def test_of_a_cell_what_is_left_of_it_counts(cell: str, meaning: str | None) -> None:
    assert meaning == meaning_of(cell, "verdict", {})


def test_cells_within_cells_are_read_once() -> None:
    cells = b'<c s="1" t="inlineStr">' * 300 + b"<is><t>Sain</t></is>" + b"</c>" * 300
    assert 1 == told(b"<row>" + cells + b"</row>").count(b"~~Sain~~")
