"""Pictures as SVG (1.1): numbers over time as steps, and ranges of time as bars.

Black on white: what differs does so by line and filling, never by colour alone.

Pure: values in, markup out. Every word is escaped; shape and place are presentation attributes, for
a page's policy lets no style in but its own. Lengths are in units of which a line of print has 640.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape
from itertools import count

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Language, Value, beginning, say

WIDTH = 640
LEFT, RIGHT, TOP, FOOT = 34, 16, 8, 18
"""Room beside a chart for its numbers, and below it for its times."""
CHART = 150
"""Height of a chart."""
LEGEND, ROW, BAR = 16, 30, 9
"""Heights: of a line of the legend, of a bar with its name above it, of the bar alone."""
MOST_LETTERS = 90
"""Letters of a name for which a line of a picture has room."""
MOST_TICKS = 9
_HOUR = timedelta(hours=1)
TIME_STEPS = (
    *(timedelta(minutes=each) for each in (1, 5, 10, 30)),
    *(_HOUR * each for each in (1, 2, 3, 6, 12)),
    *(timedelta(days=each) for each in (1, 2, 7, 14, 28, 56, 182, 365)),
)


class Curve(NamedTuple):
    """A number that was `points` from these moments on, and up to which it can go."""

    name: Value
    points: Sequence[tuple[datetime, int]]
    most: int


class DrawnRange(NamedTuple):
    """Something that is expected between two moments."""

    name: Value
    likely: datetime
    worst: datetime


class Scale(NamedTuple):
    """Where moments stand between two edges of a picture."""

    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        """The place of a moment."""
        whole = max(self.last - self.first, timedelta(minutes=1))
        return LEFT + (WIDTH - LEFT - RIGHT) * ((at - self.first) / whole)


def steps_svg(courses: Sequence[Curve], scale: Scale, zone: tzinfo, t: Language) -> str:
    """Courses over time, each with a line of its own; the last number of each stands in the legend."""
    most = max((course.most for course in courses), default=0) or 1
    top = TOP + LEGEND * len(courses)
    foot = top + CHART

    def y(number: int) -> float:
        return foot - CHART * number / most

    parts = [*_legend(courses, t)]
    for number in number_ticks(most):
        parts.append(_line(LEFT, y(number), WIDTH - RIGHT, y(number), "#999", 0.5))
        parts.append(_text(LEFT - 4, y(number) + 4, str(number), "end"))
    parts += _times(scale, foot, top, zone)
    for place, course in enumerate(courses):
        points = " ".join(f"{x:.1f},{each:.1f}" for x, each in _steps(course, scale, y))
        parts.append(f'<polyline points="{points}" fill="none" stroke="#000" {_stroke(place)}/>')
    return _svg(parts, foot + FOOT)


def bars_svg(ranges: Sequence[DrawnRange], scale: Scale, zone: tzinfo, t: Language) -> str:
    """Ranges as bars that begin now: black up to when it is likely, open up to the worst."""
    foot = TOP + ROW * len(ranges)
    parts = [*_times(scale, foot, TOP, zone)]
    for number, each in enumerate(ranges):
        top = TOP + ROW * number + 15
        likely, worst = scale.x(each.likely), scale.x(each.worst)
        parts.append(_text(LEFT, top - 4, beginning(t(each.name), MOST_LETTERS), "start"))
        parts.append(_box(LEFT, top, max(1.0, likely - LEFT), "#000"))
        parts.append(_box(likely, top, max(1.0, worst - likely), "#fff"))
    return _svg(parts, foot + FOOT)


def number_ticks(most: int) -> list[int]:
    """Round numbers from nought to `most`, at most five before it, and that one itself."""
    step = next(
        digit * 10**power
        for power in count()
        for digit in (1, 2, 5)
        if most <= 5 * digit * 10**power
    )
    return [number for number in range(0, most, step) if most - number > step / 2] + [most]


def time_ticks(scale: Scale, zone: tzinfo) -> list[tuple[datetime, str]]:
    """Round times within a scale, as clocks of a zone show them, with what is written below.

    A day where one begins.
    """
    whole = scale.last - scale.first
    wanted = [each for each in TIME_STEPS if whole <= MOST_TICKS * each]
    step = wanted[0] if wanted else timedelta(days=whole.days // MOST_TICKS + 1)
    local = scale.first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while local < scale.first:
        local += step
    ticks = list[tuple[datetime, str]]()
    while local <= scale.last:
        ticks.append((local, _tick(local, step)))
        local += step
    return ticks


def _tick(local: datetime, step: timedelta) -> str:
    if local.hour or local.minute:
        return f"{local:%H:%M}"
    return f"{local:%d/%m}/{local.year:04}" if step > timedelta(days=30) else f"{local:%d/%m}"


def _legend(courses: Sequence[Curve], t: Language) -> Iterator[str]:
    for place, course in enumerate(courses):
        middle = TOP + LEGEND * place + LEGEND / 2
        yield _line(LEFT, middle, LEFT + 40, middle, "#000", stroke=_stroke(place))
        now = course.points[-1][1] if course.points else 0
        words = say("{name}: {now} of {most}", name=course.name, now=now, most=course.most)
        yield _text(LEFT + 48, middle + 4, t(words), "start")


def _stroke(place: int) -> str:
    """How the lines of a chart differ: each by its dashes."""
    dashes = ("", "7 4", "2 3")[place % 3]
    return 'stroke-width="1.8"' + (f' stroke-dasharray="{dashes}"' if dashes else "")


def _steps(course: Curve, scale: Scale, y: Callable[[int], float]) -> Iterator[tuple[float, float]]:
    """The corners of a line that stays until it turns."""
    before = None
    for at, number in course.points:
        if before is not None:
            yield scale.x(at), y(before)
        yield scale.x(at), y(number)
        before = number
    if before is not None:
        yield scale.x(scale.last), y(before)


def _times(scale: Scale, foot: float, top: float, zone: tzinfo) -> Iterator[str]:
    yield _line(LEFT, foot, WIDTH - RIGHT, foot, "#000", 1)
    for at, words in time_ticks(scale, zone):
        yield _line(scale.x(at), top, scale.x(at), foot + 3, "#999", 0.5)
        yield _text(scale.x(at), foot + 13, words, "middle")


def _line(
    x1: float, y1: float, x2: float, y2: float, ink: str, width: float = 1, stroke: str = ""
) -> str:
    how = stroke or f'stroke-width="{width}"'
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" {how}/>'


def _box(x: float, y: float, width: float, filling: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR}" fill="{filling}" '
        'stroke="#000" stroke-width="1"/>'
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    """Words, with white around them where a line runs behind."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" stroke="#fff" stroke-width="3" '
        f'paint-order="stroke">{escape(words)}</text>'
    )


def _svg(parts: Sequence[str], height: float) -> str:
    """The picture; what it says stands in words below it, so a screen reader passes over it."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" font-size="11" fill="#000" aria-hidden="true">'
        + "".join(parts)
        + "</svg>"
    )
