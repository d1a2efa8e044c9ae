"""`draft` and `sheet calls`: numbers are those of the record, counted another way; what is unknown says
so, and nothing that somebody typed freely is taken into a draft."""

from typing import Any

import pytest

from cli.command_line import CommandLine

PEOPLE = """
[operators."Dr A"]
roles = ["clinician"]
phone = "4711"
[operators.dba]
roles = ["lead"]
[conditions.paper]
name = "Paper entered"
who = "archives"
phone = "4712"
"""


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    plan = here.plan.read_text(encoding="utf-8")
    signed = plan.replace('fallback = "dossier papier"', 'fallback = "paper"\nsigns = "Dr A"')
    here.plan.write_text(signed + PEOPLE, encoding="utf-8")
    here.done("mark", "ex1", "dc1", "restored")
    here.done("take", "sql1")
    return here


def fields(here: CommandLine, *words: str) -> dict[str, str | None]:
    told = here.done("draft", *(words or ("gdpr",)), "--json").json["fields"]
    return {each["field"]: each["value"] for each in told}


def test_the_numbers_of_a_draft_are_those_of_the_queue_and_the_services(night: CommandLine) -> None:
    told = fields(night)
    services = night.done("services", "--json").json["services"]
    states = {s: night.state(s) for s in ("san1", "old", "dc1")}
    assert {"san1": "compromised", "old": "unknown", "dc1": "restored"} == states
    assert str(told["servers"]).startswith(
        "5 of 7 known to be hit, 1 not looked at, 2 back, as of "
    )
    down = sum(each["status"] == "down" for each in services)
    partial = sum(each["status"] == "partial" for each in services)
    assert (
        f"3 were down, 1 of them up again; {down + partial} not up now ({partial} of them with part "
        "of what they need)" in str(told["services"])
    )
    assert str(told["measures"]).startswith(
        "2 servers hit are back, 1 server in hand; evidence: 0 "
    )


def test_what_the_record_does_not_say_is_marked_unknown(night: CommandLine) -> None:
    unknown = {name for name, value in fields(night).items() if value is None}
    assert {"care", "persons", "data", "malicious", "aware", "attacker_since", "cause"} <= unknown
    page = night.done("draft", "gdpr").out
    assert len(unknown) == page.count(": UNKNOWN") + page.count("  UNKNOWN")
    night.done("compromised-since", "2021-01-11T03:00")
    night.done("aware", "gdpr", "--at", "2021-01-17T21:00", "--by", "dpo")
    told = fields(night)
    assert "17/01/2021 21:00 (UTC+01:00, 20:00 UTC), dpo" == told["aware"]
    assert str(told["attacker_since"]).startswith("11/01/2021 03:00")


def test_nothing_that_somebody_typed_freely_is_in_a_draft(night: CommandLine) -> None:
    night.done("note", "bloc", "patient Martin waits")
    night.done("note", "--hypothesis", "by the laptop of Mrs Martin")
    night.done("mark", "san1", "blocked", "--reason", "Martin has the key")
    for words in (("draft", "gdpr"), ("draft", "gdpr", "--json"), ("draft", "nis2-be-final")):
        assert "Martin" not in night.done(*words).out


def test_a_law_stands_for_its_next_duty(night: CommandLine) -> None:
    night.done("notified", "nis2-be", "--ref", "17")
    told = night.done("draft", "nis2-be", "--json").json
    assert "nis2-be-notification" == told["duty"]
    assert "nis2-be-early, number 17" in str(fields(night, "nis2-be")["earlier"])


def test_an_unknown_duty_is_refused(night: CommandLine) -> None:
    answer = night.typed("draft", "gdrp")
    assert (1, True) == (answer.code, 'Did you mean "gdpr"?' in answer.err)


def calls(here: CommandLine, *words: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = here.done("sheet", "calls", *words, "--json").json["calls"]
    return told


def test_whom_to_call_is_every_service_with_what_the_plan_and_the_forecast_say(
    night: CommandLine,
) -> None:
    services = {
        s["service"]: s for s in night.done("services", "--json", "--forecast").json["services"]
    }
    told = calls(night)
    assert services.keys() == {each["service"] for each in told}
    for each in told:
        assert services[each["service"]]["status"] == each["status"]
        expected = services[each["service"]]["forecast"] or {"p50": None, "p90": None}
        if each["status"] != "up":
            assert expected["p50"] == each["p50"]
    (bloc,) = [each for each in told if each["service"] == "bloc"]
    assert ("paper", "Dr A", "4711") == (bloc["fallback"], bloc["signs"], bloc["phone"])


def test_a_site_is_told_of_what_serves_all_sites_too(night: CommandLine) -> None:
    assert {"imc", None} == {each["site"] for each in calls(night, "--site", "imc")}


def test_the_page_has_people_with_their_numbers_and_boxes_to_tick(night: CommandLine) -> None:
    page = night.done("sheet", "calls").out
    assert "archives, 4712: Paper entered" in page
    assert len(calls(night)) + 2 == page.count("[ ]")
    told = night.done("sheet", "calls", "--json").json
    assert [("Dr A", "4711"), ("dba", None)] == [(p["name"], p["phone"]) for p in told["people"]]
    assert max(map(len, page.splitlines())) <= 80


def test_a_draft_of_nothing_names_what_there_are_drafts_of(night: CommandLine) -> None:
    answer = night.typed("draft")
    assert 2 == answer.code
    for duty in ("nis2-be-early", "gdpr-authority"):
        assert duty in answer.err
        night.done("draft", duty)
    assert 2 == night.typed("draft", "--json").code


def test_a_draft_of_nothing_names_the_duties_of_the_plans_own_laws_first(
    night: CommandLine,
) -> None:
    night.plan.write_text(
        night.plan.read_text(encoding="utf-8") + '\n[policy]\nlegal = ["gdpr"]\n', encoding="utf-8"
    )
    said = night.typed("draft")
    assert 2 == said.code
    assert "Of this plan: gdpr-authority and gdpr-persons. Known besides: nis2-early" in said.err


def test_whom_to_call_says_since_when_each_service_is_not_up(night: CommandLine) -> None:
    told = " ".join(night.done("sheet", "calls", "--format", "markdown").out.split())
    services = night.done("services", "--json").json["services"]
    down = [each for each in services if each["status"] in ("down", "partial")]
    assert len(down) == told.count("not up since ")
