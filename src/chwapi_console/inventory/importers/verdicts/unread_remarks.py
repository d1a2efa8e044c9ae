"""Remarks beside a verdict that no rule understands, for people to read before they call anything clean.

What people write is an open vocabulary. `remark_sense` and `remark_doubts` know what holds a clean
back; here is known what surely says nothing against it. What is neither is shown. So a text counts as
understood only where each of its words is, and one that is understood wrongly costs more than one
that is shown in vain.
"""

import re
from collections.abc import Callable, Collection, Sequence
from functools import cache

from chwapi_console.inventory.importers.columns.list_columns import title_words
from chwapi_console.inventory.importers.columns.verdict_columns import Cells, tells_when
from chwapi_console.inventory.importers.tables.tables import cell_at
from chwapi_console.inventory.importers.words.agent_words import asks_how_it_stands
from chwapi_console.inventory.importers.words.machine_addresses import is_machine_address
from chwapi_console.inventory.importers.words.machine_words import says_what_a_machine_is
from chwapi_console.inventory.importers.words.phrases import heading_key, keys_of
from chwapi_console.inventory.importers.words.remark_sense import clauses_of, denies
from chwapi_console.inventory.importers.words.verdict_meaning import meaning_of
from chwapi_console.inventory.importers.words.verdict_words import YES_WORDS, bare
from chwapi_console.inventory.importers.words.vocabulary import FIELDS
from chwapi_console.inventory.plain_words import plain, word_set
from chwapi_console.named_tuples import NamedTuple

LONGEST = 400
"""Letters of a remark up to which it is looked at whether its words are known."""
MOST_JUDGED = 20
"""Remarks of one row, shown already, from which on the others are shown too, understood or not."""
PROSE = 4
"""Words from which on a cell below a heading that says nothing of remarks is one all the same."""

_OF_REMARKS = word_set("""
    note notes nota notas remark remarks remarque remarques comment comments commentaire commentaires bemerkung
    bemerkungen opmerking opmerkingen anmerkung anmerkungen notiz notizen kommentar kommentare observation observations
    hinweis hinweise conclusion conclusions conclusie konklusion fazit constat constats constatation constatations finding
    findings bevinding bevindingen befund befunde vaststelling vaststellingen feststellung feststellungen toelichting
    erlauterung erlauterungen explanation explication explications detail details avis opinion beurteilung beoordeling
    einschatzung appreciation assessment remarked annotation annotations analysis analyse summary resume samenvatting
    zusammenfassung said says dit sagt zegt reason raison grund reden motif info information informations commentary
    evidence evidences preuve preuves indice indices beweis beweise bewijs bewijzen trace traces spur spuren spoor sporen
    artefact artefacts artefakt artefakte artifact artifacts observed memo memos vermerk vermerke notitie notities aantekening
    aantekeningen bijzonderheid bijzonderheden besonderheit besonderheiten particularite particularites divers varia extra extras
    sonstiges overig overige other autre autres""")
_SAID = word_set("says said dit sagt zegt")
"""Below what somebody says stands a remark, whoever it is."""
_OF_SOMETHING_ELSE = word_set("""
    by par von door von analyst analyste analyst analytiker author auteur autor user utilisateur benutzer gebruiker owner
    id number nummer numero level niveau count nombre anzahl aantal score version os link url path chemin pfad pad file
    fichier datei bestand policy profile group groupe gruppe groep model serial tag tags name nom naam hash sha256 md5
    category department departement service dienst afdeling abteilung unit unite ou vendor manufacturer product license
    licence platform plateforme processor cpu domain domaine rule regle regel supplier fournisseur lieferant leverancier contract
    contrat vertrag warranty garantie modele modell pool politique politik criticality criticite kritikalitat kritikaliteit
    contact contacts kontakt ansprechpartner address adresse anschrift adres location localisation emplacement proprietaire
    eigenaar eigentumer responsable maintenance wartung onderhoud""")
