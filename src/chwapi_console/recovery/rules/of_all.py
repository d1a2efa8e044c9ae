"""Whom a rule of policy speaks of: where it asks, of all servers of an act, for it is asked once.

Where it wants a reason, of one, for each act keeps its own. Runbooks of one act may set a rule
differently: it speaks of those servers for which it asks.
"""

from collections.abc import Sequence

from chwapi_console.inventory.model import RuleWord
from chwapi_console.recovery.rules.cases import ServerCase


def spoken_of(case: ServerCase, rule: str, usually: RuleWord) -> Sequence[str]:
    """The servers of which a rule speaks that `usually` does so unless the plan says otherwise."""
    plan = case.view.plan

    def asks(server: str) -> bool:
        return plan.policy_for(server).rules.get(rule, usually) == "ask"

    if not asks(case.subject):
        return [case.subject]
    return [server for server in case.servers if asks(server)] or [case.subject]
