"""Whether a list says that nobody can know.

The agent of a machine is off or gone, or the scan did not come to its end.

Such a machine is not called clean by what its agent last said. A word counts under a heading that
speaks of agents, connections, scans or states; what is plain (`offline`) counts wherever it stands.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from chwapi_console.inventory.importers.words.agent_words import (
    AGENTS,
    AGENTS_IN_WORDS,
    BROKEN,
    COVERED,
    CUT_OFF,
    DONE,
    DOWN,
    ELSEWHERE,
    FAULTS,
    FILLERS,
    GONE,
    KNOWLEDGE,
    LATE,
    NO_FAULT,
    NOT,
    NOT_DONE,
    OF_AN_AGENT,
    OF_FAULTS,
    OF_ITS_KIND,
    OFF,
    OFF_OF_AN_AGENT,
    ON,
    OUTDATED,
    POWER,
    PRODUCTS,
    SCANS,
    SCANS_IN_WORDS,
    STATES,
    STEPS,
    THINGS_READ,
    TO_DO,
    UNREAD,
    WELL,
    WHOLE,
    asks_how_it_stands,
    of_guarding,
)
from chwapi_console.inventory.importers.words.verdict_meaning import answer_of
from chwapi_console.inventory.importers.words.verdict_words import (
    CROSSES,
    KNOWN,
    NO_WORDS,
    YES_WORDS,
    bare,
)
from chwapi_console.inventory.plain_words import plain, word_set

_BEHIND = re.compile(
    r"\W*$|\s*[(\[,;:/|]|\W+\d|\W+(?:since|for|from|by|until|depuis|jusqu|par|il y a|pendant|seit|vor|von|durch|"
    r"bis|sinds|door|voor|tot|at|on|le|am|op|om)\b"
)
"""What may stand behind words that say wherever they stand that an agent is off: nothing, or how long."""
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2})(?:[.,]\d+)?\s?%")
_OF_ALL = re.compile(r"(\d{1,6}) ?(?:/|of|sur|von|van) ?(\d{1,6})")
_OF_STATES = re.compile(r"(\w{4,}?)s?(?:status|zustand|toestand)")
_RUN_DONE = word_set("""
    complete completed finished terminee termine abgeschlossen fertig voltooid afgerond""")
_MODES = word_set("""
    mode modus scanmode scantype scanart profil profile typescan methode methodes method methods verfahren procede""")
_SHALLOW = word_set("""
    quick fast custom passive smart targeted rapide personnalise personnalisee passif cible schnell schnellscan quickscan
    passiv sichtprufung sichtkontrolle visual visuel visuelle visueel phone telephone telefonisch telephonique
    benutzerdefiniert snel aangepast passief memory ram memoire arbeitsspeicher speicher geheugen only seulement uniquement
    nur alleen slechts""")
"""How a scan is called that looks at a part, or an agent that only looks on."""
_EXIT_CODES = word_set("exit return code retour de ruckgabe ruckgabewert exitcode status")
_BY = word_set("by par von durch door")
_NOBODY = frozenset(
    plain(bare(words))
    for words in (
        "nobody",
        "no one",
        "none",
        "personne",
        "niemand",
        "keiner",
        "auto-déclaré",
        "autodéclaré",
        "self-declared",
        "self-reported",
        "self",
        "selbst gemeldet",
        "zelf gemeld",
        "utilisateur",
        "user",
        "benutzer",
        "gebruiker",
    )
)
"""Who looked where nobody did whose word counts."""
_IN_PART = word_set("""
    partial partiel partielle partiell partieel incomplete incomplet unvollstandig onvolledig truncated aborted
    interrupted interrompu abgebrochen afgebroken timedout""")
"""A yes below these says that a look did not come to its end."""
_LOOKED = frozenset({"analyses", "analysees", "processed", "examines", "gescannte", "gescande"})
_SIGNS = frozenset({"ioc", "iocs", "sigma", "indicator", "indicators", "indicateurs"})
"""What a look was for."""
_OF_A_NETWORK = frozenset({"network", "reseau", "netzwerk", "netwerk", "host", "active"})
_KNOWN_SINCE = word_set("""
    virale virales virendatenbank virusdatabase signaturstand signaturdatum definitionsstand virendefinition virendefinitionen
    virusdefinitie virusdefinities definitiedatum patternstand musterdatei dat vdf""")
_AGES = word_set("age alter ouderdom anciennete days jours tage dagen")
STALE = 7
"""Days from which on what a scanner knows is out of date."""
LONGEST = 60
"""Letters of a cell that says how an agent or a scan stands."""
LONGEST_PHRASE = 4
"""Words of what says so."""


@lru_cache(maxsize=65536)
def says_agent_off(title: tuple[str, ...], cell: str) -> bool:
    """Whether a cell says that its machine's agent is off, cut off, or was not scanned to the end.

    `title` are the plain words of its heading.
    """
    words, said = _words_of(title), plain(bare(cell))
    shallow = _tells_of_a_shallow_look(words, said, cell)
    if not said or len(said) > LONGEST:
        return shallow or _tells_a_fault(words, said)
    if (
        shallow
        or _tells_of_a_part(words, said)
        or (said.isdecimal() and _is_a_number_of_too_little(words, int(said)))
    ):
        return True
    if said in YES_WORDS or said in NO_WORDS or said in CROSSES:
        return _answers_off(title, words, said)
    if _begins_with_off(said) or _tells_a_fault(words, said):
        return True
    if words & ELSEWHERE or (words & (FAULTS | UNREAD) and said in NO_FAULT):
        return False
    stems = _stems(said)
    words |= (AGENTS_IN_WORDS | SCANS_IN_WORDS).intersection(re.findall(r"\w+", said))
    if words & STATES and _says(stems, _OFF_IN_A_STATE, ()):
        return True
    if words & (STATES | POWER) and said in DOWN:
        return True
    if words & OF_ITS_KIND:
        return False
    if words & (AGENTS | SCANS | KNOWLEDGE) and _says(stems, _OFF_OF_AN_AGENT_STEMS, _WELL_STEMS):
        return True
    return _is_to_do(words, said) or (
        (bool(words & SCANS) or _tells_how_much(words) or _tells_a_step(words))
        and _was_not_done(said, stems)
    )


def tells_what_it_knows(title: Sequence[str]) -> bool:
    """Whether a heading is about what a scanner knows of infections: `Base virale`, `Signaturstand`."""
    return not KNOWLEDGE.isdisjoint(title) or not _KNOWN_SINCE.isdisjoint(title)


@lru_cache(maxsize=65536)
def is_unclear_of_an_agent(title: tuple[str, ...], cell: str) -> bool:
    """Whether a cell says in words that nobody knows how an agent, or a scan, stands.

    Below a heading that says so. Figures, and so versions and dates, say nothing of it.
    """
    words, said = _words_of(title), plain(bare(cell))
    if _tells_how_much(words):
        return _WHOLE_STEMS.isdisjoint(_stems(said))
    asks = asks_how_it_stands(words) and bool(words & (WELL | DONE)) and not words & _BY
    if not (asks or words & STATES) or words & (ELSEWHERE | OF_ITS_KIND):
        return False
    if any(map(str.isdecimal, said)) or not any(map(str.isalpha, said)) or said in KNOWN:
        return False
    stems = frozenset(_stems(said))
    if asks and answer_of(said) == "yes":
        return not stems <= _OF_A_YES_STEMS
    if words & AGENTS:
        return not stems & _WELL_STEMS
    return bool(words & SCANS) and not stems & _DONE_STEMS


def tells_of_a_run(title: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a column says how runs of a scan stand, by a word of it that says that one ended.

    `Running` means there that it did not, and says nothing of an agent.
    """
    words = _words_of(title)
    is_of_a_state = bool(words & STATES) and not words & (ELSEWHERE | OF_ITS_KIND)
    return is_of_a_state and any(plain(bare(cell)) in _RUN_DONE for cell in said)


