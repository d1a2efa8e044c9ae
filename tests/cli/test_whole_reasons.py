"""`show ID --without`, `next --why` and `queue --for`: what an IT director asks of the order."""

import json
from pathlib import Path

import pytest

from cli.command_line import CommandLine
from hospitals import HEAD

SHIPPED = Path(__file__).parents[2] / "inventory.toml"
PLAN = (
    HEAD
    + """[steps.image]
holder = "forensics"
[runbooks.win]
steps = ["image"]
[services.bloc]
name = "Theatre"
tier = 1
weight = 9
needs = ["hv1", "sql1"]
signs = "head of theatre"
[services.labo]
name = "Laboratory"
tier = 1
needs = [["sql1", "sql2"]]
[services.ward]
name = "Ward"
tier = 3
needs = ["app1"]
soft = ["bloc"]
[operators.anna]
roles = ["restorer"]
[servers]
san1 = { site = "imc", role = "SAN", state = "clean" }
hv1 = { site = "imc", role = "x", state = "clean", needs = ["san1"] }
sql1 = { site = "imc", role = "x", restore = "2h", state = "compromised", runbook = "win", needs = ["san1"] }
sql2 = { site = "union", role = "x", restore = "2h", state = "clean" }
app1 = { site = "union", role = "x", restore = "3h", state = "compromised" }
odd1 = { site = "union", role = "x", state = "clean" }
"""
)

FARM = (
    HEAD
    + """[services.record]
name = "Record"
tier = 1
needs = [{ at_least = 2, of = ["web1", "web2", "web3"] }]
[services.lab]
name = "Laboratory"
tier = 2
needs = ["lis"]
[servers]
web1 = { site = "imc", role = "x", state = "clean" }
web2 = { site = "imc", role = "x", state = "clean" }
web3 = { site = "imc", role = "x", state = "clean" }
san1 = { site = "imc", role = "SAN", restore = "2h", state = "compromised" }
lis = { site = "imc", role = "x", restore = "3h", state = "compromised", needs = ["san1"] }
"""
)


@pytest.fixture
def farm(here: CommandLine) -> CommandLine:
    """A record that two of three servers carry, and a laboratory on a SAN."""
    here.plan.write_text(FARM, encoding="utf-8")
    return here


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    here.plan.write_text(PLAN, encoding="utf-8")
    return here


def test_without_the_san_it_names_what_falls_through_what_and_what_stays(
    night: CommandLine,
) -> None:
    said = night.done("show", "san1", "--without").lines
    assert "Without san1 1 service cannot be up, whatever else works." in said
    assert any(line.split() == ["1", "Theatre", "partial", "hv1"] for line in said), said
    assert any(
        line.split()[:3] == ["1", "Laboratory", "up"] and "sql2 is enough" in line for line in said
    )
    assert "1 service would only miss what it wishes for: Ward." in said


def test_it_says_so_on_the_page_too_and_in_json(night: CommandLine) -> None:
    page = "\n".join(night.done("show", "san1").lines)
    assert "1 service cannot be up, whatever else works: Theatre." in page
    of = night.done("show", "san1", "--without", "--json").json
    assert [("bloc", ["hv1"], 1, False)] == [
        (each["service"], each["through"], each["tier"], each["works"]) for each in of["falls"]
    ]
    assert [("labo", ["sql2"], 1, "labo", False)] == [
        (each["service"], each["of"], each["at_least"], each["node"], each["falls_now"])
        for each in of["stays"]
    ]
    assert ["ward"] == [each["service"] for each in of["lacking"]]


def test_what_would_fall_now_for_its_spare_is_down_says_until_when(night: CommandLine) -> None:
    said = night.done("show", "sql2", "--without").lines
    assert "Without sql2 every service can be up, as long as others do its work." in said
    assert "1 works now and would fall." in said
    assert any("falls until sql1 (compromised) works" in line for line in said)


def test_what_others_could_do_but_do_not_is_not_said_to_be_done(night: CommandLine) -> None:
    night.done("mark", "sql2", "compromised")
    page = "\n".join(night.done("show", "sql1").lines)
    assert "do its work" not in page
    assert "1 service could do without it only once sql2 is back: Laboratory." in page
    said = night.done("show", "sql1", "--without").lines
    assert "1 service could do without it only once sql2 is back:" in said
    assert any("sql2 (compromised) would be enough" in line for line in said), said
    of = night.done("show", "sql1", "--without", "--json").json
    assert [("labo", False)] == [(each["service"], each["others_work"]) for each in of["stays"]]
    french = night.done("show", "sql1", "--lang", "fr").out.replace("\xa0", " ")
    assert "1 service ne pourrait s'en passer qu'une fois sql2 de retour : Laboratory." in french


