"""What a key is for: the answer to a question, or an action; one key at a time, in the order in
which they were typed.

Textual hands keys to a widget's own queue, where those of one burst overtake what the first of them
began. Here each key is dealt with before the next is looked at. While an act of ours is on its way
to the disk, keys wait: what they are meant for is decided when its answer is on the screen. When
that takes long, nobody knows any more what they were meant for: they are dropped, and until the
answer comes nothing else can be written.
"""

from collections import deque
from collections.abc import Callable, Mapping
from time import monotonic

from textual.events import Key, Paste

from chwapi_console.answers import rest_of_word, spoilt_by, yes_and_no_words, yes_keys
from chwapi_console.console.control import doubt
from chwapi_console.console.control.dialogue import Dialogue
from chwapi_console.console.control.disabled import why_disabled
from chwapi_console.console.control.lull import (
    ANSWERED,
    AT_ONCE,
    BREATH,
    CLOSED,
    LEFT,
    PASTED_LINES,
    QUIET,
    REFUSED,
    Lull,
)
from chwapi_console.console.control.next_key import HUNTED, NextKey
from chwapi_console.console.control.pace import Pace
from chwapi_console.console.control.picture import Picture
from chwapi_console.console.control.repeated import Repeated
from chwapi_console.console.control.router import Router
from chwapi_console.console.control.word_guard import (
    ALONE,
    ROLLED,
    TAKEN_BACK,
    TICK_ALONE,
    TYPED,
    TYPED_BEFORE_ITS_ANSWER,
    WORD_GAP,
    Rolling,
    WaitingAct,
    WordGuard,
    answers_nothing,
)
from chwapi_console.console.known.actions import ACTS, MOVES, SELECTS, Action, written
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke, strokes
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import is_for_another_window
from chwapi_console.text import Sentence, Value, plural, say

PATIENCE = 1.0
"""Seconds that keys wait for the answer to an act."""
ALSO_WHILE_ASKED = ("view.redraw", "console.stop")
"""Actions whose keys are part of no answer."""
READING = {"up": "row.up", "down": "row.down", "pageup": "row.page_up", "pagedown": "row.page_down"}
"""Keys that move in what a question is about while it stands: no text has them."""
READ_TIME = 0.6
"""Seconds without another letter for which a question stands before a yes can be the answer to it:
nobody has read it sooner."""
TAKES_BACK = ("escape", "backspace", "delete")
"""Keys of who did not mean what was pressed just before."""
READ_TEXT = 1.2
"""Seconds after a question was drawn before which nobody has read it and begun to answer in words:
what is typed sooner may be the rest of a word that began with the key."""
STALE = 10.0
"""Seconds without a key after which whoever types on in a text may think of another window."""
STALE_AT_ONCE = 5.0
"""The same where the question was left as soon as its key was pressed: nothing says that whoever
types now has seen it."""
LEFT_ALONE = 20.0
"""Seconds without a key after which a yes may be meant for another window: it is asked for again."""
DOUBT_TIME = 1.0
"""Seconds before a second Enter can be the answer to whether a text is meant: on a slow line the
question has come to somebody's eyes by then."""
HABIT = 5.0
"""Seconds after an act within which a yes may be the answer to a question that it usually asks."""
ON_STEPS = ("step.tick", "step.skip", "step.fail")
TICK = "step.tick"
UNDO = "act.undo"
NOTE = "subject.note"
MILD = (NOTE, "console.quit")
"""Actions that only ask for a note or whether to leave: the least harm where their key was part of
what is typed on."""

SLOW_JOURNAL = say(
    "The journal is slow: the act is not on disk yet. You can look around meanwhile."
)
SLOW_THOUGHT = say("Thinking that out takes long. You can look around meanwhile.")
INSTEAD: Mapping[str, Sentence] = {
    "colon": say(
        "There is no command line in here: ? tells the keys, and every act is a verb in the shell "
        "too (--help)."
    ),
    "ctrl+p": say(
        "There is no list of commands in here: ? tells all keys, / filters, k and j go up and down."
    ),
}
"""Keys that other programs have taught people, and what does that here."""


