"""Where all servers were unplugged, what is clean is off until somebody switches it on; and clean
may want a second person as restored does."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file.load import parse
from chwapi_console.journal.kinds.server_kinds import Marked
from chwapi_console.journal.kinds.standing import Standing
from cli.command_line import CommandLine
from hospitals import plan_of

SERVERS = """[services.lab]
name = "Laboratoire"
tier = 1
needs = ["lab2"]
[services.mail]
name = "Messagerie"
tier = 4
needs = ["ex1"]
[servers]
dc1 = { site = "imc", role = "Annuaire", state = "clean" }
lab2 = { site = "imc", role = "Labo", needs = ["dc1"], state = "clean" }
ex1 = { site = "union", role = "Courrier", needs = ["dc1"], state = "clean" }
old = { site = "union", role = "Archive", state = "compromised", restore = "2h" }
"""
HEAD = """schema = 1
[incident]
name = "Nuit"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
unplugged = true
[policy]
connect = "7m"
{policy}
[sites.imc]
name = "IMC"
[sites.union]
name = "Union"
"""
BOTH = 'second_person = ["clean", "restored"]'


@pytest.fixture
def dark(here: CommandLine) -> CommandLine:
    """A hospital in which everything was unplugged."""
    here.plan.write_text(HEAD.format(policy="") + SERVERS, encoding="utf-8")
    return here


@pytest.fixture
def doubly(here: CommandLine) -> CommandLine:
    """The same, where clean wants a second person."""
    here.plan.write_text(HEAD.format(policy=BOTH) + SERVERS, encoding="utf-8")
    return here


def up(here: CommandLine) -> list[str]:
    services = here.done("services", "--json").json["services"]
    return [each["service"] for each in services if each["status"] == "up"]


def test_what_the_plan_calls_clean_is_off_and_stands_in_the_queue(dark: CommandLine) -> None:
    assert [] == up(dark)
    entry = dark.entry("dc1")
    assert ("clean", True, "connect", True) == (
        entry["state"],
        entry["off"],
        entry["work"],
        entry["ready"],
    )
    waiting = dark.entry("lab2")
    assert (False, [["dc1"]]) == (waiting["ready"], waiting["waits_for"])
    assert "clean, off" in dark.done("queue").out
    assert "It is clean, and off" in dark.done("show", "dc1").out
    assert "mark dc1 on" in dark.done("next").out


def test_what_is_switched_on_counts_and_what_is_undone_is_off_again(dark: CommandLine) -> None:
    assert "dc1 switched on and reconnected" in dark.done("mark", "dc1", "on").out
    page = dark.done("show", "dc1", "--json").json
    assert ("clean", False, "on", True) == (
        page["state"],
        page["off"],
        page["work"],
        page["works"],
    )
    dark.done("mark", "lab2", "on")
    assert ["lab"] == up(dark)
    dark.done("undo", "--yes")
    assert ([], True) == (up(dark), dark.entry("lab2")["off"])


def test_who_calls_clean_again_what_is_off_is_told_what_is_missing(dark: CommandLine) -> None:
    told = dark.done("mark", "dc1", "lab2", "clean").err
    assert "dc1 and lab2 are clean, and off: mark them on once they are on and reconnected." in told
    dark.done("mark", "dc1", "on")
    assert "off" not in dark.done("mark", "dc1", "clean").err


def test_what_one_called_clean_and_another_restored_is_settled_as_on(dark: CommandLine) -> None:
    dark.done("note", "old", "x")
    copied(dark)
    dark.done("mark", "old", "restored", "--yes", "--operator", "ana")
    dark.done("mark", "old", "clean", "--operator", "eve", "--yes", "--journal", "copy.journal")
    dark.done("sync", "copy.journal")
    assert dark.done("show", "old", "--json").json["conflict"]
    told = dark.done(
        "settle", "old", "on", "--reason", "seen running", "--operator", "zoe", "--yes"
    )
    assert "old settled: " in told.out
    page = dark.done("show", "old", "--json").json
    assert ("clean", "on", True) == (page["verdict"], page["work"], page["works"])


def copied(here: CommandLine) -> None:
    """A copy of the journal, `copy.journal`."""
    with (
        closing(sqlite3.connect(here.journal)) as ours,
        closing(sqlite3.connect(here.folder / "copy.journal")) as copy,
    ):
        ours.backup(copy)


def test_who_marks_clean_what_is_on_leaves_it_on_and_who_lets_go_is_refused(
    dark: CommandLine,
) -> None:
    dark.done("mark", "dc1", "on")
    assert "already so" in dark.done("mark", "dc1", "clean").err
    assert "already so" in dark.done("mark", "dc1", "on").err
    refused = dark.typed("drop", "dc1")
    assert (3, True) == (refused.code, "dc1 is clean, on" in refused.err)


def test_a_suspect_that_was_brought_back_and_shows_no_trace_stays_on(dark: CommandLine) -> None:
    dark.done("mark", "dc1", "on")
    dark.done("mark", "old", "restored", "--yes")
    told = dark.done("mark", "old", "clean", "--operator", "eve", "--yes")
    assert "old clean, on" in told.out
    assert "clean, on" in dark.done("show", "old").out.splitlines()[0]
    assert "old clean, on" in dark.done("log").out


def test_who_had_not_brought_it_back_leaves_a_clean_server_off(dark: CommandLine) -> None:
    dark.done("take", "old")
    dark.done("mark", "old", "clean", "--operator", "eve", "--yes")
    assert "clean, off" in dark.done("show", "old").out.splitlines()[0]


def test_the_minutes_to_connect_decide_its_place_and_the_forecast_counts_them(
    dark: CommandLine,
) -> None:
    entries = dark.done("queue", "--json").json["entries"]
    assert ["dc1", "lab2", "ex1", "old"] == [entry["server"] for entry in entries]
    lab = dark.done("forecast", "lab", "--json").json
    (service,) = (each for each in lab["services"] if each["service"] == "lab")
    assert service["forecast"]["p50"] == service["forecast"]["p90"]


def test_all_of_a_site_are_switched_on_at_once_and_counted_before(dark: CommandLine) -> None:
    asked = dark.typed("mark", "on", "--site", "IMC")
    assert (3, True) == (
        asked.code,
        "2 clean servers are off and would be marked on: dc1 and lab2." in asked.err,
    )
    assert [] == up(dark)
    dark.done("mark", "on", "--site", "imc")
    assert ["lab"] == up(dark)
    dark.done("mark", "on", "--service", "mail")
    assert ["lab", "mail"] == up(dark)
    assert 1 == dark.typed("mark", "on", "--all", "--yes").code


@pytest.mark.parametrize(
    "words", [("mark", "on"), ("mark", "clean", "--all"), ("mark", "dc1", "on", "--all")]
)
def test_a_filter_goes_with_on_alone(dark: CommandLine, words: tuple[str, ...]) -> None:
    assert 2 == dark.typed(*words, "--yes").code


def test_a_list_that_says_clean_gives_clean_and_off(dark: CommandLine) -> None:
    dark.done("mark", "ex1", "unknown")
    (dark.folder / "edr.csv").write_text("Nom;Verdict;Analyse\nex1;Sain;2021-01-18\n")
    dark.done("triage", "--from", "edr.csv", "--yes")
    assert ("clean", True) == (dark.entry("ex1")["state"], dark.entry("ex1")["off"])


def test_clean_counts_only_when_a_second_person_confirmed_it(doubly: CommandLine) -> None:
    doubly.done("mark", "dc1", "clean", "--operator", "ana", "--note", "looked")
    entry = doubly.entry("dc1")
    assert ("clean", "verify", True) == (entry["state"], entry["work"], entry["ready"])
    assert "ana found it clean; somebody else must confirm it." in entry["why"]
    refused = doubly.typed("mark", "dc1", "verified", "--yes", "--operator", "ANÁ")
    assert (3, True) == (refused.code, "somebody else must confirm it" in refused.err)
    assert "dc1 confirmed clean" in doubly.done("mark", "dc1", "verified").out
    page = doubly.done("show", "dc1", "--json").json
    assert ("clean", "dba", False) == (page["state"], page["confirmed_by"], page["available"])
    doubly.done("mark", "dc1", "on")
    assert doubly.done("show", "dc1", "--json").json["works"]
    assert "confirmed by dba" in doubly.done("show", "dc1").out


def test_nobody_puts_back_a_second_person_s_word_for_their_own_look(doubly: CommandLine) -> None:
    doubly.done("mark", "dc1", "clean", "--operator", "ana", "--note", "looked")
    doubly.done("mark", "dc1", "verified")
    doubly.done("undo")
    taken_back = doubly.done("log", "--json").lines[-1]
    event = taken_back.split('"id": "')[1][:8]
    refused = doubly.typed("undo", event, "--operator", "Ana")
    assert (3, True) == (refused.code, "somebody else must confirm it" in refused.err)
    assert 0 == doubly.typed("undo", event).code


def test_who_goes_on_alone_says_why_and_it_still_does_not_count(doubly: CommandLine) -> None:
    assert 3 == doubly.typed("mark", "dc1", "on", "--yes").code
    doubly.done("mark", "dc1", "on", "--override", "on.confirmed=alone tonight")
    page = doubly.done("show", "dc1", "--json").json
    assert ("on", False) == (page["work"], page["available"])
    assert "on.confirmed" == page["overrides"][0]["rule"]


def test_a_plan_says_for_what_it_wants_two_people() -> None:
    assert ("restored",) == plan_of("[policy]\nsecond_person = true\n").policy.second_person
    assert () == plan_of("[policy]\nsecond_person = false\n").policy.second_person
    plan = plan_of(f"[policy]\n{BOTH}\n")
    assert ("restored", "clean") == plan.policy.second_person
    for each in (plan, plan_of('[policy]\nsecond_person = ["restored"]\nconnect = "1h"\n')):
        assert each == parse(toml_text(each), Path("plan.toml")).plan


@pytest.mark.parametrize("value", ['["restaured"]', '"clean"', "1", '[["clean"]]'])
def test_what_is_no_state_for_two_people_is_a_fault(value: str) -> None:
    with pytest.raises(PlanError, match="1 fault"):
        plan_of(f"[policy]\nsecond_person = {value}\n")


@pytest.mark.parametrize(
    "after",
    [
        {"verdict": "compromised", "work": "on"},
        {"verdict": "unknown", "work": "", "second": "ana"},
        {"verdict": "clean", "work": "", "second": 3},
    ],
)
def test_only_what_is_clean_is_on_or_confirmed_whoever_writes_it(after: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"clean|unknown|compromised"):
        Marked.read({"before": Standing().plain(), "after": {**Standing().plain(), **after}})


def test_a_standing_without_the_new_words_is_written_as_it_was() -> None:
    assert ["verdict", "work", "holder", "reason", "replacement"] == [*Standing("clean").plain()]
