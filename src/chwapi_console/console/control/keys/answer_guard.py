"""Whether a key can be the answer to the question that stands.

Nobody answers what nobody has read. So a yes, or the Enter behind a text, counts only once the
question has stood for as long as reading takes, and not among the letters of a text. What may have
been typed for another window, or unread, is asked for once more, with the reason.
"""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from chwapi_console.addressed import speaks_to_somebody
from chwapi_console.answers import goes_on_with_word, means_yes, no_keys, yes_and_no_words, yes_keys
from chwapi_console.console.control.asking import doubt
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.keys.lull import AT_ONCE, CLOSED, PASTED_LINES, QUIET, Lull
from chwapi_console.console.control.keys.pace import Rhythm
from chwapi_console.console.control.keys.with_its_key import began_with_its_key
from chwapi_console.console.control.keys.word_guard import answers_nothing
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke
from chwapi_console.inventory.plain_words import plain
from chwapi_console.lone_words import is_lone_word, says_of_what
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.other_windows import holds_secret, is_chat, is_for_another_window, is_secret
from chwapi_console.people import is_among, person
from chwapi_console.remark_doubts import (
    A_SECRET,
    FOR_ANOTHER_WINDOW,
    SAYS_NOTHING,
    TO_SOMEBODY,
    why_no_remark,
)
from chwapi_console.text import Language, Sentence, in_one, say

ENTER = say("Enter")
READ_TIME = 0.6
"""Seconds without another letter for which a question stands before a yes can be the answer to it:
nobody has read it sooner."""
READ_TEXT = 1.2
"""Seconds after a question was drawn before which nobody has read it and begun to answer in words:
what is typed sooner may be the rest of a word that began with the key."""
READ_QUESTION = 2.0
"""Seconds after a question could be seen before which the letter for yes may go on with the word that
its key began: who looks for each letter types one in one to two seconds."""
STALE = 10.0
"""Seconds without a key after which whoever types on in a text may think of another window."""
STALE_AT_ONCE = 5.0
"""The same where the question was left as soon as its key was pressed: nothing says that whoever
types now has seen it. One that follows an answer was seen by whoever gave that."""
INTERRUPTED = 3.0
"""Seconds without a key after which what is typed on may be meant for another window: it is looked at
by itself too."""
LEFT_ALONE = 20.0
"""Seconds without a key after which a yes may be meant for another window: it is asked for again."""


class AskedBy(NamedTuple):
    """What asked: the key, the number of its question, and whether it asks for a note.

    `letters` are those of a word that it may have been typed in, with those that came before the
    question stood; empty where no word can hold the key.
    """

    question: int
    stroke: Stroke
    note: bool = False
    letters: str = ""


