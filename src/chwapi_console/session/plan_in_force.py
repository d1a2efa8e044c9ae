"""The plan in force.

The file as it was last found sound, taken up anew when somebody edits it, and known by its digest
to the journal, so that everybody can see by which plan an act was done.
"""

from collections.abc import Sequence
from pathlib import Path

from chwapi_console.inventory.faults import NoPlan, NoPlanYet, PlanError
from chwapi_console.inventory.file.load import LoadedPlan, Tell, load, parse, untold
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.record_kinds import Noted, PlanSeen
from chwapi_console.journal.record.events import Draft, Event, drafted
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.rules.cases import RecordCase
from chwapi_console.recovery.rules.door import admitted
from chwapi_console.text import Sentence, Value, beginning, say, some

MOST_NAMED = 5
"""Others who act by another plan that a sentence names; the rest it counts."""


class PlanInForce:
    """The plan of a file.

    PlanError where it cannot be opened; later a bad edit leaves the last good plan `loaded`, and
    `problem` says so.
    """

    def __init__(self, inventory: Path, tell: Tell = untold) -> None:
        self._stamp = _stamp(inventory)
        try:
            self.loaded: LoadedPlan = load(inventory, tell)
        except NoPlan as error:
            raise NoPlanYet(inventory) from error
        self.problem: Sentence | None = None

    def take_up(self) -> bool:
        """Reads the file again where it was edited.

        Whether that made another plan the one in force.
        """
        stamp = _stamp(self.loaded.path)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self.loaded = load(self.loaded.path)
        except PlanError:
            self.problem = say(
                "The plan was changed and has faults; the last good one is in use. See check."
            )
            return False
        self.problem = None
        return True

    def share_text(self, record: Record) -> None:
        """Lets the record and the loaded plan hold one text where both have it.

        It can be megabytes.
        """
        for event in record.plans:
            if (text := event.says(PlanSeen).text) == self.loaded.text:
                self.loaded = self.loaded._replace(text=text)
                return

    def drafts(self, record: Record, origin: str, actor: str) -> list[Draft]:
        """The event by which a journal says that its acts are done by this plan.

        With the plan's text unless the record has that, and with a note where somebody says why acts go
        into the record of another incident; none where it says so already. Refused where the record
        is that of a night and the plan an exercise; Overridable where it is another incident's.
        """
        if self._is_said(record, origin):
            return []
        reasons = admitted(self._case(record, actor)).overridden.values()
        return [self.fresh(record), *(drafted(THE_RECORD, Noted(reason)) for reason in reasons)]

    def other_incident(self, here: Record, there: Record) -> Value | None:
        """What the record `there` is of; None where it is of none but that of this one."""
        from chwapi_console.session.other_incident import other_incident

        return other_incident(self.loaded.plan.incident, here, there.plans)

    def of_another(self, record: Record) -> Sentence | None:
        """That what stands in the record is another incident's, which nobody said goes on as this one."""
        plans = (event.says(PlanSeen) for event in record.plans)
        if not record.plans or any(plan.digest == self.loaded.digest for plan in plans):
            return None
        from chwapi_console.recovery.rules.of_record import of_another

        return of_another(self._case(record, ""))

    def _is_said(self, record: Record, origin: str) -> bool:
        own = [event for event in record.plans if event.origin == origin]
        return bool(own) and own[-1].says(PlanSeen).digest == self.loaded.digest

    def _case(self, record: Record, actor: str) -> RecordCase:
        from chwapi_console.session.other_incident import incidents_of

        incident = self.loaded.plan.incident
        return RecordCase(actor, incident, incidents_of(record.plans), record.latest_moment)

    def before(self, record: Record, origin: str) -> Plan | None:
        """The plan that a journal's acts were done by until now; None where it is this one.

        None too where its text is not in the record, or is not sound.
        """
        own = [event for event in record.plans if event.origin == origin]
        digest = own[-1].says(PlanSeen).digest if own else self.loaded.digest
        if digest == self.loaded.digest:
            return None
        texts = (plan.text for e in record.plans if (plan := e.says(PlanSeen)).digest == digest)
        text = next((text for text in texts if text is not None), None)
        try:
            return None if text is None else parse(text, self.loaded.path).plan
        except PlanError:
            return None

    def fresh(self, record: Record) -> Draft:
        """The event that says that acts are done by this plan, be that news or not."""
        digest = self.loaded.digest
        plans = (event.says(PlanSeen) for event in record.plans)
        known = any(plan.digest == digest and plan.text is not None for plan in plans)
        return drafted("plan", PlanSeen(digest, None if known else self.loaded.text))


def another_plan(others: Sequence[Event]) -> Sentence | None:
    """That others act by another plan, and who, by the events that say so; None where nobody does."""
    return (
        say(
            "Others act by another plan: {whose}. Compare the files.",
            whose=some(
                [
                    say(
                        "{operator} on {host} ({digest})",
                        operator=beginning(e.operator),
                        host=beginning(e.host),
                        digest=e.says(PlanSeen).digest[:12],
                    )
                    for e in others
                ],
                MOST_NAMED,
            ),
        )
        if others
        else None
    )


def _stamp(path: Path) -> tuple[int, int, int]:
    """What changes when a file is edited; zeros while it is not there."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)
