"""What a rule says comes on the screen, whatever the rule: the console knows none by name."""

from pathlib import Path

import pytest

from chwapi_console.recovery.rules import registry
from chwapi_console.recovery.rules.cases import DROP, MARK, SETTLE, TAKE, ServerCase
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, Effect, Rule
from chwapi_console.text import say
from console.driver import at_console


def new_rule(patched: pytest.MonkeyPatch, effect: Effect) -> None:
    """One more rule, which no act on a server keeps."""
    rule = Rule[ServerCase](
        "test.tape",
        effect,
        ServerCase,
        (MARK, TAKE, DROP, SETTLE),
        says=say("Tapes first."),
        met_by=say("Tapes first."),
        broken=lambda case: say("The tape of {server} is here.", server=case.subject),
    )
    known = registry.rules_of
    patched.setattr(registry, "rules_of", lambda act, again=None: (*known(act, again), rule))


@pytest.mark.parametrize("key", ["t", "c"])
async def test_what_a_new_rule_asks_is_asked_before_the_act(
    plan: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    new_rule(monkeypatch, ASKS)
    async with at_console(plan) as operator:
        await operator.press(key)
        await operator.sees("The tape of san1 is here.")
        await operator.press("escape")
        assert [] == operator.acts
        await operator.press(key)
        await operator.sees("The tape of san1 is here.")
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 1, "nothing was written")


async def test_what_a_new_rule_refuses_is_said(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_rule(monkeypatch, REFUSES)
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("The tape of san1 is here.")
        assert [] == operator.acts