class _AskedBy(NamedTuple):
    """The key that asked for something, the number of its question, and whether a note is asked
    for."""

    question: int
    stroke: Stroke
    note: bool = False


class _DoneBy(NamedTuple):
    """The key that did an act; what was done, once that is on disk, and whether it was an undo.
    `did` is None too where all stood so already."""

    stroke: Stroke
    did: Value | None = None
    undone: bool = False


class Keyboard:
    """`do` does an action; `pressed` hears of every key, and says when it is meant for nothing;
    `later` calls back after so many seconds; `stalls` says whether the line has not taken yet what
    was drawn. `clock` gives the time on which keys are stamped, in seconds."""

    def __init__(
        self,
        picture: Picture,
        dialogue: Dialogue,
        router: Router,
        keys: Keymap,
        do: Callable[[Action], None],
        pressed: Callable[[], bool],
        later: Callable[[float, Callable[[], None]], object],
        stalls: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._picture, self._dialogue, self._router = picture, dialogue, router
        self._keys, self._do, self._pressed = keys, do, pressed
        self._stalls, self.clock = stalls, clock
        self._later = later
        self._held: deque[Stroke] = deque()
        self._waiting = self._slow = self._asked = False
        self._acts = 0
        self._stroke = NO_STROKE
        self._lull, self._repeated, self._words = Lull(), Repeated(), WordGuard()
        self._pace, self._next = Pace(), NextKey()
        self._rolling, self._unsent = Rolling(), WaitingAct(later, self._now)
        self._question = 0
        self._calm_since = float("-inf")
        self._by_key = self._is_answer = False
        self._missed, self._nothing_follows = 0, False
        self._asked_by, self._act_asked = _AskedBy(0, self._stroke), ""
        self._strayed_at = float("-inf")
        self._paused, self._is_early = 0.0, False
        self._touched_at = float("-inf")
        self._acted_at = float("-inf")
        self._done_by = _DoneBy(NO_STROKE)
        self._before_ignored = self._ignored = ""
        self._before_selecting: tuple[frozenset[str], str, int] | None = None

    def _now(self) -> float:
        """The time by the clock of this moment: it may be replaced by another."""
        return self.clock()

    def key(self, key: Key) -> None:
        """A key was pressed."""
        at = key.time + self.clock() - monotonic()
        if self._pressed():
            self._lull.want(at, QUIET, CLOSED)
            return
        self._held.extend(self._pace.heard(stroke) for stroke in strokes(key, at))
        self._deal_with_held()

    @property
    def waits(self) -> bool:
        """Whether keys wait for the answer to an act."""
        return self._waiting and not self._slow

    def paste(self, paste: Paste) -> None:
        """A text was pasted: into an answer, or nowhere. What follows in the same breath means
        nothing: a pasted text can hold the end of a paste."""
        self._lull.want(paste.time + self.clock() - monotonic(), BREATH)
        if self._dialogue.prompt.asking:
            self._dialogue.prompt.paste(paste.text)
        elif paste.text:
            self._dialogue.tell(
                say(
                    "What is pasted does nothing here. Press the key of a question first, for "
                    "example n."
                ),
                "warn",
            )

    def once_alone(self, send: Callable[[], None]) -> None:
        """Sends an act: at once when an answer led to it, else when its key has stood alone for a
        moment."""
        stroke, by_key = self._stroke, self._by_key

        def send_for_key() -> None:
            self._done_by = _DoneBy(stroke if by_key else NO_STROKE)
            send()
            self.sees_question()

        self._hold(send_for_key)

    def _hold(self, send: Callable[[], None]) -> None:
        self._unsent.hold(send, self._alone_at if self._by_key else self.clock())

    @property
    def _alone_at(self) -> float:
        """When the key that was pressed last has stood alone."""
        is_tick = self._act_asked == TICK and not self._is_answer
        return self._stroke.at + (TICK_ALONE if is_tick else ALONE)

    def send_unsent(self) -> None:
        """Nothing more comes: sends the act that waits for a second letter, if there is one, and
        takes the Enter of which it was not known yet what it ends."""
        self._nothing_follows = True
        self._unsent.send()
        self._deal_with_held()
        self._nothing_follows = False

    def _deal_with_held(self) -> None:
        """Deals with the keys that came, up to the next act. While one waits for a second letter
        the same key waits too, another letter makes a word of both, so does what no hand typed
        after it, Esc takes it back, and any other key shows that the first was all."""
        while self._held and not self.waits:
            stroke = self._held[0]
            if stroke.ends_line and not self._is_end_known(stroke):
                return
            if not self._unsent.waits:
                self._take(self._held.popleft())
            elif stroke.key in TAKES_BACK:
                self._unsent.take_back()
                self._held.popleft()
                self._lull.want(stroke.at, QUIET, TYPED)
                self._dialogue.tell(TAKEN_BACK)
            elif any(held.hurried and held.key != self._stroke.key for held in self._held):
                self._spoils_unsent(stroke)
            elif self._lull.expects(stroke):
                self._words.goes_on(stroke, moves=False)
                self._lull.ignores(self._held.popleft(), asking=False)
                self._unsent.hold_on(stroke.at + (ALONE if stroke.is_letter else 0))
            elif stroke.key == self._stroke.key and stroke.at < self._alone_at:
                return
            elif self._makes_a_text(stroke):
                self._spoils_unsent(stroke)
            else:
                self._unsent.send()

    def _makes_a_text(self, stroke: Stroke) -> bool:
        """Whether a key makes a text, or another word, of the one whose act waits."""
        action = self._action_of(stroke)
        in_word = self._words.goes_on(stroke, moves=self._moves(action))
        is_end = self._is_answer and stroke.key == "enter"
        hunted = stroke.at < self._alone_at and self._next.spoils(self._act_asked, stroke, action)
        return in_word or (hunted and not is_end) or self._lull.is_spoilt_by(stroke)

    def _spoils_unsent(self, stroke: Stroke) -> None:
        """A letter makes a text of the key whose act waits: it is taken back. Where that key had
        answered a question, and both make no answer to it, the question stands again."""
        send = self._unsent.take_back()
        self._held.clear()
        slowly = stroke.at - self._stroke.at >= WORD_GAP
        if send is not None and self._is_answer and (slowly or self._lull.is_spoilt_by(stroke)):
            self._strayed_at = stroke.at
            self._lull.forget()
            self._dialogue.ask_again(lambda: self._hold(send))
            self.sees_question()
        else:
            self._is_text(stroke)

    def _is_end_known(self, end: Stroke) -> bool:
        """Whether it is known if the Enter that came last ends a line that no hand gave to the key of
        a question, or hardly one did to that of a note, which is the least that a key writes:
        nothing else comes for a moment then. Where more lines follow, it is pasted."""
        prompt, by, more = self._dialogue.prompt, self._asked_by, len(self._held) > 1
        asked = prompt.typing and prompt.asked == by.question and (by.note or end.of_program)
        if (
            asked
            and not (more or self._nothing_follows)
            and (left := end.at + BREATH - self.clock()) > 0
        ):
            self._later(left, self._deal_with_held)
            return False
        goes_on = more and self._held[1].prints and self._held[1].at - end.at < BREATH
        ends = asked and not goes_on and not self._stalls()
        self._held[0] = end._replace(ends_line=ends, hurried=end.hurried and not ends)
        return True

    def _action_of(self, stroke: Stroke) -> Action | None:
        return self._keys.by_key.get(stroke.key)

    @staticmethod
    def _moves(action: Action | None) -> bool:
        return action is not None and action.id in MOVES

    def _is_text(self, stroke: Stroke) -> None:
        """A word is being typed: what follows of it means nothing, and what a letter of it may have
        done is said by name."""
        began = min(self._words.began, self._next.began(stroke))
        self._lull.want(stroke.at, HUNTED, self._what_it_did(began))
        self._dialogue.prompt.tell("")
        self._ignore()

    def _what_it_did(self, began: float) -> Sentence:
        """What is said of a text that began at a moment: what the latest key before did, where that
        may have been part of it."""
        by = self._done_by
        if by.stroke.at < began:
            return TYPED
        if self._waiting:
            return TYPED_BEFORE_ITS_ANSWER
        if by.did is None:
            return TYPED
        key = written(by.stroke.key)
        if by.undone:
            return say(
                "Keys ignored: a text. Its key {key} has acted: {deed}.", key=key, deed=by.did
            )
        return say(
            "Keys ignored: a text. Its key {key} has acted: {deed}. {undo} takes that back.",
            key=key,
            deed=by.did,
            undo=self._keys.actions[UNDO].key(self._picture.t),
        )

    def wait(self) -> int:
        """An act of ours is on its way; its number."""
        self._waiting, self._slow = True, False
        self._repeated.acting(self._stroke, self._picture.at.aim, answered=self._is_answer)
        self._acts += 1
        return self._acts

    @property
    def sent(self) -> int:
        """How many acts and questions went to the desk until now."""
        return self._acts

    def waited_long(self, act: int, words: Sentence = SLOW_JOURNAL) -> None:
        """The answer does not come: what was typed is dropped, and what only looks can be done
        again."""
        if self._waiting and act == self._acts:
            self._slow = True
            self._held.clear()
            self._dialogue.tell(words, "warn")

    def go_on(
        self,
        *,
        heeding: bool = True,
        acted: bool = False,
        did: Value | None = None,
        undone: bool = False,
    ) -> None:
        """The answer is there, and drawn: the keys that waited are dealt with, up to the next act.
        Those typed before a question could be read are no answer to it. `did` says what was done,
        if anything was, `undone` that it was an undo."""
        self._waiting = self._slow = False
        self._repeated.shown(self.clock(), self._picture.at.aim, undone=undone)
        if not heeding and not self._unsent.waits:
            self._held.clear()
        self.sees_question()
        if acted:
            self._acted_at = self.clock()
            self._done_by = self._done_by._replace(did=did, undone=undone)
            self._tell_missed()
        self._deal_with_held()

    def _tell_missed(self) -> None:
        """Says beside what an act did how often its key was ignored just before: who presses it in
        a rhythm looks when all is done."""
        if (missed := self._missed) and (said := self._dialogue.prompt.said):
            self._missed = 0
            self._dialogue.tell(
                plural(
                    "{said} Before it, {n} press of {key} was ignored.",
                    "{said} Before it, {n} presses of {key} were ignored.",
                    missed,
                    said=_ended(said),
                    key=written(self._done_by.stroke.key),
                ),
                "warn",
            )

    def shown_late(self) -> None:
        """The line has taken what was held back: only now is it seen."""
        self._repeated.seen(self.clock())
        self._calm_since = self.clock()

    def sees_question(self) -> None:
        """Remembers when a question began to stand that is drawn now."""
        if self._question != self._dialogue.prompt.asked:
            self._question = self._dialogue.prompt.asked
            self._strayed_at = float("-inf")
            self._calm_since = self._touched_at = self.clock()

    def refused(self, at: float, *, asks: bool = False) -> None:
        """What was asked for was refused; where that came of a question, or `asks` another one,
        what is typed on means nothing for a while."""
        if self._asked or asks:
            self._lull.want(at + self.clock() - monotonic(), QUIET, REFUSED, in_answers=asks)

    def did_not_leave(self) -> None:
        """Whoever wanted to leave for the shell types commands for it now: they mean nothing
        here."""
        self._lull.want(self._stroke.at, QUIET, LEFT)

    def _take(self, stroke: Stroke) -> None:
        prompt = self._dialogue.prompt
        self.sees_question()
        action, asking = self._action_of(stroke), prompt.asking
        if self._lull.ignores(stroke, asking=asking, mild=action is not None and action.id in MILD):
            self._words.hears(stroke)
            self._ignore()
            return
        self._dialogue.turned_down = False
        moves = not asking and self._moves(action)
        in_word = not asking and self._words.goes_on(stroke, moves=moves)
        hurried = stroke.hurried and stroke.key != self._stroke.key
        in_text = in_word or (not asking and (hurried or self._next.is_letter(stroke, action)))
        if (
            in_text
            and action is not None
            and (action.id in ACTS or action.id in SELECTS or action.asks)
        ):
            if self._before_selecting is not None:
                self._router.select_as_before(*self._before_selecting)
            self._is_text(stroke)
            return
        selects = not asking and action is not None and action.id in SELECTS
        self._before_selecting = self._router.selection if selects else None
        rolls = self._rolling.hears(stroke, moves=moves)
        self._repeated.hears(stroke)
        again = not asking and self._repeated.is_it(stroke, action, stalls=self._stalls())
        if again and not self._repeated.hits_another:
            return  # what the key did just before must stay to be read
        self._dialogue.was_read()
        if stroke.key != self._done_by.stroke.key:
            self._missed = 0
        self._by_key, self._is_answer = not asking, asking
        if asking and not (action and action.id in ALSO_WHILE_ASKED):
            self._next.forget()
            self._answer(stroke)
        else:
            self._command(action, stroke, rolls=rolls, again=again)
            self._next.hears(stroke, action, did=self._unsent.waits or self._waiting)
        self._acted_at = stroke.at if self._dialogue.turned_down else float("-inf")
        self.sees_question()

    def _command(self, action: Action | None, stroke: Stroke, *, rolls: bool, again: bool) -> None:
        """A key that answers nothing: what it asks for is done or asked about, or it is said why
        not."""
        if action is None:
            self._means_nothing(stroke)
        elif rolls and action.id in ACTS:
            self._dialogue.tell(ROLLED, "warn")
        elif action.asks and action.id not in ACTS and self._is_yes_to_nothing(stroke):
            self._dialogue.tell(
                say(
                    "{key}: no question is open. Press it again for: {action}.",
                    key=written(stroke.key),
                    action=action.label,
                ),
                "warn",
            )
        else:
            self._asked, self._stroke, self._act_asked = action.asks, stroke, action.id
            self._act(action, stroke, again=again)
            self._asked_by = _AskedBy(self._dialogue.prompt.asked, stroke, action.id == NOTE)
            self._paused, self._is_early = 0.0, False
            if action.asks and not self._dialogue.prompt.asking:
                self._lull.want(stroke.at, QUIET, REFUSED)

    def _is_yes_to_nothing(self, stroke: Stroke) -> bool:
        """Whether a yes comes first after an act, or its refusal: whoever is used to its question,
        and was not asked this time, answers it unread."""
        return (stroke.character or "") in yes_keys(self._picture.t) and (
            stroke.at - self._acted_at < HABIT
        )

    def _answer(self, stroke: Stroke) -> None:
        """A key that belongs to a question. When the question goes with it, nothing typed in the
        same breath is a command, and of a text that no hand typed not even an answer to what is
        asked next."""
        dialogue, self._stroke = self._dialogue, stroke
        in_word = self._words.goes_on(stroke, moves=False)
        if stroke.key == "escape":
            dialogue.cancel()
            self._lull.want(stroke.at, QUIET, CLOSED, mildly=True)
            return
        if stroke.key in READING and self._picture.page.is_asked_about:
            self._do(self._keys.actions[READING[stroke.key]])
            return
        prompt = dialogue.prompt
        since, self._touched_at = stroke.at - self._touched_at, stroke.at
        among_others = stroke.at - self._strayed_at < HUNTED and not prompt.typing
        if stroke.prints and not (prompt.typing or prompt.answers(stroke.character)):
            self._strays(stroke)
            if in_word:
                dialogue.cancel()
                self._is_text(stroke)
                return
        says_yes = prompt.says_yes(stroke.character)
        if self._is_too_soon(stroke) or (says_yes and (since >= LEFT_ALONE or among_others)):
            prompt.insist()
            return
        if prompt.typing:
            self._notes_doubt(stroke, since)
            if stroke.key == "enter" and not self._is_answered(stroke):
                return
        self._asked |= prompt.typing
        asked, one_letter, filtering = prompt.asked, not prompt.typing, prompt.filtering
        self._by_key = one_letter
        prompt.key(stroke.key, stroke.character)
        if dialogue.turned_down:
            self._lull.want(stroke.at, QUIET, REFUSED)
        elif prompt.asked != asked:
            pause = (
                HUNTED
                if among_others
                else QUIET
                if (in_word or not one_letter) and not filtering
                else PASTED_LINES
                if stroke.hurried
                else ANSWERED
            )
            self._is_closed(stroke, pause, one_letter=one_letter, in_word=in_word)

    def _notes_doubt(self, stroke: Stroke, since: float) -> None:
        """Remembers of a text, by a key so long after the one before, whether it was typed on after a
        pause or began unread."""
        prompt = self._dialogue.prompt
        begins = stroke.prints and prompt.is_untouched
        typed_on = since >= STALE and (stroke.prints or not prompt.is_untouched)
        if typed_on or (begins and since >= STALE_AT_ONCE):
            self._paused = 0.0 if prompt.filtering else max(since, self._paused)
        if begins and self._is_unread(stroke):
            self._is_early = not prompt.filtering

    def _is_closed(self, stroke: Stroke, pause: float, *, one_letter: bool, in_word: bool) -> None:
        """A key has ended the question: keys mean nothing until a pause, and the rest of the word of
        which `one_letter` has answered means nothing at all."""
        self._lull.want(
            stroke.at,
            pause,
            CLOSED,
            in_answers=stroke.hurried,
            mildly=not stroke.hurried and not (in_word and one_letter),
        )
        letter = (stroke.character or "") if one_letter else ""
        self._lull.expect(rest_of_word(letter, self._picture.t), spoilt_by(letter))
        self._paused, self._is_early = 0.0, False

    def _is_unread(self, stroke: Stroke) -> bool:
        """Whether a text begins before anybody can have read what is asked."""
        return stroke.at - self._calm_since < READ_TEXT or self._stalls()

    def _is_answered(self, stroke: Stroke) -> bool:
        """Whether Enter ends an answer. It does not where it was pressed twice and nobody has read
        what is asked now; where no hand pressed it; where a word for yes or no was typed to no
        question; and, until another Enter right behind it, where the text began before the question
        was read, says nothing, reads like a line for another window, or was typed on after a long
        pause. What no hand gave needs no time to read."""
        prompt, by = self._dialogue.prompt, self._asked_by
        if prompt.is_untouched and stroke.at - self._calm_since < READ_TIME:
            return False
        if stroke.hurried and not prompt.filtering:
            self._lull.want(stroke.at, PASTED_LINES, AT_ONCE, in_answers=True)
            if prompt.text.strip():
                self._doubts(stroke, doubt.AT_ONCE)
            return False
        if prompt.filtering:
            return True
        word = f"{by.stroke.character or ''}{prompt.text}" if prompt.asked == by.question else ""
        if (why := answers_nothing(word, self._picture.t)) is not None:
            self._dialogue.cancel()
            self._dialogue.tell(why, "warn")
            self._lull.want(stroke.at, QUIET, CLOSED)
            return False
        doubted = self._why_doubted(stroke, word)
        if doubted is not None and prompt.text.strip() and not prompt.is_doubted:
            self._doubts(stroke, doubted)
            return False
        if prompt.is_doubted and stroke.at - self._calm_since >= LEFT_ALONE:
            self._doubts(stroke, doubt.LEFT)
            return False
        read_since, self._calm_since = self._calm_since, stroke.at
        return not prompt.is_doubted or stroke.at - read_since >= DOUBT_TIME

    def _says_nothing(self) -> bool:
        """Whether the text is a letter or a word for yes or no: hardly a note or a reason."""
        text = self._dialogue.prompt.text.strip().casefold()
        return len(text) == 1 or text in yes_and_no_words(self._picture.t)

    def _why_doubted(self, stroke: Stroke, word: str) -> Sentence | None:
        """Why the text that stands there may not be meant, be it that the letter of its key makes a
        `word` with it; None where nothing says so."""
        prompt = self._dialogue.prompt
        if is_for_another_window(prompt.text) or is_for_another_window(word):
            return doubt.FOR_ANOTHER_WINDOW
        if prompt.wants_remark and self._says_nothing():
            return doubt.SAYS_NOTHING
        if self._is_early and not stroke.ends_line:
            return doubt.UNREAD
        typed_on = prompt.was_doubted and not prompt.is_doubted
        if self._paused:
            return doubt.paused(self._paused)
        return doubt.TYPED_ON if typed_on else None

    def _doubts(self, stroke: Stroke, why: Sentence) -> None:
        """Asks for a second Enter, from whoever has read the text that stands there, and says why."""
        self._paused, self._is_early = 0.0, False
        self._calm_since = stroke.at
        self._dialogue.doubt(why)

    def _strays(self, stroke: Stroke) -> None:
        """A key that answers nothing is a letter of a text, but for the one that asked, which is
        pressed again where a line is slow."""
        if stroke.key != self._asked_by.stroke.key:
            self._strayed_at = stroke.at

    def _is_too_soon(self, stroke: Stroke) -> bool:
        """Whether a yes comes before anybody can have read the question, or among other letters, or
        from a key held down or no hand."""
        calm_since = self._calm_since
        if stroke.prints and not self._dialogue.prompt.typing:
            self._calm_since = stroke.at
        return self._dialogue.prompt.says_yes(stroke.character) and (
            stroke.hurried or stroke.at - calm_since < READ_TIME or self._stalls()
        )

    def _ignore(self) -> None:
        """Says, beside what was said before, that keys are ignored, and the latest reason alone."""
        if why := self._lull.why():
            self._tell_beside(why)

    def _tell_beside(self, why: Sentence) -> None:
        """Says why a key is ignored beside what was said before, and only the latest such reason."""
        prompt = self._dialogue.prompt
        before = self._before_ignored if prompt.said == self._ignored else prompt.said
        self._dialogue.tell(
            say("{before} {why}", before=_ended(before), why=why) if before else why, "warn"
        )
        self._before_ignored, self._ignored = before, prompt.said

    def _means_nothing(self, stroke: Stroke) -> None:
        said = INSTEAD.get(stroke.key)
        if (
            said is None
            and stroke.character
            and stroke.character.isupper()
            and stroke.character.lower() in self._keys.by_key
        ):
            said = say("{key} means nothing here. Is Caps Lock on?", key=stroke.character)
        if said is not None:
            self._dialogue.tell(said, "warn")
            self._lull.want(stroke.at, QUIET, TYPED)

    def _act(self, action: Action, stroke: Stroke, *, again: bool) -> None:
        if self._slow and action.id in ACTS:
            self._dialogue.tell(say("The act before is not on disk yet. Wait for it."), "warn")
        elif again:
            if stroke.key == self._done_by.stroke.key:
                self._missed += 1
            if action.id == UNDO:  # the only place that names the act which is undone
                self._tell_beside(_again(stroke, action))
            else:
                self._dialogue.tell(_again(stroke, action), "warn")
        elif stroke.lumped and action.id in ACTS:
            self._dialogue.tell(
                say(
                    "{key} came in one piece with Esc: ignored. Press it again if it was meant.",
                    key=written(stroke.key),
                ),
                "warn",
            )
        elif why := why_disabled(action.id, self._picture.at.now):
            self._dialogue.tell(
                why, "bad" if self._picture.known.health.read_only == why else "warn"
            )
            if action.id in ON_STEPS:
                self._router.to_open_step()
        else:
            self._do(action)


def _again(stroke: Stroke, action: Action) -> Sentence:
    """What is said of a key that was pressed again before its act was seen."""
    if action.id == UNDO:
        return say(
            "{key} again within a second: ignored. Look, then press it.", key=written(stroke.key)
        )
    return say(
        "{key} again within a second: ignored; the cursor has moved on. Look, then press it.",
        key=written(stroke.key),
    )


def _ended(said: str) -> str:
    """The words with a full stop, where nothing ends them: others follow."""
    return said if said.rstrip().endswith((".", "?", "!", "…", ":")) else f"{said.rstrip()}."
