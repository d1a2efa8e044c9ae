"""What people write beside a clean is an open vocabulary: what no rule knows is shown, with its servers,
and what surely says nothing against a clean is not. All lists are made up."""

import pytest

from chwapi_console.inventory.importers.verdicts.unread_remarks import is_understood, unread_in
from inventory.importers.laid_lists import laid
from inventory.importers.test_remark_doubts import LOOKED_AT, NOT_LOOKED_AT
from inventory.importers.test_remark_sense import DENIED
from remarks_corpus import REAL, REAL_LATER

HARMLESS = """
RAS
R.A.S.
RAS, scan complet
o.B.
nihil
aucune
keine
no findings
Rien à signaler
keine Auffälligkeiten
geen bijzonderheden
in orde
alles i.O.
all clear
tout est bon
n.v.t.
N/A
-
28/11/2026 03:00
2026-11-28T03:00:00Z
2026-11-28
THOR
Defender, Sophos
scan Defender ok
vérifié par Paul Dupont
checked by A. Peeters, ok
192.0.2.11, 2001:db8::2
INC0012345
#4512
KB5034441
https://wiki/page?id=7
passwords rotated, patched
Kennwörter zurückgesetzt
aucun malware trouvé
pas d'alerte
0 hits
vu par Paul
patches geïnstalleerd
unauffällig
""".strip().splitlines()

OF_MACHINES = """
VM de prod
serveur de production, RAS
contrôleur de domaine primaire
Windows Server 2019
rack B12
prod VM
physical box
web server for the intranet
databankserver
testomgeving
produktive VM
Datenbankserver, Haus B, Etage 3
Domänencontroller
HP DL380 Gen10
licence Oracle
""".strip().splitlines()
NOT_OF_MACHINES = """
C2
ps1
prod, comme file1
VM de prod, la souris rit
not in production
no server
old database server
serveur web d'ailleurs
backup server
""".strip().splitlines()

UNREAD = """
der Kollege hat da ein komisches Gefühl
Wäscheklammer
comme file1
same as dc1
c'est pas nous
checked nothing
pas vu
seen by EDR
checked by LOCKBIT
20 hits
EDR: no
logs wiped
scan 45 %
2 IOC
yes
not seen by EDR
checked, patched, krtek
found by Paul
image sent to the lab
passwords changed at 02:00
firewall open
""".strip().splitlines()


@pytest.mark.parametrize("remark", HARMLESS)
def test_what_surely_says_nothing_against_a_clean_is_known(remark: str) -> None:
    assert is_understood(remark)


def test_what_a_machine_is_says_nothing_against_a_clean() -> None:
    assert OF_MACHINES == [text for text in OF_MACHINES if not unread_in([text], ["Comment"], [0])]
    assert NOT_OF_MACHINES == [
        each.words for each in unread_in(NOT_OF_MACHINES, ["Note"] * 9, range(9))
    ]


@pytest.mark.parametrize(
    "heading", ["Next step", "Action suivante", "Suite à donner", "Nächster Schritt", "Décision"]
)
def test_what_is_to_be_done_with_a_clean_machine_says_nothing_against_it(heading: str) -> None:
    acts = [
        "reconnect",
        "à remettre sur le réseau",
        "freigeben",
        "aansluiten",
        "none",
        "rebuild",
        "voir CERT",
    ]
    told = [each.words for each in unread_in(acts, [heading] * 7, range(7))]
    assert ["rebuild", "voir CERT"] == told


def test_who_does_what_is_to_be_done_says_nothing_against_a_clean() -> None:
    assert [] == remarks("Host;Infected;Action plan owner\npacs1;no;krtek\nadt1;no;x\n")


def test_what_a_machine_is_may_be_what_was_found_below_a_heading_of_findings() -> None:
    assert ["web server"] == [each.words for each in unread_in(["web server"], ["Traces"], [0])]
    assert [] == remarks(
        "Host;Infected;Fournisseur\npacs1;no;Firma Nord aus der Stadt\nadt1;no;x\n"
    )


@pytest.mark.parametrize("remark", UNREAD)
def test_one_word_that_nobody_knows_and_a_remark_is_to_be_read(remark: str) -> None:
    assert not is_understood(remark)


def test_what_holds_a_clean_back_is_never_taken_for_harmless() -> None:
    assert [] == list(filter(is_understood, NOT_LOOKED_AT))


def test_most_of_what_denies_an_infection_needs_no_reader() -> None:
    assert sum(map(is_understood, DENIED)) >= len(DENIED) * 0.9
    assert sum(map(is_understood, LOOKED_AT)) >= len(LOOKED_AT) * 0.5


def test_a_remark_that_was_written_for_something_else_is_taken_for_a_finding_of_nothing_by_none() -> (
    None
):
    assert {"rebuilt from template"} >= set(filter(is_understood, (*REAL, *REAL_LATER)))


def test_a_long_text_is_read_by_people() -> None:
    assert not is_understood("ok " * 200)


def remarks(text: str) -> list[tuple[list[str], str, str]]:
    return [(list(each.servers), each.heading, each.words) for each in laid(text).remarks]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Host;Infected;Remarks\npacs1;no;krtek\nadt1;no;RAS\n", [(["pacs1"], "Remarks", "krtek")]),
        (
            "Host;Infected;Opmerking\npacs1;no;krtek\nadt1;no;krtek\n",
            [(["pacs1", "adt1"], "Opmerking", "krtek")],
        ),
        ("Host;Infected;Remarks\npacs1;yes;krtek\nadt1;unknown;krtek\n", []),
        (
            "Host;Infected;Xyz\npacs1;no;da war doch noch was\nadt1;no;\nfile1;no;Haus A\n",
            [(["pacs1"], "Xyz", "da war doch noch was")],
        ),
        (
            """Host;Infected;Operating system;Role;Owner;Location
pacs1;no;Microsoft Windows Server Standard;archive of all the images;Anne van den Berg;Rue de la Loi bis
adt1;no;Debian;base;Paul;Union
""",
            [],
        ),
        ("Host;Infected;Memo\npacs1;no;krtek\nadt1;no;\n", [(["pacs1"], "Memo", "krtek")]),
        ("Host;Infected;Checked by\npacs1;no;Dr Anne van den Berg\nadt1;no;Paul\n", []),
        (
            '[{"host": "pacs1", "infected": false, "notes": "krtek"}, {"host": "adt1", "infected": true}]',
            [(["pacs1"], "notes", "krtek")],
        ),
    ],
)
def test_words_beside_a_clean_are_kept_with_their_servers(
    text: str, told: list[tuple[list[str], str, str]]
) -> None:
    assert told == remarks(text)


def test_of_a_row_of_endless_remarks_the_last_are_shown_too() -> None:
    titles = [f"Remark {number}" for number in range(30)]
    cells = ["strange noises"] * 25 + ["nothing found"] * 5
    assert cells == [each.words for each in unread_in(cells, titles, range(30))]
    assert [] == unread_in(cells[25:], titles[25:], range(5))
