"""The same act again, before anybody can have seen what it did.

On a line that answers late everybody presses twice, the arrow before the key too. So an act does not go
on to another row by itself but where DESIGN says so, and its key once more, on the same row, only finds
that all is so already: within a second of the picture that is passed over in silence, for what the first
one did must stay to be read. On another row a key for the same action is unseen until somebody can have
seen the picture of the act; not one that asks, for its question names the row. Where the terminal tells
what is seen, it is ignored by the name of that row. Elsewhere it asks by that name: within three seconds
of the picture; behind the key that went to the row for as long as a look takes; and for good where no key
did since, or one that came before the picture, for a line may hold that for longer than any time.
"""

from collections.abc import Callable

from chwapi_console.console.control.keys.ignored_keys import UNDO
from chwapi_console.console.control.keys.unseen_cursor import (
    AGAIN,
    LED_AWAY,
    LONG_AGO,
    NEVER,
    UnseenCursor,
)
from chwapi_console.console.known.actions import ACTS, ON_STEPS, Action
from chwapi_console.console.terminal.stroke import Stroke

TOGETHER = 0.25
"""Seconds between two presses of a key within which nobody has chosen both, one after the other."""
NEXT_STEP = 3.0
"""Seconds after the picture of an act within which nobody has seen it and gone on to another row."""

Aim = tuple[frozenset[str], str]
"""What a key would act on, and the step."""
NOTHING: Aim = (frozenset(), "")


class Repeated:
    """Follows the key of the latest act.

    `acting` when it is sent, `shown` when its picture was drawn. Of an act that an answer led to it
    follows both keys: whoever has not seen that the answer was heard presses either. `is_told` says
    whether the terminal at the end of the line tells what it shows. `cursor` follows where it all went.
    """

    def __init__(self, is_told: Callable[[], bool] = lambda: False) -> None:
        self.cursor, self._is_told = UnseenCursor(is_told), is_told
        self._key = self._answer = self._deed = ""
        self._aim, self._until, self._unseen_until = NOTHING, LONG_AGO, LONG_AGO
        self._leads_on = True

    def acting(
        self, stroke: Stroke, aim: Aim, deed: str = "", *, asked_by: str | None = None
    ) -> None:
        """An act, by the action that is its `deed`, is on its way.

        Its key may be the answer to a question, `asked_by` another key, or by none that is known (an
        empty text). Until its picture is there a repetition means nothing either.
        """
        self._deed, self._leads_on = deed, True
        self._key, self._answer = (stroke.key, "") if asked_by is None else (asked_by, stroke.key)
        self._aim, self._until, self._unseen_until = aim, NEVER, NEVER

    def shown(self, at: float, aim: Aim, *, undone: bool = False) -> None:
        """The picture of the act was shown: what its key would do now."""
        if self._until != NEVER:
            return
        self._leads_on = aim != self._aim or undone
        if self._answer and not self._leads_on:
            self._key = ""  # what it asks again does no harm
        self._until = at + AGAIN
        if self._is_told():
            self._unseen_until = at + NEXT_STEP
        if aim[0] != self._aim[0]:
            (self.cursor.is_led_back if undone else self.cursor.is_led_on)(at)

    def not_seen_before(self, at: float) -> None:
        """Nobody can have seen until now what was shown: the line holds it back, or did."""
        self.cursor.not_seen_before(at)
        if LONG_AGO < self._until < NEVER:
            self._until = max(self._until, at + AGAIN)
        if self._unseen_until > LONG_AGO:
            self._unseen_until = max(self._unseen_until, at + AGAIN)

    def is_seen(self, at: float) -> None:
        """Somebody sees since then what was shown: the terminal at the end of the line says so."""
        self.cursor.is_seen(at)
        if LONG_AGO < self._until < NEVER:
            self._until = at + AGAIN
        if self._unseen_until > LONG_AGO:
            self._unseen_until = at + AGAIN

    def hears(self, stroke: Stroke) -> None:
        """Takes note of a key: another one than that of the act ends the watch."""
        if stroke.key not in (self._key, self._answer):
            self._key = self._answer = ""
        if stroke.at >= self._unseen_until:
            self._unseen_until = LONG_AGO
        self.cursor.hears(stroke)

    def moves(self, at: float) -> None:
        """A key took the cursor to another row: whoever has not seen the act may have meant the same one.

        Where nothing tells what is seen, and the key came before the picture of the act, that stays so.
        """
        shown_at = self._until - AGAIN
        if not self._is_told():
            seen_at = max(shown_at + NEXT_STEP, at + LED_AWAY)
            self._unseen_until = NEVER if at < shown_at else seen_at

    def is_unseen(self, stroke: Stroke, action: Action, aim: Aim) -> bool:
        """Whether a key would do on another row what was done, before anybody can have seen that."""
        part = slice(None) if action.id in ON_STEPS else slice(1)
        is_same = action.id == self._deed and not action.asks and action.id != UNDO
        return is_same and aim[part] != self._aim[part] and stroke.at < self._unseen_until

    def ignores(self, stroke: Stroke, action: Action, aim: Aim) -> None:
        """A key was ignored by the name of its row: who has not seen that presses it again, on the next one."""
        if not self.is_unseen(stroke, action, aim):
            self._deed, self._aim = action.id, aim
        self._unseen_until = max(self._unseen_until, stroke.at + NEXT_STEP)

    def is_it(self, stroke: Stroke, action: Action | None) -> bool:
        """Whether a key, noted by `hears`, is such a repetition."""
        acts_or_asks = action is not None and (action.id in ACTS or action.asks)
        followed = stroke.key in (self._key, self._answer)
        return acts_or_asks and followed and stroke.at < self._until

    def hits_another(self, stroke: Stroke) -> bool:
        """Whether such a repetition would hit another server, step or act.

        And is not only the answer to a question that is gone.
        """
        return self._leads_on and stroke.key != self._answer

    def repeats(self, stroke: Stroke) -> None:
        """Such a repetition came: by a hand it changes nothing where the terminal tells what it shows."""
        if stroke.again < TOGETHER or not self._is_told():
            self._until = max(self._until, stroke.at + AGAIN)
