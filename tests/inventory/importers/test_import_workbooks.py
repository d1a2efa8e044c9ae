"""Workbooks: which sheets are taken, what merged cells say, and what is said where a workbook
cannot be read."""

import io
import re
import struct
import sys
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import ListedServer
from chwapi_console.inventory.importers.lists import ReadingHints, TakenTables, tables_of
from chwapi_console.inventory.importers.workbooks import packed, read_apart, spreadsheets

Sheets = dict[str, list[list[object]]]
HEADING: list[object] = ["Nom", "Fonction", "Adresse IP"]


def workbook(sheets: Sheets, **merged: str) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in merged:
            sheet.merge_cells(merged[title])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def taken(sheets: Sheets, asked: ReadingHints = ReadingHints(), **merged: str) -> TakenTables:  # noqa: B008 -- a frozen value
    return tables_of(workbook(sheets, **merged), "parc.xlsx", asked)


def servers(taken: TakenTables) -> list[ListedServer]:
    return [server for table in taken.tables for server in table.haul.found]


def test_a_sheet_for_each_site_names_the_site() -> None:
    found = taken(
        {
            "IMC": [HEADING, ["a", "x", "1.1.1.1"]],
            "Union": [["Nom", "Remarques"], ["b", 7.0]],
            "Légende": [["vert", "ok"]],
        }
    )
    assert [("a", "IMC", ""), ("b", "Union", "7")] == [
        (s.name, s.site, s.notes) for s in servers(found)
    ]
    assert ["Légende"] == [unread.where.within for unread in found.unread]


def test_a_column_of_sites_outweighs_the_name_of_the_sheet() -> None:
    rows: list[list[object]] = [["Nom", "Site"], ["a", "IMC"]]
    assert ["IMC", ""] == [
        s.site for s in servers(taken({"Feuil1": rows, "Feuil2": [HEADING, ["b", "x", "y"]]}))
    ]


def test_of_a_workbook_with_one_list_the_sheet_is_no_site() -> None:
    assert [""] == [s.site for s in servers(taken({"Feuil1": [HEADING, ["a", "x", "y"]]}))]


def test_a_site_merged_over_its_servers_is_said_of_each() -> None:
    rows: list[list[object]] = [["Site", "Nom"], ["IMC", "a"], [None, "b"], ["Union", "c"]]
    assert ["IMC", "IMC", "Union"] == [s.site for s in servers(taken({"Parc": rows}, Parc="A2:A3"))]


def test_rows_keep_the_numbers_that_the_sheet_shows() -> None:
    whole = taken({"Parc": [["Liste"], [], HEADING, ["a", "x", "1.1.1.1"], [None, "y", None]]})
    assert [4] == [server.where.row for server in servers(whole)]
    assert [1, 5] == [unread.where.row for unread in whole.tables[0].haul.unread]


def with_cells(sheets: Sheets, cells: dict[str, str], merge: str = "", hidden: str = "") -> bytes:
    book = load_workbook(io.BytesIO(workbook(sheets)))
    sheet = book.worksheets[0]
    for place, value in cells.items():
        sheet[place] = value
    if hidden:
        book[hidden].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    if not merge:
        return buffer.getvalue()
    changed = io.BytesIO()  # openpyxl itself would make every cell of the range
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            new.writestr(
                part,
                old.read(part).replace(
                    b"</sheetData>",
                    b'</sheetData><mergeCells count="1"><mergeCell ref="%b"/></mergeCells>'
                    % merge.encode()
                    if part.startswith("xl/worksheets/")
                    else b"</sheetData>",
                ),
            )
    return changed.getvalue()


SMALL: Sheets = {"Parc": [HEADING, ["a", "x", "1.1.1.1"]]}
WHOLE = workbook(SMALL)


def test_a_cell_far_off_and_a_range_merged_to_the_end_cost_nothing() -> None:
    for data in (
        with_cells(SMALL, {"XFD200": "x"}),
        with_cells(SMALL, {"C1000000": "x"}),
        with_cells(SMALL, {}, merge="B2:Z1048576"),
    ):
        assert ["a"] == [
            server.name for server in servers(tables_of(data, "parc.xlsx", ReadingHints()))
        ]


