"""The keys that came and were not dealt with yet, and what one behind an act that waits makes of it.

An act waits for a moment, for its key may be the first letter of a text. What comes meanwhile goes
on with the work, and then the act is sent; or it makes a text of both, and then it is taken back;
or nobody can tell yet, and then both wait.
"""

from collections import deque
from collections.abc import Callable

from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.keys.ignored_keys import UNDO
from chwapi_console.console.control.keys.latest_key import TICK
from chwapi_console.console.control.keys.lull import BREATH, QUIET
from chwapi_console.console.control.keys.stray_text import UNTIL_KNOWN, StrayText
from chwapi_console.console.control.keys.watchers import Watchers
from chwapi_console.console.control.keys.word_guard import (
    ALONE,
    BRISKLY,
    HELD_DOWN,
    HUNTED_ALONE,
    WORD_GAP,
    WaitingAct,
)
from chwapi_console.console.known.actions import MOVES, Action
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke

TAKES_BACK = ("escape", "backspace", "delete")
"""Keys of who did not mean what was pressed just before."""


class HeldKeys:
    """Hands keys on, one after the other: `take` deals with one, `waits` says that none can be now."""

    def __init__(
        self,
        dialogue: Dialogue,
        watchers: Watchers,
        text: StrayText,
        unsent: WaitingAct,
        keys: Keymap,
        take: Callable[[Stroke], None],
        waits: Callable[[], bool],
    ) -> None:
        self._dialogue, self._watchers, self._text = dialogue, watchers, text
        self._latest, self._guard, self._lull = watchers.latest, watchers.guard, watchers.lull
        self._unsent, self._keys, self._take, self._waits = unsent, keys, take, waits
        self._held: deque[Stroke] = deque()
        self._nothing_follows = False

    def add(self, strokes: list[Stroke]) -> None:
        """More keys came."""
        self._held.extend(strokes)

    def hold(self, send: Callable[[], None]) -> None:
        """Sends an act once its key has stood alone; at once where an answer in words led to it."""
        now = self._unsent.clock()
        self._unsent.hold(send, self._latest.alone_at if self._latest.by_key else now)

    @property
    def letters(self) -> str:
        """What they would write into an answer."""
        return "".join(stroke.character or "" for stroke in self._held if stroke.prints)

    def drop(self) -> None:
        """Nobody knows any more what they were meant for."""
        self._held.clear()

    def nothing_follows(self) -> None:
        """Nothing more comes: an act need not wait any longer, and Enter has ended what it stands behind."""
        self._nothing_follows = True
        self._unsent.send()
        self.deal()
        self._nothing_follows = False

    def end(self) -> bool:
        """The console ends: an act that waits is not done; an Enter has ended what it stands behind.

        Nobody knows whether a text would have followed (`oui`, `tu me rappelles`, and the line dies),
        and nothing has said yet that the act is done. Whether one waited.
        """
        if is_lost := self._unsent.take_back() is not None:
            self.drop()
        else:
            self.nothing_follows()
        return is_lost

    def action_of(self, stroke: Stroke) -> Action | None:
        """What a key is for where no question stands."""
        return self._keys.by_key.get(stroke.key)

    @staticmethod
    def moves(action: Action | None) -> bool:
        """Whether an action only moves the cursor."""
        return action is not None and action.id in MOVES

    def deal(self) -> None:
        """Deals with the keys that came, up to the next act."""
        while self._held and not self._waits():
            stroke = self._held[0]
            if stroke.ends_line and not self._is_end_known(stroke):
                return
            if not self._unsent.waits:
                self._take(self._held.popleft())
            elif not self._deals_behind_act(stroke):
                return

    def _deals_behind_act(self, stroke: Stroke) -> bool:
        """Deals with a key that came while an act waits for a second letter; False while both wait.

        The same key waits too, until it is known what comes behind it, another letter makes a word
        of both, so does what no hand typed after it, Esc takes it back, and any other key shows that
        the first was all.
        """
        if self._guard.wants_lone_key:
            self._deals_behind_yes(self._held.popleft())
        elif stroke.key in TAKES_BACK:
            self._held.popleft()
            self._lull.want(stroke.at, QUIET, self._text.what_it_did(stroke.at))
            self._takes_back_unsent()
        elif self._came_in_one_piece:
            self._deals_with_piece(stroke)
        elif self._lull.expects(stroke):
            self._watchers.words.goes_on(stroke, moves=False)
            self._lull.ignores(self._held.popleft(), asking=False)
            self._unsent.hold_on(stroke.at + _rest_takes(stroke))
        elif stroke.key == self._latest.stroke.key and not self._unsent.is_due(stroke.at):
            if not (self._is_held_down(stroke) or self._goes_on_behind(stroke)):
                self._wait_behind_repeated()
                return False
            self._spoils_unsent(stroke)
        else:
            return self._deals_with_next(stroke)
        return True

    def _takes_back_unsent(self) -> None:
        """The act that waits was not meant: says of what nothing comes, by its question or its key."""
        self._unsent.take_back()
        given_up = self._dialogue.given_up() if self._latest.is_answer else None
        self._dialogue.tell(given_up or self._text.gives_up(self._latest.stroke))

    def _deals_behind_yes(self, stroke: Stroke) -> None:
        """Deals with a key behind a yes that counts alone, and waits for that.

        On a slow line nobody sees at once that it was heard, so it is pressed once more, or the cursor is
        moved on: no line goes on so, and the yes counts. Another letter makes a line of both, which an
        Enter ends, and any other key takes it back.
        """
        if stroke.key == self._latest.stroke.key and not self._is_held_down(stroke):
            self._unsent.wait_until(stroke.at + self._latest.alone_for)
        elif stroke.prints or stroke.key == "enter":
            self._unsent.take_back()
            self._lull.want(
                stroke.at, QUIET, self._dialogue.not_alone(self._latest.stroke.key), in_answers=True
            )
        elif self.moves(self.action_of(stroke)):
            self._held.appendleft(stroke)
            self._unsent.send()
        else:
            self._unsent.take_back()
            given_up = self._dialogue.given_up()
            self._dialogue.prompt.insist()
            self._take(stroke)
            if given_up is not None and not self._dialogue.prompt.asking:
                self._dialogue.tell(given_up)

    @property
    def _came_in_one_piece(self) -> bool:
        """Whether no hand typed what came behind the key whose act waits."""
        return any(held.hurried and held.key != self._latest.stroke.key for held in self._held)

    def _deals_with_piece(self, stroke: Stroke) -> None:
        if self._ends_leaving(stroke):
            self._held.popleft()
            self._unsent.hold_on(stroke.at + WORD_GAP)
        else:
            self._spoils_unsent(stroke)

    def _ends_leaving(self, stroke: Stroke) -> bool:
        """Whether an Enter came in one piece with the yes to leaving: a slow line brings both at once.

        What comes behind it shows that a text is pasted, and the rest of that is for no shell.
        """
        answers = self._latest.is_answer and self._latest.alone_for == WORD_GAP
        return answers and stroke.key == "enter" and stroke.hurried and len(self._held) == 1

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
        action, since = self.action_of(stroke), stroke.at - self._latest.stroke.at
        return (
            not (
                self._latest.is_answer or self._unsent.is_typed_on or self._unsent.is_due(stroke.at)
            )
            and (since >= BRISKLY or self.moves(action))
            and self._watchers.next.makes_pair(self._latest.asks_for, stroke, action)
        )

    def _deals_with_pair(self) -> bool:
        """Deals with two keys of which the second goes on with the first, as far as is known.

        False while both wait for what comes behind them: a third letter makes a text of them. One
        that is no letter, the second once more, or nothing shows that they were meant.
        """
        second, third = (*list(self._held)[:2], NO_STROKE)[:2]
        self._held[0] = second._replace(stood=True)  # for whoever sends the first, by then it has
        if third.key in TAKES_BACK:
            self._held.popleft()
        elif third is NO_STROKE or third.at - second.at >= ALONE:
            return self._sends_once_alone(second)
        elif third.key == second.key or self._goes_on_with_pair(second, third):
            self._unsent.send()
        else:
            self._spoils_unsent(third)
        return True

    def _sends_once_alone(self, last: Stroke) -> bool:
        """Sends the act once nothing has come for a moment behind the last key; False until then."""
        wait, latest = self._unsent, self._latest
        if self._nothing_follows or wait.clock() - last.at >= ALONE:
            wait.send()
            return True
        short = latest.asks_for in UNTIL_KNOWN and not latest.came_once_more
        (wait.wait_only_until if short else wait.wait_until)(last.at + ALONE)
        return False

    def _goes_on_with_pair(self, second: Stroke, third: Stroke) -> bool:
        """Whether a third key looks at the screen or goes on with the work, and is no letter of a text."""
        if not (third.prints or third.key == "enter"):
            return True
        before, action = self.action_of(second), self.action_of(third)
        goes_on = before is not None and not self._watchers.next.spoils(before.id, third, action)
        first = self._latest.stroke.key
        if self._latest.asks_for == TICK and self.moves(before) and third.key == first:
            return third.at - second.at >= BRISKLY
        return goes_on and third.at - second.at >= WORD_GAP and third.key != first

    def _is_held_down(self, stroke: Stroke) -> bool:
        """Whether the key that said yes once more was not pressed for that: it repeats by itself."""
        latest = self._latest
        return latest.came_once_more and stroke.at - latest.stroke.at < HELD_DOWN

    def _goes_on_behind(self, again: Stroke) -> bool:
        """Whether a key behind the repeated one makes a text of both: `tty`, `cc paul`."""
        return any(
            self._watchers.next.spoils(self._latest.asks_for, held, self.action_of(held))
            for held in self._held
            if held.key != again.key and not self._unsent.is_due(held.at)
        )

    def _wait_behind_repeated(self) -> None:
        """A letter twice may begin a text too: what its key does waits for what comes behind it.

        A third press changes nothing: no word begins so, and who is impatient would never get through.
        """
        if self._latest.asks_for != TICK:
            key = self._latest.stroke.key
            second = min(held.at for held in self._held if held.key == key)
            self._unsent.wait_until(second + self._latest.alone_for)

    def _makes_a_text(self, stroke: Stroke) -> bool:
        """Whether a key makes a text, or another word, of the one whose act waits."""
        action = self.action_of(stroke)
        in_word = self._watchers.words.goes_on(stroke, moves=self.moves(action))
        is_end = self._latest.is_answer and stroke.key == "enter"
        goes_on = self._unsent.is_typed_on and stroke.prints
        spoils = goes_on or self._watchers.next.spoils(self._latest.asks_for, stroke, action)
        hunted = spoils and not self._unsent.is_due(stroke.at)
        return in_word or (hunted and not is_end) or self._lull.is_spoilt_by(stroke)

    def _spoils_unsent(self, stroke: Stroke) -> None:
        """A letter makes a text of the key whose act waits: it is taken back.

        Where that key had answered a question, that is given up.
        """
        send, first = self._unsent.take_back(), self._latest.stroke
        self._held.clear()
        answered = send is not None and self._latest.is_answer
        given_up = self._dialogue.given_up() if answered else None
        keeps = send is not None and not answered and self._text.may_be_meant(first)
        if keeps and self._is_undo_of(first, stroke):
            self._text.takes_back(stroke, first)
        else:
            self._text.comes(stroke, given_up, held=first if keeps else None)

    def _is_undo_of(self, first: Stroke, stroke: Stroke) -> bool:
        """Whether a key that takes back comes behind another's act that waits, as no word is typed: it means that."""
        action = self.action_of(stroke)
        return action is not None and action.id == UNDO and stroke.at - first.at >= BRISKLY

    def _is_end_known(self, end: Stroke) -> bool:
        """Whether it is known what the last Enter ended.

        It may end a line that no hand gave to a key's question, or hardly one gave to the question
        of a note, which is the least that a key writes: then nothing else comes for a moment. Where
        more lines follow, the text is pasted.
        """
        asked, more = self._guard.may_end_line(end), len(self._held) > 1
        left = end.at + BREATH - self._unsent.clock()
        if asked and not (more or self._nothing_follows) and left > 0:
            self._unsent.later(left, self.deal)
            return False
        goes_on = more and self._held[1].prints and self._held[1].at - end.at < BREATH
        ends = asked and not goes_on and not self._guard.is_stalled
        self._held[0] = end._replace(ends_line=ends, hurried=end.hurried and not ends)
        return True


def _rest_takes(stroke: Stroke) -> float:
    """Seconds for which more of a text is awaited behind a key of a word for yes: `oui j'arrive`."""
    return HUNTED_ALONE if stroke.is_letter else 0
