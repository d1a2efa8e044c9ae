"""Where in the console somebody is, and the rows that are shown there."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chwapi_console.console.known.console_state import ConsoleState, Said
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.views.help_view import help_rows
from chwapi_console.console.views.journal_view import JournalBook, journal_heading, journal_title
from chwapi_console.console.views.page_view import page_rows, page_title
from chwapi_console.console.views.price_view import price_rows
from chwapi_console.console.views.progress_view import progress_heading, progress_rows
from chwapi_console.console.views.queue_view import queue_heading, queue_rows, queue_title
from chwapi_console.console.views.services_view import service_heading, service_rows
from chwapi_console.console.views.triage_view import to_look_at, triage_title
from chwapi_console.console.widgets.row import Row, RowKey, paragraph, plain
from chwapi_console.recovery.words.incomplete_services import nothing_to_do
from chwapi_console.recovery.words.reasons import service_name
from chwapi_console.text import Language, Sentence, say

EMPTY = Row(())


@dataclass(frozen=True)
class Place:
    """A view, or the page of a subject."""

    kind: Literal[
        "queue", "services", "triage", "journal", "progress", "help", "messages", "page", "price"
    ]
    subject: str = ""

    @property
    def can_be_filtered(self) -> bool:
        """Whether its rows are things to search among."""
        return self.has_detail or self.kind == "help"

    @property
    def is_asked_about(self) -> bool:
        """Whether it is there to be read while a question about it stands, and goes with that."""
        return self.kind == "price"

    @property
    def has_detail(self) -> bool:
        """Whether the page of what is under the cursor stands beside it on a wide screen."""
        return self.kind in ("queue", "services", "triage", "journal")


QUEUE, SERVICES, TRIAGE, JOURNAL, PROGRESS, HELP, MESSAGES = (
    Place("queue"),
    Place("services"),
    Place("triage"),
    Place("journal"),
    Place("progress"),
    Place("help"),
    Place("messages"),
)


@dataclass(frozen=True)
class Sheet:
    """What the rows of a place are made from."""

    known: ConsoleState
    book: JournalBook
    keys: Keymap
    typed: str
    selected: AbstractSet[str]
    unfolded: AbstractSet[RowKey]
    width: int
    height: int
    now: datetime
    t: Language

    def rows(self, place: Place) -> Sequence[Row]:
        """The rows of the place."""
        known, view, t = self.known, self.known.view, self.t
        match place.kind:
            case "queue":
                return self._servers(self._searched, nothing_to_do(view))
            case "triage":
                return self._servers(
                    to_look_at(known), say("No server is unknown: nothing is left to look at.")
                )
            case "services":
                return service_rows(view, self.typed, self.width, t, operator=known.operator)
            case "journal":
                return self.book.rows(
                    known.chronicle, self.typed, view, self.width, t, operator=known.operator
                )
            case "progress":
                return progress_rows(known, self.now, self.width, self.height, t)
            case "help":
                return help_rows(self.width, t, self.keys, self.typed)
            case "messages":
                return message_rows(known.messages, self.width, t)
            case "price":
                return price_rows(known, place.subject, self.width, t)
            case "page":
                return page_rows(
                    view,
                    place.subject,
                    self.width,
                    t,
                    self.unfolded,
                    known.forecast,
                    known.chronicle.unsigned,
                )

    @property
    def _searched(self) -> Sequence[str]:
        """The servers of the queue; for who searches also all others, behind them: whoever was
        judged must be found again."""
        order = self.known.order
        if not self.typed.strip():
            return order
        in_order = frozenset(order)
        return [
            *order,
            *(server for server in sorted(self.known.view.plan.servers) if server not in in_order),
        ]

    def _servers(self, order: Sequence[str], nothing: Sentence) -> Sequence[Row]:
        known = self.known
        return queue_rows(
            known.view,
            order,
            self.typed,
            self.width,
            self.t,
            operator=known.operator,
            marked=self.selected,
            nothing=nothing,
        )

    def title(self, place: Place, width: int) -> str:
        """What the place is."""
        known, t = self.known, self.t
        match place.kind:
            case "queue":
                return queue_title(
                    known.view, self._searched, self.typed, t, operator=known.operator
                )
            case "triage":
                return triage_title(known, t)
            case "services":
                return t(say("Services by site"))
            case "journal":
                shown = self.book.shown(
                    known.chronicle, self.typed, known.view, t, operator=known.operator
                )
                return journal_title(known.chronicle, len(shown), width, t)
            case "progress":
                return progress_heading(known, self.now, self.width, t)
            case "help":
                return t(say("Help"))
            case "messages":
                return t(say("Latest messages, in full"))
            case "price":
                return t(
                    say(
                        "What a pin on {id} would change",
                        id=service_name(known.view, place.subject),
                    )
                )
            case "page":
                return page_title(known.view, place.subject, t)

    def heading(self, place: Place) -> Row:
        """The names of the columns, where there are any."""
        match place.kind:
            case "queue" | "triage":
                return queue_heading(self.known.view, self.width, self.t)
            case "services":
                return service_heading(self.known.view, self.width, self.t)
            case "journal":
                return journal_heading(self.known.chronicle, self.known.view, self.width, self.t)
            case _:
                return EMPTY


def message_rows(messages: Sequence[Said], width: int, t: Language) -> Sequence[Row]:
    """Everything that the message line said lately, the newest first, each on as many rows as it
    takes."""
    rows = [
        row
        for said in reversed(messages)
        for row in paragraph(f"{said.time} {said.words}", width, look=said.look)
    ]
    return rows or [plain(" " + t(say("Nothing has been said yet.")))]
