"""How each service stood from act to act since the incident began, and so its outages.

What people must hand in, and what they tell the wards. What was undone did not happen; an act
counts from when it was really done, and nothing waited for a server before it was found (`add`).
The last spell is the status that the view shows.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from chwapi_console.clock import minutes_between
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import enough
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.condition_course import SignedFrom, signed_from_act_to_act
from chwapi_console.recovery.state.judged.fallen import (
    StoodFrom,
    beneath,
    changes,
    not_found_yet,
    planned_down,
)
from chwapi_console.recovery.state.told.service_state import Status
from chwapi_console.recovery.state.told.situation import unmet_wishes
from chwapi_console.recovery.state.view.view import View

UP = ("limited", "up", "accepted")
MOST_KEPT = 256
"""Sets of what is down of which it is kept what works without them: servers that go up and down by
the thousand come back to the same few."""


class Spell(NamedTuple):
    """A service had a status from `since` to `until` (UTC); `until` is None while it has it.

    `since` is None where nobody can say: in a drill in which nobody has acted, and where acts are
    dated from before the incident began. `by_plan` where no act gave it, but the plan: then it
    counts from when the incident was detected, and may have begun sooner.
    """

    status: Status
    since: datetime | None
    until: datetime | None = None
    by_plan: bool = False

    @property
    def is_up(self) -> bool:
        """Whether all hard needs of the service worked."""
        return self.status in UP


class Outage(NamedTuple):
    """A service was down or partial, without a break; times and `by_plan` as of a spell.

    `partial_since` is when it was partial last, None where it was down to the end.
    """

    since: datetime | None
    until: datetime | None
    by_plan: bool
    partial_since: datetime | None

    def minutes(self, now: datetime) -> int | None:
        """How long it took, so far where it goes on; None where its beginning is not known."""
        return None if self.since is None else minutes_between(self.since, self.until or now)


class _NeedsFrom(NamedTuple):
    """From `at` on all hard needs of a service work (`up`), some (`partial`) or none.

    With the wishes that do not work.
    """

    at: datetime
    status: Status
    lacking: frozenset[str]


def service_courses(view: View, services: Collection[str]) -> dict[str, list[Spell]]:
    """The spells of each of these services in time, without a gap, at least one."""
    footing = view.situation.footing
    return {
        service: _spells(
            view,
            service,
            first,
            turns,
            list(signed_from_act_to_act(view.situation, service, footing)),
        )
        for service, (first, *turns) in _turns(view, services).items()
    }


def outages(course: Iterable[Spell]) -> list[Outage]:
    """When a service was not up, in time; none for one that never fell."""
    found: list[Outage] = []
    down = False
    for spell in course:
        partial = spell.since if spell.status == "partial" else None
        if spell.is_up:
            down = False
        elif down:
            found[-1] = found[-1]._replace(until=spell.until, partial_since=partial)
        else:
            down = True
            found.append(Outage(spell.since, spell.until, spell.by_plan, partial))
    return found


def given_since(course: Sequence[Spell]) -> datetime | None:
    """Since when a service has its present status by some act; None where the plan has it so."""
    return None if course[-1].by_plan else course[-1].since


def suspect_since(view: View, service: str) -> datetime | None:
    """When the first was found for which a service that is up is suspect now (UTC).

    None where it is not.
    """
    found = [cause.at for each in view.services[service].suspect for cause in view.suspects[each]]
    return min(found, default=None)


# What works of it


def _turns(view: View, services: Collection[str]) -> dict[str, list[_NeedsFrom]]:
    """How much of each service worked.

    To begin with by the plan, then from each act on that changed it.
    """
    plan, situation = view.plan, view.situation
    wishes = {wish for service in services for wish in plan.services[service].soft}
    graph, planned = beneath(plan, situation, {*services, *wishes}), planned_down(plan, situation)
    first = StoodFrom(view.started, planned, {}, not_found_yet(situation))
    found = {service: [turn] for service, turn in _all(view, services, graph, first)}
    known: dict[object, Sequence[tuple[str, _NeedsFrom]]] = {}
    for then in changes(plan, situation, graph, planned, view.suspects, view.now):
        key = (then.down, tuple(sorted(then.replacements.items())), then.absent)
        if (turns := known.get(key)) is None:
            turns = list(_all(view, services, graph, then))
            if len(known) == MOST_KEPT:
                known.pop(next(iter(known)))
            known[key] = turns
        for service, turn in turns:
            if turn[1:] != found[service][-1][1:]:
                found[service].append(turn._replace(at=then.at))
    return found


def _all(
    view: View, services: Collection[str], whole: Graph, then: StoodFrom
) -> Iterator[tuple[str, _NeedsFrom]]:
    """How much of each service worked as it stood then."""
    graph, replacements, at = then.graph_of(whole, view.plan), then.replacements, then.at
    working = graph.working_without(then.down)
    for service in services:
        if service in working:
            wishes = view.plan.services[service].soft
            lacking = unmet_wishes(wishes, replacements, working.__contains__)
            yield service, _NeedsFrom(at, "up", frozenset(lacking))
        else:
            partial = any(
                sum(member in working for member in group) >= enough(group)
                for group in graph.needs[service]
            )
            yield service, _NeedsFrom(at, "partial" if partial else "down", frozenset())


# What people said of it


def _spells(
    view: View,
    service: str,
    first: _NeedsFrom,
    turns: Sequence[_NeedsFrom],
    signed: Sequence[SignedFrom],
) -> list[Spell]:
    """The spells of a service.

    A sign-off vouches for it while it holds, and nothing is lacking or suspect but what was then.
    """
    found_suspect = {
        server: min(cause.at for cause in view.suspects[server])
        for server in view.services[service].suspect
    }
    moments = sorted(
        {
            *(turn.at for turn in turns),
            *(said.at for said in signed),
            *(said.ends for said in signed if said.ends is not None and said.ends <= view.now),
            *(found_suspect.values() if signed else ()),
        }
    )
    begins = view.begun
    course = [Spell(_status(first, None, ()), begins, by_plan=True)]
    turned, said_at = [turn.at for turn in turns], [said.at for said in signed]
    for at in moments:
        latest, last = bisect_right(turned, at), bisect_right(said_at, at)
        stands = turns[latest - 1] if latest else first
        said = signed[last - 1] if last else None
        held = said if said and (said.ends is None or at < said.ends) else None
        suspect = [server for server, found in found_suspect.items() if found <= at]
        course = _going_on(course, _status(stands, held, suspect), at)
    status = view.services[service].status
    return course if course[-1].status == status else [*_ended(course, None), Spell(status, None)]


def _status(turn: _NeedsFrom, signed: SignedFrom | None, suspect: Collection[str]) -> Status:
    if turn.status != "up":
        return turn.status
    if (
        signed is not None
        and signed.by is not None
        and signed.by.without.issuperset(turn.lacking)
        and signed.by.suspect.issuperset(suspect)
    ):
        return "accepted"
    return "limited" if turn.lacking else "up"


def _going_on(course: list[Spell], status: Status, at: datetime) -> list[Spell]:
    """The course with what stands from a moment on.

    Of what the plan has nobody knows since when where acts are dated from before the incident
    began.
    """
    if status == course[-1].status:
        return course
    return [*_ended(course, at), Spell(status, at)]


def _ended(course: list[Spell], at: datetime | None) -> list[Spell]:
    last = course[-1]
    since = None if at and last.by_plan and last.since and last.since > at else last.since
    return [*course[:-1], last._replace(since=since, until=at)]
