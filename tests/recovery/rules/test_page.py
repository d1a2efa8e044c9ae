"""The page of rules lists exactly the registry."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from chwapi_console.recovery.rules.cases import ActName
from chwapi_console.recovery.rules.registry import GROUPS, RuleGroup, every_rule, rules_of

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "design" / "rules.md"


def test_the_page_is_what_the_registry_gives() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "rules.py", "check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_the_page_lists_every_rule_once_in_the_order_in_which_they_are_asked() -> None:
    listed = re.findall(r"^\| `([\w.-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [rule.id for rule in every_rule()] == listed
    assert len(listed) == len(set(listed)) == sum(len(group.rules) for group in GROUPS)


def test_every_rule_says_what_it_is_and_what_satisfies_it_in_a_sentence_of_each_its_own() -> None:
    rules = every_rule()
    for rule in rules:
        assert rule.acts
        for sentence in (rule.says, rule.met_by):
            assert str(sentence)[0].isupper()
            assert str(sentence).endswith(".")
            assert not sentence.values
    assert len(rules) == len({rule.says.template for rule in rules})


@pytest.mark.parametrize("group", GROUPS, ids=[group.module for group in GROUPS])
def test_the_acts_of_a_group_are_those_that_its_rules_are_asked_of(group: RuleGroup) -> None:
    assert {act for rule in group.rules for act in rule.acts} == set(group.acts)
    assert len(group.acts) == len(set(group.acts))


def test_every_module_that_has_rules_is_in_the_registry() -> None:
    rooms = (ROOT / "src" / "chwapi_console" / "recovery" / "rules").glob("*.py")
    with_rules = {room.stem for room in rooms if re.search(r"^RULES\b", room.read_text(), re.M)}
    assert with_rules == {group.module for group in GROUPS}


def test_the_rules_of_an_act_are_asked_in_the_order_of_the_page() -> None:
    for act in get_args(ActName):
        asked = [rule for rule in rules_of(act) if act in rule.acts]
        assert [rule for rule in every_rule() if act in rule.acts] == asked
