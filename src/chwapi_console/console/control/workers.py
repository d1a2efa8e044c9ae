"""The threads that think about the latest view.

What each works out, and what it says where that fails.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from textual.message import Message

from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.known.latest_view_worker import LatestViewWorker
from chwapi_console.console.views.forecast_view import foreseen
from chwapi_console.console.views.next_view import advice_found
from chwapi_console.console.views.progress_view import progressed
from chwapi_console.console.views.report_view import pages_made
from chwapi_console.console.views.why_view import why_found
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say


class Workers(NamedTuple):
    """One worker for each thing that takes long to work out; none runs before it is asked."""

    forecast: LatestViewWorker
    progress: LatestViewWorker
    pages: LatestViewWorker
    advice: LatestViewWorker
    why: LatestViewWorker


def workers(
    known: ConsoleState, post: Callable[[Message], object], now: Callable[[], datetime]
) -> Workers:
    """The workers of a console, which post what they found."""
    worker = partial(LatestViewWorker, post, now)
    return Workers(
        worker(foreseen, lambda error: say("There is no forecast: {error}.", error=error)),
        worker(
            progressed,
            lambda error: say("There is no picture of the progress: {error}.", error=error),
        ),
        worker(
            partial(pages_made, known),
            lambda error: say("There is no page for others: {error}.", error=error),
        ),
        worker(
            advice_found,
            lambda error: say("There is no advice on what to go on with: {error}.", error=error),
        ),
        worker(why_found, lambda error: say("There is no forecast: {error}.", error=error)),
    )
