"""`infer`: proposals are shown with their reasons, and written only on a yes, with every comment
where it was."""

import os
import subprocess
import sys

import pytest

from chwapi_console.inventory.file.load import load
from cli.command_line import PATIENCE, CommandLine

PLAN = """\
schema = 1
[incident]
name = "Nuit blanche"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[services.adt]  # vital
name = "Admissions"
tier = 1
unnamed = ["serveur d'application", "base de données", "imprimante"]
[servers]
# the directory
dc1 = { site = "imc", role = "Contrôleur de domaine" }  # in the cellar
adt-app1 = { site = "imc", role = "Admissions", os = "Windows Server 2019" }
sql-adt1 = { site = "imc", role = "Base de données" }
sql-adt2 = { site = "imc", role = "Base de données" }
esx1 = { site = "imc", role = "Hyperviseur", os = "VMware ESXi 7" }
san1 = { site = "imc", role = "SAN" }
san2 = { site = "imc", role = "SAN" }
"""


@pytest.fixture
def names(here: CommandLine) -> CommandLine:
    """A plan with servers that have names and no needs."""
    here.plan.write_text(PLAN, encoding="utf-8")
    return here


def needs(of: CommandLine, name: str, server: str = "adt-app1") -> tuple[tuple[str, ...], ...]:
    return load(of.folder / name).plan.servers[server].needs


def test_it_lists_by_group_what_is_likely_and_what_is_a_guess_and_writes_nothing(
    names: CommandLine,
) -> None:
    answer = names.done("infer")
    assert '  adt-app1 needs sql-adt1 or sql-adt2: both bear the name "adt"' in answer.lines
    assert "Likely, 2 needs: services with the servers that are for them" in answer.lines
    assert "Guesses, 2 needs: hypervisors whose disks lie in storage" in answer.lines
    assert (
        "Nothing was written. To take what you agree with: infer --output FILE, or --in-place."
        in answer.err
    )
    assert PLAN == names.plan.read_text(encoding="utf-8")


def test_yes_takes_what_is_likely_into_a_new_file_and_keeps_every_comment(
    names: CommandLine,
) -> None:
    names.done("infer", "--yes", "--output", "draft.toml")
    assert (("dc1",), ("esx1",), ("sql-adt1", "sql-adt2")) == needs(names, "draft.toml")
    assert () == needs(names, "draft.toml", "esx1")
    adt = load(names.folder / "draft.toml").plan.services["adt"]
    assert ((("adt-app1",), ("sql-adt1", "sql-adt2")), ("imprimante",)) == (adt.needs, adt.unnamed)
    text = (names.folder / "draft.toml").read_text(encoding="utf-8")
    assert [part in text for part in ("# vital", "# the directory", "# in the cellar")] == [
        True
    ] * 3
    assert PLAN == names.plan.read_text(encoding="utf-8")


def test_guesses_are_taken_only_when_they_are_asked_for(names: CommandLine) -> None:
    told = names.done("infer", "--yes", "--output", "sure.toml")
    assert "guesses above were not taken; --yes --guesses takes them too." in told.out
    told = names.done("infer", "--yes", "--guesses", "--output", "draft.toml")
    assert "not taken" not in told.out
    assert (("san1",), ("san2",)) == needs(names, "draft.toml", "esx1")


def test_in_place_keeps_a_copy_and_the_plan_is_taken_up(names: CommandLine) -> None:
    told = names.done("infer", "--yes", "--in-place", "--json").json
    assert PLAN == (names.folder / told["copy"]).read_text(encoding="utf-8")
    assert "inventory.toml" == told["file"]
    assert {True, False} == {proposal["taken"] for proposal in told["proposals"]}
    assert "Base de données" not in names.done("check").out
    assert ["dc1"] == names.done("show", "adt-app1", "--json").json["entry"]["waits_for"][0]


