"""Steps and restore points at the console: what came of a step is asked, one that failed says why,
and a rule of policy is overridden for a reason that is typed."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.session.session import Session
from console.driver import at_console
from console.hands import types
from hospitals import NOW

DIGITS = "ab" * 32


@pytest.fixture
def strict(plan: Path) -> Path:
    """A plan in which evidence comes first, and isolating gives a SHA-256."""
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        f'{text}\n[policy]\nevidence_first = true\n[steps.isolate]\nresult = "hash"\n',
        encoding="utf-8",
    )
    return plan


async def test_what_came_of_a_step_is_asked_until_it_fits(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("isolate of sql1: a SHA-256; Enter: none (Esc: no tick):")
        await operator.type("abc")
        await operator.sees("A SHA-256 is 64 hexadecimal digits; this has 3.")
        await operator.press("ctrl+u")
        await operator.type(DIGITS)
        await operator.sees("sql1: step isolate done")
        assert DIGITS[:8] in operator.row("[x] 1  isolate")


async def test_a_yes_typed_for_it_is_not_said_to_answer_no_question(strict: Path) -> None:
    async with at_console(strict, lang="fr", size=(160, 30)) as operator:
        await operator.press("down", "enter")
        await operator.sees("isoler")
        await operator.press("space")
        await operator.sees("un SHA-256 ; Entrée")
        operator.looks(4)
        await types(operator, "oui merci\n", 0.3)
        await operator.sees("On dirait un mot pour quelqu'un.")
        assert not operator.row("ne répond à rien")
        operator.looks(4)
        await operator.press("o")
        await operator.sees("contient « o u i m r »")
        assert [] == operator.acts


async def test_who_has_nothing_to_tell_of_it_is_asked_whether_that_is_meant(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("a SHA-256; Enter: none")
        await operator.press("enter")
        await operator.sees('Tick "isolate" on sql1? (y/n)')
        await operator.press("y")
        await operator.sees("sql1: step isolate done")


async def test_an_image_that_is_evidence_is_asked_for_its_sha_256_and_ticked_without(
    strict: Path,
) -> None:
    text = strict.read_text(encoding="utf-8")
    strict.write_text(text.replace('"rebuild"', '"image", "rebuild"', 1), encoding="utf-8")
    async with at_console(strict) as operator:
        await operator.opens("sql1")
        await operator.press("down", "space")
        await operator.sees("Paste the SHA-256 of the image of sql1 (64 digits) to record it")
        await operator.type("abc")
        await operator.sees("A SHA-256 is 64 hexadecimal digits; this has 3.")
        await operator.press("ctrl+u", "enter")
        await operator.sees(
            'Tick "image" on sql1 before "isolate", which is still to be done? (y/n)'
        )
        await operator.press("y")
        await operator.sees("sql1: step image done")


@pytest.mark.parametrize("typed", [DIGITS, DIGITS.upper(), f"SHA256 (dc1.img) = {DIGITS}"])
async def test_the_digits_that_are_asked_for_need_no_second_enter_however_late_they_come(
    strict: Path, typed: str
) -> None:
    async with at_console(strict) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("a SHA-256; Enter: none")
        operator.looks(40)
        await operator.paste(typed)
        await operator.press("enter")
        await operator.sees("sql1: step isolate done")


async def test_what_is_no_sha_256_is_asked_about_where_it_comes_late(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("a SHA-256; Enter: none")
        operator.looks(40)
        await operator.type("abc")
        await operator.sees('"abc"? ')


async def test_a_step_that_failed_says_why_and_is_tried_again(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.press("K")
        await operator.sees("sql1: isolate failed because (Esc: no):")
        await operator.type("switch is down")
        await operator.sees("sql1: step isolate failed (switch is down)")
        assert "[!]" in operator.row("isolate")
        assert "switch is down" in operator.row("isolate")
        await operator.press("space")
        await operator.sees("sql1: step isolate done")
        assert "try 2" in operator.row("isolate")


async def test_no_image_is_overridden_by_a_reason_that_is_typed(strict: Path) -> None:
    async with at_console(strict) as operator:
        await operator.opens("sql1")
        await operator.stands_on("isolate")
        await operator.press("down", "space", "y")
        await operator.sees("To override evidence.image")
        await operator.press("escape")
        assert "[ ]" in operator.row("rebuild")
        await operator.press("space", "y")
        await operator.sees("To override evidence.image")
        await operator.type("no disk left")
        await operator.sees('because "no')
        await operator.press("y")
        await operator.sees("sql1: step rebuild done")
        await operator.sees("Override of evidence.image by oncall-1 at")


async def test_it_is_asked_from_which_point_a_server_came(plan: Path) -> None:
    with closing(Session(plan, operator="dba", host="test")) as session:
        session.acts.restore_point("san1", "monday", taken=NOW)
    async with at_console(plan) as operator:
        await operator.opens("san1")
        await operator.press("d")
        await operator.sees("From which restore point of san1? monday; Enter: not said (Esc: no):")
        await operator.type("tuesday")
        await operator.sees('san1 has no restore point "tuesday". It has monday.')
        await operator.press("ctrl+u")
        await operator.type("monday")
        await operator.sees("Mark san1 restored all the same?")
        await operator.press("y")
        await operator.sees("restored from monday")


async def test_a_tick_says_when_no_step_is_open_any_more_and_opens_none_again(
    plan: Path,
) -> None:
    with closing(Session(plan, operator="oncall-1", host="test")) as session:
        first, second, *_ = session.look().plan.steps_of("sql1")
        session.acts.step("sql1", second)
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees(f"step {first} done")
        await operator.press("down", "down", "space")
        await operator.sees("all steps are done")
        assert operator.row("[x] 2")


async def test_what_wants_a_reason_is_told_before_what_a_yes_is_enough_for(plan: Path) -> None:
    with closing(Session(plan, operator="dba", host="test")) as session:
        session.acts.restore_point("san1", "monday", taken=NOW)
        session.acts.compromised_since(NOW - timedelta(days=1))
    async with at_console(plan) as operator:
        await operator.press("home", "d")
        await operator.type("monday")
        await operator.sees("Mark san1 restored all the same?")
        screen = " ".join(" ".join(operator.screen).split())
        late, unscanned = screen.find("taken when the attacker was in"), screen.find("not scanned")
        assert 0 < late < unscanned
        await operator.press("y")
        await operator.sees("To override point.late, say why")
