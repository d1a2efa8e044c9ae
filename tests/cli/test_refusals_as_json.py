"""A refusal with `--json` is one object on stdout, in English, with the exit code; what stderr says
stays as it is."""

from collections.abc import Callable

import pytest

from chwapi_console.cli.line import main
from chwapi_console.cli.verbs import verb_queue
from cli.command_line import CommandLine


@pytest.mark.parametrize(
    ("code", "words", "error"),
    [
        (1, ["take", "nobody"], 'There is no server "nobody" in the plan.'),
        (1, ["services", "--site", "mars"], 'There is no site "mars" in the plan.'),
        (1, ["mark", "san1", "blocked"], "Say why it is blocked, with --reason."),
        (
            1,
            ["mark", "san1", "blocked", "--reason", " "],
            "--reason is blank. Write TEXT there, or leave it out.",
        ),
        (2, ["mrk"], 'There is no verb "mrk". Did you mean "mark"?'),
        (2, ["queue", "--tier", "9"], "a whole number from 1 to 5 is expected"),
        (2, ["mark", "san1"], "A server or a state is missing"),
        (2, ["mark", "san1", "foo"], "A state is one of unknown, clean, compromised,"),
        (3, ["mark", "san1", "verified"], "only what is restored can be verified"),
        (3, ["pin", "mail", "--reason", "pay day"], "Say --yes to go on without being asked."),
        (4, ["--read-only", "take", "san1"], "Read-only, as asked."),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_whatever_is_refused_a_script_reads_why_in_english_and_the_code(
    here: CommandLine, language: str, code: int, words: list[str], error: str
) -> None:
    answer = here.typed("--lang", language, "--json", *words)
    assert (code, code) == (answer.code, answer.json["exit"])
    assert {"schema", "error", "exit"} == answer.json.keys()
    assert error in answer.json["error"]
    assert answer.err.strip()
    assert (answer.json["error"] in answer.err) == (language == "en")


def test_the_variable_asks_for_it_too(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHWAPI_JSON", "1")
    assert 2 == here.typed("mrk").json["exit"]


def test_what_stands_behind_two_hyphens_is_text_and_asks_for_nothing(here: CommandLine) -> None:
    assert "" == here.typed("note", "nobody", "--", "--json").out
    assert "" == here.typed("take", "nobody").out


def test_a_plan_that_is_refused_comes_with_all_its_faults(here: CommandLine) -> None:
    here.plan.write_text(here.plan.read_text().replace('["san1"]', '["san9"]'))
    refused, checked = here.typed("queue", "--json"), here.typed("check", "--json")
    assert (1, 1) == (refused.code, refused.json["exit"])
    assert checked.json["faults"] == refused.json["faults"] != []


def test_a_failure_that_nobody_foresaw_and_an_interruption_are_objects_too(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, code in ((ZeroDivisionError("hunter2"), 70), (KeyboardInterrupt(), 130)):
        monkeypatch.setattr(verb_queue, "queue", _raising(error))
        answer = here.typed("queue", "--json")
        assert (code, code) == (answer.code, answer.json["exit"])
        assert "hunter2" not in answer.out
        assert answer.json["error"]


def test_a_result_that_is_itself_an_answer_of_no_stays_the_only_object(here: CommandLine) -> None:
    answer = here.typed("audit", "--json", "--head", "0000-0000-0000-0")
    assert answer.code != 0
    assert 1 == len(answer.lines)


def _raising(error: BaseException) -> Callable[..., int]:
    def fail(*_: object) -> int:
        raise error

    return fail


def test_the_codes_are_those_of_the_text_form(here: CommandLine) -> None:
    for words in (
        ["take", "nobody"],
        ["mrk"],
        ["mark", "san1", "verified"],
        ["--read-only", "take", "san1"],
    ):
        assert here.typed(*words).code == here.typed(*words, "--json").code
    assert main.DONE == here.done("queue", "--json").code