def test_only_some_relations_can_be_asked_for(names: CommandLine) -> None:
    names.done(
        "infer",
        "--only",
        "database",
        "--only",
        "storage",
        "--yes",
        "--guesses",
        "--output",
        "draft.toml",
    )
    assert (("sql-adt1", "sql-adt2"),) == needs(names, "draft.toml")
    assert (("san1",), ("san2",)) == needs(names, "draft.toml", "esx1")


def test_what_was_taken_is_not_proposed_again(names: CommandLine) -> None:
    names.done("infer", "--yes", "--guesses", "--in-place")
    answer = names.done("infer")
    assert ("", True) == (answer.out, "Names tell nothing more than the plan says" in answer.err)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--yes",), 1, "Say where it is to be written: --output FILE, or --in-place"),
        (("--in-place",), 3, "Nobody sits at a terminal to be asked."),
        (("--in-place", "--json"), 3, "Nobody sits at a terminal to be asked."),
        (("--output", "draft.toml"), 3, "Nobody sits at a terminal to be asked."),
        (("--in-place", "--output", "x"), 1, "Leave one of them out."),
        (
            ("--yes", "--output", "inventory.toml"),
            1,
            "inventory.toml is there already. Name another file.",
        ),
        (("--yes", "--in-place", "--read-only"), 4, "Nothing is written with --read-only."),
        (
            ("--yes", "--in-place", "--only", "storage"),
            3,
            "Nothing was taken, so nothing was written.",
        ),
        (
            ("--only", "cables"),
            2,
            (
                '--only does not take "cables". It takes directory, names, time, host, storage, '
                "database or"
            ),
        ),
        (("--only", "databases"), 2, 'Did you mean "database"?'),
        (("-i", "nowhere.toml"), 1, "nowhere.toml: 1 fault in the plan."),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_writes_nothing(
    names: CommandLine, words: tuple[str, ...], code: int, sentence: str
) -> None:
    answer = names.typed("infer", *words)
    assert code == answer.code
    assert sentence in answer.err
    assert ["inventory.toml"] == [path.name for path in names.folder.iterdir()]
    assert PLAN == names.plan.read_text(encoding="utf-8")


def test_at_a_terminal_each_group_is_asked_about(names: CommandLine) -> None:
    controller, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "chwapi_console", "infer", "--output", "draft.toml"],
        cwd=names.folder,
        env={**os.environ, "TERM": "xterm"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    said = b""
    for asked, answer in enumerate(("y", "", "", "all", "y", ""), 1):
        while said.count(b"Take ") < asked:
            said += os.read(controller, 65536)
        os.write(controller, answer.encode() + b"\n")
    assert 0 == process.wait(PATIENCE)
    os.close(controller)
    assert (("dc1",), ("sql-adt1", "sql-adt2")) == needs(names, "draft.toml")


def test_a_fresh_plan_a_list_and_infer_make_an_order(here: CommandLine) -> None:
    here.plan.unlink()
    (here.folder / "parc.csv").write_text(
        "Nom;Site;Rôle;OS\n"
        + "\n".join(
            [
                "SRV-DC1;IMC;Contrôleur de domaine;Windows Server 2019",
                "SRV-ADT1;IMC;Admissions;Windows Server 2019",
                "SQL-ADT1;IMC;Base de données;Windows Server 2019",
                "BLOC1;IMC;Bloc opératoire;Windows Server 2019",
                "EXCH1;IMC;Messagerie;Windows Server 2019",
            ]
        ),
        encoding="utf-8",
    )
    here.done("init", "--yes", "--sites", "IMC", "--services", "bloc,adt,annuaire,messagerie")
    here.done("import", "csv", "parc.csv", "--yes", "--in-place")
    here.done("infer", "--yes", "--in-place")
    assert {"bloc1": 1, "exch1": 4, "sql-adt1": 1, "srv-adt1": 1, "srv-dc1": 1} == {
        e["server"]: e["tier"] for e in here.done("queue", "--json").json["entries"]
    }
    assert "It is a proposal, not a fact." in here.plan.read_text(encoding="utf-8")
