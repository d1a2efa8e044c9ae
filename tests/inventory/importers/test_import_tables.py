"""A table reads back the same whatever it was saved as: separator, quotes, line ends, encoding,
what stands around it."""

import csv
import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.columns.headers import columns_of
from chwapi_console.inventory.importers.columns.wishes import Wish, wish
from chwapi_console.inventory.importers.lists import ReadingHints, tables_of
from chwapi_console.inventory.importers.tables import tables
from chwapi_console.inventory.importers.tables.decoding import decoded
from chwapi_console.inventory.importers.tables.tables import LONGEST_CELL, grid_of_text, one_line

HEADING = ["Nom du serveur", "Site", "Fonction", "Adresse IP"]
LETTERS = "abcXYZ019 -_./;,|\t\"'éèàçùêôïœ"
CELLS = st.text(st.sampled_from(LETTERS), max_size=9).map(one_line)
HOSTS = st.from_regex(r"[a-zé][a-z0-9-]{0,6}z", fullmatch=True)
TABLES = st.lists(st.tuples(HOSTS, CELLS, CELLS, CELLS), min_size=1, max_size=8)
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)


def cells(data: bytes) -> list[list[str]]:
    return [list(row.cells) for row in grid_of_text(data).rows]


def written(rows: "list[list[str]]", separator: str, quoting: int, line_end: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, quoting=quoting, lineterminator=line_end).writerows(  # type: ignore[arg-type]
        rows
    )
    return buffer.getvalue()


@given(
    TABLES,
    st.sampled_from(";,\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    ENCODINGS,
    st.sampled_from([0, 1, 3]),
)
@example([("dc1", "IMC", "a;b", "x,y")], ";", csv.QUOTE_MINIMAL, "\r\n", "cp1252", 0)
def test_a_table_written_in_any_dialect_reads_back_the_same(
    rows: "list[tuple[str, ...]]",
    separator: str,
    quoting: int,
    line_end: str,
    encoding: str,
    blank: int,
) -> None:
    whole = [HEADING, *map(list, rows)]
    text = line_end * blank + written(whole, separator, quoting, line_end)
    grid = grid_of_text(text.encode(encoding))
    assert (separator, whole) == (grid.separator, [list(row.cells) for row in grid.rows])
    assert list(range(blank + 1, blank + 1 + len(whole))) == [row.number for row in grid.rows]
    columns = columns_of(grid)
    assert columns is not None
    assert (blank + 1, 0) == (columns.heading_row, columns.of["name"])


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_in_any_other_way(data: bytes) -> None:
    try:
        tables_of(data, "x.csv", ReadingHints())
    except RequestError as error:
        assert str(error)


@given(st.text(st.sampled_from(LETTERS + "\n\r\0\u2028\ufeff"), max_size=80))
def test_what_is_read_holds_nothing_that_drives_a_terminal(text: str) -> None:
    assert all(cell.isprintable() for row in cells(text.encode()) for cell in row)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Hôpital;été;déjà", "cp1252"),
        ("Hôpital;été;déjà", "cp850"),
        ("Hôpital;été;déjà", "mac_roman"),
        ("cœur;12€;sœur", "iso8859-15"),
        ("Hôpital;€5", "utf-8"),
        ("Hôpital;é", "utf-16-le"),
        ("Hôpital;é", "utf-16-be"),
        ("plain", "utf-8"),
        ("élève", "latin-1"),
    ],
)
def test_an_encoding_without_a_mark_is_told(text: str, encoding: str) -> None:
    assert text == decoded(text.encode(encoding)).text


def test_an_encoding_that_is_named_is_used_or_refused() -> None:
    assert "é" == decoded(b"\x82", "cp850").text
    with pytest.raises(RequestError, match="not an encoding"):
        decoded(b"x", "klingon")
    with pytest.raises(RequestError, match="Byte 3 is not ascii"):
        decoded(b"ab\xe9", "ascii")


def test_a_quote_that_nothing_closes_costs_its_own_line() -> None:
    rows = [f"srv{n};IMC;x" for n in range(LONGEST_CELL * 3)]
    rows[5] = 'srv5;"IMC;x'
    grid = grid_of_text("\n".join(["nom;site;role", *rows]).encode())
    assert [n == 5 for n in range(len(rows))] == [row.broken for row in grid.rows[1:]]
    assert [f"srv{n}" for n in range(len(rows))] == [row.cells[0] for row in grid.rows[1:]]


def test_a_quote_left_open_near_the_end_does_too() -> None:
    grid = grid_of_text(b'nom;site\na;IMC\nb;"IMC\nc;IMC\n')
    assert [("a", False), ("b", True), ("c", False)] == [
        (row.cells[0], row.broken) for row in grid.rows[1:]
    ]


def test_inches_and_cells_of_several_lines_are_no_open_quotes() -> None:
    grid = grid_of_text(b'nom;notes\na;disque 3" lent\nb;"deux\nlignes"\nc;fin 5"\n')
    assert [["a", 'disque 3" lent'], ["b", "deux lignes"], ["c", 'fin 5"']] == [
        list(row.cells) for row in grid.rows[1:]
    ]
    assert [1, 2, 3, 5] == [row.number for row in grid.rows]


