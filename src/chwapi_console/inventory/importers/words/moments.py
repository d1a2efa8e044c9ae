"""Moments as the tools of this field write them, read so that none seems newer than it may be.

Where a text can be read in two ways (day or month first, a zone that is not said), the older
reading counts: a date is asked for as a proof that somebody looked after an incident began, and a
doubtful proof is none.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from chwapi_console.inventory.importers.words.long_numbers import counted
from chwapi_console.inventory.plain_words import plain, word_set

DayFirst = Literal["day", "month", ""]
"""Which of the first two numbers of `03/04/2026` is which; empty where nobody knows."""

NEVER = word_set(
    "never jamais nooit nie niemals none null nil n/a na - -- 0 unknown inconnu onbekend unbekannt"
)
"""What stands in the place of a moment that never was."""

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january janv janvier januari januar janner",
            "feb february fev fevr fevrier februari februar",
            "mar march mars marz maart mrt",
            "apr april avr avril",
            "may mai mei",
            "jun june juin juni",
            "jul july juil juillet juli",
            "aug august aout augustus",
            "sep sept september septembre",
            "oct october octobre okt oktober",
            "nov november novembre",
            "dec december decembre dez dezember",
        ),
        1,
    )
    for word in words.split()
}
_NAME = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})(?:[-/.:](\d{1,2})[-/.:](\d{1,2})|(\d{2})(\d{2}))(?=\D|\d{6}(?!\d)|$)"
)
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d.]\d)")
_NO_YEAR = re.compile(
    r"(?<![\d./-])(\d{1,2})(?:([/-])(\d{1,2})(?=[,\s]{1,4}(?:at |a |um |om |h )?\d{1,2}\s?[:h]\s?\d{2})"
    r"|(\.)\s?(\d{1,2})\.(?!\s?\d{4}))"
    r"|^(\d\d)/(\d\d)$"
)
"""A day without its year: before a time, as Germans write it, or alone in its cell."""
_DAY_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er)?[\s.,-]*(?:of |de )?{_NAME}[\s.,-]*(\d{{4}}|\d{{2}}(?![:h\d]))"
)
_YEAR_NAMED = re.compile(rf"(?<!\d)(\d{{4}})[\s.,/-]*{_NAME}[\s.,/-]*(\d{{1,2}})(?!\d)")
_NAMED_DAY = re.compile(
    rf"\b{_NAME}[\s-]*(\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,]+[\d:.]+)??[\s,-]+(\d{{4}})"
)
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})\s?[:h]\s?(\d{2})(?:[:m](\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\b)?|"
    r"t(\d{2})(\d{2})(\d{2})?(?!\d)"
)
_ZONE = re.compile(
    r"\d\s{0,3}(?:[ap]\.?m\.?\s)?(?:(?:utc|gmt|z)\s{0,3})?([+-])(\d{1,2}):?(\d{2})?\b"
    r"|\d\s{0,3}(?:[ap]\.?m\.?\s)?(z|utc|gmt)\b"
)
_WEEKDAYS = (
    "mon monday lun lundi maandag montag",
    "tue tues tuesday mardi dinsdag dienstag",
    "wed wednesday mer mercredi woensdag mittwoch",
    "thu thur thurs thursday jeu jeudi donderdag donnerstag",
    "fri friday ven vendredi vrijdag freitag",
    "sat saturday sam samedi zaterdag samstag sonnabend",
    "sun sunday dim dimanche zondag sonntag",
)
_CLOCK = (
    r"(?:at |a |um |om )?(\d{1,2}) ?(?:[:h.] ?(\d{2})?(?::\d{2})?)? ?(?:([ap])\.?m\.?|uhr|uur|h)?"
    r"(?: ?(?:utc|gmt|z)(?: ?[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_WEEKDAY = re.compile(
    "("
    + "|".join(word for words in _WEEKDAYS for word in words.split())
    + rf")[.,]? ?(?:{_CLOCK})?"
)
_TIME_OF_DAY = re.compile(
    r"(?=.*(?:[:h]|[ap]\.?m|u[hu]r))(?:at |a |um |om )?\d{1,2} ?[:h.]? ?(?:\d{2})?(?::\d{2})? ?(?:[ap]\.?m\.?|uhr|uur|h)?"
    r"(?: ?(?:utc|gmt|z)(?: ?[+-]\d{1,2}(?::?\d{2})?)?)?"
)
"""A time without its day."""
_ZONE_TOLD = re.compile(r"\b(?:utc|gmt)(?: ?[+-] ?\d{1,2}(?::?\d{2})?)?(?!\w)|\[z\]|\(z\)")
_ENDS_WITH_A_TIME = re.compile(r"\d[:h]\d{2}(?::\d{2})?(?:[.,]\d{1,9})?(?: ?[ap]\.?m\.?)?$")
_AGO = re.compile(
    r"(?<![\w.])(?!a jour)(\d+|(?:an?|une?|eine?[mr]?|een)(?=\s))\s*"
    r"(s|sec|seconde?n?s?|sekunden?|secondes?|m|min|minut\w*|h|hrs?|hours?|heures?|stunden?|uur|uren|"
    r"d|j|days?|jours?|tagen?|tage|dag|dagen|w|weeks?|semaines?|wochen?|weken|week|months?|mois|monat\w*|maand\w*|"
    r"y|years?|ans?|annees?|jahr\w*|jaar|jaren)\b"
)
_LENGTHS = (
    ("mo", timedelta(days=31)),
    ("maand", timedelta(days=31)),
    ("st", timedelta(hours=1)),
    ("sem", timedelta(days=7)),
    ("s", timedelta(seconds=1)),
    ("m", timedelta(minutes=1)),
    ("h", timedelta(hours=1)),
    ("u", timedelta(hours=1)),
    ("jah", timedelta(days=366)),
    ("jaa", timedelta(days=366)),
    ("jar", timedelta(days=366)),
    ("d", timedelta(days=1)),
    ("j", timedelta(days=1)),
    ("t", timedelta(days=1)),
    ("w", timedelta(days=7)),
    ("y", timedelta(days=366)),
    ("a", timedelta(days=366)),
)
_TODAY = re.compile(r"\b(today|aujourd'?hui|heute|vandaag)\b")
_YESTERDAY = re.compile(r"\b(yesterday|hier|gestern|gisteren)\b")
_NOW = re.compile(
    r"(just |online |active )?now|online|connected|maintenant|a l'instant|en ligne|connecte|"
    r"jetzt|gerade eben|verbunden|nu|zojuist|verbonden"
)
_EPOCHS: tuple[tuple[range, float], ...] = (
    (range(9, 11), 1),
    (range(12, 14), 1e3),
    (range(15, 17), 1e6),
    (range(19, 20), 1e9),
)
_FILETIME_BEGINS = -11_644_473_600
_EXCEL_BEGINS = datetime(1899, 12, 30, tzinfo=UTC)


def oldest(text: str, zone: tzinfo, now: datetime, first: DayFirst = "") -> datetime | None:
    """The oldest moment that a text may mean; None where it means none.

    A time without a zone is of `zone` or of UTC.
    """
    words = plain(text).strip()
    return min(_all(words, zone, now, first), default=None)


def day_first(texts: Iterable[str]) -> DayFirst:
    """Which number is the day in a column of dates, by those that can be read in one way only."""
    found = {
        "day" if one > 12 else "month"
        for text in texts
        for one, two, by_dots in _pairs_in(text)
        if by_dots or max(one, two) > 12
    }
    return "day" if found == {"day"} else "month" if found == {"month"} else ""


def _pairs_in(text: str) -> Iterator[tuple[int, int, bool]]:
    """The first two numbers of the dates of a text, and whether dots part them."""
    dates = [*_NUMBERS.finditer(text)]
    for found in dates:
        yield int(found[1]), int(found[3]), found[2] == "."
    for found in [] if dates else _NO_YEAR.finditer(text):
        one, two = found[1] or found[6], found[3] or found[5] or found[7]
        yield int(one), int(two), bool(found[4])


def is_never(text: str) -> bool:
    """Whether a cell says that there was no such moment."""
    return not text or plain(text).strip() in NEVER


def is_time_of_day(cell: str) -> bool:
    """Whether a cell says a time and not of which day: `03h10`, `3:00 AM`."""
    return bool(_TIME_OF_DAY.fullmatch(plain(cell).strip()))


def last_at(cell: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The last moment at a time of day that is not to come; None where a cell says no such time."""
    words = plain(cell).strip()
    if not _TIME_OF_DAY.fullmatch(words):
        return None
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return next(_last_at(words, midnight, zone, now), None)


