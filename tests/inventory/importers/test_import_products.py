"""Exports of products are known by their shape, in whatever language: names, addresses, sites,
hosts; no machine is made up."""

import json
from typing import NamedTuple

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Haul, ListedServer, together
from chwapi_console.inventory.importers.lists import ReadingHints, tables_of
from chwapi_console.inventory.importers.merging import Merge, merged
from chwapi_console.inventory.importers.servers.joining import joined
from hospitals import plan_of


class Read(NamedTuple):
    """What a list gave: its servers by name, and what was left out."""

    product: str
    servers: dict[str, ListedServer]
    left: str


def read(content: object, *sites: str) -> Read:
    """A list as text, or as what JSON says."""
    text = content if isinstance(content, str) else json.dumps(content)
    taken = tables_of(text.encode(), "list", ReadingHints(known_sites=frozenset(sites)))
    whole = joined(together([*(table.haul for table in taken.tables), Haul((), taken.unread)]))
    product = next(
        (table.columns.layout.name for table in taken.tables if table.columns.layout), ""
    )
    return Read(
        product,
        {server.name.casefold(): server for server in whole.found},
        " ".join(str(each.why) for each in whole.unread),
    )


def beside(plan: str, text: str) -> Merge:
    known = plan_of(plan)
    sites = frozenset(known.sites)
    (table,) = tables_of(text.encode(), "list.csv", ReadingHints(known_sites=sites)).tables
    return merged(known, table.haul)


