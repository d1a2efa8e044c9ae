"""Whether a remark says that nobody looked at a machine to the end, in English, French, Dutch, German.

That somebody waits for an answer, that a part was looked at, that something could not be read, that
the machine was off. It holds a clean back and says nothing of an infection.
"""

import re

from chwapi_console.inventory.plain_words import plain

LONGEST_TOLD = 400
"""Letters of a text among which days are looked for."""
_DAY = re.compile(
    r"(?<![\w./-])(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}-\d{1,2}-\d{4})(?![\w/-])"
)
_NOTHING = re.compile(
    r"\b(?:nothing|no|none|rien|aucune?|nichts|niets|geen|keine?) (?:is |est |en |de )?"
    r"(?:pending|waiting|attente|missing|manquante?|ausstehend|fehlt|ontbreekt|incomplete?|partiel)\b"
)
_UPKEEP = re.compile(
    r"\b(?:updates?|patch(?:es)?|reboot|restart|redemarrage|mises? a jour|neustart|herstart) (?:is |are |en )?"
    r"(?:pending|attente|ausstehend|waiting)\b"
    r"|\b(?:pending|waiting for|en attente de|attente de|wacht op|wartet auf) "
    r"(?:a |an |the |une? )?(?:updates?|patch(?:es)?|reboot|restart|redemarrage|mises? a jour|neustart|herstart)\b"
)
"""What waits and says nothing of whether anybody looked."""
_WAITS = re.compile(
    r"\b(?:waiting|awaiting|wait|attendre|abwarten|afwachten"
    r"|en attente|on attend|wacht op|wachten op|warten auf|wartet auf|steht aus|steht noch aus"
    r"|ausstehend|pending|to be confirmed|tbc|a confirmer|zu bestatigen|te bevestigen|unconfirmed|non confirmee?"
    r"|nicht bestatigt|niet bevestigd|under investigation|being (?:analy[sz]ed|investigated|checked)|investigating"
    r"|en cours d.(?:analyse|examen|investigation)|en cours de (?:verification|controle)|in untersuchung|wird (?:noch )?"
    r"(?:untersucht|gepruft|analysiert)|in onderzoek|wordt (?:nog )?(?:onderzocht|gecontroleerd))\b"
)
_RESERVED = re.compile(
    r"\b(?:sous (?:toutes )?reserves?|unter vorbehalt|vorbehaltlich|onder voorbehoud|with reservations?|subject to|conditionally"
    r"|provisionally)\b"
)
_STAYS_OUT = re.compile(
    r"\b(?:reinstaller|reinstall|reimage|herinstalleren|neu (?:aufsetzen|installieren)|rebuild (?:it|needed|required)"
    r"|(?:neuinstallation|herinstallatie|neuaufbau|reinstallation) (?:notig|erforderlich|nodig|vereist|necessaire|requise|needed)"
    r"|to (?:be )?(?:rebuil[dt]|reinstalled|reimaged)|(?:isoliert|getrennt) lassen|geisoleerd (?:houden|laten))\b"
    r"|\b(?:isoler|isolate|isolieren|isoleren|debrancher|disconnect|abklemmen|vom netz nehmen|loskoppelen|van het net halen)\b"
    r"|\b(?:garder|laisser|maintenir|keep|leave) (?:it |le |la |en )?"
    r"(?:isole[es]{0,2}|isolated|isolation|offline|deconnecte[es]{0,2})\b"
)
"""What is to become of a machine that nobody trusts."""
_COUNTED = re.compile(
    r"(?<![\d.,])[1-9]\d{0,5} (?:alert(?:s|es|e)?|hits?|detections?|findings?|treffer|funde?|meldungen|meldingen|menaces?"
    r"|threats?|warnings?|warnungen|avertissements?|waarschuwingen|detecties)\b"
)
"""A number of things that one of several looks found."""
_ONLY = re.compile(
    r"\b(?:only|just|seulement|uniquement|nur|enkel|alleen|slechts|rapide|quick|schnell(?:er)?|snelle?)\b"
)
_LOOKED = re.compile(
    r"\b(?:look(?:ed)? at|regarde|angesehen|bekeken"
    r"|scan|analy[sz]|gescan|gepruft|pruf|verifi|control|kontroll|check|examin|onderzo|untersuch)"
)
_ONE_PART = re.compile(
    r"\b(?:only|just|seulement|uniquement|nur|enkel|alleen|slechts) (?:the |le |la |les |das |die |de |het |on |sur |auf |op )?"
    r"(?:system ?|system-?|daten-?)?(?:drives?|disks?|disques?|disque dur|partitions?|volumes?|laufwerke?|platten?|festplatten?"
    r"|schij(?:f|ven)|os|c ?:|c\b|d ?:)"
    r"|\b(?:disque|drive|laufwerk|schijf|partition|volume) \w{1,8}:? (?:only|seulement|uniquement|alleen)\b"
)
"""One drive of several that was looked at."""
_STILL_LOCKED = re.compile(
    r"\b(?:still|encore|toujours|noch|nog(?: steeds)?|immer noch) (?:\w+ )?"
    r"(?:locked|encrypted|crypte\w*|chiffre\w*|verrouille\w*|gesperrt|verschlusselt|vergrendeld|versleuteld)\b"
    r"|\b(?:locked|encrypted|chiffre\w*|verrouille\w*|verschlusselt|versleuteld) (?:still|encore|noch|nog)\b"
)
"""What an attack has left of a machine."""
_NOTHING_BUT = re.compile(
    r"\bn(?:e |.)(?:(?:a|ont|avons|ai|avait) )?(?:pu )?(?:regarde|vu|verifie|controle|analyse|scanne|examine|teste)\w* que\b"
)
"""Only that was looked at, as French says it."""
_HEARSAY = re.compile(
    r"\b(?:laut|selon|d.apres|according to|volgens|zufolge)(?: (?:the|le|la|les|l|dem|der|den|de|het))?.?"
    r"(?:hersteller|editeur|fournisseur|vendor|leverancier|utilisat\w+|users?|benutzer|anwender|gebruiker|owner|client|kunde"
    r"|klant|prestataire|dienstleister)\b"
    r"|\b(?:je suppose|on suppose|i (?:guess|suppose|assume|think)|vermutlich|wahrscheinlich|denk(?:e)? ich|ik (?:denk|vermoed)"
    r"|denk ik|waarschijnlijk|sans doute|probablement|probably|presumably|je crois|je pense)\b"
    r"|\b\w{2,20} (?:zegt|zei|says|said|sagt|sagte|meint|beweert|affirme|thinks)\b"
    r"|\b(?:rumou?rs?|hearsay|rumeurs?|oui[- ]dire|geruchte?n?|geruchten|horensagen|horen zeggen)\b"
    r"|\bdixit\b|\b\w{2,20} (?:me |nous )?dit (?:que|oui|ok)\b"
)
"""What somebody was told, or supposes."""
_EARLIER = re.compile(
    r"\b(?:last (?:week|month|year)|(?:la )?semaine (?:derniere|passee)|(?:le )?mois (?:dernier|passe)|(?:letzte|vorige)[nrs]?"
    r" (?:woche|monats?|jahr)|(?:vorige|afgelopen|verleden) (?:week|maand)|vorig jaar"
    r"|(?:before|avant|vor|voor) (?:the |l.|la |le |dem |der |de |het )?"
    r"(?:attack|incident|attaque|angriff|vorfall|aanval|outage|panne|ausfall))\b"
)
"""A look from before the attack."""
_LATER = re.compile(
    r"\b(?:wird|werden|wordt|worden|sera|seront|will be) (?:\w+ )?(?:nachgeholt|nachgereicht|ingehaald|rattrape\w*|complete\w*"
    r"|done|finished|fait\w*|gedaan)\b"
    r"|\b(?:folgt noch|folgt spater|volgt nog|volgt later|suit|a suivre|to follow|follows later)\b"
)
"""A look that is to come."""
_FROM_ABROAD = re.compile(
    r"\b(?:(?:admin|vpn|rdp|ssh)[ -]?)?(?:log-?ins?|logons?|connexions?|anmeldung(?:en)?|aanmelding(?:en)?|sessions?|rdp"
    r"|zugriffe?|toegang|acces)\b[^,;.]{0,30}?\b(?:from|aus|depuis|vanuit|uit|von aussen|outside"
    r"|etranger|ausland|buitenland|abroad)\b"
    r"|\b(?:spam|phishing|outbound|naar buiten|nach aussen|vers l.exterieur|vers internet|to the internet)\b"
)
"""What goes out of a machine, or comes to it, as an attacker does."""
_FORGOTTEN = re.compile(
    r"\b(?:vergeten|vergessen|oublie[es]{0,2}|forgot(?:ten)?|overgeslagen|ubersprungen"
    r"|skipped|saute[es]{0,2}|laisse[es]{0,2} de cote)\b"
)
"""What somebody did not look at though they meant to."""
_SILENT = re.compile(
    r"\b(?:sensor|agent|edr|xdr|antivirus|av|client|monitoring)\b[^;.]{0,30}?"
    r"\b(?:nichts mehr|plus rien|niets meer|silent|muet(?:te)?|stumm|no longer report\w*|reports nothing|keine daten"
    r"|plus de nouvelles"
    r"|meldet sich nicht|ne repond|ne remonte)\b"
)
"""An agent that says nothing any more."""
_COPY_LOOKED_AT = re.compile(
    r"\b(?:snapshots?|instantanes?|clones?|klon|kloon|copies?|kopie)\b[^;.]{0,30}?"
    r"\b(?:looked at|regarde|angesehen|bekeken|scan|analy[sz]|gescan|gepruft|verifi|control|kontroll|check|examin|onderzo"
    r"|untersuch)"
)
"""A copy was looked at in the place of the machine."""
_NOT_WHOLE = re.compile(
    r"\b(?:not|non|pas|nicht|niet) (?:yet |encore |noch |nog |fully |wirklich )?"
    r"(?:complete|complet|finished|finie?|terminee?|vollstandig|abgeschlossen|volledig|voltooid|klaar|montee?|mounted"
    r"|accessible|lisible|readable|lesbar|leesbaar)"
    r"|\b(?:not|pas|nicht|niet) (?:all|every|tous|toutes|tout|alle[nrs]?|jede[nrs]?|elke?) (?!clear|well|good|fine|ok\b|gut\b)\w"
    r"|\b(?:incomplete?|unvollstandig|onvolledig|partielle|partiellement|partially|teilweise|gedeeltelijk)\b"
)
_COULD_NOT = re.compile(
    r"\b(?:pas pu|could not|couldn.?t|unable to|impossible d|konnten? nicht|nicht moglich|kon niet|niet mogelijk)\b"
)
_OUTDATED = re.compile(
    r"\b(?:datenbank\w*|databases?|bases?|signature?\w*|definition\w*|definiti\w*|handtekening\w*|virendefinition\w*)\b"
    r"[^,;.]{0,40}?\b(?:veraltet|outdated|out of date|obsoletes?|perimee?s?|verouderd|not up to date|pas a jour)\b"
)
_UNREACHED = re.compile(
    r"\b(?:inaccessible|injoignable|unreachable|nicht erreichbar|niet bereikbaar|onbereikbaar|repond (?:pas|plus)"
    r"|no(?:t)? respon(?:se|ding)|does not respond|(?:reagiert|antwortet) nicht|(?:reageert|antwoordt) niet)\b"
)
_STRANGE = re.compile(
    r"\b(?:inconnue?s?|unknown|unbekannte?[nrs]?|onbekende?|suspecte?s?|strange|bizarres?|merkwurdige?[nrs]?|vreemde?)\b"
)
_OF_AN_ATTACKER = re.compile(
    r"\b(?:comptes?|accounts?|konto|konten|process|processus|prozesse?|proces|services?|dienste?|sessions?|users?"
    r"|utilisateurs?|benutzer|gebruikers?|connexions?|connections?|verbindung(?:en)?|taches?|tasks?|logins?|logons?"
    r"|fichiers?|files?|dateien?|bestand(?:en)?|admins?)\b"
)
"""Of what a machine has what may be an attacker's where nobody knows it."""
_DENIAL = re.compile(
    r"\b(?:no|none|not|nothing|pas|rien|aucune?s?|sans|kein\w*|nichts|ohne|geen|niets|zonder|nihil)\b"
)
_ASKS = re.compile(r"\?(?=[\s)!.,;]|$)(?![?\s]{0,4}(?:no|non|nein|nee|neen|aucune?|keine?|geen)\b)")
"""A question that nobody answers in the same breath."""
_CRIES = re.compile(
    r"\b(?:no|non|nee|neen|nein|stop|attention|achtung|opgelet|let op|warning|danger|gefahr|gevaar|vorsicht|prudence"
    r"|careful|faux|false|falsch|fout|wrong)\s?!"
)
"""A cry that contradicts what stands beside it, or warns of it."""
_EXCEPTS = re.compile(
    r"\b(?:except|excepting|excepte|hormis|a l.exception|mais|but|however|although|apart from|a part(?! of\b)|other than|bis auf"
    r"|ausser|aber|jedoch|allerdings|ausgenommen|behalve|uitgezonderd|maar|echter|toutefois|cependant)\b"
    r"|\bsauf (?!accord|avis|ordre|urgence|autorisation)"
)
"""What says that something is not as the rest is."""
_CHECKING = (
    r"(?:scan(?:ner|nen|nes?)?|check(?:en)?|verif(?:y|ier)|control(?:er|eren)|kontrollieren|prufen|untersuchen|ansehen|anschauen"
    r"|analy[sz](?:e|er|ieren)|analyseren|examin(?:e|er)|nakijken|bekijken|onderzoeken|look(?: at)?|regarder|testen?)"
)
_AGAIN = re.compile(
    r"\ba (?:re-?(?:passer|voir|scanner|verifier|controler|garder|analyser)|approfondir"
    r"|investiguer|creuser|verifier|controler|analyser|scanner|surveiller)\b"
    r"|(?:^|[,;.:(+] ?|\b(?:scan|analyse|controle|verification|examen|thor|loki|edr|av) )"
    r"a (?:refaire|reprendre|completer|tester)\b"
    r"|\b(?:re-?)?(?:scan|check|test) (?:needed|required|again|planned|tomorrow|later|asap)\b|\blook again\b|\banother look\b"
    r"|\b(?:to|must|should) (?:be )?re-?(?:scan|check|verif|analy|test|visit|done)\w*"
    r"|\b(?:nochmals?|noch einmal|erneut|spater|morgen|nog eens|opnieuw|later|encore|demain|still to|noch zu|nog te) (?:zu |te )?"
    rf"{_CHECKING}\b"
    r"|\b(?:revoir|re-?verifier|re-?controler|review (?:after|again|needed|pending)|herzien)\b"
    r"|\b(?:nachprufen|nachkontrolle|herbekijken|hercontrole)\b"
    r"|\b(?:second|2nd|deuxieme|2e|2eme|autre|zweite[rns]?|2\.|tweede|2de) (?:look|opinion|pair of eyes|regard|avis|lecture|blick"
    r"|meinung|blik|mening)\b(?! (?:ok|done|clean|fait|fini|sain|klaar|schoon|fertig|sauber))"
    r"|\b(?:second|2nd|another|deuxieme|autre|zweite[rns]?|tweede) (?:scan|check|pass|passage|controle|prufung|kontrolle) "
    r"(?:needed|required|planned|pending|a (?:faire|prevoir)|prevue?|notig|geplant|nodig|gepland)\b"
    r"|\b(?:double[- ]check|contre-?(?:visite|expertise|analyse)|gegenprufung|tegencontrole)\b(?! (?:ok|done|fait))"
    r"|^(?:to ?do|todo|a faire|reste a faire|te doen|nog te doen|zu tun|noch zu tun|offen|open)\s?:"
    rf"|\b(?:nog te|noch zu|still to|reste a|encore a) {_CHECKING}\b|\bna te (?:kijken|zien)\b"
)
"""What says that a machine is to be looked at once more."""
_NOT_LOOKED = re.compile(
    r"\b(?:not|never|pas|non|jamais|nicht|nie|niet|nooit) (?:yet |encore |noch |nog |ete |been |geheel |ganz |tout )?"
    r"(?:looked at|checked|scanned|verified|examined|reviewed|regarde|verifie|controle|analyse|scanne|examine|gepruft"
    r"|opened|ouverte?|geoffnet|geopend|launched|started|run|lance|execute|gestartet|durchgefuhrt|ausgefuhrt|gestart|uitgevoerd"
    r"|angesehen|angeschaut|gescannt|untersucht|kontrolliert|bekeken|gecontroleerd|gescand|onderzocht|nagekeken)e?s?\b"
)
_DOUBTED = re.compile(
    r"\b(?:doute[rs]?|doubts?|doubtful|zweifel\w*|twijfel\w*|pas sure?s?|not sure|unsure|uncertain|nicht sicher"
    r"|unsicher|niet zeker|onzeker|incertaine?s?|bizarres?|louches?|odd|weird|strange|etranges?"
    r"|komisch\w*|seltsam\w*|merkwurdig\w*|vreemde?s?|raar"
    r"|rare dingen|eigenaardig\w*)\b"
)
_ADDED = re.compile(
    r"\b(?:comptes?|accounts?|konto|konten|benutzer|users?|utilisateurs?|gebruikers?|taches?|tasks?|taak|taken|aufgaben?)\b"
    r"[^,;.]{0,25}?\b(?:creee?s?|crees?|cree|created|added|ajoutee?s?|erstellt|angelegt|hinzugefugt|aangemaakt|toegevoegd)\b"
)
"""What somebody made on a machine, be it an attacker."""
_PROGRAM = re.compile(r"(?:^|[\s\\/\"'(*])[\w-]{0,40}\.(?:exe|dll|ps1|bat|vbs|hta|scr|7z)\b")
"""A program or an archive that somebody thought worth a remark."""
_RECORDS = re.compile(
    r"\b(?:logs?|journaux|images?|disks?|disques?|festplatten?|schij(?:f|ven)|evidence|preuves|protokolle|logboeken"
    r"|memory|ram|memoire|(?:arbeits)?speicher|(?:werk)?geheugen)\b"
)
_GONE = re.compile(
    r"\b(?:not found|empty|corrupt(?:ed)?|truncated|introuvables?|corrompue?s?|tronquee?s?|nicht gefunden|leer|beschadigt"
    r"|niet gevonden|leeg|afgekapt"
    r"|cleared|wiped|vides?|geleert|missing|manque|manquante?s?|fehlt|fehlen|ontbreekt|ontbreken|deleted|effacee?s?|geloscht|gewist)\b"
)
_OFF = re.compile(
    r"\b(?:powered off|switched off|shut down|eteinte?|hors tension|ausgeschaltet|uitgeschakeld)\b"
)


