"""Rows of registers that hold more than machines: services, software, licences, screens.

A register of everything (ServiceNow, iTop, GLPI, i-doit, Jira) says below a heading like "Class" of
what kind each row is. What a product's own class names is believed. A plain word may also say what
a machine is for: it counts only beside machines of the same column, and in a row that says neither
an address nor a system.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.inventory.importers.columns.headers import Columns
from chwapi_console.inventory.importers.tables.tables import ListRow, cell_at
from chwapi_console.inventory.importers.words.cell_words import (
    MACHINE_KINDS,
    OF_HOSTS,
    RECORDS,
    are_records,
)
from chwapi_console.inventory.importers.words.phrases import words_of
from chwapi_console.inventory.plain_words import folded, word_set

_HEADINGS = word_set("""
    class classe klasse klassen type typ types kind art soort sorte category categorie kategorie itemtype objecttype
    objekttyp assettype citype ciclass finalclass classname""")
"""Words that stand above what kind of thing a row is."""

_MACHINES = word_set("""
    server serveur servers serveurs computer host hosts esx esxi hypervisor hyperviseur vm vms machine machines
    ordinateur rechner node knoten""")
_CLASSES = "cmdb_ci_"
"""How the classes of ServiceNow begin."""
_PARTS = word_set("""
    spkg printer rack storage_volume storage_pool storage_export storage_hba file_system group ip_address dns_name
    certificate""")
"""Classes that hold no machines: software that runs on some, parts."""
_BEGINNINGS = ("application", "disk", "endpoint", "qualifier")
_OF_DATABASES = ("instance", "catalog", "schema", "tablespace")
_ON_MACHINES = word_set("""
    application applications applicationweb webapplication applicatif applianceapplicative solutionapplicative
    applicationsolution anwendung webanwendung applikation applicatie toepassing webtoepassing programma programm
    middleware middlewareinstance database databaseinstance dbinstance databaseschema basededonnees basesdedonnees
    instancedebasededonnees datenbank datenbankinstanz databank databaseinstantie cmdbciappserver cmdbciwebserver""")
"""What runs on machines, folded; a machine may be called so too, for what it does."""
_NO_MACHINES = word_set("""
    service itservice businessservice applicationservice technicalservice servicemetier serviceapplicatif
    servicetechnique serviceinformatique dienst itdienst bedrijfsdienst geschaftsservice geschaftsdienst
    businessprocess processusmetier geschaftsprozess businessapplication software softwareinstance pcsoftware
    othersoftware logiciel logiciels instancelogicielle licence licences license licenses licentie lizenz lizenzen
    contract contrat vertrag document dokument certificate certificat zertifikat certificaat person personne persoon
    user utilisateur benutzer gebruiker cartouche consommable consumable""")
"""Kinds of things that are no machines, folded."""
_PERIPHERALS = word_set("""
    monitor moniteur moniteurs ecran bildschirm beeldscherm printer imprimante imprimantes drucker phone telephone
    telefon telefoon smartphone scanner""")
"""Kinds of things, folded, that are no servers even where they have an address."""


def not_machines(rows: Sequence[ListRow], columns: Columns) -> list[tuple[ListRow, str]]:
    """The rows that are no machines, each with its kind as it is written."""
    found: dict[int, tuple[ListRow, str]] = {}
    own = [columns.of[field] for field in ("address", "fqdn", "os") if field in columns.of]
    for place in _columns_of_kinds(columns):
        kinds = [(row, cell_at(row.cells, place)) for row in rows]
        words = _NO_MACHINES | _ON_MACHINES if own else _NO_MACHINES
        beside_machines = any(_is_a_machine(kind) for _, kind in kinds)
        of_a_zone = are_records(kind for _, kind in kinds if kind)
        for row, kind in kinds:
            plainly, has_own = folded(kind), any(cell_at(row.cells, each) for each in own)
            is_other = plainly in _PERIPHERALS or (plainly in words and not has_own)
            if (
                _is_class_of_no_machines(kind)
                or (beside_machines and is_other)
                or (of_a_zone and _is_of_no_host(kind))
            ):
                found.setdefault(row.number, (row, kind))
    return list(found.values())


def _is_of_no_host(kind: str) -> bool:
    """Whether a record of a zone gives another name to a machine, or names none."""
    record = RECORDS.fullmatch(kind)
    return record is not None and record["kind"].upper() not in OF_HOSTS


def _is_class_of_no_machines(kind: str) -> bool:
    """Whether a cell is a class of ServiceNow that holds services, software or parts."""
    name = kind.casefold().removeprefix("u_")
    if not name.startswith(_CLASSES):
        return False
    name = name.removeprefix(_CLASSES)
    parts = name.split("_")
    return (
        name in _PARTS
        or name.startswith(_BEGINNINGS)
        or parts[0] == "appl"
        or (parts[0] == "business" and len(parts) > 1)
        or "service" in parts
        or parts[-1] == "database"
        or (parts[0] == "db" and parts[-1].endswith(_OF_DATABASES))
    )


def without(others: Sequence[tuple[ListRow, str]], rows: Sequence[ListRow]) -> list[ListRow]:
    """The rows that are not among others."""
    numbers = {row.number for row, _ in others}
    return [row for row in rows if row.number not in numbers]


def _columns_of_kinds(columns: Columns) -> Iterator[int]:
    """The columns whose heading says that they hold kinds, and that hold no other field."""
    others = {place for field, place in columns.of.items() if field not in ("role", "kind")}
    return (
        place
        for place, title in enumerate(columns.titles)
        if place not in others and not _HEADINGS.isdisjoint([*words_of(title), folded(title)])
    )


def _is_a_machine(cell: str) -> bool:
    """Whether a cell says that its row is a machine."""
    return folded(cell) in MACHINE_KINDS or not _MACHINES.isdisjoint(words_of(cell))