ADDRESSES = {"a-db-1": "192.0.2.11", "b-ris-1": "192.0.2.12"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "VM,Powerstate,Template,DNS Name,Primary IP Address,Datacenter,Host\n"
            "a-db-1,poweredOn,False,,192.0.2.11,IMC,e1\nb-ris-1,poweredOn,False,,192.0.2.12,Union,e1\n",
            id="RVTools",
        ),
        pytest.param(
            "vInfoVMName,vInfoPowerstate,vInfoTemplate,vInfoGuestHostName,vInfoPrimaryIPAddress,vInfoDataCenter,vInfoHost\n"
            "a-db-1,poweredOn,False,,192.0.2.11,IMC,e1\nb-ris-1,poweredOn,False,,192.0.2.12,Union,e1\n",
            id="RVTools prefixed",
        ),
        pytest.param(
            '"Name";"Entité";"Type";"Réseau - IP";"Lieu"\n"A-DB-1";"X > '
            'IMC";"Serveur";"192.0.2.11";"IMC > Salle 1"\n'
            '"B-RIS-1";"X > Union";"Serveur";"192.0.2.12";"Union > Salle 1"\n',
            id="GLPI",
        ),
        pytest.param(
            "AssetName,Type,IPAddress,OS,Location,Lastseen\nA-DB-1,Windows,192.0.2.11,Win "
            "2019,IMC,20/11/2026\n"
            "B-RIS-1,Linux,192.0.2.12,Debian,Union,20/11/2026\n",
            id="Lansweeper",
        ),
        pytest.param(
            "Assetnaam;Assettype;IP-adres;Besturingssysteem;Locatie\nA-DB-1;Windows;192.0.2.11;Win "
            "2019;IMC\n"
            "B-RIS-1;Linux;192.0.2.12;Debian;Union\n",
            id="Lansweeper, Dutch",
        ),
        pytest.param(
            '"Gerät","Host","Gruppe","Status"\n"a-db-1 [Windows]","192.0.2.11","IMC","OK"\n'
            '"b-ris-1","192.0.2.12","Union","OK"\n',
            id="PRTG, German",
        ),
        pytest.param(
            '"Host","Name","Interface","Availability"\n"a-db-1","Admissions","192.0.2.11:10050","ZBX"\n'
            '"b-ris-1","Radiology","192.0.2.12:10050","ZBX"\n',
            id="Zabbix",
        ),
        pytest.param(
            {
                "zabbix_export": {
                    "host_groups": [{"uuid": "a1", "name": "IMC"}],
                    "hosts": [
                        {
                            "host": "a-db-1",
                            "name": "Admissions",
                            "interfaces": [{"ip": "192.0.2.11"}],
                        },
                        {
                            "host": "b-ris-1",
                            "name": "Radiology",
                            "interfaces": [{"ip": "192.0.2.12"}],
                        },
                    ],
                }
            },
            id="Zabbix, JSON",
        ),
        pytest.param(
            "IPAddress,ScopeId,ClientId,HostName,AddressState\n"
            "192.0.2.11,192.0.2.0,00-50-56-00-00-01,a-db-1.hosp.example,Active\n"
            "192.0.2.12,192.0.2.0,00-50-56-00-00-02,b-ris-1.hosp.example,Active\n",
            id="Windows DHCP",
        ),
        pytest.param(
            "Objekt-ID;Objekttitel;Objekttyp;Standort;Hostadresse;CMDB-Status\n"
            "101;A-DB-1;Server;IMC > Raum 1;192.0.2.11;in Betrieb\n"
            "102;B-RIS-1;Server;Union > Raum 2;192.0.2.12;in Betrieb\n",
            id="i-doit",
        ),
        pytest.param(
            "Computer;Domain;Operating System;IP address;Last "
            "inventory;TAG\nA-DB-1;HOSP;Windows;192.0.2.11;2026-11-20;IMC\n"
            "B-RIS-1;HOSP;Debian;192.0.2.12;2026-11-20;Union\n",
            id="OCS",
        ),
        pytest.param(
            "name,ip_address,location,sys_class_name,operational_status\na-db-1,192.0.2.11,IMC,Windows Server,Operational\n"
            "b-ris-1,192.0.2.12,Union,Linux Server,Operational\n",
            id="ServiceNow",
        ),
        pytest.param(
            '"DistinguishedName","DNSHostName","Enabled","Name","ObjectGUID","SamAccountName","SID","IPv4Address"\n'
            '"CN=A-DB-1,OU=Servers,OU=IMC,DC=hosp","a-db-1.hosp.example","True","A-DB-1",'
            '"0a1b2c3d-0000-1111-2222-333344445555",'
            '"A-DB-1$","S-1-5-21-1-2-3-1105","192.0.2.11"\n'
            '"CN=B-RIS-1,OU=Servers,OU=Union,DC=hosp","b-ris-1.hosp.example","True","B-RIS-1",'
            '"1a1b2c3d-0000-1111-2222-333344445555","B-RIS-1$","S-1-5-21-1-2-3-1106","192.0.2.12"\n',
            id="Active Directory",
        ),
        pytest.param(
            "Name0,Netbios_Name0,Resource_Domain_OR_Workgr0,IP_Addresses0,AD_Site_Name0\n"
            "A-DB-1,A-DB-1,HOSP,192.0.2.11,IMC\nB-RIS-1,B-RIS-1,HOSP,192.0.2.12,Union\n",
            id="SCCM",
        ),
        pytest.param(
            [
                {
                    "name": "a-db-1",
                    "location": "westeurope",
                    "privateIps": "192.0.2.11",
                    "publicIps": "203.0.113.7",
                },
                {
                    "name": "b-ris-1",
                    "location": "westeurope",
                    "privateIps": "192.0.2.12",
                    "publicIps": "",
                },
            ],
            id="Azure",
        ),
        pytest.param(
            {
                "Reservations": [
                    {
                        "Groups": [],
                        "Instances": [
                            {
                                "InstanceId": "i-0a1b2c3d4e5f60718",
                                "PrivateIpAddress": "192.0.2.11",
                                "PublicIpAddress": "203.0.113.7",
                                "Tags": [{"Key": "Name", "Value": "a-db-1"}],
                            }
                        ],
                    },
                    {
                        "Groups": [],
                        "Instances": [
                            {
                                "InstanceId": "i-1a1b2c3d4e5f60718",
                                "PrivateIpAddress": "192.0.2.12",
                                "Tags": [{"Key": "Name", "Value": "b-ris-1"}],
                            }
                        ],
                    },
                ]
            },
            id="AWS",
        ),
        pytest.param(
            "Name,Instance ID,Instance state,Public IPv4 address,Private IP address\n"
            "a-db-1,i-0a1b2c3d4e5f60718,Running,203.0.113.7,"
            "192.0.2.11\nb-ris-1,i-1a1b2c3d4e5f60718,Stopped,203.0.113.8,192.0.2.12\n",
            id="AWS, CSV",
        ),
        pytest.param(
            "ID,Asset Name,Asset Tag,Serial,Model,Category,Status,Location,Manufacturer,IP "
            "address\n"
            '7, A-DB-1,UH1,S1,"<a href=""https://x.example/m/1""> R740</a>",Server,In use,"<a '
            'href=""https://x.example/l/3"">'
            '<i class=""fa""></i> IMC</a>",HP,192.0.2.11\n'
            '8, B-RIS-1,UH2,S2,R740,Server,In use,"<a href=""https://x.example/l/4""> '
            'Union</a>",HP,192.0.2.12\n',
            id="Snipe-IT",
        ),
        pytest.param(
            "ip address;ip "
            "state;description;hostname;fw_object;mac;owner;device;port;note;location\n"
            "192.0.2.11;Used;base;a-db-1.hosp.example;;;DBA;sw-1;Gi1/0/1;;IMC\n192.0.2.99;Used;;;;;;;;;\n"
            "192.0.2.12;Offline;;b-ris-1.hosp.example;;;;sw-2;;;Union\n",
            id="phpIPAM",
        ),
        pytest.param(
            "Bezugspunkt;Netzstelle;Wo\na-db-1;192.0.2.11;IMC\nb-ris-1;192.0.2.12;Union\n",
            id="words that nobody knows",
        ),
        pytest.param(
            "N° immobilisation;Nom réseau;Catégorie;Localisation;Adresse IP\n"
            "IM001;A-DB-1;Serveur;Hosp/IMC/Salle 1;192.0.2.11\n"
            "IM002;B-RIS-1;Serveur;Hosp/Union/Salle 2;192.0.2.12\n",
            id="EasyVista",
        ),
        pytest.param(
            '"AssetID","AssetName","AssetTypename","IPAddress","OSname","Lastseen","IPLocation"\n'
            '1,"A-DB-1","Windows","192.0.2.11","Win 2019","26/11/2026","IMC"\n'
            '2,"B-RIS-1","Linux","192.0.2.12","Debian","26/11/2026","Union"\n',
            id="Lansweeper's report",
        ),
        pytest.param(
            "Nom;État;Nom de l'ordinateur;IP\na-db-1;Désactivé;HV1;192.0.2.11\n"
            "b-ris-1;Désactivé;HV1;192.0.2.12\n",
            id="Hyper-V, French",
        ),
        pytest.param(
            "Nom;CPU;IP\na-db-1;1;192.0.2.11\nb-ris-1;1;192.0.2.12\nΣ;2;\n2 serveurs;;\n",
            id="sums below",
        ),
        pytest.param(
            "┌──────────┬──────┬─────────┬───────┬────────────┐\n"
            "│ id       │ type │ name    │ node  │ ip         │\n"
            "╞══════════╪══════╪═════════╪═══════╪════════════╡\n"
            "│ qemu/101 │ qemu │ a-db-1  │ e1    │ 192.0.2.11 │\n"
            "├──────────┼──────┼─────────┼───────┼────────────┤\n"
            "│ qemu/102 │ qemu │ b-ris-1 │ e1    │ 192.0.2.12 │\n"
            "└──────────┴──────┴─────────┴───────┴────────────┘\n",
            id="Proxmox, as printed",
        ),
        pytest.param("a-db-1;192.0.2.11;IMC\nb-ris-1;192.0.2.12;Union\n", id="no headings"),
        pytest.param(
            "hostname,Console Visible IP,Last Host,DNS Server,Gateway,ip\n"
            "a-db-1,203.0.113.7,192.0.2.99,192.0.2.53,192.0.2.1,192.0.2.11\n"
            "b-ris-1,203.0.113.7,192.0.2.99,192.0.2.53,192.0.2.1,192.0.2.12\n",
            id="many addresses",
        ),
    ],
)
def test_of_every_export_the_machines_come_in_with_their_addresses_and_none_beside(
    content: object,
) -> None:
    servers = read(content).servers
    hosts = {name for name, server in servers.items() if server.hosts}
    assert ADDRESSES == {
        name.partition(".")[0]: server.address
        for name, server in servers.items()
        if name not in hosts
    }
    assert hosts <= {"e1"}


