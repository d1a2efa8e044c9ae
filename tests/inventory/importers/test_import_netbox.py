"""NetBox in each of the shapes it comes in: a dump, the API, and CSV."""

import json
from typing import Any

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.exports.netbox import machines_in
from chwapi_console.inventory.importers.found import Haul
from chwapi_console.inventory.importers.lists import ReadingHints, tables_of
from chwapi_console.inventory.importers.merging import merged
from hospitals import plan_of


def row(model: str, pk: int, **fields: object) -> dict[str, Any]:
    return {"model": model, "pk": pk, "fields": fields}


DUMP = [
    row("dcim.site", 1, name="IMC"),
    row("dcim.devicerole", 1, name="Base"),
    row("dcim.platform", 1, name="Debian"),
    row("ipam.ipaddress", 1, address="10.0.0.1/24"),
    row("virtualization.cluster", 1, name="CL", site=1),
    row("dcim.device", 1, name="esx1", site=1, cluster=1, status="active"),
    row("dcim.device", 2, name="esx2", site=1, cluster=1, status="offline"),
    row("dcim.device", 3, name=None, site=1),
    row(
        "virtualization.virtualmachine",
        1,
        name="sql1",
        site=None,
        cluster=1,
        role=1,
        platform=1,
        primary_ip4=1,
        status="active",
        comments="baie B4",
    ),
    "nonsense",
    row("virtualization.virtualmachine", 2, name="lost", cluster=77),
]
API = {
    "count": 2,
    "results": [
        {
            "id": 1,
            "name": "esx1",
            "device_type": {"id": 1},
            "site": {"name": "IMC"},
            "cluster": {"name": "CL"},
            "status": {"value": "active"},
        },
        {
            "id": 2,
            "name": "sql1",
            "site": {"name": "IMC"},
            "cluster": {"name": "CL"},
            "role": {"name": "Base"},
            "platform": {"name": "Debian"},
            "primary_ip": {"address": "10.0.0.1/24"},
            "status": {"value": "staged"},
            "comments": "baie B4",
        },
    ],
}


def read(content: object) -> Haul:
    return machines_in(json.dumps(content).encode(), "netbox.json")


def test_a_dump_is_read_through_its_numbers() -> None:
    found = read(DUMP)
    sql1 = next(server for server in found.found if server.name == "sql1")
    assert ("IMC", "Base", "Debian", "10.0.0.1", "CL", "baie B4") == (
        sql1.site,
        sql1.role,
        sql1.os,
        sql1.address,
        sql1.cluster,
        sql1.notes,
    )
    assert [("device 3", "it has no name.")] == [(u.where.within, str(u.why)) for u in found.unread]
    assert {"esx1": True, "esx2": True, "sql1": False, "lost": False} == {
        s.name: s.hosts for s in found.found
    }


def test_a_machine_needs_any_host_of_its_cluster() -> None:
    plan = merged(plan_of(""), read(DUMP)).plan
    assert ((("esx1", "esx2"),), (), ()) == tuple(
        plan.servers[name].needs for name in ("sql1", "esx1", "lost")
    )


@pytest.mark.parametrize(
    "content",
    [
        API,
        API["results"],
        {
            "devices": [API["results"][0]],  # type: ignore[index]
            "virtual_machines": {
                "results": [API["results"][1]]  # type: ignore[index]
            },
        },
    ],
)
def test_the_api_is_read_in_any_wrapping(content: object) -> None:
    first, second = read(content).found
    assert ("esx1", "IMC", True) == (first.name, first.site, first.hosts)
    assert ("sql1", "Base", "Debian", "10.0.0.1", "CL", "baie B4; status: staged") == (
        second.name,
        second.role,
        second.os,
        second.address,
        second.cluster,
        second.notes,
    )


def test_a_machine_that_is_pinned_to_a_device_needs_that_one() -> None:
    found = read(
        [
            {
                "id": 1,
                "name": "vm1",
                "site": None,
                "cluster": None,
                "device": {"name": "esx9"},
                "vcpus": 2,
            }
        ]
    )
    assert (("esx9",),) == merged(plan_of(""), found).plan.servers["vm1"].needs


def test_a_csv_export_is_known() -> None:
    (table,) = tables_of(
        b"Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address\n"
        b"sql1,Active,,IMC,,,Base,Dell,R1,10.0.0.1\n",
        "d.csv",
        ReadingHints(),
    ).tables
    assert table.columns.layout is not None
    assert ("NetBox devices", "sql1", "10.0.0.1") == (
        table.columns.layout.name,
        table.haul.found[0].name,
        table.haul.found[0].address,
    )


@pytest.mark.parametrize(
    "content", [[], {}, {"results": []}, [1, 2], {"tags": [{"site": 1}]}, "x", None]
)
def test_json_without_machines_is_said(content: object) -> None:
    with pytest.raises(RequestError, match="holds no device"):
        read(content)


def test_what_is_no_json_is_said() -> None:
    with pytest.raises(RequestError, match="is not JSON"):
        machines_in(b"{", "x")


def test_a_device_without_site_or_cluster_comes_in_and_what_is_none_is_told() -> None:
    content = [
        {"id": 1, "name": "a", "device_type": {"id": 2}},
        {"id": 2, "name": "b", "vcpus": 2},
        {"id": 3, "name": "Rack 1", "u_height": 42},
        "x",
    ]
    haul = machines_in(json.dumps(content).encode(), "nb.json")
    assert ["a", "b"] == [server.name for server in haul.found]
    assert ["nb.json: Rack 1", "nb.json: x"] == [unread.where.within for unread in haul.unread]
    devices = machines_in(json.dumps({"devices": [{"id": 1, "name": "a"}]}).encode(), "nb.json")
    assert ["a"] == [server.name for server in devices.found]


def test_one_page_of_several_is_told() -> None:
    content = {
        "count": 3,
        "next": "https://netbox/api/dcim/devices/?offset=1",
        "results": [{"name": "a", "site": None}],
    }
    haul = machines_in(json.dumps(content).encode(), "nb.json")
    assert (["a"], ["NetBox has 3 of them, and this is one page with 1"]) == (
        [server.name for server in haul.found],
        [str(unread.why).partition(";")[0] for unread in haul.unread],
    )
