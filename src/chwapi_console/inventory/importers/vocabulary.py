"""The words that lists of servers have above their columns, in French, Dutch, German and English; the likeliest of each first.

A heading is compared as a whole, without capitals, accents, articles and signs (`phrases`). What a product always exports is
known by name in `LAYOUTS`.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

FIELDS: Mapping[str, tuple[str, ...]] = {
    "address": (
        "adresse ip", "ip address", "primary ip address", "primary ip", "primary ipv4", "primary ip4", "ip adresse",
        "ip-adres", "adres ip", "adresse ipv4", "ipv4 address", "ipv4 adresse", "ipv4", "ip v4", "ip", "adresse ip principale",
        "private ip address", "private ips", "private ip", "management ip", "ip management", "ip address 1", "ansible host",
        "ip addresses", "adresses ip", "ip adressen", "ips", "ipv4 addresses", "local ip", "local ip address", "ip locale",
        "lokale ip", "internal ip", "hostadresse", "host address", "ip hostname", "réseau ip", "network ip", "interfaces ip",
        "main ip", "last reported ip", "netzwerkadresse", "connected ip", "guest ip address", "adresse", "address",
        "addresses", "adres", "adressen", "host ip", "ipv6 address"),
    "os": (
        "système d'exploitation", "système exploitation", "operating system", "besturingssysteem", "betriebssystem",
        "guest os", "os according to the vmware tools", "os tools", "os according to the configuration file",
        "operative system", "système d'exploitation nom", "operating system name", "nom os", "os name", "os full name",
        "guest os full name", "os", "guest full name", "operating system name and version", "operating system name and",
        "os version", "version os", "operating system version", "système d'exploitation version", "version système", "système",
        "systeem", "os type", "type os", "os platform", "os family", "platform", "plateforme", "platform name", "esx version"),
    "needs": (
        "dépend de", "dépendances", "dépendance", "dépend", "depends on", "dependencies", "dependency", "needs", "requires",
        "required", "prérequis", "nécessite", "besoins", "besoin de", "besoin", "afhankelijk van", "afhankelijkheden",
        "afhankelijkheid", "vereist", "abhängig von", "abhängigkeiten", "abhängigkeit", "benötigt", "braucht", "setzt voraus"),
    "backup": (
        "sauvegarde", "sauvegardes", "backup", "back up", "backups", "politique de sauvegarde", "backup policy", "back-up",
        "sicherung", "datensicherung"),
    "contact": (
        "contact", "contact technique", "technical contact", "responsable", "responsable technique", "propriétaire", "owner",
        "référent", "gestionnaire", "administrateur", "admin", "verantwoordelijke", "eigenaar", "beheerder", "contactpersoon",
        "verantwortlich", "verantwortlicher", "ansprechpartner", "zuständig", "kontakt", "eigentümer", "besitzer", "betreuer",
        "technicien responsable", "assigned to", "managed by", "support group", "owned by", "responsible", "contacts"),
    "notes": (
        "notes", "note", "remarques", "remarque", "commentaires", "commentaire", "comments", "comment", "opmerkingen",
        "opmerking", "bemerkungen", "bemerkung", "notizen", "notiz", "anmerkungen", "anmerkung", "kommentar", "kommentare",
        "hinweise", "hinweis", "remarks", "remark", "annotation", "observations", "observation", "nota", "informations"),
    "runs_on": (
        "hyperviseur", "hypervisor", "hôte", "host", "serveur hôte", "hôte physique", "physical host", "esx host", "hôte esx",
        "vm host", "vmhost", "serveur physique", "esxi host", "esxi", "esx", "host server", "virtual host",
        "virtual host name", "virtualisierungshost", "wirt", "wirtssystem", "physischer host", "fysieke host", "gastheer",
        "läuft auf", "draait op", "hébergé sur", "tourne sur", "runs on", "hyper-v host", "hôte hyper-v", "resident on",
        "proxmox node", "nœud proxmox", "host name of vm", "parent host"),
    "cluster": ("cluster", "grappe", "cluster name", "nom du cluster"),
    "site": (
        "site", "nom du site", "site name", "implantation", "campus", "vestiging", "standort", "hôpital", "hospital",
        "ziekenhuis", "krankenhaus", "klinik", "localisation", "location", "locations", "standortpfad", "location path",
        "locatie", "lokation", "emplacement",
        "lieu", "lieux", "plaats", "niederlassung", "liegenschaft", "datacenter", "datacentre", "data center",
        "virtual datacenter", "rechenzentrum", "datacenter name", "ad site", "ad site name", "bâtiment", "building", "gebouw",
        "gebäude", "ort", "ville", "city", "salle", "local", "lokaal", "raum", "room", "entité", "entity", "entiteit",
        "locations id", "entities id", "entität", "entité nom complet", "canonical name", "distinguished name",
        "organizational unit", "organisational unit", "ou"),
    "role": (
        "rôle", "role", "rol", "rolle", "device role", "server role", "serverrolle", "serverrol", "rôle du serveur",
        "fonction", "function", "functie", "funktion", "utilisation", "usage", "purpose", "verwendung", "verwendungszweck",
        "einsatzzweck", "zweck", "gebruik", "application", "applications", "anwendung", "anwendungen", "applicatie",
        "toepassing", "app", "logiciel", "software", "service", "services", "dienst", "aufgabe", "used for",
        "business service", "description", "omschrijving", "beschrijving", "beschreibung", "désignation", "libellé",
        "type de serveur", "server type", "servertyp", "type", "typ", "catégorie", "category"),
    "status": ("powerstate", "power state", "statut", "status", "état", "state", "toestand", "zustand", "ip state",
               "cmdb-status"),
    "template": ("template", "modèle vm", "is template", "vorlage", "sjabloon"),
    "fqdn": ("fqdn", "dns name", "dns host name", "nom dns", "dnsnaam", "dns-naam", "dns-name", "guest host name",
             "domain name dns", "full computer name", "vollqualifizierter name", "dns"),
    "name": (
        "nom du serveur", "nom serveur", "server name", "servernaam", "servername", "hostname", "host name", "nom d'hôte",
        "nom de la machine", "nom machine", "machine name", "rechnername", "nom de la vm", "nom vm", "vm name", "nom netbios",
        "netbios name", "computer name", "nom de l'ordinateur", "computernaam", "computername", "hostnaam", "endpoint name",
        "device name", "gerätename", "apparaatnaam", "asset name", "assetnaam", "name label", "nom de l'appareil",
        "nom de l'équipement", "system name", "systemname", "agent name", "node name", "nom", "name", "naam", "objekttitel",
        "serveur", "serveurs", "server", "servers", "vm", "virtual machine", "machine virtuelle", "virtuelle maschine",
        "virtuele machine", "machine", "maschine", "computer", "ordinateur", "rechner", "toestel", "équipement", "endpoint",
        "display name", "visible name", "anzeigename", "weergavenaam", "bezeichnung", "titel", "titre", "node", "noeud",
        "knoten", "appareil", "gerät", "apparaat", "device", "asset", "actif", "ci name", "configuration item",
        "instance name", "workload", "samaccountname", "hôte", "host", "hosts", "fqdn", "dns name", "dns host name", "nom dns"),
}
"""For each field of `found` the headings it goes by. `name` comes last: a heading that says more than a name is not one."""

VAGUE_ROLES = frozenset({
    "utilisation", "usage", "gebruik", "service", "services", "description", "omschrijving", "beschrijving", "beschreibung",
    "designation", "libelle", "type", "typ", "categorie", "category", "servertype", "servertyp", "typeserveur"})
"""Headings under which something else than a role may stand, folded."""

NO_ADDRESSES = frozenset({
    "gateway", "passerelle", "dns", "dhcp", "mask", "masque", "netmask", "external", "externe", "extern", "public", "publique",
    "visible", "nat", "idrac", "ilo", "bmc", "ipmi", "wan", "vip", "broadcast", "subnet", "network", "reseau", "netz",
    "netzwerk", "netwerk", "vlan", "range", "last", "console", "serveur", "server", "backup", "proxy", "ntp", "log", "switch",
    "uid", "id", "mac", "version", "source"})
"""Words of a heading below which addresses are not the machine's own."""

