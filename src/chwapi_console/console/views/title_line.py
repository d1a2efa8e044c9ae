"""The line under the top line.

Where we are, what is selected and filtered there, and at the right what waits or lies below, and
what time it is where the incident is.

It is drawn anew for each step of the cursor, so what goes through thousands of servers is kept for
as long as nothing changed.
"""

from chwapi_console.clock import clock_time
from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.known.memo import Memo
from chwapi_console.console.views.pages import page_of
from chwapi_console.console.views.place import QUEUE
from chwapi_console.console.views.sheet import Sheet
from chwapi_console.console.views.trail import Trail
from chwapi_console.console.widgets.row import Piece, Row, cells, fit, ids
from chwapi_console.console.widgets.row_list import RowList
from chwapi_console.recovery.words.meant.consequences import moves_between
from chwapi_console.text import Language, plural, say

LEAST_FOR_CLOCK = 60
"""Columns from which the clock has its place."""

LEAST_FOR_PLACE = 10
"""Columns that the place keeps beside what is selected and filtered."""


class TitleLine:
    """Reads what is known, the trail and the list; changes nothing."""

    def __init__(self, known: ConsoleState, trail: Trail, rows: RowList) -> None:
        self._known, self._trail, self._list = known, trail, rows
        self._moves, self._title, self._row = Memo[int](), Memo[str](), Memo[Row]()

    def row(self, sheet: Sheet, width: int) -> Row:
        """The line on so many columns."""
        if page_of(sheet.place, sheet.known.view).tells_progress:
            return self._drawn(sheet, width)
        known, rows = self._known, self._list
        return self._row.of(
            (
                *(sheet.place, known.view, known.order, known.chronicle, known.operator),
                *(
                    known.advised,
                    sheet.typed,
                    sheet.selected,
                    rows.rows,
                    rows.below,
                    rows.top > 0,
                    width,
                ),
                int(sheet.now.timestamp() // 60),
            ),
            lambda: self._drawn(sheet, width),
        )

    def _drawn(self, sheet: Sheet, width: int) -> Row:
        """Where there is little room the right of it is said more shortly."""
        typed, t = self._trail.typed, sheet.t
        long, right = self._notices(t)
        clock = self._clock(sheet) if width >= LEAST_FOR_CLOCK else ""
        width -= cells(clock)
        filtered = self._selected_words(t) + (
            t(say(" · filter: {typed}", typed=typed)) if typed else ""
        )
        place = self._place(sheet, width - cells(long) - cells(filtered) - 3)
        left = place + filtered
        if cells(left) + cells(long) + 3 <= width:
            right = long
        room = width - cells(right) - 3 if right else width - 1
        if cells(left) > room >= cells(filtered) + LEAST_FOR_PLACE:
            left = whole_words(place, room - cells(filtered)) + filtered
        words = (" " + fit(left, room)).rstrip()
        gap = " " * (width - cells(words) - cells(right) - 1)
        return Row(
            (
                Piece(words, "strong"),
                *((Piece(gap), Piece(right, "warn"), Piece(clock)) if right or clock else ()),
            )
        )

    def _clock(self, sheet: Sheet) -> str:
        """The time of the day in the incident's zone: the shell's may be another."""
        now, zone = sheet.now, self._known.view.plan.incident.zone
        return f"  {clock_time(now, zone, now)}"

    def _place(self, sheet: Sheet, room: int) -> str:
        known, here = self._known, self._trail.here
        page = page_of(here, known.view)
        if page.tells_progress:
            return page.title(sheet, room)
        return self._title.of(
            (
                *(here, known.view, known.order, known.chronicle, known.operator),
                *(known.advised, sheet.typed, room),
            ),
            lambda: page.title(sheet, room),
        )

    def _selected_words(self, t: Language) -> str:
        """How many servers are selected, and how many of them the filter hides.

        They are acted on too.
        """
        if not (servers := self._trail.selected):
            return ""
        shown = sum(server in servers for server in ids(self._list.rows, "server"))
        if hidden := len(servers) - shown:
            return t(
                plural(
                    " · {n} selected, {hidden} not shown",
                    " · {n} selected, {hidden} not shown",
                    len(servers),
                    hidden=hidden,
                )
            )
        return t(plural(" · {n} selected", " · {n} selected", len(servers)))

    def _notices(self, t: Language) -> tuple[str, str]:
        """What stands at the right, and the same in short: that rows lie above, and what waits or lies below."""
        long, short = self._waiting_or_below(t)
        if not self._list.top:
            return long, short
        above = t(say("more above ↑"))
        return f"{above} · {long}" if long else above, f"↑ {short}" if short else above

    def _waiting_or_below(self, t: Language) -> tuple[str, str]:
        """A new order that waits, or how much lies below, and the same in short."""
        known, below, here = self._known, self._list.below, self._trail.here
        changed = (
            self._moves.of(
                (known.order, known.view),
                lambda: moves_between(known.order, [entry.server for entry in known.view.entries]),
            )
            if page_of(here, known.view).lists_servers
            else 0
        )
        if changed and (first := newly_first(known)):
            waiting = plural(
                "{server} is first now ({n} move): r shows it",
                "{server} is first now ({n} moves): r shows it",
                changed,
                server=first,
            )
            return t(waiting), t(
                plural(
                    "{server} first, {n} move: r",
                    "{server} first, {n} moves: r",
                    changed,
                    server=first,
                )
            )
        if changed:
            waiting = say("The order has changed ({n}): r shows it", n=changed)
            return t(waiting), t(plural("{n} move: r", "{n} moves: r", changed))
        if not below or here == QUEUE:
            return "", ""
        more = t(plural("{n} more line ↓", "{n} more lines ↓", below))
        return more, more


def whole_words(text: str, room: int) -> str:
    """The text, cut behind a word where it is longer than the room, and not behind a bare number."""
    if cells(text) <= room:
        return text
    kept = fit(text, room)[:-1]
    is_whole = text.startswith(kept) and f"{text[len(kept) :]} ".lstrip(",:;")[0] == " "
    words = kept if is_whole else kept.rpartition(" ")[0]
    while words.rpartition(" ")[2].isdecimal():  # of what it is the number nobody would know
        words = words.rpartition(" ")[0]
    return f"{words.rstrip(' ·,:;') or kept.rstrip()}…"


def newly_first(known: ConsoleState) -> str:
    """The server that is first by the order of now, where another is shown first.

    Empty where the first one shown still is.
    """
    entries, view = known.view.entries, known.view
    shown = next((server for server in known.order if server in view.entry), "")
    return entries[0].server if entries and entries[0].server != shown else ""
