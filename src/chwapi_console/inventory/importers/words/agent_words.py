"""Words by which lists say how an agent stands, and whether a scan came to its end.

In French, Dutch, German and English; `presence` reads cells by them. Those of `word_set` are plain
words, the others whole phrases.
"""

from collections.abc import Collection

from chwapi_console.inventory.importers.words.infection_words import GUARDS, is_of_a_hit
from chwapi_console.inventory.importers.words.verdict_words import bare
from chwapi_console.inventory.plain_words import plain, word_set

OFF = frozenset(
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
        "pending containment",
        "confiné",
        "mis en quarantaine",
        "network isolated",
        "no response",
        "pas de réponse",
        "sans contact",
        "ne répond pas",
        "ne répond plus",
        "keine antwort",
        "antwortet nicht",
        "reagiert nicht",
        "antwoordt niet",
        "reageert niet",
        "does not respond",
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
        "bypass",
        "bypassed",
        *(
            f"{no} {agent}"
            for no in ("no", "pas d", "sans", "aucun", "kein", "ohne", "geen", "zonder")
            for agent in ("agent", "edr", "antivirus", "av", "sensor", "capteur")
        ),
    )
)
"""What says wherever it stands that an agent does not report, or that a machine is cut off."""

OFF_OF_AN_AGENT = OFF | frozenset(
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
        "pending",
        "partial",
        "partially",
        "defect",
        "nok",
        "ko",
        "hs",
        "en panne",
        "en attente",
        "partiel",
        "partiellement",
        "defekt",
        "kaputt",
        "ausstehend",
        "teilweise",
        "stuk",
        "gedeeltelijk",
        "in afwachting",
        "out of date",
        "impaired",
        "beeinträchtigt",
        "altéré",
        "dégradé",
        "verstoord",
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
        "absente",
        "abwesend",
        "afwezig",
        "not present",
        "to install",
        "to be installed",
        "à installer",
        "zu installieren",
        "te installeren",
        "silent",
        "quiet",
        "muet",
        "muette",
        "coupé",
        "coupée",
        "stumm",
        "stil",
    )
)
NOT_DONE = frozenset(
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
        "wird ausgeführt",
        "wordt uitgevoerd",
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
        "in bearbeitung",
        "zu erledigen",
        "zu tun",
        "noch nicht",
        "nog niet",
        "nog te doen",
        "niet gestart",
        "pas encore",
        "not yet",
        "todo",
        "non commencé",
        "à effectuer",
        "à réaliser",
        "à terminer",
        "nicht begonnen",
        "nicht gestartet",
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
        "half",
        "halb",
        "à moitié",
        "moitié",
        "zur hälfte",
        "halverwege",
        "partly",
        "deels",
        "nicht gelaufen",
        "niet gelopen",
        "niet gedraaid",
        "not run",
        "did not run",
        "has not run",
        "pas lancé",
        "pas passé",
        "pas exécuté",
        "pas tourné",
        "kein scan",
        "geen scan",
        "no scan",
        "pas de scan",
        "planned",
        "pas commencé",
        "prévu",
        "in arbeit",
        "nicht gemacht",
        "vorgesehen",
        "laufend",
        "niet gedaan",
        "voorzien",
        "lopend",
        "loopt",
        "rescheduled",
        "postponed",
        "deferred",
        "delayed",
        "reporté",
        "différé",
        "verschoben",
        "aufgeschoben",
        "uitgesteld",
    )
)

POWER = word_set("power powerstate powered alimentation strom stroom")
AGENTS = (
    word_set("""
    agent agents sensor sensors capteur client antivirus av edr xdr epp mdr ngav protection schutz bescherming beveiliging
    connection connectivity connected online onboarding management managed reporting availability operational heartbeat
    connexion connecte connectivite verbindung verbinding agentstatus service services dienst dienste diensten module
    modules realtime echtzeit reel echtzeitschutz echtzeitscanner virenschutz virusscanner defender crowdstrike falcon
    sentinelone sophos eset kaspersky harfanglab cortex trellix mcafee symantec bitdefender withsecure tanium
    engine moteur autoprotect onaccess amrunning""")
    | GUARDS
)
OF_AN_AGENT = word_set("agent agents sensor edr xdr epp agentversion sensorversion antivirus av")
AGENTS_IN_WORDS = OF_AN_AGENT | word_set(
    "protection schutz virenschutz bescherming defender falcon crowdstrike sentinelone sophos"
)
"""What a remark calls an agent."""
PRODUCTS = word_set("""
    sicherheitsprodukt sicherheitssoftware securityproduct securitysoftware endpointproduct produitdesecurite
    logicieldesecurite solutiondesecurite beveiligingsproduct beveiligingssoftware schutzprodukt virenschutzprodukt""")
