"""Where the plan names its people, each does what their roles are for; whoever else is about to do
it is told who may, and can still go on for a reason."""

from pathlib import Path

import pytest

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file.load import load, parse
from cli.command_line import CommandLine
from hospitals import plan_of

PEOPLE = """
[operators."Ana Roy"]
roles = ["restorer"]
phone = "4711"
[operators.dba]
roles = ["restorer", "verifier"]
phone = "4712"
[operators.lead]
roles = ["lead"]
phone = "4713"
[operators.scribe]
roles = ["scribe"]
[operators.visitor]
roles = ["observer"]
[operators."Dr Sol"]
roles = ["clinician"]
"""
WHY = ("--override", "role.act=alone tonight")


@pytest.fixture
def staffed(here: CommandLine) -> CommandLine:
    """A hospital that names its people."""
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + PEOPLE, encoding="utf-8")
    return here


@pytest.mark.parametrize(
    ("who", "words", "people"),
    [
        ("visitor", "take san1", "Ana Roy (4711), dba (4712) or lead (4713)"),
        ("visitor", "note san1 seen", "Ana Roy (4711), dba (4712), lead (4713), scribe or Dr Sol"),
        ("scribe", "mark san1 compromised", "Ana Roy (4711), dba (4712) or lead (4713)"),
        ("scribe", "step sql1 image", "Ana Roy (4711), dba (4712) or lead (4713)"),
        ("Dr Sol", "drop san1", "Ana Roy (4711), dba (4712) or lead (4713)"),
        (
            "Dr Sol",
            "compromised-since 2021-01-11T03:00",
            "Ana Roy (4711), dba (4712) or lead (4713)",
        ),
        ("Dr Sol", "indicators CERT-3", "Ana Roy (4711), dba (4712) or lead (4713)"),
        (
            "Dr Sol",
            "evidence san1 --place safe",
            "Ana Roy (4711), dba (4712), lead (4713) or scribe",
        ),
        ("ana  ROY", "pin ex1 --reason x --yes", "lead (4713)"),
        ("Ana Roy", "close --reason over", "lead (4713)"),
    ],
)
def test_who_does_what_is_not_their_role_is_told_who_may(
    staffed: CommandLine, who: str, words: str, people: str
) -> None:
    refused = staffed.typed(*words.split(), "--operator", who)
    assert (3, True) == (refused.code, f"this is for {people}." in refused.err), refused
    assert "role.act=REASON" in refused.err
    assert "" == staffed.done("log").out
    assert (
        0 == staffed.typed(*words.split(), "--operator", who, "--yes", *WHY).code
        or "close" in words
    )


def test_whoever_is_alone_puts_first_and_lets_go_with_a_reason_that_is_seen(
    staffed: CommandLine,
) -> None:
    done = staffed.done("pin", "ex1", "--reason", "x", "--yes", "--operator", "Ana Roy", *WHY)
    assert "override of role.act" in done.out
    staffed.done("unpin", "ex1", "--operator", "Ana Roy", *WHY)
    assert 2 == staffed.done("log").out.count('override of role.act: "alone tonight"')


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("scribe", "note san1 seen"),
        ("dr sol", "note san1 seen"),
        ("Ana Roy", "take san1"),
        ("dba", "mark san1 compromised --note x"),
        ("lead", "take san1"),
        ("LEAD", "pin ex1 --reason x --yes"),
    ],
)
def test_each_does_what_is_theirs(staffed: CommandLine, who: str, words: str) -> None:
    assert 0 == staffed.typed(*words.split(), "--operator", who).code


def test_a_verifier_verifies_and_a_restorer_does_not(staffed: CommandLine) -> None:
    staffed.done("mark", "san1", "restored", "--operator", "lead")
    refused = staffed.typed("mark", "san1", "verified", "--operator", "Ana Roy", "--yes")
    assert (3, True) == (refused.code, "this is for dba (4712) or lead (4713)." in refused.err)
    staffed.done("mark", "san1", "verified", "--operator", "dba")


