"""`diff`: two plans side by side, or a plan beside what the journal knows."""

import pytest

from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.sequencing import Actor
from cli.command_line import CommandLine


@pytest.fixture
def edited(here: CommandLine) -> CommandLine:
    """A copy of the plan with a server more, one less, and some fields changed."""
    text = here.plan.read_text(encoding="utf-8")
    for old, new in (
        ('old = { site = "union", role = "Archive" }', 'new = { site = "imc", role = "Musée" }'),
        ('restore = ["1h", "2h", "6h"]', 'restore = "2h"'),
        ('rto = "36h"\n', ""),
        ('needs = ["app1", ["dc1", "dc2"]]', 'needs = ["app1", "dc1"]'),
        ('"Nuit blanche"', '"Nuit [red]"'),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    (here.folder / "b.toml").write_text(text, encoding="utf-8")
    return here


def test_two_plans_are_compared_a_line_for_each_field(edited: CommandLine) -> None:
    assert [
        "From inventory.toml to b.toml:",
        "  added servers.new",
        "  taken out servers.old",
        '  incident.name: "Nuit blanche" → "Nuit [red]"',
        '  services.bloc.rto: "36h" → none',
        '  services.pacs.needs: ["app1", ["dc1", "dc2"]] → ["app1", "dc1"]',
        '  servers.sql1.restore: ["1h", "2h", "6h"] → "2h"',
    ] == edited.done("diff", "inventory.toml", "b.toml").lines


def test_the_other_way_round_what_was_added_is_taken_out(edited: CommandLine) -> None:
    pair = ("inventory.toml", "b.toml")
    there, back = (edited.done("diff", *order, "--json").json for order in (pair, pair[::-1]))
    assert (there["added"], there["removed"]) == (back["removed"], back["added"])
    assert [(c["old"], c["new"]) for c in there["changed"]] == [
        (c["new"], c["old"]) for c in back["changed"]
    ]
    assert there["changed"][-1] == {
        "table": "servers",
        "id": "sql1",
        "field": "restore",
        "old": [60, 120, 360],
        "new": [60, 120, 240],
    }
    assert (False, []) == (there["same"], there["verdicts"])


def test_equal_plans_differ_in_nothing_however_they_are_written(edited: CommandLine) -> None:
    text = (
        edited.plan.read_text(encoding="utf-8")
        .replace('state = "clean"', "state='clean'")
        .replace('site = "union"', 'soft = [], site = "union"')
        + "# looked at\n"
    )
    (edited.folder / "b.toml").write_text(text, encoding="utf-8")
    assert ["From inventory.toml to b.toml:", "  nothing differs"] == edited.done(
        "diff", "inventory.toml", "b.toml"
    ).lines
    assert 0 == edited.typed("diff", "inventory.toml", "b.toml", "--exit-code").code


def test_the_exit_code_tells_only_when_it_is_asked_to(edited: CommandLine) -> None:
    assert [0, 1] == [
        edited.typed("diff", "inventory.toml", "b.toml", *words).code
        for words in ((), ("--exit-code",))
    ]


def test_a_plan_is_compared_with_the_one_that_was_acted_by_and_with_the_verdicts(
    edited: CommandLine,
) -> None:
    edited.done("mark", "old", "clean")
    edited.done("mark", "dc1", "restored")
    text = edited.plan.read_text(encoding="utf-8").replace('role = "Archive"', 'role = "Musée"')
    edited.plan.write_text(text, encoding="utf-8")
    lines = edited.done("diff").lines
    assert lines[0].startswith("From ")
    assert lines[0].endswith(" to inventory.toml:")
    assert '  servers.old.role: "Archive" → "Musée"' == lines[1]
    assert [
        "  dc1: compromised in the plan, restored by the journal",
        "  old: unknown in the plan, clean by the journal",
    ] == lines[3:]
    told = edited.done("diff", "--json").json
    assert {"server": "old", "plan": "unknown", "journal": "clean"} in told["verdicts"]


def test_another_plan_can_be_held_against_the_journal(edited: CommandLine) -> None:
    edited.done("mark", "san1", "clean")
    assert '  incident.name: "Nuit blanche" → "Nuit [red]"' in edited.done("diff", "b.toml").lines
    assert 1 == edited.typed("diff", "b.toml", "--exit-code").code


def test_a_journal_without_any_plan_says_so(here: CommandLine) -> None:
    store = opened(here.journal)
    store.append([Draft(new_id(), "old", "noted", {"text": "x"})], Actor("dba", "test"), {})
    store.close()
    assert ["No plan was acted by yet in this journal."] == here.done("diff").lines
    told = here.done("diff", "--json").json
    assert (None, True) == (told["old"], told["same"])
    assert "This journal has no plan in it." in here.typed("export", "plan", "--seen", "ab").err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("a.toml", "b.toml"), "a.toml: fault: there is no such file."),
        (
            ("--journal", "nowhere.journal"),
            "There is no journal nowhere.journal. Name one with --journal.",
        ),
        (("",), "OLD is blank"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(
    here: CommandLine, words: tuple[str, ...], sentence: str
) -> None:
    answer = here.typed("diff", *words)
    assert (1, "") == (answer.code, answer.out)
    assert sentence in answer.err


def test_looking_writes_nothing(here: CommandLine) -> None:
    here.done("note", "old", "x")
    before = here.done("log", "--json").out
    here.done("diff", "--read-only")
    assert before == here.done("log", "--json").out
