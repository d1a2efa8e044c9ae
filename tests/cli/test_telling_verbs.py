"""What people write down for each other: promises, hypotheses, words given out, and who took over.
The handover says what the events say, counted another way."""

from typing import Any

import pytest

from cli.command_line import CommandLine


def handover(here: CommandLine) -> Any:
    return here.done("handover", "--json").json


def last(here: CommandLine) -> str:
    return str(here.events()[-1]["id"][:8])


def test_a_promise_is_listed_until_it_is_kept_or_broken(here: CommandLine) -> None:
    here.done("promise", "bloc", "two", "theatres", "--by", "9000-01-01")
    here.done("promise", "incident", "a word to the press", "--by", "9000-01-02")
    here.done("promise", "bloc", "--kept")
    told = {each["promise"]: each for each in handover(here)["promises"]}
    last_of: dict[str, Any] = {}
    for event in here.events():
        if event["kind"] == "promised":
            last_of[event["data"]["promise"]] = event
    assert {
        name: (e["subject"], e["data"]["after"]["text"], e["data"]["after"].get("state", "open"))
        for name, e in last_of.items()
    } == {name: (of["id"], of["text"], of["state"]) for name, of in told.items()}
    assert ["kept", "open"] == [each["state"] for each in told.values()]
    here.done("undo")
    assert ["open", "open"] == [each["state"] for each in handover(here)["promises"]]


def test_which_of_two_promises_is_meant_is_asked(here: CommandLine) -> None:
    for text in ("one", "two"):
        here.done("promise", "bloc", text, "--by", "9000-01-01")
    answer = here.typed("promise", "bloc", "--broken")
    assert 1 == answer.code
    assert "Several promises are open about bloc: bloc-" in answer.err
    name = handover(here)["promises"][0]["promise"]
    here.done("promise", name, "--broken", "--reason", "no power")
    assert ["broken", "open"] == [each["state"] for each in handover(here)["promises"]]


@pytest.mark.parametrize(
    "words",
    [
        ("promise", "bloc", "--kept", "--broken"),
        ("promise", "bloc", "x", "--kept"),
        ("note", "--hypothesis", "--told", "ana", "x"),
        ("handover", "--by", "ana"),
        ("handover", "given"),
    ],
)
def test_words_that_do_not_go_together_are_a_wrong_use(
    here: CommandLine, words: tuple[str, ...]
) -> None:
    assert 2 == here.typed(*words).code
    assert [] == here.events()


def test_a_hypothesis_is_open_until_a_note_says_what_came_of_it(here: CommandLine) -> None:
    here.done("note", "--hypothesis", "they came by the VPN")
    vpn = last(here)
    here.done("note", "sql1", "--hypothesis", "the tape is infected")
    tape = last(here)
    here.done("note", "--eliminated", vpn, "its logs are clean")
    here.done("note", "--confirmed", tape, "the scanner found it")
    told = handover(here)["hypotheses"]
    assert [("record", "eliminated"), ("sql1", "confirmed")] == [
        (h["id"], h["state"]) for h in told
    ]
    assert ["its logs are clean", "the scanner found it"] == [h["why"] for h in told]
    here.done("undo")
    assert ["eliminated", "open"] == [h["state"] for h in handover(here)["hypotheses"]]


def test_notes_that_disagree_leave_a_hypothesis_open(here: CommandLine) -> None:
    here.done("note", "--hypothesis", "by the VPN")
    vpn = last(here)
    here.done("note", "--eliminated", vpn, "no")
    here.done("note", "--confirmed", vpn, "yes")
    assert ["open"] == [h["state"] for h in handover(here)["hypotheses"]]


def test_an_unknown_hypothesis_names_those_that_there_are(here: CommandLine) -> None:
    here.done("note", "--hypothesis", "by the VPN")
    answer = here.typed("note", "--eliminated", "zzz", "x")
    assert (1, True) == (answer.code, last(here) in answer.err)


def test_the_last_word_to_each_is_told(here: CommandLine) -> None:
    here.done("note", "--told", "director", "theatre", "at", "eight")
    here.done("note", "--told", "ward 3", "--", "bloc", "paper until noon")
    here.done("note", "--told", "Director", "theatre at nine")
    assert [("Director", "theatre at nine"), ("ward 3", "paper until noon")] == [
        (each["whom"], each["text"]) for each in handover(here)["told"]
    ]
    assert "incident: told Director: theatre at nine" in here.done("log").out


def test_a_word_given_counts_from_when_it_was_given(here: CommandLine) -> None:
    here.done("note", "--told", "wards", "not before eight", "--at", "2021-01-18T02:05+01:00")
    here.done("note", "--told", "wards", "not before six", "--at", "2021-01-18T01:10+01:00")
    here.done("note", "incident", "the firm rang", "--at", "2021-01-18T01:20+01:00")
    lines = here.done("handover").lines
    assert "- wards, 18/01/2021 02:05: not before eight (dba)" in lines
    assert "- 18/01/2021 01:20 dba: the firm rang" in lines
    (told,) = handover(here)["told"]
    assert "2021-01-18T01:05:00.000Z" == told["done_at"]
    here.done("note", "--told", "wards", "not before nine")
    (told,) = handover(here)["told"]
    assert ("not before nine", False) == (told["text"], "done_at" in told)


