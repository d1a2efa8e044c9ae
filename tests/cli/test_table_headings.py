"""No heading of a table on any page is broken within a word, in either language: neither in 80 columns,
nor on A4, by the widths that letters have (Helvetica Bold, Adobe Core 14 metrics)."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from chwapi_console.report.page_style import STYLE
from cli.command_line import CommandLine
from report.html_reader import Reader

PAGES = (
    ("sheet", "calls"),
    ("sheet", "next"),
    ("sheet", "systems"),
    ("sheet", "activity"),
    ("report", "--for", "authorities"),
    ("report", "--for", "direction"),
    ("report", "--for", "technical"),
    ("clocks",),
    ("custody",),
    ("handover",),
)
NOT_BY_TELEPHONE: dict[str, set[str]] = {"en": set(), "fr": set()}
EM_OF_A4 = 178 / 25.4 * 72 / 10
"""The width of a sheet between its margins, in letters of 10 points."""
PADDING = 0.8 + 0.1
THOUSANDTHS = {
    **dict.fromkeys("ijl'|I", 278),
    **dict.fromkeys("ft(),.:;/-", 333),
    **dict.fromkeys("rs", 556),
    **dict.fromkeys("mM", 889),
    **dict.fromkeys("wW", 944),
    **dict.fromkeys("ABCDHKNRU&", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("EPSVXY", 667),
    **dict.fromkeys("FTZL", 611),
    **dict.fromkeys("bdghnopqu", 611),
}


def em_of(word: str) -> float:
    """The width of a bold word in its own size."""
    bare = unicodedata.normalize("NFKD", word)
    letters = (each for each in bare if not unicodedata.combining(each))
    return sum(THOUSANDTHS.get(letter, 556) for letter in letters) / 1000


@pytest.fixture
def with_people(here: CommandLine) -> CommandLine:
    """A plan that has people, laws and something to say in each table."""
    here.plan.write_text(
        here.plan.read_text(encoding="utf-8")
        + '[policy]\nlegal = ["gdpr"]\n'
        + '[operators]\n"Dr A" = { roles = ["clinician"], phone = "4711" }\n'
        'dba = { roles = ["restorer", "lead"] }\n',
        encoding="utf-8",
    )
    here.done("mark", "san1", "restored", "--yes")
    return here


def headings(html: str) -> Iterator[tuple[str, int]]:
    """Each heading of a column and the fortieths of the sheet that the column has."""
    for grid in re.findall(r'<table class="grid.*?</table>', html, re.DOTALL):
        widths = [int(each) for each in re.findall(r'<col class="w(\d+)">', grid)]
        heads = re.findall(r'<th scope="col">(.*?)</th>', grid)
        yield from zip(
            (" ".join(Reader(f"<p>{h}</p>").words["p"]) for h in heads), widths, strict=True
        )


@pytest.mark.parametrize("code", ["en", "fr"])
def test_on_paper_each_word_of_a_heading_has_room(with_people: CommandLine, code: str) -> None:
    found = [
        (word, width)
        for words in PAGES
        for heading, width in headings(
            with_people.done(*words, "--format", "html", "--lang", code).out
        )
        for word in heading.split()
    ]
    assert len(found) > 30
    assert "font-size:10pt" in STYLE
    narrow = [
        (word, width) for word, width in found if em_of(word) + PADDING > EM_OF_A4 * width / 40
    ]
    assert [] == narrow


@pytest.mark.parametrize("code", ["en", "fr"])
def test_in_80_columns_each_word_of_a_heading_is_whole(with_people: CommandLine, code: str) -> None:
    for words in PAGES:
        html = with_people.done(*words, "--format", "html", "--lang", code).out
        text = with_people.done(*words, "--lang", code).out
        printed = set(re.split(r"[\s|]+", text))
        if " | " not in text:  # a table that the telephone is not told
            continue
        wanted = {word for heading, _ in headings(html) for word in heading.split()}
        assert set() == wanted - printed - NOT_BY_TELEPHONE[code], words


@pytest.mark.parametrize("code", ["en", "fr"])
def test_on_paper_the_names_of_rows_are_whole_beside_headings_that_want_room(
    with_people: CommandLine, code: str
) -> None:
    html = with_people.done("report", "--format", "html", "--lang", code).out
    grids = re.findall(r'<table class="grid.*?</table>', html, re.DOTALL)
    assert grids
    for grid in grids:
        width = int(re.findall(r'<col class="w(\d+)">', grid)[0])
        names = re.findall(r'<th scope="row">(.*?)</th>', grid)
        words = {word for name in names for word in Reader(f"<p>{name}</p>").words["p"][0].split()}
        assert [] == [each for each in words if em_of(each) + PADDING > EM_OF_A4 * width / 40]
