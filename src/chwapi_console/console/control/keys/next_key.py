"""Which key a hand chooses right behind which.

Who looks for each letter on the keyboard types a word at one key a second: so slow that each letter
could be a key of its own. What tells them apart is sense. Whoever has taken a server ticks a step
of it next, and does not call it compromised within the second; whoever types `tail` does both. So a
key that makes no sense right behind the one before is a letter of a text, until a pause comes. Keys
that print nothing, as arrows do, show that somebody looks at the screen.
"""

from collections.abc import Mapping

from chwapi_console.console.control.keys.word_guard import WORD_GAP
from chwapi_console.console.known.actions import ACTS, MOVES, SELECTS, Action
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke

HUNTED = 2.0
"""Seconds between two keys within which somebody who looks for each letter may type one text."""

_TAKE, _DONE, _TICK, _NOTE, _UNDO = (
    "server.take",
    "server.restored",
    "step.tick",
    "subject.note",
    "act.undo",
)
_CLEAN, _ON, _COMPROMISED, _UNKNOWN, _BLOCK, _DROP = (
    "server.clean",
    "server.on",
    "server.compromised",
    "server.unknown",
    "server.block",
    "server.drop",
)
_VERIFIED, _GIVE = "server.verified", "server.give"
_OF_STEPS = (_TICK, "step.skip", "step.fail", "evidence.record")
_VERDICTS = (_CLEAN, _COMPROMISED, _UNKNOWN, _BLOCK)

_NEXT: Mapping[str, frozenset[str]] = {
    _TAKE: frozenset((*_OF_STEPS, _DONE, _DROP, _GIVE, _BLOCK, _NOTE, _UNDO)),
    _DROP: frozenset((_TAKE, _GIVE, _BLOCK, _NOTE, _UNDO)),
    _DONE: frozenset((_TAKE, _TICK, _ON, _NOTE, _UNDO)),
    _VERIFIED: frozenset((_TAKE, _NOTE, _UNDO)),
    _CLEAN: frozenset((*_VERDICTS, _TAKE, _ON, _NOTE, _UNDO)),
    _ON: frozenset((_CLEAN, _TAKE, _NOTE, _UNDO)),
    _COMPROMISED: frozenset((*_VERDICTS, _TAKE, "evidence.record", _NOTE, _UNDO)),
    _TICK: frozenset(
        (
            *_OF_STEPS,
            _DONE,
            _TAKE,
            _DROP,
            _BLOCK,
            _CLEAN,
            _COMPROMISED,
            _ON,
            _VERIFIED,
            _NOTE,
            _UNDO,
        )
    ),
    _UNDO: frozenset((*_VERDICTS, _TAKE, _TICK, _DROP, _ON, _GIVE)),
}
"""What goes on with the work that an act began, or mends it; for acts that ask nothing."""
_AT_ONCE: Mapping[str, frozenset[str]] = {
    _TAKE: frozenset((_TICK, _DONE, _GIVE, _NOTE)),
    _DONE: frozenset((_TAKE,)),
    _CLEAN: frozenset((_TAKE, _ON)),
    _ON: frozenset((_TAKE, _CLEAN)),
    _TICK: _NEXT[_TICK],
}
"""The same while an act still waits for a second letter. Hardly a word begins with these pairs."""
LETTERS_IN_A_ROW = 2
"""Letters, each another than the one before and soon behind it, behind which one more may be of their text,
whatever they did (`katrien`)."""
IN_VAIN = 2
"""Letters in a row that did nothing, from which on they are those of a text."""


