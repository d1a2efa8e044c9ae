"""`do`: through the queue line by line. What is answered is done by the rules of the verbs, and
nothing that was typed for another question is ever an answer."""

import io
import os
import signal
import sqlite3
import sys
from contextlib import closing

import pytest

from cli.command_line import Answer, CommandLine
from cli.line_terminal import LineTerminal


def piped(here: CommandLine, lines: str, *words: str) -> Answer:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.StringIO(lines))
        return here.typed("do", *words)


def acts(here: CommandLine) -> list[str]:
    lines = here.typed("log").lines
    return [line for line in lines if " dba " in line]


def test_it_tells_the_first_server_a_fact_to_a_line_and_what_can_be_answered(
    here: CommandLine,
) -> None:
    answer = piped(here, "quit\n")
    assert (0, "") == (answer.code, answer.err)
    first = answer.lines.index("Server 1: san1")
    assert answer.lines[first + 1 : first + 7] == [
        "role: Stockage",
        "site: IMC",
        "tier: 1",
        "state: compromised",
        "for: Bloc IMC +1",
        "ready: yes",
    ]
    assert answer.lines[first + 7].startswith("why: Tier 1. Bloc IMC waits for it")
    assert answer.lines[-2:] == [
        "san1: take, done, blocked, note, skip or quit? (or help)",
        "The end. 0 acts were written.",
    ]


def test_answers_are_acts_and_the_next_server_comes(here: CommandLine) -> None:
    answer = piped(here, "take\ndone\nskip\nquit\n")
    assert 0 == answer.code, answer
    assert "restored" == here.state("san1")
    assert answer.lines[-1] == "The end. 2 acts were written."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("sudo -i", "reads like a line for another window"),
        ("bonjour marie", "reads like a word to somebody"),
        ("Tournai2021!", "looks like a password"),
        ("oui", "hardly says anything"),
    ],
)
@pytest.mark.parametrize("asks", ["note", "blocked"])
def test_a_text_that_reads_as_if_meant_elsewhere_is_asked_about_before_it_is_a_remark(
    here: CommandLine, asks: str, text: str, why: str
) -> None:
    for lines in (f"{asks}\n{text}\n\nquit\n", f"{asks} {text}\nn\nquit\n"):
        answer = piped(here, lines)
        assert f'"{text}"? It {why}. Is that meant?' in answer.out
        assert answer.lines[-1] == "The end. 0 acts were written."
    assert piped(here, f"{asks}\n{text}\ny\nquit\n").lines[-1] == "The end. 1 act was written."


@pytest.fixture
def disagreement(here: CommandLine) -> CommandLine:
    """dba has dc1 restored; ana blocked it in a copy of the journal, whose events have come since."""
    here.done("note", "old", "x")
    with (
        closing(sqlite3.connect(here.journal)) as ours,
        closing(sqlite3.connect(here.folder / "copy.journal")) as copy,
    ):
        ours.backup(copy)
    here.done("mark", "dc1", "restored")
    there = ("--operator", "ana", "--journal", "copy.journal")
    here.done("mark", "dc1", "blocked", "--reason", "smoke", *there)
    here.done("sync", "copy.journal")
    return here


def in_conflict(here: CommandLine) -> bool:
    return bool(here.done("show", "dc1", "--json").json["conflict"])


def test_what_acts_disagree_about_comes_first_and_is_settled(disagreement: CommandLine) -> None:
    answer = piped(disagreement, "settle restored seen by both\nn\nquit\n")
    assert "dc1: settle, note, skip or quit? (or help)" in answer.lines
    assert "In conflict: dba says restored and ana says blocked. Settle it." in answer.out
    assert in_conflict(disagreement)
    assert 0 == piped(disagreement, "settle restored seen by both\ny\nquit\n").code
    assert ("restored", False) == (disagreement.state("dc1"), in_conflict(disagreement))
    assert "seen by both" in disagreement.done("log", "--json").out


