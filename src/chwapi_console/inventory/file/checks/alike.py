"""Ids and names that are taken twice, or that nobody can tell apart."""

from collections.abc import Iterator

from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.identifiers import as_taken
from chwapi_console.inventory.model import Plan
from chwapi_console.marks import normalized
from chwapi_console.people import as_seen
from chwapi_console.text import Sentence, say


def shared_ids(plan: Plan) -> Iterator[Finding]:
    """Ids that stand in two tables: an id says by itself what is meant."""
    for name in sorted(plan.services.keys() & plan.servers.keys()):
        yield Finding(("servers", name), say("a service has this id too. Rename one of them."))
    for name in sorted(plan.conditions.keys() & plan.services.keys()):
        yield Finding(("conditions", name), say("a service has this id too. Rename one of them."))
    for name in sorted(plan.conditions.keys() & plan.servers.keys()):
        yield Finding(("conditions", name), say("a server has this id too. Rename one of them."))
    for name in sorted(plan.groups):
        if name in plan.services:
            yield Finding(("groups", name), say("a service has this id too. Rename one of them."))
        elif name in plan.servers:
            yield Finding(("groups", name), say("a server has this id too. Rename one of them."))
        elif name in plan.conditions:
            yield Finding(("groups", name), say("a condition has this id too. Rename one of them."))


def like_ids(plan: Plan) -> Iterator[Finding]:
    """Ids that a person cannot tell apart.

    The same letters in other code points (Unicode NFC) or with signs that nobody sees; or hardly:
    in other shapes (NFKC), as ² and 2, in capitals, in hyphens, or in letters of another
    alphabet.
    """
    parts = {
        **dict.fromkeys(plan.services, "services"),
        **dict.fromkeys(plan.servers, "servers"),
        **dict.fromkeys(plan.conditions, "conditions"),
        **dict.fromkeys(plan.groups, "groups"),
    }
    for tables in (
        parts,
        dict.fromkeys(plan.sites, "sites"),
        dict.fromkeys(plan.runbooks, "runbooks"),
        dict.fromkeys(plan.lanes, "lanes"),
        dict.fromkeys(plan.crews, "crews"),
    ):
        first: dict[str, str] = {}
        for name in sorted(tables):
            like = first.setdefault(as_taken(name), name)
            if like != name:
                yield Finding((tables[name], name), *_how_alike(like, name))


def _how_alike(other: str, name: str) -> tuple[Sentence, Gravity]:
    if _looks(other) == _looks(name):
        words = say(
            '"{other}" looks the same, but is written with other characters. Rename one of them.',
            other=other,
        )
        return words, Gravity.FAULT
    if normalized("NFKC", _looks(other)) == normalized("NFKC", _looks(name)):
        words = say(
            '"{other}" is written alike, in signs of another shape. Rename one of them.',
            other=other,
        )
        return words, Gravity.WARNING
    if _looks(other).casefold() != _looks(name).casefold():
        words = say(
            '"{other}" looks like it, in other letters or hyphens. Rename one of them.',
            other=other,
        )
        return words, Gravity.WARNING
    words = say('"{other}" differs from it in capitals only. Rename one of them.', other=other)
    return words, Gravity.WARNING


def _looks(name: str) -> str:
    return normalized("NFC", as_seen(name))


def like_names(plan: Plan) -> Iterator[Finding]:
    """Names of services and of sites that look the same and are not.

    Whoever reads one on the screen may mean the other. The very same name for services of several
    sites is what people do.
    """
    for table, parts in (("services", plan.services), ("sites", plan.sites)):
        first: dict[str, tuple[str, str]] = {}
        for id in sorted(parts):
            name: str = parts[id].name
            other, like = first.setdefault(normalized("NFKC", _looks(name)), (id, name))
            if like != name:
                yield Finding(
                    (table, id, "name"),
                    say(
                        "it looks the same as the name of {other}, but is written with other "
                        "characters. Write both alike, or rename one of them.",
                        other=other,
                    ),
                    Gravity.WARNING,
                )
