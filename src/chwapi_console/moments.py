"""Moments as people say them and as this program prints them (`clock`), read back.

`22:00`, `25/11 22h00`, `hier à 22h00`, `Wed 08:10`, `1h`, ISO 8601.

Two numbers of a date are the day and then the month, for so they are printed in every language. An
hour that the clocks left out, or that came twice, is read, and told as doubtful: whoever asked for
the moment decides what to do about that.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from chwapi_console.clock import FIRST_YEAR, day_and_time, parse_duration
from chwapi_console.errors import RequestError
from chwapi_console.marks import normalized
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

LAST_YEAR = 9999
"""Not every zone could tell a moment of it."""


class MomentSaid(NamedTuple):
    """The moment that somebody means, UTC, and what is doubtful about it.

    None where there is but one way to read it.
    """

    at: datetime
    doubt: Sentence | None = None

    def certain(self) -> datetime:
        """The moment. RequestError where it is doubtful."""
        if self.doubt is not None:
            raise RequestError(self.doubt)
        return self.at


def read_past(text: str, now: datetime, zone: tzinfo, *, hours_ago: bool = False) -> MomentSaid:
    """A moment that is over: the latest that the words can mean, in `zone`.

    RequestError when it is none, not yet, or so long ago that not every zone could tell it. `14h`
    may be 14:00 or 14 hours ago, and is refused, unless `hours_ago` says that the latter is meant.
    """
    said = _read(text, now, zone, -1, hours_ago)
    if said is None:
        raise RequestError(
            say(
                '"{text}" is not a time. Write 02:10, yesterday 23:40, 25/11 22:00, 2h or '
                "2021-01-18T02:10.",
                text=text,
            )
        )
    if said.at.year < FIRST_YEAR:
        raise RequestError(
            say(
                '"{text}" is before the year 2000. Write 02:10, yesterday 23:40 or '
                "2021-01-18T02:10.",
                text=text,
            )
        )
    if said.at > now:
        raise RequestError(
            say('"{text}" has not come yet: it is {now} here.', text=text, now=_here(now, zone))
        )
    return said


def read_coming(text: str, now: datetime, zone: tzinfo) -> MomentSaid:
    """A moment to come: the next that the words can mean, in `zone`.

    RequestError when it is none, or over.
    """
    said = _read(text, now, zone, 1, False)
    if said is None or said.at.year >= LAST_YEAR:
        raise RequestError(
            say(
                '"{text}" is not a time to come. Write 14:00, tomorrow 06:00, 28/11 14:00, 4h or '
                "2021-01-18T14:00.",
                text=text,
            )
        )
    if said.at <= now:
        raise RequestError(
            say('"{text}" is over: it is {now} here.', text=text, now=_here(now, zone))
        )
    return said


def _here(now: datetime, zone: tzinfo) -> str:
    return f"{now.astimezone(zone):%Y-%m-%d %H:%M}"


# The words

_DAYS_FROM_TODAY = {
    "today": 0,
    "aujourd'hui": 0,
    "yesterday": -1,
    "hier": -1,
    "tomorrow": 1,
    "demain": 1,
    "avant-hier": -2,
    "apres-demain": 2,
}
_WEEKDAYS = (
    "monday lundi",
    "tuesday mardi",
    "wednesday mercredi",
    "thursday jeudi",
    "friday vendredi",
    "saturday samedi",
    "sunday dimanche",
)
_MONTHS = (
    "january janvier",
    "february fevrier",
    "march mars",
    "april avril",
    "may mai",
    "june juin",
    "july juillet",
    "august aout",
    "september septembre",
    "october octobre",
    "november novembre",
    "december decembre",
)
_HOURS = {"noon": 12, "midi": 12, "midnight": 0, "minuit": 0}
_LONG = re.compile(r"(?<=\d)\s?(heures?|hours?|hrs?|minutes?|mins?|jours?|days?|j)\b")
_SHORT_OF = {"h": "h", "m": "m", "d": "d", "j": "d"}

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?", re.ASCII | re.IGNORECASE)
_AGO = re.compile(
    r"(?P<sure>il y a |since |depuis |for the last )?(?P<duration>.+?)(?P<ago> ago| plus tot)?"
)
_AHEAD = re.compile(
    r"(?P<sure>in |for |dans |pendant |encore )?(?P<duration>.+?)(?P<ago> from now)?"
)
_CLOCK = re.compile(
    r"""
    (?:(?P<hour>\d{1,2}) (?: \s?[:h]\s?(?P<minute>\d{2}) (?::(?P<second>\d{2})(?:\.\d+)?)? (?:\s?(?P<half>[ap])\.?m\.?)?
                           | \s?(?P<full>h) | \s?(?P<halves>[ap])\.?m\.? )
       | (?P<named>noon|midi|midnight|minuit))
    (?:\s?(?P<offset>z|utc|gmt|[+-]\d{2}(?::?\d{2})?))?""",
    re.ASCII | re.VERBOSE,
)
_DATE = re.compile(
    r"(?P<day>\d{1,2})(?:[/.-](?P<month>\d{1,2})|(?:er|st|nd|rd|th)? (?P<word>[a-z]{3,9})\.?)"
    r"(?:[/.-](?P<year>\d{4}|\d{2})|(?<=[a-z.]) (?P<late>\d{4}))?",
    re.ASCII,
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})", re.ASCII)


def _read(text: str, now: datetime, zone: tzinfo, way: int, hours_meant: bool) -> MomentSaid | None:
    """The moment: the latest that is over where `way` is -1, the next where it is 1.

    None where the words are none.
    """
    try:
        return _understood(text, now, zone, way, hours_meant)
    except OverflowError:  # at one of the ends of the calendar
        return MomentSaid(
            datetime(1 if text.strip().startswith("0") else LAST_YEAR, 12, 31, tzinfo=UTC)
        )


def _understood(
    text: str, now: datetime, zone: tzinfo, way: int, hours_meant: bool
) -> MomentSaid | None:
    words = _plain(text)
    if words in ("now", "maintenant"):
        return MomentSaid(now.astimezone(UTC))
    if _ISO.fullmatch(text.strip()) and (moment := _iso_time(text.strip().upper())) is not None:
        return (
            MomentSaid(moment.astimezone(UTC)) if moment.tzinfo else _there(moment, zone, now, way)
        )
    if (length := _length(words, way, hours_meant)) is not None:
        return MomentSaid(now.astimezone(UTC) + way * length)
    return _on_a_day(words, now, zone, way) if words else None


def _plain(text: str) -> str:
    """Small letters without accents, single blanks."""
    bare = "".join(c for c in normalized("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def _iso_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _length(words: str, way: int, hours_meant: bool) -> timedelta | None:
    """How long ago, or from now.

    `4h30` is a time of the day unless something beside it says that it is a length. RequestError
    for 14h to 23h alone, which people say of both.
    """
    found = (_AGO if way < 0 else _AHEAD).fullmatch(words)
    short = _LONG.sub(lambda match: _SHORT_OF[match[1][0]], found["duration"]) if found else ""
    try:
        length = timedelta(minutes=parse_duration(short))
    except ValueError:
        return None
    if found and (found["sure"] or found["ago"] or short != found["duration"]):
        return length
    if re.fullmatch(r"\d{1,2}\s?h\s?\d{2}", short):
        return None
    if (hour := re.fullmatch(r"(1[3-9]|2[0-3])\s?h", short)) and not hours_meant:
        raise RequestError(
            say(
                '"{text}" may be a time of the day or a length. Write {hour}:00, or {hour} hours '
                "ago.",
                text=words,
                hour=hour[1],
            )
            if way < 0
            else say(
                '"{text}" may be a time of the day or a length. Write {hour}:00, or in {hour} '
                "hours.",
                text=words,
                hour=hour[1],
            )
        )
    return length


def _on_a_day(words: str, now: datetime, zone: tzinfo, way: int) -> MomentSaid | None:
    """A day, a time of the day, or both."""
    for day, clock in _splits(words):
        hour = _CLOCK.fullmatch(clock) if clock else None
        if clock and hour is None:
            continue
        there = _offset(hour["offset"], zone) if hour else zone
        at = _time_of(hour) if hour else time()
        if there is None or at is None:
            continue
        today = now.astimezone(there).date()
        moments = [
            _there(datetime.combine(found, at), there, now, way) for found in _days(day, today, way)
        ]
        for said in moments:
            if (said.at <= now) == (way < 0):
                return said
        if moments:
            return moments[0]
    return None


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """The words of the day and those of the time, in every way that they can be told apart."""
    yield "", re.sub(r"^(at|a|vers) ", "", words)
    parts = re.split(r"[ ,]+", words)
    for cut in range(len(parts), 0, -1):
        day, clock = " ".join(parts[:cut]), " ".join(parts[cut:])
        yield re.sub(r"^(le|the|on) ", "", re.sub(r" (at|a|vers)$", "", day)), clock


def _days(words: str, today: date, way: int) -> Iterator[date]:
    """The days that the words can mean, the nearest first; none where they are no day."""
    if not words:
        yield today
        yield today + timedelta(days=way)
    elif words in _DAYS_FROM_TODAY:
        yield today + timedelta(days=_DAYS_FROM_TODAY[words])
    else:
        name, _, rest = words.partition(" ")
        weekday = _named(name.rstrip("."), _WEEKDAYS)
        if weekday is None:
            yield from _dates(words, today, way)
        elif not rest:
            nearest = today + timedelta(days=way * ((weekday - today.weekday()) * way % 7))
            yield nearest
            yield nearest + timedelta(days=7 * way)
        else:
            yield from _dates(rest, today, way, weekday)


def _dates(words: str, today: date, way: int, weekday: int | None = None) -> Iterator[date]:
    """The day of a date.

    Of this year unless the year is said, or unless that is more than half a year off in the wrong
    direction. RequestError where it never was, or was another day of the week.
    """
    found = _YEAR_FIRST.fullmatch(words) or _DATE.fullmatch(words)
    if not found:
        return
    named, said_year = found.groupdict().get("word"), found["year"] or found.groupdict().get("late")
    month = _named(named, _MONTHS) if named else int(found["month"]) - 1
    if month is None:
        return
    year = int(said_year) + (2000 if len(said_year) == 2 else 0) if said_year else None
    day = _date(year or today.year, month + 1, int(found["day"]), words)
    if year is None and (day - today).days * way < -183:
        day = _date(today.year + way, month + 1, int(found["day"]), words)
    if weekday is not None and day.weekday() != weekday:
        raise RequestError(
            say(
                '"{text}" is another day of the week. Write the date alone, or the day alone.',
                text=words,
            )
        )
    yield day


def _date(year: int, month: int, day: int, words: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise RequestError(
            say(
                '"{text}" is not a date. The day comes first, then the month: 25/11, 25/11/2026 or '
                "2026-11-25.",
                text=words,
            )
        ) from error


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Which name a word is, or begins with three letters or more.

    None where it is none, or may be several.
    """
    places = {
        place for place, both in enumerate(names) for name in both.split() if name.startswith(word)
    }
    return places.pop() if len(word) >= 3 and len(places) == 1 else None