_OF_WHAT_WAS_FOUND = word_set("""
    conclusion conclusions conclusie konklusion fazit constat constats constatation constatations finding findings bevinding
    bevindingen befund befunde vaststelling vaststellingen feststellung feststellungen avis opinion beurteilung beoordeling
    einschatzung appreciation assessment analysis analyse reason raison grund reden motif evidence evidences preuve preuves
    indice indices beweis beweise bewijs bewijzen trace traces spur spuren spoor sporen artefact artefacts artefakt artefakte
    artifact artifacts observed""")
"""Below these a word that says what a machine is may name what was found on it."""
_OF_ACTS = word_set("""
    action actions actie acties aktion aktionen massnahme massnahmen mesure mesures suite suites vervolg next prochaine prochain
    nachster nachste volgende suivante suivant folgende vervolgactie vervolgstap recommendation recommandation
    empfehlung aanbeveling todo decision beslissing besluit entscheidung""")
_BRINGS_BACK = word_set("""
    reconnect reconnected reconnecter reconnexion rebrancher rebranche remettre remis remise service reseau network netz netzwerk
    netwerk restore restored restaurer restauration restoration restauratie wiederherstellen wiederherstellung herstellen
    herstel release released liberer libere freigeben freigegeben freigabe vrijgeven vrijgegeven return back online ligne power
    boot reboot rallumer redemarrer demarrer einschalten hochfahren opstarten aanzetten herstarten aansluiten anschliessen
    angeschlossen wieder weer opnieuw put hand over handover keep use it as le la se ne""")
"""What is done with a machine that is clean."""
_SHORTS = re.compile(
    r"\b(?:r\.\s?a\.\s?s|o\.\s?b|i\.\s?o|o\.\s?k)\b\.?|\b(?:in orde|in ordnung|io)\b"
    r"|\b(?:tout (?:est|va)|all|alles) (?:bon|bien|clear|good|well|fine|gut|goed|ok|klar)\b"
)
"""How people say in short, or in two words, that all is well."""
_NOT_APPLICABLE = word_set("n/a na n.a. nvt n.v.t. k.a. ka s/o s.o. so - -- --- . / x")
_NAME = r"(?=\S{0,40}[a-zß-ÿ]|[A-Z]\.)[A-Z][\w'.-]{0,40}"
_NAMED = re.compile(rf"\b(by|par|von|durch|door) {_NAME}(?: {_NAME}){{0,3}}(?=$|[,;.)])")
"""Who looked, behind what was done."""
_PAGE = re.compile(r"https?://\S+")
_IN_PART = re.compile(r"\b(?!100\b)\d+(?:[.,]\d+)? ?%")
_TOLD_BY_NUMBERS = re.compile(
    r"\b(?:inc|chg|req|ritm|case|ticket|kb|cs|vlan|rack|v)[ #:-]?\d{1,20}(?:[.-]\d{1,20}){0,4}\b|#\d{1,20}\b"
    r"|\b\d{1,20}(?:[.,:t-]\d{1,20}){0,8}z?\b"
)
"""Tickets, updates, networks and other numbers."""
_REWORDED = (
    (_SHORTS, " ok "),
    (re.compile(r"\bpas d(?:e |['\u2019])"), " aucun "),
    (re.compile(r"\b0+ (?=[a-z])"), " zero "),
    (re.compile(r"\b(?:vue?|seen|gesehen|gezien) (?:by|par|von|door)(?=$|[,;.)])"), " checked "),
)
_PARTS = re.compile(r"[,;.:!()\[\]|+&\n\u2013\u2014/]|\s-\s")
_NOTHING = word_set("""
    nothing rien nichts niets nihil neant nil none ohne zonder sans keine kein geen no aucun aucune zero""")
