"""People type the words they say; the right state is offered for them, in English and in French."""

import pytest

from chwapi_console.cli.verbs.state_words import MEANT
from chwapi_console.recovery.acts.marks import STATES
from cli.command_line import CommandLine


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("fixed", '"restored"'),
        ("done", '"restored"'),
        ("réparé", '"restored"'),
        ("REPARE", '"restored"'),
        ("restauré", '"restored"'),
        ("fini", '"restored"'),
        ("back", '"restored"'),
        ("ok", '"restored" or "clean"'),
        ("up", '"restored" or "clean"'),
        ("infected", '"compromised"'),
        ("hit", '"compromised"'),
        ("broken", '"compromised"'),
        ("chiffré", '"compromised"'),
        ("bloqué", '"blocked"'),
        ("vérifié", '"verified"'),
        ("restord", '"restored"'),
        ("restored.", '"restored"'),
    ],
)
def test_the_state_that_a_word_means_is_offered(
    here: CommandLine, typed: str, offered: str
) -> None:
    answer = here.typed("mark", "san1", typed)
    assert (2, "") == (answer.code, answer.out)
    assert f'There is no state "{typed}". Did you mean {offered}?' in answer.err


def test_only_states_are_offered() -> None:
    assert {state for states in MEANT.values() for state in states} <= set(STATES)
    assert not set(MEANT) & set(STATES)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("restauré", "restored"),
        ("restaure", "restored"),
        ("RESTAURÉ", "restored"),
        ("Restored", "restored"),
        ("compromis", "compromised"),
        ("sain", "clean"),
        ("inconnu", "unknown"),
        ("bloque", "blocked"),
    ],
)
def test_the_words_of_the_screen_are_taken_in_the_operators_language(
    here: CommandLine, typed: str, state: str
) -> None:
    here.done("mark", "dc2", typed, "--reason", "x", "--lang", "fr")
    assert state == here.state("dc2")
