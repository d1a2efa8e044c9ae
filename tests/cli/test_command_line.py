"""The line itself: where options may stand, what the environment says, which language is spoken,
how help reads."""

import json
import pkgutil
import re
import shlex
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest

from chwapi_console.cli.line import verb_entries
from chwapi_console.cli.line.help import EXAMPLES
from chwapi_console.cli.line.placeholders import EXAMPLES as EXAMPLES_SAID
from chwapi_console.cli.line.placeholders import WORDS, placeholder
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.inventory.file.load import load
from chwapi_console.text import language
from cli.command_line import CommandLine

TAKES_AN_ID = {
    verb.name
    for verb in VERBS.values()
    if verb.arguments and verb.arguments[0].name in ("id", "server", "servers", "conditions")
}


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "queue", "--limit", "1"),
        ("queue", "--json", "--limit", "1"),
        ("queue", "--limit", "1", "--json"),
        ("--operator", "net", "--json", "queue", "--limit=1"),
        ("-i", "inventory.toml", "queue", "--limit", "1", "--json"),
    ],
)
def test_global_options_stand_before_the_verb_or_after_it(
    here: CommandLine, words: Sequence[str]
) -> None:
    assert ["san1"] == [e["server"] for e in here.done(*words).json["entries"]]


def test_every_global_option_has_a_variable(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.plan.rename(here.folder / "other.toml")
    monkeypatch.setenv("CHWAPI_INVENTORY", "other.toml")
    monkeypatch.setenv("CHWAPI_JOURNAL", str(here.folder / "elsewhere.journal"))
    monkeypatch.setenv("CHWAPI_OPERATOR", "ana")
    monkeypatch.setenv("CHWAPI_JSON", "1")
    here.done("take", "san1")
    assert (here.folder / "elsewhere.journal").exists()
    assert "ana" == here.done("queue").json["entries"][0]["held_by"]
    monkeypatch.setenv("CHWAPI_READ_ONLY", "yes")
    assert 4 == here.typed("drop", "san1").code
    monkeypatch.setenv("CHWAPI_JSON", "0")
    assert "Nuit blanche" in here.done("queue").lines[0]


def test_an_option_outranks_its_variable(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHWAPI_INVENTORY", "nowhere.toml")
    here.done("queue", "-i", "inventory.toml")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("queu",), 'There is no verb "queu". Did you mean "queue"?'),
        (("frobnicate",), 'There is no verb "frobnicate". See chwapi-console --help.'),
        (("queue", "--frob"), "Unrecognized arguments: --frob. See chwapi-console queue --help."),
        (
            ("queue", "--tier", "9"),
            'Argument --tier: a whole number from 1 to 5 is expected, not "9".',
        ),
        (
            ("queue", "--limit", "0"),
            'Argument --limit: a whole number from 1 is expected, not "0".',
        ),
        (("next", "--lang", "de"), "Argument --lang: invalid choice: 'de'"),
        (("--frob",), "Unrecognized arguments: --frob. See chwapi-console --help."),
    ],
)
def test_what_cannot_be_understood_is_usage(
    here: CommandLine, words: Sequence[str], sentence: str
) -> None:
    answer = here.typed(*words)
    assert (2, "") == (answer.code, answer.out)
    assert sentence in answer.err
    assert 1 == len(answer.err.splitlines())


def test_the_help_page_names_every_verb_option_and_exit_code_within_80_columns(
    here: CommandLine,
) -> None:
    lines = here.done("--help").lines
    assert all(len(line) <= 80 for line in lines)
    text = "\n".join(lines)
    for word in [
        *VERBS,
        "--inventory",
        "--read-only",
        "CHWAPI_JOURNAL",
        "NO_COLOR",
        "130",
        "inventory.journal",
    ]:
        assert word in text


def test_every_entry_of_every_room_is_a_verb_of_the_table() -> None:
    rooms = [
        import_module(f"{verb_entries.__name__}.{module.name}")
        for module in pkgutil.iter_modules(verb_entries.__path__)
    ]
    entries = [verb for room in rooms for verb in getattr(room, "VERBS", ())]
    assert sorted(entry.name for entry in entries) == sorted(VERBS)
    assert entries == [VERBS[entry.name] for entry in entries]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(here: CommandLine, verb: str) -> None:
    answer = here.done(verb, "--help")
    assert f"usage: chwapi-console {verb}" in answer.out
    assert all(f"chwapi-console {example}" in answer.out for example in VERBS[verb].examples)


def test_every_example_names_what_is_in_the_shipped_plan() -> None:
    plan = load(Path(__file__).parents[2] / "inventory.toml").plan
    known = {*plan.servers, *plan.services, *plan.sites, *plan.conditions}
    examples = [
        shlex.split(words.partition("|")[0])
        for words in (
            *(example for verb in VERBS.values() for example in verb.examples),
            *(words for words, _ in EXAMPLES),
        )
    ]
    named = [
        word
        for verb, *words in examples
        for place, word in enumerate(words)
        if (place == 0 and verb in TAKES_AN_ID and word != "on") or words[place - 1] == "--site"
    ]
    assert len(named) > 10
    assert set() == set(named) - known
    assert all(
        words[1] in plan.steps_of(words[0]) or words[1].isdecimal()
        for verb, *words in examples
        if verb == "step"
    )


def test_all_that_people_say_in_examples_and_stands_for_a_word_has_its_french() -> None:
    french = language("fr")
    for verb in VERBS.values():
        said = {word for line in verb.examples for word in re.findall('"([^"]+)"', line)}
        assert {word for word in said if re.search("[a-z]{4}.* ", word)} <= EXAMPLES_SAID.keys(), (
            verb.name
        )
        for argument in verb.arguments:
            parts = re.findall("[A-Z]+", argument.metavar) if argument.metavar not in WORDS else []
            assert set(parts) <= WORDS.keys(), argument
            assert placeholder(argument.metavar, french) != "" or not argument.metavar