@pytest.mark.parametrize(
    ("content", "product", "needs"),
    [
        (
            "vInfoVMName,vInfoPowerstate,vInfoDataCenter,vInfoHost\na-db-1,poweredOn,IMC,esx-1\n",
            "RVTools vInfo",
            {"esx-1"},
        ),
        (
            (
                "vHostName,vHostDatacenter,vHostCpuModel,vHostEsxVersion\nesx-1,IMC,Xeon,VMware ESXi "
                "7\n"
            ),
            "RVTools vHost",
            set(),
        ),
        (
            "Name,PowerState,Guest,VMHost,IPAddress\na-db-1,PoweredOn,a-db-1:Debian,esx-1,System.String[]\n",
            "PowerCLI Get-VM",
            {"esx-1"},
        ),
        (
            "Name,ConnectionState,PowerState,NumCpu\nesx-1,Connected,PoweredOn,32\n",
            "PowerCLI Get-VMHost",
            set(),
        ),
        (
            "Name,State,CPUUsage,Uptime,ComputerName\na-db-1,Running,3,12.03:04:05,HV-1\nb-ris-1,Off,0,00:00:00,HV-1\n",
            "Hyper-V",
            {"HV-1"},
        ),
        (
            [
                {
                    "Name": "a-db-1",
                    "State": 2,
                    "ComputerName": "HV-1",
                    "Generation": 2,
                    "NetworkAdapters": [{"IPAddresses": ["192.0.2.11", "fe80::1"]}],
                },
                {"Name": "b-ris-1", "State": 3, "ComputerName": "HV-1", "Generation": 1},
            ],
            "Hyper-V",
            {"HV-1"},
        ),
        (
            {
                "vm": [
                    {
                        "id": "0a1b2c3d-0000-1111-2222-333344445555",
                        "name": "a-db-1",
                        "host": {"name": "ovirt-1"},
                    },
                    {
                        "id": "1a1b2c3d-0000-1111-2222-333344445555",
                        "name": "b-ris-1",
                        "host": {"name": "ovirt-1"},
                    },
                ]
            },
            "",
            {"ovirt-1"},
        ),
        (
            "name,type,building,os,ip_addresses,virtual_host_name\na-db-1,virtual,IMC,Windows,192.0.2.11,esx-1\n",
            "",
            {"esx-1"},
        ),
    ],
)
def test_hypervisors_are_known_beside_what_runs_on_them(
    content: object, product: str, needs: set[str]
) -> None:
    found = read(content)
    assert product == found.product
    assert needs == {
        name for server in found.servers.values() for group in server.needs for name in group
    }


PROXMOX: list[dict[str, object]] = [
    {
        "id": "qemu/101",
        "type": "qemu",
        "vmid": 101,
        "name": "a-db-1",
        "node": "pve-1",
        "status": "running",
        "template": 0,
    },
    {
        "id": "qemu/900",
        "type": "qemu",
        "vmid": 900,
        "name": "tpl",
        "node": "pve-1",
        "status": "stopped",
        "template": 1,
    },
    {"id": "node/pve-1", "type": "node", "node": "pve-1", "status": "online"},
    {
        "id": "storage/pve-1/local",
        "type": "storage",
        "storage": "local",
        "node": "pve-1",
        "status": "available",
    },
    {"id": "sdn/pve-1/net", "type": "sdn", "sdn": "net", "node": "pve-1", "status": "ok"},
]


