"""`import`: from somebody's spreadsheet to a queue, in one command that shows what it takes before
it takes it."""

import io
import os
import sys
from datetime import UTC
from pathlib import Path

import pytest

from chwapi_console.cli.line import content
from chwapi_console.cli.output.listing import MOST_SHOWN
from chwapi_console.inventory.file.load import load
from cli.command_line import CommandLine

LIST = """Parc serveurs;;;;
Nom du serveur;Site;Fonction;Adresse IP;OS;RAM
SRV-DC1;IMC;Contrôleur de domaine;10.0.0.1;Windows Server 2016;8
SRV-DC1;Union;Contrôleur de domaine;10.1.0.1;Windows Server 2016;8
SQL1;IMC;Base du PACS;10.0.3.9;;8
;IMC;;10.0.0.9;;8
"""


@pytest.fixture
def bare(here: CommandLine) -> CommandLine:
    """A folder with a list in it and no plan."""
    here.plan.unlink()
    (here.folder / "parc.csv").write_bytes(LIST.encode("cp1252"))
    return here


@pytest.fixture
def beside(here: CommandLine) -> CommandLine:
    """A folder with a plan and a list."""
    (here.folder / "parc.csv").write_bytes(LIST.encode("cp1252"))
    return here


def files(here: CommandLine) -> set[str]:
    return {path.name for path in here.folder.iterdir()}


def test_servers_whose_id_is_not_their_name_in_the_list_are_told(bare: CommandLine) -> None:
    with (bare.folder / "parc.csv").open("ab") as file:
        file.write(
            "SRV TEST 1;IMC;Test;10.0.0.7;;8\nsrv-échange;IMC;Test;10.0.0.8;;8\n".encode("cp1252")
        )
    answer = bare.done("import", "csv", "parc.csv", "--yes")
    begins = answer.lines.index("4 servers have other ids than their names in the list:")
    assert [
        "  srv-dc1-imc: SRV-DC1",
        "  srv-dc1-union: SRV-DC1",
        "  srv-test-1: SRV TEST 1",
        "  srv-echange: srv-échange",
    ] == answer.lines[begins + 1 : begins + 5]


def test_a_list_becomes_a_plan_whose_queue_is_to_look_at_every_server(bare: CommandLine) -> None:
    answer = bare.done(
        "import",
        "csv",
        "parc.csv",
        "--yes",
        "--incident",
        "Nuit",
        "--detected",
        "2021-01-17T20:46:00+01:00",
    )
    assert any(line.split() == ["address:", "Adresse", "IP"] for line in answer.lines)
    assert "  Not taken: RAM." in answer.lines
    assert "3 new servers, at 2 sites." in answer.lines
    assert '  row 6: no name stands in this row: "IMC · 10.0.0.9 · 8".' in answer.lines
    assert {"srv-dc1-imc", "srv-dc1-union", "sql1"} == {
        e["server"] for e in bare.done("queue", "--json").json["entries"]
    }
    assert {"look"} == {e["work"] for e in bare.done("queue", "--json").json["entries"]}
    plan = load(bare.plan).plan
    assert ("Nuit", "2021-01-17T19:46:00+00:00") == (
        plan.incident.name,
        plan.incident.detected.astimezone(UTC).isoformat(),
    )
    assert "Contrôleur de domaine" == plan.servers["srv-dc1-union"].role


def test_without_a_yes_it_is_shown_and_refused(bare: CommandLine) -> None:
    answer = bare.typed("import", "csv", "parc.csv")
    assert 3 == answer.code
    assert "3 new servers, at 2 sites." in answer.lines
    assert "Say --yes to take it so" in answer.err
    assert {"parc.csv"} == files(bare)


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("\n", 3), ("n\n", 3), ("", 3)])
def test_somebody_at_a_terminal_is_asked(bare: CommandLine, typed: str, code: int) -> None:
    answer = bare.answered(typed, "import", "csv", "parc.csv")
    assert code == answer.code
    assert "Take it so? (y/Enter: no)" in answer.lines
    assert all(len(line) <= 80 for line in answer.lines)
    assert bare.plan.exists() == (code == 0)


