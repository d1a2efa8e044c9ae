"""Hosts of an Ansible inventory, from the JSON of `ansible-inventory --list` (Ansible's guide
"Developing dynamic inventory").

Groups become sites, roles and services as `groups` says. A group that it does not name is passed on
to the groups within it: a host is in every group that holds one of its groups.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Found, Haul, Unread, Where, haul
from chwapi_console.inventory.importers.groups import Group
from chwapi_console.inventory.importers.keys_once import decoder
from chwapi_console.inventory.importers.tables import one_line
from chwapi_console.text import say

OWN = frozenset({"_meta", "all", "ungrouped"})
"""Keys that Ansible makes up itself."""

_SYSTEMS = ("ansible_distribution", "ansible_os_family", "os", "operating_system")
_WINDOWS = ("winrm", "psrp")


def inventory_in(data: bytes, name: str) -> Mapping[str, Any]:
    """The inventory in these bytes. RequestError when they are no such JSON."""
    try:
        found = decoder(name).decode(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RequestError(
            say(
                "{path} is not JSON. Write what this prints into a file, and import that: "
                "ansible-inventory -i "
                "YOUR_INVENTORY --list",
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
    """Whether an object is what `ansible-inventory --list` prints, and no other program; or has any
    group as that has."""
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


def unmapped(inventory: Mapping[str, Any], groups: Mapping[str, Group]) -> list[Unread]:
    """A word about each group that nobody said the meaning of, and about each that is not there."""
    known = group_names(inventory)
    return [
        *(
            Unread(Where(0, name), say("nobody said what this group is; say so with --groups."))
            for name in known
            if name not in groups
        ),
        *(
            Unread(Where(0, name), say("there is no such group in the inventory."))
            for name in groups
            if name not in known
        ),
    ]


def hosts_in(inventory: Mapping[str, Any], groups: Mapping[str, Group]) -> Haul:
    """Every host once, with what its variables and groups say of it."""
    memberships = _memberships(inventory)
    variables = _table(_table(inventory, "_meta"), "hostvars")
    return haul(
        part
        for host in dict.fromkeys((*memberships, *variables))
        for part in _host(str(host), _table(variables, host), memberships.get(host, ()), groups)
    )


def _host(
    host: str, variables: Mapping[str, Any], within: Sequence[str], groups: Mapping[str, Group]
) -> Iterator[Found | Unread]:
    where = Where(0, host)
    meant = [groups[name] for name in within if name in groups]
    if any(group.kind == "skip" for group in meant):
        yield Unread(where, say("it is in a group that is skipped."))
        return
    sites, roles = (
        [group.name for group in meant if group.kind == kind] for kind in ("site", "role")
    )
    if len(sites) > 1:
        yield Unread(where, say("it is at {sites}; the first holds.", sites=", ".join(sites)))
    address = _word(variables, "ansible_host")
    yield Found(
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


def _memberships(inventory: Mapping[str, Any]) -> dict[str, list[str]]:
    """The groups of each host: the nearest first, then those around them. Hosts in the order in
    which groups name them."""
    around: dict[str, list[str]] = {}
    for name, group in inventory.items():
        for child in _names(group, "children"):
            around.setdefault(child, []).append(name)
    of_host: dict[str, dict[str, None]] = {}
    for name, group in inventory.items():
        hosts = _names(group, "hosts") if name != "_meta" else []
        enclosing = _enclosing(name, around) if hosts else []
        for host in hosts:
            of_host.setdefault(host, {}).update(dict.fromkeys(enclosing))
    return {host: list(names) for host, names in of_host.items()}


def _enclosing(name: str, around: Mapping[str, Sequence[str]]) -> list[str]:
    """A group and those around it, whatever circles they go in."""
    found = {name: None}
    waiting = [name]
    while waiting:
        for outer in around.get(waiting.pop(0), ()):
            if outer not in found:
                found[outer] = None
                waiting.append(outer)
    return list(found)


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
