"""How conditions stood from act to act, and between two.

What is met lapses when a server is lost, and a reserve ends by itself.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.inventory.groups import accepted_service
from chwapi_console.journal.kinds.service_kinds import ConditionChange, SignOffChange
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.conditions import that_counts
from chwapi_console.recovery.state.told.course import dated
from chwapi_console.recovery.state.told.footing import Footing
from chwapi_console.recovery.state.told.sign_offs import SignOff, signed_off
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan
    from chwapi_console.recovery.state.judged.suspects import Suspects


class MetFrom(NamedTuple):
    """From `at` on (UTC) a condition, or a sign-off that some need asks for, is met, or is not."""

    at: datetime
    node: str
    met: bool


class SignedFrom(NamedTuple):
    """From `at` on (UTC) this sign-off counts for a service, None where none does.

    `ends` is when what it stood on was lost, None where nothing was.
    """

    at: datetime
    by: SignOff | None
    ends: datetime | None = None


class _Point(NamedTuple):
    """What an act left: met or not, and when that ends by itself; None where it does not."""

    at: datetime
    met: bool
    ends: datetime | None = None


def turns(
    plan: "Plan", situation: Situation, suspects: "Suspects | None" = None
) -> Iterator[MetFrom]:
    """How the conditions of a plan and the sign-offs asked for turned, each in time.

    Before its first turn none is met.
    """
    if not plan.conditions and not plan.sign_offs_asked:
        return
    footing = situation.footing
    for node in plan.conditions:
        points = _of_condition(situation, node, footing, suspects or {})
        yield from _told(node, list(points))
    for node in plan.sign_offs_asked:
        yield from _told(node, list(_of_sign_off(situation, accepted_service(node), footing)))


def _told(node: str, points: Sequence[_Point]) -> Iterator[MetFrom]:
    met = False
    for number, point in enumerate(points):
        if point.met != met:
            met = point.met
            yield MetFrom(point.at, node, met)
        following = points[number + 1].at if number + 1 < len(points) else None
        if met and point.ends is not None and (following is None or point.ends < following):
            met = False
            yield MetFrom(max(point.ends, point.at), node, met)


def _of_condition(
    situation: Situation,
    condition: str,
    footing: Footing,
    suspects: "Suspects",
) -> Iterator[_Point]:
    past = situation.past(condition)
    for at, heads in _heads(situation, condition, ConditionChange):
        spoken = that_counts(heads, footing, past)
        if spoken is None or spoken.terms.state != "met" or spoken.unknown:
            yield _Point(at, met=False)
            continue
        found = [suspects[server][0].at for server in spoken.fallen_for(suspects)]
        ends = [*found, *([spoken.until] if spoken.until else [])]
        if spoken.ended_by is not None:
            ends.append(spoken.ended_by.counts_from)
        yield _Point(at, met=True, ends=min(ends, default=None))


def _of_sign_off(situation: Situation, service: str, footing: Footing) -> Iterator[_Point]:
    for said in signed_from_act_to_act(situation, service, footing):
        yield _Point(said.at, met=said.by is not None, ends=said.ends)


def signed_from_act_to_act(
    situation: Situation, service: str, footing: Footing
) -> Iterator[SignedFrom]:
    """What sign-off counted for a service after each act that gave one or took one back, in time.

    None that was given without a need that the plan in force has: what the file says of needs is how
    it always was.
    """
    past = situation.past(service)
    for at, heads in _heads(situation, service, SignOffChange):
        signed = signed_off(service, heads, footing, past)
        if signed and signed.unknown:
            signed = None
        ends = [signed.ended_by.counts_from] if signed and signed.ended_by else []
        if signed and signed.until is not None:
            ends.append(signed.until)
        yield SignedFrom(at, signed, max(min(ends), at) if ends else None)


def _heads(
    situation: Situation, subject: str, of: type[ConditionChange] | type[SignOffChange]
) -> Iterator[tuple[datetime, tuple[Event, ...]]]:
    """The heads of a condition or sign-off after each act on it that was not undone.

    Each with the time from which that act counts.
    """
    heads = Heads(situation.knows)

    def is_one(event: Event) -> bool:
        return isinstance(event.payload, of)

    done = [
        event for event in situation.history.get(subject, ()) if event.hash not in situation.undone
    ]
    acts = dated(done, situation.knows, is_one)
    for at, event in sorted(acts, key=lambda dated: (dated[0], dated[1].order)):
        heads.add(event)
        key = event.payload.heads_key(subject)
        yield at, heads.of(key or "")
