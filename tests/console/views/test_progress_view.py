"""The progress at the console: there at once, live, still, in both languages, on small and large
screens, and in ASCII."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from errno import EINVAL
from pathlib import Path

import pytest

from chwapi_console.clock import utc_now
from chwapi_console.console.control.keys.repeated import NEXT_STEP
from chwapi_console.console.views.progress_view import Progressed, progressed
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.signs import Spelling
from console.driver import at_console
from hospitals import MEANT


@contextmanager
def somebody(plan: Path) -> Iterator[Session]:
    """Another operator, at another console."""
    session = Session(plan, operator="dba")
    yield session
    session.close()


async def test_an_operator_looks_at_the_progress_acts_and_sees_it_go_up_and_down(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("5")
        await operator.sees("Servers back: 0 of 5 hit")
        assert operator.row("Progress since ")
        assert operator.row("Services up: 0 of 4")
        assert operator.row("IMC  ")
        await operator.press("1", "d", "y")
        await operator.is_answered()
        operator.looks(NEXT_STEP)
        await operator.press("d", "y", "5")
        await operator.sees("Servers back: 2 of 5 hit")
        await operator.sees("Services up: 2 of 4")
        assert "2/3" in operator.row("IMC  ")
        with somebody(plan) as other:
            other.acts.mark(["san1"], "compromised")
        await operator.sees("Servers back: 1 of 5 hit")
        await operator.sees("Services up: 0 of 4")
        await operator.press("escape")
        await operator.sees("Queue:")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 50)])
async def test_it_fits_the_screen_and_the_cursor_stays_while_others_act(
    plan: Path, size: tuple[int, int]
) -> None:
    async with at_console(plan, size=size) as operator:
        await operator.press("5")
        await operator.sees("Servers back: 0 of 5 hit")
        await operator.press("down", "down")
        before = operator.app.picture.list.cursor
        with somebody(plan) as other:
            other.acts.mark(["san1", "dc1"], "restored", MEANT)
        await operator.sees("Servers back: 2 of 5 hit")
        assert 2 == before == operator.app.picture.list.cursor
        assert all(len(line) <= size[0] for line in operator.screen)
        assert not any("…" in line for line in operator.screen[2:])
        await operator.press("end")
        await operator.sees("4 administrative")


async def test_the_picture_grows_with_the_time_when_it_is_looked_at_again(plan: Path) -> None:
    with somebody(plan) as other:
        other.acts.mark(["san1"], "restored", MEANT)
    now = [utc_now()]
    async with at_console(plan, clock=lambda: now[0]) as operator:
        await operator.press("5")
        await operator.sees("one column is 1 min")
        await operator.press("1")
        now[0] += timedelta(hours=50)
        await operator.press("5")
        await operator.sees("one column is 1 h")


async def test_in_ascii_no_line_has_a_block(plan: Path) -> None:
    with somebody(plan) as other:
        other.acts.mark(["san1"], "restored", MEANT)
    async with at_console(plan) as operator:
        await operator.press("5")
        await operator.sees("█")
    async with at_console(plan, spelling=Spelling(ascii_signs=True)) as operator:
        await operator.press("5")
        await operator.sees("#")
        assert not operator.row("█")
        assert not operator.row("·")


async def test_nothing_is_worked_out_while_nobody_looks_and_once_for_each_view(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def counted(view: View, now: datetime, between: Callable[[], None]) -> Progressed:
        asked.append(view)
        return progressed(view, now, between)

    monkeypatch.setattr("chwapi_console.console.control.workers.progressed", counted)
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        assert [] == asked
        await operator.press("5")
        await operator.sees("Servers back: 0 of 5 hit")
        await operator.press("down", "1", "5", "4", "5")
        assert 1 == len(asked)


async def test_what_cannot_be_worked_out_is_said_and_the_console_lives_on(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise OSError(EINVAL, os.strerror(EINVAL))

    monkeypatch.setattr("chwapi_console.console.control.workers.progressed", fails)
    async with at_console(plan) as operator:
        await operator.press("5")
        await operator.sees(
            "There is no picture of the progress: the system refuses something (Inv"
        )
        assert "OSError" not in " ".join(operator.screen)
        await operator.press("1", "t")
        await operator.sees("san1 taken")


async def test_the_picture_is_french_in_french(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("5")
        await operator.sees("Serveurs de retour : 0 sur 5 touchés")
        assert operator.row("Services en marche : 0 sur 4")
        assert operator.row("1 vital")
