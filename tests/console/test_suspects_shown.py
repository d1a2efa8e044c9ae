"""Suspects at the console: who stood on what was found infected again, until somebody looked."""

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from chwapi_console.session.session import Session
from console.conftest import PLAN
from console.driver import at_console
from hospitals import MEANT


@pytest.fixture
def back(plan: Path) -> Path:
    """The small hospital, in which mail and the clean app1 need dc2, and mail is back."""
    text = PLAN.replace('needs = ["sql1"]', 'needs = ["sql1", "dc2"]')
    plan.write_text(text, encoding="utf-8")
    marked(plan, "ex1", "restored")
    return plan


@pytest.fixture
def relapsed(back: Path) -> Path:
    """dc2 found compromised, and restored."""
    marked(back, "dc2", "compromised")
    marked(back, "dc2", "restored")
    return back


def marked(plan: Path, server: str, state: str) -> None:
    with closing(Session(plan, operator="dba", host="test")) as session:
        session.acts.mark([server], state, MEANT)


async def test_a_finding_says_at_once_who_is_suspect(back: Path) -> None:
    async with at_console(back, size=(120, 30)) as operator:
        operator.session.acts.mark(["dc2"], "compromised", MEANT)
        await operator.sees("Now suspect: app1 and ex1")


async def test_triage_has_suspects_and_one_key_clears_one(relapsed: Path) -> None:
    async with at_console(relapsed) as operator:
        await operator.press("3")
        await operator.sees("Triage: 2 suspect")
        await operator.stands_on("app1")
        assert "? app1" in operator.cursor_line
        assert "suspect" in operator.cursor_line
        await operator.sees("Suspect: dc2, which it needs, was found compromised by dba at ")
        await operator.press("c")
        await operator.sees("app1 clean (u takes that back). No longer suspect: app1")
        await operator.press("down")
        await operator.stands_on("ex1")
        await operator.sees("Triage: 1 suspect")


async def test_the_queue_puts_the_keys_of_a_look_first_while_the_cursor_is_on_a_suspect(
    relapsed: Path,
) -> None:
    async with at_console(relapsed) as operator:
        await operator.press("/")
        await operator.type("app1")
        await operator.stands_on("app1")
        await operator.sees(" c Clean  i Compromised  t Take ")
        await operator.press("c")
        await operator.sees("No longer suspect: app1")
        assert " c Clean  i Compromised " not in "\n".join(operator.screen)


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_the_filter_finds_suspects_by_the_word_that_their_rows_show(
    relapsed: Path, lang: str
) -> None:
    async with at_console(relapsed, lang=lang) as operator:
        await operator.press("slash", *"suspect", "enter")
        await operator.stands_on("app1")
        assert operator.row("ex1")
        assert not operator.row("san1")


async def test_the_filter_finds_the_services_that_are_up_on_suspects(relapsed: Path) -> None:
    async with at_console(relapsed) as operator:
        await operator.press("2", "slash", *"suspect", "enter")
        assert operator.row("Mail")
        assert not operator.row("Bloc IMC")


async def test_what_became_suspect_at_this_console_keeps_its_row_once_it_is_cleared(
    back: Path,
) -> None:
    marked(back, "ex1", "restored")
    async with at_console(back) as operator:
        operator.session.acts.mark(["dc2"], "compromised", MEANT)
        await operator.sees("2 suspect")
        await operator.press("3")
        await operator.stands_on("app1")
        await operator.press("c")
        await operator.sees("No longer suspect: app1")
        await operator.press("down")
        await operator.stands_on("ex1")
        assert operator.row("app1")


@pytest.mark.parametrize(("lang", "typed"), [("en", "state:suspect"), ("fr", "état:suspect")])
async def test_the_filter_finds_suspects_in_both_languages(
    relapsed: Path, lang: str, typed: str
) -> None:
    async with at_console(relapsed, lang=lang) as operator:
        await operator.press("slash", *typed, "enter")
        await operator.stands_on("app1")
        assert operator.row("ex1 ")
        assert not any("san1 " in line for line in operator.screen)


async def test_services_on_suspects_say_so_by_sign_and_word_and_page(relapsed: Path) -> None:
    async with at_console(relapsed) as operator:
        await operator.press("2")
        await operator.sees("up, suspect")
        assert "? Mail" in operator.row("Mail ")
        assert "suspect: ex1" in operator.row("Mail ")
        await operator.press("slash", *"state:suspect", "enter", "enter")
        await operator.sees("Suspect, to be looked at, in this order")


