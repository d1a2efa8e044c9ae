"""What the keys of a question do: take it back, move in what it is about, or answer it.

Whether a key can be the answer, `answer_guard.py` knows; here is what becomes of one that can, of
one that cannot, and of what is typed once the question is gone.
"""

from collections.abc import Callable

from chwapi_console.answers import is_offered_yes, rest_of_word, spoilt_by
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.keys.answer_guard import LEFT_ALONE
from chwapi_console.console.control.keys.line_of_text import IN_ONE_LINE
from chwapi_console.console.control.keys.lull import (
    ANSWERED,
    CLOSED,
    ESCAPED,
    PASTED_LINES,
    QUIET,
    REFUSED,
)
from chwapi_console.console.control.keys.stray_text import StrayText
from chwapi_console.console.control.keys.watchers import Watchers
from chwapi_console.console.control.keys.word_guard import HUNTED_ALONE, WORD_GAP
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.known.actions import READING, Action, written
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.terminal.stroke import Stroke


class Answering:
    """Deals with the keys that come while a question stands.

    `do` does an action, `once_alone` calls back when the key that was pressed last has stood alone.
    """

    def __init__(
        self,
        picture: Picture,
        dialogue: Dialogue,
        watchers: Watchers,
        text: StrayText,
        keys: Keymap,
        do: Callable[[Action], None],
        once_alone: Callable[[Callable[[float], None]], None],
    ) -> None:
        self._picture, self._dialogue, self._text = picture, dialogue, text
        self._watchers, self._latest, self._guard = watchers, watchers.latest, watchers.guard
        self._keys, self._do, self._once_alone = keys, do, once_alone

    def hears(self, stroke: Stroke) -> None:
        """A key that belongs to a question.

        Takes it back, moves in what it is about, or is an answer, where it can be one.
        """
        dialogue, prompt, self._latest.stroke = self._dialogue, self._dialogue.prompt, stroke
        in_word = self._watchers.words.goes_on(stroke, moves=False)
        if stroke.key == "escape":
            self._is_escaped(stroke)
            return
        if stroke.key in READING and self._picture.page.is_asked_about:
            self._do(self._keys.actions[READING[stroke.key]])
            return
        since = self._guard.touches(stroke)
        if self._is_of_text(stroke):
            self._text.comes_to_question(stroke)
            return
        if self._guard.is_unread_yes(stroke, since):
            self._wants_it_once_more(stroke, since)
            return
        if self._guard.may_go_on_with_word(stroke):
            dialogue.too_soon(written(stroke.key))
            return
        self._waits_for_more(stroke)
        if usual := self._guard.is_usual_yes(stroke):
            dialogue.no_answer_here(written(stroke.key))
        if self._guard.wants_lone_key and (usual or prompt.goes_on(stroke.character)):
            self._says_yes_alone(stroke, tells=not usual)
        elif not prompt.typing or self._is_of_answer(stroke, since):
            self._give(stroke, in_word=in_word)

    def _says_yes_alone(self, stroke: Stroke, *, tells: bool) -> None:
        """A yes counts once it stands alone: with it begins what people answer each other.

        Until then the question stands, and what comes behind it is no answer to the next one.
        """
        asked = self._dialogue.prompt.asked

        def counts(at: float) -> None:
            if self._dialogue.prompt.asked == asked:
                self._give(stroke._replace(at=at), in_word=False)

        self._latest.by_key = True
        if tells:
            self._dialogue.waits_alone(written(stroke.key))
        self._once_alone(counts)

    def _is_of_answer(self, stroke: Stroke, since: float) -> bool:
        """Whether a key, so long after the one before, goes into a text, or ends it."""
        self._watchers.typist.hears(stroke)
        self._guard.forgets_repeated_key(stroke)
        self._guard.notes_doubt(stroke, since)
        ends = stroke.key == "enter"
        if self._is_rest_of_line(stroke) or (ends and self._is_filter_of_text):
            self._dialogue.cancel()
            self._text.comes(stroke)
            return False
        return not ends or self._guard.ends_text(stroke)

    def _is_escaped(self, stroke: Stroke) -> None:
        """Esc closes a question: whoever presses it looks at the screen, or believes that this is an editor.

        So the next key counts, once it cannot have come in one piece with it, and an act is heard out.
        """
        prompt = self._dialogue.prompt
        pause = ESCAPED if prompt.typing and not prompt.is_untouched else ANSWERED
        was_text, given_up = prompt.asks_if_meant, None
        if prompt.has_insisted or prompt.has_hint:  # a yes was pressed, and was not taken
            given_up = self._dialogue.given_up()
        self._dialogue.cancel()
        if given_up is not None and not prompt.said:
            self._dialogue.tell(given_up)
        if was_text:  # letters before its key were of it too
            asked_by = self._guard.asked_by.stroke
            self._text.line.show_as_before(asked_by.at)
            self._watchers.ignored.tell_what_was_written_before(asked_by)
        self._watchers.ignored.looks()
        self._watchers.lull.want(stroke.at, pause, CLOSED, mildly=True, escaped=True)
        self._text.may_follow(stroke.at)

    def _is_of_text(self, stroke: Stroke) -> bool:
        """Whether a key that answers nothing is a letter of a text, or the key of another act.

        Whoever presses it has not read what one key answers, and would answer it unread. The key that
        asked is pressed again where a line is slow, but no yes stands between.
        """
        prompt = self._dialogue.prompt
        if prompt.typing or not stroke.prints or prompt.answers(stroke.character):
            return False
        if self._guard.is_usual_yes(stroke):
            return False
        return prompt.asks_if_meant or not self._guard.is_its_key_again(stroke)

    @property
    def _is_filter_of_text(self) -> bool:
        """Whether what is looked for is the rest of a text whose slash asked for it."""
        asked_by = self._guard.asked_by.stroke
        return self._dialogue.prompt.filtering and self._text.line.holds(asked_by.at)

    def _is_rest_of_line(self, stroke: Stroke) -> bool:
        """Whether a word that began with the key of the question goes on with the letter that wrote before.

        In the field for a note it would hide what that has written: `o`, a thought, `n y va`.
        """
        asked_at = self._guard.asked_by.stroke.at
        return self._guard.goes_on_with_key(stroke) and (
            self._watchers.ignored.wrote_before(asked_at, IN_ONE_LINE)
        )

    def _wants_it_once_more(self, stroke: Stroke, since: float) -> None:
        """Asks once more for a yes that may not be meant, so long after the key before, and says why."""
        if since >= LEFT_ALONE:
            self._dialogue.left_alone(written(stroke.key), since)
        else:
            self._dialogue.prompt.insist()

    def _waits_for_more(self, stroke: Stroke) -> None:
        """Keeps how long what a key answers waits for another letter."""
        is_odd_yes = stroke.character in ("y", "Y") and not is_offered_yes("y", self._picture.t)
        self._latest.came_once_more = self._guard.came_too_soon or is_odd_yes
        self._latest.alone_for = HUNTED_ALONE if self._dialogue.prompt.writes else WORD_GAP

    def _give(self, stroke: Stroke, *, in_word: bool) -> None:
        """A key of an answer.

        When the question goes with it, nothing typed in the same breath is a command, and of a text
        that no hand typed not even an answer to what is asked next.
        """
        prompt = self._dialogue.prompt
        self._latest.has_asked |= prompt.typing
        asked, one_letter, filtering = prompt.asked, not prompt.typing, prompt.filtering
        of_text = prompt.asks_if_meant
        self._latest.by_key = one_letter and not self._guard.wants_lone_key
        declines = one_letter and not prompt.goes_on(stroke.character)
        declined = self._dialogue.given_up() if declines else None
        prompt.key(stroke.key, stroke.character)
        if declined is not None and not prompt.asking:
            self._text.is_declined(stroke.at, declined)
        if self._dialogue.turned_down:
            self._watchers.lull.want(stroke.at, QUIET, REFUSED)
        elif prompt.asked != asked:
            if (in_word or not one_letter) and not filtering:
                pause = QUIET
            else:
                pause = PASTED_LINES if stroke.hurried and not stroke.gathered else ANSWERED
            self._is_closed(stroke, pause, one_letter=one_letter, in_word=in_word)
            if of_text and prompt.typing:  # the rest of a no goes into no text
                self._watchers.lull.want(stroke.at, pause, CLOSED, in_answers=True)

    def _is_closed(self, stroke: Stroke, pause: float, *, one_letter: bool, in_word: bool) -> None:
        """A key has ended the question.

        Keys mean nothing until a pause, and the rest of the word of which `one_letter` has answered
        means nothing at all.
        """
        self._watchers.lull.want(
            stroke.at,
            pause,
            CLOSED,
            in_answers=stroke.hurried,
            mildly=not stroke.hurried and not (in_word and one_letter),
        )
        letter = (stroke.character or "") if one_letter else ""
        self._watchers.lull.expect(rest_of_word(letter, self._picture.t), spoilt_by(letter))
        self._guard.is_answered()
