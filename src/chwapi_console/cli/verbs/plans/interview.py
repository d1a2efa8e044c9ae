"""Questions asked one after the other; any answer can be taken back at a later question.

Whoever mistyped the third of twelve need not begin anew.
"""

from collections.abc import Callable
from typing import TypeVar

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs import asking
from chwapi_console.errors import RequestError
from chwapi_console.text import Sentence, Value, say

Answer = TypeVar("Answer")
BACK = "<"


class _GoesBack(Exception):
    """Somebody wants the question before once more."""


class Interview:
    """What was answered so far.

    After a step back the questions are gone through anew, those that have their answer without a
    word.
    """

    def __init__(self, context: VerbContext) -> None:
        self._context = context
        self._answers: list[str] = []
        self._asked = 0

    def held(self, questions: Callable[[], Answer]) -> Answer:
        """What the questions come to, however often somebody went back."""
        while True:
            self._asked = 0
            try:
                return questions()
            except _GoesBack:
                self._answers.pop()

    def ask(self, question: Value, usual: str, read: Callable[[str], Answer]) -> Answer:
        """What `read` makes of the answer, which is asked for where there is none yet."""
        place = self._asked
        self._asked += 1
        if place < len(self._answers):
            return read(self._answers[place])

        def heard(text: str) -> Answer:
            self._may_go_back(text)
            value = read(text)
            self._answers.append(text)
            return value

        return asking.ask(self._context, question, usual, heard)

    def agreed(self, question: Sentence) -> bool:
        """Whether somebody says yes to it all, at the end."""
        return asking.agreed(self._context, question, self._may_go_back)

    def say(self, value: Value = "") -> None:
        """Words before the next question, where that is one to ask."""
        if self._asked >= len(self._answers):
            self._context.out.say(value)

    def _may_go_back(self, text: str) -> None:
        if text != BACK:
            return
        if not self._answers:
            raise RequestError(say("This is the first of these questions."))
        raise _GoesBack