def zone_of(title: str) -> str:
    """The zone that a heading gives the times below it, like `utc+2`; empty where it gives none."""
    found = _ZONE_TOLD.search(plain(title))
    return found[0].strip("[]()").replace(" ", "") if found else ""


def ends_with_a_time(cell: str) -> bool:
    """Whether a cell ends with a time of which no zone is said."""
    return bool(_ENDS_WITH_A_TIME.search(plain(cell).strip()[-40:]))


def _all(words: str, zone: tzinfo, now: datetime, first: DayFirst) -> Iterator[datetime]:
    if (moment := _number(words, zone)) is not None:
        yield moment
        return
    days = list(_days(words, first)) or list(_days_of_no_year(words, zone, now, first))
    for day, rest in days:
        yield from _in_zones(day, rest, zone)
    if not days:
        yield from _relative(words, zone, now)


def _number(words: str, zone: tzinfo) -> datetime | None:
    """Seconds since 1970 or parts of them, ticks of Windows, days of Excel; None for other words."""
    digits = re.fullmatch(r"(?:/date\()?(\d+)(?:[.,](\d+))?(?:[+-]\d{4})?(?:\)/)?", words)
    if not digits:
        return None
    whole, value = digits[1], float(f"{digits[1]}.{digits[2] or 0}")
    if len(whole) == 5 and 36526 <= value < 73051:
        moment = _EXCEL_BEGINS + timedelta(days=value)
        return min(moment.replace(tzinfo=zone), moment)
    if len(whole) == 18 and whole.startswith("1"):
        return _since_1970(
            value / 1e7 + _FILETIME_BEGINS
            if whole < "2" and whole.startswith("13")
            else value / 1e9
        )
    return next(
        (_since_1970(value / part) for lengths, part in _EPOCHS if len(whole) in lengths), None
    )


