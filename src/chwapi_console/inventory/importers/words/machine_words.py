"""Words by which people say what a machine is, in English, French, Dutch and German.

Its use, its kind, its system, its maker, its place. A remark of nothing else says nothing of what
was found on it: `VM de prod`, `Datenbankserver`, `rack B12`. What speaks of copies, of states or
of acts is not among them.
"""

import re

from chwapi_console.inventory.plain_words import word_set

_USES = word_set("""
    prod production productie productief produktion produktiv produktive produktiver produktives preprod preproduction
    preproductie test tests tst dev development developpement ontwikkeling entwicklung acceptance acceptatie abnahme acc uat
    recette qualification homologation staging training formation opleiding schulung environment environnement
    omgeving umgebung""")
_KINDS = word_set("""
    vm vms server servers serveur serveurs machine machines host hosts hote hotes hyperviseur hypervisor hyperviseurs esx
    esxi proxmox box physical physique fysieke fysiek physisch physischer physische virtual virtuel virtuelle virtueel virtuele
    virtuell node nodes noeud noeuds knoten knooppunt cluster pool dmz lan intranet appliance bare metal blade system systeme
    systeem""")
_ROLES = word_set("""
    web application applications applicatif applicatifs applicative app apps applicatie anwendung anwendungen database databases
    db bdd base bases donnees databank databanken datenbank datenbanken sql oracle mysql postgres postgresql mssql mongodb file
    files share fichiers partage bestand bestanden datei dateien print printer printers impression impressions drucker druck
    mail messagerie exchange smtp proxy dns dhcp ntp ad domain domaine domein domanen controller controleur primary primaire
    principal principale secondary secondaire second primar sekundar pacs ris his dpi dme epd kis lis labo laboratoire laboratory
    lab labor pharmacie pharmacy apotheke apotheek radiologie radiology imagerie archive archives archief archiv middleware
    interface interfaces gateway passerelle frontend backend front reporting supervision vcenter citrix rds""")
_PLACES = word_set("""
    room salle raum zimmer lokaal local rack baie schrank kast armoire etage floor verdieping batiment building gebouw gebaude
    haus site standort locatie basement keller kelder aile wing datacenter datacentre rechenzentrum rekencentrum""")
_SYSTEMS = word_set("""
    windows win linux debian ubuntu centos redhat rhel red hat suse sles microsoft standard edition enterprise std gnu bit bits
    x64 r2""")
_MAKERS = word_set(
    "hp hpe dell lenovo proliant poweredge vmware fujitsu primergy cisco ibm supermicro nutanix"
)
_TERMS = word_set("""
    contract contrat contract vertrag warranty garantie licence license lizenz licentie maintenance wartung onderhoud
    support migrated migre migree migriert gemigreerd""")
_JOINING = word_set("for pour fur voor until jusqu tot bis")
_OF_MACHINES = _USES | _KINDS | _ROLES | _PLACES | _SYSTEMS | _MAKERS | _TERMS | _JOINING
_NUMBERED = re.compile(r"(?!(?:c2|ps1)\b)[a-z]{1,3}\d{1,3}|[a-h]")
"""A rack, a room or a model: `B12`, `DL380`; and neither what commands an infection nor a script."""
_JOINED = re.compile(
    r"(\w{2,30}?)s?(?:server|servers|system|systeem|systeme|raum|ruimte|umgebung|omgeving|controller|cluster|vm)"
)
"""A word of Dutch or German that is made of two."""


def says_what_a_machine_is(word: str) -> bool:
    """Whether a plain word says of a machine what it is, and nothing of what it has."""
    if word in _OF_MACHINES or _NUMBERED.fullmatch(word):
        return True
    joined = _JOINED.fullmatch(word)
    return joined is not None and joined[1] in _OF_MACHINES
