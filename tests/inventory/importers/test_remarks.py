"""A clean is held back by what else its row says; what a row says of an infection is never lost by
how it is written."""

import pytest

from inventory.importers.laid_lists import laid, outcome

HELD = {"adt1": "compromised", "pacs1": "held", "file1": "clean"}
SAID = {"adt1": "compromised", "pacs1": "clean"}


@pytest.mark.parametrize(
    ("heading", "of_pacs", "of_file"),
    [
        ("Remarque", "en fait infecté par le même", "vu par l'équipe"),
        ("Remark", "ransom note: malware found later", "no malware seen"),
        ("Bemerkung", "noch verdächtig", "kein Virus"),
        ("Opmerking", "toch besmet?", "niet besmet"),
        ("Avis", "à revoir", "vu"),
        ("Suspicious Activity Count", "5", "0"),
        ("Quarantined items", "3", "0"),
        ("Menaces supprimées", "2", "0"),
        ("Bereinigte Bedrohungen", "2", "0"),
        ("Alerts", "1", "0"),
        ("Power", "Off", "On"),
        ("Agent läuft", "nein", "ja"),
        ("EDR installé", "non", "oui"),
        ("EDR geïnstalleerd", "nee", "ja"),
        ("Agent version", "", "7.1"),
        ("Sicherheitsprodukt", "", "ESET"),
        ("Produit de sécurité", "", "ESET"),
        ("Dernière mise à jour", "12/01/2021 08:00", "18/01/2021 02:00"),
        ("Last update", "2021-01-12", "2021-01-18"),
    ],
)
def test_what_else_a_row_says_holds_its_clean_back(
    heading: str, of_pacs: str, of_file: str
) -> None:
    rows = (("adt1", "yes", of_pacs), ("pacs1", "no", of_pacs), ("file1", "no", of_file))
    list_of_three = "".join(";".join(row) + "\n" for row in rows)
    assert HELD == outcome(f"Hostname;Infected;{heading}\n{list_of_three}")


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Product", "Malwarebytes Ransomware Rollback"),
        ("Policy", "Servers - malware strict"),
        ("Remarque", "scan malware complet"),
        ("Agent version", ""),
        ("Threat definitions", "20210117"),
        ("Virus definition age (days)", "1"),
        ("Zuerst gesehen", "01.02.2019"),
    ],
)
def test_what_all_rows_say_and_what_speaks_of_the_product_holds_no_clean_back(
    heading: str, word: str
) -> None:
    assert SAID == outcome(f"Hostname;Infected;{heading}\nadt1;yes;{word}\npacs1;no;{word}\n")


@pytest.mark.parametrize(
    ("heading", "infected", "clean"),
    [
        ("Menaces non résolues", "3", "0"),
        ("Détections non traitées", "3", "0"),
        ("Nicht behobene Bedrohungen", "3", "0"),
        ("Ungelöste Bedrohungen", "3", "0"),
        ("Niet-opgeloste bedreigingen", "3", "0"),
        ("Onopgeloste detecties", "3", "0"),
        ("Threats not mitigated", "3", "0"),
        ("No. of threats", "3", "0"),
        ("Threats", "1 234", "0"),
        ("Threats", "99+", "0"),
        ("Threats", "3.0", "0.0"),
        ("Active threats", "3 active", "none"),
        ("Menaces", "2", "aucune"),
        ("Malware detections (last 30 days)", "3", "0"),
        ("Infections trouvées au dernier scan", "3", "0"),
        ("Menace non traitée", "oui", "non"),
        ("Infecté", "Oui (chiffré)", "Non"),
        ("Infected", "YES!", "NO"),
        ("Infected", "Yes, LockBit 3.0", "No"),
        ("Compromission", "Avérée", "Non"),
        ("Compromised", "Confirmed", "No"),
        ("Sain", "Non - revu hier", "Oui"),
        ("Infected", "Infected", "Not infected"),
        ("Compromised", "Compromised", "Clean"),
        ("Verdict", "unclean", "clean"),
    ],
)
def test_an_infection_is_known_by_number_and_answer_in_any_words(
    heading: str, infected: str, clean: str
) -> None:
    seen = "18/01/2021 02:00"
    rows = f"adt1;imc;{infected};{seen}\npacs1;union;{clean};{seen}\n"
    assert SAID == outcome(f"Hostname;Site;{heading};Last seen\n{rows}")
    rows = f"Online;adt1;{infected};{seen}\nOnline;pacs1;{clean};{seen}\n"
    assert SAID == outcome(f"Online;Hostname;{heading};Last seen\n{rows}")


def test_a_number_of_what_is_dealt_with_is_no_infection_and_one_of_days_is_none() -> None:
    for heading in ("Threats resolved", "Menaces bloquées", "Infection age (days)"):
        found = outcome(f"Hostname;Verdict;{heading}\nadt1;infected;9\npacs1;clean;0\n")
        assert SAID == found, heading
        assert "compromised" not in outcome(f"Hostname;Verdict;{heading}\npacs1;clean;9\n").values()


def test_where_a_number_should_stand_a_dash_says_that_nobody_knows() -> None:
    text = "Hostname;Threats;Last seen\nadt1;3;18/01/2021 02:00\npacs1;-;18/01/2021 02:00\n"
    assert {"adt1": "compromised", "pacs1": "unknown"} == outcome(text)


