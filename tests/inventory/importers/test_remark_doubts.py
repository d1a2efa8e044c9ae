"""A remark that nobody looked at a machine to the end holds a clean back, in four languages; a form that
nobody filled in says nothing. All lists are made up."""

import pytest

from chwapi_console.inventory.importers.words.remark_doubts import says_not_looked_at
from chwapi_console.inventory.importers.words.verdict_meaning import Sense, meaning_of
from inventory.importers.laid_lists import outcome

NOT_LOOKED_AT = """
scanned last week
analysé avant l'attaque
rumour
isoler
attendre l'éditeur
abwarten
second look
2nd opinion please
zweiter Blick durch CERT
tweede scan gepland
deuxième contrôle à prévoir
double-check with CERT
to do: EDR
à faire : THOR
memory not captured
noch am Netz, wird nachgeholt
sera fait demain, suit
Admin-Login um 03:00 aus Russland
connexion VPN depuis l'étranger
mailqueue vol met spam naar buiten
Piet zegt van wel
schijf E: vergeten
disque D oublié
Sensor meldet seit 22:00 nichts mehr
laut Hersteller
selon l'utilisateur
comme dc1 je suppose
partage Compta pas ouvert
n'a regardé que le bureau
revoir après redémarrage
nur Laufwerk C
only drive C:
disque C seulement
alleen de schijf C
uniquement la partition système
3 files still locked
12 fichiers encore chiffrés
noch 4 Dateien verschlüsselt noch
machine éteinte depuis 26/11
pas pu analyser le disque D
analyse rapide seulement, disque D non monté
résultat à confirmer par le CERT
en attente retour CERT
Scan nicht vollständig
nur Laufwerk C geprüft
Rückmeldung CERT steht aus
scan niet volledig
enkel C: gescand
wacht op CERT
only C: scanned
waiting for CERT
logs missing for 27/11
quick scan only
could not mount D:
RAS sauf un compte admin créé cette nuit
a été rallumé, à repasser au scanner
Paul doute
pas sûr
pas regardé le D:
quelque chose de bizarre dans les logs
tâche planifiée ajoutée
ohne Befund bis auf C:\\Temp\\x.exe
nochmal prüfen
unsicher
neues Konto angelegt
nihil, behalve vreemde taak
nog eens nakijken
C: nog te bekijken
nothing on C:, but D: slow
rescan needed
looks odd
krbtgt reset done?
not checked yet
new local user added at 02:00
trouvé un .exe dans le dossier Public
x.ps1 in C:\\Temp
event log cleared at 01:12
journaux effacés
nog na te kijken
only system drive looked at
""".strip().splitlines()

LOOKED_AT = """
second scan clean
second look done
zweiter Scan sauber
keine Anmeldung aus dem Ausland
memory captured
full scan done
no files still locked
aucun fichier encore chiffré
only in use by radiology
rebuilt from golden image
EDR ok, logs ok
owner: radiology
physical server
to be moved to VLAN 20
nothing missing in the logs
analyse complète terminée
rien en attente
contacter le labo avant redémarrage
vollständig geprüft
keine Rückmeldung nötig
volledig gescand
only for radiology
3 updates pending
reboot pending
en attente de redémarrage
infecté ? non
aucun doute
rien de bizarre
nichts Seltsames
niets vreemds gezien
no new accounts created
no .exe in Public
aucun compte créé
kein neues Konto angelegt
rescanned at 03:00, ok
erneut geprüft, ok
vérifié 2x
ne pas rallumer sauf accord direction
https://wiki/page?id=7
a part of the lab cluster
Rien à signaler
R.A.S.
o.B.
keine Auffälligkeiten
nihil
geen bijzonderheden
no findings
""".strip().splitlines()


@pytest.mark.parametrize("remark", NOT_LOOKED_AT)
def test_a_remark_that_nobody_looked_to_the_end_holds_a_clean_back(remark: str) -> None:
    assert says_not_looked_at(remark)
    told = outcome(
        f"Host;Infected;Remarks\npacs1;no;{remark}\nadt1;yes;{remark} 2\nfile1;no;full scan done\n"
    )
    assert {"pacs1": "held", "adt1": "compromised", "file1": "clean"} == told


@pytest.mark.parametrize(
    "remark",
    [
        "2 alertes",
        "réinstaller quand même",
        "garder isolé",
        "neu aufsetzen",
        "keep isolated",
        "geïsoleerd houden",
        "1 Treffer",
        "THOR: 3 hits, Loki: 0",
        "non lancé",
        "nicht gestartet",
        "niet uitgevoerd",
        "not run",
        "NON ! voir Paul",
        "no!",
        "Achtung! gleicher Name",
        "opgelet!",
        "stop ! pas lui",
    ],
)
def test_a_cry_beside_a_clean_holds_it_back(remark: str) -> None:
    assert says_not_looked_at(remark)


@pytest.mark.parametrize(
    "remark", ["Snapshot von gestern geprüft", "clone checked", "copie d'hier analysée"]
)
def test_a_copy_that_was_looked_at_is_not_the_machine(remark: str) -> None:
    assert says_not_looked_at(remark)
    assert not says_not_looked_at("snapshot taken at 03:00")


