"""The situation for people who are not at the console.

What is up and down, what comes next and when, and what holds it up. Pure: views in, facts out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from chwapi_console.clock import as_told, later
from chwapi_console.inventory.called import operator_called
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.pin_price import ExpectedRange
from chwapi_console.recovery.state.judged.fallen import Fallen, fallen_among
from chwapi_console.recovery.state.judged.present_work import found_again
from chwapi_console.recovery.state.of_view.service_changes import ServiceChanges, service_changes
from chwapi_console.recovery.state.of_view.service_course import Outage, outages, service_courses
from chwapi_console.recovery.state.told.promises import Promise
from chwapi_console.recovery.state.told.service_state import Status
from chwapi_console.recovery.state.view.view import View
from chwapi_console.report.handover import Stopped, is_late, promised_outlooks, stopped
from chwapi_console.report.unattended import Unattended, worst_unattended
from chwapi_console.text import Sentence

DOWN: tuple[Status, ...] = ("down", "partial")


class ServiceShare(NamedTuple):
    """How the services of a tier or site stand.

    `name` is the tier or the site's id, None where they serve all sites. `up` has those that are
    signed off, or `limited`, too; of these so many stand on a server that is `suspect`, and so many
    are `limited`: up without something they wish for.
    """

    name: str | None
    services: int
    up: int
    partial: int
    down: int
    fallen: Fallen
    suspect: int = 0
    limited: int = 0


class Awaited(NamedTuple):
    """A service that is not up.

    Its outage, when it is expected (UTC: in half of all cases by `p50`, at worst by `p90`) or why
    nobody can say, and where who signs it off is reached, empty where nobody said.
    """

    service: str
    status: Status
    outage: Outage | None
    p50: datetime | None
    p90: datetime | None
    reason: Sentence | None
    phone: str

    @property
    def expected(self) -> ExpectedRange:
        """When it is expected, or why nobody can say."""
        return ExpectedRange(self.p50, self.p90, self.reason)


class LatePromise(NamedTuple):
    """A promise of which what was promised is expected later than that (UTC); None: nobody knows."""

    promise: Promise
    p50: datetime | None


class SituationReport(NamedTuple):
    """How it stands at `view.now`.

    What is `awaited` comes in the order in which it is expected, that of which nobody can say last,
    the urgent first. `changes` are those since `since`, nothing where no moment was named.
    `found_again` are the acts that found servers compromised which had been back, and are not back
    since, the first found first.
    """

    view: View
    all: ServiceShare
    tiers: Sequence[ServiceShare]
    sites: Sequence[ServiceShare]
    awaited: Sequence[Awaited]
    blocked: Sequence[Stopped]
    since: datetime | None = None
    changes: ServiceChanges = ServiceChanges()
    found_again: Sequence[Event] = ()
    late: Sequence[LatePromise] = ()

    @property
    def expected(self) -> Mapping[str, ExpectedRange]:
        """When each service that is not up is expected, or why nobody can say."""
        return {each.service: each.expected for each in self.awaited}

    @property
    def unattended(self) -> Unattended | None:
        """Of the most urgent tier that misses servers the worst that nobody is at."""
        return worst_unattended(self.view, self.expected)

    @property
    def worst(self) -> Sequence[Awaited]:
        """Of the most urgent tier that is not all up what is awaited, the worst first.

        That of which nobody can say when; then what is latest against its RTO; then what has none,
        the last to come first.
        """
        services = self.view.plan.services
        tier = min((services[each.service].tier for each in self.awaited), default=0)
        of_tier = [each for each in self.awaited if services[each.service].tier == tier]
        return sorted(of_tier, key=lambda each: _how_bad(self.view, each))


def situation(
    view: View, before: View | None = None, since: datetime | None = None
) -> SituationReport:
    """The situation, and what changed against an earlier one.

    Which is of just before `since`, if one is named.
    """
    services = view.plan.services
    return SituationReport(
        view,
        _share(view, None, services),
        [
            _share(view, str(tier), [s for s, part in services.items() if part.tier == tier])
            for tier in sorted({part.tier for part in services.values()})
        ],
        [
            share
            for site in (*view.plan.sites, None)
            if (share := _share(view, site, [s for s, p in services.items() if p.site == site]))
            and share.services
        ],
        sorted(_awaited(view), key=lambda each: _when(view, each)),
        [
            stopped(view, entry.server)
            for entry in view.entries
            if view.situation.state(entry.server) == "blocked"
        ],
        (since or before.now) if before else None,
        service_changes(before, view) if before else ServiceChanges(),
        sorted(_found_again(view), key=lambda found: found.order),
        list(_late_promises(view)),
    )


def minutes_late(view: View, of: Awaited) -> int | None:
    """The minutes from its RTO until the time that is told of a service, below nought before it.

    None where there is no RTO, or nobody can say when.
    """
    rto = view.plan.services[of.service].rto
    if of.p50 is None or rto is None:
        return None
    told = as_told(of.p50, view.plan.incident.zone, view.now)
    return round((told - later(view.started, rto)).total_seconds() / 60)


def _how_bad(view: View, of: Awaited) -> tuple[bool, bool, int, float, str]:
    """The less, the worse."""
    late = minutes_late(view, of)
    at = of.p50.timestamp() if of.p50 else 0.0
    return (of.p50 is not None, late is None, -(late or 0), -at, of.service)


def _found_again(view: View) -> Iterator[Event]:
    for server in view.situation.servers:
        found = found_again(view.situation, server)
        if found and not view.situation.available(server):
            yield found[-1]


def _share(view: View, name: str | None, services: Collection[str]) -> ServiceShare:
    status = [view.services[service].status for service in services]
    return ServiceShare(
        name,
        len(status),
        len(status) - sum(each in DOWN for each in status),
        status.count("partial"),
        status.count("down"),
        fallen_among(view, services),
        sum(bool(view.services[service].suspect) for service in services),
        sum(view.services[service].is_limited for service in services),
    )


def _awaited(view: View) -> Iterator[Awaited]:
    named = [name for name, state in view.services.items() if not state.is_up]
    expected, courses = forecast(view, named).services, service_courses(view, named)
    for name in named:
        found, outlook = outages(courses[name]), expected[name]
        yield Awaited(
            name,
            view.services[name].status,
            found[-1] if found else None,
            outlook.p50,
            outlook.p90,
            outlook.reason,
            phone_of(view, view.plan.services[name].signs),
        )


def _late_promises(view: View) -> Iterator[LatePromise]:
    promises = view.situation.promises
    for promise, outlook in promised_outlooks(view, promises.values()).items():
        if is_late(promises[promise], outlook):
            yield LatePromise(promises[promise], outlook.p50)


def _when(view: View, awaited: Awaited) -> tuple[bool, float, int, str]:
    at = awaited.p50.timestamp() if awaited.p50 else 0.0
    return (awaited.p50 is None, at, view.plan.services[awaited.service].tier, awaited.service)


def phone_of(view: View, who: str) -> str:
    """Where the plan says that somebody is reached; empty where it does not."""
    part = operator_called(view.plan, who)
    return part.phone if part else ""
