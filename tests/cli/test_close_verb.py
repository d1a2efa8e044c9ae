"""The end of a recovery: closed on criteria or with exceptions by name, opened again, and nothing
dropped by it."""

import pytest

from cli.command_line import CommandLine
from journal.forgeries import chained, written

EXCEPT = ("--exception", "bloc=moved to another house", "--exception", "pacs=a supplier's for now")
APART = (
    "Compromised, and nothing of this waits for it: rebuild or retire it before it is switched on"
)
CLOSE = ("close", "--reason", "normal work", "--yes")


@pytest.fixture
def closed(here: CommandLine) -> CommandLine:
    here.done(*CLOSE, *EXCEPT)
    return here


def test_all_that_does_not_hold_is_named_and_nothing_is_written(here: CommandLine) -> None:
    answer = here.typed(*CLOSE)
    assert 3 == answer.code
    assert (
        "Bloc IMC (bloc: down, not signed off) and PACS (pacs: down, not signed off)" in answer.err
    )
    assert "--exception ID=REASON" in answer.err
    assert None is here.done("progress", "--json").json["closed"]
    left = here.done("progress", "--json").json["left_to_close"]
    assert ["bloc", "pacs"] == [one["id"] for one in left]


def test_one_exception_is_not_another(here: CommandLine) -> None:
    answer = here.typed(*CLOSE, *EXCEPT[:2])
    assert 3 == answer.code
    assert "PACS (pacs: down" in answer.err
    assert "bloc" not in answer.err


def test_whoever_closes_is_asked_whether_they_mean_it(here: CommandLine) -> None:
    answer = here.typed("close", "--reason", "x", *EXCEPT)
    assert 3 == answer.code
    assert "--yes" in answer.err


def test_that_it_is_closed_is_said_on_every_page_and_in_the_log(closed: CommandLine) -> None:
    assert closed.done("queue").lines[0].startswith("CLOSED · ")
    assert "the recovery closed with 2 exceptions (normal work)" in closed.done("log").lines[-1]
    ended = closed.done("progress", "--json").json["closed"]
    assert ("dba", "normal work") == (ended["operator"], ended["reason"])
    assert {"bloc": "moved to another house", "pacs": "a supplier's for now"} == ended["exceptions"]


def test_a_finding_is_taken_after_the_end_and_other_acts_are_asked_about(
    closed: CommandLine,
) -> None:
    assert 0 == closed.typed("mark", "dc1", "compromised", "--note", "webshell").code
    answer = closed.typed("mark", "dc1", "restored")
    assert 3 == answer.code
    assert "The recovery was closed by dba" in answer.err
    assert 0 == closed.typed("mark", "dc1", "restored", "--yes").code


def test_it_is_opened_again_with_a_reason_and_by_an_undo(closed: CommandLine) -> None:
    assert 1 == closed.typed("reopen").code
    closed.done("reopen", "--reason", "dc1 infected again")
    assert not closed.done("queue").lines[0].startswith("CLOSED")
    asked = closed.typed("undo")
    assert (3, "This ends the recovery for everybody.") == (asked.code, asked.err[:37])
    closed.done("undo", "--yes")
    assert closed.done("queue").lines[0].startswith("CLOSED")
    ended = closed.done("progress", "--json").json["closed"]
    assert {"bloc", "pacs"} == set(ended["exceptions"])
    closed.done("reopen", "--reason", "dc1 infected again")
    assert 1 == closed.typed("reopen", "--reason", "again").code


def test_an_undo_ends_it_again_only_while_nothing_more_hinders_the_end(
    closed: CommandLine,
) -> None:
    with closed.plan.open("a", encoding="utf-8") as plan:
        plan.write('[conditions.paper]\nname = "Paper entered"\nwho = "archive"\n')
    closed.done("reopen", "--reason", "paper was forgotten")
    answer = closed.typed("undo")
    assert 3 == answer.code
    assert (
        "That would close the recovery again, and this does not hold: Paper entered (paper"
        in answer.err
    )
    assert not closed.done("queue").lines[0].startswith("CLOSED")
    closed.done("condition", "paper", "met", "--by", "ana", "--tried", "200 sheets")
    (reopened,) = [line for line in closed.done("log").lines if "goes on" in line]
    closed.done("undo", reopened.split()[1], "--yes")
    assert closed.done("queue").lines[0].startswith("CLOSED")


