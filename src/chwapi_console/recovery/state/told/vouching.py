"""Which acts vouch for a server: they say how somebody found or left it that people count on."""

from collections.abc import Iterable, Iterator

from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.server_history import Past, state_said

VOUCHED = ("clean", "on", "restored", "verified")
"""States in which people count on a server; only in these one is suspect, and not while it is off."""


def vouches(act: Event) -> bool:
    """Whether somebody said by an act how they found or left a server that people count on."""
    return state_said(act) in VOUCHED


def vouching_acts(past: Past, heads: Iterable[Event]) -> Iterator[Event | None]:
    """The acts that vouch for a server while these are its heads: they make those stand.

    None stands for the plan. Who lets go of a server, or takes an act back, has not looked: what
    was said before counts then.
    """
    seen, left = set[str](), list(heads)
    if not left:
        yield None
    while left:
        head = left.pop()
        acts = [head] if vouches(head) else past.acts_behind(head)
        if not acts:
            yield None
        for act in acts:
            if act.hash in seen:
                continue
            seen.add(act.hash)
            if vouches(act):
                yield act
            elif before := past.heads_before(act):
                left += before
            else:
                yield None
