"""What an answer of `do` does.

The act of a verb, with what the rules ask about it asked line by line.
"""

from collections.abc import Callable, Sequence

from chwapi_console.cli.output.output import Output
from chwapi_console.cli.verbs.by_line.do_words import ANSWERS, TypedAnswer, typed_answer
from chwapi_console.cli.verbs.by_line.line_questions import LineQuestions
from chwapi_console.errors import Overridable, RequestError, Unmeant
from chwapi_console.journal.record.events import Event
from chwapi_console.people import why_no_name
from chwapi_console.recovery.acts.marks import state_named, typed_word
from chwapi_console.recovery.rules.cases import ACCEPT, SignOffCase
from chwapi_console.recovery.rules.claims import names_borne, unheard_of
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.points import points_to_name
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.results import as_kept, no_point, unfit_result
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.required_steps import next_step
from chwapi_console.recovery.state.of_view.signing import signers, to_sign_off
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.disagreement import done_by_each
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import RESULT_WORDS, step_name
from chwapi_console.remark_doubts import SAYS_NOTHING, why_no_remark
from chwapi_console.session.acts import Acts
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, either, every, in_one, say, some

MOST_NAMED = 6
"""Services that are named of those which wait to be signed off."""


class DoActs:
    """The acts of one way through the queue."""

    def __init__(self, session: Session, ask: LineQuestions, out: Output) -> None:
        self._session, self._ask, self._out = session, ask, out

    def events(self, view: View, about: Entry | str, answer: TypedAnswer) -> list[Event] | None:
        """The events of an act on a server of the queue, or on a service.

        None where somebody thought better of it.
        """
        match answer.word:
            case "undo":
                return self._undone(view)
            case "accept":
                return self._accepted(view, about if isinstance(about, str) else "", answer.text)
            case "note":
                subject = about if isinstance(about, str) else about.server
                return self._noted(view, subject, answer.text)
        if isinstance(about, str):
            raise RequestError(
                say("{id} is a service: accept, or an act on its servers.", id=about)
            )
        return self._done_to(view, about, answer)

    def _done_to(self, view: View, entry: Entry, answer: TypedAnswer) -> list[Event] | None:
        """The events of an act on a server of the queue; None where somebody thought better of it."""
        server = entry.server
        match answer.word:
            case "take":
                return self._meant(lambda acts: acts.take([server], shown=view))
            case "drop":
                return self._meant(lambda acts: acts.drop([server], shown=view))
            case "done":
                return self._restored(view, entry)
            case "blocked":
                reason = answer.text or self._ask.text(
                    say("{server}: blocked, because? (an empty line: no)", server=server)
                )
                if not self._is_meant(view, reason):
                    return None
                return self._marked(view, server, "blocked", Remarks(reason=reason))
            case "settle":
                return self._settled(view, server, answer.text)
            case "step":
                return self._stepped(view, server, answer.text)
        return self._marked(view, server, answer.word, Remarks())

    def _marked(self, view: View, server: str, state: str, remarks: Remarks) -> list[Event] | None:
        return self._meant(lambda acts: acts.mark([server], state, remarks, view))

    def _restored(self, view: View, entry: Entry) -> list[Event] | None:
        """What "done" means for the work that there is.

        A restored server comes from a point, where points of it are known.
        """
        state = {"verify": "verified", "connect": "on"}.get(entry.work, "restored")
        points = points_to_name(view, entry.server) if state == "restored" else []
        point = ""
        while points:
            point = self._ask.text(
                say(
                    "From which restore point of {server}? {points}; an empty line: not said",
                    server=entry.server,
                    points=either(points),
                )
            )
            if not point or (why_not := no_point(view, entry.server, point)) is None:
                break
            self._out.say(why_not)
        return self._marked(view, entry.server, state, Remarks(point=point))

    def _noted(self, view: View, subject: str, text: str) -> list[Event] | None:
        text = text or self._ask.text(
            say("Note on {server}: (an empty line: none)", server=subject)
        )
        if not self._is_meant(view, text):
            return None
        return self._meant(lambda acts: acts.note(subject, text))

    def _is_meant(self, view: View, remark: str) -> bool:
        """Whether there is a note or a reason, and it is meant where it reads like something else.

        As a lone word does that is an answer here.
        """
        t = self._out.language
        is_answer = len(remark.split()) == 1 and typed_answer(remark, "", t) is not None
        why = SAYS_NOTHING if is_answer else why_no_remark(remark, names_borne(view), t)
        return bool(remark) and (
            why is None
            or self._ask.agreed(say('"{text}"? {why} Is that meant?', text=remark, why=why))
        )

    def _settled(self, view: View, server: str, text: str) -> list[Event] | None:
        """How a server stands about which acts disagree, and why.

        Asked for again where that is no state.
        """
        if not (shown := view.situation.servers[server]).conflict:
            raise RequestError(say("{server} is not in conflict.", server=server))
        t, heads = self._out.language, shown.heads
        words = list(dict.fromkeys(t(typed_word(h.after.state)) for h in heads if h.after))
        said, _, reason = text.partition(" ")
        while not (state := state_named(said, t)):
            if said:
                self._out.say(say('There is no state "{state}".', state=said))
            question = say(
                "How does {server} stand? {acts}. A whole word, as {word}; an empty line: no",
                server=server,
                acts=done_by_each(view, heads),
                word=either(words),
            )
            if not (said := self._ask.text(question)):
                return None
            said, _, reason = said.partition(" ")
        reason = reason.strip() or self._ask.text(
            say(
                "{server} is {state}, because? (an empty line: no)",
                server=server,
                state=state_word(state),
            )
        )
        if not self._is_meant(view, reason):
            return None
        remarks = Remarks(reason=reason)
        return self._meant(lambda acts: acts.settle(server, state, remarks, view))

    def _accepted(self, view: View, service: str, text: str) -> list[Event] | None:
        """The sign-off of a service: who tried what."""
        named, _, rest = text.partition(" ")
        if named in view.plan.services:
            service, text = named, rest.strip()
        if not service:
            raise RequestError(not_signed_off(to_sign_off(view)))
        name = node_name(view, service)
        who: Sentence = say(
            "Which clinician signs {service} off? (an empty line: nobody)", service=name
        )
        while (by := text or self._ask.text(who)) and (why_none := why_no_name(by)) is not None:
            self._out.say(why_none)
            text = ""
        tried = by and self._ask.text(
            say("What did {by} try in {service}? (an empty line: no)", by=by, service=name)
        )
        if not tried:
            return None
        case = SignOffCase(view, ACCEPT, service, by, tried, self._session.operator)
        new = unheard_of(view, by, signers(view))
        told = [*([new] if new else []), *doubts(case)]
        if told and not self._ask.agreed(say("{doubts} Is that meant?", doubts=in_one(told))):
            return None
        acts = self._session.acts.meaning_it() if told else self._session.acts
        return acts.accept(service, by, tried, view)

    def _stepped(self, view: View, server: str, text: str) -> list[Event] | None:
        step = next_step(view.plan, view.situation, server)
        if not step:
            raise RequestError(say("{server} has no step left to tick.", server=server))
        result, kind = text, view.plan.step(step).result
        while kind is not None:
            result = result or self._ask.text(
                say(
                    "{step} of {server}: {what}; an empty line: none",
                    step=step_name(view.plan, step),
                    server=server,
                    what=RESULT_WORDS[kind],
                )
            )
            kept = as_kept(view, kind, result)
            if not result or (why_not := unfit_result(view, server, kind, kept)) is None:
                break
            self._out.say(why_not)
            result = ""
        return self._meant(lambda acts: acts.step(server, step, result=result, shown=view))

    def _undone(self, view: View) -> list[Event] | None:
        events, asked = self._session.acts.would_undo(view)
        question = say("Take back {what}?", what=every([told(event, view) for event in events]))
        if not self._ask.agreed(in_one([asked, question]) if asked else question):
            return None
        acts = self._session.acts
        return (acts.meaning_it() if asked else acts).undo(events[0].hash, view)

    def _meant(self, act: Callable[[Acts], list[Event]]) -> list[Event] | None:
        """The events of an act, once what the rules ask about it was answered.

        That it is meant, or why a rule of policy does not hold this time.
        """
        acts = self._session.acts
        while True:
            try:
                return act(acts)
            except Unmeant as error:
                if not self._ask.agreed(say("{doubts} Is that meant?", doubts=error.sentence)):
                    return None
                acts = acts.meaning_it()
            except Overridable as error:
                reason = self._ask.text(
                    say(
                        "{what} If that must be, say why it does not hold this time; an empty "
                        "line: no",
                        what=error.sentence,
                    )
                )
                if not self._is_meant(self._session.look(), reason):
                    return None
                acts = acts.overriding({error.rule: reason})


def not_signed_off(services: Sequence[str]) -> Sentence:
    """Which services wait for a clinician's word, and how that is written down."""
    if not services:
        return say("No service waits to be signed off.")
    return say(
        "Up, not signed off: {services}. Write {word} {service} once a clinician has tried it.",
        services=some(services, MOST_NAMED),
        word=ANSWERS["accept"][0],
        service=services[0],
    )