def test_of_proxmox_guests_and_nodes_come_in_and_all_else_is_listed() -> None:
    keys = ("id", "type", "name", "node", "status", "template")
    text = "\n".join(
        [",".join(keys), *(",".join(str(each.get(key, "")) for key in keys) for each in PROXMOX)]
    )
    for content in (PROXMOX, {"data": PROXMOX}, text):
        found = read(content)
        assert ({"a-db-1", "pve-1"}, (("pve-1",),)) == (
            set(found.servers),
            found.servers["a-db-1"].needs,
        )
        assert ("Hypervisor", "") == (found.servers["pve-1"].role, found.servers["a-db-1"].role)
        assert all(
            word in found.left
            for word in ("storage/pve-1/local", "sdn/pve-1/net", "tpl is a template")
        )


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Name,Usage\na,DNS\nb,DNS\n", ""),
        ("Name,Type\na,Server\nb,VMware\n", ""),
        ("Nom;Catégorie\na;Serveur\nb;Serveur\n", ""),
        ("Name;Usage;Rôle\na;DNS;Base\nb;DHCP;RIS\n", "Base"),
        ("Nom;Type;Usage / Rôle\na;VMware;Base\nb;Physique;RIS\n", "Base"),
        ("Naam;Rol\na;Databank\nb;Röntgen\n", "Databank"),
        ("Name;Rolle\na;Datenbank\nb;Radiologie\n", "Datenbank"),
        ("Name;CPU Usage;Usage\na;35 %;12\nb;2 %;14\n", ""),
    ],
)
def test_a_role_is_what_a_machine_is_for_and_nothing_that_all_rows_say(
    text: str, role: str
) -> None:
    assert role == read(text).servers["a"].role


@pytest.mark.parametrize(
    "heading",
    [
        "Host ID",
        "Host UUID",
        "host_display_name",
        "Device ID",
        "MAC Address",
        "Backup Server",
        "DNS Server",
        "Last Host",
        "Hostname of vCenter",
        "applicationId",
        "Virtual Machine ID",
        "Server group",
        "Site ID",
    ],
)
def test_a_heading_that_contains_a_known_word_is_not_that_word(heading: str) -> None:
    (table,) = tables_of(
        f"Hostname;{heading}\ndc1;0a1b2c3d\nsql1;1a1b2c3d\n".encode(), "x", ReadingHints()
    ).tables
    assert ({"name": 0}, (heading,)) == (dict(table.columns.of), table.columns.not_taken)
    assert {"dc1", "sql1"} == read(f"Hostname;{heading}\ndc1;esx-a\nsql1;esx-a\n").servers.keys()


@pytest.mark.parametrize(
    "heading",
    [
        "ip_address",
        "IPAddress",
        "ipAddress",
        "attributes.ip_address",
        "IP Address (LAN)",
        "u_ip_address",
        "Adresse IP / nom",
        "Adresse de l'IP",
        "Netzwerk - IP",
        "primary_ip4.address",
        "IP Adress",
    ],
)
def test_one_heading_is_known_however_a_product_writes_it(heading: str) -> None:
    assert "192.0.2.7" == read(f"Hostname;{heading}\ndc1;192.0.2.7\n").servers["dc1"].address


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("192.0.2.7/24", "192.0.2.7"),
        ("2001:db8::1, 192.0.2.7", "192.0.2.7"),
        ("fe80::1 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", ""),
        ("0.0.0.0", ""),
        ("169.254.3.4", ""),
        ("00-50-56-00-00-01", ""),
        ("DHCP", ""),
        ("192.0.2.7:443", "192.0.2.7"),
        ("dc1.hosp.example", "dc1.hosp.example"),
    ],
)
def test_an_address_is_one_that_a_machine_can_be_reached_by(cell: str, address: str) -> None:
    assert (
        address
        == read(f"Hostname;IP\ndc1;{cell}\nx1;192.0.2.8\nx2;192.0.2.9\n").servers["dc1"].address
    )


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("dc1 [Windows]", "dc1"),
        ("HOSP\\dc1", "dc1"),
        ("DC1$", "dc1"),
        ("dc 1 (vieux)", "dc 1 (vieux)"),
    ],
)
def test_a_machine_is_called_by_its_name_alone(cell: str, name: str) -> None:
    assert {name} == read(f"Hostname;Site\n{cell};IMC\n").servers.keys()


def test_what_a_browser_shows_is_what_a_cell_says() -> None:
    found = read(
        "Asset Name,Location,Notes\n"
        'a1,"<a href=""https://x.example/1""><i class=""fa""></i> IMC</a>","a &amp; b<br>c &lt;5"\n'
    )
    assert ("IMC", "a & b c <5") == (found.servers["a1"].site, found.servers["a1"].notes)


def test_what_programs_write_for_nothing_is_nothing_and_said_once() -> None:
    found = read(
        "Nom;IP;Fonction;Contact\na1;System.String[];[object "
        "Object];#REF!\nb1;System.String[];x;-\n"
    )
    assert ("", "", "") == (
        found.servers["a1"].address,
        found.servers["a1"].role,
        found.servers["a1"].contact,
    )
    assert (1, 1, 1) == tuple(
        found.left.count(word) for word in ("System.String[]", "[object Object]", "#REF!")
    )


@pytest.mark.parametrize(
    "row",
    [
        "TOTAL;;192;9500",
        ";;;;",
        "Sous-total IMC;;64;1.234,50 €",
        "Gesamt;;3;4",
        "Totaal;;3;4",
        ";Total;3;4",
    ],
)
def test_a_row_that_adds_up_is_no_server_however_many_sums_it_has(row: str) -> None:
    assert {"a1", "totalcare1"} == read(
        f"Nom;Site;RAM;Disque\na1;IMC;64;500\ntotalcare1;IMC;1;2\n{row}\n"
    ).servers.keys()


def test_a_row_of_data_is_never_the_headings_and_what_stands_above_is_told() -> None:
    found = read(
        "Endpoint Name,Device Type,Last "
        "Active\nA-DB-1,server,2026-11-25\nB-RIS-1,server,2026-11-25\n"
    )
    assert {"a-db-1", "b-ris-1"} == found.servers.keys()
    found = read("Parc;Etat au 20/11/2026\n\nNom;Site;IP\na1;IMC;192.0.2.1\n")
    assert ({"a1"}, True) == (set(found.servers), "1 row stands above the headings" in found.left)


