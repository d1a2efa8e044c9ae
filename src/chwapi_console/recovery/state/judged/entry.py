"""An entry of the queue.

One server with work to do, what that work is, and whether anybody can go on with it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from chwapi_console.inventory.groups import Needs
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import is_among
from chwapi_console.recovery.order.order import Order, QueuePart
from chwapi_console.recovery.state.told.situation import ServerState, Situation
from chwapi_console.recovery.state.told.threshold import CLEAN

WorkToDo = Literal["look", "restore", "verify", "recheck", "wait", "connect", "ask"]


class Entry(NamedTuple):
    """One server of the queue.

    `waits_for` is what is left of its needs: of each group any one would do, or so many. One that
    is `to_look_at` can be used, and is suspect; `not_before` is a time to come at which its
    restoration may begin. `restorers` are those who may not verify it: they had a hand in it, or
    looked at it first.
    """

    rank: int
    server: str
    state: str
    work: WorkToDo
    tier: int | None
    ready: bool
    held_by: str
    restored_by: str
    waits_for: Needs
    part: QueuePart
    conflict: bool
    pinned: bool = False
    restorers: frozenset[str] = frozenset()
    to_look_at: bool = False
    not_before: datetime | None = None

    def ready_for(self, operator: str) -> bool:
        """Whether this operator may go on with it: nobody verifies their own restoration."""
        return self.ready and not (self.work == "verify" and is_among(operator, self.restorers))


def entry_of(
    rank: int,
    server: str,
    so_far: Situation,
    order: Order,
    *,
    suspect: bool = False,
    not_before: datetime | None = None,
) -> Entry:
    """The entry of a server that the order has at this place.

    `not_before` is a time to come at which its restoration may begin.
    """
    state, to_look_at = so_far.servers[server], suspect and so_far.available(server)
    waits_for = order.problem.down.get(server, ())
    if to_look_at or state.state != "compromised":
        not_before = None
    asked = server in so_far.blocks and server not in order.problem.blocked and not state.conflict
    return Entry(
        rank=rank,
        server=server,
        state=state.state,
        work="look"
        if to_look_at and not state.conflict
        else "ask"
        if asked
        else _work(so_far, server, order.part[server]),
        tier=order.tier.get(server),
        ready=to_look_at or asked or (not_before is None and _ready(so_far, server, waits_for)),
        held_by=state.standing.holder if state.state == "restoring" else "",
        restored_by=state.standing.holder if state.state == "restored" and not to_look_at else "",
        waits_for=waits_for,
        part=order.part[server],
        conflict=state.conflict,
        pinned=server in order.pinned,
        restorers=_first_people(so_far, server, state) if not to_look_at else frozenset(),
        to_look_at=to_look_at,
        not_before=not_before,
    )


def _first_people(so_far: Situation, server: str, state: ServerState) -> frozenset[str]:
    """Who may not be the second person of a server that waits for one; nobody where it does not."""
    if state.state == "restored":
        return so_far.past(server).restorers(state.heads)
    if so_far.is_unconfirmed(server):
        return so_far.past(server).lookers(state.heads)
    return frozenset()


def _work(so_far: Situation, server: str, part: QueuePart) -> WorkToDo:
    state = so_far.servers[server]
    if state.conflict:
        return "recheck"
    if so_far.is_unconfirmed(server):
        return "verify"
    if state.state in ("blocked", "retired") or (part == "cannot" and state.state != "unknown"):
        return "wait"
    if state.state in CLEAN:
        return "connect"
    return (
        "look" if state.state == "unknown" else "verify" if state.state == "restored" else "restore"
    )


def _ready(so_far: Situation, server: str, waits_for: Sequence[Sequence[str]]) -> bool:
    """Whether somebody can go on with a server in the queue, which is never a working one.

    See docs/design/states.md, "Available, working, ready".
    """
    state = so_far.state(server)
    if state in ("blocked", "restoring", "retired"):
        return False
    looked_at = state == "unknown" or so_far.is_unconfirmed(server)
    return looked_at or not waits_for
