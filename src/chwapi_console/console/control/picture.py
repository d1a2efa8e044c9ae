"""The picture: draws what is known at the place where the operator is, and speaks and asks in the
prompt line.

Widgets draw only what differs from before, so everything here can be called whenever something may
have changed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from textual.screen import Screen

from chwapi_console.answers import KEYS, insisting, no_keys, yes_keys
from chwapi_console.clock import clock_time
from chwapi_console.console.control.target import KeyTarget
from chwapi_console.console.known.console_state import ConsoleState, Said
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.views.about import what_is_meant
from chwapi_console.console.views.journal_view import JournalBook
from chwapi_console.console.views.key_bar import key_bar
from chwapi_console.console.views.page_view import next_open_step, page_rows
from chwapi_console.console.views.pages import Page, page_of
from chwapi_console.console.views.place import Place
from chwapi_console.console.views.queue_view import above_words
from chwapi_console.console.views.sheet import Sheet
from chwapi_console.console.views.title_line import TitleLine
from chwapi_console.console.views.top_line import banner, figures_of, top_line
from chwapi_console.console.views.trail import Trail
from chwapi_console.console.widgets.line import Lines
from chwapi_console.console.widgets.prompt import Prompt, Question
from chwapi_console.console.widgets.row import (
    RowKey,
    cells,
    ending_on_lines,
    index_of,
    on_lines,
    plain,
    still_at,
)
from chwapi_console.console.widgets.row_list import RowList
from chwapi_console.console.widgets.styles import Look
from chwapi_console.recovery.state.view import View
from chwapi_console.text import Language, Sentence, Value, say

WIDE = 120
"""Columns from which the page of what is under the cursor stands beside the list."""
WIDER = 150
"""Columns from which the list has more than half of them: then it shows the roles of servers
too."""
WHY_LINES = 2
FIXED_LINES, TINY_LINES = 5, 2
"""Lines for the top, the title, the heading, the prompt and the keys; on a tiny screen, for the top
and the prompt."""
JUST = timedelta(seconds=10)
"""How long a text may be meant for the server from which the cursor has gone on by itself."""
LEAST_LIST = 2
"""Rows of the list that stay, however long a question is."""


class _Left(NamedTuple):
    """A server that is finished, where the cursor has gone on to from it by itself, and when."""

    server: str
    to: RowKey | None
    at: datetime


class Picture:
    """Everything on the screen. `now` gives the time, `at` what a key would act on; `look_back` is
    asked for the progress of a view while that is what is looked at, `look_ahead` for its forecast
    while something on the screen tells it; `turned_down` says that the answer to a question was
    refused just now."""

    def __init__(
        self,
        screen: Screen[object],
        known: ConsoleState,
        now: Callable[[], datetime],
        keys: Keymap,
        t: Language,
    ) -> None:
        self.known, self.trail, self.t = known, Trail(), t
        self.list, self.prompt = screen.query_one("#list", RowList), screen.query_one(Prompt)
        self._screen, self.now, self._keymap, self._book = screen, now, keys, JournalBook()
        self.at = KeyTarget(known, self.trail, self.list)
        self.list.moved = self.draw_under_cursor
        self._detail = screen.query_one("#detail", RowList)
        self._line = {str(line.id): line for line in screen.query(Lines)}
        self._unread = self._under_way = False
        self._left = _Left("", None, now())
        self._clock_told: Sentence | None = None
        self.turned_down = False
        self._title = TitleLine(known, self.trail, self.list)
        self._banner_rows, self._why_height = 1, WHY_LINES
        self.look_back: Callable[[View], object] = lambda _: None
        self.look_ahead: Callable[[View], object] = lambda _: None

    # Drawing

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
        share = (
            Fraction(1)
            if not self._wide
            else Fraction(1, 2)
            if self.width < WIDER
            else Fraction(5, 8)
        )
        return int(self.width * share) - 1

    @property
    def _sheet(self) -> Sheet:
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
        """Draws the present place anew; the cursor stays on what it stands on, or on the newest
        event if it stood there."""
        rows = self.page.rows(self._sheet)
        newest = self.page.grows_at_end and self.list.on_last
        at = len(rows) - 1 if newest else still_at(rows, self.list.rows, self.list.cursor)
        self.list.show(rows, at)
        self._draw_around()

    def _draw_around(self) -> None:
        """All lines but the list."""
        self.look_around()
        self._screen.set_class(self._wide, "wide")
        self._screen.set_class(self._wide and self.width >= WIDER, "wider")
        self._line["heading"].show(self.page.heading(self._sheet))
        self.draw_top()
        self._line["keys"].show(
            key_bar(
                self._keymap,
                self.page.bar,
                self.width,
                self.t,
                read_only=self.known.health.read_only is not None,
            )
        )
        self.draw_under_cursor()

    @property
    def tells_forecast(self) -> bool:
        """Whether something on the screen says when a service is expected: nobody else pays for a
        forecast."""
        return self.page.tells_forecast or self._wide

    def look_around(self) -> None:
        """Asks for what takes long to work out, where it is shown."""
        if self.page.tells_progress:
            self.look_back(self.known.view)
        if self.tells_forecast:
            self.look_ahead(self.known.view)

    def draw_time(self) -> None:
        """What changes with the time alone: nothing else may be sent to the terminal while nobody
        acts."""
        self.draw_top()
        self._draw_title()

    def draw_top(self) -> None:
        """The top line, and what is wrong for as long as it is wrong."""
        known, t = self.known, self.t
        elapsed = known.view.at(self.now()).elapsed
        self._line["top"].show(
            top_line(figures_of(known.view, elapsed), known.operator, known.health, self.width, t)
        )
        if known.health.clock != self._clock_told:
            self._clock_told = known.health.clock
            if known.health.clock:
                now = self.now()
                time = clock_time(now, known.view.plan.incident.zone, now)
                known.messages.append(Said(time, t(known.health.clock), "bad"))
        rows = banner(known.health, self.width, t, self.key_of("view.messages"))
        self._screen.set_class(bool(rows), "troubled")
        if len(rows) != self._banner_rows:
            self._banner_rows = len(rows)
            self._line["banner"].styles.height = len(rows) or 1
        self._line["banner"].show(*rows)

    def draw_under_cursor(self) -> None:
        """What depends on the row under the cursor: how much lies below, why it stands there, and
        its page beside it."""
        self._draw_title()
        self._draw_why()
        if self._wide:
            subject, view = self.at.under_cursor, self.known.view
            has_page = subject in view.plan.servers or subject in view.plan.services
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
                if has_page
                else [],
                0,
                0,
            )

    def _draw_title(self) -> None:
        self._line["title"].show(self._title.row(self._sheet, self.width))

    def _draw_why(self) -> None:
        """Two lines: a message that the line below is too narrow for, until the next key; else
        about what is under the cursor. A question that is too long for them takes lines of the
        list."""
        width, above = (
            self.width - 2,
            bool(self.prompt.whole) and (self._unread or self.prompt.asking),
        )
        self.prompt.stands_above(
            above and (self.prompt.asking or not self._screen.has_class("short"))
        )
        self._screen.set_class(above and self.prompt.asking, "asks")
        if above and self.prompt.asking:
            lines = ending_on_lines(
                self.prompt.whole, self.prompt.end, self._room_for_questions, max(20, width)
            )
        elif above:
            lines = on_lines(self.prompt.whole, WHY_LINES, width)
        else:
            step, subject = self.at.step_under_cursor, self.at.under_cursor
            said = what_is_meant(self.known, step) if step else self.page.about(self.known, subject)
            lines = said.on_lines(self.t, WHY_LINES, width)
        if (height := max(WHY_LINES, len(lines))) != self._why_height:
            self._why_height = height
            self._line["why"].styles.height = height
        self._line["why"].show(*(plain(f" {line}") for line in lines))

    @property
    def _room_for_questions(self) -> int:
        """Lines that a question may take; the rest is for the list and the fixed lines."""
        fixed = TINY_LINES if self._screen.has_class("tiny") else FIXED_LINES
        banner = self._banner_rows if self._screen.has_class("troubled") else 0
        return max(WHY_LINES, self._screen.app.size.height - fixed - banner - LEAST_LIST)

    def key_of(self, action: str) -> str:
        """The key that an action has here."""
        return self._keymap.actions[action].key(self.t)

    # Speaking and asking

    def tell(
        self, words: Value, look: Look = "", at: datetime | None = None, in_full: str = ""
    ) -> None:
        """Says a message, with the time of what it tells where that is given, and keeps it,
        `in_full` where it says more than the line. One that is too long for the line is shown whole
        until the next key."""
        now = self.now()
        text, time = self.t(words), clock_time(at or now, self.known.view.plan.incident.zone, now)
        self.known.messages.append(Said(time, in_full or text, look))
        self.prompt.tell(f"{time} {text}" if at else text, look)
        self._unread = True
        self._draw_why()

    def refuse(self, words: Value) -> None:
        """Says why the answer to a question does not count; what is typed on then means nothing."""
        self.turned_down = True
        self.tell(words, "warn")

    def tell_for_now(self, words: Value) -> None:
        """Says what is going on; it is not kept."""
        self._under_way = True
        self.prompt.stands_above(False)
        self.prompt.tell(self.t(words))

    def take_back(self, words: str) -> None:
        """Says no longer what is no longer so."""
        if self.prompt.said == words:
            self.prompt.tell("")
            self._draw_why()

    def was_read(self) -> None:
        """A key was pressed: the message had its time."""
        if self._unread:
            self._unread = False
            self._draw_why()

    def ask(
        self,
        words: Sentence,
        answered: Callable[[str], None],
        *,
        changed: Callable[[str], None] | None = None,
        typed: str = "",
        empty: bool = False,
    ) -> None:
        """Asks in the prompt line. An empty answer is none, and the question stays, unless `empty`
        says that it is one."""

        def on_answer(text: str) -> None:
            self._draw_why()
            answered(text)

        insist = "" if empty else self.t(say("The answer was empty. {question}", question=words))
        self.prompt.ask(
            Question(
                self.t(words),
                self.t(say("Answer:")),
                on_answer,
                changed,
                typed,
                insisting=insist,
                stayed=self._draw_why,
            )
        )
        self._draw_why()

    def doubt(self) -> None:
        """Asks whether what was typed in one breath with the key of the question is its answer."""
        whole = say(
            '{question} "{text}"? Enter once more if that is meant (Esc: no):',
            question=self.prompt.asks_for,
            text=self.prompt.text,
        )
        self.prompt.doubt(self.t(whole), self.t(say("Answer:")))
        self._draw_why()

    @property
    def selection(self) -> tuple[frozenset[str], str, int]:
        """Which servers are selected, which was the last of them, and where the cursor stands."""
        return self.trail.selected, self.trail.anchor, self.list.cursor

    def select_as_before(self, selected: frozenset[str], anchor: str, cursor: int) -> None:
        """Selects what was selected before, and puts the cursor back."""
        self.trail.selected, self.trail.anchor = selected, anchor
        self.draw()
        self.list.move_to(cursor)

    def cancel(self) -> None:
        """Takes the question back, and what was shown for its sake."""
        self.prompt.cancel()
        if self.page.is_asked_about:
            self.back()
        else:
            self._draw_why()

    def ask_whether(
        self,
        words: Callable[[Value], Sentence],
        answered: Callable[[], None],
        told: Sentence | None = None,
        last_told: Sentence | None = None,
        *,
        writes: bool = True,
    ) -> None:
        """Asks what one key answers, yes or no; `words` is given those keys. Any other key leaves
        the question standing, and what is `told` before it; what is `last_told` of that is cut
        last. Where yes `writes`, no says that nothing was written."""
        t, asked = self.t, words(KEYS)

        def on_yes(_: str) -> None:
            self._under_way = False
            answered()
            # the answer is here in a moment: the lines are drawn once, not for a moment as they
            # were
            if self._under_way:
                self._screen.remove_class("asks")
                self._line["why"].show(*[plain("")] * WHY_LINES)
            else:
                self._draw_why()

        whole, end = (
            say("{told} {question}", told=before, question=asked) if before else asked
            for before in (told, last_told)
        )
        apart = told is not None and cells(t(insisting(asked))) <= self.width - 2
        short = asked if apart else say("Answer:")

        def on_no() -> None:
            if writes and not self.prompt.asking:
                self.tell_for_now(say("No: nothing was written."))
            self._draw_why()

        self.prompt.ask(
            Question(
                t(whole),
                t(short),
                on_yes,
                yes=yes_keys(t),
                no=no_keys(t),
                insisting=t(insisting(whole)),
                insisting_short=t(insisting(short) if apart else short),
                above=t(told) if told and apart else "",
                end=t(last_told or "") if apart else t(end),
                writes=writes,
                stayed=on_no,
            )
        )
        self._draw_why()

    # Where we are

    def go(self, place: Place) -> None:
        """Goes to a place; Back returns to this one. What was said about the place before is said
        no longer."""
        self.prompt.tell("")
        self.trail.go(place, self.list.position())
        self.arrive()

    def back(self) -> None:
        """Goes back to where we came from."""
        if self.trail.back():
            self.prompt.tell("")
            self.arrive()

    def ask_filter(self) -> None:
        """Filters as one types. The cursor stays on its row for as long as that shows what is
        typed, or no row does; then it goes to the best one."""
        key = self.list.key

        def filter(typed: str) -> None:
            self.trail.typed = typed
            sheet = self._sheet
            rows = self.page.rows(sheet)
            self.list.show(rows, self.page.best_row(sheet, rows, index_of(rows, key)))
            self._draw_around()

        self.ask(say("Filter:"), filter, changed=filter)

    def drop_filter(self) -> None:
        """Shows everything again; the cursor stays on its row."""
        self.trail.typed = ""
        self.draw()

    def arrive(self) -> None:
        """Shows the present place with the cursor where it was when it was left, else where it is
        wanted first."""
        sheet = self._sheet
        rows = self.page.rows(sheet)
        if spot := self.trail.spot:
            found = index_of(rows, spot.key, spot.row)
            self.list.show(rows, spot.row if found is None else found, spot.top)
        else:
            self.list.show(rows, self.page.first_row(sheet, rows), 0)
        self._draw_around()

    def above_first_ready(self) -> Sentence | None:
        """How many servers stand above the one that the queue opens at, and why nobody goes on with
        them; None where none do."""
        view, operator = self.known.view, self.known.operator
        entries = [view.entry[server] for server in self.known.order if server in view.entry]
        first = next((place for place, entry in enumerate(entries) if entry.ready_for(operator)), 0)
        return above_words(entries[:first]) if first else None

    def goes_on_from(self, server: str) -> None:
        """Puts the cursor on the first ready server, for one is finished."""
        self.to_ready(0)
        self._left = _Left(server, self.list.key, self.now())

    @property
    def just_left(self) -> str:
        """The server from which the cursor has gone on by itself a moment ago, and not moved since;
        empty where there is none."""
        server, to, at = self._left
        stands = to == self.list.key and server != self.at.under_cursor
        return server if server and stands and self.now() - at < JUST else ""

    def to_open_step(self) -> None:
        """Puts the cursor on the next step of the page's runbook that is open, if there is one."""
        here, rows = self.trail.here, self.list.rows
        if (
            here.kind == "page"
            and (
                row := index_of(rows, RowKey("step", next_open_step(self.known.view, here.subject)))
            )
            is not None
        ):
            self.list.move_to(row)
            self.draw_under_cursor()

    def to_ready(self, start: int) -> bool:
        """Puts the cursor on the next ready server from a row on, and says why that stands there,
        in one frame; whether there is one."""
        if (index := self.at.next_ready(start)) is not None:
            before = self.list.cursor
            self.list.move_to(index)
            if self.list.cursor == before:
                self.draw_under_cursor()
        return index is not None
