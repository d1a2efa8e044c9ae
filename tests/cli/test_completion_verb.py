"""Tab completes verbs, options and the ids of the plan in front of who types, in every shell from
one answer."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chwapi_console.cli.line.completion import SCRIPTS, WORDS, Sources, completions, plan_at
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.cli.verbs.verb_completion import events_at
from chwapi_console.inventory.file.load import load
from chwapi_console.inventory.model import Plan
from chwapi_console.recovery.acts.marks import STATES
from chwapi_console.report.situation_page import AUDIENCES
from cli.command_line import CommandLine


@pytest.fixture
def plan(here: CommandLine) -> Plan:
    return load(here.plan).plan


def at_tab(plan: Plan | None, *typed: str) -> list[str]:
    return completions(typed, Sources(lambda _: plan, lambda *_: ()))


def test_the_first_word_is_a_verb(plan: Plan) -> None:
    assert at_tab(plan, "") == list(VERBS)
    assert at_tab(plan, "unp") == ["unpin"]


def test_a_server_is_offered_by_its_id_and_so_is_the_state_after_it(plan: Plan) -> None:
    assert set(plan.servers) <= set(at_tab(plan, "mark", ""))
    assert set(STATES) <= set(at_tab(plan, "mark", "dc1", ""))
    assert at_tab(plan, "mark", "dc1", "restored") == ["restored"]


def test_where_a_server_must_come_first_nothing_else_is_offered(plan: Plan) -> None:
    assert set(at_tab(plan, "take", "")) == set(plan.servers)


def test_an_option_is_offered_once_unless_it_may_be_repeated(plan: Plan) -> None:
    assert "--reason" in at_tab(plan, "mark", "dc1", "--rea")
    assert "--reason" not in at_tab(plan, "mark", "--reason", "x", "dc1", "--rea")
    assert "--override" in at_tab(plan, "mark", "--override", "a=b", "dc1", "--ov")


def test_the_value_of_an_option_is_no_word_of_the_verb(plan: Plan) -> None:
    assert at_tab(plan, "queue", "--site", "") == list(plan.sites)
    assert at_tab(plan, "mark", "--reason", "") == []


def test_what_is_to_be_typed_as_it_stands_is_offered(plan: Plan) -> None:
    assert at_tab(plan, "--lang", "") == ["en", "fr"]
    assert at_tab(plan, "hub", "") == ["init", "status"]
    assert at_tab(plan, "wait", "dc1", "") == ["up", "restored"]


def test_the_steps_of_a_server_are_those_of_its_runbook(plan: Plan) -> None:
    server = next(name for name in plan.servers if plan.steps_of(name))
    assert at_tab(plan, "step", server, "") == list(plan.steps_of(server))


def test_laws_and_their_duties_are_those_that_the_plan_chooses_or_all(here: CommandLine) -> None:
    none_chosen = load(here.plan).plan
    assert {"gdpr", "nis2-be"} <= set(at_tab(none_chosen, "aware", ""))
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(text + '[policy]\nlegal = ["gdpr"]\n', encoding="utf-8")
    plan = load(here.plan).plan
    assert ["gdpr"] == at_tab(plan, "aware", "")
    for verb in ("notified", "draft"):
        assert ["gdpr-authority", "gdpr-persons"] == at_tab(plan, verb, "")


def test_a_file_is_left_to_the_shell(plan: Plan) -> None:
    assert at_tab(plan, "enter", "") == []


def test_the_plan_that_is_named_on_the_line_is_asked(plan: Plan) -> None:
    asked: list[Path] = []

    def plan_of(path: Path) -> Plan:
        asked.append(path)
        return plan

    sources = Sources(plan_of, lambda *_: ())
    assert completions(("-i", "other.toml", "show", "dc1"), sources) == ["dc1"]
    assert asked == [Path("other.toml")]


def test_a_plan_that_cannot_be_read_offers_nothing_and_complains_to_nobody(
    here: CommandLine,
) -> None:
    here.plan.write_text("[incident\n")
    answer = here.typed("completion", "words", "--", "show", "dc")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_looking_for_words_makes_no_journal(here: CommandLine) -> None:
    here.typed("completion", "words", "--", "mark", "dc")
    assert not here.journal.exists()


def test_json_is_given_where_it_is_typed_and_tab_works_whatever_the_environment_says(
    here: CommandLine,
) -> None:
    typed = here.typed("--json", "completion", "words", "--", "mar")
    assert {"schema": 1, "shell": "words", "lines": ["mark"]} == json.loads(typed.out)
    always = {"CHWAPI_JSON": "1"}
    assert "mark\n" == here.run("completion", "words", "--", "mar", environ=always).out


def test_a_shell_that_is_none_is_refused_with_the_nearest(here: CommandLine) -> None:
    answer = here.typed("completion", "bahs")
    assert answer.code == 2
    assert 'Did you mean "bash"?' in answer.err


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell_is_sound(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")
    script = tmp_path / "script"
    script.write_text(SCRIPTS[shell])
    subprocess.run([shell, "-n", str(script)], check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed here")
def test_bash_completes_the_line_that_is_typed(here: CommandLine) -> None:
    program = f'chwapi-console() {{ "{sys.executable}" -m chwapi_console "$@"; }}'
    typed = 'COMP_WORDS=(chwapi-console mark dc1 restored); COMP_CWORD=3; _chwapi_console; echo "$COMPREPLY"'
    done = subprocess.run(
        ["bash", "-c", f"{program}\n{SCRIPTS['bash']}\n{typed}"],
        cwd=here.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "restored\n"


HOSTILE_IDS = (
    "a1$(touch$IFS_taken)",
    "b1;>taken",
    "c1`>taken`",
    "d1&&>taken",
    "e1'é",
    "f1!x",
    "g1\\\\x",
)
"""Ids that `check` finds no fault with."""


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed here")
def test_what_bash_types_of_an_id_is_that_id_and_no_command(here: CommandLine) -> None:
    offers = " ".join(shlex.quote(each) for each in (*HOSTILE_IDS, "*"))
    typed = (
        'COMP_WORDS=(chwapi-console show ""); COMP_CWORD=2; _chwapi_console\n'
        'for each in "${COMPREPLY[@]}"; do eval "printf \'%s\\\\n\' $each"; done'
    )
    done = subprocess.run(
        [
            "bash",
            "-c",
            f"chwapi-console() {{ printf '%s\\n' {offers}; }}\n{SCRIPTS['bash']}\n{typed}",
        ],
        cwd=here.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [*HOSTILE_IDS, "*"]
    assert not (here.folder / "taken").exists()


def test_the_latest_events_are_offered_to_take_back(here: CommandLine) -> None:
    def at(*typed: str) -> list[str]:
        return completions(["-i", str(here.plan), *typed], Sources(plan_at, events_at))

    assert [] == at("undo", "")
    assert not here.journal.exists()
    here.done("take", "san1")
    here.done("note", "incident", "--hypothesis", "the VPN")
    here.done("note", "san1", "x")
    events = [json.loads(line)["id"][:8] for line in here.done("log", "--json").lines]
    assert events[:0:-1] == at("undo", "")
    assert [events[2]] == at("note", "--eliminated", "")
    here.done("note", "--eliminated", events[2], "the logs are clean")
    events = [json.loads(line)["id"][:8] for line in here.done("log", "--json").lines]
    assert events[:0:-1] == at("--journal", str(here.journal), "undo", "")


def test_a_journal_that_cannot_be_read_offers_no_event(here: CommandLine) -> None:
    here.journal.write_bytes(b"no journal" * 100)
    assert [] == list(events_at(here.plan, None))


def test_words_that_an_option_takes_are_offered(plan: Plan) -> None:
    assert at_tab(plan, "report", "--for", "w") == ["wards"]
    assert at_tab(plan, "handover", "--format", "") == ["text", "markdown", "html"]
    assert {"mark", "step", "note"} <= set(at_tab(plan, "log", "--kind", ""))
    assert WORDS["report", "WHOM"] == AUDIENCES
