"""A page for others.

What it is made of, as text of 80 columns that can be read over a telephone, and as Markdown
(CommonMark 0.31, tables as GitHub has them). What a page says is data: nothing in it is markup.
`page_html` prints it on paper.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from chwapi_console.clock import day_and_time
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.site_words import shared_title
from chwapi_console.report.page_table import PageColumn, PageTable, table_lines
from chwapi_console.text import Language, Sentence, Value, say, wrapped

WIDTH = 80
"""Columns of a page as text."""
MOST_LINES = 15
"""Lines of a section; of more the rest is counted."""

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&!]")
_ADDRESS = re.compile(r"\b(https?|ftp|mailto|xmpp|www)([:.])", re.IGNORECASE)
"""What GitHub's Markdown makes a link of by itself (https://github.github.com/gfm/#autolinks)."""
_NUMBER = re.compile(r"\d+[.)]")


class PaperPicture(NamedTuple):
    """A picture for paper: what it shows in words, and how it is drawn as SVG in a language."""

    caption: Sentence
    draw: Callable[[Language], str]


class Section(NamedTuple):
    """A part of a page.

    One that is empty is left out, unless `none` says that there is nothing; `remark` stands below
    the title. Of many lines the first are told, but `whole` has all. What stands `together` is on
    one sheet where it has room. What the lines say in brief, for the telephone, `in_full` says
    elsewhere in their place. The picture stands on paper alone, and is made only for it; what is
    `not_by_telephone` is left out of the text.
    """

    title: Sentence
    lines: Sequence[Value] = ()
    none: Sentence | None = None
    remark: Sentence | None = None
    whole: bool = False
    together: bool = False
    table: PageTable | None = None
    in_full: PageTable | None = None
    picture: Callable[[], PaperPicture] | None = None
    not_by_telephone: bool = False


class PaperPage(NamedTuple):
    """A page: its title, what stands below it, sections, and how it ends.

    By telephone it may end otherwise.
    """

    title: Sentence
    under: Sequence[Sentence]
    sections: Sequence[Section]
    foot: Sequence[Sentence]
    foot_by_telephone: Sequence[Sentence] = ()


def titled(view: View, title: Sentence) -> Sentence:
    """The title with the incident; a drill says so first."""
    name = view.plan.incident.name
    return (
        say("DRILL · {title} · {incident}", title=title, incident=name)
        if view.plan.incident.drill
        else say("{title} · {incident}", title=title, incident=name)
    )


def site_title(view: View, site: str | None) -> Sentence:
    """The name of a site as a title; None is what serves all."""
    return say("Site: {name}", name=view.plan.sites[site].name) if site else shared_title(view)


def foot(view: View, head: str, by: str, *, by_telephone: bool = False) -> list[Sentence]:
    """How every page ends: who made it and when, and the head code; a drill says so again.

    Who hears it by telephone is told the time of the clocks there alone.
    """
    when: Value = moment_in_full(view, view.now)
    if by_telephone:
        when = day_and_time(view.now.astimezone(view.plan.incident.zone))
    made = (
        say("By {operator}, {time}.", operator=by, time=when)
        if by
        else say("As of {time}.", time=when)
    )
    code = (
        say("Head code: {code}", code=head)
        if head
        else say("Nothing had been recorded by then: there is no head code.")
    )
    drill = (
        [say("DRILL: an exercise. Nothing on this page is real.")]
        if view.plan.incident.drill
        else []
    )
    return [*drill, made, code]


def moment_in_full(view: View, at: datetime) -> Sentence:
    """`18/01/2021 02:10 (UTC+01:00, 01:10 UTC)`."""
    there = at.astimezone(view.plan.incident.zone)
    return say(
        "{time} (UTC{offset}, {utc} UTC)",
        time=day_and_time(there),
        offset=there.isoformat(timespec="minutes")[16:],
        utc=f"{at.astimezone(UTC):%H:%M}",
    )


def page_text(page: PaperPage, t: Language) -> Iterator[str]:
    """The page as lines of text."""
    yield from wrapped(t(page.title), WIDTH)
    for sentence in page.under:
        yield from wrapped(t(sentence), WIDTH)
    for section in filled_sections(page):
        if section.not_by_telephone:
            continue
        yield ""
        yield from wrapped(t(section.title), WIDTH)
        if section.remark is not None:
            yield from wrapped(t(section.remark), WIDTH, "  ")
        for line in told_lines(section):
            yield from wrapped(t(line), WIDTH, "- ", "  ")
        if section.table is not None:
            yield from table_lines(section.table, WIDTH, t)
    yield ""
    for sentence in page.foot_by_telephone or page.foot:
        yield from wrapped(t(sentence), WIDTH)


def page_markdown(page: PaperPage, t: Language) -> Iterator[str]:
    """The page as lines of Markdown."""
    yield f"# {escaped(t(page.title))}"
    yield ""
    yield from _paragraph(page.under, t)
    for section in filled_sections(page):
        yield f"## {escaped(t(section.title))}"
        yield ""
        if section.remark is not None:
            yield from _paragraph([section.remark], t)
        for line in () if section.in_full else told_lines(section):
            yield f"- {escaped(t(line))}"
        if section.in_full is not None:
            yield from _table_markdown(section.in_full, t)
        if section.table is not None:
            yield from _table_markdown(section.table, t)
        yield ""
    yield "---"
    yield ""
    yield from _paragraph(page.foot, t)


def escaped(text: str) -> str:
    """The text as Markdown that shows it and nothing else."""
    plain = _ADDRESS.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", text))
    if plain[:1] in ("-", "+", "="):
        return f"\\{plain}"
    number = _NUMBER.match(plain)
    return f"{plain[: number.end() - 1]}\\{plain[number.end() - 1 :]}" if number else plain


def _paragraph(sentences: Sequence[Sentence], t: Language) -> Iterator[str]:
    for number, sentence in enumerate(sentences, 1):
        yield escaped(t(sentence)) + ("  " if number < len(sentences) else "")
    yield ""


def _table_markdown(table: PageTable, t: Language) -> Iterator[str]:
    """The table as lines of Markdown; facts have no heads."""
    if not table.rows:
        return
    columns = table.columns or (PageColumn(""), PageColumn(""))
    yield _row_markdown([column.head for column in columns], t)
    yield "|" + " --- |" * len(columns)
    for row in table.rows:
        yield _row_markdown(row, t)


def _row_markdown(cells: Sequence[Value], t: Language) -> str:
    return f"| {' | '.join(escaped(t(cell)) for cell in cells)} |"


def filled_sections(page: PaperPage, *, on_paper: bool = False) -> Iterator[Section]:
    """The sections that have something to say, or on paper something to show."""
    return (
        section
        for section in page.sections
        if not _says_nothing(section) or section.none or (on_paper and section.picture)
    )


def _says_nothing(section: Section) -> bool:
    return not section.lines and not (section.table and section.table.rows)


def told_lines(section: Section) -> Sequence[Value]:
    """The lines of a section as far as they are told, and how many more there are."""
    if _says_nothing(section):
        return [section.none] if section.none else []
    more = len(section.lines) - MOST_LINES
    if more <= 0 or section.whole:
        return section.lines
    return [*section.lines[:MOST_LINES], say("… and {n} more.", n=more)]
