"""How long people had servers in hand, as the record tells it.

What a forecast learns from, and what runs now.
"""

from collections import defaultdict
from collections.abc import Iterator

from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged import stints
from chwapi_console.recovery.state.judged.under_way import UnderWay
from chwapi_console.recovery.state.view.view import View

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
    together: dict[tuple[str, str], int] = defaultdict(int)
    for events in view.situation.history.values():
        for event in events:
            together[event.act] += event.after is not None and event.after.work == "restored"
    return [
        Finished(server, minutes)
        for server in view.plan.servers
        if not view.situation.servers[server].conflict
        for minutes, mark in _stints(view, server)
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
    ratios = [
        (minutes / planned.low, minutes / planned.high)
        for server in view.plan.servers
        for minutes, mark in _stints(view, server)
        if mark is not None and minutes and (planned := view.plan.restoration(server))
    ]
    return sum(low < TOO_SHORT for low, _ in ratios), sum(high > TOO_LONG for _, high in ratios)


def minutes_in_hand(view: View, server: str) -> float:
    """How long a running restoration has been worked on so far."""
    return stints.time_in_hand(view.plan, view.situation, server, view.now).total_seconds() / 60


def under_way(view: View, server: str) -> UnderWay:
    """How far a running restoration is, and what it takes, from the last step on that was done."""
    return stints.under_way(view.plan, view.situation, server, view.now)


def likely_left(view: View, server: str) -> float:
    """The minutes that a running restoration takes yet, if it takes what is likely; nought if over."""
    of = under_way(view, server)
    return max(0.0, of.lasts(of.estimate.likely) - of.spent)


def worst_left(view: View, server: str) -> float:
    """The minutes that a running restoration takes yet at worst, by its estimate; nought if over."""
    of = under_way(view, server)
    return max(0.0, of.lasts(of.estimate.high) - of.spent)


def _can_be_true(view: View, server: str, minutes: float) -> bool:
    planned = view.plan.restoration(server)
    return TOO_SHORT * planned.low <= minutes <= TOO_LONG * planned.high


def _stints(view: View, server: str) -> Iterator[tuple[float, Event | None]]:
    """The minutes that a server was in hand until each mark that it is restored, and since."""
    for stint in stints.stints(view.plan, view.situation, server, view.now):
        yield stint.lasted.total_seconds() / 60, stint.mark
