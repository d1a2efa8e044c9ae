"""Steps of runbooks have names and meanings in the reader's language; a plan may give its own."""

import tomllib
from pathlib import Path

import pytest

from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.proposals.proposal import RUNBOOKS
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.acts.open_steps import deed_in_full
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.things.step_words import (
    USUAL,
    step_called,
    step_meaning,
    step_name,
    step_terms,
)
from chwapi_console.recovery.words.things.steps_for import next_step_words
from chwapi_console.text import ENGLISH, language
from hospitals import NOW, record_of, standing_event

SHIPPED = Path(__file__).parents[4] / "inventory.toml"
PLAN = """
schema = 1
[incident]
name = "Nuit"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[servers]
a = { site = "imc", role = "Base", runbook = "sql" }
[runbooks.sql]
steps = ["isolate", "hunt", "call-anne", "cable"]
[steps.hunt]
name = "Chasse"
[steps.call-anne]
name = "Appeler l'éditeur"
meaning = "Le numéro est au tableau."
"""


def test_every_step_of_the_shipped_plan_and_of_a_new_one_has_a_name_and_a_meaning() -> None:
    shipped = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["runbooks"].values()
    steps = {step for runbook in shipped for step in runbook["steps"]} | {
        step for steps in RUNBOOKS.values() for step in steps
    }
    assert set() == steps - USUAL.keys()


@pytest.mark.parametrize("code", ["en", "fr"])
def test_names_and_meanings_are_translated_and_told_apart(code: str) -> None:
    t = language(code)
    names, meanings = (
        [t(name) for name, _ in USUAL.values()],
        [t(meaning) for _, meaning in USUAL.values()],
    )
    assert len(names) == len(set(names))
    assert all(len(name) <= 26 for name in names)
    assert all(len(meaning) <= 100 for meaning in meanings)
    if code == "fr":
        assert [] == [
            meaning for meaning in meanings if meaning in [ENGLISH(m) for _, m in USUAL.values()]
        ]


def test_a_plan_may_name_its_own_steps_and_the_program_names_the_rest() -> None:
    plan, t = parse(PLAN, Path("p.toml")).plan, language("fr")
    assert ["isoler", "Chasse", "Appeler l'éditeur", "cable"] == [
        t(step_name(plan, s)) for s in plan.steps_of("a")
    ]
    assert "Le numéro est au tableau." == step_meaning(plan, "call-anne")
    assert "Search for" in ENGLISH(step_meaning(plan, "hunt"))
    assert "" == step_meaning(plan, "cable")


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("hunt", "hunt"),
        ("chasse", "hunt"),
        ("ISOLER", "isolate"),
        ("isolate", "isolate"),
        ("appeler l'editeur", "call-anne"),
        ("2", "2"),
        ("nothing", "nothing"),
    ],
)
def test_a_step_is_known_by_its_names_in_both_languages(typed: str, step: str) -> None:
    plan = parse(PLAN, Path("p.toml")).plan
    assert step == step_called(plan, "a", typed, language("fr"))


def test_news_and_log_call_a_step_as_the_plan_does() -> None:
    event = standing_event("a", 1, "a", Standing(), kind="step.done")._replace(
        data={"step": "hunt", "after": "done"}
    )
    there = view(parse(PLAN, Path("inventory.toml")).plan, record_of([event]), NOW)
    assert "step Chasse done" in str(told(event, there))
    assert "step Chasse done" in str(deed_in_full(there, event))
    assert "step Chasse done" not in str(told(event))


TERMS = (
    PLAN
    + """
[steps.cable]
time = "30m"
holder = "network"
result = "text"
required = true
[steps.own]
holder = "supplier"
"""
)


def test_the_terms_of_a_step_say_how_long_it_takes_who_does_it_and_what_comes_of_it() -> None:
    plan = parse(TERMS.replace('"cable"]', '"cable", "own"]'), Path("plan.toml")).plan
    assert str(step_terms(plan, "a", "cable")).startswith(
        "required · 30 min · network · gives a text"
    )
    assert "supplier" == str(step_terms(plan, "a", "own"))
    assert "Le numéro est au tableau." == str(step_terms(plan, "a", "call-anne"))


def test_the_next_step_is_told_with_who_does_it_where_the_plan_says() -> None:
    told = [
        str(next_step_words(view(parse(text, Path("plan.toml")).plan, record_of([]), NOW), "a"))
        for text in (
            PLAN,
            PLAN.replace("[steps.hunt]", '[steps.isolate]\nholder = "network"\n[steps.hunt]'),
        )
    ]
    assert told[0].startswith("a: ")
    assert f"{told[0]} (network)" == told[1]
