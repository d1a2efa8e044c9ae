"""What the console says: what counts stands first, nothing is lost at the edge, and what is no
longer so is no longer said."""

from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.console.control.outcome import news, news_in_full, outcome, outcome_in_full
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from chwapi_console.text import language
from console.driver import at_console
from hospitals import HEAD, MEANT

KEYS = {"server.restored": "d", "act.undo": "u"}.__getitem__
LONG = (
    "the controller was ordered from the second supplier, who brings it on Thursday before "
    "noon, at the back gate"
)


async def test_a_message_too_long_for_the_line_is_cut_with_an_ellipsis_and_shown_whole_until_the_next_key(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.type(LONG)
        await operator.sees("san1 blocked (the controller")
        assert operator.row("back gate)")
        await operator.press("home")
        assert not operator.row("back gate)")
        assert operator.screen[-2].endswith("…")


async def test_a_command_that_a_message_ends_with_is_never_cut(plan: Path) -> None:
    other = Session(plan, operator="bartholomew-of-the-night-shift")
    other.acts.take(["anes1"])
    other.close()
    async with at_console(plan, size=(64, 24), lang="fr") as operator:
        await operator.sees("anes1")
        await operator.until(lambda: not operator.cursor_line.startswith(">  Qui"), "no list")
        while "anes1" not in operator.cursor_line:
            await operator.press("down")
        await operator.press("t")
        await operator.sees("relève")
        said = " ".join(" ".join(operator.screen).split())
        assert "handover accept --take anes1." in said
        await operator.press("home")
        assert "" != operator.screen[-2]
        assert operator.screen[-2].removesuffix("…").split()[-1] in said.split()


async def test_a_long_message_stands_once(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.type(LONG)
        await operator.sees("san1 blocked (the controller")
        assert 1 == sum("san1 blocked (the controller" in line for line in operator.screen)
        assert "" == operator.screen[-2]


async def test_a_long_question_stands_once_with_its_keys_below(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.mark(["san1"], "blocked", Remarks(reason=LONG))
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "d")
        await operator.sees("blocked: the controller")
        assert 1 == sum("blocked: the controller" in line for line in operator.screen)
        assert " Mark san1 restored all the same? (y/n)" == operator.screen[-2]
        await operator.press("escape", "home", "w", "x")
        assert operator.screen[-2].startswith(" Answer:  x")


@pytest.mark.parametrize(("lang", "keys"), [("en", "(y/n)"), ("fr", "(o/n)")])
@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_a_question_that_is_longer_than_the_line_names_its_keys_in_the_line_too(
    plan: Path, lang: str, keys: str, size: tuple[int, int]
) -> None:
    async with at_console(plan, lang=lang, size=size) as operator:
        await operator.press("n")
        await operator.type(LONG * 3)
        await operator.press("b")
        await operator.type(LONG * 3)
        await operator.press("u")
        assert not operator.app.dialogue.prompt.asking or keys in operator.screen[-2]
        operator.looks(40)
        await operator.press("u")
        assert operator.app.dialogue.prompt.asking
        assert keys in operator.screen[-2]


async def test_a_long_question_names_in_french_too_the_key_that_answers_it(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.mark(["san1"], "blocked", Remarks(reason=LONG))
    other.close()
    async with at_console(plan, lang="fr") as operator:
        await operator.press("home", "d")
        await operator.sees("Or : bloqué")
        assert " Marquer san1 « restauré » quand même ? (o/n)" == operator.screen[-2]
        await operator.press("o")
        await operator.sees("san1 restauré")


@pytest.mark.parametrize("size", [(20, 5), (30, 8), (40, 13)])
async def test_questions_and_messages_can_be_read_on_a_very_small_screen(
    plan: Path, size: tuple[int, int]
) -> None:
    line = -1 if size[1] < 8 else -2
    async with at_console(plan, size=size) as operator:
        await operator.press("b")
        assert "san1: blocked" in " ".join(operator.screen)
        await operator.press("n", "o")
        assert operator.screen[line].endswith(" no")
        await operator.press("escape", "c")
        assert "Mark san1 clean all the same? (y/n)" in " ".join(" ".join(operator.screen).split())
        assert " Answer (y/n):" == operator.screen[line]
        await operator.press("escape", "a", "e", "x")
        assert operator.screen[line].startswith(" san1")


async def test_what_is_open_is_cut_last_on_a_very_small_screen(plan: Path) -> None:
    async with at_console(plan, size=(40, 12)) as operator:
        await operator.press("down", "d")
        screen = " ".join(" ".join(operator.screen).split())
        assert "But: 3 of 3 steps open, nobody took it and waits for san1." in screen
        assert "Mark sql1 restored all the same? (y/n)" in screen
        assert 1 == screen.count("same? (y/n)")


async def test_all_messages_can_be_read_again_in_full(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.type(LONG)
        await operator.sees("san1 blocked (")
        await operator.press("t", "m")
        assert operator.row("back gate)")
        assert operator.row("Latest messages")


def test_what_came_up_is_named_before_anything_is_counted(plan: Path) -> None:
    session = Session(plan, operator="oncall-1")
    session.acts.mark(["san1"], "restored", MEANT)
    before = session.look()
    events = session.acts.mark(["sql1"], "restored", MEANT)
    after = session.look()
    session.close()
    t = language("en")
    assert "sql1 restored (0 of 3 steps ticked). Up: Bloc IMC and PACS" == outcome(
        events, before, after, 60, t, KEYS
    )
    with_undo = "sql1 restored (0 of 3 steps ticked; u takes that back). Bloc IMC and PACS are up."
    assert with_undo == outcome(events, before, after, 90, t, KEYS)
    assert with_undo.replace("; u takes that back", "") == outcome(
        events, before, after, 80, t, KEYS
    )
    assert "oncall-1: sql1 restored (0 of 3 steps ticked). Up: Bloc IMC and PACS" == news(
        events, before, after, 20, t
    )
    assert "sql1 restored (0 of 3 steps ticked). No longer up: Bloc IMC and PACS" == outcome(
        events, after, before, 20, t, KEYS
    )
    assert "oncall-1: sql1 restored (0 of 3 steps ticked) (+1 more)" == news(
        [*events, *events], before, before, 20, t
    )


async def test_restoring_what_is_not_ready_says_so(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "d")
        await operator.sees(
            "service back up. But: 3 of 3 steps open, nobody took it and waits for san1."
        )
        await operator.sees("took it and waits for san1.")
        await operator.press("y")
        await operator.sees(
            "sql1 restored (0 of 3 steps ticked; waits for san1; u takes that back)"
        )


async def test_restoring_what_another_has_in_hand_asks_first(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["san1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "d")
        await operator.sees(
            "san1 restored: that brings no service back up. But: bob has had it since"
        )
        await operator.press("escape")
        assert [("bob", "restoring", "san1")] == operator.acts
        await operator.press("d", "d", "y")
        await operator.sees("san1 restored")


async def test_a_name_of_one_letter_is_refused(plan: Path) -> None:
    async with at_console(plan, operator="") as operator:
        await operator.type("t")
        await operator.sees('"t" is too short for a name.')
        await operator.type("dba")
        await operator.sees("Acts are now written as dba.")


async def test_an_act_goes_on_once_the_name_is_given(plan: Path) -> None:
    async with at_console(plan, operator="") as operator:
        await operator.press("escape", "t")
        await operator.sees("goes on with: Take san1:")
        await operator.type("dba")
        await operator.sees("san1 taken")
        await operator.press("o", "escape", "d")
        await operator.sees("san1 restored")
        assert [("dba", "restoring", "san1"), ("dba", "restored", "san1")] == operator.acts


async def test_the_reason_is_asked_after_the_name(plan: Path) -> None:
    async with at_console(plan, operator="") as operator:
        await operator.press("escape")
        await operator.burst("b")
        await operator.type("dba")
        await operator.type("no key")
        await operator.sees("san1 blocked (no key)")


async def test_something_unforeseen_is_said_until_a_look_goes_well(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_console(plan) as operator:
        real, broken = Session.look, True

        def look(session: Session) -> object:
            if broken:
                raise RecursionError("plan")
            return real(session)

        monkeypatch.setattr(Session, "look", look)
        await operator.sees("Something went wrong: nobody foresaw why; what is known of it is in")
        broken = False
        plan.write_text(
            plan.read_text(encoding="utf-8").replace("Exercice de nuit", "Exercice de jour"),
            encoding="utf-8",
        )
        await operator.sees("Exercice de jour")
        await operator.no_longer_sees(
            "Something went wrong: nobody foresaw why; what is known of it is in"
        )


async def test_a_refusal_is_not_hidden_by_the_act_it_names(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chwapi_console.console.known.session_thread.POLL", 60.0)
    async with at_console(plan) as operator:
        other = Session(plan, operator="bob")
        other.acts.take(["san1"])
        other.close()
        await operator.press("t")
        await operator.sees("bob is restoring san1 since")
        await operator.pilot.pause(0.1)
        assert operator.row("Ask bob to let go")
        assert "by bob" in operator.row("san1  ")


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["t Take", "d Restored", "↵ Open", "u Undo", "? Help", "q Quit"]),
        ("fr", ["t Prendre", "d Rest", "↵ Ouvrir", "u Annuler", "? Aide", "q Quitter"]),
    ],
)
async def test_the_keys_that_are_needed_most_are_named_at_80_columns(
    plan: Path, lang: str, wanted: list[str]
) -> None:
    async with at_console(plan, lang=lang) as operator:
        assert [] == [words for words in wanted if words not in operator.screen[-1]]


async def test_each_place_names_the_keys_that_are_useful_there(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "enter")
        assert "␣ Tick" in operator.screen[-1]
        assert "Esc Back" in operator.screen[-1]
        await operator.press("2")
        assert "Take" not in operator.screen[-1]
        assert "1 Queue" in operator.screen[-1]
        await operator.press("question_mark")
        assert operator.screen[-1].startswith(" Esc Back")


async def test_the_top_line_names_the_incident_and_the_journal_at_80_columns(plan: Path) -> None:
    named = plan.read_text(encoding="utf-8").replace("Exercice de nuit", "Cyberattaque CHwapi")
    plan.write_text(named, encoding="utf-8")
    async with at_console(plan) as operator:
        assert "Cyberattaque… " in operator.screen[0]
        assert operator.screen[0].endswith("journal ok") or operator.screen[0].endswith(
            "journal: ok"
        )


async def test_a_page_longer_than_the_screen_says_how_much_lies_below(plan: Path) -> None:
    async with at_console(plan, size=(80, 16)) as operator:
        await operator.press("question_mark")
        assert "more lines ↓" in operator.screen[1]
        await operator.press("end")
        assert "↓" not in operator.screen[1]


async def test_a_page_uses_the_whole_width_of_a_wide_screen(plan: Path) -> None:
    async with at_console(plan, size=(160, 50)) as operator:
        assert operator.row("│")
        await operator.press("enter")
        await operator.no_longer_sees("│")
        await operator.press("question_mark")
        assert not operator.row("│")


async def test_the_messages_name_all_that_the_line_only_counts(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("asterisk", "d", "y")
        await operator.sees("and 2 more are up")
        await operator.press("m")
        text = " ".join(line.strip() for line in operator.screen[2:10])
        assert all(
            f"{server} restored" in text for server in ("san1", "sql1", "anes1", "ex1", "dc1")
        )
        assert "more" not in text


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_on_the_smallest_screen_states_are_whole_and_the_key_of_the_help_stands(
    plan: Path, lang: str
) -> None:
    async with at_console(plan, size=(40, 12), lang=lang) as operator:
        assert (
            operator.row("san1").rstrip().endswith({"en": "compromised", "fr": "compromis"}[lang])
        )
        assert " ? " in operator.screen[-1]


def test_sentences_that_follow_one_another_have_one_full_stop_each(tmp_path: Path) -> None:
    path = tmp_path / "inventory.toml"
    path.write_text(
        HEAD
        + """[services]
bloc = { name = "Bloc", site = "imc", tier = 1, needs = ["s1"] }
lab = { name = "Lab", site = "imc", tier = 2, needs = ["s1"], soft = ["s2"] }
mail = { name = "Mail", site = "imc", tier = 4, needs = ["s1"], soft = ["s3"] }
[servers]
s1 = { site = "imc", role = "App", restore = "1h", state = "compromised" }
s2 = { site = "imc", role = "App", restore = "1h", state = "compromised" }
s3 = { site = "imc", role = "App", restore = "1h", state = "compromised" }
"""
    )
    session = Session(path, operator="oncall-1")
    before = session.look()
    events = session.acts.mark(["s1"], "restored", MEANT)
    after = session.look()
    session.close()
    t, came = (
        language("en"),
        "s1 restored. Bloc is up. Lab is up, without s2. Mail is up, without s3.",
    )
    with_undo = came.replace("restored.", "restored (u takes that back).")
    assert [with_undo, came, f"oncall-1: {came}"] == [
        outcome(events, before, after, 500, t, KEYS),
        outcome_in_full(events, before, after, t),
        news_in_full(events, before, after, t),
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "san1 restored (u takes that back)"), ("fr", "san1 restauré (u annule)")],
)
async def test_what_an_act_did_goes_along_to_the_page_that_enter_opens_and_back(
    plan: Path, lang: str, said: str
) -> None:
    async with at_console(plan, lang=lang) as operator:
        await operator.press("home", "d", "y")
        await operator.sees(said)
        await operator.press("enter")
        assert said in operator.screen[-2]
        await operator.press("escape", "4")
        assert said in operator.screen[-2]


async def test_what_an_act_did_long_ago_stays_where_it_was_done(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chwapi_console.console.control.asking.dialogue.STAYS", timedelta(0))
    async with at_console(plan) as operator:
        await operator.press("home", "t")
        await operator.sees("san1 taken (u takes that back)")
        await operator.press("enter")
        assert "san1 taken" not in operator.screen[-2]


async def test_an_undo_does_not_say_that_undo_takes_it_back(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("home", "t")
        await operator.sees("san1 taken (u takes that back)")
        await operator.press("u")
        await operator.sees("undo")
        assert "takes that back" not in operator.screen[-2]


@pytest.mark.parametrize(
    ("lang", "asked", "hint"),
    [
        (
            "en",
            " Answer y or n. Mark san1 restored all the same? (y/n)",
            "y …: it counts in 2 s",
        ),
        (
            "fr",
            " Répondez o ou n. Marquer san1 « restauré » quand même ? (o/n)",
            "y … : compte dans 2 s",
        ),
    ],
)
async def test_a_question_is_whole_where_something_is_said_before_it(
    plan: Path, lang: str, asked: str, hint: str
) -> None:
    async with at_console(plan, lang=lang) as operator:
        await operator.press("home", "d")
        operator.looks()
        await operator.press_fast("d")
        operator.looks(1.0)
        await operator.press_fast("y")
        await operator.sees(hint)
        assert operator.screen[-2].endswith(asked)
        assert [] == operator.acts
