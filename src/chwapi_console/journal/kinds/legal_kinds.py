"""The kinds of events about what laws ask: when somebody became aware, and what was notified."""

from typing import Any, Self

from chwapi_console.journal.kinds.parts import beyond, line, moment, name_of_one
from chwapi_console.journal.kinds.payload import (
    NOTHING,
    THE_RECORD,
    Data,
    Payload,
    before_and_after,
    both_plain,
)
from chwapi_console.named_tuples import NamedTuple

AWARE_OF, NOTIFIED_OF = "aware ", "notified "
"""What the keys begin with. No id has a blank in it, so they are nobody else's."""


class AwarenessTerms(NamedTuple):
    """Since when (ISO 8601), and who became aware then.

    `more` is what a later program wrote into it.
    """

    at: str
    by: str
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "AwarenessTerms":
        """From an event's `data`."""
        return cls(moment(plain["at"]), line(plain["by"]), beyond(plain, ("at", "by")))

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {**self.more, "at": self.at, "by": self.by}


class AwarenessChange(NamedTuple):
    """Since when somebody is aware, as one law counts it, before and after; None where nobody says."""

    law: str
    before: AwarenessTerms | None
    after: AwarenessTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(name_of_one(data["law"]), *before_and_after(data, AwarenessTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"law": self.law, **both_plain(self.before, self.after)}

    def heads_key(self, subject: str) -> str | None:
        """`aware law`: the moment; None on anything but the record."""
        return AWARE_OF + self.law if subject == THE_RECORD else None

    def lies_behind(self) -> str:
        """Since when somebody is aware."""
        return self.after.at if self.after is not None else ""


class Aware(AwarenessChange, Payload):
    """Somebody became aware, as a law counts it."""

    __slots__ = ()
    kind, about, undone_by, named_by = "aware", "record", "aware.undone", ("law",)


class AwareUndone(AwarenessChange, Payload):
    """That is again as it was said before an act."""

    __slots__ = ()
    kind, about, undone_by, named_by = "aware.undone", "record", "aware.undone", ("law",)
    takes_back = True


class NotificationTerms(NamedTuple):
    """Under which number something was notified. `more` is what a later program wrote into it."""

    ref: str
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "NotificationTerms":
        """From an event's `data`."""
        return cls(line(plain["ref"]), beyond(plain, ("ref",)))

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it."""
        return {**self.more, "ref": self.ref}


class NotificationChange(NamedTuple):
    """What was notified of a duty, before and after; None where nothing was."""

    duty: str
    before: NotificationTerms | None
    after: NotificationTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(name_of_one(data["duty"]), *before_and_after(data, NotificationTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"duty": self.duty, **both_plain(self.before, self.after)}

    def heads_key(self, subject: str) -> str | None:
        """`notified duty`: what was; None on anything but the record."""
        return NOTIFIED_OF + self.duty if subject == THE_RECORD else None


class Notified(NotificationChange, Payload):
    """What a duty asks for was notified."""

    __slots__ = ()
    kind, about, undone_by, named_by = "notified", "record", "notified.undone", ("duty",)


class NotifiedUndone(NotificationChange, Payload):
    """It counts again as it did before an act."""

    __slots__ = ()
    kind, about, undone_by, named_by = "notified.undone", "record", "notified.undone", ("duty",)
    takes_back = True
