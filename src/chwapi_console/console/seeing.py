"""The actions that change nothing but what is seen: views, pages, filter, order and cursor."""

from chwapi_console.console.picture import Picture
from chwapi_console.console.place import HELP, JOURNAL, MESSAGES, QUEUE, SERVICES, Place
from chwapi_console.text import every, say


class Seeing:
    """One method for each action, by its name."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._list = picture.list

    def view_queue(self) -> None:
        """The queue."""
        self._picture.go(QUEUE)

    def view_services(self) -> None:
        """The services."""
        self._picture.go(SERVICES)

    def view_journal(self) -> None:
        """The journal."""
        self._picture.go(JOURNAL)

    def view_help(self) -> None:
        """The help."""
        self._picture.go(HELP)

    def view_messages(self) -> None:
        """What the message line said lately."""
        self._picture.go(MESSAGES)

    def row_open(self) -> None:
        """The page of what is under the cursor."""
        if subject := self._picture.subject_under_cursor():
            self._picture.go(Place("page", subject))

    def view_back(self) -> None:
        """Out of the filter, else to where we came from."""
        if self._picture.trail.typed:
            self._picture.drop_filter()
        else:
            self._picture.back()

    def filter_ask(self) -> None:
        """Filters as one types."""
        if self._picture.trail.here.can_be_filtered:
            self._picture.ask_filter()

    def order_take_up(self) -> None:
        """Takes up the new order; rows that are done leave."""
        picture, known = self._picture, self._picture.known
        changes = known.take_up_order()
        gone = picture.subject_under_cursor() not in known.view.entry
        picture.draw()
        if changes:
            picture.tell(say("Moved: {moves}.", moves=every(changes)))
        if gone and picture.trail.here == QUEUE:
            picture.to_ready(0)

    def row_next_ready(self) -> None:
        """To the next server below that can be gone on with, and round again."""
        if self._picture.trail.here != QUEUE:
            self._picture.go(QUEUE)
        self._picture.to_ready(self._list.cursor + 1)

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
