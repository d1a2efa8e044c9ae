"""Three hundred machines as a hospital's list has them: name, site, role, system and address, and
nothing of who needs whom."""

from collections.abc import Iterator
from typing import NamedTuple

from chwapi_console.inventory.model import Server


class Machine(NamedTuple):
    """One line of the list."""

    name: str
    site: str
    role: str
    os: str
    address: str


SITES = {"imc": "IMC", "union": "Union", "notre-dame": "Notre-Dame"}
SHORT = {"imc": "IMC", "union": "UNI", "notre-dame": "ND"}
SYSTEMS = {
    "w": "Windows Server 2016",
    "l": "Red Hat Enterprise Linux 8",
    "e": "VMware ESXi 6.7",
    "c": "IOS-XE",
    "-": "",
}

AT_EVERY_SITE = """\
SRV-{s}-DC{n}|2|w|Contrôleur de domaine
ESX-{s}-{n:02}|6|e|Hyperviseur
SAN-{s}|1|-|Baie de stockage
SW-{s}-{n}|4|c|Switch de distribution
{s}DHCP{n}|1|w|DHCP
BKP-{s}-{n}|2|w|Sauvegarde Veeam
{s}-IMPR{n}|2|w|Serveur d'impression
{s}-FS{n}|2|w|Serveur de fichiers
{s}BLOC{n:02}|3|w|Bloc opératoire
{s}-ANES{n}|2|w|Anesthésie
{s}URG{n}|2|w|Urgences
{s}-REA{n}|2|w|Soins intensifs, réanimation
{s}-MON{n}|2|l|Centrale de monitoring
{s}-RADIO{n}|3|l|Radiologie, passerelle DICOM
{s}-APPEL{n}|1|-|Appel infirmier
{s}-GTC{n}|2|w|GTC
{s}-BADGE{n}|1|w|Contrôle d'accès
{s}-X{n}|8|w|À déterminer
"""
AT_THE_FIRST = """\
SRV-ADT{n}|2|w|Admissions
SQL-ADT{n}|2|w|Base de données
PACS-APP{n}|3|l|PACS
SRVSQLPACS{n}|2|w|SQL Server
PACS-ARCH{n}|2|l|Archive PACS, stockage
LABO{n}|4|w|Laboratoire
ORALABO{n}|1|l|Oracle du laboratoire
LABO-GW{n}|3|w|Automates du labo
RIS{n}|2|w|RIS
SQL07-{n}|2|w|Base de données du RIS
DPI{n}|6|w|Dossier patient
SQLDPI{n}|3|w|SQL DPI
PHARMA{n}|3|w|Pharmacie
STERI{n}|2|w|Stérilisation
BS{n}|2|w|Banque de sang
DIA{n}|2|w|Dialyse
CHIMIO{n}|2|w|Chimiothérapie
ARIA{n}|2|w|Radiothérapie
PABX{n}|2|-|Téléphonie
SMUR{n}|1|w|SMUR
HL7-{n}|2|l|Interfaces HL7
EXCH{n}|3|w|Messagerie
CTX{n}|12|w|Citrix
WEB{n}|2|l|Site web public
PAIE{n}|2|w|Paie
FACT{n}|2|w|Facturation
REPAS{n}|1|w|Repas
RDV{n}|2|w|Rendez-vous
PROXY{n}|2|l|Proxy
VM{n:03}|86|l|
"""


def machines() -> list[Machine]:
    """The list, always the same."""
    return list(_machines())


def servers() -> dict[str, Server]:
    """The list as servers of a plan that says nothing more."""
    return {m.name.lower(): Server(m.site, m.role, os=m.os, address=m.address) for m in machines()}


def _machines() -> Iterator[Machine]:
    number = 0
    for net, (site, short) in enumerate(SHORT.items()):
        for line in (AT_EVERY_SITE + (AT_THE_FIRST if net == 0 else "")).splitlines():
            name, count, system, role = line.split("|")
            for n in range(1, int(count) + 1):
                number += 1
                address = f"10.{net}.{number // 40}.{number % 40 + 1}"
                yield Machine(name.format(s=short, n=n), site, role, SYSTEMS[system], address)