def test_a_conflict_asks_how_it_stands_until_that_is_a_state_and_why(
    disagreement: CommandLine,
) -> None:
    answer = piped(disagreement, "settle\nrest\nblocked\n\nquit\n")
    assert 'There is no state "rest".' in answer.lines
    assert any(
        line.startswith("How does dc1 stand? dba ")
        and "A whole word, as restored or blocked" in line
        for line in answer.lines
    )
    assert "Nothing was written." in answer.lines
    assert in_conflict(disagreement)
    french = piped(disagreement, "quitter\n", "--lang", "fr")
    assert "En conflit : dba dit restauré et ana dit bloqué." in french.out.replace("\xa0", " ")
    french = piped(disagreement, "trancher bloque\nfumée vue\nquitter\n", "--lang", "fr")
    assert 0 == french.code, french
    assert ("blocked", False) == (disagreement.state("dc1"), in_conflict(disagreement))


def test_what_is_not_in_conflict_is_not_settled(here: CommandLine) -> None:
    answer = piped(here, "settle clean\nquit\n")
    assert (1, True) == (answer.code, "san1 is not in conflict." in answer.lines)


@pytest.fixture
def up_again(here: CommandLine) -> CommandLine:
    """All that the theatre needs is back, and what it wishes for; nobody has signed anything off."""
    here.done("mark", "san1", "sql1", "dc1", "dc2", "ex1", "restored")
    return here


def test_a_service_that_is_up_is_signed_off_where_it_comes_up(up_again: CommandLine) -> None:
    answer = piped(up_again, "skip\naccept\nD\nDr Martin\nopened an image\ny\nquit\n")
    assert "Up, not signed off: bloc, mail and pacs. Write accept bloc once" in answer.out
    assert "Service to sign off: bloc" in answer.lines
    assert "bloc: accept, note, skip or quit? (or help)" in answer.lines
    assert "Dr Martin" in up_again.done("show", "bloc").out
    assert "Service to sign off: mail" in answer.lines


def test_another_service_is_signed_off_by_its_name_at_any_question(up_again: CommandLine) -> None:
    assert 0 == piped(up_again, "accept mail Dr Martin\nsent one\ny\nquit\n").code
    assert "Dr Martin" in up_again.done("show", "mail").out


def test_all_that_is_asked_about_a_sign_off_is_asked_at_once(up_again: CommandLine) -> None:
    people = '\n[operators]\ndba = { roles = ["restorer", "lead"] }\n'
    up_again.plan.write_text(up_again.plan.read_text() + people)
    answer = piped(up_again, "accept mail Dr Martin\nsent one\ny\nquit\n")
    assert 1 == answer.out.count("Is that meant?")
    assert "Dr Martin" in up_again.done("show", "mail").out


def test_an_empty_answer_signs_nothing_off_and_a_service_that_is_down_is_refused(
    here: CommandLine,
) -> None:
    answer = piped(here, "accept\naccept bloc\n\naccept bloc Dr Martin\nlooked\ny\nquit\n")
    assert "No service waits to be signed off." in answer.lines
    assert "Nothing was written." in answer.lines
    assert (1, False) == (answer.code, here.journal.exists())


def test_what_is_done_to_a_server_is_not_done_to_a_service(up_again: CommandLine) -> None:
    answer = piped(up_again, "skip\ndone\nnote the ward calls\nquit\n")
    assert any(line.startswith("bloc is a service") for line in answer.lines)
    assert "the ward calls" in up_again.done("show", "bloc").out


def test_what_is_in_hand_comes_before_what_is_not(here: CommandLine) -> None:
    here.done("take", "dc1")
    lines = piped(here, "quit\n").lines
    assert "Server 2: dc1" in lines
    assert "dc1: done, blocked, drop, note, skip or quit? (or help)" in lines


def test_a_question_of_a_rule_is_asked_and_a_no_writes_nothing(here: CommandLine) -> None:
    answer = piped(here, "done\nn\nquit\n")
    assert "Is that meant? (y, or Enter: no)" in answer.out
    assert "Nothing was written." in answer.lines
    assert "compromised" == here.state("san1")


