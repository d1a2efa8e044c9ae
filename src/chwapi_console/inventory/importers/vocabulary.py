"""The words that lists of servers have above their columns, in French, Dutch and English; the likeliest of each first.

A heading is compared without capitals, accents and signs. What a product always exports is known by name in `LAYOUTS`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

FIELDS: Mapping[str, tuple[str, ...]] = {
    "address": (
        "adresse ip", "ip address", "primary ip address", "primary ip", "primary ipv4", "ip adresse", "ip-adres", "ip adres",
        "adres ip", "adresse ipv4", "ipv4 address", "ipv4", "ip v4", "ip", "adresse ip principale", "management ip",
        "ip management", "ip address 1", "ansible host", "adresse", "address", "adres"),
    "os": (
        "système d'exploitation", "système exploitation", "operating system", "besturingssysteem", "guest os", "os",
        "os according to the vmware tools", "os according to the configuration file", "nom os", "os name", "os version",
        "version os", "version système", "système", "systeem", "platform", "plateforme", "esx version"),
    "needs": (
        "dépend de", "dépendances", "dépendance", "dépend", "depends on", "dependencies", "dependency", "needs", "requires",
        "required", "prérequis", "nécessite", "besoins", "besoin de", "besoin", "afhankelijk van", "afhankelijkheden",
        "afhankelijkheid", "vereist"),
    "backup": (
        "sauvegarde", "sauvegardes", "backup", "back up", "backups", "politique de sauvegarde", "backup policy", "back-up"),
    "contact": (
        "contact", "contact technique", "technical contact", "responsable", "propriétaire", "owner", "référent",
        "gestionnaire", "administrateur", "admin", "verantwoordelijke", "eigenaar", "beheerder", "contactpersoon",
        "responsible", "contacts"),
    "notes": (
        "notes", "note", "remarques", "remarque", "commentaires", "commentaire", "comments", "comment", "opmerkingen",
        "opmerking", "remarks", "remark", "annotation", "observations", "observation", "nota", "informations"),
    "runs_on": (
        "hôte", "host", "hyperviseur", "hypervisor", "serveur hôte", "hôte physique", "physical host", "esx host", "hôte esx",
        "serveur physique", "esxi", "esx", "hostserver"),
    "cluster": ("cluster", "grappe", "cluster name", "nom du cluster"),
    "site": (
        "site", "nom du site", "site name", "implantation", "campus", "vestiging", "hôpital", "hospital", "ziekenhuis",
        "localisation", "location", "locatie", "emplacement", "lieu", "plaats", "datacenter", "datacentre", "data center",
        "bâtiment", "building", "gebouw", "ville", "salle", "local", "room"),
    "role": (
        "rôle", "role", "rol", "device role", "fonction", "function", "functie", "utilisation", "usage", "purpose",
        "application", "applications", "applicatie", "toepassing", "app", "logiciel", "software", "service", "services", "dienst",
        "description", "omschrijving", "beschrijving", "désignation", "libellé", "type de serveur", "server type", "type"),
    "status": ("powerstate", "power state", "statut", "status", "état", "state", "toestand"),
    "template": ("template", "modèle vm"),
    "fqdn": ("fqdn", "dns name", "nom dns", "dnsnaam", "dns-naam", "dns"),
    "name": (
        "nom du serveur", "nom serveur", "nom de serveur", "server name", "servernaam", "hostname", "host name", "nom d'hôte",
        "nom de la machine", "nom machine", "nom de machine", "nom de la vm", "nom vm", "vm name", "nom netbios", "computer name",
        "nom de l'ordinateur", "computernaam", "hostnaam", "machine name", "nom", "name", "naam", "serveur", "serveurs", "server",
        "servers", "vm", "virtual machine", "machine virtuelle", "machine", "computer", "ordinateur", "toestel", "équipement",
        "display name", "asset name", "node", "noeud", "appareil", "device", "hôte", "host", "fqdn", "dns name", "nom dns"),
}
"""For each field of `found` the headings it goes by. `name` comes last: a heading that says more than a name is not one."""

TOTALS = re.compile(r"(grand |sous[- ]?|sub)?tota(l|ux|al|en|ls)\b|nombre (de|total)|aantal\b|page \d|pagina \d|count\b|"
                    r"export[ée]* (le|on|op)\b|généré|generated|printed|imprimé", re.IGNORECASE)
"""How rows begin that speak about the table."""

NOTHING = frozenset({"-", "--", "—", "–", "n/a", "na", "n.a.", "null", "none", "nil", "#n/a", "?", "/", "sans objet", "néant",
                     "nihil", "nvt", "n.v.t.", "aucun", "aucune", "geen", "vide", "unknown", "inconnu", "onbekend"})
"""What people write into a cell to leave it empty."""

YES, NO = (frozenset({"yes", "oui", "ja", "true", "vrai", "waar", "1"}),
           frozenset({"no", "non", "nee", "false", "faux", "onwaar", "0"}))

USUAL = frozenset({"poweredon", "powered on", "on", "running", "active", "actif", "actief", "production", "prod", "en production",
                   "in productie", "en service", "in use", "ok", "up", "normal"})
"""A state that is not worth a note."""


class Layout(NamedTuple):
    """A product's export: known when all of `signature` stand above its columns, read by `columns`, all hosts or none."""

    name: str
    signature: frozenset[str]
    columns: Mapping[str, str]
    role: str = ""
    hosts: bool = False


LAYOUTS = (
    Layout("RVTools vInfo", frozenset({"vm", "powerstate", "dnsname"}), {
        "name": "vm", "fqdn": "dnsname", "address": "primaryipaddress", "site": "datacenter", "cluster": "cluster",
        "runs_on": "host", "os": "osaccordingtothevmwaretools", "notes": "annotation", "status": "powerstate",
        "template": "template"}),
    Layout("RVTools vHost", frozenset({"host", "cpumodel", "esxversion"}), {
        "name": "host", "site": "datacenter", "cluster": "cluster", "os": "esxversion"}, "Hypervisor", hosts=True),
    Layout("vCenter", frozenset({"name", "state", "provisionedspace", "usedspace"}), {
        "name": "name", "fqdn": "dnsname", "address": "ipaddress", "os": "guestos", "runs_on": "host", "cluster": "cluster",
        "site": "datacenter", "status": "state", "notes": "notes"}),
    Layout("NetBox devices", frozenset({"name", "status", "role", "manufacturer", "site"}), {
        "name": "name", "site": "site", "role": "role", "os": "platform", "address": "ipaddress", "cluster": "cluster",
        "status": "status", "notes": "comments"}),
    Layout("NetBox virtual machines", frozenset({"name", "status", "cluster", "vcpus"}), {
        "name": "name", "site": "site", "role": "role", "os": "platform", "address": "ipaddress", "cluster": "cluster",
        "runs_on": "device", "status": "status", "notes": "comments"}),
)
