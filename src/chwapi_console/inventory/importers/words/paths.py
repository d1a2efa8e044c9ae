"""Places that lists write as paths.

`IMC > Bâtiment A > Salle 1`, `hosp.example/IMC/Servers`, `OU=Servers,OU=IMC,DC=hosp`.

A path belongs to the site that one of its parts names: of the plan, else of the rows that name
sites alone. Else its first part is the site, without the roots that all share and that tell one
place from no other. The rest is a note.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from chwapi_console.inventory.importers.found import Haul, ListedServer
from chwapi_console.inventory.importers.words.place_words import GENERIC_PLACES, GENERIC_UNITS
from chwapi_console.inventory.model import Site
from chwapi_console.inventory.plain_words import BLANKS, folded, site_mark
from chwapi_console.named_tuples import NamedTuple

_STEPS = (
    re.compile(rf"{BLANKS}(?:>|»|→|::)\s*"),
    re.compile(rf"{BLANKS}\\\s*"),
    re.compile(rf"{BLANKS}/\s*"),
    re.compile(r"(?<!\s)\s+[-–—|]\s+"),
)
_LOOSE = re.compile(rf"{BLANKS}[,;:()\[\]_–—-]\s*")
_UNITS = re.compile(r"(?:^|,)\s*(OU|CN|DC|O|L)=((?:\\.|[^,\\])*)", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
_WORDS = re.compile(r"[^\W_]+")
_ROOM = re.compile(
    r"(bat|batiment|salle|etage|sous|baie|rack|local|locaux|room|building|floor|level|niveau|aile|wing|zone"
    r"|hall|rez|serveur|server|serverraum|gebaude|raum|etage|keller|geschoss|gebouw|zaal|lokaal|verdieping|kelder|datacenter|dc|data"
    r"|centre|armoire|cave"
    r"|basement|technique|technical|it|informatique|\d).*"
)
"""How the parts of a path begin that lie within a site."""


class _Placed(NamedTuple):
    site: str
    rest: str


def placed(haul: Haul, sites: Mapping[str, Site]) -> Haul:
    """The list with each server at a site, and what else its place says among its notes."""
    wholes = list(dict.fromkeys(server.site for server in haul.found if server.site))
    known = _Known(sites, wholes)
    of_whole = {whole: known.placed(whole) for whole in wholes}
    return haul._replace(
        found=tuple(
            _at(server, of_whole[server.site]) if server.site else server for server in haul.found
        )
    )


def _at(server: ListedServer, place: _Placed) -> ListedServer:
    if not place.rest or folded(place.rest) in folded(server.notes):
        return server._replace(site=place.site)
    return server._replace(
        site=place.site, notes="; ".join(filter(None, (server.notes, place.rest)))
    )


class _Known:
    """The names of sites that are known alone, by what two ways of writing them have in common.

    Those of the plan first.
    """

    def __init__(self, sites: Mapping[str, Site], wholes: Sequence[str]) -> None:
        self._plan: dict[str, str] = {}
        for site, part in sites.items():
            for name in (part.name, site):
                self._plan.setdefault(site_mark(name), part.name)
        self._bare = _by_bare_words([part.name for part in sites.values()])
        alone = [whole for whole in wholes if len(place_parts(whole)) < 2]
        self._rows = {site_mark(whole): whole for whole in alone}
        self._bare_rows = _by_bare_words(alone)
        self._roots = _shared_roots(
            [parts for whole in wholes if len(parts := place_parts(whole)) > 1]
        )

    def placed(self, place: str) -> _Placed:
        """The site that a place names, or lies in, and what else it says."""
        if whole := self._plan.get(site_mark(place)):
            return _Placed(whole, "")
        parts = place_parts(place)
        if len(parts) < 2:
            return self._alone(place, parts)
        for find in (self._named, self._named_by_rows):
            for at, part in enumerate(parts):
                if site := find(part):
                    return _Placed(site, " > ".join((*parts[:at], *parts[at + 1 :])))
        within = [part for part in parts[self._roots :] if bare_words(part)] or list(parts)
        return _Placed(within[0], " > ".join(within[1:]))

    def _alone(self, place: str, parts: Sequence[str]) -> _Placed:
        """The site of a place that is no path.

        A known one by its own words, or with a room behind it, as in `IMC-101`.
        """
        if site := self._named(place) or (self._named(parts[0]) if parts else ""):
            return _Placed(site, "")
        loose = [part for part in _LOOSE.split(place) if part]
        for find in (self._named, self._named_by_rows):
            for at, part in enumerate(loose if len(loose) > 1 else ()):
                if site := find(part):
                    return _Placed(site, " ".join((*loose[:at], *loose[at + 1 :])))
        return _Placed(parts[0] if parts else "", "")

    def _named(self, part: str) -> str:
        return self._plan.get(site_mark(part), "") or self._bare.get(bare_words(part), "")

    def _named_by_rows(self, part: str) -> str:
        return self._rows.get(site_mark(part), "") or self._bare_rows.get(bare_words(part), "")


def place_parts(place: str) -> tuple[str, ...]:
    """The parts of a place, the outermost first; one where it is no path.

    Units of a directory that say what stands in them, and domains, are none.
    """
    if units := _UNITS.findall(place):
        named = [text for kind, text in units if kind.upper() in ("OU", "L", "O")]
        return tuple(
            text.replace("\\", "") for text in reversed(named) if folded(text) not in GENERIC_UNITS
        )
    step = next((step for step in _STEPS if step.search(place)), None)
    if step is None:
        return (place,)
    parts = [part.strip() for part in step.split(place) if part.strip()]
    if (
        len(parts) > 1 and _DOMAIN.fullmatch(parts[0]) and "/" in place
    ):  # as a directory writes a canonical name
        parts = [part for part in parts[1:] if folded(part) not in GENERIC_UNITS] or parts[:1]
    return tuple(parts)


def is_room(place: str) -> bool:
    """Whether a place is one within a site: a room, a floor, a building."""
    return bool(_ROOM.fullmatch(folded(next(iter(place_parts(place)), ""))))


def bare_words(part: str) -> str:
    """What tells a place from others: its words without those that every place has.

    Empty where no other is left.
    """
    return "".join(word for word in map(folded, _WORDS.findall(part)) if word not in GENERIC_PLACES)


def _by_bare_words(names: Iterable[str]) -> dict[str, str]:
    """The names by what tells them from others, where that is one's alone."""
    found: dict[str, str] = {}
    twice = set()
    for name in names:
        if (bare := bare_words(name)) and found.setdefault(bare, name) != name:
            twice.add(bare)
    return {bare: name for bare, name in found.items() if bare not in twice}


def _shared_roots(paths: Sequence[Sequence[str]]) -> int:
    """How many first parts all paths share that name the whole and not a site.

    Beneath them lie places, not rooms.
    """
    roots = 0
    while (
        len(paths) > 1
        and all(len(path) > roots + 1 for path in paths)
        and len({path[roots] for path in paths}) == 1
    ):
        beneath = {path[roots + 1] for path in paths}
        if len(beneath) < 2 or any(_ROOM.fullmatch(folded(part)) for part in beneath):
            break
        roots += 1
    return roots
