"""From rows to servers: what is one, what is not, and what a row is said to be when it is not."""

import pytest

from chwapi_console.inventory.importers.found import Haul, ListedServer
from chwapi_console.inventory.importers.lists import ReadingHints, tables_of
from chwapi_console.inventory.importers.servers.rows import needs_in


def haul_of(text: str, **hints: str) -> Haul:
    (table,) = tables_of(text.encode(), "liste.csv", ReadingHints(**hints)).tables  # type: ignore[arg-type]
    return table.haul


def why(haul: Haul) -> list[tuple[int, str]]:
    return [(unread.where.row, str(unread.why)) for unread in haul.unread]


def test_a_row_becomes_a_server_with_all_that_it_says() -> None:
    (server,) = haul_of(
        "Nom;Site;Fonction;IP;OS;Dépend de;Contact;Sauvegarde;Remarques;Statut;FQDN\n"
        "SQL1;IMC;Base;10.0.0.7;W2K8;dc1;garde;bande 14;baie B4;hors service;sql1.chw.local\n"
    ).found
    assert (
        ListedServer(
            "SQL1",
            server.where,
            "IMC",
            "Base",
            "W2K8",
            "10.0.0.7",
            (("dc1",),),
            "baie B4; sql1.chw.local; Statut: hors service",
            "garde",
            "bande 14",
        )
        == server
    )
    assert "row 2" == str(server.where.sentence)


@pytest.mark.parametrize(
    "row",
    [
        "Eindtotaal;;96;1500",
        "Zwischensumme;;96;1500",
        "Gesamtergebnis;;96;1500",
        "Max;;64;1000",
        "Mittel;;48;750",
        "IMC + Union;;96;1500",
        "Stand: 20.11.2026;;;",
        "État au 20/11/2026;;;",
        "vCLS-4c4c4544-0051;IMC;0;2",
        "vCLS (3);IMC;0;2",
        "Control domain on host: xen1;IMC;4;",
        "BAD_ADDRESS;IMC;;",
    ],
)
def test_a_row_that_speaks_of_the_others_is_no_server(row: str) -> None:
    haul = haul_of(f"Nom;Site;RAM;Disque\nsql1;IMC;64;1000\npacs1;Union;32;500\n{row}\n")
    assert (["sql1", "pacs1"], [4]) == (
        [server.name for server in haul.found],
        [unread.where.row for unread in haul.unread],
    )


def test_sums_are_told_by_adding_up_below_each_site_and_below_all() -> None:
    haul = haul_of(
        "Nom;Site;RAM;Prix\nsql1;IMC;64 GB;1.200,50\nris1;IMC;16 GB;99,50\n(IMC);;80 GB;1.300\n"
        "pacs1;Union;32 GB;500\nweb1;Union;8 GB;100\nUnion;;40 GB;600\nTout;;120 GB;1.900,00\n"
    )
    assert ["sql1", "ris1", "pacs1", "web1"] == [server.name for server in haul.found]


@pytest.mark.parametrize("row", ["max;IMC;64;1000", "web1;;96;1501", "web1;;96;", "web1;;;1500"])
def test_a_server_is_no_sum_by_its_name_or_by_one_number(row: str) -> None:
    haul = haul_of(f"Nom;Site;RAM;Disque\nsql1;IMC;64;1000\npacs1;Union;32;500\n{row}\n")
    assert ["sql1", "pacs1", row.partition(";")[0]] == [server.name for server in haul.found]


def test_a_server_called_as_a_heading_is_a_server() -> None:
    haul = haul_of(
        "Hostname;Type;Status;Site\nsql1;Server;Active;IMC\nserver;Server;Active;Union\n"
        "pacs1;Server;Active;Union\n"
    )
    assert (["sql1", "server", "pacs1"], []) == ([each.name for each in haul.found], why(haul))


@pytest.mark.parametrize(
    ("cell", "site"),
    [
        ("@{id=1; name=IMC}", "IMC"),
        ("@{Name=IMC; Id=1}", "IMC"),
        ("VMware.VimAutomation.ViCore.Impl.V1.Inventory.DatacenterImpl", ""),
        ("Microsoft.PowerShell.Commands.GroupInfo", ""),
        ("System.Collections.Generic.List`1[System.String]", ""),
    ],
)
def test_an_object_in_a_cell_is_its_name_or_nothing(cell: str, site: str) -> None:
    (server,) = haul_of(f'"Name","Site"\n"sql1","{cell}"\n').found
    assert ("sql1", site) == (server.name, server.site)


