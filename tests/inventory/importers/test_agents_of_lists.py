"""What a list says of agents and scans holds a clean back, however it is inflected or goes on, and no
infection. All lists are made up."""

import pytest

from chwapi_console.inventory.importers.verdicts.presence import (
    is_unclear_of_an_agent,
    says_agent_off,
)
from inventory.importers.laid_lists import laid, outcome

NOW_SEEN = "2021-01-18 02:00"


def held_by(heading: str, word: str) -> bool:
    """Whether a list in which an agent stands so holds a clean back."""
    told = outcome(
        f"Hostname;{heading};Last seen;Verdict\npacs1;{word};{NOW_SEEN};clean\n"
        f"file1;;{NOW_SEEN};infected\n"
    )
    assert told["file1"] == "compromised"
    return told["pacs1"] == "held"


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Dienste", "Gestoppt"),
        ("EDR actif", "oui (mode audit)"),
        ("EDR actif", "en cours d'installation"),
        ("Agent running", "yes, detect only"),
        ("Signatures", "outdated"),
        ("Signaturen", "veraltet"),
        ("Base virale", "pas à jour"),
        ("Scan", "C: only"),
        ("Scan", "memory"),
        ("Analyse", "C: uniquement"),
        ("Services", "Stopped"),
        ("Diensten", "Niet actief"),
        ("Protection en temps réel", "Expirée"),
        ("Protection en temps réel", "Non"),
        ("EDR", "non"),
        ("Realtime-beveiliging", "Uitgeschakeld"),
        ("Sensor health state", "Impaired communications"),
        ("Sensor health state", "Something new"),
        ("RFM", "Yes"),
        ("Reduced functionality mode", "true"),
        ("Agent", "Offline since 3 days"),
        ("Remarks", "offline (3 d)"),
        ("Remarks", "Déconnecté depuis le 12/10"),
        ("Connection status", "not active"),
        ("Etat de l'agent", "Hors ligne"),
        ("Agentenstatus", "Nicht aktiv"),
        ("Agent version", "Not installed"),
        ("Online", "No"),
        ("Etat de l'analyse", "Interrompue"),
        ("Scan status", "Completed with errors"),
        ("Scan status", "Aborted by user"),
        ("Scan status", "45 %"),
        ("Scanstatus", "Unterbrochen"),
        ("Scanstatus", "Wird ausgeführt"),
        ("Stderr", "Access is denied: D:\\"),
        ("Erreur", "accès refusé"),
        (
            "Last error",
            "Timed out after 600 s while the volume D: was read, and nothing more of it was seen",
        ),
        ("Fehler", "Zeitüberschreitung"),
        ("Remarks", "nicht alle Laufwerke"),
        ("Freigabe", "ja, unter Vorbehalt"),
        ("Freigabe", "gesperrt"),
        ("Freigabe", "nein"),
        ("Released", "Not yet"),
        ("Libéré", "Non, voir Paul"),
        ("Vrijgave", "geweigerd"),
        ("Remarque", "OK sous réserve"),
        ("Opmerking", "niet alle schijven"),
        ("Remarque", "pas tous les disques"),
        ("Remarks", "not all drives"),
        ("Scanstatus", "Wordt uitgevoerd"),
        ("On-Access Scan", "Disabled"),
        ("Analyse", "In Bearbeitung"),
        ("Analyse", "Pas encore"),
        ("Flow State", "ERROR"),
        ("Status", "Lift Containment Pending"),
        ("État d'intégrité du capteur", "Communication altérée"),
        ("Sensorstatus", "Beeinträchtigte Kommunikation"),
        ("Protection", "Not protected"),
        ("Protection", "Out of date"),
        ("Antivirus", "pas à jour"),
        ("Agent", "✗"),
        ("Agent", "HS"),
        ("Agent OK", "non"),
        ("Agent", "Kein Agent"),
        ("Remarque", "pas d'agent"),
        ("Remarque", "agent désactivé"),
        ("Notes", "scan failed"),
        ("Commentaire", "analyse interrompue"),
        ("Protection", "partielle"),
        ("Scan done", "No"),
        ("Scanned", "No"),
        ("Gescannt", "Nein"),
        ("Analyse faite", "Non"),
        ("Credentialed", "No"),
        ("CrowdStrike", "Non"),
        ("CrowdStrike status", "Disabled"),
        ("Agentenstatus", "Nein"),
        ("EDR status", "Pending install"),
        ("Status analyse", "Niet voltooid"),
        ("Auto-Protect On", "Off"),
        ("On-access", "Disabled"),
        ("Engine", "Stopped"),
        ("isolation_state", "true"),
        ("Network isolation", "Yes"),
        ("status", "BYPASS"),
        ("Couverture", "62 %"),
        ("Scan coverage", "Partial"),
        ("unreadable files", "8123"),
        ("Files not scanned", "12"),
        ("Fichiers ignorés", "3"),
        ("Scan overdue", "Yes"),
        ("PendingFullScan", "True"),
        ("Definitions out of date", "Yes"),
        ("SignatureUpdateOverdue", "True"),
        ("Virus scanner", "No"),
        ("Commentaire", "à refaire, il manque un disque"),
        ("Bemerkung", "Nachprüfung nötig"),
        ("Comment", "malware protection disabled"),
        ("Remarque", "protection contre les virus désactivée"),
        ("Isolé du réseau", "Oui"),
        ("Isoliert", "Ja"),
        ("Comment", "EDR silent since 22:00"),
        ("Bemerkung", "Agent stumm seit gestern"),
        ("EDR", "à installer"),
        ("EDR", "afwezig"),
        ("Agent", "0"),
        ("Scan", "quick"),
        ("Chiffré", "oui"),
        ("Encrypted by attacker", "yes"),
        ("Versleuteld", "ja"),
        ("Beheerd", "nee"),
        ("Verwaltet", "nein"),
        ("Supervisé", "non"),
        ("Neuinstallation nötig", "ja"),
        ("Herinstallatie nodig", "ja"),
        ("Suspicious activity", "yes"),
        ("Activité suspecte", "oui"),
        ("Verdächtige Prozesse", "ja"),
        ("Offene Alarme", "4"),
        ("Openstaande meldingen", "4"),
        ("Risk level", "High"),
        ("Risikostufe", "hoch"),
        ("Severity", "critical"),
        ("Disks scanned", "1/4"),
        ("Gescannte Laufwerke", "2 von 3"),
    ],
)
def test_an_agent_that_is_off_or_a_scan_that_did_not_end_holds_a_clean_back(
    heading: str, word: str
) -> None:
    assert held_by(heading, word)


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Dienste", "Laufen"),
        ("Services", "DNS, DHCP"),
        ("Agent", "Online"),
        ("Agent version", "7.16.18605"),
        ("Agent", "Apex One 14"),
        ("Sensor health state", "Active"),
        ("Onboarding status", "Onboarded"),
        ("Protection en temps réel", "Activée"),
        ("Realtime-beveiliging", "Ingeschakeld"),
        ("Agentenstatus", "In Ordnung"),
        ("Agent status", "Up to date"),
        ("Agent status", "2021-01-18"),
        ("EDR alerts", "0"),
        ("Isolation status", "Not isolated"),
        ("RFM", "No"),
        ("Scan status", "Completed"),
        ("Scan status", "Completed, no errors"),
        ("Scan status", "100 %"),
        ("Scan type", "Scheduled"),
        ("On-Access Scan", "Enabled"),
        ("Flow State", "FINISHED"),
        ("Status", "Normal"),
        ("Onboardingstatus", "Integriert"),
        ("Scanned", "Yes"),
        ("Analyse faite", "Oui"),
        ("CrowdStrike", "Oui"),
        ("EDR status", "Déployé"),
        ("Notes", "agent updated"),
        ("Analyse par", "marie"),
        ("Engine", "ClamAV"),
        ("Engine version", "1.1.23"),
        ("Coverage", "100 %"),
        ("Backup coverage", "62 %"),
        ("unreadable files", "0"),
        ("Scan errors", "0"),
        ("Isolation allowed", "Yes"),
        ("Scan overdue", "No"),
        ("PendingFullScan", "False"),
        ("Definitions out of date", "No"),
        ("Commentaire", "disque à refaire en 2022"),
        ("Antivirus name", "Defender"),
        ("Etat de l'analyse", "Terminée"),
        ("Status analyse", "Voltooid"),
        ("Remarks", "offsite backup"),
        ("Remarks", "next to the offline library"),
        ("Stderr", "-"),
        ("Error", "none"),
        ("Last error code", "0x0"),
        ("Erreur", "Aucune erreur"),
        ("Fehler", "keiner"),
        ("Error reporting", "daily"),
        ("Freigabe", "ja"),
        ("Freigabe", "28.11. 04:00 Weber"),
        ("OS release", "2019"),
        ("Remarks", "all drives"),
        ("Schutzstatus", "Wird ausgeführt"),
        ("État de la protection", "En cours d'exécution"),
        ("EDR", "vorhanden"),
        ("EDR", "présent"),
        ("Agent", "1"),
        ("Antivirus", "à jour"),
        ("Scan", "full"),
        ("Chiffré", "non"),
        ("Disque chiffré (BitLocker)", "oui"),
        ("Suspicious activity", "no"),
        ("Offene Alarme", "0"),
        ("Risk level", "Low"),
        ("Criticité", "haute"),
        ("Disks scanned", "4/4"),
        ("Dernière analyse", "18/01"),
    ],
)
def test_what_says_that_all_is_well_or_something_else_holds_no_clean_back(
    heading: str, word: str
) -> None:
    assert not held_by(heading, word)


