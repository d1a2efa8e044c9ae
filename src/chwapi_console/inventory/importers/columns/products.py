"""The lists that products export, each known by what it always writes above its columns."""

from collections.abc import Mapping
from typing import Literal

from chwapi_console.named_tuples import NamedTuple

MachineKind = Literal["host", "guest"]


class Layout(NamedTuple):
    """A product's export.

    Known when all of one of `signatures` stand above its columns, read by `columns`, each by the
    first of its headings that is there. All are hosts or none, unless a column `kind` says of each
    row what it is; rows of other kinds are no machines.
    """

    name: str
    signatures: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    role: str = ""
    hosts: bool = False
    kinds: Mapping[str, MachineKind] = {}


def _known(
    product: str,
    /,
    *signatures: str,
    hosts: bool = False,
    kinds: Mapping[str, MachineKind] | None = None,
    **columns: str,
) -> Layout:
    """A layout from words with blanks between; hosts, where some are, are called hypervisors."""
    return Layout(
        product,
        tuple(frozenset(each.split()) for each in signatures),
        {field: tuple(keys.split()) for field, keys in columns.items()},
        "Hypervisor" if hosts or kinds else "",
        hosts,
        kinds or {},
    )


_OF_A_CUSTOMER = "site standort vestiging campus"
"""Columns by which customers say of machines where they are, before what the product calls a centre."""

LAYOUTS = (
    _known(
        "RVTools vInfo",
        "vm powerstate dnsname",
        "vmname powerstate guesthostname",
        "vmname powerstate datacenter host",
        name="vm vmname",
        fqdn="dnsname guesthostname",
        address="primaryipaddress ipaddress",
        site=f"{_OF_A_CUSTOMER} datacenter",
        cluster="cluster",
        runs_on="host",
        os="osaccordingtothevmwaretools ostools osaccordingtotheconfigurationfile os",
        notes="annotation",
        status="powerstate",
        template="template",
    ),
    _known(
        "RVTools vHost",
        "host cpumodel esxversion",
        "name cpumodel esxversion",
        hosts=True,
        name="host name",
        site=f"{_OF_A_CUSTOMER} datacenter",
        cluster="cluster",
        os="esxversion",
    ),
    _known(
        "vCenter",
        "name state provisionedspace usedspace",
        "nom etat espaceprovisionne espaceutilise",
        "name zustand bereitgestellterspeicherplatz verwendeterspeicherplatz",
        name="name nom",
        fqdn="dnsname",
        address="ipaddress adresseip ipadresse",
        os="guestos osinvite gastbetriebssystem",
        runs_on="host hote",
        cluster="cluster",
        site=f"{_OF_A_CUSTOMER} datacenter",
        status="state etat zustand",
        notes="notes remarques notizen",
    ),
    _known(
        "PowerCLI Get-VMHost",
        "name connectionstate powerstate numcpu",
        "name connectionstate cputotalmhz",
        hosts=True,
        name="name",
        cluster="cluster parent",
        status="connectionstate",
        site=f"{_OF_A_CUSTOMER} datacenter",
        notes="notes",
    ),
    _known(
        "PowerCLI Get-VM",
        "name powerstate vmhost",
        name="name",
        address="ipaddress",
        runs_on="vmhost",
        os="guestos osfullname guest",
        cluster="cluster",
        site=f"{_OF_A_CUSTOMER} datacenter",
        notes="notes",
        status="powerstate",
    ),
    _known(
        "Hyper-V",
        "name state computername uptime",
        "name state computername memoryassigned",
        "name state computername generation",
        "vmname state computername",
        name="vmname name",
        runs_on="computername",
        address="ipaddresses ipaddress networkadaptersipaddresses",
        status="state",
        notes="notes",
        os="operatingsystem guestos",
    ),
    _known(
        "SCVMM",
        "name virtualmachinestate hostname",
        "name virtualmachinestate vmhost",
        name="name",
        fqdn="computername",
        runs_on="vmhost hostname",
        address="ipv4addresses ipaddresses ipaddress",
        os="operatingsystem",
        status="virtualmachinestate",
        cluster="hostcluster",
        notes="description",
    ),
    _known(
        "Nutanix",
        "statusname specname",
        name="statusname specname",
        runs_on="statusresourceshostreferencename",
        cluster="statusclusterreferencename",
        address="statusresourcesniclistipendpointlistip",
    ),
    _known(
        "mRemoteNG",
        "name parent nodetype hostname protocol",
        kinds={"connection": "guest"},
        name="name",
        address="hostname",
        notes="description",
        kind="nodetype",
    ),
    _known(
        "DNS zone",
        "name type data timestamp",
        "nom type donnees horodatage",
        "name typ daten zeitstempel",
        "naam type gegevens tijdstempel",
        kinds={
            "host (a)": "guest",
            "hôte (a)": "guest",
            "host (aaaa)": "guest",
            "hôte (aaaa)": "guest",
            "ipv6 host (aaaa)": "guest",
        },
        name="name nom naam",
        address="data donnees daten gegevens",
        kind="type typ",
    ),
    _known(
        "DNS records",
        "hostname recordtype recorddata",
        "name type content ttl",
        "name type value ttl",
        kinds={"a": "guest", "aaaa": "guest"},
        name="hostname name",
        address="recorddata content value",
        kind="recordtype type",
    ),
    _known(
        "Proxmox",
        "id type node status",
        "type node name status vmid",
        "id type name node",
        kinds={"qemu": "guest", "lxc": "guest", "openvz": "guest", "node": "host"},
        name="name node",
        runs_on="node",
        status="status",
        template="template",
        kind="type",
        notes="description",
    ),
    _known(
        "Proxmox guests",
        "vmid name node",
        "vmid nom noeud",
        "vmid name knoten",
        "vmid naam knooppunt",
        name="name nom naam",
        runs_on="node noeud knoten knooppunt",
        status="status statut",
        template="template",
        notes="notes description",
    ),
    _known(
        "Zabbix",
        "host name interface availability",
        "host name interfacesip",
        "hostid host name",
        "host name interfaces templates",
        "hote nom interface disponibilite",
        "hote nom interfaces modeles",
        "host name schnittstelle verfugbarkeit",
        "host name schnittstellen vorlagen",
        "host naam interface beschikbaarheid",
        "host naam interfaces sjablonen",
        name="host hote",
        address="interfacesip interface interfaces schnittstelle schnittstellen",
        notes="description",
        site="inventorylocation",
        os="inventoryos inventoryosfull",
    ),
    _known(
        "NetBox devices",
        "name status role manufacturer site",
        name="name",
        site="site",
        role="role",
        os="platform",
        address="ipaddress",
        cluster="cluster",
        status="status",
        notes="comments",
    ),
    _known(
        "NetBox virtual machines",
        "name status cluster vcpus",
        name="name",
        site="site",
        role="role",
        os="platform",
        address="ipaddress",
        cluster="cluster",
        runs_on="device",
        status="status",
        notes="comments",
    ),
)