def _time_of(found: re.Match[str]) -> time | None:
    if found["named"]:
        return time(_HOURS[found["named"]])
    hour, half = int(found["hour"]), found["half"] or found["halves"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _offset(text: str | None, zone: tzinfo) -> tzinfo | None:
    """The zone of an offset from UTC; the one that is usual where there is none.

    None where no clock stands so.
    """
    if not text:
        return zone
    if text in ("z", "utc", "gmt"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:] if len(text) > 3 else 0)
    return (
        timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))
        if minutes < 24 * 60
        else None
    )


def _there(local: datetime, zone: tzinfo, now: datetime, way: int) -> MomentSaid:
    """When clocks in the zone show that, and whether they do so once (PEP 495).

    Of two times that which is over, or to come.
    """
    shown = [local.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    first, second = (moment.astimezone(UTC) for moment in shown)
    if first == second or (first < second and (first > now) != (second > now)):
        return MomentSaid(second if way > 0 else first)
    if first > second:
        return MomentSaid(
            first,
            say(
                "{time} never was: the clocks were put forward. It is taken for {moved}.",
                time=day_and_time(local),
                moved=f"{first.astimezone(zone):%H:%M}",
            ),
        )
    return MomentSaid(
        first,
        say(
            "{time} came twice: the clocks were put back. It is taken for the first; write {first} "
            "or {second}.",
            time=day_and_time(local),
            **{
                name: moment.isoformat(timespec="minutes")
                for name, moment in zip(("first", "second"), shown, strict=True)
            },
        ),
    )
