"""The rules that were overridden for what stands now, each with who did it and why.

An override goes with its act: what was undone overrides nothing any more, and a verdict on a server
begins its work anew.
"""

from chwapi_console.journal.kinds.server_kinds import Settled
from chwapi_console.journal.kinds.service_kinds import ConditionChange
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.server_history import latest_of_each_origin, verdicts_on
from chwapi_console.recovery.state.told.situation import Situation


class Override(NamedTuple):
    """A rule, by id, the reason for which it was overridden, and the act that did it."""

    rule: str
    reason: str
    event: Event


def _still_counts(situation: Situation, act: Event) -> bool:
    """Whether an act is one of those that stand, where what it is about is said anew each time.

    A condition that was met against a rule may be met in order since.
    """
    if not isinstance(act.payload, ConditionChange):
        return True
    key = act.payload.heads_key(act.subject)
    return act.hash in situation.head_ids.get(key, ())


def _settles_a_verdict(event: Event) -> bool:
    """Whether it ends a conflict with a verdict: what overrode a rule for the other act is over."""
    return isinstance(event.payload, Settled) and not event.payload.after.work


def overrides(situation: Situation) -> dict[str, tuple[Override, ...]]:
    """The overrides that stand, by what they are about, in reading order; nothing that has none."""
    found: dict[str, tuple[Override, ...]] = {}
    for subject, events in situation.history.items():
        acts = [e for e in events if "overridden" in e.data and e.hash not in situation.undone]
        if not acts:
            continue
        begun_anew = [*verdicts_on(events, situation.undone), *filter(_settles_a_verdict, events)]
        verdicts = latest_of_each_origin(begun_anew)
        standing = [
            Override(rule, reason, act)
            for act in acts
            if _still_counts(situation, act)
            and not any(situation.knows(verdict, act) for verdict in verdicts)
            for rule, reason in sorted(act.overridden.items())
        ]
        if standing:
            found[subject] = tuple(standing)
    return found