def test_closing_again_in_the_same_words_writes_nothing(closed: CommandLine) -> None:
    before = closed.done("log").lines
    closed.done(*CLOSE, *EXCEPT)
    assert before == closed.done("log").lines


def test_whoever_did_not_see_that_it_was_opened_again_does_not_keep_it_closed(
    closed: CommandLine,
) -> None:
    closed.done("sync", "copy.journal")
    closed.done("reopen", "--reason", "dc1 infected again")
    closed.done("close", "--reason", "x", "--yes", *EXCEPT, "--journal", "copy.journal")
    closed.done("sync", "copy.journal")
    for journal in (closed.journal, closed.folder / "copy.journal"):
        assert not closed.done("queue", "--journal", str(journal)).lines[0].startswith("CLOSED")


def test_a_condition_hinders_the_end_until_it_is_met(here: CommandLine) -> None:
    with here.plan.open("a", encoding="utf-8") as plan:
        plan.write('[conditions.paper]\nname = "Paper entered"\nwho = "archive"\n')
    answer = here.typed(*CLOSE, *EXCEPT)
    assert 3 == answer.code
    assert "Paper entered (paper: open" in answer.err
    here.done("condition", "paper", "met", "--by", "ana", "--tried", "200 sheets")
    here.done(*CLOSE, *EXCEPT)


def test_a_list_of_verdicts_after_the_end_is_told_that_it_is_over(closed: CommandLine) -> None:
    (closed.folder / "edr.csv").write_text("host,verdict\ndc2,infected\n", encoding="utf-8")
    answer = closed.typed("triage", "--from", "edr.csv")
    assert "The recovery was closed by dba" in answer.err


@pytest.mark.parametrize("words", ["bloc", "=x", "bloc=", " = "])
def test_an_exception_without_an_id_or_a_reason_is_a_wrong_word(
    here: CommandLine, words: str
) -> None:
    assert 2 == here.typed(*CLOSE, "--exception", words).code


def test_all_that_is_left_is_listed_a_line_each_and_nothing_is_written(here: CommandLine) -> None:
    answer = here.done("close", "--list")
    assert [
        "To restore: compromised, and waited for by what follows: 3",
        "san1 is compromised: 2 services wait for it",
        "dc2 is compromised: 2 services wait for it",
        "sql1 is compromised: 2 services wait for it",
        "",
        f"{APART}: 2",
        "dc1 is compromised",
        "ex1 is compromised",
        "",
        "To bring back, then have signed off (down): 2",
        "Bloc IMC (bloc: down, not signed off)",
        "PACS (pacs: down, not signed off)",
    ] == answer.lines[2:]
    assert "2 things do not hold yet" in answer.err
    left = here.done("close", "--list", "--json").json["left_to_close"]
    assert left == here.done("progress", "--json").json["left_to_close"]
    assert ["down", "down"] == [one["kind"] for one in left]
    assert ["san1", "dc2", "sql1"] == here.done("close", "--list", "--json").json["to_restore"]
    assert [] == here.done("log").lines


def test_compromised_servers_that_nothing_waits_for_are_named_apart(here: CommandLine) -> None:
    with here.plan.open("a", encoding="utf-8") as plan:
        for name in ("lab1", "old1", "gone1"):
            plan.write(f'[servers.{name}]\nsite = "imc"\nrole = "x"\nstate = "unknown"\n')
    here.done("mark", "lab1", "old1", "gone1", "compromised")
    here.done("mark", "gone1", "retired", "--reason", "scrapped")
    assert f"{APART}: 4" in here.done("close", "--list").lines
    told = here.done("close", "--list", "--json").json
    assert ["dc1", "ex1", "lab1", "old1"] == sorted(told["compromised_apart"])
    assert ["san1", "dc2", "sql1"] == told["to_restore"]
    here.done("mark", "old1", "restored", "--yes")
    left = here.done("close", "--list", "--json").json["compromised_apart"]
    assert ["dc1", "ex1", "lab1"] == sorted(left)


