"""`export plan`: the plan as it stands, or one that the journal has seen."""

import hashlib
import json
from pathlib import Path

import pytest

from chwapi_console.inventory.file.load import load, parse
from cli.command_line import CommandLine


@pytest.fixture
def acted(here: CommandLine) -> CommandLine:
    """A night in which one server was found clean, one restored, one verified by another person."""
    here.done("mark", "old", "clean")
    here.done("mark", "san1", "dc1", "restored")
    here.done("mark", "san1", "verified", "--operator", "lead")
    return here


def test_it_goes_to_stdout_with_the_present_verdicts_and_opens(acted: CommandLine) -> None:
    answer = acted.done("export", "plan")
    states = {
        name: server.state
        for name, server in parse(answer.out, Path("plan.toml")).plan.servers.items()
    }
    assert ("clean", "clean", "unknown", "compromised") == (
        states["old"],
        states["san1"],
        states["dc1"],
        states["sql1"],
    )
    assert "dc1 is restored, and unknown in it: look at it again." in answer.err
    assert acted.done("audit", "--json").json["head"] in answer.out


def test_a_journal_begun_with_it_stands_where_the_other_stood_or_is_more_careful(
    acted: CommandLine,
) -> None:
    acted.done("export", "plan", "new.toml")
    before, after = (
        acted.done("services", "--json", *where).json["services"]
        for where in ((), ("-i", "new.toml"))
    )
    ranks = ["down", "partial", "up", "accepted"]
    assert all(
        ranks.index(a["status"]) <= ranks.index(b["status"])
        for a, b in zip(after, before, strict=True)
    )
    assert load(acted.folder / "new.toml").plan.policy == load(acted.plan).plan.policy


def test_exporting_a_plan_writes_nothing_into_the_journal_and_works_read_only(
    acted: CommandLine,
) -> None:
    count = len(acted.done("log", "--json").lines)
    acted.done("export", "plan", "--read-only")
    assert count == len(acted.done("log", "--json").lines)


def test_nothing_is_written_over(acted: CommandLine) -> None:
    for name in ("new.toml", "inventory.toml"):
        acted.typed("export", "plan", "new.toml")
        text = (acted.folder / name).read_bytes()
        answer = acted.typed("export", "plan", name)
        assert (1, text) == (answer.code, (acted.folder / name).read_bytes())
        assert f"{name} is there already. Name another file." in answer.err


def test_an_earlier_plan_comes_back_to_the_letter_though_its_file_is_gone(
    acted: CommandLine,
) -> None:
    text = acted.plan.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    acted.plan.unlink()
    assert text == acted.done("export", "plan", "--seen", digest[:6], "--unchanged").out
    acted.done("export", "plan", "back.toml", "--seen", digest.upper(), "--unchanged")
    assert text == (acted.folder / "back.toml").read_text(encoding="utf-8")


def test_an_earlier_plan_can_be_taken_with_the_verdicts_of_now(acted: CommandLine) -> None:
    text = acted.plan.read_text(encoding="utf-8")
    acted.plan.write_text(text.replace('role = "Archive"', 'role = "Musée"'), encoding="utf-8")
    acted.done("mark", "old", "compromised")
    out = acted.done("export", "plan", "--seen", hashlib.sha256(text.encode()).hexdigest()[:8]).out
    old = parse(out, Path("plan.toml")).plan.servers["old"]
    assert ("Archive", "compromised") == (old.role, old.state)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--seen", "zz"), "No plan of this journal has the digest zz. It has "),
        (("--unchanged",), "--unchanged goes with --seen DIGEST"),
        (("--seen", ""), "--seen is blank"),
        (("nowhere/x.toml",), "nowhere/x.toml cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_a_sentence(
    acted: CommandLine, words: tuple[str, ...], sentence: str
) -> None:
    answer = acted.typed("export", "plan", *words)
    assert (1, "") == (answer.code, answer.out)
    assert sentence in answer.err


def test_several_plans_with_one_beginning_are_named(acted: CommandLine) -> None:
    digests = [hashlib.sha256(acted.plan.read_bytes()).hexdigest()]
    number = 0
    while digests[-1][0] not in {digest[0] for digest in digests[:-1]}:
        number += 1
        text = acted.plan.read_text(encoding="utf-8") + f"# {number}\n"
        acted.plan.write_text(text, encoding="utf-8")
        acted.done("note", "old", f"{number}")
        digests.append(hashlib.sha256(text.encode()).hexdigest())
    alike = [digest[:12] for digest in digests if digest[0] == digests[-1][0]]
    answer = acted.typed("export", "plan", "--seen", digests[-1][0])
    assert 1 == answer.code
    assert f"begin with {digests[-1][0]}: {' and '.join(alike)}. Write more of it." in answer.err


def test_where_there_is_no_journal_that_is_said(here: CommandLine) -> None:
    answer = here.typed("export", "plan", "--seen", "ab")
    assert (1, "There is no journal inventory.journal. Name one with --journal.\n") == (
        answer.code,
        answer.err,
    )


def test_conflicts_are_said(acted: CommandLine) -> None:
    acted.done("sync", "other.journal")
    acted.done("mark", "ex1", "clean")
    acted.done("mark", "ex1", "unknown", "--journal", "other.journal")
    acted.done("sync", "other.journal")
    answer = acted.done("export", "plan", "--json")
    assert ["ex1"] == answer.json["conflicts"]
    assert "unknown" == parse(answer.json["text"], Path("plan.toml")).plan.servers["ex1"].state
    assert "the most cautious verdict stands in it: ex1." in acted.done("export", "plan").err


def test_json_is_one_object_that_says_where_the_text_is(acted: CommandLine) -> None:
    told = acted.done("export", "plan", "new.toml", "--json").json
    assert ("new.toml", None, ["dc1"]) == (told["file"], told["text"], told["restored"])
    assert json.loads(acted.done("export", "plan", "--json").out)["text"].endswith("\n")


def test_an_unknown_export_and_evidence_without_a_file_are_usage(acted: CommandLine) -> None:
    assert "or export plan." in acted.typed("export", "everything").err
    answer = acted.typed("export", "evidence", "--purpose", "x")
    assert (2, True) == (answer.code, "Name the zip file to write" in answer.err)