@pytest.mark.parametrize(
    ("kind", "notes"),
    [
        ("Serveur physique", "baie B4; Serveur physique"),
        ("physical", "baie B4; physical"),
        ("Fysieke server", "baie B4; Fysieke server"),
        ("VMware", "baie B4"),
        ("", "baie B4"),
    ],
)
def test_that_a_machine_is_of_metal_is_kept_for_who_proposes_hypervisors(
    kind: str, notes: str
) -> None:
    (server, _) = haul_of(
        f"Nom;Type;Usage;Remarques\nsql1;{kind};Base;baie B4\nesx1;VMware;Hyperviseur;\n"
    ).found
    assert ("Base", notes) == (server.role, server.notes)


def test_the_life_of_a_machine_is_a_state() -> None:
    haul = haul_of("Name;Site;Lifecycle\nold1;IMC;Decommissioned\nweb1;IMC;In use\n")
    assert ["web1"] == [server.name for server in haul.found]


def test_a_word_for_metal_is_no_machine_that_another_runs_on() -> None:
    haul = haul_of("Naam;Draait op;IP\nsql1;fysiek;192.0.2.1\nweb1;esx-1;192.0.2.2\n")
    assert [("", "fysiek"), ("esx-1", "")] == [(each.runs_on, each.notes) for each in haul.found]


def test_what_people_write_to_leave_a_cell_empty_is_nothing() -> None:
    (server,) = haul_of("Nom;Site;Fonction;IP\nsrv1;N/A;-;?\n").found
    assert ("", "", "") == (server.site, server.role, server.address)


def test_a_full_name_is_the_address_where_there_is_no_other() -> None:
    assert "a.chw.local" == haul_of("Nom;FQDN;IP\na;a.chw.local;\n").found[0].address


def test_rows_that_are_no_servers_are_told_by_row() -> None:
    haul = haul_of(
        "Nom;Site;IP\nSERVEURS DE "
        "PRODUCTION;;\na;IMC;1.1.1.1\nNom;Site;IP\n;IMC;1.1.1.2\nTotal;2;\n"
        "Exporté le 12/01/2021;;\ntotalcare1;IMC;1.1.1.3\n"
    )
    assert ["a", "totalcare1"] == [server.name for server in haul.found]
    assert [2, 5, 6, 7] == [row for row, _ in why(haul)]
    assert "like a heading" in why(haul)[0][1]
    assert "no name" in why(haul)[1][1]
    assert "speaks about the table" in why(haul)[2][1]


@pytest.mark.parametrize(
    ("status", "gone"),
    [
        ("Afgevoerd", True),
        ("6 - Disposed", True),
        ("Mis au rebut", True),
        ("Ausgemustert", True),
        ("Retired", True),
        ("Buiten gebruik gesteld", True),
        ("Außer Betrieb genommen", True),
        ("außer Betrieb", False),
        ("hors service", False),
        ("out of order", False),
        ("In reparatie", False),
    ],
)
def test_what_was_disposed_of_is_left_out_and_told(status: str, gone: bool) -> None:
    haul = haul_of(f"Name;Site;Status\nold1;IMC;{status}\nweb1;IMC;In use\n")
    assert (["web1"] if gone else ["old1", "web1"]) == [server.name for server in haul.found]
    assert gone == any(f"old1 is gone by the list ({status})" in words for _, words in why(haul))


@pytest.mark.parametrize(("cell", "shown"), [("x" * 60, "x" * 60), ("x" * 61, "x" * 59 + "…")])
def test_of_a_long_row_without_a_name_the_beginning_is_told(cell: str, shown: str) -> None:
    assert [(3, f'no name stands in this row: "{shown}".')] == why(
        haul_of(f"Nom;Site\na;IMC\n;{cell}\n")
    )


def test_a_broken_row_comes_in_and_is_told() -> None:
    haul = haul_of('Nom;Site\na;IMC\nb;"IMC\nc;IMC\n')
    assert [("a", "IMC"), ("b", "IMC"), ("c", "IMC")] == [
        (server.name, server.site) for server in haul.found
    ]
    assert [3] == [row for row, _ in why(haul)]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("dc1", (("dc1",),)),
        ("dc1, sql1;san1", (("dc1",), ("sql1",), ("san1",))),
        ("dc1 ou dc2", (("dc1", "dc2"),)),
        ("dc1/dc2 + san1", (("dc1", "dc2"), ("san1",))),
        ("dc1 et san1", (("dc1",), ("san1",))),
        ("dc1 of dc2", (("dc1", "dc2"),)),
        ("dc1 oder dc2", (("dc1", "dc2"),)),
        ("dc1 und san1", (("dc1",), ("san1",))),
        ("", ()),
        ("-", ()),
        (" , ;", ()),
        ("dc1, dc1", (("dc1",),)),
    ],
)
def test_needs_are_read_as_people_write_them(text: str, needs: tuple[tuple[str, ...], ...]) -> None:
    assert needs == needs_in(text)


