"""A page as text fits 80 columns; as Markdown it shows what is said and nothing else."""

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from chwapi_console.report.page import (
    MOST_LINES,
    WIDTH,
    PaperPage,
    Section,
    escaped,
    page_markdown,
    page_text,
)
from chwapi_console.text import language, safe, say

EN = language("en")
SAID = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(safe)


def page(*lines: str) -> PaperPage:
    return PaperPage(say("T"), [say("under")], [Section(say("Done"), lines)], [say("end")])


@given(SAID)
@example("# x")
@example("- x")
@example("1. x")
@example("12) x")
@example("<b>x</b> &amp; ![x](http://x.example) `x` ~~x~~ \\*")
def test_what_is_said_is_no_markup(text: str) -> None:
    plain = f"x{text.strip()}x" if not text.strip() else text.strip()
    tokens = MarkdownIt("commonmark").parse(f"- {escaped(plain)}")
    kinds = [token.type for token in tokens]
    assert [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    ] == kinds
    children = tokens[3].children or []
    assert {"text", "text_special"} >= {child.type for child in children}
    assert plain == "".join(child.content for child in children)


@given(SAID)
@example("https://x.example")
@example("see HTTP://x.example/a, www.x.example and ftp://x.example")
@example("mailto:x.example")
def test_an_address_that_somebody_wrote_is_no_link(text: str) -> None:
    linked = MarkdownIt("gfm-like")
    assert linked.linkify is not None
    linked.linkify.set({"fuzzy_email": False, "fuzzy_link": False})
    tokens = linked.parse(f"x {escaped(text)}")
    children = [child for token in tokens for child in token.children or []]
    assert [] == [child.attrs for child in children if child.type == "link_open"]


@given(st.lists(SAID, max_size=4))
def test_text_fits_its_columns(lines: list[str]) -> None:
    assert all(cell_len(line) <= WIDTH or " " not in line for line in page_text(page(*lines), EN))


def test_of_many_lines_the_rest_is_counted_in_either_format() -> None:
    many = page(*(f"line {number}" for number in range(MOST_LINES + 7)))
    for lines in (list(page_text(many, EN)), list(page_markdown(many, EN))):
        assert MOST_LINES + 1 == sum(line.startswith("- ") for line in lines)
        assert any("7 more." in line for line in lines)


def test_a_section_without_lines_is_left_out_unless_it_says_that_there_is_nothing() -> None:
    empty = page()._replace(
        sections=[Section(say("A"), []), Section(say("B"), [], none=say("nothing"))]
    )
    assert ["T", "under", "", "B", "- nothing", "", "end"] == list(page_text(empty, EN))
