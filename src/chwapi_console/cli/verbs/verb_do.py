"""`do`: through the queue line by line, for a screen reader or a serial line.

It tells the next server and why, asks what to do with it, and does that by the rules of the verbs.

What an answer does is done by the view that was told; where somebody was faster the act is refused,
and the server told anew.
"""

from collections.abc import Iterable, Iterator, Sequence

from chwapi_console.cli.line.names import crew_asked, site_named
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.entry_facts import entry_facts, service_facts
from chwapi_console.cli.output.words import header_lines
from chwapi_console.cli.verbs.by_line.do_acts import DoActs, not_signed_off
from chwapi_console.cli.verbs.by_line.do_words import (
    ANSWERS,
    MEANINGS,
    TypedAnswer,
    offered_of_a_service,
    typed_answer,
    words_offered,
)
from chwapi_console.cli.verbs.by_line.line_questions import (
    MOST_IN_VAIN,
    NO_LETTER,
    LineQuestions,
    NobodyAnswers,
    is_of_letters,
)
from chwapi_console.cli.verbs.by_line.typed_lines import lines_of_stdin
from chwapi_console.cli.verbs.verb_acts import tell_act
from chwapi_console.errors import (
    ChwapiError,
    JournalError,
    Refused,
    RequestError,
)
from chwapi_console.interrupts import InterruptsHeld
from chwapi_console.people import same_person
from chwapi_console.recovery.rules.cases import ActorCase
from chwapi_console.recovery.rules.door import admitted
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.required_steps import next_step
from chwapi_console.recovery.state.of_view.advice import Advice
from chwapi_console.recovery.state.of_view.advising import advice
from chwapi_console.recovery.state.of_view.signing import to_sign_off
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.steps_for import next_step_words
from chwapi_console.recovery.words.why.advice_words import advice_words
from chwapi_console.recovery.words.why.held_up import hanging_words
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, either, plural, say, typed

IN_VAIN_WITH_ALL_PASSED_OVER = MOST_IN_VAIN // 3
"""How many lines in vain it is that all was passed over: who does so thrice looks for nothing."""


def do(context: VerbContext) -> int:
    """Goes through the queue until somebody ends it or nothing is left.

    In a pipe its exit code is that of the first answer that was refused.
    """
    if context.options.as_json:
        raise Refused(
            say(
                "do asks, and JSON is for scripts. These say {command}, then the verb of the act.",
                command=typed("next", "--json"),
            )
        )
    with context.writing(stays=True) as session:
        admitted(ActorCase(session.operator))
        if session.exchange is not None:
            session.exchange.sits_here = session.operator
            session.exchange.start()
        return Stepping(context, session).through_the_queue()


