"""A terminal that draws no signs sees every view in plain ASCII; names keep their accents for as
long as it can show them."""

import unicodedata
from pathlib import Path

import pytest

from chwapi_console.console.known.actions import GROUPS
from chwapi_console.console.known.keymap import keymap
from chwapi_console.console.views.help_view import SIGNS as HELP_SIGNS
from chwapi_console.console.views.queue_view import STATE_SIGNS
from chwapi_console.console.widgets.row_list import CURSOR
from chwapi_console.signs import Spelling
from chwapi_console.text import ENGLISH
from console.driver import Operator, at_console

SIGNS, ALL = Spelling(ascii_signs=True), Spelling(ascii_signs=True, ascii_letters=True)


async def walk(here: Operator) -> str:
    """Goes through all views and messages; everything that was on the screen at any stop."""
    seen: list[str] = []

    async def look(*keys: str) -> None:
        await here.press(*keys)
        seen.extend(here.screen)

    await look()
    await look("t")
    await here.sees("san1")
    for keys in (
        ("d",),
        ("b",),
        ("escape",),
        ("a",),
        ("slash", "s", "q", "l"),
        ("enter",),
        ("escape", "escape"),
        ("2",),
        ("enter",),
        ("4",),
        ("question_mark",),
        ("pagedown",),
        ("pagedown",),
        ("m",),
        ("3",),
        ("1",),
        ("enter",),
        ("right",),
        ("q",),
        ("escape",),
    ):
        await look(*keys)
    return "\n".join(seen)


def ascii_plan(plan: Path) -> None:
    """Takes all accents out of the plan."""
    text = unicodedata.normalize("NFKD", plan.read_text(encoding="utf-8"))
    plan.write_text("".join(c for c in text if c.isascii()), encoding="utf-8")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_with_ascii_signs_and_an_ascii_plan_every_view_is_ascii(
    plan: Path, size: tuple[int, int]
) -> None:
    ascii_plan(plan)
    async with at_console(plan, spelling=SIGNS, size=size) as here:
        seen = await walk(here)
    assert "Enter Open" in seen
    assert set() == {c for c in seen if not c.isascii()}


async def test_french_keeps_its_letters_where_the_terminal_can_show_them(plan: Path) -> None:
    async with at_console(plan, spelling=SIGNS, lang="fr", size=(140, 40)) as here:
        seen = await walk(here)
    left = {c for c in seen if not c.isascii()}
    assert {"é", "à"} <= left
    assert set() == {c for c in left if not c.isalpha()}


async def test_french_is_ascii_where_the_terminal_can_show_nothing_else(plan: Path) -> None:
    async with at_console(plan, spelling=ALL, lang="fr", size=(140, 40)) as here:
        seen = await walk(here)
    assert "Deplier" in seen
    assert set() == {c for c in seen if not c.isascii()}


async def test_what_is_typed_is_drawn_in_ascii_and_kept_as_it_was_typed(plan: Path) -> None:
    async with at_console(plan, spelling=ALL) as here:
        await here.press("n")
        await here.paste("câble posé …")
        await here.sees("cable pose ~")
        await here.press("enter")
        await here.sees("san1: note: cable pose ...")
        assert "câble posé …" == here.session.record.events[-1].data["text"]


def test_every_key_has_a_name_in_ascii() -> None:
    actions, t = keymap().actions, ENGLISH.spelled(SIGNS)
    assert [] == [
        action.id
        for _, group in GROUPS
        for action in group
        if not actions[action.id].all_keys(t).isascii()
    ]


def test_each_sign_of_the_queue_is_told_from_the_others_in_ascii() -> None:
    drawn = [SIGNS.drawn(sign) for sign, _ in HELP_SIGNS] + [
        SIGNS.drawn(CURSOR.text),
        SIGNS.drawn("…"),
    ]
    assert len(drawn) == len(set(drawn))


def test_the_help_says_of_each_sign_in_the_queue_what_it_means() -> None:
    assert set() == {*STATE_SIGNS} - {sign for sign, _ in HELP_SIGNS}
