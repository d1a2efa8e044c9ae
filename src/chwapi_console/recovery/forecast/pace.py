"""What no server's estimate contains, and by how much incidents take longer for it.

Waiting for evidence and for decisions, nights, rebuilding the ground, people who are needed
elsewhere. Published incidents took a multiple of what a forecast from their restorations alone says
(docs/design/forecast.md, "How incidents really go", has the cases). A forecast begins with that,
and lets go of it as this incident's own restorations come in: by how much of their time the crews
spent on servers.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from math import exp, log, sqrt

from chwapi_console.clock import minutes_between
from chwapi_console.inventory.file.crews_in_text import crews_in
from chwapi_console.inventory.model import Crew
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.shifts import shifts
from chwapi_console.recovery.state.judged.at_work import MINUTE
from chwapi_console.recovery.state.judged.crews_so_far import crews_so_far
from chwapi_console.recovery.state.judged.present_work import stays_back
from chwapi_console.recovery.state.judged.stints import time_worked
from chwapi_console.recovery.state.of_view.means import week_minute
from chwapi_console.recovery.state.of_view.timings import Finished, minutes_in_hand
from chwapi_console.recovery.state.view.view import View

SMALL, WHOLE = 16, 80
"""Servers to restore up to which an incident takes what its restorations add up to, and from which
on it goes as published ones did. Between the two it is a matter of degree."""

USUAL, SPREAD = 1.2, 0.9
"""How many times as long as added up published incidents took, as a logarithm: mean and spread over
the six of `bench.published`, a little below what was found (1.4 and 1.0), for those that go well are
published less."""

A_TIER = 0.1
"""What each tier below the first takes more, as a logarithm."""

HOURS_LOST = 4.0
"""Hours until the first restoration begins, in the mean, of an incident that takes twice as long as
its restorations add up to."""

ONE_RESTORATION, UNEVEN = 0.25, 0.35
"""How far one finished restoration may mislead about the pace of all, as a logarithm; and what that
grows by with the pace, for whoever loses much time loses it unevenly. Where fewer are finished than
there are crews, by as many times more: those few tell nothing of what the other crews lose."""

BUSY = 0.85
"""Of their time, what crews are at work in a recovery that loses none: they wait for each other's
servers too, and the runs know that."""

QUARTILE = 0.674
"""Spreads from the mean within which half of all lie, of what is normally distributed."""

SLOWEST = 30.0
"""Times as long as added up that no record is believed to say."""


class Pace(NamedTuple):
    """How many times as long as its restorations add up to an incident takes, as a logarithm.

    `mean` and `spread`, and what `a_tier` below the first adds; and the minutes until anything is
    begun, in the mean (`delay`). `size` is how many servers there were to restore, as far as is
    known; `done` how many of them are, `telling` how many of these tell of the pace, and `own` how
    many times as long as added up it took so far. `as_usual` is the share that other incidents of
    the size have in it.
    """

    mean: float = 0.0
    spread: float = 0.0
    a_tier: float = 0.0
    delay: float = 0.0
    size: int = 0
    done: int = 0
    own: float = 1.0
    telling: int = 0
    as_usual: float = 1.0

    def times(self, deviation: float) -> float:
        """How many times as long as added up, so many spreads from the mean."""
        return exp(self.mean + deviation * self.spread)

    @property
    def half(self) -> tuple[float, float]:
        """Between how many times as long as added up half of all cases lie."""
        return self.times(-QUARTILE), self.times(QUARTILE)


def pace(view: View, finished: list[Finished], times_planned: float) -> Pace:
    """The pace of this incident.

    As those of its size went, and the more as it went itself, the more it has restored.
    `times_planned` is how many times as long as planned restorations take.
    """
    size = _size(view)
    degree = min(1.0, max(0.0, log(max(size, 1) / SMALL) / log(WHOLE / SMALL)))
    if not degree:
        return Pace(size=size)
    usual, spread = degree * USUAL, degree * SPREAD
    done = [
        each
        for each in view.hit
        if each in view.situation.history and stays_back(view.situation, each)
    ]
    running = [entry.server for entry in view.entries if entry.state == "restoring"]
    lost = _lost(view, done, running)
    delay = 0.0 if done or running or lost else 60 * HOURS_LOST * (exp(usual) - 1)
    as_usual = Pace(usual, spread, A_TIER, delay, size, len(done))
    if not done:
        return as_usual
    begun, timed = (
        _begun(view, [*done, *running, *lost]),
        {of.server: of.minutes for of in finished},
    )
    telling = [
        each
        for each in done
        if each in timed or _can_be_made_since(view, begun, each, times_planned)
    ]
    if not telling:
        return as_usual
    own = _own(view, telling, running, begun, timed, times_planned, sum(lost.values()))
    crews = sum(crew.at_once for crew in _crews_by_time(view)[-1].crews)
    return _let_go_of(as_usual, own, len(telling), crews)


def _let_go_of(as_usual: Pace, own: float, telling: int, crews: int) -> Pace:
    """The pace once so many restorations of so many crews told how many times as long it takes here."""
    before, uneven = 1 / as_usual.spread**2, UNEVEN * log(own)
    since = telling / ((ONE_RESTORATION + uneven) * max(1.0, crews / telling)) ** 2
    weight = before / (before + since)
    return as_usual._replace(
        mean=weight * as_usual.mean + (1 - weight) * log(own),
        spread=sqrt(1 / (before + since) + ((1 - weight) * uneven) ** 2),
        a_tier=weight * as_usual.a_tier,
        own=own,
        telling=telling,
        as_usual=weight,
    )


def _lost(view: View, done: Collection[str], running: Collection[str]) -> dict[str, float]:
    """The minutes of work on servers that came to nothing, by server.

    On what was let go of or given up, and on what was found compromised since. Crews spent them on
    servers all the same, and lost them to nothing else.
    """
    lost = dict[str, float]()
    for server in view.situation.history:
        if server not in view.plan.servers:
            continue
        of = time_worked(view.plan, view.situation, server, view.now)
        minutes = of.before / MINUTE
        if server in running:
            minutes += max(0.0, of.since / MINUTE - minutes_in_hand(view, server))
        elif server not in done:
            minutes += of.since / MINUTE
        if minutes:
            lost[server] = minutes
    return lost


def _size(view: View) -> int:
    """How many servers there were to restore, those done among them.

    Of those that nobody looked at so many as turned out hit so far.
    """
    hit, clean = share_hit(view)
    return len(view.hit) + round(view.unknown * (1 + hit) / (2 + hit + clean))


def _begun(view: View, servers: list[str]) -> datetime:
    """When somebody began the first of some servers, or said that it is restored."""
    return min(
        event.counts_from
        for server in servers
        for event in view.situation.history.get(server, ())
        if event.after is not None and event.after.work in ("restoring", "restored")
    )


def _can_be_made_since(view: View, begun: datetime, server: str, times_planned: float) -> bool:
    """Whether a server that nobody is known to have had in hand can be restored since a moment.

    Else its mark, at once or with others, tells when somebody wrote, and nothing of the pace.
    """
    back = [
        event.counts_from
        for event in view.situation.history.get(server, ())
        if event.after is not None and event.after.work == "restored"
    ]
    likely = view.plan.restoration(server).likely * times_planned
    return bool(back) and minutes_between(begun, max(back)) >= likely


def _own(
    view: View,
    done: list[str],
    running: list[str],
    begun: datetime,
    timed: Mapping[str, float],
    times_planned: float,
    lost: float,
) -> float:
    """How many times as long as the work on servers adds up to it took so far.

    The crews' time since they began the first, over what of it they spent on servers, what is `lost`
    among it; 1 where they were never without.
    """
    policy_for = view.plan.policy_for
    spent = lost + sum(
        timed.get(server, view.plan.restoration(server).likely * times_planned) for server in done
    )
    spent += sum(minutes_in_hand(view, server) for server in running)
    spent += sum(policy_for(server).triage for server in _looked_at(view))
    spent += sum(
        policy_for(server).triage
        for server in done
        if policy_for(server).second_person and view.situation.state(server) == "verified"
    )
    return min(SLOWEST, max(1.0, BUSY * _crews_time(view, begun) / max(spent, 1.0)))


def _crews_time(view: View, begun: datetime) -> float:
    """The minutes that the crews together had since then, by their hours where they have any."""
    time, until = 0.0, 0.0
    for since, crews in reversed(_crews_by_time(view)):
        first = -minutes_between(max(since, begun), view.now) if since < view.now else 0.0
        for crew in crews if first < until else ():
            hours = shifts(crew.hours, crew.weekdays, week_minute(view))
            worked = hours.work_between(first, until) if hours else until - first
            time += crew.at_once * worked
        until = min(until, first)
    return time


class _CrewsSince(NamedTuple):
    """The crews that there were from a moment on."""

    since: datetime
    crews: Sequence[Crew]


def _crews_by_time(view: View) -> Sequence[_CrewsSince]:
    """The crews there were, from the earliest on, by the plans that people acted by.

    What the plan says now says nothing of the time before: a crew that comes tonight lost nothing
    yesterday. Where no plan of the record says, those of the present one.
    """
    texts = {
        of.digest: of.text for each in view.situation.plans if (of := each.says(PlanSeen)).text
    }
    seen = [
        _CrewsSince(each.moment, crews)
        for each in sorted(view.situation.plans, key=lambda each: each.order)
        if (crews := crews_in(texts.get(each.says(PlanSeen).digest) or ""))
    ]
    so_far = crews_so_far(view.written, view.situation)
    present = list(so_far.values()) or [Crew(at_once=view.plan.at_once)]
    earliest = datetime.min.replace(tzinfo=UTC)
    if not seen:
        return [_CrewsSince(earliest, present)]
    return [seen[0]._replace(since=earliest), *seen[1:]]


def share_hit(view: View) -> tuple[int, int]:
    """Of the servers that the plan did not know and somebody has looked at.

    How many were hit, and how many clean.
    """
    verdicts = list(_looked_at(view).values())
    return verdicts.count("compromised"), verdicts.count("clean")


def _looked_at(view: View) -> Mapping[str, str]:
    """What was found on each server that the plan did not know and somebody has looked at."""
    verdicts = {
        name: _verdict(view, name)
        for name, part in view.plan.servers.items()
        if part.state == "unknown"
    }
    return {name: verdict for name, verdict in verdicts.items() if verdict != "unknown"}


def _verdict(view: View, server: str) -> str:
    """What was found; of a server that was hit, brought back and cleared later that it was hit."""
    verdict = view.situation.servers[server].standing.verdict
    if verdict != "clean" or server not in view.situation.history:
        return verdict
    return "compromised" if stays_back(view.situation, server) else verdict