@pytest.mark.parametrize("remark", LOOKED_AT)
def test_a_remark_about_something_else_holds_none_back(remark: str) -> None:
    assert not says_not_looked_at(remark)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("besmet geweest, opgekuist", "over"),
        ("eerder besmet", "over"),
        ("plus infecté", "over"),
        ("anciennement infecté", "over"),
        ("früher infiziert", "over"),
        ("war befallen", "over"),
        ("formerly infected", "over"),
        ("malware was found", "compromised"),
        ("réinfecté", "compromised"),
        ("Befall", "compromised"),
        ("infection non exclue", "suspected"),
        ("can't rule out compromise", "suspected"),
        ("Befall nicht auszuschließen", "suspected"),
        ("besmetting niet uitgesloten", "suspected"),
        ("infection exclue", None),
        ("compromise ruled out", None),
        ("kein Befall", "clean"),
        ("zonder infectie", "clean"),
        ("No evidence of compromise", "clean"),
        ("keine Anzeichen einer Kompromittierung", "clean"),
        ("geen aanwijzing voor besmetting", "clean"),
        ("no evidence of compromise yet", None),
        ("keine Anzeichen mehr von Befall", None),
    ],
)
def test_what_was_and_what_is_not_excluded_is_told_from_what_is(
    words: str, meaning: str | None
) -> None:
    assert meaning == meaning_of(words, "verdict", {})


@pytest.mark.parametrize(
    ("cell", "sense"),
    [
        ("Oui / Non", "flag"),
        ("oui/non", "flag"),
        ("☐ oui ☐ non", "flag"),
        ("☑ oui ☑ non", "flag"),
        ("clean / infected", "verdict"),
        ("sain/compromis", "verdict"),
        ("clean or infected?", "verdict"),
        ("[ ] clean [ ] infected", "verdict"),
    ],
)
def test_a_form_that_nobody_filled_in_says_nothing(cell: str, sense: Sense) -> None:
    assert meaning_of(cell, sense, {}) is None


@pytest.mark.parametrize(
    ("cell", "sense", "meaning"),
    [
        ("☑ oui ☐ non", "flag", "compromised"),
        ("☐ oui ☑ non", "flag", "clean"),
        ("[ ] clean [x] infected", "verdict", "compromised"),
        ("[x] clean [ ] infected", "verdict", "clean"),
        ("infected/encrypted", "verdict", "compromised"),
        ("Oui (chiffré / 80 %)", "flag", "compromised"),
        ("3/12", "count", "compromised"),
        ("0/12", "count", "clean"),
    ],
)
def test_of_a_form_what_is_ticked_counts(cell: str, sense: Sense, meaning: str) -> None:
    assert meaning == meaning_of(cell, sense, {})


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Confidence", "low"),
        ("Niveau de confiance", "faible"),
        ("Verdict status", "preliminary"),
        ("Source", "Veeam backup 16/01"),
        ("Files scanned", "0"),
        ("Objets analysés", "0"),
    ],
)
def test_a_verdict_that_is_unsure_or_of_a_copy_is_no_clean(heading: str, word: str) -> None:
    told = outcome(
        f"Host;Verdict;{heading}\npacs1;clean;{word}\nadt1;infected;{word}\nfile1;clean;x\n"
    )
    assert {"pacs1": "held", "adt1": "compromised", "file1": "clean"} == told


@pytest.mark.parametrize("heading", ["Ransom note", "Rançon payée", "Mimikatz", "Lockbit"])
def test_who_lacks_one_sign_of_an_infection_is_not_clean_by_that(heading: str) -> None:
    told = outcome(f"Host;{heading}\nadt1;yes\npacs1;no\n")
    assert {"adt1": "compromised", "pacs1": "held"} == told


@pytest.mark.parametrize(
    ("heading", "said", "other", "verdict"),
    [
        ("Disk image", "missing", "taken", "held"),
        ("Image disque", "manquante", "prise", "held"),
        ("Logs", "not collected", "collected", "held"),
        ("Logboeken", "ontbreken", "ok", "held"),
        ("Exclusions", "C:\\", "D:\\SQL", "held"),
        ("Ausnahmen", "D:\\*", "", "held"),
        ("Exclusions", "D:\\SQL\\Data", "", "clean"),
        ("Exclusions", "*.mdf", "*.ldf", "clean"),
        ("Backup image", "missing", "ok", "clean"),
        ("Disk errors", "none", "2", "clean"),
    ],
)
def test_records_that_are_missing_and_drives_left_out_hold_a_clean_back(
    heading: str, said: str, other: str, verdict: str
) -> None:
    told = outcome(f"Host;Infected;{heading}\npacs1;no;{said}\nadt1;yes;{said}\nfile1;no;{other}\n")
    assert {"pacs1": verdict, "adt1": "compromised", "file1": "clean"} == told
    told = outcome(f"Host;Infected;{heading}\npacs1;no;{said}\nadt1;yes;{said}\nfile1;no;{other}\n")
    assert {"pacs1": verdict, "adt1": "compromised", "file1": "clean"} == told


@pytest.mark.parametrize(
    "remark",
    [
        "0 alertes",
        "10 servers",
        "aucune alerte",
        "0 Treffer",
        "2 vCPU",
        "réinstallé hier",
        "rebuilt",
    ],
)
def test_a_number_of_nothing_found_holds_none_back(remark: str) -> None:
    assert not says_not_looked_at(remark)


@pytest.mark.parametrize(
    "name", ["pacs1 (clone de test)", "pacs1 (copy of 12/10)", "pacs1 (Kopie von gestern)"]
)
def test_a_copy_of_a_machine_is_another(name: str) -> None:
    told = outcome(f"Host;Verdict\n{name};clean\nadt1;infected\nfile1;clean\n")
    assert "clean" != told.get("pacs1")
    assert ("compromised", "clean") == (told["adt1"], told["file1"])
