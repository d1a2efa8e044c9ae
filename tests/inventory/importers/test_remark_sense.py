"""Remarks as people write them beside a verdict: what is denied to the last word holds no clean back,
and no other word for an infection is ever let through."""

import re

import pytest

from chwapi_console.inventory.importers.words.remark_sense import speaks
from chwapi_console.inventory.importers.words.verdict_words import KNOWN, SUSPICION
from inventory.importers.laid_lists import laid, outcome

DENIED = """
no unreadable files
pas de fichiers illisibles
aucun fichier crypté
no beaconing seen
keine verdächtigen Dienste
niets verdachts gezien
no suspicious accounts or processes
aucune connexion suspecte
pas de service malveillant
no suspicious logins seen
no sign of lateral movement
geen losgeldbrief gevonden
keine Lösegeldforderung
aucun fichier renommé
no golden ticket
no beacon found
pas d'intrusion
non chiffré
not encrypted
weder Virus noch Malware gefunden
geen virus noch malware
antivirus à jour, pas de malware
RAS
no malware found
scan ok 0 menaces
scan ok, 0 menace détectée
0 malware, 0 PUP
aucun virus trouvé
aucun virus ni malware détecté
ni virus ni ransomware
pas de trace de ransomware
pas de signe d'infection
pas trace d'infection
aucune trace de compromission
aucun indice de compromission trouvé
aucun signe de malveillance ou virus
analyse antivirus complète, rien trouvé
anti-virus ok
anti virus ok, scan complet
antimalware à jour
anti-malware à jour
virus scan ok
scan virus ok
virus : non
virus: none
malware: 0
malwares : 0
infections: 0
infection : néant
infected: no
ransomware: no
infecté : non
infecté ? non
no sign of malware or ransomware
no signs of compromise
no evidence of ransomware
no evidence of any malware
no indication of infection
nothing malicious found
free of malware
malware-free
virus free
virenfrei
virusvrij
malwarefrei
kein Virus gefunden
keine Viren oder Malware gefunden
keine Anzeichen einer Infektion
keine Anzeichen für Malware
keine Hinweise auf Ransomware
Virenscan ohne Befund
Virenscanner aktuell
Virenschutz aktiv
geen virus gevonden
geen malware of virussen gevonden
geen sporen van besmetting
geen teken van ransomware
virusscanner up to date
virusscan ok
niet besmet
nicht infiziert
non infecté
not infected
was not infected
n'a pas été infecté
n'est pas compromis
n'a jamais été compromis
n'a pas été touché par le ransomware
pas touché par le ransomware
not hit by the ransomware
not affected by ransomware
wurde nicht infiziert
ist nicht kompromittiert
nicht von Ransomware betroffen
niet getroffen door de ransomware
is niet geïnfecteerd
serveur antivirus
console antivirus Trend
Serveur anti-spam / antivirus
malware scan: clean
scanned with malwarebytes, nothing
Malwarebytes installé
no IOC, no malware, no webshell
rien de suspect
rien de suspect trouvé
rien de malveillant
nothing suspicious
nothing suspicious found
no suspicious files
pas de fichier suspect
aucun fichier suspect
aucun processus suspect
aucune activité suspecte
nichts Verdächtiges
niets verdachts
keine verdächtigen Prozesse
geen verdachte processen
pas de malware, pas de ransomware
zero infections
zéro malware
sans virus
exempt de virus
exempte de malware
indemne
not compromised, checked by CERT
no compromised accounts found
pas de compte compromis
aucune quarantaine
0 en quarantaine
quarantine empty
quarantaine vide
no virus, no trojan and no rootkit found
neither virus nor malware found
no malware detected; no backdoor; no rootkit
analysé le 24/11, aucun malware
pas de menace
no threats found
0 threat
0 menaces
aucune menace détectée le 24/11
no malware found by Defender
no malware found after full scan
aucun malware détecté par Defender le 24/11/2026
aucun malware détecté par l'antivirus
rien en quarantaine
Advanced Threat Protection OK
Threat Prevention blade on
aucun fichier chiffré
no files encrypted
pas de fichiers chiffrés, pas de note de rançon
no virus/malware
virus/malware : 0
virus : 0 ; malware : 0
NON INFECTÉ
scan du 24/11 : aucun virus
scan 24/11: no malware
24/11 : pas de malware
OK - no malware
niet door ransomware getroffen
geen virussen gevonden
keine Schadsoftware gefunden
niets gevonden, geen malware
serveur non infecté
server not infected
ce serveur n'est pas infecté
""".strip().splitlines()