@pytest.mark.parametrize("word", ["Active", "Offline", "3.2", "12/10/2026", "–"])
def test_a_word_that_is_known_or_none_is_not_unclear(word: str) -> None:
    title = ("agent", "status")
    assert says_agent_off(title, word) or not is_unclear_of_an_agent(title, word)


def test_a_time_that_some_scans_lack_is_asked_for_all_the_same() -> None:
    told = outcome(
        f"Poste;Fin d'analyse;Verdict\ndc1;;sain\npacs1;{NOW_SEEN};sain\nfile1;en cours;sain\n"
    )
    assert {"dc1": "held", "pacs1": "clean", "file1": "held"} == told


@pytest.mark.parametrize("nothing", ["", "-", "n/a"])
def test_what_stands_for_no_agent_holds_a_clean_back(nothing: str) -> None:
    told = outcome(
        f"Hostname;EDR;Last seen;Verdict\npacs1;Falcon;{NOW_SEEN};clean\ndc1;{nothing};{NOW_SEEN};clean\n"
    )
    assert {"pacs1": "clean", "dc1": "held"} == told


@pytest.mark.parametrize(
    ("heading", "now", "before"),
    [
        ("Dernier contact", "aujourd'hui", "la semaine dernière"),
        ("Letzter Kontakt", "heute", "letzte Woche"),
        ("Laatste check-in", "vandaag", "vorige week"),
        ("Last seen", "today", "last month"),
    ],
)
def test_a_last_contact_in_words_that_are_no_moment_holds_a_clean_back(
    heading: str, now: str, before: str
) -> None:
    told = outcome(
        f"Hostname;{heading};Verdict\npacs1;{now} 02:00;clean\nfile1;{before};clean\n"
        f"adt1;{before};infected\n"
    )
    assert {"pacs1": "clean", "file1": "held", "adt1": "compromised"} == told


