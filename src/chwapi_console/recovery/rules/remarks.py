"""What an operator adds to an act, in their own words and of their own will."""

from datetime import datetime

from chwapi_console.clock import iso
from chwapi_console.named_tuples import NamedTuple


class Remarks(NamedTuple):
    """What an operator adds to an act.

    Why, a note, when it really happened, what replaces the server, that it is meant although work
    is open (they were told what), until when what it waits for is expected, whether they named
    servers only by what these have in common, from which restore point it was restored, and what a
    blocked one waits for, by id or in words.
    """

    reason: str = ""
    note: str = ""
    done_at: datetime | None = None
    replacement: str = ""
    meant: bool = False
    until: datetime | None = None
    by_filter: bool = False
    point: str = ""
    awaits: str = ""

    def data(self) -> dict[str, str]:
        """What an event of any kind holds of them; empty ones are left out.

        The rest is for its payload.
        """
        return {**({"note": self.note} if self.note else {}), **when_done(self.done_at)}


NO_REMARKS = Remarks()


def when_done(moment: datetime | None) -> dict[str, str]:
    """When an act really happened, as an event holds it; nothing where nobody said."""
    return {"done_at": iso(moment)} if moment else {}
