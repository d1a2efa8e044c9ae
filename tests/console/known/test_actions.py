"""The registry of actions: every key once, every action done by the app, no act on a key that a
torn sequence can produce."""

from pathlib import Path

from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.console.app import Console
from chwapi_console.console.control.acts.end_acts import EndActs
from chwapi_console.console.control.acts.evidence_acts import EvidenceActs
from chwapi_console.console.control.acts.found_acts import FoundActs
from chwapi_console.console.control.acts.operator_prompt import OperatorPrompt
from chwapi_console.console.control.acts.server_acts import ServerActs
from chwapi_console.console.control.acts.service_acts import ServiceActs
from chwapi_console.console.control.acts.subject_acts import SubjectActs
from chwapi_console.console.control.acts.telling_acts import TellingActs
from chwapi_console.console.control.comparing import Comparing
from chwapi_console.console.control.navigation import Navigation
from chwapi_console.console.known.actions import ACTING, ACTIONS
from chwapi_console.console.known.keymap import TORN, keymap
from chwapi_console.console.known.sought_words import SOUGHT
from chwapi_console.console.views.help_view import help_rows
from chwapi_console.text import LANGUAGES, language

DOERS = (
    Comparing,
    FoundActs,
    Navigation,
    EndActs,
    EvidenceActs,
    ServerActs,
    ServiceActs,
    SubjectActs,
    TellingActs,
    OperatorPrompt,
    Console,
)
README = Path(__file__).parents[3] / "README.md"


def test_every_key_does_one_thing() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert sorted(set(keys)) == sorted(keys)


def test_every_action_has_its_method() -> None:
    assert [] == [
        action.id for action in ACTIONS if sum(hasattr(doer, action.method) for doer in DOERS) != 1
    ]


def test_no_act_lies_on_a_key_that_a_torn_escape_sequence_can_produce() -> None:
    assert set() == {key for action in ACTING for key in action.keys} & TORN


def test_the_help_names_every_action_in_both_languages() -> None:
    for code in LANGUAGES:
        t = language(code)
        lines = "\n".join(row.text for row in help_rows(80, t, keymap()))
        text = " ".join(lines.split())
        assert [] == [
            action.id for action in ACTIONS if " ".join(t(action.label).split()) not in text
        ]


def test_every_action_is_found_in_the_help_by_other_words_too() -> None:
    assert sorted(SOUGHT) == sorted(action.id for action in ACTIONS)


def test_the_readme_names_every_verb() -> None:
    text = README.read_text(encoding="utf-8")
    assert [] == [verb for verb in VERBS if f"`{verb}" not in text]
