"""What a server or service needs and what needs it, unfolded both ways, with states."""

from pathlib import Path

from console.driver import Operator, at_console


async def go_to(operator: Operator, words: str) -> None:
    for _ in range(40):
        if words in operator.cursor_line:
            return
        await operator.press("down")
    raise AssertionError(f"no row {words!r}")


async def test_a_service_unfolds_down_to_the_server_at_the_bottom(plan: Path) -> None:
    async with at_console(plan, size=(80, 40)) as operator:
        await operator.press("2", "enter")
        await operator.sees("Bloc IMC · IMC · tier 1")
        await go_to(operator, "+ pacs")
        assert "down" in operator.cursor_line or "partial" in operator.cursor_line
        await operator.press("right")
        assert operator.row("any one of:")
        await go_to(operator, "+ app1")
        assert "clean" in operator.cursor_line
        await operator.press("l")
        await go_to(operator, "+ sql1")
        await operator.press("right")
        assert operator.row("  san1")
        assert "- app1" in operator.row("app1 ")
        await operator.press("left")
        assert operator.row("+ sql1")
        assert 1 == sum(
            "san1" in line for line in operator.screen if "+" not in line and "Restor" not in line
        )


async def test_a_server_unfolds_up_to_what_needs_it(plan: Path) -> None:
    async with at_console(plan, size=(80, 40)) as operator:
        await operator.press("right")
        await operator.sees("san1 · Baie de stockage")
        await go_to(operator, "+ sql1")
        await operator.press("right")
        await go_to(operator, "+ app1")
        await operator.press("right")
        await go_to(operator, "+ pacs")
        await operator.press("right")
        assert operator.row("bloc-imc")
        assert operator.row("bloc-union")


async def test_folding_what_is_not_unfolded_goes_back_and_the_page_keeps_what_was_unfolded(
    plan: Path,
) -> None:
    async with at_console(plan, size=(80, 40)) as operator:
        await operator.press("enter")
        await go_to(operator, "+ sql1")
        await operator.press("right", "enter")
        await operator.sees("sql1 · Base du PACS")
        await operator.press("h")
        await operator.sees("san1 · Baie de stockage")
        assert "- sql1" in operator.cursor_line
        await operator.press("left", "left")
        await operator.sees("Queue:")
