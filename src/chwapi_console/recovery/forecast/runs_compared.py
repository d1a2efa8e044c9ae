"""What one thing moves in a forecast: the runs with it against the very same ones without it.

In minutes, and only as far as the runs can tell it from chance.
"""

from collections.abc import Sequence
from math import inf, sqrt
from statistics import fmean, stdev

from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.forecast import MOST_RUNS, Outlook, middle_of

FEWEST_TO_TELL = 2
"""Runs that a spread can be told of."""

NO_DIFFERENCE = 15
"""Minutes that no forecast can tell apart, however many its runs are."""

PLAINLY = 3
"""Times as much as chance may move it by from which on more runs would tell of no other move."""

ONE_OF = 4
"""Of so many runs as it stands one is compared with the same one of something supposed, at most."""

MOST_COMPARED = MOST_RUNS // ONE_OF
"""Runs that are compared at most of what has all runs itself."""

SURELY = 3
"""Standard errors within which a mean lies but for a few of a thousand."""

TOLD_TO = (15, 30, 60, 120, 240, 480, 1440)
"""Minutes to which it is told by how much something comes sooner or later."""


def change(before: Outlook, after: Outlook) -> int | None:
    """The minutes by which P50 moves, below 0 where it comes sooner.

    None where either forecast has no P50.
    """
    if before.p50 is None or after.p50 is None:
        return None
    return round((after.p50 - before.p50).total_seconds() / 60)


def clear_change(before: Outlook, after: Outlook) -> int | None:
    """The minutes by which P50 moves as far as the runs tell, below 0 where it comes sooner.

    Nought where chance alone may move it so far; else to the quarter of an hour, the half, or
    whole hours, as they know. None where either forecast has no P50.
    """
    minutes = change(before, after)
    return None if minutes is None else _clear(minutes, max(before.unsure, after.unsure))


def clear_difference(as_it_stands: Outlook, supposed: Outlook) -> int | None:
    """The minutes by which something comes later if something else were so, of one moment.

    The middle of what the same runs move by, or their mean where that is nought, for few of them move
    by much. P50 may leap over a night, and nothing of that is told where the runs hardly move. Nought
    where chance alone may move them so far, or P50 moves the other way; told as `clear_change` is.
    Of so many runs as tell enough of it, the same whatever page asks.
    """
    if change(as_it_stands, supposed) is None or as_it_stands.begun is None:
        return clear_change(as_it_stands, supposed)
    runs = enough_runs(as_it_stands.runs, supposed.runs)
    moves = moves_in_runs(as_it_stands.runs[:runs], supposed.runs[:runs])
    told = _told(moves)
    minutes = _middle_moves(as_it_stands, supposed, runs)
    speaks_against = told * minutes < 0 and abs(minutes) >= NO_DIFFERENCE
    return 0 if speaks_against else told


def _middle_moves(before: Outlook, after: Outlook, runs: int) -> float:
    """The minutes by which P50 of so many of the first runs moves."""
    if runs == len(before.runs) == len(after.runs):
        return change(before, after) or 0
    return middle_of(after.runs[:runs])[0] - middle_of(before.runs[:runs])[0]


def enough_runs(before: Sequence[float], after: Sequence[float]) -> int:
    """How many of the first runs of both are looked at to tell them apart, block by block of them."""
    most, runs = min(len(before), len(after)), FEWEST_RUNS
    while runs < most and not tells_enough(before, after[:runs]):
        runs *= 2
    return min(runs, most)


