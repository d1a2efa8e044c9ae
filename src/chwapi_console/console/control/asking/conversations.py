"""Plays conversations: asks their questions in the prompt line, and goes on with the answers.

Which key is an answer, and what of a burst is none, is decided by `Keyboard` alone.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from chwapi_console.console.control.asking.conversation import (
    Alone,
    Ask,
    Confirm,
    Conversation,
    Do,
    Refuse,
    Step,
    StillToAsk,
    TakenBack,
    Think,
)
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.asking.unwritten import ConversationSubject, Unwritten
from chwapi_console.console.known.session_thread import Errand, Question
from chwapi_console.other_windows import holds_secret, is_chat, is_secret, without_secrets
from chwapi_console.recovery.rules.results import sha256_of
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, renamed, say

RENEWED = say("What this rests on has just changed: it is asked anew.")


class PlayedConversation:
    """A conversation that is being played.

    What it is `about`, what was answered to which of its questions, and `again`, which begins it
    anew where that can be done. Where it acts unasked, or by an Enter alone, it is asked first `whether`
    that is meant. `so_far` has all questions in the words in which they were asked,
    with their answers; `stands` is the one that waits, the `asked`-th since something was written,
    of `all` as far as is known.
    """

    def __init__(
        self,
        conversation: Conversation[None],
        about: ConversationSubject | None,
        again: Callable[[], Conversation[None] | None] | None = None,
        whether: Sentence | None = None,
    ) -> None:
        self.conversation, self.about, self.again = conversation, about, again
        self.whether = whether
        self.answers: dict[str, str] = {}
        self.so_far: list[tuple[str, str]] = []
        self.stands = ""
        self._question = ""
        self.asked = self.all = 0

    def hears(self, question: str, answer: str) -> None:
        """A question was answered; an empty one has to be answered anew each time."""
        self._question = question
        if question:
            self.answers[question] = answer

    def goes_on(self, answer: str) -> None:
        """The question that waits is answered."""
        self.so_far.append((self.stands, answer))
        self.stands = ""

    def asks(self, step: Ask | Confirm) -> None:
        """A question is asked, be it the one before once more."""
        is_again = isinstance(step, Ask) and (step.again or step.why_not is not None)
        self.asked += not is_again

    @property
    def where(self) -> Sentence | None:
        """Where the question stands among those of the conversation; None where it is the only one."""
        if self.all >= self.asked > 0:
            return say("Question {n} of {all}: nothing is written yet.", n=self.asked, all=self.all)
        return (
            say("Question {n}: nothing is written yet.", n=self.asked) if self.asked > 1 else None
        )

    def forgets(self) -> None:
        """The answer does not count."""
        self.answers.pop(self._question, None)


class Conversations:
    """Plays conversations.

    `send` gives an errand to the session's thread, `consult` a question; `once_alone` calls back
    when the key that was pressed last has stood alone. What is answered and not written is kept in
    `unwritten`.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        send: Callable[[Errand], None],
        consult: Callable[[Question], None],
        once_alone: Callable[[Callable[[], None]], None],
        unwritten: Unwritten,
    ) -> None:
        self._dialogue, self._send, self._consult = dialogue, send, consult
        self._once_alone = once_alone
        self.unwritten = unwritten
        self._course: PlayedConversation | None = None
        self._question = ""

    def ends(self, *, is_lost: bool) -> None:
        """The console ends: a note or a reason that somebody has begun is kept, for the next one to offer.

        And where the act of a key that waited `is_lost`, that it is.
        """
        if self._course is not None:
            self._keep_begun(self._course)
            if is_lost:
                self.unwritten.keep_lost(self._course.about)

    def _keep_begun(self, course: PlayedConversation) -> None:
        prompt = self._dialogue.prompt
        if not (prompt.typing and prompt.wants_remark) or prompt.is_untouched:
            return
        if (text := prompt.text.strip()) and not holds_secret(text):
            self.unwritten.keep_begun(course.about, self._question, text)

    def begin(
        self,
        conversation: Conversation[None],
        about: ConversationSubject | None = None,
        again: Callable[[], Conversation[None] | None] | None = None,
        whether: Sentence | None = None,
    ) -> None:
        """Plays a conversation up to its first question; its answer plays it on."""
        course = PlayedConversation(conversation, about, again, whether)
        self._step(course, partial(next, conversation))

    def _go_on(self, course: PlayedConversation, answer: str = "") -> None:
        course.goes_on(answer)
        self._step(course, partial(course.conversation.send, answer))

    def renew(self) -> None:
        """Something has changed.

        Where the question that stands would be asked in other words now, it is asked in these; what
        was typed to it stays. Where it would not be asked at all, it is taken back.
        """
        old = self._course
        if old is None or not (old.again and old.stands and self._dialogue.prompt.asking):
            return
        if (conversation := old.again()) is None:
            return
        new, step = (
            PlayedConversation(conversation, old.about, old.again),
            _replayed(conversation, old.so_far),
        )
        new.answers, new.so_far = old.answers, old.so_far
        new.asked, new.all = old.asked - 1, old.all
        asks = Confirm if old.whether is not None else Ask | Confirm
        if not isinstance(step, asks | Refuse) or self._words(step) == old.stands:
            _take_back(conversation)
            return
        typed = self._dialogue.prompt.text
        if isinstance(step, Refuse):
            self._keep_begun(old)
        told = self._ended(old)
        if isinstance(step, Refuse):
            self._dialogue.prompt.cancel()
            self._dialogue.refuse(
                say("{why} {told}", why=step.why, told=told) if told else step.why
            )
            return
        if isinstance(step, Ask) and not step.typed:
            step = step._replace(typed=typed)
        self._dialogue.tell(RENEWED, "warn")
        self._play(new, step)

    def _words(self, step: Ask | Confirm | Refuse) -> str:
        """The words that a step says."""
        if isinstance(step, Refuse):
            return self._dialogue.in_words(step.why)
        told = step.told if isinstance(step, Confirm) else step.why_not
        return self._dialogue.in_words(
            say("{told} {question}", told=told, question=step.words) if told else step.words
        )

    def _ask(self, course: PlayedConversation, ask: Ask) -> None:
        """Asks for a text; what was answered before and never written is offered to Enter."""
        question = f"{_as_asked(ask.words)}{ask.of}" if ask.kept else ""
        self._question = question
        before = self._answered_before(course, ask, question)
        words = ask.words
        begun = "" if ask.typed else self.unwritten.begun(course.about, question)
        if begun:
            words = say("{question} Begun before, not written (Ctrl+U clears it):", question=words)
            ask = ask._replace(typed=begun)
        elif before and ask.empty:  # Enter alone has a meaning of its own, which the question says
            words = say("{question} (as before: Enter takes it, Ctrl+U clears it):", question=words)
            ask = ask._replace(typed=before)
        elif before:
            words = say("{question} Enter: {before}, as before:", question=words, before=before)

        def answered(text: str) -> None:
            text = text if text.strip() or ask.empty else before or text
            if begun:
                self.unwritten.forget(course.about, question)
            is_kept = ask.a_word or not (is_secret(text) or is_chat(text))
            course.hears(question, ask.as_later(text) if is_kept else "")
            self._go_on(course, text)

        self._dialogue.ask(
            words,
            answered,
            why_not=ask.why_not and _without_secret(ask.why_not, course),
            taken_back=partial(self._end, course),
            typed=ask.typed,
            offered=bool(before or begun),
            begun=bool(begun),
            empty=ask.empty or bool(before),
            remark=ask.remark,
            a_word=ask.a_word,
            judged=ask.judged,
            summed_up=course.all > course.asked,
            writes=ask.writes,
            where=course.where,
        )

    def _answered_before(self, course: PlayedConversation, ask: Ask, question: str) -> str:
        """What was answered before to a question; nothing where that was no answer to it."""
        if ask.again or ask.why_not or (ask.typed and course.answers.get(question) == ask.typed):
            course.forgets()
            self.unwritten.forget(course.about, question)
            return ""
        if question in course.answers:
            return ""
        return self.unwritten.answered_before(course.about, question)

    def _end(self, course: PlayedConversation) -> None:
        """There will be no answer: what was answered before is kept, and said."""
        if (told := self._ended(course)) is not None:
            self._dialogue.tell(told, "warn")

    def _ended(self, course: PlayedConversation) -> Sentence | None:
        _take_back(course.conversation)
        self.unwritten.keep(course.about, course.answers)
        return self.unwritten.told(course.about)

    def _step(self, course: PlayedConversation, resume: Callable[[], Step]) -> None:
        try:
            step = resume()
        except StopIteration:
            return
        self._play(course, step)

    def _play(self, course: PlayedConversation, step: Step) -> None:
        go_on = partial(self._go_on, course)
        self._course = course
        match step:
            case Do() | Ask(empty=True) if course.whether is not None:
                confirm = Confirm(course.whether)
                course.stands = self._words(confirm)
                self._confirm(course, confirm, lambda _: self._is_meant(course, step))
            case Ask() | Confirm():
                course.stands, course.whether = self._words(step), None
                course.asks(step)
                if isinstance(step, Ask):
                    self._ask(course, step)
                else:
                    self._confirm(course, step, go_on)
                self.unwritten.keep(course.about, course.answers)
            case StillToAsk(questions):
                course.all = course.asked + questions
                self._step(course, partial(next, course.conversation))
            case Alone():
                self._course = None  # it writes nothing: nothing of it can be lost
                self._once_alone(go_on)
            case Refuse(why):
                course.forgets()
                told, why = self._ended(course), _without_secret(why, course)
                self._dialogue.refuse(say("{why} {told}", why=why, told=told) if told else why)
            case Think(think):
                course.again = None  # what was thought out is not thought out again unasked
                self._consult(partial(_thought_out, think, go_on))
            case Do(subject, errand):
                self._dialogue.tell_for_now(
                    say("{server} …", server=subject) if subject else say("Undo …")
                )
                course.asked = course.all = 0
                self._send(self.unwritten.sent_with(course.about, course.answers, errand))
                go_on()

    def _is_meant(self, course: PlayedConversation, step: Step) -> None:
        course.whether = None
        self._play(course, step)

    def _confirm(
        self, course: PlayedConversation, step: Confirm, answered: Callable[[str], None]
    ) -> None:
        self._dialogue.ask_whether(
            step,
            answered,
            taken_back=partial(self._end, course),
            where=course.where if step.writes else None,
        )


