"""What tools of a network print or read about hosts.

nmap, arp, nbtscan, zones of DNS, leases and settings of DHCP, Nagios and Icinga, keys of Salt, names of a
directory, settings of ssh.

Each gives rows below headings of their own, by the number of their line; nothing where a text is
not theirs. What they say of other things than hosts is left out.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from chwapi_console.inventory.importers.words.machine_addresses import is_machine_address

Lines = Sequence[tuple[int, Sequence[str]]]
"""The cells of rows, each with the number of its line, from 1; headings stand in row 0."""

LOOKED_AT = 60
"""Lines among which a text shows whose it is."""

LONGEST_LINE = 500
"""Letters up to which a line is one of theirs."""

# No two repetitions in these may eat the same letters: a line may be as long as somebody likes.
_OF_NMAP = re.compile(r"Host: (\S+) \(([^()]*)\)\s.*")
_REPORTED = re.compile(r"Nmap scan report for (?:(\S+) \(([^()\s]+)\)|(\S+))(?: \[host down.*)?")
_OF_ARP = re.compile(r"(\S+) \(([^()\s]+)\) (?:at|auf|à|op) \S.*")
_OF_A_ZONE = re.compile(r"^\$(?:ORIGIN|TTL)\s|\sIN\s+SOA\s", re.IGNORECASE)
_OF_NBTSCAN = re.compile(
    r"Doing NBT name scan for addresses from \S.*|IP address NetBIOS Name Server User MAC address"
)
_NAMED_BY_NBTSCAN = re.compile(
    r"(\S+)\s+(?!<unknown>)(\S+)\s.*(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}"
)
_KEYS = re.compile(r"(?:Accepted|Denied|Unaccepted|Rejected) Keys:")
_DISTINGUISHED = re.compile(r'"?CN=([^,="\\]+),(?:OU|CN)=[^";|\t]*,DC=[\w.-]+"?', re.IGNORECASE)
_OF_A_GROUP = re.compile(r"(?:Group name|Nom de groupe|Gruppenname|Groepsnaam) \S.*")
_ACCOUNTS = re.compile(r"[\w-]+\$(?: [\w-]+\$)*")
_LEASE = re.compile(r"lease (\S+) \{")
_OF_DNSMASQ = re.compile(r"\d{1,10} (?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2} (\S+) (\S+) \S+")
_OF_DHCPD = re.compile(
    r"(?:subnet \S+ netmask \S+ \{|host \S+ ?\{(?: (?:hardware|fixed-address)\b.*)?)"
)
_RESERVED = re.compile(r"\bhost\s+([\w.-]+)\s*\{([^{}]*)\}")
_FIXED = re.compile(r"\bfixed-address\s+([^\s;,]+)")
_OF_SSH = re.compile(r"Host[Nn]ame \d{1,3}(?:\.\d{1,3}){3}")
_BEGINS_HOST = re.compile(r'(?:define host|object Host "([^"]*)") ?\{?')
_SAID = re.compile(r'([\w.]+)(?: ?= ?"([^"]*)"| ([^ =].*))')


def read_of_tools(lines: Sequence[str]) -> Lines:
    """The rows of what such a tool wrote; none where it is no such text."""
    numbered = [
        (number, text)
        for number, line in enumerate(lines, 1)
        if len(line) <= LONGEST_LINE and (text := line.rstrip()).strip()
    ]
    begins = [" ".join(text.split()) for _, text in numbered[:LOOKED_AT]]
    found = next((read for is_its, read in _READERS if any(map(is_its, begins))), None)
    rows = list(found(numbered)) if found else []
    headings = _HEADINGS_OF_NAMES if found is _hosts_of_a_directory else _HEADINGS
    return [(0, headings), *rows] if rows else []


_HEADINGS = ("Host name", "IP address", "Description")
_HEADINGS_OF_NAMES = ("Host name", "IP address", "Distinguished name")


def _hosts_of_nmap(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`Host: 192.0.2.2 (dc1.hosp.example)`, once for each however many lines say it."""
    yield from _once(lines, _OF_NMAP, lambda found: (found[2], found[1]))


