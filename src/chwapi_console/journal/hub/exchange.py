"""An exchange of a journal with a hub, until both have all that either had."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.clock import iso, utc_now
from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.hub.put_back import HubPutBack, lacked
from chwapi_console.journal.hub.turn import HubTurn, name_hub
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.room import MEANT, USUAL, Room
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.store import Store
from chwapi_console.journal.sync import Exchange, chain, said_anew, sync

if TYPE_CHECKING:
    from chwapi_console.journal.hub.connection import HubConnection

MOST_IN_VAIN = 2
"""Looks at a hub that bring nothing new, after which what is left there is not to be had now: where
one look brings not something of all origins, so many at each of them."""


def exchanged(
    here: Store,
    hub: HubBeside,
    *,
    keep_fork: bool = False,
    room: Room = USUAL,
    actor: Actor | None = None,
    sign: Callable[[], None] = lambda: None,
    writing: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Exchange:
    """What was exchanged, in as many runs as it took, which bring together what one sync may.

    See `sync` for what is given, and refused.
    """
    here.refresh()
    room = room._replace(before=here.record.amounts())
    first = _handed_out_first(here, hub)
    runs: list[Exchange] = []
    in_vain, looks = 0, 1
    while in_vain < MOST_IN_VAIN * looks:
        run = sync(
            here, hub, keep_fork=keep_fork, room=room, actor=actor, sign=sign, writing=writing
        )
        hub.note_what_was_refused()
        runs.append(run)
        gave_way = _gave_way(here, hub, actor, writing)
        if not hub.has_more and not gave_way:
            break
        in_vain = 0 if run.received or gave_way else in_vain + 1
        looks = max(looks, hub.looks) if in_vain else hub.looks
    if not runs[-1].received and not runs[-1].sent:
        hub.settle()
    return runs[-1]._replace(
        received=[event for run in runs for event in run.received],
        sent=[*first, *(event for run in runs for event in run.sent)],
        own=[event for run in runs for event in run.own],
        loose=[misfit for run in runs for misfit in run.loose],
        with_a_hub=True,
    )


def met(
    journal: Path,
    here: Store,
    hub: "HubConnection",
    *,
    keep_fork: bool,
    room: Room,
    actor: Actor,
    sign: Callable[[], None],
) -> Exchange:
    """What was exchanged with a hub because somebody means this one.

    It is that of the journal from now on, and whoever exchanges in the background learns what was
    seen of it.
    """
    beside, known = HubBeside(hub, here), HubTurn(journal).known()
    here.refresh()
    beside.look()
    found = beside.heads
    exchange = exchanged(here, beside, keep_fork=keep_fork, room=room, actor=actor, sign=sign)
    lost = lacked(known.went, found, here.record.tips, exchange.sent) if known.id == hub.id else 0
    name_hub(journal, hub.id, HubPutBack(iso(utc_now()), lost) if lost else None)
    return exchange._replace(lacked=lost)


def _handed_out_first(here: Store, hub: HubBeside) -> Sequence[Event]:
    """What the hub plainly lacks goes there before anything is brought.

    Whatever somebody put there, and however long that takes, keeps no act here from the others.
    """
    events = [
        event for origin, seq in hub.lacking_there() for event in chain(here.record, origin, seq)
    ]
    if not events:
        return ()
    taken = hub.receive(events, MEANT).taken
    hub.look_again()
    return taken


def _gave_way(
    here: Store,
    hub: HubBeside,
    actor: Actor | None,
    writing: Callable[[], AbstractContextManager[object]],
) -> bool:
    """Whether an origin written here gave way to something in the hub that is no event.

    Somebody put it there under the next number, and nothing of that origin comes past it. So the
    acts that it keeps out are said anew, as those of a fork are, and further acts begin another
    origin.
    """
    taken = [place for place in hub.damaged if place[0] in here.own_origins]
    for origin, seq in taken:
        kept_out = chain(here.record, origin, seq)
        anew = said_anew(kept_out, (here.record, hub.record))
        with writing():
            if anew:
                here.receive(anew, MEANT, actor)
            here.renounce(origin)
    return bool(taken)
