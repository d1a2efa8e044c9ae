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
    cut_between_words,
    top_line,
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
        suspect=draw(st.sampled_from([0, 1, 14, 400])),
        no_hub=draw(st.sampled_from(["", "03:12", "18/01 02:14"])),
        wait=draw(st.integers(0, 5_000)),
    )


def no_hub(of: Figures) -> list[Sentence]:
    """By which words the line ends where the hub is away, from the fullest on."""
    n, time = of.wait, of.no_hub
    if not n:
        return [
            say("no hub since {time}, all acts sent", time=time),
            say("no hub since {time}", time=time),
            say("no hub {time}", time=time),
            say("no hub"),
        ]
    return [
        plural(
            "no hub since {time}, {n} act unsent",
            "no hub since {time}, {n} acts unsent",
            n,
            time=time,
        ),
        plural("no hub since {time}, {n} unsent", "no hub since {time}, {n} unsent", n, time=time),
        plural("no hub {time}, {n} unsent", "no hub {time}, {n} unsent", n, time=time),
        say("no hub {time}", time=time),
        say("no hub"),
    ]


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
    ends = no_hub(of) if of.no_hub and not any(health[0]) else health[1]
    assert line.rstrip().endswith(tuple(map(t, ends)))
    cut = [
        word
        for word, sign in re.findall(r"(\w+)(…?)", line)
        if not sign and word not in words_of(of, operator, t)
    ]
    assert [] == cut


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_where_nobody_has_looked_at_a_server_yet_nothing_is_said_of_none(width: int) -> None:
    none_hit = Figures("Attaque", False, 60, 0, 0, 55, 0, 66)
    for lang in ("en", "fr"):
        line = told(none_hit, "anne", Health(), width, language(lang))
        assert "0/0" not in line and "0 of 0" not in line and "0 sur 0" not in line
        assert "55" in line


def words_of(of: Figures, operator: str, t: Language) -> set[str]:
    """All words that the line can have, each whole."""
    said: list[Value] = [
        of.incident,
        operator,
        span(of.elapsed),
        plural("{n} unknown", "{n} unknown", of.unknown),
        plural("{n} server unknown", "{n} servers unknown", of.unknown),
        plural("{n} suspect", "{n} suspect", of.suspect),
        say("name?"),
        say("who are you?"),
        plural("{back} of {n} server back", "{back} of {n} servers back", of.hit, back=of.back),
        say("{back}/{hit} back", back=of.back, hit=of.hit),
        plural("{up} of {n} service back", "{up} of {n} services back", of.fell, up=of.up_again),
        say("{up}/{all} services", up=of.up_again, all=of.fell),
        say("journal: ok"),
        say("journal ok"),
        say("DRILL"),
        *no_hub(of),
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
    back = rf"\b{of.back}(/| of | sur ){of.hit}\b"
    assert re.search(back if of.knows_hits else rf"\b{of.unknown}\b", line)


@pytest.mark.parametrize("lang", ["en", "fr"])
@given(figures(fewer_than=400).filter(lambda of: of.no_hub), NAMES)
def test_on_80_columns_it_is_told_since_when_the_hub_is_away_and_how_many_acts_wait(
    lang: str, of: Figures, operator: str
) -> None:
    line = told(of, operator, Health(), 80, language(lang))
    waits = rf", {of.wait} " if of.wait else ""
    assert re.search(rf"{of.no_hub}{waits}", line), line


@pytest.mark.parametrize("lang", ["en", "fr"])
@given(figures(fewer_than=400).filter(lambda of: of.suspect and not of.no_hub), NAMES)
def test_on_80_columns_it_is_told_how_many_servers_are_suspect(
    lang: str, of: Figures, operator: str
) -> None:
    t = language(lang)
    suspects = t(plural("{n} suspect", "{n} suspect", of.suspect))
    assert f" · {suspects} · " in told(of, operator, Health(), 80, t)


def test_a_deadline_and_suspects_are_told_together_and_before_the_services() -> None:
    of = Figures("Panne", True, 600, 1, 5, 0, 0, 4, suspect=3, clock=say("NIS 2: 40 min"))
    line = told(of, "oncall-1", Health(), 80, ENGLISH)
    assert "1/5 back · 3 suspect · NIS 2: 40 min · oncall-1" in line
    assert "NIS 2: 40 min" in told(of, "oncall-1", Health(), 60, ENGLISH)
    assert "3 suspect" in told(of._replace(clock=None), "oncall-1", Health(), 60, ENGLISH)


def test_where_the_journal_itself_is_in_trouble_that_is_told_in_place_of_the_hub() -> None:
    of = Figures("Panne", False, 600, 1, 2, 0, 1, 1, no_hub="03:12", wait=14)
    assert told(of, "dba", Health(record=say("ill")), 80, ENGLISH).endswith("journal: TROUBLE")
    assert told(of, "dba", Health(), 120, ENGLISH).endswith("no hub since 03:12, 14 acts unsent")
    of = of._replace(wait=0)
    assert told(of, "dba", Health(), 120, ENGLISH).endswith("no hub since 03:12, all acts sent")
    assert told(of, "dba", Health(), 40, ENGLISH).endswith("no hub 03:12")


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
    assert kept == cut_between_words(text, width)


def test_a_clock_that_is_wrong_takes_one_row_and_names_the_key_that_shows_all_of_it() -> None:
    why = say("The clock of this machine stands somewhere {words}.", words="else " * 60)
    (row,) = banner(Health(clock=why), 80, ENGLISH)
    assert row.text.startswith(" The clock of this machine stands somewhere else")
    assert row.text.endswith("… (m: all of it)")
    assert len(row.text) < 80
    assert "plan" in banner(Health(clock=why, plan=say("The plan is gone.")), 80, ENGLISH)[0].text


def test_on_40_columns_it_is_told_since_when_the_hub_is_away() -> None:
    of = Figures("Panne", True, 600, 21, 80, 0, 1, 1, no_hub="03:12", wait=14)
    for operator, t, line in (
        ("oncall-1", ENGLISH, " DRILL   21/80 · oncall-1 · no hub 03:12"),
        ("dba", language("fr"), " EXERCICE   21/80 · dba · sans hub 03:12"),
    ):
        assert line == told(of, operator, Health(), 40, t)
