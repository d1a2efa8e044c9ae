"""A clinician's sign-off at the console: asked for in two lines, refused with the reason, shown
where people look, taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chwapi_console.session.session import Session
from console.driver import at_console
from hospitals import MEANT

BLOC = ("slash", *"bloc-imc", "enter")


@contextmanager
def somebody(plan: Path) -> Iterator[Session]:
    """Another operator, at another console."""
    session = Session(plan, operator="dba")
    yield session
    session.close()


@pytest.fixture
def up(plan: Path) -> Path:
    """The plan, with all that Bloc IMC needs restored."""
    with somebody(plan) as other:
        other.acts.mark(["san1", "sql1"], "restored", MEANT)
    return plan


async def test_a_clinician_without_a_name_is_asked_for_again_before_what_they_tried(
    up: Path,
) -> None:
    async with at_console(up) as operator:
        await operator.press("2", *BLOC, "y")
        await operator.type("d")
        await operator.sees('"d" is too short for a name.')
        await operator.type("head of theatre")
        await operator.sees("What did head of theatre try in Bloc IMC (Esc: no)?")


async def test_lines_for_another_window_sign_nothing_off(up: Path) -> None:
    async with at_console(up, lang="fr") as operator:
        await operator.press("2", *BLOC, "y")
        for line in ("paul ?", "ping dc1", "oui"):
            await operator.type(line)
        assert ("oncall-1", "accepted", "bloc-imc") not in operator.acts


async def test_a_name_that_nobody_has_borne_is_told_before_a_service_is_signed_off(
    up: Path,
) -> None:
    async with at_console(up) as operator:
        await operator.press("2", *BLOC, "y")
        await operator.type("dr nadia")
        await operator.type("two images opened")
        await operator.sees('Nobody has borne the name "dr nadia" here yet.')
        await operator.press("y")
        await operator.sees("Bloc IMC signed off by dr nadia")


async def test_a_service_that_is_up_is_signed_off_by_a_clinician_and_undo_takes_it_back(
    up: Path,
) -> None:
    async with at_console(up) as operator:
        await operator.press("2", *BLOC, "y")
        await operator.sees("Which clinician signs Bloc IMC off (Esc: none)?")
        await operator.type("head of theatre")
        await operator.sees("What did head of theatre try in Bloc IMC (Esc: no)?")
        await operator.type("two images opened")
        await operator.sees('head of theatre, who tried "two images opened"? (y/n; r: with')
        assert ("oncall-1", "accepted", "bloc-imc") not in operator.acts
        await operator.press("y")
        await operator.sees("Bloc IMC signed off by head of theatre (tried: two images opened)")
        assert " by head of t" in operator.row("Bloc IMC ")
        assert "Signed off by head of theatre at" in operator.screen[-4]
        await operator.press("4")
        assert operator.row("oncall-1     Bloc IMC signed off by head of theatre")
        await operator.press("2", "enter")
        await operator.sees("Signed off by head of theatre at")
        assert operator.row("tried: two images opened.")
        await operator.press("u")
        await operator.sees("Undo your latest act?")
        assert ("oncall-1", "accepted.undone", "bloc-imc") not in operator.acts
        operator.looks(3)
        await operator.press("y")
        await operator.sees("Bloc IMC: the sign-off was taken back (undo)")
        assert not operator.row("Signed off by")
        await operator.press("y")
        await operator.sees("Which clinician signs Bloc IMC off")
        await operator.type("head of theatre")
        await operator.type("three images opened")
        await operator.sees('who tried "three images opened"?')
        assert not operator.row("Nobody has borne the name")


async def test_escape_at_either_question_signs_nothing_off(up: Path) -> None:
    async with at_console(up) as operator:
        await operator.press("2", *BLOC, "y", "escape", "y")
        await operator.type("head of theatre")
        await operator.press("escape")
        assert [("dba", "restored", "san1"), ("dba", "restored", "sql1")] == operator.acts


async def test_an_empty_name_signs_nothing_off_and_says_so(up: Path) -> None:
    async with at_console(up) as operator:
        await operator.press("2", *BLOC, "y", "enter")
        await operator.sees("The answer was empty. Which clinician signs")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ((), "Put the cursor on a service first (2)."),
        (("enter",), "Put the cursor on a service first (2)."),
        (("2", *BLOC), "bloc-imc is down; only what is up can be signed off."),
        (("2", *BLOC, "enter"), "bloc-imc is down; only what is up can be signed off."),
    ],
)
async def test_the_key_says_why_nothing_can_be_signed_off(
    plan: Path, keys: tuple[str, ...], said: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press(*keys, "y")
        await operator.sees(said)
        assert [] == operator.acts


async def test_the_key_says_who_signed_it_off_already(up: Path) -> None:
    with somebody(up) as other:
        other.acts.accept("bloc-imc", "head of theatre", "two images opened")
    async with at_console(up) as operator:
        await operator.press("2", *BLOC, "y")
        await operator.sees("bloc-imc was signed off by head of theatre at")


async def test_read_only_nothing_is_signed_off(up: Path) -> None:
    async with at_console(up, read_only=True) as operator:
        await operator.press("2", *BLOC, "y")
        assert not operator.row("Which clinician")
        assert "Sign off" not in operator.screen[-1]


async def test_a_sign_off_that_lapsed_is_shown_with_what_ended_it_and_can_be_given_again(
    up: Path,
) -> None:
    with somebody(up) as other:
        other.acts.accept("bloc-imc", "head of theatre", "two images opened")
        other.acts.mark(["sql1"], "compromised")
    async with at_console(up, size=(120, 30)) as operator:
        await operator.press("2", *BLOC)
        await operator.press("enter")
        await operator.sees("(dba: sql1 compromised): once")
        await operator.sees("it is up it must be signed off again.")
        with somebody(up) as other:
            other.acts.mark(["sql1"], "restored", MEANT)
        await operator.press("escape")
        await operator.sees("sign off again (")
        await operator.press("y")
        await operator.type("head of theatre")
        await operator.type("images again")
        await operator.press("y")
        await operator.sees("(tried: images again)")


async def test_a_server_lost_while_the_answer_is_typed_refuses_the_sign_off(up: Path) -> None:
    async with at_console(up) as operator:
        await operator.press("2", *BLOC, "y")
        await operator.type("head of theatre")
        with somebody(up) as other:
            other.acts.mark(["sql1"], "compromised")
        await operator.type("two images opened")
        await operator.press("y")
        await operator.sees("bloc-imc is down; only what is up can be signed off.")
        assert "accepted" not in [what for _, what, _ in operator.acts]


async def test_the_questions_are_french_in_french(up: Path) -> None:
    async with at_console(up, lang="fr") as operator:
        await operator.press("2", *BLOC, "y")
        await operator.sees("Quel soignant accepte Bloc IMC")


async def test_a_key_of_the_last_question_signs_off_with_a_reserve(up: Path) -> None:
    async with at_console(up, size=(120, 30)) as operator:
        await operator.press("2", *BLOC, "y")
        await operator.type("head of theatre")
        await operator.type("two images opened")
        await operator.sees("r: with a reserve)")
        await operator.press("r")
        await operator.type("one room only")
        await operator.sees("Until when does that hold?")
        await operator.type("4h")
        await operator.sees("one room only?")
        await operator.press("y")
        await operator.sees("signed off by head of theatre with reserve: one room only")
        await operator.sees("until ")
