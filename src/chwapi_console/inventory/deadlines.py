"""How long a law gives: hours, months of the calendar, or no time at all."""

import re
from calendar import monthrange
from datetime import datetime, timedelta, tzinfo

from chwapi_console.clock import parse_duration
from chwapi_console.named_tuples import NamedTuple

WITHOUT_DELAY, ON_REQUEST = "without delay", "on request"
"""What a law says that gives no time: it is a duty, and no clock runs."""

MOST_MONTHS = 24
_MONTHS = re.compile(r"(\d{1,2}) ?months?")


class Deadline(NamedTuple):
    """So many `minutes` after something, or so many `months`; neither where no clock runs."""

    minutes: int = 0
    months: int = 0

    @property
    def runs(self) -> bool:
        """Whether there is a time by which it is due."""
        return bool(self.minutes or self.months)

    def after(self, start: datetime, zone: tzinfo) -> datetime | None:
        """When it is due (UTC).

        A month ends on the day of its number, at the same time on the clock of the zone, on the
        last where a month is shorter (regulation (EEC) 1182/71, art. 3). None where no clock runs,
        or beyond the calendar.
        """
        if not self.runs:
            return None
        try:
            if self.minutes:
                return start + timedelta(minutes=self.minutes)
            there = start.astimezone(zone)
            years, month = divmod(there.month - 1 + self.months, 12)
            year, month = there.year + years, month + 1
            day = min(there.day, monthrange(year, month)[1])
            return there.replace(year=year, month=month, day=day).astimezone(start.tzinfo)
        except (OverflowError, ValueError):
            return None


def deadline_named(text: str) -> Deadline:
    """The deadline that a plan writes: `24h`, `3d`, `1 month`, `without delay` or `on request`.

    ValueError for anything else.
    """
    said = " ".join(text.lower().split())
    if said in (WITHOUT_DELAY, ON_REQUEST):
        return Deadline()
    if found := _MONTHS.fullmatch(said):
        if not 0 < (months := int(found[1])) <= MOST_MONTHS:
            raise ValueError(text)
        return Deadline(months=months)
    return Deadline(minutes=parse_duration(said))
