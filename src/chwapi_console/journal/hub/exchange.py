"""An exchange of a journal with a hub, until both have all that either had."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from chwapi_console.journal.hub.beside import HubBeside
from chwapi_console.journal.room import USUAL, Room
from chwapi_console.journal.sequencing import Actor
from chwapi_console.journal.store import Store
from chwapi_console.journal.sync import Exchange, sync

MOST_IN_VAIN = 2
"""Looks at a hub that bring nothing new, after which what is left there is not to be had now."""


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
    """What was exchanged, in as many runs as it took. See `sync` for what is given, and refused."""
    runs: list[Exchange] = []
    in_vain = 0
    while in_vain < MOST_IN_VAIN:
        run = sync(
            here, hub, keep_fork=keep_fork, room=room, actor=actor, sign=sign, writing=writing
        )
        hub.note_what_was_refused()
        runs.append(run)
        if not hub.has_more:
            break
        in_vain = 0 if run.received else in_vain + 1
    if not runs[-1].received and not runs[-1].sent:
        hub.settle()
    return runs[-1]._replace(
        received=[event for run in runs for event in run.received],
        sent=[event for run in runs for event in run.sent],
        own=[event for run in runs for event in run.own],
        loose=[misfit for run in runs for misfit in run.loose],
        with_a_hub=True,
    )
