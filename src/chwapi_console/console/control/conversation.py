"""Conversations: what an operator is asked, and what is done then, written from top to bottom.

An action that asks before it acts is a generator. It yields a `Step`, is held there while its
question stands, and goes on with the answer; where the operator does not want to, it ends at that
line. `Conversations` plays them, the only one who does: which key is an answer, and what of a burst
is none, is decided by `Keyboard` alone.
"""

from collections.abc import Callable, Generator
from contextlib import suppress
from functools import partial
from typing import TypeVar

from chwapi_console.console.control.dialogue import Dialogue
from chwapi_console.console.known.session_thread import Errand, Question
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, Value, say

T = TypeVar("T")


class TakenBack(Exception):
    """There will be no answer: raised in a conversation where its question stood. What was shown for
    the sake of the question goes with it. A console that ends does not say so: nothing is shown any
    more."""


class Ask(NamedTuple):
    """A question that a text answers; the conversation goes on with the text. An empty one is no
    answer, unless `empty` says that it is. `typed` stands there to begin with; a `remark` is what
    somebody has to say, a reason or a note."""

    words: Sentence
    typed: str = ""
    empty: bool = False
    remark: bool = False


class Confirm(NamedTuple):
    """A question that one key answers, with `told` before it, of which `last_told` is cut last; the
    conversation goes on with a yes alone. Where yes `writes`, no says that nothing was written."""

    words: Sentence
    told: Sentence | None = None
    last_told: Sentence | None = None
    writes: bool = True


class Alone(NamedTuple):
    """Goes on once the key that answered has stood alone for a moment, as acts wait for that; never
    where it was the first letter of a word."""


class Refuse(NamedTuple):
    """Why the answer before does not count; the conversation ends with it."""

    why: Sentence


class Think(NamedTuple):
    """What is thought out beside the screen; the conversation goes on when it is, and ends where
    that is refused."""

    think: Callable[[Acts], object]


class Do(NamedTuple):
    """An act on a subject, sent to the desk: it is shown as done only when the desk says so. The
    conversation does not wait for that."""

    subject: Value
    errand: Errand


Step = Ask | Confirm | Alone | Refuse | Think | Do
Conversation = Generator[Step, str, T]
"""Yields steps, is sent the texts that answer, and comes to a value that another conversation goes
on with."""


def thought(question: Callable[[Acts], T]) -> Conversation[T]:
    """What comes of a question to the acts of the session, thought out beside the screen."""
    answers: list[T] = []
    yield Think(lambda acts: answers.append(question(acts)))
    return answers[0]


class Conversations:
    """Plays them. `send` gives an errand to the desk, `consult` a question; `once_alone` calls back
    when the key that was pressed last has stood alone."""

    def __init__(
        self,
        dialogue: Dialogue,
        send: Callable[[Errand], None],
        consult: Callable[[Question], None],
        once_alone: Callable[[Callable[[], None]], None],
    ) -> None:
        self._dialogue, self._send, self._consult = dialogue, send, consult
        self._once_alone = once_alone

    def begin(self, conversation: Conversation[None]) -> None:
        """Plays a conversation up to its first question; its answer plays it on."""
        self._step(conversation, partial(next, conversation))

    def _go_on(self, conversation: Conversation[None], answer: str = "") -> None:
        self._step(conversation, partial(conversation.send, answer))

    def _step(self, conversation: Conversation[None], resume: Callable[[], Step]) -> None:
        try:
            step = resume()
        except StopIteration:
            return
        go_on, end = partial(self._go_on, conversation), partial(_take_back, conversation)
        match step:
            case Ask(words, typed, empty, remark):
                self._dialogue.ask(
                    words, go_on, taken_back=end, typed=typed, empty=empty, remark=remark
                )
            case Confirm(words, told, last_told, writes):
                self._dialogue.ask_whether(
                    words, go_on, told, last_told, taken_back=end, writes=writes
                )
            case Alone():
                self._once_alone(go_on)
            case Refuse(why):
                end()
                self._dialogue.refuse(why)
            case Think(think):
                self._consult(partial(_thought_out, think, go_on))
            case Do(subject, errand):
                self._dialogue.tell_for_now(
                    say("{server} …", server=subject) if subject else say("Undo …")
                )
                self._send(errand)
                go_on()


def _take_back(conversation: Conversation[None]) -> None:
    with suppress(TakenBack, StopIteration):
        conversation.throw(TakenBack)


def _thought_out(
    think: Callable[[Acts], object], go_on: Callable[[], None], acts: Acts
) -> Callable[[], None]:
    think(acts)
    return go_on