"""What headings call an agent in words that each alone say less, joined."""
ON = word_set("""
    active online connected enabled reporting reachable onboarded running managed actif active connecte connectee ligne
    joignable aktiv verbunden erreichbar actief verbonden bereikbaar alive installed up installe installee installiert
    geinstalleerd present presente vorhanden aanwezig lauft laeuft draait actieve aktive marche fonctionne gere geree
    supervise supervisee verwaltet uberwacht beheerd bewaakt""")
WELL = ON | word_set("""
    on an aan ein ok okay healthy good green normal protected current secure secured compliant latest supported passive
    full operational available working activated registered updated uptodate date jour active activee vert bon bonne bien
    gere geree protege protegee operationnel operationnelle fonctionnel fonctionnelle disponible normale nominal conforme
    gesund gut grun aktuell geschutzt eingeschaltet aktiviert ordnung betrieb verfugbar goed groen beschermd beveiligd
    deploye deployee deployed ausgerollt uitgerold onboard integre integree integriert
    geintegreerd enrolled inscrit enrole registriert geregistreerd angemeldet laufen
    demarre demarree gestartet gestart
    ausgefuhrt execution uitgevoerd
    ingeschakeld geactiveerd orde bijgewerkt beheerd verwaltet functioneert beschikbaar werkt""")
"""What says that an agent is on and well, in the plain words of a cell."""
GONE = word_set("""
    decommissioned disconnected offline stale uninstalled inactive disabled deleted retired isolated contained deconnecte
    isole isolee isoliert geisoleerd confine confinee afgezonderd
    inactif getrennt inaktiv inactief unmanaged quarantined rfm reduced desinstalle deinstalliert""")
SCANS = word_set("""
    scan scanned scanstatus scans analysis analyse analysee analysed prufung auth authentication authenticated credentials
    credentialed examen yara thor loki onderzoek untersuchung gescannt gescand scanne scannee scannes scannees verifie
    checked examined inspected looked controle controlee examine examinee inspecte inspectee verifiee untersucht
    kontrolliert gepruft uberpruft onderzocht gecontroleerd nagekeken verified verifiziert geverifieerd valide validee
    validated validiert gevalideerd sweep sweeps""")
COVERED = word_set("""
    coverage couverture abdeckung dekking progress progression avancement fortschritt voortgang percent
    pourcentage prozent""")
"""What tells of a scan how much it looked at."""
WHOLE = word_set("""
    full fully whole total totally all entire entirely complet complete completement entier entierement tout tous toutes
    vollstandig volledig ganz alle alles geheel 1 100""")
"""What says that all was looked at."""
STEPS = word_set("""
    step steps etape etapes stap stappen schritt schritte phase phases fase fases stage tache taches task tasks taak taken
    aufgabe aufgaben arbeitsschritt kanban""")
"""What stands above how far the work on a machine has come."""
TO_DO = word_set("open ouvert ouverte backlog doing next todo")
"""What says of a step, and of nothing else, that it is not done."""
UNREAD = word_set("""
    unreadable unscanned skipped errors error failed failures failure inaccessible locked illisibles ignores sautes erreurs
    erreur echecs fehler ubersprungen ubersprungene gesperrt gesperrte unlesbare fouten overgeslagen onleesbare""")
"""What a scan says that it did not look at, in a number."""
THINGS_READ = word_set("""
    drives laufwerke laufwerken schijven lecteurs platten
    files file fichiers fichier dateien datei bestanden bestand objects objets objekte objecten items elements volumes
    volume disks disques folders dossiers ordner mappen count number total nombre anzahl aantal nb""")
CUT_OFF = word_set("""
    isolation containment isolement confinement quarantine quarantaine isolierung quarantane isolatie
    lockdown""")
"""What says of a machine, with a yes below it, that it is cut off."""
LATE = word_set("""
    pending overdue needed required missed due retard requise requis necessaire manquee ausstehend uberfallig
    erforderlich notig verpasst achterstallig nodig vereist gemist incomplete failed aborted skipped""")
"""What says of a scan, with a yes below it, that it was not done."""
OUTDATED = word_set(
    "overdue outdated obsolete obsoletes perime perimee perimees veraltet verouderd stale expired expire"
)
"""What says of what an agent knows, with a yes below it, that it is too old."""
SCANS_IN_WORDS = word_set("scan scans analyse analysis analyses scannen")
DONE = word_set("""
    done complete completed finished ended success successful succeeded passed ok ended termine terminee fini finie acheve
    achevee effectue effectuee fait faite reussi reussie abgeschlossen fertig erledigt erfolgreich durchgefuhrt voltooid
    klaar afgerond geslaagd gereed uitgevoerd scanned analyse analysee gescannt gescand gepruft yes oui ja""")
