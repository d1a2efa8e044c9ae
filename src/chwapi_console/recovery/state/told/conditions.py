"""How conditions stand: what must be true and is no machine, said by people, and lapsed by itself.

A condition that is met keeps the servers it stood on, as a sign-off does, and lapses with the first
act that its author did not know of and that made one of them unavailable; it does not hold while
one of them is suspect that was not known to be, nor where the plan in force names a need that it was
met without (`footing`). A reserve has an end, at which the condition is
open again. All of it follows from the plan, the set of events and the time: any two journals with
the same events say the same. See docs/design/states.md, "Conditions".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.inventory.groups import Needs, accepted_service
from chwapi_console.journal.kinds.service_kinds import (
    CONDITION_STATES,
    ConditionChange,
    ConditionState,
    ConditionTerms,
    condition_key,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.footing import Footing, was_met_anyway
from chwapi_console.recovery.state.told.server_history import Past

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan
    from chwapi_console.recovery.state.judged.suspects import Suspects
    from chwapi_console.recovery.state.told.situation import Situation


class SaidOfCondition(NamedTuple):
    """What people said of a condition.

    The terms that count and the act that wrote them, the most cautious of those that disagree;
    `ended_by` is the first act that made a server unavailable which it stood on, `unknown` are the
    needs that the plan in force has beneath it and that it was met without.
    """

    terms: ConditionTerms
    event: Event
    ended_by: Event | None = None
    conflict: bool = False
    unknown: Needs = ()

    @property
    def stands(self) -> bool:
        """Whether nothing that it stood on was lost, and it stood on all that it needs."""
        return self.ended_by is None and not self.unknown

    @property
    def until(self) -> datetime | None:
        """When what it says ends, or comes (UTC)."""
        return datetime.fromisoformat(self.terms.until) if self.terms.until else None

    def in_force(self, now: datetime, suspects: "Suspects") -> bool:
        """Whether it says that the condition is met, and that still holds."""
        return (
            self.terms.state == "met"
            and self.stands
            and (self.until is None or now < self.until)
            and not self.fallen_for(suspects)
        )

    def fallen_for(self, suspects: "Suspects") -> tuple[str, ...]:
        """The servers it stood on that are suspect, and were not known to be."""
        if not suspects:
            return ()
        known = set(self.terms.suspect)
        return tuple(s for s in self.terms.servers if s in suspects and s not in known)


class ConditionStanding(NamedTuple):
    """How a condition stands.

    `who` met it or is to give it, else who is to meet it by the plan; `until` is when a reserve
    ends or what is awaited comes. `ready` says that all it needs works, so that it can be met;
    `holds_down` that something waits for it. Of one that was met and is open again: `lapsed_by`
    which act, for which `suspect` servers, for which `unknown` needs, that whoever met it knew
    nothing of, or because the time of its reserve is over (`reserve_over`). The id of a sign-off
    that some need asks for is `accepted SERVICE`.
    """

    id: str
    state: ConditionState
    who: str
    until: datetime | None = None
    tried: str = ""
    reserve: str = ""
    reason: str = ""
    ready: bool = False
    holds_down: bool = False
    conflict: bool = False
    event: Event | None = None
    lapsed_by: Event | None = None
    suspect: tuple[str, ...] = ()
    reserve_over: bool = False
    unknown: Needs = ()

    @property
    def is_met(self) -> bool:
        """Whether it is met, with a reserve or without."""
        return self.state == "met"

    @property
    def was_met(self) -> bool:
        """Whether it was met, and is open again by itself."""
        return bool(self.lapsed_by or self.suspect or self.reserve_over or self.unknown)

    @property
    def service(self) -> str:
        """The service whose sign-off it is; empty for a condition of the plan."""
        return accepted_service(self.id)


def said_of_conditions(
    record: Record,
    conditions: Sequence[str],
    pasts: Mapping[str, Past],
    footing: Footing,
) -> dict[str, SaidOfCondition]:
    """What counts of what people said of each condition, by id.

    Nothing of those that nobody spoke of.
    """
    spoken = {}
    for condition in conditions:
        heads = record.heads.of(condition_key(condition))
        if heads and (counts := that_counts(heads, footing, pasts[condition])) is not None:
            spoken[condition] = counts
    return spoken


def that_counts(
    heads: Sequence[Event],
    footing: Footing,
    past: Past,
) -> SaidOfCondition | None:
    """Of the acts that stand the one that counts: the most cautious.

    Of those that say it is met one that holds, as with sign-offs; of these one with a reserve. None
    where it is open and was never anything else.
    """
    each = [
        _told(head, terms, footing, past)
        for head in heads
        if (terms := condition_after(head)) is not None
    ]
    if not each or (len(each) == 1 and each[0].terms == NOBODY_SPOKE):
        return None
    least = min(each, key=_caution)
    return least._replace(conflict=len({one.terms.state for one in each}) > 1)


def _told(head: Event, terms: ConditionTerms, footing: Footing, past: Past) -> SaidOfCondition:
    """What an act that stands says, and what ended it.

    Of one that an undo put back, what the act did not know of that first said it.
    """
    acts = [act for act in past.acts_behind(head) if condition_after(act) == terms] or [head]
    return SaidOfCondition(
        terms,
        head,
        footing.ended_by(past, acts, head.subject, terms),
        unknown=unknown_to(acts, terms, footing),
    )


def unknown_to(acts: Sequence[Event], terms: ConditionTerms, footing: Footing) -> Needs:
    """The needs of a condition that is met of which those acts that said so knew nothing.

    None of one that was met whatever it needs.
    """
    if terms.state != "met" or any(map(was_met_anyway, acts)):
        return ()
    return footing.unknown_needs(acts[0].subject, terms.servers)


def condition_after(event: Event) -> ConditionTerms | None:
    """How a condition stands after an act; None for an act on something else."""
    payload = event.payload
    return (payload.after or NOBODY_SPOKE) if isinstance(payload, ConditionChange) else None


NOBODY_SPOKE = ConditionTerms("open")
"""How a condition stands before anybody says anything."""


def _caution(one: SaidOfCondition) -> tuple[int, bool, bool, str, tuple[object, ...]]:
    return (
        CONDITION_STATES.index(one.terms.state),
        not one.stands,
        not one.terms.until,
        one.terms.until,
        one.event.order,
    )


def standing(
    plan: "Plan", situation: "Situation", suspects: "Suspects", now: datetime
) -> dict[str, ConditionStanding]:
    """How each condition of the plan stands, by id; whether it is ready is not known here."""
    return {
        name: _standing(plan, name, situation.conditions.get(name), suspects, now)
        for name in sorted(plan.conditions)
    }


def _standing(
    plan: "Plan", name: str, spoken: SaidOfCondition | None, suspects: "Suspects", now: datetime
) -> ConditionStanding:
    part, holds_down = plan.conditions[name], name in plan.holds_down
    if spoken is None:
        promised = part.promised
        return ConditionStanding(name, "open", part.who, promised, holds_down=holds_down)
    terms, until = spoken.terms, spoken.until
    at = ConditionStanding(
        name,
        terms.state,
        part.who,
        tried=terms.tried,
        reason=terms.reason,
        holds_down=holds_down,
        conflict=spoken.conflict,
        event=spoken.event,
    )
    match terms.state:
        case "awaited":
            return at._replace(who=terms.source or part.who, until=until or part.promised)
        case "met" if spoken.in_force(now, suspects):
            return at._replace(who=terms.by, until=until, reserve=terms.reserve)
        case "met":
            return at._replace(
                state="open",
                until=part.promised,
                reserve=terms.reserve,
                lapsed_by=spoken.ended_by,
                suspect=spoken.fallen_for(suspects) if spoken.stands else (),
                reserve_over=until is not None and until <= now and spoken.stands,
                unknown=spoken.unknown if spoken.ended_by is None else (),
            )
        case "open":
            return at._replace(until=part.promised)
    return at


def turning_points(plan: "Plan", situation: "Situation") -> Iterator[datetime]:
    """The moments at which the time alone changes something about a condition.

    The end of a reserve, and when what is awaited or promised was to come (UTC).
    """
    for name, part in plan.conditions.items():
        spoken = situation.conditions.get(name)
        if spoken is not None and spoken.until is not None:
            yield spoken.until
        if part.promised is not None:
            yield part.promised
