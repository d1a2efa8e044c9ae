"""In the console a rule of policy that is broken asks for the reason why it does not hold, and what
is typed blindly overrides nothing."""

from pathlib import Path

import pytest

from console.driver import at_console


@pytest.fixture
def strict(plan: Path) -> Path:
    """A plan in which open work wants a reason."""
    text = plan.read_text(encoding="utf-8")
    rules = '[policy.rules]\n"work.open" = "reason"\n'
    plan.write_text(text.replace("[sites.", f"{rules}[sites.", 1), encoding="utf-8")
    return plan


async def test_a_reason_is_asked_for_and_kept(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.press("d", "y")
        await operator.sees("To override work.open, say why")
        await operator.type("the vendor did it")
        await operator.sees('overriding work.open, because "the vendor did it"? (y/n)')
        assert [] == operator.acts
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 1, "nothing was written")
        event = operator.session.record.acts[-1]
        assert {"work.open": "the vendor did it"} == event.overridden
        await operator.sees("* override")


async def test_escape_overrides_nothing(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.press("d", "y")
        await operator.sees("To override work.open, say why")
        await operator.press("escape")
        assert [] == operator.acts
        await operator.press("down")
        assert [] == operator.acts


async def test_what_is_typed_on_before_the_question_was_read_is_no_reason(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.press("d")
        await operator.burst("yes it is done\n", at_once=True)
        assert [] == operator.acts


async def test_a_filter_finds_what_was_overridden(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.press("d", "y")
        await operator.sees("To override work.open")
        await operator.type("the vendor did it")
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 1, "nothing was written")
        await operator.press("slash")
        await operator.type("override")
        assert operator.row("* override")
