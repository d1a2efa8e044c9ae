"""What tools of a network print or read about hosts: nmap, arp, zones of DNS, Nagios and Icinga.

Each gives rows below headings of their own, by the number of their line; nothing where a text is
not theirs. What they say of other things than hosts is left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from chwapi_console.inventory.importers.machine_addresses import is_machine_address

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
    return [(0, _HEADINGS), *rows] if rows else []


_HEADINGS = ("Host name", "IP address", "Description")


def _hosts_of_nmap(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`Host: 192.0.2.2 (dc1.hosp.example)`, once for each however many lines say it."""
    yield from _once(lines, _OF_NMAP, lambda found: (found[2], found[1]))


def _hosts_reported(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`Nmap scan report for dc1.hosp.example (192.0.2.2)`."""
    yield from _once(lines, _REPORTED, lambda found: (found[1] or "", found[2] or found[3]))


def _hosts_of_arp(lines: Lines) -> Iterator[tuple[int, Sequence[str]]]:
    """`dc1.hosp.example (192.0.2.2) at 00:50:56:00:00:01`; `?` where there is no name."""
    yield from _once(lines, _OF_ARP, lambda found: (found[1].strip("?"), found[2]))


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
)
