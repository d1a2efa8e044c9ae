"""Tables of web pages, reports in XML and what a terminal printed in colours are read as what they are: data,
within bounds. All are made up."""

import json

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.lists import ReadingHints, grids_of, tables_of
from chwapi_console.inventory.importers.tables.tables import grid_of_text
from inventory.importers.laid_lists import outcome

SEEN = "2021-01-18 02:00"


def rows(text: str) -> list[list[str]]:
    (grid,) = grids_of(text.encode(), "report", ReadingHints())[0]
    return [[*row.cells] for row in grid.rows]


def servers(text: str) -> dict[str, str | None]:
    (table,) = tables_of(text.encode(), "report", ReadingHints()).tables
    return {server.name: server.address for server in table.haul.found}


@pytest.mark.parametrize(
    ("page", "table"),
    [
        (
            "<table><tr><th>Host<th>State<tr><td>dc1<td>clean</table>",
            [["Host", "State"], ["dc1", "clean"]],
        ),
        (
            (
                "<!DOCTYPE html><html><body><h1>Report <b>20 Jan</b></h1><p>IMC</p><TABLE class='x'><tr><td>Host</td><td>"
                "State</td></tr><tr><td><a href='/1'>dc1</a></td><td>a&nbsp;&amp; b</td></tr></TABLE></body></html>"
            ),
            [["Report 20 Jan"], ["IMC"], ["Host", "State"], ["dc1", "a & b"]],
        ),
        (
            "<table><tr><td rowspan=2>IMC<td>adt1<td rowspan='3'>hit<tr><td>lab1<tr><td>Union<td>pacs1</table>",
            [["IMC", "adt1", "hit"], ["IMC", "lab1", "hit"], ["Union", "pacs1", "hit"]],
        ),
        (
            "<table><tr><td colspan=2>Servers<tr><td>dc1<td>x</table>",
            [["Servers", "Servers"], ["dc1", "x"]],
        ),
        (
            "<table><tr><td>menu</td></tr><tr><td><table><tr><td>dc1<td>x</tr><tr><td>dc2<td>y</tr></table></table>",
            [["dc1", "x"], ["dc2", "y"]],
        ),
        (
            "<html><script>'<table><tr><td>dc9<td>clean'</script><!-- <table> --><table><tr><td>a<td>b<tr><td>c<td>d",
            [["a", "b"], ["c", "d"]],
        ),
    ],
)
def test_the_table_of_a_page_is_read_with_what_stands_above_it(
    page: str, table: list[list[str]]
) -> None:
    assert table == rows(page)


def test_verdicts_of_a_page_count_with_its_dates() -> None:
    def told(title: str) -> dict[str, str]:
        page = f"<html><p>{title}</p><table><tr><th>Host<th>Verdict<tr><td>adt1<td><b>Infected</b><tr><td>pacs1<td>Clean</table>"
        found = grids_of(page.encode(), "page", ReadingHints())[0][0]
        return outcome("\n".join(";".join(row.cells) for row in found.rows))

    assert {"adt1": "compromised", "pacs1": "clean"} == told("18/01/2021 02:00")
    assert {"adt1": "compromised", "pacs1": "held"} == told("10/01/2021 02:00")


def test_the_rows_of_a_page_in_one_line_are_told_apart() -> None:
    page = b"<html><p>a</p><table><tr><td>b<td>c<tr><td>d<td>e</table></html>"
    assert [1, 2, 3] == [row.number for row in grids_of(page, "page", ReadingHints())[0][0].rows]


