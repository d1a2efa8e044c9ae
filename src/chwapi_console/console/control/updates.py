"""What the session's thread and the workers say becomes what is known and shown.

What is drawn is what is on disk by then, never before.
"""

from collections.abc import Iterable, Sequence

from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.outcome import (
    MOST_NAMED,
    come_due,
    ended_pins,
    news,
    news_in_full,
    outcome,
    outcome_in_full,
)
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.router import FINISHED, Router
from chwapi_console.console.known.session_thread import Acted, Looked, LookedInVain, ShiftFound
from chwapi_console.console.views.forecast_view import Foreseen
from chwapi_console.console.views.next_view import AdviceFound
from chwapi_console.console.views.place import QUEUE, TRIAGE, Place
from chwapi_console.console.views.progress_view import Progressed
from chwapi_console.console.views.report_view import PagesMade
from chwapi_console.console.views.why_view import WhyFound
from chwapi_console.console.widgets.row import RowKey
from chwapi_console.journal.kinds.server_kinds import Marked, StepUndone
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.server_history import is_undo
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import brought_by_the_time
from chwapi_console.recovery.words.since.plan_edits import moved_by_edit
from chwapi_console.recovery.words.since.sign_off_words import sign_offs_over
from chwapi_console.recovery.words.things.conditions import turned
from chwapi_console.recovery.words.why.tier_words import tiers_changed
from chwapi_console.text import Sentence, in_one, say

ROOM_FOR_TIME = 8