NO_NAMES = frozenset({
    "id", "uid", "uuid", "guid", "sid", "serial", "serie", "serienummer", "seriennummer", "model", "modele", "modell", "user",
    "utilisateur", "benutzer", "gebruiker", "owner", "group", "groupe", "gruppe", "groep", "domain", "domaine", "domane",
    "domein", "vendor", "manufacturer", "fabricant", "hersteller", "fabrikant", "version", "mac", "switch", "port", "rack",
    "cluster", "pool", "tag", "tags", "policy", "folder", "last", "log", "backup", "storage", "datastore", "network", "vlan",
    "gateway", "key", "path", "os", "status", "etat", "state", "type", "firmware", "build", "license", "licence", "contract",
    "contrat", "inventaire", "inventory", "hash", "file", "fichier", "rule"})
"""Words of a heading below which the words of a column are no names of machines, however much they look like some."""

MACHINE_KINDS = frozenset({
    "server", "serveur", "servers", "serveurs", "rackserver", "serveurphysique", "physicalserver", "serveurvirtuel",
    "virtualserver", "physique", "physical", "physisch", "fysiek", "virtuel", "virtuelle", "virtual", "virtueel", "virtuell",
    "vm", "vmware", "vmwareguest", "vmwarevirtualmachine", "machinevirtuelle", "virtualmachine", "virtuellemaschine", "qemu",
    "kvm", "lxc", "hyperv", "host", "hostarecord", "hote", "computer", "ordinateur", "rechner", "workstation", "desktop",
    "laptop", "notebook", "tower", "rack", "blade", "chassis", "machine", "device", "appareil", "equipement", "gerat",
    "windows", "linux", "unmanaged", "managed", "node", "noeud", "guest", "unknown", "other", "autre", "cmdbciserver",
    "cmdbciwinserver", "cmdbcilinuxserver", "cmdbciesxserver", "cmdbcivmwareinstance", "cmdbcicomputer", "windowsserver",
    "linuxserver", "serverwindows", "serverlinux", "hardware", "materiel", "microsoftcomputevirtualmachines"})
