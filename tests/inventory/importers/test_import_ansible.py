"""Ansible's own JSON becomes servers; its groups mean what a person says they mean."""

import json
from collections.abc import Callable

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.exports.ansible import (
    MOST_UNTOLD,
    hosts_in,
    inventory_in,
    unmapped,
)
from chwapi_console.inventory.importers.exports.groups import ListedGroup, group_said, groups_in
from chwapi_console.inventory.importers.found import AskedService, ListedServer
from growth import grows_in_line

INVENTORY = {
    "_meta": {
        "hostvars": {
            "sql1": {"ansible_host": "10.0.0.7", "ansible_distribution": "Debian"},
            "win1": {"ansible_connection": "winrm", "ansible_host": "{{ secret }}"},
            "alone": {},
        }
    },
    "all": {"children": ["imc", "ungrouped", "pacs"]},
    "imc": {"children": ["db"]},
    "db": {"hosts": ["sql1", "old1"]},
    "pacs": {"hosts": ["sql1", "win1"]},
    "old": {"hosts": ["old1"]},
    "ungrouped": {"hosts": ["alone"]},
}
GROUPS = """
[groups]
imc = "site"
db = { role = "Base de données" }
pacs = "service 2"
old = "skip"
"""


def test_hosts_get_what_their_variables_and_groups_say_through_every_group_around_them() -> None:
    found = hosts_in(INVENTORY, groups_in(GROUPS, "map.toml"))
    assert {
        "sql1": ListedServer(
            "sql1",
            found.found[0].where,
            "imc",
            "Base de données",
            "Debian",
            "10.0.0.7",
            services=(AskedService("pacs", 2),),
        ),
        "win1": ListedServer(
            "win1", found.found[1].where, os="Windows", services=(AskedService("pacs", 2),)
        ),
        "alone": ListedServer("alone", found.found[2].where),
    } == {server.name: server for server in found.found}
    assert [("old1", "it is in a group that is skipped.")] == [
        (u.where.within, str(u.why)) for u in found.unread
    ]


def test_groups_that_nobody_explained_and_such_that_are_not_there_are_told() -> None:
    told = [
        (unread.where.within, str(unread.why))
        for unread in unmapped(
            INVENTORY, {"imc": ListedGroup("site", "imc"), "icm": ListedGroup("site", "icm")}
        )
    ]
    assert ["db", "old", "pacs", "icm"] == [name for name, _ in told]
    assert "no such group" in told[-1][1]


def test_a_host_at_two_sites_is_told() -> None:
    groups = {"imc": ListedGroup("site", "IMC"), "pacs": ListedGroup("site", "Union")}
    found = hosts_in(INVENTORY, groups)
    assert "IMC" == next(server.site for server in found.found if server.name == "sql1")
    assert ["sql1"] == [unread.where.within for unread in found.unread]


def test_groups_that_hold_each_other_and_bare_lists_of_hosts_are_read() -> None:
    found = hosts_in(
        {"a": {"children": ["b"], "hosts": ["h1"]}, "b": {"children": ["a"]}, "c": ["h2"]},
        {"b": ListedGroup("site", "B")},
    )
    assert [("h1", "B"), ("h2", "")] == [(server.name, server.site) for server in found.found]


@pytest.mark.parametrize("content", [b"[web]\nweb1\n", b"[]", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_inventory_is_said(content: bytes) -> None:
    with pytest.raises(RequestError, match="ansible-inventory"):
        inventory_in(content, "hosts")


def test_the_bytes_of_ansible_inventory_are_read() -> None:
    assert INVENTORY == inventory_in(json.dumps(INVENTORY).encode(), "x.json")


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ('a = "site"', ListedGroup("site", "a")),
        ('a = "service 1"', ListedGroup("service", "a", 1)),
        ('a = { site = "X" }', ListedGroup("site", "X")),
        ('a = { service = "X", tier = 5 }', ListedGroup("service", "X", 5)),
        ('a = "role"', ListedGroup("role", "a")),
    ],
)
def test_a_group_is_what_the_file_says(line: str, group: ListedGroup) -> None:
    assert {"a": group} == groups_in(f"[groups]\n{line}\n", "map.toml")


@pytest.mark.parametrize(
    "line",
    [
        'a = "service"',
        'a = "service 9"',
        'a = "stie"',
        "a = 1",
        'a = { service = "X" }',
        'a = ""',
        'a = { service = "X", tier = true }',
        'a = { site = "X", role = "Y" }',
        'a = "site now"',
    ],
)
def test_a_group_that_says_nothing_of_the_kind_is_refused(line: str) -> None:
    with pytest.raises(RequestError, match='the group "a" must be'):
        groups_in(f"[groups]\n{line}\n", "map.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "maps no group"), ("groups = 1", "maps no group"), ("[groups", "not TOML")],
)
def test_a_mapping_file_without_groups_is_said(text: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        groups_in(text, "map.toml")


def test_an_answer_is_in_the_words_of_the_file() -> None:
    assert (ListedGroup("service", "pacs", 1), None) == (
        group_said("pacs", "service 1"),
        group_said("pacs", ""),
    )
    with pytest.raises(RequestError, match='"perhaps" is none of these'):
        group_said("pacs", "perhaps")


def chain(n: int) -> dict[str, object]:
    """Groups within each other, each with a host of its own."""
    return {f"g{i}": {"children": [f"g{i + 1}"], "hosts": [f"h{i}"]} for i in range(n)}


NESTED: dict[str, tuple[int, Callable[[int], dict[str, object]]]] = {
    "a chain of groups": (1_000, chain),
    "a chain of groups of many hosts": (
        20,
        lambda n: {
            f"g{i}": {"children": [f"g{i + 1}"], "hosts": [f"h{k}" for k in range(1_000)]}
            for i in range(n)
        },
    ),
    "a host in each of many groups": (
        2_000,
        lambda n: {f"g{i}": {"hosts": ["h"], "children": ["g0"]} for i in range(n)},
    ),
    "a circle of groups": (
        1_000,
        lambda n: {**chain(n), f"g{n}": {"children": ["g0"], "hosts": ["h"]}},
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_the_time_for_groups_within_groups_grows_in_line_with_them(name: str) -> None:
    n, make = NESTED[name]
    meant = {"g0": ListedGroup("site", "IMC"), "g1": ListedGroup("role", "web")}
    assert grows_in_line(make, lambda inventory: hosts_in(inventory, meant), n)


def test_a_host_at_the_end_of_a_chain_is_at_the_site_of_its_beginning() -> None:
    found = hosts_in(chain(3_000), {"g0": ListedGroup("site", "IMC")}).found
    assert {"IMC"} == {host.site for host in found}
    assert 3_000 == len(found)


def test_of_several_sites_around_a_host_the_nearest_holds() -> None:
    inventory = {
        "far": {"children": ["near"]},
        "near": {"children": ["x"]},
        "x": {"children": ["y"]},
        "y": {"hosts": ["h"]},
    }
    groups = {name: ListedGroup("site", name) for name in ("far", "near")}
    assert "near" == hosts_in(inventory, groups).found[0].site


def test_of_very_many_groups_that_nobody_explained_the_first_are_told() -> None:
    told = unmapped(chain(MOST_UNTOLD + 3), {})
    assert MOST_UNTOLD + 1 == len(told)
    assert 2 == told[-1].why.values["n"]
    assert MOST_UNTOLD == len(unmapped(chain(MOST_UNTOLD), {}))