def test_a_time_in_millionths_of_a_second_is_read() -> None:
    told = outcome(
        '{"os_info": {"hostname": "pacs1"}, "last_seen_at": 1610935260000000, "verdict": "clean"}\n'
        '{"os_info": {"hostname": "dc1"}, "last_seen_at": 1600000000000000, "verdict": "clean"}\n'
    )
    assert {"pacs1": "clean", "dc1": "held"} == told


@pytest.mark.parametrize(
    ("heading", "ended", "word"),
    [
        ("State", "FINISHED", "RUNNING"),
        ("Status", "Completed", "Queued"),
        ("Statut", "Terminé", "En cours"),
        ("Zustand", "Abgeschlossen", "Läuft"),
        ("Status", "Voltooid", "Loopt"),
    ],
)
def test_what_still_runs_is_not_done_below_a_heading_of_runs(
    heading: str, ended: str, word: str
) -> None:
    told = outcome(
        f"Hostname;{heading};Verdict\npacs1;{ended};clean\nfile1;{word};clean\nadt1;{word};infected\n"
    )
    assert {"pacs1": "clean", "file1": "held", "adt1": "compromised"} == told


def test_a_machine_that_runs_is_on_where_no_run_ends() -> None:
    told = outcome("Hostname;State;Verdict\npacs1;running;clean\nfile1;running;clean\n")
    assert {"pacs1": "clean", "file1": "clean"} == told