_SAYS_ALL = word_set("nothing rien nichts niets nihil neant nil none aucun aucune keine keins geen")
_TROUBLES = word_set("""
    finding findings issue issues problem problems probleme problemes probleem problemen souci soucis anomaly anomalies anomalie
    anomalien auffalligkeit auffalligkeiten befund befunde bijzonderheden bijzonderheid besonderheiten besonderheit alert
    alerts alerte alertes alarm alarme meldung meldungen melding meldingen remark remarks remarque remarques bemerkung
    bemerkungen opmerking opmerkingen observation observations doubt doubts doute doutes zweifel twijfel trouble troubles
    report signaler signalieren melden berichten detection detections hit hits treffer treffers suspicious suspect suspecte
    verdachtes verdachts anormal abnormal unusual special particulier bizarre seltsames auffalliges vreemds bijzonders
    ioc iocs yara sigma indication indications aanwijzing aanwijzingen anzeichen hinweis hinweise spur spuren spoor sporen trace
    traces sign signs""")
_WELL = word_set("""
    ok okay ras sain saine clean schoon sauber propre good fine bon bien gut goed fertig fini finie termine terminee done
    complete completed complet abgeschlossen voltooid afgerond finished passed negative negatif negativ negatief healthy
    conforme unauffallig""")
_WORK = word_set("""
    full complete vollstandig vollstandige volledig volledige entier entiere twice scan scans scanned scanne
    rescanned analyse analysee analysed analyzed analysiert geanalyseerd check checked controle controlee verifie verifiee
    verified kontrolliert gepruft untersucht gecontroleerd bekeken onderzocht nagekeken gescand gescannt examined examine examinee
    thor loki velociraptor edr xdr av antivirus antimalware defender crowdstrike falcon sentinelone sophos eset kaspersky
    harfanglab cert certs dfir patch patched patche patchee patches gepatcht gepatched update updated
    updates aktualisiert bijgewerkt jour rebuilt reconstruit reconstruite neuinstalliert reinstalled reinstalle reinstallee
    rotated reset password passwords mdp kennworter kennwort passworter passwort zuruckgesetzt wachtwoorden wachtwoord golden
    template image images mot mots passe memory ram disk disks disque disques memoire logs log journaux server servers serveur
    machine virusscan virusscanner virenscan virenscanner virenschutz aktuell collected installed
    captured installe installiert geinstalleerd vm
    physical physique virtual virtuel virtuelle product""")
_FILLING = word_set("""
    a an the any le la les l un une du de des d this that is was were are has have been be est sont ete ist war wurde wurden sind
    der die das den dem ein eine einer het een werd van von vom and et und en on in at am um om au aux by par door durch with avec
    mit met after apres nach na from it to sur zu te uhr h all alles tout toutes tous alle ou or datum second deuxieme
    zweite zweiter tweede""")
_FOUND = word_set("""
    found detected seen noted identified observed reported trouve trouvee trouves detecte detectee vu vue constate signale
    gefunden erkannt entdeckt festgestellt gesehen gevonden gezien gedetecteerd vastgesteld""")
_UNDERSTOOD = _WELL | _WORK | _FILLING


class UnreadRemark(NamedTuple):
    """A cell that somebody has to read, with the heading above it."""

    heading: str
    words: str


def places_to_read(
    titles: Sequence[str], cells: Cells, read: Collection[int], remarks: Collection[int]
) -> list[int]:
    """The columns in which words may stand that people have to read.

    Those whose heading is one of remarks; of the others that are told apart row by row (`remarks`)
    those that hold whole sentences and are about nothing that is known.
    """
    return [
        place
        for place, said in cells.items()
        if place not in read
        and (
            _is_of_remarks(title := cell_at(titles, place))
            or (place in remarks and not _is_of_something_else(title) and any(map(is_prose, said)))
        )
    ]