"""Kinds of machines, folded: what a machine is made as tells nothing about what it is for."""

OF_METAL = frozenset({"serveurphysique", "physicalserver", "physique", "physical", "physisch", "fysiek", "machinephysique",
                      "physicalmachine", "physischerserver", "physischemaschine", "fysiekeserver", "fysiekemachine", "baremetal",
                      "baremetalserver"})
"""Kinds of machines, folded, that are of metal: no hypervisor runs them."""

SYSTEMS = frozenset({"windows", "linux", "windowsserver", "linuxserver", "serverwindows", "serverlinux"})
"""Those of them that say at least what it runs."""

NO_SLIPS = frozenset({"contract", "contracts", "allocation", "usager", "usagers", "service", "services"})
"""Words that look like another with a slip of the pen and are words of their own."""

ADDRESS_KINDS = frozenset({"dns", "dhcp", "static", "statique", "statisch", "fixe", "fest", "vast", "dynamic", "dynamique",
                           "dynamisch", "reserved", "réservé", "reserviert", "auto", "automatic", "automatique", "manual",
                           "manuel", "arp", "ipv4", "ipv6", "dns, dhcp", "dhcp, dns"})
"""How an address is known or given."""

NO_PLACES = frozenset({"defaultsite", "default", "defaultfirstsitename", "global", "globalsite", "sitepardefaut", "standard"})
"""What products call the one site that nobody has named, folded."""

GENERIC_PLACES = frozenset({
    "site", "sites", "hopital", "hopitaux", "hospital", "hospitals", "clinique", "cliniques", "klinik", "kliniek", "klinikum",
    "krankenhaus", "ziekenhuis", "campus", "pole", "implantation", "vestiging", "standort", "ch", "chu", "chr", "az", "uz",
    "centre", "hospitalier", "locations", "entite", "racine", "root", "entity", "all", "tous", "tout", "alle", "organisation",
    "organization", "company", "location", "lieu", "datacenter", "datacentre", "dc", "de", "la", "le", "du", "des", "l", "d"})
"""Words of a place that tell it from no other."""

