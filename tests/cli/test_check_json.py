"""`check --json` prints one object whatever it finds, for a script that reads it cannot ask what
happened."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.command_line import CommandLine


def _absent(path: Path) -> None:
    path.unlink()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _content(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


@pytest.mark.parametrize(
    "spoil",
    [
        _absent,
        _pipe,
        _folder,
        _content(b""),
        _content(b"\xff"),
        _content(b"a = = 1"),
        _content(b"a = " + b"9" * 5000),
        _content(b"schema = 0x" + b"f" * 5000),
        _content(b"a = " + b"[" * 9000),
        _content(b"[[servers]]\n[services]\na.b.c = nan\n"),
    ],
    ids=range(10),
)
def test_a_refused_plan_is_one_object(here: CommandLine, spoil: Callable[[Path], object]) -> None:
    spoil(here.plan)
    answer = here.typed("check", "--json")
    assert 1 == answer.code
    assert not answer.json["ok"]
    assert answer.json["faults"]


def test_a_sound_plan_beside_a_journal_that_cannot_be_read_is_one_object_too(
    here: CommandLine,
) -> None:
    here.journal.write_bytes(b"not a journal" * 500)
    answer = here.typed("check", "--json")
    assert 4 == answer.code
    assert answer.json["ok"]
    assert (4, True) == (answer.json["exit"], "inventory.journal" in answer.json["error"])
    assert "inventory.journal" in answer.err
    assert here.typed("check").out.splitlines()[-1].startswith("inventory.toml: no faults")


def test_at_a_terminal_the_gravest_come_first_and_many_alike_are_one(here: CommandLine) -> None:
    more = "".join(f'spare{number} = {{ site = "imc", role = "x" }}\n' for number in range(5))
    same = "".join(
        f'like{number} = {{ site = "imc", role = "x", address = "10.9.9.9" }}\n'
        for number in range(2)
    )
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(plan.replace("[servers]\n", f"[servers]\n{more}{same}"), encoding="utf-8")
    said = " ".join(here.answered("", "check").out.split())
    assert "note: servers, 8 times: no service needs it. spare0, spare1, spare2 and 5 more" in said
    assert said.index("10.9.9.9 is also the address") < said.index("no service needs it")
    assert "Findings alike stand on one line" in said
    assert 5 == sum(
        "spare" in line and "no service needs it" in line for line in here.done("check").lines
    )
    said = " ".join(here.answered("", "check", "--all").out.split())
    assert ("stand on one line" in said, said.count("no service needs it")) == (False, 8)


def test_very_many_alike_stand_on_one_line_in_a_pipe_too(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    more = "".join(f'spare{n} = {{ site = "imc", role = "x" }}\n' for n in range(20))
    here.plan.write_text(plan.replace("[servers]\n", f"[servers]\n{more}"), encoding="utf-8")
    lines = here.done("check").lines
    assert 1 == sum("no service needs it" in line for line in lines)
    assert any(
        " 20 times: no service needs it. spare0, spare1, spare10 and 17 more" in x
        or " 21 times" in x
        for x in lines
    )
    alone = here.done("check", "--all").lines
    assert 20 <= sum("no service needs it" in line for line in alone)
    assert 20 <= len(here.done("check", "--json").json["faults"])


def test_a_tier_by_the_calendar_that_makes_nothing_more_urgent_is_noted(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    line = 'tier_when = [{ tier = 4, day = 25, reason = "pay day" }]\n'
    plan = plan.replace('name = "Bloc IMC"\n', f'name = "Bloc IMC"\n{line}', 1)
    here.plan.write_text(plan, encoding="utf-8")
    said = here.done("check").out
    assert (
        "note: services.bloc.tier_when: tier 4 is less urgent than its tier 1: at that time it falls."
        in said
    )
    here.plan.write_text(plan.replace("tier = 4, day", "tier = 1, day"), encoding="utf-8")
    assert (
        "tier 1 is what it has at all other times: this changes nothing." in here.done("check").out
    )
