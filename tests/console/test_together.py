"""What others do, and what goes wrong, appears quietly: cursor, focus and order stay."""

from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.console.views.services_view import service_heading, service_rows
from chwapi_console.errors import Refused
from chwapi_console.session.session import Session
from chwapi_console.text import language
from console.driver import at_console
from hospitals import MEANT


async def test_what_another_process_marks_appears_without_moving_the_cursor(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "down")
        before = operator.cursor_line
        other = Session(plan, operator="dba")
        other.acts.mark(["san1"], "restored", MEANT)
        line = await operator.sees("dba: san1 restored")
        assert ":" in line.split()[0]
        assert operator.cursor_line[5:] == before[5:]
        assert "1/5 back" in operator.screen[0]
        other.close()


async def test_what_another_writes_while_the_screen_is_taken_down_does_no_harm(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.app.screen.remove_children()
        other = Session(plan, operator="dba")
        other.acts.mark(["san1"], "restored", MEANT)
        other.close()
        await operator.comes_to_know(lambda view: view.situation.state("san1") == "restored")
        await operator.press("down", "t")


async def test_a_new_order_waits_for_its_key(plan: Path) -> None:
    async with at_console(plan) as operator:
        other = Session(plan, operator="dba")
        other.acts.mark(["app1"], "compromised")
        await operator.sees("The order has changed (1): r shows it")
        assert operator.row("app1  ") == ""
        await operator.press("r")
        await operator.no_longer_sees("The order has changed")
        assert "compromised Bloc IMC" in operator.row("app1  ")
        other.close()


async def test_a_new_order_that_names_its_first_leads_to_it_and_not_before_its_key(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("down", "down")
        other = Session(plan, operator="dba")
        other.acts.pin("ex1", "mail")
        other.close()
        await operator.sees("ex1 is first now")
        assert "anes1" in operator.cursor_line
        await operator.press("r")
        await operator.no_longer_sees("ex1 is first now")
        assert "ex1" in operator.cursor_line


async def test_an_act_on_what_somebody_else_just_changed_is_refused_and_names_them(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.app._session_thread.stop()
        other = Session(plan, operator="dba")
        other.acts.take(["san1"])
        other.close()
        shown = operator.app.known.view
        with pytest.raises(Refused, match="dba"):
            operator.session.acts.mark(["san1"], "clean", MEANT, shown)


async def test_the_filter_narrows_as_one_types_and_escape_brings_all_back(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"site:union")
        await operator.no_longer_sees("san1")
        assert operator.row("anes1")
        await operator.press("escape", "escape")
        assert operator.row("san1")


async def test_a_read_only_console_says_so_for_as_long_as_it_is_open_and_writes_nothing(
    plan: Path,
) -> None:
    writer = Session(plan, operator="dba")
    writer.acts.take(["san1"])
    writer.close()
    async with at_console(plan, read_only=True) as operator:
        assert "READ-ONLY" in operator.screen[0]
        await operator.press("d")
        await operator.sees("Read-only, as asked.")
        assert operator.session.look().situation.state("san1") == "restoring"


async def test_a_plan_edited_badly_is_said_and_the_last_good_one_stays(plan: Path) -> None:
    async with at_console(plan) as operator:
        good = plan.read_text(encoding="utf-8")
        plan.write_text(good.replace('needs = ["pacs"]', 'needs = ["pax"]'), encoding="utf-8")
        await operator.sees("The plan was changed and has faults")
        assert operator.row("san1")
        plan.write_text(good.replace("Exercice de nuit", "Exercice de jour"), encoding="utf-8")
        await operator.sees("Exercice de jour")
        await operator.no_longer_sees("The plan was changed")


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10), (20, 5)])
async def test_every_view_fits_every_size(plan: Path, size: tuple[int, int]) -> None:
    async with at_console(plan, size=size) as operator:
        for key in ("1", "enter", "2", "enter", "3", "4", "question_mark", "1"):
            await operator.press(key)
            assert max(len(line) for line in operator.screen) <= size[0]
            assert len(operator.screen) == size[1]