def test_what_is_no_answer_to_a_question_of_a_rule_does_nothing_and_is_asked_again(
    here: CommandLine,
) -> None:
    answer = piped(here, "done\ntake\nok\nn\nquit\n")
    assert 2 == answer.out.count("Answer y or n.")
    assert "compromised" == here.state("san1")


def test_steps_are_ticked_by_step_one_after_the_other(here: CommandLine) -> None:
    for server in ("san1", "dc1", "dc2"):
        here.done("mark", server, "restored")
    answer = piped(here, "take\nstep\nstep\nquit\n")
    assert "sql1: step isolate done" in answer.out
    assert "next step: sql1: rebuild" in answer.lines


def test_a_step_that_gives_something_asks_for_it_until_it_fits(here: CommandLine) -> None:
    text = here.plan.read_text()
    here.plan.write_text(
        text + '[runbooks.san]\nsteps = ["hash-it"]\n[steps.hash-it]\nresult = "hash"\n'
    )
    here.plan.write_text(
        here.plan.read_text().replace("san1 = { site", 'san1 = { runbook = "san", site')
    )
    answer = piped(here, f"step\nno hash\n{'ab' * 32}\nquit\n")
    assert "A SHA-256 is 64 hexadecimal digits" in answer.out
    assert "hash-it done" in answer.out, answer


def test_a_blocked_server_has_its_reason_on_the_same_line_or_on_the_next(
    here: CommandLine,
) -> None:
    piped(here, "blocked the licence is missing\nblocked\nno tape\nquit\n")
    states = [here.done("show", server).out for server in ("san1", "dc2")]
    assert "the licence is missing" in states[0]
    assert "no tape" in states[1]


def test_an_empty_reason_or_note_writes_nothing(here: CommandLine) -> None:
    answer = piped(here, "blocked\n\nnote\n  \nquit\n")
    assert 2 == answer.lines.count("Nothing was written.")
    assert not here.journal.exists()


def test_a_rule_of_policy_asks_why_it_does_not_hold(here: CommandLine) -> None:
    here.plan.write_text(
        here.plan.read_text().replace('"evidence.image" = "off"', '"evidence.image" = "reason"')
    )
    for server in ("san1", "dc2", "dc1"):
        here.done("mark", server, "restored", "--override", "evidence.image=none here")
    answer = piped(here, "done\n\nquit\n")
    assert "say why it does not hold this time" in answer.out
    assert "Nothing was written." in answer.lines
    answer = piped(here, "done\ntake\nn\nquit\n")
    assert '"take"? It hardly says anything. Is that meant?' in answer.out
    assert "restored" != here.state("sql1")
    piped(here, "done\nno disk to image\ny\nquit\n")
    assert "restored" == here.state("sql1")


def test_a_restore_point_is_asked_for_where_points_are_known(here: CommandLine) -> None:
    here.done("restore-point", "san1", "p1", "--taken", "2021-01-16T02:00", "--verdict", "verified")
    answer = piped(here, "done\np9\np1\ny\nquit\n")
    assert "From which restore point of san1? p1; an empty line: not said" in answer.lines
    assert "p1" in here.done("log", "--json").lines[-1]


def test_undo_tells_what_it_takes_back_and_asks(here: CommandLine) -> None:
    answer = piped(here, "take\nundo\nn\nundo\ny\nquit\n")
    assert "Take back dba: san1 taken? (y, or Enter: no)" in answer.lines
    assert "compromised" == here.state("san1")


def test_what_was_passed_over_comes_again_when_all_was(here: CommandLine) -> None:
    answer = piped(here, "skip\n" * 4 + "quit\n")
    assert "That was all that can be gone on with now. From the top again:" in answer.lines
    assert 2 == answer.lines.count("Server 1: san1")