def test_a_note_on_the_incident_as_a_whole_is_in_every_handover(here: CommandLine) -> None:
    here.done("note", "incident", "the firm comes at six")
    here.done("note", "sql1", "rack B4")
    told = handover(here)
    assert ["the firm comes at six"] == [each["text"] for each in told["incident_notes"]]
    assert ["rack B4"] == [each["text"] for each in told["notes"]]
    assert [] == here.done("queue", "--json").json.get("not_in_plan", [])


def test_a_note_that_names_nothing_known_is_no_note(here: CommandLine) -> None:
    assert 1 == here.typed("note", "sql9", "x").code
    assert 1 == here.typed("note", "sql1").code
    assert [] == here.events()


def test_who_comes_takes_over_what_they_choose(here: CommandLine) -> None:
    here.done("take", "sql1")
    here.done("take", "dc1")
    here.done("handover", "accept", "--by", "ana", "--take", "sql1", "--yes")
    assert ["ana", "dba"] == [here.entry(server)["held_by"] for server in ("sql1", "dc1")]
    assert {"by": "ana", "servers": ["sql1"]} == {
        key: handover(here)["taken_over"][key] for key in ("by", "servers")
    }
    here.done("undo", "--yes")
    assert "dba" == here.entry("sql1")["held_by"]
    assert None is handover(here)["taken_over"]
    here.done("handover", "accept", "--by", "ana", "--all", "--yes")
    assert ["dc1", "sql1"] == handover(here)["taken_over"]["servers"]


def test_who_comes_takes_over_what_the_one_who_goes_has_in_hand(here: CommandLine) -> None:
    here.done("take", "sql1", "--operator", "ana")
    assert 3 == here.typed("take", "sql1", "--yes").code
    answer = here.done("handover", "accept", "--by", "dba", "--take", "sql1")
    assert "sql1 taken over from ana" in answer.out
    assert "dba" == here.entry("sql1")["held_by"]


def test_nobody_takes_over_for_somebody_else_what_a_third_has_in_hand(here: CommandLine) -> None:
    here.done("take", "sql1", "--operator", "ana")
    here.done("note", "sql1", "x", "--operator", "bob")
    answer = here.typed("handover", "accept", "--by", "bob", "--take", "sql1", "--yes")
    assert 3 == answer.code
    assert "handover accept --take sql1" in answer.err
    assert "ana" == here.entry("sql1")["held_by"]


def test_who_takes_over_is_a_person(here: CommandLine) -> None:
    assert 3 == here.typed("handover", "accept", "--by", "x").code
    assert [] == here.events()


def test_a_promise_that_is_expected_later_says_so_with_both_times(here: CommandLine) -> None:
    here.done("promise", "bloc", "theatre open", "--by", "2 min")
    here.done("promise", "mail", "mail back", "--by", "9000-01-01")
    late, in_time = handover(here)["promises"]
    expected = here.done("forecast", "bloc", "--json").json["services"][0]["forecast"]
    assert late["expected"]["p50"][:10] == expected["p50"][:10]
    assert late["expected"]["p50"] > late["by"]
    assert (True, False) == (late["later_than_promised"], in_time["later_than_promised"])
    page = " ".join(here.done("handover").out.split())
    assert 1 == page.count("LATER THAN PROMISED: expected ")
    assert "at worst" in page


def test_the_direction_hears_what_is_expected_later_than_promised(here: CommandLine) -> None:
    here.done("promise", "mail", "mail back", "--by", "9000-01-01")
    assert "Later than promised" not in here.done("report", "--for", "direction").out
    here.done("promise", "bloc", "theatre open", "--by", "2 min")
    page = here.done("report", "--for", "direction").out
    assert "Later than promised: 1\n- Bloc IMC: promised " in page
    assert ", expected " in page
    (told,) = here.done("report", "--for", "direction", "--json").json["later_than_promised"]
    assert ("bloc", "theatre open") == (told["id"], told["text"])
    assert told["p50"] > told["by"]
    here.done("mark", "san1", "blocked", "--reason", "no disk")
    assert "nobody can say when" in " ".join(here.done("report").out.split())


def test_what_was_promised_and_works_is_not_called_late(here: CommandLine) -> None:
    here.done("promise", "mail", "mail back", "--by", "2 min")
    here.done("mark", "dc1", "ex1", "restored")
    (promise,) = handover(here)["promises"]
    assert (None, False) == (promise["expected"], promise["later_than_promised"])
    assert "LATER" not in here.done("handover").out


def test_of_what_nobody_can_foresee_a_promise_says_so(here: CommandLine) -> None:
    here.done("promise", "bloc", "theatre open", "--by", "9000-01-01")
    here.done("mark", "san1", "blocked", "--reason", "no disk")
    (promise,) = handover(here)["promises"]
    assert (None, True) == (promise["expected"], promise["later_than_promised"])
    assert "No time is expected: " in " ".join(here.done("handover").out.split())


def test_who_has_just_taken_the_shift_over_takes_it_over_once(here: CommandLine) -> None:
    here.done("handover", "accept", "--by", "Dba")
    before = len(here.events())
    again = here.done("handover", "accept", "--by", "dba")
    assert "Nothing to do: already so." in again.err
    assert before == len(here.events())
    here.done("handover", "accept", "--by", "eve")
    here.done("handover", "accept", "--by", "dba", "--take", "sql1")
    taken = [e["data"]["after"]["by"] for e in here.events() if e["kind"] == "handover.accepted"]
    assert ["dba", "eve", "dba"] == [each.casefold() for each in taken]
