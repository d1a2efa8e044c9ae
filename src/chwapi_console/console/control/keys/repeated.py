"""The same key again, before anybody can have seen what it did.

On a line that answers late everybody presses twice. The act of the first press has moved the cursor
by then, so the second would hit what stands under it now. It is taken for a repetition when it
comes within a second after the picture of the act was shown, two where that shows another server and
nothing tells what is seen, whatever the time between the presses;
each repetition begins the second anew, so that a key that is held down acts once; one by a hand only
where no terminal tells what it shows, or who is impatient would never get through. Where the cursor
stayed, a repetition would only find that all is so already: it is passed over in silence, for what
the first one did must stay to be read. So is the key of an answer that is held down. In triage too:
who judges more than one server in a second has not looked at it, and `a` selects those that are
known to be alike. Another key in between shows that a hand chose; where the cursor went unseen,
`unseen_cursor.py` follows that.

Where nothing tells what is seen at the end of the line, it may hold such a key for longer than that.
Twice together, behind its own act, neither is an act on what the cursor went to by that. And a line
that gave up one key twice, as no hand presses it, was late: for some minutes such a key alone asks by
the name of what it would do, until a yes has come as soon as a question is read.
"""

from collections.abc import Callable

from chwapi_console.console.control.keys.pace import NO_HAND
from chwapi_console.console.control.keys.unseen_cursor import AGAIN, LED_AWAY, UnseenCursor
from chwapi_console.console.known.actions import ACTS, ON_STEPS, Action
from chwapi_console.console.terminal.stroke import Stroke

TOGETHER = 0.25
"""Seconds between two presses of a key within which nobody has chosen both, one after the other."""
HELD = 15.0
"""Seconds behind an act for which a line may hold what was pressed before it was seen."""
LATE = 180.0
"""Seconds for which a line that was late is late again."""
AT_ONCE = 3.0
"""Seconds from a question to its yes within which no line was late either way."""
NEVER = float("inf")

Aim = tuple[tuple[str, ...], str]
"""The servers that a key would act on, and the step."""


class Repeated:
    """Follows the key of the latest act.

    `acting` when it is sent, `shown` when its picture was drawn. Of an act that an answer led to it
    follows both keys: whoever has not seen that the answer was heard presses either. `is_told` says
    whether the terminal at the end of the line tells what it shows. `cursor` follows where it all went.
    """

    def __init__(self, is_told: Callable[[], bool] = lambda: False) -> None:
        self.cursor = UnseenCursor(is_told)
        self._is_told, self._late_until = is_told, float("-inf")
        self._deed, self._led_to, self._led_at = "", ((), ""), float("-inf")  # type: str, Aim, float
        self._key, self._answer, self.aim = "", "", ((), "")  # type: tuple[str, str, Aim]
        self._until = float("-inf")
        self._leads_on, self._was_on_step = True, False

    def arrives(self, stroke: Stroke) -> None:
        """Takes note of a key as it comes: one that comes twice as no hand presses it was held by the line."""
        if stroke.prints and stroke.again < NO_HAND:
            self._late_until = stroke.at + LATE

    def acting(
        self, stroke: Stroke, aim: Aim, deed: str = "", *, asked_by: str | None = None
    ) -> None:
        """An act, by the action that is its `deed`, is on its way.

        Its key may be the answer to a question, `asked_by` another key, or by none that is known (an
        empty text). Until its picture is there a repetition means nothing either.
        """
        self._deed, self._leads_on, self._was_on_step = deed, True, deed in ON_STEPS
        self._key, self._answer = (stroke.key, "") if asked_by is None else (asked_by, stroke.key)
        self.aim, self._until = aim, NEVER

    def shown(self, at: float, aim: Aim, *, undone: bool = False) -> None:
        """The picture of the act was shown: what its key would do now."""
        if self._until != NEVER:
            return
        self._leads_on = aim != self.aim or undone
        if self._answer and not self._leads_on:
            self._key = ""  # what it asks again does no harm
        self._led_to, self._led_at = aim, at if self._leads_on else float("-inf")
        if undone and aim[0] != self.aim[0]:
            self.cursor.is_led_back(at)
        elif aim[0] != self.aim[0]:
            self.cursor.is_led_on(at)
        unseen = aim[0] != self.aim[0] and not self._is_told()
        self._until = at + (LED_AWAY if unseen else AGAIN)
        if self._was_on_step:
            self.cursor.has_ticked(at)

    def not_seen_before(self, at: float) -> None:
        """Nobody can have seen until now what was shown: the line holds it back, or did."""
        self.cursor.not_seen_before(at)
        if float("-inf") < self._until < NEVER:
            self._until = max(self._until, at + AGAIN)

    def is_seen(self, at: float) -> None:
        """Somebody sees since then what was shown: the terminal at the end of the line says so."""
        self.cursor.is_seen(at)
        if float("-inf") < self._until < NEVER:
            self._until = at + AGAIN

    def hears(self, stroke: Stroke) -> None:
        """Takes note of a key: another one than that of the act ends the watch."""
        if stroke.key not in (self._key, self._answer):
            self._key = self._answer = ""
        self.cursor.hears(stroke)

    def asks_for(self, action: Action) -> None:
        """Takes note of what a key is for: another action than the latest act's shows that a hand chose."""
        if action.id != self._deed:
            self._deed = ""

    def goes_on_unseen(self, stroke: Stroke, aim: Aim) -> bool:
        """Whether a key for the latest act's action would do that where it led to, and may be older than that."""
        return (
            self._deed != ""
            and aim == self._led_to
            and stroke.at - self._led_at < HELD
            and not self._is_told()
        )

    def is_late(self, stroke: Stroke) -> bool:
        """Whether the line, late not long ago, may have held a key back."""
        return stroke.at < self._late_until

    def came_together(self, stroke: Stroke) -> None:
        """A key that came twice together is none, nor is it once more soon behind that; that stays to be read."""
        self._key, self._answer, self._leads_on = stroke.key, "", False
        self._begins_anew(stroke)

    def is_answered(self, seconds: float) -> None:
        """A question got its yes so many seconds after it was drawn: soon, and the line is late no more."""
        if seconds < AT_ONCE:
            self._late_until = float("-inf")

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
            self._begins_anew(stroke)

    def _begins_anew(self, stroke: Stroke) -> None:
        self._until = max(self._until, stroke.at + AGAIN)
