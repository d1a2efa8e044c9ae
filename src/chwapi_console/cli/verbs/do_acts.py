"""What an answer of `do` does: the act of a verb, with what the rules ask about it asked line by
line."""

from collections.abc import Callable

from chwapi_console.cli.output.output import Output
from chwapi_console.cli.verbs.do_words import Said
from chwapi_console.cli.verbs.line_questions import LineQuestions
from chwapi_console.errors import Overridable, RequestError, Unmeant
from chwapi_console.journal.events import Event
from chwapi_console.recovery.rules.points import points_to_name
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.results import as_kept, no_point, unfit
from chwapi_console.recovery.state.entry import Entry
from chwapi_console.recovery.state.required_steps import next_step
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.news import told
from chwapi_console.recovery.words.step_words import RESULT_WORDS, step_name
from chwapi_console.session.acts import Acts
from chwapi_console.session.session import Session
from chwapi_console.text import either, every, in_one, say


class DoActs:
    """The acts of one way through the queue."""

    def __init__(self, session: Session, ask: LineQuestions, out: Output) -> None:
        self._session, self._ask, self._out = session, ask, out

    def events(self, view: View, entry: Entry, answer: Said) -> list[Event] | None:
        """The events of an act; None where somebody thought better of it."""
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
                return (
                    self._marked(view, server, "blocked", Remarks(reason=reason))
                    if reason
                    else None
                )
            case "note":
                text = answer.text or self._ask.text(
                    say("Note on {server}: (an empty line: none)", server=server)
                )
                return self._meant(lambda acts: acts.note(server, text)) if text else None
            case "step":
                return self._stepped(view, server, answer.text)
            case "undo":
                return self._undone(view)
        return self._marked(view, server, answer.word, Remarks())

    def _marked(self, view: View, server: str, state: str, remarks: Remarks) -> list[Event] | None:
        return self._meant(lambda acts: acts.mark([server], state, remarks, view))

    def _restored(self, view: View, entry: Entry) -> list[Event] | None:
        """What "done" means for the work that there is; a restored server comes from a point, where
        points of it are known."""
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
            if not result or (why_not := unfit(view, server, kind, kept)) is None:
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
        """The events of an act, once what the rules ask about it was answered: that it is meant, or
        why a rule of policy does not hold this time."""
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
                if not reason:
                    return None
                acts = acts.overriding({error.rule: reason})
