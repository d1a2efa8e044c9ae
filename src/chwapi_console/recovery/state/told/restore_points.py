"""Restore points.

What is told of each, since when the attacker counts as having been in, and for which indicators
points were looked at. What speaks against a point follows from that.

A fold over a set of events: any two journals with the same events tell the same of every point.

See docs/design/runbooks.md, "Restore points".
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.point_kinds import (
    INDICATORS_KEY,
    POINT_VERDICTS,
    IndicatorsChange,
    PointChange,
    PointTerms,
    SinceChange,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads, key_of
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.server_history import Past

Flaw = Literal["late", "compromised", "encrypted", "suspect", "unknown", "stale", "untested"]
"""What speaks against a point: taken when the attacker was in; a bad verdict; nobody has scanned
it; scanned for indicators that are not the newest; never restored for a test."""
GRAVE: frozenset[Flaw] = frozenset(("late", "compromised", "encrypted", "suspect"))
"""Those for which a server that was restored from it is suspect."""

Knows = Callable[[Event, Event], bool]

OF_ALL = THE_RECORD
"""The subject of what is said of every server."""


class RestorePoint(NamedTuple):
    """A restore point of a server, and what is told of it by the acts that stand (`heads`)."""

    server: str
    id: str
    terms: PointTerms
    heads: tuple[Event, ...]

    @property
    def taken(self) -> datetime:
        """When it was taken."""
        return datetime.fromisoformat(self.terms.taken)

    @property
    def in_conflict(self) -> bool:
        """Whether people who did not see each other tell different things of it."""
        return any(_after(head) != _after(self.heads[0]) for head in self.heads)


class CompromiseBegan(NamedTuple):
    """Since when a server counts as compromised, and the act that says so."""

    at: datetime
    event: Event


class _Told(NamedTuple):
    of: Mapping[str, Mapping[str, RestorePoint]] = MappingProxyType({})
    since_acts: Mapping[str, Sequence[Event]] = MappingProxyType({})
    sets: Sequence[Event] = ()
    knows: Knows = Event.knows
    withdrawn: Mapping[str, Mapping[str, RestorePoint]] = MappingProxyType({})


class RestorePoints(_Told):
    """The points of each server by id, in the order in which they were taken.

    The acts that say since when a server counts as compromised, by server (empty: every one), and
    which set of indicators is the newest. Of what is told of a point no more, `withdrawn` has what
    was told last: that still speaks against a server which was restored from it. What it works out
    for all points of a server is kept.
    """

    @cached_property
    def indicators(self) -> Sequence[str]:
        """The newest set of indicators by name; several where people did not see each other."""
        return sorted({set_said(event) for event in self.sets})

    def since(self, server: str) -> CompromiseBegan | None:
        """Since when a server counts as compromised.

        What was said of itself where who said so knew what was said of all, else the earlier of the
        two.
        """
        if server not in self._since:
            self._since[server] = self._since_when(server)
        return self._since[server]

    @cached_property
    def _since(self) -> dict[str, CompromiseBegan | None]:
        return {}

    def _since_when(self, server: str) -> CompromiseBegan | None:
        own, all_of_them = self.since_acts.get(server, ()), self.since_acts.get("", ())
        acts = [*own, *all_of_them]
        if own and all(self.knows(one, other) for one in own for other in all_of_them):
            acts = [*own]
        moments = [CompromiseBegan(datetime.fromisoformat(since_said(act)), act) for act in acts]
        return min(moments, key=lambda since: (since.at, since.event.order), default=None)

    def behind(self, server: str, point: str) -> list[Event]:
        """The acts that stand by which something speaks against a point.

        What is told of it, and since when its server counts as compromised.
        """
        told = self._told(server, point)
        since = self.since(server)
        return [*(told.heads if told else ()), *([since.event] if since else ())]

    def flaws(self, server: str, point: str) -> list[Flaw]:
        """What speaks against a point, the gravest first.

        Nothing against one that nobody ever told of.
        """
        told = self._told(server, point)
        if told is None:
            return []
        found: list[Flaw] = []
        if (since := self.since(server)) is not None and told.taken >= since.at:
            found.append("late")
        match told.terms.verdict:
            case "compromised" | "encrypted" | "suspect" | "unknown" as verdict:
                found.append(verdict)
            case _ if self.is_stale(told):
                found.append("stale")
        return found if told.terms.tested else [*found, "untested"]

    def ever_told(self, server: str) -> list[str]:
        """The points of a server of which anybody told, also those that are withdrawn."""
        return [*self.of.get(server, ()), *self.withdrawn.get(server, ())]

    def _told(self, server: str, point: str) -> RestorePoint | None:
        return self.of.get(server, {}).get(point) or self.withdrawn.get(server, {}).get(point)

    def is_stale(self, point: RestorePoint) -> bool:
        """Whether the verdict on a verified point was given for other indicators than the newest."""
        sets = self.indicators
        return point.terms.verdict == "verified" and sets not in ([], [point.terms.indicators])


def restore_points(
    heads: Heads, knows: Knows, servers: Container[str] | None = None
) -> RestorePoints:
    """What the heads of a record tell of points: of those of these `servers`, where they are given.

    What a peer or an earlier plan calls so is no server.
    """
    of: dict[str, list[RestorePoint]] = defaultdict(list)
    withdrawn: dict[str, dict[str, RestorePoint]] = defaultdict(dict)
    since: dict[str, Sequence[Event]] = {}
    sets: Sequence[Event] = ()
    for key in heads:
        if key.startswith("point "):
            its = heads.of(key)
            if servers is not None and its[0].subject not in servers:
                continue
            if (point := _point(its, _after)) is not None:
                of[point.server].append(point)
            elif (point := _point(its, _before)) is not None:
                withdrawn[point.server][point.id] = point
        elif key.startswith("compromised-since "):
            if told := [head for head in heads.of(key) if since_said(head)]:
                since[_server_of(told[0])] = told
        elif key == INDICATORS_KEY:
            sets = [head for head in heads.of(key) if set_said(head)]
    if not (of or withdrawn or since or sets):
        return RestorePoints(knows=knows)
    return RestorePoints(
        {
            server: {
                point.id: point
                for point in sorted(points, key=lambda point: (point.taken, point.id))
            }
            for server, points in of.items()
        },
        since,
        sets,
        knows,
        withdrawn,
    )


def as_known(events: Iterable[Event], knows: Knows) -> RestorePoints:
    """What some events tell of points, as who knew only these."""
    heads = Heads(knows)
    for event in events:
        if tells_of_points(event):
            heads.add(event)
    return restore_points(heads, knows)


def tells_of_points(event: Event) -> bool:
    """Whether an act tells something by which points are judged."""
    return isinstance(event.payload, PointChange | SinceChange | IndicatorsChange)


def _point(
    heads: tuple[Event, ...], terms_of: Callable[[Event], PointTerms | None]
) -> RestorePoint | None:
    """The point of these heads, as the most cautious of them tell it, or had found it told.

    None where none does.
    """
    told = [terms for head in heads if (terms := terms_of(head)) is not None]
    if not told:
        return None
    payload = heads[0].payload
    assert isinstance(payload, PointChange), key_of(heads[0])
    return RestorePoint(heads[0].subject, payload.point, min(told, key=_caution), heads)


def _caution(terms: PointTerms) -> tuple[int, bool, float, str]:
    """The worst verdict, never tested, taken last."""
    return (
        POINT_VERDICTS.index(terms.verdict),
        terms.tested,
        -datetime.fromisoformat(terms.taken).timestamp(),
        terms.indicators,
    )


def _after(head: Event) -> PointTerms | None:
    return payload.after if isinstance(payload := head.payload, PointChange) else None


def _before(head: Event) -> PointTerms | None:
    return payload.before if isinstance(payload := head.payload, PointChange) else None


def since_said(head: Event) -> str:
    """The moment since when an act says that a server counts as compromised; empty where none.

    Who says that it is still to come says nothing: what stood before counts.
    """
    if not isinstance(payload := head.payload, SinceChange):
        return ""
    return payload.before if head.tells_what_is_to_come else payload.after


def _server_of(head: Event) -> str:
    return payload.server if isinstance(payload := head.payload, SinceChange) else ""


def set_said(head: Event) -> str:
    """The set of indicators that an act says is the newest; empty where none."""
    return payload.after if isinstance(payload := head.payload, IndicatorsChange) else ""


# From which point a server was restored

_CONFIRMED = ("verified", "clean", "on")
"""States by which somebody says that what was done before holds."""


def point_behind(past: Past, act: Event) -> str:
    """The point from which an act says that its server was restored.

    Of one that only confirms a restoration, or calls what was restored clean, the point of that: it
    bears the data of its point still. Empty where nobody said.
    """
    seen, left = {act.hash}, [act]
    while left:
        for made in past.acts_behind(left.pop(0)):
            if made.after is None or made.after.state not in ("restored", *_CONFIRMED):
                continue
            if made.restored_from:
                return made.restored_from
            behind = past.heads_before(made) if made.after.state in _CONFIRMED else ()
            left += [other for other in behind if other.hash not in seen]
            seen |= {other.hash for other in behind}
    return ""
