"""Questions that are answered by a line each, read out or printed one below the other.

Nothing is drawn, nothing is edited but by the terminal itself.

A question takes what was typed after it was asked. What was typed before is thrown away at a
terminal, and so is what was pasted behind the answer, unless a text was asked for: that takes the
whole paste, so that none of it is left to act.
"""

from chwapi_console.answers import means_yes
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.by_line.typed_lines import TypedLines
from chwapi_console.errors import Refused
from chwapi_console.text import Sentence, Value, beginning, plural, say

NO_LETTER = say("That has a key in it which is no letter. Write it once more.")


def is_of_letters(text: str) -> bool:
    """Whether every key of a text made a letter: an arrow makes none."""
    return text.replace("\t", " ").isprintable()


MOST_IN_VAIN = 100
"""Lines in a row of a pipe that may write nothing: who answers looks at what is asked."""


class NobodyAnswers(Refused):
    """There is no line more; what was asked about is not done.

    `torn` is the beginning of a line that came without its end; it `is_odd` where there is more to
    tell than that it was the last.
    """

    def __init__(self, torn: str, sentence: Sentence | None = None) -> None:
        super().__init__(
            sentence
            or (
                say('The line broke off: "{text}" was not taken for an answer.', text=torn)
                if torn
                else say("Nobody answered. Nothing was written.")
            )
        )
        self.is_odd = bool(torn or sentence)


class LineQuestions:
    """What is asked, and what was answered.

    `answered` counts the answers; after a text in a pipe, where nobody can tell its next line from
    an answer, `must_be_named` says that an act wants the name of its server. `in_vain` counts the
    lines since something was written; of a pipe that goes on for ever there is an end.
    """

    def __init__(self, context: VerbContext, lines: TypedLines) -> None:
        self._out, self._lines = context.out, lines
        self.answered = self.in_vain = 0
        self.must_be_named = False

    @property
    def at_terminal(self) -> bool:
        """Whether a person types, rather than a file or a pipe."""
        return self._lines.at_terminal

    def word(self, question: Value) -> str:
        """The line that answers. NobodyAnswers at the end."""
        first, *pasted = self._asked(question)
        if pasted:
            self._out.say(
                plural(
                    "{n} line came with that answer, and was left out.",
                    "{n} lines came with that answer, and were left out.",
                    len(pasted),
                )
            )
        return first

    def text(self, question: Value) -> str:
        """The text that answers, one line of it and what was pasted behind.

        Empty for an empty line. What holds a key that is no letter is asked for again.
        """
        while True:
            text = " ".join(line.strip() for line in self._asked(question)).strip()
            self.must_be_named = bool(text) and not self.at_terminal
            if is_of_letters(text):
                return text.replace("\t", " ")
            self._out.say(NO_LETTER)

    def agreed(self, question: Sentence) -> bool:
        """Whether the answer is yes; an empty line means no."""
        asked: Value = say("{question} ({yes}, or Enter: no)", question=question, yes=say("y"))
        while (yes := means_yes(self.word(asked), self._out.language)) is None:
            asked = say("Answer y or n. {question}", question=question)
        return yes

    def _asked(self, question: Value) -> list[str]:
        if self.in_vain >= MOST_IN_VAIN and not self.at_terminal:
            raise NobodyAnswers(
                "",
                say(
                    "The last {n} lines wrote nothing, so nobody reads what is asked here. Answers "
                    "from a file or a pipe are those that help names.",
                    n=MOST_IN_VAIN,
                ),
            )
        if self._lines.forget_what_waits():
            self._out.say(say("What was typed before this question was left out."))
        self._out.say(question)
        self._out.flush()
        if not (lines := self._lines.next_lines()):
            raise NobodyAnswers(beginning(self._lines.torn.strip()))
        self.answered += 1
        self.in_vain += 1
        return [line.strip("\r") for line in lines]
