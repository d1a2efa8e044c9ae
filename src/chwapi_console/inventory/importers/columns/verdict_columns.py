"""Which columns of a list tell infections, and which tell when a machine was last heard of.

A heading alone decides nothing: under `Threats` may stand numbers, names or yes and no. Where no
heading is known, a column is found by the words in it; such a guess is enough for an infection and
not for a clean.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from chwapi_console.inventory.importers.columns.list_columns import title_words
from chwapi_console.inventory.importers.words.agent_words import asks_for_a_look
from chwapi_console.inventory.importers.words.infection_words import GUARDS, speaks_of_hits
from chwapi_console.inventory.importers.words.verdict_headings import (
    OF_INFECTION,
    VAGUE,
    asked_of,
    is_heading,
)
from chwapi_console.inventory.importers.words.verdict_meaning import (
    Sense,
    answer_of,
    count_of,
    meaning_of,
)
from chwapi_console.inventory.importers.words.verdict_words import (
    BY_LETTER,
    CROSSES,
    FOUND,
    KNOWN,
    NO_WORDS,
    PLAIN,
    TICKS,
    YES_WORDS,
    bare,
)
from chwapi_console.inventory.plain_words import plain, word_set
from chwapi_console.named_tuples import NamedTuple

Cells = Mapping[int, Sequence[str]]
"""What stands in columns, by their places; empty cells left out."""


class VerdictColumn(NamedTuple):
    """A column of verdicts, how its cells are read, and whether it was told by them alone."""

    place: int
    sense: Sense
    guessed: bool = False


_CLEAN_FLAGS = word_set(
    "clean sain saine sains saines propre propres indemne schoon sauber uninfected"
)
_STATES = word_set("status state statut etat zustand toestand health sante result verdict")
_NOT_A_VERDICT = word_set("""
    isolation containment network agent sensor
    onboarding connection connectivity pending power license licence update encryption firewall
    operational installation policy group prevention id name type count date time last first version definition
    definitions signature signatures engine protection scan device asset url path hash sha256 md5 sha1 email mitigation
    incident analysis analyst alert workflow level score severity risk exposure antivirus""")
_MACHINES = word_set("device asset")
_NO_FLAG = (
    word_set("""
    protection enabled prevention policy id version definition definitions signature signatures engine antivirus scan date
    time last first name type level score severity path reboot count status exclusions anti guard defender defense defence
    blocker shield sandbox monitoring hunting intelligence agent sensor module license licence schutz bescherming installed
    installe installiert scanner scanners software product produit produkt solution tool tools suite vendor family famille
    familie category categorie kategorie""")
    | GUARDS
)
_NO_QUESTION = word_set("""
    verdict oordeel beoordeling urteil bewertung beurteilung conclusion conclusie konklusion diagnostic diagnose
    classification klassifizierung einstufung""")
"""Below these a yes, or a tick, may be well as it may be an infection."""
_SIGNS = word_set("""
    note notes paid payee message extension mimikatz webshell lockbit keylogger cobaltstrike""")
_RANSOM = re.compile(r"rancons?|losegeld\w*|losgeld\w*")
OF_COPIES = word_set(
    "backup backups sauvegarde sauvegardes sicherung sicherungen datensicherung snapshot snapshots instantane instantanes "
    "copy copies copie kopie replica replicas reservekopie"
)
"""Whose state is not that of the machine that was copied: `Backup clean?`."""
_IOCS = word_set("ioc iocs")
_OF_A_SEARCH = word_set("test tests search recherche suche zoeken d de des on auf op")
_OF_A_LOOK = word_set("scan count date")
"""What a heading of indicators may say of how they were looked for."""
_DENIED = word_set(
    "no not non pas aucun aucune sans without geen niet kein keine nicht free frei vrij libre "
    "exempt"
)
_SETTLED = re.compile(
    "clean(?!$)|disinf|desinf|cured|remov|delet|resol|clear|remediat|mitigat|quarant|block|handl|treat|nettoy|supprim|"
    "bloqu|trait|bereinig|entfern|behob|behandel|beseitig|(?:auf)?gelost|verwijder|opgelost|"
    "verholp|geisoleer|geblokkeer|afgehandel|closed|fermee?s?$|clos(?:e|es)?$|geschlossen|gesloten|erledigt"
)
"""How words begin that say of infections that they are dealt with."""
_UNCURED = re.compile("uncured|undisinf|untreated")
_CURED = re.compile("disinf|desinf|bereinig|nettoy|cured|gereinig|opgeschoo")
"""How words begin that say of objects, without saying of what, that they were cleaned of it."""
_NOT = word_set("no not non pas niet nicht")
_WHOSE = word_set(
    "verdict edr av xdr soc cert antivirus analyst analyste analist final finale global equipe "
    "team scan"
)
"""What a heading may say of whose verdict it is."""
_COUNTED = word_set("""
    detect detects detections hits match matches iocs ioc detecties erkennungen funde treffer vondsten""")
_NO_COUNT = (_NO_FLAG - word_set("count scan agent")) | word_set(
    "age since depuis seit sinds days day jours tage dagen hours heures stunden uren"
)
"""Words of a heading below which a number counts no infections."""
_WINDOW = re.compile(
    r"\b(?:last|past|previous|dernier(?:e?s)?|letzten?|laatste|afgelopen)\s\d{1,4}\s?[a-z]{1,12}|"
    r"(?<!\d)\d{1,4}\s?[hdj]\b|"
    r"\b(?:last|latest|derniere?|letzter?n?|laatste)\s(?:full\s)?(?:scan|analyse)\b|^no\.?\sof\b"
)
"""What a heading says of when infections were counted, and that it counts."""
_FAILED = re.compile(r"^[<\[]\D|\berror\b")
"""What a program writes where a number or an answer should stand."""
_HITS_ONLY = word_set("""
    severity severityname rule signature tactic technique mitre hitcontext yara sha256 md5 sha1 cve plugin nvt qid
    cvss threatname malwarename virusname""")
_OF_A_PRODUCT = word_set(
    "version date update updated age count policy firewall database last engine status"
)
_FINDINGS = frozenset(
    (
        "threat name",
        "malware name",
        "virus name",
        "detection name",
        "threat details",
        "nom de la menace",
        "alert name",
        "alert id",
        "rule name",
        "object name",
        "file path",
        "filename",
        "file name",
        "os path",
        "event id",
        "event data",
        "detections",
        "alert title",
        "name der bedrohung",
        "naam van de bedreiging",
        "regel",
        "regle",
    )
)
"""Headings of which each row is something that was found, not a machine."""

_SINCE = word_set("since ago depuis seit sinds seen contact scan silent offline vu gesehen gezien")
_UNITS = (
    ("d", word_set("days day jours jour tage tagen dagen")),
    ("h", word_set("hours hour heures heure stunden uren")),
    ("min", word_set("minutes minute minuten mins")),
)
_LAST = word_set("""
    last latest lastseen dernier derniere derniers letzte letzter letztes letzten laatste laatst zuletzt recent newest""")
_BYGONE = _LAST | word_set("history historique verlauf geschiedenis previous precedent past")
_BEFORE = word_set("""
    old previous before former initial earlier ancien ancienne precedent precedente avant initiale alt alte altes alter vorher
    vorherig vorheriges vorige oud oude vroeger eerder voorheen vor voor""")
_LOOKS = word_set("""
    edr xdr av antivirus scan scans scanner analyse analysis controle prufung untersuchung onderzoek check result results
    resultat resultats resultaat ergebnis thor loki velociraptor yara defender crowdstrike falcon sentinelone sophos eset
    kaspersky trellix mcafee symantec bitdefender clamav cortex withsecure malwarebytes msert mde apex harfanglab forensic
    forensique forensik""")
"""What says who looked at a machine."""
_CONTACT = word_set("""
    seen scan scanned heartbeat checkin contact sync synced communication communicated polled reported report reporting vu
    vue gesehen gezien visible alive keepalive scandate scantime checked connected connection analyse analysis prufung
    examined gescand gescannt analysed update updated check active online lastseen kontakt connexion verbindung
    verbinding visibilite""")
_WHEN = word_set("""
    timestamp date datum time zeit heure tijd tijdstip horodatage uhrzeit datetime zeitpunkt moment when at started
    finished ended completed generated exported""")
_OTHER_TIMES = word_set("""
    uptime boot reboot restart startup start logon login logged user install installed installation patch patched created
    creation first premier premiere erste erster eerste zuerst eerst voor registered registration enrolled enrollment
    expires expiry expiration threat detection detected infection infected malware virus definition definitions
    definitionen definitie signatur handtekening datenbank databank
    signature signatures signaturstand signaturdatum signaturen definitionsstand virendefinition virendefinitionen
    pattern patternstand musterdatei definities definitiedatum handtekening handtekeningen policy password modified
    changed shutdown by name count duration type id result status
    onboarded license ip next published fixed purchase warranty release released build demarrage ouverture anmeldung
    aanmelding""")
_OF_A_BEGINNING = word_set("start demarrage")
"""When a look began: what it saw may be as old."""

_OF_A_COPY = word_set("""
    restore restauration recovery snapshot snapshots instantane wiederherstellungspunkt wiederherstellung sicherungspunkt
    schnappschuss herstelpunt""")
"""What says of which moment a copy is that was looked at in the place of the machine."""
_OF_A_ROW = word_set("modified changed geandert gewijzigd")
"""What says of a row when somebody last wrote it: its verdict is no newer."""


def verdict_columns(
    titles: Sequence[str], cells: Cells, taken: Collection[int]
) -> list[VerdictColumn]:
    """All columns that say whether a machine is infected.

    Of vague headings (`Status`) the one under which most words are verdicts, where no column is
    surer; of a list whose rows are findings none. `taken` are the places of names, sites and
    addresses.
    """
    free = {place: title for place, title in enumerate(titles) if place not in taken}
    vague = [
        place
        for place, title in free.items()
        if is_vague(title) or (_is_of_a_machine(title) and _verdicts(cells.get(place, ())))
    ]
    findings = lists_findings(titles)
    if sure := _sure_columns(free, cells, vague, findings=findings):
        return sure
    if vague and not findings and (found := _of_vague_headings(titles, cells, vague)):
        return found
    return [
        VerdictColumn(place, "verdict", guessed=True)
        for place, words in cells.items()
        if place not in taken
        and any(
            bare(word) in PLAIN or (place in vague and KNOWN.get(bare(word)) == "compromised")
            for word in words
        )
    ]


def _of_vague_headings(
    titles: Sequence[str], cells: Cells, vague: Sequence[int]
) -> list[VerdictColumn]:
    """Of the columns below vague headings the one with most verdicts, and others with as plain ones.

    What stood before (`Old verdict`) only where nothing newer does, and for infections alone.
    """
    newer = [place for place in vague if not _is_of_before(titles[place])] or vague
    best = max(newer, key=lambda place: (_verdicts(cells.get(place, ())), -_rank(titles[place])))
    if not (_verdicts(cells.get(best, ())) or bare(titles[best]) in VAGUE):
        return []
    places = {best, *(place for place in newer if _are_verdicts(cells.get(place, ())))}
    return [
        VerdictColumn(place, "verdict", _is_of_before(titles[place])) for place in sorted(places)
    ]


def _is_of_before(title: str) -> bool:
    """Whether a heading says that something newer stands elsewhere: `Old verdict`, `Avant`."""
    return not _BEFORE.isdisjoint(title_words(title))


def _sure_columns(
    titles: Mapping[int, str], cells: Cells, vague: Sequence[int], *, findings: bool
) -> list[VerdictColumn]:
    """The columns of which their headings say that they hold verdicts, or who looked at what.

    With them those below vague headings that hold verdicts mostly. `findings` where each row is one.
    """
    told = [*_told(titles, cells), *([] if findings else _of_names(titles, cells))]
    looked = {
        place
        for place, title in titles.items()
        if (_is_of_a_look(title) or _is_of_iocs(title)) and _are_verdicts(cells.get(place, ()))
    }
    if not told and (findings or not looked):
        return []
    besides = [
        VerdictColumn(place, "verdict")
        for place in sorted({*vague, *looked} - {each.place for each in told})
        if place in looked or _verdicts(cells.get(place, ())) * 2 > len(cells.get(place, ()))
    ]
    known = {each.place for each in (*told, *besides)}
    alike = [VerdictColumn(place, "verdict") for place in _of_other_cleans(titles, cells, known)]
    return sorted([*told, *besides, *alike])


def _of_other_cleans(
    titles: Mapping[int, str], cells: Cells, known: Collection[int]
) -> Iterator[int]:
    """The columns below unknown headings that call most machines clean or infected: `Final`."""
    rows = max(map(len, cells.values()), default=0)
    for place, title in titles.items():
        said = cells.get(place, ())
        if place in known or len(said) * 2 < rows or is_of_a_copy(title) or _is_of_before(title):
            continue
        means = [meaning_of(cell, "verdict", {}) for cell in said if bare(cell) in KNOWN]
        plainly = means.count("clean") + sum(bare(cell) in PLAIN for cell in said)
        if "clean" in means and plainly * 2 > len(said):
            yield place


def _told(titles: Mapping[int, str], cells: Cells) -> list[VerdictColumn]:
    """The columns of which their headings say that they hold verdicts, counts or answers."""
    found: list[VerdictColumn] = []
    for place, title in titles.items():
        sense = sense_of(title, cells.get(place, ()))
        if is_of_a_copy(title):
            if sense != "clean flag" and (sense != "verdict" or "verdict" in title_words(title)):
                found.append(VerdictColumn(place, sense, guessed=True))
        elif is_heading(_behind(title)) or _of_somebody(title):
            found.append(VerdictColumn(place, sense))
        elif sense != "verdict":
            found.append(VerdictColumn(place, sense, _lies_within(title) or _names_a_sign(title)))
    return found


def _of_names(titles: Mapping[int, str], cells: Cells) -> Iterator[VerdictColumn]:
    """The columns in which infections stand by their names: `Threats found`, `Trojan.Gen`."""
    for place, title in titles.items():
        words = set(title_words(title))
        if not speaks_of_hits(words) or words & (_NO_FLAG | _BYGONE) or is_settled(words):
            continue
        if is_heading(title) or sense_of(title, cells.get(place, ())) != "verdict":
            continue
        said = {_answer_or_meaning(cell) for cell in cells.get(place, ())}
        if "compromised" in said and said <= {"compromised", "over", "suspected", "answer"}:
            yield VerdictColumn(place, "flag")


def _answer_or_meaning(cell: str) -> str | None:
    word = bare(cell)
    if word in YES_WORDS | NO_WORDS or word in FOUND or _is_nothing_known(word):
        return "answer"
    return meaning_of(cell, "flag", {})


def _is_of_a_look(title: str) -> bool:
    """Whether a heading says who looked, or at what, and nothing else: `EDR`, `Malware scan`."""
    words = [word for word in title_words(title) if not word.isdecimal()]
    rest = [word for word in words if word not in _LOOKS and not speaks_of_hits((word,))]
    return bool(words) and len(rest) < len(words) and all(word in _STATES | _LAST for word in rest)


def speaks_of_a_look(title: str) -> bool:
    """Whether a heading has a word of who looked, or at what."""
    return not _LOOKS.isdisjoint(title_words(title)) and _NO_COUNT.isdisjoint(title_words(title))


def _is_of_iocs(title: str) -> bool:
    """Whether a heading says that somebody looked for signs of an attack, and nothing else."""
    words = set(title_words(title))
    return bool(words & _IOCS) and words <= _IOCS | _OF_A_LOOK | _LOOKS | _STATES | _OF_A_SEARCH


def _are_verdicts(cells: Sequence[str]) -> bool:
    """Whether most of these words say whether a machine is infected, and one at least that it is."""
    said = [meaning_of(cell, "verdict", {}) for cell in cells if not _is_nothing_known(bare(cell))]
    meant = [each for each in said if each is not None]
    return len(meant) * 2 > len(said) and bool({"clean", "compromised"} & set(meant))


def _of_somebody(title: str) -> bool:
    """Whether a heading says whose verdicts stand below it."""
    words = set(title_words(title))
    return "verdict" in words and words <= _WHOSE and not _lies_within(title)


def _names_a_sign(title: str) -> bool:
    """Whether a heading names one sign of an infection: who lacks it may have another."""
    words = title_words(title)
    return any(word in _SIGNS or _RANSOM.fullmatch(word) for word in words)


def _behind(title: str) -> str:
    """What stands behind the last sign that parts a heading, as in `Malware Status - Infected`."""
    return re.split(r"\s[-–—|>:/]+\s|:\s|\s?->\s?", title)[-1]


def _lies_within(title: str) -> bool:
    """Whether a heading is that of something within an object: `health.threats.count`."""
    before, sign, after = title.rpartition(".")
    return bool(sign) and before[-1:].isalnum() and after[:1].isalnum()


def sense_of(title: str, cells: Sequence[str]) -> Sense:
    """How the cells of a column are to be read, by its heading and by all of its cells."""
    if (behind := _behind(title)) != title and is_heading(behind):
        return sense_of(behind, cells)
    if _lies_within(title) and (sense := sense_of(title.rpartition(".")[2], cells)) != "verdict":
        return sense
    if counts_infections(title) and _are_counts({bare(cell).strip() for cell in cells} - {""}):
        return "count" if asked_of(title) not in OF_INFECTION else "flag"
    words = set(title_words(title))
    of_iocs = bool(words & _IOCS)
    no_flag = _NO_FLAG - _OF_A_LOOK if of_iocs else _NO_FLAG
    if words & no_flag or is_settled(words) or asks_for_a_look(words):
        return "verdict"
    sure = (
        (is_heading(title) and not words <= _NO_QUESTION)
        or asked_of(title) in OF_INFECTION
        or (bool(words) and _CLEAN_FLAGS.issuperset(title_words(asked_of(title))))
    )
    if _are_answers({answer_of(bare(cell)) for cell in cells}, sure=sure):
        if _asks_for_clean(words):
            return "clean flag"
        if sure or of_iocs or speaks_of_hits(words) or words & {"hit", "hits"}:
            return "flag"
    return "verdict"


def _are_counts(said: AbstractSet[str]) -> bool:
    """Whether all of these words count, one at least in figures."""
    told = {word for word in said if not _is_nothing_known(word)}
    return any(map(_has_a_figure, told)) and all(count_of(word) is not None for word in told)


def _are_answers(said: AbstractSet[str], *, sure: bool) -> bool:
    """Whether these words are all a yes or a no.

    Of a heading that is `sure` to ask, whether any is. That nobody knows is neither.
    """
    answers = (
        YES_WORDS
        | NO_WORDS
        | FOUND.keys()
        | (CROSSES if said & TICKS else frozenset())
        | ({BY_LETTER} if "n" in said else frozenset())
    )
    said = {word for word in said if not _is_nothing_known(word)}
    return bool(said) and (said <= answers or (sure and bool(said & answers)))


def _is_nothing_known(word: str) -> bool:
    """Whether a bare word says that nobody knows, or that what asked for it failed."""
    return KNOWN.get(word) == "unknown" or bool(_FAILED.search(word))


def asks_for_clean(title: str) -> bool:
    """Whether a yes below a heading means that what it speaks of is clean."""
    return _asks_for_clean(set(title_words(title)))


def _asks_for_clean(words: AbstractSet[str]) -> bool:
    """Whether a yes below these words means that a machine is clean: `clean`, `no threats`."""
    if words & _CLEAN_FLAGS:
        return True
    denies = bool(words & _DENIED) and speaks_of_hits(words)
    return denies and not any(map(_SETTLED.match, words))


def _has_a_figure(word: str) -> bool:
    return any(map(str.isdecimal, word))


def counts_infections(title: str) -> bool:
    """Whether a heading stands above numbers of infections that nobody dealt with."""
    window = _WINDOW.search(plain(title))
    words = set(title_words(_WINDOW.sub(" ", plain(title)) if window else title))
    uncured = any(map(_UNCURED.match, words)) or (
        bool(words & _NOT) and any(map(_CURED.match, words))
    )
    if words & _NO_COUNT or not (words & _COUNTED or speaks_of_hits(words) or uncured):
        return False
    settled = any(map(_SETTLED.match, words))
    return not is_settled(words) and (settled or not words & _DENIED)


def is_of_a_copy(title: str) -> bool:
    """Whether a heading speaks of a copy of a machine, and not of the machine."""
    words = title_words(title)
    return bool(OF_COPIES.intersection(words)) or "back up" in " ".join(words)


def is_settled(words: Collection[str]) -> bool:
    """Whether words of a heading say that infections are dealt with; not so `non résolues`."""
    return any(map(_SETTLED.match, words)) and not _NOT.intersection(words)


@lru_cache(maxsize=4096)
def is_vague(title: str) -> bool:
    """Whether a heading may stand above verdicts as well as above other states."""
    words = title_words(title)
    return bare(title) in VAGUE or (
        bool(words) and bool(set(words) & _STATES) and not set(words) & _NOT_A_VERDICT
    )


def _is_of_a_machine(title: str) -> bool:
    """Whether a heading may stand above the verdict on a device as well as above how it is linked."""
    words = set(title_words(title))
    return bool(words & _STATES) and not words & (_NOT_A_VERDICT - _MACHINES)


def _rank(title: str) -> int:
    return VAGUE.index(bare(title)) if bare(title) in VAGUE else len(VAGUE)


def _verdicts(cells: Sequence[str]) -> int:
    """How many cells say in known words whether a machine is infected, or was."""
    return sum(KNOWN.get(bare(cell), "unknown") != "unknown" for cell in cells)


def lists_findings(titles: Sequence[str]) -> bool:
    """Whether each row of a list seems to be something found, by what else it says of it.

    A rule, a severity, a hash.
    """
    words = [title_words(title) for title in titles]
    return any(
        (set(each) & _HITS_ONLY and not set(each) & _OF_A_PRODUCT) or " ".join(each) in _FINDINGS
        for each in words
    )


def _is_another_time(words: AbstractSet[str]) -> bool:
    """Whether a heading says when something else was than a look at a machine: not so `Scan start`."""
    others = words & _OTHER_TIMES
    return bool(others - _OF_A_BEGINNING if words & _LOOKS else others)


def says_when_last(title: str) -> bool:
    """Whether a heading alone says that a column tells when a machine was last heard of."""
    words = set(title_words(title))
    return bool(words & _LAST) and not _is_another_time(words)


def tells_of_a_contact(title: str) -> bool:
    """Whether a heading says when a machine was last heard of or scanned, whatever stands below it."""
    words = set(title_words(title))
    return bool(words & _LAST and words & _CONTACT) and not _is_another_time(words)


def tells_when(title: str) -> bool:
    """Whether a heading says that times of day below it are those of a look at the machine."""
    words = set(title_words(title))
    return bool(words & (_LAST | _CONTACT | _WHEN)) and not _is_another_time(words)


def unit_of(title: str) -> str:
    """The unit of a column that counts how long ago a machine was last heard of.

    Empty for any other.
    """
    words = set(title_words(title))
    if not words & (_LAST | _SINCE) or words & (_OTHER_TIMES | {"mise"}):
        return ""
    return next((unit for unit, names in _UNITS if words & names), "")


def seen_columns(titles: Sequence[str], cells: Cells, dated: Mapping[int, bool]) -> list[int]:
    """The columns that say when a machine was last heard of or scanned.

    Where there is none, when a row was written or changed, and else all that may. `dated` says of which
    columns the cells are moments.
    """
    words = {place: set(title_words(title)) for place, title in enumerate(titles)}
    plain_dates = [
        place for place in words if dated.get(place) and not _is_another_time(words[place])
    ]
    heard = [place for place in plain_dates if words[place] & (_LAST | _CONTACT)]
    written = [place for place in plain_dates if words[place] & _WHEN]
    of_rows = [
        place
        for place in words
        if dated.get(place)
        and words[place] & _OF_A_ROW
        and not words[place] & (_OTHER_TIMES - _OF_A_ROW)
    ]
    copied = [place for place in plain_dates if words[place] & _OF_A_COPY]
    return (
        sorted({*heard, *copied})
        or written
        or of_rows
        or (plain_dates if titles else [place for place in cells if dated.get(place)])
    )
