"""The two lines under the list: on a narrow screen they are said more shortly, and not cut off
where it says what is left."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from chwapi_console.console.views.about import About
from chwapi_console.console.widgets.row import cells
from chwapi_console.inventory.file.load import load
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.view.supposed_views import with_standings
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.in_brief import BriefWay, short_names, ways_to_say_why
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, language, say
from console.driver import at_console
from hospitals import NOW, record_of

SHIPPED = Path(__file__).parents[3] / "inventory.toml"
LINES, WIDTH = 2, 78


@pytest.fixture(scope="module")
def shipped() -> View:
    return view(load(SHIPPED).plan, record_of([]), NOW)


def lines(seen: View, server: str, t: str) -> list[str]:
    return About(ways_to_say_why(seen, seen.entry[server])).on_lines(language(t), LINES, WIDTH)


@pytest.mark.parametrize("t", ["en", "fr"])
def test_no_server_of_the_shipped_plan_is_told_with_its_end_cut_off(shipped: View, t: str) -> None:
    said = {entry.server: lines(shipped, entry.server, t) for entry in shipped.entries}
    assert [] == [server for server, told in said.items() if told[-1].endswith("…")]
    assert all(len(told) <= LINES and max(map(cells, told)) <= WIDTH for told in said.values())


@pytest.mark.parametrize(("t", "left"), [("en", "servers to go"), ("fr", "encore ")])
def test_what_stands_in_the_way_is_cut_before_what_is_left(
    shipped: View, t: str, left: str
) -> None:
    reason = (
        "the controller of the second shelf is on its way by courier from Liège, who waits "
        "for the bridge to open again"
    )
    for entry in shipped.entries[:20]:
        blocked = with_standings(
            shipped, {entry.server: Standing("compromised", "blocked", reason=reason)}
        )
        told = " ".join(lines(blocked, entry.server, t)).replace("\N{NO-BREAK SPACE}", " ")
        assert not told.endswith("…")
        assert (left in told) == (left in language(t)(way_of(blocked, entry.server)))


def way_of(seen: View, server: str) -> Sentence:
    return list(ways_to_say_why(seen, seen.entry[server]))[-1].purpose


def test_a_long_name_of_a_service_is_its_first_and_last_word_unless_another_would_be_that_too(
    shipped: View,
) -> None:
    short = short_names(shipped)
    assert "Bloc… Union" == short["Bloc opératoire Union"]
    assert len(set(short.values())) == len(short)
    assert "Anesthésie IMC" not in short


def test_a_name_is_shortened_only_where_the_same_words_with_whole_names_do_not_fit(
    shipped: View,
) -> None:
    short = short_names(shipped)
    shortened = 0
    for entry in shipped.entries:
        said = [language("en")(way.whole) for way in ways_to_say_why(shipped, entry)]
        for before, way in pairwise(["", *said]):
            whole = way
            for name, brief in short.items():
                whole = whole.replace(brief, name)
            shortened += whole != way
            assert whole in (way, before)
    assert shortened > 50


def test_what_fits_is_said_in_full_with_the_note_behind_it() -> None:
    ways = [BriefWay(None, say("A long way to say it.")), BriefWay(None, say("Short."))]
    note = say("note")
    assert ["A long way to say it.", "note"] == About(ways, note).on_lines(language("en"), 2, 22)
    assert ["A long way to say it. note"] == About(ways, note).on_lines(language("en"), 2, 40)
    assert ["Short. note"] == About(
        [BriefWay(None, say("word word " * 9)), ways[1]], note
    ).on_lines(language("en"), 2, 22)


@pytest.mark.parametrize(
    ("taken", "says"),
    [(["san1"], "2 more urgent servers above the cursor: 1 in hand and 1 waiting."), ([], "")],
)
async def test_the_console_says_how_many_stand_above_the_row_that_it_opens_at(
    plan: Path, taken: Sequence[str], says: str
) -> None:
    other = Session(plan, operator="dba")
    for server in taken:
        other.acts.take([server])
    other.close()
    async with at_console(plan) as operator:
        if says:
            await operator.sees(says)
            assert operator.cursor_line.split()[1] == "3"
        else:
            await operator.sees("Tier 1.")
            assert not operator.row("more urgent server")
