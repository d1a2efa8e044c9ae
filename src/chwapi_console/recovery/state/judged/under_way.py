"""How far a restoration in hand is, and what a step that is skipped takes from what is left of it.

Whoever has a server in hand does its steps in the order of its runbook. So what was spent on it before
a step was skipped went into the steps before that one, and into that one if these were over: a step
skipped takes away what is left of it by then, which is all of it, some, or nothing. So with a step
fewer nothing is done later, and that it was not done by then says no more than it did before.
"""

from collections.abc import Mapping, Sequence
from math import inf

from chwapi_console.inventory.model import Estimate
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.work_left import LEAST_LEFT

HALVINGS = 40
"""By so many halvings of where it may lie a number is found that cannot be told from the right one."""


class StepLeft(NamedTuple):
    """A step of what is left, by its likely minutes, and after how many of all it was skipped, if so."""

    minutes: float
    skipped_after: float = inf


class UnderWay(NamedTuple):
    """A restoration in hand: what it takes if nothing is skipped any more, and the minutes spent on it.

    Both from a step on that was done, or from the begin. `pieces` are the steps of it, in order, if
    any of them was skipped while it was in hand.
    """

    estimate: Estimate
    spent: float
    pieces: Sequence[StepLeft] = ()

    def lasts(self, whole: float) -> float:
        """The minutes that it is in hand in all, if with nothing skipped it took so many.

        Never more than these. A tenth of what was left at the last skip is left at least: nobody has
        called it done.
        """
        skips = [each.skipped_after for each in self.pieces if each.skipped_after < inf]
        if not skips or whole <= max(skips):
            return whole
        times, at = whole / self.estimate.likely, 0.0
        for minutes, skipped_after in self.pieces:
            at = max(at, min(at + minutes * times, skipped_after))
        return max(at, max(skips) + LEAST_LEFT * (whole - max(skips)))

    @property
    def still_open(self) -> float:
        """The minutes left of it in the mean of its estimate; all of them where it took longer than that."""
        left = [max(0.0, self.lasts(each) - self.spent) for each in self.estimate]
        return sum(left if any(left) else self.estimate) / len(left)

    @property
    def spent_of_whole(self) -> float:
        """The minutes that it would have been in hand, with nothing skipped, to be as far as it is.

        The time spent is what one takes in all that with nothing skipped takes so many.
        """
        low, high = self.spent, self.spent * (1 + 1 / LEAST_LEFT)
        if not self.pieces or self.lasts(low) >= self.spent:
            return low
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.lasts(middle) < self.spent else (low, middle)
        return high

    @property
    def share_done(self) -> float:
        """What share of it is over, if everything takes its likely time; what was skipped counts in it."""
        at = over = 0.0
        for minutes, skipped_after in self.pieces:
            end = max(at, min(at + minutes, skipped_after))
            if end > self.spent:
                break
            at, over = end, over + minutes
        return (over + self.spent - at) / self.estimate.likely


def pieces_left(
    minutes: Mapping[str, float], whole: Estimate, skipped: Mapping[str, float]
) -> Sequence[StepLeft]:
    """The steps of what is left of a restoration, by their minutes.

    `skipped` are those among them that were skipped, by the minutes after which.
    """
    said = sum(minutes.values())
    shrunk = min(1.0, whole.likely / said) if said else 1.0
    return [
        *(StepLeft(each * shrunk, skipped.get(step, inf)) for step, each in minutes.items()),
        StepLeft(max(whole.likely - said, 0)),
    ]