TWO = '[servers]\na-db-1 = { site = "imc", role = "x" }\nb-ris-1 = { site = "union", role = "x" }\n'


@pytest.mark.parametrize(
    "place",
    [
        "IMC > Bâtiment A > Salle 1",
        "Hôpital > Pôle IMC",
        "Bâtiment A / IMC",
        "IMC\\Salle 1",
        "IMC - Salle 1",
        "hosp.example/IMC/Servers",
        "OU=Servers,OU=IMC,DC=hosp",
        "Site IMC",
        "imc",
        "IMC, salle 4",
        "IMC-101",
        "Salle 4 (IMC)",
    ],
)
def test_a_place_is_the_site_of_the_plan_that_a_part_of_it_names(place: str) -> None:
    merge = beside(TWO, f'Nom;Lieu\na-db-1;"{place}"\nc-new-1;"{place}"\n')
    assert (("c-new-1",), (), "imc") == (
        merge.new,
        merge.new_sites,
        merge.plan.servers["c-new-1"].site,
    )


@pytest.mark.parametrize(
    ("places", "sites"),
    [
        (("IMC > Salle 1", "IMC > Salle 2"), ["IMC", "IMC"]),
        (("X > IMC > Salle 1", "X > Union"), ["IMC", "Union"]),
        (("Tournai / IMC", "Tournai / Union"), ["IMC", "Union"]),
        (("IMC", "IMC-101"), ["IMC", "IMC"]),
        (("Notre-Dame", "Saint-Luc"), ["Notre-Dame", "Saint-Luc"]),
        (("Union", "Étage 2 > Union"), ["Union", "Union"]),
        (("OU=Servers,OU=IMC,DC=hosp", "OU=Domain Controllers,DC=hosp"), ["IMC", "IMC"]),
    ],
)
def test_without_a_plan_the_first_part_is_the_site_but_for_a_root_that_all_share(
    places: tuple[str, str], sites: list[str]
) -> None:
    (table,) = tables_of(
        "".join(
            ["Nom;Lieu\n", *(f'srv-{n};"{place}"\n' for n, place in enumerate(places))]
        ).encode(),
        "x",
        ReadingHints(),
    ).tables
    plan = merged(plan_of("")._replace(sites={}), table.haul, unknown_site="Site inconnu").plan
    assert sites == [plan.sites[server.site].name for server in plan.servers.values()]


def test_the_column_that_says_the_sites_of_the_plan_comes_before_any_other() -> None:
    text = "Nom;Lieu;Entité\na-db-1;Nord 4;IMC\nb-ris-1;Sud 5;Union\n"
    assert ["IMC", "Union"] == [
        server.site for server in read(text, "imc", "union").servers.values()
    ]
    assert ["Nord 4", "Sud 5"] == [server.site for server in read(text).servers.values()]


@pytest.mark.parametrize(
    "text",
    [
        "Nom;Lieu;Entité\na-db-1;Salle 4;IMC\nb-ris-1;Salle 5;Union\n",
        "Naam;Entiteit;Plaats\na-db-1;AZ > IMC;Kelder\nb-ris-1;AZ > Union;Kelder\n",
        "Name;Gebäude;Standort\na-db-1;Haus A;IMC\nb-ris-1;Haus B;Union\n",
    ],
)
def test_rooms_are_no_sites_where_another_column_says_places(text: str) -> None:
    assert ["IMC", "Union"] == [
        server.site.rpartition(" > ")[2] for server in read(text).servers.values()
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("pacs-1;Union;192.0.2.21", "pacs-1;;198.51.100.21"),
        ("pacs-1;;198.51.100.21", "pacs-1;Union;192.0.2.21"),
        ("pacs-1;Union;", "PACS-1.hosp.example;Union;192.0.2.21"),
        ("pacs-1.hosp.example;;", "pacs-1;Union;192.0.2.21"),
    ],
)
def test_rows_that_can_only_be_one_machine_are_one(rows: tuple[str, str]) -> None:
    (server,) = read("\n".join(("Nom;Site;IP", *rows))).servers.values()
    assert "Union" == server.site


def test_rows_that_may_be_two_machines_stay_two() -> None:
    assert 3 == len(
        merged(
            plan_of(""),
            together(
                [
                    tables_of(b"Nom;Site\ndc1;IMC\ndc1;Union\ndc1;\n", "x", ReadingHints())
                    .tables[0]
                    .haul
                ]
            ),
        ).plan.servers
    )
    assert 2 == len(read("Nom;Site\ndc1.a.example;IMC\ndc1.b.example;IMC\n").servers)


def test_a_table_of_plain_text_has_a_line_below_its_headings_and_no_server_there() -> None:
    found = read("| Nom | Site | IP |\n|-----|:---:|----|\n| a1 | IMC | 192.0.2.1 |\n")
    assert ({"a1"}, "IMC") == (set(found.servers), found.servers["a1"].site)


def test_a_cell_that_names_several_machines_is_each_of_them() -> None:
    found = read("Application;Serveurs;Site\nADT;adt-db-1, adt-app-1;IMC\nRIS;ris-1;Union\n")
    assert {"adt-db-1": "ADT", "adt-app-1": "ADT", "ris-1": "RIS"} == {
        name: server.role for name, server in found.servers.items()
    }


def test_of_two_columns_that_may_be_names_the_one_with_machines_in_it_is() -> None:
    assert {"a-db-1", "b-ris-1"} == set(
        read("Nom;Prénom;Serveur\nDurand;Anne;a-db-1\nMartin;Paul;b-ris-1\n").servers
    )


