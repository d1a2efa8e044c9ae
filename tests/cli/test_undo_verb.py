"""What is asked before an act is taken back: all that is asked before any other."""

from contextlib import closing

import pytest

from chwapi_console.errors import Unmeant
from chwapi_console.session.session import Session
from cli.command_line import CommandLine

CONDITIONS = """
[services.ward]
name = "Ward 4"
site = "union"
tier = 1
needs = ["dc1", ["images", "films"]]
[services.desk]
name = "Desk"
site = "union"
tier = 4
needs = ["dc1", { accepted = "ward" }]
[conditions.images]
name = "Images at the bedside"
who = "radiology"
needs = ["ex1"]
[conditions.films]
name = "Films at the bedside"
who = "radiology"
"""
MET = ("--by", "Dr Ana", "--tried", "two images")
CLOSE = ("close", "--reason", "over", "--yes")
EXCEPT = tuple(
    part
    for what in ("bloc", "pacs", "ward", "films")
    for part in ("--exception", f"{what}=moved away")
)


@pytest.fixture
def ward(here: CommandLine) -> CommandLine:
    """A ward that is up by one of two conditions, of which one is met."""
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + CONDITIONS, encoding="utf-8")
    here.done("mark", "dc1", "ex1", "restored", "--yes")
    here.done("condition", "images", "met", *MET)
    return here


def is_asked(here: CommandLine, about: str, *words: str) -> None:
    """Nothing is written before somebody says that it is meant."""
    before = here.done("log").out
    answer = here.typed(*words)
    assert 3 == answer.code, answer
    assert about in answer.err.replace("\n", " "), answer
    assert "say so with --yes" in answer.err.replace("\n", " ")
    assert before == here.done("log").out
    here.done(*words, "--yes")


def test_a_condition_is_not_taken_back_unsaid_while_a_service_stands_on_it(
    ward: CommandLine,
) -> None:
    is_asked(ward, "Undoing it stops Ward 4.", "undo")


def test_a_condition_that_another_stands_for_is_taken_back_unasked(ward: CommandLine) -> None:
    ward.done("condition", "films", "met", *MET)
    ward.done("undo")


def test_conditions_that_stand_for_each_other_are_not_both_given_up_unsaid(
    ward: CommandLine,
) -> None:
    ward.done("condition", "films", "met", *MET)
    is_asked(ward, "That stops Ward 4.", "condition", "images", "films", "open", "--reason", "x")


def test_a_sign_off_is_not_taken_back_unsaid_while_a_service_waits_for_it(
    ward: CommandLine,
) -> None:
    ward.done("accept", "ward", "--by", "Dr Ana", "--tried", "two patients")
    is_asked(ward, "Undoing it stops Desk.", "undo")


def test_what_an_undo_puts_back_of_a_condition_does_not_hold_if_it_lapsed_meanwhile(
    ward: CommandLine,
) -> None:
    ward.done("mark", "ex1", "compromised")
    ward.done("mark", "ex1", "restored", "--yes")
    ward.done("condition", "images", "met", "--by", "Dr Sol", "--tried", "three images")
    is_asked(ward, "Undoing it stops Ward 4.", "undo")


def test_no_undo_calls_a_condition_met_whose_needs_do_not_work(ward: CommandLine) -> None:
    ward.done("condition", "images", "lost", "--reason", "PACS is gone", "--yes")
    ward.done("mark", "ex1", "compromised")
    answer = ward.typed("undo", ward.done("log").lines[-2].split()[1])
    assert (3, True) == (answer.code, "cannot be met yet" in answer.err), answer
    reason = "condition.needs=films instead"
    ward.done("undo", ward.done("log").lines[-2].split()[1], "--override", reason)
    assert "condition.needs" in ward.done("log").lines[-1]


def test_no_undo_moves_the_attacker_later_unsaid(here: CommandLine) -> None:
    here.done("compromised-since", "2021-01-11 03:00")
    is_asked(here, "the attacker was in since", "undo")


