"""`needs`: the servers of a service are named without an editor, and the file stays as it was but
for that."""

import json
from pathlib import Path

import pytest

from chwapi_console.inventory.file.load import load
from cli.command_line import CommandLine

UNNAMED = """needs = ["app1", ["dc1", "dc2"]]  # by the vendor
unnamed = ["database", "archive"]  # ask the PACS team
"""


@pytest.fixture
def incomplete(here: CommandLine) -> CommandLine:
    """The plan, in which the PACS waits for servers to be named."""
    text = here.plan.read_text(encoding="utf-8").replace(
        'needs = ["app1", ["dc1", "dc2"]]\n', UNNAMED
    )
    here.plan.write_text(text, encoding="utf-8")
    return here


def copies(of: CommandLine) -> list[Path]:
    return sorted(of.folder.glob("inventory.toml.before-needs-*"))


def test_servers_are_written_into_the_plan_and_nothing_else_changes(
    incomplete: CommandLine,
) -> None:
    before = incomplete.plan.read_text(encoding="utf-8")
    answer = incomplete.done("needs", "pacs", "old", "san1,ex1", "--complete")
    after = before.replace(
        '["app1", ["dc1", "dc2"]]', '["app1", ["dc1", "dc2"], "old", ["san1", "ex1"]]'
    ).replace('["database", "archive"]', "[]")
    assert after == incomplete.plan.read_text(encoding="utf-8")
    (copy,) = copies(incomplete)
    assert before == copy.read_text(encoding="utf-8")
    assert [
        "inventory.toml: pacs needs old and san1 or ex1 too.",
        "The plan names all that pacs needs: app1, dc1 or dc2, old and san1 or ex1.",
        f"The plan as it was: {copy}",
    ] == answer.lines
    assert not any("unnamed" in line for line in incomplete.done("check").lines)


def test_a_service_stays_incomplete_until_somebody_says_that_it_is_not(
    incomplete: CommandLine,
) -> None:
    answer = incomplete.done("needs", "pacs", "old")
    assert (
        "pacs still waits for servers to be named: database and archive. Add them, or if these are "
        "all: chwapi-console "
        "needs pacs --complete"
    ) in answer.lines
    assert ("database", "archive") == load(incomplete.plan).plan.services["pacs"].unnamed
    assert (
        "The plan names all that pacs needs: "
        in incomplete.done("needs", "pacs", "--complete").lines[0]
    )
    assert 2 == len(copies(incomplete))


def test_without_servers_it_shows_what_is_needed_and_where_and_writes_nothing(
    incomplete: CommandLine,
) -> None:
    line = incomplete.line_of('needs = ["app1"')
    assert [
        "Needs:         app1 and dc1 or dc2",
        "Not named yet: database and archive",
        f"In the file:   inventory.toml, line {line}",
        "To add, with commas where any one is enough: chwapi-console needs pacs SERVER…",
        "When all its servers are named: chwapi-console needs pacs --complete",
    ] == incomplete.done("needs", "pacs").lines
    assert [] == copies(incomplete)


def test_servers_of_the_site_that_no_service_needs_are_offered(incomplete: CommandLine) -> None:
    with incomplete.plan.open("a", encoding="utf-8") as plan:
        plan.write('[servers.web9]\nsite = "imc"\nrole = "?"\n')
    assert "Servers there that no service needs: web9." in incomplete.done("needs", "pacs").lines


def test_what_names_tell_is_offered_as_it_can_be_typed(here: CommandLine) -> None:
    here.plan.unlink()
    here.done("init", "--yes", "--sites", "IMC", "--services", "bloc")
    (here.folder / "list.csv").write_text(
        "Nom;Site;Rôle\nbloc1;IMC;Bloc opératoire\nsql-bloc1;IMC;Base Bloc opératoire\n",
        encoding="utf-8",
    )
    here.done("import", "csv", "list.csv", "--yes", "--in-place")
    words = next(
        line for line in here.done("needs", "bloc").lines if line.startswith("To add")
    ).partition("chwapi-console ")[2]
    assert words.startswith("needs bloc bloc1")
    here.done(*words.split(), "--complete")
    assert "bloc1" in {
        entry["server"] for entry in here.done("queue", "--tier", "1", "--json").json["entries"]
    }


