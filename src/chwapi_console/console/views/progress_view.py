"""The progress at the console.

Worked out by a `LatestViewWorker` while somebody looks at it, and drawn as rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.message import Message

from chwapi_console.console.known.console_state import ConsoleState, WentSoFar
from chwapi_console.console.widgets.row import Row, plain
from chwapi_console.console.widgets.styles import Look
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Language, say

_LOOKS: Mapping[str, Look] = {
    "title": "strong",
    "chart": "",
    "axis": "faint",
    "heading": "faint",
    "bars": "",
}


@dataclass
class Progressed(Message):
    """How the recovery went."""

    so_far: WentSoFar


def progressed(view: View, now: datetime, between: Callable[[], None]) -> Progressed:
    """The progress; what it needs is loaded here, where nobody waits for it.

    It is one thought, with a pause before it.
    """
    between()
    from chwapi_console.recovery.progress import progress

    return Progressed(WentSoFar(view, progress(view.at(now))))


def progress_rows(
    known: ConsoleState, now: datetime, width: int, height: int, t: Language
) -> Sequence[Row]:
    """The page as rows; until it is worked out for the first time, a row that says so."""
    if known.progressed is None:
        return [plain(" " + t(say("Working it out …")))]
    from chwapi_console.report.progress import ProgressPage, progress_page

    page = ProgressPage(width - 2, height, t.ascii, t)
    return [
        plain(f" {line.text}", _LOOKS[line.kind])
        for line in progress_page(*known.progressed, now, page)
    ]


def progress_heading(known: ConsoleState, now: datetime, width: int, t: Language) -> str:
    """Since when, and what a column stands for."""
    if known.progressed is None:
        return t(say("Progress"))
    from chwapi_console.report.progress import progress_title

    return t(progress_title(*known.progressed, now, width - 2))
