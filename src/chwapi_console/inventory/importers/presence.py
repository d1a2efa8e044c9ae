"""Whether a list says that nobody can know.

The agent of a machine is off or gone, or the scan did not come to its end.

Such a machine is not called clean by what its agent last said. A word counts under a heading that
speaks of agents, connections, scans or states; what is plain (`offline`) counts wherever it stands.
"""

from collections.abc import Sequence

from chwapi_console.inventory.importers.verdict_words import NO_WORDS, YES_WORDS, bare
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
    )
)

_POWER = word_set("power powerstate powered alimentation strom stroom")
_AGENTS = word_set("""
    agent agents sensor sensors client antivirus av edr xdr epp protection connection connectivity connected online
    onboarding management
    managed
    reporting availability operational heartbeat connexion connecte verbindung verbinding agentstatus""")
_OF_AN_AGENT = word_set("agent agents sensor edr xdr epp agentversion sensorversion antivirus av")
_ON = word_set("""
    active online connected enabled reporting reachable onboarded running managed actif active connecte connectee ligne
    joignable aktiv verbunden erreichbar actief verbonden bereikbaar alive installed up installe installee installiert
    geinstalleerd present presente vorhanden aanwezig lauft laeuft draait actieve aktive marche fonctionne""")
_GONE = word_set("""
    decommissioned disconnected offline stale uninstalled inactive disabled deleted retired isolated contained deconnecte
    inactif getrennt inaktiv inactief unmanaged quarantined""")
_SCANS = word_set("""
    scan scanned analysis analyse analysed scanstatus prufung auth authentication credentials examen""")
_DOWN = word_set(
    "off down stopped dead aus uit eteint eteinte arrete arretee gestoppt ausgeschaltet gestopt "
    "uitgeschakeld"
)
_STATES = word_set("status state health statut etat zustand toestand sante")
_ELSEWHERE = word_set("""
    threat threats infected infection malware firewall encryption bitlocker license licence update updates usb device
    count user directory mdm intune""")


def says_agent_off(title: Sequence[str], cell: str) -> bool:
    """Whether a cell says that its machine's agent is off, cut off, or was not scanned to the end.

    `title` are the plain words of its heading.
    """
    words, said = frozenset(title), plain(bare(cell))
    if not said or len(said) > 40:
        return False
    if said in YES_WORDS:
        return bool(words & _GONE) and not words & {"pending", "auto"}
    if said in NO_WORDS:
        return bool(words & _ON) and not words & _ELSEWHERE
    if said in _OFF:
        return True
    if words & _ELSEWHERE:
        return False
    if words & (_STATES | _POWER) and said in _DOWN:
        return True
    return (bool(words & _AGENTS) and said in _OFF_OF_AN_AGENT) or (
        bool(words & _SCANS) and said in _NOT_DONE
    )


def tells_of_an_agent(title: Sequence[str]) -> bool:
    """Whether a heading is about agents, so that an empty cell says that there is none."""
    words = frozenset(title)
    return bool(words & _OF_AN_AGENT) and not words & _ELSEWHERE
