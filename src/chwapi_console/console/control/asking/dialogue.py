"""What the console says and asks in its prompt line.

Messages, questions that a text answers and questions that one key answers.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from textual.screen import Screen

from chwapi_console.answers import KEYS, insisting, keys_shown, no_keys, yes_keys
from chwapi_console.clock import clock_time
from chwapi_console.console.control.asking.conversation import Confirm
from chwapi_console.console.control.asking.doubt import doubted_text, is_meant
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.known.console_state import Message
from chwapi_console.console.widgets.prompt import UNJUDGED, Judged, Prompt, Question
from chwapi_console.console.widgets.row import cells
from chwapi_console.console.widgets.styles import Look
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, Value, say

NO_SECRET = say("That looks like a password: it is wiped, and written nowhere.")
STAYS = timedelta(seconds=10)
"""How long what is said stays to be read, wherever the cursor goes. What an act of ours did goes along from
place to place too, and others are told behind it."""


class _Own(NamedTuple):
    """What an act of ours did, as it was said, and until when it stays."""

    said: str
    until: datetime


class Dialogue:
    """Speaks and asks, and has drawn what is too long for one line.

    `turned_down` says that the answer to a question was refused just now, `corrects` that a text to
    the question that stands, or was answered last, was not meant.
    """

    def __init__(self, screen: Screen[object], picture: Picture) -> None:
        self.prompt = screen.query_one(Prompt)
        self._picture, self._known, self._t = picture, picture.known, picture.t
        self._why = picture.why
        self._under_way = False
        self._old_from = datetime.max.replace(tzinfo=UTC)
        self._own = _Own("", datetime.min.replace(tzinfo=UTC))
        self.turned_down = self.corrects = False
        self._unread = ""
        self._taken_back: Callable[[], None] = lambda: None
        self._stands_again: Callable[[], None] = lambda: None

    def tell(
        self,
        words: Value,
        look: Look = "",
        at: datetime | None = None,
        in_full: str = "",
        behind: str = "",
    ) -> None:
        """Says a message and keeps it; `in_full` is what it says beyond the line.

        The time of what it tells stands with it, where that is given; `behind` it what stands there
        and had no time to be read. A message too long for the line is shown whole until the next
        key.
        """
        now = self._picture.now()
        text, time = self._t(words), clock_time(at or now, self._known.view.plan.incident.zone, now)
        self._known.messages.append(Message(time, in_full or text, look))
        self._old_from = datetime.max.replace(tzinfo=UTC) if look == "bad" else now + STAYS
        said = f"{time} {text}" if at else text
        self.prompt.tell(f"{behind} · {said}" if behind else said, look)
        self._why.unread = True
        self._why.draw()

    def tell_own(self, words: str, in_full: str) -> None:
        """Says what an act of ours did; that stays for a while."""
        self.tell(words, "good", in_full=in_full)
        self._own = _Own(self.prompt.said, self._picture.now() + STAYS)

    @property
    def own_said(self) -> str:
        """What an act of ours did, where it stands there since too short a time to have been read.

        Empty where it does not.
        """
        own = self._own
        stands = own.said and self.prompt.said.startswith(own.said)
        return own.said if stands and self._picture.now() < own.until else ""

    def leaves_row(self) -> None:
        """The cursor has gone on: what was said a while ago is said no longer, but for what went wrong."""
        if self._picture.now() >= self._old_from:
            self.prompt.tell("")
            self._why.draw()

    def leaves_place(self) -> None:
        """What was said about the place is said no longer.

        What an act of ours did just now stays, and so does, once, what nobody has read yet.
        """
        if not (self.own_said or (self._unread and self.prompt.said == self._unread)):
            self.prompt.tell("")
        self._unread = ""

    def in_words(self, words: Value) -> str:
        """The words as they are shown."""
        return self._t(words)

    def refuse(self, words: Value) -> None:
        """Says why the answer to a question does not count; what is typed on then means nothing."""
        self.turned_down = True
        self.tell(words, "warn")

    def tell_for_now(self, words: Value) -> None:
        """Says what is going on; it is not kept."""
        self._under_way = True
        self.prompt.stands_above(False)
        self.prompt.tell(self._t(words))

    def take_back(self, words: str) -> None:
        """Says no longer what is no longer so."""
        if self.prompt.said == words:
            self.prompt.tell("")
            self._why.draw()

    def was_read(self, *, too_soon: bool = False) -> None:
        """A key was pressed: the message had its time, or came `too_soon` before that key for this."""
        self._unread = self.prompt.said if too_soon and self._why.unread else ""
        if self._why.unread:
            self._why.unread = False
            self._why.draw()

    def ask(
        self,
        words: Sentence,
        answered: Callable[[str], None],
        *,
        why_not: Sentence | None = None,
        changed: Callable[[str], None] | None = None,
        taken_back: Callable[[], None] = lambda: None,
        typed: str = "",
        offered: bool = False,
        begun: bool = False,
        empty: bool = False,
        remark: bool = False,
        a_word: bool = False,
        judged: Judged = UNJUDGED,
        summed_up: bool = False,
        writes: bool = True,
        where: Sentence | None = None,
    ) -> None:
        """Asks in the prompt line, as `Question` has it; `taken_back` hears that no answer comes."""
        self._taken_back, t, self.corrects = taken_back, self._t, False
        insisting = "" if empty else t(_after_nothing(words, filters=changed is not None))
        self.prompt.ask(
            Question(
                *(t(words), t(say("Answer:")), partial(self._hears, answered)),
                *(changed, typed, offered),
                begun=begun,
                insisting=insisting,
                remark=remark,
                a_word=a_word,
                judged=judged,
                summed_up=summed_up,
                writes=writes,
                hint=t(why_not or ""),
                where=t(where or ""),
                stayed=self._why.draw,
            )
        )
        self._why.draw()

    def _hears(self, answered: Callable[[str], None], text: str) -> None:
        self._why.draw()
        answered(text)

    def ask_if_meant(self, why: Sentence, key: str = "") -> None:
        """Asks of what was typed whether it is meant, which one key answers, and says why it may not be.

        The yes is the `key`, if there is one. With a no the question stands again, and the text with it.
        """
        if (of := self.prompt.as_typed) is None:
            return
        self._stands_again = partial(self._asks_as_typed, of, self._taken_back)
        self._ask_by_key(
            Confirm(is_meant(key), doubted_text(of.words, of.typed, why), yes=key),
            lambda _: of.answered(of.typed.strip()),
            self._taken_back,
            self._stands_again,
            typed=of.typed,
            whether=_without_how(self.prompt.asks_for),
        )

    def _asks_as_typed(self, of: Question, taken_back: Callable[[], None]) -> None:
        self._taken_back, self.corrects = taken_back, True
        self.prompt.ask(of)
        self._why.draw()

    def takes_no_secret(self) -> None:
        """Wipes what was typed to the question, and says that it looks like a password."""
        if (of := self.prompt.as_typed) is not None:
            self.prompt.ask(replace(of, typed=""))
            self.left_out(NO_SECRET)

    def stands_again(self, why: Sentence) -> None:
        """Asks for the text again of which was asked whether it is meant: another one came. Says that."""
        self._stands_again()
        self.left_out(why)

    def too_soon(self, key: Value) -> None:
        """Says that a key came before the question can have been read, and is wanted once more."""
        self.prompt.hint(self._t(say("{key} not taken: too soon.", key=key)))
        self._why.draw()

    def no_answer_here(self, key: Value) -> None:
        """Says that a key which is the yes of other questions is none of this one, which shows its own."""
        self.prompt.hint(self._t(say("{key} is no answer here.", key=key)))
        self._why.draw()

    def waits_alone(self, key: Value) -> None:
        """Says that a key will count where nothing more is typed."""
        self.prompt.hint(self._t(say("{key} …: it counts in 2 s, if alone.", key=key)))
        self._why.draw()

    def not_alone(self, key: str) -> Sentence:
        """Says, in these words, that a key does not count with more behind it, as a line has."""
        yes = self.prompt.yes_key or key
        words = say("More came behind {key}: {yes} alone, if it is meant.", key=key, yes=yes)
        self.left_out(words)
        return words

    def left_out(self, why: Sentence) -> None:
        """Says in front of the question that stands, if one does, that what came behind its answer is ignored."""
        if self.prompt.asking:
            self.prompt.hint(self._t(why))
            self._why.draw()

    def left_alone(self, key: Value, seconds: float) -> None:
        """Says that a key came long after the one before, and is wanted once more."""
        self.prompt.hint(
            self._t(
                say(
                    "{key} came {n} s after the key before. If it was meant, press it again now.",
                    n=int(seconds),
                    key=key,
                )
            )
        )
        self._why.draw()

    def given_up(self) -> Sentence | None:
        """That what is asked, or was answered last, comes to nothing; None where a yes writes nothing."""
        asked = self.prompt.asked_whether.removesuffix(f"({self._t(KEYS)})").rstrip()
        return say('Given up, nothing is done: "{question}"', question=asked) if asked else None

    def cancel(self) -> None:
        """Takes the question back."""
        self.prompt.cancel()
        self._taken_back()
        self._why.draw()

    def ask_whether(
        self,
        asked: Confirm,
        answered: Callable[[str], None],
        *,
        taken_back: Callable[[], None] = lambda: None,
        where: Sentence | None = None,
    ) -> None:
        """As `Confirm` has it; `answered` hears its key `also`, or nothing where it was another yes.

        `where` it stands among the questions of its conversation.
        """
        ends = partial(self._ends_with_no, taken_back, asked.writes)
        self._ask_by_key(asked, answered, taken_back, ends, where=where)

    def _ask_by_key(
        self,
        asked: Confirm,
        answered: Callable[[str], None],
        taken_back: Callable[[], None],
        denied: Callable[[], None],
        *,
        where: Sentence | None = None,
        typed: str = "",
        whether: str = "",
    ) -> None:
        """Asks what one key answers; `denied` hears of a no.

        It may be about a text that was `typed`, as the answer to what `whether` says.
        """
        self._taken_back, t, told = taken_back, self._t, asked.told
        whole, end = _told_before(told, asked.words), _told_before(asked.last_told, asked.words)
        insists = partial(insisting, key=asked.yes)
        apart = told is not None and cells(t(insists(asked.words))) <= self._picture.width - 2
        short = asked.words if apart else say("Answer ({yes}):", yes=keys_shown(asked.yes))
        self.prompt.ask(
            Question(
                *(t(whole), t(short)),
                lambda key: self._answered(partial(answered, key if key == asked.also else "")),
                yes=asked.yes.casefold() or yes_keys(t) + asked.also,
                yes_key=asked.yes,
                no=no_keys(t),
                also=asked.also,
                insisting=t(insists(whole)),
                insisting_short=t(insists(short) if apart else short),
                above=t(told) if told and apart else "",
                end=t(asked.last_told or "") if apart else t(end),
                writes=asked.writes,
                whether=whether or t(asked.words),
                where=t(where or ""),
                typed=typed,
                stayed=partial(self._denied, denied),
            )
        )
        self._why.draw()

    def _answered(self, act: Callable[[], None]) -> None:
        """A key said yes: the act is done or under way.

        Its answer is here in a moment: the lines are drawn once, not for a moment as they were.
        """
        self._under_way = False
        act()
        if self._under_way:
            self._why.clear()
        else:
            self._why.draw()

    def _denied(self, ends: Callable[[], None]) -> None:
        """A key said no, unless it was none of the question's, which stands then."""
        if not self.prompt.asking:
            ends()
        self._why.draw()

    def _ends_with_no(self, taken_back: Callable[[], None], writes: bool) -> None:
        taken_back()
        if writes:
            self.tell_for_now(say("No: nothing was written."))


def _without_how(question: str) -> str:
    """A question without what it says, behind it, of how to answer it."""
    asked, mark, _ = question.partition(" (")[0].partition("?")
    return asked + mark


def _told_before(told: Sentence | None, asked: Sentence) -> Sentence:
    """A question behind what is told with it."""
    return say("{told} {question}", told=told, question=asked) if told else asked


def _after_nothing(question: Sentence, *, filters: bool) -> Sentence:
    """A question once more, after an answer that was empty."""
    if filters:
        return say("Empty, it shows all; Esc leaves. {question}", question=question)
    return say("The answer was empty. {question}", question=question)
