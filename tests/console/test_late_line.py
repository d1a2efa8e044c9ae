"""A line that is late where nothing tells what is seen at its end, as with tmux on our side of it: which
keys act, by when they come."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.answer_guard import LEFT_ALONE
from chwapi_console.console.control.keys.repeated import HELD, LATE
from console.driver import Operator, at_console

FOR_EACH = pytest.mark.parametrize
TOGETHER = "came twice at once, late: ignored."
AGAIN = "again too soon: ignored."
ASKED = "The line was late. ␣ for rebuild on sql1? (y/n)"


class Line:
    """Gives keys at moments, in seconds since an act was done."""

    def __init__(self, operator: Operator) -> None:
        self._operator, self._keyboard = operator, operator.app._keyboard
        self._began = self._keyboard.clock()

    async def gives(self, key: str, at: float) -> None:
        """Gives a key; what has waited long enough by then is written before."""
        operator, moment, unsent = self._operator, self._began + at, self._keyboard._unsent
        if unsent.waits and unsent.is_due(moment):
            operator.looks(max(0.0, unsent._until - self._keyboard.clock()))
            await self.rests()
        operator.looks(max(0.0, moment - self._keyboard.clock()))
        pressed = Key(key, {"space": " "}.get(key, key))
        pressed.time = moment - operator._looked
        operator.app.post_message(pressed)
        await operator.pilot.pause()

    async def rests(self) -> None:
        """Gives nothing until what came is written."""
        await self._operator.goes_on()
        await self._operator.is_answered()


async def behind_a_tick(operator: Operator) -> Line:
    """The first of three steps was ticked just now."""
    await operator.press("down", "enter", "space")
    await operator.sees("sql1: step isolate done")
    await operator.is_answered()
    return Line(operator)


@FOR_EACH(
    ("at", "ticks", "says"),
    [
        ((3.9, 3.921), 1, TOGETHER),
        ((3.9, 3.9, 3.9), 1, TOGETHER),
        ((3.9, 3.901, 4.3, 5.2), 1, TOGETHER),
        ((9.0, 9.2), 1, TOGETHER),
        ((HELD - 1, HELD - 1), 1, TOGETHER),
        ((2.0, 2.021), 1, AGAIN),
        ((2.0, 2.021, 6.0), 1, ASKED),
        ((2.0, 2.021, 6.0, 6.0), 1, ASKED),
        ((3.9, 3.921, 8.0, 12.0), 1, ASKED),
        ((3.9, 4.1, 8.0), 2, "rebuild done"),
        ((3.9,), 2, "rebuild done"),
        ((3.9, 4.3), 2, "rebuild done"),
        ((3.2, 7.0), 3, "test done"),
        ((3.9, 3.921, HELD + 3), 2, "rebuild done"),
    ],
)
async def test_which_blanks_tick_a_next_step(
    plan: Path, at: Sequence[float], ticks: int, says: str
) -> None:
    async with at_console(plan) as operator:
        line = await behind_a_tick(operator)
        for moment in at:
            await line.gives("space", moment)
        await line.rests()
        await operator.sees(says)
        assert ticks == len(operator.acts)


@FOR_EACH(("answered", "asked"), [(1.5, False), (5.0, True)])
async def test_a_late_line_asks_until_a_yes_comes_as_soon_as_a_question_is_read(
    plan: Path, answered: float, asked: bool
) -> None:
    async with at_console(plan) as operator:
        line = await behind_a_tick(operator)
        for key, at in (("space", 3.9), ("space", 3.9), ("space", 8.0), ("y", 8.0 + answered)):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("rebuild done")
        await line.gives("space", 18.0 + answered)
        await line.rests()
        await operator.sees("The line was late. ␣ for test" if asked else "test done")


async def test_a_line_that_was_late_long_ago_asks_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        line = await behind_a_tick(operator)
        for key, at in (("space", 1.0), ("space", 1.0), ("ctrl+l", LATE), ("space", LATE + 4)):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("rebuild done")


async def test_nothing_is_guessed_where_the_terminal_tells_what_it_shows(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.app._keyboard._repeated._is_told = lambda: True
        line = await behind_a_tick(operator)
        for at in (3.9, 3.921):
            await line.gives("space", at)
        await line.rests()
        await operator.sees("rebuild done")


async def test_another_server_s_verdict_is_none_of_a_late_line(unseen: Path) -> None:
    async with at_console(unseen) as operator:
        await operator.press("3", "c")
        await operator.until(lambda: len(operator.acts) == 1, "the first verdict never came")
        line = Line(operator)
        for at in (3.9, 3.9):
            await line.gives("c", at)
        await line.rests()
        await operator.sees(TOGETHER)
        await line.gives("c", 7.0)
        await operator.sees("The line was late. c for")
        assert 1 == len(operator.acts)


@FOR_EACH("key", ["t", "d"])
async def test_behind_no_act_a_key_that_came_twice_is_one(plan: Path, key: str) -> None:
    async with at_console(plan) as operator:
        await operator.press("down")
        line = Line(operator)
        for at in (2.0, 2.0):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("sql1 taken" if key == "t" else "(y/n)")


@FOR_EACH(("at", "ticks", "says"), [(1.9, 1, AGAIN), (6.0, 2, "rebuild done")])
async def test_the_key_of_a_question_is_none_so_soon_behind_its_yes(
    plan: Path, at: float, ticks: int, says: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "enter")
        operator.looks(LEFT_ALONE)
        await operator.press("space")
        operator.looks(2)
        await operator.press("y")
        await operator.sees("sql1: step isolate done")
        await operator.is_answered()
        line = Line(operator)
        await line.gives("space", at)
        await line.rests()
        await operator.sees(says)
        assert ticks == len(operator.acts)


async def test_blanks_that_a_line_held_back_after_a_quiet_tick_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "enter")
        line = Line(operator)
        for at in (60.0, 60.0, 64.0, 68.0):
            await line.gives("space", at)
        await line.rests()
        await operator.sees("After a long quiet: ␣ for isolate on sql1?")
        assert not operator.acts


@FOR_EACH(
    ("at", "keys", "ticks", "says"),
    [
        ((3.0,), "␣", 1, "␣ again, for rebuild on sql1? (y/n)"),
        ((3.0, 6.0, 9.0), "␣␣␣", 1, "␣ again, for rebuild on sql1? (y/n)"),
        ((3.0, 5.0), "␣y", 2, "rebuild done"),
        ((HELD + 2,), "␣", 2, "rebuild done"),
    ],
)
async def test_a_next_step_soon_behind_a_tick_is_asked_about_where_tmux_answers_for_the_terminal(
    plan: Path, at: Sequence[float], keys: str, ticks: int, says: str
) -> None:
    async with at_console(plan) as operator:
        operator.app._keyboard._repeated.is_hidden = lambda: True
        line = await behind_a_tick(operator)
        for key, moment in zip(keys, at, strict=True):
            await line.gives({"␣": "space"}.get(key, key), moment)
        await line.rests()
        await operator.sees(says)
        assert ticks == len(operator.acts)


async def test_a_move_that_wakes_the_screen_has_what_acts_wait_for_a_look(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "enter")
        line = Line(operator)
        for key, at in (("down", 30.0), ("space", 31.2)):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("The cursor has gone to rebuild on sql1 unseen: ␣ ignored.")
        assert not operator.acts
        await line.gives("space", 35.0)
        await line.rests()
        await operator.sees("sql1: step rebuild done")
