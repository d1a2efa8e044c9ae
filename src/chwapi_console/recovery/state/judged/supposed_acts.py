"""Acts that nobody did: how a record would go on if somebody did them now.

What is learned of an incident, its pace, what rests and what is suspect are read from the acts on its
servers. So whoever supposes that a server stood otherwise supposes the act that would say so, and has
what comes of that once it is done.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.server_kinds import Dropped, Marked, Taken
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, Place
from chwapi_console.recovery.state.told.situation import Situation

SOMEBODY = "?"
"""Who would act, where nobody is at a server: no name of anybody."""


def as_if_done(
    situation: Situation,
    standings: Mapping[str, Standing],
    now: datetime,
    by: str = "",
    *,
    marked: bool = False,
) -> Situation:
    """The situation if somebody who knows all that was done made these servers stand so, now, in one act.

    How they stand is not touched: only what follows of that act. It is done `by` somebody, else by who
    takes a server, or has it in hand. Where it is `marked` so and not taken, a verdict begins its work
    anew.
    """
    origin, acts = f"{SOMEBODY} {sum(map(len, situation.history.values()))}", dict[str, Event]()
    for seq, (server, after) in enumerate(standings.items(), 1):
        payload = _payload(situation.servers[server].standing, after, marked=marked)
        history = situation.history.get(server, ())
        acts[server] = _act((origin, seq), server, history, payload, by, now)
    supposed, knows = {act.hash for act in acts.values()}, situation.knows

    def then_knows(later: Event, earlier: Event) -> bool:
        if earlier.hash in supposed:
            return False
        return later.hash in supposed or knows(later, earlier)

    then = {server: (*situation.history.get(server, ()), act) for server, act in acts.items()}
    return situation._replace(history={**situation.history, **then}, knows=then_knows)


def _payload(before: Standing, after: Standing, *, marked: bool) -> Taken | Dropped | Marked:
    if after.work == "restoring":
        return Taken(before, after)
    return Marked(before, after) if marked or after.work else Dropped(before, after)


def _act(
    place: Place,
    server: str,
    history: Sequence[Event],
    of: Taken | Dropped | Marked,
    by: str,
    now: datetime,
) -> Event:
    origin, seq = place
    name, takes = f"{origin} {seq}", of.after.work == "restoring"
    return Event(
        id=name,
        origin=origin,
        seq=seq,
        prev=GENESIS,
        saw={},
        lamport=1 + max((event.lamport for event in history), default=0),
        at=iso(now),
        operator=by or (of.after.holder if takes else of.before.holder) or SOMEBODY,
        host="",
        subject=server,
        kind=of.kind,
        data={**of.data(), "act": origin},
        hash=name,
    )
