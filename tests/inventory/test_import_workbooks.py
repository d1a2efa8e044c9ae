"""Workbooks: which sheets are taken, what merged cells say, and what is said where a workbook cannot be read."""

import builtins
import io
from typing import Any

import pytest
from openpyxl import Workbook

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers import spreadsheets
from chwapi_console.inventory.importers.found import Found
from chwapi_console.inventory.importers.lists import Hints, Taken, tables_of

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


def taken(sheets: Sheets, asked: Hints = Hints(), **merged: str) -> Taken:  # noqa: B008 -- a frozen value
    return tables_of(workbook(sheets, **merged), "parc.xlsx", asked)


def servers(taken: Taken) -> list[Found]:
    return [server for table in taken.tables for server in table.haul.found]


def test_a_sheet_for_each_site_names_the_site() -> None:
    found = taken({"IMC": [HEADING, ["a", "x", "1.1.1.1"]], "Union": [HEADING, ["b", "y", 7.0]], "Légende": [["vert", "ok"]]})
    assert [("a", "IMC", "1.1.1.1"), ("b", "Union", "7")] == [(s.name, s.site, s.address) for s in servers(found)]
    assert ["Légende"] == [unread.where.within for unread in found.unread]


def test_a_column_of_sites_outweighs_the_name_of_the_sheet() -> None:
    rows: list[list[object]] = [["Nom", "Site"], ["a", "IMC"]]
    assert ["IMC", ""] == [s.site for s in servers(taken({"Feuil1": rows, "Feuil2": [HEADING, ["b", "x", "y"]]}))]


def test_of_a_workbook_with_one_list_the_sheet_is_no_site() -> None:
    assert [""] == [s.site for s in servers(taken({"Feuil1": [HEADING, ["a", "x", "y"]]}))]


def test_a_site_merged_over_its_servers_is_said_of_each() -> None:
    rows: list[list[object]] = [["Site", "Nom"], ["IMC", "a"], [None, "b"], ["Union", "c"]]
    assert ["IMC", "IMC", "Union"] == [s.site for s in servers(taken({"Parc": rows}, Parc="A2:A3"))]


def test_a_large_workbook_is_read_cell_by_cell_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets: Sheets = {"Parc": [["Liste"], [], HEADING, ["a", "x", "1.1.1.1"], [None, "y", None]]}
    whole = taken(sheets)
    monkeypatch.setattr(spreadsheets, "LARGE", 0)
    assert servers(whole) == servers(taken(sheets))
    assert [4] == [server.where.row for server in servers(whole)]
    assert [5] == [unread.where.row for unread in whole.tables[0].haul.unread]


def test_of_rvtools_the_sheets_that_list_machines_are_taken() -> None:
    found = taken({
        "vInfo": [["VM", "Powerstate", "Template", "DNS Name", "Host", "Cluster", "Datacenter"],
                  ["a", "poweredOn", False, "a.chw", "esx1", "C", "IMC"]],
        "vCPU": [["VM", "Powerstate", "Template", "Host", "CPUs"], ["a", "poweredOn", False, "esx1", 4]],
        "vDisk": [["VM", "Disk", "Host", "Cluster"], ["a", "d1", "esx1", "C"]],
        "vHost": [["Host", "Datacenter", "Cluster", "CPU Model", "ESX Version"],
                  ["esx1", "IMC", "C", "Xeon", "VMware ESXi 6.7"]]})
    assert [("a", False, ""), ("esx1", True, "Hypervisor")] == [(s.name, s.hosts, s.role) for s in servers(found)]
    assert () == found.unread


def test_only_the_sheets_that_are_asked_for_are_read() -> None:
    sheets: Sheets = {"IMC": [HEADING, ["a", "x", "1"]], "Vieux": [HEADING, ["b", "y", "2"]]}
    assert ["b"] == [s.name for s in servers(taken(sheets, Hints(sheets=("vieux",))))]
    with pytest.raises(RequestError, match='The sheets are: IMC, Vieux'):
        taken(sheets, Hints(sheets=("Neuf",)))


def test_a_workbook_that_is_cut_short_or_is_none_is_said() -> None:
    data = workbook({"IMC": [HEADING]})
    other = io.BytesIO()
    import zipfile
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    for content in (data[:len(data) // 2], other.getvalue()):
        with pytest.raises(RequestError, match=r"damaged|cannot be read as a workbook"):
            tables_of(content, "parc.xlsx", Hints())


def test_a_workbook_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "LARGEST", 100)
    with pytest.raises(RequestError, match="too large to be a list"):
        taken({"IMC": [HEADING]})


def test_without_openpyxl_it_is_said_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    data, real = workbook({"IMC": [HEADING]}), builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "openpyxl":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RequestError, match="save the sheet as CSV"):
        tables_of(data, "parc.xlsx", Hints())