def test_a_spreadsheets_own_hints_are_understood() -> None:
    assert [["nom", "ip"], ["a", "007"]] == cells(b'sep=|\r\nnom|ip\r\na|="007"\r\n')


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\0\0\n", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "cannot be read as a workbook"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<html><table>", "is a web page without a table"),
        (b'{"a": 1}', "holds no list"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"un texte sans colonnes\nni serveurs !\n", "No column with the names"),
        (b"a;b\n1 2;3 4\n5 6;7 8\n", "--map name=2"),
    ],
)
def test_what_is_no_table_is_said_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(RequestError) as caught:
        tables_of(data, "liste.csv", ReadingHints())
    assert words in str(caught.value)


def guessed(*titles: str) -> dict[str, str]:
    columns = columns_of(
        grid_of_text(
            (
                ";".join(titles) + "\n" + ";".join(f"x{place}" for place, _ in enumerate(titles))
            ).encode()
        )
    )
    assert columns is not None
    return {field: titles[place] for field, place in columns.of.items()}


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (("Nom", "IP"), "Nom"),
        (("Servernaam", "IP-adres", "Besturingssysteem"), "Servernaam"),
        (("HOSTNAME", "ROLE"), "HOSTNAME"),
        (("Host", "IP Address"), "Host"),
        (("Host", "VM", "Cluster"), "VM"),
        (("DNS Name", "OS"), "DNS Name"),
        (("Nom du serveur (FQDN)", "Site"), "Nom du serveur (FQDN)"),
        (("N°", "Serveur", "Nom du contact"), "Serveur"),
        (("Hôte", "Système d’exploitation"), "Hôte"),
        (("Nom_serveur", "Adresse_IP"), "Nom_serveur"),
    ],
)
def test_the_column_of_names_is_found(titles: tuple[str, ...], name: str) -> None:
    assert name == guessed(*titles)["name"]


def test_every_field_is_found_in_three_languages_and_with_a_slip_of_the_pen() -> None:
    french = guessed(
        "Nom",
        "Implantation",
        "Fonction",
        "Addresse IP",
        "Système d'exploitation",
        "Dépend de",
        "Sauvegarde",
        "Responsable",
        "Remarques",
        "Hôte",
        "Cluster",
    )
    dutch = guessed(
        "Naam",
        "Vestiging",
        "Functie",
        "IP-adres",
        "Besturingssysteem",
        "Afhankelijk van",
        "Back-up",
        "Beheerder",
        "Opmerkingen",
        "Hypervisor",
        "Cluster",
    )
    english = guessed(
        "Server name",
        "Location",
        "Purpose",
        "Primary IP address",
        "Operating System",
        "Depends on",
        "Backup",
        "Owner",
        "Comments",
        "Physical host",
        "Cluster",
    )
    fields = {
        "name",
        "site",
        "role",
        "address",
        "os",
        "needs",
        "backup",
        "contact",
        "notes",
        "runs_on",
        "cluster",
    }
    assert [fields] * 3 == [set(french), set(dutch), set(english)]
    assert ("Addresse IP", "Beheerder") == (french["address"], dutch["contact"])


def test_headings_are_found_below_what_stands_above_a_table() -> None:
    grid = grid_of_text(b"Parc serveurs\nmis a jour: lundi\n\nNom;Site;RAM\nsrv1;IMC;8\n")
    columns = columns_of(grid)
    assert columns is not None
    assert (4, ("RAM",)) == (columns.heading_row, columns.not_taken)


def test_without_headings_names_and_addresses_show_by_what_they_are() -> None:
    columns = columns_of(
        grid_of_text(b"1;10.0.0.1;srv-a;oui\n2;10.0.0.2;srv-b;oui\n3;10.0.0.3;srv-c;oui\n")
    )
    assert columns is not None
    assert (0, {"address": 1, "name": 2}) == (columns.heading_row, dict(columns.of))


@pytest.mark.parametrize(
    ("words", "place"), [("Bidule", 1), ("bidule", 1), ("B", 1), ("2", 1), ("C", 2)]
)
def test_a_person_says_which_column_it_is(words: str, place: int) -> None:
    columns = columns_of(grid_of_text(b"Nom;Bidule;Truc\na;b;c\n"), [Wish("role", words)])
    assert columns is not None
    assert place == columns.of["role"]


def test_a_column_that_is_not_there_is_said_with_those_that_are() -> None:
    grid = grid_of_text(b"Nom;Bidule;Truc\na;b;c\n")
    for words, said in (
        ("Bidul", 'Did you mean "Bidule"?'),
        ("zzzz", "Nom, Bidule, Truc"),
        ("99", "Nom, Bidule, Truc"),
    ):
        with pytest.raises(RequestError, match=said.replace("?", r"\?")):
            columns_of(grid, [Wish("role", words)])


def test_a_wish_is_a_field_and_a_column_or_words_for_every_row() -> None:
    assert [Wish("name", "Nom"), Wish("site", "IMC", True)] == [
        wish("name=Nom"),
        wish("site == IMC"),
    ]
    for text in ("name", "name=", "nom=Nom", "site==", "=x"):
        with pytest.raises(RequestError, match="maps nothing"):
            wish(text)


def test_stray_quotes_in_every_line_cost_each_line_a_bounded_look() -> None:
    class Counted(list[str]):
        looks = 0

        def __getitem__(self, place: Any) -> Any:
            self.looks += 1
            return super().__getitem__(place)

    lines = Counted(['q","z\n'] * 3000)
    rows = list(tables._records(lines, ","))
    assert [("q", "z")] * 2900 == [tuple(row.cells) for row in rows[:2900]]
    assert lines.looks < 3000 * (LONGEST_CELL + 5)
