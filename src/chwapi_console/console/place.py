"""Where in the console somebody is, and the rows that are shown there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chwapi_console.console.help_view import help_rows
from chwapi_console.console.page_view import page_rows, page_title
from chwapi_console.console.queue_view import queue_heading, queue_rows
from chwapi_console.console.row import Row
from chwapi_console.console.services_view import service_heading, service_rows
from chwapi_console.recovery.view import View
from chwapi_console.text import Language, plural, say

EMPTY = Row(())


@dataclass(frozen=True)
class Place:
    """A view, or the page of a subject."""

    kind: Literal["queue", "services", "help", "page"]
    subject: str = ""


QUEUE, SERVICES, HELP = Place("queue"), Place("services"), Place("help")


@dataclass(frozen=True)
class Sheet:
    """What the rows of a place are made from."""

    view: View
    order: Sequence[str]
    typed: str
    width: int
    t: Language

    def rows(self, place: Place) -> list[Row]:
        """The rows of the place."""
        match place.kind:
            case "queue":
                return queue_rows(self.view, self.order, self.typed, self.width, self.t)
            case "services":
                return service_rows(self.view, self.typed, self.width, self.t)
            case "help":
                return help_rows(self.width, self.t)
            case "page":
                return page_rows(self.view, place.subject, self.width, self.t)

    def title(self, place: Place) -> str:
        """What the place is."""
        t = self.t
        match place.kind:
            case "queue":
                left = sum(1 for server in self.order if server in self.view.entry)
                return t(plural("Queue: {n} server to go", "Queue: {n} servers to go", left))
            case "services":
                return t(say("Services by site"))
            case "help":
                return t(say("Help"))
            case "page":
                return page_title(self.view, place.subject, t)

    def heading(self, place: Place) -> Row:
        """The names of the columns, where there are any."""
        if place.kind == "queue":
            return queue_heading(self.view, self.width, self.t)
        return service_heading(self.width, self.t) if place.kind == "services" else EMPTY