def test_one_reason_is_given_for_all_of_a_kind_and_each_is_listed_first(
    here: CommandLine,
) -> None:
    with here.plan.open("a", encoding="utf-8") as plan:
        for number in range(3):
            plan.write(f'[conditions.paper{number}]\nname = "Paper {number}"\nwho = "archive"\n')
    for_all = ("--for-all", "down=moved out", "--for-all", "condition=the archive goes on")
    asked = here.typed("close", "--reason", "x", *for_all, "--exception", "paper1=burnt")
    assert 3 == asked.code
    listed = [line for line in asked.err.splitlines() if line.startswith("exception: ")]
    assert 5 == len(listed)
    assert "exception: PACS (pacs): moved out" in listed
    assert "exception: Paper 1 (paper1): burnt" in listed
    here.done(*CLOSE, *for_all, "--exception", "paper1=burnt")
    ended = here.done("progress", "--json").json["closed"]
    assert {
        "bloc": "moved out",
        "pacs": "moved out",
        "paper0": "the archive goes on",
        "paper1": "burnt",
        "paper2": "the archive goes on",
    } == ended["exceptions"]


@pytest.mark.parametrize(
    ("words", "code"), [("suspect=x", 1), ("servers=x", 2), ("down=", 2), ("down", 2)]
)
def test_a_kind_of_which_there_is_nothing_is_told(here: CommandLine, words: str, code: int) -> None:
    answer = here.typed(*CLOSE, *EXCEPT, "--for-all", words)
    assert code == answer.code
    assert [] == here.done("log").lines


def test_a_refusal_names_a_dozen_and_where_all_are_listed(here: CommandLine) -> None:
    with here.plan.open("a", encoding="utf-8") as plan:
        for number in range(20):
            plan.write(f'[conditions.paper{number}]\nname = "Paper {number}"\nwho = "archive"\n')
    answer = here.typed(*CLOSE)
    assert "22 things do not hold" in answer.err
    assert "and 10 more" in answer.err
    assert "close --list" in answer.err
    assert 22 == len(here.done("close", "--list", "--json").json["left_to_close"])


def test_a_server_is_named_as_an_exception_by_what_waits_for_it(here: CommandLine) -> None:
    answer = here.typed(*CLOSE, *EXCEPT, "--exception", "dc1=still infected")
    assert 1 == answer.code
    assert (
        "dc1 hinders the end by what waits for it: name each of those instead, bloc" in answer.err
    )
    answer = here.typed(*CLOSE, *EXCEPT, "--exception", "blok=x")
    assert (1, True) == (answer.code, 'Did you mean "bloc"?' in answer.err)


def test_how_it_was_closed_is_told_with_each_exception(closed: CommandLine) -> None:
    listed = closed.done("close", "--list")
    assert "It ended with: normal work" in listed.lines
    assert "exception: Bloc IMC (bloc): moved to another house" in listed.lines
    told = closed.done("close", "--list", "--json").json["closed"]
    assert {"bloc", "pacs"} == set(told["exceptions"])


def test_a_service_that_stops_after_the_end_tells_that_it_is_still_called_closed(
    here: CommandLine,
) -> None:
    for server in ("san1", "dc2", "sql1", "ex1", "dc1"):
        here.done("mark", server, "restored")
    left = [one["id"] for one in here.done("progress", "--json").json["left_to_close"]]
    here.done(*CLOSE, *(word for id in left for word in ("--exception", f"{id}=x")))
    found = here.done("mark", "san1", "compromised")
    assert (
        "The recovery is still called closed: reopen (in the console 7, Y) opens it again."
        in found.out
    )
    here.done("reopen", "--reason", "san1")
    assert "still called closed" not in here.done("mark", "sql1", "compromised").out


def test_a_sync_tells_that_somebody_else_closed_it_and_what_does_not_hold(
    here: CommandLine,
) -> None:
    other = ("--journal", "peer.journal")
    here.done(*CLOSE, *EXCEPT, *other)
    told = here.done("sync", "peer.journal").out
    assert "The recovery was closed by dba at" in told
    assert "It ended with: normal work" in told
    assert "no exception" not in told
    here.done("reopen", "--reason", "a finding", "--yes", *other)
    assert "The recovery, which was closed, goes on." in here.done("sync", "peer.journal").out
    assert "closed" not in here.done("sync", "peer.journal").out


def test_a_close_that_no_rule_asked_about_is_told_with_what_does_not_hold(
    here: CommandLine,
) -> None:
    closed = {
        "subject": "record",
        "kind": "closed",
        "data": {"before": None, "after": {"reason": "all done " * 200, "exceptions": {}}},
        "at": "2001-02-01T10:00:00.000Z",
    }
    written(here.folder / "q.journal", chained([closed]))
    lines = here.done("sync", "q.journal").lines
    assert "That is before the incident began." in lines
    assert any("2 things do not hold, and were no exceptions then: close" in line for line in lines)
    assert all(len(line) < 700 for line in lines)