def test_a_server_can_need_more_too(here: CommandLine) -> None:
    here.done("needs", "ex1", "san1")
    assert (("dc1",), ("san1",)) == load(here.plan).plan.servers["ex1"].needs


def test_what_is_so_already_writes_nothing_and_is_no_failure(here: CommandLine) -> None:
    answer = here.done("needs", "pacs", "app1", "--complete")
    assert ("", "Nothing to do: already so.\n") == (answer.out, answer.err)
    assert [] == copies(here)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ["needs", "pcas", "san1"],
            1,
            'There is no server or service "pcas" in the plan. Did you mean "pacs"?',
        ),
        (
            ["needs", "pacs", "san9"],
            1,
            'There is no server or service "san9" in the plan. Did you mean "san1"?',
        ),
        (["needs", "pacs", "bloc"], 1, "bloc needs pacs itself"),
        (["needs", "pacs", "4/dc1,san1"], 1, '"4/dc1,san1" names 2'),
        (["needs", "pacs", ","], 1, "Name a server, or servers with commas between them."),
        (["needs", "pacs", ""], 1, "Name a server, or servers with commas between them."),
        (["needs", "sql1", "--complete"], 1, "sql1 is a server."),
        (["needs", "pacs", "old", "--read-only"], 4, "Nothing is written with --read-only."),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_writes_nothing(
    here: CommandLine, words: list[str], code: int, sentence: str
) -> None:
    before = here.plan.read_bytes()
    answer = here.typed(*words)
    assert (code, "", True) == (answer.code, answer.out, sentence in answer.err), answer
    assert before == here.plan.read_bytes()
    assert [] == copies(here)


def test_a_console_that_only_looks_can_still_show_needs(incomplete: CommandLine) -> None:
    assert (
        "Not named yet: database and archive"
        in incomplete.done("needs", "pacs", "--read-only").lines
    )


def test_infer_says_how_to_name_what_it_cannot(here: CommandLine) -> None:
    here.plan.unlink()
    here.done("init", "--yes", "--sites", "IMC", "--services", "adt,bloc")
    (here.folder / "list.csv").write_text(
        "Nom;Site;Rôle\nsrv-adt1;IMC;Serveur applicatif ADT\n", encoding="utf-8"
    )
    here.done("import", "csv", "list.csv", "--yes", "--in-place")
    said = here.done("infer", "--in-place", "--yes", "--guesses").lines[-1]
    assert (
        "services still wait for servers that only you can name. Which: chwapi-console needs"
        in said
    )


def test_without_an_id_the_services_that_lack_servers_are_named_with_what_they_lack(
    incomplete: CommandLine,
) -> None:
    (line, how) = incomplete.done("needs").lines
    assert line.endswith(". pacs: database and archive")
    assert "To look at one: chwapi-console needs pacs" == how
    assert [("pacs", ["database", "archive"])] == [
        (of["service"], of["unnamed"])
        for of in json.loads(incomplete.done("needs", "--json").out)["services"]
    ]


def test_without_an_id_nothing_can_be_complete_and_nothing_lacking_is_said(
    here: CommandLine,
) -> None:
    assert "No service waits for servers to be named." in here.done("needs").err
    answer = here.typed("needs", "--complete")
    assert (1, True) == (answer.code, "Name the service whose servers are all named" in answer.err)


def test_blanks_and_line_ends_of_another_system_around_names_are_no_part_of_them(
    incomplete: CommandLine,
) -> None:
    assert "pacs" in incomplete.done("needs", "pacs\r\n").out
    told = incomplete.done("needs", "pacs\r", " san1\r", "sql1, dc1")
    assert "pacs needs san1 and sql1 or dc1 too" in told.out.replace("\n", " ")


def test_in_french_the_word_for_a_server_is_french(incomplete: CommandLine) -> None:
    shown = incomplete.done("needs", "pacs", "--lang", "fr").out
    assert "needs pacs SERVEUR…" in shown.replace("\n", " ")
    assert "SERVER" not in shown
