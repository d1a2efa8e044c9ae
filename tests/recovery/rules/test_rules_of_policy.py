"""Rules that a plan may set: what becomes of an act that breaks one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chwapi_console.errors import Overridable, Unmeant
from chwapi_console.inventory.model import POLICY_RULES
from chwapi_console.recovery.rules.registry import every_rule
from chwapi_console.recovery.rules.rule import ASKS, MAY_BE_OVERRIDDEN
from chwapi_console.session.session import Session
from hospitals import HEAD, MEANT, NOW

SERVERS = """[servers]
sql1 = { site = "imc", role = "x", state = "compromised", runbook = "w" }
sql2 = { site = "imc", role = "x", state = "compromised", runbook = "w" }
[runbooks.w]
steps = ["isolate"]
"""
WHY = {"work.open": "the vendor did it on site"}
Opened = Callable[[str], Session]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """A session by a plan whose `[policy.rules]` say something."""
    sessions: list[Session] = []

    def with_rules(rules: str) -> Session:
        plan = tmp_path / "inventory.toml"
        plan.write_text(f"{HEAD}[policy.rules]\n{rules}\n{SERVERS}", encoding="utf-8")
        sessions.append(Session(plan, operator="dba", host="test", clock=lambda: NOW))
        return sessions[-1]

    yield with_rules
    for session in sessions:
        session.close()


def test_every_rule_of_policy_is_in_the_registry_and_none_of_them_is_absolute() -> None:
    of_policy = {rule.id: rule for rule in every_rule() if rule.is_policy}
    assert set(POLICY_RULES) == set(of_policy)
    assert all(rule.effect in (ASKS, MAY_BE_OVERRIDDEN) for rule in of_policy.values())
    assert all("reason" in words for words in POLICY_RULES.values())


def test_a_rule_that_is_set_to_a_reason_wants_one_whatever_is_meant(opened: Opened) -> None:
    session = opened('"work.open" = "reason"')
    with pytest.raises(Overridable, match="1 of 1 steps open") as refused:
        session.acts.mark(["sql1"], "restored", MEANT)
    assert "work.open" == refused.value.rule
    (event,) = session.acts.overriding(WHY).mark(["sql1"], "restored")
    assert WHY == event.overridden


def test_a_rule_that_is_set_to_ask_is_asked_and_overrides_nothing(opened: Opened) -> None:
    session = opened('"work.open" = "ask"')
    with pytest.raises(Unmeant):
        session.acts.overriding(WHY).mark(["sql1"], "restored")
    (event,) = session.acts.mark(["sql1"], "restored", MEANT)
    assert {} == event.overridden


def test_an_override_stands_with_its_act(opened: Opened) -> None:
    session = opened('"work.open" = "reason"')
    session.acts.overriding(WHY).mark(["sql1", "sql2"], "restored")
    standing = session.look().overrides
    assert [["work.open"], ["work.open"]] == [[o.rule for o in standing[s]] for s in standing]
    assert {WHY["work.open"]} == {o.reason for each in standing.values() for o in each}
    session.acts.mark(["sql2"], "compromised", MEANT)
    assert ["sql1"] == list(session.look().overrides), "a verdict begins the work anew"
    session.acts.undo()
    assert ["sql1", "sql2"] == list(session.look().overrides)
    session.acts.undo()
    assert {} == session.look().overrides


def test_what_was_overridden_is_found_by_its_reason(opened: Opened) -> None:
    session = opened('"work.open" = "reason"')
    (event,) = session.acts.overriding(WHY).mark(["sql1"], "restored")
    assert "the vendor did it on site" in event.said
