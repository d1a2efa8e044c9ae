"""Devices and virtual machines of NetBox.

From a dump of its database (Django's `dumpdata`), or from its API.

A dump has every object as `{model, pk, fields}` and refers by number; the API nests what it refers
to. Both are first made into the same records, so that one reading does for both. Devices that a
cluster stands on are its hosts.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Haul, ListedServer, Unread, Where, haul
from chwapi_console.inventory.importers.tables.decoding import decoded
from chwapi_console.inventory.importers.tables.keys_once import decoder
from chwapi_console.inventory.importers.tables.tables import one_line
from chwapi_console.inventory.importers.words.cell_words import USUAL
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

DEVICE, MACHINE = "dcim.device", "virtualization.virtualmachine"
_API_LISTS = {"devices": DEVICE, "virtual_machines": MACHINE, "virtual-machines": MACHINE}
_OF_MACHINES = frozenset({"site", "cluster", "device_type", "vcpus"})
"""Fields of which a device or a virtual machine has at least one."""

_REFERENCES: Mapping[str, str] = {
    "site": "dcim.site",
    "role": "dcim.devicerole",
    "device_role": "dcim.devicerole",
    "platform": "dcim.platform",
    "cluster": "virtualization.cluster",
    "device": DEVICE,
    "primary_ip4": "ipam.ipaddress",
    "primary_ip6": "ipam.ipaddress",
}

NetboxFields = Mapping[str, Any]


class _Record(NamedTuple):
    """One device or machine.

    Its kind, a number for people, and what its fields say, each reference as a table or name.
    """

    kind: str
    number: int
    fields: NetboxFields


def machines_in(data: bytes, name: str) -> Haul:
    """All devices and virtual machines in these bytes.

    RequestError when they are no export of NetBox.
    """
    try:
        content = decoder(name).decode(decoded(data).text)
    except (ValueError, RecursionError) as error:
        raise RequestError(
            say(
                "{path} is not JSON. Export from NetBox as JSON or CSV, and import that.", path=name
            )
        ) from error
    read = list(_records(content, name))
    records = [each for each in read if isinstance(each, _Record)]
    if not records:
        raise RequestError(
            say(
                "{path} holds no device and no virtual machine of NetBox. Export dcim/devices or "
                "virtualization/virtual-machines, or dump the database with dumpdata.",
                path=name,
            )
        )
    hosts = {_name(record.fields.get("device")) for record in records} | {
        _name(record.fields)
        for record in records
        if record.kind == DEVICE and _name(record.fields.get("cluster"))
    }
    return haul(
        _machine(each, hosts - {""}) if isinstance(each, _Record) else each for each in read
    )


def is_of_netbox(content: object, any_machine: bool = False) -> bool:
    """Whether content is NetBox's own: a dump, or objects of its API.

    Objects that have some field of a machine may be, too.
    """
    if isinstance(content, dict):
        parts = [content.get("results"), *(content[key] for key in _API_LISTS if key in content)]
        return any(
            is_of_netbox(
                part["results"] if isinstance(part, dict) and "results" in part else part,
                any_machine,
            )
            for part in parts
            if isinstance(part, dict | list)
        )
    objects = (
        [part for part in content if isinstance(part, dict)] if isinstance(content, list) else []
    )
    return any(
        {"model", "fields"} <= part.keys()
        or (
            (any_machine or part.keys() >= _OF_THE_API) and not part.keys().isdisjoint(_OF_MACHINES)
        )
        for part in objects
    )


_OF_THE_API = frozenset({"url", "name", "status", "custom_fields"})


def _records(content: object, name: str) -> Iterator[_Record | Unread]:
    if isinstance(content, list) and any(
        isinstance(part, dict) and "model" in part for part in content
    ):
        yield from _dumped(part for part in content if isinstance(part, dict))
    elif isinstance(content, list):
        yield from _listed(content, "", name)
    elif isinstance(content, dict) and isinstance(content.get("results"), list):
        yield from _page(content, "", name)
    elif isinstance(content, dict):
        for key, part in content.items():
            if key in _API_LISTS:
                yield from (
                    _page(part, _API_LISTS[key], key)
                    if isinstance(part, dict)
                    else _listed(part, _API_LISTS[key], key)
                )


def _page(page: Mapping[str, Any], kind: str, name: str) -> Iterator[_Record | Unread]:
    """The objects of an answer of the API, and a word where it says that there are more."""
    parts, count = page.get("results"), page.get("count")
    yield from _listed(parts, kind, name)
    n = len(parts) if isinstance(parts, list) else 0
    if isinstance(count, int) and count > n:
        yield Unread(
            Where(0, name),
            say(
                "NetBox has {count} of them, and this is one page with {n}; the others are not "
                "here. Export all of them, with limit=0.",
                count=count,
                n=n,
            ),
        )


def _listed(parts: object, kind: str, name: str) -> Iterator[_Record | Unread]:
    """Objects of the API; one with a virtual machine's fields is one, whatever the list is called."""
    for place, part in enumerate(parts if isinstance(parts, list) else (), 1):
        if isinstance(part, dict) and (kind or not part.keys().isdisjoint(_OF_MACHINES)):
            told = kind or (DEVICE if "device_type" in part else MACHINE)
            yield _Record(told, part["id"] if isinstance(part.get("id"), int) else 0, part)
        else:
            called = _name(part) or str(place)
            yield Unread(
                Where(0, f"{name}: {called}"),
                say("it looks like no device and no virtual machine; it was left out."),
            )