def test_json_is_one_object_and_asks_nobody(bare: CommandLine) -> None:
    refused = bare.typed("import", "csv", "parc.csv", "--json")
    assert (3, 3) == (refused.code, refused.json["exit"])
    said = bare.done("import", "csv", "parc.csv", "--json", "--yes").json
    assert (None, "inventory.toml", ["srv-dc1-imc", "srv-dc1-union", "sql1"]) == (
        said["plan"],
        said["file"],
        said["new"],
    )
    assert [
        (1, '1 row stands above the headings and was not read: "Parc serveurs".'),
        (6, 'no name stands in this row: "IMC · 10.0.0.9 · 8".'),
    ] == [(each["row"], each["why"]) for each in said["unread"]]
    assert "cp1252" == said["tables"][0]["encoding"]


def test_beside_a_plan_a_new_file_is_written_and_the_plan_is_left_alone(
    beside: CommandLine,
) -> None:
    before = beside.plan.read_bytes()
    answer = beside.done("import", "csv", "parc.csv", "--yes")
    assert "  sql1: address 10.0.3.7 → 10.0.3.9" in answer.lines
    assert "  app1" in answer.lines
    assert before == beside.plan.read_bytes()
    plan = load(beside.folder / "inventory-imported.toml").plan
    assert ("10.0.3.7", "garde 4711") == (
        plan.servers["sql1"].address,
        plan.servers["sql1"].contact,
    )
    assert {"srv-dc1-imc", "srv-dc1-union"} == plan.servers.keys() - load(
        beside.plan
    ).plan.servers.keys()
    again = beside.typed("import", "csv", "parc.csv", "--yes")
    assert (1, True) == (again.code, "inventory-imported.toml is there already" in again.err)


def test_in_place_a_copy_is_kept_and_what_is_asked_for_is_taken(beside: CommandLine) -> None:
    before = beside.plan.read_text()
    said = beside.done(
        "import", "csv", "parc.csv", "--yes", "--in-place", "--take", "address", "--json"
    ).json
    assert before == Path(said["copy"]).read_text()
    assert (
        [{"server": "sql1", "field": "address", "plan": "10.0.3.7", "list": "10.0.3.9"}],
        [],
    ) == (said["taken"], said["kept"])
    assert "10.0.3.9" == load(beside.plan).plan.servers["sql1"].address
    assert [] == [
        line
        for line in before.splitlines()
        if line not in beside.plan.read_text() and "sql1" not in line
    ]
    again = beside.done("import", "csv", "parc.csv", "--yes", "--in-place")
    assert "The plan has all of it already; nothing was written." in again.lines


def test_columns_are_named_by_hand(bare: CommandLine) -> None:
    (bare.folder / "odd.csv").write_text("Bidule;Truc;Machin\nx y;dc 1;z\nu v;dc 2;w\n")
    refused = bare.typed("import", "csv", "odd.csv", "--yes")
    assert (1, "") == (refused.code, refused.out)
    assert "--map name=2" in refused.err
    bare.done(
        "import",
        "csv",
        "odd.csv",
        "--yes",
        "--map",
        "name=Truc",
        "--map",
        "site==IMC",
        "--map",
        "role=C",
    )
    server = load(bare.plan).plan.servers["dc-1"]
    assert ("imc", "z") == (server.site, server.role)


def test_several_lists_are_one(bare: CommandLine) -> None:
    (bare.folder / "more.csv").write_text("Nom;Site\nweb1;Union\nSRV-DC1;Union\n")
    assert (
        "4 new servers, at 2 sites."
        in bare.done("import", "csv", "parc.csv", "more.csv", "--yes").lines
    )


