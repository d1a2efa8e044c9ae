"""A rule of policy is overridden by its name and a reason, and that is seen wherever its server
is."""

import pytest

from cli.command_line import CommandLine

RULES = '[policy]\nsecond_person = true\n[policy.rules]\n"work.open" = "reason"\n'
OVERRIDE = ("--override", "work.open=the vendor did it")


@pytest.fixture
def strict(here: CommandLine) -> CommandLine:
    """A plan in which open work wants a reason, and restored servers stay in the queue."""
    path = here.folder / "inventory.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[policy.rules]\n", RULES, 1),
        encoding="utf-8",
    )
    return here


def test_the_refusal_says_how_to_go_on(strict: CommandLine) -> None:
    answer = strict.typed("mark", "sql1", "restored", "--yes")
    assert 3 == answer.code
    assert "0 of 3 steps open" not in answer.err
    assert "3 of 3 steps open" in answer.err
    assert "--override work.open=REASON" in answer.err
    assert "compromised" == strict.entry("sql1")["state"]
    refused = strict.typed("mark", "sql1", "restored", "--json").json
    assert ("work.open", 3) == (refused["rule"], refused["exit"])


def test_an_override_is_shown_wherever_the_server_is(strict: CommandLine) -> None:
    strict.done("mark", "sql1", "restored", *OVERRIDE)
    page = "\n".join(strict.done("show", "sql1").lines)
    assert "Override of work.open by dba at" in page
    assert '"the vendor did it"' in page
    assert "restored by dba * override" in page.splitlines()[0]
    assert "restored by dba * override" in "\n".join(strict.done("queue").lines)
    assert 'override of work.open: "the vendor did it"' in "\n".join(strict.done("log").lines)
    (override,) = strict.done("show", "sql1", "--json").json["overrides"]
    assert ("work.open", "the vendor did it", "dba") == (
        override["rule"],
        override["reason"],
        override["operator"],
    )
    assert [override] == strict.entry("sql1")["overrides"]
    strict.done("undo")
    assert [] == strict.done("show", "sql1", "--json").json["overrides"]


@pytest.mark.parametrize(
    "words", ["work.open", "work.open=", "=why", "work.opn=why", "verified.another=why", ""]
)
def test_what_is_no_override_is_a_wrong_word(strict: CommandLine, words: str) -> None:
    answer = strict.typed("mark", "sql1", "restored", "--override", words)
    assert answer.code in (1, 2)
    assert answer.err
    assert "compromised" == strict.entry("sql1")["state"]


def test_a_list_of_names_is_overridden_for_those_that_break_the_rule(strict: CommandLine) -> None:
    answer = strict.typed("mark", "sql1", "san1", "restored", "--yes")
    assert 3 == answer.code
    strict.done("mark", "sql1", "san1", "restored", *OVERRIDE)
    overridden = {
        name: [o["rule"] for o in strict.done("show", name, "--json").json["overrides"]]
        for name in ("sql1", "san1", "dc1")
    }
    assert ["work.open"] == overridden["sql1"]
    assert [] == overridden["dc1"]


def test_a_reason_without_end_fills_no_page(strict: CommandLine) -> None:
    strict.done("mark", "sql1", "restored", "--yes", "--override", f"work.open={'x' * 9000}")
    assert max(map(len, strict.done("show", "sql1").lines)) < 1000
    assert max(map(len, strict.done("log").lines)) < 1000
    (kept,) = strict.done("show", "sql1", "--json").json["overrides"]
    assert 9000 == len(kept["reason"])


def test_a_service_that_stands_on_an_overridden_server_says_so_in_json_too(
    strict: CommandLine,
) -> None:
    for server in ("san1", "sql1", "dc2"):
        strict.done("mark", server, "restored", *OVERRIDE)
        strict.done("mark", server, "verified", "--operator", "lead", *OVERRIDE)
    shown = strict.done("show", "pacs", "--json").json
    stands_on = [{"id": "san1", "overrides": ["work.open"], "shortcuts": []}]
    assert stands_on[0] in shown["stands_on"]
    assert [] == shown["reserves"]
    listed = {s["service"]: s for s in strict.done("services", "--json").json["services"]}
    assert shown["stands_on"] == listed["pacs"]["stands_on"]
    assert [] == listed["mail"]["stands_on"]
