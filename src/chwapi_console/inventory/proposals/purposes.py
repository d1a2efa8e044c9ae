"""What servers are for, as far as their ids, roles and systems betray it.

The words in them, against the catalogue and the table of roles (inference.toml). To know nothing of
a server is a fine answer.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import tomli

from chwapi_console.inventory.model import Plan, Server
from chwapi_console.inventory.plain_words import plain, words
from chwapi_console.inventory.proposals.catalogue import catalogue
from chwapi_console.inventory.systems import family
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.package_data import package_data

RULES = Path(__file__).with_name("inference.toml")
FEWEST_WITH_A_ROLE, NEARLY_ALL = 5, 0.8
"""Servers with a role from which on a word may be said of nearly all of them, and how many of them
that are."""

MEANT = 4
"""Letters from which a word of an id is taken to mean something."""

LETTERS_OF_A_SHORT_WORD, LONGEST_ENDING = 4, 2
"""Letters up to which a word must stand for itself, and those that longer ones may have at their
end."""


_NOT = re.compile(
    r"\b(?:hors|sans|non|not|without|zonder|geen|niet|pas (?:de|du|d|dans|en|sur|encore))\b[^,;:.()/]*"
)
"""What a role says a server is not, to the end of the phrase. PAS alone is an application."""


class Role(NamedTuple):
    """What a server does for others, whatever the hospital uses it for."""

    layer: int
    words: frozenset[str]
    systems: Sequence[str]


class ServerPurpose(NamedTuple):
    """What is known of one server.

    Its role, the one offer of the catalogue it is for (or None), its kind there, and the words of
    its id that are its own, like `adt` in `SRV-SQL-ADT1`. `sure` is whether its words speak of one
    offer only, by words of its own, and its role does not gainsay its name (`gainsaid`);
    `productive` whether none says that it is there for tests, or replaced; `physical` whether its
    role says so; `gives` what it gives to all others, `names` or `time`.
    """

    role: str
    offer: str | None
    kind: str
    stems: frozenset[str]
    sure: bool = True
    productive: bool = True
    physical: bool = False
    gives: frozenset[str] = frozenset()
    gainsaid: bool = False


class Rules(NamedTuple):
    """The table of roles, and words that say nothing."""

    roles: Mapping[str, Role]
    affixes: frozenset[str]
    trials: frozenset[str]
    physical: frozenset[str]
    gives: Mapping[str, frozenset[str]]


@cache
def rules() -> Rules:
    """The rules of the package."""
    tables = tomli.loads(package_data(RULES).decode("utf-8"))
    return Rules(
        {
            name: Role(of["layer"], frozenset(of["words"]), of["systems"])
            for name, of in tables["roles"].items()
        },
        frozenset(tables["affixes"]["words"]),
        frozenset(tables["trials"]["words"]),
        frozenset(tables["physical"]["words"]),
        {basic: frozenset(of["words"]) for basic, of in tables["gives"].items()},
    )


class _Spoken(NamedTuple):
    """The offers that words speak of, and whether by a word that is one service's own."""

    offers: list[str]
    certain: bool


