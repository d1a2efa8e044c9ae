"""An act in the making.

From the view that an operator was shown to the events that say what is done, not yet written.

Each act gives drafts that share one act id, and the heads that the actor was shown, so that the
store can refuse what came too late. Where an act would change nothing, it gives no drafts. What an
act of each kind changes is in `marks`, `claims`, `steps`, `pin`, `sign_off`, `notes` and `undo`;
what must be so before in `recovery.rules`. All pure.

Only `Drafting` makes an `Act`, and it takes no draft but of a case that was admitted: so nothing is
written that did not go through the door of the rules.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.payload import NOTHING, Data, Payload
from chwapi_console.journal.kinds.server_kinds import step_key
from chwapi_console.journal.kinds.service_kinds import condition_key
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Draft, drafted, new_id
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.rules.cases import UNDO, ActName, Case, ServerCase, UndoCase
from chwapi_console.recovery.rules.door import Admitted, admitted, ask_whether_meant
from chwapi_console.recovery.rules.points import point_of
from chwapi_console.recovery.state.judged.chosen_points import restored_from
from chwapi_console.recovery.state.of_view.own_words import first_to_say_so
from chwapi_console.recovery.state.view.view import View

StateAct = Callable[
    [Standing, Standing, str, Mapping[str, Any], Mapping[str, Data], str, str], Payload
]
"""A kind that writes how a server stands."""


class Act(NamedTuple):
    """What is to be written, in one transaction, and the heads that the actor was shown."""

    drafts: Sequence[Draft]
    shown: Mapping[str, frozenset[str]]

    def together_with(self, other: "Act") -> "Act":
        """Both as one act: what takes one back takes back the other."""
        if not (self.drafts and other.drafts):
            return self if self.drafts else other
        act = {"act": self.drafts[0].data["act"]}
        drafts = [draft._replace(data={**draft.data, **act}) for draft in other.drafts]
        return self._replace(drafts=[*self.drafts, *drafts], shown={**self.shown, **other.shown})


class Drafting:
    """Collects the drafts of one act, of which somebody is the `actor`."""

    def __init__(self, view: View, actor: str) -> None:
        self.view, self.actor = view, actor
        self.act = new_id()
        self.drafts: list[Draft] = []
        self.shown: dict[str, frozenset[str]] = {}
        self._asked_about: dict[tuple[type, str], tuple[Case, ActName | None]] = {}

    def admit(self, case: Case, again: ActName | None = None) -> Admitted:
        """The case, unless a rule refuses it; `again` is the act that an undo does once more.

        Whether it is meant is asked about the first of those that speak of all of the act, or, of
        an undo, of all that it brings back alike; else about each.
        """
        subject = "" if isinstance(case, ServerCase | UndoCase) else case.subject
        if isinstance(case, ServerCase) and case.act == UNDO:
            subject = next(iter(case.servers), case.subject)
        self._asked_about.setdefault((type(case), subject), (case, again))
        return admitted(case, again)

    def add(
        self,
        one: Admitted,
        payload: Payload,
        beside: Mapping[str, str] = NOTHING,
        also: Sequence[Admitted] = (),
    ) -> None:
        """One more event of the act.

        `beside` has what its operator or the act says of it, `also` what else was admitted for it.
        """
        reasons = {rule: why for each in (*also, one) for rule, why in each.overridden.items()}
        overridden = {"overridden": reasons} if reasons else {}
        everything = {**beside, **overridden, "act": self.act}
        self.drafts.append(drafted(one.case.subject, payload, everything))

    def stand(self, case: ServerCase, kind: StateAct, open_work: Mapping[str, Any]) -> None:
        """A state act: how a server stands from now on; refused where a rule says so.

        Kept with it are the work that is open, and the restore point the server was restored from.
        Nothing where the server stands so already; but saying so anew of a suspect clears it, and
        what holds back is written as the word of each who says it.
        """
        one, state, after, remarks = self.admit(case), case.shown, case.after, case.remarks
        same = after._replace(reason=after.reason or state.standing.reason) == state.standing
        point = point_of(case)
        anew = remarks.point and point != restored_from(self.view.situation, case.subject)
        said = remarks.data() or remarks.until or remarks.awaits or open_work or anew
        until, awaits = iso(remarks.until) if remarks.until else "", remarks.awaits
        if same and not state.conflict and not said and case.subject not in self.view.suspects:
            if not first_to_say_so(self.view, case.subject, self.actor):
                return
            after, block = state.standing, self.view.situation.blocks.get(case.subject)
            until, awaits = block.as_written() if block else ("", "")
        self.shown[case.subject] = frozenset(head.hash for head in state.heads)
        payload = kind(state.standing, after, until, open_work, NOTHING, point, awaits)
        self.add(one, payload, remarks.data())

    def rely_on(self, nodes: Iterable[str]) -> None:
        """Refuses the act if somebody acted on these servers and conditions since they were shown."""
        situation = self.view.situation
        for node in nodes if self.drafts else ():
            if node in situation.servers:
                heads = frozenset(head.hash for head in situation.servers[node].heads)
                self.shown.setdefault(node, heads)
            else:
                key = condition_key(node)
                self.shown.setdefault(key, situation.head_ids.get(key, frozenset()))

    def rely_on_steps(self, server: str) -> None:
        """Refuses the act, should somebody have acted on a step of this server since it was shown.

        By them it was judged what is open.
        """
        for step in self.view.plan.steps_of(server):
            key = step_key(server, step)
            self.shown[key] = self.view.situation.head_ids.get(key, frozenset())

    def done(self) -> Act:
        """The act as it was collected.

        Unmeant where a rule asks whether it is meant, and nobody said so. What changes nothing is
        asked nothing.
        """
        if not self.drafts:
            return Act((), self.shown)
        meant = ask_whether_meant(self._asked_about.values())
        kept = {"meant": meant} if meant else {}
        drafts = [draft._replace(data={**draft.data, **kept}) for draft in self.drafts]
        return Act(drafts, self.shown)
