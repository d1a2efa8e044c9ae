"""What nmap, arp, a zone of DNS, Nagios, Icinga, esxcli and a directory say of hosts is a list of them, and
what else they write is none."""

import pytest

from chwapi_console.inventory.importers.tables.tables import grid_of_text
from chwapi_console.inventory.importers.tables.told_by_tools import LONGEST_LINE, read_of_tools
from growth import grows_in_line
from inventory.importers.test_import_products import ADDRESSES, read

NMAP = """# Nmap 7.94 scan initiated Fri Nov 20 10:00:00 2026 as: nmap -oG - 192.0.2.0/24
Host: 192.0.2.11 (a-db-1.hosp.example)\tStatus: Up
Host: 192.0.2.11 (a-db-1.hosp.example)\tPorts: 22/open/tcp//ssh///, 443/open/tcp//https///
Host: 192.0.2.12 (b-ris-1.hosp.example)\tStatus: Up
Host: 192.0.2.77 ()\tStatus: Up
# Nmap done at Fri Nov 20 10:00:09 2026 -- 256 IP addresses (3 hosts up) scanned in 9.0 seconds
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NMAP, id="nmap -oG"),
        pytest.param(
            "Starting Nmap 7.94 at 2026-11-20 10:00\n"
            "Nmap scan report for a-db-1.hosp.example (192.0.2.11)\nHost is up (0.0010s latency).\n"
            "PORT   STATE SERVICE\n22/tcp open  ssh\n\n"
            "Nmap scan report for b-ris-1.hosp.example (192.0.2.12)\nHost is up.\n\n"
            "Nmap scan report for 192.0.2.77\nHost is up.\nNmap done: 256 IP addresses\n",
            id="nmap",
        ),
        pytest.param(
            "a-db-1.hosp.example (192.0.2.11) at 00:50:56:aa:bb:01 [ether] on eth0\n"
            "b-ris-1.hosp.example (192.0.2.12) at 00:50:56:aa:bb:02 [ether] on eth0\n"
            "? (192.0.2.9) at <incomplete> on eth0\n",
            id="arp -a",
        ),
        pytest.param(
            "$ORIGIN hosp.example.\n$TTL 3600\n"
            "@ IN SOA ns1.hosp.example. admin.hosp.example. ( 2026112001 3600 900 604800 86400 )\n"
            "@ IN NS ns1.hosp.example.\n@ IN A 192.0.2.80\n"
            'a-db-1 3600 IN A 192.0.2.11 ; admissions\n\tIN TXT "v=1"\n'
            "b-ris-1\tA\t192.0.2.12\nwww IN CNAME a-db-1\n_ldap._tcp IN SRV 0 100 389 a-db-1\n",
            id="a zone",
        ),
        pytest.param(
            "# hosts of imc\ndefine host {\n    use        linux-server\n    host_name  a-db-1\n"
            "    address    192.0.2.11 ; static\n}\ndefine host{\n  name generic\n  register 0\n}\n"
            "define host{\n\thost_name\tb-ris-1\n\taddress\t192.0.2.12\n\tparents\ta-db-1\n}\n"
            "define service {\n  host_name a-db-1\n  service_description PING\n}\n",
            id="Nagios",
        ),
        pytest.param(
            'object Host "a-db-1" {\n  import "generic-host"\n  address = "192.0.2.11"\n'
            '  vars.os = "Linux"\n}\nobject Host "b-ris-1" {\n  address = "192.0.2.12"\n}\n',
            id="Icinga",
        ),
        pytest.param(
            "HostName  RecordType Type  Timestamp  TimeToLive  RecordData\n"
            "--------  ---------- ----  ---------  ----------  ----------\n"
            "@         NS         2     0          01:00:00    ns1.hosp.example.\n"
            "a-db-1    A          1     0          01:00:00    192.0.2.11\n"
            "b-ris-1   A          1     0          01:00:00    192.0.2.12\n"
            "www       CNAME      5     0          01:00:00    a-db-1.hosp.example.\n",
            id="Get-DnsServerResourceRecord",
        ),
        pytest.param(
            "127.0.0.1 localhost\nff02::1 ip6-allnodes\n192.0.2.11\ta-db-1.hosp.example a-db-1\n"
            "192.0.2.12\tb-ris-1\n",
            id="hosts",
        ),
        pytest.param(
            "+----+---------+-----------------+\n| ID | Name    | Networks        |\n"
            "+----+---------+-----------------+\n| 1  | a-db-1  | prod=192.0.2.11 |\n"
            "| 2  | b-ris-1 | prod=192.0.2.12 |\n+----+---------+-----------------+\n",
            id="OpenStack",
        ),
        pytest.param(
            "FullDomainName;IPAddress;ComputerRole\na-db-1.hosp.example;192.0.2.11;Server\n"
            "b-ris-1.hosp.example;192.0.2.12;Server\n",
            id="WSUS",
        ),
        pytest.param(
            "Doing NBT name scan for 192.0.2.0/24\n\nIP address   NetBIOS Name  Server   User\n"
            "--------------------------------------------\n192.0.2.11   A-DB-1        <server>  <unknown>\n"
            "192.0.2.12   B-RIS-1       <server>  <unknown>\n",
            id="headings below a title",
        ),
        pytest.param(
            "Doing NBT name scan for addresses from 192.0.2.0/24\n\n"
            "IP address       NetBIOS Name     Server    User             MAC address\n"
            "--------------------------------------------------------------------\n"
            "192.0.2.0\tSendto failed: Permission denied\n"
            "192.0.2.11       A-DB-1           <server>  <unknown>        00:50:56:00:00:01\n"
            "192.0.2.12       B-RIS-1          <server>  <unknown>        00:50:56:00:00:02\n"
            "192.0.2.255\tSendto failed: Permission denied\n",
            id="nbtscan",
        ),
        pytest.param(
            "# dhcpd.leases(5)\nauthoring-byte-order little-endian;\n\nlease 192.0.2.11 {\n"
            '  starts 6 2026/11/28 01:00:00;\n  client-hostname "a-db-1";\n}\nlease 192.0.2.12 {\n'
            '  client-hostname "b-ris-1";\n}\nlease 192.0.2.12 {\n  client-hostname "b-ris-1";\n}\n'
            "lease 192.0.2.99 {\n  binding state free;\n}\n",
            id="leases of dhcpd",
        ),
        pytest.param(
            "option domain-name hosp;\nsubnet 192.0.2.0 netmask 255.255.255.0 {\n  range 192.0.2.100 192.0.2.200;\n"
            "  host a-db-1 { hardware ethernet 00:50:56:00:00:01; fixed-address 192.0.2.11; }\n"
            "  host b-ris-1 {\n    fixed-address 192.0.2.12;\n  }\n}\n",
            id="settings of dhcpd",
        ),
        pytest.param(
            "1795840000 00:50:56:00:00:01 192.0.2.11 a-db-1 01:00:50:56:00:00:01\n"
            "1795840100 00:50:56:00:00:02 192.0.2.12 b-ris-1 *\n"
            "1795840200 00:50:56:00:00:09 192.0.2.99 * *\n",
            id="leases of dnsmasq",
        ),
        pytest.param(
            "Host a-db-1\n    HostName 192.0.2.11\n    User root\n\nHost b-ris-1\n    HostName 192.0.2.12\n\n"
            "Host *\n    ServerAliveInterval 30\n",
            id="settings of ssh",
        ),
    ],
)
def test_hosts_that_a_tool_names_are_servers_with_their_addresses(text: str) -> None:
    found = read(text).servers
    assert ADDRESSES == {name.partition(".")[0]: each.address for name, each in found.items()}


@pytest.mark.parametrize(
    "text",
    [
        (
            "a-db-1\n   World ID: 2100333\n   Process ID: 0\n   Config File: /vmfs/a.vmx\n\n"
            "b-ris-1\n   World ID: 2100444\n   Process ID: 0\n   Config File: /vmfs/b.vmx\n"
        ),
        (
            "Server Name     Remark\n\n--------------------------\n\\\\A-DB-1        ADT database\n"
            "\\\\B-RIS-1       RIS\nThe command completed successfully.\n"
        ),
        ("Accepted Keys:\na-db-1\nDenied Keys:\nUnaccepted Keys:\nb-ris-1\nRejected Keys:\n"),
        '"CN=A-DB-1,OU=Servers,OU=IMC,DC=hosp,DC=example"\n"CN=B-RIS-1,OU=Servers,DC=hosp,DC=example"\n',
        (
            "Group name     Domain Computers\nComment        All workstations\n\nMembers\n\n"
            "-------------------------------------------\nA-DB-1$                  B-RIS-1$\n"
            "The command completed successfully.\n"
        ),
        'Name;OS\n"CN=A-DB-1,OU=Servers,OU=IMC,DC=hosp";Linux\n"CN=B-RIS-1,OU=Servers,DC=hosp";Linux\n',
    ],
)
def test_names_that_a_tool_prints_above_or_within_other_words_are_servers(text: str) -> None:
    assert set(ADDRESSES) == set(read(text).servers)


def test_a_host_without_a_name_is_told_by_its_address() -> None:
    assert "192.0.2.77" in read(NMAP).left


@pytest.mark.parametrize(
    "text",
    [
        "name;ip\na-db-1;192.0.2.11\n",
        "Host: see below\nNmap was not run\n",
        "name type data\n@ SOA [1] ns1\n",
        "Host  Verdict\na-db-1  infected\nHost *\n",
        "a-db-1$ infected\nb-ris-1$\n",
        "CN=A-DB-1,OU=S,DC=hosp,DC=example\tinfected\nCN=B-RIS-1,OU=S,DC=hosp,DC=example\n",
        "HostName 192.0.2.11\nVerdict infected\n",
        "define hostgroup {\n  members a-db-1\n}\n",
    ],
)
def test_other_texts_are_not_read_so(text: str) -> None:
    assert not read_of_tools(text.splitlines())


@pytest.mark.parametrize(
    "line", ["Host: ", "x (", "$TTL ", "a 1 ", "define host ", "A IN SOA ", "host a {", "CN=a,OU="]
)
def test_a_long_line_of_a_tool_is_gone_through_once(line: str) -> None:
    assert not read_of_tools([line * LONGEST_LINE])
    lines = [line * (LONGEST_LINE // len(line))]
    assert grows_in_line(lambda n: lines * n, read_of_tools, 500)


@pytest.mark.parametrize(
    ("above", "site"),
    [
        ("Site IMC", "IMC"),
        ("Site : IMC", "IMC"),
        ("Vestiging IMC", "IMC"),
        ("Hôpital Notre-Dame", "Hôpital Notre-Dame"),
        ("Standort IMC:", "IMC"),
    ],
)
def test_a_heading_between_rows_that_names_a_site_is_that_of_the_rows_below_it(
    above: str, site: str
) -> None:
    found = read(f"Nom;IP\n{above};\na1;192.0.2.1\na2;192.0.2.2\nSite Union;\nb1;192.0.2.3\n")
    assert {"a1": site, "a2": site, "b1": "Union"} == {
        name: each.site for name, each in found.servers.items()
    }


def test_a_heading_in_all_columns_as_merged_cells_have_it_names_the_site_too() -> None:
    found = read("Nom;IP;OS\nSite IMC;Site IMC;Site IMC\na1;192.0.2.1;Linux\n")
    assert {"a1": "IMC"} == {name: each.site for name, each in found.servers.items()}


def test_a_column_that_says_sites_comes_before_headings_between_rows() -> None:
    found = read("Nom;Site;IP\nSite IMC;;\na1;Union;192.0.2.1\na2;Union;192.0.2.2\n")
    assert {"Union"} == {each.site for name, each in found.servers.items() if name.startswith("a")}


@pytest.mark.parametrize(
    ("cell", "needs"),
    [
        ("DC1 (auth, dns)", (("DC1",),)),
        ("dc1 (ou dc2)", (("dc1", "(ou dc2)"),)),
        ("dc1 (AD); sql-1 (base)", (("dc1",), ("sql-1",))),
    ],
)
def test_what_a_machine_is_needed_for_is_no_part_of_its_name(
    cell: str, needs: tuple[tuple[str, ...], ...]
) -> None:
    (server,) = read(f"Serveur;Dépend de\napp1;{cell}\n".replace("; ", " + ")).servers.values()
    if "ou" not in cell:
        assert needs == server.needs
    else:
        assert server.needs == read(f"Serveur;Dépend de\napp1;{cell}\n").servers["app1"].needs


def test_keys_that_jira_writes_behind_what_a_cell_refers_to_are_no_part_of_it() -> None:
    found = read("Key,Name,Site,OS\nCMDB-12,a1,IMC (CMDB-1),Windows Server 2019 (CMDB-90)\n")
    assert ("IMC", "Windows Server 2019") == (found.servers["a1"].site, found.servers["a1"].os)


def test_a_text_of_a_tool_is_a_table_for_verdicts_too() -> None:
    assert ["Host name", "IP address", "Description"] == [
        *grid_of_text(NMAP.encode()).rows[0].cells
    ]
