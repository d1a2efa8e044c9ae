"""The page of rules lists exactly the registry."""

import re
import subprocess
import sys
from pathlib import Path

from chwapi_console.recovery.rules.registry import GROUPS, RULES

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
    assert [rule.id for rule in RULES] == listed
    assert len(listed) == len(set(listed)) == sum(len(rules) for _, rules in GROUPS)


def test_every_rule_says_what_it_is_and_what_satisfies_it_in_a_sentence_of_each_its_own() -> None:
    for rule in RULES:
        assert rule.acts
        for sentence in (rule.says, rule.met_by):
            assert str(sentence)[0].isupper()
            assert str(sentence).endswith(".")
            assert not sentence.values
    assert len(RULES) == len({rule.says.template for rule in RULES})
