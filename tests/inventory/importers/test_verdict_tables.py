"""Tables and objects of verdicts as people and programs shape them: headings in odd places, none at
all, one machine alone."""

import pytest

from chwapi_console.inventory.importers.servers.matching import MOST_TOLD_APART, Register
from chwapi_console.inventory.importers.tables.tables import Grid, grid_of_text
from chwapi_console.inventory.importers.verdicts.beside_plan import findings
from chwapi_console.inventory.importers.verdicts.verdicts import Taking, taking
from chwapi_console.inventory.model import Plan
from growth import does_lines_in_line
from hospitals import plan_of
from inventory.importers.laid_lists import NOW, outcome

INFECTED = {"adt1": "compromised"}
BOTH = {"adt1": "compromised", "pacs1": "clean"}
HELD = {"adt1": "compromised", "pacs1": "held"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Rapport EDR du 18/01/2021;;\n;;\nServeur;Verdict;Vu "
                "le\nadt1;Infecté;18/01/2021\npacs1;Sain;18/01/2021\n"
            ),
            BOTH,
        ),
        (
            "Machine;;Analyse;\nNom;IP;Date;Résultat\nadt1;;18/01/2021;Infecté\npacs1;;18/01/2021;Sain\n",
            BOTH,
        ),
        ("adt1,server,Infected\npacs1,server,Clean\n", HELD),
        ("2021-01-18 02:00;adt1;infected\n2021-01-18 02:00;pacs1;clean\n", HELD),
        ("adt1;besmet\n", INFECTED),
        ("Infected,Hostname\nyes,adt1\nno,pacs1\n", BOTH),
        ("Hostname,Detected\nadt1,true\npacs1,false\n", BOTH),
        ("| Host | Verdict |\n|---|---|\n| adt1 | infected |\n| pacs1 | clean |\n", BOTH),
        ("Hostname,Status,Status\nadt1,Online,Infected\npacs1,Online,Clean\n", BOTH),
        ("Hostname,Verdict\nadt1,🔴 Infected\n", INFECTED),
        ("Host,Verdict\nadt1:445,infected\n", INFECTED),
        ("Host,Verdict\nhttps://adt1.chw.local/,infected\n", INFECTED),
        ("Name,IP,Verdict\nWIN-A,192.0.2.11,infected\nWIN-B,192.0.2.12,clean\n", HELD),
        ("Hostname,Date,Verdict\nadt1,2021-01-16,infected\npacs1,2021-01-16,clean\n", HELD),
        ("Hostname,Verdict,Action\nadt1,Infected,x\npacs1,Clean,Quarantined\n", HELD),
        ("IP,Verdict\n192.0.2.11,infected\n192.0.2.12,clean\n", BOTH),
    ],
)
def test_tables_are_read_however_their_headings_stand(text: str, told: dict[str, str]) -> None:
    found = outcome(text)
    assert told == {server: found.get(server, "nothing") for server in told}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"hostname": "adt1", "verdict": "infected"}', INFECTED),
        ('{"name": "adt1", "verdict": "infected"}', INFECTED),
        ('{"hostname": "adt1", "verdict": "infected", "nics": [{"ip": "192.0.2.11"}]}\n', INFECTED),
        (
            (
                '{\n "hostname": "adt1",\n "verdict": "infected"\n}\n{\n "hostname": "pacs1",\n '
                '"verdict": "clean"\n}\n'
            ),
            BOTH,
        ),
        (
            (
                '[[{"hostname": "adt1", "verdict": "infected"}], [{"hostname": "pacs1", "verdict": '
                '"clean"}]]'
            ),
            BOTH,
        ),
        ('{"adt1": {"verdict": "infected"}, "pacs1": {"verdict": "clean"}}', BOTH),
        ('{"adt1": "infected", "pacs1": "clean"}', HELD),
        (
            '[{"hostname": "pacs1", "verdict": "clean"}, "adt1 is infected"]',
            {"adt1 is infected": "hit", "pacs1": "clean"},
        ),
        (
            '[{"host": {"hostname": "adt1"}, "threats": {"active": 2, "status": "infected"}}]',
            INFECTED,
        ),
        ('[{"hostname": "adt1", "verdict": {"value": "infected"}}]', INFECTED),
    ],
)
def test_objects_are_read_however_they_lie_in_an_export(text: str, told: dict[str, str]) -> None:
    assert told == outcome(text)