"""What says that a scan came to its end."""
ENDED = word_set("beendet end fin full complet complete vollstandig volledig")
DOWN = word_set(
    "off down stopped dead aus uit eteint eteinte arrete arretee gestoppt ausgeschaltet gestopt "
    "uitgeschakeld"
)
STATES = word_set("status state health statut etat zustand toestand sante")
LOOKS = word_set("""
    detection erkennung detectie detektion search recherche suche zoeken prufung controle check""")
"""What looks for infections, and with a word that it goes on or was done no finding."""
KNOWLEDGE = word_set("""
    definition definitions definitionen definitie definities signature signatures signatur signaturen handtekening
    handtekeningen database datenbank databank pattern patterns virale virales""")
"""What a scanner knows infections by."""
CURRENT = word_set("""
    current recent updated uptodate jour actuel actuelle actuelles aktuell actueel bijgewerkt""")
ELSEWHERE = word_set("""
    threat threats infected infection malware firewall encryption bitlocker license licence update updates usb device
    count user directory mdm intune""")
OF_ITS_KIND = word_set("""
    type typ kind name nom naam policy profile id scheduled planifiee next prochaine nachste volgende alerts alert
    detections incidents""")
"""Words of a heading below which a word says what something is, and not how it stands."""
FILLERS = word_set(
    "s the of de du des d la le l der die das des dem van von het in en is est mode real time temps "
    "and et und endpoint computer tamper anti current actuel"
)
FAULTS = word_set("""
    error errors stderr erreur erreurs fehler fout fouten exception exceptions errormessage fehlermeldung foutmelding
    messagederreur""")
OF_FAULTS = FAULTS | word_set(
    "message messages text texte tekst code last derniere letzter laatste description output meldung"
)
NO_FAULT = word_set(
    "ok success succes erfolg erfolgreich none aucune aucun keine keiner geen no non nein nee 0 0x0 n/a na"
)
"""What says below a heading of errors that there was none."""
NOT = word_set(
    "not no non pas plus nicht kein keine keinen niet geen aucun aucune sans ohne without zonder"
)
BROKEN = frozenset(
    plain(bare(word))
    for word in word_set("""error errors failed failure aborted cancelled canceled timeout interrupted incomplete erreur échec
    échoué interrompu annulé avorté incomplet fehler fehlgeschlagen abgebrochen unterbrochen unvollständig fout mislukt
    afgebroken geannuleerd onderbroken onvolledig""")
)
"""What says in any state that what should have been looked at was not."""
_BETWEEN = word_set("""
    a at up to date cours fonctionnement fonction route fully par by door durch contre les against tegen gegen vor has un
    une heeft hat with avec met mit anti base on""")
"""What stands between the words of a heading about what guards a machine."""
_GOING = word_set("cours")
"""Of these what says of a scan, with a no below it, that none runs now, and not that none was done."""
_AGAINST = word_set("schadelijke software logiciels programmes")
"""What stands beside the words of infections in such a heading."""
_OF_GUARDING = (
    AGENTS | STATES | WELL | FILLERS | SCANS | DONE | ENDED | LOOKS | KNOWLEDGE | CURRENT | _BETWEEN
)


def of_guarding(words: frozenset[str]) -> frozenset[str]:
    """The words of a heading about what guards a machine, without those of what against.

    `Schutz vor Viren`. Any other heading as it is.
    """
    rest = frozenset(word for word in words if not is_of_a_hit(word) and word not in _AGAINST)
    guards = rest & (GUARDS | SCANS) or _asks_whether_looked(rest) or rest & KNOWLEDGE
    return rest if guards and rest <= _OF_GUARDING else words


def asks_for_a_look(words: Collection[str]) -> bool:
    """Whether a heading with words of infections asks whether one looks for them, or knows them.

    `Threat detection enabled`, `Virensignaturen aktuell`; a yes below it is no infection.
    """
    rest = of_guarding(frozenset(words))
    return rest <= _OF_GUARDING and (_asks_whether_looked(rest) or bool(rest & KNOWLEDGE))


def asks_how_it_stands(words: frozenset[str]) -> bool:
    """Whether a heading asks how an agent stands, or whether a scan was done, and nothing else."""
    return words <= _OF_GUARDING and (
        (bool(words & AGENTS) and words <= AGENTS | STATES | WELL | FILLERS | LOOKS | _BETWEEN)
        or (
            bool(words & SCANS)
            and words <= SCANS | STATES | DONE | FILLERS | ENDED | OF_AN_AGENT | _BETWEEN - _GOING
        )
        or _asks_whether_looked(words)
        or bool(words & KNOWLEDGE and words & CURRENT)
    )


def _asks_whether_looked(words: frozenset[str]) -> bool:
    return bool(words & LOOKS and words & (WELL | DONE))
