"""The actions that change nothing but what is seen: views, pages, filter, order and cursor."""

from collections.abc import Iterable

from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.console.views.place import (
    CONDITIONS,
    END,
    HELP,
    JOURNAL,
    MESSAGES,
    NEXT,
    PROGRESS,
    QUEUE,
    SERVICES,
    TRIAGE,
    Place,
)
from chwapi_console.console.views.report_view import page_after
from chwapi_console.console.views.title_line import newly_first
from chwapi_console.console.views.why_view import asked_about
from chwapi_console.console.widgets.row import RowKey, ids
from chwapi_console.text import every, say


class Navigation:
    """One method for each action, by its name."""

    def __init__(self, picture: Picture, dialogue: Dialogue, router: Router) -> None:
        self._picture, self._dialogue, self._router = picture, dialogue, router
        self._list = picture.list

    def view_queue(self) -> None:
        """The queue."""
        self._router.go(QUEUE)

    def view_services(self) -> None:
        """The services."""
        self._router.go(SERVICES)

    def view_triage(self) -> None:
        """Triage."""
        self._router.go(TRIAGE)

    def view_journal(self) -> None:
        """The journal."""
        self._router.go(JOURNAL)

    def view_progress(self) -> None:
        """How the recovery went until now."""
        self._router.go(PROGRESS)

    def view_conditions(self) -> None:
        """What must be true and is no machine."""
        self._router.go(CONDITIONS)

    def view_end(self) -> None:
        """What is left before the recovery is closed, or how it was."""
        self._router.go(END)

    def view_next(self) -> None:
        """What to go on with, and what to know before that."""
        self._router.go(NEXT)

    def view_why(self) -> None:
        """Why a service is expected when it is, and what would bring it sooner."""
        at = self._picture.at
        service = asked_about(self._picture.known.view, at.subject or at.under_cursor)
        self._router.go(Place("why", service))

    def view_report(self) -> None:
        """The handover; from there the next page for others, and so on."""
        here = self._picture.trail.here
        if here.kind == "report":
            self._router.back()
        self._router.go(Place("report", page_after(here.subject)))

    def view_help(self) -> None:
        """The help."""
        self._router.go(HELP)

    def view_messages(self) -> None:
        """What the message line said lately."""
        self._router.go(MESSAGES)

    def row_open(self) -> None:
        """The page of what is under the cursor."""
        if (place := self._picture.at.opens) is not None:
            self._router.go(place)

    def view_back(self) -> None:
        """Out of the selection, else of the filter, else to where we came from."""
        if self._picture.trail.selected:
            self._select(())
        elif self._picture.trail.typed:
            self._router.drop_filter()
        else:
            self._router.back()

    def filter_ask(self) -> None:
        """Filters as one types."""
        self._router.ask_filter()

    def order_take_up(self) -> None:
        """Takes up the new order; rows that are done leave.

        Where the title names another server that is first now, the cursor goes there: that is what
        its reader asks for. Else it stays on what it stands on.
        """
        picture, known = self._picture, self._picture.known
        first = newly_first(known) if picture.page.lists_servers else ""
        changes = known.take_up_order()
        picture.trail.selected = picture.trail.selected & known.view.entry.keys()
        goes_to_first = bool(first) and not picture.trail.selected
        gone = picture.at.under_cursor not in known.view.entry
        picture.draw()
        if changes:
            self._dialogue.tell(say("Moved: {moves}.", moves=every(changes)))
        index = self._list.index_of(RowKey("server", first)) if goes_to_first else None
        if index is not None:
            self._list.move_to(index)
        elif gone and picture.trail.here == QUEUE:
            self._router.to_ready(0)

    def row_next_ready(self) -> None:
        """To the next server below that can be gone on with, and round again."""
        if not self._picture.page.lists_servers:
            self._router.go(QUEUE)
        if not self._router.to_ready(self._list.cursor + 1):
            self._dialogue.tell(say("No server here is ready."), "warn")

    def server_skip(self) -> None:
        """To the next server below that nobody has looked at, and round again."""
        self._router.to_ready(self._list.cursor + 1)

    # Selecting

    def row_select(self) -> None:
        """Selects the server under the cursor, or no longer; the cursor goes on to the next."""
        trail, server = self._picture.trail, self._picture.at.under_cursor
        trail.anchor = server
        self._select(trail.selected ^ {server})
        self._list.move(1)

    def row_select_to(self) -> None:
        """Selects all from the one last selected to the one under the cursor."""
        trail, end = self._picture.trail, self._list.cursor
        start = self._list.index_of(RowKey("server", trail.anchor))
        first, last = sorted((end if start is None else start, end))
        self._select(
            trail.selected | frozenset(list(ids(self._list.rows, "server"))[first : last + 1])
        )

    def row_select_all(self) -> None:
        """Selects all that the filter shows, but for what is no work.

        Servers outside the queue are found by it too. In triage, where what was looked at keeps its
        row, all that wants a look. Says so where there are none.
        """
        picture = self._picture
        open_here = frozenset(picture.page.open_to_all(picture.known))
        listed = open_here.intersection(ids(self._list.rows, "server"))
        self._select(picture.trail.selected | listed)
        if not listed:
            self._dialogue.tell(say("Nothing that is listed here is open: * selects none."), "warn")

    def _select(self, servers: Iterable[str]) -> None:
        self._picture.trail.selected = frozenset(servers)
        self._picture.draw()

    # Unfolding

    def row_unfold(self) -> None:
        """Unfolds the row under the cursor, if it can be; else opens it."""
        trail, key = self._picture.trail, self._list.key
        if key is not None and self._list.current.folds and key not in trail.unfolded:
            trail.unfolded |= {key}
            self._picture.draw()
        elif not self._list.current.folds:
            self.row_open()

    def row_fold(self) -> None:
        """Folds the row under the cursor, if it is unfolded; else goes back."""
        trail, key = self._picture.trail, self._list.key
        if key in trail.unfolded:
            trail.unfolded -= {key}
            self._picture.draw()
        else:
            self.view_back()

    # The cursor

    def row_down(self) -> None:
        """One row down."""
        self._list.move(1)

    def row_up(self) -> None:
        """One row up."""
        self._list.move(-1)

    def row_page_down(self) -> None:
        """One page down."""
        self._list.move(self._list.height)

    def row_page_up(self) -> None:
        """One page up."""
        self._list.move(-self._list.height)

    def row_first(self) -> None:
        """To the first row."""
        self._list.move_to(0)

    def row_last(self) -> None:
        """To the last row."""
        self._list.move_to(1_000_000_000)
