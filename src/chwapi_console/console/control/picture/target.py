"""What a key would act on.

The servers that are selected, else the page's own, else what is under the cursor.
"""

from chwapi_console.console.control.picture.disabled import Now
from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.views.journal_view import JournalRows
from chwapi_console.console.views.page_view import RUNBOOK
from chwapi_console.console.views.pages import page_of
from chwapi_console.console.views.place import JOURNAL, Place
from chwapi_console.console.views.trail import Trail
from chwapi_console.console.widgets.row import RowKey, key_at
from chwapi_console.console.widgets.row_list import RowList
from chwapi_console.inventory.model import Plan
from chwapi_console.recovery.state.judged.required_steps import next_step
from chwapi_console.recovery.words.meant.open_work import named
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.text import Sentence, Value, say, some

MOST_NAMED = 3
"""Servers selected that are named; more are counted."""


def has_page(plan: Plan, subject: str) -> bool:
    """Whether a thing is of the plan, and so has a page."""
    return subject in plan.servers or subject in plan.services or subject in plan.conditions


def is_there(place: Place, plan: Plan) -> bool:
    """Whether the plan has what a place is about, if it is about anything."""
    match place.kind:
        case "page" | "price":
            return has_page(plan, place.subject)
        case "group":
            return place.subject in plan.groups
        case "why":
            return not place.subject or place.subject in plan.services
        case _:
            return True


class KeyTarget:
    """Reads the list, the trail and what is known; changes nothing."""

    def __init__(self, known: ConsoleState, trail: Trail, rows: RowList) -> None:
        self._known, self._trail, self._list = known, trail, rows

    @property
    def selected(self) -> bool:
        """Whether servers are selected here."""
        return bool(self._trail.selected)

    @property
    def elsewhere(self) -> Sentence | None:
        """What an act is for, where the cursor stands on something else.

        The servers that are selected, but for where selecting the last of them has left it, on the
        row after; or the page's own, where the row is about another.
        """
        cursor, rows = self._list.cursor, self._list.rows
        here, under = self._trail.here, self.under_cursor
        if (
            here.kind == "page"
            and not self.selected
            and self.servers == (here.subject,)
            and under not in ("", here.subject)
        ):
            return say(
                "This page is about {subject}; the cursor stands on {cursor}, which Enter opens.",
                subject=here.subject,
                cursor=under,
            )
        just_selected = (
            0 < cursor < len(rows)
            and key_at(rows, cursor - 1) == RowKey("server", self._trail.anchor)
            and (self._trail.anchor in self._trail.selected)
        )
        if not self.selected or just_selected or self.under_cursor in self._trail.selected:
            return None
        selected = some(self.servers, MOST_NAMED)
        if not under:
            return say("Selected: {servers}.", servers=selected)
        return say(
            "Selected: {servers}; the cursor stands on {cursor}.", servers=selected, cursor=under
        )

    @property
    def servers(self) -> tuple[str, ...]:
        """The servers that an act is for, in the order of the queue.

        None where the cursor is on none.
        """
        here, known = self._trail.here, self._known.view.plan.servers
        if selected := self._trail.selected & known.keys():
            place = {server: number for number, server in enumerate(self._known.order)}
            return tuple(
                sorted(selected, key=lambda server: (place.get(server, len(place)), server))
            )
        if here.kind == "page" and here.subject in known:
            return (here.subject,)
        under = self.under_cursor
        return (under,) if under in known and here != JOURNAL else ()

    @property
    def subject(self) -> str:
        """The server, service or condition that a note or a pin is for.

        The page's own, else the one under the cursor.
        """
        here = self._trail.here
        return here.subject if here.kind == "page" else self.under_cursor

    @property
    def condition(self) -> str:
        """The condition that an act is for; empty where it is for something else."""
        subject = "" if self.servers else self.subject
        return subject if subject in self._known.view.plan.conditions else ""

    @property
    def step(self) -> str:
        """The step under the cursor, else the first open one; empty when there is none.

        On a page the first open step counts only from the heading of its runbook.
        """
        if step := self.step_under_cursor:
            return step
        elsewhere = self._trail.here.kind == "page" and self._list.key != RUNBOOK
        if elsewhere or not self.servers:
            return ""
        view = self._known.view
        return next_step(view.plan, view.situation, self.servers[0])

    @property
    def step_under_cursor(self) -> str:
        """The step of the row under the cursor; empty when it is about none."""
        key = self._list.key
        return key.id if key is not None and key.kind == "step" else ""

    @property
    def is_step_open(self) -> bool:
        """Whether the step that an act would be on is still to be done."""
        situation, step = self._known.view.situation, self.step
        return step != "" and situation.is_to_do(self.servers[0], step)

    @property
    def aim(self) -> tuple[tuple[str, ...], str]:
        """The servers and the step that an act would be on."""
        return self.servers, self.step

    def asked_about(self, *, step: bool) -> tuple[frozenset[str], str]:
        """What a key or a question is about: the servers, else what is under the cursor; and the `step`."""
        return frozenset(self.servers or (self.subject,)), self.step if step else ""

    def could_be(self, asked_about: tuple[frozenset[str], str]) -> bool:
        """Whether all of that is still of the plan; never of another step of the same servers."""
        things, _ = asked_about
        plan = self._known.view.plan
        return things != self.asked_about(step=False)[0] and all(
            not thing or has_page(plan, thing) for thing in things
        )

    def aimed_at(self, *, step: bool) -> Value:
        """The servers by name, else what is under the cursor; with the `step` where an act would be on that."""
        servers = named(self.servers) if self.servers else self.subject
        if not step or not self.step:
            return servers
        name = step_name(self._known.view.plan, self.step)
        return say('"{step}" on {servers}', step=name, servers=servers)

    @property
    def under_cursor(self) -> str:
        """The server, service or condition of the row under the cursor.

        Empty when it is about none.
        """
        key, rows, plan = self._list.key, self._list.rows, self._known.view.plan
        if key is None:
            return ""
        if isinstance(rows, JournalRows):
            subject = rows.events[self._list.cursor].subject
            return subject if has_page(plan, subject) else ""
        return key.id if key.kind in ("server", "service", "condition") else ""

    @property
    def opens(self) -> Place | None:
        """The page that the row under the cursor opens; None where it opens none."""
        key = self._list.key
        if key is not None and key.kind == "group":
            return Place("group", key.id)
        return Place("page", self.under_cursor) if self.under_cursor else None

    @property
    def now(self) -> Now:
        """All that decides what a key means just now."""
        return Now(
            self._known,
            self._trail.here,
            self.servers,
            self.subject,
            self.step,
            self.opens is not None,
        )

    def next_ready(self, start: int) -> int | None:
        """The next row that this operator can go on with, from `start` on and round again.

        In triage, the next with a server that nobody has looked at.
        """
        page = page_of(self._trail.here, self._known.view)
        return page.next_row(self._known, self._list.rows, start)
