"""What a list that cannot be taken says of infections is seen all the same. All lists are made up."""

import pytest

from chwapi_console.inventory.importers.servers.matching import Register
from chwapi_console.inventory.importers.tables.tables import grid_of_text
from chwapi_console.inventory.importers.verdicts import hits_of_refused as looking
from chwapi_console.inventory.importers.verdicts.hits_of_refused import hits_of_refused
from inventory.importers.laid_lists import PLAN

LISTS = [
    # columns of servers below words for verdicts
    ("Infectés;À voir;Sains\nadt1;dc1;pacs1\nfile1;;\n", ["adt1", "file1"]),
    # rows of servers below a row that is a word for a verdict
    (
        "Serveur;Vu à;Par\nINFECTÉS;;\nadt1;01:10;Lucie\nSAINS;;\npacs1;01:30;Lucie\nNON VUS;;\ndc1;;\n",
        ["adt1"],
    ),
    # a chat
    (
        "[28/11/2026 02:14:33] Nadia: adt1 chiffré, note\n[28/11/2026 02:25:10] Marc: file1 infecté aussi\n",
        ["adt1", "file1"],
    ),
    # a mail
    (
        "Bonsoir,\nvoici l'état à 3h :\nadt1 : chiffré\npacs1 : sain\ndc1 : éteint\nBon courage\n",
        ["adt1"],
    ),
    # colours
    ("System;Ampel;Stand\nadt1;rot;03:00\npacs1;grün;03:00\ndc1;gelb;03:00\n", ["adt1"]),
    # free words, and numbers of findings
    ("Poste;Ce qu'on a vu\nadt1;fichiers illisibles, note à l'écran\npacs1;R.A.S.\n", ["adt1"]),
    ("Device;Active alerts\nadt1;4\npacs1;0\n", ["adt1"]),
    ("IP;Remark\n192.0.2.11;Trojan:Win32/LockBit\n192.0.2.12;OK\n", ["adt1"]),
    ("Poste;Résultat THOR\nadt1;3 alertes\npacs1;0 alerte\n", ["adt1"]),
    # a machine by its name and its address
    ("Name;IPv4;Health\nADT1;192.0.2.11;Bad: malware detected\npacs1;192.0.2.12;Good\n", ["adt1"]),
    ("Host;Infected;Xyz\nadt1;yes;1\npacs1;no;2\n", ["adt1"]),
    # the log of a scanner
    (
        "20210118T01:04:11Z ADT1 LOKI: Alert: MODULE: FileScan MESSAGE: FILE: C:\\a.exe\n20210118T01:30:00Z PACS1 LOKI: \
Result: MODULE: Results MESSAGE: SYSTEM SEEMS TO BE CLEAN.\n",
        ["adt1"],
    ),
    # what is denied, and whom the plan does not know
    ("Poste;Vu\nadt1;aucun virus trouvé\nelsewhere1;chiffré\n", []),
]


@pytest.mark.parametrize(("text", "servers"), LISTS)
def test_servers_that_a_refused_list_calls_infected_are_named(
    text: str, servers: list[str]
) -> None:
    hits = hits_of_refused([grid_of_text(text.encode())], Register(PLAN))
    assert [server for hit in hits for server in hit.servers] == servers


def test_a_hit_says_where_it_stands_and_in_which_words() -> None:
    grid = grid_of_text("Poste;Vu\npacs1;R.A.S.\nadt1;tout est chiffré\n".encode())
    (hit,) = hits_of_refused([grid], Register(PLAN))
    assert (hit.where.row, hit.name, hit.words) == (3, "adt1", "tout est chiffré")


def test_a_row_of_many_names_is_gone_through_once_and_a_vast_list_not_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """18 KB of one took a minute; millions of cells took minutes."""
    asked: list[str] = []
    infected = looking._is_infected

    def noted(cell: str) -> bool:
        asked.append(cell)
        return infected(cell)

    monkeypatch.setattr(looking, "_is_infected", noted)
    row = "adt1;" * 30 + "x;" * 30
    assert [] == hits_of_refused([grid_of_text(f"a;b\n{row}\n".encode())], Register(PLAN))
    assert len(asked) < 200
    vast = grid_of_text(("a;b\n" + "adt1;chiffré\n" * 30).encode())
    monkeypatch.setattr(looking, "MOST_LETTERS", 500)
    assert 0 < len(hits_of_refused([vast], Register(PLAN))) < 15
