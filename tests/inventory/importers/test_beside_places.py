"""Tables of several places side by side are one, with a column of sites. All lists are made up."""

import pytest

from chwapi_console.inventory.importers.lists import ReadingHints, grids_of


def cells(text: str) -> list[list[str]]:
    ((grid,), _) = grids_of(text.encode(), "list.csv", ReadingHints())
    return [list(row.cells) for row in grid.rows]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (
            "Rôle;Serveur IMC;IP IMC;Serveur Union;IP Union\nDC;dc1;192.0.2.2;dc2;192.0.2.3\nDB;adt1;192.0.2.4;;\n",
            [
                ["Rôle", "Serveur", "IP", "Site"],
                ["DC", "dc1", "192.0.2.2", "IMC"],
                ["DB", "adt1", "192.0.2.4", "IMC"],
                ["DC", "dc2", "192.0.2.3", "Union"],
            ],
        ),
        (
            "Nord - Server;Nord - Verdict;Süd - Server;Süd - Verdict\nadt1;sauber;pacs1;infiziert\n",
            [
                ["Server", "Verdict", "Site"],
                ["adt1", "sauber", "Nord"],
                ["pacs1", "infiziert", "Süd"],
            ],
        ),
        (
            "Server Campus A;IP Campus A;Server Campus B;IP Campus B\nadt1;192.0.2.1;pacs1;192.0.2.2\n",
            [
                ["Server", "IP", "Site"],
                ["adt1", "192.0.2.1", "Campus A"],
                ["pacs1", "192.0.2.2", "Campus B"],
            ],
        ),
        (
            "Server (1);Verdict (1);Server (2);Verdict (2)\nadt1;clean;pacs1;infected\n",
            [["Server", "Verdict", "Site"], ["adt1", "clean", ""], ["pacs1", "infected", ""]],
        ),
        (
            "Serveurs IMC;Etat;IP;Serveurs Union;Etat;IP\nadt1;sain;192.0.2.1;pacs1;infecté;192.0.2.2\n",
            [
                ["Serveurs", "Etat", "IP", "Site"],
                ["adt1", "sain", "192.0.2.1", "IMC"],
                ["pacs1", "infecté", "192.0.2.2", "Union"],
            ],
        ),
    ],
)
def test_places_side_by_side_come_below_each_other(text: str, table: list[list[str]]) -> None:
    assert table == cells(text)


@pytest.mark.parametrize(
    "headings",
    [
        "Nom serveur;IP serveur;Nom hyperviseur;IP hyperviseur",
        "Serveur source;IP source;Serveur cible;IP cible",
        "Serveur;Nom contact;IP contact;Nom astreinte;IP astreinte",
        "Host Name;Host IP;Guest Name;Guest IP",
        "Server prod;IP prod;Server test;IP test",
        "Serveur IMC;IP IMC;Serveur Union;Rôle Union",
        "Serveur IMC;Couleur IMC;Serveur Union;Couleur Union",
    ],
)
def test_headings_about_other_things_stay_side_by_side(headings: str) -> None:
    assert headings.split(";") == cells(f"{headings}\nadt1;x;pacs1;y;z\n")[0]
