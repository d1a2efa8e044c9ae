"""Whether a list says that nobody can know.

The agent of a machine is off or gone, or the scan did not come to its end.

Such a machine is not called clean by what its agent last said. A word counts under a heading that
speaks of agents, connections, scans or states; what is plain (`offline`) counts wherever it stands.
"""

import re
from collections.abc import Collection, Sequence

from chwapi_console.inventory.importers.verdict_words import KNOWN, NO_WORDS, YES_WORDS, bare
from chwapi_console.inventory.plain_words import plain, word_set

_OFF = frozenset(
    plain(bare(word))
    for word in (
        "offline",
        "off-line",
        "disconnected",
        "not connected",
        "never connected",
        "inactive",
        "stale",
        "decommissioned",
        "uninstalled",
        "not reporting",
        "no sensor data",
        "impaired communication",
        "impairedcommunication",
        "nosensordata",
        "not responding",
        "unresponsive",
        "unreachable",
        "connection lost",
        "access denied",
        "accès refusé",
        "lost",
        "not seen",
        "no contact",
        "agent missing",
        "hors ligne",
        "déconnecté",
        "déconnectée",
        "inactif",
        "inactive",
        "injoignable",
        "non joignable",
        "désinstallé",
        "non connecté",
        "non connectée",
        "getrennt",
        "nicht verbunden",
        "inaktiv",
        "nicht erreichbar",
        "deinstalliert",
        "verbinding verbroken",
        "niet verbonden",
        "losgekoppeld",
        "inactief",
        "niet bereikbaar",
        "onbereikbaar",
        "can be onboarded",
        "not onboarded",
        "insufficient info",
        "unsupported",
        "unmanaged",
        "not managed",
        "non géré",
        "non gérée",
        "nicht verwaltet",
        "niet beheerd",
        "powered off",
        "poweredoff",
        "pending uninstall",
        "isolated",
        "isolé",
        "isolée",
        "isoliert",
        "geïsoleerd",
        "contained",
        "containment pending",
        "network isolated",
        "no response",
        "pas de réponse",
        "sans contact",
        "ne répond pas",
        "ne répond plus",
        "keine antwort",
        "kein kontakt",
        "geen antwoord",
        "geen contact",
        "geen verbinding",
        "keine verbindung",
        "pas de connexion",
        "no connection",
        "not communicating",
        "hors tension",
        "hors service",
        "retired",
        "orphaned",
    )
)
"""What says wherever it stands that an agent does not report, or that a machine is cut off."""

_OFF_OF_AN_AGENT = _OFF | frozenset(
    plain(bare(word))
    for word in (
        "off",
        "disabled",
        "stopped",
        "down",
        "absent",
        "missing",
        "none",
        "not installed",
        "expired",
        "outdated",
        "not running",
        "désactivé",
        "désactivée",
        "arrêté",
        "arrêtée",
        "éteint",
        "éteinte",
        "manquant",
        "non installé",
        "expiré",
        "aus",
        "deaktiviert",
        "gestoppt",
        "ausgeschaltet",
        "fehlt",
        "nicht installiert",
        "uit",
        "uitgeschakeld",
        "gestopt",
        "ontbreekt",
        "niet geïnstalleerd",
        "misconfigured",
        "degraded",
        "rfm",
        "reduced functionality mode",
        "reduced functionality",
        "dead",
        "unknown",
        "never",
        "unprotected",
        "removed",
        "deleted",
        "suspended",
        "paused",
        "unhealthy",
        "broken",
        "failed",
        "error",
        "at risk",
        "aucun",
        "sans",
        "non protégé",
        "suspendu",
        "en pause",
        "périmé",
        "obsolète",
        "supprimé",
        "en erreur",
        "erreur",
        "hors fonction",
        "inconnu",
        "keiner",
        "abgelaufen",
        "veraltet",
        "ungeschützt",
        "angehalten",
        "beendet",
        "entfernt",
        "fehler",
        "gestört",
        "unbekannt",
        "geen",
        "verlopen",
        "verouderd",
        "onbeschermd",
        "gepauzeerd",
        "verwijderd",
        "fout",
        "onbekend",
    )
)
_NOT_DONE = frozenset(
    plain(bare(word))
    for word in (
        "not scanned",
        "never scanned",
        "aborted",
        "failed",
        "cancelled",
        "canceled",
        "interrupted",
        "timed out",
        "timeout",
        "error",
        "in progress",
        "running",
        "started",
        "pending",
        "queued",
        "scheduled",
        "partial",
        "incomplete",
        "not started",
        "to be done",
        "to do",
        "never",
        "to be determined",
        "on hold",
        "non analysé",
        "échoué",
        "échec",
        "interrompu",
        "annulé",
        "en cours",
        "en attente",
        "à faire",
        "erreur",
        "jamais",
        "abgebrochen",
        "fehlgeschlagen",
        "läuft",
        "ausstehend",
        "nie",
        "fehler",
        "offen",
        "mislukt",
        "afgebroken",
        "bezig",
        "in behandeling",
        "nooit",
        "te doen",
        "fout",
        "gepland",
        "credentials failed",
        "authentication failed",
        "not attempted",
        "unsuccessful",
        "stopped",
        "paused",
        "skipped",
        "not done",
        "missed",
        "overdue",
        "errors",
        "planifié",
        "arrêté",
        "suspendu",
        "avorté",
        "pas terminé",
        "pas fait",
        "non terminé",
        "non effectué",
        "partiel",
        "incomplet",
        "unterbrochen",
        "gestoppt",
        "angehalten",
        "geplant",
        "nicht abgeschlossen",
        "nicht durchgeführt",
        "unvollständig",
        "onderbroken",
        "gestopt",
        "geannuleerd",
        "onvolledig",
        "niet voltooid",
        "niet uitgevoerd",
        "loopt",
    )
)