def test_names_alone_are_a_list_in_which_every_row_can_be_a_hit() -> None:
    assert {"adt1": "compromised", "pacs1": "compromised"} == outcome(
        '["adt1", "pacs1"]', "verdict==compromised"
    )
    assert {"adt1": "compromised", "pacs1": "compromised"} == outcome(
        "adt1\npacs1\n", "verdict==compromised"
    )


def test_an_address_of_hundreds_gives_a_finding_to_none_and_holds_all() -> None:
    many = MOST_TOLD_APART + 1
    plan = plan_of(
        "[servers]\n"
        + "".join(f'a{i} = {{ site = "imc", role = "x", address = "DHCP" }}\n' for i in range(many))
    )
    rows = "a7,,Clean\n" + ",DHCP,Infected\n" * 3
    register = Register(plan)
    grid = grid_of_text(f"Hostname,Address,Status\n{rows}".encode())
    found = findings(
        [(grid, taking(grid, ("name=Address", "name=Hostname"), (), register.knows))],
        plan,
        register,
        NOW,
    )
    assert [()] * 3 == [hit.servers for hit in found.hits]
    assert "too many servers of the plan go by it" in str(found.hits[0].why)
    assert set(plan.servers) == set(found.held)


def test_many_rows_about_an_address_of_many_servers_take_time_in_line() -> None:
    def thrown(n: int) -> tuple[Register, Grid, Taking, Plan]:
        plan = plan_of(
            "[servers]\n"
            + "".join(
                f'a{i} = {{ site = "imc", role = "x", address = "DHCP" }}\n' for i in range(n)
            )
        )
        grid, register = grid_of_text(b"Hostname,Status\n" + b"DHCP,Infected\n" * n), Register(plan)
        return register, grid, taking(grid, (), (), register.knows), plan

    def laid(given: tuple[Register, Grid, Taking, Plan]) -> None:
        register, grid, taken, plan = given
        findings([(grid, taken)], plan, register, NOW)

    assert does_lines_in_line(thrown, laid, MOST_TOLD_APART + 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"hosts": {"adt1": {"infected": true}, "pacs1": {"infected": false}}}',
            BOTH,
        ),
        ('{"exported": "x", "data": {"Endpoints": {"adt1": {"infected": true}}}}', INFECTED),
        ('{"hosts": {"adt1": "infected", "pacs1": "clean"}, "count": 2}', HELD),
        ('{"hosts": {"adt1": {"name": "admissions", "infected": true}}}', INFECTED),
        (
            (
                '{"hosts": {"adt1": {"seen": "2021-01-18", "threats": [{"name": "x"}]},'
                ' "pacs1": {"seen": "2021-01-18", "threats": []}}}'
            ),
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (
            (
                '[{"host": "adt1", "threats": [{"name": "Lockbit", "status": "active"}]},'
                ' {"host": "pacs1", "threats": []}]'
            ),
            INFECTED,
        ),
        ('[{"host": "adt1", "detections": [{"rule": "x"}, {"rule": "y"}]}]', INFECTED),
    ],
)
def test_objects_by_the_names_of_machines_and_lists_of_their_threats_are_read(
    text: str, told: dict[str, str]
) -> None:
    found = outcome(text)
    assert told == {server: found.get(server, "nothing") for server in told}
    assert "pacs1" in told or "pacs1" not in found or found["pacs1"] != "clean"


