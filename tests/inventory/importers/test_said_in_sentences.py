"""Sentences beside a table, several machines in a word, and tables side by side: whom they mean.

All lists are made up."""

import pytest

from chwapi_console.inventory.importers.words.ranges import machines_of
from inventory.importers.laid_lists import laid, outcome

TABLE = "Server;Status;Date\nadt1;infected;2021-01-18\npacs1;clean;2021-01-18\n"


@pytest.mark.parametrize(
    "below",
    [
        "NB : pacs1 finalement infecté (03h30);;",
        "* pacs1: to be checked again, IOC found later",
        "pacs1 à revoir;;",
        "Attention, pacs1 doit encore être contrôlé par le CERT avant remise en réseau",
        "Achtung: PACS1 wurde um 3 Uhr erneut angegriffen",
        "pacs1 touché par le ransomware;;",
        ";;pacs1 infected after all",
        "Remarque;pacs1 : chiffrement constaté à 4h;",
        "PACS-1;infected;2021-01-18",
    ],
)
def test_a_sentence_that_doubts_a_server_or_calls_it_infected_holds_its_clean_back(
    below: str,
) -> None:
    found = laid(f"{TABLE}{below}\n")
    assert "compromised" == found.verdicts["adt1"]
    assert "pacs1" in found.held or found.beside({"pacs1"})


def test_a_sentence_that_no_rule_understands_is_to_be_read_beside_the_clean() -> None:
    found = laid(f"{TABLE}Paul was not happy with pacs1 when he left\n")
    assert "clean" == found.verdicts["pacs1"]
    (remark,) = found.beside({"pacs1"})
    assert "Paul was not happy with pacs1 when he left" == remark.words


@pytest.mark.parametrize("below", ["Total;;", "(*) pacs1: rebuilt server;;", "Printed by;;"])
def test_what_says_nothing_against_a_server_holds_no_clean_back(below: str) -> None:
    found = laid(f"{TABLE}{below}\n")
    assert "clean" == found.verdicts["pacs1"]
    assert "pacs1" not in found.held
    assert not found.beside({"pacs1"})


@pytest.mark.parametrize(
    ("word", "machines"),
    [
        ("esx-[1-3]", "esx-1 esx-2 esx-3"),
        ("srv[01:03].chw.local", "srv01.chw.local srv02.chw.local srv03.chw.local"),
        ("srv{1..2}", "srv1 srv2"),
        ("srv[1,5-6]", "srv1 srv5 srv6"),
        ("srv01 à 03", "srv01 srv02 srv03"),
        ("de srv01 à srv03", "srv01 srv02 srv03"),
        ("srv09 bis srv11", "srv09 srv10 srv11"),
        ("SRV1 t/m SRV2", "SRV1 SRV2"),
        ("srv1..3", "srv1 srv2 srv3"),
        ("dc1-dc2", "dc1 dc2"),
        ("dc1/2", "dc1 dc2"),
        ("dc1, 2 et 3", "dc1 dc2 dc3"),
    ],
)
def test_a_word_may_name_several_machines_by_their_numbers(word: str, machines: str) -> None:
    assert machines.split() == list(machines_of(word))


@pytest.mark.parametrize(
    "word",
    [
        "adt-db-1",
        "esx-1-2",
        "win-2019-01",
        "192.0.2.11/24",
        "2001:db8::1/64",
        "esx[1]",
        "dc1 (1-3)",
        "sql1,1433",
        "vm-1000..2000",
        "srv3 à srv1",
        "dc1:2",
    ],
)
def test_a_name_with_numbers_in_it_is_one_machine(word: str) -> None:
    assert not machines_of(word)


@pytest.mark.parametrize("name", ["adt[1-2]", "adt1/2", "adt1 à adt3", "adt1..3"])
def test_what_holds_for_a_range_holds_for_each_server_of_it(name: str) -> None:
    assert "compromised" == outcome(f"Server;Status\n{name};infected\n")["adt1"]
    assert "clean" == outcome(f"Server;Status\n{name};clean\nfile1;infected\n")["adt1"]


@pytest.mark.parametrize(
    "sentence",
    [
        "NB: adt1-adt2 infectés",
        "NB : adt1 à 3 infectés depuis hier.",
        "Attention: adt[1-2] à revérifier",
        "(adt1-adt3) reinfected at 14:00",
        "à revoir: de adt0 à adt2",
    ],
)
def test_a_range_in_a_sentence_holds_back_each_server_of_it(sentence: str) -> None:
    told = outcome(f"Server;Status\nadt1;clean\nfile1;clean\n{sentence};\n")
    assert ("clean", True) == (told["file1"], told.get("adt1") != "clean")


@pytest.mark.parametrize(
    "name",
    ["adt1 (infecté)", "adt1 (à revoir)", "dc1, adt1 (infected), pacs1", "adt1 - verdacht"],
)
def test_a_doubt_beside_a_name_holds_its_clean_back(name: str) -> None:
    told = outcome(f'Server;Status\n"{name}";clean\nfile1 (PROD);clean\n')
    assert ("clean", True) == (told["file1"], told["adt1"] != "clean")


BESIDE = "adt1;infected;;pacs1;clean\ndc1;clean;;file1;infected\n"
EACH = {"adt1": "compromised", "pacs1": "clean", "dc1": "clean", "file1": "compromised"}


