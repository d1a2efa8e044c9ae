"""Hosts of an Ansible inventory, from the JSON of `ansible-inventory --list`.

Format: Ansible's guide "Developing dynamic inventory". Groups become sites, roles and services as
`groups` says. A group that it does not name is passed on to the groups within it: a host is in
every group that holds one of its groups.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.exports.groups import ListedGroup
from chwapi_console.inventory.importers.found import Haul, ListedServer, Unread, Where, haul
from chwapi_console.inventory.importers.tables.decoding import decoded
from chwapi_console.inventory.importers.tables.keys_once import decoder
from chwapi_console.inventory.importers.tables.tables import one_line
from chwapi_console.text import plural, say

OWN = frozenset({"_meta", "all", "ungrouped"})
"""Keys that Ansible makes up itself."""

MOST_UNTOLD = 1_000
"""Groups that are named because nobody said what they are."""

_SYSTEMS = ("ansible_distribution", "ansible_os_family", "os", "operating_system")
_WINDOWS = ("winrm", "psrp")


def inventory_in(data: bytes, name: str) -> Mapping[str, Any]:
    """The inventory in these bytes. RequestError when they are no such JSON."""
    try:
        found = decoder(name).decode(decoded(data).text)
    except (ValueError, RecursionError) as error:
        raise RequestError(
            say(
                "{path} is not JSON. Write what this prints into a file, and import that: "
                "ansible-inventory -i YOUR_INVENTORY --list",
                path=name,
            )
        ) from error
    if not isinstance(found, dict) or not any(isinstance(part, dict) for part in found.values()):
        raise RequestError(
            say(
                "{path} is JSON, but no inventory as ansible-inventory --list prints it.", path=name
            )
        )
    return found


def is_an_inventory(whole: Mapping[str, Any], any_group: bool = False) -> bool:
    """Whether an object is what `ansible-inventory --list` prints, and no other program.

    Or has any group as that has.
    """
    if isinstance(whole.get("_meta"), dict) and "hostvars" in whole["_meta"]:
        return True
    groups = [
        isinstance(part, dict) and 0 < len(part) == len(part.keys() & _OF_GROUPS)
        for part in whole.values()
    ]
    return bool(groups) and (
        all(groups)
        or (any_group and (any(groups) or not any(isinstance(p, list) for p in whole.values())))
    )


_OF_GROUPS = frozenset({"hosts", "children", "vars"})


def group_names(inventory: Mapping[str, Any]) -> list[str]:
    """The groups that a person made, by name."""
    return sorted(
        name for name, group in inventory.items() if name not in OWN and isinstance(group, dict)
    )


def unmapped(inventory: Mapping[str, Any], groups: Mapping[str, ListedGroup]) -> list[Unread]:
    """A word about each group that nobody said the meaning of, and about each that is not there."""
    known = set(group_names(inventory))
    untold = sorted(known - groups.keys())
    more = len(untold) - MOST_UNTOLD
    return [
        *(
            Unread(Where(0, name), say("nobody said what this group is; say so with --groups."))
            for name in untold[:MOST_UNTOLD]
        ),
        *(
            [
                Unread(
                    Where(0, untold[MOST_UNTOLD]),
                    plural(
                        "nobody said what this and {n} other group are.",
                        "nobody said what this and {n} other groups are.",
                        more - 1,
                    ),
                )
            ]
            if more > 0
            else []
        ),
        *(
            Unread(Where(0, name), say("there is no such group in the inventory."))
            for name in groups
            if name not in known
        ),
    ]


def hosts_in(inventory: Mapping[str, Any], groups: Mapping[str, ListedGroup]) -> Haul:
    """Every host once, with what its variables and groups say of it."""
    memberships = _memberships(inventory, groups)
    variables = _table(_table(inventory, "_meta"), "hostvars")
    return haul(
        part
        for host in dict.fromkeys((*memberships, *variables))
        for part in _host(str(host), _table(variables, host), memberships.get(host, ()), groups)
    )


def _host(
    host: str,
    variables: Mapping[str, Any],
    within: Sequence[str],
    groups: Mapping[str, ListedGroup],
) -> Iterator[ListedServer | Unread]:
    where = Where(0, host)
    meant = [groups[name] for name in within]
    if any(group.kind == "skip" for group in meant):
        yield Unread(where, say("it is in a group that is skipped."))
        return
    sites, roles = (
        [group.name for group in meant if group.kind == kind] for kind in ("site", "role")
    )
    if len(sites) > 1:
        yield Unread(where, say("it is at {sites}; the first holds.", sites=", ".join(sites)))
    address = _word(variables, "ansible_host")
    yield ListedServer(
        name=one_line(host),
        where=where,
        site=sites[0] if sites else "",
        role=", ".join(roles),
        os=_system(variables),
        address="" if address == host else address,
        services=tuple(group.asked for group in meant if group.kind == "service"),
    )


def _system(variables: Mapping[str, Any]) -> str:
    if named := next((word for key in _SYSTEMS if (word := _word(variables, key))), ""):
        return named
    return "Windows" if _word(variables, "ansible_connection") in _WINDOWS else ""


def _memberships(
    inventory: Mapping[str, Any], groups: Mapping[str, ListedGroup]
) -> dict[str, list[str]]:
    """The groups of each host that mean something: the nearest first, then those around them.

    Hosts in the order in which groups name them.
    """
    around = _around(inventory, groups)
    of_host: dict[str, dict[str, None]] = {}
    for name, group in inventory.items():
        meant = dict.fromkeys(around.get(name, ()))
        for host in _names(group, "hosts") if name != "_meta" else ():
            of_host.setdefault(host, {}).update(meant)
    return {host: list(names) for host, names in of_host.items()}


def _around(
    inventory: Mapping[str, Any], groups: Mapping[str, ListedGroup]
) -> dict[str, list[str]]:
    """For each group which of those that mean something hold it, the nearest first.

    They are gone through from the outside, for there are few of them, and thousands of others in a
    chain.
    """
    children = {name: _names(group, "children") for name, group in inventory.items()}
    distances: dict[str, list[tuple[int, str]]] = {}
    for outer in (name for name in inventory if name in groups):
        for name, distance in _within(outer, children).items():
            distances.setdefault(name, []).append((distance, outer))
    return {
        name: [outer for _, outer in sorted(outers, key=itemgetter(0))]
        for name, outers in distances.items()
    }


def _within(outer: str, children: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """A group and those within it, whatever circles they go in, each with how deep it lies."""
    found = {outer: 0}
    waiting = deque(found)
    while waiting:
        name = waiting.popleft()
        for child in children.get(name, ()):
            if child not in found:
                found[child] = found[name] + 1
                waiting.append(child)
    return found


def _names(group: object, key: str) -> list[str]:
    """The names under a key of a group; older scripts write a group as a bare list of its hosts."""
    listed = group.get(key, ()) if isinstance(group, dict) else group if key == "hosts" else ()
    return (
        [name for name in listed if isinstance(name, str)]
        if isinstance(listed, list | dict)
        else []
    )


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key)
    return found if isinstance(found, dict) else {}


def _word(variables: Mapping[str, Any], key: str) -> str:
    """A variable that is words; one that is still a template says nothing."""
    value = variables.get(key)
    return one_line(value) if isinstance(value, str) and "{{" not in value else ""
