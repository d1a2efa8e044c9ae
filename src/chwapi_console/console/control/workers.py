"""The threads that think about the latest view.

What each works out, and what it says where that fails.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

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
    known: ConsoleState,
    post: Callable[[Message], object],
    now: Callable[[], datetime],
    folder: Path,
) -> Workers:
    """The workers of a console, which post what they found.

    `folder` has what is known of failures that nobody foresaw.
    """
    worker = partial(LatestViewWorker, post, now, folder)
    return Workers(
        worker(foreseen, lambda why: say("There is no forecast: {why}.", why=why)),
        worker(
            progressed,
            lambda why: say("There is no picture of the progress: {why}.", why=why),
        ),
        worker(
            partial(pages_made, known),
            lambda why: say("There is no page for others: {why}.", why=why),
        ),
        worker(
            advice_found,
            lambda why: say("There is no advice on what to go on with: {why}.", why=why),
        ),
        worker(why_found, lambda why: say("There is no forecast: {why}.", why=why)),
    )