@pytest.mark.parametrize(
    "headings",
    [
        "Servers A;Status;;Servers B;Status",
        "Name;Status;;Name.1;Status.1",
        "Server;Verdict;;Machine;Verdict",
        "Servers A;Status EDR;;Servers B;Status EDR",
    ],
)
def test_a_second_column_of_servers_with_its_own_verdicts_is_a_table_beside(headings: str) -> None:
    assert outcome(f"{headings}\n{BESIDE}") == EACH


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        (
            "Server;Status;;Server;Status;Action",
            "adt1;infected;;pacs1;clean;yes\ndc1;clean;;file1;infected;no\nNB: as of noon",
        ),
        (
            "Server;Status;;Server;Old;Status",
            "adt1;infected;;pacs1;clean;clean\ndc1;clean;;file1;clean;infected",
        ),
        (
            "Server;EDR;Status;;Server;Status",
            "adt1;infected;infected;;pacs1;clean\ndc1;clean;clean;;file1;infected",
        ),
    ],
)
def test_what_a_table_beside_says_in_other_columns_is_said_of_no_server_of_the_first(
    headings: str, rows: str
) -> None:
    told = outcome(f"{headings}\n{rows}\n")
    assert {"adt1", "file1"} == {server for server in told if told[server] == "compromised"}


def test_tables_side_by_side_without_headings_lose_no_hit() -> None:
    told = outcome(BESIDE)
    assert {"adt1", "file1"} == {server for server in told if told[server] == "compromised"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Server;EDR;Runs on;THOR\nadt1;clean;dc1;infected\npacs1;clean;file1;clean\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (
            "Server;Status;Needs\nadt1;infected;dc1\npacs1;clean;file1\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
        (
            "Server;Status;Needs;Status\nadt1;infected;dc1;clean\npacs1;clean;dc1;clean\n",
            {"adt1": "compromised", "pacs1": "clean"},
        ),
    ],
)
def test_what_a_machine_needs_or_runs_on_is_no_table_beside(
    text: str, told: dict[str, str]
) -> None:
    assert told == outcome(text)


@pytest.mark.parametrize("heading", ["Vérifié", "Scanned", "Geprüft", "Gecontroleerd"])
@pytest.mark.parametrize("empty", ["", "-"])
def test_a_look_that_a_row_does_not_say_to_be_done_holds_its_clean_back(
    heading: str, empty: str
) -> None:
    told = outcome(f"Server;{heading};Verdict\nadt1;ok;clean\npacs1;{empty};clean\n")
    assert {"adt1": "clean", "pacs1": "held"} == told


@pytest.mark.parametrize(
    "word", ["never infected", "jamais infecté", "nie infiziert", "nooit besmet"]
)
def test_what_never_was_infected_is_not(word: str) -> None:
    assert outcome(f"Server;Verdict\nadt1;{word}\npacs1;infected\n")["adt1"] != "compromised"


@pytest.mark.parametrize("answer", ["Non.", "neen", "Neen"])
def test_a_no_is_one_however_it_ends_and_in_the_dutch_of_the_south(answer: str) -> None:
    assert {"adt1": "clean", "pacs1": "compromised"} == outcome(
        f"Server;Infected\nadt1;{answer}\npacs1;yes\n"
    )


@pytest.mark.parametrize("heading", ["Scan start", "Scan started", "Début du scan"])
def test_a_look_that_began_before_the_incident_saw_what_was_before(heading: str) -> None:
    told = outcome(
        f"Host;Verdict;{heading};Scan end\nadt1;clean;2021-01-18 01:00;2021-01-18 02:00\n"
        "pacs1;clean;2021-01-17 12:00;2021-01-18 02:00\n"
    )
    assert {"adt1": "clean", "pacs1": "held"} == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Server;Verdict;Verdict 2;Final\nadt1;clean;clean;clean\npacs1;clean;clean;\n"
                "dc1;clean;clean;tbd\nfile1;infected;clean;clean\n"
            ),
            {"adt1": "clean", "pacs1": "unknown", "dc1": "asked", "file1": "compromised"},
        ),
        (
            "Server;Old verdict;New verdict\nadt1;clean;clean\npacs1;clean;\ndc1;clean;infected\nfile1;infected;clean\n",
            {"adt1": "clean", "pacs1": "unknown", "dc1": "compromised", "file1": "compromised"},
        ),
        (
            "Server;Previous verdict\nadt1;clean\nfile1;infected\n",
            {"adt1": "held", "file1": "compromised"},
        ),
        (
            "Server;Verdict;Recheck\nadt1;clean;\npacs1;clean;\ndc1;clean;clean\nfile1;infected;\n",
            {"adt1": "clean", "pacs1": "clean", "dc1": "clean", "file1": "compromised"},
        ),
    ],
)
def test_of_several_verdicts_the_newest_counts_and_one_that_is_open_is_no_clean(
    text: str, told: dict[str, str]
) -> None:
    assert told == outcome(text)


@pytest.mark.parametrize("word", ["infected?", "infected ?", "infecté ??", "besmet?"])
def test_an_infection_that_is_asked_about_is_a_suspicion(word: str) -> None:
    assert {"adt1": "hit", "pacs1": "compromised"} == outcome(
        f"Server;Verdict\nadt1;{word}\npacs1;infected\n"
    )


@pytest.mark.parametrize(
    "heading",
    ["Touché", "Impacté ?", "Betroffen (J/N)", "Getroffen", "Affected", "Infecté (1/0)"],
)
def test_headings_that_ask_what_the_attack_reached_ask_for_verdicts(heading: str) -> None:
    assert {"adt1": "compromised", "pacs1": "clean"} == outcome(
        f"Server;{heading}\nadt1;oui\npacs1;non\n"
    )