def _dumped(parts: Iterable[Mapping[str, Any]]) -> Iterator[_Record]:
    """Objects of a dump, what they refer to put in the place of its number."""
    by_key: dict[tuple[str, str], NetboxFields] = {}
    wanted: list[tuple[str, int, NetboxFields]] = []
    for part in parts:
        model, fields = str(part.get("model", "")).casefold(), part.get("fields")
        if isinstance(fields, dict):
            by_key[model, str(part.get("pk"))] = fields
            if model in (DEVICE, MACHINE):
                wanted.append((model, part["pk"] if isinstance(part.get("pk"), int) else 0, fields))
    sites = _sites_of_clusters(by_key)
    for model, number, fields in wanted:
        resolved = {
            field: by_key.get((kind, str(fields.get(field)))) for field, kind in _REFERENCES.items()
        }
        site = resolved["site"] or sites.get(str(fields.get("cluster")))
        yield _Record(model, number, {**fields, **resolved, "site": site})


def _sites_of_clusters(by_key: Mapping[tuple[str, str], NetboxFields]) -> dict[str, NetboxFields]:
    """The site of each cluster that has one: newer versions call it a scope."""
    found: dict[str, NetboxFields] = {}
    for (model, number), fields in by_key.items():
        if model == "virtualization.cluster":
            site = by_key.get(("dcim.site", str(fields.get("site") or fields.get("_site") or "")))
            if site:
                found[number] = site
    return found


def _machine(record: _Record, hosts: set[str]) -> ListedServer | Unread:
    fields, name = record.fields, _name(record.fields)
    where = Where(
        0, f"{'device' if record.kind == DEVICE else 'virtual machine'} {record.number or name}"
    )
    if not name:
        return Unread(where, say("it has no name."))
    status = _value(fields.get("status"))
    notes = [one_line(str(fields.get(key) or "")) for key in ("description", "comments")]
    return ListedServer(
        name=name,
        where=where,
        site=_name(fields.get("site")),
        role=_name(fields.get("role") or fields.get("device_role")),
        os=_name(fields.get("platform")),
        address=_address(fields),
        notes="; ".join(
            filter(None, [*notes, f"status: {status}" if status and status not in USUAL else ""])
        ),
        runs_on="" if record.kind == DEVICE else _name(fields.get("device")),
        cluster=_name(fields.get("cluster")),
        hosts=record.kind == DEVICE and name in hosts,
    )


def _address(fields: NetboxFields) -> str:
    """The primary address, without its mask."""
    for key in ("primary_ip4", "primary_ip", "primary_ip6"):
        part = fields.get(key)
        if address := part.get("address") if isinstance(part, dict) else part:
            return one_line(str(address)).partition("/")[0]
    return ""


def _name(part: object) -> str:
    """The name of an object, however deep the API shows it."""
    if isinstance(part, dict):
        return one_line(str(part.get("name") or part.get("display") or ""))
    return one_line(part) if isinstance(part, str) else ""


def _value(part: object) -> str:
    return (
        str(part.get("value") or "")
        if isinstance(part, dict)
        else part
        if isinstance(part, str)
        else ""
    )
