"""The plan as it stands claims no more than a journal that begins with it could bear out."""

from pathlib import Path

import pytest
from hypothesis import given

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import Gravity
from chwapi_console.inventory.file.check import check
from chwapi_console.inventory.file.load import parse
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.carried_plan import Carried, carried
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, plan_of, record_of, replaced, standing_event

PLAN = """
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", ["old", "new"]]
[servers]
app = { site = "imc", role = "x", needs = ["old"], state = "clean" }
old = { site = "imc", role = "x", state = "compromised" }
new = { site = "imc", role = "x", state = "unknown" }
"""


def after(*events: Event) -> Carried:
    return carried(view(plan_of(PLAN), record_of(events), NOW))


def marked(server: str, standing: Standing) -> Event:
    return standing_event("imc", 1, server, standing)


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (Standing("clean"), "clean"),
        (Standing("unknown"), "unknown"),
        (Standing("compromised"), "compromised"),
        (Standing("compromised", "restoring", "dba"), "compromised"),
        (Standing("unknown", "blocked", "", "disk ordered"), "unknown"),
        (Standing("compromised", "restored", "dba"), "unknown"),
        (Standing("compromised", "verified", "lead"), "clean"),
        (Standing("compromised", "retired"), "retired"),
    ],
)
def test_a_state_of_the_plan_says_no_more_than_is_known(standing: Standing, state: str) -> None:
    assert state == after(marked("old", standing)).plan.servers["old"].state


def test_what_nobody_acted_on_stays_as_it_was_planned() -> None:
    made = after()
    assert Carried(plan_of(PLAN), [], [], [], []) == made


def test_restored_servers_are_named_for_they_are_to_be_looked_at_again() -> None:
    assert ["old"] == after(marked("old", Standing("compromised", "restored", "dba"))).restored


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        (Standing("clean"), Standing("compromised", "verified", "lead"), "clean"),
        (Standing("clean"), Standing("compromised", "restored", "dba"), "unknown"),
        (Standing("clean"), Standing("compromised", "restoring", "dba"), "compromised"),
        (Standing("clean"), Standing("clean", "retired"), "retired"),
        (Standing("unknown"), Standing("clean", "retired"), "unknown"),
        (Standing("compromised", "restored", "dba"), Standing("clean", "retired"), "unknown"),
    ],
)
def test_of_acts_that_disagree_the_most_cautious_counts(
    one: Standing, other: Standing, state: str
) -> None:
    made = after(standing_event("imc", 1, "old", one), standing_event("union", 1, "old", other))
    assert (state, ["old"]) == (made.plan.servers["old"].state, made.conflicts)


def test_what_needed_a_retired_server_needs_its_replacement() -> None:
    made = after(marked("old", Standing("compromised", "retired", "", "", "new")))
    assert ((("new",),), (("app",), ("new",))) == (
        made.plan.servers["app"].needs,
        made.plan.services["bloc"].needs,
    )
    assert "retired" == made.plan.servers["old"].state
    assert [] == made.not_replaced


def test_a_replacement_that_would_run_in_a_circle_is_not_written_and_said() -> None:
    text = PLAN.replace(
        'new = { site = "imc", role = "x",', 'new = { site = "imc", role = "x", needs = ["app"],'
    ).replace('["old", "new"]', '"old"')
    made = carried(
        view(
            plan_of(text),
            record_of([marked("old", Standing("clean", "retired", "", "", "new"))]),
            NOW,
        )
    )
    assert ["old"] == made.not_replaced
    assert (("old",),) == made.plan.servers["app"].needs


@given(replaced())
def test_the_plan_as_it_stands_always_opens(of: tuple[str, list[Event]]) -> None:
    text, events = of
    made = carried(view(plan_of(text), record_of(events), NOW))
    assert [] == [finding for finding in check(made.plan) if finding.gravity is Gravity.FAULT]
    assert made.plan == parse(toml_text(made.plan), Path("plan.toml")).plan


def test_what_is_suspect_is_unknown_in_it_and_named() -> None:
    plan = plan_of(PLAN.replace('state = "compromised"', 'state = "clean"'))
    sound = carried(view(plan, record_of([]), NOW))
    assert ("clean", []) == (sound.plan.servers["app"].state, sound.suspects)
    found = marked("old", Standing("compromised"))
    made = carried(view(plan, record_of([found]), NOW))
    assert ("unknown", ["app"]) == (made.plan.servers["app"].state, made.suspects)