def test_a_moment_that_an_undo_moves_earlier_is_not_asked_about(here: CommandLine) -> None:
    here.done("compromised-since", "2021-01-11 03:00")
    here.done("compromised-since", "2021-01-12 03:00", "--yes")
    here.done("undo")


def test_after_the_end_nothing_is_taken_back_unawares(ward: CommandLine) -> None:
    ward.done("note", "ex1", "rack B4")
    ward.done("take", "old")
    ward.done(*CLOSE, *EXCEPT)
    (taken,) = [line.split()[1] for line in ward.done("log").lines if "old " in line]
    is_asked(ward, "The recovery was closed by dba", "undo", taken)


@pytest.mark.parametrize(
    "words",
    [
        "drop old",
        "step sql1 image",
        "accept ward --by Ana --tried x",
        "condition films awaited --from x",
        "add nas1 --site imc --role x",
    ],
)
def test_after_the_end_nothing_is_done_to_it_unawares(ward: CommandLine, words: str) -> None:
    ward.done("mark", "old", "blocked", "--reason", "x")
    ward.done(*CLOSE, *EXCEPT)
    answer = ward.typed(*words.split())
    assert (3, True) == (answer.code, "The recovery was closed by dba" in answer.err), answer
    ward.done(*words.split(), "--yes")


def test_after_the_end_nothing_is_put_first_unawares(ward: CommandLine) -> None:
    ward.done(*CLOSE, *EXCEPT)
    with closing(Session(ward.plan, operator="dba")) as session:
        with pytest.raises(Unmeant, match="The recovery was closed by dba"):
            session.acts.pin("sql1", "x")
        assert session.acts.meaning_it().pin("sql1", "x")


def test_an_undo_of_a_finding_after_the_end_puts_back_caution_unasked(here: CommandLine) -> None:
    here.done("mark", "san1", "compromised")
    here.done("mark", "san1", "clean", "--yes")
    here.done(*CLOSE, *EXCEPT[:4])
    here.done("undo", here.done("log").lines[-2].split()[1])


def test_a_note_is_taken_back_after_the_end(here: CommandLine) -> None:
    here.done("note", "san1", "rack B4")
    here.done(*CLOSE, *EXCEPT[:4])
    here.done("undo", here.done("log").lines[-2].split()[1])


def test_the_question_is_in_french_for_whoever_reads_french(ward: CommandLine) -> None:
    answer = ward.typed("undo", "--lang", "fr")
    assert 3 == answer.code
    assert "--yes" in answer.err
    assert "stops" not in answer.err


def test_a_refusal_as_json_has_the_question(ward: CommandLine) -> None:
    answer = ward.typed("undo", "--json")
    assert 3 == answer.code
    assert "Undoing it stops Ward 4." in answer.out + answer.err


def test_no_undo_calls_a_server_restored_again_whose_required_steps_were_opened_since(
    here: CommandLine,
) -> None:
    for step in ("1", "2", "3"):
        here.done("step", "sql1", step)
    ticked = here.latest()
    here.done("mark", "sql1", "restored")
    here.done("undo")
    taken_back = here.latest()
    here.done("undo", ticked)
    is_asked(here, "Required and not done on sql1: ", "undo", taken_back)


def test_what_is_called_restored_again_is_asked_about_what_is_open_only_since(
    here: CommandLine,
) -> None:
    for server in ("san1", "sql1"):
        here.done("take", server)
        here.done("mark", server, "restored", "--yes")
    here.done("undo")
    taken_back = here.latest()
    here.done("undo", taken_back)
    here.done("undo")
    taken_back = here.latest()
    here.done("mark", "san1", "compromised")
    is_asked(here, "waits for san1", "undo", taken_back)
    assert '"waits_for": [["san1"]]' in here.done("log", "--json").out.splitlines()[-1]


def test_who_gave_a_server_to_somebody_by_a_slip_takes_that_back(here: CommandLine) -> None:
    here.done("take", "san1")
    here.done("take", "san1", "--for", "ana", "--yes")
    here.done("undo")
    entries = here.done("queue", "--json").json["entries"]
    assert ["dba"] == [entry["held_by"] for entry in entries if entry["server"] == "san1"]