RVTOOLS = (
    "VM,Powerstate,Template,DNS Name,Primary IP Address,Datacenter,Cluster,Host,"
    "OS according to the configuration file,OS according to the VMware Tools,Annotation,CPUs\n"
    "SRV-A,poweredOn,False,srv-a.chw.local,10.0.0.1,IMC,CL1,esx1.chw.local,Other Linux,Debian "
    "9,pacs,4\n"
    "SRV-B,poweredOff,False,,,IMC,CL1,esx2.chw.local,Other Linux,,,4\n"
    "modele,poweredOff,True,,,IMC,CL1,esx2.chw.local,,,,4\n"
)


def test_an_export_of_rvtools_is_known() -> None:
    (table,) = tables_of(RVTOOLS.encode(), "vInfo.csv", ReadingHints()).tables
    assert table.columns.layout is not None
    assert "RVTools vInfo" == table.columns.layout.name
    first, second = table.haul.found
    assert ("SRV-A", "IMC", "Debian 9", "10.0.0.1", "esx1.chw.local", "CL1") == (
        first.name,
        first.site,
        first.os,
        first.address,
        first.runs_on,
        first.cluster,
    )
    assert ("pacs; srv-a.chw.local", "Powerstate: poweredOff") == (first.notes, second.notes)
    assert ["modele is a template, not a server."] == [words for _, words in why(table.haul)]


@pytest.mark.parametrize(("site", "told"), [("Union", "Union"), ("", "IMC")])
def test_a_column_that_a_customer_added_says_where_machines_are(site: str, told: str) -> None:
    list_ = f"VM,Powerstate,DNS Name,Datacenter,Host,Site\nSRV-A,poweredOn,,IMC,esx1,{site}\n"
    (table,) = tables_of(list_.encode(), "vInfo.csv", ReadingHints()).tables
    assert [told] == [server.site for server in table.haul.found if server.name == "SRV-A"]


def test_a_list_of_vcenter_is_known() -> None:
    (table,) = tables_of(
        b"Name,State,Status,Provisioned Space,Used Space,Host CPU,Host Mem,Guest OS,Host\n"
        b"a,Powered On,Normal,1 GB,1 GB,0,0,Debian,esx1\n",
        "list.csv",
        ReadingHints(),
    ).tables
    assert table.columns.layout is not None
    assert ("vCenter", "esx1", "Debian") == (
        table.columns.layout.name,
        table.haul.found[0].runs_on,
        table.haul.found[0].os,
    )


def test_a_site_for_all_holds_where_a_row_names_none() -> None:
    assert ["Union", "IMC"] == [
        s.site for s in haul_of("Nom;Site\na;\nb;IMC\n", site="Union").found
    ]


def test_a_second_table_below_the_first_is_told_and_makes_no_server() -> None:
    haul = haul_of(
        "Nom;Site;IP\na;IMC;1.1.1.1\n;;\nServeur;Fonction;Contact\nb;Base;dba\nc;Web;dba\n"
        "NOM;site;ip\nd;IMC;1.1.1.2\n"
    )
    assert ["a", "d"] == [server.name for server in haul.found]
    ((row, words),) = why(haul)
    assert (
        4,
        'another table begins here, "Serveur · Fonction · Contact": its 2 rows were not read',
    ) == (row, words.partition(".")[0])


def test_a_lesser_table_above_is_told_too() -> None:
    haul = haul_of("Nom;Contact;;\nAccueil;4000;;\nNom;Site;IP;OS\na;IMC;1.1.1.1;W2K8\n")
    assert (["a"], [1]) == ([server.name for server in haul.found], [row for row, _ in why(haul)])


def sites(text: str) -> dict[str, str]:
    return {each.name: each.site for each in haul_of(text).found}


def test_a_site_that_stands_alone_above_the_first_headings_is_that_of_their_rows() -> None:
    assert {"a1": "IMC", "b1": "Union"} == sites(
        "Serverlijst;;\nCampus IMC;;\nServernaam;IP-adres;Functie\na1;192.0.2.1;ADT\nCampus Union;;\n"
        "Servernaam;IP-adres;Functie\nb1;192.0.2.2;PACS\n"
    )


