"""What a key is for: the answer to a question, or an action.

One key at a time, in the order in which they were typed.

Textual hands keys to a widget's own queue, where those of one burst overtake what the first of them
began. Here each key is dealt with before the next is looked at. While an act of ours is on its way
to the disk, keys wait: what they are meant for is decided when its answer is on the screen. When
that takes long, nobody knows any more what they were meant for: they are dropped, and until the
answer comes nothing else can be written.

The rooms beside this one: `answering.py` has what the keys of a question do, `stray_text.py` what a
text is where every letter is a key, `line_of_text.py` what was shown before it, and `held_keys.py`
what a key makes of an act that waits.
"""

from collections.abc import Callable
from time import monotonic

from textual.events import Key, Paste

from chwapi_console.answers import yes_keys
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.keys.answer_guard import LEFT_ALONE, READ_TEXT, AnswerGuard
from chwapi_console.console.control.keys.answering import Answering
from chwapi_console.console.control.keys.held_keys import HeldKeys
from chwapi_console.console.control.keys.ignored_keys import (
    UNDO,
    IgnoredKeys,
    answers_nothing,
    asks_by_name,
    led_away,
    means_nothing,
)
from chwapi_console.console.control.keys.latest_key import TICK, LatestKey
from chwapi_console.console.control.keys.lull import (
    BREATH,
    CLOSED,
    LEFT,
    QUIET,
    REFUSED,
    REFUSED_KEY,
    Lull,
)
from chwapi_console.console.control.keys.next_key import NextKey
from chwapi_console.console.control.keys.pace import KeyPace, TypistPace
from chwapi_console.console.control.keys.repeated import Aim, Repeated
from chwapi_console.console.control.keys.stray_text import NOTE, StrayText, changes_something
from chwapi_console.console.control.keys.watchers import Watchers
from chwapi_console.console.control.keys.with_its_key import words_of_names
from chwapi_console.console.control.keys.word_guard import (
    ROLLED,
    Rolling,
    WaitingAct,
    WordGuard,
)
from chwapi_console.console.control.picture.disabled import why_disabled
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.console.known.actions import ACTS, ON_STEPS, Action, written
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.terminal.stroke import Stroke, strokes
from chwapi_console.recovery.rules.claims import names_borne
from chwapi_console.text import Sentence, Value, say