def test_at_the_end_it_says_why_nothing_can_be_done(here: CommandLine) -> None:
    for server in ("san1", "dc1", "dc2", "old"):
        here.done("mark", server, "blocked", "--reason", "no parts")
    answer = piped(here, "")
    assert 0 == answer.code
    assert any(line.startswith("Nothing can be done now") for line in answer.lines)


def test_french_answers_are_taken_with_accents_and_endings_or_without(here: CommandLine) -> None:
    answer = piped(here, "PRENDRE\nlacher\nprendre\nBloquée sans bande\nquitter\n", "--lang", "fr")
    assert 0 == answer.code, answer
    assert "blocked" == here.state("san1")
    assert answer.lines[-1] == "Fin. 4 actes ont été écrits."


def test_english_words_are_answers_in_french_too(here: CommandLine) -> None:
    assert 0 == piped(here, "take\nskip\nquit\n", "--lang", "fr").code


@pytest.mark.parametrize("line", ["ta", "d", "don", "y", "o", "n", "ok", "yes", "take it", "1"])
def test_half_a_word_a_yes_and_a_sentence_are_no_answers(here: CommandLine, line: str) -> None:
    answer = piped(here, f"{line}\nquit\n")
    assert f'"{line}" is no answer here; nothing was written.' in answer.lines
    assert not here.journal.exists()
    assert 1 == answer.code


def test_the_name_of_another_server_is_no_answer(here: CommandLine) -> None:
    assert 1 == piped(here, "done dc1\nquit\n").code
    assert not here.journal.exists()


def test_in_a_pipe_a_line_behind_a_text_acts_only_with_the_name_of_its_server(
    here: CommandLine,
) -> None:
    answer = piped(here, "note\nfirst line\ntake\ntake san1\nquit\n")
    assert any("name the server too, as take san1" in line for line in answer.lines)
    assert "restoring" == here.state("san1")
    assert 3 == answer.code


def test_a_line_without_its_end_is_not_taken(here: CommandLine) -> None:
    answer = piped(here, "take")
    assert (3, 'The line broke off: "take" was not taken for an answer.') == (
        answer.code,
        answer.err.strip(),
    )
    assert not here.journal.exists()


def test_a_reason_without_its_end_is_not_taken(here: CommandLine) -> None:
    assert 3 == piped(here, "take\nblocked\nno ta").code
    assert "restoring" == here.state("san1")


def test_where_nobody_can_answer_it_is_refused(here: CommandLine) -> None:
    assert 3 == piped(here, "").code
    assert 3 == here.typed("do", "--json").code
    assert 4 == here.typed("do", "--read-only").code


