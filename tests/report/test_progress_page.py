"""The page of the progress: it fits, its columns tell of losses in between, and names come from the
plan made safe."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from rich.cells import cell_len

from chwapi_console.recovery.progress import Progress, ProgressPoint, ProgressShare, progress
from chwapi_console.recovery.state.judged.fallen import Fallen
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.report.progress import ProgressPage, progress_page, progress_title
from chwapi_console.text import language
from hospitals import NOW, plan_of, record_of

EN = language("en")
VIEW = view(
    plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
"""),
    record_of([]),
    NOW,
)
STARTED = VIEW.started


def moments(*told: tuple[int, int]) -> list[ProgressPoint]:
    """Moments, each a minute and how many of eight are back."""
    return [ProgressPoint(STARTED + timedelta(minutes=minute), 8, back, 0) for minute, back in told]


def foot(told: Sequence[ProgressPoint], minutes: int, width: int = 80) -> str:
    """The chart of the servers in one line, were it one line high: its lines read from the top down
    to the first sign."""
    of = Progress(STARTED, 1, Fallen(1, 0, 0), told, [], [])
    lines = [
        line.text.partition("|")[2]
        for line in progress_page(
            VIEW, of, STARTED + timedelta(minutes=minutes), ProgressPage(width, 9, True, EN)
        )
    ][1:4]
    levels = [
        sum(" .:#".index(line.ljust(width)[column]) for line in lines)
        for column in range(width - 3)
    ]
    return "".join(map(str, levels)).rstrip("0")


def test_a_column_shows_how_it_stood_at_its_end() -> None:
    assert foot(moments((0, 0), (1, 8)), 3).endswith("999")
    assert 4 == len(foot(moments((0, 8)), 3))


def test_a_loss_in_between_shows_though_it_was_regained_in_the_same_column() -> None:
    told = moments((0, 8), (600, 4), (603, 8))
    levels = foot(told, 1200)
    assert 1 == sum(level != "9" for level in levels)
    rising = moments((0, 0), (600, 4), (603, 8))
    assert {"0", "9"} == set(foot(rising, 1200))


@pytest.mark.parametrize(("width", "height"), [(78, 17), (158, 43), (58, 13), (30, 8), (20, 5)])
@pytest.mark.parametrize("ascii", [True, False])
@pytest.mark.parametrize("hours", [0, 3, 60, 2000])
def test_the_page_is_no_wider_than_there_is_room(
    width: int, height: int, ascii: bool, hours: int
) -> None:
    now = STARTED + timedelta(hours=hours)
    of = progress(VIEW)._replace(
        sites=[ProgressShare("imc", 0, 80, 0, 41, 41, 0)] * 5,
        tiers=[ProgressShare(str(t), 79, 80, 1, 9, 9, 1) for t in range(1, 6)],
    )
    lines = progress_page(VIEW, of, now, ProgressPage(width, height, ascii, EN))
    assert max(cell_len(line.text) for line in lines) <= max(width, 48)
    assert not ascii or all(line.text.isascii() for line in lines)
    assert all(line.text == line.text.rstrip() for line in lines)


def test_on_a_small_screen_all_is_in_sight_at_once() -> None:
    of = progress(VIEW)._replace(
        sites=[ProgressShare("imc", 0, 80, 0, 41, 41, 0)] * 5,
        tiers=[ProgressShare(str(t), 1, 2, 1, 9, 8, 0) for t in range(1, 6)],
    )
    assert 17 == len(progress_page(VIEW, of, NOW, ProgressPage(78, 17, False, EN)))


def test_the_title_says_since_when_and_what_a_column_is() -> None:
    assert "Progress since 17/01 20:46, one column is 15 min" == EN(
        progress_title(VIEW, progress(VIEW), _later(16), 70)
    )
    assert "one column is 1 h" in EN(progress_title(VIEW, progress(VIEW), _later(60), 70))


def test_a_site_is_named_as_the_plan_names_it_and_nothing_in_a_name_reaches_the_terminal_as_a_command() -> (
    None
):
    named = _site_named("\x1b[31mIMC\u202e")
    lines = progress_page(named, progress(named), NOW, ProgressPage(78, 17, False, EN))
    assert not any(sign in line.text for line in lines for sign in "\x1b\u202e")
    assert any("[31mIMC" in line.text for line in lines)


def _later(hours: int) -> datetime:
    return STARTED + timedelta(hours=hours)


def _site_named(name: str) -> View:
    plan = VIEW.plan
    return VIEW._replace(
        plan=plan._replace(sites={**plan.sites, "imc": plan.sites["imc"]._replace(name=name)})
    )