def test_on_what_nothing_needs_nothing_hangs(night: CommandLine) -> None:
    assert "No service hangs on odd1." in night.done("show", "odd1", "--without").lines


def test_of_what_is_not_in_the_plan_it_says_so(night: CommandLine) -> None:
    answer = night.typed("show", "nope", "--without")
    assert (1, "") == (answer.code, answer.out)
    assert 'There is no server or service "nope" in the plan.' in answer.err


def test_next_tells_the_whole_reason(night: CommandLine) -> None:
    said = night.done("next", "--why").out
    assert "Theatre (partial) and sql1 (compromised)" in said
    assert "Theatre (tier 1, weight 9)" in said
    assert "nothing else until Theatre is up" in said
    assert "nothing: it is the first of the queue" in said
    assert "sql1 stands before app1: tier 1" in said


def test_next_of_another_site_tells_what_is_ahead_and_why_it_is_not_that(
    night: CommandLine,
) -> None:
    assert "sql1 (compromised, at IMC)" in night.done("next", "--site", "union", "--why").out
    of = night.done("next", "--site", "union", "--why", "--json").json["reason"]
    assert (["ward", "app1"], ["ward"], [], ["sql1"]) == (
        of["chain"],
        of["waiting"],
        of["to_go"],
        of["ahead"],
    )
    assert all(isinstance(each, str) for each in of["compared"])
    assert "reason" not in night.done("next", "--json").json


@pytest.mark.parametrize("verb", ["queue", "conditions"])
def test_a_trade_that_nobody_named_is_refused_with_the_nearest(
    night: CommandLine, verb: str
) -> None:
    answer = night.typed(verb, "--for", "forensic-team")
    assert 2 == answer.code
    assert 'is called "forensic-team". Did you mean "forensics"?' in answer.err
    refused = night.typed(verb, "--for", "zzzz", "--json")
    assert (2, 2) == (refused.code, json.loads(refused.out)["exit"])
    assert "There are forensics, head of theatre and anna." in json.loads(refused.out)["error"]


@pytest.mark.parametrize("name", ["forens", "ANNA", "head of theatre"])
def test_a_trade_that_the_plan_names_may_have_nothing_to_do(night: CommandLine, name: str) -> None:
    assert 0 == night.typed("queue", "--for", name).code


def test_who_asks_for_themself_is_known(night: CommandLine) -> None:
    assert 0 == night.typed("queue", "--for", "DBA").code


def test_work_that_others_share_is_not_told_as_all_of_it(here: CommandLine) -> None:
    here.plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    said = here.done("compare", "bloc-imc", "bloc-union").out
    assert "14 h of work left against 22 h 30." in said
    beside = here.done("compare", "banque-sang", "laboratoire").out
    assert "10 h of work left against 15 h, but for what goes before both" in beside


def test_of_so_many_that_are_enough_it_says_how_many(farm: CommandLine) -> None:
    """While they work, while too few do, and where what works now would fall for it."""

    def kept() -> str:
        (line,) = [x for x in farm.done("show", "web1", "--without").lines if "Record" in x]
        return line

    assert "2 of web2 and web3 are enough for Record" in kept()
    farm.done("mark", "web2", "compromised")
    assert "falls until 2 of web2 (compromised) and web3 work" in kept()
    farm.done("mark", "web3", "compromised")
    assert "2 of web2 (compromised) and web3 (compromised) would be enough for Record" in kept()


def test_of_what_is_ahead_it_says_who_is_at_it_and_what_it_waits_for(farm: CommandLine) -> None:
    farm.done("mark", "web2", "compromised")
    farm.done("mark", "web3", "compromised")
    for server, operator in (("web2", "anna"), ("web3", "anna"), ("san1", "bert")):
        farm.done("take", server, "--operator", operator)
    farm.done("mark", "san1", "restored", "--operator", "bert")
    assert "web2 (anna is at it)" in farm.done("next", "--why").out
    farm.done("undo", "--operator", "bert")
    farm.plan.write_text(
        FARM + 'old = { site = "imc", role = "x", restore = "1h", state = "compromised" }\n',
        encoding="utf-8",
    )
    said = farm.done("next", "--why").out
    assert "san1 (bert is at it)" in said
    assert "lis (after san1)" in said
