"""`wait`: 0 once it is so, 1 when the time is over, and a sentence for what can never be so."""

import json

import pytest

from chwapi_console.cli.verbs.verb_wait import POLL
from cli.command_line import PATIENCE, CommandLine


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (["pacs", "up"], "up"),
        (["PACS".lower(), "UP"], "up"),
        (["san1", "restored"], "restored"),
        (["san1", "up"], "restored"),
        (["app1", "restored"], "clean"),
        (["app1", "up", "--timeout", "2h"], "clean"),
    ],
)
def test_what_is_so_already_ends_it_at_once(
    here: CommandLine, words: list[str], state: str
) -> None:
    here.done("mark", "san1", "dc2", "sql1", "restored")
    told = here.done("wait", *words, "--json").json
    assert (words[0], True, state) == (told["id"], told["met"], told["state"])
    assert here.done("wait", *words).lines[0].startswith(f"{words[0]}: ")


@pytest.mark.parametrize(
    "words",
    [["pacs", "up"], ["san1", "restored"], ["san1", "up"], ["app1", "up"]],
)
def test_what_is_not_so_when_the_time_is_over_ends_with_1(
    here: CommandLine, words: list[str]
) -> None:
    answer = here.typed("wait", *words, "--timeout", "0s")
    assert (1, "") == (answer.code, answer.out)
    assert answer.err.startswith(f"The time is over: {words[0]} is ")
    told = here.typed("wait", *words, "--timeout", "0s", "--json")
    assert (1, False) == (told.code, told.json["met"])


def test_a_restored_server_on_a_dead_one_is_restored_and_not_up(here: CommandLine) -> None:
    here.done("mark", "sql1", "restored")
    assert 0 == here.typed("wait", "sql1", "restored", "--timeout", "0s").code
    assert 1 == here.typed("wait", "sql1", "up", "--timeout", "0s").code


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["bloc", "restored"], 1, "bloc is a service: it is up or not, and never restored."),
        (["blok", "up"], 1, 'There is no server or service "blok" in the plan.'),
        (["san1", "down"], 2, 'wait takes up or restored, not "down".'),
        (["san1", "restord"], 2, 'wait takes up or restored, not "restord". Did you mean'),
        (["san1", "up", "--timeout", "soon"], 2, "a time such as 30s, 15m or 2h"),
        (["san1", "up", "--timeout", "-5s"], 2, ""),
        (["san1", "up", "--timeout", "²s"], 2, "a time such as 30s, 15m or 2h"),
        (["san1"], 2, ""),
    ],
)
def test_what_can_never_be_so_is_refused_with_a_sentence(
    here: CommandLine, words: list[str], code: int, said: str
) -> None:
    answer = here.typed("wait", *words)
    assert (code, "") == (answer.code, answer.out)
    assert said in answer.err
    assert answer.err.strip()


def test_the_words_of_the_screen_are_taken_in_french(here: CommandLine) -> None:
    here.done("mark", "san1", "restored")
    assert 0 == here.typed("wait", "san1", "restauré", "--lang", "fr").code


def test_it_ends_when_somebody_else_makes_it_so(here: CommandLine) -> None:
    waiter = here.start("wait", "san1", "restored", "--json", "--timeout", "10m")
    here.done("mark", "san1", "restored")
    out, err = waiter.communicate(timeout=PATIENCE)
    assert (0, "") == (waiter.returncode, err)
    assert json.loads(out)["met"] is True


def test_it_sleeps_between_two_looks_and_an_interruption_ends_it_with_130(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("chwapi_console.cli.verbs.verb_wait.time.sleep", sleep)
    answer = here.typed("wait", "pacs", "up")
    assert (130, "", [POLL] * 3) == (answer.code, answer.out, slept)
    assert answer.err in ("", "Interrupted.\n")
