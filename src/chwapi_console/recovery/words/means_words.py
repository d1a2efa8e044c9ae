"""What lanes, crews and earliest starts keep from being done, and where a hand is wanted, in
sentences: each from what was played or counted, and none from anything else."""

from collections.abc import Iterator

from chwapi_console.clock import forecast_time, span, weekday_time
from chwapi_console.recovery.order.crewed import NO_TIER
from chwapi_console.recovery.state.advice import Advice, Full, Hand, Hold
from chwapi_console.recovery.state.entry import Entry
from chwapi_console.recovery.state.means import crew_name, full_lane, lane_name, lanes_in_use
from chwapi_console.recovery.state.view import View
from chwapi_console.text import Sentence, plural, say, some

MOST_NAMED = 3
"""Servers of a lane that are named."""


def not_yet(view: View, entry: Entry) -> list[Sentence]:
    """Until when a restoration may not begin; and the lane in which there is no place for it."""
    words = list[Sentence]()
    if entry.not_before is not None:
        zone = view.plan.incident.zone
        words.append(
            say(
                "It may not begin before {time}.",
                time=weekday_time(entry.not_before, zone, view.now),
            )
        )
    elif entry.ready and (lane := full_lane(view, entry)) is not None:
        words.append(_no_place(view, lane))
    return words


def _no_place(view: View, lane: str) -> Sentence:
    used = lanes_in_use(view)[lane]
    return plural(
        "It waits for a place in {lane}: {servers} is in it.",
        "It waits for a place in {lane}: {servers} are in it.",
        len(used),
        lane=lane_name(view, lane),
        servers=some(used, MOST_NAMED),
    )


def advice_words(view: View, of: Advice) -> Iterator[Sentence]:
    """What is to be known before what to go on with: when the crew works, what finds no place, what
    had better wait, and where a hand is wanted."""
    zone = view.plan.incident.zone
    if of.on is not None and of.crew is not None:
        yield say(
            "{crew} works again from {time} on, by the plan.",
            crew=crew_name(view, of.crew),
            time=weekday_time(of.on, zone, view.now),
        )
    for full in of.full[:MOST_NAMED]:
        yield full_words(view, full)
    if (more := len(of.full) - MOST_NAMED) > 0:
        yield plural("{n} more server waits for a lane.", "{n} more servers wait for a lane.", more)
    for hold in of.holds:
        yield hold_words(view, hold)
    if of.hand is not None:
        yield hand_words(view, of.hand, of.entry)


def full_words(view: View, of: Full) -> Sentence:
    """That a server is ready and finds no place in a lane."""
    used = lanes_in_use(view)[of.lane]
    return plural(
        "{server} is ready, and waits for a place in {lane}: {servers} is in it.",
        "{server} is ready, and waits for a place in {lane}: {servers} are in it.",
        len(used),
        server=of.server,
        lane=lane_name(view, of.lane),
        servers=some(used, MOST_NAMED),
    )


def hold_words(view: View, of: Hold) -> Sentence:
    """That a server had better wait, and for what."""
    return say(
        "Hold {server}: {lane} is needed for {waiting} at {time}.",
        server=of.server,
        lane=lane_name(view, of.lane),
        waiting=of.waiting,
        time=forecast_time(of.at, view.plan.incident.zone, view.now),
    )


def hand_words(view: View, of: Hand, beside: Entry | None) -> Sentence:
    """Where a hand is wanted, and why before what is ready."""
    tier = view.entry[of.server].tier
    said = say(
        "Help {operator} with {server}: another pair of hands likely has it done {time} sooner.",
        operator=of.holder,
        server=of.server,
        time=span(of.sooner),
    )
    if beside is None:
        return say("{help} Nothing else is ready for you.", help=said)
    if beside.tier is None:
        return say(
            "{help} Tier {tier}; no service waits for what is ready.", help=said, tier=tier or 0
        )
    return say(
        "{help} Tier {tier}; what is ready is of tier {other}.",
        help=said,
        tier=tier or NO_TIER,
        other=beside.tier,
    )
