"""How far a long forecast is, for somebody who waits for it."""

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say

TOLD_FROM = 5000
"""Servers from which on a forecast takes seconds, and somebody who waits is told what goes on."""


class ToldShare:
    """Tells somebody who waits how far a long forecast is, ten times in all.

    Of a forecast, or of the two of them that what is told `beforehand` takes.
    """

    def __init__(
        self, context: VerbContext, view: View, beforehand: Sentence | None = None, times: int = 1
    ) -> None:
        self._context, self._tenths, self._times, self._part, self._last = context, 0, times, 0, 0.0
        self._is_long = len(view.plan.servers) >= TOLD_FROM
        if self._is_long:
            context.out.mention(
                beforehand
                or say(
                    "The order of {n} servers first, then the forecast.", n=len(view.plan.servers)
                )
            )

    def __call__(self, share: float) -> None:
        """What a forecast calls between its runs, with the share of it that is done."""
        if share < self._last:
            self._part += 1
        self._last = share
        whole = (self._part + share) / self._times
        if self._is_long and whole * 10 >= self._tenths + 1:
            self._tenths = min(10, int(whole * 10))
            self._context.out.mention(say("forecast: {n} %", n=self._tenths * 10))