def test_threats_that_are_said_to_be_over_are_no_infection_and_make_none_clean() -> None:
    found = outcome(
        '[{"host": "adt1", "infected": true, "threats": [{"name": "x", "state": "active"}]},'
        ' {"host": "pacs1", "infected": false, "threats": [{"name": "x", "state": "mitigated"}]}]'
    )
    assert "compromised" == found["adt1"]
    assert found["pacs1"] in ("held", "hit")


def test_an_object_of_findings_by_name_is_no_list_of_machines() -> None:
    found = outcome('{"hosts": {"items": [{"host": "adt1", "verdict": "infected"}]}, "total": 1}')
    assert {"adt1": "compromised"} == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "DeviceName,DeviceState,LastReported\nadt1,Critical,2021-01-18\npacs1,Clean,2021-01-18\n",
            {"adt1": "asked", "pacs1": "clean"},
        ),
        (
            "Hostname,Severity,Tactic,Status\nadt1,High,Impact,true_positive\npacs1,Low,x,false_positive\n",
            {"adt1": "compromised", "pacs1": "hit"},
        ),
        (
            "Hostname,Severity,Tactic,Status\nadt1,High,Impact,true_positive\npacs1,Low,x,clean\n",
            {"adt1": "compromised", "pacs1": "held"},
        ),
    ],
)
def test_the_state_of_a_device_and_of_a_finding_is_a_verdict_where_its_words_are(
    text: str, told: dict[str, str]
) -> None:
    assert told == outcome(text)


D = "18/01/2021 01:00"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (  # tools that looked, beside a conclusion that nobody wrote yet
            f"Serveur;EDR;THOR;Conclusion;Vu le\nadt1;clean;hit;;{D}\npacs1;clean;clean;clean;{D}\ndc1;clean;pas fait;;{D}\n",
            {"adt1": "compromised", "pacs1": "clean", "dc1": "unknown"},
        ),
        (
            f"Server;THOR;Velociraptor;Date\nadt1;hit;clean;{D}\npacs1;clean;clean;{D}\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (  # phrases below a heading that says what was looked at
            f"Endpoint Name;Malware Scan Result;Last Seen\nadt1;Malicious files found;{D}\npacs1;No malicious files found;{D}\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (
            f"Host;Last scan result;Last scan\nadt1;Threats detected;{D}\npacs1;No threats detected;{D}\ndc1;Scan failed;{D}\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (
            f"Device;Uncured objects;Last visible\nadt1;2;{D}\npacs1;0;{D}\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (
            f"Machine;Bilan;Date;Commentaire\nadt1;propre;{D};chiffré dans la nuit\npacs1;propre;{D};BitLocker chiffré\n",
            {"adt1": "held", "pacs1": "clean"},
        ),
        (  # a heading of two parts
            (
                f"Endpoint Name;Malware Status - Infected;Malware Status - Detection;Last Seen\nadt1;Yes;Yes;{D}\n"
                f"pacs1;No;No;{D}\ndc1;No;Yes;{D}\n"
            ),
            {"adt1": "compromised", "pacs1": "clean", "dc1": "compromised"},
        ),
        (  # infections by their names
            f'Device;Last seen;Threats found\nadt1;{D};"Ransom.Lockbit, Trojan.Gen"\npacs1;{D};None\ndc1;{D};\n',
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (
            (
                '[{"name": "adt1", "seen": "2021-01-18", "threats": ["Ransom:Win32/LockBit.A", "Trojan:Win32/Emotet"]},'
                ' {"name": "pacs1", "seen": "2021-01-18", "threats": []}]'
            ),
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (  # what is written beside a clean, and days without their year
            f"Serveur;Verdict;Commentaire;Vu le\nadt1;sain;finalement chiffré, voir Paul;{D}\npacs1;sain;RAS;{D}\n",
            {"adt1": "held", "pacs1": "clean"},
        ),
        (
            f"Server;Sauber?;Stand\nadt1;nein;{D}\npacs1;ja;{D}\ndc1;noch nicht geprüft;{D}\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (  # what says that nobody reached it, that somebody still looks, or that nobody knows what runs there
            (
                f"Serveur;Verdict;Vu le;Remarque\nadt1;sain;{D};console inaccessible\npacs1;sain;{D};RAS, vu avec Paul\n"
                f"dc1;sain;{D};compte admin inconnu créé\nfile1;sain;{D};under investigation\n"
            ),
            {"adt1": "held", "pacs1": "clean", "dc1": "held", "file1": "held"},
        ),
        (
            f"Server;Ergebnis;Geprüft;Bemerkung\nadt1;sauber;{D};Agent reagiert nicht\npacs1;sauber;{D};in Ordnung\n",
            {"adt1": "held", "pacs1": "clean"},
        ),
        (
            "Serveur;Verdict;Heure\nadt1;compromis;18/01 03:10\npacs1;sain;18/01 01:20\ndc1;sain;16/01 09:00\n",
            {"adt1": "compromised", "pacs1": "clean", "dc1": "held"},
        ),
    ],
)
def test_verdicts_below_headings_of_looks_and_of_names_are_read(
    text: str, told: dict[str, str]
) -> None:
    found = outcome(text)
    assert told == {server: found.get(server, "nothing") for server in told}
    assert "clean" not in [said for server, said in found.items() if server not in told]


