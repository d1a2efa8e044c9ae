"""The page for when a restored server is found infected again: each of its commands, in its order,
on a hospital that was back."""

import shlex
from pathlib import Path

import pytest

from cli.command_line import CommandLine

PAGE = Path(__file__).parents[2] / "docs" / "operator" / "infected-again.md"
PLAN = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[policy]
evidence_first = false
[policy.rules]
"work.open" = "ask"
[sites.imc]
name = "IMC"
[services.bloc]
name = "Bloc IMC"
site = "imc"
tier = 1
needs = ["app1", "app2"]
[services.mail]
name = "Mail"
tier = 4
needs = [["dc1", "dc2"], "app2"]
[servers]
dc1 = { site = "imc", role = "Controller", state = "compromised" }
dc2 = { site = "imc", role = "Controller", state = "clean" }
app1 = { site = "imc", role = "Anaesthesia", state = "compromised", needs = ["dc1"] }
app2 = { site = "imc", role = "Mail", state = "compromised", needs = [["dc1", "dc2"]] }
"""


@pytest.fixture
def back(here: CommandLine) -> CommandLine:
    """Everything was restored, and the theatre signed off."""
    here.plan.write_text(PLAN, encoding="utf-8")
    here.done("restore-point", "app2", "sunday", "--taken", "2021-01-12 02:00")
    for server, *point in (("dc1",), ("app1",), ("app2", "--point", "sunday")):
        here.done("mark", server, "restored", *point)
    here.done("accept", "bloc", "--by", "Dr Ana", "--tried", "a patient", "--yes")
    return here


def commands() -> list[list[str]]:
    """The command lines of the page, without the program's name."""
    blocks = PAGE.read_text(encoding="utf-8").split("```sh\n")[1:]
    shells = [block.partition("```")[0] for block in blocks]
    return [shlex.split(line)[1:] for shell in shells for line in shell.splitlines()]


def test_every_command_of_the_page_does_what_it_says(back: CommandLine) -> None:
    said = [(words, back.done(*words)) for words in commands()]
    answers = {" ".join(words[:3]): answer for words, answer in said}
    assert "Now suspect: app2 and app1" in answers["mark dc1 compromised"].out
    first = answers["next"].out
    assert "found it compromised again at" in first
    assert (
        "2 servers are suspect: app2 and app1. 1 service went down with it: tell its ward now"
        in first
    )
    assert "1 service that is up stands on that: tell its ward" in first
    assert "No longer suspect: app1." in answers["mark app1 clean"].out
    left = answers["close --list"].out
    assert "Bloc IMC (bloc: partial, not signed off)" in left
    assert "app2 is suspect" in left


def test_whoever_is_told_next_reads_the_same_on_the_page_and_as_json(back: CommandLine) -> None:
    back.done("mark", "dc1", "compromised")
    shown = back.done("show", "dc1")
    assert "2 servers stood on dc1 and are suspect: app2 and app1." in shown.out
    assert ["app2", "app1"] == back.done("show", "dc1", "--json").json["made_suspect"]
    assert [] == back.done("show", "app1", "--json").json["made_suspect"]
    back.done("mark", "app1", "app2", "clean", "--operator", "lead")
    assert "suspect" not in back.done("next").out
    assert [] == back.done("show", "dc1", "--json").json["made_suspect"]


def test_that_nobody_can_tell_any_more_is_no_way_round_the_question_about_a_finding(
    back: CommandLine,
) -> None:
    back.done("mark", "dc1", "compromised")
    back.done("mark", "dc1", "unknown", "--note", "who knows")
    assert "found compromised before" in back.typed("mark", "dc1", "clean").err
    back.done("mark", "dc1", "restored", "--yes")
    back.done("mark", "dc1", "unknown", "--note", "who knows", "--yes")
    back.done("mark", "dc1", "clean")


def test_a_finding_that_somebody_took_back_with_a_reason_is_answered(back: CommandLine) -> None:
    back.done("mark", "dc1", "compromised")
    back.done("mark", "dc1", "unknown", "--reason", "the scanner was wrong")
    back.done("mark", "dc1", "clean")


def test_a_finding_that_was_said_twice_is_taken_back_in_two_steps_unhindered(
    back: CommandLine,
) -> None:
    back.done("mark", "app2", "compromised")
    back.done("mark", "app2", "compromised", "--note", "again")
    assert "app2 stays compromised, since " in back.done("undo", "--yes").out
    assert "app2 put back to restored" in back.done("undo", "--yes").out


def test_a_restored_server_that_is_cleared_as_a_suspect_still_counts_as_restored(
    back: CommandLine,
) -> None:
    back.done("mark", "dc1", "compromised")
    back.done("mark", "app1", "app2", "clean", "--operator", "lead")
    assert "clean" == back.state("app1")
    told = back.done("handover", "--since", "1d", "--json").json["done"]
    assert ["app1", "app2"] == sorted(told["servers"]["restored"])
    assert "clean" not in told["servers"]
    assert ["app1", "app2"] == sorted(told["no_longer_suspect"])
    back.done("mark", "app1", "compromised")
    told = back.done("handover", "--since", "1d", "--json").json["done"]["servers"]
    assert ["app2"] == told["restored"]
    back.done("mark", "app1", "clean", "--yes")
    told = back.done("handover", "--since", "1d", "--json").json["done"]["servers"]
    assert (["app2"], ["app1"]) == (told["restored"], told.get("clean", ["app1"]))


