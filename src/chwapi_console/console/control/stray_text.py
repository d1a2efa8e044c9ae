"""A text that somebody types where every letter is a key: which keys are letters of it.

Once it is known for one, what its letters changed of what is shown is put back, what they did is
said by name, and what follows of it means nothing until a pause.
"""

from chwapi_console.console.control.dialogue import Dialogue
from chwapi_console.console.control.disabled import why_disabled
from chwapi_console.console.control.latest_key import TICK
from chwapi_console.console.control.lull import AT_ONCE, QUIET, REFUSED_KEY
from chwapi_console.console.control.next_key import HUNTED
from chwapi_console.console.control.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.console.control.watchers import Watchers
from chwapi_console.console.control.word_guard import (
    ALONE,
    CAME_BACK,
    HUNTED_ALONE,
    TEXT_GAP,
    UNASKED,
    WORD_GAP,
)
from chwapi_console.console.known.actions import ACTS, SELECTS, Action, written
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke
from chwapi_console.text import Sentence, in_one, say

IN_ONE_LINE = 5.0
"""Seconds behind a letter of a text within which a key is one more of it: it is not offered once more."""
DECLINED = 5.0
"""Seconds after a no within which a text may have begun with it: `non attends`."""
UNTIL_KNOWN = ("server.take", "server.clean")
"""What a text begins with most often (`tail`, `tu`, `cat`, `cd`): likewise, where nothing was typed yet."""
HARMS = (
    *UNTIL_KNOWN,
    "server.compromised",
    "server.drop",
    "server.on",
    "server.verified",
    "act.undo",
)
"""What is done seldom, asks nothing, and would do most harm by the first letter of a text: it acts as
late as for who looks for each letter, until it is known that they do not."""
LONGEST_LINE = 10.0
"""Seconds over which letters that only change what is shown may be of one text: beyond that somebody
goes through the list."""
LOOKED_UP = 1.5
"""Seconds behind a text without an Enter, typed briskly, from which on an ignored key is none of its letters."""
NOTE = "subject.note"
LEFT_OUT = say("What came behind it is ignored.")
AS_BEFORE = say("The screen is as it was before it.")


