"""A plan that is edited while a console is open: what that moved is said."""

from pathlib import Path

from console.driver import at_console


async def test_what_an_edit_moved_is_said(plan: Path) -> None:
    async with at_console(plan) as operator:
        text = plan.read_text(encoding="utf-8")
        assert "\ntier = 1\n" in text
        plan.write_text(text.replace("\ntier = 1\n", "\ntier = 5\n", 1), encoding="utf-8")
        await operator.sees("The plan says otherwise of tier")
        assert [] == operator.acts
