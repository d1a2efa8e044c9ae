"""The page of all rules: `write` makes docs/design/rules.md from the registry of rules, `check`
fails when it is not what that gives."""

import sys
from collections.abc import Iterator

from chwapi_console.recovery.rules.registry import GROUPS, RULES
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
  act keeps the rule's name and the reason (`overridden`), beside who did it. Exit code 3 until then.
  No rule is of this kind yet.

A rule is named by its id, which never changes. `triage` stands for the verdicts of a list, which are
agreed to group by group ([triage](triage.md)); `undo` is asked about the act that is taken back, and
about how servers will stand then; `price` is what is shown before a pin. Events that `sync` brings
are refused by no rule: they were written elsewhere, by people who saw what they saw, and where they
disagree that is shown as a conflict.

What is no rule and stops an act all the same: a name that the plan does not have, a journal that
cannot be written, and what somebody else did meanwhile to the same thing
([the record](journal.md#what-counts)).
"""


def page() -> str:
    """The page."""
    return BEFORE + "\n".join(_tables()) + f"\n\n{len(RULES)} rules.\n"


def _tables() -> Iterator[str]:
    french = language("fr")
    for title, rules in GROUPS:
        yield f"\n## {title}\n"
        yield "| rule | asked of | does | says | satisfied by | dit | satisfait par |"
        yield "|---|---|---|---|---|---|---|"
        for rule in rules:
            acts = " ".join(f"`{act}`" for act in rule.acts)
            words = [rule.says, rule.met_by, french(rule.says), french(rule.met_by)]
            yield f"| `{rule.id}` | {acts} | {rule.effect.word} | {' | '.join(map(str, words))} |"


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], {DOCS / "design" / "rules.md": page()}, "rules", "rules"))