class Updates:
    """One method for each message."""

    def __init__(self, picture: Picture, dialogue: Dialogue, router: Router) -> None:
        self._picture, self._known = picture, picture.known
        self._dialogue, self._router = dialogue, router
        self._in_vain = ""

    def looked(self, message: Looked) -> None:
        """Others wrote, the plan was changed, or a time passed: a line, and the rows that differ."""
        before, picture = self._known.view, self._picture
        closed = self._learn(message)
        ended = _ended_by_the_time(before, self._known.view)
        if message.news:
            after, t = self._known.view, picture.t
            self._dialogue.tell(
                news(message.news, before, after, picture.width - ROOM_FOR_TIME, t),
                "busy",
                at=message.news[-1].moment,
                in_full=news_in_full(message.news, before, after, t),
                behind=self._dialogue.own_said,
            )
        elif edited := [*closed, *self._edited(before)]:
            self._dialogue.tell(in_one(edited), "warn")
        elif self._in_vain and not ended:
            self._dialogue.take_back(self._in_vain)
        self._tell_of_time(ended, before)
        self._in_vain = ""

    def _tell_of_time(self, ended: Sequence[Sentence], before: View) -> None:
        """Says what a time that passed has ended, also where somebody acted in the same moment."""
        if ended:
            came_of_it = brought_by_the_time(before, self._known.view, MOST_NAMED)
            self._dialogue.tell(
                in_one([*ended, *came_of_it]), "warn", behind=self._dialogue.own_said
            )

    def _edited(self, before: View) -> list[Sentence]:
        """What an edit of the plan moved."""
        after = self._known.view
        return moved_by_edit(before, after) if before.written is not after.written else []

    def looked_in_vain(self, message: LookedInVain) -> None:
        """Something unforeseen: said until a look goes well again."""
        words = self._picture.t(message.sentence)
        if words != self._in_vain:
            self._in_vain = words
            self._dialogue.tell(words, "bad")

    def acted(self, message: Acted) -> None:
        """An act of ours is on disk: says what came of it, and goes on where it leads."""
        events, picture = message.events, self._picture
        subjects = [event.subject for event in events]
        stayed = picture.at.under_cursor in subjects
        chosen = [subject for subject in subjects if subject in picture.trail.selected]
        picture.trail.acted_on(subjects)
        self._known.done_here.update((event.act, picture.now()) for event in events)
        self._learn(message)
        if events:
            before, after, t = message.before, self._known.view, picture.t
            self._dialogue.tell_own(
                outcome(events, before, after, picture.width - 2, t, picture.key_of),
                outcome_in_full(events, before, after, t),
            )
            self._tell_of_time(_ended_by_the_time(before, after), before)
        else:
            self._dialogue.tell(say("It is so already; nothing was written."))
        if chosen and not stayed and not is_undo(events[0]):
            self._stays_on(chosen[-1])
        else:
            self._go_on(message, stayed)

    def _stays_on(self, server: str) -> None:
        """Puts the cursor on one of those that were selected and acted on: its key once more changes nothing."""
        if (row := self._picture.list.index_of(RowKey("server", server))) is not None:
            self._picture.list.move_to(row)

    def _go_on(self, message: Acted, stayed: bool) -> None:
        """Moves the cursor on where an act finished its server, and back where one was undone."""
        events, here, list_ = message.events, self._picture.trail.here, self._picture.list
        marks = [event for event in events if isinstance(event.payload, Marked)]
        if events and is_undo(events[0]) and (undone := self._undone_row(events[0])) is not None:
            self._goes_back_to(undone)
        elif (
            here == QUEUE
            and stayed
            and any(event.after and event.after.work == FINISHED for event in marks)
        ):
            self._router.goes_on_from(marks[0].subject)
        elif here == TRIAGE and any(
            self._picture.at.under_cursor == mark.subject for mark in marks
        ):
            next_one = say("{key}: the next server", key=self._picture.key_of("row.down"))
            self._dialogue.tell(next_one, behind=self._dialogue.own_said)
            list_.look_ahead()
        elif here.kind == "page" and any(
            event.subject == here.subject and event.after and event.after.work == FINISHED
            for event in marks
        ):
            self._router.finished_here(here.subject)
        elif list_.key is not None and list_.key.kind == "step":
            if _begins_anew(marks, here):
                self._router.to_open_step()
            list_.look_ahead()

    def _goes_back_to(self, row: int) -> None:
        """Puts the cursor on what was taken back; says so where it stood on another server."""
        before = self._picture.at.under_cursor
        self._picture.list.move_to(row)
        if before not in ("", now := self._picture.at.under_cursor):
            self._dialogue.tell(
                say("Cursor: {server}.", server=now), behind=self._dialogue.own_said
            )

    def _undone_row(self, undo: Event) -> int | None:
        """The row of what was taken back: the next key is meant for that."""
        here, index_of = self._picture.trail.here, self._picture.list.index_of
        if self._picture.page.lists_servers:
            return index_of(RowKey("server", undo.subject))
        if isinstance(undo.payload, StepUndone) and undo.subject == here.subject:
            return index_of(RowKey("step", undo.payload.step))
        return None

    def foreseen(self, message: Foreseen) -> None:
        """The forecast for what is shown."""
        if message.view is self._known.view:
            self._known.forecast = message.forecast
            if self._picture.tells_forecast:
                self._picture.draw()

    def advised(self, message: AdviceFound) -> None:
        """What the operator goes on with, for what is shown."""
        self._known.advised = message.advised
        if self._picture.page.tells_advice:
            self._picture.draw()
        elif self._picture.tells_advice:
            self._picture.draw_under_cursor()

    def why_found(self, message: WhyFound) -> None:
        """Why a service is expected then, for whoever looks at it."""
        self._known.why_then = message.why
        if self._picture.page.tells_why:
            self._picture.draw()

    def progressed(self, message: Progressed) -> None:
        """How the recovery went until now, for whoever looks at it."""
        self._known.progressed = message.so_far
        if self._picture.page.tells_progress:
            self._picture.draw()

    def shift_found(self, message: ShiftFound) -> None:
        """When the shift began, for the pages for others."""
        self._known.shift = message.shift

    def pages_made(self, message: PagesMade) -> None:
        """The pages for others, for whoever reads one."""
        self._known.pages = message.pages
        if self._picture.page.tells_others:
            self._picture.draw()

    def _learn(self, message: Looked | Acted) -> list[Sentence]:
        if message.view is not self._known.view and not self._picture.tells_forecast:
            self._known.forecast = None  # what nobody saw grow old is not shown when somebody looks
        self._known.sees(message.view)
        self._known.health, self._known.chronicle = message.health, message.chronicle
        return self._router.draw()


def _ended_by_the_time(before: View, after: View) -> list[Sentence]:
    """What a time that passed has ended between two views, or made due."""
    return [
        *ended_pins(before, after),
        *come_due(before, after),
        *turned(before, after),
        *sign_offs_over(before, after),
        *(tiers_changed(before, after) if before.written is after.written else []),
    ]


def _begins_anew(marks: Iterable[Event], here: Place) -> bool:
    """Whether the work on the server of a page begins anew: it was found compromised."""
    return any(
        event.subject == here.subject and event.after is not None and not event.after.work
        for event in marks
    )