PATIENCE = 1.0
"""Seconds that keys wait for the answer to an act."""
ALSO_WHILE_ASKED = ("view.redraw", "console.stop")
"""Actions whose keys are part of no answer."""
JUMPS = ("row.first", "row.last")
"""Actions that take the cursor far away: a letter for one is soon hit for another's."""
OPENS = "row.open"
STEPS_ON = ("row.next_ready", "server.skip")
"""Actions that take the cursor to another row, beside those that only move it."""
ANSWER_HELD = 60.0
"""Seconds for which a line may hold the key of an answer, pressed again before that was seen."""
HABIT = 5.0
"""Seconds after an act within which a yes may be the answer to a question that it usually asks."""
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
    was drawn, `is_told` whether the terminal at its end says when it has.
    `ask_what_is_shown` asks the terminal to tell once it shows what is about to be drawn.
    `clock` gives the time on which keys are stamped, in seconds.
    """

    def __init__(
        self,
        picture: Picture,
        dialogue: Dialogue,
        router: Router,
        keys: Keymap,
        do: Callable[[Action, Sentence | None], None],
        pressed: Callable[[], bool],
        later: Callable[[float, Callable[[], None]], object],
        stalls: Callable[[], bool] = lambda: False,
        is_told: Callable[[], bool] = lambda: False,
        ask_what_is_shown: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._picture, self._dialogue, self._router = picture, dialogue, router
        self._keys, self._do, self._pressed = keys, do, pressed
        self._stalls, self._asks_what_is_shown, self.clock = stalls, ask_what_is_shown, clock
        self._slow, self._acts = False, 0
        self._acted_at, self._answered_by = float("-inf"), ""
        self._pace, self._rolling, self._repeated = KeyPace(), Rolling(), Repeated(is_told)
        self._is_told = is_told
        self._unsent = WaitingAct(later, self._now)
        self._watch(picture, dialogue)
        self._deal_out()

    def _deal_out(self) -> None:
        """Makes the rooms that keys are handed on to."""
        picture, dialogue, keys = self._picture, self._dialogue, self._keys
        watchers = self._watchers
        self._text = StrayText(picture, dialogue, self._router, watchers)
        self._answering = Answering(
            picture,
            dialogue,
            watchers,
            self._text,
            keys,
            lambda action: self._do(action, None),
            self._answers_once_alone,
        )
        self._held = HeldKeys(
            dialogue,
            watchers,
            self._text,
            self._unsent,
            keys,
            self._take,
            lambda: self.waits,
        )

    def _watch(self, picture: Picture, dialogue: Dialogue) -> None:
        """Begins to follow the keys."""
        self._lull, self._latest = Lull(), LatestKey(self.clock())
        self._guard = AnswerGuard(
            dialogue, self._lull, picture.t, self._is_stalled, self._people, self._names
        )
        self._ignored = IgnoredKeys(dialogue, self._keys, picture.t)
        self._watchers = Watchers(
            self._latest,
            self._guard,
            self._lull,
            WordGuard(),
            NextKey(),
            TypistPace(),
            self._ignored,
        )

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
        self._held.add([self._pace.heard(stroke) for stroke in strokes(key, at)])
        self._held.deal()

    @property
    def waits(self) -> bool:
        """Whether keys wait for the answer to an act."""
        return self._latest.is_under_way and not self._slow

    def paste(self, paste: Paste) -> None:
        """A text was pasted: into an answer, or nowhere.

        What follows in the same breath means nothing: a pasted text can hold the end of a paste.
        """
        self._lull.want(paste.time + self.clock() - monotonic(), BREATH)
        if self._guard.wants_lone_key:
            self._unsent.take_back()
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
        stroke, by_key, answers = self._latest.stroke, self._latest.by_key, self._latest.is_answer

        def send_for_key() -> None:
            self._ignored.acts(stroke, alone=by_key, answers=answers)
            send()
            self.sees_question()

        self._held.hold(send_for_key)

    def _answers_once_alone(self, answer: Callable[[float], None]) -> None:
        """Gives an answer, and when it counts, once its key has stood alone for a moment."""

        def give() -> None:
            answer(self.clock())
            self._asks_what_is_shown()
            self.sees_question()

        self._held.hold(give)

    def send_unsent(self) -> None:
        """Nothing more comes.

        Sends the act that waits for a second letter, if there is one, and takes the Enter of which
        it was not known yet what it ends.
        """
        self._held.nothing_follows()

    def end(self) -> bool:
        """The console ends: an act that waits for a second letter is not done; whether one did."""
        return self._held.end()

    def wait(self) -> int:
        """An act of ours is on its way; its number."""
        self._latest.is_under_way, self._slow = True, False
        self._repeated.acting(
            self._latest.stroke,
            self._aim,
            self._latest.asks_for,
            asked_by=self._asked_by(),
        )
        self._acts += 1
        return self._acts

    def _asked_by(self) -> str | None:
        """The key whose question one key has answered; empty behind a text, None where none was asked."""
        if not self._latest.is_answer:
            return None
        return self._guard.asked_by.stroke.key if self._latest.stroke.prints else ""

    @property
    def sent(self) -> int:
        """How many acts and questions went to the session's thread until now."""
        return self._acts

    def waited_long(self, act: int, words: Sentence = SLOW_JOURNAL) -> None:
        """The answer does not come.

        What was typed is dropped, and what only looks can be done again.
        """
        if self._latest.is_under_way and act == self._acts:
            self._slow = True
            self._guard.loses(self._held.letters)
            self._held.drop()
            self._dialogue.tell(words, "warn")

    def go_on(
        self,
        *,
        heeding: bool = True,
        acted: bool = False,
        did: Value | None = None,
        undone: bool = False,
        weighs: bool = False,
    ) -> None:
        """The answer is there, and drawn: the keys that waited are dealt with, up to the next act.

        Those typed before a question could be read are no answer to it. `did` says what was done,
        if anything was, `undone` that it was an undo, `weighs` that its own undo asks first.
        """
        self._latest.is_under_way = self._slow = False
        if acted and not undone:
            self._repeated.cursor.is_named()
        self._repeated.shown(self.clock(), self._aim, undone=undone)
        if not heeding and not self._unsent.waits:
            self._guard.loses(self._held.letters)
            self._held.drop()
        self.sees_question()
        if acted:
            self._text.line.ends()
            self._acted_at = self.clock()
            self._ignored.has_done(did, self._acted_at, undone=undone, weighs=weighs)
        self._held.deal()

    def shown_late(self, *, seen: bool = False) -> None:
        """The line has taken what was held back: only now is it seen, as the terminal says if it is `seen`."""
        if seen:
            self._repeated.is_seen(self.clock())
        else:
            self._repeated.not_seen_before(self.clock())
        self._guard.sees_it_late(self.clock())

    def is_led_away(self) -> None:
        """What others did has put the cursor on something else: what acts waits for a look at that."""
        self._repeated.cursor.is_put_elsewhere(self.clock())

    def sees_question(self) -> None:
        """Remembers when a question began to stand that is drawn now."""
        self._guard.sees_question(self.clock())

    def refused(self, at: float, *, asks: bool = False) -> None:
        """What was asked for was refused.

        Where that came of a question, or `asks` another one, what is typed on means nothing for a
        while.
        """
        if self._latest.has_asked or asks:
            self._lull.want(at + self.clock() - monotonic(), QUIET, REFUSED, in_answers=asks)

    def did_not_leave(self) -> None:
        """Whoever wanted to leave for the shell types commands for it now: they mean nothing here."""
        self._lull.want(self._latest.stroke.at, QUIET, LEFT)

    def _take(self, stroke: Stroke) -> None:
        self.sees_question()
        self._latest.hears(stroke)
        action, asking = self._held.action_of(stroke), self._dialogue.prompt.asking
        mild = action is not None and action.id in MILD
        if self._lull.ignores(stroke, asking=asking, mild=mild, shows=_shows(stroke, action)):
            self._text.goes_on_ignored(stroke)
            return
        self._dialogue.turned_down = False
        moves = not asking and self._held.moves(action)
        if asking:
            self._text.line.selects(None)
        elif self._is_of_text(stroke, action, moves=moves):
            return
        rolls = self._rolling.hears(stroke, moves=moves)
        self._watches_for_repetition(stroke)
        if moves and self._repeated.cursor.moves_unseen(stroke):
            self._repeated.cursor.has_moved_unseen()
            self._dialogue.tell(led_away(stroke, self._picture.at.aimed_at(step=False)), "warn")
            return
        if again := not asking and self._repeated.is_it(stroke, action):
            self._repeated.repeats(stroke)
            if not self._repeated.hits_another(stroke):
                return  # what the key did just before must stay to be read
        self._dialogue.was_read(too_soon=self._latest.away_for < READ_TEXT)
        self._ignored.hears(stroke)
        self._latest.by_key, self._latest.is_answer = not asking, asking
        if asking and not (action and action.id in ALSO_WHILE_ASKED):
            self._answer(stroke)
        else:
            self._command(action, stroke, rolls=rolls, again=again)
        if self._dialogue.turned_down or asking:
            self._acted_at = stroke.at
        elif not self._answers_nothing(stroke, action):
            self._acted_at, self._answered_by = float("-inf"), ""
        self.sees_question()

    def _answer(self, stroke: Stroke) -> None:
        """A key of a question."""
        self._watchers.next.forget()
        one_key = stroke.prints and not self._dialogue.prompt.typing
        self._answered_by = stroke.key if one_key else ""
        is_read = one_key and self._dialogue.prompt.answers(stroke.character)
        self._answering.hears(stroke)
        if is_read and not self._dialogue.prompt.asking:
            self._repeated.cursor.is_named()
        self._asks_what_is_shown()

    def _watches_for_repetition(self, stroke: Stroke) -> None:
        """Takes note of a key, and whether anybody can have seen what was shown before it."""
        if self._stalls():
            self._repeated.not_seen_before(stroke.at)
        self._repeated.hears(stroke)

    def _is_of_text(self, stroke: Stroke, action: Action | None, *, moves: bool) -> bool:
        """Whether a key is a letter of a text that must not do anything; then that is said."""
        if self._text.is_ended_by(stroke):
            return True
        changes = action is not None and changes_something(action)
        is_letter = self._text.is_letter(stroke, action, moves=moves)
        next_key = self._watchers.next
        if (is_letter and changes) or next_key.is_word(stroke) or next_key.ends_line(stroke):
            self._text.line.select_as_before()
            self._text.comes(stroke)
            return True
        if action is not None and stroke.is_letter and not _acts_or_asks(action):
            self._text.line.shows(stroke, moves=self._held.moves(action))
        self._text.line.selects(action)
        if not stroke.prints and stroke.key != "enter":
            self._text.line.ends()
            self._ignored.looks()
        elif stroke.prints and action is not None and not changes:
            self._text.line.strolls(stroke)
        return False

    def _command(self, action: Action | None, stroke: Stroke, *, rolls: bool, again: bool) -> None:
        """A key that answers nothing; whether it did anything tells what the next one is."""
        left = self._router.just_left
        self._follow(action, stroke, rolls=rolls, again=again)
        if self._router.just_left not in (left, ""):
            self._repeated.cursor.goes_on(self.clock())
        asks = self._dialogue.prompt.asking
        did = self._unsent.waits or self._latest.is_under_way or asks
        self._watchers.next.hears(stroke, action, did=did)
        if self._watchers.next.is_in_vain:
            self._text.line.has(stroke.at)

    def _follow(self, action: Action | None, stroke: Stroke, *, rolls: bool, again: bool) -> None:
        """What a key asks for is done or asked about, or it is said why not."""
        if action is None:
            self._means_nothing(stroke)
        elif rolls and action.id in ACTS:
            self._dialogue.tell(ROLLED, "warn")
        elif _acts_or_asks(action) and self._answers_nothing(stroke, action):
            self._ignored.tell_beside(answers_nothing(stroke, action))
        else:
            self._latest.commands(stroke, action.id, asks=action.asks)
            self._text.waits_for_more(action, stroke)
            aim = self._aim
            self._act(action, stroke, again=again)
            if self._aim != aim or action.id == OPENS:
                self._watches_move(action, stroke)
            before = self._watchers.next.letters_before(stroke)
            self._guard.asks(stroke, note=action.id == NOTE, asks=action.asks, before=before)
            if action.asks and not self._dialogue.prompt.asking:
                self._lull.want(stroke.at, QUIET, REFUSED_KEY)
                self._text.may_type_on(stroke.at)

    def _watches_move(self, action: Action, stroke: Stroke) -> None:
        """A key took the cursor elsewhere: nobody has seen yet what it stands on."""
        far, moves = action.id in JUMPS and stroke.is_letter, self._held.moves(action)
        self._repeated.moves(stroke.at)
        self._dialogue.leaves_row()
        if moves or action.id == OPENS:
            self._repeated.cursor.moves(stroke.at)
            self._asks_what_is_shown()
        if moves or action.id in STEPS_ON:
            self._repeated.cursor.steps(stroke.at)
        if far or (moves and self._latest.away_for >= LEFT_ALONE):
            self._repeated.cursor.jumps(stroke.at)

    def _answers_nothing(self, stroke: Stroke, action: Action | None) -> bool:
        """Whether a key comes behind what it has answered, or a yes behind an act, with no other key between.

        On a line that stands still an answer is given again, more than once, until it is seen. And
        whoever is used to a question, and was not asked this time, answers it unread.
        """
        since = stroke.at - self._acted_at
        if stroke.prints and (stroke.character or "") in yes_keys(self._picture.t):
            if action is not None and action.id in ACTS:
                return False  # `y` goes on with what `y` has answered
            if since < HABIT:
                return True
        again = stroke.key == self._answered_by
        return again and (since < ANSWER_HELD or self._stalls())

    def _means_nothing(self, stroke: Stroke) -> None:
        if (said := means_nothing(stroke, self._keys)) is not None:
            self._ignored.tell_of_key(said, stroke)
            self._lull.want(stroke.at, QUIET, self._text.what_it_did(stroke.at))

    def _act(self, action: Action, stroke: Stroke, *, again: bool) -> None:
        if self._slow and action.id in ACTS:
            self._dialogue.tell(say("The act before is not on disk yet. Wait for it."), "warn")
        elif again:
            self._ignored.tell_again(stroke)
        elif _acts_or_asks(action) and self._is_ignored(action, stroke):
            what = self._picture.at.aimed_at(step=action.id in ON_STEPS)
            self._dialogue.tell(led_away(stroke, what), "warn", behind=self._dialogue.own_said)
            self._repeated.ignores(stroke, action, self._aim)
            self._asks_what_is_shown()
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
            self._do(action, self._whether_meant(action, stroke))

    @property
    def _aim(self) -> Aim:
        """What an act would be on, and the step under the cursor."""
        at = self._picture.at
        return at.asked_about(step=False)[0], at.step_under_cursor

    def _is_ignored(self, action: Action, stroke: Stroke) -> bool:
        """Whether nobody can have seen yet what a key would act on, or that the same was done before."""
        repeated = self._repeated
        unseen = self._is_told() and repeated.is_unseen(stroke, action, self._aim)
        return unseen or repeated.cursor.is_led_away(stroke)

    def _whether_meant(self, action: Action, stroke: Stroke) -> Sentence | None:
        """What is asked by the name of what a key would act on, where nothing else is asked before it does.

        Where nothing tells whether that was seen, or where a blank after a quiet may only wake a screen.
        Another key answers, for whoever sees nothing presses the same one again.
        """
        at, repeated = self._picture.at, self._repeated
        wakes = stroke.character == " " and self._latest.away_for >= LEFT_ALONE
        may_wake = wakes and action.id == TICK and at.is_step_open
        acts = action.id in ACTS and action.id != UNDO and not action.asks
        unseen = repeated.cursor.has_run or repeated.is_unseen(stroke, action, self._aim)
        if not (may_wake or (acts and unseen)):
            return None
        return asks_by_name(action, at.aimed_at(step=action.id in ON_STEPS))


def _acts_or_asks(action: Action) -> bool:
    """Whether an action does more than change what is shown."""
    return action.id in ACTS or action.asks


def _shows(stroke: Stroke, action: Action | None) -> bool:
    """Whether a key goes to another view and is no letter: no word begins with it."""
    shows = action is not None and action.id.startswith("view.")
    return shows and stroke.prints and not stroke.is_letter