NMAP = """<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap"><host><status state="up"/>
<address addr="192.0.2.11" addrtype="ipv4"/><address addr="00:50:56:00:00:01" addrtype="mac"/>
<hostnames><hostname name="adt1.hosp.example" type="PTR"/></hostnames></host>
<host><status state="down"/><address addr="192.0.2.12" addrtype="ipv4"/><hostnames/></host></nmaprun>"""
OCS = """<?xml version="1.0"?><REQUEST><CONTENT><HARDWARE><NAME>ADT1</NAME><IPADDR>192.0.2.11</IPADDR></HARDWARE>
<SOFTWARES><NAME>7-Zip</NAME></SOFTWARES><SOFTWARES><NAME>Word</NAME></SOFTWARES></CONTENT></REQUEST>"""
GLPI = {
    "action": "inventory",
    "content": {
        "hardware": {"name": "adt1"},
        "networks": [{"ipaddress": "192.0.2.11"}],
        "softwares": [{"name": "7-Zip"}, {"name": "Word"}],
    },
}


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (NMAP, {"adt1.hosp.example": "192.0.2.11"}),
        (OCS, {"ADT1": "192.0.2.11"}),
        (json.dumps(GLPI), {"adt1": "192.0.2.11"}),
        (
            "<?xml version='1.0'?><r><host name='adt1' ip='192.0.2.11'/><host name='dc1' ip='192.0.2.2'/></r>",
            {"adt1": "192.0.2.11", "dc1": "192.0.2.2"},
        ),
        (
            "<?xml version='1.0'?><r><hosts><host><name>adt1</name><ip>192.0.2.11</ip></host></hosts></r>",
            {"adt1": "192.0.2.11"},
        ),
    ],
)
def test_the_machines_of_a_report_are_read_and_not_what_is_on_them(
    report: str, found: dict[str, str]
) -> None:
    assert found == servers(report)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', "declares entities"),
        ('<?xml version="1.0"?><r>' + "<a>" * 50 + "</a>" * 50 + "</r>", "deeper ones"),
        ('<?xml version="1.0"?><r>' + "<a/>" * 1_000_001 + "</r>", "more elements"),
        ('<?xml version="1.0"?><Workbook><Row/></Workbook>', "its root is Workbook"),
        ('<?xml version="1.0"?><r><a></r>', "no XML that can be read: line 1"),
        ("<html><p>nothing</p></html>", "without a table"),
        ("<table>" + "<tr>" * 120_002 + "</table>", "more than 120000 rows"),
        ("<table><tr>" + "<td colspan=500>" * 4_001, "more than 2000000 cells"),
        ("<table><tr>" + "<td rowspan=60000>" * 1_000 + "<tr>" * 2_001, "more than 2000000 cells"),
        ("<table>" * 1_001, "more than 1000 tables"),
        ("<html>" + "\n" * 300_001, "more than 300000 lines"),
    ],
)
def test_a_report_that_is_none_is_refused_before_it_takes_memory(report: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        grids_of(report.encode(), "report", ReadingHints())


@pytest.mark.parametrize(
    "verdict",
    [
        "\x1b[31minfected\x1b[0m",
        "\x1b[1;38;5;196minfected\x1b[m",
        "^[[31minfected^[[0m",
        "\x1b]8;;https://edr.example/1\x1b\\infected\x1b]8;;\x1b\\",
        "\x1b[Kinfected",
    ],
)
def test_colours_of_a_terminal_are_no_letters_of_a_word(verdict: str) -> None:
    told = outcome(f"Host;Verdict;Seen\nadt1;{verdict};{SEEN}\npacs1;\x1b[32mclean\x1b[0m;{SEEN}\n")
    assert {"adt1": "compromised", "pacs1": "clean"} == told
    objects = json.dumps({"hosts": [{"name": "adt1", "verdict": "VERDICT"}]})
    assert {"adt1": "compromised"} == outcome(f"\x1b[1m{objects}".replace("VERDICT", verdict))


def test_lines_above_columns_are_kept() -> None:
    text = "dc1 est compromis !\nHost    Verdict    Seen\nadt1    infected   18/01/2021\npacs1   clean      18/01/2021\n"
    assert [["dc1 est compromis !"], ["Host", "Verdict", "Seen"]] == [
        [*row.cells] for row in grid_of_text(text.encode()).rows[:2]
    ]
    assert "hit" == outcome(text)["dc1 est compromis !"]


@pytest.mark.parametrize(
    ("of_pacs", "of_dc1", "told"),
    [
        ('"threats": []', '"infected": false, "threats": []', {"pacs1": "unknown", "dc1": "clean"}),
        ('"threats": []', '"threats": [{"name": "x"}]', {"pacs1": "clean", "dc1": "compromised"}),
        (
            '"threats": []',
            '"threats": ["Ransom.A", "Trojan.B"]',
            {"pacs1": "clean", "dc1": "compromised"},
        ),
        ('"a": 1', '"threats": [{"name": "x"}]', {"pacs1": "unknown", "dc1": "compromised"}),
        (
            '"threats": [{"status": "mitigated"}]',
            '"threats": [{"name": "x"}]',
            {"pacs1": "hit", "dc1": "compromised"},
        ),
    ],
)
def test_an_empty_list_of_infections_is_none_where_another_machine_lists_some(
    of_pacs: str, of_dc1: str, told: dict[str, str]
) -> None:
    text = "".join(
        f'{{"hostname": "{name}", "lastSeen": "{SEEN}", {said}}}\n'
        for name, said in (("pacs1", of_pacs), ("dc1", of_dc1))
    )
    found = outcome(text)
    assert told == {name: found.get(name, "unknown") for name in told}


@pytest.mark.parametrize(
    ("heading", "infected", "clean"),
    [
        ("Test IOC", "positif", "négatif"),
        ("Recherche d'IOC", "positif", "négatif"),
        ("IOC scan", "positive", "negative"),
        ("Verdict", "compromis depuis le 17/01/2021 03:00", "sain"),
        ("Verdict", "infected (since 2021-01-17)", "clean"),
        ("Befund", "infiziert seit 17.01.2021", "sauber"),
    ],
)
def test_an_infection_is_one_below_signs_that_were_looked_for_and_with_its_date(
    heading: str, infected: str, clean: str
) -> None:
    told = outcome(f"Host;{heading};Seen\nadt1;{infected};{SEEN}\npacs1;{clean};{SEEN}\n")
    assert {"adt1": "compromised", "pacs1": "clean"} == told


def test_a_clean_with_a_date_behind_it_is_asked_about() -> None:
    assert {"pacs1": "asked"} == outcome("Host;Verdict\npacs1;sain depuis le 10/01/2021\n")


def test_placeholders_and_totals_are_no_servers_and_the_site_of_checkmk_is_one() -> None:
    assert {"dc1": "192.0.2.2"} == servers(
        "Name,Site Code,Client,IP Addresses\ndc1,IM1,Yes,192.0.2.2\n"
        "x86 Unknown Computer (x86 Unknown Computer),IM1,No,\n"
        "Provisioning Device (Provisioning Device),IM1,No,\n2 objects,,,\n"
    )
    text = json.dumps(
        {
            "value": [
                {
                    "id": name,
                    "title": name,
                    "extensions": {"attributes": {"ipaddress": address, "site": site}},
                }
                for name, address, site in (
                    ("dc1", "192.0.2.2", "imc"),
                    ("dc2", "192.0.2.3", "union"),
                )
            ]
        }
    )
    (table,) = tables_of(text.encode(), "cmk.json", ReadingHints()).tables
    assert ["imc", "union"] == [server.site for server in table.haul.found]