def unread_in(
    cells: Sequence[str], titles: Sequence[str], places: Collection[int]
) -> list[UnreadRemark]:
    """What stands at these places of a row that no rule understands."""
    found = list[UnreadRemark]()
    for place in places:
        cell = cell_at(cells, place)
        title = cell_at(titles, place)
        if (
            cell
            and (_is_of_remarks(title) or is_prose(cell))
            and (len(found) >= MOST_JUDGED or not _needs_no_reader(title, cell))
        ):
            found.append(UnreadRemark(title, cell))
    return found


def _needs_no_reader(title: str, cell: str) -> bool:
    """Whether a remark says below its heading nothing but what is well, or what the machine is."""
    if bare(cell) in YES_WORDS and asks_how_it_stands(frozenset(title_words(title))):
        return True
    if _is_of_acts(title):
        return is_understood(cell, _BRINGS_BACK.__contains__)
    if _OF_WHAT_WAS_FOUND.isdisjoint(title_words(title)):
        return is_understood(cell, says_what_a_machine_is)
    return is_understood(cell)


def is_understood(cell: str, is_known: Callable[[str], bool] = lambda _: False) -> bool:
    """Whether each word of a text is known, and none of them says anything against a clean.

    `is_known` knows more of them.
    """
    if len(cell) > LONGEST:
        return False
    if plain(cell.strip()) in _NOT_APPLICABLE or is_machine_address(cell):
        return True
    if meaning_of(cell, "verdict", {}) == "clean":
        return True
    said = _NAMED.sub(r"\1", _PAGE.sub(" ", cell.strip()))
    text = _IN_PART.sub(" in_part ", plain(said))
    for pattern, instead in _REWORDED:
        text = pattern.sub(instead, text)
    return all(
        denies(clause)
        or all(
            _is_understood(re.findall(r"\w+", part), is_known)
            for part in _PARTS.split(_TOLD_BY_NUMBERS.sub(" ", clause))
        )
        for clause in clauses_of(text)
    )


def _is_understood(words: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    return all(word in _UNDERSTOOD or is_known(word) for word in words) or _says_nothing_found(
        words
    )


def _says_nothing_found(words: Sequence[str]) -> bool:
    """Whether words deny any finding: `nothing found`, `rien à signaler`, `keine Auffälligkeiten`."""
    at = next((at for at, word in enumerate(words) if word in _NOTHING), len(words))
    before, behind = words[:at], set(words[at + 1 :])
    if not behind:
        return not before and _SAYS_ALL.issuperset(words)
    return (
        _UNDERSTOOD.issuperset(before)
        and bool(behind & (_FOUND | _TROUBLES))
        and behind <= _FOUND | _TROUBLES | _FILLING | _NOTHING
    )


def _is_of_remarks(title: str) -> bool:
    words = set(title_words(title))
    return (
        _is_of_acts(title)
        or bool(words & _SAID)
        or (bool(words & _OF_REMARKS) and not words & _OF_SOMETHING_ELSE)
    )


def _is_of_acts(title: str) -> bool:
    """Whether a heading asks what is to be done with a machine, and not who, when or where."""
    words = set(title_words(title))
    return bool(words & _OF_ACTS) and not (words & _OF_SOMETHING_ELSE or tells_when(title))


def _is_of_something_else(title: str) -> bool:
    """Whether a heading says what stands below it: a system, a place, a person, a moment."""
    return (
        bool(set(title_words(title)) & _OF_SOMETHING_ELSE)
        or not keys_of(title).keys().isdisjoint(_headings_of_machines())
        or tells_when(title)
    )


@cache
def _headings_of_machines() -> frozenset[str]:
    """The headings above what machines are, in their shortest form."""
    return frozenset(
        heading_key(heading)
        for field, headings in FIELDS.items()
        if field not in ("notes", "status")
        for heading in headings
    )


def is_prose(cell: str) -> bool:
    """Whether a cell is so many words as a name, a place or a role seldom is."""
    return len(re.findall(r"[^\W\d_]{2,}", cell)) >= PROSE and not cell.startswith(
        ("/", "\\", "{", "[")
    )