@pytest.mark.parametrize(
    ("heading", "word", "told"),
    [
        ("EDR", "hit", "held"),
        ("Check 2", "Positiv", "held"),
        ("Looked at by Eve", "touché", "held"),
        ("Chiffrement", "chiffré", "clean"),
        ("EDR", "nothing", "clean"),
    ],
)
def test_a_look_that_found_something_holds_back_the_clean_beside_it(
    heading: str, word: str, told: str
) -> None:
    rows = f"pacs1;{word};clean\nadt1;see ticket;infected\nfile1;nothing;clean\ndc1;7;clean\n"
    assert told == outcome(f"Hostname;{heading};Verdict\n{rows}")["pacs1"]


@pytest.mark.parametrize(
    ("heading", "cell", "held"),
    [("% scanné", "63 %", True), ("% scanné", "100 %", False), ("Scanned", "0 %", True)],
)
def test_a_part_that_was_looked_at_holds_a_clean_back(heading: str, cell: str, held: bool) -> None:
    assert held == held_by(heading, cell)


@pytest.mark.parametrize("heading", ["Signaturstand", "Virendefinitionen vom", "Definitiedatum"])
def test_the_date_of_signatures_is_none_of_a_look(heading: str) -> None:
    told = outcome(
        f"Host;Infected;{heading};Finished\nadt1;yes;2021-01-18;{NOW_SEEN}\n"
        f"pacs1;no;2021-01-18;{NOW_SEEN}\ndc1;no;{NOW_SEEN};\n"
    )
    assert {"adt1": "compromised", "pacs1": "clean"} == {
        each: told[each] for each in ("adt1", "pacs1")
    }
    assert "clean" != told.get("dc1")


@pytest.mark.parametrize(
    ("heading", "cell", "held"),
    [
        ("Partial", "true", True),
        ("Partial", "false", False),
        ("Confidence", "10%", True),
        ("Confidence", "95 %", False),
        ("Vertrauen", "40 %", True),
    ],
)
def test_a_look_in_part_or_hardly_sure_holds_a_clean_back(
    heading: str, cell: str, held: bool
) -> None:
    assert held == held_by(heading, cell)


def test_a_time_of_day_beside_an_empty_day_says_not_when() -> None:
    told = outcome(
        "Serveur;Sain;Date;Heure\nadt1;non;18/01/2021;02:00\npacs1;oui;18/01/2021;02:10\ndc1;oui;;02:10\n"
    )
    assert "compromised" == told["adt1"]
    assert "clean" == told["pacs1"]
    assert "held" == told["dc1"]


