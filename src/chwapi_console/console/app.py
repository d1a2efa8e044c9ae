"""The console: shows places, moves between them, and sends acts to the desk. It decides nothing about the recovery."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Resize

from chwapi_console.clock import clock_time, minutes_between
from chwapi_console.console.actions import ACTIONS
from chwapi_console.console.desk import Acted, Desk, Errand, Failed, Looked
from chwapi_console.console.line import Lines
from chwapi_console.console.page_view import page_rows
from chwapi_console.console.place import HELP, QUEUE, SERVICES, Place, Sheet
from chwapi_console.console.prompt import Prompt, Question
from chwapi_console.console.row import Piece, Row, fit, paragraph, plain
from chwapi_console.console.row_list import RowList
from chwapi_console.console.top_line import banner, top_line
from chwapi_console.errors import JournalError
from chwapi_console.journal.events import Event
from chwapi_console.recovery.acts import Remarks
from chwapi_console.recovery.news import consequences, deed, moves, told
from chwapi_console.recovery.reasons import in_one, why
from chwapi_console.recovery.view import View
from chwapi_console.session import Health, Session, clean_name
from chwapi_console.text import Language, Sentence, Value, language, plural, say

MOST_NAMED = 2
"""Services named in the message line; more are counted."""

WIDE = 120
"""Columns from which the page of what is under the cursor stands beside the list."""


def run(session: Session, language_code: str, no_color: bool) -> int:
    """Opens the console and returns its exit code; the session is closed with it."""
    try:
        app = Console(session, language(language_code), colour=not no_color)
        app.run(mouse=False)
        return app.return_code or 0
    finally:
        session.close()


class Console(App[None]):
    """The app. `view` is what is shown; `order` the queue as last taken up; `trail` the places behind the present one."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(action.keys), action.method, show=False, id=action.id) for action in ACTIONS]
    CSS = """
    Screen { layout: vertical; }
    #top, #title, #heading, #keys { height: 1; }
    #banner { height: 1; display: none; }
    .troubled #banner { display: block; }
    #body { height: 1fr; }
    #list { width: 1fr; }
    #detail { width: 1fr; display: none; border-left: solid ansi_bright_black; }
    .wide #detail { display: block; }
    #why { height: 2; }
    .short #why, .short #keys { display: none; }
    """

    def __init__(self, session: Session, t: Language, *, colour: bool = True) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self._session, self._t, self._colour = session, t, colour
        self._operator = session.operator
        self._health = self._first_writing()
        self._view = session.look()
        self._order = [entry.server for entry in self._view.entries]
        self._trail: list[Place] = [QUEUE]
        self._left_at: dict[Place, tuple[str, int, int]] = {}
        self._typed: dict[Place, str] = {}
        self._desk = Desk(session, self.post_message)

    def _first_writing(self) -> Health:
        """Keeps the plan's text in the journal; where that fails the console opens to look only, and says why."""
        self._cannot_write: Sentence | None = None
        if self._session.store.why_read_only is None:
            try:
                self._session.journal_plan()
            except JournalError as error:
                self._cannot_write = error.sentence
        return self._session.health

    # Layout

    def compose(self) -> ComposeResult:
        """Fixed lines above and below; the list, and on a wide screen the page beside it, take the rest."""
        colour = self._colour
        yield Lines(id="top", colour=colour)
        yield Lines(id="banner", colour=colour)
        yield Lines(id="title", colour=colour)
        yield Lines(id="heading", colour=colour)
        with Horizontal(id="body"):
            yield RowList(id="list", colour=colour)
            yield RowList(id="detail", colour=colour, active=False)
        yield Lines(id="why", colour=colour)
        yield Prompt(colour=colour)
        yield Lines(id="keys", colour=colour)

    def on_mount(self) -> None:
        """Everything is known already, so the first frame is a useful one."""
        self._list = self.query_one("#list", RowList)
        self._detail = self.query_one("#detail", RowList)
        self._prompt = self.query_one(Prompt)
        self._list.focus()
        self._desk.start()
        self.set_interval(5, self._draw_top)
        for number in (signal.SIGTERM, signal.SIGHUP):
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit)
        self._resized(self.size.width, self.size.height)
        self._arrive()
        if self._cannot_write:
            self._tell(self._cannot_write, "bad")
        elif not self._operator and not self._health.read_only:
            self.action_operator_change()

    def on_unmount(self) -> None:
        """The acts that were asked for are finished before the console ends."""
        if self._desk.is_alive():
            self._desk.stop()

    def on_resize(self, event: Resize) -> None:
        """Everything is laid out anew."""
        self._resized(event.size.width, event.size.height)
        self.call_after_refresh(self._draw)

    def _resized(self, width: int, height: int) -> None:
        self.screen.set_class(width >= WIDE, "wide")
        self.screen.set_class(height < 14, "short")

    # Drawing

    @property
    def _place(self) -> Place:
        return self._trail[-1]

    @property
    def _list_width(self) -> int:
        width = self.size.width
        return (width // 2 if width >= WIDE else width) - 1

    @property
    def _sheet(self) -> Sheet:
        return Sheet(self._view, self._order, self._typed.get(self._place, ""), self._list_width, self._t)

    def _draw(self) -> None:
        """Shows the present place; widgets draw only what differs from before."""
        sheet, place = self._sheet, self._place
        key = self._list.key
        rows = sheet.rows(place)
        self._list.show(rows, _index_of(key, rows, self._list.cursor))
        self.query_one("#heading", Lines).show(sheet.heading(place))
        self._draw_title(sheet)
        self._draw_top()
        self._draw_under_cursor()
        self.query_one("#keys", Lines).show(self._keys())

    def _draw_top(self) -> None:
        elapsed = minutes_between(self._view.started, self._session.now())
        self.query_one("#top", Lines).show(top_line(self._view, elapsed, self._operator, self._health, self.size.width, self._t))
        words = banner(self._health, self._t)
        self.screen.set_class(bool(words), "troubled")
        self.query_one("#banner", Lines).show(plain(" " + words, "bad"))

    def _draw_title(self, sheet: Sheet) -> None:
        t, typed = self._t, self._typed.get(self._place, "")
        left = sheet.title(self._place) + (t(say(" · filter: {typed}", typed=typed)) if typed else "")
        changed = moves(self._order, [entry.server for entry in self._view.entries])
        right = t(plural("{n} move: r", "{n} moves: r", changed)) if changed else ""
        room = self.size.width - len(right) - 3
        self.query_one("#title", Lines).show(Row((Piece(" " + fit(left, room), "strong"), Piece(" " + right, "warn"))))

    def _draw_under_cursor(self) -> None:
        """What depends on the row under the cursor: why it stands there, and on a wide screen its page."""
        subject = self._subject_under_cursor()
        entry = self._view.entry.get(subject)
        words = self._t(in_one(why(self._view, entry))) if entry and self._place == QUEUE else ""
        lines = [row.text for row in paragraph(words, self.size.width - 2, indent="")]
        lines[1:] = [fit(" ".join(lines[1:]), self.size.width - 2)] if len(lines) > 2 else lines[1:]
        self.query_one("#why", Lines).show(*(plain(f" {line}") for line in lines))
        if self.size.width >= WIDE:
            width = self.size.width - self._list_width - 3
            shown = subject in self._view.plan.servers or subject in self._view.plan.services
            self._detail.show(page_rows(self._view, subject, width, self._t) if shown else [], 0, 0)

    def _keys(self) -> Row:
        pieces: list[Piece] = []
        room = self.size.width - 1
        for action in (a for a in ACTIONS if a.footer):
            label = self._t(action.label)
            room -= len(action.key) + len(label) + 3
            if room >= 0:
                pieces += [Piece(f" {action.key}", "key"), Piece(f" {label} ")]
        return Row(tuple(pieces))

    def _tell(self, words: Value, look: str = "") -> None:
        self._prompt.tell(self._t(words), look)

    # Where we are

    def _go(self, place: Place) -> None:
        """Goes to a place; Back returns to this one."""
        if place != self._place:
            self._left_at[self._place] = (self._list.key, self._list.cursor, self._list.top)
            self._trail = [QUEUE] if place == QUEUE else [*self._trail, place]
        self._arrive()

    def _arrive(self) -> None:
        """Shows the present place with the cursor where it was when it was left."""
        been_here = self._place in self._left_at
        key, cursor, top = self._left_at.get(self._place, ("", 0, 0))
        rows = self._sheet.rows(self._place)
        self._list.show(rows, _index_of(key, rows, cursor if been_here else _first_with_key(rows)), top)
        self._draw()
        if not been_here and self._place == QUEUE:
            self._to_first_ready()
        elif not been_here and self._place.kind == "page":
            step = _index_of(f"step:{self._open_step(self._place.subject)}", rows, 0)
            if step < self._list.height:
                self._list.move_to(step)

    def _to_first_ready(self) -> None:
        entry = next((e for e in self._view.entries if e.ready_for(self._operator)
                      and self._list.index_of(f"server:{e.server}") is not None), None)
        if entry:
            self._list.move_to(self._list.index_of(f"server:{entry.server}") or 0)

    def _subject_under_cursor(self) -> str:
        kind, _, subject = self._list.key.partition(":")
        return subject if kind in ("server", "service") else ""

    def _server(self) -> str:
        """The server that a key acts on: the page's own, else the one under the cursor; empty, and said, when there is none."""
        subject = self._place.subject if self._place.kind == "page" else ""
        subject = subject if subject in self._view.plan.servers else self._subject_under_cursor()
        if subject in self._view.plan.servers:
            return subject
        self._tell(say("Put the cursor on a server first."), "warn")
        return ""

    def _open_step(self, server: str) -> str:
        """The first step of the server's runbook that is still open; empty when none is."""
        if server not in self._view.plan.servers:
            return ""
        steps = self._view.plan.steps_of(server)
        return next((s for s in steps if self._view.situation.step_state(server, s) == "open"), "")

    # What the desk says

    def on_looked(self, message: Looked) -> None:
        """Others wrote, or the plan was changed: a quiet line, and the rows that differ."""
        before, self._view, self._health = self._view, message.view, message.health
        self._draw()
        if message.news:
            self._tell_news(before, message)

    def _tell_news(self, before: View, message: Looked) -> None:
        last = message.news[-1]
        when = clock_time(datetime.fromisoformat(last.at), self._view.plan.incident.zone, self._session.now())
        said = [self._t(told(last)), *(self._t(s) for s in consequences(before, self._view, MOST_NAMED))]
        words = f"{when} " + ". ".join(said)
        more = len(message.news) - 1
        self._prompt.tell(words + (" " + self._t(say("({n} more)", n=more)) if more else ""), "busy")

    def on_acted(self, message: Acted) -> None:
        """An act of ours is on disk."""
        self._view = message.view
        stayed = [e.subject for e in message.events if e.subject == self._subject_under_cursor()]
        finished = any(e.after and e.after.work in ("restored", "verified", "blocked") and e.kind == "marked"
                       for e in message.events)
        self._draw()
        if not message.events:
            self._tell(say("It is so already; nothing was written."))
            return
        words = [self._t(deed(event)) for event in message.events[:2]] + (["…"] if len(message.events) > 2 else [])
        words += [self._t(sentence) for sentence in consequences(message.before, self._view, MOST_NAMED)]
        self._prompt.tell(". ".join(words), "good")
        if self._place == QUEUE and stayed and finished:
            self._to_first_ready()
        elif any(e.kind == "step.done" and self._list.key == f"step:{e.data['step']}" for e in message.events):
            self._list.move(1)

    def on_failed(self, message: Failed) -> None:
        """An act of ours was refused: nothing was written, and it says why."""
        self._tell(message.sentence, "bad")

    def on_row_list_moved(self) -> None:
        """The cursor came to another row."""
        self._draw_under_cursor()

    # Seeing

    def action_view_queue(self) -> None:
        """The queue."""
        self._go(QUEUE)

    def action_view_services(self) -> None:
        """The services."""
        self._go(SERVICES)

    def action_view_help(self) -> None:
        """The help."""
        self._go(HELP)

    def action_row_open(self) -> None:
        """The page of what is under the cursor."""
        if subject := self._subject_under_cursor():
            self._go(Place("page", subject))

    def action_view_back(self) -> None:
        """Out of the question, else out of the filter, else to where we came from."""
        if self._prompt.asking:
            self._end_question()
        elif self._typed.get(self._place):
            self._set_filter("")
        elif len(self._trail) > 1:
            self._left_at.pop(self._trail.pop(), None)
            self._arrive()

    def action_filter_ask(self) -> None:
        """Filters as one types."""
        if self._place.kind in ("queue", "services"):
            typed = self._typed.get(self._place, "")
            self._ask(say("Filter:"), self._set_filter, self._set_filter, typed)

    def _set_filter(self, typed: str) -> None:
        self._typed[self._place] = typed
        self._draw()

    def action_order_take_up(self) -> None:
        """Takes up the new order; rows that are done leave."""
        self._order = [entry.server for entry in self._view.entries]
        gone = self._subject_under_cursor() not in self._view.entry
        self._draw()
        if gone and self._place == QUEUE:
            self._to_first_ready()

    def action_row_next_ready(self) -> None:
        """To the first server that can be gone on with."""
        if self._place != QUEUE:
            self._go(QUEUE)
        self._to_first_ready()

    # Moving

    def action_row_down(self) -> None:
        """One row down."""
        self._list.move(1)

    def action_row_up(self) -> None:
        """One row up."""
        self._list.move(-1)

    def action_row_page_down(self) -> None:
        """One page down."""
        self._list.move(self._list.height)

    def action_row_page_up(self) -> None:
        """One page up."""
        self._list.move(-self._list.height)

    def action_row_first(self) -> None:
        """To the first row."""
        self._list.move_to(0)

    def action_row_last(self) -> None:
        """To the last row."""
        self._list.move_to(1_000_000_000)

    # Acting

    def _act(self, errand: Errand, pending: Sentence) -> None:
        """Sends an act to the desk; it is shown as done only when the desk says so."""
        if self._health.read_only:
            self._tell(self._health.read_only, "bad")
        elif not self._operator:
            self.action_operator_change()
        else:
            self._tell(pending)
            self._desk.ask(errand)

    def _act_on_server(self, act: Callable[[Session, str, View], list[Event]]) -> None:
        """An act on the server that was last drawn under the cursor, by what was last drawn of it."""
        if server := self._server():
            shown = self._view
            self._act(lambda session: act(session, server, shown), say("{server} …", server=server))

    def action_server_take(self) -> None:
        """Takes the server in hand."""
        self._act_on_server(lambda session, server, shown: session.take([server], shown=shown))

    def action_server_restored(self) -> None:
        """Marks the server restored."""
        self._act_on_server(lambda session, server, shown: session.mark([server], "restored", shown=shown))

    def action_server_verified(self) -> None:
        """Marks the server verified by a second person."""
        self._act_on_server(lambda session, server, shown: session.mark([server], "verified", shown=shown))

    def action_server_drop(self) -> None:
        """Lets go of the server, or unblocks it."""
        self._act_on_server(lambda session, server, shown: session.drop([server], shown=shown))

    def action_server_block(self) -> None:
        """Marks the server blocked, with a reason."""
        if server := self._server():
            shown = self._view

            def block(reason: str) -> None:
                self._act(lambda session: session.mark([server], "blocked", Remarks(reason=reason), shown),
                          say("{server} …", server=server))

            self._ask(say("{server} is blocked because (Esc: no):", server=server), block)

    def action_step_tick(self) -> None:
        """Ticks the step under the cursor, else the server's next open one; takes back a tick."""
        server = self._server()
        kind, _, step = self._list.key.partition(":")
        step = step if kind == "step" else self._open_step(server)
        if not server:
            return
        if not step:
            self._tell(say("{server} has no open step.", server=server), "warn")
            return
        shown, event = self._view, self._view.situation.steps.get((server, step))
        if event and self._view.situation.step_state(server, step) != "open":
            self._act(lambda session: session.undo(event.id, shown), say("{server} …", server=server))
        else:
            self._act(lambda session: session.step(server, step, shown=shown), say("{server} …", server=server))

    def action_subject_note(self) -> None:
        """Adds a note to the server or service."""
        subject = self._place.subject if self._place.kind == "page" else self._subject_under_cursor()
        if not subject:
            self._tell(say("Put the cursor on a server or service first."), "warn")
            return
        self._ask(say("Note on {subject} (Esc: none):", subject=subject), lambda text: self._act(
            lambda session: session.note(subject, text), say("{server} …", server=subject)))

    def action_act_undo(self) -> None:
        """Takes back this operator's latest act here."""
        shown = self._view
        self._act(lambda session: session.undo(shown=shown), say("Undo …"))

    # Asking

    def _ask(self, words: Sentence, answered: Callable[[str], None], changed: Callable[[str], None] | None = None,
             typed: str = "") -> None:
        """Asks in the prompt line; an empty answer is none, unless it is given while typing too."""

        def on_answer(text: str) -> None:
            self._list.focus()
            if text or changed:
                answered(text)

        self._prompt.ask(Question(self._t(words), on_answer, changed, typed))

    def _end_question(self) -> None:
        self._prompt.cancel()
        self._list.focus()

    # Leaving

    def action_operator_change(self) -> None:
        """Asks who is acting."""

        def change(name: str) -> None:
            self._operator = self._session.operator = clean_name(name)
            self._draw_top()
            self._tell(say("Acts are now written as {operator}.", operator=self._operator))

        self._ask(say("Who are you? Your name for the journal:"), change)

    def action_console_quit(self) -> None:
        """Asks once: every act is kept, but a wrong key should not end the night's overview."""
        yes = self._t(say("y"))
        self._ask(say("Leave the console? Every act is kept. ({yes}/Esc)", yes=yes),
                  lambda text: self.exit() if text.casefold() == yes else None)


def _index_of(key: str, rows: Sequence[Row], otherwise: int) -> int:
    """Where the row about something stands."""
    return next((index for index, row in enumerate(rows) if key and row.key == key), otherwise)


def _first_with_key(rows: Sequence[Row]) -> int:
    """The first row that can be opened or acted on, if it is in sight of the top; else the top."""
    return next((index for index, row in enumerate(rows[:8]) if row.key), 0)