def test_a_list_comes_through_a_pipe(bare: CommandLine) -> None:
    answer = bare.shell("cat parc.csv | chwapi import csv - --yes --json")
    assert (0, ["srv-dc1-imc", "srv-dc1-union", "sql1"]) == (answer.code, answer.json["new"])


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("import", "cvs", "parc.csv"), 2, 'import does not take "cvs". It takes csv, xlsx,'),
        (("import", "cvs", "parc.csv"), 2, 'Did you mean "csv"?'),
        (("import", "csv", "none.csv"), 1, "none.csv: there is no such file."),
        (("import", "csv", "."), 1, ". is not a file."),
        (("import", "csv", "parc.csv", "--map", "nom=1"), 1, '"nom=1" maps nothing.'),
        (("import", "csv", "parc.csv", "--map", "name=Nim"), 1, 'There is no column "Nim".'),
        (("import", "csv", "parc.csv", "--take", "Addresses"), 2, 'Did you mean "address"?'),
        (
            ("import", "csv", "parc.csv", "--take", "name"),
            2,
            '--take does not take "name". It takes',
        ),
        (
            ("import", "csv", "parc.csv", "--encoding", "klingon"),
            1,
            '"klingon" is not an encoding.',
        ),
        (
            ("import", "csv", "parc.csv", "--encoding", "undefined"),
            1,
            '"undefined" is not an encoding.',
        ),
        (("import", "csv", "parc.csv", "--encoding", "hex"), 1, '"hex" is not an encoding.'),
        (
            ("import", "csv", "parc.csv", "--in-place"),
            1,
            "There is no inventory.toml to write into.",
        ),
        (("import", "csv", "parc.csv", "--in-place", "--output", "x"), 1, "Leave one of them out."),
        (("import", "csv", "-", "-"), 1, "Stdin can be read once only."),
        (
            ("import", "csv", "parc.csv", "--yes", "--read-only"),
            4,
            "Nothing is written with --read-only.",
        ),
        (("import", "csv", "parc.csv", "--yes", "--output", "none/x.toml"), 1, "cannot be written"),
        (
            ("import", "csv", "parc.csv", "--yes", "--output", "parc.csv"),
            1,
            "parc.csv is there already.",
        ),
        (("import", "csv", "parc.csv", "--detected", "soon"), 1, '"soon" is not a time.'),
        (("import", "csv", "empty.csv"), 1, "empty.csv is empty."),
        (("import", "csv", "parc.csv", "--site", " "), 1, "--site is blank."),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    bare: CommandLine, words: tuple[str, ...], code: int, sentence: str
) -> None:
    (bare.folder / "empty.csv").touch()
    answer = bare.typed(*words)
    assert code == answer.code, answer
    assert sentence in answer.err
    assert not bare.plan.exists()


def test_a_plan_that_cannot_be_read_is_not_written_beside(beside: CommandLine) -> None:
    beside.plan.write_text("schema = 2\n")
    answer = beside.typed("import", "csv", "parc.csv", "--yes")
    assert 1 == answer.code
    assert "faults in the plan" in answer.err
    assert {"inventory.toml", "parc.csv"} == files(beside)


def test_nothing_in_a_list_drives_a_terminal(bare: CommandLine) -> None:
    (bare.folder / "nasty.csv").write_bytes(
        "Nom;Site;Note\na\x1b[31m;I\u202eMC;=cmd|' /C calc'!A0\n\x07;\x9bx;[/red]\n".encode()
    )
    answer = bare.done("import", "csv", "nasty.csv", "--yes")
    assert all(c.isprintable() or c == "\n" for c in answer.out + answer.err)
    assert {"a"} == load(bare.plan).plan.servers.keys()


def test_a_pipe_gets_every_row_that_was_not_understood_and_a_terminal_the_first(
    bare: CommandLine,
) -> None:
    rows = "".join(f";IMC;10.0.0.{n}\n" for n in range(MOST_SHOWN + 5))
    (bare.folder / "gaps.csv").write_text("Nom;Site;IP\na;IMC;10.1.1.1\n" + rows)
    assert MOST_SHOWN + 5 == sum(
        "no name" in line for line in bare.done("import", "csv", "gaps.csv", "--yes").lines
    )
    bare.plan.unlink()
    out = bare.answered("", "import", "csv", "gaps.csv", "--yes").out
    assert MOST_SHOWN == out.count("no name")
    assert "… 5 more; --json lists them." in out


def test_importing_pulls_in_neither_the_console_nor_a_workbook_reader(bare: CommandLine) -> None:
    from cli.command_line import loaded_modules

    modules = loaded_modules(["import", "csv", "parc.csv", "--yes"], bare.folder)
    assert not modules & {"textual", "openpyxl", "rich"}
    assert os.path.lexists(bare.plan)