def _since_1970(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _days(words: str, first: DayFirst) -> Iterator[tuple[date, str]]:
    """The days that a text names, each with the text around it, where its time stands."""
    readers: tuple[
        tuple[re.Pattern[str], Callable[[re.Match[str]], Iterable[tuple[int, int, int]]]], ...
    ] = (
        (_YEAR_FIRST, lambda m: [(int(m[1]), int(m[2] or m[4]), int(m[3] or m[5]))]),
        (_NUMBERS, lambda m: [(_year(m[4]), month, day) for day, month in _orders(m, first)]),
        (_YEAR_NAMED, lambda m: [(int(m[1]), _MONTHS[m[2]], int(m[3]))]),
        (_DAY_NAMED, lambda m: [(_year(m[3]), _MONTHS[m[2]], int(m[1]))]),
        (_NAMED_DAY, lambda m: [(_year(m[3]), _MONTHS[m[1]], int(m[2]))]),
    )
    for pattern, read in readers:
        for found in pattern.finditer(words):
            rest = found[0] if pattern is _NAMED_DAY and ":" in found[0] else words[found.end() :]
            for year, month, day in read(found):
                try:
                    yield date(year, month, day), rest
                except ValueError:
                    continue


def _days_of_no_year(
    words: str, zone: tzinfo, now: datetime, first: DayFirst
) -> Iterator[tuple[date, str]]:
    """The days that a text names without their year: the last ones that are not to come."""
    today = now.astimezone(zone).date()
    for found in _NO_YEAR.finditer(words):
        one, two = int(found[1] or found[6]), int(found[3] or found[5] or found[7])
        for day, month in [(one, two)] if found[4] else _in_orders(one, two, first):
            if (last := _last_such_day(day, month, today)) is not None:
                yield last, words[found.end() :]


def _last_such_day(day: int, month: int, today: date) -> date | None:
    """The last day of this number in this month; None where there is none within eight years."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def _orders(found: re.Match[str], first: DayFirst) -> list[tuple[int, int]]:
    """Day and month in the orders that may be meant."""
    one, two = int(found[1]), int(found[3])
    return [(one, two)] if found[2] == "." else _in_orders(one, two, first)


def _in_orders(one: int, two: int, first: DayFirst) -> list[tuple[int, int]]:
    """Two numbers as day and month, in the orders that may be meant."""
    if first == "day" and two <= 12:
        return [(one, two)]
    return [(two, one)] if first == "month" and one <= 12 else [(one, two), (two, one)]


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _in_zones(day: date, rest: str, zone: tzinfo) -> Iterator[datetime]:
    """The moments of a day at the time that stands behind it, in its zone or all it may mean."""
    found = _TIME.search(rest)
    hour, minute, second = (
        int(part or 0)
        for part in (
            found.group(5, 6, 7)
            if found and found[5]
            else found.group(1, 2, 3)
            if found
            else (0, 0, 0)
        )
    )
    if found and found[4]:
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    told = _ZONE.search(rest[found.start() :]) if found else None
    if told is None:
        yield moment.replace(tzinfo=zone)
        yield moment
    elif told[4]:
        yield moment
    else:
        away = timedelta(hours=int(told[2]), minutes=int(told[3] or 0))
        if moment.year > 1:
            yield moment - away if told[1] == "+" else moment + away


def _relative(words: str, zone: tzinfo, now: datetime) -> Iterator[datetime]:
    """How long ago something was; a unit more than is said, for the rest of it is not."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if _NOW.fullmatch(words):
        yield now
    elif _YESTERDAY.search(words):
        yield midnight - timedelta(days=1)
    elif _TODAY.search(words):
        yield midnight
    elif found := _WEEKDAY.fullmatch(words):
        day = next(at for at, names in enumerate(_WEEKDAYS) if found[1] in names.split())
        yield from _last_at(words[found.end(1) :], midnight, zone, now, day)
    elif found := _AGO.search(words):
        unit = next(length for begins, length in _LENGTHS if found[2].startswith(begins))
        count = counted(found[1]) if found[1].isdecimal() else 1
        yield now - unit * min(count + 1, 3000)


def _last_at(
    rest: str, midnight: datetime, zone: tzinfo, now: datetime, weekday: int | None = None
) -> Iterator[datetime]:
    """The last moments with this time, on this day of the week, that are not to come."""
    for back in range(9):
        day = (midnight - timedelta(days=back)).date()
        if weekday not in (None, day.weekday()):
            continue
        moments = list(_in_zones(day, rest, zone))
        if min(moments) <= now:
            yield min(moments)
            return
