"""Whether a terminal has taken what it was sent, by what it answers when it is asked (DSR 5).

A line may hold back for seconds what is on its way in either direction, and nothing here sees that:
the kernel has handed it on. Whoever presses a key again then has not seen what the first one did. A
terminal answers what it is asked in the order of what it is sent, and before the keys that are
pressed after it, so a key that comes before the answer was pressed by nobody who could see. One
that does not answer is soon asked no more. ECMA-48, 8.3.35: `CSI 5 n`, answered by `CSI 0 n`.
"""

ASKS = "\x1b[5n"
LONGEST = 60.0
"""Seconds for which an answer is waited for: it was lost then, with the line or with who sent it. A line
may stand still for nearly as long and go on."""
LOST = 5.0
"""Seconds from which on it may be lost, where somebody goes on: it is asked anew."""
FAR = 0.02
"""Seconds from which on each answer was under way over a line: a program on our own host, between us and
who looks (tmux, screen, mosh), answers at once and has shown nobody anything."""
BETWEEN = ("TMUX", "STY")
"""Variables of programs on our own host that answer for the terminal."""
IN_VAIN = 3
"""Questions without an answer after which a terminal is asked no more."""


class FrameAnswers:
    """What one opening of a terminal was asked, and has answered. Times are in seconds.

    Not where something `answers_for_it`, as far as is known before it is asked. `has_more` says that
    more was sent than it was asked about.
    """

    def __init__(self, *, answers_for_it: bool = False) -> None:
        self._open, self._asked_at = 0, float("-inf")
        self._answers = False
        self._in_vain = 0
        self.has_more = False
        self._soonest = 0.0 if answers_for_it else float("inf")

    @property
    def is_far(self) -> bool:
        """Whether it is the terminal at the other end of a line that answers: no answer came at once."""
        return self._answers and self._soonest >= FAR and self.is_worth_asking

    @property
    def is_worth_asking(self) -> bool:
        """Whether the terminal answers, as far as is known."""
        return self._in_vain < IN_VAIN

    def is_asked_now(self, at: float) -> bool:
        """Whether it is asked now, for more was sent, or a key came before it had answered.

        While an answer is awaited it is asked behind that, one at a time; but for one that is so long
        under way that it may be lost.
        """
        self.has_more = self.is_awaited(at) and at - self._asked_at < LOST
        if self.has_more or not self.is_worth_asking:
            return False
        self.asked(at)
        return True

    def asked(self, at: float) -> None:
        """It was asked, after all that was sent until then; an answer that may be lost counts no more."""
        if at - self._asked_at >= LOST:
            self._open = 0
        self._open += 1
        self._in_vain += 1
        self._asked_at = at

    def answered(self, at: float) -> bool:
        """It answered; whether it has taken all that it was asked about."""
        if not self._open:
            return False
        self._open -= 1
        self._soonest = min(self._soonest, at - self._asked_at)
        self._answers, self._in_vain = True, 0
        return not self._open

    def is_awaited(self, now: float) -> bool:
        """Whether a terminal that answers has not done so yet."""
        waits = self._open > 0 and now - self._asked_at < LONGEST
        return waits and self._answers and self.is_worth_asking
