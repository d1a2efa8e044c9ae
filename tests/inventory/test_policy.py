"""The policy: what is unset, and what a plan says, survives being written and read."""

from pathlib import Path

import pytest

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file.load import parse
from hospitals import HEAD, plan_of


def test_nobody_is_asked_after_an_idle_time_unless_the_plan_says_so() -> None:
    assert None is plan_of("").policy.idle
    plan = plan_of('[policy]\nidle = "1h30"\n')
    assert 90 == plan.policy.idle
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan


def test_an_idle_time_is_a_duration() -> None:
    with pytest.raises(PlanError, match="1 fault"):
        plan_of("[policy]\nidle = 30\n")


def test_a_plan_sets_rules_of_policy_by_their_ids() -> None:
    assert {} == plan_of("").policy.rules
    plan = plan_of('[policy.rules]\n"work.open" = "reason"\n')
    assert {"work.open": "reason"} == plan.policy.rules
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"work.opn" = "ask"', 'there is no rule of policy "work.opn". Did you mean "work.open"?'),
        ('"verified.another" = "off"', 'there is no rule of policy "verified.another".'),
        ('"work.open" = "off"', 'this rule is set to one of "ask" or "reason".'),
        ('"work.open" = "never"', "must be 'off', 'ask' or 'reason'"),
    ],
)
def test_what_no_rule_of_policy_can_be_set_to_is_a_fault(line: str, said: str) -> None:
    with pytest.raises(PlanError) as refused:
        plan_of(f"[policy.rules]\n{line}\n")
    (finding,) = refused.value.findings
    assert said in str(finding.sentence)
    assert "policy.rules" in finding.dotted


RUNBOOK = """
[policy]
evidence_first = false
[servers]
a = { site = "imc", role = "x", runbook = "w" }
[runbooks.w]
steps = ["image", "test", "sweep"]
required = ["sweep"]
optional = ["test"]
[steps.image]
required = false
time = "45m"
holder = "forensics"
result = "hash"
"""


def test_what_a_plan_says_of_steps_and_evidence_is_written_read_and_kept() -> None:
    plan = plan_of(RUNBOOK)
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan
    assert not plan.evidence_comes_first("a")
    required = {step: plan.is_required("a", step) for step in plan.steps_of("a")}
    assert {"image": False, "test": False, "sweep": True} == required
    assert (45, "forensics", "hash") == plan.step("image")[3:]


def test_evidence_comes_first_outside_exercises_unless_the_plan_says_otherwise() -> None:
    assert plan_of("").evidence_comes_first("a")
    drill = HEAD.replace("[sites.imc]", "drill = true\n[sites.imc]", 1)
    assert not parse(drill, Path("plan.toml")).plan.evidence_comes_first("a")
    asked = parse(f"{drill}[policy]\nevidence_first = true\n", Path("plan.toml")).plan
    assert asked.evidence_comes_first("a")