@pytest.mark.parametrize("heading", ["Contract", "Usager", "Allocation", "Serviceable"])
def test_a_word_of_its_own_is_no_slip_of_the_pen(heading: str) -> None:
    (table,) = tables_of(
        f"Hostname;{heading}\na1;x y\nb1;y z\n".encode(), "x", ReadingHints()
    ).tables
    assert (heading,) == table.columns.not_taken


@pytest.mark.parametrize(
    "text",
    [
        "Nom;2024;2025;2026\na1;1;2;3\nb1;4;5;6\n",
        "Serveur;;Réseau\nNom;OS;IP\na1;Windows;192.0.2.1\nb1;Debian;192.0.2.2\n",
        "Liste;;\nServer;Host;OS\na1;e1;x y\nb1;e1;z\n",
        "a1;server;active\nb1;server;active\n",
    ],
)
def test_headings_are_no_server_and_rows_no_headings(text: str) -> None:
    assert {"a1", "b1"} == read(text).servers.keys() - {"e1"}


def test_the_address_of_what_a_machine_runs_on_is_not_its_own() -> None:
    assert "" == read("VM;Hyperviseur\na1;192.0.2.250\nb1;192.0.2.251\n").servers["a1"].address
    assert "192.0.2.250" == read("VM;Host\na1;192.0.2.250\nb1;192.0.2.251\n").servers["a1"].address


@pytest.mark.parametrize(
    "text",
    [
        (
            "Nom,État,Statut,Espace provisionné,Espace utilisé,Hôte\na1,Hors tension,Normal,1 Go,1 "
            "Go,e1\n"
        ),
        (
            "Name,Zustand,Status,Bereitgestellter Speicherplatz,Verwendeter "
            "Speicherplatz,Host\na1,Ausgeschaltet,Normal,1 GB,1 GB,e1\n"
        ),
    ],
)
def test_a_list_of_vcenter_is_known_in_other_languages(text: str) -> None:
    found = read(text)
    assert ("vCenter", (("e1",),)) == (found.product, found.servers["a1"].needs)
    assert found.servers["a1"].notes.endswith(("Hors tension", "Ausgeschaltet"))


def test_what_lies_deep_within_objects_is_known_by_what_it_belongs_to() -> None:
    part = {
        "attributes": {"hostname": "a1", "ip_address": "192.0.2.1"},
        "relationships": {"site": {"data": {"name": "IMC"}}},
    }
    assert ("IMC", "192.0.2.1") == (
        read([part]).servers["a1"].site,
        read([part]).servers["a1"].address,
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "VM,DNS Name,Powerstate,IP "
            "Address,Datacenter,Host\na-db-1,,poweredOn,192.0.2.11,IMC,e1\n"
            "b-ris-1,,poweredOff,192.0.2.12,IMC,e1\n",
            id="RVTools before 4",
        ),
        pytest.param(
            "Name,VirtualMachineState,HostName,VMHost,MarkedAsTemplate,ComputerName,IPv4Addresses\n"
            "a-db-1,Running,e1,e1,False,,192.0.2.11\nb-ris-1,PowerOff,e1,e1,False,,192.0.2.12\n",
            id="SCVMM",
        ),
        pytest.param(
            'Name,PowerState,IP,VMHost\na-db-1,PoweredOn,"192.0.2.11,fe80::1",e1\nb-ris-1,PoweredOn,192.0.2.12,e1\n',
            id="PowerCLI with a column of one's own",
        ),
        pytest.param(
            {
                "metadata": {"total_matches": 2, "length": 2},
                "entities": [
                    {
                        "status": {
                            "name": name,
                            "resources": {
                                "host_reference": {"kind": "host", "name": "e1"},
                                "nic_list": [
                                    {"ip_endpoint_list": [{"ip": ip, "type": "ASSIGNED"}]}
                                ],
                            },
                        },
                        "spec": {"name": name},
                    }
                    for name, ip in ADDRESSES.items()
                ],
            },
            id="Nutanix",
        ),
    ],
)
def test_the_host_of_a_virtual_machine_is_not_its_name_and_its_address_is_found(
    content: object,
) -> None:
    servers = read(content).servers
    assert {"e1", *ADDRESSES} == set(servers)
    assert {name: servers[name].address for name in ADDRESSES} == ADDRESSES
    assert all(servers[name].needs == (("e1",),) for name in ADDRESSES)


def test_objects_that_powershell_writes_into_cells_are_read_by_their_names() -> None:
    servers = read(
        "Name,PowerState,Guest,VMHost\n"
        "a-db-1,PoweredOn,@{OSFullName=Debian 12; IPAddress=System.Object[]},@{Name=e1; "
        "State=Connected}\n"
        "b-ris-1,PoweredOn,@{IPAddress=System.Object[]},@{Name=e1; State=Connected}\n"
    ).servers
    assert set(servers) == {"a-db-1", "b-ris-1", "e1"}
    assert (servers["a-db-1"].os, servers["b-ris-1"].os) == ("Debian 12", "")


def test_of_a_zone_only_addresses_make_machines() -> None:
    listed = read(
        "Name\tType\tData\tTimestamp\n(same as parent folder)\tName Server "
        "(NS)\tdc1.hosp.example.\tstatic\n"
        "a-db-1\tHost (A)\t192.0.2.11\tstatic\nadmissions\tAlias "
        "(CNAME)\ta-db-1.hosp.example.\tstatic\n"
        "b-ris-1\tHost (A)\t192.0.2.12\tstatic\n"
    )
    assert {name: server.address for name, server in listed.servers.items()} == ADDRESSES


