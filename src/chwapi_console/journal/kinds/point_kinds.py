"""The kinds of events about restore points.

What is told of a point, since when the attacker was in, and the newest set of indicators that is
known.
"""

from typing import Any, Self

from chwapi_console.journal.kinds.parts import beyond, line, moment, name_of_one, one_of, text
from chwapi_console.journal.kinds.payload import (
    NOTHING,
    THE_RECORD,
    Data,
    Payload,
    before_and_after,
    both_plain,
    parts_told,
)
from chwapi_console.named_tuples import NamedTuple

POINT_VERDICTS = ("compromised", "encrypted", "suspect", "unknown", "verified")
"""What can be said of a restore point, the most cautious first."""


def point_key(server: str, point: str) -> str:
    """The key of a restore point. Neither has a blank in it."""
    return f"point {server} {point}"


def since_key(server: str) -> str:
    """The key of the moment since when a server counts as compromised; without one, of all."""
    return f"compromised-since {server}"


INDICATORS_KEY = "indicators "
"""The key of the newest set of indicators."""


class PointTerms(NamedTuple):
    """A restore point.

    When it was `taken` (ISO 8601), the `verdict` on it, one of `POINT_VERDICTS`, `by` whom and with
    which `tool` it was given, for which set of `indicators`; whether a restoration from it was
    `tested`. `more` is what a later program wrote into it.
    """

    taken: str
    verdict: str = "unknown"
    by: str = ""
    tool: str = ""
    indicators: str = ""
    tested: bool = False
    more: Data = NOTHING

    @classmethod
    def of(cls, plain: Data) -> "PointTerms":
        """From an event's `data`."""
        tested = plain.get("tested", False)
        if type(tested) is not bool:
            raise ValueError(tested)
        return cls(
            moment(plain["taken"]),
            one_of(plain["verdict"], POINT_VERDICTS),
            line(plain.get("by", "")),
            line(plain.get("tool", "")),
            line(plain.get("indicators", "")),
            tested,
            beyond(plain, cls._fields[:-1]),
        )

    def plain(self) -> dict[str, Any]:
        """As an event's `data` holds it; what nobody told is left out."""
        return parts_told(self)


class PointChange(NamedTuple):
    """What is told of a restore `point` of a server, before and after; None where nothing is."""

    point: str
    before: PointTerms | None
    after: PointTerms | None

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(name_of_one(data["point"]), *before_and_after(data, PointTerms.of))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            "point": self.point,
            **both_plain(self.before, self.after),
        }

    def heads_key(self, subject: str) -> str:
        """`point server id`: the restore point."""
        return point_key(subject, self.point)

    def lies_behind(self) -> str:
        """When the point was taken."""
        return self.after.taken if self.after else ""


class PointTold(PointChange, Payload):
    """Something was told of a restore point."""

    __slots__ = ()
    kind, about, undone_by, named_by = "point.told", "server", "point.undone", ("point",)


class PointUndone(PointChange, Payload):
    """A restore point is again as it was told before an act."""

    __slots__ = ()
    kind, about, undone_by, named_by = "point.undone", "server", "point.undone", ("point",)
    takes_back = True


class SinceChange(NamedTuple):
    """Since when a server counts as compromised (ISO 8601), before and after.

    Every server where none is named; empty where nobody says.
    """

    server: str
    before: str
    after: str

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        before, after = text(data["before"]), text(data["after"])
        return cls(text(data.get("server", "")), before and moment(before), after and moment(after))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {
            **({"server": self.server} if self.server else {}),
            "before": self.before,
            "after": self.after,
        }

    def heads_key(self, subject: str) -> str | None:
        """`compromised-since server`: the moment; None where it speaks of another than it is on."""
        return since_key(self.server) if subject == (self.server or THE_RECORD) else None

    def lies_behind(self) -> str:
        """Since when the attacker was in."""
        return self.after


class CompromisedSince(SinceChange, Payload):
    """Somebody said since when the attacker was in."""

    __slots__ = ()
    kind, about, named_by = "compromised.since", "server or record", ("server",)
    undone_by = "compromised.since.undone"


class CompromisedSinceUndone(SinceChange, Payload):
    """That is again as it was said before an act."""

    __slots__ = ()
    kind, about, named_by = "compromised.since.undone", "server or record", ("server",)
    undone_by, takes_back = "compromised.since.undone", True


class IndicatorsChange(NamedTuple):
    """The newest set of indicators that is known, by name, before and after.

    Empty where nobody says.
    """

    before: str
    after: str

    @classmethod
    def read(cls, data: Data) -> Self:
        """See `Payload.read`."""
        return cls(line(data["before"]), line(data["after"]))

    def data(self) -> dict[str, Any]:
        """See `Payload.data`."""
        return {"before": self.before, "after": self.after}

    def heads_key(self, subject: str) -> str | None:
        """`indicators `: the newest set; None on anything but the record."""
        return INDICATORS_KEY if subject == THE_RECORD else None


class IndicatorsKnown(IndicatorsChange, Payload):
    """A newer set of indicators is known."""

    __slots__ = ()
    kind, about, undone_by = "indicators.known", "record", "indicators.undone"


class IndicatorsUndone(IndicatorsChange, Payload):
    """The newest set is again the one before an act."""

    __slots__ = ()
    kind, about, undone_by = "indicators.undone", "record", "indicators.undone"
    takes_back = True
