"""Who sits at the consoles of this journal and of others, told to its hub and asked there.

Beside the exchange, on its thread. Whatever goes wrong with it keeps no act waiting.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.presence import (
    MINUTES_KEPT,
    SECONDS_BETWEEN_WORDS,
    Presence,
    Seat,
    each_once,
    presence_in,
    text_of,
    told_by,
)
from chwapi_console.journal.hub.put_back import HubPutBack
from chwapi_console.journal.hub.seats import Seats
from chwapi_console.journal.record.events import new_id

if TYPE_CHECKING:
    from chwapi_console.journal.hub.connection import HubConnection

SECONDS_BETWEEN_GLANCES = 1.0
"""Between two looks at who sits at the other consoles of this host."""


class HubPresence:
    """`sit` whoever is at this console; `speak` whose turn it is to speak to the hub.

    `put_back` is what others said lately of a hub that was put back.
    """

    def __init__(self, journal: Path, hub: "HubConnection") -> None:
        self._hub, self._seats = hub, Seats(journal)
        self._syncer = new_id()
        self._near: Sequence[Seat] = ()
        self._far: Sequence[Seat] = ()
        self._told: Sequence[Seat] | None = None
        self._glance_from = self._speak_from = self._sweep_from = 0.0
        self._not_kept_by = 0
        self.put_back: Sequence[HubPutBack] = ()

    def sit(self, seat: Seat) -> None:
        """Who sits here, from now on."""
        self._seats.sit(seat)

    def near(self) -> Sequence[Seat]:
        """Who sits at the consoles of this host."""
        if time.monotonic() >= self._glance_from:
            self._glance_from = time.monotonic() + SECONDS_BETWEEN_GLANCES
            self._near = self._seats.all()
        return self._near

    def all(self) -> Sequence[Seat]:
        """Who sits anywhere, as far as the hub told lately."""
        return each_once([*self.near(), *self._far])

    def is_due(self) -> bool:
        """Whether the hub is to be told, and asked."""
        return self._hub.opened != self._not_kept_by and (
            time.monotonic() >= self._speak_from or list(self.near()) != self._told
        )

    def speak(self, of: Presence) -> None:
        """Tells the hub who is here, with what is said of the journal, and asks who is elsewhere.

        Where a hub keeps no such thing it is not asked again over this connection.
        """
        now = time.monotonic()
        self._speak_from = now + SECONDS_BETWEEN_WORDS
        near = self._told = list(self.near())
        try:
            self._hub.say_here(self._syncer, text_of(of._replace(seats=near)))
            words = self._hub.who_is_there()
        except HubError:
            self._not_kept_by, self._far = self._hub.opened, ()
            return
        heard = (presence_in(said) for syncer, said in words if syncer != self._syncer)
        others = [other for other in heard if other is not None]
        self._far = told_by(others)
        self.put_back = [other.put_back for other in others]
        if now >= self._sweep_from:
            self._sweep_from = now + MINUTES_KEPT * 60
            self._hub.forget_who_was_there()

    def speak_soon(self) -> None:
        """There is something that the others should know."""
        self._speak_from = 0.0

    def lose_sight(self) -> None:
        """The hub is away: nothing is known of who is elsewhere.

        Once it is back it is told at once, and asked.
        """
        self._far, self._speak_from = (), 0.0

    def rise(self, of: Presence, *, speaks: bool) -> None:
        """Nobody sits here any more, and the hub is told so where it was told somebody does."""
        self._seats.rise()
        self._glance_from = 0.0
        if speaks and self._told:
            self.speak(of)
            self._seats.rise()  # who looked at the others had it open again
