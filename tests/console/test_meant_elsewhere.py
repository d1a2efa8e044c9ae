"""What was meant for another window is said by name, stands in no record as somebody's name, moves no
cursor, and closes nothing."""

from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.views.title_line import whole_words
from chwapi_console.remark_doubts import why_typed_elsewhere
from console.driver import at_console
from console.hands import hunts, types


@pytest.mark.parametrize(
    "line", ["Soleil2021!", "sudo su -Soleil2021!", "sudo su -", "ssh root@dc1", "mdp Soleil2021!"]
)
def test_a_password_and_a_line_for_a_shell_are_nobodys_name(line: str) -> None:
    assert why_typed_elsewhere(line, ["marie"]) is not None
    assert why_typed_elsewhere(line, [line]) is None


@pytest.mark.parametrize("name", ["marie", "Cat Stevens", "Jean Tu", "oncall-2", "Dr. O'Neil"])
def test_what_can_be_a_name_is_taken_for_one(name: str) -> None:
    assert why_typed_elsewhere(name, []) is None


@pytest.mark.parametrize("key", ["o", "f"])
async def test_a_password_typed_for_a_name_is_refused_and_the_question_stands(
    plan: Path, key: str
) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.press(key)
        operator.looks(3)
        await types(operator, "Soleil2021!\n", 0.2)
        await operator.sees("That looks like a password, and is taken for nobody's name.")
        assert operator.app.dialogue.prompt.typing
        assert not operator.row("Soleil2021!")
        assert ("eloise", []) == (operator.app.known.operator, operator.acts)


async def test_a_password_that_came_in_pieces_is_called_a_password(plan: Path) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.press("o")
        await operator.burst("Nuit2021!\n")
        await operator.sees("Is it meant?")
        assert "eloise" == operator.app.known.operator


async def test_a_word_to_somebody_typed_for_a_name_is_asked_about(plan: Path) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("f")
        operator.looks(3)
        await types(operator, "je te rappelle\n", 0.2)
        assert operator.app.dialogue.prompt.asks_if_meant


@pytest.mark.parametrize("line", ["asswd root", "ing sql1"])
async def test_a_line_that_makes_sense_with_the_key_that_asked_is_doubted_after_a_thought_too(
    plan: Path, line: str
) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.press("p")
        await operator.sees("Why put san1 first?")
        operator.looks(3.0)
        await types(operator, f"{line}\n", 0.3)
        await operator.sees("It reads like a line for")
        assert operator.app.dialogue.prompt.asks_if_meant


async def test_a_yes_and_more_typed_for_a_name_is_put_aside(plan: Path) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("o")
        operator.looks(4)
        await types(operator, "ui je regarde\n", 0.3)
        await operator.sees("« oui » ne répond à rien")
        assert not operator.app.dialogue.prompt.asking


