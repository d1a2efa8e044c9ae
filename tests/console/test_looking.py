"""Looking starts nothing: no journal, no clock of a drill, until somebody acts. Then acts come into
the file within moments."""

import shutil
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from chwapi_console.clock import utc_now
from chwapi_console.journal.opening import opened
from chwapi_console.session.session import Session
from console.driver import Operator, at_console


class Clock:
    """The host's clock, so much ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


async def looks_at_everything(operator: Operator) -> None:
    for keys in (
        ["2"],
        ["3"],
        ["4"],
        ["5"],
        ["1"],
        ["question_mark"],
        ["escape"],
        ["pagedown"],
        ["enter"],
        ["escape"],
        ["slash", "d", "enter"],
        ["escape"],
    ):
        await operator.press(*keys)


async def test_who_only_looks_leaves_no_journal_behind(plan: Path, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    async with at_console(plan, operator="") as operator:
        await operator.press("escape")
        await looks_at_everything(operator)
        await operator.press("q", "y")
    assert before == {path.name for path in tmp_path.iterdir()}


async def test_the_clock_of_a_drill_starts_with_the_first_act(plan: Path) -> None:
    clock = Clock()
    async with at_console(plan, clock=clock) as operator:
        clock.ahead += timedelta(minutes=45)
        operator.app.picture.draw_top()
        await operator.sees("DRILL")
        assert " 0 min" in operator.screen[0]
        await operator.press("n")
        await operator.type("first act")
        await operator.until(lambda: bool(operator.acts), "no act")
        clock.ahead = timedelta(minutes=5)
        operator.app.picture.draw_top()
        await operator.until(lambda: " 5 min" in operator.screen[0], "the clock never went on")
    with closing(Session(plan)) as later:
        events = later.record.events
    assert ["plan.seen", "noted"] == [event.kind for event in events]
    assert plan.read_text(encoding="utf-8") == events[0].data["text"]


async def test_a_mirror_and_a_second_console_start_nothing_either(
    plan: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    session = Session(plan, mirror=stick)
    session.look()
    async with at_console(plan), at_console(plan) as second:
        await looks_at_everything(second)
    session.close()
    assert [] == [*tmp_path.glob("*.journal*"), *stick.iterdir()]


async def test_a_plain_copy_made_beside_an_idle_console_has_the_acts_and_then_the_console_is_silent(
    plan: Path,
) -> None:
    def copied() -> list[str]:
        copy = plan.with_name("copy.journal")
        shutil.copy(plan.with_suffix(".journal"), copy)
        store = opened(copy)
        store.close()
        copy.unlink()
        return [str(event.data["text"]) for event in store.record.events if event.kind == "noted"]

    def traces() -> list[tuple[int, int]]:
        files = plan.parent.glob("inventory.journal*")
        return sorted((path.stat().st_mtime_ns, path.stat().st_size) for path in files)

    async with at_console(plan) as operator:
        for text in ("disk 1", "disk 2"):
            await operator.press("n")
            await operator.type(text)
        wal = plan.with_name("inventory.journal-wal")
        await operator.until(
            lambda: ["disk 1", "disk 2"] == copied() and not wal.stat().st_size,
            "the acts never came into the file",
        )
        looks = 0

        def looked() -> bool:
            nonlocal looks
            looks += operator.session.record.lamport > 0
            return looks > 60

        before = traces()
        await operator.until(looked, "time stood still")
        assert before == traces()
