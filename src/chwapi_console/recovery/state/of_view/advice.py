"""What somebody is told to go on with, as `advising.py` gives it."""

from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.entry import Entry

if TYPE_CHECKING:
    from chwapi_console.recovery.state.of_view.means import Away

NOT_WAITED_FOR = ("spare", "unneeded")
"""Parts of the queue that nobody waits for: they are begun where that takes nobody from the rest."""


class Full(NamedTuple):
    """A server that is ready and finds no place in a lane."""

    server: str
    lane: str


class WaitAdvice(NamedTuple):
    """A server that had better not be begun now.

    Something earlier in the queue needs its lane at a time to come (UTC); or, without a lane, whoever
    would be at it.
    """

    server: str
    lane: str
    waiting: str
    at: datetime


class Hand(NamedTuple):
    """A server at which another pair of hands helps.

    Who has it, and by how many minutes it is likely done sooner.
    """

    server: str
    holder: str
    sooner: int


class Elsewhere(NamedTuple):
    """A ready server of a more urgent tier that is for other crews.

    More urgent than what is ready for this crew. With when the first of them works, where none does
    now (UTC).
    """

    server: str
    crews: tuple[str, ...]
    on: datetime | None = None


class CountedOn(NamedTuple):
    """Another crew that is for a server too, of which the forecast has it begin that now.

    With what comes first for who asks once that crew has it, if anything. It is free; or it does it
    `beside` what it has in hand, for it takes minutes.
    """

    crew: str
    then: Entry | None = None
    beside: bool = False


class HandsFull(NamedTuple):
    """A crew that has as much in hand as the plan has it do at once, or more.

    With what it does `beside` that all the same, the first that takes minutes and comes before it. It
    goes `home` before the forecast has it begin anything more, by likely times; None where it does.
    """

    crew: str
    servers: tuple[str, ...]
    at_once: int
    beside: Entry | None = None
    home: datetime | None = None


class GainByChoice(NamedTuple):
    """By how many minutes a service comes sooner; on average where half of all cases hardly move."""

    service: str
    minutes: int
    on_average: bool


class LeftToOthers(NamedTuple):
    """What comes first for two crews that are free, had better be begun by the `other`.

    For that cannot begin the `server` that the `crew` can, which nobody else free would have done
    before they go home. With what services gain by that, beside how it stands by the forecast, and
    which come later (less than nought).
    """

    crew: str
    server: str
    other: str
    gains: tuple[GainByChoice, ...]


class BringsMore(NamedTuple):
    """A server behind what comes first for a crew that brings more if that goes on with it now.

    It `rests`, so it would be taken over, or is ready too. With what services gain by that, beside what comes
    first begun now, and which come later (less than nought).
    """

    server: str
    gains: tuple[GainByChoice, ...]
    rests: bool = False


class Advice(NamedTuple):
    """What to go on with, for a crew where one is known; what to lend a hand at before that.

    What had better wait, and what finds no place; what is more urgent and for others. `on` is when
    the crew works again where it does not now (UTC). Where nobody works whom the server is for, who
    is `away`, and what those who do work go on with `meanwhile`. `counted_on` is whom the
    forecast has begin it, where that is not the crew that asks. Where that has its hands full, what
    it has in hand; where it has not, what `rests` before all that it could begin, nobody being at it;
    and what the services above that gain if the crew goes on with it now (`gains`, None where nobody
    worked that out). Where the crew goes home before it has the server done, the `taker` that could go
    on with it then; kept by the crew it is back so many minutes `later` than if it is not begun now.
    What of what is ready had better be left to others (`left_to_others`), and what behind that
    `brings_more` now, most first, where that was worked out.
    """

    entry: Entry | None
    crew: str | None = None
    hand: Hand | None = None
    holds: tuple[WaitAdvice, ...] = ()
    full: tuple[Full, ...] = ()
    on: datetime | None = None
    elsewhere: Elsewhere | None = None
    away: "Away | None" = None
    meanwhile: Entry | None = None
    counted_on: CountedOn | None = None
    hands_full: HandsFull | None = None
    rests: str = ""
    gains: tuple[GainByChoice, ...] | None = None
    taker: str = ""
    later: int = 0
    left_to_others: LeftToOthers | None = None
    brings_more: tuple[BringsMore, ...] = ()

    @property
    def before_others(self) -> str:
        """The server that is put before what comes first for who asks: to help, take over or take."""
        if self.hand is not None:
            return self.hand.server
        if self.gains:
            return self.rests
        of = self.left_to_others
        return of.server if of is not None and of.crew == self.crew else ""