_POWER = word_set("power powerstate powered alimentation strom stroom")
_AGENTS = word_set("""
    agent agents sensor sensors capteur client antivirus av edr xdr epp mdr ngav protection schutz bescherming beveiliging
    connection connectivity connected online onboarding management managed reporting availability operational heartbeat
    connexion connecte connectivite verbindung verbinding agentstatus service services dienst dienste diensten module
    modules realtime echtzeit reel echtzeitschutz echtzeitscanner virenschutz virusscanner""")
_OF_AN_AGENT = word_set("agent agents sensor edr xdr epp agentversion sensorversion antivirus av")
_ON = word_set("""
    active online connected enabled reporting reachable onboarded running managed actif active connecte connectee ligne
    joignable aktiv verbunden erreichbar actief verbonden bereikbaar alive installed up installe installee installiert
    geinstalleerd present presente vorhanden aanwezig lauft laeuft draait actieve aktive marche fonctionne""")
_WELL = _ON | word_set("""
    on an aan ein ok okay healthy good green normal protected current secure secured compliant latest supported passive
    full operational available working activated registered updated uptodate date jour active activee vert bon bonne bien
    gere geree protege protegee operationnel operationnelle fonctionnel fonctionnelle disponible normale nominal conforme
    gesund gut grun aktuell geschutzt eingeschaltet aktiviert ordnung betrieb verfugbar goed groen beschermd beveiligd
    ingeschakeld geactiveerd orde bijgewerkt beheerd verwaltet functioneert beschikbaar werkt""")
"""What says that an agent is on and well, in the plain words of a cell."""
_GONE = word_set("""
    decommissioned disconnected offline stale uninstalled inactive disabled deleted retired isolated contained deconnecte
    inactif getrennt inaktiv inactief unmanaged quarantined rfm reduced desinstalle deinstalliert""")
_SCANS = word_set("""
    scan scanned scanstatus scans analysis analyse analysed prufung auth authentication credentials examen onderzoek
    untersuchung""")
_DONE = word_set("""
    done complete completed finished ended success successful succeeded passed ok ended termine terminee fini finie acheve
    achevee effectue effectuee fait faite reussi reussie abgeschlossen fertig erledigt erfolgreich durchgefuhrt voltooid
    klaar afgerond geslaagd gereed uitgevoerd scanned analyse analysee gescannt gescand gepruft yes oui ja""")
"""What says that a scan came to its end."""
_DOWN = word_set(
    "off down stopped dead aus uit eteint eteinte arrete arretee gestoppt ausgeschaltet gestopt "
    "uitgeschakeld"
)
_STATES = word_set("status state health statut etat zustand toestand sante")
_ELSEWHERE = word_set("""
    threat threats infected infection malware firewall encryption bitlocker license licence update updates usb device
    count user directory mdm intune""")
_OF_ITS_KIND = word_set("""
    type typ kind name nom naam policy profile id engine scheduled planifiee next prochaine nachste volgende alerts alert
    detections incidents""")
