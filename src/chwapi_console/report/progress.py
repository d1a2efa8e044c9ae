"""The progress as a page of text, the same for both faces.

Two charts over time, then what is back and up by site and tier.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Literal

from rich.cells import cell_len, set_cell_size

from chwapi_console.clock import clock_time, minutes_between, span
from chwapi_console.inventory.model import TIER_WORDS
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.progress import Progress, ProgressPoint, ProgressShare
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.site_words import shared_words
from chwapi_console.recovery.words.things.suspicion import suspects_counted, with_suspects_back
from chwapi_console.report.plot import TICK, axis, bar, chart, minutes_of_a_column
from chwapi_console.text import Language, Sentence, Value, plural, say

LEAST_CHART, MOST_CHART = 3, 12
"""Lines of a chart."""
SIDE_BY_SIDE = 76
"""Cells from which the bars of sites and tiers stand beside each other."""
MOST_NAME, MOST_BAR = 16, 30
BETWEEN = 3


class Line(NamedTuple):
    """A line of the page, and what it is."""

    text: str
    kind: Literal["title", "chart", "axis", "heading", "bars"]


class ProgressPage(NamedTuple):
    """What the page is made from: its size in cells and lines, and how to draw."""

    width: int
    height: int
    ascii: bool
    t: Language


def progress_title(view: View, progress: Progress, now: datetime, width: int) -> Sentence:
    """Since when, and what a column stands for."""
    minutes = _Time(progress, now, width).minutes
    return say(
        "Progress since {start}, one column is {time}",
        time=span(minutes),
        start=clock_time(progress.started, view.plan.incident.zone, now),
    )


def progress_page(view: View, progress: Progress, now: datetime, page: ProgressPage) -> list[Line]:
    """The page as lines. Charts take the height that the bars leave."""
    bars = _bars(view, progress, page)
    height = max(LEAST_CHART, min(MOST_CHART, (page.height - len(bars) - 3) // 2))
    time, t = _Time(progress, now, page.width), page.t
    back = plural(
        "Servers back: {back} of {n} hit",
        "Servers back: {back} of {n} hit",
        progress.now.hit,
        back=progress.now.back,
    )
    back = with_suspects_back(view, back)
    if view.suspects:
        back = say("{back}; {suspects}", back=back, suspects=suspects_counted(len(view.suspects)))
    lines = [
        Line(t(back), "title"),
        *_chart(time, lambda moment: moment.back, progress.now.hit, height, page.ascii),
        Line(_services_title(progress, page), "title"),
        *_chart(time, lambda moment: moment.up, progress.services, height, page.ascii),
    ]
    labels = [
        "0",
        *(t(span(tick * TICK * time.minutes)) for tick in range(1, len(time.columns) // TICK + 1)),
    ]
    return [
        *lines,
        Line(" " * (time.margin - 1) + axis(labels, page.width - time.margin), "axis"),
        *bars,
    ]


def _services_title(progress: Progress, page: ProgressPage) -> str:
    """How many services are up and, where there is room, how many of those that were ever down.

    Only these were brought back.
    """
    (fell, again, _), limited = progress.fallen, sum(share.limited for share in progress.sites)
    up = (
        plural(
            "Services up: {up} of {all}, {n} limited",
            "Services up: {up} of {all}, {n} limited",
            limited,
            up=progress.now.up,
            all=progress.services,
        )
        if limited
        else say("Services up: {up} of {all}", up=progress.now.up, all=progress.services)
    )
    in_full = page.t(
        plural(
            "{up} (up again: {again} of {n} that was down)",
            "{up} (up again: {again} of {n} that were down)",
            fell,
            up=up,
            again=again,
        )
    )
    return in_full if cell_len(in_full) <= page.width else page.t(up)


# Over time


class _Time:
    """Columns of equal length from the clock's start to now, and the cells left of them."""

    def __init__(self, progress: Progress, now: datetime, width: int) -> None:
        self._of = progress
        self.margin = max(len(str(progress.now.hit)), len(str(progress.services))) + 2
        elapsed, room = minutes_between(progress.started, now), max(1, width - self.margin)
        self.minutes = minutes_of_a_column(elapsed, room)
        self.columns = range(elapsed // self.minutes + 1)

    def values(self, what: Callable[[ProgressPoint], int]) -> list[int]:
        """For each column how it stood at its end.

        Lower where something was lost in between and regained.
        """
        ends: dict[int, int] = {}
        lows: dict[int, int] = {}
        before = 0
        for moment in self._of.moments:
            place = min(
                (moment.at - self._of.started) // timedelta(minutes=self.minutes), self.columns[-1]
            )
            value = what(moment)
            if value < before:
                lows[place] = min(lows.get(place, value), value)
            ends[place] = before = value
        values, last = list[int](), 0
        for column in self.columns:
            last = ends.get(column, last)
            values.append(min(last, lows.get(column, last)))
        return values


def _chart(
    time: _Time, what: Callable[[ProgressPoint], int], most: int, height: int, ascii: bool
) -> Iterator[Line]:
    """A chart with its greatest number at the left of its top line, and nought at its foot."""
    lines = chart(time.values(what), most, height, ascii)
    for number, line in enumerate(lines):
        label = str(most) if not number else "0" if number == height - 1 else ""
        yield Line(f"{label:>{time.margin - 2}} |{line}", "chart")


# By site and tier


class _Table:
    """What stands beside each bar: a name, servers back of those hit, services up of all.

    How much room that takes.
    """

    def __init__(
        self, title: Sentence, rows: Sequence[tuple[Value, ProgressShare]], page: ProgressPage
    ) -> None:
        t = self._t = page.t
        self._title, self._ascii = t(title), page.ascii
        self._rows = [
            (t(name), share, _of(share.back, share.hit), _of(share.up, share.services))
            for name, share in rows
        ]
        self._name = min(
            MOST_NAME,
            max(cell_len(name) for name in (self._title, *(row[0] for row in self._rows))),
        )
        self._back, self._up = (
            max((len(row[place]) for row in self._rows), default=0) for place in (2, 3)
        )

    @property
    def without_bars(self) -> int:
        """Cells of a line but for its two bars."""
        return self._name + self._back + self._up + 6

    def lines(self, room: int) -> list[str]:
        """The heading and the rows, with bars of so many cells."""
        back, up = (
            set_cell_size(self._t(words), room + 1 + width)
            for words, width in ((say("servers"), self._back), (say("services"), self._up))
        )
        return [
            f"{set_cell_size(self._title, self._name)}  {back}  {up}",
            *(
                f"{set_cell_size(name, self._name)}  "
                f"{bar(share.back, share.hit, room, self._ascii)} {servers:>{self._back}}"
                f"  {bar(share.up, share.services, room, self._ascii)} {services:>{self._up}}"
                for name, share, servers, services in self._rows
            ),
        ]


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else ""


def _bars(view: View, progress: Progress, page: ProgressPage) -> list[Line]:
    """The bars of the sites and of the tiers, beside each other where there is room.

    All are of one length.
    """
    sites = _Table(
        say("Site"),
        [
            (view.plan.sites[share.name].name if share.name else shared_words(view), share)
            for share in progress.sites
        ],
        page,
    )
    tiers = _Table(say("Tier"), [(_tier_name(share.name), share) for share in progress.tiers], page)
    if page.width < SIDE_BY_SIDE:
        room = _room((page.width - max(sites.without_bars, tiers.without_bars)) // 2)
        return [line for table in (sites, tiers) for line in _as_lines(table.lines(room))]
    room = _room((page.width - BETWEEN - sites.without_bars - tiers.without_bars) // 4)
    blank = " " * (sites.without_bars + 2 * room)
    return _as_lines(
        [
            f"{left}{' ' * BETWEEN}{right}"
            for left, right in zip_longest(sites.lines(room), tiers.lines(room), fillvalue=blank)
        ]
    )


def _room(cells: int) -> int:
    return max(0, min(MOST_BAR, cells))


def _as_lines(texts: Sequence[str]) -> list[Line]:
    return [
        Line(text.rstrip(), "bars" if number else "heading") for number, text in enumerate(texts)
    ]


def _tier_name(tier: str | None) -> Value:
    return (
        say("{tier} {word}", tier=tier, word=TIER_WORDS[int(tier)]) if tier else say("not needed")
    )