async def test_no_step_is_promised_on_the_page_of_a_service(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("2", "down", "enter")
        await operator.until(lambda: operator.app.picture.trail.here.kind == "page", "no page")
        for _ in range(30):
            if operator.app.picture.at.servers:
                break
            await operator.press("down")
        await operator.press("space")
        assert not operator.row("The cursor stands on the next open step now")


async def test_a_filter_is_seen_whole_where_the_title_is_cut_behind_a_word(plan: Path) -> None:
    async with at_console(plan, lang="fr", size=(60, 24)) as operator:
        await operator.press("4", "slash")
        await operator.type("oncall-1 restaure")
        title = operator.screen[1]
        assert "filtre : oncall-1 restaure" in title


def test_a_title_is_cut_behind_a_word() -> None:
    assert "Journal: 12 of…" == whole_words("Journal: 12 of 1,044 events", 16)
    assert "Journal: 12 of…" == whole_words("Journal: 12 of 1,044 events", 17)
    assert "Queue: 5 servers…" == whole_words("Queue: 5 servers, 2 hit", 17)
    assert "Queue: 5 servers…" == whole_words("Queue: 5 servers, 2 hit and more", 20)
    assert "Journal" == whole_words("Journal", 16)


async def test_another_line_behind_one_that_was_meant_elsewhere_goes_nowhere(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("n")
        operator.looks(3)
        await types(operator, "bob tu peux regarder ?\n", 0.2)
        await operator.sees("C'est voulu ?")
        operator.looks(3)
        await types(operator, "allo bob\n", 0.2)
        assert "bob tu peux regarder ?" == operator.app.dialogue.prompt.text
        assert [] == operator.acts


async def test_the_key_of_an_act_that_a_text_took_along_is_named(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks(3)
        await types(operator, "tbon rien\n", 0.2)
        await operator.sees("rien n'a été écrit. t n'a rien fait.")
        assert [] == operator.acts


async def test_a_text_puts_the_cursor_back_that_its_letters_moved(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down")
        before = operator.cursor_line
        operator.looks(3)
        await types(operator, "kill -9 4312\n", 0.2)
        await operator.sees("That was a text")
        assert before == operator.cursor_line


@pytest.mark.parametrize("line", ["htop\n", "2 minutes\n", "ls -la\n"])
async def test_a_text_shows_the_page_again_that_its_letters_left(plan: Path, line: str) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        operator.looks(12)
        before = operator.cursor_line
        await types(operator, line, 0.25)
        await operator.sees("That was a text")
        assert operator.row("Restoring takes")
        assert before == operator.cursor_line


async def test_who_wipes_a_doubted_text_is_asked_as_before(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n")
        operator.looks(3)
        await types(operator, "cd /tmp\n", 0.2)
        await operator.sees("Is it meant?")
        await operator.press("n", "ctrl+u")
        await operator.no_longer_sees("Is it meant?")
        await types(operator, "seen with dell\n", 0.3)
        await operator.sees("note: seen with dell")


@pytest.mark.parametrize("line", ["erreur sur dc1\n", "exact\n"])
async def test_a_text_whose_key_was_refused_is_called_a_text(plan: Path, line: str) -> None:
    async with at_console(plan) as operator:
        operator.looks(3)
        await types(operator, line, 0.2)
        await operator.sees("That was a text, not a key: nothing was written.")
        assert not operator.row("conflict")


async def test_a_word_that_begins_with_a_yes_does_not_leave(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("q")
        await operator.sees("Quitter")
        operator.looks(3)
        await types(operator, "on arrive\n", 0.1)
        assert operator.app.is_running


@pytest.mark.parametrize("text", ["tkt\n", "tkt pas\n", "tjs pas\n", "ck bon\n", "ik\n", "tGV\n"])
@pytest.mark.parametrize("gap", [0.12, 0.4, 0.6])
@pytest.mark.parametrize("place", [(), ("3",), ("enter",)])
async def test_a_letter_that_moves_the_cursor_sends_no_act_of_the_letter_before(
    plan: Path, text: str, gap: float, place: tuple[str, ...]
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press(*place)
        operator.looks(3)
        await hunts(operator, text, gap)
        await operator.press("escape")
        assert [] == operator.acts


@pytest.mark.parametrize("keys", [("t", "down"), ("t", "j")])
async def test_who_goes_on_by_an_arrow_or_waits_has_taken(
    plan: Path, keys: tuple[str, ...]
) -> None:
    async with at_console(plan, operator="eloise") as operator:
        operator.looks(3)
        for key in keys:
            operator.looks(0.4)
            await operator.press_fast(key)
        operator.looks(1.5)
        await operator.goes_on()
        await operator.until(lambda: len(operator.acts) == keys.count("t"), "not all were taken")


@pytest.mark.parametrize("gap", [0.3, 0.5, 0.8, 1.0])
async def test_take_and_note_pressed_briskly_are_both_heard(plan: Path, gap: float) -> None:
    async with at_console(plan, operator="eloise") as operator:
        operator.looks()
        await hunts(operator, "tn", gap)
        await operator.sees("Note on san1")
        assert [("eloise", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize("gap", [0.8, 1.5])
async def test_a_verdict_behind_two_ticks_is_a_key(plan: Path, gap: float) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.opens("sql1")
        operator.looks(12)
        await hunts(operator, "  c", gap)
        assert not operator.row("text")


async def test_a_text_gives_the_filter_back_that_its_letters_dropped(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash")
        operator.looks(3)
        await types(operator, "site:north\n", 0.3)
        operator.looks(3)
        assert "site:north" == operator.app.picture.trail.typed
        await types(operator, "htop\n", 0.25)
        assert "site:north" == operator.app.picture.trail.typed


async def test_a_text_gives_the_order_back_that_its_letters_took_up(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        operator.looks(3)
        await operator.press("y", "down")
        operator.looks(30)
        await operator.until(lambda: operator.app.known.has_moves, "nothing moved")
        before = operator.app.known.order
        await types(operator, "rtfm\n", 0.3)
        assert before == operator.app.known.order
        operator.looks(30)
        await operator.press("r")
        assert before != operator.app.known.order


async def test_a_text_that_began_with_no_names_the_question_that_it_closed(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        operator.looks(20)
        await types(operator, "non", 0.3)
        operator.looks(2)
        await types(operator, " attends\n", 0.35)
        await operator.sees("Abandonné, rien n'est fait")
        assert not operator.acts


async def test_a_whole_yes_goes_on_as_a_text_after_a_pause(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        operator.looks(3)
        for letter in "oui":
            operator.looks(0.3)
            operator.app.post_message(Key(letter, letter))
            await operator.pilot.pause()
        operator.looks(1.2)
        await types(operator, " j'arrive\n", 0.3)
        await operator.sees("Abandonné, rien n'est fait")
        assert not operator.acts


@pytest.mark.parametrize("text", ["d'accord", "dac", "nickel"])
async def test_an_answer_to_somebody_is_nobodys_name(plan: Path, text: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("f")
        operator.looks(3)
        await types(operator, f"{text}\n", 0.3)
        assert operator.app.dialogue.prompt.asks_if_meant


async def test_what_somebody_says_of_themselves_is_asked_about_as_a_reason(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("b")
        operator.looks(3)
        await types(operator, "on est dessus\n", 0.3)
        assert operator.app.dialogue.prompt.asks_if_meant
        assert not operator.acts


async def test_a_note_is_offered_behind_a_text_only_where_one_is_asked_for(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("m")
        operator.looks(6)
        await types(operator, "git\n", 0.3)
        await operator.sees("That was a text, not a key: nothing was written.")
        assert not operator.row("n asks for a note")


async def test_a_key_a_second_behind_the_enter_of_a_text_is_heeded(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down")
        operator.looks(3)
        await types(operator, "vi\n", 0.25)
        await types(operator, "t", 1.1)
        await operator.sees("taken")


async def test_a_blank_of_a_text_that_goes_on_after_a_pause_is_not_offered_again(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        operator.looks(12)
        await types(operator, "il", 0.25)
        operator.looks(3)
        await types(operator, " arrive\n", 0.25)
        await operator.sees("That was a text")
        assert not operator.row("has done nothing")
        assert not operator.acts


@pytest.mark.parametrize("line", ["w", "sudo reboot"])
@pytest.mark.parametrize("key", ["w", "b", "p"])
async def test_a_line_for_a_shell_is_no_reason_however_often_it_is_ended(
    plan: Path, key: str, line: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press(key)
        operator.looks(3)
        await types(operator, f"{line}\n", 0.2)
        await operator.sees("Is it meant?")
        await operator.press("y")
        await operator.sees("That is a line for a shell, and no reason: nothing was written.")
        operator.looks(3)
        await operator.press("ctrl+u")
        await types(operator, "the disk was swapped by dell\n", 0.2)
        await operator.no_longer_sees("That is a line for a shell")
        assert not operator.acts or operator.acts[0][1] != line


SECRET = "Xk7!fuG3qa"


@pytest.mark.parametrize(
    ("keys", "asks"),
    [
        (("n",), "Note on san1"),
        (("b",), "blocked, because"),
        (("W", "image"), "Paste the SHA-256"),
        (("W",), "write down what"),
        (("X", "ex1"), "To go on, type san1"),
    ],
)
async def test_what_looks_like_a_password_is_not_shown_once_it_is_no_answer(
    plan: Path, keys: tuple[str, ...], asks: str
) -> None:
    async with at_console(plan, size=(100, 24)) as operator:
        key, *answers = keys
        await operator.press(key)
        for answer in answers:
            await operator.type(answer)
        await operator.sees(asks)
        await operator.type(SECRET)
        await operator.pilot.pause()
        assert SECRET.lower() not in "".join(operator.screen).lower()
        await operator.press("escape", "m")
        assert SECRET.lower() not in "".join(operator.screen).lower()
        assert [] == operator.acts


async def test_the_name_of_an_account_that_all_know_is_shown(plan: Path) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.press("o")
        await operator.type("root")
        await operator.sees('"root" is a shared account')
