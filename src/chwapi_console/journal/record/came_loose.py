"""Claims of events from elsewhere to have seen what nobody here has, written into the chain.

Whoever writes events can claim to have seen anything, and an honest writer may have seen a branch
that a fork keeps out here. So what led nowhere when it came is no sign that somebody took it out
since, if that was said then: by an event of its own, so that who can write the file cannot say it
of an earlier time without writing anew what came after.
"""

from collections.abc import Collection, Iterator

from chwapi_console.journal.kinds.record_kinds import MOST_CLAIMS, CameLoose
from chwapi_console.journal.record.events import Draft, Event, drafted, hash_of


def claim(origin: str, named: str) -> str:
    """The digest of what events of an origin claim to have seen.

    SHA-256 of `ORIGIN NAMED`, as half a surrogate pair is written in an event.
    """
    return hash_of(f"{origin} {named}".encode(errors="backslashreplace"))


def told_loose(claims: Collection[str], came: int) -> Iterator[Draft]:
    """The events that say of claims that they led nowhere when they came.

    Or else that so many events came of which that had been said: whatever is written after them
    rests on them, so that they cannot be taken out again unseen.
    """
    ordered = sorted(claims)
    for first in range(0, len(ordered) or min(came, 1), MOST_CLAIMS):
        told = ordered[first : first + MOST_CLAIMS]
        yield drafted("record", CameLoose(tuple(told), came))


def claims_told(event: Event) -> Collection[str]:
    """The claims that an event tells of; none where it is of another kind."""
    return event.says(CameLoose).claims if event.kind == CameLoose.kind else ()
