"""The acts on what is not a server's state: steps, notes, pins, conflicts, and taking an act back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chwapi_console.answers import KEYS
from chwapi_console.clock import clock_time
from chwapi_console.console.control.acts.acting import ANY_REMARKS, Acting
from chwapi_console.console.control.acts.evidence_acts import EvidenceActs
from chwapi_console.console.control.asking.certain import Certain, reads_digits
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Do,
    Refuse,
    thought,
)
from chwapi_console.console.control.outcome import act_in_short
from chwapi_console.console.known.console_state import Priced
from chwapi_console.console.views.place import JOURNAL, Place
from chwapi_console.console.widgets.prompt import never
from chwapi_console.inventory.model import ResultKind
from chwapi_console.inventory.plain_words import plain
from chwapi_console.journal.kinds.server_kinds import StandingChange, StepDone
from chwapi_console.journal.kinds.service_kinds import Accepted
from chwapi_console.journal.record.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.acts.marks import STATES, settle, state_named
from chwapi_console.recovery.acts.steps import step as draft_step
from chwapi_console.recovery.forecast.pin_price import dearest_words
from chwapi_console.recovery.rules.cases import (
    NOTE,
    PIN,
    SETTLE,
    STEP,
    NoteCase,
    PinCase,
    ServerCase,
    StepCase,
)
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.results import as_kept, is_sha256, unfit_result
from chwapi_console.recovery.state.told.server_history import is_undo
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.open_work import but, named, open_work, open_work_in_words
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.disagreement import done_by_each
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import RESULT_WORDS, step_name
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, in_one, plural, say

UNTIL_IT_WORKS = say(
    "Until when? For example 14:00, tomorrow 06:00 or 4h. Enter: until it works (Esc: no)"
)

MOST_NAMED = 2
"""Services named that come later by a pin; its page names all."""
IN_MIND = timedelta(seconds=30)
"""How long whoever did something has it in mind as the latest they did."""
USABLE = ("on", "restored", "verified")
"""Work after which others count on a server."""


class SubjectActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._picture = acting, acting.picture
        self._evidence = EvidenceActs(acting)

    # Steps

    def step_tick(self) -> Conversation[None]:
        """Ticks the step under the cursor, else the server's next open one; takes back a tick.

        The cursor stays: pressed once more before anybody has seen the tick, the key finds it done.
        """
        server, step, shown = self._step()
        event = shown.situation.steps.get((server, step))
        yield from self._acting.who.named("step.tick", server)
        name = step_name(shown.plan, step)
        if event and not shown.situation.is_to_do(server, step):
            yield from self._is_ticked_again(server, step, event, shown)
            return
        image, result = None, ""
        if self._evidence.is_asked_for(server, step, shown):
            image = yield from self._evidence.asked_at_its_step(server, shown)
            result = image.told["sha256"] if image is not None else ""
        else:
            result = yield from self._result(server, step, shown)
        told = self._told(server, step, shown, "done", result)
        if image is not None:
            question = say(
                "Write that, and tick {step}: {what}? ({yes})",
                step=name,
                what=image.words,
                yes=KEYS,
            )
        else:
            question = self._whether_ticked(server, step, shown)
        if told or image is not None or self._is_named(server, step, shown):
            yield Confirm(question, in_one(told) if told else None)

        def ticked(acts: Acts) -> list[Event]:
            if image is not None:
                return image.record_at(step, acts, server, shown)
            return acts.step(server, step, result=result, shown=shown, meant=True)

        yield Do(server, ticked)

    def _is_named(self, server: str, step: str, shown: View) -> bool:
        """Whether a tick asks by the name of its step: it may be another one than whoever pressed the key believes.

        The cursor is on no step, or may have gone a row too far; or nobody who works at the server is
        at the keys, and its page may be another than the one that was to be opened.
        """
        is_aimed = self._picture.at.step_under_cursor == step
        is_next = not self._passed_over(server, step, shown)
        return not (is_aimed and is_next and self._works_at(server, shown))

    def _works_at(self, server: str, shown: View) -> bool:
        """Whether the operator has a server in hand, or has ticked a step of it."""
        so_far, who = shown.situation, self._acting.known.operator
        return so_far.servers[server].is_with(who) or any(
            (done := so_far.steps.get((server, step))) is not None
            and isinstance(done.payload, StepDone)
            and same_person(done.operator, who)
            for step in shown.plan.steps_of(server)
        )

    @staticmethod
    def _passed_over(server: str, step: str, shown: View) -> str:
        """The step before one, where that is still to be done: the cursor may have gone a row too far."""
        steps = shown.plan.steps_of(server)
        before = steps[max(steps.index(step) - 1, 0)]
        return before if before != step and shown.situation.is_to_do(server, before) else ""

    def _whether_ticked(self, server: str, step: str, shown: View) -> Sentence:
        """The question before a step is ticked, by the name of one before it that is passed over."""
        name = step_name(shown.plan, step)
        if not (passed_over := self._passed_over(server, step, shown)):
            return say('Tick "{step}" on {subject}? ({yes})', step=name, subject=server, yes=KEYS)
        return say(
            'Tick "{step}" on {subject} before "{before}", which is still to be done? ({yes})',
            step=name,
            subject=server,
            before=step_name(shown.plan, passed_over),
            yes=KEYS,
        )

    def _is_done(self, step: str, event: Event, shown: View) -> Sentence:
        """Says of a step that was ticked just now that it is, and which keys go on from there."""
        key_of = self._picture.key_of
        return say(
            '"{step}" is done already ({time}). {down}: the next; {undo} takes it back.',
            step=step_name(shown.plan, step),
            time=clock_time(event.moment, shown.plan.incident.zone, self._picture.now()),
            down=key_of("row.down"),
            undo=key_of("act.undo"),
        )

    def _is_ticked_again(
        self, server: str, step: str, event: Event, shown: View
    ) -> Conversation[None]:
        """The key that ticks, on a step that is done: the one ticked last is none to open again."""
        if isinstance(event.payload, StepDone) and self._is_latest(event):
            yield Refuse(self._is_done(step, event, shown))
        yield from self._opens_again(server, step, event, shown)

    def _opens_again(self, server: str, step: str, event: Event, shown: View) -> Conversation[None]:
        """Takes back a tick, asked about: whoever ticks one step after the other may stand on it."""
        question = say(
            "Take back the tick of {step} on {subject}? ({yes})",
            step=step_name(shown.plan, step),
            subject=server,
            yes=KEYS,
        )
        told = self._told(server, step, shown, "open")
        yield Confirm(question, in_one(told) if told else None)
        yield Do(server, lambda acts: acts.meaning_it().undo(event.hash, shown))

    def _result(self, server: str, step: str, shown: View) -> Conversation[str]:
        """What came of a step, where it gives something: asked again until that fits."""
        kind = shown.plan.step(step).result
        why_not: Sentence | None = None
        while kind is not None:
            question = say(
                "{step} of {server}: {what}; Enter: none (Esc: no tick):",
                step=step_name(shown.plan, step),
                server=server,
                what=RESULT_WORDS[kind],
            )
            certain = self._certain_result(server, kind, shown)
            ask = Ask(question, why_not, empty=True, certain=certain)
            typed = (yield ask).strip()
            now = shown.at(self._picture.now())
            kept = as_kept(now, kind, typed)
            if not typed or (why_not := unfit_result(now, server, kind, kept)) is None:
                return kept
        return ""

    def _certain_result(self, server: str, kind: ResultKind, shown: View) -> Certain:
        """What by its form is a result of a kind; a ticket of any system has none of its own."""
        if kind == "hash":
            return is_sha256
        if kind == "ticket":
            return never
        now = shown.at(self._picture.now())
        return reads_digits(
            lambda text: unfit_result(now, server, kind, as_kept(now, kind, text)) or text
        )

    def _case(self, server: str, step: str, shown: View, after: str, result: str = "") -> StepCase:
        """The step as it is about to be ticked, skipped or called failed."""
        now = shown.at(self._picture.now())
        kept = as_kept(now, shown.plan.step(step).result, result)
        who = self._acting.known.operator
        return StepCase(now, STEP, server, step, after, who, result=kept)

    def _told(
        self, server: str, step: str, shown: View, after: str, result: str = ""
    ) -> list[Sentence]:
        """What is to be told before it is."""
        told = self._acting.forewarned([server], shown)
        return [*told, *doubts(self._case(server, step, shown, after, result))]

    def step_fail(self) -> Conversation[None]:
        """Says that the step under the cursor, else the server's next open one, failed, and why."""
        server, step, shown = self._step()
        yield from self._acting.who.named("step.fail", server)
        yield from self._acting.unless_refused(
            shown, lambda view, who: draft_step(view, server, step, failed="…", operator=who)
        )
        name = step_name(shown.plan, step)
        question = say("{server}: {step} failed because (Esc: no):", server=server, step=name)
        reason, meant = yield from self._why_it_is(server, step, shown, "failed", question)
        yield Do(
            server,
            lambda acts: acts.step(server, step, failed=reason, shown=shown, meant=meant),
        )

    def step_skip(self) -> Conversation[None]:
        """Skips the step under the cursor, else the server's next open one, with a reason."""
        server, step, shown = self._step()
        yield from self._acting.who.named("step.skip", server)
        yield from self._acting.unless_refused(
            shown, lambda view, who: draft_step(view, server, step, skip="…", operator=who)
        )
        name = step_name(shown.plan, step)
        question = say("{server}: {step} is skipped because (Esc: no):", server=server, step=name)
        reason, meant = yield from self._why_it_is(server, step, shown, "skipped", question)
        yield Do(
            server,
            lambda acts: acts.step(server, step, skip=reason, shown=shown, meant=meant),
        )

    def _why_it_is(
        self, server: str, step: str, shown: View, after: str, question: Sentence
    ) -> Conversation[tuple[str, bool]]:
        """Why a step failed or is skipped, and whether something was told that is meant with it."""
        yield from self._acting.unless_for_others(self._case(server, step, shown, after))
        told = self._told(server, step, shown, after)
        reason = yield from self._acting.why(question, told)
        return reason, bool(told)

    def _step(self) -> tuple[str, str, View]:
        """The server and the step that a key is for, and what was shown of them."""
        return self._picture.at.servers[0], self._picture.at.step, self._acting.known.view

    # Notes

    def subject_note(self) -> Conversation[None]:
        """Adds a note to the server or service, or to all servers selected."""
        at = self._picture.at
        subjects = at.servers if at.selected else [at.subject]
        yield from self._acting.who.named("subject.note", named(subjects))
        shown, who = self._acting.known.view, self._acting.known.operator
        yield from self._acting.unless_for_others(NoteCase(shown, NOTE, subjects[0], "", who))
        question = say("Note on {subject}, no patient's data:", subject=named(subjects))
        told = self._acting.before_a_text(subjects, shown)
        text = yield Ask(in_one([*told, question]), remark=True)
        yield from self._acting.when_several_are_meant(subjects)
        yield Do(named(subjects), lambda acts: acts.note_on(subjects, text))

    # Pins

    def subject_pin(self) -> Conversation[None]:
        """Puts first what the server or service still misses, for whoever has seen what that costs.

        Or takes the pin away.
        """
        at, shown = self._picture.at, self._acting.known.view
        subject = at.subject or at.servers[0]
        yield from self._acting.who.named("subject.pin", subject)
        if any(pin.subject == subject for pin in shown.situation.pins):
            name = node_name(shown, subject)
            yield Confirm(say("Take the pin on {id} away? ({yes})", id=name, yes=KEYS))
            yield Do(subject, lambda acts: acts.unpin(subject, shown))
            return
        case = PinCase(shown, PIN, subject, actor=self._acting.known.operator)
        yield from self._acting.unless_for_others(case)
        price = yield from thought(lambda acts: acts.pin_price(subject, None, "", shown))
        self._acting.known.priced = Priced(shown, price)
        with self._acting.router.showing(Place("price", subject)):
            question = say("Why put {id} first? (Esc: no)", id=node_name(shown, subject))
            reason = yield from self._acting.why(question)
            until = yield from self._acting.until(shown, UNTIL_IT_WORKS, empty=True)
            yield Confirm(
                self._whether_pinned(shown, subject, reason, until),
                dearest_words(shown, price, MOST_NAMED),
            )
        yield Do(
            subject,
            lambda acts: acts.pin(subject, reason, until, shown=shown, price=price),
        )

    def _whether_pinned(
        self, shown: View, subject: str, reason: str, until: datetime | None
    ) -> Sentence:
        """The question before a pin is made, with all that was said of it."""
        name = node_name(shown, subject)
        if until is None:
            return say(
                'Put {id} first until it works, because "{reason}"? ({yes})',
                id=name,
                reason=reason,
                yes=KEYS,
            )
        return say(
            'Put {id} first until {time}, because "{reason}"? ({yes})',
            id=name,
            time=clock_time(until, shown.plan.incident.zone, self._picture.now()),
            reason=reason,
            yes=KEYS,
        )

    # Conflicts

    def server_settle(self) -> Conversation[None]:
        """Ends a conflict: how it really stands, and why."""
        server, shown = self._picture.at.servers[0], self._acting.known.view
        yield from self._acting.who.named("server.settle", server)
        standing, who = shown.situation.servers[server].standing, self._acting.known.operator
        yield from self._acting.unless_for_others(ServerCase(shown, SETTLE, server, standing, who))
        state = yield from self._how_it_stands(server, shown)
        yield from self._acting.unless_refused(
            shown, lambda view, who: settle(view, server, state, who, ANY_REMARKS)
        )
        question = say(
            "{server} is {state}, because (Esc: no):", server=server, state=state_word(state)
        )
        reason = yield from self._acting.why(question)
        if state == "retired":
            yield from self._acting.retired([server], shown)
        else:
            yield from self._whether_settled(server, shown, state, reason)
        yield Do(
            server,
            lambda acts: acts.settle(server, state, Remarks(reason=reason, meant=True), shown),
        )

    def _how_it_stands(self, server: str, shown: View) -> Conversation[str]:
        """A state; asked for again where what was typed is none."""
        acts = done_by_each(shown, shown.situation.servers[server].heads)
        question = say("How does {server} stand (Esc: no)? {acts}.", server=server, acts=acts)
        text = yield Ask(question, certain=self._is_whole_state)
        while not (state := self._state(text)):
            why_not = say('There is no state "{state}".', state=text)
            text = yield Ask(question, why_not, typed=text, certain=self._is_whole_state)
        return state

    def _whether_settled(
        self, server: str, shown: View, state: str, reason: str
    ) -> Conversation[None]:
        """Asks before a conflict ends, and says what that takes away and which work is open."""
        operator = self._acting.known.operator
        told = self._acting.forewarned([server], shown, state, SETTLE)
        if work := open_work(shown.at(self._picture.now()), [server], state, operator):
            told.append(open_work_in_words(shown, [server], state, work))
        question = say(
            'Settle it: {server} is {state}, because "{reason}"? ({yes})',
            server=server,
            state=state_word(state),
            reason=reason,
            yes=KEYS,
        )
        yield Confirm(
            question,
            in_one(told) if told else None,
            last_told=but(shown, [server], work) if work else None,
        )

    def _is_whole_state(self, text: str) -> bool:
        """Whether a text is the whole word of a state, and not only how one begins."""
        return bool(state_named(text, self._picture.t))

    def _state(self, text: str) -> str:
        """The state whose word, in English or in the operator's language, begins so.

        Empty when it is not just one.
        """
        word, t = plain(text), self._picture.t
        found = [
            state
            for state in STATES
            if state.startswith(word) or plain(t(state_word(state))).startswith(word)
        ]
        return state_named(text, t) or (found[0] if len(found) == 1 else "")

    # Undo

    def act_undo(self) -> Conversation[None]:
        """Takes back this operator's latest act here.

        On servers that are selected, the latest act on each.
        """
        servers, shown = self._picture.at.servers, self._acting.known.view
        if self._picture.at.selected:
            question = self._whether_undone_on(servers, shown)
            yield from self._acting.who.named("act.undo", named(servers))
            yield Confirm(question, self._picture.at.elsewhere)
            yield Do(named(servers), lambda acts: acts.undo_on(servers, shown))
            return
        yield from self._acting.who.named("act.undo", "")
        events, asked = yield from thought(lambda acts: acts.would_undo(shown))
        yield from self._unless_in_mind(events, asked, shown)
        yield Do(
            "", lambda acts: (acts.meaning_it() if asked else acts).undo(events[0].hash, shown)
        )

    def _whether_undone_on(self, servers: Sequence[str], shown: View) -> Sentence:
        """The question before the latest act on each of several servers is taken back.

        Which others the same acts were on.
        """
        latest = [
            state.latest.act
            for server in servers
            if (state := shown.situation.servers[server]).latest
        ]
        others = {
            event.subject for event in self._acting.known.chronicle.events if event.act in latest
        } - set(servers)
        if others:
            return plural(
                "Undo the latest on {all}, and on {n} server of the same acts? ({yes})",
                "Undo the latest on {all}, and on {n} servers of the same acts? ({yes})",
                len(others),
                all=named(servers),
                yes=KEYS,
            )
        return plural(
            "Undo the latest act on {n} server? ({yes})",
            "Undo the latest act on {n} servers? ({yes})",
            len(servers),
            yes=KEYS,
        )

    def _unless_in_mind(
        self, events: Sequence[Event], asked: Sentence | None, shown: View
    ) -> Conversation[None]:
        """Asks before an undo that the operator may not have in mind, or that weighs much.

        One key would change several servers, or take back what others go by; the rules ask; or the
        act was not done just now at this screen, something else was since, or the cursor stands on
        another's act in the journal.
        """
        first, now = events[0], self._picture.now()
        done = self._acting.known.done_here.get(first.act)
        in_mind = (
            done is not None and abs(now - done) < IN_MIND and self._picture.trail.here != JOURNAL
        )
        since = self._taken_back_since(first)
        if (
            in_mind
            and since is None
            and not any(map(weighs_much, events))
            and asked is None
            and {first.subject} == {event.subject for event in events}
        ):
            return
        what, zone = act_in_short(events, shown), shown.plan.incident.zone
        at = clock_time(first.moment, zone, now)
        if since is None:
            question = say(
                "Undo your latest act? ({yes}) {time} {what}.", time=at, what=what, yes=KEYS
            )
            yield Confirm(question, asked)
            return
        told = say("Your latest act took something back: {deed}.", deed=deed(since, shown))
        question = say(
            "Undo the act before it too? ({yes}) {time} {what}.", time=at, what=what, yes=KEYS
        )
        yield Confirm(question, in_one([told, *([asked] if asked else [])]))

    def _taken_back_since(self, event: Event) -> Event | None:
        """The operator's latest act, where that took something back and came after another one."""
        latest = self._latest_act()
        later = latest is not None and latest.order > event.order
        return latest if later and latest is not None and is_undo(latest) else None

    def _is_latest(self, event: Event) -> bool:
        """Whether an event is of the operator's latest act."""
        latest = self._latest_act()
        return latest is not None and latest.act == event.act

    def _latest_act(self) -> Event | None:
        """The operator's latest act, as far as is shown; None where they did nothing yet."""
        who = self._acting.known.operator
        return max(
            (one for one in self._acting.known.chronicle.events if same_person(one.operator, who)),
            key=lambda one: one.order,
            default=None,
        )


def weighs_much(event: Event) -> bool:
    """Whether others go by an act: a clinician's word, a server that is called usable or compromised."""
    change = event.payload
    if not isinstance(change, StandingChange):
        return isinstance(change, Accepted)
    before, after = change.before, change.after
    was_called = after.work != before.work and after.work in USABLE
    return was_called or (after.verdict != before.verdict and after.verdict == "compromised")