def test_a_shared_account_is_refused_before_anything_is_asked(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHWAPI_OPERATOR", "root")
    answer = piped(here, "take\nquit\n")
    assert 0 != answer.code
    assert "take, done" not in answer.out


def test_show_tells_all_about_the_server_and_help_every_word(here: CommandLine) -> None:
    answer = piped(here, "show\nhelp\nagain\nquit\n")
    assert "skip: on to the next server; nothing is written" in answer.lines
    assert 2 <= answer.lines.count("Server 1: san1")


def test_somebody_who_was_faster_is_told_and_nothing_is_overwritten(here: CommandLine) -> None:
    with LineTerminal(here, "do") as at:
        at.sees("san1: take, done, blocked, note, skip or quit? (or help)\r\n")
        here.done("mark", "san1", "blocked", "--reason", "smoke", "--operator", "lead")
        at.types("take\n")
        at.sees("smoke")
        at.sees("? (or help)\r\n")
        at.types("quit\n")
        assert 0 == at.ended()
    assert "blocked" == here.state("san1")


def test_of_many_lines_pasted_the_first_alone_answers(here: CommandLine) -> None:
    with LineTerminal(here, "do") as at:
        at.sees("? (or help)\r\n")
        at.types("take\ndone\ny\ndone\n")
        at.sees("3 lines came with that answer, and were left out.")
        at.sees("? (or help)\r\n")
        at.types("quit\n")
        assert 0 == at.ended()
    assert "restoring" == here.state("san1")


def test_a_text_takes_the_whole_of_what_was_pasted_and_nothing_of_it_acts(
    here: CommandLine,
) -> None:
    with LineTerminal(here, "do") as at:
        at.sees("? (or help)\r\n")
        at.types("blocked\n")
        at.sees("(an empty line: no)\r\n")
        at.types("no tape,\ntake\ndone\n")
        at.sees("dc2: take, done, blocked")
        at.types("quit\n")
        assert 0 == at.ended()
    assert "no tape, take done" in here.done("show", "san1").out
    assert "compromised" == here.state("dc2")


def test_what_was_typed_before_the_first_question_is_left_out(here: CommandLine) -> None:
    with LineTerminal(here, "do") as at:
        at.types("take\n")
        at.sees("What was typed before this question was left out.")
        at.sees("? (or help)\r\n")
        at.types("\x04")
        assert 0 == at.ended()
    assert not here.journal.exists()


def test_an_arrow_key_is_no_letter_of_a_reason(here: CommandLine) -> None:
    with LineTerminal(here, "do") as at:
        at.sees("? (or help)\r\n")
        at.types("note\n")
        at.sees("(an empty line: none)\r\n")
        at.types("tape\x1b[D14\n")
        at.sees("Write it once more.")
        at.sees("(an empty line: none)\r\n")
        at.types("tape 14\n")
        at.sees("? (or help)\r\n")
        at.types("quit\n")
        assert 0 == at.ended()
    assert "tape 14" in here.done("log").out


def test_ctrl_c_ends_it_with_130_and_what_was_done_is_written(here: CommandLine) -> None:
    with LineTerminal(here, "do") as at:
        at.sees("? (or help)\r\n")
        at.types("take\n")
        at.sees("? (or help)\r\n")
        os.killpg(at.process.pid, signal.SIGINT)
        at.sees("The end. 1 act was written.")
        assert 130 == at.ended()
        assert "Traceback" not in at.printed
    assert "restoring" == here.state("san1")


def test_a_terminal_gets_no_escape_no_frame_and_no_line_twice(here: CommandLine) -> None:
    with LineTerminal(here, "do") as at:
        at.sees("? (or help)\r\n")
        at.types("take\n")
        at.sees("? (or help)\r\n")
        at.types("quit\n")
        assert 0 == at.ended()
        assert not set("\x1b│─┌·") & set(at.printed)


def test_what_is_wrong_when_it_begins_is_told_once_and_hinders_nothing(here: CommandLine) -> None:
    answer = piped(here, "take\nskip\nquit\n", "--mirror", str(here.folder / "missing"))
    assert 0 == answer.code, answer
    assert 1 == answer.err.count("The mirror lags behind")
    assert "restoring" == here.state("san1")


def test_a_text_behind_a_word_has_no_key_in_it_that_is_no_letter(here: CommandLine) -> None:
    answer = piped(here, "note san1 tape \x1b[D14\nnote san1 tape\t15\nquit\n")
    assert "a key in it which is no letter" in answer.out
    assert ["tape 15"] == [line[-7:] for line in acts(here) if "san1: note" in line]


def test_a_site_that_leaves_the_plan_between_two_answers_is_told(here: CommandLine) -> None:
    plan = here.folder / "inventory.toml"

    stdin = io.StringIO("skip\nskip\nskip\n")
    read = stdin.readline

    def edited(size: int = -1) -> str:
        text = plan.read_text(encoding="utf-8").replace('"union"', '"imc"')
        plan.write_text(text.replace('[sites.union]\nname = "Union"', ""), encoding="utf-8")
        return read(size)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stdin, "readline", edited)
        patched.setattr(sys, "stdin", stdin)
        answer = here.typed("do", "--site", "union")
    assert 1 == answer.code
    assert 'There is no site "union"' in answer.err
    assert "The end. 0 acts were written." == answer.lines[-1]