@pytest.mark.parametrize("words", [["mark"], ["take"], ["queue"], ["log"]])
def test_the_help_of_a_verb_says_who_must_name_themselves(
    here: CommandLine, words: Sequence[str]
) -> None:
    assert "a shared account (root, admin) needs it" in " ".join(
        here.done(*words, "--help").out.split()
    )


def test_help_needs_no_plan(here: CommandLine) -> None:
    here.plan.unlink()
    assert here.done("--version").out.startswith("chwapi-console ")
    here.done("mark", "--help")


def test_without_a_terminal_the_queue_is_printed_and_the_console_pointed_to(
    here: CommandLine,
) -> None:
    answer = here.done()
    assert here.done("queue").out.splitlines()[1:] == answer.lines[1:]
    assert "The console needs a terminal that can draw." in answer.err
    assert "san1" == here.done("--json").json["entries"][0]["server"]


@pytest.mark.parametrize("variable", ["LANG", "LC_ALL", "CHWAPI_LANG"])
def test_the_language_changes_neither_json_nor_exit_codes(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    here.done("mark", "san1", "blocked", "--reason", "x")
    lines: Sequence[Sequence[str]] = (
        ["queue"],
        ["next"],
        ["services"],
        ["show", "sql1"],
        ["show", "bloc"],
        ["log"],
        ["check"],
    )
    english = [_without_forecast_times(here.done(*words, "--json").out) for words in lines]
    monkeypatch.setenv(variable, "fr")
    assert english == [_without_forecast_times(here.done(*words, "--json").out) for words in lines]
    assert [1, 2, 2, 3] == [
        here.typed(*words).code
        for words in (
            ["show", "x"],
            ["queue", "--tier", "9"],
            ["mark", "san1", "x"],
            ["take", "san1"],
        )
    ]


def _without_forecast_times(text: str) -> str:
    """A forecast moves with the clock, and so does the length of what goes on."""
    return re.sub(r'"p(50|90)": "[^"]*"|"minutes": \d+', "", text)


def test_no_reading_verb_creates_a_journal(here: CommandLine) -> None:
    for words in (["queue"], ["next"], ["services"], ["show", "sql1"], ["log"], ["check"], []):
        here.done(*words)
    assert [here.plan] == list(here.folder.iterdir())


NASTY = "a\x1b[31mb\x07c\x9bd\u202ee\x7ff[/red][bold]g"


def test_nothing_that_drives_a_terminal_gets_out(here: CommandLine) -> None:
    quoted = json.dumps(NASTY)
    here.plan.write_text(
        here.plan.read_text()
        .replace('name = "Bloc IMC"', f"name = {quoted}")
        .replace('"Stockage"', quoted)
        .replace('name = "Nuit blanche"', f"name = {quoted}")
        .replace('"baie B4"', quoted),
        encoding="utf-8",
    )
    here.done("mark", "san1", "blocked", "--reason", NASTY, "--operator", NASTY)
    here.done("note", "sql1", NASTY)
    answers = [
        here.typed(*words, *more)
        for more in ([], ["--json"])
        for words in (
            ["queue"],
            ["queue", "--why"],
            ["next"],
            ["services"],
            ["show", "san1"],
            ["show", "sql1"],
            ["show", "bloc"],
            ["log"],
            ["check"],
            ["show", NASTY],
            ["mark", "san1", NASTY],
            ["mark", NASTY, "clean"],
            [NASTY],
            ["queue", "--" + NASTY],
            ["take", "san1", "--operator", NASTY],
            ["step", "sql1", NASTY],
            ["undo", NASTY],
            ["-i", NASTY, "check"],
        )
    ]
    for answer in answers:
        assert not [c for c in answer.out + answer.err if not c.isprintable() and c != "\n"], answer
    assert any("[/red][bold]" in answer.out for answer in answers)


def test_text_from_a_latin_1_terminal_is_read(here: CommandLine) -> None:
    here.done("note", "san1", b"\xe9teint".decode("utf-8", "surrogateescape"))
    assert "éteint" == here.done("show", "san1", "--json").json["notes"][0]["text"]


@pytest.mark.parametrize(
    "words",
    [
        ("queue", "--site=--"),
        ("pin", "bloc", "--reason=--"),
        ("note", "dc1", "x", "--at=--"),
        ("--operator=--", "queue"),
    ],
)
def test_an_option_that_is_given_nothing_but_two_dashes_is_refused(
    here: CommandLine, words: tuple[str, ...]
) -> None:
    assert 2 == here.typed(*words).code


def test_of_an_option_that_is_given_twice_the_last_counts(here: CommandLine) -> None:
    assert "Tier 1" in here.done("next", "--lang", "fr", "--lang=en").out
    assert "Priorité 1" in here.done("--lang", "en", "next", "--lang", "fr").out


def test_a_text_that_looks_like_the_option_of_the_language_changes_none(here: CommandLine) -> None:
    assert "note: --lang=fr" in here.done("note", "san1", "--", "--lang=fr").out


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "lab", "--tried", "x", "--by"),
        ("restore-point", "dc1", "p1", "--taken", "02:00", "--tool"),
        ("restore-point", "dc1", "p1", "--taken", "02:00", "--indicators"),
        ("evidence", "dc1", "--tool"),
    ],
)
@pytest.mark.parametrize("answer", ["oui", "OK", "no"])
def test_what_answers_yes_or_no_is_no_name(
    here: CommandLine, words: tuple[str, ...], answer: str
) -> None:
    refused = here.typed(*words, answer)
    assert (2, True) == (refused.code, f'a name is expected, not "{answer}"' in refused.err)