def test_whoever_restored_cannot_verify_whatever_their_roles_and_overrides(
    staffed: CommandLine,
) -> None:
    staffed.done("mark", "san1", "restored", "--operator", "lead")
    refused = staffed.typed("mark", "san1", "verified", "--operator", "L É A D", "--yes", *WHY)
    assert (3, True) == (refused.code, "somebody else must verify it" in refused.err)


def test_others_acts_are_undone_by_a_lead(staffed: CommandLine) -> None:
    staffed.done("take", "san1", "--operator", "Ana Roy")
    event = staffed.done("log", "--json").lines[-1].split('"id": "')[1][:8]
    assert 3 == staffed.typed("undo", event, "--operator", "dba").code
    assert 0 == staffed.typed("undo", event, "--operator", "lead").code


def test_who_is_not_in_the_table_is_asked_once(staffed: CommandLine) -> None:
    words = ("mark", "san1", "unknown", "--note", "x", "--operator", "zoe")
    refused = staffed.typed(*words)
    assert (3, True) == (refused.code, '"zoe" is not among the people' in refused.err)
    assert 0 == staffed.typed(*words, "--yes").code
    assert 0 == staffed.typed(*words).code


def test_a_sign_off_is_a_clinician_s_and_who_is_unheard_of_is_asked(staffed: CommandLine) -> None:
    staffed.done("mark", "dc1", "ex1", "restored", "--operator", "Ana Roy")
    words = ("accept", "mail", "--tried", "one mail", "--operator", "scribe", "--by")
    refused = staffed.typed(*words, "scribe", "--yes")
    assert (3, True) == (refused.code, "this is for Dr Sol." in refused.err)
    assert '"Dr No" is not among' in staffed.typed(*words, "Dr No").err
    assert 0 == staffed.typed(*words, "dr sol").code


def test_a_plan_can_leave_roles_unasked(staffed: CommandLine) -> None:
    text = staffed.plan.read_text(encoding="utf-8")
    off = text.replace("[policy.rules]", '[policy.rules]\n"role.act" = "off"', 1)
    staffed.plan.write_text(off, encoding="utf-8")
    assert 0 == staffed.typed("take", "san1", "--operator", "visitor").code


def test_people_of_a_plan_are_written_and_read_and_kept(staffed: CommandLine) -> None:
    first, again = load(staffed.plan).plan, load(staffed.plan).plan
    assert first == again == parse(toml_text(first), Path("plan.toml")).plan
    assert ("restorer", "verifier") == first.operators["dba"].roles


@pytest.mark.parametrize(
    "table",
    [
        '[operators.root]\nroles = ["lead"]\n',
        '[operators.ana]\nroles = ["lead"]\n[operators."A n á"]\nroles = ["lead"]\n',
        "[operators.ana]\nroles = []\n",
        '[operators.ana]\nroles = ["boss"]\n',
        "[operators.ana]\n",
        '[operators.ana]\nroles = ["lead"]\nphone = 4711\n',
    ],
)
def test_what_names_nobody_or_no_role_is_a_fault(table: str) -> None:
    with pytest.raises(PlanError, match=r"[12] faults? in the plan"):
        plan_of(table)


STRANGE = '"zed" is not among the people of the plan.'


@pytest.mark.parametrize(
    "words",
    [
        "note san1 hello",
        "take san1",
        "drop ex1",
        "mark san1 unknown",
        "step sql1 image",
        "pin san1 --reason x",
        "restore-point san1 p1 --taken 2021-01-11T02:00",
        "compromised-since 2021-01-11T02:00",
        "indicators three",
        "evidence san1 --what memory",
        "add nas1 --site imc --role x",
        "reopen --reason x",
        "close --reason x --exception bloc=x --exception pacs=x",
    ],
)
def test_who_is_not_among_the_people_is_asked_about_every_act(
    staffed: CommandLine, words: str
) -> None:
    if "drop" in words:
        staffed.done("mark", "ex1", "blocked", "--reason", "x", "--operator", "dba")
    if "reopen" in words:
        ends = ["close", "--reason", "x", "--exception", "bloc=x", "--exception", "pacs=x", "--yes"]
        staffed.done(*ends, "--operator", "lead")
    before = staffed.done("log").out
    answer = staffed.typed(*words.split(), "--operator", "zed")
    assert 3 == answer.code, answer
    if "pin" not in words:
        assert STRANGE in answer.err.replace("\n", " ")
    assert before == staffed.done("log").out
    staffed.done(*words.split(), "--operator", "zed", "--yes")
    staffed.done("note", "san1", "after", "--operator", "ZED")