def test_ranges_that_are_too_many_to_fill_are_told() -> None:
    found = tables_of(with_cells(SMALL, {}, merge="B2:Z1048576"), "parc.xlsx", ReadingHints())
    assert ["too many cells are merged"] == [
        str(unread.why).partition(":")[0] for unread in found.unread
    ]


@pytest.mark.parametrize("backwards", ["XFD1:A2000", "B3:A2", "Z2000:A1"])
def test_a_range_that_ends_before_it_begins_pays_for_no_other(backwards: str) -> None:
    data = with_cells(SMALL, {}, merge=f'A1:XFD2000"/><mergeCell ref="{backwards}')
    found = tables_of(data, "parc.xlsx", ReadingHints())
    assert ["a"] == [server.name for server in servers(found)]
    assert ["too many cells are merged"] == [
        str(unread.why).partition(":")[0] for unread in found.unread
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b'<row r="9999999999999"'),
        (b'r="A2"', b'r="XFD1048576"'),
        (b'r="A2"', b'r="A99999999"'),
        (b'r="A2"', b'r="A' + b"1" * 4_301 + b'"'),
        (b'r="A2"', b'r="ZZZZZZ9"'),
    ],
    ids=len,
)
def test_a_sheet_with_more_cells_than_a_list_has_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(
        RequestError, match="is too large to be a list of servers: over 5000000 cells"
    ):
        tables_of(
            with_part(workbook(SMALL), "xl/worksheets/sheet1.xml", old, new),
            "parc.xlsx",
            ReadingHints(),
        )


def test_one_sheet_with_more_cells_than_are_read_whole_is_refused() -> None:
    with pytest.raises(RequestError, match="over 3500000 cells"):
        tables_of(
            with_part(workbook(SMALL), "xl/worksheets/sheet1.xml", b'r="A2"', b'r="M300000"'),
            "parc.xlsx",
            ReadingHints(),
        )


def test_one_long_word_in_every_cell_is_refused_before_it_is_spread() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>")
        book.writestr("xl/worksheets/sheet1.xml", b'<c r="A1" t="s"><v>0</v></c>' * 20_000)
    with pytest.raises(RequestError, match="is too large to be a list of servers"):
        packed.repacked(data.getvalue(), "parc.xlsx")


def test_rows_that_an_opendocument_sheet_repeats_without_end_are_refused() -> None:
    table = (
        b'<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        b'table:number-columns-repeated="9" '
        b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    )
    with pytest.raises(RequestError, match="is too large to be a list of servers"):
        tables_of(opendocument(table), "parc.ods", ReadingHints())


NAMES = b" ".join(
    b'xmlns:%b="urn:oasis:names:tc:opendocument:xmlns:%b:1.0"' % (each, each)
    for each in (b"office", b"table", b"text")
)


