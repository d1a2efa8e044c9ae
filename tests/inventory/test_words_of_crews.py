"""What a plan says of lanes, crews, hands and starts: read, written back, kept, and refused with a
sentence where it makes no sense."""

from datetime import datetime
from pathlib import Path

import pytest

from chwapi_console.inventory.assignments import (
    LaneStretch,
    crews_for,
    for_nobody,
    lane_stretches,
    lanes_of,
    runs,
    says,
)
from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file import plan_cache
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.model import Crew, Lane, Operator
from hospitals import HEAD, plan_of

PLAN = """
[servers]
dc1 = { site = "imc", role = "Domain controller", os = "Windows Server 2019", runbook = "windows", restore = "4h", hands = 2 }
sql1 = { site = "imc", role = "SQL of the record", os = "Ubuntu 22.04", runbook = "base", not_before = 2021-01-18T14:00:00+01:00 }
sw1 = { site = "union", role = "Core switches", restore = "1h" }
odd1 = { site = "union", role = "Autoclave" }
[runbooks.windows]
steps = ["image", "rebuild", "restore-data", "test"]
[runbooks.base]
steps = ["restore-data", "test"]
[steps.image]
time = "1h"
[operators.dba]
roles = ["restorer"]
crew = "bases"
[lanes.restore]
name = "Restore throughput"
at_once = 1
steps = ["restore-data"]
[lanes.eyes]
at_once = 2
work = ["verify"]
[lanes.clean]
at_once = 3
sites = ["union"]
servers = ["sql1"]
[crews.bases]
roles = ["SQL"]
hours = ["22:00-06:00", "07:00-12:30"]
weekdays = ["mon", "fri"]
[crews.windows]
at_once = 2
name = "Windows"
os = ["windows"]
sites = ["imc"]
hours = "07:00-19:00"
[crews.network]
roles = ["switch"]
"""


def test_all_of_it_is_read_and_written_back() -> None:
    plan = plan_of(PLAN)
    assert Lane(1, "Restore throughput", ("restore-data",)) == plan.lanes["restore"]
    assert (
        Crew(2, "Windows", os=("windows",), sites=("imc",), hours=((420, 1140),))
        == (plan.crews["windows"])
    )
    assert (((1320, 360), (420, 750)), (0, 4)) == plan.crews["bases"][-2:]
    assert Operator(("restorer",), crew="bases") == plan.operators["dba"]
    assert (2, 1) == (plan.servers["dc1"].hands, plan.servers["sql1"].hands)
    assert datetime.fromisoformat("2021-01-18T14:00:00+01:00") == plan.servers["sql1"].not_before
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan


def test_a_plan_that_is_known_keeps_it() -> None:
    plan = plan_of(PLAN)
    assert plan == plan_cache._plan(plan_cache._values(plan))


def test_crews_add_up_to_what_can_be_restored_side_by_side() -> None:
    assert 4 == plan_of(PLAN).at_once
    assert 6 == plan_of("[policy]\ncrews = 6").at_once


def test_a_crew_takes_what_it_is_for_and_any_of_them_what_none_is_for() -> None:
    plan = plan_of(PLAN)
    assert {
        "dc1": ("windows",),
        "sql1": ("bases",),
        "sw1": ("network",),
        "odd1": ("bases", "windows", "network"),
    } == crews_for(plan)
    assert ["odd1"] == for_nobody(plan)


@pytest.mark.parametrize(
    ("text", "phrase", "is_said"),
    [
        ("Contrôleur de domaine", "controleur de dom", True),
        ("Serveur SQL-ADT", "sql", True),
        ("MySQL", "sql", False),
        ("Contrôleur", "contrôleur de domaine", False),
        ("x", " ", False),
        ("Banque de sang", "SAN", False),
        ("Banque de sang", "san", False),
        ("Réseau sanitaire", "SAN", False),
        ("Baies SAN1 et SAN2", "SAN", True),
        ("Admissions", "ad", False),
        ("Administration des SANs", "SAN", True),
        ("Core switches", "switch", True),
        ("Webserver", "web", True),
        ("Datenbanken", "datenbank", True),
        ("Imprimantes", "IMPRIM", True),
        ("Hyperviseur ESXi", "ESX", True),
    ],
)
def test_a_phrase_is_found_by_its_words(text: str, phrase: str, is_said: bool) -> None:
    assert is_said == says(text, phrase)


@pytest.mark.parametrize(
    ("os", "system", "is_run"),
    [
        ("Windows Server 2019", "WIN", True),
        ("VMware ESXi 7", "ESX", True),
        ("VMware ESXi 7", "VM", True),
        ("Red Hat 8", "Linux", True),
        ("AIX 7.2", "X", False),
        ("", "WIN", False),
    ],
)
def test_a_system_is_told_by_how_its_words_begin(os: str, system: str, is_run: bool) -> None:
    server = plan_of(PLAN).servers["dc1"]._replace(os=os)
    assert is_run == runs(server, system)