SAID = """
beaconing to 203.0.113.7 at 23:10
psexec seen
fichiers illisibles, note à l'écran
Notiz auf dem Bildschirm
tout est crypté
HS - cryptolock
Lösegeldhinweis auf dem Desktop
losgeldbrief gevonden
demande de rançon affichée
Dateien umbenannt in .akira
bestanden hernoemd
golden ticket possible
krbtgt dumped
lateral movement from file1
mouvement latéral depuis dc2
pass-the-hash
suspicious logins at 02:00
connexion suspecte
touché par l'attaque hier soir
finalement touché
impacted
vom Angriff betroffen
getroffen volgens Jan
beacon vers 203.0.113.5
cobalt strike seen in logs
traces d'intrusion
finalement chiffré, voir Paul
encrypted
chiffrée cette nuit
verschlüsselt
toch versleuteld
disques chiffrés par l'attaquant
backups encrypted
hacked
noch verdächtig
kein Virus noch verdächtig
infected
infecté par lockbit
malware found
virus trouvé
ransomware note on desktop
note de rançon ransomware
pas sûr, peut-être infecté
pas encore nettoyé, infecté
pas nettoyé du malware
antivirus désactivé, infecté
no antivirus, infected
no backup, infected
pas de sauvegarde, virus trouvé
no EDR. infected by emotet
ne marche pas : virus
aucun doute : infecté
aucun doute, compromis
sans doute infecté
sans doute compromis
no doubt infected
without doubt compromised
ohne Zweifel infiziert
zonder twijfel besmet
not clean, malware
not only infected but encrypted
non seulement infecté mais chiffré
pas seulement infecté
nicht nur infiziert
niet alleen besmet
no longer infected
plus infecté
pas exclu : infecté
infection not excluded
infection pas exclue
infection non exclue
Infektion nicht ausgeschlossen
besmetting niet uitgesloten
malware not removed
malware pas supprimé
virus non supprimé
virus not cleaned
Malware nicht entfernt
malware niet verwijderd
not sure whether infected
on ne sait pas si infecté
cannot exclude malware
can't rule out malware
on ne peut pas exclure un malware
kann Malware nicht ausschließen
malware cannot be ruled out
no malware scan done
pas de scan malware fait
pas de scan antivirus, infecté ?
aucun scan antivirus, suspect
no malware found yesterday, infected today
pas de malware hier, infecté aujourd'hui
0 malware hier, 3 malwares aujourd'hui
0 malware, 2 trojans
no virus but ransomware
pas de virus mais ransomware
keine Viren, aber Ransomware
geen virus maar ransomware
never scanned, malware?
jamais analysé, virus ?
no: infected
non : infecté
not ok infected
pas bon infecté
not disconnected, infected
non isolé, infecté
not isolated infected
no reply, compromised
aucun accès, compromis
antivirus ne détecte pas le malware
antivirus did not find the malware
EDR ne voit pas le ransomware
l'antivirus n'a pas arrêté le ransomware
ransomware not stopped
malware pas détecté par l'antivirus
malware undetected by AV
virus: non nettoyé
malware: none removed
infecté: non confirmé
infected: not confirmed
infection: no idea
infected: no, compromised: yes
infecté : non, compromis : oui
virus : 0 nettoyé
malware: 0 of 3 removed
0 day malware
0-day, compromised
not infected?
pas infecté ?
non infecté ?
no malware?
no virus found on C:, D: infected
rien de suspect sauf un trojan
nothing suspicious except a trojan
nothing but malware
rien que des virus
not unlikely compromised
pas improbable compromis
no EDR installed; suspicious logins
non vérifié malware
non analysé virus possible
not scanned for malware
pas analysé virus
nicht auf Malware geprüft
niet op malware gescand
no scan for malware
pas vérifié si malware
jamais vérifié malware
not yet checked for ransomware
pas encore vérifié ransomware
antivirus a mis 3 fichiers en quarantaine
quarantaine : 3
ist infiziert
wurde kompromittiert
was compromised
a été compromis
trojan removed
virus nettoyé
malware supprimé
suspect
logs suspects
possible malware
malware
no access since ransomware
pas d'accès depuis le ransomware
down without ransomware note
free to use malware lab
infected with no antivirus
ransomware, aucune sauvegarde
malware sans doute
virus sans doute
ne pas rallumer : ransomware
do not boot: malware
ne pas toucher, infecté
do not touch infected
nicht einschalten Ransomware
niet aanzetten ransomware
don't power on, infected
never power on infected
no malware found by disabled AV
no malware, à confirmer
aucun malware, analyse en cours
no malware found, scan incomplete
pas de malware, sûr ?
no malware: false
pas le malware attendu
no malware and infected
pas de backup et infecté
malware non détecté par l'EDR
malware not detected
not detected malware
sans EDR ni antivirus, infecté
non infecté en quarantaine
no infected, compromised
no virus infected
fichiers chiffrés
tous les fichiers sont chiffrés
files encrypted
lockbit
note de rançon sur le bureau
jamais rallumé, infecté
0 infectés sur 3, 1 compromis
3 infected
10 malware
1 000 malwares
not a new infection
pas d'infection active
nicht mehr infiziert
plus de malware
more malware
plus aucun doute infecté
non, infecté
no. infected
no - infected
no (infected)
pas infecté (à confirmer)
pas certain infecté
uninfected? infected
sans antivirus infecté
pas d'antivirus virus
no scan malware
no scan: malware
aucune analyse malware
rien sauf malware
rien à part un virus
pas que du malware
not virus free
pas exempt de virus
nicht virenfrei, Malware
was not clean: infected
infected not clean
nicht sauber infiziert
malware, non nettoyé
non nettoyé malware
pas de nettoyage malware
no cleaning of malware
no removal of malware
threat found
3 menaces détectées
2 threats
menace active
ransomware? no idea
is not free of malware
ne démarre pas infecté
ne répond pas, infecté
pas de réseau, infecté
pas de nouvelle infection
aucune autre infection
no other malware
no further infection
keine weitere Infektion
geen andere malware
no reinfection
not reinfected
pas réinfecté
infecté le 18/01 pas nettoyé
non infecté 18/01, infecté 19/01
no malware 18/01 infected 19/01
infected 18/01
not infected until 18/01
pas infecté avant 20h
pas infecté avant le 18/01
not infected before 18/01
""".strip().splitlines()


