"""Entering afterwards what was done on paper.

Many acts of several people, each rehearsed in the order in which they were done as if it were done
now, and then all written in one transaction, or none.

A line that was entered before, and not undone since, is not entered again: so a list may be entered
once more, with what was added to it.
"""

from chwapi_console.journal.record.events import Event
from chwapi_console.journal.rehearsal import Rehearsal
from chwapi_console.session.session import Session


class Entering:
    """Acts that somebody enters in a session, from so many `lines`, each with a key of its own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        undone = session.look().situation.undone
        self._entered = {
            event.entered_line for event in session.record.events if event.hash not in undone
        }
        self._stage = Rehearsal(session.store, session.now)
        self.lines = 0

    def is_entered(self, key: str) -> bool:
        """Whether a line was entered before."""
        return key in self._entered

    def acting_as(self, operator: str, key: str) -> Session:
        """The session in which the act of a line is rehearsed, by who did it."""
        by = self._session.operator
        acting = self._session.on_stage(self._stage, operator)
        others = {"entered_by": by} if acting.operator != by else {}
        self._stage.beside = {**others, "entered_line": key}
        self.lines += 1
        return acting

    @property
    def rehearsed(self) -> int:
        """How many events have been rehearsed so far."""
        return len(self._stage.drafts)

    def latest(self, since: int) -> list[Event]:
        """What was rehearsed after so many events."""
        ids = {draft.id for draft in self._stage.drafts[since:]}
        return [event for event in self._stage.record.events if event.id in ids]

    def write(self) -> list[Event]:
        """Writes all that was rehearsed.

        StaleView where somebody acted on the same meanwhile; then nothing was written.
        """
        return self._session.write_rehearsed(self._stage.drafts, self._stage.shown)
