"""`queue` and `next`: the order, in text and as JSON."""

import re
from pathlib import Path

import pytest

from chwapi_console.cli.output.rich_table import widths_within
from chwapi_console.cli.verbs.verb_queue import FOR, RANK, READY, ROLE, SERVER, SITE, STATE, TIER
from cli.command_line import CommandLine

SHIPPED = Path(__file__).parents[2] / "inventory.toml"


def test_the_queue_is_a_header_a_heading_and_one_line_for_each_server(here: CommandLine) -> None:
    answer = here.done("queue")
    assert "Nuit blanche" in answer.lines[0]
    assert (
        "0 of 5 servers back, 1 unknown · none of 3 services that were down is up again"
        in answer.lines[0]
    )
    assert answer.lines[1].split() == [
        "rank",
        "server",
        "role",
        "site",
        "T",
        "state",
        "for",
        "ready",
    ]
    assert [line.split()[1] for line in answer.lines[2:]] == [
        "san1",
        "dc2",
        "sql1",
        "dc1",
        "ex1",
        "old",
    ]
    assert answer.err == ""


def test_nothing_in_a_line_of_the_queue_is_cut(here: CommandLine) -> None:
    here.done("mark", "san1", "blocked", "--reason", "le fournisseur " + "viendra " * 30 + "demain")
    assert any("viendra demain" in line for line in here.done("queue").lines)


def test_an_entry_as_json_has_every_field(here: CommandLine) -> None:
    answer = here.done("queue", "--json").json
    assert {"schema", "plan", "head", "entries", "conditions", "tier_moves"} == answer.keys()
    assert (1, 64, None) == (answer["schema"], len(answer["plan"]), answer["head"])
    assert {
        "rank": 3,
        "server": "sql1",
        "site": "imc",
        "state": "compromised",
        "off": False,
        "verdict": "compromised",
        "work": "restore",
        "tier": 1,
        "since": None,
        "reason": None,
        "blocked_until": None,
        "awaits": None,
        "ready": False,
        "held_by": None,
        "waits_for": [["san1"]],
        "waits_for_at_least": [1],
        "because": ["bloc", "pacs"],
        "standing": "clinical",
        "pinned": False,
        "conflict": False,
        "suspect": [],
        "overrides": [],
        "shortcuts": [],
        "why": "Waits for san1 (compromised). Tier 1. Bloc IMC waits for it, through PACS and "
        "app1; 1 more service too. "
        "After it, 2 servers to go until Bloc IMC is up.",
    } == answer["entries"][2]


def test_the_head_is_the_code_of_the_last_event(here: CommandLine) -> None:
    here.done("take", "san1")
    answer = here.done("queue", "--json").json
    assert 16 == len(answer["head"])
    assert "dba" == answer["entries"][0]["held_by"]


@pytest.mark.parametrize(
    ("words", "servers"),
    [
        (("--site", "union"), ["dc1", "ex1", "old"]),
        (("--site", "Union"), ["dc1", "ex1", "old"]),
        (("--tier", "4"), ["dc1", "ex1"]),
        (("--ready",), ["san1", "dc2", "dc1", "old"]),
        (("--limit", "2"), ["san1", "dc2"]),
        (("--ready", "--site", "imc", "--limit", "1"), ["san1"]),
    ],
)
def test_filters_show_a_part_of_the_queue_and_keep_its_ranks(
    here: CommandLine, words: tuple[str, ...], servers: list[str]
) -> None:
    whole = {e["server"]: e["rank"] for e in here.done("queue", "--json").json["entries"]}
    shown = here.done("queue", *words, "--json").json["entries"]
    assert servers == [e["server"] for e in shown]
    assert [whole[server] for server in servers] == [e["rank"] for e in shown]
    assert servers == [line.split()[1] for line in here.done("queue", *words).lines[2:]]


def test_why_stands_at_the_end_of_its_line(here: CommandLine) -> None:
    lines = here.done("queue", "--why").lines
    assert lines[2].endswith("After it, 2 servers to go until Bloc IMC is up.")


def test_an_unknown_site_is_refused_with_the_nearest_one(here: CommandLine) -> None:
    answer = here.typed("queue", "--site", "unoin")
    assert (1, "") == (answer.code, answer.out)
    assert 'There is no site "unoin" in the plan. Did you mean "union"?' == answer.err.strip()


def test_what_an_operator_restored_is_not_ready_for_them(here: CommandLine) -> None:
    here.plan.write_text(
        here.plan.read_text().replace(
            "[sites.imc]", "[policy]\nsecond_person = true\n[sites.imc]", 1
        )
    )
    here.done("mark", "san1", "restored")
    assert not here.entry("san1")["ready"]
    others = here.done("queue", "--json", "--operator", "net").json["entries"]
    assert ("verify", True) == next(
        (e["work"], e["ready"]) for e in others if e["server"] == "san1"
    )


def test_next_says_why_and_what_to_type(here: CommandLine) -> None:
    text = here.done("next").out
    assert "san1 · Stockage · IMC · compromised" in text
    assert "Tier 1. Bloc IMC waits for it, through PACS, app1 and sql1; 1 more service too." in text
    assert "chwapi-console take san1" in text
    assert "chwapi-console mark san1 restored" in text