def test_what_was_written_under_a_name_unasked_speaks_for_nobody(here: CommandLine) -> None:
    here.done("note", "san1", "before the plan named its people", "--operator", "zed")
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + PEOPLE, encoding="utf-8")
    answer = here.typed("mark", "san1", "clean", "--operator", "zed")
    assert (3, True) == (answer.code, STRANGE in answer.err), answer


def test_who_was_given_a_server_or_signed_off_was_meant_and_is_asked_about_once(
    staffed: CommandLine,
) -> None:
    answer = staffed.typed("take", "san1", "--for", "zed")
    assert (3, True) == (answer.code, STRANGE in answer.err), answer
    staffed.done("take", "san1", "--for", "zed", "--yes")
    staffed.done("drop", "san1", "--operator", "zed")


def test_all_who_are_not_among_the_people_are_named_at_once(staffed: CommandLine) -> None:
    answer = staffed.typed("take", "san1", "--for", "yan", "--operator", "zed")
    assert 3 == answer.code
    assert STRANGE in answer.err.replace("\n", " ")
    assert '"yan" is not among the people of the plan.' in answer.err.replace("\n", " ")
    staffed.done("take", "san1", "--for", "yan", "--operator", "zed", "--yes")
    staffed.done("note", "san1", "x", "--operator", "yan")
    staffed.done("note", "san1", "x", "--operator", "zed")


def test_a_list_of_verdicts_lets_nobody_in(staffed: CommandLine) -> None:
    verdicts = staffed.plan.with_name("l.csv")
    verdicts.write_text("host,verdict,date\nex1,clean,2021-01-18\n", encoding="utf-8")
    answer = staffed.typed("triage", "--from", str(verdicts), "--clear", "--operator", "zed")
    assert (3, True) == (answer.code, STRANGE in answer.err), answer
    assert "" == staffed.done("log").out
    staffed.done("triage", "--from", str(verdicts), "--clear", "--yes", "--operator", "zed")
    staffed.done("note", "san1", "x", "--operator", "zed")


def test_of_many_who_may_do_it_those_who_are_not_named_are_counted(staffed: CommandLine) -> None:
    more = "".join(f'[operators.night-{n}]\nroles = ["scribe"]\n' for n in range(3))
    staffed.plan.write_text(staffed.plan.read_text(encoding="utf-8") + more, encoding="utf-8")
    refused = staffed.typed("note", "san1", "seen", "--operator", "visitor")
    assert "Ana Roy (4711), dba (4712), lead (4713), scribe or 4 more." in refused.err


@pytest.mark.parametrize("servers", [(), ("--take", "san1"), ("--all",)])
def test_a_shift_is_given_to_nobody_who_only_looks_on(
    staffed: CommandLine, servers: tuple[str, ...]
) -> None:
    """With servers or without: whoever may do nothing cannot have it, but for a reason."""
    staffed.done("take", "san1", "--operator", "lead")
    words = ("handover", "accept", "--by", "visitor", *servers, "--operator", "lead", "--yes")
    refused = staffed.typed(*words)
    assert (3, "") == (refused.code, refused.out)
    assert "By the plan visitor is observer: this is for " in refused.err
    staffed.done(*words, "--override", "role.holder=nobody else is left")


def test_a_shift_without_servers_may_be_given_to_whoever_writes(staffed: CommandLine) -> None:
    staffed.done("handover", "accept", "--by", "scribe", "--operator", "lead")


def test_whoever_takes_a_shift_and_is_not_of_the_plan_is_asked_about(staffed: CommandLine) -> None:
    asked = staffed.typed("handover", "accept", "--by", "scrib", "--operator", "lead")
    assert 3 == asked.code
    assert '"scrib" is not among the people of the plan. Near to it: "scribe".' in asked.err
