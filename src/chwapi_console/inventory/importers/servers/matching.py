"""Which server of a plan a list means.

By the id, the full name, what people called it before its site was put behind it (`dc1-imc`), or by
its address. Where the list also gives a site or an address, they should agree.

A name that agrees in nothing else still names the server: whether that is enough is for whoever
asks.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from chwapi_console.inventory.importers.words.alike import Alike
from chwapi_console.inventory.importers.words.cells import machine_name
from chwapi_console.inventory.importers.words.ids import key, slug
from chwapi_console.inventory.importers.words.machine_addresses import MachineAddress, addresses_in
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.plain_words import BLANKS, folded
from chwapi_console.named_tuples import NamedTuple

_AROUND = re.compile(
    r"^[a-z]{2,8}://(?:[^/@]*@)?|(?<=[^:]):\d{1,5}/?$|(?<=[\w.])/$|^\s+|(?<!\s)\s+$", re.IGNORECASE
)
_PATH = re.compile(rf"{BLANKS}[>/\\|]\s*|(?<!\s)\s+-\s+")


MOST_TOLD_APART = 200
"""Servers of one name, or of one address, among which a site or an address is looked for: "DHCP"
stands at thousands, in each of thousands of rows."""


class Meant(NamedTuple):
    """The servers that go by a name, and those of them with which the site and the address agree."""

    called: Sequence[str]
    agreeing: Sequence[str]


class Register:
    """The servers of a plan by all the names they go by, and by their addresses."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._sites = {
            slug(name): site for site, part in plan.sites.items() for name in (site, part.name)
        }
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        self._by_letters: defaultdict[str, list[str]] = defaultdict(list)
        self._by_address: defaultdict[MachineAddress, list[str]] = defaultdict(list)
        self._addresses = {
            server: addresses_in(part.address or "") for server, part in plan.servers.items()
        }
        for server, part in plan.servers.items():
            known = key(server)
            full = [key(part.address)] if part.address and not self._addresses[server] else []
            for name in dict.fromkeys((known, known.removesuffix(f"-{part.site}"), *full)):
                self._by_name[name].append(server)
                self._by_letters[folded(name)].append(server)
            for address in self._addresses[server]:
                self._by_address[address].append(server)

    def meant(self, name: str, site: str = "", addresses: str = "") -> Meant:
        """The servers that a name may mean.

        A site that the plan does not have tells nothing, nor does an address where the plan has
        none; of several addresses one must be the plan's.
        """
        called = self.called(name)
        if len(called) > MOST_TOLD_APART:
            return Meant(called, called)
        wanted, given = self._site(site), addresses_in(addresses)
        agreeing = [
            server
            for server in called
            if wanted in (None, self._plan.servers[server].site)
            and not (given and self._addresses[server] and not given & self._addresses[server])
        ]
        exact = [server for server in agreeing if given & self._addresses[server]]
        return Meant(called, exact or agreeing)

    def called(self, name: str) -> Sequence[str]:
        """The servers that go by a name, whatever stands around it.

        A domain, a `$`, an alias in brackets.
        """
        return next(
            (
                found
                for each in dict.fromkeys(_spellings(name))
                if (found := self._by_name.get(key(each)))
            ),
            (),
        )

    def at(self, addresses: str) -> Sequence[str]:
        """The servers that have one of these addresses."""
        found = [
            servers
            for address in sorted(addresses_in(addresses), key=str)
            if (servers := self._by_address.get(address))
        ]
        if len(found) == 1:
            return found[0]
        return list(dict.fromkeys(server for servers in found for server in servers))

    def near(self, name: str) -> Sequence[str]:
        """The servers whose names have the same letters and digits, or nearly the same."""
        letters = folded(next(iter(_spellings(name)), name).partition(".")[0])
        if len(letters) < 3:
            return ()
        close = letters if letters in self._by_letters else self._alike.nearest(letters)
        found = self._by_letters[close] if close is not None else ()
        return found if len(found) <= MOST_TOLD_APART else ()

    @cached_property
    def _alike(self) -> Alike:
        return Alike(self._by_letters)

    def knows(self, words: str) -> bool:
        """Whether words name a server of the plan, by name or by address."""
        return bool(self.named(words))

    def named(self, words: str) -> Sequence[str]:
        """The servers that words name, by name or by address."""
        return (self.called(words) or self.at(words)) if words else ()

    def spelled(self, name: str) -> Sequence[str]:
        """The servers whose names have the same letters and digits, `DC-1` for `dc1`; none of hundreds."""
        letters = {folded(each.partition(".")[0]) for each in _spellings(name)} - {""}
        found = (self._by_letters.get(each, ()) for each in sorted(letters))
        return [server for each in found if len(each) <= MOST_TOLD_APART for server in each]

    def _site(self, text: str) -> str | None:
        """The site that a text names, as a whole or as a part of a path of places."""
        if not text:
            return None
        found = {
            self._sites[mark]
            for part in (text, *_PATH.split(text))
            if (mark := slug(part)) in self._sites
        }
        return found.pop() if len(found) == 1 else None


def _spellings(name: str) -> Iterator[str]:
    """The name, and what is left of it without what tools put around it.

    They write `DOMAIN\\HOST`, `HOST$`, `host.domain (alias)`.
    """
    if len(name) > 300:
        return
    yield name
    name = _AROUND.sub("", name)
    yield machine_name(name)[0]
    yield name.rpartition(": ")[2]
    outside, _, within = name.partition("(")
    for part in (outside, within.rstrip(") ")):
        last = part.strip().strip("\"'").rpartition("\\")[2].rpartition("/")[2]
        yield from filter(
            None, (last.rstrip("$. "), last.partition("@")[0].rstrip("$. ") if "@" in last else "")
        )
