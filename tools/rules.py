"""The page of all rules: `write` makes docs/design/rules.md from the registry of rules, `check`
fails when it is not what that gives."""

import sys
from collections.abc import Iterator
from typing import Any

from chwapi_console.inventory.model import POLICY_RULES, RULES_OF_SERVERS
from chwapi_console.recovery.rules.registry import GROUPS, every_rule
from chwapi_console.recovery.rules.rule import Rule
from chwapi_console.text import language
from made_pages import DOCS, run

BEFORE = """# The rules: what must be so before an act is written

Made by `make rules` from the registry of rules (`recovery/rules/registry.py`); do not edit.

An act is what somebody does at the console or with a verb. Each goes through one door
(`recovery/rules/door.py`), whoever does it and however, with the view that its actor was shown. The
door asks the rules in the order of this page, of one server, service or event after another; the
first that is broken says why, in words about that very server, and nothing is written. What asks
comes last, all of it at once. A rule

- **refuses**: the act is not written as things stand. Exit code 3.
- **wants**: it is written once something more, or less, is said with it. Exit code 1.
- **asks**: it is written once its actor, who was told, says that it is meant: `--yes`, or `y` in the
  console. Exit code 3 until then.
- **may be overridden**: it is written where its actor says why the rule does not hold this time. The
  act keeps the rule's name and the reason (`overridden`), beside who did it, and that is shown
  wherever the server or service is: `--override RULE=REASON`, or the reason in the console, which
  asks for it. Exit code 3 until then.

A rule **of policy** is one that a plan may set, by its id, in `[policy.rules]`: to `ask` (it asks),
`reason` (it may be overridden) or, where the plan's makers may, `off` (nobody is asked). None of
them is absolute: somebody alone at night can always go on, and never silently. Those that are asked
about a server may be set for the servers of one runbook, too, in `[runbooks.NAME.policy.rules]`
([the plan](plan.md#what-a-hospital-decides-policy)).

What refuses or wants is the same everywhere: without it the record would say what cannot be. What
asks and is not of policy guards against a slip of the hand, so a yes is enough: that a service
stops by it (`…stops`), that a name was never heard, how many servers a filter took.

A rule is named by its id, which never changes. `triage` stands for the verdicts of a list, which are
agreed to group by group ([triage](triage.md)); `undo` is asked about the act that is taken back, and
about how servers will stand then. To take an undo back is to do its act again: that is asked, too,
whatever is asked of this act, by what is so now; only the yes to what was open stands, while no more
is open than then. `price` is what is shown before a pin. Events that `sync` brings are refused by no
rule: they were written elsewhere, by people who saw what they saw, and where they disagree that is
shown as a conflict.

What is no rule and stops an act all the same: a name that the plan does not have, a journal that
cannot be written, and what somebody else did meanwhile to the same thing
([the record](journal.md#what-counts)).
"""


def page() -> str:
    """The page."""
    return BEFORE + "\n".join(_tables()) + f"\n\n{len(every_rule())} rules.\n"


def _tables() -> Iterator[str]:
    french = language("fr")
    for group in GROUPS:
        yield f"\n## {group.heading}\n"
        yield "| rule | asked of | does | says | satisfied by | dit | satisfait par |"
        yield "|---|---|---|---|---|---|---|"
        for rule in group.rules:
            acts = " ".join(f"`{act}`" for act in rule.acts)
            words = [rule.says, rule.met_by, french(rule.says), french(rule.met_by)]
            does = f"{rule.effect.word} ({_set_to(rule)})" if rule.is_policy else rule.effect.word
            yield f"| `{rule.id}` | {acts} | {does} | {' | '.join(map(str, words))} |"


def _set_to(rule: Rule[Any]) -> str:
    """What a plan may make of a rule of policy, and whether a runbook may."""
    words = ", ".join(f"`{word}`" for word in POLICY_RULES[rule.id])
    return f"policy{' and runbooks' if rule.id in RULES_OF_SERVERS else ''}: {words}"


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], {DOCS / "design" / "rules.md": page()}, "rules", "rules"))