_NOT_TAKEN = re.compile(
    r"(?:not|non|pas|nicht|niet) (?:yet |encore |noch |nog )?"
    r"(?:taken|collected|captured|acquired|available|recue?s?|prises?|capturee?s?|acquise?s?|collectee?s?|disponibles?|gesichert"
    r"|erfasst|vorhanden|erstellt|genomen|vastgelegd|verzameld|beschikbaar)"
)
_OF_A_COPY = re.compile(
    r"\b(?:backups?|sauvegardes?|sicherung\w*|templates?|modeles?|vorlagen?|errors?|erreurs?)\b"
)
_LEFT_OUT = re.compile(r"exclu|ausnahm|ausgeschloss|uitgesloten|uitsluit|uitzondering")
_WHOLE = re.compile(
    r"(?<![\w\\/.-])(?:[a-z]:(?:[\\/](?:\*(?:\.\*)?)?)?|/|\*(?:\.\*)?|all|tout|alles)(?![\w\\/.*-])"
)


def leaves_out_a_drive(title: str, cell: str) -> bool:
    """Whether a cell says with its heading that a whole drive was left out: `Exclusions`, `C:\\`."""
    return bool(_LEFT_OUT.search(plain(title)) and _WHOLE.search(plain(cell)))


def says_records_missing(title: str, cell: str) -> bool:
    """Whether a cell says with its heading that records are missing: `Disk image`, `missing`."""
    heading, said = plain(title), plain(cell).strip()
    if not _RECORDS.search(heading) or _OF_A_COPY.search(heading):
        return False
    return bool(_GONE.fullmatch(said) or _NOT_TAKEN.fullmatch(said))


