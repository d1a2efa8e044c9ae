"""Which server of a plan a list means by a name: the id, the full name, or what people called it before its site was put behind
it (`dc1-imc`). Where the list also gives a site or an address, they must agree; a name that may be several is none."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from chwapi_console.inventory.importers.ids import key, slug
from chwapi_console.inventory.model import Plan


class Meant(NamedTuple):
    """The servers that go by a name, and those of them with which the site and the address agree."""

    called: Sequence[str]
    agreeing: Sequence[str]


class Register:
    """The servers of a plan by all the names they go by."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._sites = {slug(name): site for site, part in plan.sites.items() for name in (site, part.name)}
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        for server, part in plan.servers.items():
            known = key(server)
            for name in dict.fromkeys((known, known.removesuffix(f"-{part.site}"))):
                self._by_name[name].append(server)

    def meant(self, name: str, site: str = "", address: str = "") -> Meant:
        """The servers that a name may mean. A site that the plan does not have tells nothing; an address that is another than
        the plan's tells that it is another machine."""
        called = self._by_name.get(key(name), [])
        parts, wanted = self._plan.servers, self._sites.get(slug(site)) if site else None
        agreeing = [server for server in called if wanted in (None, parts[server].site)
                    and not (address and parts[server].address and parts[server].address != address)]
        exact = [server for server in agreeing if address and parts[server].address == address]
        return Meant(called, exact or agreeing)
