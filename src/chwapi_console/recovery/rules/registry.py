"""All rules. Their order is the order in which they are asked, and that of docs/design/rules.md.

A verb needs the rules of its own act alone, and begins in a blink: so a group's module is named here
and loaded when an act of its kind is asked about, and `acts` says for it of which acts its rules are
asked. A test holds that to what they say themselves.
"""

from functools import cache
from importlib import import_module
from typing import Any

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.rules.cases import OF_PEOPLE, ON_THE_RECOVERY, ActName
from chwapi_console.recovery.rules.rule import Rule


class RuleGroup(NamedTuple):
    """Rules of one subject.

    Their heading on the page, their `module` in this folder, and the acts that any of them is asked
    of.
    """

    heading: str
    module: str
    acts: tuple[ActName, ...]

    @property
    def rules(self) -> tuple[Rule[Any], ...]:
        """The rules, in the order in which they are asked."""
        rules: tuple[Rule[Any], ...] = import_module(f"{__package__}.{self.module}").RULES
        return rules


GROUPS = (
    RuleGroup("Who acts", "acting", ("sign", "export", "every act")),
    RuleGroup("Which record", "of_record", ("every act",)),
    RuleGroup("The roles of people", "roles", OF_PEOPLE),
    RuleGroup(
        "What is said with an act", "saying", ("mark", "take", "settle", "accept", "pin", "note")
    ),
    RuleGroup("Acts that disagree", "conflicts", ("mark", "take", "drop", "settle", "triage")),
    RuleGroup("Whose a server is", "claims", ("mark", "take", "drop", "step", "undo")),
    RuleGroup("The second person", "verifying", ("mark", "settle", "undo")),
    RuleGroup("Clean servers", "switching_on", ("mark", "settle", "undo")),
    RuleGroup("Suspects", "clearing", ("mark", "settle", "triage")),
    RuleGroup("Replacements", "replacing", ("mark", "settle", "undo")),
    RuleGroup(
        "Evidence first", "evidence_first", ("mark", "settle", "triage", "step", "undo", "evidence")
    ),
    RuleGroup("Restore points", "points", ("mark", "settle", "step", "undo")),
    RuleGroup("Steps of runbooks", "steps", ("mark", "settle", "step")),
    RuleGroup("What an act announces", "announcing", ("mark", "take", "settle", "triage")),
    RuleGroup("Sign-offs", "signing_off", ("accept",)),
    RuleGroup("Conditions", "conditions", ("condition", "undo")),
    RuleGroup("Pins", "pinning", ("pin", "price", "unpin", "undo")),
    RuleGroup(
        "What is told of restore points",
        "pointing",
        ("undo", "restore-point", "compromised-since", "indicators"),
    ),
    RuleGroup("What is told of evidence", "witnessing", ("undo", "evidence", "hand-over")),
    RuleGroup("Undo", "undoing", ("undo",)),
    RuleGroup("Servers that were found", "adding", ("undo", "add")),
    RuleGroup("The end", "ending", (*ON_THE_RECOVERY, "close", "reopen")),
    RuleGroup("Legal clocks", "notifying", ("undo", "aware", "notified")),
    RuleGroup("Promises and shifts", "promising", ("promise", "handover")),
)


def every_rule() -> tuple[Rule[Any], ...]:
    """All of them, for who reads or lists them."""
    return tuple(rule for group in GROUPS for rule in group.rules)


@cache
def rules_of(act: ActName, again: ActName | None = None) -> tuple[Rule[Any], ...]:
    """The rules of every group of which any is asked of an act, or of the act that it does again."""
    return tuple(
        rule for group in GROUPS if act in group.acts or again in group.acts for rule in group.rules
    )