def tells_enough(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether the first runs of something supposed tell enough of it beside those as it stands.

    They do where they plainly move nothing, where they are so far from telling a move that twice as
    many would hardly tell one, where they tell one plainly, where a block more of them tells none, and
    where they are a quarter of those as it stands: so many are played of what little comes before.
    Beside what cannot be up as it stands all are wanted.
    """
    if hardly_moves(before, after):
        return True
    if not before:
        return False
    if ONE_OF * len(after) >= len(before) or is_far_from_clear(before, after):
        return True
    tells_none = len(after) > FEWEST_RUNS and not _told(moves_in_runs(before, after))
    return tells_none or is_plain(before, after)


def _told(moves: Sequence[float]) -> int:
    """The middle of what the runs move by as it is told, or their mean where that is nought."""
    return clear_move(moves) or _clear(*mean_move(moves))


def is_plain(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether these runs move by three times as much as chance may move that by."""
    moves = moves_in_runs(before, after)
    if len(moves) < FEWEST_TO_TELL:
        return False
    middle, unsure = middle_of(moves)
    if abs(middle) >= max(unsure, NO_DIFFERENCE):
        return abs(middle) >= PLAINLY * unsure
    mean, of_chance = mean_move(moves)
    return abs(mean) >= NO_DIFFERENCE and 2 * abs(mean) >= PLAINLY * of_chance


def moves_few(as_it_stands: Outlook, supposed: Outlook) -> bool:
    """Whether what `clear_difference` tells is a mean, for the middle of the runs moves by nothing."""
    runs = enough_runs(as_it_stands.runs, supposed.runs)
    moves = moves_in_runs(as_it_stands.runs[:runs], supposed.runs[:runs])
    return bool(
        as_it_stands.begun and not clear_move(moves) and clear_difference(as_it_stands, supposed)
    )


def moves_in_runs(before: Sequence[float], after: Sequence[float]) -> list[float]:
    """The minutes by which something comes later in each run of both, of those in which it comes."""
    return [then - now for now, then in zip(before, after, strict=False) if inf not in (now, then)]


def mean_move(moves: Sequence[float]) -> tuple[int, int]:
    """The mean of what the runs move by, and twice the minutes by which chance may move that."""
    if len(moves) < FEWEST_TO_TELL:
        return 0, 0
    return round(fmean(moves)), round(2 * stdev(moves) / sqrt(len(moves)))


def hardly_moves(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether the first runs of something tell already that more of them would tell no difference.

    More than half of them move by less than a minute, and all together by so little in the mean that
    three times what chance may move that by is no quarter of an hour.
    """
    moves = moves_in_runs(before, after)
    if len(moves) < FEWEST_TO_TELL:
        return False
    quiet = sum(abs(move) < 1 for move in moves)
    unsure = SURELY * stdev(moves) / sqrt(len(moves))
    return 2 * quiet > len(moves) and abs(fmean(moves)) + unsure < NO_DIFFERENCE


def is_far_from_clear(before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether what the runs move by is less than half of what they would tell a move from.

    Both in the middle and in the mean: twice as many runs hardly tell one then.
    """
    moves = moves_in_runs(before, after)
    if len(moves) < FEWEST_TO_TELL:
        return False
    middle, unsure = middle_of(moves)
    mean, of_chance = mean_move(moves)
    return 2 * abs(middle) < max(unsure, NO_DIFFERENCE) and 2 * abs(mean) < max(
        of_chance, NO_DIFFERENCE
    )


def is_surely_not(way: int, before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether the first runs of something tell that more of them would not tell it later (`way` 1).

    Or sooner (-1): both in the middle and in the mean, and chance on its side.
    """
    moves = moves_in_runs(before, after)
    if len(moves) < FEWEST_TO_TELL:
        return False
    return all(
        way * minutes + unsure < NO_DIFFERENCE
        for minutes, unsure in (middle_of(moves), mean_move(moves))
    )


def clear_move(moves: Sequence[float]) -> int:
    """The middle of what the runs move by, as `clear_change` tells it.

    Of the fewest runs only where it is twice what chance may move it by.
    """
    if not moves:
        return 0
    minutes, unsure = middle_of(moves)
    is_chance = len(moves) <= FEWEST_RUNS and abs(minutes) < 2 * unsure
    return 0 if is_chance else _clear(round(minutes), unsure)


def _clear(minutes: int, unsure: int) -> int:
    unsure = max(unsure, NO_DIFFERENCE)
    if abs(minutes) < unsure:
        return 0
    told = max(step for step in TOLD_TO if step <= unsure)
    return told * round(minutes / told)