def test_a_yes_in_a_row_that_ends_before_its_verdict_has_to_be_looked_at() -> None:
    text = "Hostname;Note;Infected\nadt1;yes\npacs1;no\nfile1;x;no\n"
    assert {"adt1": "hit", "file1": "clean"} == outcome(text)


def test_a_sentence_above_the_table_counts_whatever_sign_ends_it() -> None:
    text = "Attention: dc1 est compromis!\nServeur;Verdict\nadt1;infecté\npacs1;sain\n"
    found = outcome(text)
    assert "hit" == found["Attention: dc1 est compromis!"]
    assert SAID == {server: found[server] for server in SAID}


@pytest.mark.parametrize(
    "text",
    [
        "adt1 infecté\npacs1 sain\n",
        "Infectées :\nadt1\n\nSaines :\n- pacs1\n",
        "Infected:\n1. adt1\nNot infected:\n2. pacs1\n",
        "Befallen:\nadt1\nSauber:\npacs1\n",
    ],
)
def test_names_beside_or_below_a_verdict_are_a_list(text: str) -> None:
    found = outcome(text)
    assert ("compromised", True) == (found["adt1"], found["pacs1"] in ("clean", "held"))


def test_words_above_machines_that_nobody_understands_make_none_of_them_anything() -> None:
    assert {"adt1": "asked", "pacs1": "compromised"} == outcome(
        "Machines non infectées:\nadt1\nInfectées:\npacs1\n"
    )


@pytest.mark.parametrize(
    ("text", "maps"),
    [
        ('{"agent": {"name": "adt1"}, "infected": true}\n', ()),
        ('{"agent": {"name": "adt1"}, "rule": {"id": 7}}\n', ("verdict==compromised",)),
        ('[{"name": "adt1", "malwareStatus": {"detection": false, "infected": true}}]', ()),
        ('[{"name": "adt1", "health": {"threats": {"count": 0, "infectedFiles": 2}}}]', ()),
    ],
)
def test_one_object_alone_and_flags_deep_within_are_read(text: str, maps: tuple[str, ...]) -> None:
    assert {"adt1": "compromised"} == outcome(text, *maps)


@pytest.mark.parametrize(
    ("heading", "held", "well"),
    [
        ("Credentials stolen", "yes", "no"),
        ("Passwords stolen", "domain admin", "none"),
        ("Lateral movement", "from dc1", "no"),
        ("Lateral movement", "yes", "none"),
        ("Mots de passe volés", "peut-être", "non"),
        ("Wachtwoorden gestolen", "ja", "nee"),
        ("Alerts (24h)", "many", "0"),
        ("Alerts (24h)", "1 (FP)", "none"),
        ("Suspicious IP contacted", "yes", "no"),
        ("Confidence", "0.2", "0.95"),
        ("Coverage", "none", "full"),
        ("Coverage", "system only", "100"),
        ("Couverture", "C:", "tous les disques"),
        ("IOC sweep", "failed", "done"),
        ("IOC sweep", "rescheduled", "done"),
        ("Scan errors", "yes", "none"),
        ("Validé", "non", "oui"),
        ("Verified", "rejected", "Paul"),
        ("Validé", "à faire", "Paul"),
        ("Geverifieerd", "nee", "ja"),
        ("Reconnect allowed", "after CERT", "yes"),
        ("Remise en réseau", "interdit", "oui"),
        ("Réinstallé", "à faire", "non"),
        ("Nettoyage", "en cours", "non"),
        ("Scan log", "empty", "srv1.txt"),
        ("Scan log", "truncated", "srv1.txt"),
    ],
)
def test_what_a_column_says_that_nobody_chose_holds_a_clean_back(
    heading: str, held: str, well: str
) -> None:
    told = outcome(
        f"Server;Verdict;{heading}\nadt1;clean;{held}\npacs1;clean;{well}\nfile1;infected;{well}\n"
    )
    assert {"adt1": "held", "pacs1": "clean"}.items() <= told.items()
    assert "compromised" == told["file1"]


@pytest.mark.parametrize("heading", ["Verified", "Validé", "Sweep"])
def test_an_empty_answer_whether_somebody_looked_is_none(heading: str) -> None:
    told = outcome(f"Server;Verdict;{heading}\nadt1;clean;yes\npacs1;clean;\ndc1;clean;-\n")
    assert {"adt1": "clean", "pacs1": "held", "dc1": "held"} == told


def test_addresses_that_a_machine_spoke_with_are_not_its_own() -> None:
    told = outcome(
        "Server;Verdict;IP suspectes contactées\nadt1;infected;203.0.113.9\npacs1;clean;\n"
    )
    assert {"adt1": "compromised", "pacs1": "clean"} == told


def test_what_somebody_says_is_a_remark_whoever_it_is() -> None:
    found = laid("Server;Verdict;Owner says\nadt1;clean;slow since Friday\npacs1;clean;nothing\n")
    assert [("adt1",)] == [each.servers for each in found.remarks]


def test_what_all_goes_well_with_holds_no_clean_back() -> None:
    told = outcome(
        "Server;Verdict;Validé;Coverage;Confidence;Signatures;EDR active;Suspicious activity monitoring;Alerts;Remise en réseau\n"
        "adt1;clean;oui;100 %;high;up to date;yes;yes;0;oui\n"
        "pacs1;clean;Paul;full;95%;2021-01-18;yes;yes;none;18/01\n"
        "file1;infected;oui;full;high;up to date;yes;yes;3;non\n"
    )
    assert {"adt1": "clean", "pacs1": "clean", "file1": "compromised"} == told