MERGED = "Site;Nom;IP\nIMC;a1;192.0.2.1\n;a2;192.0.2.2\nUnion;b1;192.0.2.3\n;b2;192.0.2.4\n"


def test_a_site_merged_over_rows_is_that_of_all_of_them_and_told() -> None:
    found = haul_of(MERGED)
    assert {"a1": "IMC", "a2": "IMC", "b1": "Union", "b2": "Union"} == sites(MERGED)
    assert [3] == [row for row, words in why(found) if "merged cells" in words]


@pytest.mark.parametrize(
    "rows",
    [
        ("IMC;a1", "Union;b1", ";c1"),
        ("IMC;a1", ";a2", "IMC;a3", ";a4"),
        (";a1", "IMC;a2", "Union;b1", ";b2", ";b3"),
    ],
)
def test_sites_that_do_not_look_merged_are_given_to_no_other_row(rows: tuple[str, ...]) -> None:
    empty = [row[1:] for row in rows if row.startswith(";")]
    found = sites(
        "Site;Nom;IP\n" + "".join(f"{row};192.0.2.{n}\n" for n, row in enumerate(rows, 1))
    )
    assert [""] * len(empty) == [found[name] for name in empty]


def test_sites_behind_the_names_are_given_to_no_other_row() -> None:
    assert "" == sites("Nom;Site\na1;IMC\na2;\nb1;Union\nb2;\n")["b2"]


@pytest.mark.parametrize(
    ("heading", "machine", "other"),
    [
        ("CI Class", "cmdb_ci_win_server", "cmdb_ci_service"),
        ("sys_class_name", "cmdb_ci_linux_server", "cmdb_ci_db_mssql_instance"),
        ("CI Class", "cmdb_ci_appl_tomcat", "cmdb_ci_service_auto"),
        ("Class", "Server", "Business Service"),
        ("finalclass", "VirtualMachine", "ApplicationSolution"),
        ("Type d'élément", "Serveur", "Logiciel"),
        ("Type", "Serveur physique", "Imprimante"),
        ("Klasse", "Windows-Server", "Geschäftsservice"),
        ("Objekttyp", "Server", "Anwendung"),
        ("Soort", "Server", "Toepassing"),
        ("Asset Type", "VM", "Database Instance"),
    ],
)
def test_what_a_register_calls_a_service_or_a_part_is_no_server(
    heading: str, machine: str, other: str
) -> None:
    haul = haul_of(
        f"Name;{heading};Site;IP\nsql1;{machine};IMC;192.0.2.7\nADT;{other};;\npacs1;Server;IMC;192.0.2.8\n"
    )
    wanted = ["pacs1"] if machine.startswith("cmdb_ci_appl") else ["sql1", "pacs1"]
    assert wanted == [server.name for server in haul.found]
    assert (3, f'"ADT" is {other}, not a machine.') in why(haul)


@pytest.mark.parametrize(
    "text",
    [
        "Nom;Type;Site\nsql1;Base de données;IMC\napp1;Application;IMC\nsrv1;Serveur;Union\n",
        "Nom;Type;IP\nsql1;Base de données;192.0.2.1\napp1;Service;192.0.2.2\nsrv1;Serveur;192.0.2.3\n",
        "Nom;Service;IP\nsql1;Service;\napp1;Application;\nsrv1;Serveur;192.0.2.3\n",
        "Name,CI Class,IP\nsql1,cmdb_ci_storage_server,\napp1,cmdb_ci_lb,\nsrv1,cmdb_ci_vmware_instance,\n",
        "Nom;Type;IP\nsql1;Application;\napp1;Logiciel;\nsrv1;Base;\n",
    ],
)
def test_a_machine_that_is_called_for_what_it_does_is_a_server(text: str) -> None:
    assert ["sql1", "app1", "srv1"] == [server.name for server in haul_of(text).found]


def test_a_printer_with_an_address_is_no_server_beside_servers() -> None:
    haul = haul_of("Nom;Type;IP\nsql1;Serveur;192.0.2.1\nIMP-RDC;Imprimante;192.0.2.9\n")
    assert ["sql1"] == [server.name for server in haul.found]


