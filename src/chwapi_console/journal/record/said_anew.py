"""The events that say acts anew which a fork kept out, by the act that each says it stands for.

One that carries what the act's bytes in the first place are made of is that act. One that an early
program wrote only claims to be, and anybody can claim that: so it hides no other but one that says
the very same.
"""

import json

from chwapi_console.journal.record.events import Event, Place, hash_of

_OF_ITS_PLACE = ("keeps", "target")
"""What an event that says an act anew says otherwise than another that does: it names places."""


class SaidAnew:
    """Grows by `add`.

    Of those that say the same act the nearest to the fork is kept, so that none is compared with
    all others, however many claim to stand for one act.
    """

    def __init__(self) -> None:
        self._digests: set[str] = set()
        self._places: set[tuple[Place, str]] = set()
        self._carrying: dict[str, Event] = {}
        self._claiming: dict[str, Event] = {}
        self._claims: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether any event says an act anew."""
        return bool(self._digests)

    def __contains__(self, digest: str) -> bool:
        """Whether an event says that it stands for the act with this hash."""
        return digest in self._digests

    def add(self, event: Event) -> None:
        """One that says an act anew."""
        assert event.keeps is not None, event.id
        digest = event.keeps[1]
        self._digests.add(digest)
        if event.shows_first:
            self._places.add(event.keeps)
            _keep_nearest(self._carrying, digest, event)
        else:
            self._claims[event.hash] = claim = _what_it_says(event, digest)
            _keep_nearest(self._claiming, claim, event)

    def shows(self, place: Place, digest: str) -> bool:
        """Whether an event carries the act that had this place and hash."""
        return (place, digest) in self._places

    def nearest(self, event: Event) -> Event:
        """Of the events that say the same act as one that was added, the nearest to the fork.

        One that carries it before those that claim to be it.
        """
        assert event.keeps is not None, event.id
        carrying = self._carrying.get(event.keeps[1])
        return carrying or self._claiming[self._claims[event.hash]]


def _keep_nearest(of: dict[str, Event], key: str, event: Event) -> None:
    other = of.get(key)
    if other is None or (event.seq, event.origin) < (other.seq, other.origin):
        of[key] = event


def _what_it_says(event: Event, digest: str) -> str:
    """A hash of the act that it claims to be and of what it says."""
    data = {name: value for name, value in event.data.items() if name not in _OF_ITS_PLACE}
    said = [digest, event.subject, event.kind, event.operator, event.at, data]
    return hash_of(json.dumps(said, sort_keys=True).encode())
