"""`next` where a plan says who is for what, what work shares and where a second pair of hands helps:
in words and as JSON."""

import pytest

from cli.command_line import CommandLine
from hospitals import HEAD, SPARES
from recovery.state.test_advising import BY_STEPS, PLAN


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    here.plan.write_text(HEAD + PLAN + BY_STEPS, encoding="utf-8")
    return here


def test_a_hand_that_is_wanted_is_told_with_what_to_type(night: CommandLine) -> None:
    night.done("take", "dc1", "--operator", "anne-1")
    said = night.done("next", "--operator", "ben-2").out
    assert "Help anne-1 with dc1" in said
    assert "note dc1 TEXT" in said
    assert "Otherwise:" in said
    told = night.done("next", "--json", "--operator", "ben-2").json
    assert ("dc1", 1, "anne-1") == (
        told["help"]["server"],
        told["help"]["tier"],
        told["help"]["held_by"],
    )
    assert ("pay1", "systems") == (told["entry"]["server"], told["crew"])


def test_a_crew_is_named_by_its_id_or_name(night: CommandLine) -> None:
    for name in ("network", "NETWORK"):
        assert "sw1" == night.done("next", "--json", "--crew", name).json["entry"]["server"]


def test_a_crew_that_has_nothing_to_do_is_told_so(night: CommandLine) -> None:
    night.done("take", "sw1", "--operator", "nora-4")
    said = night.done("next", "--operator", "nora-4").out
    assert "Network can do nothing now; 1 server is left that they are for." in said


def test_a_crew_that_there_is_not_is_told_with_the_nearest(night: CommandLine) -> None:
    answer = night.typed("next", "--crew", "netwrk")
    assert 1 == answer.code
    assert 'There is no crew "netwrk" in the plan.' in answer.err
    assert "network" in answer.err
    text = night.plan.read_text(encoding="utf-8")
    crews = text[text.index("[crews.systems]") : text.index("[lanes")]
    night.plan.write_text(text.replace(crews, ""), encoding="utf-8")
    answer = night.typed("next", "--crew", "network")
    assert (1, True) == (answer.code, "The plan names no crews." in answer.err)


def test_without_these_words_the_answer_is_the_first_that_is_ready(here: CommandLine) -> None:
    told = here.done("next", "--json").json
    assert {
        "schema",
        "entry",
        "crew",
        "crew_works_from",
        "help",
        "holds",
        "full",
        "elsewhere",
    } == told.keys()
    assert ([], [], None) == (told["holds"], told["full"], told["help"])


def test_next_says_so_and_scripts_see_which_server_is_held(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    head = text[: text.index("[services.")].replace(
        "[policy.rules]", "[policy]\ncrews = 2\n[policy.rules]"
    )
    here.plan.write_text(head + SPARES, encoding="utf-8")
    here.done("take", "dc1", "--operator", "ana")
    said = here.done("next")
    assert "Hold dc2, which nobody waits for: somebody is needed for app2 at" in said.out
    told = here.done("next", "--json").json
    assert (None, [("dc2", None), ("old1", None)]) == (
        told["entry"],
        [(hold["server"], hold["lane"]) for hold in told["holds"]],
    )
