"""A server that was found tonight is in the plan by the record, and the file is left alone."""

import pytest

from cli.command_line import CommandLine

ADD = ("add", "nas1", "--site", "imc", "--role", "Images", "--needs", "san1", "--for", "pacs")


@pytest.fixture
def added(here: CommandLine) -> CommandLine:
    here.done(*ADD, "--restore", "1h,2h,6h", "--note", "rack B4")
    return here


def test_it_has_its_place_in_the_queue_and_holds_up_who_needs_it(added: CommandLine) -> None:
    entry = added.entry("nas1")
    assert ("unknown", "look", 1) == (entry["state"], entry["work"], entry["tier"])
    assert ["bloc", "pacs"] == entry["because"]
    page = added.done("show", "nas1", "--json").json
    assert {"low": 60, "likely": 120, "high": 360} == page["estimate"]
    assert "rack B4" == page["remarks"]
    assert [["san1"]] == [[need["id"] for need in group] for group in page["needs"]]
    assert "nas1" in added.done("show", "pacs", "--json").json["missing"]


def test_the_file_is_left_alone_and_export_plan_writes_the_whole(here: CommandLine) -> None:
    before = here.plan.read_bytes()
    here.done(*ADD)
    assert before == here.plan.read_bytes()
    here.done("export", "plan", "whole.toml")
    written = (here.folder / "whole.toml").read_text(encoding="utf-8")
    assert "nas1 = {" in written
    here.done("check", "-i", "whole.toml")


def test_it_is_told_who_added_it_wherever_it_is(added: CommandLine) -> None:
    assert "* added" in "\n".join(added.done("queue").lines)
    assert "Added by dba at" in "\n".join(added.done("show", "nas1").lines)
    assert "nas1 added to the plan (Images)" in "\n".join(added.done("log").lines)


def test_it_is_acted_on_as_any_other_and_an_undo_takes_it_out(added: CommandLine) -> None:
    added.done("mark", "nas1", "clean", "--yes")
    added.done("undo")
    added.done("undo")
    assert 1 == added.typed("mark", "nas1", "clean").code
    assert "nas1" in added.done("queue").err
    added.done(*ADD)
    added.done("mark", "nas1", "clean", "--yes")


def test_what_the_file_has_by_now_is_as_the_file_says(added: CommandLine) -> None:
    text = added.plan.read_text(encoding="utf-8")
    added.plan.write_text(
        text.replace("[servers]", '[servers]\nnas1 = { site = "union", role = "Backup" }'),
        encoding="utf-8",
    )
    page = added.done("show", "nas1", "--json").json
    assert ("union", "Backup", []) == (page["site"], page["role"], page["needs"])
    assert "* added" not in "\n".join(added.done("queue").lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "san1", "--site", "imc", "--role", "x"), "san1 is in the plan already"),
        (("add", "SAN1", "--site", "imc", "--role", "x"), "SAN1 looks like san1"),
        (("add", "pacs", "--site", "imc", "--role", "x"), "pacs is in the plan already"),
        (("add", "a b", "--site", "imc", "--role", "x"), '"a b" cannot be a server'),
        (("add", "nas1", "--site", "imc"), "Say where nas1 is and what it does"),
        (("add", "nas1", "--role", "x"), "Say where nas1 is and what it does"),
        (("add", "nas1", "--site", "imk", "--role", "x"), 'There is no site "imk"'),
        ((*ADD, "--needs", "sam1"), 'There is no server or service "sam1"'),
        ((*ADD, "--for", "pax"), 'There is no server or service "pax"'),
        ((*ADD, "--runbook", "dc"), "There is no runbook dc in the plan."),
        ((*ADD, "--restore", "soon"), "a duration such as 2h"),
        ((*ADD, "--restore", "6h,2h,1h"), "a duration such as 2h"),
    ],
)
def test_what_has_no_place_in_the_plan_is_not_added(
    here: CommandLine, words: tuple[str, ...], said: str
) -> None:
    answer = here.typed(*words)
    assert answer.code in (1, 2)
    assert said in answer.err
    assert "" == answer.out


def test_two_sites_that_add_the_same_without_seeing_each_other_agree(here: CommandLine) -> None:
    here.done("sync", "copy.journal")
    here.done(*ADD)
    here.done("add", "nas1", "--site", "union", "--role", "Backup", "--journal", "copy.journal")
    here.done("sync", "copy.journal")
    pages = [
        here.done("show", "nas1", "--json", "--journal", str(journal)).json
        for journal in (here.journal, here.folder / "copy.journal")
    ]
    assert pages[0]["role"] == pages[1]["role"]
    assert pages[0]["needs"] == pages[1]["needs"]


def test_what_two_sites_add_closes_no_circle(here: CommandLine) -> None:
    """Each may be added where it was; together they would need each other."""
    here.done("sync", "copy.journal")
    here.done("add", "x1", "--site", "imc", "--role", "x", "--needs", "app1", "--for", "ex1")
    here.done(
        *("add", "x2", "--site", "imc", "--role", "x", "--needs", "ex1", "--for", "sql1"),
        *("--journal", "copy.journal"),
    )
    here.done("sync", "copy.journal")
    assert {"x1", "x2"} <= {
        entry["server"] for entry in here.done("queue", "--json").json["entries"]
    }
    first, second = (
        here.done("queue", "--json", "--journal", str(journal)).json["entries"]
        for journal in (here.journal, here.folder / "copy.journal")
    )
    assert [entry["server"] for entry in first] == [entry["server"] for entry in second]