def test_what_never_ends_is_refused(bare: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGEST", 50)
    (bare.folder / "long.csv").write_text("x" * 60, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\0" * 60)))
    for name in ("-", "long.csv"):
        answer = bare.typed("import", "csv", name, "--yes")
        assert 1 == answer.code
        assert f"{name} is larger than 0 MB, too large to be a list." in answer.err


def test_a_folder_that_may_not_be_looked_into_is_said(
    bare: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Path.exists

    def forbidden(path: Path) -> bool:
        if path.name != "parc.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return really(path)

    monkeypatch.setattr(Path, "exists", forbidden)
    answer = bare.typed("import", "csv", "parc.csv", "-i", "sub/x.toml", "--yes")
    assert (
        1,
        "sub/x.toml cannot be reached: Permission denied. Look at the rights of its folder.",
    ) == (answer.code, answer.err.strip())


def test_sites_that_the_plan_does_not_know_are_refused_with_a_yes_until_somebody_says_what_they_are(
    beside: CommandLine,
) -> None:
    (beside.folder / "new.csv").write_text(
        "Nom;Lieu;Entité\nweb7;Salle 4;IMC\nweb8;Sous-sol;Union\n"
    )
    refused = beside.typed("import", "csv", "new.csv", "--yes", "--map", "site=Lieu")
    assert (3, ["inventory.toml", "new.csv", "parc.csv"]) == (refused.code, sorted(files(beside)))
    assert "the plan does not know the sites Salle 4 and Sous-sol. Its sites are" in refused.err
    assert "--map site==IMC" in refused.err
    (beside.folder / "one.csv").write_text("Nom;Lieu\nweb7;Salle 4\nweb8;IMC\n")
    one = beside.typed("import", "csv", "one.csv", "--yes", "--map", "site=Lieu", "--lang", "fr")
    assert "le plan ne connaît pas le site Salle 4. Ses sites sont IMC et Union." in one.err
    for words in ((), ("--map", "site==IMC"), ("--map", "site=Lieu", "--new-sites")):
        beside.done("import", "csv", "new.csv", "--yes", "--output", f"{len(words)}.toml", *words)
    assert "imc" == load(beside.folder / "0.toml").plan.servers["web7"].site
    assert {"salle-4", "sous-sol"} <= load(beside.folder / "3.toml").plan.sites.keys()


def test_a_new_site_that_somebody_names_is_taken(beside: CommandLine) -> None:
    (beside.folder / "new.csv").write_text("Nom;IP\nweb7;192.0.2.1\n")
    assert ["annexe"] == beside.done(
        "import", "csv", "new.csv", "--yes", "--json", "--site", "Annexe"
    ).json["new_sites"]


def test_at_a_terminal_new_sites_are_shown_and_a_yes_takes_them(beside: CommandLine) -> None:
    (beside.folder / "new.csv").write_text("Nom;Site\nweb7;Annexe\n")
    answer = beside.answered("y\n", "import", "csv", "new.csv")
    assert (0, True) == (answer.code, "New sites: Annexe." in answer.out)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "rvtools", "netbox", "ansible"])
@pytest.mark.parametrize(
    "text",
    [
        '[{"name": "a1", "site": "IMC"}]',
        '{"data": [{"name": "a1", "site": "IMC"}]}',
        "Nom;Site\na1;IMC\n",
    ],
)
def test_a_table_is_a_table_whatever_kind_was_said(bare: CommandLine, kind: str, text: str) -> None:
    (bare.folder / "list.csv").write_text(text)
    assert ["a1"] == bare.done("import", kind, "list.csv", "--yes", "--json").json["new"]
    assert "IMC" == load(bare.plan).plan.sites["imc"].name


def test_json_comes_through_a_pipe(bare: CommandLine) -> None:
    answer = bare.shell("""echo '[{"name": "a1"}]' | chwapi import csv - --yes --json""")
    assert (0, ["a1"]) == (answer.code, answer.json["new"])


def test_a_page_of_an_export_is_not_taken_for_the_whole(bare: CommandLine) -> None:
    (bare.folder / "page.json").write_text(
        '{"items": [{"name": "a1"}], "pages": {"current": 1, "total": 7}}'
    )
    answer = bare.typed("import", "json", "page.json", "--yes")
    assert (1, True) == (answer.code, "page.json is one page of an export" in answer.err)


def test_a_list_that_names_no_server_is_not_said_to_be_in_the_plan_already(
    beside: CommandLine,
) -> None:
    (beside.folder / "empty.csv").write_text("name,site,role\n")
    said = beside.typed("import", "csv", "empty.csv", "--yes")
    assert (1, False) == (said.code, "of the plan are not in the list" in said.out)
    assert "names no server; nothing was written" in said.err
    as_json = beside.typed("import", "csv", "empty.csv", "--yes", "--json")
    assert (1, 1) == (as_json.code, as_json.json["exit"])
