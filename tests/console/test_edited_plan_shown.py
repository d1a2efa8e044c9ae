"""A plan that is edited while a console is open: what that moved is said."""

from pathlib import Path

from chwapi_console.console.control.keys.repeated import LED_AWAY
from console.driver import at_console


async def test_what_an_edit_moved_is_said(plan: Path) -> None:
    async with at_console(plan) as operator:
        text = plan.read_text(encoding="utf-8")
        assert "\ntier = 1\n" in text
        plan.write_text(text.replace("\ntier = 1\n", "\ntier = 5\n", 1), encoding="utf-8")
        await operator.sees("The plan says otherwise of tier")
        assert [] == operator.acts


async def test_a_key_right_behind_an_edit_is_none_for_the_server_that_took_the_place(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("k")
        operator.looks()
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("san1", "san9"), encoding="utf-8")
        await operator.stands_on("sql1")
        await operator.press_fast("t")
        await operator.sees("The cursor has gone to sql1 unseen: t ignored.")
        operator.looks(LED_AWAY)
        await operator.press("t")
        await operator.until(lambda: bool(operator.acts), "not taken")
        assert [("oncall-1", "restoring", "sql1")] == operator.acts
