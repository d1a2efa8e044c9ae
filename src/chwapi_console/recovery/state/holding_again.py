"""Whether what somebody once vouched for still holds where an undo puts it back.

To put it back is no new look, so what ended it meanwhile ends it still.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from chwapi_console.journal.events import Event
from chwapi_console.journal.service_kinds import ConditionTerms, SignOffTerms
from chwapi_console.recovery.state.conditions import SaidOfCondition, condition_after, stood_upon
from chwapi_console.recovery.state.losses import lost_by
from chwapi_console.recovery.state.sign_offs import given_after, vouched
from chwapi_console.recovery.state.situation import Situation
from chwapi_console.recovery.state.suspects import Suspects


def in_force_again(
    situation: Situation,
    condition: str,
    terms: ConditionTerms,
    suspects: Suspects,
    now: datetime,
) -> bool:
    """Whether a condition is met that stands so again."""
    acts = _that_said(situation, condition, terms, condition_after)
    ended = any(_ended(situation, act, stood_upon(condition, terms)) for act in acts)
    return not ended and any(SaidOfCondition(terms, act).in_force(now, suspects) for act in acts)


def holds_again(situation: Situation, service: str, given: SignOffTerms) -> bool:
    """Whether a sign-off of a service holds that is put back."""
    acts = _that_said(situation, service, given, given_after)
    return bool(acts) and not any(_ended(situation, act, vouched(service, given)) for act in acts)


def _that_said(
    situation: Situation, subject: str, terms: object, said: Callable[[Event], object]
) -> list[Event]:
    return [act for act in situation.history.get(subject, ()) if said(act) == terms]


def _ended(situation: Situation, act: Event, nodes: Sequence[str]) -> bool:
    return lost_by(situation.knows, act, nodes, situation.losses) is not None