@pytest.mark.parametrize(
    "headings",
    [
        "Naam server;Waar;IP adres;Draait op;Waarvoor",
        "Name des Servers;Standort;IP;Läuft auf;Wofür",
        "Object-ID;Vestiging;IP-adres;Draait op;Functie",
    ],
)
def test_headings_as_hospitals_write_them_are_known_though_one_is_a_yes(headings: str) -> None:
    haul = haul_of(
        f"{headings}\nadt1;IMC;192.0.2.1;vh1;Patienten\nvh1;IMC;192.0.2.2;;Virtualisierung\n"
    )
    assert [("adt1", "IMC", "192.0.2.1"), ("vh1", "IMC", "192.0.2.2")] == [
        (server.name, server.site, server.address) for server in haul.found
    ]


def test_a_machine_that_calls_itself_a_template_is_none() -> None:
    haul = haul_of(
        "VM Name;IP;Description\nadt1;192.0.2.1;template of the bed plan\ntpl-win;;template\n"
    )
    assert ["adt1"] == [server.name for server in haul.found]


@pytest.mark.parametrize("name", ["??", "-?-", "..."])
def test_signs_alone_name_no_server(name: str) -> None:
    haul = haul_of(f"Nom;Rôle;IP\nadt1;base;192.0.2.1\n{name};serveur gris;192.0.2.9\n")
    assert ["adt1"] == [server.name for server in haul.found]


def test_what_an_api_refers_to_as_a_host_is_what_a_machine_runs_on() -> None:
    haul = haul_of("status.name;status.host_reference.name\nadt1;ahv-1\npacs1;ahv-2\n")
    assert {"adt1": "ahv-1", "pacs1": "ahv-2"} == {
        server.name: server.runs_on for server in haul.found
    }


def test_a_range_of_names_is_each_machine_of_it() -> None:
    haul = haul_of(
        "Nom;Site;Rôle\nesx-[1-3];IMC;hyperviseur\ndc1/2;IMC;AD\nsql01 à sql02;IMC;base\n"
    )
    names = ["esx-1", "esx-2", "esx-3", "dc1", "dc2", "sql01", "sql02"]
    assert names == [server.name for server in haul.found]


def test_a_site_that_stands_alone_in_its_column_holds_for_the_rows_below_it() -> None:
    haul = haul_of(
        "Site;Nom;Rôle;IP\nIMC;;;\n;adt1;base;192.0.2.1\n;dc1;AD;192.0.2.2\nTotal : 2;;;\n"
        "Union;;;\n;pacs1;PACS;192.0.2.3\nLégende : x;;;\n"
    )
    told = [(server.name, server.site) for server in haul.found]
    assert [("adt1", "IMC"), ("dc1", "IMC"), ("pacs1", "Union")] == told
    assert [2, 5, 8] == [row for row, _ in why(haul)]


def test_words_alone_above_machines_that_say_more_are_headings_and_no_servers() -> None:
    haul = haul_of(
        "Serveur;IP;Rôle\nIMC;;\nadt-db-1;192.0.2.1;base\ndc1;192.0.2.2;AD\nUnion;;\npacs-1;192.0.2.3;PACS\n"
    )
    assert ["adt-db-1", "dc1", "pacs-1"] == [server.name for server in haul.found]
    assert [2, 5] == [row for row, words in why(haul) if "stands alone" in words]


@pytest.mark.parametrize(
    "rows",
    [
        "zeus;;\nathena;192.0.2.1;AD\nhera;;\ndc1;192.0.2.2;AD\n",
        "adt-1;;\ndc1;192.0.2.1;AD\nadt-2;;\ndc2;192.0.2.2;AD\n",
        "zeus;;\ndc1;192.0.2.1;AD\nsql1;192.0.2.2;base\nsql2;192.0.2.3;base\n",
    ],
)
def test_a_machine_of_which_nothing_is_said_is_one(rows: str) -> None:
    assert rows.count("\n") == len(haul_of(f"Serveur;IP;Rôle\n{rows}").found)


def test_of_a_zone_only_addresses_are_machines_and_their_kind_is_no_role() -> None:
    haul = haul_of(
        "Name;Type;Data\nadt1;Host (A);192.0.2.1\npacs1;Host (A);192.0.2.2\nadtsrv;Alias (CNAME);adt1.chw.local.\n"
    )
    assert [("adt1", ""), ("pacs1", "")] == [(server.name, server.role) for server in haul.found]
    all_servers = haul_of("Nom;Type;Site\nadt1;SRV;IMC\npacs1;SRV;Union\n")
    assert ["adt1", "pacs1"] == [server.name for server in all_servers.found]
