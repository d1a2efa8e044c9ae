"""Time: read from the host in one place, and written for people.

`moments` reads back what is written here.

Durations are whole minutes. Instants are aware datetimes, UTC in the journal and the incident's
zone on the screen.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from chwapi_console.text import Sentence, say

FIRST_YEAR = 2000
MADE = datetime(2026, 11, 1, tzinfo=UTC)
"""When this version was made: a clock that shows less is wrong."""
LAST = datetime(9999, 12, 30, tzinfo=UTC)
"""The last moment that is told: a day before the calendar ends, so that every zone has it."""

LONGEST_ZONE = 100
"""Letters of the name of a time zone: one is looked for as a file, folder by folder."""

_NO_ZONES = frozenset({"right", "localtime", "posixrules", "Factory"})
"""What a host keeps beside its zones: clocks that count leap seconds, and show others than people
have, and whatever this host's own zone is, which is another on the next."""

_DURATION = re.compile(
    r"(?:(\d+)\s*d)?\s*(?:(\d+)\s*h(?:\s*(\d+)(?:\s*m(?:in)?)?)?|(\d+)\s*m(?:in)?)?", re.ASCII
)


def utc_now() -> datetime:
    """The host's clock, UTC."""
    return datetime.now(UTC)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name. ValueError where there is none, or none that is the same everywhere."""
    if len(name) > LONGEST_ZONE or name.partition("/")[0] in _NO_ZONES:
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        if (shipped := _shipped(name)) is not None:
            return shipped
        raise ValueError(name) from error


@cache
def _shipped(name: str) -> ZoneInfo | None:
    """The zone as it comes with the program, where the host's own is damaged or closed to this login."""
    from importlib.resources import files

    parts = name.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        return None
    try:
        with files("tzdata").joinpath("zoneinfo", *parts).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (ImportError, OSError, ValueError):
        return None


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: `2021-01-17T19:46:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_duration(text: str) -> int:
    """Minutes in `90m`, `2h`, `1h30`, `2d` or `1d 6h`.

    ValueError for anything else, and for nothing at all.
    """
    found = _DURATION.fullmatch(text.strip())
    if not found or not any(found.groups()):
        raise ValueError(text)
    days, hours, rest, minutes = (int(part or 0) for part in found.groups())
    total = days * 1440 + hours * 60 + rest + minutes
    if not 0 < total <= 366 * 1440:
        raise ValueError(text)
    return total


def parse_range(text: str) -> tuple[int, int, int]:
    """Minutes at best, likely and at worst.

    Half to double of one duration, or three with commas between, `1h,2h,6h`. ValueError otherwise.
    """
    match [parse_duration(part) for part in text.split(",")]:
        case [likely]:
            return (max(1, likely // 2), likely, likely * 2)
        case [low, likely, high] if low <= likely <= high:
            return (low, likely, high)
    raise ValueError(text)


def span(minutes: int) -> Sentence:
    """A duration in words: `45 min`, `3 h 10`, `2 d 4 h`."""
    if minutes < 60:
        return say("{minutes} min", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return (
            say("{hours} h {minutes}", hours=hours, minutes=f"{rest:02}")
            if rest
            else say("{hours} h", hours=hours)
        )
    days, hours = divmod(hours, 24)
    return (
        say("{days} d {hours} h", days=days, hours=hours) if hours else say("{days} d", days=days)
    )


def later(moment: datetime, minutes: float) -> datetime:
    """The moment so many minutes after another; the last that a calendar has where there is none."""
    try:
        return min(moment + timedelta(minutes=minutes), LAST)
    except OverflowError:
        return LAST


def clock_after(moment: datetime, minutes: float) -> datetime:
    """The whole minute of a clock that is so many minutes after a moment: when hours begin or end."""
    return (later(moment, minutes + 0.5)).replace(second=0, microsecond=0)


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Whole minutes from one moment to the other, never negative."""
    return max(0, int((later - earlier).total_seconds() // 60))


def clock_time(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """`02:14` for today in `zone`, else with the date in front.

    `18/01 02:14`, and the year where it is another one: `01/01/2016 02:14`.
    """
    there, today = moment.astimezone(zone), now.astimezone(zone)
    if there.year != today.year:
        return day_and_time(there)
    return f"{there:%H:%M}" if there.date() == today.date() else f"{there:%d/%m %H:%M}"


def day_and_time(there: datetime) -> str:
    """A moment in its own zone with all that tells it from others: `18/01/2021 02:14`."""
    return f"{there:%d/%m}/{there.year:04} {there:%H:%M}"


def weekday_time(moment: datetime, zone: tzinfo, now: datetime) -> Sentence:
    """`Wed 08:10` in `zone`.

    With the date where the next day of that name is another: `Wed 27/01 08:10`.
    """
    there, today = moment.astimezone(zone), now.astimezone(zone)
    day, time = _WEEKDAYS[there.weekday()], f"{there:%H:%M}"
    if 0 <= (there.date() - today.date()).days < 7:
        return say("{day} {time}", day=day, time=time)
    date = f"{there:%d/%m}" if there.year == today.year else f"{there:%d/%m}/{there.year:04}"
    return say("{day} {date} {time}", day=day, date=date, time=time)


TOLD_TO, FARTHEST = ((360, 5), (1440, 15), (5760, 60)), 360
"""Up to so many minutes ahead what is expected is told to the next so many minutes; what is farther
off to the next quarter of a day."""
QUARTERS_FROM = timedelta(hours=3)
"""Quarters of a day that is far off are told from 3:00 on: at midnight people ask which day is meant."""


def forecast_time(
    moment: datetime, zone: tzinfo, now: datetime, told: datetime | None = None
) -> Sentence:
    """A moment that is only expected, as `weekday_time` says it, as finely as one can know.

    To the next five minutes; what is many hours off to the next quarter of an hour, what is days off
    to the next hour: no forecast knows better, and none is told sooner than it is. What was `told` at
    another time than now is as fine as it was then, whenever it is read.
    """
    return weekday_time(as_told(moment, zone, told or now), zone, now)


def later_forecast_time(
    moment: datetime, earlier: datetime, zone: tzinfo, now: datetime
) -> Sentence | str:
    """An expected moment told after an earlier one; without the day where that is the same."""
    there, before = (as_told(one, zone, now) for one in (moment, earlier))
    return f"{there:%H:%M}" if there.date() == before.date() else forecast_time(moment, zone, now)


def as_told(moment: datetime, zone: tzinfo, now: datetime) -> datetime:
    """An expected moment as finely as `forecast_time` tells it, in that zone: what is late is late by that."""
    ahead, there = minutes_between(now, moment), moment.astimezone(zone)
    step = next((minutes for until, minutes in TOLD_TO if ahead <= until), FARTHEST)
    first = there.replace(hour=0, minute=0, second=0, microsecond=0)
    if step == FARTHEST:
        first += QUARTERS_FROM
    return there + (first - there) % timedelta(minutes=step)


_WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))


def weekday_word(day: int) -> Sentence:
    """The short word for a day of the week; 0 is Monday."""
    return _WEEKDAYS[day]