async def test_the_wide_console_shows_the_page_beside_the_list(plan: Path) -> None:
    async with at_console(plan, size=(160, 40)) as operator:
        assert "Restoring takes" in operator.row("Restoring takes")
        await operator.press("down")
        assert operator.row("Runbook windows")


async def test_control_characters_of_the_plan_never_reach_the_screen(plan: Path) -> None:
    text = plan.read_text(encoding="utf-8").replace(
        "Baie de stockage", "Baie\\u001b[31m\\u202e [/] [bold]"
    )
    plan.write_text(text, encoding="utf-8")
    async with at_console(plan) as operator:
        await operator.press("enter")
        seen = "".join(operator.screen)
        assert "\x1b" not in seen
        assert "\u202e" not in seen
        assert "[/] [bold]" in seen


async def test_the_french_console_speaks_french(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        assert "EXERCICE" in operator.screen[0]
        await operator.press("d", "o")
        await operator.sees("san1 restauré")


async def test_the_title_says_how_many_of_all_a_filter_shows(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"site:union")
        await operator.sees("Queue: 5 servers to go, 3 shown, 1 of them done · filter: site:union")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sit:imc", "sit: is no key of the filter; the keys are site:, tier:, state: and waits:."),
        ("site:nowhere", "Nothing here has site:nowhere."),
        ("tier:1 zzz", "matches the filter."),
    ],
)
@pytest.mark.parametrize("view", ["1", "2", "4"])
async def test_a_filter_that_finds_nothing_names_what_was_not_understood(
    plan: Path, view: str, typed: str, said: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press(view, "slash", *["space" if c == " " else c for c in typed])
        await operator.sees(said)
        await operator.sees("Esc shows all.")


async def test_a_filter_finds_its_way_back_to_the_row_it_began_on(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "down")
        await operator.press("slash", *"zz", "backspace", "backspace")
        assert "anes1" in operator.cursor_line


async def test_a_row_keeps_the_rank_of_the_order_as_last_taken_up(plan: Path) -> None:
    async with at_console(plan) as operator:
        other = Session(plan, operator="dba")
        other.acts.mark(["app1"], "compromised")
        other.close()
        await operator.sees("The order has changed (1)")
        assert ["1", "2", "3", "4", "5"] == [line[1:5].strip() for line in operator.screen[3:8]]
        await operator.press("r")
        assert ["1", "2", "3", "4", "5", "6"] == [
            line[1:5].strip() for line in operator.screen[3:9]
        ]


async def test_the_next_ready_server_is_the_next_one_below_and_then_the_first(plan: Path) -> None:
    async with at_console(plan) as operator:
        for server in ("anes1", "ex1", "dc1", "san1", "anes1"):
            await operator.press("full_stop")
            assert server in operator.cursor_line


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_to_take_first_is_never_cut_at_80_columns(tmp_path: Path, lang: str) -> None:
    session = Session(
        Path(__file__).parents[2] / "inventory.toml", journal=tmp_path / "shipped.journal"
    )
    t, view = language(lang), session.look()
    session.close()
    assert [] == [
        row.text for row in service_rows(view, "", 79, t) if row.text.rstrip().endswith("…")
    ]
    assert "…" not in service_heading(view, 79, t).text


async def test_a_pin_whose_time_has_come_falls_away_and_says_so(plan: Path) -> None:
    other = Session(plan, operator="lead")
    other.acts.pin("mail", "transfer", until=other.now() + timedelta(seconds=2))
    other.close()
    async with at_console(plan) as operator:
        await operator.sees("The pin on ")
        await operator.sees("the order is the rule's again")


async def test_taking_up_an_order_says_what_moved_and_why(plan: Path) -> None:
    async with at_console(plan) as operator:
        other = Session(plan, operator="lead")
        other.acts.pin("mail", "transfer")
        other.close()
        await operator.sees("r shows it")
        await operator.press("r")
        await operator.sees("pinned")


async def test_what_is_to_be_expected_stands_beneath_the_services_and_on_pages(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("2")
        await operator.sees("Bloc IMC: expected ")
        await operator.press("enter")
        await operator.sees("estimates")
        await operator.press("1", "d", "y")
        await operator.sees("restored")
        await operator.press("2")
        await operator.sees("Bloc IMC: expected ")