@pytest.mark.parametrize(
    "text",
    [
        f"Host;Last threat found;Last seen\nadt1;Trojan.Gen;{D}\npacs1;None;{D}\n",
        f"Host;EDR;Last seen\nadt1;CrowdStrike;{D}\npacs1;Defender;{D}\n",
        f"Host;Last scan result;Last seen\nadt1;Completed;{D}\npacs1;Completed;{D}\n",
    ],
)
def test_headings_of_looks_whose_words_are_no_verdicts_are_none(text: str) -> None:
    from chwapi_console.errors import RequestError

    with pytest.raises(RequestError):
        outcome(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (  # headings down the first column
            "Serveur;adt1;pacs1;dc1\nVerdict;Infecté;Sain;Sain\nVu le;18/01/2021;18/01/2021;10/01/2021\n",
            {"adt1": "compromised", "pacs1": "clean", "dc1": "held"},
        ),
        (
            "Server;adt1;pacs1\nInfected;yes;no\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (  # machines below what they are
            "Infectés;Sains;À vérifier\nadt1;pacs1;dc1\nfile1;;\n",
            {"adt1": "compromised", "file1": "compromised", "pacs1": "clean", "dc1": "unknown"},
        ),
        (
            "Besmet (2);Schoon (1)\nadt1;pacs1\nfile1;\n",
            {"adt1": "compromised", "file1": "compromised", "pacs1": "clean"},
        ),
    ],
)
def test_tables_that_lie_otherwise_are_read(text: str, told: dict[str, str]) -> None:
    from chwapi_console.inventory.importers.lists import ReadingHints, grids_of

    (grid,) = grids_of(text.encode(), "list.csv", ReadingHints())[0]
    found = outcome("\n".join(";".join(row.cells) for row in grid.rows))
    assert told == {server: found.get(server, "nothing") for server in told}


def test_objects_that_were_not_disinfected_are_counted_as_infections() -> None:
    found = outcome(
        "Gerätename;Nicht desinfizierte Objekte;Zuletzt sichtbar\nadt1;4;18.01.2021 03:00\npacs1;0;18.01.2021 03:00\n"
    )
    assert {"adt1": "compromised", "pacs1": "clean"} == found


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("Warnung", ""),
        ("OK", "Datenbanken veraltet"),
        ("Critical", ""),
        ("OK", "bases antivirales périmées"),
    ],
)
def test_a_number_of_none_is_no_clean_beside_a_warning_of_the_product(
    status: str, words: str
) -> None:
    found = outcome(
        "Gerätename;Status;Beschreibung;Nicht desinfizierte Objekte;Zuletzt sichtbar\n"
        f"adt1;OK;;0;18.01.2021 03:00\npacs1;{status};{words};0;18.01.2021 03:00\n"
    )
    assert {"adt1": "clean", "pacs1": "held"} == found


