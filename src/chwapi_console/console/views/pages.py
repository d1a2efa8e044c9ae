"""Every view of the console, once.

Its rows, its title and columns, its line of keys, where its cursor begins, and what can be done in
it. What reads a view asks its entry, not its name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.views.about import (
    About,
    about_any,
    how_met,
    when_expected,
    why_there,
)
from chwapi_console.console.views.conditions_view import (
    condition_heading,
    condition_rows,
    conditions_title,
)
from chwapi_console.console.views.end_view import end_rows, end_title
from chwapi_console.console.views.filters import finds_in
from chwapi_console.console.views.group_view import group_rows, group_title
from chwapi_console.console.views.help_view import help_rows
from chwapi_console.console.views.journal_view import journal_heading, journal_title
from chwapi_console.console.views.messages_view import message_rows, messages_title
from chwapi_console.console.views.next_view import next_rows, short_advice, speaks_against
from chwapi_console.console.views.page_view import page_rows, page_title
from chwapi_console.console.views.place import Place, PlaceKind
from chwapi_console.console.views.price_view import price_rows, price_title
from chwapi_console.console.views.progress_view import progress_heading, progress_rows
from chwapi_console.console.views.queue_view import (
    is_ready,
    queue_heading,
    queue_rows,
    queue_title,
    searched,
)
from chwapi_console.console.views.report_view import report_rows, report_title
from chwapi_console.console.views.services_view import service_heading, service_rows
from chwapi_console.console.views.sheet import Sheet
from chwapi_console.console.views.triage_view import to_look_at, triage_title, wants_a_look
from chwapi_console.console.views.why_view import why_rows, why_title
from chwapi_console.console.widgets.row import Row, RowKey, index_of, key_at
from chwapi_console.recovery.state.judged.required_steps import next_step
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.incomplete_services import nothing_to_do
from chwapi_console.recovery.words.why.tier_words import move_words
from chwapi_console.text import Sentence, say

NO_COLUMNS = Row(())
MOST_READ = 100
"""Rows that are read for what a filter asks for: more are beyond what anybody looks through."""
FIRST_LINES = 8
"""Rows among which a row that is about something is looked for, to begin with."""


def _first_about_something(_: Sheet, rows: Sequence[Row]) -> int:
    return next((index for index, row in enumerate(rows[:FIRST_LINES]) if row.key), 0)


@dataclass(frozen=True)
class Page:
    """What makes one view: its rows, lines, keys, and what else is worked out for it.

    `rows` gives what is listed, `title` what stands above it on so many columns, `heading` the
    names of its columns. `bar` has the ids of the actions in the last line of the screen, the most
    needed first: a narrow screen shows the beginning; `first_for_suspects` those that come before
    while the cursor stands on a suspect. `first` gives the row at which the cursor
    begins; where the rows are servers in the order as last taken up, `leads_to` says instead which
    of them the cursor begins at and goes on to. `about` gives what is said below the list of what
    the cursor stands on. Of the servers listed, those `open_to_all` are selected by the key that
    selects all.

    `has_detail`: on a wide screen the page of the row under the cursor stands beside the list.
    `can_be_filtered`: the rows are things to search among. `grows_at_end`: the cursor stays on the
    last row where it stood there. `is_asked_about`: it is there to be read while a question about
    it stands, and goes with that. What is worked out only while the view is looked at: the forecast
    (`tells_forecast`), the progress (`tells_progress`), the pages for others (`tells_others`), what
    to go on with (`tells_advice`), why a service is expected then (`tells_why`).
    """

    rows: Callable[[Sheet], Sequence[Row]]
    title: Callable[[Sheet, int], str]
    bar: tuple[str, ...]
    first_for_suspects: tuple[str, ...] = ()
    heading: Callable[[Sheet], Row] = lambda _: NO_COLUMNS
    first: Callable[[Sheet, Sequence[Row]], int] = _first_about_something
    leads_to: Callable[[ConsoleState, str], bool] | None = None
    open_to_all: Callable[[ConsoleState], Iterable[str]] = lambda known: known.view.entry
    about: Callable[[ConsoleState, str], About] = lambda _, __: About()
    has_detail: bool = False
    can_be_filtered: bool = False
    grows_at_end: bool = False
    tells_forecast: bool = False
    tells_progress: bool = False
    tells_others: bool = False
    tells_advice: bool = False
    tells_why: bool = False
    is_asked_about: bool = False

    def bar_at(self, view: View, subject: str) -> Sequence[str]:
        """The actions of its bar while the cursor stands on a subject."""
        if subject in view.suspects and subject in view.plan.servers:
            first = self.first_for_suspects
            return (*first, *(action for action in self.bar if action not in first))
        return self.bar

    @property
    def lists_servers(self) -> bool:
        """Whether its rows are servers in the order as last taken up, which can be selected."""
        return self.leads_to is not None

    def first_row(self, sheet: Sheet, rows: Sequence[Row]) -> int:
        """Where the cursor begins."""
        if self.lists_servers:
            return self.next_row(sheet.known, rows, 0) or 0
        return self.first(sheet, rows)

    def best_row(self, sheet: Sheet, rows: Sequence[Row], at: int | None) -> int:
        """Where the cursor is best while a filter is typed, `at` is where it stood.

        A server can be found by what its row has no room for: one whose row shows it is what people
        look for.
        """
        stays = self.first_row(sheet, rows) if at is None else at
        if not self.lists_servers or not sheet.typed.strip():
            return stays
        shows = finds_in(sheet.typed, sheet.t)
        showing = [
            index for index, row in enumerate(rows[:MOST_READ]) if row.key and shows(row.text)
        ]
        if not showing or at in showing:
            return stays
        leads_to = [
            index
            for index in showing
            if self.leads_to is not None
            and (key := rows[index].key) is not None
            and self.leads_to(sheet.known, key.id)
        ]
        return (leads_to or showing)[0]

    def next_row(self, known: ConsoleState, rows: Sequence[Row], start: int) -> int | None:
        """The next row, from `start` on and round again, with a server that the cursor is led to.

        None where there is none.
        """
        if self.leads_to is None:
            return None
        round_again: list[int] = [*range(start, len(rows)), *range(min(start, len(rows)))]
        for index in round_again:
            key = key_at(rows, index)
            if key is not None and key.kind == "server" and self.leads_to(known, key.id):
                return index
        return None


def page_of(place: Place, view: View) -> Page:
    """What is shown at a place; the plan of the view says what a subject is."""
    if place.kind == "page":
        return PAGES[
            "suspect"
            if place.subject in view.suspects and place.subject in view.plan.servers
            else "server"
            if place.subject in view.plan.servers
            else "condition"
            if place.subject in view.plan.conditions
            else "service"
        ]
    return PAGES[place.kind]


def _first_server(_: Sheet, rows: Sequence[Row]) -> int:
    servers = (n for n, row in enumerate(rows) if row.key is not None and row.key.kind == "server")
    return next(servers, 0)


def _server_rows(
    sheet: Sheet, order: Sequence[str], nothing: Sentence, beyond: int | None = None
) -> Sequence[Row]:
    known = sheet.known
    return queue_rows(
        known.view,
        order,
        sheet.typed,
        sheet.width,
        sheet.t,
        operator=known.operator,
        marked=sheet.selected,
        nothing=nothing,
        beyond=beyond,
    )


def _queue_rows(sheet: Sheet) -> Sequence[Row]:
    known = sheet.known
    nothing = nothing_to_do(known.view)
    return _server_rows(sheet, searched(known, sheet.typed), nothing, len(known.order))


def _queue_title(sheet: Sheet, _: int) -> str:
    known, typed, t = sheet.known, sheet.typed, sheet.t
    title = queue_title(known.view, searched(known, typed), typed, t, operator=known.operator)
    advice = short_advice(known)
    return _and_tier_moves(sheet, title if advice is None else f"{title} · {t(advice)}")


def _and_tier_moves(sheet: Sheet, title: str) -> str:
    """The title with what the calendar changes within a day: what comes first, what rises first."""
    view = sheet.known.view
    if not view.tier_moves:
        return title
    first = min(view.tier_moves, key=lambda move: (move.at, move.tier > move.before))
    return f"{title} · {sheet.t(move_words(view, first))}"


def _queue_heading(sheet: Sheet) -> Row:
    return queue_heading(sheet.known.view, sheet.width, sheet.t)


def _triage_rows(sheet: Sheet) -> Sequence[Row]:
    nothing = say("No server is unknown: nothing is left to look at.")
    return _server_rows(sheet, to_look_at(sheet.known), nothing)


def _service_rows(sheet: Sheet) -> Sequence[Row]:
    known = sheet.known
    return service_rows(known.view, sheet.typed, sheet.width, sheet.t, operator=known.operator)


def _condition_rows(sheet: Sheet) -> Sequence[Row]:
    known = sheet.known
    return condition_rows(known.view, sheet.typed, sheet.width, sheet.t, operator=known.operator)


def _journal_rows(sheet: Sheet) -> Sequence[Row]:
    known = sheet.known
    return sheet.book.rows(
        known.chronicle, sheet.typed, known.view, sheet.width, sheet.t, operator=known.operator
    )


def _journal_title(sheet: Sheet, width: int) -> str:
    known = sheet.known
    shown = sheet.book.shown(
        known.chronicle, sheet.typed, known.view, sheet.t, operator=known.operator
    )
    return journal_title(known.chronicle, len(shown), width, sheet.t)


def _page_rows(sheet: Sheet) -> Sequence[Row]:
    known = sheet.known
    return page_rows(
        known.view,
        sheet.place.subject,
        sheet.width,
        sheet.t,
        sheet.unfolded,
        known.forecast,
        known.chronicle.unsigned,
    )


def _page_title(sheet: Sheet, _: int) -> str:
    return page_title(sheet.known.view, sheet.place.subject, sheet.t)


def _where_steps_go_on(sheet: Sheet, rows: Sequence[Row]) -> int:
    """The next open step where that is in sight, or the work on the steps has begun.

    Else the top, and no other row that is about something: a key would seem to be for that.
    """
    view, server = sheet.known.view, sheet.place.subject
    step = next_step(view.plan, view.situation, server)
    if not step or (row := index_of(rows, RowKey("step", step))) is None:
        return 0
    has_begun = step != view.plan.steps_of(server)[0]
    return row if row < sheet.height or has_begun else 0


_ACTS = ("server.take", "server.restored")
_LAST = ("view.help", "console.quit")

PAGES: Mapping[PlaceKind | Literal["server", "suspect", "service", "condition"], Page] = {
    "queue": Page(
        rows=_queue_rows,
        title=_queue_title,
        heading=_queue_heading,
        leads_to=lambda known, server: (
            is_ready(known, server) and not speaks_against(known, server)
        ),
        about=why_there,
        has_detail=True,
        can_be_filtered=True,
        bar=(
            *_ACTS,
            "row.open",
            "act.undo",
            *_LAST,
            "server.block",
            "subject.note",
            "filter.ask",
            "row.next_ready",
            "view.services",
            "view.triage",
            "view.journal",
            "view.progress",
            "view.conditions",
            "view.next",
            "view.why",
            "row.compare",
            "server.add",
            "order.take_up",
            "row.select",
            "view.messages",
        ),
        first_for_suspects=("server.clean", "server.compromised"),
    ),
    "services": Page(
        rows=_service_rows,
        title=lambda sheet, _: _and_tier_moves(sheet, sheet.t(say("Services by site"))),
        heading=lambda sheet: service_heading(sheet.known.view, sheet.width, sheet.t),
        about=when_expected,
        has_detail=True,
        can_be_filtered=True,
        tells_forecast=True,
        bar=(
            "row.open",
            "service.accept",
            "filter.ask",
            "subject.note",
            *_LAST,
            "view.back",
            "view.queue",
            "view.journal",
            "view.why",
            "row.compare",
            "view.progress",
            "view.conditions",
            "view.messages",
        ),
    ),
    "triage": Page(
        rows=_triage_rows,
        title=lambda sheet, _: triage_title(sheet.known, sheet.t),
        heading=_queue_heading,
        leads_to=wants_a_look,
        open_to_all=lambda known: [each for each in to_look_at(known) if wants_a_look(known, each)],
        about=why_there,
        has_detail=True,
        can_be_filtered=True,
        bar=(
            "server.clean",
            "server.compromised",
            "server.unknown",
            "server.skip",
            "act.undo",
            *_LAST,
            "filter.ask",
            "row.select",
            "row.select_all",
            "row.open",
            "view.queue",
        ),
    ),
    "journal": Page(
        rows=_journal_rows,
        title=_journal_title,
        heading=lambda sheet: journal_heading(
            sheet.known.chronicle, sheet.known.view, sheet.width, sheet.t
        ),
        first=lambda _, rows: len(rows) - 1,
        has_detail=True,
        can_be_filtered=True,
        grows_at_end=True,
        bar=(
            "row.open",
            "filter.ask",
            "act.undo",
            *_LAST,
            "view.back",
            "view.queue",
            "view.services",
            "view.messages",
        ),
    ),
    "progress": Page(
        rows=lambda sheet: progress_rows(
            sheet.known, sheet.now, sheet.width, sheet.height, sheet.t
        ),
        title=lambda sheet, width: progress_heading(sheet.known, sheet.now, width, sheet.t),
        tells_progress=True,
        bar=(
            "view.back",
            "view.queue",
            "view.services",
            "view.triage",
            "view.journal",
            *_LAST,
            "row.page_down",
            "row.page_up",
            "view.messages",
        ),
    ),
    "conditions": Page(
        rows=_condition_rows,
        title=lambda sheet, _: conditions_title(sheet.known.view, sheet.t),
        heading=lambda sheet: condition_heading(sheet.known.view, sheet.width, sheet.t),
        about=how_met,
        has_detail=True,
        can_be_filtered=True,
        bar=(
            "service.accept",
            "row.open",
            "filter.ask",
            "server.block",
            "act.undo",
            *_LAST,
            "view.back",
            "subject.note",
            "view.queue",
            "view.services",
            "view.journal",
            "view.messages",
        ),
    ),
    "end": Page(
        rows=lambda sheet: end_rows(
            sheet.known.view,
            sheet.width,
            sheet.t,
            sheet.keys.actions["recovery.close"].key(sheet.t),
        ),
        title=lambda sheet, _: end_title(sheet.known.view, sheet.t),
        about=about_any,
        has_detail=True,
        tells_forecast=True,
        is_asked_about=True,
        bar=(
            "row.open",
            "view.back",
            "service.accept",
            "recovery.close",
            *_LAST,
            "act.undo",
            "subject.note",
            "view.queue",
            "view.services",
            "view.conditions",
            "view.journal",
            "view.messages",
        ),
    ),
    "report": Page(
        rows=lambda sheet: report_rows(sheet.known, sheet.place.subject, sheet.width, sheet.t),
        title=lambda sheet, _: report_title(
            sheet.place.subject, sheet.keys.actions["view.report"].key(sheet.t), sheet.t
        ),
        first=lambda _, __: 0,
        tells_others=True,
        bar=(
            "view.report",
            "telling.record",
            "view.back",
            "row.page_down",
            "row.page_up",
            *_LAST,
            "view.queue",
            "view.services",
            "view.journal",
            "view.messages",
        ),
    ),
    "next": Page(
        rows=lambda sheet: next_rows(sheet.known, sheet.width, sheet.t),
        title=lambda sheet, _: sheet.t(say("What to go on with")),
        first=_first_server,
        tells_advice=True,
        bar=(
            *_ACTS,
            "row.open",
            "view.back",
            *_LAST,
            "view.why",
            "row.compare",
            "view.queue",
            "view.services",
            "view.journal",
        ),
    ),
    "why": Page(
        rows=lambda sheet: why_rows(sheet.known, sheet.place.subject, sheet.width, sheet.t),
        title=lambda sheet, _: why_title(sheet.known.view, sheet.place.subject, sheet.t),
        first=lambda _, __: 0,
        tells_why=True,
        bar=("view.back", "row.page_down", "row.page_up", *_LAST, "view.queue", "view.services"),
    ),
    "group": Page(
        rows=lambda sheet: group_rows(
            sheet.known.view, sheet.place.subject, sheet.known.forecast, sheet.width, sheet.t
        ),
        title=lambda sheet, _: group_title(sheet.known.view, sheet.place.subject, sheet.t),
        about=about_any,
        has_detail=True,
        tells_forecast=True,
        bar=(
            "row.open",
            "view.back",
            "service.accept",
            "view.why",
            "row.compare",
            *_LAST,
            "view.queue",
            "view.services",
            "view.journal",
        ),
    ),
    "server": Page(
        rows=_page_rows,
        title=_page_title,
        first=_where_steps_go_on,
        tells_forecast=True,
        bar=(
            "step.tick",
            "view.back",
            *_ACTS,
            "act.undo",
            *_LAST,
            "server.block",
            "subject.note",
            "row.unfold",
            "row.open",
            "step.skip",
            "evidence.record",
            "step.fail",
            "server.give",
        ),
    ),
    "suspect": Page(
        rows=_page_rows,
        title=_page_title,
        first=_where_steps_go_on,
        tells_forecast=True,
        bar=(
            "server.clean",
            "view.back",
            "server.compromised",
            "act.undo",
            *_LAST,
            "subject.note",
            *_ACTS,
            "server.block",
            "row.unfold",
            "row.open",
            "step.tick",
            "evidence.record",
        ),
    ),
    "service": Page(
        rows=_page_rows,
        title=_page_title,
        tells_forecast=True,
        bar=(
            "row.open",
            "view.back",
            "service.accept",
            "subject.note",
            *_LAST,
            "view.why",
            "row.unfold",
            "subject.pin",
            "row.compare",
            "view.queue",
            "view.services",
            "view.journal",
        ),
    ),
    "condition": Page(
        rows=_page_rows,
        title=_page_title,
        tells_forecast=True,
        bar=(
            "service.accept",
            "view.back",
            "server.block",
            "act.undo",
            "subject.note",
            *_LAST,
            "row.open",
            "row.unfold",
            "server.drop",
            "server.retire",
            "view.conditions",
        ),
    ),
    "price": Page(
        rows=lambda sheet: price_rows(sheet.known, sheet.place.subject, sheet.width, sheet.t),
        title=lambda sheet, _: price_title(sheet.known, sheet.place.subject, sheet.t),
        is_asked_about=True,
        bar=("view.back", "row.page_down", "row.page_up"),
    ),
    "help": Page(
        rows=lambda sheet: help_rows(sheet.width, sheet.t, sheet.keys, sheet.typed),
        title=lambda sheet, _: sheet.t(say("Help")),
        can_be_filtered=True,
        bar=(
            "view.back",
            "filter.ask",
            "row.page_down",
            "row.page_up",
            "view.queue",
            "view.services",
            "view.journal",
            "console.quit",
        ),
    ),
    "messages": Page(
        rows=lambda sheet: message_rows(sheet.known, sheet.now, sheet.width, sheet.t),
        title=lambda sheet, _: messages_title(sheet.known, sheet.t),
        bar=("view.back", "row.page_down", "row.page_up", *_LAST, "view.queue"),
    ),
}
"""`server`, `service` and `condition` are those that a place of the kind `page` can be."""
