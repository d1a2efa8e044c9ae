"""The picture: draws what is known at the place where the operator is.

Widgets draw only what differs from before, so everything here can be called whenever something may
have changed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from textual.screen import Screen

from chwapi_console.clock import clock_time
from chwapi_console.console.control.picture.target import KeyTarget, has_page
from chwapi_console.console.control.picture.why_lines import WHY_LINES, WhyLines
from chwapi_console.console.known.console_state import ConsoleState, Message
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.views.about import what_is_meant
from chwapi_console.console.views.journal_view import JournalBook
from chwapi_console.console.views.key_bar import answer_bar, called_now, key_bar
from chwapi_console.console.views.next_view import FIGURES
from chwapi_console.console.views.page_view import page_rows
from chwapi_console.console.views.pages import Page, page_of
from chwapi_console.console.views.sheet import Sheet
from chwapi_console.console.views.title_line import TitleLine
from chwapi_console.console.views.top_line import banner, figures_of, top_line
from chwapi_console.console.views.trail import Trail
from chwapi_console.console.widgets.line import RowLines
from chwapi_console.console.widgets.prompt import Prompt
from chwapi_console.console.widgets.row import (
    still_at,
)
from chwapi_console.console.widgets.row_list import RowList
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Language, Sentence

WIDE = 120
"""Columns from which the page of what is under the cursor stands beside the list."""
WIDER = 150
"""Columns from which the list has more than half of them: then it shows the roles of servers
too."""


class Picture:
    """Everything on the screen.

    `now` gives the time, `at` what a key would act on; `look_back` is asked for the progress of a
    view while that is what is looked at, `look_ahead` for its forecast while something on the
    screen tells it, `advise` for what an operator goes on with, `tell_others` for the pages for
    others and `say_why` why a service is expected then while these are read.
    """

    def __init__(
        self,
        screen: Screen[object],
        known: ConsoleState,
        now: Callable[[], datetime],
        keys: Keymap,
        t: Language,
    ) -> None:
        self.known, self.trail, self.t = known, Trail(), t
        self.list = screen.query_one("#list", RowList)
        self.why = WhyLines(screen, self._about)
        self._screen, self.now, self._keymap, self._book = screen, now, keys, JournalBook()
        self.at = KeyTarget(known, self.trail, self.list)
        self.list.moved = self.draw_under_cursor
        self._detail = screen.query_one("#detail", RowList)
        self._line = {str(line.id): line for line in screen.query(RowLines)}
        self._prompt = screen.query_one(Prompt)
        self._prompt.drawn = self.draw_keys
        self._title = TitleLine(known, self.trail, self.list)
        self._banner_rows = 1
        self._clock_told: Sentence | None = None
        self.look_back: Callable[[View], object] = lambda _: None
        self.look_ahead: Callable[[View], object] = lambda _: None
        self.tell_others: Callable[[View], object] = lambda _: None
        self.advise: Callable[..., object] = lambda *_: None
        self.say_why: Callable[[View, str], object] = lambda _, __: None

    @property
    def width(self) -> int:
        """Columns of the screen."""
        return self._screen.app.size.width

    @property
    def page(self) -> Page:
        """What is shown at the present place."""
        return page_of(self.trail.here, self.known.view)

    @property
    def _wide(self) -> bool:
        return self.width >= WIDE and self.page.has_detail

    @property
    def _list_width(self) -> int:
        width = self.width
        if width < WIDE or not self.page.has_detail:
            return width - 1
        return (width // 2 if width < WIDER else width * 5 // 8) - 1

    @property
    def sheet(self) -> Sheet:
        """What is shown at the present place is made from it."""
        trail = self.trail
        return Sheet(
            trail.here,
            self.known,
            self._book,
            self._keymap,
            trail.typed,
            trail.selected,
            trail.unfolded,
            self._list_width,
            self.list.height,
            self.now(),
            self.t,
        )

    def draw(self) -> None:
        """Draws the present place anew.

        The cursor stays on what it stands on, or on the newest event if it stood there.
        """
        rows = self.page.rows(self.sheet)
        newest = self.page.grows_at_end and self.list.on_last
        at = len(rows) - 1 if newest else still_at(rows, self.list.rows, self.list.cursor)
        self.list.show(rows, at)
        self.draw_around()

    def draw_around(self) -> None:
        """All lines but the list."""
        self.look_around()
        self._screen.set_class(self._wide, "wide")
        self._screen.set_class(self._wide and self.width >= WIDER, "wider")
        self._line["heading"].show(self.page.heading(self.sheet))
        self.draw_top()
        self.draw_under_cursor()

    def draw_keys(self) -> None:
        """The last line: the keys of the question that stands, else those of the place."""
        width, t = self.width, self.t
        if self._prompt.asking:
            reads = self.page.is_asked_about
            bar = answer_bar(self._keymap, self._prompt, width, t, reads=reads)
        else:
            read_only = self.known.health.read_only is not None
            called = called_now(self.known.view)
            actions = self.page.bar_at(self.known.view, self.at.under_cursor)
            bar = key_bar(self._keymap, actions, width, t, read_only=read_only, called=called)
        self._line["keys"].show(bar)

    @property
    def tells_forecast(self) -> bool:
        """Whether something on the screen says when a service is expected.

        Nobody else pays for a forecast.
        """
        return self.page.tells_forecast or self._wide

    @property
    def tells_advice(self) -> bool:
        """Whether something on the screen says what to go on with.

        A plan that divides the work makes that slow to work out.
        """
        lists = self.page.lists_servers and self.known.view.plan.divides_work
        return self.page.tells_advice or lists

    def look_around(self) -> None:
        """Asks for what takes long to work out, where it is shown."""
        if self.page.tells_progress:
            self.look_back(self.known.view)
        if self.page.tells_others:
            self.tell_others(self.known.view)
        if self.tells_forecast:
            self.look_ahead(self.known.view)
        if self.page.tells_why:
            self.say_why(self.known.view, self.trail.here.subject)
        if self.tells_advice:
            more = [FIGURES] if self.page.tells_advice else []
            self.advise(self.known.view, self.known.operator, *more)

    def draw_time(self) -> None:
        """What changes with the time alone.

        Nothing else may be sent to the terminal while nobody acts.
        """
        self.draw_top()
        self._draw_title()

    def draw_top(self) -> None:
        """The top line, and what is wrong for as long as it is wrong."""
        known, t = self.known, self.t
        elapsed = known.view.at(self.now()).elapsed
        figures = figures_of(known.view, elapsed, known.health.reach)
        self._line["top"].show(top_line(figures, known.operator, known.health, self.width, t))
        if known.health.clock != self._clock_told:
            self._clock_told = known.health.clock
            if known.health.clock:
                now = self.now()
                time = clock_time(now, known.view.plan.incident.zone, now)
                known.messages.append(Message(time, t(known.health.clock), "bad"))
        rows = banner(known.health, self.width, t, self.key_of("view.messages"))
        self._screen.set_class(bool(rows), "troubled")
        if len(rows) != self._banner_rows:
            self._banner_rows = self.why.banner_rows = len(rows)
            self._line["banner"].styles.height = len(rows) or 1
        self._line["banner"].show(*rows)

    def draw_under_cursor(self) -> None:
        """What depends on the row under the cursor.

        How much lies below, why it stands there, and its page beside it.
        """
        self._draw_title()
        self.draw_keys()
        self.why.draw()
        if self._wide:
            subject, view = self.at.under_cursor, self.known.view
            width = self.width - self._list_width - 3
            self._detail.show(
                page_rows(
                    view,
                    subject,
                    width,
                    self.t,
                    of=self.known.forecast,
                    unsigned=self.known.chronicle.unsigned,
                )
                if has_page(view.plan, subject)
                else [],
                0,
                0,
            )

    def _draw_title(self) -> None:
        self._line["title"].show(self._title.row(self.sheet, self.width))

    def _about(self) -> Sequence[str]:
        """What is said of what is under the cursor, on the lines for it."""
        step, subject = self.at.step_under_cursor, self.at.under_cursor
        said = what_is_meant(self.known, step) if step else self.page.about(self.known, subject)
        return said.on_lines(self.t, WHY_LINES, self.width - 2)

    def key_of(self, action: str) -> str:
        """The key that an action has here."""
        return self._keymap.actions[action].key(self.t)