@pytest.mark.parametrize(
    ("heading", "cell", "held"),
    [
        ("Mode", "quick", True),
        ("Methode", "Schnellscan", True),
        ("Methode", "Sichtprüfung", True),
        ("Method", "quick scan", True),
        ("Method", "full scan", False),
        ("Mode", "full", False),
        ("Scan mode", "passive", True),
        ("Exit code", "137", True),
        ("Exit code", "0", False),
        ("Vérifié par", "personne", True),
        ("Vérifié par", "auto-déclaré", True),
        ("Vérifié par", "Marc", False),
        ("Checked by", "?", True),
        ("Geprüft von", "Benutzer", True),
        ("Scan", "half", True),
        ("Scan", "à moitié", True),
        ("Scan", "volledig", False),
    ],
)
def test_a_shallow_look_or_nobodys_holds_a_clean_back(heading: str, cell: str, held: bool) -> None:
    assert held == held_by(heading, cell)


@pytest.mark.parametrize(
    ("heading", "cell", "held"),
    [
        ("Étape", "à faire", True),
        ("Étape", "0 - À faire", True),
        ("Step", "To do", True),
        ("Step", "backlog", True),
        ("Stap", "nog te doen", True),
        ("Schritt", "in Arbeit", True),
        ("Schritt", "fertig", False),
        ("Étape", "remis", False),
        ("Étape patch", "à faire", False),
        ("Action", "à remettre sur le réseau", False),
    ],
)
def test_a_step_that_is_still_to_do_holds_a_clean_back(heading: str, cell: str, held: bool) -> None:
    assert held == held_by(heading, cell)


def test_a_number_of_alerts_below_the_name_of_a_look_is_a_finding_that_somebody_must_look_at() -> (
    None
):
    found = laid(
        "Server;EDR;THOR;Action\nadt1;sauber;3 Alerts;-\npacs1;sauber;0 Alerts;-\nfile1;sauber;nicht gelaufen;-\n"
        "dc1;infiziert;2 Warnings;-\n"
    )
    assert ["adt1"] == [hit.name for hit in found.hits]
    assert {"adt1", "file1"} == set(found.held)
    assert {"pacs1": "clean", "dc1": "compromised"}.items() <= found.verdicts.items()


@pytest.mark.parametrize(
    ("heading", "cell"), [("THOR", "Treffer"), ("Memory scan", "hit"), ("YARA scan", "matched")]
)
def test_a_look_that_found_something_beside_a_clean_is_a_finding(heading: str, cell: str) -> None:
    found = laid(f"Server;Verdict;{heading}\nadt1;clean;{cell}\npacs1;clean;-\nfile1;infected;-\n")
    assert [("adt1", f"{heading}: {cell}")] == [(hit.name, hit.words) for hit in found.hits]
    assert {"adt1"} == set(found.held)


def test_a_look_that_a_remark_dates_before_the_incident_holds_a_clean_back() -> None:
    found = outcome(
        "Host;State;Extra\nadt1;clean;scanned 16/01/2021\npacs1;clean;scan complete\n"
        "dc1;clean;rebuilt 16/01/2019, scan v2.1.3\nfile1;infected;rack 4\n"
    )
    assert {"adt1": "held", "pacs1": "clean", "dc1": "clean", "file1": "compromised"} == found


def test_a_clean_below_words_of_doubt_is_held_until_other_words_stand_alone() -> None:
    found = outcome(
        "Servers to check;;\nServer;Result;Time\nadt1;clean;02:00\n-- TWIJFEL --;;\npacs1;clean;02:00\nfile1;infected;02:00\n"
        "== schoon ==;;\ndc1;clean;02:00\n"
    )
    assert {
        "adt1": "clean",
        "pacs1": "held",
        "file1": "compromised",
        "dc1": "clean",
    }.items() <= found.items()


@pytest.mark.parametrize(
    ("heading", "cell", "held"),
    [
        ("Base virale", "12/08/2020", True),
        ("Signature date", "2020-08-12", True),
        ("Signaturstand", "17.01.2021", False),
        ("Definitions", "1.403.22.0", False),
        ("Vertrouwen", "laag", True),
        ("Vertrouwen", "50/50", True),
        ("Confidence", "3/5", True),
        ("Confidence", "5 of 5", False),
        ("Wahrscheinlichkeit", "mittel", True),
        ("Confidence", "high", False),
    ],
)
def test_what_a_scanner_knew_too_early_or_hardly_holds_a_clean_back(
    heading: str, cell: str, held: bool
) -> None:
    assert held == held_by(heading, cell)


