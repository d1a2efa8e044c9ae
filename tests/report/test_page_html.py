"""A page as HTML says what the page says and nothing else, and lets nothing in from elsewhere."""

import re
from base64 import b64encode
from hashlib import sha256

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.report.page import PaperPage, Section
from chwapi_console.report.page_html import MOST_WHOLE, page_html
from chwapi_console.report.page_table import BOX, TICKED, PageColumn, PageTable
from chwapi_console.text import language, safe, say
from report.html_reader import Reader

EN, FR = language("en"), language("fr")
SAID = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(safe)
OURS = {
    "html", "head", "meta", "title", "style", "body", "table", "thead", "tbody", "tr", "td", "th",
    "col", "colgroup", "p", "b", "span", "h1", "h2", "section", "ul", "li", "footer",
}  # fmt: skip


def page(*lines: str, table: PageTable | None = None) -> PaperPage:
    return PaperPage(
        say("{t}", t="DRILL · T"),
        [say("under")],
        [Section(say("Done"), lines, table=table)],
        [say("made"), say("code")],
    )


def read(*pages: PaperPage) -> Reader:
    return Reader("\n".join(page_html(pages, EN)))


@given(SAID)
@example("</li></ul><script>x()</script>")
@example('" onload="x()')
@example("&lt;b&gt; &amp; &#x41;")
@example("<!-- --> <![CDATA[ ]]>")
def test_what_is_said_is_no_markup(text: str) -> None:
    table = PageTable([PageColumn(text), PageColumn("b")], [[text, text]])
    found = read(page(f"x{text}x", table=table))
    assert OURS >= found.names
    assert [] == found.misnested
    assert f"x{text}x".split() == found.words["li"][0].split()
    assert text.split() == found.words["td"][-1].split()
    for name in ("src", "href", "style", "onload"):
        assert [] == found.attributes(name)


def test_it_lets_in_its_own_style_and_nothing_else() -> None:
    found = read(page("a"))
    (policy,) = [
        its["content"]
        for name, its in found.elements
        if name == "meta" and its.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = b64encode(sha256(found.words["style"][0].encode()).digest()).decode()
    assert (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        == policy
    )
    assert not re.search(r"url\(|@import|<script|https?:", "\n".join(page_html([page("a")], EN)))


def test_it_is_ascii_whatever_it_says_and_tells_its_language() -> None:
    text = "\n".join(page_html([page("Urgences pédiatriques : « œdème »")], FR))
    assert text.isascii()
    assert ["fr"] == Reader(text).attributes("lang")
    assert "pédiatriques" in Reader(text).words["li"][0]


def test_each_page_of_several_has_a_head_that_is_printed_on_each_sheet_with_title_and_code() -> (
    None
):
    found = read(page("a"), page("b"))
    heads = [words.split() for words in found.words["thead"]]
    assert [["DRILL", "·", "T", "code"]] * 2 == heads
    assert 2 == len(found.words["h1"])


def test_a_table_has_boxes_and_room_to_write() -> None:
    table = PageTable(
        [PageColumn("Server", 3), PageColumn("Done"), PageColumn("At")],
        [["a", BOX, ""], ["b", TICKED, "2:10"]],
    )
    found = read(page(table=table))
    assert ["box to tick", "ticked"] == found.attributes("aria-label")
    assert ["w24", "w8", "w8"] == [its["class"] for name, its in found.elements if name == "col"]
    assert ["", "", "x", "2:10"] == [words.strip() for words in found.words["td"][-4:]]


def test_a_short_table_stays_on_one_sheet_and_a_long_one_may_go_on() -> None:
    def classes(rows: int) -> list[str]:
        table = PageTable([PageColumn("A"), PageColumn("B")], [["a", "b"]] * rows)
        found = read(page("x", table=table)).attributes("class")
        return [each for each in found if each and "grid" in each]

    assert (["grid short"], ["grid"]) == (classes(MOST_WHOLE), classes(MOST_WHOLE + 1))


def test_a_hash_is_set_smaller_and_a_sentence_is_not() -> None:
    digest = sha256(b"a").hexdigest()
    found = read(page("x", table=PageTable((), [["SHA-256", digest], ["Text", "word " * 20]])))
    assert 1 == found.attributes("class").count("long")