class AnswerGuard:
    """Follows one question after the other, and the keys that come while it stands.

    `stalls` says whether the line has not taken yet what was drawn, `people` who has a name here, and
    `names` which words they and the plan are called by.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        lull: Lull,
        t: Language,
        stalls: Callable[[], bool],
        people: Callable[[], Iterable[str]],
        names: Callable[[], AbstractSet[str]],
    ) -> None:
        self._dialogue, self._lull, self._t = dialogue, lull, t
        self._stalls, self._people, self._names = stalls, people, names
        self._question = 0
        self.asked_by = AskedBy(0, NO_STROKE)
        self.calm_since = self._touched_at = float("-inf")
        self._paused, self._is_early, self._follows = 0.0, False, False
        self._is_late = self._is_left_alone = False
        self._rhythm, self._resumed_at = Rhythm(), 0
        self.seen_at, self.came_too_soon = float("-inf"), False
        self._resumed, self._is_by_key = doubt.BEGUN, False
        self._doubted: tuple[str, str, Sentence] | None = None

    def sees_question(self, at: float) -> None:
        """Remembers when a question began to stand that is drawn now."""
        if self._question != self._dialogue.prompt.asked:
            self._question = self._dialogue.prompt.asked
            if not self._dialogue.prompt.asking:
                self._is_by_key = False
            elif self._is_by_key and not self._follows:  # thought out first, or asked anew since
                self.asked_by = self.asked_by._replace(question=self._question)
            self.calm_since = self._touched_at = self.seen_at = at
            self.came_too_soon = self._is_late = self._is_left_alone = False

    def sees_it_late(self, at: float) -> None:
        """The line has taken only now what was drawn."""
        self.calm_since = self.seen_at = at

    def asks(self, stroke: Stroke, *, note: bool, asks: bool, before: str = "") -> None:
        """A key that answers nothing was dealt with: what is asked now, or once it is thought out, it has asked.

        `asks` says that it asks for something, `before` which letters came before it in vain.
        """
        self._is_by_key = asks
        letters = f"{before}{stroke.character}" if stroke.is_letter else ""
        self.asked_by = AskedBy(self._dialogue.prompt.asked, stroke, note, letters)
        self._doubted = None
        self._forgets()
        self._follows = False

    def loses(self, letters: str) -> None:
        """Letters came before the question could be read, and are no part of its answer."""
        by = self.asked_by
        if by.letters and letters.isalpha():
            self.asked_by = by._replace(letters=by.letters + letters)

    def goes_on_with_key(self, stroke: Stroke) -> bool:
        """Whether a letter that a hand typed came behind the key that asked as words are typed."""
        by = self.asked_by
        is_by_key = self._is_asked_by_key and by.letters != ""
        return is_by_key and not stroke.hurried and self._rhythm.is_word_with_key

    @property
    def _is_asked_by_key(self) -> bool:
        """Whether what is asked now was asked by a key, and is not what followed an answer."""
        return self._dialogue.prompt.asked == self.asked_by.question

    @property
    def wants_lone_key(self) -> bool:
        """Whether one key says yes to what is asked, and only where nothing follows.

        So where it is about a text that was typed, where something came that was no answer, where an
        answer has led to it, of a line whose Enter nobody may have meant for it, and where nobody
        touched a key for long: there a chat may begin, or go on, with a word for yes.
        """
        prompt = self._dialogue.prompt
        if not prompt.asking or prompt.typing:
            return False
        of_line = prompt.asks_if_meant or prompt.has_insisted
        return of_line or (prompt.writes and (self._follows or self._is_late))

    def is_usual_yes(self, stroke: Stroke) -> bool:
        """Whether a key says yes to other questions, and not to this one: it gives no text up."""
        prompt = self._dialogue.prompt
        usual = (stroke.character or "").casefold() in yes_keys(self._t)
        return stroke.prints and usual and prompt.yes_key != ""

    def is_answered(self) -> None:
        """The question is gone, and with it what was doubtful about its answer; another may follow."""
        self._forgets()
        self._follows = True

    def _forgets(self) -> None:
        """Nothing is doubtful about when the answer was typed."""
        self._paused, self._is_early, self._resumed_at = 0.0, False, 0
        self._rhythm = Rhythm()

    def touches(self, stroke: Stroke) -> float:
        """Takes note of a key that came to the question: seconds since the one before."""
        since, self._touched_at = stroke.at - self._touched_at, stroke.at
        self._is_late, self._is_left_alone = since >= STALE_AT_ONCE, since >= LEFT_ALONE
        return since

    def is_its_key_again(self, stroke: Stroke) -> bool:
        """Whether the key that asked is pressed once more, with no yes between that makes a text with it."""
        return stroke.key == self.asked_by.stroke.key and not self.came_too_soon

    def may_go_on_with_word(self, stroke: Stroke) -> bool:
        """Whether a yes may be the second letter of a word that the question's key began.

        Only the first yes to a question can be, since it comes before anybody has read what is
        asked. A second one is meant, and `came_too_soon` tells of the first.
        """
        prompt, by = self._dialogue.prompt, self.asked_by
        if self.came_too_soon or not prompt.says_yes(stroke.character):
            return False
        self.came_too_soon = (
            self._is_asked_by_key
            and stroke.at - self.seen_at < READ_QUESTION
            and goes_on_with_word(by.stroke.character or "", stroke.character or "")
        )
        return self.came_too_soon

    def is_unread_yes(self, stroke: Stroke, since: float) -> bool:
        """Whether a yes, so long after the key before, may not be meant.

        It comes before anybody can have read the question, from a key held down, from no hand, or
        long after.
        """
        calm_since = self.calm_since
        if stroke.prints and not self._dialogue.prompt.typing:
            self.calm_since = stroke.at
        unread = stroke.hurried or stroke.at - calm_since < READ_TIME or self._stalls()
        says_yes = self._dialogue.prompt.says_yes(stroke.character)
        return says_yes and (unread or since >= LEFT_ALONE)

    def forgets_repeated_key(self, stroke: Stroke) -> None:
        """Wipes the letter of the key that asked, pressed again on a late line, once the text begins."""
        prompt, letter = self._dialogue.prompt, self.asked_by.stroke.character
        is_alone = self._is_asked_by_key and prompt.text == letter
        if is_alone and stroke.prints and self._rhythm.repeats_key(stroke.at):
            prompt.key("ctrl+u", None)

    def notes_doubt(self, stroke: Stroke, since: float) -> None:
        """Remembers whether a text was typed on after a pause, or begun unread.

        Told by a key, and how long it came after the one before.
        """
        prompt = self._dialogue.prompt
        begins = stroke.prints and prompt.is_untouched
        if begins:  # also where what stood there was wiped: that text is gone with its doubts
            self._paused, self._is_early = 0.0, not prompt.filtering and self._is_unread(stroke)
            self._rhythm, self._resumed_at = Rhythm(), len(prompt.goes_on_with)
            self._resumed = doubt.BEGUN
        elif stroke.prints and since >= INTERRUPTED:
            self._resumed_at, self._resumed = len(prompt.text), doubt.paused(since)
        by = self.asked_by.stroke if self._is_asked_by_key else NO_STROKE
        self._rhythm.hears(stroke, by)
        typed_on = since >= STALE and (stroke.prints or not prompt.is_untouched)
        if typed_on or (begins and not self._follows and since >= STALE_AT_ONCE):
            self._paused = 0.0 if prompt.filtering else max(since, self._paused)

    def _is_unread(self, stroke: Stroke) -> bool:
        """Whether a text begins before anybody can have read what is asked."""
        return stroke.at - self.calm_since < READ_TEXT or self._stalls()

    def ends_text(self, stroke: Stroke) -> bool:
        """Whether Enter ends an answer.

        It does not where it was pressed twice and nobody has read what is asked now, or which
        answer of before is offered; nor alone where nobody had pressed a key for long; where no
        hand pressed it; where a word for yes or no was typed to no question; and, until a key says
        that the text is meant, where that began before the question was read, says nothing, reads
        like a line for another window, was typed on after a pause, or begins with one that was
        doubted. What no hand gave needs no time to read.
        """
        prompt, by = self._dialogue.prompt, self.asked_by
        if prompt.is_untouched and self._is_wanted_again(stroke):
            return False
        is_awaited = prompt.is_expected and prompt.is_certain
        if stroke.hurried and not (stroke.gathered or prompt.filtering or is_awaited):
            self._lull.want(stroke.at, PASTED_LINES, AT_ONCE, in_answers=True)
            if prompt.text.strip():
                secret = holds_secret(prompt.text)
                self._doubts(stroke, A_SECRET if secret else doubt.AT_ONCE)
            return False
        if prompt.filtering or not prompt.writes:
            return True
        by_key = self._is_asked_by_key and by.letters
        word = f"{by.letters}{prompt.text}" if by_key else ""
        if not (prompt.wants_remark or prompt.takes_a_word) and self._answers_somebody(word):
            word = word.split(maxsplit=1)[0].strip(
                ",.!;:"
            )  # nobody is called so, and nothing else either
        if (why := answers_nothing(word, self._t)) is not None:
            self._dialogue.cancel()
            self._dialogue.tell(why, "warn")
            self._lull.want(stroke.at, QUIET, CLOSED)
            return False
        doubted = self._why_doubted(stroke, word)
        if doubted is not None and prompt.text.strip():
            self._doubts(stroke, doubted)
            return False
        return True

    def _is_wanted_again(self, stroke: Stroke) -> bool:
        """Whether an Enter that would answer alone is wanted once more, which is said then."""
        prompt = self._dialogue.prompt
        if stroke.at - self.calm_since < (READ_QUESTION if prompt.offers else READ_TIME):
            self.calm_since = stroke.at
            self._dialogue.too_soon(ENTER)
            return True
        if is_left := self._is_left_alone and prompt.ends and not prompt.filtering:
            self._dialogue.left_alone(ENTER, LEFT_ALONE)
        return is_left

    def may_end_line(self, end: Stroke) -> bool:
        """Whether an Enter that hardly a hand gave may end the answer to what a key has asked."""
        prompt, by = self._dialogue.prompt, self.asked_by
        return prompt.typing and self._is_asked_by_key and (by.note or end.of_program)

    @property
    def is_stalled(self) -> bool:
        """Whether the line has not taken yet what was drawn."""
        return self._stalls()

    def _why_doubted(self, stroke: Stroke, word: str) -> Sentence | None:
        """Why the text in the prompt may not be meant; None where nothing says so.

        One reason is that the letter of the key that asked makes a `word` with it.
        """
        prompt = self._dialogue.prompt
        if is_for_another_window(prompt.text) or is_for_another_window(word):
            return FOR_ANOTHER_WINDOW
        if prompt.goes_on_with:
            return doubt.HALF
        if prompt.wants_remark and (
            why := self._why_no_remark(prompt.text, word) or self._why_not_resumed(prompt.text)
        ):
            return why
        if not (prompt.takes_a_word or prompt.is_certain) and speaks_to_somebody(prompt.text):
            return TO_SOMEBODY
        if word and not prompt.is_certain and self._answers_somebody(word):
            return doubt.without_its_key(self.asked_by.letters)
        if not prompt.takes_a_word and self._is_yes_or_no(prompt.text):
            return doubt.YES_OR_NO
        undoubted = prompt.takes_a_word or prompt.is_certain or prompt.is_refused
        if not undoubted and self._is_chat(prompt.text):
            return TO_SOMEBODY
        if word and self._rhythm.begins_with_key and not (prompt.is_certain or stroke.ends_line):
            return doubt.without_its_key(self.asked_by.letters)
        return prompt.own_doubt or self._why_untimely(stroke) or self._why_doubted_before()

    def _why_doubted_before(self) -> Sentence | None:
        """Why the text was doubted that this one begins with: what is typed behind it vouches for nothing."""
        if self._doubted is None:
            return None
        asked, before, why = self._doubted
        prompt = self._dialogue.prompt
        return why if prompt.asks_for == asked and prompt.text.strip().startswith(before) else None

    def _is_chat(self, text: str) -> bool:
        """Whether a text is made of words of a chat, and is nobody's name here: `d'accord`."""
        return is_chat(text) and not is_among(text.strip(), self._people())

    def _answers_somebody(self, word: str) -> bool:
        """Whether a text with its key in front begins with yes or no, and goes on: `oui je regarde`."""
        first, *more = word.split() or [""]
        return bool(more) and first.strip(",.!;:").casefold() in yes_and_no_words(self._t)

    def _why_untimely(self, stroke: Stroke) -> Sentence | None:
        """Why a text may not be meant by when it was typed; None where nothing says so.

        What can be nothing but the answer is meant whenever it came: only a name is wanted of who
        has read the question, and a person's soon, for people are called by it elsewhere too.
        """
        prompt, name = self._dialogue.prompt, self._dialogue.prompt.text.strip()
        is_certain, is_somebody = prompt.is_certain, is_among(name, self._people())
        is_called_so = is_somebody or person(name) in self._names()
        if prompt.is_expected and is_certain:
            return None
        if self._is_early and not stroke.ends_line and (is_called_so or not is_certain):
            return doubt.UNREAD
        if prompt.is_expected:
            return None
        is_of_talk = is_somebody or self._is_yes_or_no(name)
        is_sure = is_certain or prompt.is_summed_up or self._is_thought_out
        return doubt.paused(self._paused) if self._paused and (is_of_talk or not is_sure) else None

    @property
    def _is_thought_out(self) -> bool:
        """Whether somebody has hardly done more than think of the remark that stands there.

        They were not away for long, and what speaks to somebody is told by its words: what is left is
        short and says nothing of a machine.
        """
        prompt = self._dialogue.prompt
        is_soon = self._paused < LEFT_ALONE
        return prompt.wants_remark and is_soon and says_of_what(prompt.text, self._names())

    def _is_yes_or_no(self, text: str) -> bool:
        """Whether a text, wanted as a name or the like, is what answers yes or no."""
        word = text.strip().casefold()
        return bool(word) and (
            means_yes(word, self._t) is not None or word in yes_and_no_words(self._t)
        )

    def _why_no_remark(self, typed: str, word: str) -> Sentence | None:
        """Why a text is hardly a note or a reason; None where it says something.

        It may be the rest of a `word` that began with its key.
        """
        why = why_no_remark(typed, self._people(), self._t)
        says_so_itself = why is not None and why != SAYS_NOTHING
        if word and not says_so_itself and began_with_its_key(typed, word, self._names()):
            return doubt.without_its_key(self.asked_by.letters)
        return why or (doubt.ONE_WORD if is_lone_word(typed) else None)

    def _why_not_resumed(self, typed: str) -> Sentence | None:
        """Why what was typed on after a pause is hardly the rest of a remark.

        Somebody who was interrupted types a line for another window into what they had begun.
        """
        if not self._resumed_at:
            return None
        before, rest = typed[: self._resumed_at], typed[self._resumed_at :]
        if before[-1:].isalnum() and rest[:1].isalnum():  # a line for somebody else is joined to it
            return self._resumed
        why = why_no_remark(rest, self._people(), self._t)
        return None if why == SAYS_NOTHING and not is_chat(rest.strip()) else why

    def _doubts(self, stroke: Stroke, why: Sentence) -> None:
        """Asks whether the text that stands there is meant, and says why it may not be.

        Of a remark that is a password, and no more, it is not asked: the record keeps it for good.
        """
        prompt = self._dialogue.prompt
        self._forgets()
        self._follows = True
        self.calm_since = stroke.at
        if prompt.wants_remark and is_secret(prompt.text):
            self._dialogue.takes_no_secret()
        else:
            self._doubted = (prompt.asks_for, prompt.text.strip(), why)
            own = prompt.own_doubt
            told = in_one([why, own]) if own is not None and own != why else why
            hidden = doubt.hides(prompt.text, why)
            self._dialogue.ask_if_meant(told, self._yes_key("" if hidden else prompt.text))

    def _yes_key(self, text: str) -> str:
        """The letter that says of a doubted text that it is meant.

        The one whose key has asked for it, else the first of the text, of those that say neither yes
        nor no: who comes back may mean such a one for the question that stood before. Empty for none.
        """
        own = self.asked_by.letters[-1:] if self._is_asked_by_key else ""
        others = yes_keys(self._t) + no_keys(self._t)
        letters = (each for each in own + plain(text) if each.isalpha())
        return next((each for each in letters if each.casefold() not in others), "")
