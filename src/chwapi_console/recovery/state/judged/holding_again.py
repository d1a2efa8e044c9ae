"""Whether what somebody once vouched for still holds where an undo puts it back.

To put it back is no new look, so what ended it meanwhile ends it still.
"""

from collections.abc import Callable
from datetime import datetime

from chwapi_console.journal.kinds.service_kinds import ConditionTerms, SignOffTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.suspects import Suspects
from chwapi_console.recovery.state.told.conditions import (
    SaidOfCondition,
    condition_after,
    unknown_to,
)
from chwapi_console.recovery.state.told.sign_offs import given_after
from chwapi_console.recovery.state.told.situation import Situation


def in_force_again(
    situation: Situation,
    condition: str,
    terms: ConditionTerms,
    suspects: Suspects,
    now: datetime,
) -> bool:
    """Whether a condition is met that stands so again."""
    acts = _that_said(situation, condition, terms, condition_after)
    if not acts or unknown_to(acts, terms, situation.footing):
        return False
    ended = any(_ended(situation, act, terms) for act in acts)
    return not ended and any(SaidOfCondition(terms, act).in_force(now, suspects) for act in acts)


def holds_again(situation: Situation, service: str, given: SignOffTerms) -> bool:
    """Whether a sign-off of a service holds that is put back."""
    acts = _that_said(situation, service, given, given_after)
    if not acts or situation.footing.unknown_needs(service, given.servers):
        return False
    return not any(_ended(situation, act, given) for act in acts)


def _that_said(
    situation: Situation, subject: str, terms: object, said: Callable[[Event], object]
) -> list[Event]:
    return [act for act in situation.history.get(subject, ()) if said(act) == terms]


def _ended(situation: Situation, act: Event, terms: ConditionTerms | SignOffTerms) -> bool:
    past = situation.past(act.subject)
    return situation.footing.lost_since(past, act, act.subject, terms) is not None
