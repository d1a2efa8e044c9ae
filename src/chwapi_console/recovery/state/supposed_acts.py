"""Acts that nobody did: how a record would go on if somebody did them now.

What is learned of an incident, its pace, what rests and what is suspect are read from the acts on its
servers. So whoever supposes that a server stood otherwise supposes the act that would say so, and has
what comes of that once it is done.
"""

from collections.abc import Mapping
from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.server_kinds import Dropped, Marked, Taken
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, Place
from chwapi_console.recovery.state.situation import Situation

SOMEBODY = "?"
"""Who would act, where nobody is at a server: no name of anybody."""


def as_if_done(
    situation: Situation, standings: Mapping[str, Standing], now: datetime, *, marked: bool
) -> Situation:
    """The situation if somebody who knows all that was done made these servers stand so, now, in one act.

    How they stand is not touched: only what follows of that act. It is done by who has a server in hand,
    or takes it. Where it is `marked` so and not taken, what was worked on it before a verdict begins anew.
    """
    origin = f"{SOMEBODY} {sum(map(len, situation.history.values()))}"
    acts = {
        server: _act(
            situation, (origin, n), server, _payload(situation, server, after, marked), now
        )
        for n, (server, after) in enumerate(standings.items(), 1)
    }
    supposed, knows = {act.hash for act in acts.values()}, situation.knows

    def then_knows(later: Event, earlier: Event) -> bool:
        if earlier.hash in supposed:
            return False
        return later.hash in supposed or knows(later, earlier)

    history = {server: (*situation.history.get(server, ()), act) for server, act in acts.items()}
    return situation._replace(history={**situation.history, **history}, knows=then_knows)


def _payload(
    situation: Situation, server: str, after: Standing, marked: bool
) -> Taken | Dropped | Marked:
    before = situation.servers[server].standing
    if after.work == "restoring":
        return Taken(before, after)
    return Marked(before, after) if marked or after.work else Dropped(before, after)


def _act(
    situation: Situation, place: Place, server: str, of: Taken | Dropped | Marked, now: datetime
) -> Event:
    origin, seq = place
    latest = max((event.lamport for event in situation.history.get(server, ())), default=0)
    name = f"{origin} {seq}"
    return Event(
        id=name,
        origin=origin,
        seq=seq,
        prev=GENESIS,
        saw={},
        lamport=1 + latest,
        at=iso(now),
        operator=of.after.holder if of.after.work == "restoring" else of.before.holder or SOMEBODY,
        host="",
        subject=server,
        kind=of.kind,
        data={**of.data(), "act": origin},
        hash=name,
    )
