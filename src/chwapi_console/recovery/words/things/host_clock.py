"""Whether the clock of this machine can be right.

The order of acts hangs on no clock, but their times go to the police and the insurer, and a server
that was without power often comes up years ago.

An act is written all the same, with the time that the clock shows: whoever reads it is told, and
can set the clock.
"""

from datetime import datetime, timedelta

from chwapi_console.clock import MADE, day_and_time
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.text import Sentence, say

OWN_SLACK, OTHERS_SLACK = timedelta(minutes=2), timedelta(minutes=15)
"""How far a clock is set back by whoever keeps it right; and how far those of two machines differ
without anybody's minding."""
TOO_FAR_AHEAD = timedelta(days=30)
"""An act that lies further ahead was written by a clock that ran ahead. That is told until an act
was written since."""
GAP = timedelta(days=366)
"""A record in which nobody acted for so long is not gone on with: the clock runs ahead."""
IN_USE = timedelta(days=3 * 366)
"""Where nobody acted yet, a clock that shows as much after this version was made runs ahead too: the
plan of an exercise may be an old one."""


def wrong_clock(now: datetime, host: str, record: Record, incident: Incident) -> Sentence | None:
    """What is wrong with the clock of this host, and how to set it; None where it may be right."""
    if why := _before(now, incident):
        return _set_it(why)
    why = _after_acts(now, host, record, incident)
    return (
        say(
            "{why} Compare it with a watch. If it is right, do nothing; else: timedatectl set-time "
            "'YYYY-MM-DD HH:MM'.",
            why=why,
        )
        if why
        else None
    )


def clock_before_the_program(now: datetime) -> Sentence | None:
    """What is wrong with the clock of this host, where nothing is known of an incident yet.

    None where it may be right.
    """
    why = _before_the_program(now)
    return _set_it(why) if why else None


def _set_it(why: Sentence) -> Sentence:
    return say(
        "{why} Set it: timedatectl set-time 'YYYY-MM-DD HH:MM', or date -s 'YYYY-MM-DD HH:MM'.",
        why=why,
    )


def _before_the_program(now: datetime) -> Sentence | None:
    if now >= MADE:
        return None
    return say(
        "The clock of this machine stands at {date}, before this program was made ({made}).",
        date=f"{now:%d/%m}/{now.year}",
        made=f"{MADE:%d/%m/%Y}",
    )


def _before(now: datetime, incident: Incident) -> Sentence | None:
    if now < MADE:
        return _before_the_program(now)
    if incident.drill or now >= incident.detected:
        return None
    return say(
        "The clock of this machine stands at {date}, before the incident began ({began}).",
        date=f"{now:%d/%m}/{now.year}",
        began=day_and_time(incident.detected.astimezone(incident.zone)),
    )


def _after_acts(now: datetime, host: str, record: Record, incident: Incident) -> Sentence | None:
    """Whether acts were written at a later time than now, or all of them long ago."""
    last = record.last()
    if last is None:
        return _long_after(now, incident)
    for event, slack in (
        (record.latest_by(host, own=True), OWN_SLACK),
        (record.latest_by(host, own=False), OTHERS_SLACK),
    ):
        if (
            event is not None
            and event.moment > now + slack
            and (event.moment == last.moment or event.moment <= now + TOO_FAR_AHEAD)
        ):
            return _behind(event, host, incident)
    if last.moment < now - GAP:
        return say(
            "The clock of this machine stands at {date}, more than a year after the last act "
            "({last}).",
            date=f"{now:%d/%m}/{now.year}",
            last=_when(last, incident),
        )
    return None


def _long_after(now: datetime, incident: Incident) -> Sentence | None:
    """Whether the first act would be written long after anybody can mean it."""
    if incident.drill or now < max(incident.detected + GAP, MADE + IN_USE):
        return None
    return say(
        "The clock of this machine stands at {date}, more than a year after the incident began "
        "({began}).",
        date=f"{now:%d/%m}/{now.year}",
        began=day_and_time(incident.detected.astimezone(incident.zone)),
    )


def _behind(event: Event, host: str, incident: Incident) -> Sentence:
    if event.host == host:
        return say(
            "This clock stands before the act of {time} by {operator}: it is slow, or ran ahead "
            "then.",
            time=_when(event, incident),
            operator=event.operator,
        )
    return say(
        "This clock stands before the act of {time} by {operator} on {host}: one of the two is "
        "wrong.",
        time=_when(event, incident),
        operator=event.operator,
        host=event.host,
    )


def _when(event: Event, incident: Incident) -> str:
    return day_and_time(event.moment.astimezone(incident.zone))
