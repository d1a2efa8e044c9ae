"""What was answered and not written down.

A conversation of several questions ends by Esc, by a pause, by a refusal or by what another console
wrote meanwhile, and its answers are said and offered again where it is begun anew on the same
thing, for as long as this console is open.
"""

from collections.abc import Mapping

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.other_windows import is_chat, is_secret
from chwapi_console.text import Sentence, Value, beginning, say, some

MOST_TOLD = 4
"""Answers that are named; more are counted."""
BEGINNING = 24
"""Letters by which an answer is known again."""


class ConversationSubject(NamedTuple):
    """What a conversation is about: its action, its subject (empty: all), and its key."""

    action: str
    subject: str
    key: Value


class Unwritten:
    """The answers of each conversation that wrote nothing yet, by the words of its questions."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], dict[str, str]] = {}
        self._sent: ConversationSubject | None = None

    def answered_before(self, about: ConversationSubject | None, question: str) -> str:
        """What was answered to a question when it was asked before; empty for nothing."""
        return self._kept.get(about[:2], {}).get(question, "") if about else ""

    def keep(self, about: ConversationSubject | None, answers: Mapping[str, str]) -> None:
        """These answers are not written yet.

        What looks like a password, or says something to somebody, is not offered again.
        """
        said = {
            asked: text
            for asked, text in answers.items()
            if text.strip() and not (is_secret(text) or is_chat(text))
        }
        if about and said:
            self._kept.setdefault(about[:2], {}).update(said)

    def forget(self, about: ConversationSubject | None, question: str) -> None:
        """What was answered to a question is no answer to it."""
        if about:
            self._kept.get(about[:2], {}).pop(question, None)

    @property
    def sent(self) -> ConversationSubject | None:
        """The conversation of which an act is on its way, or was refused last."""
        return self._sent

    def send(self, about: ConversationSubject | None, answers: Mapping[str, str]) -> None:
        """An act is on its way to the disk with these answers."""
        if about:
            self.keep(about, answers)
            self._sent = about

    def written(self) -> None:
        """The act that was on its way is written."""
        if self._sent:
            self._kept.pop(self._sent[:2], None)
            self._sent = None

    def told(self, about: ConversationSubject | None) -> Sentence | None:
        """Which answers of a conversation are not written; None for none."""
        if about is None or not (kept := self._kept.get(about[:2])):
            return None
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
