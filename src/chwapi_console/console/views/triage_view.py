"""Triage as rows.

The servers that nobody has looked at, and suspects, which must be looked at again, in the order of
the queue; and the pace.

A server that was looked at keeps its row until a new order is taken up, so that the list never
moves under the cursor.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby, takewhile

from chwapi_console.clock import span
from chwapi_console.console.known.console_state import ConsoleState, wants_look
from chwapi_console.journal.kinds.server_kinds import Marked
from chwapi_console.journal.record.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.suspicion import suspects_counted
from chwapi_console.text import Language, plural, say

FEWEST = 3
"""Looks from which a pace is told."""
LOOKS_OF_THE_PACE = 20
LONGEST_PAUSE = timedelta(minutes=15)
"""A longer pause between two looks is no part of the pace."""


def to_look_at(known: ConsoleState) -> list[str]:
    """The servers of triage.

    Those of the order that are unknown or suspect, or were at any time since it was taken up; and
    below them those that have become so since, so that none is missing.
    """
    now = known.view
    of_the_order = [
        server
        for server in known.order
        if server in now.plan.servers and (_is_open(now, server) or server in known.wanted_a_look)
    ]
    there = frozenset(known.order)
    fresh = [server for server in known.wanted_a_look if server not in there]
    return [*of_the_order, *(server for server in fresh if server in now.plan.servers)]


def wants_a_look(known: ConsoleState, server: str) -> bool:
    """Whether nobody has looked at a server, or could not tell, or it is suspect."""
    return _is_open(known.view, server)


def _is_open(view: View, server: str) -> bool:
    return server in view.entry and wants_look(view, view.entry[server])


def triage_title(known: ConsoleState, t: Language) -> str:
    """How many are left, how many unknown ones were looked at, and how long the rest takes.

    The time is reckoned at this operator's own pace.
    """
    unknown, plan = known.view.unknown, known.view.plan.servers
    suspects = sum(entry.to_look_at for entry in known.view.entries)
    left = unknown + suspects
    done = sum(
        plan[name].state == "unknown" and state.state != "unknown"
        for name, state in known.view.situation.servers.items()
    )
    counted = plural("{n} looked at", "{n} looked at", done)
    if suspects:
        counted = say("{suspects}, {done}", suspects=suspects_counted(suspects), done=counted)
    words = t(
        say("Triage: {suspects}", suspects=suspects_counted(suspects))
        if suspects and not unknown
        else plural(
            "Triage: {n} unknown, {done}", "Triage: {n} unknown, {done}", unknown, done=counted
        )
    )
    rate = looks_a_minute(known.chronicle.events, known.operator)
    if not rate or not left:
        return words
    speed = (
        say("{n} in 10 min", n=round(rate * 10))
        if rate >= 1
        else say("one in {time}", time=span(round(1 / rate)))
    )
    return words + t(
        say(" · {speed}, {time} left", speed=speed, time=span(max(1, round(left / rate))))
    )


def looks_a_minute(events: Sequence[Event], operator: str) -> float | None:
    """Servers that an operator looks at in a minute; None while there are few looks.

    By the latest looks at one server each; lists that were taken whole do not count.
    """
    times: list[datetime] = []
    acts = (list(act) for _, act in groupby(reversed(events), lambda event: event.act))
    for event, *others in takewhile(lambda _: len(times) < LOOKS_OF_THE_PACE, acts):
        if not others and same_person(event.operator, operator) and _is_a_look(event):
            moment = event.moment
            if times and times[-1] - moment > LONGEST_PAUSE:
                break
            times.append(moment)
    taken = (times[0] - times[-1]).total_seconds() if len(times) >= FEWEST else 0
    return (len(times) - 1) * 60 / taken if taken > 0 else None


def _is_a_look(event: Event) -> bool:
    """Whether somebody says what they found on a server that was unknown or suspect.

    What is called clean again was suspect.
    """
    payload = event.payload
    if not isinstance(payload, Marked):
        return False
    before, after = payload.before.state, payload.after.state
    return before == after == "on" or (
        after in ("clean", "compromised")
        and before in ("unknown", "clean", "on", "restored", "verified")
    )
