"""The sites that a list names, as sites of the plan: those it has, by id or name, and new ones."""

from collections.abc import Mapping

from chwapi_console.inventory.importers.words.ids import UNKNOWN_SITE, site_id
from chwapi_console.inventory.model import Site
from chwapi_console.inventory.plain_words import site_mark, spelled_out


class SiteNames:
    """Knows the id of each site that was named; makes one up where the plan has none."""

    def __init__(self, known: Mapping[str, Site], unknown_name: str) -> None:
        self.all = dict(known)
        self._unknown_name = unknown_name
        self._ids = {site_mark(name): name for name in known} | {
            site_mark(site.name): name for name, site in known.items()
        }

    def named(self, name: str) -> str:
        """The id of the site of this name, which joins the sites if it is new.

        Empty where the name is.
        """
        if not name:
            return ""
        mark = site_mark(name)
        if mark not in self._ids:
            self._ids[mark] = site_id(spelled_out(name), self.all)
            self.all[self._ids[mark]] = Site(name)
        return self._ids[mark]

    def of_the_unplaced(self) -> str:
        """Where a server goes of which no list says where it is.

        The plan's only site, else one that says so.
        """
        if len(self.all) == 1:
            return next(iter(self.all))
        self.all.setdefault(UNKNOWN_SITE, Site(self._unknown_name))
        return UNKNOWN_SITE
