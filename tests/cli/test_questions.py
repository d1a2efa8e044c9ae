"""`help questions`: each question about the order has something to type, and that answers."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from chwapi_console.cli.line.questions import QUESTIONS
from chwapi_console.text import ENGLISH
from cli.command_line import CommandLine

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operator" / "questions.md"
COMMANDS = [each for _, asked in QUESTIONS for _, commands in asked for each in commands]


@pytest.fixture
def shipped(here: CommandLine) -> CommandLine:
    """The plan that comes with the program, in an exercise that has begun."""
    shutil.copy(ROOT / "inventory.toml", here.plan)
    here.done("take", "dc1", "--operator", "oncall-1")
    return here


@pytest.fixture
def pinned(shipped: CommandLine) -> CommandLine:
    shipped.done("pin", "dialyse", "--reason", "the courier is late", "--yes")
    return shipped


@pytest.mark.parametrize("command", dict.fromkeys(COMMANDS))
def test_every_question_is_answered_by_what_is_to_be_typed(
    pinned: CommandLine, command: str
) -> None:
    answer = pinned.typed(*shlex.split(command))
    assert (0, "") == (answer.code, answer.err), answer
    assert answer.lines


def test_the_page_of_questions_is_within_80_columns_and_says_all_of_them(here: CommandLine) -> None:
    lines = here.done("help", "questions").lines
    assert [] == [line for line in lines if len(line) > 80]
    typed = [line.split("chwapi-console ")[1] for line in lines if "chwapi-console " in line]
    assert COMMANDS == typed
    assert any("help questions" in line for line in here.done("help").lines)
    french = here.done("help", "questions", "--lang", "fr").out
    assert "Pourquoi cet ordre" in french


def test_the_page_in_the_docs_has_the_same_questions_and_commands() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|*]+?) \| (`.*`) \|$", text, re.MULTILINE)
    assert [
        (str(ENGLISH(question)), [*commands])
        for _, asked in QUESTIONS
        for question, commands in asked
    ] == [(question, re.findall("`([^`]+)`", commands)) for question, commands in rows]


def value(lines: list[str], label: str) -> str:
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(label)), "")


def test_a_server_says_why_it_is_not_begun(shipped: CommandLine) -> None:
    told = value(shipped.done("show", "bkp-un1").lines, "Not begun")
    assert "1 of 6 crews for it is at work: dc1 (oncall-1)." in told
    assert "It is the first that they can begin." in told
    ready = [e["server"] for e in shipped.done("queue", "--ready", "--json").json["entries"]]
    last = value(shipped.done("show", ready[-1]).lines, "Not begun")
    assert f"{len(ready) - 1} servers before it can be begun too: {ready[0]}," in last
    assert "" == value(shipped.done("show", "dc1").lines, "Not begun")


def test_when_all_crews_are_at_work_that_is_why(shipped: CommandLine) -> None:
    text = shipped.plan.read_text(encoding="utf-8")
    shipped.plan.write_text(re.sub(r"(?m)^crews = 6", "crews = 1", text), encoding="utf-8")
    told = value(shipped.done("show", "bkp-un1").lines, "Not begun")
    assert told.startswith("The one crew for it is at work: dc1 (oncall-1).")


BY_ANOTHER = """schema = 1
[incident]
name = "x"
detected = 2021-01-18T06:00:00+01:00
timezone = "Europe/Brussels"
[policy]
crews = 1
evidence_first = false
[sites]
imc = { name = "IMC" }
[services]
blood = { name = "Blood bank", tier = 1, weight = 60, needs = ["blood1"] }
newborn = { name = "Newborn", tier = 1, weight = 4, needs = ["watch1", "gate1"] }
intensive = { name = "Intensive care", tier = 1, weight = 12, needs = ["watch1"] }
supply = { name = "Supply", tier = 4, needs = ["store1", "vendor"] }
[conditions]
vendor = { name = "The vendor", who = "vendor" }
[servers]
blood1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
watch1 = { site = "imc", role = "x", restore = "5h", state = "compromised" }
gate1 = { site = "imc", role = "x", restore = "1h" }
store1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
"""


def test_what_comes_back_in_the_turn_of_another_says_so(here: CommandLine) -> None:
    here.plan.write_text(BY_ANOTHER, encoding="utf-8")
    whose = "Intensive care comes back with watch1, which stands there for Newborn"
    assert value(here.done("show", "intensive").lines, "Order").startswith(f"{whose}.")
    assert "" == value(here.done("show", "blood").lines, "Order").partition("comes back with")[1]
    why = here.done("forecast", "intensive", "--why").out
    assert f"Before it blood1, for Blood bank: {whose}, against which: weight 60 against 4" in why


def test_of_two_it_is_said_that_nobody_can_say_when_one_is_up_and_that_this_moves_nothing(
    here: CommandLine,
) -> None:
    here.plan.write_text(BY_ANOTHER, encoding="utf-8")
    told = " ".join(here.done("compare", "blood", "supply").out.split())
    assert "When Supply is up nobody can say: waits for The vendor" in told
    assert "That moves it nowhere in the order." in told
    assert ["supply"] == list(
        here.done("compare", "blood", "supply", "--json").json["nobody_can_say"]
    )


def test_the_longest_way_has_no_time_of_which_nobody_knows(here: CommandLine) -> None:
    here.plan.write_text(BY_ANOTHER, encoding="utf-8")
    why = here.done("forecast", "supply", "--why").out
    assert "The longest way to Supply, by likely times: store1 (3 h)." in why


def test_what_is_shown_says_on_which_line_it_is_written(shipped: CommandLine) -> None:
    lines = shipped.plan.read_text(encoding="utf-8").splitlines()
    for node in ("dc1", "bloc-union"):
        written = value(shipped.done("show", node).lines, "Written")
        name, _, number = written.partition(", line ")
        assert shipped.plan.name == name
        assert re.match(rf"({node} +=|\[services\.{node}\])", lines[int(number) - 1])


def test_a_spare_in_hand_that_may_be_back_first_is_told_so_above_the_queue(
    shipped: CommandLine,
) -> None:
    shipped.done("take", "dc2", "--operator", "dba", "--yes")
    told = shipped.done("queue").lines
    assert any(
        line.startswith("dc2 is in hand (dba), and may yet be back first: ") for line in told
    )
    assert not any("nobody waits for it" in line for line in told)


def test_what_is_in_hand_for_nothing_is_told_above_the_queue(shipped: CommandLine) -> None:
    shipped.done("mark", "dc1", "restored", "--operator", "dba", "--yes")
    shipped.done("mark", "dc1", "verified", "--operator", "eve", "--yes")
    shipped.done("take", "dc2", "--operator", "dba", "--yes")
    told = shipped.done("queue").lines
    assert any(line.startswith("dc2 is in hand (dba), and nobody waits for it: ") for line in told)
    assert not any(line.startswith("dc1 is in hand") for line in told)


def test_the_forecast_says_when_all_is_up(shipped: CommandLine) -> None:
    told = shipped.done("forecast").lines
    assert any(line.startswith("All of these are up: ") for line in told)
    shipped.done("mark", "sql-bs1", "blocked", "--reason", "part ordered", "--yes")
    stuck = shipped.done("forecast").lines
    assert any(line.startswith("When all are up nobody can say, for ") for line in stuck)


def test_what_stands_before_it_is_told_of_those_who_are_free_now(here: CommandLine) -> None:
    here.plan.write_text(
        """schema = 1
[incident]
name = "x"
detected = 2021-01-18T06:00:00+01:00
timezone = "Europe/Brussels"
[crews.net]
roles = ["switch"]
[crews.all]
[services.a]
name = "A"
tier = 1
needs = ["app1", "app2"]
[services.b]
name = "B"
tier = 2
needs = ["sw1", "sw2"]
[sites.imc]
name = "IMC"
[servers]
app1 = { site = "imc", role = "app", state = "compromised" }
app2 = { site = "imc", role = "app", state = "compromised" }
sw1 = { site = "imc", role = "switch", state = "compromised" }
sw2 = { site = "imc", role = "switch", state = "compromised" }
[operators.dba]
crew = "all"
roles = ["restorer"]
"""
    )
    here.done("take", "app1", "--operator", "dba")
    told = value(here.done("show", "sw1").lines, "Not begun")
    assert (
        "It is the first that net, free now, can begin; 1 server before it is for others." in told
    )
    told = value(here.done("show", "sw2").lines, "Not begun")
    assert "1 server before it can be begun too by net, free now: sw1." in told
