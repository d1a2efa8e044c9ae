"""What moved the time at which a service is expected, between a moment that is over and now.

The record is played again, act by act: the forecast just before an act and the one just after it,
both of its moment, tell what that act moved; from there to the forecast just before the next is
what time alone moved. So the parts add up to the whole. Where that would take too many forecasts,
the stretches over which it moved most are taken apart first, and acts that hardly moved it stay
together.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from chwapi_console.clock import minutes_between
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.evidence_kinds import HandOverChange
from chwapi_console.journal.kinds.legal_kinds import AwarenessChange, NotificationChange
from chwapi_console.journal.kinds.record_kinds import Export, Note, NoteChange
from chwapi_console.journal.kinds.telling_kinds import HandoverChange, PromiseChange
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.record_until import known_from, record_done_by
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.by_calendar import course
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.learning import Learned, learned
from chwapi_console.recovery.forecast.once_looked_at import before_if_hit, places_if_hit
from chwapi_console.recovery.forecast.runs_compared import change, clear_change, clear_difference
from chwapi_console.recovery.state.of_view.means import resources
from chwapi_console.recovery.state.of_view.over_likely import OverLikely, over_likely
from chwapi_console.recovery.state.view.view import View, view

MOST_PLAYED = 32
"""Moments of the record of which there is a forecast: each takes a tenth of a second and more."""

AT_FIRST = 8
"""Stretches into which the time is cut before those are taken apart that moved it most."""

A_MOMENT = timedelta(milliseconds=1)
"""The least time between two acts that the record tells apart."""

SOON = 60
"""Minutes within which time alone moves little."""

FOR_EVER = 10**9
"""Minutes that stand for the step from a time to none, or back."""

TELLING = (
    PromiseChange,
    HandoverChange,
    AwarenessChange,
    NotificationChange,
    HandOverChange,
    Export,
)
"""Acts that say what was told or promised, or handed on: no forecast hangs on these."""


class HandMoved(NamedTuple):
    """A server that was laid down (`free`) or taken up, and the crew whose hand that is.

    The crew is empty where the plan tells none apart. `over` is for how much longer than likely it
    was in hand; None where it was not, or is back. `own` says that the service waits for it.
    """

    server: str
    crew: str
    free: bool
    own: bool = False
    over: OverLikely | None = None


class Stretch(NamedTuple):
    """What lies between two moments: acts of one moment, time alone, or several of both.

    With the outlook at its beginning and at its end. `taught` are the minutes, of those by which
    acts of one moment moved it, that come of what a restoration taught about all others; None where
    none was finished; `of_pace` those of them that come of what it says of the pace of the incident, which
    was taken to lie between the first two of `paces` and lies between the others since. `factors` are how
    many times as long as likely restorations took so far, before it and after. Where it lies about acts of
    one moment, `before` are servers that stand before the last one of the service since, and did not,
    `before_if_hit` the same where what nobody has looked at is hit; `behind` those that stood before it and
    do no longer, though they are in the queue; `hands` what these acts laid down or took up; `own` what of
    that they are about the service waits for itself where it comes later, or does no longer; and `delay` the
    minutes that were counted before the first restoration, which they began. `moment` is when all of its
    acts were known; None where that was not at once, or time enough lies beside them to move it too.
    """

    begin: datetime
    end: datetime
    acts: Sequence[Event]
    was: Outlook
    became: Outlook
    taught: int | None = None
    factors: tuple[float, float] = (1.0, 1.0)
    of_pace: int = 0
    paces: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 1.0), (1.0, 1.0))
    before: Sequence[str] = ()
    before_if_hit: Sequence[str] = ()
    behind: Sequence[str] = ()
    hands: Sequence[HandMoved] = ()
    own: Sequence[str] = ()
    delay: int = 0
    moment: datetime | None = None

    @property
    def minutes(self) -> int | None:
        """By how many minutes it moved, below nought sooner; None where there is no time before or after."""
        return change(self.was, self.became)

    @property
    def clear(self) -> int:
        """The same, as far as the runs tell; nought where there is no time on either side, or on one."""
        return clear_change(self.was, self.became) or 0

    @property
    def leaps(self) -> bool:
        """Whether it moved by more than it lasted."""
        return abs(self.clear) > minutes_between(self.begin, self.end)

    @property
    def is_of_time(self) -> bool:
        """Whether nobody acted in it."""
        return not self.acts


class Drift(NamedTuple):
    """What moved the time of a service: all stretches from then to now, in their order.

    `then` is the outlook of then, `now` that of now. `by_edit` is what another plan moved at the
    end, from the plan of then to that of now; None where it is the same plan. `waited` is the
    stretch of time alone in which it moved most. Where it came later by it, `over` were over what is likely
    at its end; and where by more than it lasted, `in_hand` what was in hand all the time, each with the
    minutes by which that itself is expected later, first what the service waits for.
    """

    service: str
    then: Outlook
    now: Outlook
    stretches: Sequence[Stretch]
    by_edit: Stretch | None = None
    waited: Stretch | None = None
    over: Sequence[OverLikely] = ()
    in_hand: Sequence[tuple[str, int]] = ()

    @property
    def by_time(self) -> int:
        """By how many minutes time alone moved it, of the stretches in which nobody acted."""
        return sum(of.minutes or 0 for of in self.stretches if of.is_of_time)


class _Point(NamedTuple):
    """A moment of the record: just before its acts, or with them."""

    at: datetime
    with_acts: bool


class _Played:
    """The outlooks of a service at moments of the record, each worked out once."""

    def __init__(
        self,
        plan: Plan,
        record: Record,
        points: Sequence[_Point],
        service: str,
        between: Callable[[float], object],
    ) -> None:
        self._plan, self._record, self.points = plan, record, points
        self.service, self._between = service, between
        self.known: dict[int, Outlook] = {}

    def view(self, place: int) -> View:
        """How things stood at a point."""
        at, with_acts = self.points[place]
        known = record_done_by(self._record, at if with_acts else at - A_MOMENT)
        return view(self._plan, known, at)

    def outlook(self, place: int) -> Outlook:
        """The outlook of the service at a point."""
        if place not in self.known:
            self.known[place] = self.of(self.view(place))
        return self.known[place]

    def of(self, then: View, so_far: Learned | None = None) -> Outlook:
        """The outlook of the service in a view, by what it teaches or by what was learned."""
        of = forecast(then, [self.service], so_far=so_far, between=self._between)
        return of.services[self.service]


def drift(
    plan: Plan,
    record: Record,
    since: datetime,
    now: View,
    service: str,
    between: Callable[[float], object] = lambda _: None,
) -> Drift:
    """What moved the time of a service since a moment, by the plan of then and the whole record.

    It takes a forecast for each of up to `MOST_PLAYED` moments: never on an event loop.
    """
    acts = _acts_since(plan, record, since, now.now)
    points = [
        _Point(since, True),
        *(_Point(at, with_acts) for at in acts for with_acts in (False, True)),
        _Point(now.now, True),
    ]
    played = _Played(plan, record, points, service, between)
    places = _steadied(played, _taken_apart(played, len(points) - 1))
    stretches = [_stretch(played, acts, begin, end) for begin, end in pairwise(places)]
    edit, last = None, played.outlook(len(points) - 1)
    if plan is not now.written:
        edit, last = Stretch(now.now, now.now, (), last, played.of(now)), played.of(now)
    waited = max(
        (of for of in stretches if of.is_of_time and of.clear),
        key=lambda of: abs(of.clear),
        default=None,
    )
    of = Drift(service, played.outlook(0), last, stretches, edit, waited)
    if waited is None or waited.clear < 0:
        return of
    place = stretches.index(waited)
    before, after = (played.view(each) for each in places[place : place + 2])
    of = of._replace(over=over_likely(after, after.in_hand))
    return of._replace(in_hand=_later_in_hand(before, after, service)) if waited.leaps else of


def _later_in_hand(before: View, after: View, service: str) -> list[tuple[str, int]]:
    """What is in hand in two views between which nobody acted, and is expected later in the second.

    The longer it is in hand and not done, the longer it is taken to last. With the minutes.
    """
    servers = [server for server in before.in_hand if server in after.in_hand]
    was, became = (forecast(each, servers).services for each in (before, after))
    own = set(after.missing(service))
    later = {server: clear_change(was[server], became[server]) or 0 for server in servers}
    found = [(server, minutes) for server, minutes in later.items() if minutes > 0]
    return sorted(found, key=lambda each: (each[0] not in own, -each[1], each[0]))


def _acts_since(
    plan: Plan, record: Record, since: datetime, until: datetime
) -> Mapping[datetime, list[Event]]:
    """What people did between two moments, by when it was known: as soon as it was done, mostly.

    What was entered later and out of turn is known with what it came behind, or from then on. No
    moment at which nothing was done that a forecast hangs on: what moved it about that time alone did.
    """
    found: dict[datetime, list[Event]] = {}
    known = known_from(record)
    meant = [(known[event.hash], event) for event in record.events if event.payload.is_meant]
    for at, event in sorted(meant, key=lambda act: (act[0], act[1].order)):
        if since < at <= until:
            found.setdefault(at, []).append(event)
    return {at: acts for at, acts in found.items() if any(_may_move(plan, act) for act in acts)}


def _may_move(plan: Plan, act: Event) -> bool:
    """Whether a forecast hangs on what an act says.

    None does on what was promised or told whom, nor on who has the shift; on a note only where it is
    about a server, for somebody may have been at that.
    """
    if isinstance(act.payload, Note | NoteChange):
        return act.subject in plan.servers
    return not isinstance(act.payload, TELLING)


def _taken_apart(played: _Played, last: int) -> list[int]:
    """The points between which stretches lie: all of them, or those about which it moved most."""
    places = {round(last * part / AT_FIRST) for part in range(AT_FIRST + 1)}
    left = max(0, MOST_PLAYED - len(places))
    for place in places:
        played.outlook(place)
    while left:
        in_order = sorted(places)
        wide = [(begin, end) for begin, end in pairwise(in_order) if end - begin > 1]
        if not wide:
            break
        begin, end = max(wide, key=lambda each: (_moved(played, *each), each[1] - each[0]))
        places.add((begin + end) // 2)
        left -= 1
    return sorted(places)


def _moved(played: _Played, begin: int, end: int) -> int:
    """By how many minutes it moved, either way; more than any where a time came or went."""
    was, became = played.outlook(begin), played.outlook(end)
    minutes = change(was, became)
    if minutes is None:
        return 0 if was.p50 is became.p50 else FOR_EVER
    return abs(minutes)


def _steadied(played: _Played, places: Sequence[int]) -> list[int]:
    """The same points without those between an act and a leap back that time made soon after it.

    What half of all cases come to may leap over a night and back: no few minutes did that.
    """
    kept = list(places)
    for begin, end in pairwise(places):
        if not _is_leap(played, begin, end):
            continue
        moved = _signed(played, begin, end)
        at = kept.index(begin)
        beside = [
            (abs(by), place)
            for first, last, place in (
                *([(kept[at - 1], begin, begin)] if at else []),
                *([(end, kept[at + 2], end)] if at + 2 < len(kept) else []),
            )
            if (by := _signed(played, first, last)) * moved < 0
        ]
        if beside:
            kept.remove(max(beside)[1])
    return kept


def _is_leap(played: _Played, begin: int, end: int) -> bool:
    """Whether time alone, and little of it, moved it by more than that time can."""
    points = played.points
    if end > begin + 1 or not points[begin].with_acts:
        return False
    lasted = minutes_between(points[begin].at, points[end].at)
    return lasted < SOON and abs(_signed(played, begin, end)) > 2 * max(lasted, 30)


def _signed(played: _Played, begin: int, end: int) -> int:
    return clear_change(played.outlook(begin), played.outlook(end)) or 0


def _stretch(
    played: _Played, acts: Mapping[datetime, list[Event]], begin: int, end: int
) -> Stretch:
    points = played.points
    moments = [point.at for point in points[begin + 1 : end + 1] if point.with_acts]
    done, at = [event for at in moments for event in acts.get(at, ())], points[begin].at
    of = Stretch(at, points[end].at, done, played.outlook(begin), played.outlook(end))
    is_short = minutes_between(of.begin, of.end) < SOON
    of = of._replace(moment=moments[0] if len(moments) == 1 and is_short else None)
    if of.moment is None or not of.clear:
        return of
    return _explained(played, of, played.view(begin), played.view(end))


def _explained(played: _Played, of: Stretch, before: View, after: View) -> Stretch:
    """The same, with what came before the service in the queue by these acts, and what they taught."""
    (was, was_if_hit), (becomes, becomes_if_hit) = (
        stands_before(each, played.service) for each in (before, after)
    )
    new = [each for each in becomes if each not in was and each in before.entry]
    missed, missing = ({*each.missing(played.service)} for each in (before, after))
    itself = missing if of.clear > 0 else missed - missing
    of = of._replace(
        before=new,
        before_if_hit=[
            each
            for each in becomes_if_hit
            if each not in was_if_hit and each not in new and each in before.entry
        ],
        behind=[
            each
            for each in was
            if each not in becomes and each not in missing and each in after.entry
        ],
        hands=list(_hands(missed | missing, before, after)),
        own=[act.subject for act in of.acts if act.subject in itself],
    )
    known, knows = learned(before), learned(after)
    if known.pace.delay and not knows.pace.delay:
        of = of._replace(delay=round(known.pace.delay))
    if known.finished == knows.finished and known.pace.telling == knows.pace.telling:
        return of
    at_its_pace = played.of(after, knows._replace(pace=known.pace))
    return of._replace(
        taught=clear_difference(played.of(after, known), of.became),
        factors=(known.factor.get("", 1.0), knows.factor.get("", 1.0)),
        of_pace=clear_difference(at_its_pace, of.became) or 0,
        paces=(known.pace.half, knows.pace.half),
    )


def _hands(own: Container[str], before: View, after: View) -> Iterator[HandMoved]:
    """What was laid down by the acts between two views, then what was taken up."""
    over = {each.server: each for each in over_likely(before, before.in_hand)}
    for one, other, free in ((before, after, True), (after, before, False)):
        means = resources(one)
        for server in one.in_hand:
            if server not in other.in_hand:
                crew, is_left = means.crews[means.crew_at(server)], server in other.entry
                late = over.get(server) if free and is_left else None
                yield HandMoved(server, crew, free, server in own, late)


def stands_before(then: View, service: str) -> tuple[list[str], list[str]]:
    """The servers before the last one that a service misses: by the queue, and if that is hit.

    Only what a crew takes that something of the service is for; and if it is hit, only what stands
    before it by the order too, not what other crews begin meanwhile.
    """
    missing, means = set(then.missing(service)), resources(then)
    of = course(then, learned(then), means)
    if_hit = places_if_hit(then, of)
    places = {entry.server: place for place, entry in enumerate(of.entries)}
    at_hit = {each: if_hit.get(each, places[each]) for each in missing}
    last, last_hit = max(missing, key=places.__getitem__, default=""), _furthest(at_hit)
    crews = {crew for each in missing for crew in means.kind(each).crews}
    others = [
        (server, place)
        for server, place in places.items()
        if server not in missing and not crews.isdisjoint(means.kind(server).crews)
    ]
    ahead = before_if_hit(then, last_hit) if last_hit in if_hit else places.keys()
    return (
        [server for server, place in others if place < places.get(last, 0)],
        [
            server
            for server, place in others
            if place <= at_hit.get(last_hit, 0) and (place < places.get(last, 0) or server in ahead)
        ],
    )


def _furthest(places: Mapping[str, int]) -> str:
    return max(places, key=places.__getitem__, default="")
