"""Time: read from the host in one place, parsed from people, and written for people.

Durations are whole minutes. Instants are aware datetimes, UTC in the journal and the incident's zone on the screen.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from chwapi_console.errors import RequestError
from chwapi_console.text import Sentence, say

FIRST_YEAR = 2000
_DURATION = re.compile(r"(?:(\d+)\s*d)?\s*(?:(\d+)\s*h(?:\s*(\d+)(?:\s*m(?:in)?)?)?|(\d+)\s*m(?:in)?)?", re.ASCII)
_CLOCK_TIME = re.compile(r"(?:(yesterday|today|hier|aujourd'hui)\s+)?(\d{1,2})[:h](\d{2})", re.ASCII)
_COMING_TIME = re.compile(r"(?:(tomorrow|today|demain|aujourd'hui)\s+)?(\d{1,2})[:h](\d{2})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?", re.ASCII)


def utc_now() -> datetime:
    """The host's clock, UTC."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: `2021-01-17T19:46:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_duration(text: str) -> int:
    """Minutes in `90m`, `2h`, `1h30`, `2d` or `1d 6h`. ValueError for anything else, and for nothing at all."""
    found = _DURATION.fullmatch(text.strip())
    if not found or not any(found.groups()):
        raise ValueError(text)
    days, hours, rest, minutes = (int(part or 0) for part in found.groups())
    total = days * 1440 + hours * 60 + rest + minutes
    if not 0 < total <= 366 * 1440:
        raise ValueError(text)
    return total


def parse_time(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment a person means: `02:10` (the latest such moment), `yesterday 23:40`, or ISO 8601, in `zone`.

    RequestError when it is none of these, not yet, or so long ago that not every zone could tell it.
    """
    here = now.astimezone(zone)
    moment = _clock_time(text.strip(), here) or _iso_time(text.strip(), zone)
    if moment is None:
        raise RequestError(say('"{text}" is not a time. Write 02:10, yesterday 23:40 or 2021-01-18T02:10.', text=text))
    if moment.year < FIRST_YEAR:
        raise RequestError(say('"{text}" is before the year 2000. Write 02:10, yesterday 23:40 or 2021-01-18T02:10.', text=text))
    if moment > now:
        raise RequestError(say('"{text}" has not come yet: it is {now} here.', text=text, now=f"{here:%Y-%m-%d %H:%M}"))
    return moment


def parse_coming(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment to come that a person means: `14:00` (the next such moment), `tomorrow 06:00`, `4h` from now, or ISO 8601.

    RequestError when it is none of these, or over.
    """
    here, words = now.astimezone(zone), text.strip()
    try:
        return here + timedelta(minutes=parse_duration(words))
    except ValueError:
        moment = _next_clock_time(words, here) or _iso_time(words, zone)
    if moment is None:
        raise RequestError(say('"{text}" is not a time to come. Write 14:00, tomorrow 06:00, 4h or 2021-01-18T14:00.', text=text))
    if moment <= now:
        raise RequestError(say('"{text}" is over: it is {now} here.', text=text, now=f"{here:%Y-%m-%d %H:%M}"))
    return moment


def _next_clock_time(words: str, here: datetime) -> datetime | None:
    found = _COMING_TIME.fullmatch(words)
    if not found or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    moment = here.replace(hour=int(found[2]), minute=int(found[3]), second=0, microsecond=0)
    return moment + timedelta(days=1) if found[1] in ("tomorrow", "demain") or (found[1] is None and moment <= here) else moment


def _clock_time(text: str, here: datetime) -> datetime | None:
    found = _CLOCK_TIME.fullmatch(text)
    if not found or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    moment = here.replace(hour=int(found[2]), minute=int(found[3]), second=0, microsecond=0)
    if found[1] in ("yesterday", "hier"):
        return moment - timedelta(days=1)
    return moment - timedelta(days=1) if found[1] is None and moment > here else moment


def _iso_time(text: str, zone: tzinfo) -> datetime | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def span(minutes: int) -> Sentence:
    """A duration in words: `45 min`, `3 h 10`, `2 d 4 h`."""
    if minutes < 60:
        return say("{minutes} min", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return say("{hours} h {minutes}", hours=hours, minutes=f"{rest:02}") if rest else say("{hours} h", hours=hours)
    days, hours = divmod(hours, 24)
    return say("{days} d {hours} h", days=days, hours=hours) if hours else say("{days} d", days=days)


def minutes_between(earlier: datetime, later: datetime) -> int:
    """Whole minutes from one moment to the other, never negative."""
    return max(0, int((later - earlier).total_seconds() // 60))


def clock_time(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """`02:14` for today in `zone`, else with the date in front: `18/01 02:14`."""
    there, today = moment.astimezone(zone), now.astimezone(zone)
    return f"{there:%H:%M}" if there.date() == today.date() else f"{there:%d/%m %H:%M}"


def weekday_time(moment: datetime, zone: tzinfo, now: datetime) -> Sentence:
    """`Wed 08:10` in `zone`; with the date where a day of that name comes sooner: `Wed 27/01 08:10`."""
    there, today = moment.astimezone(zone), now.astimezone(zone)
    day, time = _WEEKDAYS[there.weekday()], f"{there:%H:%M}"
    if (there.date() - today.date()).days < 7:
        return say("{day} {time}", day=day, time=time)
    return say("{day} {date} {time}", day=day, date=f"{there:%d/%m}", time=time)


_WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