def test_next_of_a_site_is_the_first_ready_server_there(here: CommandLine) -> None:
    assert "dc1" == here.done("next", "--site", "union", "--json").json["entry"]["server"]


def test_next_is_the_entry_of_the_queue(here: CommandLine) -> None:
    assert here.entry("san1") == here.done("next", "--json").json["entry"]


def test_for_an_unknown_server_next_offers_both_verdicts(here: CommandLine) -> None:
    here.done("mark", "dc1", "san1", "dc2", "blocked", "--reason", "x")
    text = here.done("next").out
    assert "chwapi-console mark old clean" in text
    assert "chwapi-console mark old compromised" in text


def test_when_nothing_can_be_done_next_says_what_everything_waits_for(here: CommandLine) -> None:
    here.done("mark", "dc1", "blocked", "--reason", "pas de bande")
    here.done("take", "san1", "dc2")
    here.done("mark", "old", "retired")
    answer = here.done("next")
    assert answer.lines == [
        "Nothing can be done now; 5 servers are left.",
        "Being restored: san1 by dba and dc2 by dba.",
        "Blocked: dc1: pas de bande.",
        "Waiting: sql1 for san1 and ex1 for dc1.",
    ]
    assert here.done("next", "--json").json["entry"] is None


def test_when_all_is_done_next_and_queue_say_so(here: CommandLine) -> None:
    here.done("mark", "san1", "dc1", "dc2", "sql1", "ex1", "restored")
    here.done("mark", "old", "clean")
    unsigned = (
        "No server is left to do. 3 services that are up wait for a clinician to try them "
        "and sign them off."
    )
    assert [unsigned] == here.done("next").lines
    for service in here.done("services", "--json").json["services"]:
        here.done(
            "accept", service["service"], "--by", "chef du bloc", "--tried", "a whole morning"
        )
    assert ["Nothing is left to do."] == here.done("next").lines
    assert "Nothing is left to do." in here.done("queue").err
    assert [] == here.done("queue", "--json").json["entries"]


def test_ids_that_only_the_journal_knows_are_named(here: CommandLine) -> None:
    here.done("note", "old", "vide")
    here.plan.write_text(
        "".join(
            line for line in here.plan.read_text().splitlines(True) if not line.startswith("old")
        )
    )
    assert "Not in this plan, though in the journal: old." == here.done("queue").err.strip()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_services_name_what_to_take_first_whole_at_80_columns(here: CommandLine, lang: str) -> None:
    here.plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    first = {
        s["service"]: s["first"]
        for s in here.done("services", "--json").json["services"]
        if s["status"] != "up"
    }
    lines = [
        re.sub(r"\x1b\[[0-9;]*m", "", line)
        for line in here.answered("", "services", "--lang", lang).lines
    ]
    shown = {line.split()[0]: line.split()[-1] for line in lines}
    assert first == {service: shown[service] for service in first}
    assert all(len(line) <= 80 for line in lines)


def test_services_cut_nothing_without_a_terminal(here: CommandLine) -> None:
    here.plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    lines = here.done("services", "--forecast").lines
    assert not any("…" in line for line in lines)
    assert any(
        "Bloc opératoire Notre-Dame" in line
        and "at worst" in line
        and "5 missing, first dc1" in line
        for line in lines
    )


def test_services_say_what_to_take_first_of_what_is_missing(here: CommandLine) -> None:
    lines = here.done("services", "--missing").lines
    assert any(
        line.split()[:1] == ["bloc"] and line.endswith("san1        san1, dc2 and sql1")
        for line in lines
    ), lines
    assert "Take first:      san1" in here.done("show", "bloc").lines
    assert ["san1", "san1", "dc1"] == [
        s["first"] for s in here.done("services", "--json").json["services"]
    ]


def test_a_theatre_that_hangs_on_a_blocked_server_is_said_first_by_queue_next_and_services(
    here: CommandLine,
) -> None:
    here.done("mark", "san1", "blocked", "--reason", "controller ordered")
    said = "Tier 1: Bloc IMC waits for san1, which is blocked: controller ordered."
    for verb in ("queue", "next"):
        assert said == here.done(verb).lines[1]
    assert any(line.endswith("3 missing, san1 blocked") for line in here.done("services").lines)
    here.done("drop", "san1")
    assert said not in here.done("queue").lines


def test_the_queue_shows_a_terminal_what_fits_and_a_pipe_all(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("LINES", "24")
    shown = here.answered("", "queue")
    assert len(shown.lines) == 23
    assert " 1  dc1 " in re.sub(r"\x1b\[[0-9;]*m", "", shown.out)
    assert shown.lines[-1].startswith("61 more: --limit 80")
    assert len(here.answered("", "queue", "--limit", "80").lines) > 80
    assert len(here.done("queue").lines) > 80


@pytest.mark.parametrize("width", [50, 60, 80])
def test_a_state_is_whole_on_a_narrow_terminal(width: int) -> None:
    """What a server is for gives way before its state does."""
    columns, wanted = (
        [RANK, SERVER, ROLE, SITE, TIER, STATE, FOR, READY],
        [4, 16, 30, 10, 1, 30, 60, 40],
    )
    assert widths_within(width, columns, wanted, range(len(columns)))[columns.index(STATE)] >= 12
