"""The top line at every width: no word of it is cut, and what counts most is left out last."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.clock import span
from chwapi_console.console.views.top_line import (
    LEAST_OPERATOR,
    Figures,
    banner,
    top_line,
    whole_words,
)
from chwapi_console.console.widgets.row import cells
from chwapi_console.session.session import Health
from chwapi_console.text import ENGLISH, Language, Sentence, Value, language, plural, say
from console.driver import at_console

HEALTHS = [
    (Health(), [say("ok")]),
    (Health(read_only=say("shut")), [say("READ-ONLY")]),
    (Health(record=say("ill")), [say("TROUBLE"), say("journal: TROUBLE")]),
]
"""How a journal can be, and by which words the line ends then."""
NAMES = st.sampled_from(
    [
        "dba",
        "oncall-1",
        "oncall-night-12",
        "operator.of.the.second.night",
        "administrateurs-systèmes",
        "",
    ]
)
INCIDENTS = st.sampled_from(
    ["Cyberattaque CHwapi", "Exercice de nuit", "Panne", "Überschreibungsangriff", "医院 网络 攻击"]
)


@st.composite
def figures(draw: st.DrawFn, fewer_than: int = 20_000) -> Figures:
    """What a line could have to tell, of thousands of servers and of weeks too."""
    counts = st.integers(0, fewer_than - 1)
    hit, services = draw(counts), draw(st.integers(0, 500))
    return Figures(
        draw(INCIDENTS),
        draw(st.booleans()),
        draw(st.integers(0, 60_000)),
        draw(st.integers(0, hit)),
        hit,
        draw(counts),
        draw(st.integers(0, services)),
        services,
    )


def told(of: Figures, operator: str, health: Health, width: int, t: Language) -> str:
    """The line as text."""
    return top_line(of, operator, health, width, t).text


@given(
    figures(), NAMES, st.sampled_from(HEALTHS), st.integers(20, 200), st.sampled_from(["en", "fr"])
)
def test_no_word_is_cut_at_any_width_and_the_journals_health_is_always_told(
    of: Figures, operator: str, health: tuple[Health, list[Sentence]], width: int, lang: str
) -> None:
    t = language(lang)
    line = told(of, operator, health[0], width, t)
    assert cells(line) <= width
    assert line.rstrip().endswith(tuple(map(t, health[1])))
    cut = [
        word
        for word, sign in re.findall(r"(\w+)(…?)", line)
        if not sign and word not in words_of(of, operator, t)
    ]
    assert [] == cut


def words_of(of: Figures, operator: str, t: Language) -> set[str]:
    """All words that the line can have, each whole."""
    said: list[Value] = [
        of.incident,
        operator,
        span(of.elapsed),
        plural("{n} unknown", "{n} unknown", of.unknown),
        say("name?"),
        say("who are you?"),
        plural("{back} of {n} server back", "{back} of {n} servers back", of.hit, back=of.back),
        say("{back}/{hit} back", back=of.back, hit=of.hit),
        plural("{up} of {n} service back", "{up} of {n} services back", of.fell, up=of.up_again),
        say("{up}/{all} services", up=of.up_again, all=of.fell),
        say("journal: ok"),
        say("journal ok"),
        say("DRILL"),
        *(words for _, each in HEALTHS for words in each),
    ]
    return set(re.findall(r"\w+", " ".join(map(t, said))))


@given(
    figures(fewer_than=10_000),
    NAMES.filter(bool),
    st.sampled_from(HEALTHS),
    st.integers(40, 200),
    st.sampled_from(["en", "fr"]),
)
def test_from_40_columns_a_drill_the_operator_and_the_servers_back_are_told_too(
    of: Figures, operator: str, health: tuple[Health, list[Sentence]], width: int, lang: str
) -> None:
    t = language(lang)
    line = told(of, operator, health[0], width, t)
    assert of.drill == line.startswith(f" {t(say('DRILL'))} ")
    assert operator[: LEAST_OPERATOR - 1] in line
    assert re.search(rf"\b{of.back}(/| of | sur ){of.hit}\b", line)


def test_where_not_all_has_room_the_drill_is_told_and_the_servers_back_are_not() -> None:
    of = Figures("Panne", True, 600, 10_000, 10_000, 0, 1, 1)
    line = told(of, "oncall-1", Health(read_only=say("shut")), 40, language("fr"))
    assert " EXERCICE  Panne  oncall-1 LECTURE SEULE" == line


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [40, 60, 80])
async def test_the_console_shows_the_line_whole(plan: Path, width: int, lang: str) -> None:
    async with at_console(plan, size=(width, 24), lang=lang) as operator:
        assert re.search(r"\b0(/| of | sur )5\b.* oncall-1 .*ok$", operator.screen[0])


@pytest.mark.parametrize(
    ("text", "width", "kept"),
    [
        ("Exercice de nuit", 16, "Exercice de nuit"),
        ("Exercice de nuit", 15, "Exercice de…"),
        ("Exercice de nuit", 9, "Exercice…"),
        ("Exercice de nuit", 8, ""),
        ("operator.of", 10, "operator.…"),
        ("医院 网络", 6, "医院…"),
        ("a", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_text_is_cut_between_words(text: str, width: int, kept: str) -> None:
    assert kept == whole_words(text, width)


def test_a_clock_that_is_wrong_takes_one_row_and_names_the_key_that_shows_all_of_it() -> None:
    why = say("The clock of this machine stands somewhere {words}.", words="else " * 60)
    (row,) = banner(Health(clock=why), 80, ENGLISH)
    assert row.text.startswith(" The clock of this machine stands somewhere else")
    assert row.text.endswith("… (m: all of it)")
    assert len(row.text) < 80
    assert "plan" in banner(Health(clock=why, plan=say("The plan is gone.")), 80, ENGLISH)[0].text