def tells_of_looks_done(title: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a column says by a yes that a machine was looked at, so that an empty cell says no such thing."""
    return asks_how_it_stands(_words_of(title) - _SIGNS) and any(
        bare(cell) in YES_WORDS or plain(bare(cell)) in DONE for cell in said
    )


def tells_of_an_agent(title: Sequence[str]) -> bool:
    """Whether a heading is about agents, so that an empty cell says that there is none."""
    words = _words_of(title) | set(title)
    return "".join(title) in PRODUCTS or (bool(words & OF_AN_AGENT) and not words & ELSEWHERE)


def _words_of(title: Sequence[str]) -> frozenset[str]:
    """The words of a heading, and those of which a German or Dutch one is made: `Agentenstatus`."""
    words: list[str] = []
    for word in title:
        if words and words[-1] + word in AGENTS:  # `CrowdStrike`, which falls apart
            words[-1] += word
        elif parts := _OF_STATES.fullmatch(word):
            words += [parts[1].removesuffix("en"), "status"]
        else:
            words.append(word)
    return of_guarding(frozenset(words))


def _answers_off(title: Sequence[str], words: frozenset[str], said: str) -> bool:
    """Whether a yes or no below a heading means that an agent is off or a scan was not done."""
    if said in YES_WORDS:
        return (
            _counts_what_was_not_read(words)
            or bool(words & _IN_PART)
            or _asks_whether_gone(words)
            or _asks_whether_late(title, words)
        )
    if said.isdecimal() and words <= OF_AN_AGENT | FILLERS:  # none of them, or a no: both are off
        return bool(words & OF_AN_AGENT)
    return not words & ELSEWHERE and (
        bool(words & ON) or (asks_how_it_stands(words) and not said.isdecimal())
    )


def _asks_whether_gone(words: frozenset[str]) -> bool:
    """Whether a yes below a heading means that an agent is gone or a machine is cut off."""
    if words & {"pending", "auto"}:
        return False
    return bool(words & GONE) or (
        bool(words & CUT_OFF) and words <= CUT_OFF | STATES | AGENTS | FILLERS | _OF_A_NETWORK
    )


def _asks_whether_late(title: Sequence[str], words: frozenset[str]) -> bool:
    """Whether a yes below a heading means that a scan was not done, or an agent is not up to date."""
    late, looked = words & LATE, words & SCANS
    return (bool(late and looked) and not words & NOT) or (
        bool(words & (AGENTS | KNOWLEDGE))
        and (bool(words & OUTDATED) or " out of date" in f" {' '.join(title)}")
        and not words & NOT
    )


def _tells_a_fault(words: frozenset[str], said: str) -> bool:
    """Whether a text below a heading of errors tells one: `Access is denied`."""
    parts = re.findall(r"[^\W_]+", said)
    return (
        bool(words & FAULTS)
        and words <= OF_FAULTS | FILLERS | SCANS
        and any(map(str.isalpha, said))
        and not (said in NO_FAULT or (parts and parts[0] in NO_FAULT))
    )


def _tells_of_a_shallow_look(words: frozenset[str], said: str, cell: str) -> bool:
    """Whether a cell says that a look was a quick one, ended with an error, or was nobody's."""
    if (words & _MODES or words <= SCANS) and not _SHALLOW.isdisjoint(said.split()):
        return True
    if words <= _EXIT_CODES and words & {"exit", "return", "retour", "ruckgabe", "exitcode"}:
        return said.isdecimal() and int(said) != 0
    return bool(words & _BY) and (said in _NOBODY or cell.strip() in ("?", "??"))


def _tells_of_a_part(words: frozenset[str], said: str) -> bool:
    """Whether a cell says that so many of more were looked at: `Disks scanned`, `1/4`."""
    part = _OF_ALL.fullmatch(said)
    return (
        part is not None
        and bool(words & (SCANS | _LOOKED) and words & THINGS_READ)
        and int(part[1]) < int(part[2])
    )


def _tells_how_much(words: frozenset[str]) -> bool:
    """Whether a heading tells how much of a machine was looked at, and nothing else."""
    return bool(words & COVERED) and words <= COVERED | SCANS | AGENTS | FILLERS | DONE


def _tells_a_step(words: frozenset[str]) -> bool:
    """Whether a heading tells how far the work on a machine has come, and nothing else."""
    return bool(words & STEPS) and words <= STEPS | STATES | FILLERS


def _is_to_do(words: frozenset[str], said: str) -> bool:
    return said in TO_DO and _tells_a_step(words)


def _is_a_number_of_too_little(words: frozenset[str], number: int) -> bool:
    if _is_a_great_age(words, number):
        return True
    return _counts_what_was_not_read(words) if number else _counts_what_was_read(words)


def _is_a_great_age(words: frozenset[str], days: int) -> bool:
    """Whether what a scanner knows is so old that it knows nothing of tonight: `SignatureAge`, 412."""
    return days > STALE and bool(words & _AGES) and bool(words & KNOWLEDGE)


def _counts_what_was_read(words: frozenset[str]) -> bool:
    """Whether a heading stands above numbers of what a scan looked at."""
    looked = words & (SCANS | _LOOKED)
    return bool(looked and words & THINGS_READ) and words <= SCANS | _LOOKED | THINGS_READ | FILLERS


def _counts_what_was_not_read(words: frozenset[str]) -> bool:
    """Whether a heading stands above numbers of what a scan did not look at."""
    read = words & SCANS and words & NOT
    return bool(words & UNREAD or read) and words <= (
        UNREAD | SCANS | THINGS_READ | FILLERS | NOT | COVERED
    )


def _begins_with_off(said: str) -> bool:
    """Whether a text begins with words that say wherever they stand that an agent is off."""
    found = _OFF_FIRST.match(said)
    return found is not None and bool(_BEHIND.match(said, found.end()))


def _was_not_done(said: str, stems: Sequence[str]) -> bool:
    part = _PERCENT.search(said)
    return bool(part) or _says(stems, _NOT_DONE_STEMS, _DONE_STEMS)


def _says(
    stems: Sequence[str], phrases: Collection[tuple[str, ...]], well: Collection[str]
) -> bool:
    """Whether a text has one of some phrases and does not deny it, or denies that all is well."""
    denied = False
    for at, stem in enumerate(stems):
        said = (tuple(stems[at : at + length]) for length in range(1, LONGEST_PHRASE + 1))
        if not denied and any(phrase in phrases for phrase in said):
            return True
        if denied and stem in well:
            return True
        denied = denied or stem in NOT
    return False


def _stems(text: str) -> list[str]:
    """The words of a text without the endings that numbers and genders have."""
    words = re.findall(r"[^\W_]+", text)
    return [
        re.sub(r"(.)\1$", r"\1", word.rstrip("es")) if len(word) > 4 else word for word in words
    ]


_OFF_FIRST = re.compile(
    "|".join(rf"{re.escape(word)}e?s?(?!\w)" for word in sorted(OFF, key=len, reverse=True))
)
_OFF_OF_AN_AGENT_STEMS, _NOT_DONE_STEMS = (
    frozenset(tuple(_stems(words)) for words in phrases) for phrases in (OFF_OF_AN_AGENT, NOT_DONE)
)
_OFF_IN_A_STATE = frozenset(tuple(_stems(words)) for words in OFF | BROKEN)
_WELL_STEMS, _DONE_STEMS, _WHOLE_STEMS, _OF_A_YES_STEMS = (
    frozenset(stem for word in words for stem in _stems(word))
    for words in (WELL, DONE, WHOLE | DONE, YES_WORDS | WELL | DONE | AGENTS | SCANS | FILLERS)
)
