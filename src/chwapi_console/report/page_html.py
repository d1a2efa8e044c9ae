"""Pages as one HTML file that prints on A4, in black and white, and needs nothing from elsewhere.

It has no script, and its Content-Security-Policy (CSP Level 3) lets nothing in but its own style, by
that one's hash. It is ASCII with character references (HTML, 13.5), so that it reads the same
whatever encoding a file or a pipe has. Every sheet of paper begins with the title, DRILL in a
drill, and the head code: a table's head is what all browsers print on each sheet.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from math import ceil

from chwapi_console.report.page import PaperPage, Section, filled_sections, told_lines
from chwapi_console.report.page_style import STYLE
from chwapi_console.report.page_table import (
    BOX,
    TICKED,
    PageTable,
    longest_word,
    shares,
    widened,
)
from chwapi_console.text import Language, Value, say, unbroken

FORTIETHS = 40
"""The style has a class for each fortieth of the width that a column may have."""
EM_OF_A_FORTIETH, EM_OF_A_LETTER, EM_BESIDE = 1.25, 0.6, 0.9
"""On A4 with our margins and letters: what a fortieth of the width has, what a bold letter of a
heading takes at most in the mean of a word, and what stands empty beside it."""

MOST_WHOLE = 6
"""Rows of a table that stands on one sheet whole: a row alone below its heading is overlooked."""
LONG_CODE = 40
"""Letters of what has no blank, as a hash, from which on it is set smaller, so that it is not broken."""


def page_html(pages: Sequence[PaperPage], t: Language) -> Iterator[str]:
    """The pages as lines of one HTML document; each begins on a sheet of its own."""
    said = _Said(t)
    title = said(pages[0].title) if pages else ""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    yield "<!DOCTYPE html>"
    yield f'<html lang="{t.code}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    for page in pages:
        yield from _sheet(page, said)
    yield "</body>"
    yield "</html>"


class _Said:
    """Puts values into words that are no markup, in ASCII."""

    def __init__(self, t: Language) -> None:
        self.t = t

    def __call__(self, value: Value) -> str:
        return as_ascii(escape(unbroken(self.t(value))))


def as_ascii(markup: str) -> str:
    """Markup with character references in the place of what is not ASCII."""
    return markup.encode("ascii", "xmlcharrefreplace").decode()


def _sheet(page: PaperPage, said: _Said) -> Iterator[str]:
    code = said(page.foot[-1]) if page.foot else ""
    yield '<table class="sheet" role="presentation">'
    yield (
        f'<thead aria-hidden="true"><tr><td><p class="running"><b>{said(page.title)}</b> '
        f"<span>{code}</span></p></td></tr></thead>"
    )
    yield "<tbody><tr><td>"
    yield f"<h1>{said(page.title)}</h1>"
    yield from (f'<p class="under">{said(sentence)}</p>' for sentence in page.under)
    for section in filled_sections(page, on_paper=True):
        yield from _section(section, said)
    yield "<footer>"
    yield from (f"<p>{said(sentence)}</p>" for sentence in page.foot)
    yield "</footer>"
    yield "</td></tr></tbody>"
    yield "</table>"


def _section(section: Section, said: _Said) -> Iterator[str]:
    yield '<section class="together">' if section.together else "<section>"
    yield f"<h2>{said(section.title)}</h2>"
    if section.remark is not None:
        yield f'<p class="remark">{said(section.remark)}</p>'
    if section.picture is not None:
        picture = section.picture()
        yield "<figure>"
        yield as_ascii(picture.draw(said.t))
        yield f"<figcaption>{said(picture.caption)}</figcaption>"
        yield "</figure>"
    if section.in_full is not None:
        yield from _table(section.in_full, said)
    elif lines := told_lines(section):
        yield "<ul>"
        yield from (f"<li>{said(line)}</li>" for line in lines)
        yield "</ul>"
    if section.table is not None and section.table.rows:
        yield from _table(section.table, said)
    yield "</section>"


def _table(table: PageTable, said: _Said) -> Iterator[str]:
    facts = not table.columns
    short = " short" if len(table.rows) <= MOST_WHOLE else ""
    yield f'<table class="{"facts" if facts else "grid"}{short}">'
    if not facts:
        yield "<colgroup>"
        for width in fortieths(table, said.t):
            yield f'<col class="w{width}">'
        yield "</colgroup>"
        heads = "".join(f'<th scope="col">{said(column.head)}</th>' for column in table.columns)
        yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for name, *cells in table.rows:
        row = "".join(_cell(cell, said) for cell in cells)
        room = ' class="room"' if name == "" else ""
        yield f'<tr><th scope="row"{room}>{said(name)}</th>{row}</tr>'
    yield "</tbody>"
    yield "</table>"


def fortieths(table: PageTable, t: Language) -> list[int]:
    """The fortieths of a sheet's width that each column has.

    By its share, but so many that no word of its heading is broken, and then none of its cells, as
    far as there is room.
    """
    by_share = [max(1, each) for each in shares(table.columns, FORTIETHS)]
    heads = [_least([column.head], t) for column in table.columns]
    cells = [_least(cells, t) for cells in zip(*table.rows, strict=True)]
    widths = widened(by_share, heads, FORTIETHS)
    return widened(widths, list(map(max, heads, cells)), FORTIETHS)


def _least(cells: Sequence[Value], t: Language) -> int:
    """The fortieths that the longest word of some cells takes."""
    letters = longest_word(cells, t) * EM_OF_A_LETTER
    return ceil((EM_BESIDE + letters) / EM_OF_A_FORTIETH)


def _cell(cell: Value, said: _Said) -> str:
    if cell == BOX:
        return f'<td class="tick"><span class="box" role="img" aria-label="{said(_TO_TICK)}"></span></td>'
    if cell == TICKED:
        return f'<td class="tick"><span class="box" role="img" aria-label="{said(_IS_TICKED)}">x</span></td>'
    if cell == "":
        return '<td class="room"></td>'
    words = said(cell)
    is_code = isinstance(cell, str) and len(cell) >= LONG_CODE and " " not in cell
    return f'<td class="long">{words}</td>' if is_code else f"<td>{words}</td>"


_TO_TICK, _IS_TICKED = say("box to tick"), say("ticked")
