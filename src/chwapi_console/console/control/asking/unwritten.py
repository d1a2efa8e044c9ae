"""What was answered and not written down.

A conversation of several questions ends by Esc, by a pause, by a refusal, by what another console
wrote meanwhile, or with the line that dies. Its answers are said and offered again where it is
begun anew on the same thing, in the next console too. So is said that an act was not done whose key
still waited as the console ended.
"""

from collections.abc import Callable, Iterator, Mapping

from chwapi_console.console.known.kept_answers import AnswersOf, Kept, KeptAnswers
from chwapi_console.console.known.session_thread import Errand
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, Value, beginning, in_one, say, some

MOST_TOLD = 4
"""Answers that are named; more are counted."""
BEGUN = "\0begun"
"""What ends the words of a question, where its answer had no Enter yet."""
LOST = "\0lost"
"""Stands for the question where the key of an act waited as the console ended."""
BEGINNING = 24
"""Letters by which an answer is known again."""


class ConversationSubject(NamedTuple):
    """What a conversation is about: its action, its subject (empty: all), and its key."""

    action: str
    subject: str
    key: Value


class Unwritten:
    """The answers of each conversation that wrote nothing yet, by the words of its questions.

    `kept` has them beyond the end of this console, `who` says who answers.
    """

    def __init__(self, kept: KeptAnswers, who: Callable[[], str]) -> None:
        self._beyond, self._who = kept, who
        self._kept: dict[AnswersOf, dict[str, str]] = {}
        self._untold: dict[AnswersOf, None] = {}
        self._sent: ConversationSubject | None = None

    def _of(self, about: ConversationSubject) -> AnswersOf:
        return AnswersOf(person(self._who()), about.action, about.subject)

    def _answers(self, about: ConversationSubject | None) -> dict[str, str]:
        return self._kept.get(self._of(about), {}) if about else {}

    def recall(self) -> None:
        """Takes in what earlier consoles kept."""
        for of, kept in self._beyond.read():
            self._kept[of] = kept.answers
            if not kept.told:
                self._untold[of] = None

    def untold(self) -> Iterator[AnswersOf]:
        """The conversations of who is at the keys that ended with their console; each once."""
        who = person(self._who())
        for of in [of for of in self._untold if of.who == who]:
            del self._untold[of]
            yield of

    def answered_before(self, about: ConversationSubject | None, question: str) -> str:
        """What was answered to a question when it was asked before; empty for nothing."""
        return self._answers(about).get(question, "")

    def begun(self, about: ConversationSubject | None, question: str) -> str:
        """What was begun as an answer to a question when its console ended; empty for nothing."""
        return self._answers(about).get(f"{question}{BEGUN}", "")

    def keep_begun(self, about: ConversationSubject | None, question: str, text: str) -> None:
        """A console ends with this typed to a question, and no Enter behind it."""
        if question:
            self.keep(about, {f"{question}{BEGUN}": text})

    def keep_lost(self, about: ConversationSubject | None) -> None:
        """A console ends before the act of a key that waited was done."""
        self.keep(about, {LOST: LOST})

    def keep(self, about: ConversationSubject | None, answers: Mapping[str, str]) -> None:
        """These answers are not written yet."""
        if about and (said := {asked: text for asked, text in answers.items() if text.strip()}):
            self._kept.setdefault(of := self._of(about), {}).update(said)
            self._beyond.keep(of, Kept(self._kept[of]))

    def forget(self, about: ConversationSubject | None, question: str) -> None:
        """What was answered to a question is no answer to it."""
        for each in (question, f"{question}{BEGUN}"):
            self._answers(about).pop(each, None)

    @property
    def sent(self) -> ConversationSubject | None:
        """The conversation of which an act is on its way, or was refused last."""
        return self._sent

    def sent_with(
        self, about: ConversationSubject | None, answers: Mapping[str, str], errand: Errand
    ) -> Errand:
        """An act goes to the disk with these answers: an errand that lets go of them once it is there.

        So no later console offers what was written, though this one may end before it hears of that.
        """
        if about is None:
            return errand
        self.keep(about, answers)
        self._sent, of = about, self._of(about)
        if kept := self._kept.get(of):
            self._beyond.keep(of, Kept(kept, told=True))

        def written(acts: Acts) -> list[Event]:
            events = errand(acts)
            self._beyond.keep(of, Kept({}))
            return events

        return written

    def written(self) -> None:
        """The act that was on its way is written."""
        if self._sent:
            self._kept.pop(self._of(self._sent), None)
            self._sent = None

    def told(self, about: ConversationSubject | None) -> Sentence | None:
        """Which answers of a conversation are not written, or that its key did nothing; None for neither.

        Once that is told, no later console tells it.
        """
        if about is None or not (kept := self._answers(about)):
            return None
        is_lost = kept.pop(LOST, "") != ""
        self._beyond.keep(self._of(about), Kept(kept, told=True))
        told = [*([_lost(about)] if is_lost else []), *([_offered(about, kept)] if kept else [])]
        return in_one(told)


def _lost(about: ConversationSubject) -> Sentence:
    """That the key of a conversation did nothing."""
    if not about.subject:
        return say("{key} was not taken before the line broke. Nothing was written.", key=about.key)
    return say(
        "{subject}: {key} was not taken before the line broke. Nothing was written.",
        subject=about.subject,
        key=about.key,
    )


def _offered(about: ConversationSubject, kept: Mapping[str, str]) -> Sentence:
    """Which answers of a conversation are offered again."""
    answers = some([beginning(text, BEGINNING) for text in kept.values()], MOST_TOLD)
    if not about.subject:
        return say(
            "Not recorded: {answers}. {key} offers that again.", answers=answers, key=about.key
        )
    return say(
        "Not recorded: {answers}. {key} on {subject} offers that again.",
        answers=answers,
        key=about.key,
        subject=about.subject,
    )
