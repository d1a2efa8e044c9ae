"""Which server of a plan a list means by a name: the id, the full name, or what people called it before its site was put behind
it (`dc1-imc`). A name that may be several is none, unless the site or the address tells them apart."""

from collections import defaultdict
from collections.abc import Iterable

from chwapi_console.inventory.importers.ids import key, slug
from chwapi_console.inventory.model import Plan


class Register:
    """The servers of a plan by all the names they go by."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        for server, part in plan.servers.items():
            known = key(server)
            for name in dict.fromkeys((known, known.removesuffix(f"-{part.site}"))):
                self._by_name[name].append(server)

    def meant(self, name: str, site: str = "", address: str = "") -> list[str]:
        """The servers that a name may mean: one where it is clear, none, or several."""
        if name in self._plan.servers:
            return [name]
        called = self._by_name.get(key(name), [])
        for narrower in (self._at(called, site), self._addressed(called, address)):
            if len(narrower) == 1:
                return narrower
        return called

    def _at(self, servers: Iterable[str], site: str) -> list[str]:
        wanted = slug(site)
        sites, parts = self._plan.sites, self._plan.servers
        return [s for s in servers if wanted and wanted in (slug(parts[s].site), slug(sites[parts[s].site].name))]

    def _addressed(self, servers: Iterable[str], address: str) -> list[str]:
        return [server for server in servers if address and self._plan.servers[server].address == address]
