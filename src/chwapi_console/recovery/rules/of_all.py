"""Whom a rule of policy speaks of: where it asks, of all servers of an act, for it is asked once;
where it wants a reason, of one, for each act keeps its own."""

from collections.abc import Sequence

from chwapi_console.inventory.model import RuleWord
from chwapi_console.recovery.rules.cases import ServerCase


def spoken_of(case: ServerCase, rule: str, usually: RuleWord) -> Sequence[str]:
    """The servers of which a rule speaks that `usually` does so unless the plan says otherwise."""
    word = case.view.plan.policy.rules.get(rule, usually)
    return (case.servers or [case.subject]) if word == "ask" else [case.subject]
