"""The difference of two plans: nothing left out, nothing made up, and blind to how a plan is
written."""

from collections import ChainMap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chwapi_console.inventory.edit.difference import (
    LONE,
    Changed,
    Difference,
    FieldChange,
    PlanPart,
    differences,
    parts_of,
)
from chwapi_console.inventory.file.load import load
from chwapi_console.inventory.model import (
    TABLES_OF_PARTS,
    Estimate,
    Hub,
    Incident,
    Plan,
    Policy,
    RuleWord,
    Runbook,
    RunbookPolicy,
    Server,
    Service,
    ServiceGroup,
    Site,
    TierWhen,
)
from hospitals import plan_of

SMALL = """
[services.bloc]
name = "Bloc"
tier = 1
needs = ["sql1"]
[servers]
sql1 = { site = "imc", role = "SQL" }
old1 = { site = "union", role = "Archive" }
"""

NAMES = st.sampled_from(["a", "b", "c", "d"])
WORDS = st.sampled_from(["", "x", "y"])
SERVERS = st.builds(
    Server,
    site=WORDS,
    role=WORDS,
    needs=st.sampled_from([(), (("a",),), (("a", "b"),)]),
    notes=WORDS,
    restore=st.sampled_from([Estimate(1, 2, 3), Estimate(60, 120, 240)]),
)
SERVICES = st.builds(
    Service,
    name=WORDS,
    tier=st.sampled_from([1, 2]),
    rto=st.sampled_from([None, 60]),
    serves=st.sampled_from([(), "all", ("a",)]),
    tier_when=st.sampled_from([(), (TierWhen(1, "x"),)]),
)
GROUPS = st.builds(
    ServiceGroup,
    name=WORDS,
    services=st.sampled_from([(), ("a",)]),
    sites=st.sampled_from([(), ("b",)]),
    weight=st.integers(1, 2),
)
RUNBOOKS = st.builds(
    Runbook,
    st.just(("image",)),
    WORDS,
    policy=st.sampled_from(
        [None, RunbookPolicy(stale=60), RunbookPolicy(("clean",), rules={"point.late": "ask"})]
    ),
)
PLANS = st.builds(
    Plan,
    incident=st.builds(
        Incident,
        name=WORDS,
        detected=st.just(datetime(2021, 1, 17, tzinfo=UTC)),
        timezone=st.just("UTC"),
    ),
    policy=st.builds(Policy, crews=st.integers(1, 3)),
    hub=st.builds(Hub, st.sampled_from(["", "postgresql://hub/chwapi"])),
    sites=st.dictionaries(NAMES, st.builds(Site, WORDS), max_size=3),
    services=st.dictionaries(NAMES, SERVICES, max_size=3),
    servers=st.dictionaries(NAMES, SERVERS, max_size=3),
    runbooks=st.dictionaries(NAMES, RUNBOOKS, max_size=3),
    groups=st.dictionaries(NAMES, GROUPS, max_size=3),
    steps=st.just({}),
    conditions=st.just({}),
    operators=st.just({}),
)


def test_each_kind_of_difference_is_told_by_table_and_id() -> None:
    old = plan_of(SMALL)
    new = plan_of(
        SMALL.replace("old1", "new1")
        .replace("tier = 1", 'tier = 2\nrto = "4h"')
        .replace('role = "SQL"', 'role = "SQL", needs = ["new1"], restore = "3h"')
        + "[policy]\ncrews = 6\n"
    )
    assert Difference(
        added=(PlanPart("servers", "new1"),),
        changed=(
            Changed(PlanPart("policy"), (FieldChange("crews", 1, 6),)),
            Changed(
                PlanPart("services", "bloc"),
                (FieldChange("tier", 1, 2), FieldChange("rto", None, 240)),
            ),
            Changed(
                PlanPart("servers", "sql1"),
                (
                    FieldChange("needs", (), (("new1",),)),
                    FieldChange("restore", Estimate(60, 120, 240), Estimate(90, 180, 360)),
                ),
            ),
        ),
        removed=(PlanPart("servers", "old1"),),
    ) == differences(old, new)


def test_how_a_plan_is_written_is_no_difference() -> None:
    other = (
        SMALL.replace('role = "SQL"', 'role = "SQL", state = "unknown", restore = "120m"')
        .replace("[servers]", ('[servers.old1]\nsite = "union"\nrole = "Archive"\n[servers]'))
        .replace('old1 = { site = "union", role = "Archive" }', "")
    )
    assert differences(plan_of(SMALL), plan_of(other)).nothing


def test_rules_that_are_equal_are_no_difference_whatever_holds_them() -> None:
    plan, rules = plan_of(SMALL), dict[str, RuleWord]({"point.late": "ask"})
    old = plan._replace(policy=plan.policy._replace(rules=rules))
    new = plan._replace(policy=plan.policy._replace(rules=ChainMap(rules)))
    assert old == new and differences(old, new).nothing


def test_a_time_of_another_offset_is_told() -> None:
    old = plan_of(SMALL)
    moved = old._replace(
        incident=old.incident._replace(detected=old.incident.detected.astimezone(UTC))
    )
    (changed,) = differences(old, moved).changed
    assert (PlanPart("incident"), "detected") == (changed.place, changed.fields[0].field)


def test_the_shipped_plan_against_one_with_a_server_moved() -> None:
    plan = load(Path(__file__).parents[3] / "inventory.toml").plan
    assert differences(plan, plan).nothing
    moved = plan._replace(
        servers={**plan.servers, "dc1": plan.servers["dc1"]._replace(site="union")}
    )
    assert Difference(
        changed=(Changed(PlanPart("servers", "dc1"), (FieldChange("site", "imc", "union"),)),)
    ) == differences(plan, moved)


@given(PLANS, PLANS)
@settings(suppress_health_check=[HealthCheck.data_too_large])  # two whole plans
def test_the_difference_leads_from_the_one_plan_to_the_other(old: Plan, new: Plan) -> None:
    found = differences(old, new)
    made: dict[str, dict[str, Any]] = {
        table: dict(parts_of(old, table)) for table in (*LONE, *TABLES_OF_PARTS)
    }
    for place in found.removed:
        del made[place.table][place.name]
    for place in found.added:
        made[place.table][place.name] = parts_of(new, place.table)[place.name]
    for place, fields in found.changed:
        made[place.table][place.name] = made[place.table][place.name]._replace(
            **{change.field: change.new for change in fields}
        )
    assert {table: dict(parts_of(new, table)) for table in (*LONE, *TABLES_OF_PARTS)} == made


@settings(suppress_health_check=[HealthCheck.data_too_large])  # two whole plans
@given(PLANS, PLANS)
def test_seen_from_the_other_side_what_was_added_is_removed(old: Plan, new: Plan) -> None:
    here, there = differences(old, new), differences(new, old)
    assert (here.added, here.removed) == (there.removed, there.added)
    assert [
        (c.place, tuple(FieldChange(f.field, f.new, f.old) for f in c.fields)) for c in here.changed
    ] == list(there.changed)
    assert here.nothing == (old == new)