def _holds(found: re.Match[str]) -> bool:
    """Whether no word of the four before a doubt denies it: `no doubt`, `rien de bizarre`."""
    clause = re.split(r"[,;.:!]", found.string[: found.start()])[-1]
    return not any(map(_DENIAL.fullmatch, re.findall(r"[^\W_]+", clause)[-4:]))


def counts_findings(cell: str) -> bool:
    """Whether a text says that a look found a number of things: `3 alertes`."""
    return bool(_COUNTED.search(plain(cell)))


def days_of_looks(cell: str) -> list[str]:
    """The days that a text names, with their years, beside words that say that somebody looked."""
    clauses = re.split(r"[,;()\n]", plain(cell[:LONGEST_TOLD]))
    return [day for clause in clauses if _LOOKED.search(clause) for day in _DAY.findall(clause)]


def says_not_looked_at(cell: str) -> bool:
    """Whether a text says that a machine was not looked at, or not to the end."""
    text = _UPKEEP.sub(" ", _NOTHING.sub(" ", " ".join(plain(cell).split())))
    return bool(
        _ASKS.search(text)
        or _CRIES.search(text)
        or _EXCEPTS.search(text)
        or _AGAIN.search(text)
        or _NOT_LOOKED.search(text)
        or any(map(_holds, _DOUBTED.finditer(text)))
        or any(map(_holds, _ADDED.finditer(text)))
        or any(map(_holds, _PROGRAM.finditer(text)))
        or _WAITS.search(text)
        or _NOT_WHOLE.search(text)
        or _RESERVED.search(text)
        or _COUNTED.search(text)
        or _STAYS_OUT.search(text)
        or _COULD_NOT.search(text)
        or _OFF.search(text)
        or _UNREACHED.search(text)
        or _OUTDATED.search(text)
        or (_STRANGE.search(text) and _OF_AN_ATTACKER.search(text) and not _DENIAL.search(text))
        or (_ONLY.search(text) and _LOOKED.search(text))
        or _ONE_PART.search(text)
        or _NOTHING_BUT.search(text)
        or _HEARSAY.search(text)
        or _LATER.search(text)
        or (_EARLIER.search(text) and _LOOKED.search(text))
        or any(map(_holds, _FORGOTTEN.finditer(text)))
        or any(map(_holds, _FROM_ABROAD.finditer(text)))
        or _SILENT.search(text)
        or _COPY_LOOKED_AT.search(text)
        or any(map(_holds, _STILL_LOCKED.finditer(text)))
        or (_RECORDS.search(text) and (_GONE.search(text) or _NOT_TAKEN.search(text)))
    )
