"""A conversation: what an operator is asked, and what is done then, written from top to bottom.

An action that asks before it acts is a generator. It yields a `Step`, is held there while its
question stands, and goes on with the answer; where the operator does not want to, it ends at that
line. `Conversations` plays them, the only one who does (`conversations.py`).
"""

from collections.abc import Callable, Generator
from typing import TypeVar

from chwapi_console.console.known.session_thread import Errand
from chwapi_console.console.widgets.prompt import Judged, never, undoubted
from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.other_windows import holds_secret
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, Value, say

T = TypeVar("T")


class TakenBack(Exception):
    """There will be no answer: raised in a conversation where its question stood.

    What was shown for the sake of the question goes with it. A console that ends does not say so:
    nothing is shown any more.
    """


class Ask(NamedTuple):
    """A question that a text answers; the conversation goes on with the text.

    `why_not` the text before it was no answer stands in front of it, until another one is typed.
    An empty one is no answer, unless `empty` says that it is. `typed` stands there to begin with; a
    `remark` is what somebody has to say, a reason or a note. What has to be typed anew each time is
    not `kept` where the conversation ends before it writes. It is asked `again` where the answer
    was none. Where one of some words answers (`a_word`), yes and no may be among them. What is asked
    of one thing after the other says `of` which, so that no answer is offered for another.
    What is `certain` by its form to be the answer is not doubted for when it was typed, and nothing
    is where the answer `writes` nothing. What is `refused` writes nothing either: why it is none says
    more than that it is a word of a chat. It is offered again `as_later` it still means the same.
    A `doubt` of its own is asked about with whatever else is doubtful, in one question, and what is
    `expected` however late and however it comes.
    """

    words: Sentence
    why_not: Sentence | None = None
    typed: str = ""
    empty: bool = False
    remark: bool = False
    kept: bool = True
    again: bool = False
    a_word: bool = False
    certain: Callable[[str], bool] = never
    refused: Callable[[str], bool] = never
    doubt: Callable[[str], Sentence | None] = undoubted
    expected: Callable[[str], bool] = never
    of: str = ""
    writes: bool = True
    as_later: Callable[[str], str] = str

    @property
    def judged(self) -> Judged:
        """What is known of its answer by the words."""
        return Judged(self.certain, self.refused, self.doubt, self.expected)


class StillToAsk(NamedTuple):
    """How many questions are still to come, the last of which a key answers: it is told with each."""

    questions: int


class Confirm(NamedTuple):
    """A question that one key answers, with `told` before it, of which `last_told` is cut last.

    The conversation goes on with a yes alone, or with the key `also`, which is its answer then.
    Where yes `writes`, no says that nothing was written. `yes` is its key where that is another one.
    """

    words: Sentence
    told: Sentence | None = None
    last_told: Sentence | None = None
    writes: bool = True
    also: str = ""
    yes: str = ""


class Alone(NamedTuple):
    """Goes on once the key that answered has stood alone for a moment, as acts wait for that.

    Never where it was the first letter of a word.
    """


class Refuse(NamedTuple):
    """Why the answer before does not count; the conversation ends with it."""

    why: Sentence


class Think(NamedTuple):
    """What is thought out beside the screen.

    The conversation goes on when it is, and ends where that is refused.
    """

    think: Callable[[Acts], object]


class Do(NamedTuple):
    """An act on a subject, sent to the session's thread.

    It is shown as done only when the thread says so. The conversation does not wait for that.
    """

    subject: Value
    errand: Errand


Step = Ask | StillToAsk | Confirm | Alone | Refuse | Think | Do
Conversation = Generator[Step, str, T]
"""Yields steps, is sent the texts that answer, and comes to a value that another conversation goes
on with."""


def thought(question: Callable[[Acts], T]) -> Conversation[T]:
    """What comes of a question to the acts of the session, thought out beside the screen."""
    answers: list[T] = []
    yield Think(lambda acts: answers.append(question(acts)))
    return answers[0]


def no_longer_here(what: Value) -> Conversation[None]:
    """Ends a question whose subject has left the cursor."""
    yield Refuse(
        say("The question about {what} is gone: something else stands here now.", what=what)
    )


def asked_for(
    question: Sentence,
    read: Callable[[str], T | Sentence],
    *,
    empty: bool = False,
    a_word: bool = False,
    certain: Callable[[str], bool] = never,
    writes: bool = True,
    as_later: Callable[[str], str] = str,
) -> Conversation[T]:
    """What a text means by `read`, which says why it means nothing or raises RequestError.

    It is asked for again then, with what was typed; where `a_word` is wanted, without.
    """
    text, why_not = "", None
    while True:
        ask = Ask(
            question,
            why_not,
            typed="" if a_word or holds_secret(text) else text,
            empty=empty,
            again=why_not is not None,
            a_word=a_word,
            certain=certain,
            refused=lambda typed: _is_refused(read, typed.strip()),
            writes=writes,
            as_later=as_later,
        )
        text = (yield ask).strip()
        try:
            answer = read(text)
        except RequestError as error:
            answer = error.sentence
        if not isinstance(answer, Sentence):
            return answer
        why_not = answer


def _is_refused(read: Callable[[str], object], text: str) -> bool:
    try:
        return isinstance(read(text), Sentence)
    except RequestError:
        return True
