"""No act is refused but at the door of the rules, and none is made that did not go through it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import chwapi_console

SOURCE = Path(chwapi_console.__path__[0])
REFUSALS = {"Refused", "Unmeant", "InConflict", "Overridable"}

NAMES_NOTHING = {
    "acts/adding.py _in",  # no site or runbook of the plan
    "acts/adding.py _known",
    "acts/conditions.py known_conditions",
    "acts/evidence.py item_named",
    "acts/laws.py duty_named",
    "acts/laws.py law_named",
    "acts/notes.py known_subject",  # what neither plan nor journal knows
    "acts/notes.py settling",  # no hypothesis
    "acts/sign_off.py accept",  # no service of the plan
    "acts/steps.py _step_named",
    "acts/targets.py known_servers",
    "acts/telling.py promise_named",
    "acts/supposing.py always_at_work",  # who does so already
    "acts/supposing.py time_to_come",  # what waits for no time, or one that is over
    "acts/supposing.py with_condition",  # what is no condition, or stands so
    "acts/supposing.py with_let_go",  # what nobody has in hand
    "acts/supposing.py with_restore",  # what is no server, or is in hand
    "acts/supposing.py with_taken",  # what is not to be restored, who is nobody
    "acts/supposing.py with_weight",  # what has no weight
    "acts/supposing.py without_need",  # what nothing needs there
    "acts/supposing.py without_pin",  # what is not pinned
    "acts/undo.py _event_named",
    "acts/undo.py _latest_act",
    "acts/undo.py _put_back",  # an event that is no act
    "acts/undo.py undo_on",  # servers on which nothing was done
    "words/why/comparing.py _stands_by",  # what stands in no order
    "words/why/comparing.py compared",  # one and the same
    "words/meant/ending.py exceptions_of",  # a kind of which nothing is open
}
"""Where a request is wrong because it names what is not there: no rule, for there is nothing to
judge."""


def named(room: Path, names: set[str]) -> Iterator[str]:
    """Where one of these names is called or raised, as "module function"."""
    for path in sorted(room.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                made = node.func if isinstance(node, ast.Call) else None
                bare = node.exc if isinstance(node, ast.Raise) else None
                if any(isinstance(each, ast.Name) and each.id in names for each in (made, bare)):
                    yield f"{path.relative_to(room)} {function.name}"


def test_nothing_in_the_thinking_refuses_an_act_but_the_door() -> None:
    assert {"rules/door.py admitted", "rules/door.py ask_whether_meant"} == set(
        named(SOURCE / "recovery", REFUSALS)
    )


def test_a_session_refuses_by_itself_to_exchange_with_another_incident_and_what_came_too_late() -> (
    None
):
    assert {"record_keeping.py _check_incident"} == set(named(SOURCE / "session", REFUSALS))
    assert {"acts.py _came_too_late"} == set(named(SOURCE / "session", {"StaleView"}))


def test_a_request_is_wrong_outside_the_rules_only_where_it_names_what_is_not_there() -> None:
    assert NAMES_NOTHING == set(named(SOURCE / "recovery", {"RequestError"}))


def test_only_drafting_makes_an_act_and_only_of_what_was_admitted() -> None:
    assert {"acts/drafting.py done"} == set(named(SOURCE / "recovery", {"Act"}))
    assert {"acts/drafting.py add"} == set(named(SOURCE / "recovery", {"Draft", "drafted"}))
    assert {"rules/door.py admitted"} == set(named(SOURCE / "recovery", {"Admitted"}))
