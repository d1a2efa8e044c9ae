"""The whole answer to a key comes in one frame: what depends on the cursor is drawn with it."""

from pathlib import Path

import pytest

from chwapi_console.console.app import Console
from console.driver import at_console


@pytest.mark.parametrize("key", ["down", "G", "full_stop"])
async def test_a_step_of_the_cursor_and_what_is_said_about_its_row_are_one_frame(
    plan: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    frames: list[list[str]] = []
    async with at_console(plan) as operator:
        await operator.sees("Tier 1.")
        await operator.pilot.pause(0.2)
        display = Console._display

        def counted(app: Console, *drawn: object) -> None:
            display(app, *drawn)  # type: ignore[arg-type]
            frames.append(operator.screen)

        monkeypatch.setattr(Console, "_display", counted)
        before = operator.screen
        await operator.press(key)
        await operator.pilot.pause(0.2)
        after = operator.screen
    assert before != after
    assert {tuple(before), tuple(after)} >= {tuple(frame) for frame in frames}
    assert 1 == len(frames)