def test_the_pace_of_a_forecast_counts_what_was_restored_and_cleared_since(
    here: CommandLine,
) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    restored = ("dc1", "sql-adt1", "anes-nd1")
    for server in restored:
        here.done("step", server, "image", "--skip", "no disk")
        here.done("mark", server, "restored", "--yes")
    assert 3 == here.done("forecast", "--json").json["pace"]["restored"]
    here.done("mark", "dc1", "compromised", "--yes")
    here.done("mark", "sql-adt1", "anes-nd1", "clean", "--yes")
    assert 2 == here.done("forecast", "--json").json["pace"]["restored"]


def test_the_authorities_read_that_a_server_was_infected_again_even_when_it_is_back(
    back: CommandLine,
) -> None:
    back.done("mark", "dc1", "compromised")
    title = "Had been back, and was found compromised again: 1"
    told = back.done("report", "--for", "authorities").out
    assert title in told
    assert "not usable now" in told
    back.done("mark", "dc1", "restored", "--yes")
    again = back.done("report", "--for", "authorities").out
    assert title in again
    assert "- dc1: " in again and ", usable again now" in " ".join(again.split())


def test_the_wards_read_of_no_server_and_of_no_operator(back: CommandLine) -> None:
    back.done("mark", "dc1", "compromised", "--operator", "dba-4711")
    back.done("mark", "dc1", "restored", "--operator", "dba-4711", "--yes")
    told = " ".join(back.done("report", "--for", "wards").out.split())
    assert "it works, but a server that it stands on may be infected" in told
    told, _, _ = told.rpartition(" By ")
    for name in ("dc1", "app1", "app2", "dba-4711"):
        assert name not in told


def test_a_reason_for_which_several_are_suspect_is_told_once(back: CommandLine) -> None:
    back.done("mark", "dc1", "compromised")
    told = " ".join(back.done("handover").out.split())
    assert (
        "Suspect: 2 - app1: " in told
        or "Suspect: 2 - app2, app1: " in told
        or ("Suspect: 2 - app1 and app2: " in told)
    )
    back.done("mark", "dc2", "compromised")
    lines = back.done("handover").lines
    start = next(n for n, line in enumerate(lines) if line.startswith("Suspect: "))
    whys = [line for line in lines[start + 1 : lines.index("", start)] if line.startswith("- ")]
    assert len(whys) == len(set(whys)) <= 2


def test_who_has_just_taken_over_is_told_how_to_see_the_shift_before(back: CommandLine) -> None:
    back.done("handover", "accept", "--operator", "night-1")
    told = " ".join(back.done("handover", "--operator", "night-1").out.split())
    assert "Nothing is recorded as done since " in told
    command = told.partition("The shift before: ")[2].split(" ")[:3]
    assert ["handover", "--since"] == command[:2]
    before = " ".join(back.done(*command).out.split())
    assert "restored: app1, app2 and dc1" in before or "(3)" in before


STANDS_ON_IT = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[policy]
evidence_first = false
[sites.imc]
name = "IMC"
[services.blood]
name = "Blood bank"
tier = 1
weight = 9
needs = ["patients", "blood1"]
[services.patients]
name = "Patients"
tier = 1
weight = 2
needs = ["sql1"]
[services.emergency]
name = "Emergency"
tier = 1
needs = ["emer1"]
[servers]
dc1 = { site = "imc", role = "Controller", state = "compromised" }
sql1 = { site = "imc", role = "Database", state = "compromised", needs = ["dc1"] }
blood1 = { site = "imc", role = "Blood", state = "compromised", needs = ["dc1"] }
emer1 = { site = "imc", role = "Emergency", state = "compromised", needs = ["dc1"] }
"""


@pytest.fixture
def found(here: CommandLine) -> CommandLine:
    """All but the emergency was back, and the controller was found infected again."""
    here.plan.write_text(STANDS_ON_IT, encoding="utf-8")
    for server in ("dc1", "sql1", "blood1"):
        here.done("mark", server, "restored", "--yes")
    here.done("mark", "dc1", "compromised", "--yes", "--reason", "again")
    return here


def test_what_was_down_before_it_was_found_did_not_go_down_with_it(found: CommandLine) -> None:
    two = "2 services went down with it"
    assert two in " ".join(found.done("show", "dc1").out.split())
    found.done("mark", "emer1", "restored", "--yes")
    assert two in " ".join(found.done("show", "dc1").out.split())


def test_of_two_suspects_it_is_said_why_one_is_looked_at_first(found: CommandLine) -> None:
    """That on which more services stand, of those that the most urgent service stands on."""
    assert (
        "sql1 stands before blood1: both are to be looked at, for Blood bank first; 2 services"
        in (found.done("compare", "blood1", "sql1").out)
    )
    queue = found.done("queue").out
    assert queue.index(" sql1 ") < queue.index(" blood1 ")
