"""Somebody is interrupted in the middle of a text, and types on what was meant for another window."""

from pathlib import Path

import pytest

from console.driver import Operator, at_console


async def notes_with_a_pause(operator: Operator, text: str, rest: str) -> None:
    """Types a note, and a rest of it once there was no key for four seconds."""
    await operator.press("n")
    await operator.burst(text)
    operator.looks(2.0)
    await operator.burst(rest)
    await operator.press("enter")


@pytest.mark.parametrize(
    "rest", ["ssh root@dc1", "ls -la", "cd /var", "df -h", "Tournai2021!", "allo oui"]
)
async def test_what_is_typed_on_after_a_pause_is_looked_at_by_itself(plan: Path, rest: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await notes_with_a_pause(operator, "onduleur verifie ", rest)
        await operator.sees("C'est voulu ?")
        assert [] == operator.acts
        await operator.press("escape")
        assert [] == operator.acts


@pytest.mark.parametrize("rest", ["le brancardier arrive", "descends au bloc"])
async def test_what_is_joined_to_a_word_after_a_pause_is_asked_about(plan: Path, rest: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await notes_with_a_pause(operator, "onduleur verifie", rest)
        await operator.sees("C'est voulu ?")
        assert "Rien tapé pendant 4 s" in operator.app.dialogue.prompt.whole
        assert [] == operator.acts


@pytest.mark.parametrize("rest", ["et branche", "par le fournisseur", "sur place"])
async def test_who_thinks_in_the_middle_of_a_remark_is_not_asked(plan: Path, rest: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await notes_with_a_pause(operator, "onduleur verifie ", rest)
        await operator.sees(f"note : onduleur verifie {rest}")


async def test_a_name_that_nobody_confirmed_is_offered_to_nobody(plan: Path) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        for _ in range(2):
            await operator.press("j", "f")
            await operator.sees("Who takes sql1?")
            assert not operator.row("as before")
            await operator.burst("salut marc")
            await operator.press("enter", "escape", "escape")
            await operator.press("k")


async def test_what_looks_like_a_password_is_not_offered_again(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.burst("Tournai2021!")
        await operator.press("enter", "escape", "escape")
        operator.looks(12)
        await operator.press("b")
        await operator.sees("san1: blocked, because")
        assert not operator.row("Tournai2021!")
