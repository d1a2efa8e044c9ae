"""A text that somebody types where every letter is a key: which keys are letters of it.

Once it is known for one, what its letters changed of what is shown is put back, what they did is
said by name, and what follows of it means nothing until a pause.
"""

from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.keys.ignored_keys import UNDO
from chwapi_console.console.control.keys.latest_key import TICK
from chwapi_console.console.control.keys.line_of_text import IN_ONE_LINE, LineOfText
from chwapi_console.console.control.keys.lull import AT_ONCE, QUIET, REFUSED_KEY
from chwapi_console.console.control.keys.next_key import HUNTED
from chwapi_console.console.control.keys.watchers import Watchers
from chwapi_console.console.control.keys.word_guard import (
    ALONE,
    CAME_BACK,
    HUNTED_ALONE,
    TYPED_NEAR,
    UNASKED,
    WORD_GAP,
)
from chwapi_console.console.control.picture.disabled import why_disabled
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.console.known.actions import ACTS, SELECTS, Action, written
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke
from chwapi_console.recovery.words.meant.open_work import named
from chwapi_console.text import Sentence, in_one, say

DECLINED = 5.0
"""Seconds after a no within which a text may have begun with it: `non attends`."""
UNTIL_KNOWN = ("server.take", "server.clean")
"""What a text begins with most often (`tail`, `tu`, `cat`, `cd`). Behind a key that goes on with it, it
waits for no longer than that does."""
HARMS = (
    *UNTIL_KNOWN,
    "server.compromised",
    "server.drop",
    "server.on",
    "server.verified",
    UNDO,
)
"""What is done seldom, asks nothing, and would do most harm by the first letter of a text: it acts as
late as for who looks for each letter, until it is known that they do not."""
LOOKED_UP = 1.5
"""Seconds behind a text from which on a key of somebody who types briskly is none of its letters; of
another it is said that it came too soon."""
NOTE = "subject.note"
LEFT_OUT = say("What came behind it is ignored.")
BESIDE_A_DOUBT = say("This text stays; what was typed behind it is ignored.")
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
        self.line = LineOfText(router)
        self._given_up: tuple[Sentence | None, float] = (None, float("-inf"))

    def is_ended_by(self, stroke: Stroke) -> bool:
        """Whether Enter ends the text of which the key before was a letter, however long that is thought about.

        What was said of the text stays to be read.
        """
        goes_on = self._latest.goes_on_text and self._latest.away_for < IN_ONE_LINE
        ends = goes_on and stroke.key == "enter"
        if ends:
            self._watchers.lull.want(stroke.at, QUIET, TYPED_NEAR)
        return ends

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
        comes_back |= self.line.takes_blank(stroke.at) and not self._watchers.typist.is_brisk
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

    def may_be_meant(self, stroke: Stroke) -> bool:
        """Whether a key that a text took with it may have been pressed before that, for its act."""
        return stroke.at - self._text_at >= IN_ONE_LINE

    def gives_up(self, first: Stroke) -> Sentence:
        """What is said of a key whose act waited and was not meant.

        What was done before that is out of mind: to take it back is asked about, for the key that gave
        this up may be pressed once more where nobody has seen that it did.
        """
        key, is_undo = written(first.key), self._latest.asks_for == UNDO
        if not is_undo:
            self._picture.known.done_here.clear()
        servers = self._picture.at.servers
        if is_undo or not servers:
            return say("Given up: {key} has done nothing.", key=key)
        return say(
            "Given up: {key} has done nothing to {servers}.", key=key, servers=named(servers)
        )

    def takes_back(self, stroke: Stroke, first: Stroke) -> None:
        """A key that takes back came behind one whose act waits, or a text begins so: nothing is done.

        The cursor stays at what the act was meant for, by which it is told.
        """
        said, scene = self.gives_up(first), self._router.scene
        self.comes(stroke, held=first)
        self._router.back_to(scene)
        self._dialogue.tell(said)

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
        goes_on = self.line.holds(began)
        given_up_before, at = self._given_up
        if given_up is None and goes_on and at >= self.line.began:
            given_up = given_up_before
        self._given_up = (given_up, stroke.at)
        scene = self._router.scene
        self.line.show_as_before(began)
        first = min(began, self.line.began) if goes_on else began
        did = self.what_it_did(first, given_up, held, behind=stroke)
        if self.line.is_shown_only and goes_on and self._router.scene != scene:
            did = in_one([did, AS_BEFORE])
        self.line.is_known(stroke.at)
        pause = LOOKED_UP if self._watchers.typist.is_brisk else HUNTED
        self._watchers.lull.want(stroke.at, pause, did)
        self._texts_until = stroke.at + UNASKED
        self._text_at, self._latest.is_of_text = stroke.at, stroke.key != "enter"
        self._watchers.typist.hears(stroke)
        self._dialogue.prompt.tell("")
        self.ignores_key()

    def comes_to_question(self, stroke: Stroke) -> None:
        """A text is typed to a question of one key, which is given up.

        A text that it was about stands again where the rest was pasted with it: by hand it may be a
        line for another window, and an open field takes the next letters and Enter for its own.
        """
        if self._dialogue.prompt.asks_if_meant and stroke.hurried:
            self._watchers.lull.want(stroke.at, HUNTED, BESIDE_A_DOUBT, in_answers=True)
            self._dialogue.stands_again(BESIDE_A_DOUBT)
            return
        given_up = self._dialogue.given_up()
        self._dialogue.cancel()
        self.comes(stroke, given_up)

    def what_it_did(
        self,
        began: float,
        given_up: Sentence | None = None,
        held: Stroke | None = None,
        *,
        behind: Stroke | None = None,
    ) -> Sentence:
        """What is said of a text that began at a moment, and is known for one then, or by the key `behind`."""
        last = behind or NO_STROKE._replace(at=began)
        notes = why_disabled(NOTE, self._picture.at.now) is None
        return self._watchers.ignored.what_text_did(
            began, last.at, given_up, held, last, waiting=self._latest.is_under_way, notes=notes
        )

    def goes_on_ignored(self, stroke: Stroke) -> None:
        """A key came before the pause that is wanted: it means nothing."""
        in_word = self._watchers.words.goes_on(stroke, moves=False)
        of_text = self._latest.goes_on_text
        self._latest.is_of_text = of_text and stroke.key != "enter"
        if of_text and stroke.key == "enter":
            self._watchers.lull.shorten(QUIET)
        self._watchers.typist.hears(stroke)
        self._watchers.ignored.hears_ignored(stroke)
        told = self._watchers.lull.told
        goes_on = stroke.hurried and told is self._watchers.ignored.of_two
        if told is not None and (goes_on or (in_word and told is REFUSED_KEY)):
            self.comes(stroke)
        else:
            self.line.goes_on(stroke.at)
            self.ignores_key()

    @property
    def _is_no_letter(self) -> bool:
        """Whether an ignored key is hardly one more letter of the text before it: so is one pressed again."""
        latest = self._latest
        again = latest.heard_key == latest.key_before
        by_hand = latest.heard_key != "enter" and (again or not self._watchers.typist.hunts)
        goes_on = again and latest.goes_on_text
        return by_hand and latest.away_for >= (WORD_GAP if goes_on else LOOKED_UP)

    def ignores_key(self) -> None:
        """Says, beside what was said before, that keys are ignored, and the latest reason alone.

        Where a question stands it says so in front of that: of a pasted text the lines behind the
        first are gone.
        """
        if why := self._watchers.lull.why():
            self._watchers.ignored.tell_beside(why)
            self._dialogue.left_out(LEFT_OUT if why is AT_ONCE else why)
        elif self._is_no_letter:
            self._watchers.ignored.tell_too_soon(written(self._latest.heard_key))


def changes_something(action: Action) -> bool:
    """Whether an action does, selects or asks: what a letter of a text must not do."""
    return action.id in ACTS or action.id in SELECTS or action.asks
