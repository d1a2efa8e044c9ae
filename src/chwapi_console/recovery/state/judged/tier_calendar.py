"""Tiers that follow the calendar: payroll in the days before pay day, theatre lists on weekdays.

A tier is as the plan, the incident's time zone and the moment say, and as nothing else does: every
host finds the same. Windows are compared as moments, so the hour that a night has twice, or lacks,
moves no tier twice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from chwapi_console.clock import zone_named
from chwapi_console.inventory.model import Plan, Service, Tier, TierWhen
from chwapi_console.named_tuples import NamedTuple

FAR = 40
"""Days that are looked ahead: every day of a month comes within these."""


class TierMove(NamedTuple):
    """A service that gets another tier when its time comes, though nobody acts.

    The tier before and after, and why; without a reason where it is its usual one again.
    """

    at: datetime
    service: str
    before: Tier
    tier: Tier
    reason: str


class TierStretch(NamedTuple):
    """The tier of a service at a moment, why it is that one, and until when.

    No reason for its usual tier; None as the end where that is farther than anybody looks.
    """

    tier: Tier
    reason: str
    until: datetime | None


def with_present_tiers(plan: Plan, now: datetime) -> Plan:
    """The plan with the tiers that hold now, and with weights that count each site served.

    The very same where it says neither. The one that was made last is kept, for moments mostly have
    the same.
    """
    moved = tuple((name, stretch.tier) for name, stretch in tier_stretches(plan, now).items())
    served = [name for name, part in plan.services.items() if part.serves]
    if not moved and not served:
        return plan
    kept: tuple[object, Plan] | None = plan.__dict__.get("_in_force")
    if kept is None or kept[0] != moved:
        services = dict(plan.services)
        for name in served:
            services[name] = services[name]._replace(weight=plan.weight(name), serves=())
        for name, tier in moved:
            services[name] = services[name]._replace(tier=tier)
        of_now = plan._replace(services=services)
        of_now.__dict__["graph"] = plan.graph
        kept = plan.__dict__["_in_force"] = (moved, of_now)
    return kept[1]


def tier_stretches(plan: Plan, now: datetime) -> Mapping[str, TierStretch]:
    """How each service stands whose tier follows the calendar, by id."""
    return {
        name: _stretch(plan, service, now)
        for name, service in plan.services.items()
        if service.tier_when
    }


def tier_stretch(plan: Plan, service: str, now: datetime) -> TierStretch:
    """How one service stands whose tier follows the calendar."""
    return _stretch(plan, plan.services[service], now)


def moves(plan: Plan, now: datetime, until: datetime) -> list[TierMove]:
    """The tiers that will change by a moment, the next of each service, the first to come first."""
    found = [
        TierMove(stretch.until, name, stretch.tier, then.tier, then.reason)
        for name, stretch in tier_stretches(plan, now).items()
        if stretch.until is not None and stretch.until <= until
        for then in [_stretch(plan, plan.services[name], stretch.until)]
    ]
    return sorted(found, key=lambda move: (move.at, move.service))


def all_moves(plan: Plan, now: datetime, until: datetime) -> list[TierMove]:
    """As `moves`, and those that come after the next of a service, too."""
    found = list[TierMove]()
    for name, service in plan.services.items():
        stretch = _stretch(plan, service, now) if service.tier_when else None
        while stretch is not None and stretch.until is not None and stretch.until <= until:
            then = _stretch(plan, service, stretch.until)
            found.append(TierMove(stretch.until, name, stretch.tier, then.tier, then.reason))
            stretch = then
    return sorted(found, key=lambda move: (move.at, move.service))


def next_change(plan: Plan, now: datetime) -> datetime | None:
    """When a tier changes next; None where none does for long."""
    ends = [stretch.until for stretch in tier_stretches(plan, now).values() if stretch.until]
    return min(ends, default=None)


def _stretch(plan: Plan, service: Service, now: datetime) -> TierStretch:
    """Of several times that hold the most urgent tier counts, and the first that says it."""
    zone = plan.incident.timezone
    today = now.astimezone(plan.incident.zone).date()
    windows = [(when, _windows(when, zone, today)) for when in service.tier_when]
    holding = Counter(
        number for number, (_, of) in enumerate(windows) for start, end in of if start <= now < end
    )
    tier, reason = _of_those(service, holding)
    turns = sorted(
        turn
        for number, (_, of) in enumerate(windows)
        for start, end in of
        for turn in ((start, number, 1), (end, number, -1))
        if turn[0] > now
    )
    for at, together in groupby(turns, key=lambda turn: turn[0]):
        for _, number, change in together:
            holding[number] += change
        if _of_those(service, holding)[0] != tier:
            return TierStretch(tier, reason, at)
    return TierStretch(tier, reason, None)


_Windows = Sequence[tuple[datetime, datetime]]


def _of_those(service: Service, holding: Mapping[int, int]) -> tuple[Tier, str]:
    """The tier, and why, while these of a service's times hold, by number, each so many times over."""
    those = [when for number, when in enumerate(service.tier_when) if holding[number] > 0]
    best = min(those, key=lambda when: when.tier, default=None)
    return (service.tier, "") if best is None else (best.tier, best.reason)


@lru_cache(maxsize=1024)
def _windows(when: TierWhen, timezone: str, today: date) -> _Windows:
    """When this holds, from yesterday on, as far as anybody looks: moments, UTC.

    What lies in the hour that a spring night lacks holds at none.
    """
    zone = zone_named(timezone)

    def moment(day: date, minutes: int) -> datetime:
        day += timedelta(days=minutes // 1440)
        clock = time(minutes % 1440 // 60, minutes % 60, tzinfo=zone)
        return datetime.combine(day, clock).astimezone(UTC)

    end = when.until if when.until > when.since else when.until + 1440
    both = ((moment(day, when.since), moment(day, end)) for day in _days(when, today))
    return [(start, end) for start, end in both if start < end]


def _days(when: TierWhen, today: date) -> Iterator[date]:
    """The days on which this begins, from yesterday on."""
    today = min(max(today, date.min + timedelta(days=1)), date.max - timedelta(days=2 * FAR))
    for number in range(-1, FAR):
        day = today + timedelta(days=number)
        if when.weekdays and day.weekday() not in when.weekdays:
            continue
        if when.day is None or any(
            _day_in(when.day, later) == later
            for later in (day + timedelta(days=n) for n in range(when.before + 1))
        ):
            yield day


def _day_in(day: int, of: date) -> date:
    """The day of a month, or its last where it is shorter."""
    from calendar import monthrange  # few plans follow it

    return of.replace(day=min(day, monthrange(of.year, of.month)[1]))
