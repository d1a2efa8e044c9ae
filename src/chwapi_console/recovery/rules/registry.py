"""All rules. Their order is the order in which they are asked, and that of docs/design/rules.md."""

from typing import Any

from chwapi_console.recovery.rules import (
    acting,
    adding,
    announcing,
    claims,
    clearing,
    conditions,
    conflicts,
    ending,
    evidence_first,
    notifying,
    pinning,
    pointing,
    points,
    promising,
    replacing,
    roles,
    saying,
    signing_off,
    steps,
    switching_on,
    undoing,
    verifying,
    witnessing,
)
from chwapi_console.recovery.rules.rule import Rule

GROUPS: tuple[tuple[str, tuple[Rule[Any], ...]], ...] = (
    ("Who acts", acting.RULES),
    ("The roles of people", roles.RULES),
    ("What is said with an act", saying.RULES),
    ("Acts that disagree", conflicts.RULES),
    ("Whose a server is", claims.RULES),
    ("The second person", verifying.RULES),
    ("Clean servers", switching_on.RULES),
    ("Suspects", clearing.RULES),
    ("Replacements", replacing.RULES),
    ("Evidence first", evidence_first.RULES),
    ("Restore points", points.RULES),
    ("Steps of runbooks", steps.RULES),
    ("What an act announces", announcing.RULES),
    ("Sign-offs", signing_off.RULES),
    ("Conditions", conditions.RULES),
    ("Pins", pinning.RULES),
    ("What is told of restore points", pointing.RULES),
    ("What is told of evidence", witnessing.RULES),
    ("Undo", undoing.RULES),
    ("Servers that were found", adding.RULES),
    ("The end", ending.RULES),
    ("Legal clocks", notifying.RULES),
    ("Promises and shifts", promising.RULES),
)
RULES: tuple[Rule[Any], ...] = tuple(rule for _, rules in GROUPS for rule in rules)