GENERIC_UNITS = frozenset({"servers", "serveurs", "server", "computers", "ordinateurs", "domaincontrollers", "memberservers",
                           "windows", "linux", "production", "prod", "machines", "devices", "managed", "builtin", "hosts",
                           "workstations", "tier0", "tier1"})
"""Units of a directory that say what stands in them and not where."""

TOTALS = re.compile(r"(grand |general |sous[- ]?|sub|zwischen|gesamt)?(tota(l|ux|al|en|ls)|summe|gesamt|somme|sum|moyenne"
                    r"|average|gemiddelde|mittelwert)\b(?![-_]?\d)"
                    r"|nombre (de|total)"
                    r"|anzahl\b|aantal\b|page \d|pagina \d|seite \d|count\b|export[ée]* (le|on|op)\b|généré|generated|printed"
                    r"|imprimé|showing \d|affichage d|anzeige \d|\d+ (rows?|lignes?|entries|records|zeilen|rijen)\b"
                    r"|[*†°¹²³]+ ?[=:]",
                    re.IGNORECASE)
"""How rows begin that speak about the table."""

LEGENDS = re.compile(r"(l[ée]gend[ea]?n?|legenda|key|codes? couleurs?|farbcode|kleurcode|remarques?|bemerkung(en)?|opmerking(en)?"
                     r"|notes?|nota( bene)?|n\.?b\.?|erl[äa]uterung(en)?|toelichting|explications?|abr[ée]viations?"
                     r"|(bien |tr[èe]s )?cordialement|bien [àa] vous|salutations( .*)?|((kind|best) )?regards|mvg|mfg"
                     r"|met vriendelijke groet(en)?|mit freundlichen gr(ü|u|ue)(ß|ss)en)\s*[:.,!]?",
                     re.IGNORECASE)
"""What stands alone above an explanation or a name, below a table."""

MADE_BY_MACHINES = frozenset({
    "system.string[]", "system.object[]", "system.collections.hashtable", "system.object", "[object object]", "#n/a", "#ref!",
    "#value!", "#name?", "#null!", "#div/0!", "#num!", "#nv", "#bezug!", "#wert!", "#verw!", "#waarde!", "nan", "undefined",
    "{}", "[]"})
"""What programs write where they could not say what there was: nothing, and worth a word."""

NOTHING = MADE_BY_MACHINES | {
    "-", "--", "—", "–", "n/a", "na", "n.a.", "null", "none", "nil", "(null)", "<null>", "?", "/", "sans objet", "néant",
    "nihil", "nvt", "n.v.t.", "aucun", "aucune", "geen", "keine", "keiner", "kein", "vide", "leer", "leeg", "unknown",
    "inconnu", "onbekend", "unbekannt", "not available", "(none)", "<none>", "not set", "nicht gesetzt", "k.a.", "k. a.",
    "localhost", "localhost.localdomain"}
"""What people write into a cell to leave it empty, and programs."""

YES, NO = (frozenset({"yes", "oui", "ja", "true", "vrai", "waar", "wahr", "1"}),
            frozenset({"no", "non", "nee", "nein", "false", "faux", "onwaar", "falsch", "0"}))

USUAL = frozenset({"poweredon", "powered on", "sous tension", "eingeschaltet", "ingeschakeld", "on", "running", "active", "actif",
                   "actief", "aktiv", "production", "prod",
                   "en production",
                    "in productie", "in produktion", "in betrieb", "en service", "in use", "in gebruik", "ok", "up", "normal",
                    "online", "available", "used", "enabled", "operational", "installed", "deployed", "déployé", "vm running",
                    "connected"})
"""A state that is not worth a note."""

RowKind = Literal["host", "guest"]


class Layout(NamedTuple):
    """A product's export: known when all of one of `signatures` stand above its columns, read by `columns`, each by the first of
    its headings that is there. All are hosts or none, unless a column `kind` says of each row what it is; rows of other kinds are
    no machines.
    """

    name: str
    signatures: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    role: str = ""
    hosts: bool = False
    kinds: Mapping[str, RowKind] = {}


