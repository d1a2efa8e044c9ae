"""Lists of objects in JSON as tables.

Keys become headings, what lies within an object is named with a dot, like `device.name`.

An export is a list, one object to a line, or an object that holds the list somewhere. Where it
holds several, somebody has to say which: what is not read might be what matters.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.columns.verdict_columns import counts_infections
from chwapi_console.inventory.importers.exports.pages import says_there_is_more
from chwapi_console.inventory.importers.tables.decoding import decoded, first_bytes
from chwapi_console.inventory.importers.tables.keys_once import decoder, keys_once
from chwapi_console.inventory.importers.tables.tables import (
    Grid,
    ListRow,
    one_line,
    refuse_long,
    refuse_many_rows,
)
from chwapi_console.inventory.importers.tables.which_table import refuse_several, tables_asked_for
from chwapi_console.inventory.importers.words.verdict_words import KNOWN, SUSPICION, bare
from chwapi_console.inventory.plain_words import folded
from chwapi_console.text import say

MOST_LISTS = 1_000
"""Lists of objects in one file: an export has a few, each of which is a table of its own."""

MOST_PARTS = 1_000_000
"""Lists and objects in JSON: each takes some two hundred bytes of memory, be there nothing in
it."""

MOST_COLUMNS = 50_000

NONE_LISTED = "[]"
"""What stands for a list of infections with nothing in it, until it is known what others list."""

LARGEST = 1e20
"""Numbers beyond are no word about a server; moments in billionths of a second lie within."""

LONGEST_HEADING = 1_000
"""Letters of the keys around a key, together."""

DEEPEST = 6
"""Levels within which a list, or a value of an object, is looked for."""

MOST_CELLS, SPARSEST = 1_000_000, 20
"""Cells of a table beyond which its objects must have something in common, and how many there may
then be for each that is filled."""

_HELD = frozenset(
    {
        "instances",
        "servers",
        "vms",
        "virtualmachines",
        "virtual_machines",
        "hosts",
        "devices",
        "machines",
    }
)


_MACHINES = _HELD | frozenset(
    {
        "endpoints",
        "computers",
        "agents",
        "assets",
        "nodes",
        "systems",
        "serveurs",
        "postes",
        "rechner",
    }
)
"""What machines are held below by name, folded."""

_NAME = ("name", "hostname", "host", "machine")
"""What the name of an object becomes, the first that none of them says already."""

_OF_ONE_MACHINE = frozenset(
    {
        "hostname",
        "computername",
        "fqdn",
        "devicename",
        "computer",
        "endpointname",
        "machinename",
        "computerdnsname",
        "dnshostname",
        "servername",
    }
)
_MADE = re.compile(r"generat|export|created|reportdate|reporttime|timestamp|asof|^date|datum$")
_SPACE = re.compile(r"\s*")

_GROUP = re.compile(rb"\[[A-Za-z_][^\]\[{}\",]*\]\s*(?:[#;].*)?(?:\n|$)")
_MOMENT = re.compile(rb"\[\d{1,4}[-/.:]\d{1,2}[-/.:,\]]")
"""How lines of a chat or a log begin."""


def looks_like_json(data: bytes) -> bool:
    """Whether bytes begin as JSON does, and not with the name of a group or a moment in brackets.

    In UTF-16 too, as Windows writes what a program prints into a file.
    """
    begin = first_bytes(data, 400).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return begin[:1] in (b"{", b"[") and not (_GROUP.match(begin) or _MOMENT.match(begin))


def grids_of_json(
    data: bytes,
    name: str,
    asked: Sequence[str] = (),
    encoding: str = "",
    all_of_several: bool = False,
) -> list[Grid]:
    """The tables that a JSON file holds, or those asked for by their place, like `data.items`.

    A row's number is that of its object, from 1. RequestError when there is none, when there are
    several and nobody said which (unless all are wanted), and for one page of a longer export.
    """
    text, encoding = decoded(data, encoding)
    whole = parsed(text.lstrip("\ufeff"), name)
    return grids_of_value(whole, name, asked, encoding, all_of_several)


def grids_of_value(
    whole: Any,
    name: str,
    asked: Sequence[str] = (),
    encoding: str = "",
    all_of_several: bool = False,
) -> list[Grid]:
    """The tables that a value of lists and objects holds, as `grids_of_json` gives them."""
    lists = _lists_in(whole, name)
    if not all_of_several:
        refuse_several(
            name, [f"{place} ({len(objects)})" for place, objects in lists.items()], asked
        )
    chosen = tables_asked_for(name, lists, asked) or list(lists)
    if says_there_is_more(whole, max(map(len, lists.values()))):
        raise RequestError(
            say(
                "{path} is one page of an export: it says that there are more than these {n}. "
                "Export all of it; if this is all, take the list alone out of it.",
                path=name,
                n=max(map(len, lists.values())),
            )
        )
    about = tuple(_made(whole))
    return [
        _grid(lists[place], place if len(lists) > 1 else "", encoding, name)._replace(about=about)
        for place in chosen
    ]


def _lists_in(whole: Any, name: str) -> dict[str, list[Mapping[str, Any]]]:
    """The lists of objects that the file holds, by their places.

    RequestError where there are none, or too many.
    """
    keyed = _below_machines(whole)
    lists = (
        _alone(whole)
        or (keyed if _holds_no_machines(keyed) else {})
        or dict(_lists(whole))
        or _by_name(whole)
        or keyed
        or _one_object(whole)
    )
    if not lists:
        raise RequestError(
            say(
                "{path} holds no list of objects. Export it as CSV, or as a list in JSON.",
                path=name,
            )
        )
    if len(lists) > MOST_LISTS:
        raise RequestError(
            say(
                "{path} holds {n} lists of objects; no more than {most} are read. Take out what "
                "lists servers, and give that.",
                path=name,
                n=len(lists),
                most=MOST_LISTS,
            )
        )
    return lists


def _made(whole: Any, depth: int = 0) -> Iterator[str]:
    """What an export says of when it was made: `generatedAt`, `meta.exported_on`."""
    for key, part in whole.items() if isinstance(whole, dict) else ():
        if isinstance(part, dict) and depth < 1:
            yield from _made(part, depth + 1)
        elif isinstance(part, str | int) and _MADE.search(folded(key)):
            yield str(part)


def _grid(objects: Sequence[Mapping[str, Any]], within: str, encoding: str, name: str) -> Grid:
    refuse_many_rows(len(objects))
    flat = [keys_once(islice(_flat(each, name), MOST_COLUMNS + 1), name) for each in objects]
    titles = list(dict.fromkeys(key for each in flat for key in each))
    if len(titles) > MOST_COLUMNS:
        raise RequestError(
            say(
                "{path} has more than {n} columns, too many for a list of servers. Export what "
                "lists servers alone.",
                path=name,
                n=MOST_COLUMNS,
            )
        )
    if len(titles) * len(flat) > max(MOST_CELLS, SPARSEST * sum(map(len, flat))):
        raise RequestError(
            say(
                "{path} is no table: its {n} objects have hardly a key in common. Export it as "
                "CSV.",
                path=name,
                n=len(flat),
            )
        )
    _count_what_is_empty(flat)
    for number, each in enumerate(flat, 1):
        for said in each.values():
            refuse_long(said, number)
    rows = [
        ListRow(number, [each.get(title, "") for title in titles])
        for number, each in enumerate(flat, 1)
    ]
    return Grid([ListRow(0, titles), *rows], within, "", encoding)


def _count_what_is_empty(objects: Sequence[dict[str, str]]) -> None:
    """Has an empty list of infections count as none where another object lists some.

    Where all are empty nobody knows whether any was looked up.
    """
    empty = {key for each in objects for key, said in each.items() if said == NONE_LISTED}
    filled = {
        key.rpartition(".")[0] or key
        for each in objects
        for key, said in each.items()
        if said not in ("", NONE_LISTED)
    } | {key for each in objects for key, said in each.items() if said not in ("", NONE_LISTED)}
    for each in objects:
        for key in empty:
            if each.get(key) == NONE_LISTED:
                each[key] = "0" if key in filled else ""


def parsed(text: str, name: str) -> Any:
    """The whole as one value, else the values that follow each other, as lines of objects do.

    RequestError for what is neither, for what lies deeper than a list does, and for more lists and
    tables than any export of machines holds.
    """
    if text.count("{") + text.count("[") > MOST_PARTS:
        raise RequestError(
            say(
                "{path} holds more than {n} lists and objects, too many for a list of servers. "
                "Export what lists servers alone.",
                path=name,
                n=MOST_PARTS,
            )
        )
    try:
        return decoder(name).decode(text)
    except (ValueError, RecursionError) as whole:
        try:
            return list(_values(text, name))
        except (ValueError, RecursionError) as error:
            place = whole.lineno if isinstance(whole, json.JSONDecodeError) else 1
            raise RequestError(
                say(
                    "{path} is no JSON that can be read: line {line}. Export it again.",
                    path=name,
                    line=place,
                )
            ) from error


def _values(text: str, name: str) -> Iterator[Any]:
    """The values of a text that holds several, one after the other.

    ValueError where it holds something else.
    """
    several, at = decoder(name), 0
    while (at := _SPACE.match(text, at).end()) < len(text):  # type: ignore[union-attr]  # it matches everywhere
        value, at = several.raw_decode(text, at)
        yield value


def _alone(whole: Any) -> dict[str, list[Mapping[str, Any]]]:
    """A list of the one object that an export is, where it names a machine itself.

    Of names, where it lists nothing else.
    """
    if isinstance(whole, dict) and any(
        isinstance(whole[key], str) for key in whole if folded(key) in _OF_ONE_MACHINE
    ):
        return {"list": [whole]}
    if machine := _inventoried(whole):
        return {"list": [machine]}
    if (
        isinstance(whole, dict)
        and isinstance(whole.get("name"), str)
        and not any(_lists(whole))
        and len(whole) > 1
    ):
        return {"list": [whole]}
    if isinstance(whole, list) and whole and all(isinstance(each, str) for each in whole):
        refuse_many_rows(len(whole))
        return {"list": [{"name": each} for each in whole]}
    return {}


def _inventoried(whole: Any) -> dict[str, Any]:
    """The machine that an agent of GLPI, OCS or FusionInventory tells of, with all that is on it.

    Its hardware is the machine; the programs and disks that it lists are none. Empty for anything else.
    """
    content = _within(whole, "content") or _within(_within(whole, "request"), "content")
    hardware = _within(content, "hardware")
    said = {folded(key): part for key, part in hardware.items() if isinstance(part, str)}
    if not said.get("name"):
        return {}
    system = _within(content, "operatingsystem")
    addresses = [
        said.get("ipaddr", ""),
        *(
            address
            for key, networks in content.items()
            if folded(key) == "networks"
            for address in _addresses_of(networks)
        ),
    ]
    return {
        "name": said["name"],
        "operating system": said.get("osname") or system.get("full_name") or "",
        "ip address": ", ".join(dict.fromkeys(filter(None, addresses))),
    }


def _within(value: Any, key: str) -> dict[str, Any]:
    """The object below a key, whatever its capitals; empty where there is none."""
    found = (
        (part for each, part in value.items() if folded(each) == key)
        if isinstance(value, dict)
        else ()
    )
    part = next(iter(found), None)
    return part if isinstance(part, dict) else {}


def _addresses_of(networks: Any) -> Iterator[str]:
    for each in networks if isinstance(networks, list) else [networks]:
        for key, said in each.items() if isinstance(each, dict) else ():
            if folded(key) in ("ipaddress", "ip") and isinstance(said, str):
                yield said


def _one_object(whole: Any) -> dict[str, list[Mapping[str, Any]]]:
    """A list of the one object that is here, as of a hunt with one hit, where it holds objects."""
    if isinstance(whole, dict) and any(isinstance(part, dict) and part for part in whole.values()):
        return {"list": [whole]}
    return {}


def _lists(
    value: Any, place: str = "", depth: int = 0
) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """The outermost lists of objects in a value, each with its place.

    Objects that only hold lists of machines are passed through.
    """
    if isinstance(value, list):
        parts = [part for each in value for part in (each if isinstance(each, list) else [each])]
        objects: list[Mapping[str, Any]] = [each for each in parts if isinstance(each, dict)]
        if objects and (inner := _within_each(objects)):
            yield (
                f"{place}.{inner}".lstrip("."),
                [part for each in objects for part in each[inner] if isinstance(part, dict)],
            )
        elif objects:
            yield (
                place or "list",
                [
                    each if isinstance(each, dict) else {"value": each}
                    for each in parts
                    if each is not None
                ],
            )
    elif isinstance(value, dict) and depth < DEEPEST:
        for key, part in value.items():
            yield from _lists(part, f"{place}.{key}".lstrip("."), depth + 1)


def _within_each(objects: Sequence[Mapping[str, Any]]) -> str:
    """The key under which each of these objects holds machines, as reservations hold instances.

    Empty where they are machines.
    """
    return next(
        (
            key
            for key in objects[0]
            if key.casefold() in _HELD
            and all(
                isinstance(each.get(key), list)
                and any(isinstance(part, dict) for part in each[key])
                for each in objects
            )
        ),
        "",
    )


def _by_name(value: Any) -> dict[str, list[Mapping[str, Any]]]:
    """The objects that an object holds by name, as a list in which each says its name.

    Only where it holds nothing else, and they are alike. In lists of names each gets the key that
    it stands under.
    """
    if not isinstance(value, dict) or not value:
        return {}
    parts = list(value.values())
    if len(parts) > 1 and _are_alike(parts):
        return {"list": _named(value)}
    if len(parts) > 1 and all(isinstance(part, str) for part in parts):
        return {"list": [{"name": key, "value": part} for key, part in value.items()]}
    if all(_is_a_list_of_names(part) for part in parts):
        return {
            "list": [{"name": each, "group": key} for key, part in value.items() for each in part]
        }
    return {}


def _below_machines(
    value: Any, place: str = "", depth: int = 0
) -> dict[str, list[Mapping[str, Any]]]:
    """The machines that an object holds by name below a word for machines: `{"hosts": {"dc1": ...}}`.

    One alone too, where it says something itself. Empty where there are none, or several such.
    """
    if not isinstance(value, dict) or depth >= DEEPEST:
        return {}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for key, part in value.items():
        within = f"{place}.{key}".lstrip(".")
        if folded(key) in _MACHINES and isinstance(part, dict):
            named = _by_name(part) or _one_by_name(part)
            if named:
                found[within] = named["list"]
        else:
            found |= _below_machines(part, within, depth + 1)
    return found


def _one_by_name(value: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The only machine that an object holds by name, where it says something itself."""
    said = list(value.values())
    if len(said) != 1:
        return {}
    if isinstance(said[0], dict) and any(isinstance(part, str | bool) for part in said[0].values()):
        return {"list": _named(value)}
    return (
        {"list": [{"name": key, "value": part} for key, part in value.items()]}
        if isinstance(said[0], str)
        else {}
    )