@pytest.mark.parametrize("remark", DENIED)
def test_what_denies_an_infection_to_the_last_word_speaks_of_none(remark: str) -> None:
    assert not speaks(remark)
    assert not speaks(remark.upper())


@pytest.mark.parametrize(
    "remark", ["malware protection disabled", "protection contre les virus activée"]
)
def test_what_protects_from_an_infection_is_none(remark: str) -> None:
    assert not speaks(remark)


@pytest.mark.parametrize("remark", SAID)
def test_what_is_not_denied_or_not_wholly_understood_speaks(remark: str) -> None:
    assert speaks(remark)
    assert speaks(remark.upper())


ONE_CLAUSE = [
    remark
    for remark in DENIED
    if re.fullmatch(r"[^\W\d]+(?: [^\W\d]+)+", remark)
    and any(map(speaks, remark.split()))
    and not re.search("(?i)threat pr|free|vide|empty", remark)
]


@pytest.mark.parametrize("remark", ONE_CLAUSE)
def test_with_any_word_in_it_that_nobody_knows_it_speaks(remark: str) -> None:
    words = remark.split()
    for place in range(len(words) + 1):
        assert speaks(" ".join([*words[:place], "xqzt", *words[place:]]))


@pytest.mark.parametrize(
    "remark",
    [
        "disque chiffré BitLocker",
        "BitLocker: encrypted",
        "liaison chiffrée vers le cloud",
        "verschlüsselt mit BitLocker",
    ],
)
def test_what_its_owners_encrypted_says_of_no_infection(remark: str) -> None:
    assert not speaks(remark)
    assert speaks(f"{remark}, infected")


@pytest.mark.parametrize(
    "remark", ["non touché", "not affected", "nicht betroffen", "niet getroffen", "impacté : non"]
)
def test_a_machine_that_was_not_struck_speaks_of_no_infection(remark: str) -> None:
    assert not speaks(remark)


@pytest.mark.parametrize("denied", ["pas de malware", "no virus found", "virus : 0", "niet besmet"])
@pytest.mark.parametrize("said", ["infecté", "but infected", "malware on D:", "trojan removed"])
def test_what_another_clause_says_is_never_denied_with_it(denied: str, said: str) -> None:
    for mark in (", ", "; ", ". ", " (", " - ", "\n"):
        assert speaks(f"{denied}{mark}{said}")
        assert speaks(f"{said}{mark}{denied}")


def test_a_list_with_remarks_that_deny_is_clean_and_one_that_is_infected_is_held() -> None:
    rows = (
        ("adt1", "yes", "lockbit"),
        ("pacs1", "no", "pas de malware hier, infecté aujourd'hui"),
        ("file1", "no", "aucun virus ni malware détecté"),
    )
    laid = "".join(";".join(row) + "\n" for row in rows)
    assert {"adt1": "compromised", "pacs1": "held", "file1": "clean"} == outcome(
        f"Hostname;Infected;Remarque\n{laid}"
    )


def test_no_word_that_holds_a_clean_back_anywhere_is_a_clean_as_a_verdict() -> None:
    assert set() == {word for word in SUSPICION if KNOWN.get(word) in ("clean", "compromised")}


def test_a_remark_that_agrees_with_an_infection_raises_no_doubt_about_it() -> None:
    def despite(remark: str) -> list[str]:
        found = laid(f"Hostname;Infected;Remarque\nadt1;yes;{remark}\nfile1;no;vu\n")
        assert {"adt1": "compromised", "file1": "clean"} == dict(found.verdicts)
        return [str(why) for _, why in found.despite]

    assert [] == despite("infecté par lockbit")
    assert ['another column says "nettoyé"'] == despite("nettoyé")
