"""What authorities and the press are told: nothing better than is known, and to the press nothing
that helps an attacker."""

import tomllib
from typing import Any

import pytest

from cli.command_line import CommandLine

FORMATS = (["--format", "text"], ["--format", "markdown"], ["--format", "html"], ["--json"])


@pytest.fixture
def public(here: CommandLine) -> CommandLine:
    """The theatre and the mail are public, the images are not; PACS works, the theatre wishes for
    mail."""
    text = here.plan.read_text(encoding="utf-8")
    for service in ("bloc", "mail"):
        text = text.replace(f"[services.{service}]", f"[services.{service}]\npublic = true")
    here.plan.write_text(text, encoding="utf-8")
    here.done("mark", "san1", "sql1", "dc2", "restored", "--at", "2021-01-18T02:10")
    return here


def told(here: CommandLine, audience: str = "press") -> dict[str, Any]:
    answer: dict[str, Any] = here.done("report", "--for", audience, "--json").json
    return answer


@pytest.mark.parametrize("words", FORMATS, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_press_is_told_no_server_no_tool_and_no_service_that_is_not_public(
    public: CommandLine, words: list[str], language: str
) -> None:
    public.done("mark", "ex1", "blocked", "--reason", "no disk of Acme", "--awaits", "vendor")
    page = public.done("report", "--for", "press", "--lang", language, *words).out
    plan = tomllib.loads(public.plan.read_text(encoding="utf-8"))
    secret = {*plan["servers"], *(part["role"] for part in plan["servers"].values())}
    secret |= {"PACS", "Acme", "vendor", "dossier papier", "Windows Server 2016", "10.0.3.7"}
    body = page.partition("</style>")[2] or page
    assert [] == [word for word in sorted(secret) if word in body]
    assert "Bloc IMC" in body
    assert "dba" not in body or "--json" in words  # who made it


def test_what_is_limited_or_suspect_does_not_work_as_far_as_the_press_is_told(
    public: CommandLine,
) -> None:
    (imc, everywhere) = told(public)["sites"]
    assert ([], ["Bloc IMC"]) == (imc["works"], imc["limited"])
    assert ["Messagerie"] == everywhere["not_as_usual"]
    public.done("mark", "dc1", "ex1", "restored")
    (imc, everywhere) = told(public)["sites"]
    assert (["Bloc IMC"], ["Messagerie"]) == (imc["works"], everywhere["works"])
    public.done("mark", "san1", "compromised", "--yes")
    public.done("mark", "san1", "restored")
    (imc, everywhere) = told(public)["sites"]
    assert ([], ["Bloc IMC"]) == (imc["works"], imc["limited"])


def test_what_is_back_is_counted_as_the_sites_say(public: CommandLine) -> None:
    of = told(public)
    assert (2, 0, 1) == (of["fell"], of["works_again"], of["limited_again"])
    assert of["works_again"] == sum(len(site["works"]) for site in of["sites"])
    assert of["limited_again"] == sum(len(site["limited"]) for site in of["sites"])


def test_where_the_plan_says_of_no_service_that_it_is_public_none_is_named(
    here: CommandLine,
) -> None:
    answer = here.typed("report", "--for", "press")
    assert 0 == answer.code
    assert "Bloc" not in answer.out
    assert "public = true" in answer.err


def test_authorities_are_told_what_is_known_as_the_events_say_and_what_is_not(
    public: CommandLine,
) -> None:
    text = public.done("report", "--for", "authorities").out
    plan = tomllib.loads(public.plan.read_text(encoding="utf-8"))["servers"]
    events = public.events()
    hit = [name for name, part in plan.items() if part.get("state") == "compromised"]
    restored = {
        event["subject"]
        for event in events
        if event["data"].get("after", {}).get("work") == "restored"
    }
    unknown = [name for name, part in plan.items() if part.get("state", "unknown") == "unknown"]
    facts = {
        name: value.strip() for name, _, value in (line.partition(":") for line in text.split("\n"))
    }
    assert str(len(plan)) == facts["In the plan"]
    assert (
        f"{len(hit)}, and perhaps more: {len(unknown)} server was not looked at"
        == facts["Known to be hit"]
    )
    assert 3 == len(restored)
    assert str(len(restored & {*hit})) == facts["Of these back"]
    assert "unknown" == facts["Attacker inside since"]
    assert "0" == facts["Evidence recorded"]
    assert "Whether data was read, changed or taken away: the record does not say." in text


def test_each_moment_that_authorities_are_told_has_its_own_name(public: CommandLine) -> None:
    public.done("aware", "gdpr", "--at", "2021-01-18T06:00", "--by", "DPO")
    text = public.done("report", "--for", "authorities").out
    assert "Detected, by the plan: 17/01/2021 20:46" in text
    assert "Aware (gdpr), says DPO: 18/01/2021 06:00" in text
    assert "(detected)" in text and "drill" not in text


def test_in_a_drill_outages_count_from_its_beginning_and_say_so(public: CommandLine) -> None:
    plan = public.plan.read_text(encoding="utf-8")
    public.plan.write_text(plan.replace("[incident]", "[incident]\ndrill = true"), encoding="utf-8")
    text = public.done("report", "--for", "authorities").out
    assert "Drill began, by its first act: " in text
    assert "(detected)" not in text and "drill" in text


def test_a_service_has_its_outages_as_show_tells_them(public: CommandLine) -> None:
    rows = {
        cells[0]: cells
        for line in public.done("report", "--for", "authorities", "--format", "markdown").lines
        if line.startswith("| ") and (cells := [c.strip() for c in line.strip("| ").split(" | ")])
    }
    (outage,) = public.done("show", "bloc", "--json").json["outages"]
    assert "2021-01-18T01:10:00.000Z" == outage["until"]
    assert "17/01/2021 20:46 (detected) to 18/01/2021 02:10 (5 h 24)" == rows["Bloc IMC"][
        2
    ].replace("\\", "")
    assert "limited" == rows["Bloc IMC"][1]


def test_the_time_since_which_the_attacker_was_inside_is_told_where_somebody_said_it(
    public: CommandLine,
) -> None:
    public.done("compromised-since", "2021-01-10T03:00")
    lines = public.done("report", "--for", "authorities").lines
    assert any(line.startswith("Attacker inside since: 10/01/2021 03:00") for line in lines)
