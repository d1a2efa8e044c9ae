"""The pages for others at the console.

Made by a `LatestViewWorker` while somebody looks at them, and shown as rows, one page after
another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.widgets.row import Row, paragraph, plain
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Language, Sentence, say

if TYPE_CHECKING:
    from chwapi_console.report.page import PaperPage, Section

PAGES = ("handover", "direction", "wards", "technical", "calls", "clocks")
"""The pages by name, in the order in which one follows another."""
TITLES: Mapping[str, Sentence] = {
    "handover": say("Handover"),
    "direction": say("For the direction"),
    "wards": say("For the wards"),
    "technical": say("Technical"),
    "calls": say("Call sheet"),
    "clocks": say("Legal clocks"),
}
MOST_COLUMNS = 100
"""Columns of a page: longer lines are hard to read."""


@dataclass
class PagesMade(Message):
    """The pages of a view."""

    view: View
    pages: "Mapping[str, PaperPage]"


def page_after(name: str) -> str:
    """The page that follows another, and the first again."""
    return PAGES[(PAGES.index(name) + 1) % len(PAGES)] if name in PAGES else PAGES[0]


def pages_made(
    known: ConsoleState, view: View, now: datetime, between: Callable[[], None]
) -> PagesMade:
    """All pages, as the operator would make them.

    What they need is loaded here, where nobody waits for it.
    """
    between()
    from chwapi_console.report.call_sheet import call_sheet_page
    from chwapi_console.report.clocks_page import clocks_page
    from chwapi_console.report.handover import handover
    from chwapi_console.report.handover_page import handover_page
    from chwapi_console.report.shift import Began
    from chwapi_console.report.situation import situation
    from chwapi_console.report.situation_page import situation_page

    shift, seen = known.shift, view.at(now)
    began, before = (shift.began, shift.before) if shift else (Began(view.started, None), view)
    by, head = known.operator, known.chronicle.head_code
    facts = handover(seen, before, began)
    between()
    how = situation(seen, before, began.at)
    pages = {name: situation_page(name, how, facts, head, by) for name in PAGES[1:4]}
    return PagesMade(
        view,
        {
            "handover": handover_page(facts, head, by, how.expected),
            **pages,
            "calls": call_sheet_page(how, None, head, by),
            "clocks": clocks_page(seen, head, by),
        },
    )


def report_rows(known: ConsoleState, name: str, width: int, t: Language) -> Sequence[Row]:
    """The page as rows; until it is made for the first time, a row that says so."""
    page = known.pages.get(name)
    if page is None:
        return [plain(" " + t(say("Working it out …")))]
    return list(_rows(page, min(width, MOST_COLUMNS), t))


def report_title(name: str, key: str, t: Language) -> str:
    """Which page it is, and which follows with the key."""
    return t(
        say(
            "{page} ({key}: {following})",
            key=key,
            page=TITLES[name],
            following=TITLES[page_after(name)],
        )
    )


def _rows(page: "PaperPage", width: int, t: Language) -> Iterator[Row]:
    from chwapi_console.report.page import filled_sections

    yield from paragraph(t(page.title), width, look="strong")
    for sentence in page.under:
        yield from paragraph(t(sentence), width)
    for section in filled_sections(page):
        if section.not_by_telephone:
            continue
        yield plain()
        yield from _section(section, width, t)
    yield plain()
    for sentence in page.foot:
        yield from paragraph(t(sentence), width, look="faint")


def _section(section: "Section", width: int, t: Language) -> Iterator[Row]:
    from chwapi_console.report.page import told_lines
    from chwapi_console.report.page_table import table_lines

    yield from paragraph(t(section.title), width, look="strong")
    if section.remark is not None:
        yield from paragraph(t(section.remark), width, look="faint")
    for line in told_lines(section):
        first, *rest = (row.text for row in paragraph(t(line), width - 4, indent=""))
        yield plain(f" - {first}")
        yield from (plain(f"   {more}") for more in rest)
    if section.table is not None and section.table.rows:
        yield from (plain(f" {line}") for line in table_lines(section.table, width - 2, t))
