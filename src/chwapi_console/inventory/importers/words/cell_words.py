"""The words that stand in the cells of lists of servers, whatever their column is called.

That nothing is there, yes and no, kinds of machines and how an address is given.
"""

import re
from collections.abc import Iterable

MADE_BY_MACHINES = frozenset(
    {
        "system.string[]",
        "system.object[]",
        "system.collections.hashtable",
        "system.object",
        "[object object]",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "#null!",
        "#div/0!",
        "#num!",
        "#nv",
        "#bezug!",
        "#wert!",
        "#verw!",
        "#waarde!",
        "nan",
        "undefined",
        "{}",
        "[]",
    }
)
"""What programs write where they could not say what there was: nothing, and worth a word."""

NOTHING = MADE_BY_MACHINES | {
    "-",
    "--",
    "—",
    "–",
    "n/a",
    "na",
    "n.a.",
    "null",
    "none",
    "nil",
    "(null)",
    "<null>",
    "?",
    "/",
    "sans objet",
    "néant",
    "nihil",
    "nvt",
    "n.v.t.",
    "aucun",
    "aucune",
    "geen",
    "keine",
    "keiner",
    "kein",
    "vide",
    "leer",
    "leeg",
    "unknown",
    "inconnu",
    "onbekend",
    "unbekannt",
    "not available",
    "(none)",
    "<none>",
    "not set",
    "nicht gesetzt",
    "k.a.",
    "k. a.",
    "localhost",
    "localhost.localdomain",
    "broadcasthost",
    "ip6-localhost",
    "ip6-loopback",
    "ip6-localnet",
    "ip6-mcastprefix",
    "ip6-allnodes",
    "ip6-allrouters",
    "ip6-allhosts",
}
"""What people write into a cell to leave it empty, and programs."""

BY_MACHINES = re.compile(r"(Deserialized\.)?(System|Microsoft|VMware)(\.[A-Z]\w*)+(\[\]|`\d.*)?")
"""Kinds of objects that PowerShell writes where it could not say what there was."""

YES, NO = (
    frozenset({"yes", "oui", "ja", "true", "vrai", "waar", "wahr", "1"}),
    frozenset({"no", "non", "nee", "neen", "nein", "false", "faux", "onwaar", "falsch", "0"}),
)

USUAL = frozenset(
    {
        "poweredon",
        "powered on",
        "sous tension",
        "eingeschaltet",
        "ingeschakeld",
        "on",
        "running",
        "active",
        "actif",
        "actief",
        "aktiv",
        "production",
        "prod",
        "en production",
        "in productie",
        "in produktion",
        "in betrieb",
        "en service",
        "in use",
        "in gebruik",
        "ok",
        "up",
        "normal",
        "online",
        "available",
        "used",
        "enabled",
        "operational",
        "installed",
        "deployed",
        "déployé",
        "vm running",
        "connected",
    }
)
"""A state that is not worth a note."""

MACHINE_KINDS = frozenset(
    {
        "server",
        "serveur",
        "servers",
        "serveurs",
        "rackserver",
        "serveurphysique",
        "physicalserver",
        "serveurvirtuel",
        "virtualserver",
        "physique",
        "physical",
        "physisch",
        "fysiek",
        "virtuel",
        "virtuelle",
        "virtual",
        "virtueel",
        "virtuell",
        "vm",
        "vmware",
        "vmwareguest",
        "vmwarevirtualmachine",
        "machinevirtuelle",
        "virtualmachine",
        "virtuellemaschine",
        "qemu",
        "kvm",
        "lxc",
        "hyperv",
        "host",
        "hostarecord",
        "hote",
        "computer",
        "ordinateur",
        "rechner",
        "workstation",
        "desktop",
        "laptop",
        "notebook",
        "tower",
        "rack",
        "blade",
        "chassis",
        "machine",
        "device",
        "appareil",
        "equipement",
        "gerat",
        "windows",
        "linux",
        "unmanaged",
        "managed",
        "node",
        "noeud",
        "guest",
        "unknown",
        "other",
        "autre",
        "cmdbciserver",
        "cmdbciwinserver",
        "cmdbcilinuxserver",
        "cmdbciesxserver",
        "cmdbcivmwareinstance",
        "cmdbcicomputer",
        "windowsserver",
        "linuxserver",
        "serverwindows",
        "serverlinux",
        "hardware",
        "materiel",
        "microsoftcomputevirtualmachines",
    }
)
"""Kinds of machines, folded: what a machine is made as tells nothing about what it is for."""

OF_METAL = frozenset(
    {
        "serveurphysique",
        "physicalserver",
        "physique",
        "physical",
        "physisch",
        "fysiek",
        "machinephysique",
        "physicalmachine",
        "physischerserver",
        "physischemaschine",
        "fysiekeserver",
        "fysiekemachine",
        "baremetal",
        "baremetalserver",
    }
)
"""Kinds of machines, folded, that are of metal: no hypervisor runs them."""

SYSTEMS = frozenset(
    {"windows", "linux", "windowsserver", "linuxserver", "serverwindows", "serverlinux"}
)
"""Kinds of machines, folded, that say at least what they run."""

ADDRESS_KINDS = frozenset(
    {
        "dns",
        "dhcp",
        "static",
        "statique",
        "statisch",
        "fixe",
        "fest",
        "vast",
        "dynamic",
        "dynamique",
        "dynamisch",
        "reserved",
        "réservé",
        "reserviert",
        "auto",
        "automatic",
        "automatique",
        "manual",
        "manuel",
        "arp",
        "ipv4",
        "ipv6",
        "dns, dhcp",
        "dhcp, dns",
    }
)
"""How an address is known or given."""

RECORDS = re.compile(
    r"(?:[\w ]{1,30} )?\(?(?P<kind>A|AAAA|CNAME|DNAME|MX|NS|PTR|SOA|SRV|TXT|CAA)\)?", re.IGNORECASE
)
"""What a zone of DNS calls its records: `CNAME`, `Host (A)`."""
OF_HOSTS = frozenset(["A", "AAAA"])
"""Of these the ones that say the address of a machine."""


def are_records(cells: Iterable[str]) -> bool:
    """Whether all of these are records of DNS, and one at least of a machine: `SRV` alone is a server."""
    found = [RECORDS.fullmatch(cell) for cell in cells]
    return all(found) and any(each["kind"].upper() in OF_HOSTS for each in found if each)