class StrayText:
    """Knows whether somebody types a text, and what of it must be put back and said."""

    def __init__(
        self, picture: Picture, dialogue: Dialogue, router: Router, watchers: Watchers
    ) -> None:
        self._picture, self._dialogue, self._router = picture, dialogue, router
        self._watchers, self._latest = watchers, watchers.latest
        self._declined: tuple[float, Sentence | None] = (float("-inf"), None)
        self._types_until = self._texts_until = self._text_at = float("-inf")
        self._blanks_until = float("-inf")
        self._strolled, self._before_strolling = NO_STROKE, router.scene
        self._line_at = self._line_began = float("-inf")
        self._before_line, self._lone, self._is_lone = router.scene, NO_STROKE, False
        self._lone_moves = False
        self._given_up: tuple[Sentence | None, float] = (None, float("-inf"))
        self._before_selecting: tuple[frozenset[str], str, int] | None = None

    def is_letter(self, stroke: Stroke, action: Action | None, *, moves: bool) -> bool:
        """Whether a key, with no question open, is a letter of a text.

        It goes on with a word, came as no hand presses keys, or makes no sense where it is.
        """
        in_word = self._watchers.words.goes_on(stroke, moves=moves)
        if stroke.stood:
            return False
        hurried = stroke.hurried and stroke.key != self._latest.stroke.key
        return in_word or hurried or self._watchers.next.is_letter(stroke, action)

    def waits_for_more(self, action: Action, stroke: Stroke) -> None:
        """Keeps how long the act of a key waits for another letter."""
        self._latest.came_once_more = self._may_begin(action, stroke)
        harms = action.id in HARMS and not self._watchers.typist.is_brisk
        self._latest.alone_for = HUNTED_ALONE if self._latest.came_once_more or harms else ALONE

    def _may_begin(self, action: Action, stroke: Stroke) -> bool:
        """Whether a key may be the first letter of a text, the second of which comes late.

        Whoever comes back may think that another window listens, whoever has just typed a text here
        may type on, and whoever looks for each letter of an answer looks for each of a text. A
        blank begins no word.
        """
        writes_on = self._watchers.typist.hunts or stroke.at < self._texts_until
        comes_back = self._latest.away_for >= CAME_BACK or stroke.at < self._types_until
        comes_back |= stroke.at < self._blanks_until
        begins = writes_on or self._watchers.next.follows_look(stroke)
        return comes_back or (begins and action.id != TICK)

    def may_type_on(self, at: float) -> None:
        """The question of a key does not stand: whoever does not see that types its text."""
        self._types_until = at + UNASKED

    def may_follow(self, at: float) -> None:
        """A question was left: whoever believes that this is an editor types a text now."""
        self._texts_until = max(self._texts_until, at + HUNTED)

    def is_declined(self, at: float, question: Sentence) -> None:
        """A question was answered with no, which may be the first word of a text."""
        self._declined = (at, question)

    def strolls(self, stroke: Stroke) -> None:
        """Keeps from where letters that move the cursor, or go elsewhere, began to."""
        if stroke.at - self._strolled.at >= WORD_GAP:
            self._before_strolling = self._router.scene
        self._strolled = stroke

    def _is_in_line(self, at: float) -> bool:
        """Whether a letter at a moment may go on with the line of the latest one."""
        return at - self._line_at < IN_ONE_LINE

    def is_of_line(self, at: float) -> None:
        """Keeps what was shown before a line began that a letter of a text, or one for nothing, is of.

        Whoever types one thinks between two words for longer than a text is known by.
        """
        if not self._is_in_line(at):
            strolls = at - self._strolled.at < TEXT_GAP
            self._before_line = self._before_strolling if strolls else self._router.scene
            self._line_began, self._is_lone = at, False
        self._line_at = at

    def shows(self, stroke: Stroke, *, moves: bool) -> None:
        """Keeps what was shown before a letter that changes no more than that: a text may begin with it.

        Not where its key is pressed once more, or moves the cursor on from where another has: then
        somebody goes through the list.
        """
        at, before = stroke.at, self._lone
        soon = at - before.at < IN_ONE_LINE
        walks = soon and (stroke.key == before.key or (moves and self._lone_moves))
        self._lone, self._lone_moves = stroke, moves
        if self._is_lone and (walks or at - self._line_began >= LONGEST_LINE):
            self.ends_line()
        if not (walks or self._is_in_line(at)):
            self.is_of_line(at)
            self._is_lone = True
        if self._is_lone and self._is_in_line(at):
            self._line_at = at

    def ends_line(self) -> None:
        """Somebody looks at the screen, or did something: what is typed from now on is another line."""
        self._line_at = self._blanks_until = float("-inf")

    def holds_filter(self, stroke: Stroke) -> bool:
        """Whether the key of a filter came within a line of a text, as the path of `cd /srv` does."""
        return self._is_in_line(stroke.at)

    def shows_as_before(self, began: float) -> None:
        """Shows what was shown before the letters of a text that began at a moment changed it.

        Or those of the line that it is of.
        """
        if self._is_in_line(began):
            self._router.back_to(self._before_line)
        elif began - self._strolled.at < TEXT_GAP:
            self._router.back_to(self._before_strolling)
        self._router.doubts_selection()

    def selects(self, action: Action | None) -> None:
        """Keeps what was selected before a key that selects; nothing for any other."""
        selects = action is not None and action.id in SELECTS
        self._before_selecting = self._router.selection if selects else None

    def selects_as_before(self) -> None:
        """Selects what was selected before the latest key, if that selected."""
        if self._before_selecting is not None:
            self._router.select_as_before(*self._before_selecting)

    def may_be_meant(self, stroke: Stroke) -> bool:
        """Whether a key that a text took with it may have been pressed before that, for its act."""
        return stroke.at - self._text_at >= IN_ONE_LINE

    def comes(
        self, stroke: Stroke, given_up: Sentence | None = None, *, held: Stroke | None = None
    ) -> None:
        """A word is being typed.

        What follows of it means nothing, and what a letter of it may have done is said by name, the
        question that is `given_up` for it, and the key of an act that was `held` and is not done.
        """
        began = min(self._watchers.words.began, self._watchers.next.began(stroke))
        declined_at, declined = self._declined
        if given_up is None and stroke.at - declined_at < DECLINED:
            given_up = declined  # its no was the first word of the text
        goes_on = self._is_in_line(began)
        given_up_before, at = self._given_up
        if given_up is None and goes_on and at >= self._line_began:
            given_up = given_up_before
        self._given_up = (given_up, stroke.at)
        scene = self._router.scene
        self.shows_as_before(began)
        did = self.what_it_did(min(began, self._line_began) if goes_on else began, given_up, held)
        if self._is_lone and goes_on and self._router.scene != scene:
            did = in_one([did, AS_BEFORE])
        self.is_of_line(stroke.at)
        self._is_lone = False
        self._watchers.lull.want(stroke.at, HUNTED, did)
        self._texts_until = self._blanks_until = stroke.at + UNASKED
        self._text_at = stroke.at
        self._watchers.typist.hears(stroke)
        self._dialogue.prompt.tell("")
        self.ignores_key()

    def what_it_did(
        self, began: float, given_up: Sentence | None = None, held: Stroke | None = None
    ) -> Sentence:
        """What is said of a text that began at a moment."""
        notes = why_disabled(NOTE, self._picture.at.now) is None
        return self._watchers.ignored.what_text_did(
            began, given_up, held, waiting=self._latest.is_under_way, notes=notes
        )

    def goes_on_ignored(self, stroke: Stroke) -> None:
        """A key came before the pause that is wanted: it means nothing."""
        in_word = self._watchers.words.goes_on(stroke, moves=False)
        self._watchers.typist.hears(stroke)
        self._watchers.ignored.hears_ignored(stroke)
        if in_word and self._watchers.lull.told is REFUSED_KEY:
            self.comes(stroke)
        else:
            if self._is_in_line(stroke.at):
                self._line_at = stroke.at
            self.ignores_key()

    @property
    def _has_looked_up(self) -> bool:
        """Whether an ignored key is hardly one more letter of the text before it."""
        latest = self._latest
        if latest.key_before == "enter":
            return latest.away_for >= QUIET
        brisk = self._watchers.typist.is_brisk and latest.heard_key != "enter"
        return brisk and latest.away_for >= LOOKED_UP

    def ignores_key(self) -> None:
        """Says, beside what was said before, that keys are ignored, and the latest reason alone.

        Where a question stands it says so in front of that: of a pasted text the lines behind the
        first are gone.
        """
        if why := self._watchers.lull.why():
            self._watchers.ignored.tell_beside(why)
            self._dialogue.left_out(LEFT_OUT if why is AT_ONCE else why)
        elif self._has_looked_up:
            self._watchers.ignored.tell_too_soon(written(self._latest.heard_key))


def changes_something(action: Action) -> bool:
    """Whether an action does, selects or asks: what a letter of a text must not do."""
    return action.id in ACTS or action.id in SELECTS or action.asks