def _hosts_reported(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`Nmap scan report for dc1.hosp.example (192.0.2.2)`."""
    yield from _once(lines, _REPORTED, lambda found: (found[1] or "", found[2] or found[3]))


def _hosts_of_arp(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`dc1.hosp.example (192.0.2.2) at 00:50:56:00:00:01`; `?` where there is no name."""
    yield from _once(lines, _OF_ARP, lambda found: (found[1].strip("?"), found[2]))


def _hosts_of_nbtscan(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`192.0.2.2  DC1  <server>  <unknown>  00:50:56:00:00:01`; that a packet was not sent is no host."""
    for number, text in lines:
        found = _NAMED_BY_NBTSCAN.fullmatch(str(text).strip())
        if found and is_machine_address(found[1]):
            yield number, [found[2], found[1], ""]


def _hosts_with_keys(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """The minions of `salt-key -L`, each below what became of its key."""
    above = ""
    for number, line in lines:
        text = str(line).strip()
        if _KEYS.fullmatch(text):
            above = text.rstrip(":")
        elif above and " " not in text:
            yield number, [text, "", above]


def _hosts_of_a_directory(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`"CN=DC1,OU=Domain Controllers,DC=hosp,DC=example"`, as `dsquery` prints them."""
    found = [(number, _DISTINGUISHED.fullmatch(str(text).strip())) for number, text in lines]
    for number, name in found if all(name for _, name in found) else []:
        if name:
            yield number, [name[1], "", name[0].strip('"')]


def _hosts_with_accounts(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`ADT-DB-1$    DC1$`, as `net group "Domain Computers"` prints them."""
    for number, text in lines:
        if _ACCOUNTS.fullmatch(" ".join(str(text).split())):
            for name in str(text).split():
                yield number, [name.rstrip("$"), "", ""]


def _hosts_with_leases(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """The leases of `dhcpd.leases` that say the name of a host, each once."""
    told: dict[tuple[str, str], int] = {}
    address = ""
    for number, line in lines:
        text = " ".join(str(line).split())
        if found := _LEASE.fullmatch(text):
            address = found[1]
        elif text.startswith("client-hostname ") and address:
            told.setdefault((text.split('"')[1] if '"' in text else "", address), number)
    for (name, leased), number in told.items():
        yield number, [name, leased, ""]


def _hosts_of_dnsmasq(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`1795840000 00:50:56:00:00:01 192.0.2.11 adt1 *`; `*` where there is no name."""
    yield from _once(lines, _OF_DNSMASQ, lambda found: (found[2].strip("*"), found[1]))


def _hosts_reserved(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """The hosts of `dhcpd.conf`, on one line or several."""
    begins: list[int] = []
    at = 0
    for _, text in lines:
        begins.append(at)
        at += len(str(text)) + 1
    whole = "\n".join(str(text).partition("#")[0].ljust(len(str(text))) for _, text in lines)
    for found in _RESERVED.finditer(whole):
        fixed = _FIXED.search(found[2])
        number = lines[bisect_right(begins, found.start()) - 1][0]
        yield number, [found[1], fixed[1] if fixed else "", ""]


def _hosts_of_ssh(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """The hosts of settings of `ssh`, with their `HostName`; patterns are none."""
    begun: tuple[int, str] | None = None
    address = ""
    for number, text in [*lines, (0, "Host *")]:
        key, _, said = " ".join(str(text).split()).partition(" ")
        if key.casefold() == "host":
            if begun and not set(begun[1]) & set("*?!"):
                yield begun[0], [begun[1].split()[0], address, ""]
            begun, address = (number, said), ""
        elif key.casefold() == "hostname":
            address = said


def _once(
    lines: Sequence[tuple[int, object]],
    pattern: re.Pattern[str],
    host: Callable[[re.Match[str]], tuple[str, str]],
) -> Iterator[tuple[int, Sequence[str]]]:
    told: set[tuple[str, str]] = set()
    for number, text in lines:
        if (found := pattern.fullmatch(str(text).strip())) and (said := host(found)) not in told:
            told.add(said)
            yield number, [*said, ""]


def _hosts_of_a_zone(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """The addresses of a zone; a line that begins with a blank is about the name before."""
    owner = ""
    for number, text in lines:
        line = str(text).partition(";")[0]
        words = line.split()
        if not words or words[0].startswith("$"):
            continue
        owner = owner if line[:1].isspace() else words[0]
        is_host = words[-2:-1] in (["A"], ["AAAA"], ["a"], ["aaaa"]) and is_machine_address(
            words[-1]
        )
        if is_host and owner not in ("", "@", "*"):
            yield number, [owner, words[-1], ""]


def _hosts_defined(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """Blocks of Nagios (`define host {`) and of Icinga (`object Host "dc1" {`)."""
    begun: tuple[int, dict[str, str]] | None = None
    for number, line in lines:
        text = " ".join(str(line).split())
        if found := _BEGINS_HOST.fullmatch(text):
            begun = number, {"host_name": found[1] or ""}
        elif begun and text.startswith("}"):
            if name := begun[1].get("host_name"):
                said = begun[1]
                words = said.get("alias") or said.get("display_name") or ""
                yield begun[0], [name, said.get("address", ""), words]
            begun = None
        elif begun and (found := _SAID.fullmatch(text.partition(";")[0].rstrip())):
            begun[1][found[1]] = found[2] if found[2] is not None else found[3]


_READERS: Sequence[
    tuple[Callable[[str], object], Callable[[Lines], Iterator[tuple[int, Sequence[str]]]]]
] = (
    (_OF_NMAP.fullmatch, _hosts_of_nmap),
    (_REPORTED.fullmatch, _hosts_reported),
    (_OF_ARP.fullmatch, _hosts_of_arp),
    (_BEGINS_HOST.fullmatch, _hosts_defined),
    (_OF_A_ZONE.search, _hosts_of_a_zone),
    (_OF_NBTSCAN.fullmatch, _hosts_of_nbtscan),
    (_KEYS.fullmatch, _hosts_with_keys),
    (_DISTINGUISHED.fullmatch, _hosts_of_a_directory),
    (_OF_A_GROUP.fullmatch, _hosts_with_accounts),
    (_LEASE.fullmatch, _hosts_with_leases),
    (_OF_DNSMASQ.fullmatch, _hosts_of_dnsmasq),
    (_OF_DHCPD.fullmatch, _hosts_reserved),
    (_OF_SSH.fullmatch, _hosts_of_ssh),
)