class Reader:
    """Reads the servers of one plan: the names of its sites say nothing of what a server is for."""

    def __init__(self, plan: Plan) -> None:
        self._catalogue, self._rules = catalogue(), rules()
        self._sites = {
            word for site, part in plan.sites.items() for word in words(f"{site} {part.name}")
        }
        said = {
            word: name for name, offer in self._catalogue.offers.items() for word in offer.words
        }
        self._offer_of = {word: name for word, name in said.items() if " " not in word}
        self._phrases = {
            tuple(phrase.split()): name for phrase, name in said.items() if " " in phrase
        }
        self._vocabulary = (
            self._offer_of.keys()
            | {w for role in self._rules.roles.values() for w in role.words}
            | {w for kind in self._catalogue.kinds.values() for w in kind.words}
            | self._rules.affixes
            | self._rules.trials
            | {site for site in self._sites if len(site) > 1}
        )
        self._in_all_rows = self._words_of_nearly_all(plan)

    def known(self, name: str, server: Server) -> ServerPurpose:
        """What is known of a server; its role outranks its id, and where they differ it is unsure."""
        in_id = self._split(name)
        in_role = [
            word
            for word in self._split(_NOT.sub(" ", plain(server.role)))
            if word not in self._in_all_rows
        ]
        by_role, by_id = self._offers(in_role), self._offers(in_id)
        told = by_role if by_role.certain or not by_id.certain else by_id
        offers = told.offers or by_id.offers
        both = [offer for offer in offers if offer in by_id.offers] if len(offers) > 1 else offers
        offer = next(iter(both if len(both) == 1 else offers), None)
        gainsaid = (
            by_role.certain
            and by_id.certain
            and not set(by_role.offers) & set(by_id.offers)
            and not (self._technical(by_id.offers) and not self._technical(by_role.offers))
        )
        certain = (told if told.offers else by_id).certain
        role = self._role(server.os, in_role, in_id)
        found = [*in_role, *in_id]
        return ServerPurpose(
            role,
            offer,
            self._kind(role, found, server.os),
            frozenset(self._stems(in_id)),
            len(both) == 1 and certain and not gainsaid,
            self._rules.trials.isdisjoint(found),
            not self._rules.physical.isdisjoint([*found, *words(server.notes)]),
            frozenset(
                basic
                for basic, of in self._rules.gives.items()
                if not gainsaid and not of.isdisjoint(found)
            ),
            gainsaid,
        )

    def _technical(self, offers: Sequence[str]) -> bool:
        """Whether these are of the machine room.

        What runs there for a ward is called by both, and its role says by which.
        """
        return all(
            set(self._catalogue.offers[offer].kinds) <= {"core", "station"} for offer in offers
        )

    def _words_of_nearly_all(self, plan: Plan) -> frozenset[str]:
        """Words that stand in the roles of nearly all servers.

        What is said of everything says nothing of one.
        """
        of_roles = [
            set(self._split(plain(server.role)))
            for server in plan.servers.values()
            if server.role.strip()
        ]
        if len(of_roles) < FEWEST_WITH_A_ROLE:
            return frozenset()
        often = Counter(word for of_role in of_roles for word in of_role)
        return frozenset(
            word for word, times in often.items() if times >= NEARLY_ALL * len(of_roles)
        )

    def _split(self, text: str) -> list[str]:
        """The words of a name; one that is made of known words run together falls apart into them."""
        return [
            part for word in words(text) for part in (_made_of(word, self._vocabulary) or [word])
        ]

    def _offers(self, found: Sequence[str]) -> "_Spoken":
        """The offers that words speak of, in their order.

        Those of words that are one service's own, else of ambiguous ones. What stands in a phrase
        says what the phrase says.
        """
        phrases = [
            (place, phrase)
            for place in range(len(found))
            for phrase in self._phrases
            if tuple(found[place : place + len(phrase)]) == phrase
        ]
        within = {at for place, phrase in phrases for at in range(place, place + len(phrase))}
        own = [(place, self._phrases[phrase]) for place, phrase in phrases]
        others: list[tuple[int, str]] = []
        for place, word in enumerate(found):
            if place not in within and (
                known := next((k for k in _singulars(word) if k in self._offer_of), None)
            ):
                (others if known in self._catalogue.ambiguous else own).append(
                    (place, self._offer_of[known])
                )
        return _Spoken(list(dict.fromkeys(offer for _, offer in sorted(own or others))), bool(own))

    def _role(self, os: str, in_role: Sequence[str], in_id: Sequence[str]) -> str:
        for name, role in self._rules.roles.items():
            if any(system in os.casefold() for system in role.systems):
                return name
        told, called = self._role_in(in_role), self._role_in(in_id)
        return (called if told and called else told or called) or "application"

    def _role_in(self, found: Sequence[str]) -> str:
        """The role that words name.

        What is said of a clinical service is its own: `archive PACS, stockage` is no array.
        """
        named = [
            name
            for name, role in self._rules.roles.items()
            if any(word in role.words for word in found)
        ]
        if "database" in named:
            return "database"
        if "directory" in named:  # a controller that gives names and time too is one
            return "directory"
        spoken = self._offers(found)
        clinical = spoken.certain and any(
            self._catalogue.offers[offer].kinds != ["core"] for offer in spoken.offers
        )
        return named[0] if named and not clinical else ""

    def _kind(self, role: str, found: Sequence[str], os: str) -> str:
        """The kind of server.

        Of a database the role says it, else the first kind with a word among these. `app` is what
        runs a system for servers, or is called by words that are all known and name no other thing;
        empty where nobody can tell.
        """
        if role == "database":
            return role
        kinds = self._catalogue.kinds
        if fitting := next(
            (
                kind
                for kind, of in kinds.items()
                if kind not in ("app", "database") and any(word in of.words for word in found)
            ),
            None,
        ):
            return fitting
        other = any(
            word in of.words
            for name, of in self._rules.roles.items()
            if name != "application"
            for word in found
        )
        named = any(word in kinds["app"].words for word in found)
        return (
            "app"
            if role == "application"
            and not other
            and (named or family(os) or self._all_known(found))
            else ""
        )

    def _all_known(self, found: Sequence[str]) -> bool:
        return all(
            not word.isalpha()
            or len(word) < MEANT
            or any(known in self._vocabulary for known in _singulars(word))
            for word in found
        )

    def _stems(self, in_id: Sequence[str]) -> Iterator[str]:
        roles = {word for role in self._rules.roles.values() for word in role.words}
        yield from (
            word
            for word in in_id
            if len(word) > 1
            and not word.isdigit()
            and word not in roles
            and word not in self._rules.affixes
            and word not in self._sites
        )


def _singulars(word: str) -> list[str]:
    """A word, and what it may be the plural of: `pharmacies` of `pharmacie`.

    `stockage` is none of `stock`.
    """
    return [
        word,
        *(
            word[:-cut]
            for cut in range(1, LONGEST_ENDING + 1)
            if len(word) - cut > LETTERS_OF_A_SHORT_WORD
        ),
    ]


def _made_of(word: str, known: Collection[str]) -> list[str]:
    """The known words that a word is made of from end to end, the longest first.

    Empty where it is none of these.
    """
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
    return re.sub(r"(?<!\d)\d+(\D*)$", r"#\1", name)
