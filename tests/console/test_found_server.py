"""A server that was found tonight, added at the console with one question after the other."""

from pathlib import Path

import pytest

from console.driver import at_console
from hospitals import HEAD
from recovery.state.of_view.test_advising import BY_STEPS, PLAN


@pytest.fixture
def here(tmp_path: Path) -> Path:
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + PLAN + BY_STEPS, encoding="utf-8")
    return path


async def test_a_server_is_added_with_what_it_needs_and_what_needs_it(here: Path) -> None:
    async with at_console(here, operator="anne-1", size=(120, 30)) as operator:
        await operator.press("J")
        for question, answer in (
            ("Which server was found?", "nas9"),
            ("At which site is nas9", "IMC"),
            ("What does nas9 do", "Old images"),
            ("What does nas9 need?", "dc1"),
            ("What needs nas9?", "adt"),
            ("By which runbook is nas9 restored: w?", "w"),
            ("Is it meant?", "y"),
            ("How long does restoring nas9 take?", "1h,2h,6h"),
        ):
            await operator.sees(question)
            await (operator.press if answer == "y" else operator.type)(answer)
        await operator.sees(
            "Write that: nas9: Old images at IMC, needs dc1, needed by Admissions, runbook w and"
        )
        assert operator.acts == []
        await operator.press("y")
        await operator.comes_to_know(lambda view: "nas9" in view.plan.servers)
        assert operator.acts == [("anne-1", "added", "nas9")]
        part = operator.app.known.view.plan.servers["nas9"]
        assert (part.site, part.runbook, tuple(part.restore)) == ("imc", "w", (60, 120, 360))
        assert part.needs == (("dc1",),)
        assert "nas9" in operator.app.known.view.missing("adt")


async def test_what_cannot_be_is_asked_again_with_what_was_typed(here: Path) -> None:
    async with at_console(here, operator="anne-1", size=(120, 30)) as operator:
        await operator.press("J")
        await operator.sees("Which server was found?")
        await operator.type("dc1")
        await operator.sees("dc1 is in the plan already.")
        await operator.press(*["backspace"] * 3)
        await operator.type("nas9")
        await operator.sees("At which site is nas9")
        await operator.type("mons")
        await operator.sees('There is no site "mons".')
        await operator.press(*["backspace"] * 4)
        await operator.type("uni")
        await operator.sees("What does nas9 do")
        await operator.type("Images")
        await operator.sees("What does nas9 need?")
        await operator.type("dc9")
        await operator.sees('There is no server or service "dc9" in the plan.')
        await operator.press("escape")
        assert operator.acts == []


async def test_only_its_id_site_and_work_must_be_known(here: Path) -> None:
    async with at_console(here, operator="anne-1", size=(120, 30)) as operator:
        await operator.press("J")
        for answer in ("nas9", "union", "Images"):
            await operator.type(answer)
        for question in ("need?", "What needs nas9?", "By which runbook", "How long"):
            await operator.sees(question)
            await operator.press("enter")
        await operator.sees("Write that: nas9: Images at Union?")
        await operator.press("y")
        await operator.comes_to_know(lambda view: "nas9" in view.plan.servers)


async def test_a_pasted_text_or_a_no_adds_nothing(here: Path) -> None:
    async with at_console(here, operator="anne-1", size=(120, 30)) as operator:
        await operator.paste("Jas9\nIMC\nImages\n\n\n\n\ny")
        await operator.pilot.pause()
        await operator.press("escape")
        await operator.press("J")
        for answer in ("nas9", "union", "Images"):
            await operator.type(answer)
        for question in ("need?", "What needs nas9?", "By which runbook", "How long"):
            await operator.sees(question)
            await operator.press("enter")
        await operator.sees("Write that: nas9")
        await operator.press("n")
        await operator.no_longer_sees("Write that: nas9")
        assert operator.acts == []


async def test_in_read_only_mode_nothing_is_asked(here: Path) -> None:
    async with at_console(here, operator="anne-1", read_only=True) as operator:
        await operator.press("J")
        assert not operator.app.dialogue.prompt.asking