def test_a_column_of_versions_of_agents_says_where_none_is_though_it_is_called_agent() -> None:
    found = outcome("Endpoint;Agent;Infected\nadt1;2.1;yes\npacs1;2.1;no\nfile1;;no\n")
    assert {"adt1": "compromised", "pacs1": "clean", "file1": "held"} == found


GUARDS = [
    ("Agent en cours d'exécution", "Oui", "Non"),
    ("Protection contre les virus", "Oui", "Non"),
    ("Protégé contre les malwares", "Oui", "Non"),
    ("Antivirus à jour", "Oui", "Non"),
    ("Base virale à jour", "Oui", "Non"),
    ("Détection des menaces activée", "Oui", "Non"),
    ("Recherche de virus effectuée", "Oui", "Non"),
    ("Analysé", "Oui", "Non"),
    ("Contrôlé", "Oui", "Non"),
    ("Couvert par l'EDR", "Oui", "Non"),
    ("Virenscanner aktiv", "ja", "nein"),
    ("Virenschutz", "ja", "nein"),
    ("Malware-Schutz aktiv", "ja", "nein"),
    ("Bedrohungsabwehr aktiv", "ja", "nein"),
    ("Bedrohungserkennung aktiv", "ja", "nein"),
    ("Virenscan durchgeführt", "ja", "nein"),
    ("Virenprüfung durchgeführt", "ja", "nein"),
    ("Virensignaturen aktuell", "ja", "nein"),
    ("Virendatenbank aktuell", "ja", "nein"),
    ("Vor Viren geschützt", "ja", "nein"),
    ("Geprüft", "ja", "nein"),
    ("Virusscanner draait", "ja", "nee"),
    ("Malwarebescherming aan", "ja", "nee"),
    ("Virusscan uitgevoerd", "ja", "nee"),
    ("Viruscontrole uitgevoerd", "ja", "nee"),
    ("Bedreigingsdetectie actief", "ja", "nee"),
    ("Virusdefinities actueel", "ja", "nee"),
    ("Beschermd tegen virussen", "ja", "nee"),
    ("Realtimebeveiliging", "ja", "nee"),
    ("Gecontroleerd", "ja", "nee"),
    ("Virus protection", "yes", "no"),
    ("Malware scanner", "yes", "no"),
    ("Virus scanning on", "yes", "no"),
    ("Protected against malware", "yes", "no"),
    ("Threat detection enabled", "yes", "no"),
    ("AV signatures current", "yes", "no"),
    ("Checked", "yes", "no"),
]


@pytest.mark.parametrize(("heading", "yes", "no"), GUARDS)
@pytest.mark.parametrize("verdicts", ["Verdict;infected;clean", "Malware found;yes;no"])
def test_what_guards_a_machine_is_no_infection_and_holds_a_clean_back_where_it_is_off(
    heading: str, yes: str, no: str, verdicts: str
) -> None:
    title, infected, clean = verdicts.split(";")
    told = outcome(
        f"Hostname;{heading};Last seen;{title}\nadt1;{yes};{NOW_SEEN};{infected}\n"
        f"pacs1;{yes};{NOW_SEEN};{clean}\ndc1;{no};{NOW_SEEN};{clean}\n"
    )
    assert told == {"adt1": "compromised", "pacs1": "clean", "dc1": "held"}


@pytest.mark.parametrize(
    "heading",
    [
        "Infected client",
        "Compromised service",
        "Active threats",
        "Malware active",
        "Virenfund",
        "Malware detection on host",
    ],
)
def test_what_is_said_of_infections_is_not_taken_for_what_guards_against_them(heading: str) -> None:
    told = outcome(f"Hostname;{heading};Last seen\nadt1;yes;{NOW_SEEN}\npacs1;no;{NOW_SEEN}\n")
    assert told == {"adt1": "compromised", "pacs1": "clean"}
