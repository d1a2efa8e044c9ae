"""Headings of columns compared, in the many ways in which lists and products write one.

`IP Address`, `ip_address`, `IPAddress` and `attributes.ip_address` are one heading; `Host ID` is
another than `Host`. So a heading is only ever compared as a whole: without signs, articles, what
stands in brackets, a prefix that all headings share.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from chwapi_console.inventory.plain_words import BLANKS, folded

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(rf"{BLANKS}[(\[{{][^)\]}}]{{0,100}}[)\]}}]")
_ALTERNATIVES = re.compile(rf"{BLANKS}[/|]\s*|(?<!\s)\s+(?:ou|or|oder)\s+")
_PATH = re.compile(rf"\.|(?<!\s)\s+-\s+|{BLANKS}>\s*|::")

_ARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "un",
        "une",
        "the",
        "of",
        "van",
        "het",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "von",
        "vom",
    ]
)
_QUALIFIERS = frozenset(
    [
        "principal",
        "principale",
        "primary",
        "main",
        "prod",
        "production",
        "lan",
        "interne",
        "internal",
        "intern",
        "actuel",
        "actuelle",
        "current",
        "complet",
        "complete",
        "full",
        "hauptsachlich",
        "primaire",
        "1",
        "v4",
        "prive",
        "privee",
        "private",
    ]
)
"""Words beside a heading that do not make it another."""

_OF_A_THING = frozenset(
    [
        "name",
        "value",
        "label",
        "display",
        "displayname",
        "text",
        "title",
        "nom",
        "naam",
        "title0",
        "string",
        "displayvalue",
        "address",
    ]
)
"""Last parts of a path that say no more than the part before: the name of a site is the site."""

_CONTAINERS = frozenset(
    [
        "attributes",
        "properties",
        "data",
        "general",
        "info",
        "details",
        "fields",
        "asset",
        "device",
        "computer",
        "machine",
        "vm",
        "host",
        "server",
        "agent",
        "hardware",
        "system",
        "guest",
        "summary",
        "config",
        "runtime",
        "network",
        "reseau",
        "netzwerk",
        "netwerk",
        "item",
        "object",
        "inventory",
        "osprofile",
        "identification",
        "allgemein",
        "tags",
    ]
)
"""Parts of a path within which a heading means what it means alone."""

_OF_CONTAINERS = _CONTAINERS | {"custom", "basic", "field", "extra", "common"}
"""Words of which the name of such a part is made: `assetCustom`, `assetBasicInfo`."""

_OF_A_MACHINE = frozenset(["hostname", "fqdn", "computername", "machinename"])
"""Last parts that name the machine also within what is said of its system: `os_info.hostname`."""

_WRAPPINGS = frozenset(
    [
        "data",
        "attributes",
        "extensions",
        "properties",
        "fields",
        "relationships",
        "item",
        "object",
    ]
)
"""Parts of a path that say only how an object is written."""

LOSS_IN_BRACKETS, LOSS_OF_ALTERNATIVES, LOSS_IN_PATH, LOSS_OF_QUALIFIERS, LOSS_OF_A_JOINED_PATH = (
    5,
    10,
    40,
    60,
    150,
)
"""By how much a heading is less like one that it is only in part."""


def words_of(title: str) -> list[str]:
    """The words of a heading in their order, folded: capitals within a word begin another."""
    return [folded(word) for word in _WORD.findall(_CAMEL.sub(" ", title))]


@cache
def heading_key(phrase: str) -> str:
    """What two ways of writing one heading have in common: letters and digits without articles."""
    words = words_of(phrase)
    return "".join(word for word in words if word not in _ARTICLES) or folded(phrase)


@lru_cache(maxsize=4096)
def keys_of(title: str) -> Mapping[str, int]:
    """The ways to read a heading, each with what it loses by being read so."""
    found: dict[str, int] = {}
    for key, loss in _read(title):
        if key:
            found[key] = min(loss, found.get(key, loss))
    return found


def _read(title: str) -> Iterator[tuple[str, int]]:
    joined = (
        LOSS_OF_A_JOINED_PATH if "." in title.strip(".") else 0
    )  # `host.name` is the host's sooner than a host name
    yield folded(title), joined
    yield heading_key(title), joined + 2
    bare = _BRACKETS.sub("", title).strip(" *:")
    yield heading_key(bare), joined + LOSS_IN_BRACKETS
    if folded(bare).endswith("0"):  # as SCCM writes all of its columns
        yield folded(bare)[:-1], LOSS_IN_BRACKETS
    if (words := words_of(bare))[:1] == ["u"]:  # as ServiceNow writes columns that a customer made
        yield "".join(words[1:]), LOSS_IN_BRACKETS
    alternatives = _ALTERNATIVES.split(bare)
    if 1 < len(alternatives) < 4:
        yield from ((heading_key(part), LOSS_OF_ALTERNATIVES) for part in alternatives)
    yield from _along_a_path([part for part in _PATH.split(bare) if part])
    plain = [word for word in words if word not in _ARTICLES and word not in _QUALIFIERS]
    if plain and len(plain) < len(words):
        yield "".join(plain), LOSS_OF_QUALIFIERS


def _along_a_path(parts: Sequence[str]) -> Iterator[tuple[str, int]]:
    parts = [*(part for part in parts[:-1] if folded(part) not in _WRAPPINGS), *parts[-1:]]
    if len(parts) < 2:
        yield from ((heading_key(part), LOSS_IN_PATH) for part in parts)
        return
    yield heading_key(" ".join(parts[-2:])), LOSS_OF_A_JOINED_PATH
    if folded(parts[-1]) in _OF_A_THING:
        yield heading_key(parts[-2]), LOSS_OF_ALTERNATIVES
    within = words_of(parts[-2])
    if _OF_CONTAINERS.issuperset(within) or (
        folded(parts[-1]) in _OF_A_MACHINE and within in (["os", "info"], ["osinfo"])
    ):
        yield heading_key(parts[-1]), LOSS_IN_PATH


def without_common_beginning(titles: Sequence[str]) -> list[str]:
    """The headings without the words that all of them begin with, as `vInfo` in `vInfoVMName`.

    As they are where none is shared.
    """
    split = [_WORD.findall(_CAMEL.sub(" ", title)) for title in titles]
    written = [words for words in split if words]
    shared = 0
    if len(written) > 1:
        shortest = min(map(len, written))
        while shared < shortest - 1 and len({words[shared] for words in written}) == 1:
            shared += 1
    return [" ".join(words[shared:]) for words in split] if shared else list(titles)
