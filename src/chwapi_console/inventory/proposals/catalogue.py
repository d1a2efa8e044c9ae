"""The services that hospitals usually have, for `init` to propose and `infer` to recognise.

It is data of the package (catalogue.toml) and holds together: a test sees to it. What it says is a
proposal; tiers are for clinicians to set.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from chwapi_console.clock import parse_duration
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.package_data import package_data

PATH = Path(__file__).with_name("catalogue.toml")
WordsByLanguage = Mapping[str, str]
"""The same words in every language of `LANGUAGES`, by its code."""


class ServerKind(NamedTuple):
    """A kind of server: what it is called, and the words that betray one."""

    name: WordsByLanguage
    words: Sequence[str]


class Offer(NamedTuple):
    """One service to choose.

    `rto` is in minutes; needs and wishes name other offers, and so does `tried` those that are
    tried on the spot before it counts as up; `kinds` are those of servers.
    """

    name: WordsByLanguage
    tier: int
    rto: int
    fallback: WordsByLanguage
    signs: WordsByLanguage
    kinds: Sequence[str]
    words: Sequence[str]
    weight: int = 1
    per_site: bool = False
    needs: Sequence[str] = ()
    soft: Sequence[str] = ()
    tried: Sequence[str] = ()


class Catalogue(NamedTuple):
    """All offers, in the order of their tiers, and all kinds, by id.

    Words of offers that are words of others too.
    """

    kinds: Mapping[str, ServerKind]
    offers: Mapping[str, Offer]
    ambiguous: frozenset[str] = frozenset()

    def offer_of(self, service: str, site: str | None) -> str | None:
        """The offer that a service of a plan was made from, by its id.

        None where its id is nobody's.
        """
        if service in self.offers:
            return service
        stem = service.removesuffix(f"-{site}") if site else service
        return stem if stem in self.offers else None


@cache
def catalogue() -> Catalogue:
    """The catalogue of the package."""
    tables = tomli.loads(package_data(PATH).decode("utf-8"))
    return Catalogue(
        {kind: ServerKind(**table) for kind, table in tables["kinds"].items()},
        {service: _offer(table) for service, table in tables["services"].items()},
        frozenset(tables["ambiguous"]),
    )


def _offer(table: Mapping[str, Any]) -> Offer:
    return Offer(**{**table, "rto": parse_duration(table["rto"])})
