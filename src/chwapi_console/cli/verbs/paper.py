"""What the pages for others have in common: as of when they are made, and in which format they are
printed."""

from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.when import past
from chwapi_console.recovery.state.view import View
from chwapi_console.report.page import Page, page_markdown, page_text
from chwapi_console.session.session import Session

FORMATS = ("text", "markdown")


def refuse_other_formats(desk: VerbContext) -> None:
    """UsageError where a page is asked for in a format that it has not."""
    refuse_unoffered("--format", [desk.given.format] if desk.given.format else [], FORMATS)


def as_of(desk: VerbContext, session: Session) -> tuple[View, str]:
    """The view and the head code of now, or of the moment that was asked for."""
    view, now = session.look(), session.now()
    if not desk.given.at:
        return view.at(now), session.head_code
    return session.as_of(past(desk, desk.given.at, now, view.plan.incident.zone))


def print_page(desk: VerbContext, page: Page) -> None:
    """Prints a page in the format that was asked for."""
    lines = page_markdown if desk.given.format == "markdown" else page_text
    for line in lines(page, desk.out.language):
        desk.out.line(line)
