"""A list beside a plan: what a person wrote holds, what is open is filled, what differs is shown,
nothing goes."""

from collections.abc import Callable

import pytest

from chwapi_console.inventory.edit.difference import FieldChange
from chwapi_console.inventory.importers.found import AskedService, Haul, ListedServer, Where
from chwapi_console.inventory.importers.merging import TAKEN, Beside, Merge, merged
from chwapi_console.inventory.importers.servers.joining import joined
from chwapi_console.inventory.model import Server
from growth import grows_in_line
from hospitals import plan_of

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["sql1"]
[servers]
sql1 = { site = "imc", role = "Base ADT", address = "10.0.0.7", notes = "baie B4; appeler le soir" }
dc1 = { site = "imc", role = "Annuaire", needs = ["san1"] }
san1 = { site = "imc", role = "Stockage" }
old1 = { site = "imc", role = "Archive" }
gone1 = { site = "imc", role = "Archive", state = "retired" }
web1 = { site = "union", role = "Web" }
[runbooks.windows]
steps = ["image"]
""")


def beside(*found: ListedServer, take: tuple[str, ...] = ()) -> Merge:
    return merged(PLAN, Haul(tuple(found)), take, "Inconnu")


def words(merge: Merge) -> list[str]:
    return [str(unread.why) for unread in merge.unread]


SQL1 = ListedServer("SQL1", Where(2), "IMC", "base adt", "W2K8", "10.9.9.9", notes="Baie B4")


def test_what_the_plan_leaves_open_is_filled_and_what_differs_is_kept_and_shown() -> None:
    merge = beside(SQL1)
    assert (Beside("sql1", (FieldChange("os", "", "W2K8"),)),) == merge.filled
    assert (Beside("sql1", (FieldChange("address", "10.0.0.7", "10.9.9.9"),)),) == merge.kept
    assert PLAN.servers["sql1"]._replace(os="W2K8") == merge.plan.servers["sql1"]


def test_what_differs_is_taken_by_the_name_of_its_field() -> None:
    merge = beside(SQL1._replace(role="Autre"), take=("address",))
    assert ("10.9.9.9", "Base ADT") == (
        merge.plan.servers["sql1"].address,
        merge.plan.servers["sql1"].role,
    )
    assert (["address"], ["role"]) == (
        [c.field for b in merge.taken for c in b.fields],
        [c.field for b in merge.kept for c in b.fields],
    )
    assert "Autre" == beside(SQL1._replace(role="Autre"), take=TAKEN).plan.servers["sql1"].role


def test_nothing_goes_and_only_what_the_list_speaks_of_is_called_gone() -> None:
    assert ("dc1", "san1", "old1") == beside(SQL1).gone
    assert ("dc1", "san1", "old1", "web1") == beside(SQL1._replace(site="")).gone
    assert PLAN.servers.keys() <= beside(SQL1).plan.servers.keys()


def test_a_new_server_gets_the_runbook_of_its_system_where_there_is_one() -> None:
    merge = beside(
        ListedServer("a", site="IMC", os="Windows Server 2016"),
        ListedServer("b", site="IMC", os="Debian"),
    )
    assert ("a", "b") == merge.new
    assert ("windows", None) == (merge.plan.servers["a"].runbook, merge.plan.servers["b"].runbook)


def test_sites_are_those_of_the_plan_or_new_ones() -> None:
    merge = beside(
        ListedServer("a", site="imc"), ListedServer("b", site="Notre-Dame"), ListedServer("c")
    )
    assert ("imc", "notre-dame", "site-unknown") == tuple(
        merge.plan.servers[name].site for name in "abc"
    )
    assert ("notre-dame", "site-unknown") == merge.new_sites
    assert ("Notre-Dame", "Inconnu") == tuple(
        merge.plan.sites[name].name for name in merge.new_sites
    )


def test_a_server_of_no_site_goes_to_the_only_one() -> None:
    alone = PLAN._replace(sites={"imc": PLAN.sites["imc"]}, servers={}, services={})
    assert "imc" == merged(alone, Haul((ListedServer("a"),))).plan.servers["a"].site


def test_needs_are_linked_at_the_same_site_first_and_what_leads_nowhere_is_told() -> None:
    merge = beside(
        ListedServer("dc1", site="Union"),
        ListedServer(
            "app1", Where(7), "Union", needs=(("dc1",), ("sql1.chw.be",), ("Bloc",), ("nobody",))
        ),
        ListedServer("app2", Where(8), "Péruwelz", needs=(("dc1",),)),
    )
    assert ((("dc1-union",), ("sql1",), ("bloc",)), ()) == (
        merge.plan.servers["app1"].needs,
        merge.plan.servers["app2"].needs,
    )
    assert [
        "app1 needs nobody, which neither the list nor the plan has. It was left out.",
        "app2 needs dc1, which may be dc1 and dc1-union. Write which in the plan.",
    ] == words(merge)


def test_needs_that_close_a_cycle_are_left_out_and_told() -> None:
    merge = beside(ListedServer("san1", Where(3), "IMC", needs=(("dc1",),)))
    assert () == merge.plan.servers["san1"].needs
    assert (("san1",),) == merge.plan.servers["dc1"].needs
    assert "nothing could bring either back" in words(merge)[0]


def test_the_same_server_twice_is_one_and_the_first_holds() -> None:
    merge = beside(
        ListedServer("a", Where(2), "IMC", "Web"),
        ListedServer("A", Where(9), "imc", "Mail", address="10.1.1.1"),
    )
    assert Server("imc", "Web", address="10.1.1.1") == merge.plan.servers["a"]
    assert ["A stands in row 2 already, which holds; here role is Mail."] == words(merge)


def test_a_row_without_a_site_is_the_one_of_several_of_its_name_that_has_its_address() -> None:
    merge = beside(
        ListedServer("twin", Where(2), "IMC", address="10.1.1.1"),
        ListedServer("twin", Where(3), "Union", address="10.2.1.1"),
        ListedServer("twin.hosp.example", Where(4), role="Web", address="10.2.1.1"),
    )
    assert {("imc", ""), ("union", "Web")} == {
        (merge.plan.servers[name].site, merge.plan.servers[name].role) for name in merge.new
    }


def test_a_virtual_machine_needs_any_host_of_its_cluster_or_the_one_it_runs_on() -> None:
    merge = beside(
        ListedServer("vm1", Where(2), "IMC", runs_on="esx1.chw.be", cluster="CL"),
        ListedServer("vm2", Where(3), "IMC", runs_on="esx2.chw.be", cluster="CL"),
        ListedServer("vm3", Where(4), "IMC", runs_on="esx9"),
    )
    assert ((("esx1", "esx2"),), (("esx1", "esx2"),), (("esx9",),)) == tuple(
        merge.plan.servers[name].needs for name in ("vm1", "vm2", "vm3")
    )
    assert ("vm1", "vm2", "vm3", "esx1", "esx2", "esx9") == merge.new
    assert ("Hypervisor", ()) == (merge.plan.servers["esx1"].role, merge.plan.servers["esx1"].needs)


def test_a_service_that_a_list_names_needs_the_servers_that_name_it() -> None:
    pacs, bloc = AskedService("PACS", 2), AskedService("bloc", 1)
    merge = beside(
        ListedServer("a", site="IMC", services=(pacs,)),
        ListedServer("b", site="IMC", services=(pacs, bloc)),
    )
    assert ("pacs",) == merge.new_services
    assert ((("a",), ("b",)), 2) == (
        merge.plan.services["pacs"].needs,
        merge.plan.services["pacs"].tier,
    )
    assert PLAN.services["bloc"] == merge.plan.services["bloc"]


def test_full_names_that_differ_in_their_domain_are_two_servers_in_whatever_list_they_come() -> (
    None
):
    for more in ("", "10.0.0.5"):
        first = beside(ListedServer("ad1.chw.local", address=more))
        second = merged(first.plan, Haul((ListedServer("ad1.union.local"),)))
        again = merged(
            second.plan,
            Haul((ListedServer("ad1.chw.local", address=more), ListedServer("ad1.union.local"))),
        )
        assert (("ad1",), ("ad1.union.local",), ()) == (first.new, second.new, again.new)
        assert second.plan == again.plan


def test_a_full_name_is_kept_where_a_later_list_finds_it() -> None:
    plan = beside(
        ListedServer("ad1.chw.local"),
        ListedServer("ad2.chw.local", address="10.0.0.5", notes="baie 4"),
    ).plan
    assert ("ad1.chw.local", "10.0.0.5", "baie 4; ad2.chw.local") == (
        plan.servers["ad1"].address,
        plan.servers["ad2"].address,
        plan.servers["ad2"].notes,
    )


def test_the_same_address_outweighs_the_domain() -> None:
    first = beside(ListedServer("ad1.chw.local", address="10.0.0.5"))
    assert (
        () == merged(first.plan, Haul((ListedServer("ad1.union.local", address="10.0.0.5"),))).new
    )


def test_a_need_by_its_full_name_means_that_server() -> None:
    merge = beside(
        ListedServer("ad1.chw.local", site="IMC"),
        ListedServer("ad1.union.local", site="IMC"),
        ListedServer("app", site="IMC", needs=(("ad1.union.local",),)),
    )
    assert (("ad1.union.local",),) == merge.plan.servers["app"].needs


def test_rows_of_one_server_are_taken_together_with_all_their_needs_and_services() -> None:
    merge = beside(
        ListedServer("App1", needs=(("dc1",),), services=(AskedService("ADT", 1),)),
        ListedServer("App1", needs=(("sql1",),), services=(AskedService("RIS", 2),)),
    )
    assert (("dc1",), ("sql1",)) == merge.plan.servers["app1"].needs
    assert ("adt", "ris") == merge.new_services


def test_all_that_two_rows_say_otherwise_is_told() -> None:
    merge = beside(
        ListedServer("App1", Where(2), "IMC", address="10.0.0.1", contact="dba"),
        ListedServer("App1", Where(3), "IMC", address="10.0.0.2", contact="lead"),
    )
    assert [
        "App1 stands in row 2 already, which holds; here address is 10.0.0.2 and contact is lead."
    ] == words(merge)


def test_sites_that_differ_by_a_sign_are_two() -> None:
    merge = beside(
        ListedServer("app1", site="A+"),
        ListedServer("app1", site="A-"),
        ListedServer("app2", site="a +"),
    )
    assert ("a-plus", "a-minus") == merge.new_sites
    assert ("app1-a-plus", "app1-a-minus", "app2") == merge.new
    assert (
        merge.plan
        == merged(
            merge.plan, Haul((ListedServer("app1", site="A+"), ListedServer("app1", site="A-")))
        ).plan
    )


def test_a_need_on_itself_is_told() -> None:
    assert ["app1 needs APP1, which is itself. It was left out."] == words(
        beside(ListedServer("app1", needs=(("APP1",), ("sql1",))))
    )


def test_a_full_name_that_stood_in_for_an_address_gives_way_to_one_and_stays_in_the_notes() -> None:
    plan = beside(ListedServer("ad1.chw.local")).plan
    merge = merged(plan, Haul((ListedServer("ad1.chw.local", address="10.0.0.5"),)))
    assert ("10.0.0.5", "ad1.chw.local") == (
        merge.plan.servers["ad1"].address,
        merge.plan.servers["ad1"].notes,
    )
    assert () == merge.kept


def test_any_of_several_is_no_need_of_its_own_where_one_of_them_is_needed_anyway() -> None:
    merge = beside(
        ListedServer("app1", needs=(("dc1", "san1"),)), ListedServer("app1", needs=(("dc1",),))
    )
    assert (("dc1",),) == merge.plan.servers["app1"].needs


@pytest.mark.parametrize(
    "make",
    [
        lambda i: ListedServer("srv", Where(i), site=f"S{i}"),
        lambda i: ListedServer(f"srv.d{i}.local", Where(i), site="S"),
        lambda i: ListedServer(f"srv.d{i}.local", Where(i)),
        lambda i: ListedServer("srv", Where(i)),
    ],
)
def test_rows_of_one_name_are_taken_together_in_a_time_that_grows_in_line_with_them(
    make: Callable[[int], ListedServer],
) -> None:
    assert grows_in_line(lambda n: Haul(tuple(map(make, range(n)))), joined, 500)
