"""While something is asked the last line of the screen has the keys of the question, and none of those
that would do something if nothing was asked."""

from pathlib import Path

import pytest

from chwapi_console.console.known.actions import ACTIONS
from console.driver import Operator, at_console

OF_QUESTIONS = {
    "en": ("Yes", "No", "With a reserve", "Answer", "Change it", "Give up", "Erase"),
    "fr": ("Oui", "Non", "Avec réserve", "Valider", "Corriger", "Abandonner", "Effacer"),
}
OF_FILTERS = {"en": ("Keep this filter", "Leave the filter"), "fr": ("Garder ce filtre", "Fermer")}
OF_READING = {
    "en": ("Up", "Down", "A page down", "A page up"),
    "fr": ("Monter", "Descendre", "suiv Page suivante", "préc Page précédente"),
}
ASKS = [action.keys[0] for action in ACTIONS if action.asks]


def labels(operator: Operator) -> list[str]:
    """What the keys of the last line are said to do."""
    return [
        part.strip().split(" ", 1)[1] for part in operator.screen[-1].split("  ") if part.strip()
    ]


async def offers_only(operator: Operator, *words: tuple[str, ...]) -> None:
    """The last line has nothing but these, and something."""
    known = {word for group in words for word in group}
    assert labels(operator)
    assert set() == set(labels(operator)) - known, operator.screen[-1]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("view", ["1", "2", "3", "4", "6", "7", "8", "9", "enter"])
async def test_no_question_of_any_view_leaves_keys_of_its_list_in_the_last_line(
    plan: Path, view: str, lang: str
) -> None:
    asked = 0
    async with at_console(plan, lang=lang, size=(160, 50)) as operator:
        for key in ASKS:
            await operator.press(view, key)
            if not operator.app.dialogue.prompt.asking:
                continue
            asked += 1
            reads = OF_READING[lang] if operator.app.picture.page.is_asked_about else ()
            of = OF_FILTERS if operator.app.dialogue.prompt.filtering else OF_QUESTIONS
            await offers_only(operator, of[lang], reads, OF_QUESTIONS[lang][-1:])
            await operator.press("escape")
            operator.looks(30)
            assert not operator.app.dialogue.prompt.asking
            await operator.press("escape", "1")
    assert asked >= 1


async def test_enter_is_offered_once_it_ends_something(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        assert ["Give up"] == labels(operator)
        await operator.burst("no disk")
        assert ["Answer", "Give up", "Erase"] == labels(operator)
        await operator.press("ctrl+u")
        assert ["Give up"] == labels(operator)


async def test_a_doubted_text_says_what_its_keys_mean(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.type("ls -l")
        assert ["Yes", "Change it", "Give up"] == labels(operator)


async def test_yes_and_no_are_offered_in_the_letters_of_the_language(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("q")
        assert " o Oui  n Non  Échap Non" == operator.screen[-1]


async def test_the_keys_of_the_list_come_back_with_the_answer(plan: Path) -> None:
    async with at_console(plan) as operator:
        before = operator.screen[-1]
        await operator.press("b")
        await operator.type("no disk")
        await operator.sees("san1 blocked")
        assert before == operator.screen[-1]
        await operator.press("n", "escape")
        assert before == operator.screen[-1]