def test_a_restoration_uses_a_lane_for_the_share_of_its_steps() -> None:
    plan = plan_of(PLAN)
    assert (
        LaneStretch(0.5, (), ("image", "rebuild")),
        LaneStretch(0.25, ("restore",), ("restore-data",)),
        LaneStretch(0.25, (), ("test",)),
    ) == lane_stretches(plan, "dc1")
    assert (
        LaneStretch(0.5, ("restore", "clean"), ("restore-data",), ("clean",)),
        LaneStretch(0.5, ("clean",), ("test",), ("clean",)),
    ) == lane_stretches(plan, "sql1")
    assert (LaneStretch(1.0, ("clean",), (), ("clean",)),) == lane_stretches(plan, "sw1")


def test_more_hands_help_in_a_place_that_a_restoration_keeps_and_not_in_the_lane_of_a_step() -> (
    None
):
    plan = plan_of(PLAN)
    assert [False, True] == [stretch.hands_help for stretch in lane_stretches(plan, "sql1")]
    assert [True] == [stretch.hands_help for stretch in lane_stretches(plan, "sw1")]


def test_kinds_of_work_use_a_lane_as_a_whole() -> None:
    plan = plan_of(PLAN)
    assert (("eyes",), ("clean",), ()) == (
        lanes_of(plan, "sw1", "verify"),
        lanes_of(plan, "sw1", "restore"),
        lanes_of(plan, "sw1", "look"),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("at_once = 1\n", "at_once = 0\n", "must be at least 1. Here stands 0."),
        ("at_once = 1\n", "", "is missing. Add it."),
        ("at_once = 1\n", "at_once = true\n", "must be a whole number"),
        (
            '"restore-data"]\n[lanes.eyes',
            '"restore-dta"]\n[lanes.eyes',
            'Did you mean "restore-data"?',
        ),
        ('work = ["verify"]', "", "it does not say what uses it"),
        (
            'work = ["verify"]',
            'work = ["verifying"]',
            "must be 'look', 'restore', 'verify' or 'connect'",
        ),
        ('servers = ["sql1"]', 'servers = ["sql2"]', 'there is no server "sql2"'),
        ('sites = ["union"]', 'sites = ["unoin"]', 'Did you mean "union"?'),
        ('sites = ["imc"]', 'sites = ["imk"]', 'there is no site "imk"'),
        ('roles = ["SQL"]', 'runbooks = ["windos"]', 'Did you mean "windows"?'),
        ('crew = "bases"', 'crew = "basis"', 'there is no crew "basis". Did you mean "bases"?'),
        ('"07:00-19:00"', '"7h-19h"', 'a time of the day is written like "05:00"'),
        ('"07:00-19:00"', '"07:00"', 'hours are written like "07:00-19:00"'),
        ('"07:00-19:00"', '["07:00-19:00", 8]', 'hours are written like "07:00-19:00"'),
        ('"07:00-19:00"', '"07:00-07:00"', "who works day and night has no hours"),
        ('["mon", "fri"]', "[]", "must be a list with something in it"),
        ("hands = 2", "hands = 0", "must be at least 1"),
        ("hands = 2", "hands = 9", "must be at most 4"),
        ("14:00:00+01:00", "14:00:00", "write the offset too"),
        ("at_once = 2\nwork", "atonce = 2\nwork", 'Did you mean "at_once"?'),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(old: str, new: str, said: str) -> None:
    assert old in PLAN
    with pytest.raises(PlanError) as refused:
        plan_of(PLAN.replace(old, new, 1))
    assert said in " ".join(str(finding.sentence) for finding in refused.value.findings)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", "no crew is for odd1, so any of them takes it."),
        ('roles = ["switch"]', 'roles = ["firewall"]', 'no server has "firewall" in its role.'),
        ('os = ["windows"]', 'os = ["AIX"]', 'no server runs "AIX", by its os.'),
        ("[servers]", "[policy]\ncrews = 6\n[servers]", "the crews add up to 4, which counts."),
        ("2021-01-18T14", "2020-01-18T14", "before the incident was detected"),
    ],
)
def test_what_is_odd_is_told_and_opens(old: str, new: str, said: str) -> None:
    findings = parse(HEAD + PLAN.replace(old, new, 1), Path("plan.toml")).findings
    assert said in " ".join(str(finding.sentence) for finding in findings)


def test_roles_that_nobody_knows_are_told_once_each() -> None:
    plan = PLAN.replace('roles = ["restorer"]', 'roles = ["commander", "observr"]')
    with pytest.raises(PlanError) as refused:
        plan_of(plan)
    told = [str(finding.sentence) for finding in refused.value.findings]
    assert ['"commander".', '"observr".'] == [each.split("stands ")[1] for each in told]
