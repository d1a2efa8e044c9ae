"""Suspects by verbs: who is told, what is printed, what clears one."""

import pytest

from cli.command_line import CommandLine


@pytest.fixture
def relapsed(here: CommandLine) -> CommandLine:
    """dc1 restored, mail restored on it, dc1 found compromised again and restored once more."""
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "restored", "--yes")
    here.done("mark", "dc1", "compromised", "--at", "now")
    here.done("mark", "dc1", "restored", "--yes")
    return here


def test_a_finding_prints_at_once_who_became_suspect(here: CommandLine) -> None:
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "restored", "--yes")
    out = here.done("mark", "dc1", "compromised").out
    assert "Now suspect: ex1; 1 service stands on that." in out
    out = here.done("undo").out
    assert "No longer suspect: ex1." in out
    assert ["ex1"] == here.done("mark", "dc1", "compromised", "--json").json["now_suspect"]
    assert ["ex1"] == here.done("undo", "--json").json["no_longer_suspect"]


def test_queue_services_and_show_say_it_in_words_and_json(relapsed: CommandLine) -> None:
    assert "restored by dba, suspect" in relapsed.done("queue").out
    assert "up, suspect" in relapsed.done("services").out
    assert "1 server suspect" in relapsed.done("queue").out
    (entry,) = [e for e in relapsed.done("queue", "--json").json["entries"] if e["server"] == "ex1"]
    assert ("restored", "look", True, ["mail"]) == (
        entry["state"],
        entry["work"],
        entry["ready"],
        entry["because"],
    )
    (cause,) = entry["suspect"]
    assert ("dc1", "dba", False) == (cause["source"], cause["found_by"], cause["one_of_several"])
    page = relapsed.done("show", "ex1").out
    assert "Suspect: dc1, which it needs, was found compromised by dba at " in page
    assert [cause] == relapsed.done("show", "ex1", "--json").json["suspect"]
    assert "up, suspect" in relapsed.done("show", "mail").out
    assert ["ex1"] == relapsed.done("show", "mail", "--json").json["suspect"]
    services = relapsed.done("services", "--json").json["services"]
    assert {"mail": ["ex1"]} == {s["service"]: s["suspect"] for s in services if s["suspect"]}
    assert ["ex1"] == relapsed.done("progress", "--json").json["suspect"]
    assert "1 suspect" in relapsed.done("progress").out


def test_a_suspect_is_marked_so_anew_and_is_none_from_then_on(relapsed: CommandLine) -> None:
    assert "No longer suspect: ex1." in relapsed.done("mark", "ex1", "restored").out
    assert "already so" in relapsed.done("mark", "ex1", "restored").err
    relapsed.done("undo")
    assert "suspect" in relapsed.done("show", "ex1").out
    assert "No longer suspect: ex1." in relapsed.done("mark", "ex1", "clean").out


def test_a_service_on_suspects_is_signed_off_only_when_that_is_meant(
    relapsed: CommandLine,
) -> None:
    words = ("accept", "mail", "--by", "Ana", "--tried", "post")
    answer = relapsed.typed(*words)
    assert 3 == answer.code
    assert "stands on what is suspect: ex1" in answer.err
    relapsed.done(*words, "--yes")
    (mail,) = [
        s for s in relapsed.done("services", "--json").json["services"] if s["service"] == "mail"
    ]
    assert ("accepted", ["ex1"]) == (mail["status"], mail["suspect"])
    assert "It stood on what was suspect then: ex1." in relapsed.done("show", "mail").out


def test_it_is_said_in_french_too(relapsed: CommandLine) -> None:
    assert "en service, suspect" in relapsed.done("services", "--lang", "fr").out
    assert "dc1, dont il dépend, a été trouvé compromis par dba" in (
        relapsed.done("show", "ex1", "--lang", "fr").out
    )


def test_next_names_a_suspect_with_its_reason_and_what_to_type(here: CommandLine) -> None:
    here.done("mark", "dc1", "dc2", "san1", "sql1", "ex1", "restored", "--yes")
    here.done("mark", "old", "clean")
    here.done("mark", "dc1", "compromised")
    here.done("mark", "dc1", "restored", "--yes")
    out = here.done("next").out
    assert "ex1 · Courrier · Union · restored by dba, suspect" in out
    assert "Look at it: clean or compromised?" in out
    assert "chwapi-console mark ex1 clean" in out