class NextKey:
    """Remembers which action the key before was for, and whether it was a letter that is no key.

    And which letters in a row did nothing.
    """

    def __init__(self) -> None:
        self._before, self._action, self._is_no_key = NO_STROKE, "", False
        self._in_row, self._vain = 0, ""

    def hears(self, stroke: Stroke, action: Action | None, *, did: bool) -> None:
        """Takes note of a key and of what it is for; whether it `did` that, or is about to.

        One that prints nothing is a look at the screen.
        """
        if stroke.prints:
            acts = action is not None and action.id in ACTS
            wants = acts or (action is not None and action.asks)
            goes_on = stroke.at - self._before.at < HUNTED
            in_vain = stroke.is_letter and (action is None or (wants and not did))
            if not goes_on:
                self._in_row = 0
            self._in_row += stroke.is_letter and stroke.key != self._before.key
            letters = stroke.character or ""
            self._vain = (self._vain if goes_on else "") + letters if in_vain else ""
            self._before = stroke
            self._is_no_key = action is None and stroke.is_letter
            self._action = action.id if action is not None and (did or not acts) else ""
        else:
            self.forget()

    @property
    def is_in_vain(self) -> bool:
        """Whether the latest key was a letter that did nothing."""
        return bool(self._vain)

    def is_word(self, stroke: Stroke) -> bool:
        """Whether a letter comes as fast as words are typed behind another that did nothing.

        Then even a key that only looks is one more of them: `ok`, where `o` has asked nothing and
        `k` would move the cursor.
        """
        soon = stroke.is_letter and stroke.at - self._before.at < WORD_GAP
        return soon and bool(self._vain) and stroke.key != self._before.key

    def ends_line(self, stroke: Stroke) -> bool:
        """Whether Enter comes so soon behind a letter that it ends a line of text (`ls`, `ah`), and opens nothing.

        Not behind one that moves the cursor, or has taken or ticked what Enter opens, nor behind a
        lone one that did nothing.
        """
        before = self._before
        soon = before.is_letter and stroke.at - before.at < WORD_GAP
        lone = self.is_in_vain and self._in_row < LETTERS_IN_A_ROW
        goes_on = lone or self._action in (*MOVES, _TAKE, _TICK)
        return stroke.key == "enter" and soon and not goes_on

    def letters_before(self, stroke: Stroke) -> str:
        """The letters that did nothing, of which a key that asks may be one more: the `i` of `ifconfig`."""
        return self._vain if stroke.at - self._before.at < HUNTED else ""

    def forget(self) -> None:
        """The key before was an answer, or a look at the screen: nothing goes on with it."""
        self._before, self._action, self._is_no_key = NO_STROKE, "", False
        self._in_row, self._vain = 0, ""

    def follows_look(self, stroke: Stroke) -> bool:
        """Whether a key comes soon behind another that only looks, or does nothing.

        Both may begin a text. Not behind one that moves the cursor or acts, or itself, unless that was
        another letter behind a letter.
        """
        before, soon = self._before, stroke.at - self._before.at < HUNTED
        looks = self._action not in (*_NEXT, *MOVES, *SELECTS)
        begins = looks or self._in_row >= LETTERS_IN_A_ROW
        return before.prints and soon and begins and before.key != stroke.key

    def began(self, stroke: Stroke) -> float:
        """When the text began that this key is a letter of, as far as the key before tells."""
        return self._before.at if stroke.at - self._before.at < HUNTED else stroke.at

    def is_letter(self, stroke: Stroke, action: Action | None) -> bool:
        """Whether a key that would do something is a letter of a text that is typed slowly.

        It makes no sense so soon behind the one before.
        """
        before = self._before
        if not stroke.prints or action is None or stroke.key == before.key:
            return False
        if stroke.at - before.at >= HUNTED:
            return False
        if action.id == _TICK and before.is_letter and self._action not in (*_NEXT, *MOVES):
            return True
        if not (action.id in ACTS or action.id in SELECTS or action.asks):
            return False
        in_text = self._is_no_key or len(self._vain) >= IN_VAIN
        return in_text or action.id not in _NEXT.get(self._action, (action.id,))

    @staticmethod
    def makes_pair(act: str, stroke: Stroke, action: Action | None) -> bool:
        """Whether a key that goes on with an act that still waits may begin a text with its key.

        `td`, `tg`, `tk`, `c4`, `t `: so both wait for what comes behind them.
        """
        if not stroke.prints or action is None:
            return False
        looks = action.id in MOVES or (stroke.character or "").isdigit()
        return looks or action.id in _AT_ONCE.get(act, ())

    @staticmethod
    def spoils(act: str, stroke: Stroke, action: Action | None) -> bool:
        """Whether a key makes a text of the key whose act still waits.

        It prints, and is neither one that looks around nor one that goes on with that act. So does
        Enter, but behind a server that is taken in hand: it opens that.
        """
        if not stroke.prints:
            return stroke.key == "enter" and act not in (_TAKE, _TICK)
        if action is None:
            return True
        looks = action.id in MOVES or not (
            stroke.is_letter or action.id in ACTS or action.id in SELECTS
        )
        return not looks and action.id not in _AT_ONCE.get(act, ())
