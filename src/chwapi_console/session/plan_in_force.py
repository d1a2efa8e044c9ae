"""The plan in force.

The file as it was last found sound, taken up anew when somebody edits it, and known by its digest
to the journal, so that everybody can see by which plan an act was done.
"""

from collections.abc import Sequence
from pathlib import Path

from chwapi_console.errors import Refused
from chwapi_console.inventory.faults import NoPlan, NoPlanYet, PlanError
from chwapi_console.inventory.file.load import LoadedPlan, Tell, load, parse, untold
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Draft, Event, drafted
from chwapi_console.journal.record.record import Record
from chwapi_console.text import Sentence, beginning, say, some

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

    def draft(self, record: Record, origin: str) -> Draft | None:
        """The event by which a journal says that its acts are done by this plan.

        With the plan's text unless the record has that; None where it says so already. Refused
        where the plan is an exercise and the record that of a night.
        """
        own = [event for event in record.plans if event.origin == origin]
        if own and own[-1].says(PlanSeen).digest == self.loaded.digest:
            return None
        self._refuse_an_exercise_in_the_record_of_a_night(record)
        return self.fresh(record)

    def _refuse_an_exercise_in_the_record_of_a_night(self, record: Record) -> None:
        """A journal may be named for a whole host, and what an exercise marks counts in it for good."""
        if not self.loaded.plan.incident.drill:
            return
        from chwapi_console.session.other_incident import incidents_of

        night = next((each for each in incidents_of(record.plans) if not each.drill), None)
        if night is not None:
            raise Refused(
                say(
                    "The plan is an exercise, and this journal is the record of {name}, which is "
                    "none. Nothing was written. An exercise has a journal of its own: name it with "
                    "--journal (config says where this one was named). If this is no exercise: take "
                    "drill = true out of the plan.",
                    name=beginning(night.name),
                )
            )

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
