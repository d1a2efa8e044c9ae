"""JSON as tables: lists, lines and objects; and the pages of an export, told from the whole."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.cli.verbs.lists.import_ansible import _is_json
from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.exports import ansible, netbox
from chwapi_console.inventory.importers.exports.objects import (
    LONGEST_HEADING,
    MOST_LISTS,
    grids_of_json,
    looks_like_json,
)
from chwapi_console.inventory.importers.exports.pages import says_there_is_more
from chwapi_console.inventory.importers.lists import ReadingHints, tables_of
from chwapi_console.inventory.importers.tables.tables import MOST_ROWS
from growth import grows_in_line

TWICE = (
    '[{"name": "dc1", "Status": "infected", "Status": "clean"}]',
    '{"name": "dc1", "Status": "infected", "Status": "clean"}\n',
    '{"name": "sql1"}\n{"name": "dc1", "Status": "infected", "Status": "clean"}',
    '{"a": [{"name": "dc1", "s": "infected"}], "a": [{"name": "dc1", "s": "clean"}]}',
    '{"items": [{"host": {"name": "dc1", "name": "dc2"}}]}',
    '{"dc1": {"s": "infected"}, "dc1": {"s": "clean"}}',
    '[{"name": "dc1", "threat.status": "infected", "threat": {"status": "clean"}}]',
    '[{"name": "dc1", "Status": "infected", "Status ": "clean"}]',
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_json_is_read_as_windows_writes_what_a_program_prints(encoding: str) -> None:
    rows = '[{"name": "dc1", "site": "a"}, {"name": "dc2", "site": "b"}]\r\n'.encode(encoding)
    assert looks_like_json(rows)
    (grid,) = grids_of_json(rows, "x.json")
    assert ["name", "dc1", "dc2"] == [row.cells[0] for row in grid.rows]
    listed = '{"all": {"hosts": ["dc1"]}}\r\n'.encode(encoding)
    assert {"all": {"hosts": ["dc1"]}} == ansible.inventory_in(listed, "x.json")
    assert _is_json(listed)
    exported = '[{"name": "dc1", "url": "/api/dcim/devices/1/", "site": {"name": "a"}}]'
    netbox.machines_in(exported.encode(encoding), "x.json")


@pytest.mark.parametrize("text", TWICE)
def test_two_things_under_one_key_are_refused(text: str) -> None:
    with pytest.raises(RequestError, match=r"x\.json says two things .* under the same key, "):
        tables_of(text.encode(), "x.json", ReadingHints())


@pytest.mark.parametrize("read", [ansible.inventory_in, netbox.machines_in])
def test_two_things_under_one_key_are_refused_in_an_inventory_too(
    read: Callable[[bytes, str], object],
) -> None:
    with pytest.raises(RequestError, match="two things"):
        read(b'{"results": [{"name": "a"}], "results": [{"name": "b"}]}', "x.json")


@pytest.mark.parametrize(
    "status",
    ['"infected", "Status": "infected"', '"infected", "Status": null', '"", "Status": "infected"'],
)
def test_the_same_thing_said_twice_or_nothing_beside_something_is_read(status: str) -> None:
    (grid,) = grids_of_json(f'[{{"name": "dc1", "Status": {status}}}]'.encode(), "x.json")
    assert [["name", "Status"], ["dc1", "infected"]] == [list(row.cells) for row in grid.rows]


def test_of_a_tag_that_stands_twice_both_values_are_read() -> None:
    tags = [
        {"key": "status", "value": "infected"},
        {"key": "status", "value": "clean"},
        {"key": "site", "value": "IMC"},
    ]
    (grid,) = grids_of_json(json.dumps([{"name": "dc1", "tags": tags}]).encode(), "x.json")
    assert ["dc1", "infected, clean", "IMC"] == list(grid.rows[1].cells)


ROWS = [
    {"name": "dc1", "site": {"name": "IMC"}, "ips": ["192.0.2.1", "192.0.2.2"]},
    {"name": "sql1", "site": {"name": "Union"}},
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps({"data": ROWS}),
        json.dumps({"value": ROWS, "Count": 2}),
        json.dumps({"results": ROWS, "count": 2}),
        json.dumps(
            {"resources": ROWS, "meta": {"pagination": {"offset": 0, "limit": 100, "total": 2}}}
        ),
        "\n".join(map(json.dumps, ROWS)),
        json.dumps({"items": ROWS, "pages": {"current": 1, "size": 2, "total": 1, "items": 2}}),
        json.dumps({"response": {"hosts": ROWS}, "next": None, "has_more": False}),
        json.dumps({"dc1": ROWS[0], "sql1": ROWS[1]}),
        json.dumps({"hosts": ROWS, "groups": [{"name": "IMC"}]}),
    ],
)
def test_servers_come_in_whatever_the_list_lies_in(text: str) -> None:
    servers = [
        server
        for table in tables_of(text.encode(), "x.json", ReadingHints()).tables
        for server in table.haul.found
    ]
    assert [("dc1", "IMC", "192.0.2.1"), ("sql1", "Union", "")] == [
        (each.name, each.site, each.address) for each in servers
    ]
    assert "192.0.2.2" == servers[0].notes


@pytest.mark.parametrize(
    "about",
    [
        {"total": 240},
        {"count": 240},
        {"totalCount": 240},
        {"@odata.count": 240},
        {"@odata.nextLink": "https://x.example/?p=2"},
        {"nextLink": "x"},
        {"next": "x"},
        {"next_page": 2},
        {"treesize": 500},
        {"has_more": True},
        {"hasMore": True},
        {"IsTruncated": True},
        {"NextToken": "x"},
        {"pages": {"current": 1, "total": 240}},
        {"pages": {"current": 1, "size": 2, "total": 5, "items": 9}},
        {"metadata": {"total_matches": 240, "length": 2}},
        {"pagination": {"totalItems": 240}},
        {"pagination": {"nextCursor": "x"}},
        {"meta": {"pagination": {"total": 240}}},
        {"links": {"next": {"href": "x"}}},
        {"_links": {"next": "x"}},
        {"offset": 100, "limit": 50},
        {"limit": 2},
        {"page": 1, "per_page": 2},
        {"page": 1, "pages": 3},
        {"totalPages": 3},
        {"total_pages": 3},
        {"content-range": "0-49/240"},
        {"pageInfo": {"hasNextPage": True}},
        {"hits": {"total": {"value": 9}}},
        {"total_count": 3, "page": 1},
        {"startAt": 50},
        {"total_affected_items": 240},
        {"resources_total": 240},
        {"X-Total-Count": 240},
        {"number_of_items": 240},
        {"resultSetSize": 240},
        {"paging": {"next": {"link": "x"}}},
        {"page": 3},
        {"isLast": False},
        {"endOfList": False},
        {"nextOffset": 100},
        {"remaining": 300},
        {"cursor": "x"},
        {"_scroll_id": "x"},
        {"partial": True},
    ],
)
def test_a_page_of_an_export_is_refused_with_what_to_do(about: dict[str, object]) -> None:
    with pytest.raises(
        RequestError, match="is one page of an export: it says that there are more than these 2"
    ):
        grids_of_json(json.dumps({"list": ROWS, **about}).encode(), "x.json")


def test_a_page_of_an_answer_of_graphql_is_refused() -> None:
    answer = {"total": 300, "pagination": {"next": "abc"}, "items": ROWS}
    with pytest.raises(RequestError, match="one page of an export"):
        grids_of_json(json.dumps({"data": {"site": {"assets": answer}}}).encode(), "x.json")


def test_a_page_says_so_beside_its_list_wherever_that_lies() -> None:
    with pytest.raises(RequestError, match="one page of an export"):
        grids_of_json(
            json.dumps(
                {"reply": {"total_count": 412, "result_count": 2, "endpoints": ROWS}}
            ).encode(),
            "x.json",
        )


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"total": 2},
        {"count": 2, "next": None},
        {"pages": {"current": 1, "total": 1, "items": 2}},
        {"limit": 100, "offset": 0, "total": 2},
        {"meta": {"pagination": {"limit": 100, "offset": 2, "total": 2}}},
        {"pagination": {"page": 1, "total": 2, "per_page": 2}},
        {"@odata.context": "x"},
        {"links": {"self": "x", "next": None}},
        {"has_more": False},
        {"content-range": "0-1/2"},
        {"version": 4, "status": "ok"},
        {"limit": 1000},
        {"pageInfo": {"hasNextPage": False}},
        {"isLast": True},
        {"lastPage": True, "page": 1},
        {"cursor": "x", "total": 2},
        {"errorCount": 7, "pageSize": 500, "size": 100},
        {"remaining": 0, "took": 31},
        {"hostsPerPage": 50, "threatCount": 2},
    ],
)
def test_a_whole_export_is_not_taken_for_a_page(about: dict[str, object]) -> None:
    assert not says_there_is_more({"list": ROWS, **about}, 2)


@pytest.mark.parametrize(
    "text",
    [
        '[{"name": ' + "[" * 500 + "]" * 500 + "}]",
        '[{"name": "a", "x": ' + '{"y":' * 500 + "1" + "}" * 501 + "]",
        '{"a":' * 900 + "1" + "}" * 900,
    ],
)
def test_json_that_nests_without_end_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        tables_of(text.encode(), "x.json", ReadingHints())
    except RequestError as error:
        assert str(error)


def test_objects_that_share_no_key_are_no_table() -> None:
    with pytest.raises(RequestError, match="its 5000 objects have hardly a key in common"):
        grids_of_json(json.dumps([{f"k{n}": 1} for n in range(5000)]).encode(), "x.json")


@pytest.mark.parametrize(
    ("data", "is_json"),
    [
        (b"[imc]\nsql1\n", False),
        (b"[imc:children]\nweb\n", False),
        (b"# hosts\n[imc]\n", False),
        (b"[28/11/2026 02:14:33] Nadia: dc1 ok\n", False),
        (b"[1, 2]", True),
        (b'["a"]', True),
        (b'\xef\xbb\xbf [{"a": 1}]', True),
        (b"[]", True),
        (b"{}", True),
        (b"[true]", False),
    ],
)
def test_a_group_in_brackets_is_no_json(data: bytes, is_json: bool) -> None:
    assert is_json == looks_like_json(data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "next",
                    "total",
                    "pages",
                    "data",
                    "key",
                    "value",
                    "Instances",
                    "limit",
                    "x",
                ]
            ),
            part,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_no_json_makes_the_reader_fail_in_any_other_way(value: object) -> None:
    try:
        tables_of(json.dumps(value).encode(), "x.json", ReadingHints())
    except RequestError as error:
        assert str(error)


def test_objects_in_a_list_that_share_no_key_cost_what_they_hold() -> None:
    assert grows_in_line(
        lambda n: json.dumps([{"name": "a", "tags": [{f"k{i}": 1} for i in range(n)]}]).encode(),
        lambda data: grids_of_json(data, "x.json"),
        1_000,
    )


def test_a_key_that_would_stand_before_thousands_of_others_is_no_heading() -> None:
    long = {"name": "a", "k" * (LONGEST_HEADING + 1): {"b": 1}}
    with pytest.raises(RequestError, match="letters"):
        grids_of_json(json.dumps([long]).encode(), "x.json")
    near = {"name": "a", "k" * (LONGEST_HEADING - 1): {"b": 1}}
    assert 2 == len(grids_of_json(json.dumps([near]).encode(), "x.json")[0].rows[1].cells)


def test_a_file_of_more_lists_than_an_export_has_is_refused_before_any_is_laid_out() -> None:
    lists = json.dumps({f"list{n}": [{"name": f"srv{n}"}] for n in range(MOST_LISTS + 1)})
    with pytest.raises(RequestError, match="holds 1001 lists of objects; no more than 1000"):
        grids_of_json(lists.encode(), "x.json", all_of_several=True)


def test_a_list_of_names_longer_than_any_list_of_servers_is_refused_before_it_takes_memory() -> (
    None
):
    text = json.dumps([""] * (MOST_ROWS + 1))
    with pytest.raises(RequestError, match="too many for a list of servers"):
        grids_of_json(text.encode(), "x.json")