@pytest.fixture
def chained(plan: Path) -> Path:
    """Five clean servers that stand on dc2, which is back."""
    text = PLAN.replace('needs = ["sql1"]', 'needs = ["sql1", "dc2"]')
    more = "".join(
        f'more{n} = {{ site = "imc", role = "App {n}", state = "clean", needs = ["dc2"] }}\n'
        for n in range(1, 5)
    )
    plan.write_text(text.replace("[servers]\n", f"[servers]\n{more}"), encoding="utf-8")
    return plan


async def test_no_suspect_is_skipped_while_a_new_order_waits(chained: Path) -> None:
    async with at_console(chained, size=(120, 30)) as operator:
        operator.session.acts.mark(["dc2"], "compromised", MEANT)
        await operator.sees("r shows it")
        suspects = [entry.server for entry in operator.session.look().entries if entry.to_look_at]
        await operator.press("3")
        for server, following in pairwise(suspects):
            await operator.stands_on(server)
            await operator.press("c")
            await operator.sees(f"{server} clean")
            await operator.press("s")
            await operator.stands_on(following)
            assert "clean" in operator.row(f"{server} ")


async def test_no_suspect_is_skipped_where_the_filter_drops_the_row_of_the_last_one(
    chained: Path,
) -> None:
    async with at_console(chained, size=(120, 30)) as operator:
        operator.session.acts.mark(["dc2"], "compromised", MEANT)
        await operator.sees("r shows it")
        first, second, *_ = [e.server for e in operator.session.look().entries if e.to_look_at]
        await operator.press("3", "slash", *"state:suspect", "enter")
        await operator.stands_on(first)
        await operator.press("c")
        await operator.sees(f"{first} clean")
        await operator.stands_on(second)


async def test_all_selects_the_suspects_that_are_left_and_says_where_there_are_none(
    chained: Path,
) -> None:
    async with at_console(chained, size=(120, 30)) as operator:
        operator.session.acts.mark(["dc2"], "compromised", MEANT)
        await operator.sees("r shows it")
        await operator.press("3", "c")
        await operator.sees("Triage: 4 suspect")
        await operator.press("asterisk")
        await operator.press("c")
        await operator.sees("Mark 4 servers clean?")
        await operator.press("y")
        await operator.sees("Triage: 0 unknown")
        await operator.press("asterisk")
        await operator.sees("Nothing that is listed here is open")


async def test_all_that_a_filter_shows_is_selected_also_what_has_become_suspect_since(
    chained: Path,
) -> None:
    async with at_console(chained, size=(120, 30)) as operator:
        operator.session.acts.mark(["dc2"], "compromised", MEANT)
        await operator.sees("r shows it")
        view = operator.session.look()
        suspects = [entry for entry in view.entries if entry.to_look_at]
        await operator.press("slash", *"suspect", "enter", "home", "asterisk")
        await operator.sees(f"{len(suspects)} selected")


async def test_servers_found_outside_the_order_stand_in_theirs_and_have_no_rank(
    chained: Path,
) -> None:
    async with at_console(chained, size=(120, 30)) as operator:
        before = operator.app.known.order
        operator.session.acts.mark(["dc2"], "compromised", MEANT)
        await operator.sees("r shows it")
        suspects = [e.server for e in operator.session.look().entries if e.to_look_at]
        fresh = [server for server in suspects if server not in before]
        assert fresh
        await operator.press("slash", *"suspect", "enter", "end")
        shown = [line for line in operator.screen if any(f"? {one} " in line for one in fresh)]
        assert fresh == [next(one for one in fresh if f"? {one} " in line) for line in shown]
        assert all(line[:6].lstrip(">").strip() in ("", "?") for line in shown)


async def test_the_page_of_a_suspect_offers_the_keys_that_say_how_it_was_found(
    relapsed: Path,
) -> None:
    async with at_console(relapsed) as operator:
        await operator.opens("app1")
        await operator.sees("c Clean")
        assert "i Compromised" in operator.screen[-1]


async def test_where_ones_own_finding_begins_a_runbook_anew_the_cursor_goes_to_its_first_step(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("sql1: step isolate done")
        await operator.press("down")
        assert "rebuild" in operator.cursor_line
        operator.session.acts.mark(["sql1"], "restored", MEANT)
        await operator.sees("restored by")
        await operator.press("i")
        await operator.sees("type its name")
        await operator.type("sql1")
        await operator.sees("sql1 compromised")
        await operator.sees("[ ] 1  isolate")
        assert "isolate" in operator.cursor_line
