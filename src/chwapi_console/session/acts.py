"""What people do in a session.

Each act by the rules of `recovery.acts`, on disk when the call returns.

An act takes the view that its actor was `shown`, or what is so now where nothing was shown. It
gives the events that it wrote, none where all stood so already, and raises `Refused`, `Unmeant` or
`StaleView` where it is not done; then nothing was written. The module of an act is imported when
the act is done, so that a verb loads no other one.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from chwapi_console.errors import StaleView, Unmeant
from chwapi_console.journal.record.events import Event
from chwapi_console.operators import clean_name
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.cases import ActorCase
from chwapi_console.recovery.rules.door import admitted, overriding
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import came_between
from chwapi_console.session.workspace import Workspace

if TYPE_CHECKING:
    from typing import Unpack

    from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
    from chwapi_console.journal.kinds.record_kinds import Noted
    from chwapi_console.journal.kinds.server_kinds import FoundServer
    from chwapi_console.journal.kinds.telling_kinds import PromiseState
    from chwapi_console.journal.record.events import Draft
    from chwapi_console.recovery.acts.conditions import Saying
    from chwapi_console.recovery.acts.restore_points import ToldOfPoint
    from chwapi_console.recovery.forecast.pin_price import Price
    from chwapi_console.text import Sentence


NONE: Mapping[str, str] = MappingProxyType({})


class Acts:
    """The acts of a session, and what one of them would do."""

    def __init__(
        self, workspace: Workspace, overrides: Mapping[str, str] = NONE, *, meant: bool = False
    ) -> None:
        self._workspace, self._overrides, self._meant = workspace, overrides, meant

    def overriding(self, reasons: Mapping[str, str]) -> "Acts":
        """The same acts, with rules of policy overridden, each by its id for a reason."""
        return Acts(self._workspace, {**self._overrides, **reasons}, meant=self._meant)

    def meaning_it(self) -> "Acts":
        """The same acts for somebody who was told what is asked about them."""
        return Acts(self._workspace, self._overrides, meant=True)

    def mark(
        self,
        servers: Sequence[str],
        state: str,
        remarks: Remarks = NO_REMARKS,
        shown: View | None = None,
    ) -> list[Event]:
        """Marks servers, in one transaction.

        The events once durable, none where all stood so already.
        """
        from chwapi_console.recovery.acts import marks

        return self._do(lambda v: marks.mark(v, servers, state, self._acting(v), remarks), shown)

    def judge(
        self, verdicts: Mapping[str, str], remarks: Remarks = NO_REMARKS, shown: View | None = None
    ) -> list[Event]:
        """Marks each server with a verdict of its own, all in one transaction."""
        from chwapi_console.recovery.acts import marks

        return self._do(lambda v: marks.judge(v, verdicts, self._acting(v), remarks), shown)

    def take(
        self,
        servers: Sequence[str],
        holder: str = "",
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Takes servers in hand for the operator, or for somebody else."""
        from chwapi_console.recovery.acts import claims

        return self._do(
            lambda v: claims.take(v, servers, self._acting(v), clean_name(holder), remarks), shown
        )

    def drop(
        self, servers: Sequence[str], shown: View | None = None, remarks: Remarks = NO_REMARKS
    ) -> list[Event]:
        """Lets go of servers that are taken or blocked."""
        from chwapi_console.recovery.acts import claims

        return self._do(lambda v: claims.drop(v, servers, self._acting(v), remarks), shown)

    def settle(
        self, server: str, state: str, remarks: Remarks, shown: View | None = None
    ) -> list[Event]:
        """Ends a conflict."""
        from chwapi_console.recovery.acts import marks

        return self._do(lambda v: marks.settle(v, server, state, self._acting(v), remarks), shown)

    def step(
        self,
        server: str,
        step: str,
        *,
        skip: str = "",
        failed: str = "",
        result: str = "",
        shown: View | None = None,
        done_at: datetime | None = None,
        meant: bool = False,
    ) -> list[Event]:
        """Ticks or skips a step of a server's runbook, or says that it failed."""
        from chwapi_console.recovery.acts import steps

        return self._do(
            lambda v: steps.step(
                v,
                server,
                step,
                skip=skip,
                failed=failed,
                result=result,
                remarks=Remarks(done_at=done_at, meant=meant),
                operator=self._acting(v),
            ),
            shown,
        )

    def accept(
        self,
        service: str,
        by: str,
        tried: str,
        shown: View | None = None,
        done_at: datetime | None = None,
        *,
        meant: bool = False,
        reserve: str = "",
        until: datetime | None = None,
    ) -> list[Event]:
        """A named clinician's sign-off of a service that is up.

        Where that does without something, when it is meant; with a `reserve` that holds `until` a
        time.
        """
        from chwapi_console.recovery.acts import sign_off as acceptance

        return self._do(
            lambda v: acceptance.accept(
                v,
                service,
                by,
                tried,
                done_at,
                meant=meant,
                operator=self._acting(v),
                reserve=reserve,
                until=until,
            ),
            shown,
        )

    def condition(
        self,
        conditions: Sequence[str],
        saying: "Saying",
        remarks: Remarks = NO_REMARKS,
        shown: View | None = None,
    ) -> list[Event]:
        """Says how conditions stand, in one transaction.

        The events once durable, none where all stood so already.
        """
        from chwapi_console.recovery.acts.conditions import say_of

        return self._do(lambda v: say_of(v, conditions, saying, self._acting(v), remarks), shown)

    def pin(
        self,
        subject: str,
        reason: str,
        until: datetime | None = None,
        before: str = "",
        shown: View | None = None,
        price: "Price | None" = None,
    ) -> list[Event]:
        """Puts a server or service first, or before another, until a time or until it works.

        `price` is what its actor was told that it costs.
        """
        from chwapi_console.recovery.acts import pin as pinning

        return self._do(
            lambda v: pinning.pin(v, subject, reason, until, before, price, self._acting(v)), shown
        )

    def admit_pin(
        self, subject: str, reason: str, until: datetime | None, before: str, shown: View
    ) -> None:
        """Nothing, but refused where that pin would be: before anybody works out what it costs."""
        from chwapi_console.recovery.rules.cases import PIN, PinCase

        now = shown.at(self._workspace.now())
        case = PinCase(now, PIN, subject, before, until, self._acting(now), Remarks(reason=reason))
        with overriding(self._overrides):
            admitted(case)

    def pin_price(
        self,
        subject: str,
        until: datetime | None,
        before: str,
        shown: View,
        between: Callable[[float], object] = lambda _: None,
    ) -> "Price":
        """What that pin would cost and gain; nothing is written. Refused where the pin would be."""
        from chwapi_console.recovery.acts import pin as pinning
        from chwapi_console.recovery.forecast.pin_price import price_of, with_turning

        now = shown.at(self._workspace.now())
        with overriding(self._overrides):
            pinned = pinning.as_if_pinned(now, subject, until, before, self._acting(now))
        return with_turning(now, pinned, price_of(now, pinned, subject, between))

    def unpin(self, subject: str, shown: View | None = None) -> list[Event]:
        """Takes a pin away."""
        from chwapi_console.recovery.acts import pin as pinning

        return self._do(lambda v: pinning.unpin(v, subject, self._acting(v)), shown)

    def add(
        self,
        server: str,
        found_server: "FoundServer",
        remarks: Remarks = NO_REMARKS,
        shown: View | None = None,
    ) -> list[Event]:
        """Adds a server to the plan by the record; the file is left alone."""
        from chwapi_console.recovery.acts import adding

        return self._do(
            lambda v: adding.add(v, server, found_server, self._acting(v), remarks), shown
        )

    def close(
        self, exceptions: Mapping[str, str], remarks: Remarks, shown: View | None = None
    ) -> list[Event]:
        """Ends the recovery; of what does not hold yet, by id, the exceptions say why."""
        from chwapi_console.recovery.acts import ending

        return self._do(lambda v: ending.close(v, exceptions, self._acting(v), remarks), shown)

    def reopen(self, remarks: Remarks, shown: View | None = None) -> list[Event]:
        """Opens the recovery again."""
        from chwapi_console.recovery.acts import ending

        return self._do(lambda v: ending.reopen(v, self._acting(v), remarks), shown)

    def note(self, subject: str, text: str, done_at: datetime | None = None) -> list[Event]:
        """Adds a note to a server or service."""
        return self.note_on([subject], text, done_at)

    def note_on(
        self,
        subjects: Sequence[str],
        text: str,
        done_at: datetime | None = None,
        like: "Noted | None" = None,
    ) -> list[Event]:
        """Adds one note to several servers or services, or to the incident as a whole.

        In one transaction; `like` says what kind of note it is.
        """
        from chwapi_console.recovery.acts import notes

        kind = like or notes.PLAIN
        return self._do(
            lambda v: notes.note_on(v, subjects, text, done_at, self._acting(v), kind), None
        )

    def promise(
        self,
        subject: str,
        text: str,
        by: datetime | None,
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Records a promise about something, or about the incident as a whole."""
        from chwapi_console.recovery.acts import telling

        return self._do(
            lambda v: telling.promise(v, subject, text, by, self._acting(v), remarks), shown
        )

    def settle_promise(
        self,
        name: str,
        state: "PromiseState",
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Says that a promise was kept or broken."""
        from chwapi_console.recovery.acts import telling

        return self._do(
            lambda v: telling.settle_promise(v, name, state, self._acting(v), remarks), shown
        )

    def accept_handover(
        self,
        by: str,
        servers: Sequence[str] = (),
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Records that who comes takes the shift over, with these servers.

        The operator where nobody is named.
        """
        from chwapi_console.recovery.acts import telling

        return self._do(
            lambda v: telling.accept_handover(
                v, clean_name(by) or self._acting(v), servers, self._acting(v), remarks
            ),
            shown,
        )

    def restore_point(
        self, server: str, point: str, shown: View | None = None, **told: "Unpack[ToldOfPoint]"
    ) -> list[Event]:
        """Tells of a restore point of a server."""
        from chwapi_console.recovery.acts import restore_points

        return self._do(
            lambda v: restore_points.restore_point(v, server, point, self._acting(v), **told), shown
        )

    def compromised_since(
        self,
        at: datetime,
        servers: Sequence[str] = (),
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Says since when servers count as compromised, or every one where none is named."""
        from chwapi_console.recovery.acts import restore_points

        return self._do(
            lambda v: restore_points.compromised_since(v, at, servers, self._acting(v), remarks),
            shown,
        )

    def indicators(
        self, name: str, shown: View | None = None, remarks: Remarks = NO_REMARKS
    ) -> list[Event]:
        """Says which set of indicators is the newest."""
        from chwapi_console.recovery.acts import restore_points

        return self._do(
            lambda v: restore_points.indicators(v, name, self._acting(v), remarks), shown
        )

    def evidence(
        self,
        server: str,
        item: str,
        told: Mapping[str, str],
        shown: View | None = None,
        taken: datetime | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Records an item of evidence of a server, or puts right what is told of it."""
        from chwapi_console.recovery.acts import evidence

        return self._do(
            lambda v: evidence.evidence(v, server, item, told, self._acting(v), taken, remarks),
            shown,
        )

    def image_at_its_step(
        self,
        server: str,
        step: str,
        item: str,
        told: Mapping[str, str],
        shown: View | None = None,
        taken: datetime | None = None,
    ) -> list[Event]:
        """Records the image of a server and ticks the step that takes it, as one act."""
        from chwapi_console.recovery.acts import evidence, steps

        meant, result = Remarks(meant=True), told.get("sha256", "")

        def both(view: View) -> Act:
            who = self._acting(view)
            image = evidence.evidence(view, server, item, told, who, taken)
            tick = steps.step(view, server, step, result=result, remarks=meant, operator=who)
            return image.together_with(tick)

        return self._do(both, shown)

    def hand_over(
        self,
        item: str,
        terms: "HandOverTerms",
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Records that an item of evidence went from one hand to another."""
        from chwapi_console.recovery.acts import evidence

        return self._do(
            lambda v: evidence.hand_over(v, item, terms, self._acting(v), remarks), shown
        )

    def aware(
        self,
        law: str,
        at: datetime,
        by: str = "",
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Says since when somebody is aware, as a law counts it.

        The operator where nobody is named.
        """
        from chwapi_console.recovery.acts import laws

        return self._do(
            lambda v: laws.aware(v, law, at, by or self._acting(v), self._acting(v), remarks), shown
        )

    def notified(
        self, duty: str, ref: str, shown: View | None = None, remarks: Remarks = NO_REMARKS
    ) -> list[Event]:
        """Says under which number what a law asks for was notified."""
        from chwapi_console.recovery.acts import laws

        return self._do(lambda v: laws.notified(v, duty, ref, self._acting(v), remarks), shown)

    def undo(self, target: str = "", shown: View | None = None) -> list[Event]:
        """Takes back an act: the one named, else this operator's latest here."""
        return self._do(lambda v: self._undone(v, target), shown)

    def would_undo(self, shown: View) -> "tuple[list[Event], Sentence | None]":
        """What `undo` without a target would take back now, and what is asked about that.

        The events of one act. Refused where undo would be.
        """
        record, asked = self._workspace.record, None
        with overriding(self._overrides):
            try:
                act = self._undone(shown)
            except Unmeant as error:
                asked = error.sentence
                with overriding(self._overrides, meant=True):
                    act = self._undone(shown)
        return [
            event
            for draft in act.drafts
            for event in record.called(draft.target)
            if event.first_hash == draft.target_hash
        ], asked

    def undo_on(self, servers: Sequence[str], shown: View | None = None) -> list[Event]:
        """Takes back the latest act on each of some servers, in one transaction."""
        from chwapi_console.recovery.acts import undo

        return self._do(
            lambda v: undo.undo_on(v, self._workspace.record, servers, self._acting(v)), shown
        )

    def write_rehearsed(
        self, drafts: "Sequence[Draft]", shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        """Writes what went through the door on a stage; see `session.entering`."""
        space = self._workspace
        admitted(ActorCase(space.actor.operator))
        try:
            events = space.write(drafts, shown, operator=self._acting(space.seen()))
        except StaleView as error:
            raise self._came_too_late(error) from None
        return [event for event in events if event.payload.is_meant]

    def _acting(self, view: View) -> str:
        """Who is acting, as the record spells the name."""
        return view.situation.spelled(self._workspace.actor.operator)

    def _undone(self, view: View, target: str = "") -> Act:
        from chwapi_console.recovery.acts import undo

        space = self._workspace
        return undo.undo(view, space.record, self._acting(view), space.store.own_origins, target)

    def _do(self, build: Callable[[View], Act], shown: View | None) -> list[Event]:
        """Writes an act.

        Where somebody was faster and has done the very same, there is nothing left to do.
        """
        with overriding(self._overrides, meant=self._meant):
            return self._written(build, shown)

    def _written(self, build: Callable[[View], Act], shown: View | None) -> list[Event]:
        space = self._workspace
        admitted(ActorCase(space.actor.operator))
        view = (shown or space.look()).at(space.now())
        act = build(view)
        if not act.drafts:
            return []
        plan = space.plan_drafts()
        try:
            events = space.write([*plan, *act.drafts], act.shown, operator=self._acting(view))
        except StaleView as error:
            with suppress(Unmeant):
                if not build(space.look()).drafts:
                    return []
            raise self._came_too_late(error) from None
        return [event for event in events if event.payload.is_meant]

    def _came_too_late(self, error: StaleView) -> StaleView:
        """The error with what others did meanwhile, by name."""
        now = self._workspace.look()
        record = self._workspace.record
        unseen = [event for event in record.events if event.hash in error.unseen]
        return StaleView(came_between(now, unseen))