"""Words of a heading below which a word says what something is, and not how it stands."""
_FILLERS = word_set(
    "s the of de du des d la le l der die das des dem van von het in en is est mode real time temps "
    "and et und endpoint computer tamper anti current actuel"
)
_NOT = word_set(
    "not no non pas plus nicht kein keine keinen niet geen aucun aucune sans ohne without zonder 0"
)
_BEHIND = re.compile(
    r"\W*$|\s*[(\[,;:/|]|\W+\d|\W+(?:since|for|from|by|until|depuis|jusqu|par|il y a|pendant|seit|vor|von|durch|"
    r"bis|sinds|door|voor|tot|at|on|le|am|op|om)\b"
)
"""What may stand behind words that say wherever they stand that an agent is off: nothing, or how long."""
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2})(?:[.,]\d+)?\s?%")
_OF_STATES = re.compile(r"(\w{4,}?)s?(?:status|zustand|toestand)")
LONGEST = 60
"""Letters of a cell that says how an agent or a scan stands."""


def says_agent_off(title: Sequence[str], cell: str) -> bool:
    """Whether a cell says that its machine's agent is off, cut off, or was not scanned to the end.

    `title` are the plain words of its heading.
    """
    words, said = _words_of(title), plain(bare(cell))
    if not said or len(said) > LONGEST:
        return False
    if said in YES_WORDS:
        return bool(words & _GONE) and not words & {"pending", "auto"}
    if said in NO_WORDS:
        return not words & _ELSEWHERE and (
            bool(words & _ON) or (_is_how_an_agent_stands(words) and not said.isdecimal())
        )
    if _begins_with_off(said):
        return True
    if words & _ELSEWHERE:
        return False
    stems = _stems(said)
    if words & (_STATES | _POWER) and said in _DOWN:
        return True
    if (
        words & _AGENTS
        and not words & _OF_ITS_KIND
        and _says(stems, _OFF_OF_AN_AGENT_STEMS, _ON_STEMS)
    ):
        return True
    return bool(words & _SCANS) and not words & _OF_ITS_KIND and _was_not_done(said, stems)


def is_unclear_of_an_agent(title: Sequence[str], cell: str) -> bool:
    """Whether a cell says in words that nobody knows how an agent, or a scan, stands.

    Below a heading that is about nothing else. Figures, and so versions and dates, say nothing of it.
    """
    words, said = _words_of(title), plain(bare(cell))
    if not words & _STATES or any(map(str.isdecimal, said)) or not any(map(str.isalpha, said)):
        return False
    stems = frozenset(_stems(said))
    if _is_how_an_agent_stands(words):
        return not stems & _WELL_STEMS
    return (
        bool(words & _SCANS)
        and words <= _SCANS | _STATES | _FILLERS
        and not (stems & _DONE_STEMS or said in KNOWN)
    )


def tells_of_an_agent(title: Sequence[str]) -> bool:
    """Whether a heading is about agents, so that an empty cell says that there is none."""
    words = _words_of(title)
    return bool(words & _OF_AN_AGENT) and not words & _ELSEWHERE


def _words_of(title: Sequence[str]) -> frozenset[str]:
    """The words of a heading, and those of which a German or Dutch one is made: `Agentenstatus`."""
    parts = (found for word in title if (found := _OF_STATES.fullmatch(word)))
    return frozenset(title).union(
        *((part[1], part[1].removesuffix("en"), "status") for part in parts)
    )


def _is_how_an_agent_stands(words: frozenset[str]) -> bool:
    """Whether a heading is about how an agent stands, and nothing else."""
    return bool(words & _AGENTS) and words <= _AGENTS | _STATES | _ON | _FILLERS


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
        if any(tuple(stems[at : at + len(phrase)]) == phrase for phrase in phrases) and not denied:
            return True
        if denied and stem in well:
            return True
        denied = denied or stem in _NOT
    return False


def _stems(text: str) -> list[str]:
    """The words of a text without the endings that numbers and genders have."""
    words = re.findall(r"[^\W_]+", text)
    return [word.rstrip("es") if len(word) > 4 else word for word in words]


_OFF_FIRST = re.compile(
    "|".join(rf"{re.escape(word)}e?s?(?!\w)" for word in sorted(_OFF, key=len, reverse=True))
)
_OFF_OF_AN_AGENT_STEMS, _NOT_DONE_STEMS = (
    frozenset(tuple(_stems(words)) for words in phrases)
    for phrases in (_OFF_OF_AN_AGENT, _NOT_DONE)
)
_ON_STEMS, _WELL_STEMS, _DONE_STEMS = (
    frozenset(stem for word in words for stem in _stems(word)) for words in (_ON, _WELL, _DONE)
)
