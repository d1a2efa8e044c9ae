"""Ids for servers: nice where they can be, apart where they must be, and the same when the list is
read again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.importers.found import Haul, ListedServer, Where
from chwapi_console.inventory.importers.merging import merged
from chwapi_console.inventory.importers.words.ids import UNKNOWN_SITE, Named, ids_for, short, slug
from chwapi_console.inventory.model import Plan
from hospitals import plan_of

EMPTY = plan_of("")
TWO = plan_of('[servers]\ndc1 = { site = "imc", role = "" }\n')

SITES = st.sampled_from(["", "IMC", "Union", "Péruwelz"])
NAMES = st.sampled_from(
    [
        "dc1",
        "DC1",
        "dc1.imc.chw",
        "dc1.union.chw",
        "dc 1",
        "dc-1",
        "dc_1",
        "dc1-imc",
        "10.0.0.1",
        "é",
        "e",
        "服务器",
        "---",
        "srv-1",
        "srv-1-2",
    ]
)
FOUND = st.builds(
    ListedServer,
    NAMES,
    st.builds(Where, st.integers(1, 99)),
    SITES,
    address=st.sampled_from(["", "10.0.0.1"]),
    needs=st.sampled_from([(), (("dc1",),), (("e",), ("srv-1", "dc1"))]),
    runs_on=st.sampled_from(["", "esx1"]),
)


def ids(*servers: tuple[str, str], plan: Plan = EMPTY) -> list[str]:
    return ids_for([Named(*server) for server in servers], plan)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("SRV-SQL-07", "srv-sql-07"),
        ("Serveur PACS (vieux)", "serveur-pacs-vieux"),
        ("Péruwelz été", "peruwelz-ete"),
        ("a/b\\c", "a-b-c"),
        ("-a-", "a"),
        ("a_b", "a_b"),
        ("服务器", "服务器"),
        ("10.0.3.7", "10.0.3.7"),
        ("'\"[]{}", ""),
    ],
)
def test_an_id_is_the_name_made_plain(name: str, id_: str) -> None:
    assert id_ == slug(name)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("dc1.chwapi.local", "dc1"),
        ("dc1.be", "dc1"),
        ("10.0.3.7", "10.0.3.7"),
        ("sql 2.5", "sql 2.5"),
        ("srv2.5", "srv2.5"),
    ],
)
def test_the_first_part_of_a_full_name_is_enough(name: str, first: str) -> None:
    assert first == short(name)


def test_a_name_at_two_sites_is_two_servers_named_after_their_sites() -> None:
    assert ["dc1-imc", "dc1-union"] == ids(("DC1", "imc"), ("dc1", "union"))


def test_two_full_names_that_begin_alike_at_one_site_keep_their_ends() -> None:
    assert ["dc1.a.chw", "dc1.b.chw"] == ids(("dc1.a.chw", "imc"), ("dc1.b.chw", "imc"))


def test_names_that_are_one_id_are_numbered() -> None:
    assert ["srv-1-imc", "srv-1-imc-2"] == ids(("srv 1", "imc"), ("srv-1", "imc"))


def test_a_server_of_the_plan_keeps_its_id_whatever_joins_it() -> None:
    assert ["dc1-union", "dc1"] == ids(("dc1", "union"), ("DC1", "imc"), plan=TWO)


def test_where_the_site_is_not_known_the_name_decides() -> None:
    assert ["dc1"] == ids(("dc1.chw.local", ""), plan=TWO)
    unplaced = TWO._replace(servers={"dc1": TWO.servers["dc1"]._replace(site=UNKNOWN_SITE)})
    assert ["dc1"] == ids(("dc1", "union"), plan=unplaced)
    assert ["dc1-imc", "dc1-union"] == ids(("dc1", "imc"), ("dc1", "union"), plan=unplaced)


def test_a_server_is_not_taken_for_one_whose_name_it_would_get() -> None:
    plan = plan_of(
        '[servers]\n"dc1-imc" = { site = "imc", role = "" }\nweb-2 = { site = "imc", role = "" }\n'
    )
    assert ["dc1", "dc1-imc"] == ids(("dc1", "imc"), ("dc1-imc", "imc"), plan=plan)
    assert ["web"] == ids(("web", "imc"), plan=plan)


def test_a_service_of_that_name_keeps_it() -> None:
    plan = plan_of(
        '[services.pacs]\nname = "PACS"\ntier = 1\nneeds = ["a"]\n[servers]\na = { site = "imc", '
        'role = "" }\n'
    )
    assert ["pacs-imc"] == ids(("PACS", "imc"), plan=plan)


@given(st.lists(FOUND.map(lambda found: found._replace(needs=())), max_size=8))
def test_a_list_read_again_changes_nothing(found: list[ListedServer]) -> None:
    once = merged(EMPTY, Haul(tuple(found)))
    again = merged(once.plan, Haul(tuple(found)))
    assert ((), (), (), (), ()) == (again.new, again.filled, again.taken, again.kept, again.gone)
    assert once.plan == again.plan


@given(st.lists(FOUND, max_size=8))
def test_where_needs_closed_cycles_nothing_but_needs_may_change(found: list[ListedServer]) -> None:
    once = merged(EMPTY, Haul(tuple(found)))
    again = merged(once.plan, Haul(tuple(found)))
    assert ((), (), ()) == (again.new, again.taken, again.gone)
    assert {
        change.field for beside in (*again.filled, *again.kept) for change in beside.fields
    } <= {"needs"}


def test_a_list_that_closes_the_last_way_out_of_a_cycle_of_the_plan_loses_that_need() -> None:
    def needing(name: str, *needs: tuple[str, ...]) -> ListedServer:
        return ListedServer(name, Where(1), "", needs=needs)

    around = (("e",), ("srv-1", "dc1"))
    once = merged(EMPTY, Haul((needing("dc1"), needing("e", *around), needing("srv-1", *around))))
    both = merged(once.plan, Haul((needing("dc1", *around),)))
    assert () == both.plan.servers["dc1"].needs
    assert {
        "dc1 needs e, and e in the end needs dc1",
        "dc1 needs srv-1, and srv-1 in the end needs dc1",
    } == {str(each.why).partition(":")[0] for each in both.unread if "in the end" in str(each.why)}
    assert parse(toml_text(both.plan), Path("plan.toml")).plan == both.plan


@given(st.lists(FOUND, max_size=6), st.lists(FOUND, max_size=6))
def test_any_two_lists_make_a_plan_that_opens_and_lose_no_server_of_it(
    first: list[ListedServer], second: list[ListedServer]
) -> None:
    once = merged(EMPTY, Haul(tuple(first)))
    both = merged(once.plan, Haul(tuple(second)))
    assert once.plan.servers.keys() <= both.plan.servers.keys()
    assert parse(toml_text(both.plan), Path("plan.toml")).plan == both.plan