def test_folders_of_a_list_of_connections_are_no_machines() -> None:
    listed = read(
        "Name;Id;Parent;NodeType;Description;Hostname;Protocol\nIMC;1;;Container;;;\n"
        "a-db-1;2;1;Connection;;192.0.2.11;RDP\nb-ris-1;3;1;Connection;;192.0.2.12;SSH2\n"
    )
    assert {name: server.address for name, server in listed.servers.items()} == ADDRESSES


def test_what_a_legend_explains_is_no_machine() -> None:
    listed = read(
        "Site;Nom;IP;Rôle\nIMC;a-db-1;192.0.2.11;ADT\nUnion;b-ris-1;192.0.2.12;RIS\nLégende;;;\nvert;en service;;\n"
        "rouge;obsolète;;\n"
    )
    assert set(listed.servers) == set(ADDRESSES)
    assert "Légende" in listed.left and "2 rows" in listed.left


def test_words_that_head_a_section_are_no_machines() -> None:
    listed = read("Serveur;Vu\nINFECTÉS;\na-db-1;02:00\nSAINS;\nb-ris-1;02:10\n")
    assert set(listed.servers) == set(ADDRESSES)


@pytest.mark.parametrize(
    "content",
    [
        {
            "value": {"display_value": "x"},
            "result": [
                {"name": name, "location": {"display_value": "IMC", "link": "https://x.example/1"}}
                for name in ADDRESSES
            ],
        }
    ],
)
def test_a_place_is_what_is_displayed_of_it(content: object) -> None:
    assert {server.site for server in read(content).servers.values()} == {"IMC"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Serveur;IP;;Serveur;IP\na-db-1;192.0.2.11;;b-ris-1;192.0.2.12\n", id="side by side"
        ),
        pytest.param(
            "Serveur;a-db-1;b-ris-1\nIP;192.0.2.11;192.0.2.12\nSite;IMC;Union\n", id="turned"
        ),
        pytest.param(
            "Nom;Site\na-db-1 (192.0.2.11);IMC\nb-ris-1 - 192.0.2.12;Union\n",
            id="addresses behind names",
        ),
        pytest.param(
            "Nom\tIP\tSite\na-db-1\t192.0.2.11\tIMC\nb-ris-1\t192.0.2.12\tUnion\n\nCordialement,\nPaul\n",
            id="a mail",
        ),
    ],
)
def test_a_table_is_read_however_somebody_laid_it_out(text: str) -> None:
    assert {name: server.address for name, server in read(text).servers.items()} == ADDRESSES


def test_what_stands_behind_a_name_is_a_note_unless_it_tells_another_machine() -> None:
    servers = read(
        "Nom;Site\na-db-1 (base ADT);IMC\na-db-1 (old);IMC\nb-ris-1 - radiologie;Union\n"
        "b-ris-1 [alt];Union\n"
    ).servers
    assert {
        "a-db-1": "base ADT",
        "a-db-1 (old)": "",
        "b-ris-1": "radiologie",
        "b-ris-1 [alt]": "",
    } == {name: server.notes for name, server in servers.items()}


@pytest.mark.parametrize(
    "names", ["a-db-1 b-ris-1", "a-db-1 / b-ris-1", "a-db-1 et b-ris-1", "a-db-1 + b-ris-1"]
)
def test_several_machines_in_a_cell_are_as_many_servers(names: str) -> None:
    assert set(read(f"Application;Serveurs\nDPI;{names}\nRIS;c-1\n").servers) == {
        "a-db-1",
        "b-ris-1",
        "c-1",
    }


def test_a_machine_and_its_full_name_in_a_cell_are_one() -> None:
    assert set(read("Application;Serveurs\nDPI;a-db-1 a-db-1.hosp.example\nRIS;c-1\n").servers) == {
        "a-db-1",
        "c-1",
    }


def test_letters_written_for_a_web_page_part_no_cells() -> None:
    servers = read(
        "Nom;R&ocirc;le;Site\na-db-1;R&eacute;animation &amp; urgences;IMC\n"
        "b-ris-1;Imagerie<br/>m&eacute;dicale;Union\n"
    ).servers
    assert [("Réanimation & urgences", "IMC"), ("Imagerie médicale", "Union")] == [
        (server.role, server.site) for server in servers.values()
    ]


def test_words_where_an_address_should_stand_are_none() -> None:
    servers = read(
        "Nom;IP;Site\na-db-1;à définir;IMC\nb-ris-1;192.0.2.12 (LAN);Union\n"
        "c-1;192.0.2.13;Union\nd-1;192.0.2.14;Union\n"
    ).servers
    assert ["", "192.0.2.12", "192.0.2.13", "192.0.2.14"] == [
        server.address for server in servers.values()
    ]


def test_what_a_list_says_of_itself_is_no_machine() -> None:
    listed = read(
        "Serveur;Site\na-db-1.hosp.example.;IMC\nb-ris-1*;Union\n* = redondant;\nShowing 1 to 2 of "
        "240 entries;\n"
    )
    assert len(listed.servers) == 2
    assert "a-db-1.hosp.example" in listed.servers


def test_yaml_is_no_table() -> None:
    with pytest.raises(RequestError, match="list is YAML, not a table"):
        read("servers:\n  a-db-1:\n    site: IMC\n  b-ris-1:\n    site: Union\n")


def test_a_verdict_is_no_machine() -> None:
    listed = read("N°;Serveur;Verdict\n1;b-ris-1;sain\na-db-1;infecté;\n")
    assert set(listed.servers) == {"b-ris-1"}
    assert 'no name stands in this row: "a-db-1' in listed.left


