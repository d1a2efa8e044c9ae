"""The pages for others at the console: on one key, one after another, and as of the last act."""

from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.session.session import Session
from console.driver import at_console


async def test_one_key_shows_the_handover_and_again_the_next_page(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("8")
        await operator.sees("Nothing is recorded as done.")
        assert operator.row("Handover (8: For the direction)")
        for title in (
            "For the direction (8:",
            "For the wards (8:",
            "Technical (8:",
            "Call sheet (8:",
        ):
            await operator.press("8")
            await operator.sees(title)
        await operator.press("8")
        await operator.sees("The plan chooses no law")
        await operator.press("8")
        await operator.sees("Handover (8: For the direction)")
        await operator.press("escape")
        await operator.sees("Queue")


async def test_what_is_done_while_a_page_is_read_comes_into_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("8")
        await operator.sees("Nothing is recorded as done.")
        with closing(Session(plan, operator="ana")) as other:
            other.acts.note("san1", "rack B4")
        await operator.sees("san1: rack B4")


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 12)])
async def test_no_line_of_a_page_is_cut(plan: Path, size: tuple[int, int]) -> None:
    async with at_console(plan, size=size) as operator:
        await operator.press("8", "8")
        await operator.sees("Running for")
        assert not [line for line in operator.screen[3:-2] if line.rstrip().endswith("…")]