def _known(product: str, /, *signatures: str, hosts: bool = False, kinds: Mapping[str, RowKind] | None = None,
           **columns: str) -> Layout:
    """A layout from words with blanks between; hosts, where some are, are called hypervisors."""
    return Layout(product, tuple(frozenset(each.split()) for each in signatures),
                  {field: tuple(keys.split()) for field, keys in columns.items()}, "Hypervisor" if hosts or kinds else "", hosts,
                  kinds or {})


LAYOUTS = (
    _known("RVTools vInfo", "vm powerstate dnsname", "vmname powerstate guesthostname", "vmname powerstate datacenter host",
           name="vm vmname", fqdn="dnsname guesthostname", address="primaryipaddress ipaddress", site="datacenter",
           cluster="cluster",
           runs_on="host",
           os="osaccordingtothevmwaretools ostools osaccordingtotheconfigurationfile os", notes="annotation", status="powerstate",
           template="template"),
    _known("RVTools vHost", "host cpumodel esxversion", "name cpumodel esxversion", hosts=True,
           name="host name", site="datacenter", cluster="cluster", os="esxversion"),
    _known("vCenter", "name state provisionedspace usedspace", "nom etat espaceprovisionne espaceutilise",
           "name zustand bereitgestellterspeicherplatz verwendeterspeicherplatz", name="name nom", fqdn="dnsname",
           address="ipaddress adresseip ipadresse", os="guestos osinvite gastbetriebssystem",
           runs_on="host hote", cluster="cluster", site="datacenter", status="state etat zustand",
           notes="notes remarques notizen"),
    _known("PowerCLI Get-VMHost", "name connectionstate powerstate numcpu", "name connectionstate cputotalmhz",
           hosts=True, name="name", cluster="cluster parent", status="connectionstate", site="datacenter", notes="notes"),
    _known("PowerCLI Get-VM", "name powerstate vmhost", name="name", address="ipaddress", runs_on="vmhost",
           os="guestos osfullname guest",
           cluster="cluster", site="datacenter", notes="notes", status="powerstate"),
    _known("Hyper-V", "name state computername uptime", "name state computername memoryassigned",
           "name state computername generation",
           "vmname state computername", name="vmname name", runs_on="computername", address="ipaddresses ipaddress",
           status="state",
           notes="notes", os="operatingsystem guestos"),
    _known("SCVMM", "name virtualmachinestate hostname", "name virtualmachinestate vmhost", name="name", fqdn="computername",
           runs_on="vmhost hostname", address="ipv4addresses ipaddresses ipaddress", os="operatingsystem",
           status="virtualmachinestate", cluster="hostcluster", notes="description"),
    _known("Nutanix", "statusname specname", name="statusname specname", runs_on="statusresourceshostreferencename",
           cluster="statusclusterreferencename", address="statusresourcesniclistipendpointlistip"),
    _known("mRemoteNG", "name parent nodetype hostname protocol", kinds={"connection": "guest"}, name="name",
           address="hostname", notes="description", kind="nodetype"),
    _known("DNS zone", "name type data timestamp", "nom type donnees horodatage", "name typ daten zeitstempel",
           "naam type gegevens tijdstempel", kinds={"host (a)": "guest", "hôte (a)": "guest", "host (aaaa)": "guest",
                                                    "hôte (aaaa)": "guest", "ipv6 host (aaaa)": "guest"},
           name="name nom naam", address="data donnees daten gegevens", kind="type typ"),
    _known("Proxmox", "id type node status", "type node name status vmid",
           kinds={"qemu": "guest", "lxc": "guest", "openvz": "guest", "node": "host"},
           name="name node", runs_on="node", status="status", template="template", kind="type", notes="description"),
    _known("Zabbix", "host name interface availability", "host name interfacesip", "hostid host name",
           "host name interfaces templates",
           name="host", address="interfacesip interface interfaces", notes="description", site="inventorylocation",
           os="inventoryos inventoryosfull"),
    _known("NetBox devices", "name status role manufacturer site", name="name", site="site", role="role", os="platform",
           address="ipaddress", cluster="cluster", status="status", notes="comments"),
    _known("NetBox virtual machines", "name status cluster vcpus", name="name", site="site", role="role", os="platform",
           address="ipaddress", cluster="cluster", runs_on="device", status="status", notes="comments"),
)
