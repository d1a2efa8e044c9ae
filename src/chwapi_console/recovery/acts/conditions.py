"""Saying how conditions stand: met, awaited, lost, or open again."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.errors import RequestError
from chwapi_console.inventory.groups import accepted_service
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.journal.kinds.service_kinds import (
    ConditionSaid,
    ConditionState,
    ConditionTerms,
    condition_key,
)
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import CONDITION, ConditionCase
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.told.conditions import NOBODY_SPOKE
from chwapi_console.recovery.state.told.sign_offs import vouched_for
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say, typed


class Saying(NamedTuple):
    """What somebody says of a condition.

    That it is met, `by` whom, who `tried` what, with which `reserve` `until` when; awaited from
    `source` until when; lost, or open again. Why is with the remarks.
    """

    state: ConditionState
    by: str = ""
    tried: str = ""
    reserve: str = ""
    source: str = ""
    until: datetime | None = None


def say_of(
    view: View,
    conditions: Sequence[str],
    saying: Saying,
    operator: str = "",
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Says the same of some conditions, in one act.

    What is met keeps the servers it stands on: refused, should somebody have acted on one of these
    since it was shown.
    """
    drafting = Drafting(view, operator)
    conditions = known_conditions(view, conditions)
    for condition in conditions:
        _say(drafting, condition, saying, remarks, conditions)
    return drafting.done()


def known_conditions(view: View, conditions: Sequence[str]) -> list[str]:
    """The conditions, each once. RequestError about the first that the plan lacks."""
    for name in conditions:
        if name not in view.plan.conditions:
            raise RequestError(with_nearest(_what_it_is(view, name), name, view.plan.conditions))
    return list(dict.fromkeys(conditions))


def _what_it_is(view: View, name: str) -> Sentence:
    service = accepted_service(name) or name
    if service in view.plan.services:
        return say(
            "{name} is a service: it is signed off with accept {id}.",
            name=service,
            id=typed(service),
        )
    if name in view.plan.servers:
        return say("{name} is a server. Use mark.", name=name)
    return say('There is no condition "{name}" in the plan.', name=name)


def _say(
    drafting: Drafting,
    condition: str,
    saying: Saying,
    remarks: Remarks,
    conditions: Sequence[str],
) -> None:
    view, spoken = drafting.view, drafting.view.situation.conditions.get(condition)
    after, actor = terms_of(view, condition, saying, remarks.reason), drafting.actor
    one = drafting.admit(
        ConditionCase(view, CONDITION, condition, after, saying.until, actor, remarks, conditions)
    )
    before = spoken.terms if spoken else None
    stands = view.conditions[condition]
    same = (before or NOBODY_SPOKE) == after and stands.state == after.state
    if same and not stands.conflict and not remarks.data():
        return
    key = condition_key(condition)
    drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
    drafting.add(one, ConditionSaid(before, after), remarks.data())
    drafting.rely_on(after.servers)


def terms_of(view: View, condition: str, saying: Saying, reason: str) -> ConditionTerms:
    """What is written of it; of one that is met with the servers and conditions that it stands on."""
    stands_on = (
        vouched_for(view.plan, view.graph, view.problem.working, condition)
        if saying.state == "met"
        else []
    )
    return ConditionTerms(
        saying.state,
        saying.by,
        saying.tried,
        saying.reserve,
        iso(saying.until) if saying.until else "",
        saying.source,
        reason,
        tuple(stands_on),
        tuple(node for node in stands_on if node in view.suspects),
    )
