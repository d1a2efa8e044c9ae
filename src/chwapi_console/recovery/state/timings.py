"""How long people had servers in hand, as the record tells it.

What a forecast learns from, and what runs now.
"""

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import timedelta

from chwapi_console.journal.events import Event
from chwapi_console.journal.server_kinds import Marked
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.server_history import is_undo
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.state.work_left import left_since

TOO_SHORT, TOO_LONG = 0.1, 20.0
"""Below this share of the shortest estimate, or above this multiple of the longest, the record
tells of a late mark or of a forgotten one, and not of the work."""


class Finished(NamedTuple):
    """A restoration that was done, and the minutes that somebody had it in hand."""

    server: str
    minutes: float


def finished(view: View) -> list[Finished]:
    """The restorations from which something can be learned.

    Not those that were undone or settled, that nobody took, that one act marks together with others
    and without a time, or whose time cannot be true: such marks tell when somebody wrote, not when
    the work was done.
    """
    undone = view.situation.undone
    together: dict[tuple[str, str], int] = defaultdict(int)
    for events in view.situation.history.values():
        for event in events:
            together[event.act] += event.after is not None and event.after.work == "restored"
    return [
        Finished(server, minutes)
        for server in view.plan.servers
        if not view.situation.servers[server].conflict
        for minutes, mark in _stints(view, server, undone)
        if mark is not None
        and (together[mark.act] == 1 or mark.done_at)
        and _can_be_true(view, server, minutes)
    ]


def beyond_belief(view: View) -> tuple[int, int]:
    """How many restorations took a time that cannot be that of the work, too short or too long.

    Less than `TOO_SHORT` of the shortest estimate, or more than `TOO_LONG` times the longest, from
    taken to restored: nobody can learn from them how long the work took. What nobody took has no
    time at all.
    """
    undone = view.situation.undone
    ratios = [
        (minutes / planned.low, minutes / planned.high)
        for server in view.plan.servers
        for minutes, mark in _stints(view, server, undone)
        if mark is not None and minutes and (planned := view.plan.restoration(server))
    ]
    return sum(low < TOO_SHORT for low, _ in ratios), sum(high > TOO_LONG for _, high in ratios)


def minutes_in_hand(view: View, server: str) -> float:
    """How long a running restoration has been worked on so far."""
    undone = view.situation.undone
    return max([0.0, *(minutes for minutes, mark in _stints(view, server, undone) if mark is None)])


def minutes_at_what_is_left(view: View, server: str) -> float:
    """How long a running restoration has been at what is left of it (`left_to_restore`)."""
    spent, since = minutes_in_hand(view, server), left_since(view.plan, view.situation, server)
    if since is None:
        return spent
    return max(0.0, min(spent, (view.now - since).total_seconds() / 60))


def _can_be_true(view: View, server: str, minutes: float) -> bool:
    planned = view.plan.restoration(server)
    return TOO_SHORT * planned.low <= minutes <= TOO_LONG * planned.high


def _stints(
    view: View, server: str, undone: AbstractSet[str]
) -> Iterator[tuple[float, Event | None]]:
    """The minutes that a server was in hand until each mark that it is restored, and since.

    Since only with no mark, if it is in hand now. Time in which it was blocked or let go is not
    counted, and a verdict begins anew.
    """
    spent, since = timedelta(), None
    for event in view.situation.history.get(server, ()):
        after = event.after
        if after is None or event.hash in undone or is_undo(event):
            continue
        if after.work == "restoring":
            since = min(since or event.counts_from, event.counts_from)
            continue
        if since is not None:
            spent, since = spent + (event.counts_from - since), None
        if after.work == "restored" and isinstance(event.payload, Marked):
            yield spent.total_seconds() / 60, event
        if after.work in ("on", "restored", "verified") or (
            not after.work and isinstance(event.payload, Marked)
        ):
            spent = timedelta()
    if since is not None:
        yield (spent + (view.now - since)).total_seconds() / 60, None