def opendocument(table: bytes) -> bytes:
    """An OpenDocument sheet, as small as one can be."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        book.writestr(
            "content.xml",
            b"<office:document-content %b><office:body><office:spreadsheet>%b</office:spreadsheet>"
            b"</office:body></office:document-content>" % (NAMES, table),
        )
    return data.getvalue()


def test_an_opendocument_sheet_is_read_with_its_empty_end() -> None:
    cell = b'<table:table-cell office:value-type="string"><text:p>%b</text:p></table:table-cell>'
    rows = [b"".join(cell % word for word in row) for row in ((b"Nom", b"Site"), (b"a1", b"IMC"))]
    table = (
        b'<table:table table:name="Parc">'
        + b"".join(b"<table:table-row>%b</table:table-row>" % row for row in rows)
        + b'<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>'
        b"</table:table-row></table:table>"
    )
    (server,) = servers(tables_of(opendocument(table), "parc.ods", ReadingHints()))
    assert ("a1", "IMC", 2) == (server.name, server.site, server.where.row)


def with_part(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(changed, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            assert part != name or old in content
            after.writestr(part, content.replace(old, new) if part == name else content)
    return changed.getvalue()


@given(st.data())
def test_a_workbook_with_damaged_bytes_is_read_or_refused_in_a_sentence(
    draw: st.DataObject,
) -> None:
    data = bytearray(WHOLE)
    for _ in range(draw.draw(st.integers(1, 3))):
        data[draw.draw(st.integers(4, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        tables_of(bytes(data), "parc.xlsx", ReadingHints())
    except RequestError as error:
        assert str(error)


def test_numbers_dates_and_words_with_leading_zeros_are_what_the_sheet_shows() -> None:
    (server,) = servers(
        taken(
            {
                "Parc": [
                    ["Nom", "Remarques", "Contact", "Sauvegarde", "Fonction"],
                    ["srv007", 7.0, "0032", date(2026, 1, 2), "#REF!"],
                ]
            }
        )
    )
    assert ("srv007", "7", "0032", "") == (server.name, server.notes, server.contact, server.role)


def test_a_hidden_sheet_is_left_out_and_told() -> None:
    data = with_cells({**SMALL, "Vieux": [HEADING, ["b", "y", "2"]]}, {}, hidden="Vieux")
    found = tables_of(data, "parc.xlsx", ReadingHints())
    assert ["a"] == [server.name for server in servers(found)]
    assert [("Vieux", "this sheet is hidden and was left out. To read it: --sheet NAME.")] == [
        (unread.where.within, str(unread.why)) for unread in found.unread
    ]
    assert ["b"] == [
        server.name
        for server in servers(tables_of(data, "parc.xlsx", ReadingHints(sheets=("Vieux",))))
    ]


def test_of_rvtools_the_sheets_that_list_machines_are_taken() -> None:
    found = taken(
        {
            "vInfo": [
                ["VM", "Powerstate", "Template", "DNS Name", "Host", "Cluster", "Datacenter"],
                ["a", "poweredOn", False, "a.chw", "esx1", "C", "IMC"],
            ],
            "vCPU": [
                ["VM", "Powerstate", "Template", "Host", "CPUs"],
                ["a", "poweredOn", False, "esx1", 4],
            ],
            "vDisk": [["VM", "Disk", "Host", "Cluster"], ["a", "d1", "esx1", "C"]],
            "vHost": [
                ["Host", "Datacenter", "Cluster", "CPU Model", "ESX Version"],
                ["esx1", "IMC", "C", "Xeon", "VMware ESXi 6.7"],
            ],
        }
    )
    assert [("a", False, ""), ("esx1", True, "Hypervisor")] == [
        (s.name, s.hosts, s.role) for s in servers(found)
    ]
    assert () == found.unread


def test_only_the_sheets_that_are_asked_for_are_read() -> None:
    sheets: Sheets = {"IMC": [HEADING, ["a", "x", "1"]], "Vieux": [HEADING, ["b", "y", "2"]]}
    assert ["b"] == [s.name for s in servers(taken(sheets, ReadingHints(sheets=("vieux",))))]
    with pytest.raises(RequestError, match="It has IMC, Vieux"):
        taken(sheets, ReadingHints(sheets=("Neuf",)))


def test_a_workbook_that_is_cut_short_or_is_none_is_said() -> None:
    data = workbook({"IMC": [HEADING]})
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    for content in (data[: len(data) // 2], other.getvalue()):
        with pytest.raises(RequestError, match=r"damaged|cannot be read as a workbook"):
            tables_of(content, "parc.xlsx", ReadingHints())


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "LARGEST", 100)
    with pytest.raises(RequestError, match="too large to be a list"):
        taken({"IMC": [HEADING]})


CELL = b'<c t="n"><v>1</v></c>'
REPEATED = (
    b'<table:table><table:table-row table:number-rows-repeated="2000"><table:table-cell '
    b'table:number-columns-repeated="900" office:value="1"/></table:table-row></table:table>'
)


@pytest.mark.parametrize(
    "parts",
    [
        {
            f"xl/worksheets/sheet{n}.xml": b'<row r="1"><c r="A1"/></row><row r="2000"><c r="ZZ2000"/></row>'
            for n in range(5)
        },
        {
            "xl/worksheets/sheet1.xml": b"<row>"
            + CELL
            + b"</row>"
            + b"<row>"
            + CELL * 2_000
            + b"</row>"
            + b"<row/>" * 3_000
        },
        {
            "xl/worksheets/sheet1.xml": b"<x:row>"
            + b"<x:c/>" * 3_000
            + b"</x:row>"
            + b"<x:row/>" * 3_000
        },
        {"xl/worksheets/sheet1.xml": b"<row/>" * 300_001},
        {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 1_000_001 + b"</sst>"},
        {
            "xl/sharedStrings.xml": b"<sst>" + b"<si>" * 1_000_000 + b"</sst>",
            "xl/media/a.png": b"\0" * 100_000_000,
        },
        {"content.xml": b"<a xmlns:table='t' xmlns:office='o'>" + REPEATED * 3 + b"</a>"},
        {"xl/worksheets/sheet1.xml": b" " * 40_000_001},
        {f"xl/media/{n}.png": b"" for n in range(5_001)},
    ],
)
def test_what_is_small_when_packed_and_vast_when_read_is_refused(parts: dict[str, bytes]) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        for place, part in parts.items():
            book.writestr(place, part)
    with pytest.raises(RequestError, match="is too large to be a list of servers"):
        packed.repacked(data.getvalue(), "parc.xlsx")


SHEET = b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="CV1048576"/></row>'
SHARING = b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>"


@pytest.mark.parametrize(
    "place",
    [
        "xl/sheets/sheet1.xml",
        "xl/Worksheets/Sheet1.xml",
        "xl/worksheets/sheet1.rels",
        "mimetype",
        "a.xml",
        "xl/sharedStrings.xml",
        "xl\\worksheets\\sheet1.xml",
    ],
)
def test_cells_are_counted_wherever_a_relation_may_say_that_a_sheet_lies(place: str) -> None:
    with pytest.raises(RequestError, match="over 5000000 cells"):
        packed.repacked(archive({place: SHEET}), "parc.xlsx")


@pytest.mark.parametrize(
    "place", ["xl/calcChain.xml", "xl/CalcChain.XML", "xl/sheet1.bin", "xl/sheet1.XML"]
)
def test_a_part_whose_cells_are_not_counted_never_reaches_the_reader(place: str) -> None:
    with zipfile.ZipFile(io.BytesIO(packed.repacked(archive({place: SHEET}), "parc.xlsx"))) as anew:
        assert [] == anew.namelist()


@pytest.mark.parametrize(
    "cell",
    [
        b'<c t="s"><v >0</v></c>',
        b'<c t = "s"><v>0</v></c>',
        b'<c t="s" x=">"><v>0</v></c>',
        b'<c t="s"><f/><v>0</v></c>',
        b'<a-b:c t="s"><a-b:v>0</a-b:v></a-b:c>',
    ],
)
@pytest.mark.parametrize("place", ["xl/sharedStrings.xml", "xl/sharedstrings.xml"])
def test_letters_are_counted_however_a_cell_that_shares_them_is_spelled(
    cell: bytes, place: str
) -> None:
    with pytest.raises(RequestError, match="is too large to be a list of servers"):
        packed.repacked(
            archive({place: SHARING, "xl/worksheets/sheet1.xml": cell * 20_000}), "parc.xlsx"
        )


ROW = (
    b'<table:table-row %b><table:table-cell office:value-type="string" %b><text:p>x</text:p></table:table-cell>'
    b"</table:table-row>"
)
MANY, BROAD = b'table:number-rows-repeated="40000"', b'table:number-columns-repeated="1000"'


@pytest.mark.parametrize(
    "rows",
    [
        ROW
        % (b'table:number-rows-repeated = "40000"', b"table:number-columns-repeated\n=\n'1000'"),
        ROW % (b'office:x=">" ' + MANY, b'office:x=">" ' + BROAD),
        ROW
        % (
            b"office:x=\"number-rows-repeated='1'\" " + MANY,
            b"office:x=\"number-columns-repeated='1'\" " + BROAD,
        ),
        ROW % (b"", BROAD) + ROW % (MANY, b""),
        (ROW % (MANY, BROAD)).replace(b"<text:p>", b"<!-- <table:table-row> --><text:p>"),
        (ROW % (MANY, BROAD)).replace(
            b"</table:table-row>", b"<![CDATA[</table:table><table:table-row>]]></table:table-row>"
        ),
        (ROW % (MANY, BROAD)).replace(b"table:table-cell", b"table:covered-table-cell"),
    ],
)
def test_repetitions_are_counted_however_they_are_spelled(rows: bytes) -> None:
    with pytest.raises(RequestError, match="is too large to be a list of servers"):
        tables_of(opendocument(b"<table:table>%b</table:table>" % rows), "parc.ods", ReadingHints())


@pytest.mark.parametrize(
    "table",
    [
        b"<table:table>"
        + (ROW % (b"", b"")).replace(
            b"<text:p>", b"<table:table><table:table-row/></table:table><text:p>"
        )
        + b"</table:table>",
        b"<table:table>" + ROW % (b'table:number-rows-repeated="many"', b"") + b"</table:table>",
        b"<table:table>",
        b"<table:table>\xff",
    ],
)
def test_an_opendocument_sheet_that_no_program_writes_is_refused(table: bytes) -> None:
    with pytest.raises(RequestError, match="is damaged"):
        tables_of(opendocument(table), "parc.ods", ReadingHints())


def test_an_opendocument_sheet_that_declares_entities_or_is_in_another_encoding_is_refused() -> (
    None
):
    whole = b"<table:table>" + ROW % (b"", b"") + b"</table:table>"
    for content in (
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + whole,
        ("\ufeff" + whole.decode()).encode("utf-16-le") + whole,
    ):
        with pytest.raises(RequestError, match="is damaged"):
            packed.repacked(archive({"content.xml": content}), "parc.ods")


TWICE = {
    "a cell": b'<row r="2"><c r="A2"/><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
    "a row": b'<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>',
    "a row that goes back": b'<row r="5"/><row r="2"><c r="A2"><v>1</v></c></row>',
    "a cell in another row": b'<row r="2"><c r="A2"/></row><row r="3"><c r="A2"><v>2</v></c></row>',
    "spelled otherwise": b'<x:row r=" 2"/><x:row t=">" r="2"/>',
    "after one without a place": b'<row><c><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "no end": b"<row>",
}


@pytest.mark.parametrize("rows", TWICE.values(), ids=TWICE)
def test_a_sheet_that_says_two_things_in_one_place_is_refused(rows: bytes) -> None:
    sheet = b'<worksheet xmlns:x="x"><sheetData>%s</sheetData></worksheet>' % rows
    with pytest.raises(RequestError, match="two things in one place"):
        packed.repacked(archive({"xl/worksheets/sheet1.xml": sheet}), "parc.xlsx")


def test_cells_and_rows_that_are_left_out_are_no_two_things() -> None:
    sheet = (
        b'<worksheet><sheetData><row><c/><c r="C1"/><c/></row><row r="4"><c r="b4"/></row><row/>'
        b"</sheetData></worksheet>"
    )
    assert packed.repacked(archive({"xl/worksheets/sheet1.xml": sheet}), "parc.xlsx")


def test_a_workbook_with_two_parts_of_one_name_is_refused() -> None:
    data = io.BytesIO(workbook({"S": [["name"], ["dc1"]]}))
    with zipfile.ZipFile(data, "a") as book:
        (place,) = [each for each in book.namelist() if each.endswith("sheet1.xml")]
        book.writestr(place.replace("sheet1", "SHEET1"), b"<worksheet/>")
    with pytest.raises(RequestError, match="two parts of one name"):
        packed.repacked(data.getvalue(), "parc.xlsx")


@pytest.mark.parametrize(("row", "column"), [(65_535, 65_535), (65_535, 1_500)])
def test_an_old_workbook_with_a_cell_far_off_is_refused(row: int, column: int) -> None:
    with pytest.raises(RequestError, match="is too large to be a list of servers"):
        spreadsheets.grids_of_workbook(old_workbook(row, column), "parc.xls", ())


def test_an_old_workbook_that_begins_far_off_is_refused() -> None:
    data = old_workbook(1_000, 65_001, (0, 65_000))
    with pytest.raises(RequestError, match="is too large to be a list of servers"):
        spreadsheets.grids_of_workbook(data, "parc.xls", ())


@pytest.mark.parametrize(
    ("sheets", "words"),
    [(30, "The list has more than 120000 rows"), (70, "is too large to be a list of servers")],
)
def test_a_part_that_is_many_sheets_is_counted_as_many(sheets: int, words: str) -> None:
    rows: list[list[object]] = [[f"a{n}", "x", ""] for n in range(5_000)]
    whole = workbook({"Parc": [HEADING, *rows]})
    named = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, sheets)
    )
    data = with_part(whole, "xl/workbook.xml", b"</sheets>", named + b"</sheets>")
    data = with_part(
        data,
        "xl/workbook.xml",
        b"<workbook ",
        b'<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ',
    )
    with pytest.raises(RequestError, match=words):
        tables_of(data, "parc.xlsx", ReadingHints())


def test_an_old_workbook_is_read() -> None:
    ((grid,), _) = spreadsheets.grids_of_workbook(old_workbook(3, 1), "parc.xls", ())
    assert [(1, ["1.5", ""]), (4, ["", "1.5"])] == [
        (row.number, list(row.cells)) for row in grid.rows
    ]


def old_workbook(row: int, column: int, first: tuple[int, int] = (0, 0)) -> bytes:
    """An xls with one number in its first cell and one elsewhere, as small as one can be ([MS-XLS],
    [MS-CFB])."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        words = name.encode("utf-16-le") + b"\0\0" if name else b""
        return (
            words.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(words), kind, 1, 2**32 - 1, 2**32 - 1, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    end = record(10, b"")
    sheet_at = len(begin(5)) + len(record(0x85, bytes(9))) + len(end)
    cells = b"".join(
        record(0x203, struct.pack("<HHHd", at, of, 0, 1.5)) for at, of in (first, (row, column))
    )
    whole = (
        begin(5)
        + record(0x85, struct.pack("<IBB", sheet_at, 0, 0) + b"\1\0S")
        + end
        + begin(0x10)
        + cells
        + end
    )
    free, chain_end = 2**32 - 1, 2**32 - 2
    sectors = [2**32 - 3, chain_end, *range(3, 10), chain_end, *[free] * 118]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<9I", 0, 1, 1, 0, 4096, chain_end, 0, chain_end, 0)
        + struct.pack("<109I", 0, *[free] * 108)
    )
    folder = (
        entry("Root Entry", 5, 1, chain_end, 0)
        + entry("Workbook", 2, free, 2, 4096)
        + entry("", 0, free, 0, 0) * 2
    )
    return header + struct.pack("<128I", *sectors) + folder + whole.ljust(4096, b"\0")


