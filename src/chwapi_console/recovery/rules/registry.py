"""All rules. Their order is the order in which they are asked, and that of docs/design/rules.md."""

from typing import Any

from chwapi_console.recovery.rules import (
    acting,
    adding,
    announcing,
    claims,
    conditions,
    conflicts,
    ending,
    pinning,
    replacing,
    roles,
    saying,
    signing_off,
    switching_on,
    undoing,
    verifying,
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
    ("Replacements", replacing.RULES),
    ("What an act announces", announcing.RULES),
    ("Sign-offs", signing_off.RULES),
    ("Conditions", conditions.RULES),
    ("Pins", pinning.RULES),
    ("Undo", undoing.RULES),
    ("Servers that were found", adding.RULES),
    ("The end", ending.RULES),
)
RULES: tuple[Rule[Any], ...] = tuple(rule for _, rules in GROUPS for rule in rules)
