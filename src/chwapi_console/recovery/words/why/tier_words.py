"""Tiers that follow the calendar, in words: which holds, why and until when, and which will come."""

from datetime import datetime, timedelta

from chwapi_console.clock import weekday_time
from chwapi_console.recovery.state.judged.tier_calendar import (
    TierMove,
    tier_stretch,
    tier_stretches,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, say


def tier_words(view: View, service: str) -> list[Sentence]:
    """Why a service has the tier it has now, and what comes next.

    Nothing for one that always has the same.
    """
    stretch = tier_stretches(view.written, view.now).get(service)
    if stretch is None:
        return []
    words = by_calendar(view, service)
    coming = [move for move in view.tiers_to_come(stretch.until) if move.service == service]
    return [*words, *(move_words(view, move) for move in coming)]


def by_calendar(view: View, service: str) -> list[Sentence]:
    """Why a service has another tier now than it usually has; nothing where it has the usual one."""
    part = view.written.services.get(service)
    if part is None or not part.tier_when:
        return []
    stretch = tier_stretch(view.written, service, view.now)
    if not stretch.reason:
        return []
    return [
        say(
            "Tier {tier} now, not {usual}: {reason}.",
            tier=stretch.tier,
            usual=part.tier,
            reason=stretch.reason,
        )
    ]


def move_words(view: View, move: TierMove) -> Sentence:
    """That a service gets another tier, and when."""
    who = {
        "when": day_word(view, move.at),
        "service": node_name(view, move.service),
        "tier": move.tier,
        "reason": move.reason,
    }
    if not move.reason:
        return say("{when}: {service} is back at tier {tier}.", **who)
    if move.tier < move.before:
        return say("{when}: {service} rises to tier {tier} ({reason}).", **who)
    return say("{when}: {service} falls to tier {tier} ({reason}).", **who)


def day_word(view: View, moment: datetime) -> Sentence:
    """`today 05:00`, `tomorrow 00:00`, else the day of the week."""
    zone = view.plan.incident.zone
    there, today = moment.astimezone(zone), view.now.astimezone(zone).date()
    if there.date() == today:
        return say("Today {time}", time=f"{there:%H:%M}")
    if there.date() == today + timedelta(days=1):
        return say("Tomorrow {time}", time=f"{there:%H:%M}")
    return weekday_time(moment, zone, view.now)


def tiers_changed(before: View, after: View) -> list[Sentence]:
    """What the calendar did to tiers between two views, and what it will do that is told now."""
    told = before.tier_moves
    coming = [move_words(after, move) for move in after.tier_moves if move not in told]
    return [*tiers_that_changed(before, after), *coming]


def tiers_that_changed(before: View, after: View) -> list[Sentence]:
    """What the calendar did to tiers between two views."""
    was = tier_stretches(before.written, before.now)
    now = tier_stretches(after.written, after.now)
    return [
        say(
            "{service} is tier {tier} now ({reason}).",
            service=node_name(after, name),
            tier=at.tier,
            reason=at.reason,
        )
        if at.reason
        else say("{service} is tier {tier} again.", service=node_name(after, name), tier=at.tier)
        for name, at in now.items()
        if name in was and was[name].tier != at.tier
    ]
