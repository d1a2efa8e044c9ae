"""What the pages for others have in common.

As of when they are made, in which format, and where they go.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.cli.line.content import STDIN
from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.when import past
from chwapi_console.errors import UsageError
from chwapi_console.recovery.state.view.view import View
from chwapi_console.report.page import PaperPage, page_markdown, page_text
from chwapi_console.session.session import Session
from chwapi_console.text import Language, say

if TYPE_CHECKING:
    from chwapi_console.report.shift import Began

FORMATS = ("text", "markdown", "html")
_BY_ENDING = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}


def refuse_other_formats(context: VerbContext) -> None:
    """UsageError where a page is asked for in a format that it has not, or JSON in a file.

    RequestError where something has the name of its file already, JournalReadOnly where nothing is
    to be written at all.
    """
    refuse_unoffered("--format", [context.given.format] if context.given.format else [], FORMATS)
    if (path := _file(context)) is None:
        return
    if context.options.as_json:
        raise UsageError(say("--output writes a page, and --json is none. Leave one of them out."))
    _refuse_another_ending(path, context.given.format)
    from chwapi_console.cli.verbs.plans.plan_file import refuse_to_write
    from chwapi_console.inventory.edit.replace import refuse_existing

    refuse_to_write(context)
    refuse_existing(path)


def _refuse_another_ending(path: Path, format: str | None) -> None:
    """UsageError where a file's name ends like a format that no page is written in.

    Unless a format is named: whatever opens a .pdf would find no PDF in it.
    """
    ending = path.suffix.lower()
    if not format and ending[1:].isalpha() and ending not in _BY_ENDING:
        raise UsageError(
            say(
                "{path}: no page is written as {ending}, but as .txt, .md or .html. End the name so, "
                "or say which it is with --format: text, markdown or html.",
                path=str(path),
                ending=ending,
            )
        )


def as_of(context: VerbContext, session: Session) -> tuple[View, str]:
    """The view and the head code of now, or of the moment that was asked for."""
    view, now = session.look(), session.now()
    if not context.given.at:
        return view.at(now), session.head_code
    return session.as_of(past(context, context.given.at, now, view.plan.incident.zone))


def shift_of(context: VerbContext, session: Session, view: View) -> "tuple[Began, View]":
    """When the shift began that who asks is in, or the time that they named.

    The view before it. An act with which a shift began is part of that shift.
    """
    from chwapi_console.report.shift import ONE_TICK, Began, shift_began

    if context.given.since:
        begun = past(context, context.given.since, view.now, view.plan.incident.zone)
        return Began(begun, None), session.as_of(begun)[0]
    began = shift_began(view, context.operator)
    return began, session.as_of(began.at - ONE_TICK)[0]


def print_page(context: VerbContext, page: PaperPage) -> None:
    """Prints a page in the format that was asked for, or writes it to the file that was named."""
    print_pages(context, [page])


def print_pages(context: VerbContext, pages: Sequence[PaperPage]) -> None:
    """Prints several pages one after another, or writes them to the file that was named.

    As HTML they are one file.
    """
    path = _file(context)
    if path is None:
        for line in _lines(context, pages, context.out.language):
            context.out.line(line)
        return
    from chwapi_console.inventory.edit.replace import write_new

    lines = _lines(context, pages, context.out.language.spelled())
    write_new(path, ("\n".join(lines) + "\n").encode("utf-8", "replace"))
    context.out.say(say("{path} is written.", path=str(path)))


def _file(context: VerbContext) -> Path | None:
    """The file that a page is written to; None for stdout."""
    given = context.given.output
    return Path(given) if given and given != STDIN else None


def _format(context: VerbContext) -> str:
    """The format that was asked for, else the one that the file's name ends with, else text."""
    path = _file(context)
    named = _BY_ENDING.get(path.suffix.lower(), "") if path else ""
    return context.given.format or named or FORMATS[0]


def _lines(context: VerbContext, pages: Sequence[PaperPage], t: Language) -> Iterator[str]:
    format_asked = _format(context)
    if format_asked == "html":
        from chwapi_console.report.page_html import page_html

        yield from page_html(pages, t.spelled())
        return
    in_lines = page_markdown if format_asked == "markdown" else page_text
    for number, page in enumerate(pages):
        if number:
            yield ""
        yield from in_lines(page, t)
