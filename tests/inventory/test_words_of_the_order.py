"""What a plan says to the order (shares, sites served, groups, a calendar): read, written back, kept, and
refused with a sentence where it makes no sense."""

from pathlib import Path

import pytest

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file import plan_cache
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.model import ServiceGroup, TierWhen
from hospitals import HEAD, plan_of

PLAN = """
[policy]
wish = 0.2
[services.lab]
name = "Laboratory"
tier = 2
weight = 3
serves = "all"
needs = ["lab1"]
[services.paie]
name = "Payroll"
tier = 4
serves = ["union"]
needs = ["lab1"]
soft = ["lab"]
tier_when = [
    { tier = 2, day = "last", before = 5, reason = "pay day" },
    { tier = 3, weekdays = ["mon", "fri"], from = "05:00", until = "24:00", reason = "lists" },
]
[servers]
lab1 = { site = "imc", role = "x" }
[groups.path]
name = "Pathway"
services = ["lab", "paie"]
sites = ["imc"]
weight = 2
"""


def test_all_of_it_is_read_and_written_back() -> None:
    plan = plan_of(PLAN)
    assert 20 == plan.policy.wish
    assert (
        TierWhen(2, "pay day", day=31, before=5),
        TierWhen(3, "lists", (0, 4), 300, 1440),
    ) == plan.services["paie"].tier_when
    assert {"path": ServiceGroup("Pathway", ("lab", "paie"), ("imc",), 2)} == plan.groups
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan


def test_a_plan_that_is_known_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    plan = plan_of(PLAN)
    assert plan == plan_cache._plan(plan_cache._values(plan))


def test_a_weight_counts_for_each_site_that_is_served() -> None:
    plan = plan_of(PLAN)
    assert (6, 1) == (plan.weight("lab"), plan.weight("paie"))
    heavier = HEAD.replace('name = "Union"', 'name = "Union"\nweight = 4')
    plan = parse(heavier + PLAN, Path("plan.toml")).plan
    assert (15, 4) == (plan.weight("lab"), plan.weight("paie"))


def test_what_is_unsaid_is_a_twentieth_and_nothing_else() -> None:
    plan = plan_of("")
    assert (5, {}) == (plan.policy.wish, dict(plan.groups))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wish = 0.2", "wish = 20", "must be a share from 0 to 1, like 0.1"),
        ("wish = 0.2", "wish = true", "must be a share from 0 to 1, like 0.1"),
        ('serves = "all"', 'serves = "both"', 'must be "all" or a list of sites'),
        ('["union"]', '["unoin"]', 'there is no site "unoin". Did you mean "union"?'),
        ("weight = 3", 'weight = 3\nsite = "imc"', "it has a site, so it serves that one alone"),
        ('["lab", "paie"]', '["lab", "pay"]', 'there is no service "pay"'),
        ('sites = ["imc"]', 'sites = ["imk"]', 'there is no site "imk". Did you mean "imc"?'),
        ("[groups.path]", "[groups.lab]", "a service has this id too"),
        ("[groups.path]", "[groups.lab1]", "a server has this id too"),
        ('name = "Pathway"', 'name = " "', "say what people call it"),
        ('name = "Pathway"', 'name = "P"\nof = ["lab"]', "is not a key of a plan"),
        ('"05:00"', '"5 am"', 'a time of the day is written like "05:00"'),
        ('"24:00"', '"05:00"', "from and until are the same time"),
        ('"mon"', '"monday"', "must be mon, tue"),
        ('"last"', "32", 'must be a day of the month from 1 to 31, or "last"'),
        ('day = "last", ', "", "before which day of the month?"),
        ('day = "last", before = 5, ', "", "it says no time, so it would always hold"),
        ('reason = "pay day"', 'reason = " "', "say why: it is shown wherever the tier is"),
        (', reason = "pay day"', "", "is missing"),
        ("before = 5", "befor = 5", 'Did you mean "before"?'),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(old: str, new: str, said: str) -> None:
    assert old in PLAN
    with pytest.raises(PlanError) as refused:
        plan_of(PLAN.replace(old, new, 1))
    assert said in " ".join(str(finding.sentence) for finding in refused.value.findings)


def test_more_times_for_one_service_than_are_tried_at_every_turn_are_refused() -> None:
    one = '{ tier = 2, from = "05:00", reason = "lists" }'
    many = ", ".join([one] * 21)
    with pytest.raises(PlanError) as refused:
        plan_of(PLAN.replace("tier_when = [", f"tier_when = [{many},", 1))
    said = [str(finding.sentence) for finding in refused.value.findings]
    assert 1 == len(said)
    assert said[0].startswith("23 times at which it has another tier; no more than 20 are read.")
    assert 20 == len(
        plan_of(PLAN.replace("tier_when = [", f"tier_when = [{', '.join([one] * 18)},", 1))
        .services["paie"]
        .tier_when
    )


def test_a_group_of_one_is_a_warning() -> None:
    lone = PLAN.replace('["lab", "paie"]', '["lab"]')
    findings = parse(HEAD + lone, Path("plan.toml")).findings
    assert any("fewer than two services" in str(finding.sentence) for finding in findings)
