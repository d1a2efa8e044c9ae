"""`pin` and `unpin` as they are typed: the price first, then the question, then the act."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.command_line import CommandLine, stop_the_clock

HERE = ZoneInfo("Europe/Brussels")
NOW = datetime(2021, 1, 18, 3, 0, tzinfo=UTC)


def test_the_price_comes_first_and_nothing_is_pinned_without_a_yes(here: CommandLine) -> None:
    answer = here.typed("pin", "mail", "--reason", "crisis cell")
    assert (3, "Nothing was pinned. Say --yes to go on without being asked.\n") == (
        answer.code,
        answer.err,
    )
    assert re.fullmatch(
        r"Compared case by case: Messagerie [^;]* sooner; Bloc IMC .* later and PACS .* later\.",
        answer.lines[0],
    )
    assert 3 == here.typed("pin", "mail", "--reason", "x", "--json").code
    assert not here.journal.exists()


def test_what_a_pin_gains_is_a_range_beside_the_range_without_it(here: CommandLine) -> None:
    gain = re.compile(
        r"Pinned, Messagerie is expected \w+ [\d:]+, at worst \w+ [\d:]+; without the pin \w+ [\d:]+, at worst .*"
    )
    assert any(
        gain.fullmatch(line) for line in here.typed("pin", "mail", "--reason", "crisis cell").lines
    )


def test_the_record_keeps_what_a_pin_cost_and_gained_as_it_was_told(here: CommandLine) -> None:
    here.done("pin", "mail", "--reason", "crisis cell", "--yes")
    (event,) = [event for event in here.events() if event["kind"] == "pinned"]
    cost = event["data"]["cost"]
    assert {"later", "sooner", "expected", "without", "by"} == set(cost)
    assert ("p50", {"bloc", "pacs"}, {"mail"}) == (cost["by"], {*cost["later"]}, {*cost["sooner"]})
    assert event["data"]["cost"]["expected"]["p50"] < event["data"]["cost"]["without"]["p50"]
    (line,) = [line for line in here.done("log").lines if "Messagerie pinned first" in line]
    assert "Messagerie pinned first (crisis cell) (expected " in line
    assert "; compared case by case: Messagerie " in line
    assert line.endswith(" later)")


def test_what_was_told_of_a_pin_is_told_so_whenever_it_is_read(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(line: str) -> str:
        return line[line.index("expected ") : line.index(";")]

    begun = datetime(2021, 1, 18, 7, 2, tzinfo=UTC)
    stop_the_clock(monkeypatch, begun)
    here.done("pin", "mail", "--reason", "crisis cell", "--yes")
    told_then = told(here.done("log", "--kind", "pin").out)
    words = told_then.replace("expected", "Pinned, Messagerie is expected").replace(
        ", without", "; without"
    )
    for hours in (3, 9, 15):
        stop_the_clock(monkeypatch, begun + timedelta(hours=hours))
        assert told_then == told(here.done("log", "--kind", "pin").out)
        assert f"Told then: {words}." in " ".join(here.done("handover").out.split())


def test_what_a_pin_costs_is_what_the_forecast_says_before_and_after(here: CommandLine) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())

    def expected() -> dict[str, datetime]:
        told = here.done("forecast", "--json").json["services"]
        return {
            each["service"]: datetime.fromisoformat(each["forecast"]["p50"])
            for each in told
            if each["forecast"]
        }

    before = expected()
    here.done("pin", "laboratoire", "--reason", "x", "--yes")
    after = expected()
    (event,) = [each for each in here.events() if each["kind"] == "pinned"]
    cost = event["data"]["cost"]
    moves = {**cost["later"], **{s: -minutes for s, minutes in cost["sooner"].items()}}
    assert 10 < len(moves)
    for service, minutes in moves.items():
        told = (after[service] - before[service]).total_seconds() / 60
        assert told * minutes > 0 or abs(told) < 15, service
    nearly = [
        service
        for service, minutes in moves.items()
        if abs((after[service] - before[service]).total_seconds() / 60 - minutes)
        <= 10 + abs(minutes) / 2
    ]
    assert len(nearly) > len(moves) / 2, moves


def test_of_what_a_pin_costs_ten_are_named_what_is_pinned_first_and_every_vital_one_that_pays(
    here: CommandLine,
) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    priced = here.typed("pin", "laboratoire", "--reason", "x").lines[0]
    told = [bool(sooner) for sooner in re.findall(r" (?:later|(sooner))\b", priced)]
    assert 10 <= len(told)
    assert [True, False] == told[:2]
    assert told[1:] == sorted(told[1:])
    own, later, *_ = priced.split("; ")
    assert ("later" in own, "sooner" in later) == (False, False)
    assert priced.startswith("Compared case by case: Laboratoire ")


def test_a_pin_is_the_reason_that_compare_and_show_name(here: CommandLine) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    assert "weight" in here.done("compare", "laboratoire", "bloc-imc", "--json").json["terms"]
    here.done("pin", "laboratoire", "--reason", "blood", "--yes")
    told = here.done("compare", "laboratoire", "bloc-imc", "--json").json
    assert ("laboratoire", ["pin"]) == (told["first"], told["terms"])
    (order,) = [
        line for line in here.done("show", "laboratoire").lines if line.startswith("Order:")
    ]
    assert "dba put Laboratoire first: blood. By the rule: Before " in order


def test_with_a_yes_it_is_journalled_and_the_queue_says_who_and_why(here: CommandLine) -> None:
    answer = here.done("pin", "mail", "--reason", "crisis cell", "--yes")
    assert any(
        line.startswith("Messagerie pinned first (crisis cell) (event") for line in answer.lines
    )
    assert "In the queue, dc1 moves up 3: Messagerie is pinned." in answer.lines
    assert "dba put Messagerie first: crisis cell." in here.done("queue").lines
    assert (1, True) == ((entry := here.entry("dc1"))["rank"], entry["pinned"])
    assert "Messagerie no longer pinned (event" in here.done("unpin", "mail").lines[0]
    assert 1 == here.typed("unpin", "mail").code


def test_taking_a_pin_away_says_what_that_moves(here: CommandLine) -> None:
    here.done("pin", "mail", "--reason", "crisis cell", "--yes")
    said = here.done("unpin", "mail").lines
    assert any(line.startswith("Compared case by case: ") and "Messagerie" in line for line in said)
    assert any(
        line.startswith("Without the pin, Messagerie is expected ") and "; with it " in line
        for line in said
    )
    back = next(line for line in said if line.startswith("To take that back: "))
    here.done(*back.removesuffix(".").split()[4:])
    assert here.entry("dc1")["pinned"]


def test_why_of_a_forecast_says_what_a_pin_costs_now(here: CommandLine) -> None:
    assert "were not pinned" not in here.done("forecast", "bloc", "--why").out
    here.done("pin", "mail", "--reason", "crisis cell", "--yes")
    said = " ".join(here.done("forecast", "bloc", "--why").out.split())
    assert "If Messagerie were not pinned: " in said
    told = here.done("forecast", "bloc", "--why", "--json").out
    assert '"unpin"' in told


def test_what_was_pinned_before_another_keeps_that_one_from_being_pinned_before_it(
    here: CommandLine,
) -> None:
    here.done("pin", "mail", "--reason", "crisis cell", "--before", "pacs", "--yes")
    answer = here.typed("pin", "pacs", "--reason", "surgery", "--before", "mail", "--yes")
    assert 3 == answer.code
    assert (
        "dba put Messagerie before PACS: crisis cell. That cannot be as well. Take that pin away "
        "first: unpin mail.\n" == answer.err
    )
    here.done("unpin", "mail")
    here.done("pin", "pacs", "--reason", "surgery", "--before", "mail", "--yes")


def test_what_a_pin_cannot_be_is_refused(here: CommandLine) -> None:
    for words in (
        ["mail"],
        ["nobody", "--reason", "x"],
        ["mail", "--reason", "x", "--until", "soon"],
        ["mail", "--reason", "x", "--before", "mail"],
    ):
        assert 1 == here.typed("pin", *words, "--yes").code
    here.done("mark", "dc2", "restored")
    assert 3 == here.typed("pin", "dc2", "--reason", "x", "--yes").code
    assert 4 == here.typed("pin", "mail", "--reason", "x", "--yes", "--read-only").code


@pytest.mark.parametrize(("answers", "code"), [("y\n", 0), ("\n", 3), ("", 3)])
def test_at_a_terminal_it_asks(here: CommandLine, answers: str, code: int) -> None:
    answer = here.answered(answers, "pin", "mail", "--reason", "x")
    assert (code, True) == (answer.code, "Pin it? (y/Enter: no)" in answer.lines)
    assert here.entry("dc1")["pinned"] == (code == 0)


def test_pins_that_two_journals_bring_together_against_each_other_are_said_by_sync_and_queue(
    here: CommandLine,
) -> None:
    here.done("pin", "mail", "--reason", "crisis cell", "--before", "pacs", "--yes")
    union = ("--journal", "union.journal", "--operator", "lead")
    here.done("note", "mail", "later by this journal's clock", *union)
    here.done("pin", "pacs", "--reason", "surgery", "--before", "mail", "--yes", *union)
    said = (
        "dba put Messagerie before PACS and lead put PACS before Messagerie: that cannot all be, "
        "so none of these pins holds. Take one away: unpin mail or pacs."
    )
    assert said in here.done("sync", "union.journal").lines
    assert said in here.done("queue").lines
    assert said not in here.done("note", "mail", "still so").lines
    here.done("unpin", "mail")
    assert said not in here.done("queue").lines


def test_a_pin_that_has_ended_by_its_time_is_not_taken_away(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, NOW)
    here.done("pin", "mail", "--reason", "crisis cell", "--until", "2h", "--yes")
    stop_the_clock(monkeypatch, NOW + timedelta(hours=3))
    events = here.events()
    answer = here.typed("unpin", "mail")
    assert 1 == answer.code
    assert answer.err.endswith("The pin on Messagerie ended at 06:00 already.\n")
    assert events == here.events()


def test_the_question_names_before_which_server_it_would_stand(here: CommandLine) -> None:
    answer = here.typed("pin", "mail", "--reason", "crisis cell", "--before", "pacs")
    assert re.fullmatch(
        r"That is before \S+, the first that PACS still misses: rank \d+\.", answer.lines[0]
    )
    assert "That is before" not in here.typed("pin", "mail", "--reason", "crisis cell").out
