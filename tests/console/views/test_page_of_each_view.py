"""The registry of views: an entry for each kind of place, and in its line of keys actions that there
are."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast, get_args

import pytest

from chwapi_console.console.known.actions import ACTIONS
from chwapi_console.console.known.console_state import ConsoleState, Priced
from chwapi_console.console.views.pages import PAGES, page_of
from chwapi_console.console.views.place import Place, PlaceKind
from chwapi_console.console.views.price_view import price_rows
from chwapi_console.recovery.forecast.pin_price import Price
from chwapi_console.session.session import Session
from chwapi_console.text import ENGLISH
from console.driver import at_console


def test_every_kind_of_place_has_its_entry_and_a_page_has_four() -> None:
    assert {*get_args(PlaceKind), "server", "suspect", "service", "condition"} - {"page"} == set(
        PAGES
    )


def test_every_bar_names_actions_that_there_are() -> None:
    known = {action.id for action in ACTIONS}
    assert [] == [id for page in PAGES.values() for id in page.bar if id not in known]


def test_the_plan_says_whether_a_page_is_that_of_a_server(plan: Path) -> None:
    session = Session(plan)
    session.close()
    view = session.look()
    server, service = next(iter(view.plan.servers)), next(iter(view.plan.services))
    assert PAGES["server"] == page_of(Place("page", server), view)
    assert PAGES["service"] == page_of(Place("page", service), view)


@pytest.mark.parametrize("width", [1, 10, 19])
async def test_every_view_is_drawn_where_hardly_a_cell_is_left(plan: Path, width: int) -> None:
    async with at_console(plan) as operator:
        for view in (*"1234567890m", "question_mark"):
            await operator.pilot.resize_terminal(80, 24)
            await operator.press(view)
            await operator.pilot.resize_terminal(width, 24)
            await operator.press("down")
        await operator.pilot.resize_terminal(80, 24)
        await operator.sees("To act on what is under the cursor")


async def test_beside_the_price_of_a_service_the_last_line_has_the_keys_that_read_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("2", "enter", "p")
        await operator.sees("What a pin on")
        await operator.sees("PgDn A page down")


def test_what_a_pin_moves_on_average_only_stands_under_a_line_of_its_own(plan: Path) -> None:
    session = Session(plan)
    session.close()
    view = session.look()
    moved, few, sooner = list(view.plan.services)[:3]
    price = Price(moved, {moved: 60, few: 240, sooner: -120}, few=frozenset({few, sooner}))
    known = cast("ConsoleState", SimpleNamespace(priced=Priced(view, price)))
    said = [row.text.strip() for row in price_rows(known, moved, 80, ENGLISH)]
    at = said.index("In half of all cases 1 service comes later:")
    assert "On average, and in half of all cases hardly, 1 service comes later:" == said[at + 2]
    assert said[at + 3].startswith("4 h ")
    assert "On average, and in half of all cases hardly, 1 service comes sooner:" == said[at + 4]
