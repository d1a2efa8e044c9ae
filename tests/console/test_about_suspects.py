"""Beneath the list of services: that a service would be up on suspect servers, beside its time."""

from pathlib import Path

import pytest

from console.conftest import PLAN
from console.driver import at_console
from console.test_suspects_shown import marked

TOLD = {"en": "It would be up, suspect", "fr": "Il serait en service, suspect"}


@pytest.fixture
def fallen(plan: Path) -> Path:
    """Mail is down with dc2, found compromised again, beneath what was back."""
    text = PLAN.replace('needs = ["sql1"]', 'needs = ["sql1", "dc2"]')
    plan.write_text(text, encoding="utf-8")
    marked(plan, "ex1", "restored")
    marked(plan, "dc2", "compromised")
    return plan


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_an_expected_time_is_told_with_the_suspects_it_stands_on(
    fallen: Path, lang: str
) -> None:
    async with at_console(fallen, lang=lang, size=(100, 40)) as operator:
        await operator.press("2", "slash", *"mail", "enter")
        await operator.sees(TOLD[lang])


async def test_on_a_narrow_screen_the_suspicion_comes_before_what_is_cut(fallen: Path) -> None:
    async with at_console(fallen, size=(44, 20)) as operator:
        await operator.press("2", "slash", *"mail", "enter")
        await operator.sees("Suspect once up. Mail")