@pytest.mark.parametrize("title", ["Ampel", "Couleur", "Kleur", "Traffic light"])
def test_a_column_of_colours_is_named_in_the_question(title: str) -> None:
    from chwapi_console.errors import RequestError

    with pytest.raises(RequestError, match=f"verdict={title}|'verdict={title}'"):
        outcome(f"Server;{title};Place\nadt1;red;b\npacs1;green;c\n")


@pytest.mark.parametrize(
    "text",
    [
        "Host;Verdict;Note\npacs1;Clean;\n;(partial);\nadt1;Infected;\n",
        "Host;Outcome;Note\npacs1;Clean;\n;(partial);\nadt1;Infected;\n",
        "Host;Verdict;Note\npacs1;Clean;ok, scan\n;;stopped at 60 of 100\nadt1;Infected;\n",
        (
            "+-------+-----------+\n| Host  | Verdict   |\n+-------+-----------+\n| pacs1 | Clean     |\n"
            "|       | (partial) |\n+-------+-----------+\n| adt1  | Infected  |\n+-------+-----------+\n"
        ),
    ],
)
def test_a_clean_that_may_go_on_in_the_next_row_is_none(text: str) -> None:
    told = outcome(text)
    assert ("held", "compromised") == (told["pacs1"], told["adt1"])


@pytest.mark.parametrize(
    "heading",
    [
        "Eindoordeel",
        "Verdict final",
        "Conclusion globale",
        "Overall verdict",
        "Gesamturteil",
        "Uitslag",
    ],
)
def test_the_last_verdict_of_several_is_one(heading: str) -> None:
    assert BOTH == outcome(f"Host;{heading};By\nadt1;infected;x\npacs1;clean;y\n")


def test_a_question_whether_a_machine_is_clean_is_read_where_one_answer_is_open() -> None:
    told = outcome("Host;Sain (O/N)\nadt1;N\npacs1;O\nfile1;O/N\nweb-imc;o ?\ndc1;\n")
    assert {
        "adt1": "compromised",
        "pacs1": "clean",
        "file1": "asked",
        "web-imc": "asked",
    } == {server: told[server] for server in told if server != "dc1"}


@pytest.mark.parametrize("below", ["", ";Clean;\n", "2 hosts;;\n", "Legend: Clean = looked at;;\n"])
def test_what_stands_below_a_clean_and_says_nothing_of_it_leaves_it(below: str) -> None:
    assert "clean" == outcome(f"Host;Verdict;Note\nadt1;Infected;\npacs1;Clean;\n{below}")["pacs1"]


@pytest.mark.parametrize("heading", ["Verdict", "Oordeel", "Conclusion", "Bewertung"])
@pytest.mark.parametrize(("yes", "no"), [("✅", "❌"), ("✓", "✗"), ("oui", "non"), ("1", "0")])
def test_an_answer_is_none_where_the_heading_asks_no_question(
    heading: str, yes: str, no: str
) -> None:
    told = outcome(f"Host;{heading}\nadt1;{yes}\npacs1;{no}\nfile1;{yes}\n")
    assert dict.fromkeys(("adt1", "pacs1", "file1"), "asked") == told
    told = outcome(f"Host;{heading}\nadt1;infected\npacs1;{no}\nfile1;{yes}\n")
    assert {"adt1": "compromised", "pacs1": "asked", "file1": "asked"} == told


@pytest.mark.parametrize(
    "heading",
    ["Detections closed", "Alertes malware fermées", "Gesloten infecties", "Threats closed"],
)
def test_what_is_closed_is_no_open_infection_and_makes_none_clean(heading: str) -> None:
    told = outcome(
        f"Host;Infections;{heading};Last seen\nadt1;3;1;2021-01-18 02:00\n"
        "pacs1;0;0;2021-01-18 02:00\nfile1;0;4;2021-01-18 02:00\n"
    )
    assert {"adt1": "compromised", "pacs1": "clean", "file1": "held"} == told
