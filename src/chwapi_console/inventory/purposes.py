"""What servers are for, as far as their ids, roles and systems betray it: the words in them, against the catalogue and the
table of roles (inference.toml). To know nothing of a server is a fine answer."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import tomli

from chwapi_console.inventory.catalogue import catalogue
from chwapi_console.inventory.model import Plan, Server
from chwapi_console.inventory.plain_words import plain, words

RULES = Path(__file__).with_name("inference.toml")
SHORT, LONGEST_ENDING = 4, 2
"""Letters up to which a word must stand for itself, and those that longer ones may have at their end."""


_NOT = re.compile(r"\b(?:hors|sans|non|not|without|zonder|geen|niet|pas (?:de|du|d|dans|en|sur|encore))\b[^,;:.()/]*")
"""What a role says a server is not, to the end of the phrase. PAS alone is an application."""


class Role(NamedTuple):
    """What a server does for others, whatever the hospital uses it for."""

    layer: int
    words: frozenset[str]
    systems: Sequence[str]


class Purpose(NamedTuple):
    """What is known of one server: its role, the one offer of the catalogue it is for (or None), its kind there, and the words
    of its id that are its own, like `adt` in `SRV-SQL-ADT1`. `sure` is whether its words speak of one offer only, `productive`
    whether none says that it is there for tests, or replaced."""

    role: str
    offer: str | None
    kind: str
    stems: frozenset[str]
    sure: bool = True
    productive: bool = True


class Rules(NamedTuple):
    """The table of roles, and words that say nothing."""

    roles: Mapping[str, Role]
    affixes: frozenset[str]
    trials: frozenset[str]


@cache
def rules() -> Rules:
    """The rules of the package."""
    tables = tomli.loads(RULES.read_text(encoding="utf-8"))
    return Rules({name: Role(of["layer"], frozenset(of["words"]), of["systems"]) for name, of in tables["roles"].items()},
                 frozenset(tables["affixes"]["words"]), frozenset(tables["trials"]["words"]))


class Reader:
    """Reads the servers of one plan: the names of its sites say nothing of what a server is for."""

    def __init__(self, plan: Plan) -> None:
        self._catalogue, self._rules = catalogue(), rules()
        self._sites = {word for site, part in plan.sites.items() for word in words(f"{site} {part.name}")}
        self._offer_of = {word: name for name, offer in self._catalogue.offers.items() for word in offer.words}
        self._vocabulary = self._offer_of.keys() | {w for role in self._rules.roles.values() for w in role.words} | {
            w for kind in self._catalogue.kinds.values() for w in kind.words} | self._rules.affixes | self._rules.trials | {
            site for site in self._sites if len(site) > 1}

    def known(self, name: str, server: Server) -> Purpose:
        """What is known of a server. Its role, in somebody's words, outranks what its id may mean."""
        in_id, in_role = self._split(name), self._split(_NOT.sub(" ", plain(server.role)))
        offers = self._offers(in_role) or self._offers(in_id)
        both = [offer for offer in offers if offer in self._offers(in_id)] if len(offers) > 1 else offers
        offer = next(iter(both if len(both) == 1 else offers), None)
        role = self._role(server.os, in_role, in_id)
        return Purpose(role, offer, self._kind(role, [*in_role, *in_id]), frozenset(self._stems(in_id)), len(both) == 1,
                       self._rules.trials.isdisjoint((*in_role, *in_id)))

    def _split(self, text: str) -> list[str]:
        """The words of a name; one that is made of known words run together falls apart into them."""
        return [part for word in words(text) for part in (_made_of(word, self._vocabulary) or [word])]

    def _offers(self, found: Sequence[str]) -> list[str]:
        """The offers that words speak of, in their order."""
        return list(dict.fromkeys(self._offer_of[known] for word in found for known in _singulars(word)
                                  if known in self._offer_of))

    def _role(self, os: str, in_role: Sequence[str], in_id: Sequence[str]) -> str:
        for name, role in self._rules.roles.items():
            if any(system in os.casefold() for system in role.systems):
                return name
        return self._role_in(in_role) or self._role_in(in_id) or "application"

    def _role_in(self, found: Sequence[str]) -> str:
        """The role that words name. What is said of a clinical service is its own: `archive PACS, stockage` is no array."""
        named = [name for name, role in self._rules.roles.items() if any(word in role.words for word in found)]
        if "database" in named:
            return "database"
        clinical = any(self._catalogue.offers[offer].kinds != ["core"] for offer in self._offers(found))
        return named[0] if named and not clinical else ""

    def _kind(self, role: str, found: Sequence[str]) -> str:
        """The kind of server: of a database the role says it, else the first kind with a word among these; else `app`."""
        if role == "database":
            return role
        fitting = (kind for kind, of in self._catalogue.kinds.items() if kind not in ("app", "database") and
                   any(word in of.words for word in found))
        return next(fitting, "app")

    def _stems(self, in_id: Sequence[str]) -> Iterator[str]:
        roles = {word for role in self._rules.roles.values() for word in role.words}
        yield from (word for word in in_id if len(word) > 1 and not word.isdigit() and word not in roles
                    and word not in self._rules.affixes and word not in self._sites)


def _singulars(word: str) -> list[str]:
    """A word, and what it may be the plural of: `pharmacies` of `pharmacie`; `stockage` is none of `stock`."""
    return [word, *(word[:-cut] for cut in range(1, LONGEST_ENDING + 1) if len(word) - cut > SHORT)]


def _made_of(word: str, known: Collection[str]) -> list[str]:
    """The known words that a word is made of from end to end, the longest first; empty where it is none of these."""
    if word in known or len(word) > 40:
        return [word]
    made: dict[int, list[str]] = {0: []}
    for end in range(2, len(word) + 1):
        starts = (start for start in range(end - 1) if start in made and word[start:end] in known)
        if (start := next(starts, None)) is not None:
            made[end] = [*made[start], word[start:end]]
    return made.get(len(word), [])


def numberless(name: str) -> str:
    """An id without its last number: those of a pair have the same."""
    return re.sub(r"\d+(?=\D*$)", "#", name)
