"""A line that is late where nothing tells what is seen at its end, as with tmux on our side of it: which
keys act, by when they come."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.answer_guard import LEFT_ALONE
from console.driver import Operator, at_console

FOR_EACH = pytest.mark.parametrize
BY_NAME = {"t": "Take", "x": "Let go", "c": "Clean", "i": "Compromised"}


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
        pressed = Key(key, " " if key == "space" else key if len(key) == 1 else None)
        pressed.time = moment - operator._looked
        operator.app.post_message(pressed)
        await operator.pilot.pause()

    @property
    def now(self) -> float:
        """Seconds since then."""
        return self._keyboard.clock() - self._began

    async def rests(self) -> None:
        """Gives nothing until what came is written."""
        await self._operator.goes_on()
        await self._operator.is_answered()


async def behind_a_tick(operator: Operator) -> Line:
    """The first of three steps was ticked just now."""
    await operator.has_in_hand("sql1")
    await operator.press("down", "enter", "space")
    await operator.sees("sql1: step isolate done")
    await operator.is_answered()
    return Line(operator)


@FOR_EACH("at", [(0.3,), (3.9,), (3.9, 3.921), (3.2, 7.0), (9.0, 9.2, 9.4), (14.0,), (75.0,)])
async def test_a_blank_behind_a_tick_ticks_nothing_however_late_it_comes(
    plan: Path, at: Sequence[float]
) -> None:
    async with at_console(plan) as operator:
        line = await behind_a_tick(operator)
        for moment in at:
            await line.gives("space", moment)
        await line.rests()
        await operator.sees("is done already" if at != (0.3,) else "step isolate done")
        assert 1 == len(operator.acts)
        assert not operator.app.dialogue.prompt.asking


async def test_two_rows_down_unseen_ask_before_a_step_is_passed_over(plan: Path) -> None:
    async with at_console(plan) as operator:
        line = await behind_a_tick(operator)
        for key, at in (("down", 3.0), ("down", 5.0), ("space", 8.0)):
            await line.gives(key, at)
        await line.rests()
        await operator.sees(
            'Tick "test" on sql1 before "rebuild", which is still to be done? (y/n)'
        )
        assert 1 == len(operator.acts)
        await operator.press("n", "up", "space")
        await operator.sees("sql1: step rebuild done")


async def behind_a_verdict(operator: Operator) -> Line:
    """The first of the unknown servers was called clean just now."""
    await operator.press("3", "c")
    await operator.until(lambda: len(operator.acts) == 1, "the first verdict never came")
    await operator.is_answered()
    return Line(operator)


@FOR_EACH("told", [True, False])
@FOR_EACH("at", [(1.2,), (2.1,), (3.9, 3.921), (5.0, 9.0), (20.0,)])
async def test_a_verdict_pressed_again_however_late_judges_no_other_server(
    unseen: Path, at: Sequence[float], told: bool
) -> None:
    async with at_console(unseen) as operator:
        operator.app._keyboard._repeated._is_told = lambda: told
        line = await behind_a_verdict(operator)
        for moment in at:
            await line.gives("c", moment)
        await line.rests()
        assert 1 == len(operator.acts)
        assert not operator.app.dialogue.prompt.asking


async def behind(operator: Operator, key: str) -> Line:
    """The act of a key on the first row is done, and its picture drawn just now."""
    if key == "x":
        operator.session.acts.take(["san1", "sql1"])
        await operator.comes_to_know(lambda view: view.situation.state("sql1") == "restoring")
    await operator.press("home", *(("3",) if key in "ci" else ()), key)
    await operator.until(lambda: len(operator.acts) in (1, 3), "it was not done")
    await operator.is_answered()
    return Line(operator)


@FOR_EACH("key", ["t", "x", "c", "i"])
@FOR_EACH(
    ("arrow", "pressed"),
    [(0.1, 1.6), (0.3, 1.3), (1.22, 2.9), (2.93, 4.19), (0.2, 0.5), (4.4, 5.5), (9.5, 11.3)],
)
async def test_an_arrow_and_a_key_pressed_again_do_the_same_to_no_other_row(
    plan: Path, unseen: Path, key: str, arrow: float, pressed: float
) -> None:
    async with at_console(unseen if key in "ci" else plan) as operator:
        line = await behind(operator, key)
        done = len(operator.acts)
        await line.gives("down", arrow)
        await line.gives(key, pressed)
        await line.rests()
        question = f"{BY_NAME[key]}: sql1? (y/n)"
        await operator.sees(question)
        for again in ("down", key):  # who has not seen that either
            await line.gives(again, line.now + 1.2)
        await line.rests()
        await operator.sees(question)
        assert done == len(operator.acts)
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == done + 1, "its yes was refused")


@FOR_EACH("key", ["t", "x", "c", "i"])
async def test_a_hand_that_looks_before_each_key_meets_no_refusal(
    plan: Path, unseen: Path, key: str
) -> None:
    async with at_console(unseen if key in "ci" else plan) as operator:
        line = await behind(operator, key)
        done = len(operator.acts)
        await line.gives("down", 3.0)
        await line.gives(key, 6.0)
        await line.rests()
        await operator.until(lambda: len(operator.acts) == done + 1, "it was refused")


async def test_a_note_on_another_row_at_once_is_asked_for_by_its_name(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("end", "n", *"e1", "enter")
        await operator.until(lambda: len(operator.acts) == 1, "it was not noted")
        await operator.is_answered()
        line = Line(operator)
        await line.gives("home", 0.9)
        await line.gives("n", 1.8)
        await operator.sees("Note on san1")


@FOR_EACH("key", ["t", "d"])
async def test_behind_no_act_a_key_that_came_twice_is_one(plan: Path, key: str) -> None:
    async with at_console(plan) as operator:
        await operator.press("down")
        line = Line(operator)
        for at in (2.0, 2.0):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("sql1 taken" if key == "t" else "(y/n)")


@FOR_EACH("at", [1.9, 6.0])
async def test_the_key_of_a_question_is_none_so_soon_behind_its_yes(plan: Path, at: float) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
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
        assert 1 == len(operator.acts)
        assert not operator.app.dialogue.prompt.asking


async def test_blanks_that_a_line_held_back_after_a_quiet_tick_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.press("down", "enter")
        line = Line(operator)
        for at in (60.0, 60.0, 64.0, 68.0):
            await line.gives("space", at)
        await line.rests()
        await operator.sees('Tick: "isolate" on sql1? (y/n)')
        assert not operator.acts


async def test_a_move_that_wakes_the_screen_has_what_acts_wait_for_a_look(plan: Path) -> None:
    async with at_console(plan) as operator:
        line = Line(operator)
        for key, at in (("down", 30.0), ("t", 31.2)):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("The cursor has just gone to sql1: t came too soon.")
        assert not operator.acts
        await line.gives("t", 35.0)
        await line.rests()
        await operator.sees("sql1 taken")


@FOR_EACH("gap", [0.005, 0.07, 0.75, 1.9])
@FOR_EACH("behind", [1.1, 2.1, 3.8, 13.0])
@FOR_EACH("opens", [False, True])
async def test_behind_moves_that_came_one_upon_the_other_an_act_asks_by_name_however_late(
    plan: Path, gap: float, behind: float, *, opens: bool
) -> None:
    async with at_console(plan) as operator:
        line = Line(operator)
        for key, at in (("down", 9.0), ("down", 9.0 + gap), *[("enter", 10.6)] * opens):
            await line.gives(key, at)
        await line.gives("t", line.now + behind)
        await line.rests()
        await operator.sees("Take: anes1? (y/n)")
        assert not operator.acts
        await operator.press("y")
        await operator.sees("anes1 taken")
        if not opens:
            await operator.press("down", "t")
            await operator.until(lambda: len(operator.acts) == 2, "it was asked about again")


@FOR_EACH("behind", [2.6, 12.0])
async def test_a_move_behind_where_the_cursor_went_by_itself_has_the_next_act_ask_by_name(
    plan: Path, behind: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.stands_on("sql1")
        await operator.is_answered()
        line = Line(operator)
        for key, at in (("down", behind), ("t", behind + 3)):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("Take: anes1? (y/n)")
        await operator.press("n", "up", "t")
        await operator.sees("sql1 taken")


@FOR_EACH("acts", [False, True])
async def test_a_question_that_names_its_row_is_the_only_one_behind_such_moves(
    plan: Path, *, acts: bool
) -> None:
    async with at_console(plan) as operator:
        line = Line(operator)
        for at in (9.0, 9.3):
            await line.gives("down", at)
        await line.gives("d" if acts else "n", 14.0)
        await line.rests()
        await operator.sees("Mark anes1 restored all the same?" if acts else "Note on anes1")


async def test_where_the_terminal_tells_what_it_shows_moves_may_come_as_fast_as_they_like(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.app._keyboard._is_told = lambda: True
        operator.app._keyboard._repeated._is_told = lambda: True
        operator.app._keyboard._repeated.cursor._is_told = lambda: True
        line = Line(operator)
        for key, at in (("down", 9.0), ("down", 9.3), ("t", 11.5)):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("anes1 taken")


async def test_a_tick_on_the_page_of_a_server_that_is_not_ones_own_asks_by_name_once(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "enter", "space")
        await operator.sees('Tick "isolate" on sql1? (y/n)')
        assert not operator.acts
        await operator.press("y", "down", "space")
        await operator.sees("sql1: step rebuild done")
        assert 2 == len(operator.acts)


@FOR_EACH(
    ("gaps", "ticks"),
    [
        ((0.0, 0.02), 1),
        ((0.2, 0.4), 1),
        ((0.9, 0.9), 1),
        ((0.3, 2.1), 2),
        ((2.3, 1.26), 1),
        ((2.3, 2.1), 3),
        ((3.0, 3.0), 3),
    ],
)
async def test_an_arrow_and_a_blank_pressed_again_on_a_late_line_tick_no_step_nobody_has_seen(
    plan: Path, gaps: tuple[float, float], ticks: int
) -> None:
    async with at_console(plan) as operator:
        line = await behind_a_tick(operator)
        between, behind = gaps
        for key, at in (("down", 5.0), ("space", 5.0 + behind)):
            await line.gives(key, at)
        for key, at in (("down", 5.0 + behind + between), ("space", 5.0 + 2 * behind + between)):
            await line.gives(key, at)
        await line.rests()
        assert ticks == len(operator.acts)


async def test_a_no_pressed_again_on_a_late_line_opens_no_note(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        await operator.sees("(y/n)")
        line = Line(operator)
        for at in (3.0, 7.8, 7.81, 12.0):
            await line.gives("n", at)
        await line.rests()
        await operator.sees("n: no question is open. For Note: an arrow first,")
        assert not operator.app.dialogue.prompt.asking
        await line.gives("down", 14.0)
        await line.gives("n", 15.0)
        await operator.sees("Note on sql1")


async def test_the_yes_of_other_questions_is_said_to_be_none_of_a_text_that_is_doubted(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("n")
        await operator.type("are you there")
        await operator.sees("n: no")
        await operator.pilot.press("y")
        await operator.sees("y is no answer here.")
        assert not operator.acts


@FOR_EACH("key", ["c", "t", "i"])
async def test_the_yes_of_a_name_pressed_again_on_a_late_line_does_nothing(
    unseen: Path, key: str
) -> None:
    async with at_console(unseen, lang="fr") as operator:
        await operator.press("o")
        await operator.type({"c": "camille", "t": "theo", "i": "ines"}[key])
        await operator.sees(f"{key} : oui, n : non")
        operator.looks(3)
        await operator.pilot.press(key)
        await operator.sees("Les actes sont désormais")
        line = Line(operator)
        for at in (4.0, 8.0, 8.02):
            await line.gives(key, at)
        await line.rests()
        await operator.sees("aucune question")
        assert not operator.acts
        assert not operator.app.dialogue.prompt.asking


async def test_the_key_of_an_answer_does_nothing_until_the_line_has_shown_what_it_did(
    unseen: Path,
) -> None:
    async with at_console(unseen, lang="fr") as operator:
        await operator.press("o")
        await operator.type("theo")
        await operator.sees("n : non")
        operator.looks(3)
        await operator.pilot.press("t")
        await operator.sees("Les actes sont désormais")
        operator.app._keyboard._stalls = lambda: True
        await Line(operator).gives("t", LEFT_ALONE + 10)
        await operator.sees("aucune question")
        assert not operator.acts