def _holds_no_machines(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> bool:
    """Whether what these objects list are findings, and no machines in their turn."""
    return all(
        counts_infections(place.rpartition(".")[2])
        for objects in lists.values()
        for each in objects
        for place, _ in _lists(each)
    )


def _named(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The objects that an object holds by name, each with its name below a heading of its own."""
    taken = {folded(key) for part in value.values() for key in part}
    heading = next((word for word in _NAME if word not in taken), _NAME[0])
    return [{heading: key, **part} for key, part in value.items()]


def _are_alike(parts: Sequence[Any]) -> bool:
    """Whether all of these are objects with a key that all of them have."""
    return all(isinstance(part, dict) and part for part in parts) and bool(
        set.intersection(*map(set, parts))
    )


def _is_a_list_of_names(part: Any) -> bool:
    return isinstance(part, list) and bool(part) and all(isinstance(each, str) for each in part)


def _flat(
    value: Mapping[str, Any], name: str, before: str = "", depth: int = 0
) -> Iterator[tuple[str, str]]:
    if len(before) > LONGEST_HEADING:  # it stands before each of the keys within
        raise RequestError(
            say(
                "{path} is no list of servers: it has objects under a key of more than {n} letters. "
                "Export it as CSV.",
                path=name,
                n=LONGEST_HEADING,
            )
        )
    for key, said in value.items():
        part = _unnested(said)
        if isinstance(part, dict) and depth < DEEPEST:
            yield from _flat(part, name, f"{before}{key}.", depth + 1)
        elif isinstance(part, list) and part and isinstance(part[0], dict) and depth < DEEPEST:
            yield from _flat(_of_several(part), name, f"{before}{key}.", depth + 1)
            if count := _open_hits(key, part):
                yield one_line(f"{before}{key}"), str(count)
        elif part == [] and counts_infections(key):
            yield one_line(f"{before}{key}"), NONE_LISTED
        else:
            yield one_line(f"{before}{key}"), one_line(_words(part))


def _open_hits(key: str, parts: Sequence[Any]) -> int:
    """How many findings are listed below a word for infections and not said to be over.

    0 below any other word.
    """
    if not counts_infections(key):
        return 0
    return sum(isinstance(each, dict) and bool(each) and not _is_over(each) for each in parts)


def _is_over(finding: Mapping[str, Any]) -> bool:
    """Whether a finding says of itself in one word that it is over: `mitigated`."""
    said = [bare(part) for part in finding.values() if isinstance(part, str)]
    return any(word in SUSPICION and KNOWN.get(word) == "over" for word in said)


def _unnested(part: Any) -> Any:
    """Lists of objects within a list as one."""
    while isinstance(part, list) and part and isinstance(part[0], list):
        part = [each for inner in part if isinstance(inner, list) for each in inner]
    return part


def _of_several(parts: Sequence[Any]) -> Mapping[str, Any]:
    """Several objects as one: each key with all that they say of it; tags by their own keys."""
    objects = [each for each in parts if isinstance(each, dict)]
    if all({"key", "value"} == {key.casefold() for key in each} for each in objects):
        pairs = [{key.casefold(): said for key, said in each.items()} for each in objects]
        tags: dict[str, list[Any]] = {}
        for pair in pairs:
            tags.setdefault(str(pair["key"]), []).append(pair["value"])
        return {key: said if len(said) > 1 else said[0] for key, said in tags.items()}
    said_of: dict[str, list[Any]] = {}
    for each in objects:
        for key, said in each.items():
            said_of.setdefault(key, []).append(said)
    return said_of


def _words(part: Any, depth: int = 0) -> str:
    match part:
        case None:
            return ""
        case bool():
            return str(part).lower()
        case int() | float():
            return json.dumps(part) if abs(part) < LARGEST else ""
        case list():
            return (
                ", ".join(filter(None, (_words(each, depth + 1) for each in part)))
                if depth < DEEPEST
                else ""
            )
        case dict():
            return ""
    return str(part)