class Stepping:
    """One way through the queue: what was passed over, what was told last, how many acts were done."""

    def __init__(self, context: VerbContext, session: Session) -> None:
        self._context, self._session = context, session
        self._ask = LineQuestions(context, lines_of_stdin())
        self._does = DoActs(session, self._ask, context.out)
        self._look()
        self._passed_over = list[str]()
        self._last_subject, self._last_told = "", list[Sentence]()
        self._troubles: Sequence[Sentence | None] = [session.health.clock, session.health.record]
        self._acts, self._exit_code = 0, 0

    def through_the_queue(self) -> int:
        """The exit code, once there is an end.

        Ctrl-C is one: between two acts, never within one.
        """
        with InterruptsHeld():
            try:
                self._tell_all()
            finally:
                self._tell(
                    plural(
                        "The end. {n} act was written.",
                        "The end. {n} acts were written.",
                        self._acts,
                    )
                )
        return 0 if self._ask.at_terminal else self._exit_code

    def _look(self) -> View:
        """How all stands now; RequestError where the site or crew that was asked for left the plan."""
        view, given = self._session.look(), self._context.given
        self._site, self._crew = site_named(view, given.site), crew_asked(view, given.crew)
        return view

    def _tell_all(self) -> None:
        """How all stands, then one server after the other."""
        view = self._look()
        for fact in [*header_lines(view), *hanging_words(view)]:
            self._tell(fact)
        if up := to_sign_off(view):
            self._tell(not_signed_off(up))
        while self._goes_on():
            pass

    def _goes_on(self) -> bool:
        """Tells the next server and does what is answered; whether there is more to do."""
        view = self._look()
        self._tell_troubles()
        about = self._next(view)
        if about is None and self._passed_over:
            self._passed_over.clear()
            self._last_subject = ""
            self._ask.in_vain += IN_VAIN_WITH_ALL_PASSED_OVER
            self._tell(say("That was all that can be gone on with now. From the top again:"))
            about = self._next(view)
        if about is None:
            self._tell_why_none(view)
            return False
        subject = about if isinstance(about, str) else about.server
        words = self._offered(view, about)
        line = self._line(say("{server}: {words}? (or help)", server=subject, words=either(words)))
        if line is None:
            return False
        if (answer := typed_answer(line, subject, self._context.out.language)) is None:
            self._tell(
                say('"{line}" is no answer here; nothing was written.', line=line)
                if line.strip()
                else say("An empty line does nothing.")
            )
            self._refused(RequestError.exit_code)
            return True
        return self._answered(view, about, answer)

    def _offered(self, view: View, about: Entry | str) -> list[str]:
        """Tells what it is about; the words that can be answered."""
        t = self._context.out.language
        if isinstance(about, str):
            self._tell_facts(about, service_facts(view, about))
            return offered_of_a_service(t)
        self._tell_of(view, about)
        return words_offered(
            about,
            in_hand=self._is_in_hand(about),
            has_a_step=bool(next_step(view.plan, view.situation, about.server)),
            t=t,
        )

    def _line(self, question: Sentence) -> str | None:
        """The line that answers.

        None where nobody goes on, which is an end like any other unless nothing was answered at
        all, a line was torn, or lines came that answer nothing.
        """
        try:
            return self._ask.word(question)
        except NobodyAnswers as end:
            if end.is_odd or not (self._ask.answered or self._ask.at_terminal):
                raise
            return None

    # What comes next

    def _next(self, view: View) -> Entry | str | None:
        """What comes next: a conflict, work in hand, ready work, then a service to sign off.

        A conflict is a server about which acts disagree; in hand and ready are this operator's.
        """
        own = [view.entry[server] for server in view.in_hand]
        own = [entry for entry in own if self._is_in_hand(entry)]
        for entry in (*(entry for entry in view.entries if entry.conflict), *own):
            if entry.server not in self._passed_over and self._site in (
                None,
                view.plan.servers[entry.server].site,
            ):
                return entry
        return self._advice(view).entry or next(
            (
                service
                for service in to_sign_off(view)
                if service not in self._passed_over
                and self._site in (None, view.plan.services[service].site)
            ),
            None,
        )

    def _advice(self, view: View) -> Advice:
        return advice(view, self._session.operator, self._site, self._crew, self._passed_over)

    def _is_in_hand(self, entry: Entry) -> bool:
        return same_person(entry.held_by, self._session.operator)

    # What is told

    def _tell(self, sentence: Sentence) -> None:
        self._context.out.say(sentence)

    def _tell_of(self, view: View, entry: Entry) -> None:
        """The facts of a server; of the one that was told last those that changed."""
        facts = entry_facts(
            view, entry, self._session.operator, with_why=not self._is_in_hand(entry)
        )
        if self._is_in_hand(entry) and next_step(view.plan, view.situation, entry.server):
            step = next_step_words(view, entry.server)
            facts.append(say("{name}: {value}", name=say("next step"), value=step))
        self._tell_facts(entry.server, facts, self._beside(view))

    def _beside(self, view: View) -> Iterator[Sentence]:
        """What is to be known before it, worked out when that is told."""
        from chwapi_console.recovery.forecast.by_choice import with_figures

        yield from advice_words(view, with_figures(view, self._advice(view)))

    def _tell_facts(
        self, subject: str, facts: list[Sentence], before: Iterable[Sentence] = ()
    ) -> None:
        if subject != self._last_subject:
            self._last_subject, self._last_told = subject, []
            self._context.out.say()
            for sentence in before:
                self._tell(sentence)
        for fact in facts:
            if fact not in self._last_told:
                self._tell(fact)
        self._last_told = facts

    def _tell_troubles(self) -> None:
        """What is wrong with journal, plan or clock, when it begins."""
        troubles = self._session.health.troubles
        for trouble in troubles:
            if trouble not in self._troubles:
                self._context.out.complain(trouble)
        self._troubles = troubles

    def _tell_why_none(self, view: View) -> None:
        from chwapi_console.recovery.words.why.nothing_now import nothing_now

        found = self._advice(view)
        for sentence in [
            *self._beside(view),
            *nothing_now(view, found, self._session.operator, self._site),
        ]:
            self._tell(sentence)

    def _tell_words(self) -> None:
        for kept, meaning in MEANINGS.items():
            self._tell(say("{name}: {value}", name=ANSWERS[kept][0], value=meaning))

    # What is done

    def _answered(self, view: View, about: Entry | str, answer: TypedAnswer) -> bool:
        server = about if isinstance(about, str) else about.server
        match answer.word:
            case "quit":
                return False
            case "skip":
                self._ask.in_vain -= 1
                self._passed_over.append(server)
            case "again":
                self._last_subject = ""
            case "help":
                self._tell_words()
            case "show":
                self._show(server)
            case _ if not is_of_letters(answer.text):
                self._tell(NO_LETTER)
                self._refused(RequestError.exit_code)
            case _ if self._ask.must_be_named and not self._names(view, answer):
                self._tell(
                    say(
                        "A line behind a text may belong to it: name the server too, as {answer}.",
                        answer=f"{self._context.out.language(ANSWERS[answer.word][0])} {server}",
                    )
                )
                self._refused(Refused.exit_code)
            case _:
                self._ask.must_be_named = False
                self._act(view, about, answer)
        return True

    def _names(self, view: View, answer: TypedAnswer) -> bool:
        """Whether what an answer acts on stands in it."""
        first = answer.text.partition(" ")[0]
        return answer.names or (answer.word == "accept" and first in view.plan.services)

    def _show(self, server: str) -> None:
        from chwapi_console.cli.line.parser import parse
        from chwapi_console.cli.verbs.verb_show import show

        command = parse(["show", "--", server], {}, self._context.out.language)
        show(self._context._replace(given=command.given, opened=self._session))

    def _act(self, view: View, about: Entry | str, answer: TypedAnswer) -> None:
        """Does what was answered, or says why not."""
        try:
            events = self._does.events(view, about, answer)
        except (JournalError, NobodyAnswers):
            raise
        except ChwapiError as error:
            self._tell(error.sentence)
            self._refused(error.exit_code)
            return
        if events is None:
            self._tell(say("Nothing was written."))
            return
        self._acts += bool(events)
        self._context.out.acts_written |= bool(events)
        if events:
            self._ask.in_vain = 0
        tell_act(self._context, events, view, self._session.look())
        self._session.keeping.sign()

    def _refused(self, exit_code: int) -> None:
        self._exit_code = self._exit_code or exit_code
