"""What a key is for: the answer to a question, or an action.

One key at a time, in the order in which they were typed.

Textual hands keys to a widget's own queue, where those of one burst overtake what the first of them
began. Here each key is dealt with before the next is looked at. While an act of ours is on its way
to the disk, keys wait: what they are meant for is decided when its answer is on the screen. When
that takes long, nobody knows any more what they were meant for: they are dropped, and until the
answer comes nothing else can be written.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic

from textual.events import Key, Paste

from chwapi_console.answers import is_offered_yes, rest_of_word, spoilt_by, yes_keys
from chwapi_console.console.control.answer_guard import AMONG_LETTERS, LEFT_ALONE, AnswerGuard
from chwapi_console.console.control.dialogue import Dialogue
from chwapi_console.console.control.disabled import why_disabled
from chwapi_console.console.control.ignored_keys import IgnoredKeys, means_nothing
from chwapi_console.console.control.lull import (
    ANSWERED,
    BREATH,
    CLOSED,
    ESCAPED,
    LEFT,
    PASTED_LINES,
    QUIET,
    REFUSED,
    REFUSED_KEY,
    Lull,
)
from chwapi_console.console.control.next_key import HUNTED, NextKey
from chwapi_console.console.control.pace import KeyPace, TypistPace
from chwapi_console.console.control.picture import Picture
from chwapi_console.console.control.repeated import Repeated
from chwapi_console.console.control.router import Router
from chwapi_console.console.control.with_its_key import words_of_names
from chwapi_console.console.control.word_guard import (
    ALONE,
    BRISKLY,
    CAME_BACK,
    HELD_DOWN,
    HUNTED_ALONE,
    ROLLED,
    TEXT_GAP,
    TICK_ALONE,
    UNASKED,
    WORD_GAP,
    Rolling,
    WaitingAct,
    WordGuard,
)
from chwapi_console.console.known.actions import ACTS, MOVES, READING, SELECTS, Action, written
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke, strokes
from chwapi_console.recovery.rules.claims import names_borne
from chwapi_console.text import Sentence, Value, say

PATIENCE = 1.0
"""Seconds that keys wait for the answer to an act."""
ALSO_WHILE_ASKED = ("view.redraw", "console.stop")
"""Actions whose keys are part of no answer."""
TAKES_BACK = ("escape", "backspace", "delete")
"""Keys of who did not mean what was pressed just before."""
HABIT = 5.0
"""Seconds after an act within which a yes may be the answer to a question that it usually asks."""
IN_ONE_LINE = 5.0
"""Seconds behind a letter of a text within which a key is one more of it: it is not offered once more."""
DECLINED = 5.0
"""Seconds after a no within which a text may have begun with it: `non attends`."""
ON_STEPS = ("step.tick", "step.skip", "step.fail")
TICK = "step.tick"
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
NOTE = "subject.note"
MILD = (NOTE, "console.quit")
"""Actions that only ask for a note or whether to leave: the least harm where their key was part of
what is typed on."""

SLOW_JOURNAL = say(
    "The journal is slow: the act is not on disk yet. You can look around meanwhile."
)
SLOW_THOUGHT = say("Thinking that out takes long. You can look around meanwhile.")


class Keyboard:
    """`do` does an action; `pressed` hears of every key, and says when it is meant for nothing.

    `later` calls back after so many seconds; `stalls` says whether the line has not taken yet what
    was drawn. `clock` gives the time on which keys are stamped, in seconds.
    """

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
        self._pace, self._typist, self._next = KeyPace(), TypistPace(), NextKey()
        self._rolling, self._unsent = Rolling(), WaitingAct(later, self._now)
        self._guard = AnswerGuard(
            dialogue, self._lull, picture.t, self._is_stalled, self._people, self._names
        )
        self._ignored = IgnoredKeys(dialogue, keys, picture.t)
        self._by_key = self._is_answer = self._nothing_follows = False
        self._act_asked, self._alone_for, self._once_more = "", ALONE, False
        self._acted_at = float("-inf")
        self._heard_at, self._away_for, self._heard_key, self._key_before = clock(), 0.0, "", ""
        self._declined: tuple[float, Sentence | None] = (float("-inf"), None)
        self._types_until = self._texts_until = self._text_at = float("-inf")
        self._strolled, self._before_strolling = NO_STROKE, self._router.scene
        self._before_selecting: tuple[frozenset[str], str, int] | None = None

    def _now(self) -> float:
        """The time by the clock of this moment: it may be replaced by another."""
        return self.clock()

    def _is_stalled(self) -> bool:
        """Whether the line has not taken yet what was drawn; likewise."""
        return self._stalls()

    def _people(self) -> list[str]:
        """Who has a name here."""
        return names_borne(self._picture.known.view)

    def _names(self) -> frozenset[str]:
        """By which words the plan and the people here are called."""
        return words_of_names(self._picture.known.view.plan, self._people())

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
        """A text was pasted: into an answer, or nowhere.

        What follows in the same breath means nothing: a pasted text can hold the end of a paste.
        """
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
        """Sends an act once its key has stood alone for a moment.

        At once when an answer led to it.
        """
        stroke, by_key = self._stroke, self._by_key

        def send_for_key() -> None:
            self._ignored.acts(stroke, alone=by_key)
            send()
            self.sees_question()

        self._hold(send_for_key)

    def _hold(self, send: Callable[[], None]) -> None:
        self._unsent.hold(send, self._alone_at if self._by_key else self.clock())

    @property
    def _alone_at(self) -> float:
        """When the key that was pressed last has stood alone."""
        is_tick = self._act_asked == TICK and not self._is_answer and self._alone_for == ALONE
        return self._stroke.at + (TICK_ALONE if is_tick else self._alone_for)

    def send_unsent(self) -> None:
        """Nothing more comes.

        Sends the act that waits for a second letter, if there is one, and takes the Enter of which
        it was not known yet what it ends.
        """
        self._nothing_follows = True
        self._unsent.send()
        self._deal_with_held()
        self._nothing_follows = False

    def _deal_with_held(self) -> None:
        """Deals with the keys that came, up to the next act.

        While one waits for a second letter the same key waits too, until it is known what comes
        behind it, another letter makes a word of
        both, so does what no hand typed after it, Esc takes it back, and any other key shows that
        the first was all.
        """
        while self._held and not self.waits:
            stroke = self._held[0]
            if stroke.ends_line and not self._is_end_known(stroke):
                return
            if not self._unsent.waits:
                self._take(self._held.popleft())
            elif stroke.key in TAKES_BACK:
                self._unsent.take_back()
                self._held.popleft()
                self._lull.want(stroke.at, QUIET, self._what_text_did(stroke.at))
                self._dialogue.tell(self._ignored.what_is_taken_back(self._stroke.at))
            elif any(held.hurried and held.key != self._stroke.key for held in self._held):
                self._spoils_unsent(stroke)
            elif self._lull.expects(stroke):
                self._words.goes_on(stroke, moves=False)
                self._lull.ignores(self._held.popleft(), asking=False)
                self._unsent.hold_on(stroke.at + self._rest_takes(stroke))
            elif stroke.key == self._stroke.key and not self._unsent.is_due(stroke.at):
                if not (self._is_held_down(stroke) or self._goes_on_behind(stroke)):
                    self._wait_behind_repeated()
                    return
                self._spoils_unsent(stroke)
            elif not self._deals_with_next(stroke):
                return

    def _rest_takes(self, stroke: Stroke) -> float:
        """Seconds for which more of a text is awaited behind a key of a word for yes: `oui j'arrive`."""
        return HUNTED_ALONE if stroke.is_letter else 0

    def _deals_with_next(self, stroke: Stroke) -> bool:
        """Deals with another key than the one whose act waits; False while both wait."""
        if self._makes_pair(stroke):
            return self._deals_with_pair()
        if self._makes_a_text(stroke):
            self._spoils_unsent(stroke)
        else:
            self._unsent.send()
        return True

    def _makes_pair(self, stroke: Stroke) -> bool:
        """Whether a key goes on with the act that waits, and both may begin a text: `td`, `t `."""
        action, since = self._action_of(stroke), stroke.at - self._stroke.at
        return (
            not (self._is_answer or self._unsent.is_typed_on or self._unsent.is_due(stroke.at))
            and (since >= BRISKLY or self._moves(action))
            and self._next.makes_pair(self._act_asked, stroke, action)
        )

    def _deals_with_pair(self) -> bool:
        """Deals with two keys of which the second goes on with the first, as far as is known.

        False while both wait for what comes behind them: a third letter makes a text of them. One
        that is no letter, the second once more, or nothing shows that they were meant.
        """
        second, third = self._held[0], self._held[1] if len(self._held) > 1 else NO_STROKE
        self._held[0] = second._replace(stood=True)  # for whoever sends the first, by then it has
        if third.key in TAKES_BACK:
            self._held.popleft()
        elif third is NO_STROKE or third.at - second.at >= ALONE:
            if self._nothing_follows or self.clock() - second.at >= ALONE:
                self._unsent.send()
            else:
                wait = self._unsent
                short = self._act_asked in UNTIL_KNOWN and not self._once_more
                (wait.wait_only_until if short else wait.wait_until)(second.at + ALONE)
                return False
        elif third.key == second.key or self._goes_on_with_pair(second, third):
            self._unsent.send()
        else:
            self._spoils_unsent(third)
        return True

    def _goes_on_with_pair(self, second: Stroke, third: Stroke) -> bool:
        """Whether a third key looks at the screen or goes on with the work, and is no letter of a text."""
        if not (third.prints or third.key == "enter"):
            return True
        before, action = self._action_of(second), self._action_of(third)
        goes_on = before is not None and not self._next.spoils(before.id, third, action)
        if self._act_asked == TICK and self._moves(before) and third.key == self._stroke.key:
            return third.at - second.at >= BRISKLY
        return goes_on and third.at - second.at >= WORD_GAP and third.key != self._stroke.key

    def _is_held_down(self, stroke: Stroke) -> bool:
        """Whether the key that said yes once more was not pressed for that: it repeats by itself."""
        return self._once_more and stroke.at - self._stroke.at < HELD_DOWN

    def _goes_on_behind(self, again: Stroke) -> bool:
        """Whether a key behind the repeated one makes a text of both: `tty`, `cc paul`."""
        return any(
            self._next.spoils(self._act_asked, held, self._action_of(held))
            for held in self._held
            if held.key != again.key and not self._unsent.is_due(held.at)
        )

    def _wait_behind_repeated(self) -> None:
        """A letter twice may begin a text too: what its key does waits for what comes behind it."""
        if self._act_asked != TICK:
            last = max(held.at for held in self._held if held.key == self._stroke.key)
            self._unsent.wait_until(last + self._alone_for)

    def _makes_a_text(self, stroke: Stroke) -> bool:
        """Whether a key makes a text, or another word, of the one whose act waits."""
        action = self._action_of(stroke)
        in_word = self._words.goes_on(stroke, moves=self._moves(action))
        is_end = self._is_answer and stroke.key == "enter"
        goes_on = self._unsent.is_typed_on and stroke.prints
        spoils = goes_on or self._next.spoils(self._act_asked, stroke, action)
        hunted = spoils and not self._unsent.is_due(stroke.at)
        return in_word or (hunted and not is_end) or self._lull.is_spoilt_by(stroke)

    def _spoils_unsent(self, stroke: Stroke) -> None:
        """A letter makes a text of the key whose act waits: it is taken back.

        Where that key had answered a question, and both make no answer to it, the question stands
        again.
        """
        send = self._unsent.take_back()
        self._held.clear()
        slowly = stroke.at - self._stroke.at >= WORD_GAP
        no_word = slowly or stroke.key == self._stroke.key or self._lull.is_spoilt_by(stroke)
        if send is not None and self._is_answer and no_word:
            self._guard.strayed_at = stroke.at
            self._lull.forget()
            self._dialogue.ask_again(lambda: self._hold(send))
            self.sees_question()
            self._guard.astray = 1
        else:
            answered = send is not None and self._is_answer
            given_up = self._dialogue.given_up() if answered else None
            may_be_meant = self._stroke.at - self._text_at >= IN_ONE_LINE
            held = self._stroke if send is not None and not answered and may_be_meant else None
            self._is_text(stroke, given_up, held=held)

    def _is_end_known(self, end: Stroke) -> bool:
        """Whether it is known what the last Enter ended.

        It may end a line that no hand gave to a key's question, or hardly one gave to the question
        of a note, which is the least that a key writes: then nothing else comes for a moment. Where
        more lines follow, the text is pasted.
        """
        prompt, by, more = self._dialogue.prompt, self._guard.asked_by, len(self._held) > 1
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

    def _is_text(
        self, stroke: Stroke, given_up: Sentence | None = None, *, held: Stroke | None = None
    ) -> None:
        """A word is being typed.

        What follows of it means nothing, and what a letter of it may have done is said by name, the
        question that is `given_up` for it, and the key of an act that was `held` and is not done.
        """
        began = min(self._words.began, self._next.began(stroke))
        declined_at, declined = self._declined
        if given_up is None and stroke.at - declined_at < DECLINED:
            given_up = declined  # its no was the first word of the text
        self._lull.want(stroke.at, HUNTED, self._what_text_did(began, given_up, held))
        if began - self._strolled.at < TEXT_GAP:
            self._router.back_to(self._before_strolling)
        self._texts_until = stroke.at + UNASKED
        self._text_at = stroke.at
        self._typist.hears(stroke)
        self._dialogue.prompt.tell("")
        self._ignore()

    def _what_text_did(
        self, began: float, given_up: Sentence | None = None, held: Stroke | None = None
    ) -> Sentence:
        """What is said of a text that began at a moment."""
        notes = why_disabled(NOTE, self._picture.at.now) is None
        return self._ignored.what_text_did(
            began, given_up, held, waiting=self._waiting, notes=notes
        )

    def wait(self) -> int:
        """An act of ours is on its way; its number."""
        self._waiting, self._slow = True, False
        self._repeated.acting(self._stroke, self._picture.at.aim, answered=self._is_answer)
        self._acts += 1
        return self._acts

    @property
    def sent(self) -> int:
        """How many acts and questions went to the session's thread until now."""
        return self._acts

    def waited_long(self, act: int, words: Sentence = SLOW_JOURNAL) -> None:
        """The answer does not come.

        What was typed is dropped, and what only looks can be done again.
        """
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
        if anything was, `undone` that it was an undo.
        """
        self._waiting = self._slow = False
        self._repeated.shown(self.clock(), self._picture.at.aim, undone=undone)
        if not heeding and not self._unsent.waits:
            self._held.clear()
        self.sees_question()
        if acted:
            self._acted_at = self.clock()
            self._ignored.has_done(did, undone=undone)
        self._deal_with_held()

    def shown_late(self) -> None:
        """The line has taken what was held back: only now is it seen."""
        self._repeated.seen(self.clock())
        self._guard.sees_it_late(self.clock())

    def sees_question(self) -> None:
        """Remembers when a question began to stand that is drawn now."""
        self._guard.sees_question(self.clock())

    def refused(self, at: float, *, asks: bool = False) -> None:
        """What was asked for was refused.

        Where that came of a question, or `asks` another one, what is typed on means nothing for a
        while.
        """
        if self._asked or asks:
            self._lull.want(at + self.clock() - monotonic(), QUIET, REFUSED, in_answers=asks)

    def did_not_leave(self) -> None:
        """Whoever wanted to leave for the shell types commands for it now: they mean nothing here."""
        self._lull.want(self._stroke.at, QUIET, LEFT)

    def _take(self, stroke: Stroke) -> None:
        self.sees_question()
        self._is_heard(stroke)
        action, asking = self._action_of(stroke), self._dialogue.prompt.asking
        if self._lull.ignores(stroke, asking=asking, mild=action is not None and action.id in MILD):
            in_word = self._words.goes_on(stroke, moves=False)
            self._typist.hears(stroke)
            if in_word and self._lull.told is REFUSED_KEY:
                self._is_text(stroke)
            else:
                self._ignore()
            return
        self._dialogue.turned_down = False
        moves = not asking and self._moves(action)
        in_text = not asking and self._is_in_text(stroke, action, moves=moves)
        if in_text and action is not None and _changes_something(action):
            if self._before_selecting is not None:
                self._router.select_as_before(*self._before_selecting)
            self._is_text(stroke)
            return
        selects = not asking and action is not None and action.id in SELECTS
        self._before_selecting = self._router.selection if selects else None
        if stroke.prints and not asking and action is not None and not _changes_something(action):
            self._strolls(stroke)
        rolls = self._rolling.hears(stroke, moves=moves)
        self._repeated.hears(stroke)
        again = not asking and self._repeated.is_it(stroke, action, stalls=self._stalls())
        if again and not self._repeated.hits_another:
            return  # what the key did just before must stay to be read
        self._dialogue.was_read()
        self._ignored.hears(stroke)
        self._by_key, self._is_answer = not asking, asking
        if asking and not (action and action.id in ALSO_WHILE_ASKED):
            self._next.forget()
            self._answer(stroke)
        else:
            self._command(action, stroke, rolls=rolls, again=again)
            self._next.hears(stroke, action, did=self._unsent.waits or self._waiting)
        self._acted_at = stroke.at if self._dialogue.turned_down else float("-inf")
        self.sees_question()

    def _is_heard(self, stroke: Stroke) -> None:
        """Keeps when a key came, how long after the one before, and which that was."""
        self._heard_at, self._away_for = stroke.at, stroke.at - self._heard_at
        self._heard_key, self._key_before = stroke.key, self._heard_key

    def _strolls(self, stroke: Stroke) -> None:
        """Keeps from where letters that move the cursor began to."""
        if stroke.at - self._strolled.at >= WORD_GAP:
            self._before_strolling = self._router.scene
        self._strolled = stroke

    def _is_in_text(self, stroke: Stroke, action: Action | None, *, moves: bool) -> bool:
        """Whether a key, with no question open, is a letter of a text.

        It goes on with a word, came as no hand presses keys, or makes no sense where it is.
        """
        in_word = self._words.goes_on(stroke, moves=moves)
        if stroke.stood:
            return False
        hurried = stroke.hurried and stroke.key != self._stroke.key
        return in_word or hurried or self._next.is_letter(stroke, action)

    def _command(self, action: Action | None, stroke: Stroke, *, rolls: bool, again: bool) -> None:
        """A key that answers nothing.

        What it asks for is done or asked about, or it is said why not.
        """
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
            self._once_more = self._may_type(action, stroke)
            self._alone_for = HUNTED_ALONE if self._once_more or self._harms(action) else ALONE
            self._act(action, stroke, again=again)
            self._guard.asks(stroke, note=action.id == NOTE, asks=action.asks)
            if action.asks and not self._dialogue.prompt.asking:
                self._lull.want(stroke.at, QUIET, REFUSED_KEY)
                self._types_until = stroke.at + UNASKED

    def _may_type(self, action: Action, stroke: Stroke) -> bool:
        """Whether a key may be the first letter of a text, the second of which comes late.

        Whoever comes back may think that another window listens, whoever has just typed a text here
        may type on, and whoever looks for each letter of an answer looks for each of a text. A
        blank begins no word.
        """
        writes_on = self._typist.hunts or stroke.at < self._texts_until
        comes_back = self._away_for >= CAME_BACK or stroke.at < self._types_until
        begins = writes_on or self._next.follows_look(stroke)
        return comes_back or (begins and action.id != TICK)

    def _harms(self, action: Action) -> bool:
        """Whether an act would do most harm, and may be the letter of somebody who looks for each."""
        return action.id in HARMS and not self._typist.is_brisk

    def _is_yes_to_nothing(self, stroke: Stroke) -> bool:
        """Whether a yes comes first after an act, or its refusal.

        Whoever is used to its question, and was not asked this time, answers it unread.
        """
        return (stroke.character or "") in yes_keys(self._picture.t) and (
            stroke.at - self._acted_at < HABIT
        )

    def _wants_it_once_more(self, stroke: Stroke, since: float, *, among_others: bool) -> None:
        """Asks once more for a yes that may not be meant, so long after the key before, and says why."""
        dialogue, key = self._dialogue, written(stroke.key)
        if among_others:
            dialogue.prompt.insist()
            dialogue.among_letters(key, AMONG_LETTERS)
        elif since >= LEFT_ALONE:
            dialogue.left_alone(key, since)
        else:
            dialogue.prompt.insist()

    def _answer(self, stroke: Stroke) -> None:
        """A key that belongs to a question.

        Takes it back, moves in what it is about, or is an answer, where it can be one.
        """
        dialogue, prompt, self._stroke = self._dialogue, self._dialogue.prompt, stroke
        in_word = self._words.goes_on(stroke, moves=False)
        if stroke.key == "escape":
            self._is_escaped(stroke)
            return
        if stroke.key in READING and self._picture.page.is_asked_about:
            self._do(self._keys.actions[READING[stroke.key]])
            return
        since, among_others = self._guard.touches(stroke)
        if stroke.prints and not (prompt.typing or prompt.answers(stroke.character)):
            self._guard.strays(stroke)
        if not prompt.typing and self._is_text_astray(stroke, in_word=in_word):
            given_up = dialogue.given_up()
            dialogue.cancel()
            self._is_text(stroke, given_up)
            return
        if self._guard.is_unread_yes(stroke, since, among_others=among_others):
            self._wants_it_once_more(stroke, since, among_others=among_others)
            return
        if self._guard.may_go_on_with_word(stroke):
            self._dialogue.too_soon(written(stroke.key))
            return
        is_odd_yes = stroke.character in ("y", "Y") and not is_offered_yes("y", self._picture.t)
        self._once_more = self._guard.came_too_soon or is_odd_yes
        self._alone_for = HUNTED_ALONE if prompt.writes else WORD_GAP
        if prompt.typing:
            self._typist.hears(stroke)
            self._guard.notes_doubt(stroke, since)
            if stroke.key == "enter" and not self._guard.ends_text(stroke):
                return
        self._give(stroke, in_word=in_word, among_others=among_others)

    def _is_escaped(self, stroke: Stroke) -> None:
        """Esc closes a question: whoever presses it looks at the screen, or believes that this is an editor.

        So the next key counts, once it cannot have come in one piece with it, and an act is heard out.
        """
        prompt = self._dialogue.prompt
        pause = ESCAPED if prompt.typing and not prompt.is_untouched else ANSWERED
        was_text = prompt.was_doubted
        self._dialogue.cancel()
        if was_text and self._guard.asked_by.stroke.at - self._strolled.at < TEXT_GAP:
            self._router.back_to(self._before_strolling)  # letters before its key were of it too
        self._lull.want(stroke.at, pause, CLOSED, mildly=True)
        self._texts_until = max(self._texts_until, stroke.at + HUNTED)

    def _is_text_astray(self, stroke: Stroke, *, in_word: bool) -> bool:
        """Whether a key that answers nothing shows that a text is typed to a question of one key."""
        answers = self._dialogue.prompt.answers(stroke.character)
        astray = stroke.key == "enter" or (stroke.prints and not answers)
        return astray and ((in_word and stroke.prints) or self._guard.is_text_astray(stroke))

    def _give(self, stroke: Stroke, *, in_word: bool, among_others: bool) -> None:
        """A key of an answer.

        When the question goes with it, nothing typed in the same breath is a command, and of a text
        that no hand typed not even an answer to what is asked next.
        """
        prompt = self._dialogue.prompt
        self._asked |= prompt.typing
        asked, one_letter, filtering = prompt.asked, not prompt.typing, prompt.filtering
        self._by_key = one_letter
        declines = one_letter and not prompt.goes_on(stroke.character)
        declined = self._dialogue.given_up() if declines else None
        prompt.key(stroke.key, stroke.character)
        if declined is not None and not prompt.asking:
            self._declined = (stroke.at, declined)
        if self._dialogue.turned_down:
            self._lull.want(stroke.at, QUIET, REFUSED)
        elif prompt.asked != asked:
            if among_others:
                pause = HUNTED
            elif (in_word or not one_letter) and not filtering:
                pause = QUIET
            else:
                pause = PASTED_LINES if stroke.hurried and not stroke.gathered else ANSWERED
            self._is_closed(stroke, pause, one_letter=one_letter, in_word=in_word)

    def _is_closed(self, stroke: Stroke, pause: float, *, one_letter: bool, in_word: bool) -> None:
        """A key has ended the question.

        Keys mean nothing until a pause, and the rest of the word of which `one_letter` has answered
        means nothing at all.
        """
        self._lull.want(
            stroke.at,
            pause,
            CLOSED,
            in_answers=stroke.hurried,
            mildly=not stroke.hurried and not (in_word and one_letter),
        )
        letter = (stroke.character or "") if one_letter else ""
        self._lull.expect(rest_of_word(letter, self._picture.t), spoilt_by(letter))
        self._guard.is_answered()

    def _ignore(self) -> None:
        """Says, beside what was said before, that keys are ignored, and the latest reason alone."""
        if why := self._lull.why():
            self._ignored.tell_beside(why)
        elif self._key_before == "enter" and self._away_for >= QUIET:  # the text had ended by then
            self._ignored.tell_too_soon(written(self._heard_key))

    def _means_nothing(self, stroke: Stroke) -> None:
        if (said := means_nothing(stroke, self._keys)) is not None:
            self._dialogue.tell(said, "warn")
            self._lull.want(stroke.at, QUIET, self._what_text_did(stroke.at))

    def _act(self, action: Action, stroke: Stroke, *, again: bool) -> None:
        if self._slow and action.id in ACTS:
            self._dialogue.tell(say("The act before is not on disk yet. Wait for it."), "warn")
        elif again:
            self._ignored.tell_again(stroke, action)
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


def _changes_something(action: Action) -> bool:
    """Whether an action does, selects or asks: what a letter of a text must not do."""
    return action.id in ACTS or action.id in SELECTS or action.asks
