"""`mine`, `conflict` and `ready` are words of the filter in every view, in both languages; Back
returns to the very row."""

from pathlib import Path

import pytest

from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from console.driver import at_console


async def test_mine_shows_what_i_have_in_hand_and_what_waits_for_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("slash", *"mine", "enter")
        await operator.sees("Queue: 5 servers to go, 1 shown · filter: mine")
        await operator.press("2", "slash", *"mine", "enter")
        assert operator.row("Bloc IMC")
        assert not operator.row("Mail")


async def test_mine_in_the_journal_is_what_i_did(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["anes1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "t")
        await operator.sees("san1 taken")
        await operator.press("4", "slash", *"mine", "enter")
        await operator.sees("san1 taken")
        assert not operator.row("anes1 taken")
        await operator.press("slash", *"zzz", "enter")
        await operator.sees("No event matches the filter.")


async def test_ready_shows_what_can_be_gone_on_with(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"ready", "enter")
        assert operator.row("san1")
        assert not operator.row("sql1 ")


async def test_waits_shows_what_would_be_ready_sooner_and_each_service_that_misses_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"waits:san1", "enter")
        await operator.sees("1 shown · filter: waits:san1")
        assert operator.row("sql1 ")
        await operator.press("2", "slash", *"waits:san1", "enter")
        await operator.sees("Bloc IMC")
        assert not operator.row("Mail")


async def test_escape_in_the_field_of_a_filter_says_that_the_filter_stays(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("slash")
        await operator.sees("Échap Fermer")
        await operator.press(*"san")
        await operator.sees("Échap Quitter le champ, filtre gardé")
        await operator.press("escape")
        await operator.sees("filtre : san")


async def test_the_words_are_understood_in_french_too(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("t")
        await operator.sees("san1 ")
        await operator.press("slash", *"mine", "enter")
        await operator.stands_on("san1")
        assert not operator.row("anes1")


@pytest.mark.parametrize("view", ["1", "2", "3", "4"])
async def test_back_returns_to_the_very_row_in_every_view(plan: Path, view: str) -> None:
    text = plan.read_text(encoding="utf-8").replace('state = "clean"', 'state = "unknown"')
    plan.write_text(text, encoding="utf-8")
    other = Session(plan, operator="bob")
    other.acts.take(["san1"])
    other.acts.note("anes1", "seen")
    other.close()
    async with at_console(plan, size=(80, 14)) as operator:
        await operator.press(view, "down")
        before = operator.screen[2:-4]
        await operator.press("enter", "down", "m", "down", "escape", "escape")
        assert before == operator.screen[2:-4]


async def test_waits_that_finds_no_server_says_how_many_services_wait_and_where_they_are_seen(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"waits:anes1", "enter")
        await operator.sees("Nothing here has waits:anes1.")
        await operator.sees("1 service waits for it: the same filter in the services (2) shows it.")
        await operator.press("escape", "slash", *"waits:nobody", "enter")
        await operator.sees("Nothing here has waits:nobody.")
        assert not operator.row("waits for it")


@pytest.mark.parametrize("word", ["état:bloqué", "SITE:Nîmes"])
async def test_a_filter_is_told_as_it_was_typed(plan: Path, word: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("slash")
        await operator.type(word)
        await operator.sees(f"Rien ici n'a {word}.")


async def test_the_cursor_goes_to_a_row_that_shows_what_is_looked_for(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("home")
        await operator.stands_on("san1")
        await operator.press("slash", *"union")
        await operator.stands_on("anes1")
        await operator.press("enter")
        await operator.stands_on("anes1")


async def test_the_cursor_stays_where_no_row_shows_what_is_looked_for(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("home")
        await operator.press("slash", *"stockage")
        await operator.stands_on("san1")


async def test_waits_goes_on_through_what_is_clean_to_what_can_be_worked_on(plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace('needs = ["dc2"], state', 'needs = ["app1"], state'), encoding="utf-8"
    )
    async with at_console(plan) as operator:
        await operator.press("slash", *"waits:sql1", "enter")
        await operator.sees("1 shown · filter: waits:sql1")
        await operator.sees("Waits for app1 (clean, waits for sql1).")


async def test_state_blocked_shows_the_services_that_hang_on_a_blocked_server(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.mark(["anes1"], "blocked", Remarks("no disks"))
    other.close()
    async with at_console(plan) as operator:
        await operator.press("2", "slash", *"state:blocked", "enter")
        assert operator.row("Bloc Union")
        assert not operator.row("Bloc IMC")


async def test_long_words_of_the_plan_and_of_a_filter_are_cut_nowhere(plan: Path) -> None:
    fallback = (
        "dossier papier, puis appel au bloc toutes les quinze minutes, enfin un coursier par étage"
    )
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("dossier papier", fallback), encoding="utf-8"
    )
    async with at_console(plan) as operator:
        await operator.press("2", "enter")
        await operator.sees("Meanwhile: dossier papier")
        assert operator.row("un coursier par étage.")
        for view in "14":
            await operator.press(view, "slash", *f"attend{'ent' * 9}:x", "enter")
            assert operator.row("state: and waits:.")


@pytest.mark.parametrize("typed", ["operatoire", "OPERATOIRE", "Opératoire"])
@pytest.mark.parametrize("view", ["1", "2"])
async def test_neither_accents_nor_capitals_count(plan: Path, typed: str, view: str) -> None:
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("Bloc IMC", "Bloc opératoire"), encoding="utf-8"
    )
    async with at_console(plan) as operator:
        await operator.press(view, "slash", *typed, "enter")
        assert operator.row("Bloc opératoire")


async def test_neither_accents_nor_ligatures_count_in_the_journal(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("home", "n")
        await operator.paste("Écran du bloc : main-d'œuvre attendue")
        await operator.press("enter", "4", "slash", *"ecran oeuvre", "enter")
        await operator.sees("Journal: 1 of… · filter: ecran oeuvre")


async def test_the_help_finds_keys_by_their_words(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("question_mark", "slash", *"confier", "enter")
        assert operator.row("Confier à quelqu'un").strip().startswith("f ")
        assert not operator.row("Lâcher")
        await operator.press("escape")
        assert operator.row("Lâcher, ou débloquer")
        await operator.press("slash", *"zzz", "enter")
        await operator.sees("Aucune touche ne passe le filtre.")


@pytest.mark.parametrize(
    ("typed", "key", "label"),
    [
        ("noter", "n", "Note"),
        ("bloquer", "b", "Bloqué"),
        ("restaurer", "d", "Restauré"),
        ("annulation", "u", "Annuler"),
        ("lacher", "x", "Lâcher"),
        ("virus", "i", "Compromis"),
        ("chercher", "/", "Filtrer"),
        ("numero zzz", "", ""),
    ],
)
async def test_the_help_finds_keys_by_what_people_look_for(
    plan: Path, typed: str, key: str, label: str
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("question_mark", "slash", *typed, "enter")
        if key:
            assert operator.row(label).strip("> ").startswith(f"{key} ")
        else:
            await operator.sees("Aucune touche ne passe le filtre.")


@pytest.mark.parametrize(
    ("typed", "key", "label"),
    [("cancel", "u", "Undo"), ("blocking", "b", "Blocked"), ("search", "/", "Filter")],
)
async def test_the_help_finds_keys_in_english_by_other_words_too(
    plan: Path, typed: str, key: str, label: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("question_mark", "slash", *typed, "enter")
        assert operator.row(label).strip("> ").startswith(f"{key} ")


@pytest.mark.parametrize(("lang", "word"), [("en", "compromised"), ("fr", "compromis")])
async def test_a_state_is_found_by_the_word_that_its_row_shows(
    plan: Path, lang: str, word: str
) -> None:
    async with at_console(plan, lang=lang) as operator:
        assert word in operator.row("san1")
        await operator.press("slash", *word, "enter")
        await operator.sees(f"filter: {word}" if lang == "en" else f"filtre : {word}")
        assert operator.row("san1")


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "6 shown, 1 of them done"), ("fr", "affichés, dont 1 fini ·")]
)
async def test_each_number_of_what_a_filter_shows_has_its_own_plural(
    plan: Path, lang: str, said: str
) -> None:
    async with at_console(plan, lang=lang) as operator:
        await operator.press("slash", *"p")
        await operator.sees(said)
