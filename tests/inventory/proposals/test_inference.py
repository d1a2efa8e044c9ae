"""What names betray, and what they do not: proposals have their reason, run in no circle, and leave
alone what is known."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chwapi_console.inventory.cycles import shortest_cycles
from chwapi_console.inventory.faults import Gravity
from chwapi_console.inventory.file.check import check
from chwapi_console.inventory.file.load import load
from chwapi_console.inventory.model import Plan, Server
from chwapi_console.inventory.proposals import inference
from chwapi_console.inventory.proposals.inference import (
    RELATIONS,
    Proposal,
    proposals,
    with_needs,
    without_basics,
)
from chwapi_console.inventory.proposals.purposes import Reader, numberless, rules
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, plan_of
from inventory.file.test_plan_cache import INVENTORY
from inventory.machines import SITES, machines, servers
from inventory.proposals.test_catalogue import plan as proposed_plan

WINDOWS, LINUX, ESX = "Windows Server 2019", "Debian 12", "VMware ESXi 7.0"


def hospital(**named: Server) -> Plan:
    return plan_of("")._replace(
        servers={name.replace("_", "-"): server for name, server in named.items()}
    )


def at(
    site: str = "imc", role: str = "", os: str = "", address: str = "", **more: object
) -> Server:
    return Server(site, role, os=os, address=address, **more)  # type: ignore[arg-type]


def found(plan: Plan) -> list[tuple[str, tuple[str, ...], str]]:
    return [(p.node, p.members, p.relation) for p in proposals(plan)]


@pytest.fixture(scope="module")
def three_hundred() -> Plan:
    return proposed_plan(sites=SITES, code="fr")._replace(servers=servers())


def test_a_list_of_300_machines_becomes_a_working_graph(three_hundred: Plan) -> None:
    assert 300 == len(machines()) == len(three_hundred.servers)
    made = with_needs(three_hundred, proposals(three_hundred))
    findings = check(made)
    assert [] == [finding for finding in findings if finding.gravity is Gravity.FAULT]
    assert [] == shortest_cycles(made.graph, made.graph.needs)
    below = made.graph.reached_from(["bloc-imc"])
    assert {
        "imcbloc01",
        "srv-imc-dc1",
        "esx-imc-01",
        "san-imc",
        "sql-adt1",
        "srv-adt1",
        "pacs-arch1",
        "srvsqlpacs2",
    } <= below
    assert not {"sw-nd-1", "ndbloc01", "exch1", "ctx1"} & below


def test_the_theatre_makes_what_it_stands_on_vital(three_hundred: Plan) -> None:
    made = with_needs(three_hundred, proposals(three_hundred))
    hit = made._replace(
        servers={
            name: server._replace(state="compromised") for name, server in made.servers.items()
        }
    )
    entries = {entry.server: entry.tier for entry in view(hit, Record(), NOW).entries}
    assert {1} == {
        entries[server]
        for server in ("san-imc", "esx-imc-01", "srv-imc-dc1", "sql-adt1", "imcbloc01")
    }
    assert 4 == entries["exch1"]
    assert entries["vm086"] is None


def test_what_is_not_known_is_left_unknown(three_hundred: Plan) -> None:
    taken = {p.node for p in proposals(three_hundred) if p.relation == "service"}
    named = {
        member for p in proposals(three_hundred) if p.relation == "service" for member in p.members
    }
    assert "neonatologie-imc" not in taken
    assert not {"vm001", "imc-x1"} & named


def test_every_relation_is_proposed_for_the_list_and_each_with_a_reason(
    three_hundred: Plan,
) -> None:
    of = proposals(three_hundred)
    assert (
        set(RELATIONS) - {"names", "time"} == Counter(proposal.relation for proposal in of).keys()
    )
    assert all(str(proposal.reason) for proposal in of)


def test_the_same_machines_in_another_order_give_the_same_proposals(three_hundred: Plan) -> None:
    turned = three_hundred._replace(servers=dict(reversed(list(three_hundred.servers.items()))))
    assert proposals(three_hundred) == proposals(turned)


def test_taking_a_part_leaves_the_rest_to_be_proposed_again(three_hundred: Plan) -> None:
    of = proposals(three_hundred)
    taken = [proposal for proposal in of if proposal.relation == "database"]
    again = proposals(with_needs(three_hundred, taken))
    assert "database" not in {p.relation for p in again}
    assert [p for p in of if p.relation == "storage"] == [
        p for p in again if p.relation == "storage"
    ]


def test_the_plan_that_ships_needs_nothing_proposed_twice() -> None:
    plan = load(INVENTORY).plan
    graph = plan.graph
    assert all(graph.reached_from([p.node]).isdisjoint(p.members) for p in proposals(plan))


# One relation at a time


def test_windows_signs_in_to_any_controller_of_its_site_else_to_those_elsewhere() -> None:
    plan = hospital(
        dc1=at(role="Contrôleur de domaine"),
        dc2=at(role="Contrôleur de domaine"),
        a=at(os=WINDOWS),
        b=at(os=LINUX),
        c=at("union", os=WINDOWS),
        d=at(),
    )
    of = {p.node: p for p in proposals(plan)}
    assert {"a", "c"} == of.keys()
    assert (("dc1", "dc2"), True) == (of["a"].members, of["a"].likely)
    assert (("dc1", "dc2"), False) == (of["c"].members, of["c"].likely)
    assert "it runs Windows, and dc1 and dc2 are the domain controllers of IMC" == str(
        of["a"].reason
    )
    assert "Union has no domain controller" in str(of["c"].reason)


def test_virtual_servers_run_on_any_host_of_their_site_and_hosts_on_its_storage() -> None:
    plan = hospital(
        esx1=at(os=ESX),
        esx2=at(os=ESX),
        san1=at(role="SAN"),
        vm=at(os=LINUX),
        other=at("union", os=LINUX),
        box=at(),
    )
    assert [
        ("vm", ("esx1", "esx2"), "host"),
        ("esx1", ("san1",), "storage"),
        ("esx2", ("san1",), "storage"),
    ] == found(plan)


def test_which_of_two_arrays_a_host_uses_is_a_guess_so_both_are_meant() -> None:
    plan = hospital(esx1=at(os=ESX), san1=at(role="SAN"), san2=at(role="SAN"))
    assert [(("san1",), False), (("san2",), False)] == [
        (p.members, p.likely) for p in proposals(plan)
    ]


@pytest.mark.parametrize(
    ("app", "role", "databases", "needs"),
    [
        ("adt-app1", "", {"sql-adt1": "", "sql-adt2": ""}, [("sql-adt1", "sql-adt2")]),
        ("SRVADT01", "", {"SQLADT01": ""}, [("SQLADT01",)]),
        ("x1", "Application PACS", {"sql7": "Base de données du PACS"}, [("sql7",)]),
        ("x1", "Application PACS", {"sql7": "Base de données du laboratoire"}, []),
        ("x1", "", {"sql7": ""}, []),
        ("adt-app1", "", {"sql-adt1": "", "ora-adt1": ""}, [("ora-adt1",), ("sql-adt1",)]),
        ("adt-app1", "", {f"sql-adt{n}{n}x": "" for n in "abcde"}, []),
    ],
)
def test_an_application_needs_the_databases_that_bear_its_name(
    app: str, role: str, databases: dict[str, str], needs: list[tuple[str, ...]]
) -> None:
    plan = plan_of("")._replace(
        servers={app: at(role=role), **{name: at(role=of) for name, of in databases.items()}}
    )
    assert needs == [p.members for p in proposals(plan) if p.relation == "database"]


def test_the_only_database_of_a_network_is_a_guess() -> None:
    plan = hospital(
        sql7=at(address="10.0.3.9"),
        x1=at(address="10.0.3.7"),
        y1=at(address="10.0.4.7"),
        z1=at(address="nonsense"),
    )
    (guess,) = proposals(plan)
    assert ("x1", ("sql7",), False) == (guess.node, guess.members, guess.likely)
    assert "sql7 is the only database on its network 10.0.3.0/24" == str(guess.reason)


def test_a_service_of_a_site_needs_the_servers_of_its_site_that_are_for_it() -> None:
    plan = proposed_plan("bloc", "adt", "annuaire")._replace(
        servers={
            "a1": at("imc", "Bloc opératoire"),
            "b1": at("union", "Bloc opératoire"),
            "c1": at("imc", "Poste du secrétariat"),
            "dc1": at("imc", "Contrôleur de domaine"),
            "dc2": at("union", "Contrôleur de domaine"),
        }
    )
    made = with_needs(plan, proposals(plan)).services
    assert ((("adt",), ("a1",)), (("adt",), ("b1",))) == (
        made["bloc-imc"].needs,
        made["bloc-union"].needs,
    )
    assert ((("dc1", "dc2"),), ()) == (made["annuaire"].needs, made["annuaire"].unnamed)


def test_a_kind_that_was_found_need_not_be_named_any_more_the_others_still_must() -> None:
    plan = proposed_plan("laboratoire", sites={"imc": "IMC"}, code="fr")._replace(
        servers={
            "lis1": at(role="Application du laboratoire"),
            "lis2": at(role="Passerelle des automates du labo"),
        }
    )
    made = with_needs(plan, proposals(plan)).services["laboratoire"]
    assert ((("lis1",), ("lis2",)), ("base de données",)) == (made.needs, made.unnamed)


def test_a_server_with_words_of_two_services_is_perhaps_for_the_first_unless_its_id_says() -> None:
    plan = proposed_plan("dialyse", "laboratoire", sites={"imc": "IMC"})
    both = "Dialyse et laboratoire"
    assert [("dialyse", False)] == [
        (p.node, p.likely) for p in proposals(plan._replace(servers={"x1": at(role=both)}))
    ]
    assert [("dialyse", ("dialyse1",), "service")] == found(
        plan._replace(servers={"dialyse1": at(role=both)})
    )


def test_of_a_farm_of_like_servers_any_one_is_a_guess() -> None:
    plan = proposed_plan("dpi", sites={"imc": "IMC"})
    of = {name: at(role="Bureau à distance DPI") for name in ("rds01", "rds02", "rds03")}
    assert [(("rds01", "rds02", "rds03"), False)] == [
        (p.members, p.likely) for p in proposals(plan._replace(servers=of))
    ]
    del of["rds03"]
    assert [(("rds01",), True), (("rds02",), True)] == [
        (p.members, p.likely) for p in proposals(plan._replace(servers=of))
    ]


def test_what_the_directory_may_do_without_is_a_guess() -> None:
    plan = proposed_plan("annuaire", sites={"imc": "IMC"})._replace(
        servers={
            "dc1": at(role="Contrôleur de domaine"),
            "pki1": at(role="PKI, Active Directory"),
            "rad1": at(role="RADIUS LDAP"),
        }
    )
    assert {"dc1": True, "pki1": False, "rad1": False} == {
        p.members[0]: p.likely for p in proposals(plan) if p.relation == "service"
    }


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("pacs-tst1", "PACS"),
        ("pacsold", "PACS"),
        ("srvpacsdev1", ""),
        ("x", "PACS de recette"),
        ("x", "PACS demo"),
        ("qual-pacs", "PACS"),
    ],
)
def test_a_server_for_tests_is_proposed_for_nothing(name: str, role: str) -> None:
    plan = proposed_plan("pacs", sites={"imc": "IMC"})
    assert [] == proposals(plan._replace(servers={name: at(role=role)}))


@pytest.mark.parametrize(
    "role",
    [
        "Serveur hors domaine, workgroup",
        "Machine sans contrôleur de domaine",
        "Pas dans le domaine",
        "Server zonder domain",
        "Not in the domain",
    ],
)
def test_what_a_role_says_a_server_is_not_is_no_evidence(role: str) -> None:
    assert "application" == Reader(hospital()).known("x", at(role=role)).role


def test_more_controllers_or_hosts_than_mean_anything_are_not_proposed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = hospital(
        dc1=at(role="Contrôleur de domaine"),
        dc2=at(role="Contrôleur de domaine"),
        esx1=at(role="ESX"),
        esx2=at(role="ESX"),
        a=at(os=WINDOWS),
        b=at("union", os=WINDOWS),
    )
    assert {("a", "directory"), ("b", "directory"), ("a", "host")} == {
        (n, r) for n, _, r in found(plan)
    }
    monkeypatch.setattr(inference, "MOST_OF_ONE_KIND", 1)
    assert [] == found(plan)


def test_what_follows_the_phrase_is_evidence_again() -> None:
    assert (
        "directory"
        == Reader(hospital()).known("x", at(role="Non virtuel, contrôleur de domaine")).role
    )


def test_the_first_word_decides_between_two_services() -> None:
    known = Reader(hospital()).known("x", at(role="Maternité, dialyse"))
    assert ("maternite", False) == (known.offer, known.sure)


def test_a_retired_server_is_proposed_for_nothing() -> None:
    assert [] == proposals(
        hospital(dc1=at(role="Contrôleur de domaine", state="retired"), a=at(os=WINDOWS))
    )


def test_what_the_plan_says_already_is_not_proposed() -> None:
    plan = hospital(
        dc1=at(role="Contrôleur de domaine"),
        a=at(os=WINDOWS, needs=(("b",),)),
        b=at(os=LINUX, needs=(("dc1",),)),
    )
    assert [] == proposals(plan)


def test_a_proposal_that_would_close_a_circle_with_the_plan_is_left_out() -> None:
    plan = hospital(
        dc1=at(role="Contrôleur de domaine", needs=(("mid",),)),
        mid=at(needs=(("a",),)),
        a=at(os=WINDOWS),
    )
    assert [] == proposals(plan)


def test_a_circle_of_the_plan_itself_stops_no_proposal() -> None:
    plan = hospital(
        x=at(needs=(("y", "z"),)),
        y=at(needs=(("x",),)),
        z=at(),
        dc1=at(role="Contrôleur de domaine"),
        a=at(os=WINDOWS),
    )
    assert [("a", ("dc1",), "directory")] == found(plan)


NAMES = st.sampled_from(
    [
        "srv-sql-adt1",
        "dc1",
        "esx1",
        "san1",
        "adt1",
        "pacs1",
        "sqlpacs1",
        "bloc1",
        "labo1",
        "x1",
        "y2",
        "dc2",
    ]
)


@settings(max_examples=60)
@given(
    st.dictionaries(
        NAMES,
        st.tuples(
            st.sampled_from(["imc", "union"]),
            st.sampled_from([WINDOWS, LINUX, ESX, ""]),
            st.sampled_from(
                ["", "Base de données", "PACS", "Contrôleur de domaine", "SAN", "Bloc"]
            ),
            st.lists(NAMES, max_size=3, unique=True),
        ),
    )
)
def test_proposals_never_add_a_circle_or_a_fault(
    of: dict[str, tuple[str, str, str, list[str]]],
) -> None:
    order = sorted(of)
    named = {
        name: at(
            site,
            role,
            os,
            needs=tuple((n,) for n in needs if n in of and order.index(n) < order.index(name)),
        )
        for name, (site, os, role, needs) in of.items()
    }
    plan = proposed_plan("bloc", "adt", "pacs", "laboratoire")._replace(servers=named)
    made = with_needs(plan, proposals(plan))
    assert [] == [finding for finding in check(made) if finding.gravity is Gravity.FAULT]
    assert [] == shortest_cycles(made.graph, made.graph.needs)


# Reading names


@pytest.mark.parametrize(
    ("name", "role", "os", "known"),
    [
        ("SRVPACS01", "", "", ("application", "pacs")),
        ("IMCSQLADT1", "", "", ("database", "adt")),
        ("x", "Stérilisation centrale", "", ("application", "sterilisation")),
        ("x", "STERILISATION", "", ("application", "sterilisation")),
        ("x", "", ESX, ("hypervisor", None)),
        ("nas-pacs", "Archive PACS, stockage", "", ("application", "pacs")),
        ("x", "Baie de stockage", "", ("storage", "virtualisation")),
        ("monument", "Rien de connu", "", ("application", None)),
        ("x", "Urgences adultes", "", ("application", "urgences")),
        ("radar", "", "", ("application", None)),
    ],
)
def test_a_name_is_read_as_people_mean_it(
    name: str, role: str, os: str, known: tuple[str, str | None]
) -> None:
    of = Reader(hospital()).known(name, at(role=role, os=os))
    assert known == (of.role, of.offer)


def test_the_table_of_roles_has_layers_and_plain_words() -> None:
    layers = [role.layer for role in rules().roles.values()]
    assert sorted(layers) == layers
    assert all(
        word.isascii() and word == word.lower()
        for role in rules().roles.values()
        for word in role.words
    )
    shared = Counter(word for role in rules().roles.values() for word in role.words)
    assert [] == [word for word, count in shared.items() if count > 1]


def test_ids_of_a_pair_have_the_same_name_without_their_last_number() -> None:
    assert numberless("sql-adt1") == numberless("sql-adt2")
    assert numberless("sql1-adt1") != numberless("sql2-adt1")


def test_a_kind_in_either_language_is_taken_out() -> None:
    plan = proposed_plan("telephonie", sites={"imc": "IMC"}, code="fr")._replace(
        servers={"pbx1": at(role="PABX")}
    )
    taken = [
        Proposal("telephonie", ("pbx1",), "service", True, proposals(plan)[0].reason, "exchange")
    ]
    assert () == with_needs(plan, taken).services["telephonie"].unnamed


# What bears a word of its own


@pytest.mark.parametrize(
    ("role", "known"),
    [
        ("Soins intensifs", ("soins-intensifs", True)),
        ("Intensieve zorgen", ("soins-intensifs", True)),
        ("Intensivstation", ("soins-intensifs", True)),
        ("Intensive care", ("soins-intensifs", True)),
        ("Unité de soins", ("hospitalisation", False)),
        ("Dossier d'anesthésie", ("anesthesie", True)),
        ("Banque de sang", ("banque-sang", True)),
        ("Bloedbank", ("banque-sang", True)),
        ("Blutbank", ("banque-sang", True)),
        ("Bildarchiv", ("pacs", True)),
        ("Labor", ("laboratoire", True)),
        ("OP", ("bloc", True)),
        ("OP-Saal 3", ("bloc", True)),
        ("Operatiekwartier", ("bloc", True)),
        ("Notaufnahme", ("urgences", True)),
        ("Spoed", ("urgences", True)),
        ("Spoedgevallen", ("urgences", True)),
        ("Apotheek", ("pharmacie", True)),
        ("Apotheke", ("pharmacie", True)),
        ("Apothekensystem", ("pharmacie", True)),
        ("Laborinformationssystem", ("laboratoire", True)),
        ("Salarisadministratie", ("rh-paie", True)),
        ("Beeldvorming", ("imagerie", True)),
        ("Telefonanlage", ("telephonie", True)),
        ("Krankenhausinformationssystem", ("dpi", True)),
        ("Monitoring", ("monitoring", False)),
        ("Monitoring Zabbix", ("monitoring", False)),
    ],
)
def test_a_role_is_known_in_four_languages_and_a_word_of_several_services_alone_is_a_guess(
    role: str, known: tuple[str, bool]
) -> None:
    of = Reader(hospital()).known("x", at(role=role))
    assert known == (of.offer, of.sure)


@pytest.mark.parametrize(
    "role",
    [
        "Domänencontroller",
        "Domaenencontroller",
        "Domeincontroller",
        "Contrôleur de domaine",
        "Domain controller",
        "AD DS, DNS, NTP",
        "Active Directory (DC)",
    ],
)
def test_a_controller_is_known_in_four_languages_whatever_else_it_gives(role: str) -> None:
    assert "directory" == Reader(hospital()).known("x", at(role=role)).role


@pytest.mark.parametrize(
    ("name", "role"), [("adt-db-1", "DNS"), ("file-1", "DNS"), ("pacs-arch-1", "Pharmacie")]
)
def test_a_role_that_gainsays_the_name_is_never_likely(name: str, role: str) -> None:
    plan = proposed_plan("reseau", "adt", "pharmacie", "pacs", "fichiers", sites={"imc": "IMC"})
    of = proposals(plan._replace(servers={name: at(role=role)}))
    assert not [p for p in of if p.relation == "service" and p.likely]


def test_a_word_in_nearly_all_roles_is_none() -> None:
    plan = proposed_plan("reseau", sites={"imc": "IMC"})
    servers = {f"x{number}": at(role="DNS") for number in range(8)}
    assert [] == [p for p in proposals(plan._replace(servers=servers)) if p.relation == "service"]
    few = {**servers, **{f"y{number}": at(role="Sans objet") for number in range(8)}}
    assert [p for p in proposals(plan._replace(servers=few)) if p.relation == "service"]


@pytest.mark.parametrize(
    ("name", "role", "left"),
    [
        ("crash1", "Centrale d'alarmes, réanimation", ("autocommutateur téléphonique",)),
        ("pbx1", "PABX", ()),
        ("tel1", "Téléphonie, enregistrement", ("autocommutateur téléphonique",)),
        ("tel-ic", "IPBX", ()),
    ],
)
def test_an_exchange_is_named_by_what_bears_its_word(
    name: str, role: str, left: tuple[str, ...]
) -> None:
    plan = proposed_plan("telephonie", sites={"imc": "IMC"}, code="fr")._replace(
        servers={name: at(role=role)}
    )
    assert left == with_needs(plan, proposals(plan)).services["telephonie"].unnamed


@pytest.mark.parametrize(
    ("name", "role", "os", "kind"),
    [
        ("bloc1", "", "", "app"),
        ("srv-bloc1", "", "", "app"),
        ("bloc1", "Bloc opératoire", WINDOWS, "app"),
        ("bloc-ups1", "", "", ""),
        ("bloc-imprimante", "", "", ""),
        ("rea-dicom1", "", "", "gateway"),
        ("sql-bloc1", "", "", "database"),
    ],
)
def test_the_kind_of_a_server_is_said_by_its_own_words(
    name: str, role: str, os: str, kind: str
) -> None:
    assert kind == Reader(hospital()).known(name, at(role=role, os=os)).kind


def test_what_is_of_metal_is_on_no_hypervisor() -> None:
    of = hospital(
        esx1=at(os=ESX),
        pacs1=at(role="PACS, serveur physique", os=WINDOWS),
        ris1=at(role="RIS", os=WINDOWS),
    )
    assert ["ris1"] == [p.node for p in proposals(of) if p.relation == "host"]


def test_applications_look_names_and_time_up_at_the_servers_of_their_site() -> None:
    of = hospital(
        app1=at(role="Admissions", os=WINDOWS),
        dns1=at(role="DNS"),
        dns2=at(role="DNS"),
        ntp1=at(role="NTP"),
    )
    found = {
        (p.node, p.relation): p.members for p in proposals(of) if p.relation in ("names", "time")
    }
    assert {("app1", "names"): ("dns1", "dns2"), ("app1", "time"): ("ntp1",)} == found


def test_vital_services_without_directory_names_or_time_beneath_are_named() -> None:
    plan = proposed_plan("adt", "messagerie", sites={"imc": "IMC"})
    servers = {
        "adt1": at(role="Admissions", os=WINDOWS),
        "dc1": at(role="Contrôleur de domaine", os=WINDOWS),
        "dns1": at(role="DNS"),
        "exch1": at(role="Messagerie", os=WINDOWS),
    }
    made = with_needs(whole := plan._replace(servers=servers), proposals(whole))
    assert {"directory": [], "names": [], "time": ["adt"]} == without_basics(made)