def test_of_two_columns_of_places_the_one_with_sites_of_the_plan_is_the_site() -> None:
    found = beside(
        '[servers]\na-db-1 = { site = "imc", role = "x" }\n',
        "Nom;Entité;Lieu\na-db-1;CHU > IMC;Bât A > S1\nb-ris-1;CHU > Union;Bât B > S2\n",
    )
    assert {"a-db-1": "imc", "b-ris-1": "union"} == {
        server: part.site for server, part in found.plan.servers.items()
    }


def test_what_a_customer_adds_to_an_asset_is_read_within_it() -> None:
    (server,) = read(
        [
            {
                "assetBasicInfo": {"name": "a-db-1", "ipAddress": "192.0.2.11"},
                "assetCustom": {"location": "IMC"},
            }
        ]
    ).servers.values()
    assert ("a-db-1", "192.0.2.11", "IMC") == (server.name, server.address, server.site)


@pytest.mark.parametrize(
    "headings",
    [
        "Host;Name;Interface;Availability",
        "Hôte;Nom;Interface;Disponibilité",
        "Host;Name;Schnittstelle;Verfügbarkeit",
        "Host;Naam;Interface;Beschikbaarheid",
    ],
)
def test_a_host_of_zabbix_runs_on_none_in_any_language(headings: str) -> None:
    servers = read(
        f"{headings}\na-db-1;ADT;192.0.2.11:10050;ZBX\nb-ris-1;RIS;192.0.2.12:10050;ZBX\n"
    ).servers
    assert ADDRESSES == {name: server.address for name, server in servers.items()}


@pytest.mark.parametrize(
    "headings", ["Name;Node;VMID", "Nom;Nœud;VMID", "Name;Knoten;VMID", "Naam;Knooppunt;VMID"]
)
def test_a_guest_of_proxmox_runs_on_its_node_in_any_language(headings: str) -> None:
    servers = read(f"{headings}\na-db-1;pve1;101\nb-ris-1;pve2;102\n").servers
    assert {"a-db-1": "pve1", "b-ris-1": "pve2", "pve1": "", "pve2": ""} == {
        name: server.runs_on for name, server in servers.items()
    }


def test_clients_of_velociraptor_have_the_names_and_addresses_that_it_heard_last() -> None:
    servers = read(
        [
            {
                "client_id": "C.1",
                "os_info": {
                    "system": "windows",
                    "hostname": "A-DB-1",
                    "fqdn": "a-db-1.chw.example",
                },
                "last_ip": "192.0.2.11:51234",
            },
            {
                "client_id": "C.2",
                "os_info": {
                    "system": "linux",
                    "hostname": "B-RIS-1",
                    "fqdn": "b-ris-1.chw.example",
                },
                "last_ip": "192.0.2.12:51234",
            },
        ]
    ).servers
    assert ADDRESSES == {name: server.address for name, server in servers.items()}


def test_records_of_a_zone_are_known_by_all_of_their_headings_though_a_name_stands_twice() -> None:
    zone = read(
        "HostName,RecordType,Timestamp,TimeToLive,RecordData\n@,NS,0,01:00:00,dc1.chw.example.\n"
        "@,A,,01:00:00,192.0.2.2\na-db-1,A,,00:20:00,192.0.2.11\na-db-1,AAAA,,00:20:00,2001:db8::11\n"
        "adt,CNAME,,01:00:00,a-db-1.chw.example.\n"
    )
    assert ("DNS records", {"a-db-1": "192.0.2.11"}) == (
        zone.product,
        {name: server.address for name, server in zone.servers.items()},
    )


@pytest.mark.parametrize(
    "heading", ["Heeft nodig", "A besoin de", "Requiert", "Nötig", "Hangt af van"]
)
def test_what_a_server_needs_stands_below_a_heading_in_whatever_language(heading: str) -> None:
    servers = read(f"Server;IP;{heading}\na-db-1;192.0.2.11;dc1\ndc1;192.0.2.2;\n").servers
    assert (("dc1",),) == servers["a-db-1"].needs


def test_of_virtual_machines_a_host_name_that_stands_again_and_again_is_the_host() -> None:
    servers = read(
        "Name,vCPU,Host Name,Guest IP,Power State\na-db-1,4,esx1,192.0.2.11,Powered On\n"
        "a-lab-1,4,esx1,192.0.2.13,Powered On\nb-ris-1,2,esx2,192.0.2.12,Powered Off\n"
    ).servers
    assert {"a-db-1": "esx1", "a-lab-1": "esx1", "b-ris-1": "esx2"} == {
        name: server.runs_on for name, server in servers.items() if server.runs_on
    }


def test_what_a_machine_has_installed_is_no_machine_on_a_host() -> None:
    servers = read(
        "Name,Version,Host Name\n7-Zip,23,a-db-1\nPuTTY,0.8,a-db-1\nGIMP,2,b-ris-1\n"
    ).servers
    assert {"a-db-1", "b-ris-1"} == set(servers)


def test_one_name_at_one_address_is_one_machine_however_a_tool_joins_its_parts() -> None:
    text = "Nom;Site;IP\na_db_1;IMC;192.0.2.11\na-db-1;IMC;192.0.2.11\nb_1;IMC;192.0.2.12\nb-1;IMC;192.0.2.13\n"
    assert {"a_db_1", "b_1", "b-1"} == set(read(text).servers)
    known = '[servers]\na-db-1 = { site = "imc", role = "x", address = "192.0.2.11" }\n'
    assert ("b_1", "b-1") == beside(known, text).new