def _without_secret(why: Sentence, course: PlayedConversation) -> Sentence:
    """Why an answer is none, without the answer where it looks like a password: others see a screen."""
    answer = course.so_far[-1][1].strip() if course.so_far else ""
    if not holds_secret(answer):
        return why
    shown = without_secrets(answer)
    hidden = renamed(why, dict.fromkeys((answer, answer.lower(), sha256_of(answer)), shown))
    return hidden if isinstance(hidden, Sentence) else why


def _as_asked(words: Sentence) -> str:
    """By what a question is known again, whatever is told before it and however things stand."""
    while isinstance(rest := words.values.get("rest"), Sentence):
        words = rest
    return words.template


def _replayed(conversation: Conversation[None], answers: Sequence[tuple[str, str]]) -> Step | None:
    """The step that a conversation reaches when its questions get these answers, in order.

    None where it ends.
    """
    with suppress(StopIteration):
        step = _past_count(conversation, next(conversation))
        for _, answer in answers:
            if not isinstance(step, Ask | Confirm):
                return step
            step = _past_count(conversation, conversation.send(answer))
        return step
    return None


def _past_count(conversation: Conversation[None], step: Step) -> Step:
    while isinstance(step, StillToAsk):
        step = next(conversation)
    return step


def _take_back(conversation: Conversation[None]) -> None:
    with suppress(TakenBack, StopIteration):
        conversation.throw(TakenBack)


def _thought_out(
    think: Callable[[Acts], object], go_on: Callable[[], None], acts: Acts
) -> Callable[[], None]:
    think(acts)
    return go_on