def archive(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        for place, part in parts.items():
            book.writestr(place, part)
    return data.getvalue()


def test_what_unpacks_to_more_than_its_archive_says_never_reaches_the_reader() -> None:
    told, more, data = b"<row/>", b"<row/>" * 100_000, io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", more)
    sizes, lie = (struct.pack("<I", len(text)) for text in (more, told))
    checks, fits = (struct.pack("<I", zlib.crc32(text)) for text in (more, told))
    forged = data.getvalue().replace(sizes, lie).replace(checks, fits)
    with zipfile.ZipFile(io.BytesIO(packed.repacked(forged, "parc.xlsx"))) as anew:
        assert told == anew.read("xl/worksheets/sheet1.xml")


NUMBER, STRINGS = b"<row><c><v>1</v></c></row>", b"<si><t>a</t></si>"
RELATIONS, OTHERS = b"<Relationships>%b</Relationships>", (b"sharedStrings", b"styles")


def opened(sheets: int, part: bytes, **parts: bytes) -> bytes:
    """A workbook of so many sheets, all of one part."""
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = b'<Relationship Id="r%d" Type="' + office + b'/%b" Target="%b"/>'
    titles = [b'<sheet name="S%d" sheetId="%d" r:id="r%d"/>' % (n, n, n) for n in range(sheets)]
    of_book = [
        *(relation % (n, b"worksheet", b"worksheets/sheet1.xml") for n in range(sheets)),
        *(relation % (sheets + n, name, name + b".xml") for n, name in enumerate(OTHERS)),
    ]
    return archive(
        {
            "_rels/.rels": RELATIONS % (relation % (0, b"officeDocument", b"xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": RELATIONS % b"".join(of_book),
            "xl/workbook.xml": b'<workbook xmlns:r="%b"><sheets>%b</sheets></workbook>'
            % (office, b"".join(titles)),
            "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>%b</sheetData></worksheet>" % part,
            **{f"xl/{name}.xml": content for name, content in parts.items()},
        }
    )


def test_a_workbook_made_by_hand_is_read() -> None:
    assert 2 == len(spreadsheets.grids_of_workbook(opened(2, NUMBER), "parc.xlsx", ()).grids)


SPACES = b"<text:p>a%b</text:p>" % (b'<text:s text:c="9999999"/>' * 90)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            opened(
                1, NUMBER, sharedStrings=b'<sst uniqueCount="4294967295">' + STRINGS + b"</sst>"
            ),
            "too large to be a list of servers",
        ),
        (opened(1_001, NUMBER), "too large to be a list of servers"),
        (opened(900, b"<row>" + b"<c><v>1</v></c>" * 6_000 + b"</row>"), "too large to be a list"),
        (
            opened(
                1,
                b'<row><c s="1"><v>-1e300</v></c></row>',
                styles=b'<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>',
            ),
            "cannot be read as a workbook",
        ),
    ],
    ids=["strings", "sheets", "cells of one part", "a date"],
)
def test_what_ends_the_reader_of_workbooks_ends_nothing_else(data: bytes, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        spreadsheets.grids_of_workbook(data, "parc.xlsx", ())


def test_blanks_that_an_opendocument_cell_claims_without_end_are_refused() -> None:
    cell = b'<table:table-cell office:value-type="string">' + SPACES + b"</table:table-cell>"
    table = (
        b'<table:table table:name="S"><table:table-row>'
        + cell
        + b"</table:table-row></table:table>"
    )
    with pytest.raises(RequestError, match="too large to be a list of servers"):
        spreadsheets.grids_of_workbook(opendocument(table), "parc.ods", ())


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_part_that_is_packed_as_no_program_packs_workbooks_is_refused(method: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    with pytest.raises(RequestError, match="is damaged"):
        packed.repacked(data.getvalue(), "parc.xlsx")


def test_a_part_that_is_larger_than_its_archive_says_takes_no_more_memory_than_that() -> None:
    size, data = 100_000_000, io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", bytes(size))
    forged = data.getvalue().replace(struct.pack("<I", size), struct.pack("<I", 10))
    tracemalloc.start()
    try:
        with pytest.raises(RequestError, match="is damaged"):
            packed.repacked(forged, "parc.xlsx")
        assert tracemalloc.get_traced_memory()[1] < size // 10
    finally:
        tracemalloc.stop()


def test_many_parts_beside_the_sheets_are_each_looked_through_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Counted:
        looked = 0

        def finditer(self, part: bytes) -> Iterator[re.Match[bytes]]:
            self.looked += 1
            return value.finditer(part)

    value, counted = packed._VALUE, Counted()
    monkeypatch.setattr(packed, "_VALUE", counted)
    packed.repacked(archive({f"xl/{n}.xml": b"<si></si>" for n in range(50)}), "parc.xlsx")
    assert 50 == counted.looked


def test_where_the_reader_of_workbooks_was_left_out_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(read_apart, "find_spec", lambda name: None)
    with pytest.raises(RequestError, match="came without what reads one"):
        taken({"Parc": [HEADING]})


def test_where_no_process_can_be_begun_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(RequestError, match="no process could be begun"):
        taken({"Parc": [HEADING]})


def test_a_workbook_whose_reader_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apart, "SECONDS_FOR_A_WORKBOOK", 0.0)
    with pytest.raises(RequestError, match="its reader never ends"):
        taken({"Parc": [HEADING]})
