"""The forecast in words.

Never a single promise, late against the RTO said as such, and what it rests on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from chwapi_console.clock import as_told, forecast_time, later, minutes_between, span
from chwapi_console.recovery.forecast.forecast import Forecast, Outlook, middle_of
from chwapi_console.recovery.forecast.learning import Learned
from chwapi_console.recovery.forecast.pace import Pace
from chwapi_console.recovery.forecast.runs_compared import (
    NO_DIFFERENCE,
    clear_difference,
    moves_few,
)
from chwapi_console.recovery.state.of_view.means import lane_name
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, every, plural, say, some

IN_HOW_MANY_CASES = say("Expected: half of all cases by the first time, nine of ten by the second.")

SAID = 3
"""Services of which it is said what holds the crew that they wait for; and beside the vital ones,
what another number of crews would change, where not all are asked for."""

MOST_NAMED = 2
"""Services named that are expected sooner; more are counted."""
NO_SLOWER = 1.25
"""Times as long as added up from which on it is told that an incident goes slower than that."""


def expected(view: View, outlook: Outlook) -> Sentence:
    """When a service is expected, "Wed 08:10, at worst Wed 13:40", or why nothing can be said."""
    if outlook.p50 is None or outlook.p90 is None:
        return outlook.reason or say("no forecast")
    zone = view.plan.incident.zone
    return say(
        "{likely}, at worst {worst}",
        likely=forecast_time(outlook.p50, zone, view.now),
        worst=forecast_time(outlook.p90, zone, view.now),
    )


def against_rto(view: View, outlook: Outlook) -> Value:
    """How a forecast stands to the RTO of its service.

    By the times that are told of it. Nothing where there is no forecast or no RTO.
    """
    part = view.plan.services.get(outlook.service)
    if part is None or (rto := part.rto) is None or outlook.p50 is None or outlook.p90 is None:
        return ""
    late, latest = (
        minutes_between(later(view.started, rto), as_told(at, view.plan.incident.zone, view.now))
        for at in (outlook.p50, outlook.p90)
    )
    if late > 0:
        return say("{late} late, at worst {latest}", late=rounded(late), latest=rounded(latest))
    if latest > 0:
        return say("likely within the plan's RTO, at worst {latest} late", latest=rounded(latest))
    return say("within the plan's RTO")


def rounded(minutes: int) -> Sentence:
    """A duration, to the hour where it is hours: a forecast knows no better."""
    return span(minutes if minutes < 60 else round(minutes / 60) * 60)


def in_one_line(view: View, outlook: Outlook) -> Sentence:
    """All that is said of one service."""
    late = against_rto(view, outlook)
    return (
        say("{when}; {late}", when=expected(view, outlook), late=late)
        if late
        else expected(view, outlook)
    )


def grounds(forecast: Forecast) -> Iterator[Sentence]:
    """What the forecast rests on: estimates only, or how restorations have gone so far.

    How such incidents go.
    """
    yield from _estimates(forecast.learned)
    yield from _pace(forecast.learned.pace)


MOSTLY = 0.5
"""The share of other incidents in the pace from which on its own are said to tell little."""


def _pace(known: Pace) -> Iterator[Sentence]:
    """By how much more than its restorations add up to the incident is taken to last."""
    least, most = known.half
    if known.telling and most < NO_SLOWER:
        return
    if known.telling and known.as_usual > MOSTLY:
        yield plural(
            "{n} is restored, which tells little of this incident's own pace yet: {least} to {most} "
            "times what its restorations add up to, mostly as incidents of this size went.",
            "{n} are restored, which tells little of this incident's own pace yet: {least} to {most} "
            "times what its restorations add up to, mostly as incidents of this size went.",
            known.done,
            least=_tenths(least),
            most=_tenths(most),
        )
    elif known.telling:
        yield plural(
            "Since {n} is restored, this incident goes by its own pace: {least} to {most} times what "
            "its restorations add up to.",
            "Since {n} are restored, this incident goes by its own pace: {least} to {most} times what "
            "its restorations add up to.",
            known.done,
            least=_tenths(least),
            most=_tenths(most),
        )
    elif known.mean:
        yield plural(
            "Incidents of this size ({n} server to restore) took {least} to {most} times what their "
            "restorations add up to. That is counted in until this one's own say better.",
            "Incidents of this size ({n} servers to restore) took {least} to {most} times what their "
            "restorations add up to. That is counted in until this one's own say better.",
            known.size,
            least=_tenths(least),
            most=_tenths(most),
        )


def _estimates(known: Learned) -> Iterator[Sentence]:
    if known.estimates_only:
        count = known.finished.get("", 0)
        too_few = plural(
            "{n} restoration was timed, {factor} times as long as likely: little to learn from, and "
            "counted so.",
            "{n} restorations were timed, {factor} times as long as likely: little to learn from, "
            "and counted so.",
            count,
            factor=_tenths(known.factor.get("", 1.0)),
        )
        none_told = (
            say(
                "From the plan's estimates only: no restoration tells yet how long the work takes, "
                "from taken to restored."
            )
            if known.too_quick or known.too_slow
            else say(
                "From the plan's estimates only: no restoration was timed yet, from taken to "
                "restored."
            )
        )
        yield too_few if count else none_told
        yield from _not_believed(known)
        return
    yield _so_far(say("all servers"), known.factor[""], known.finished[""])
    for runbook, count in sorted(known.finished.items()):
        if runbook:
            yield _so_far(runbook, known.factor[runbook], count)


def _not_believed(known: Learned) -> Iterator[Sentence]:
    """How many restorations took a time that cannot be that of the work alone."""
    if known.too_quick:
        yield plural(
            "{n} restoration took less than a tenth of its shortest estimate: too little to learn "
            "from.",
            "{n} restorations took less than a tenth of their shortest estimates: too little to "
            "learn from.",
            known.too_quick,
        )
    if known.too_slow:
        yield plural(
            "{n} restoration took over twenty times its longest estimate: too much to learn from.",
            "{n} restorations took over twenty times their longest estimates: too much to learn "
            "from.",
            known.too_slow,
        )


def _so_far(what: Value, factor: float, count: int) -> Sentence:
    return plural(
        "{what}: so far {factor} times the plan, {n} done",
        "{what}: so far {factor} times the plan, {n} done",
        count,
        what=what,
        factor=_tenths(factor),
    )


def _tenths(factor: float) -> Sentence:
    whole, tenth = divmod(round(factor * 10), 10)
    return say("{whole}.{tenth}", whole=whole, tenth=tenth)


def held_up(view: View, forecast: Forecast) -> Iterator[Sentence]:
    """Where a running restoration of a lower tier has the crew that a higher one waits for."""
    said: set[str] = set()
    for service in (
        service for service in view.order.services_by_urgency if service in forecast.services
    ):
        for hold in forecast.services[service].held:
            if hold.waiting not in said:
                said.add(hold.waiting)
                holding = [h.running for h in forecast.services[service].held]
                if hold.lane is not None:
                    yield _in_a_lane(view, hold.waiting, hold.lane, holding)
                    continue
                yield plural(
                    "{waiting} is ready and waits for a crew; {running}, of a lower tier, has one.",
                    "{waiting} is ready and waits for a crew; {running}, of a lower tier, have "
                    "some.",
                    len(holding),
                    waiting=hold.waiting,
                    running=every(holding),
                )
        if len(said) >= SAID:
            return


def _in_a_lane(view: View, waiting: str, lane: str, holding: Sequence[str]) -> Sentence:
    return plural(
        "{waiting} is ready and waits for a place in {lane}; {running}, of a lower tier, is in it.",
        "{waiting} is ready and waits for a place in {lane}; {running}, of a lower tier, are in it.",
        len(holding),
        waiting=waiting,
        lane=lane_name(view, lane),
        running=every(holding),
    )


def whole_group_words(view: View, forecast: Forecast) -> Iterator[Sentence]:
    """When each group that was asked about is whole, or why nobody can say."""
    for group, outlook in forecast.wholes.items():
        if group == ALL:
            continue
        yield say(
            "{group} is whole: {when}.",
            group=view.plan.groups[group].name,
            when=expected(view, outlook),
        )
        parts = [forecast.services[s] for s in view.plan.opens_together[group]]
        if (last := last_of_it(view, outlook, parts)) is not None:
            yield last


ALL = ""
"""What all services are called that are to be up together; no group or site can be called so."""


def all_up_words(view: View, forecast: Forecast) -> Iterator[Sentence]:
    """When all services are up, of several that are not; or which of them nobody can say it of."""
    outlook = forecast.wholes.get(ALL)
    if outlook is None or len(forecast.services) < 2:
        return
    if outlook.p50 is not None:
        yield say("All of these are up: {when}.", when=expected(view, outlook))
        latest = forecast.services.get(outlook.last[0][0]) if outlook.last else None
        is_it = latest is not None and (latest.p50, latest.p90) == (outlook.p50, outlook.p90)
        said = None if is_it else last_of_it(view, outlook, list(forecast.services.values()))
        yield from [said] if said else []
    elif (last := last_part(forecast.services.values())) is not None:
        stuck = [s for s, of in forecast.services.items() if of.p50 is None and not _is_up(view, s)]
        yield plural(
            "When all are up nobody can say, for one of them has no time; of the others {last} is "
            "likely the last: {when}.",
            "When all are up nobody can say, for {n} of them have no time; of the others {last} is "
            "likely the last: {when}.",
            len(stuck),
            last=node_name(view, last.service),
            when=expected(view, last),
        )


def _is_up(view: View, service: str) -> bool:
    return view.services[service].is_up


def last_part(parts: Iterable[Outlook]) -> Outlook | None:
    """Of what is to be whole together the one that is expected last; None where none is expected."""
    foreseen = [part for part in parts if part.p50 is not None]
    return max(foreseen, key=lambda part: (part.p50, part.p90, part.service), default=None)


def last_of_it(view: View, whole: Outlook, parts: Sequence[Outlook]) -> Sentence | None:
    """Which service is the last of a whole, in how many of ten cases, and when it is up by itself.

    In each run the whole waits for whichever is last, so its half of all cases is never before that
    of any part, and later where several may be the last. None where nothing of it is expected.
    """
    known = {part.service: part for part in parts if part.p50 is not None}
    last = [(known[service], share) for service, share in whole.last if service in known]
    if whole.p50 is None or not last:
        return None
    first = last[0][0]
    name, when = node_name(view, first.service), expected(view, first)
    if (whole.p50, whole.p90) == (first.p50, first.p90):
        return say("The last of it is {service}: {when}.", service=name, when=when)
    often = [(part, share) for part, share in last if share >= SELDOM] or last[:1]
    services = [_in_so_many(view, part, share) for part, share in often[:MOST_LAST]]
    if len(often) == 1 and often[0][1] > 1 - SELDOM:
        return say(
            "The last of it is mostly {service}, by itself {when}; in some cases another is later.",
            service=name,
            when=when,
        )
    said = say(
        "The last of it, in how many of ten cases: {services}. So the whole comes later than any one "
        "of it alone.",
        services=every(services),
    )
    worst = _last_at_worst(view, whole)
    return say("{said} {worst}", said=said, worst=worst) if worst else said


def _last_at_worst(view: View, whole: Outlook) -> Sentence | None:
    """Which are the last in the tenth of the runs that takes longest: their tails make "at worst"."""
    worst = [
        say("{service} ({n})", service=node_name(view, service), n=round(10 * share))
        for service, share in whole.last_at_worst[:MOST_LAST]
        if share >= SELDOM
    ]
    if not worst:
        return None
    return say(
        "In the worst tenth of cases it is, in how many of ten: {services}.", services=every(worst)
    )


SELDOM, MOST_LAST = 0.1, 3
"""The share of the runs below which it is not told that a service is the last; how many are told."""


def _in_so_many(view: View, part: Outlook, share: float) -> Sentence:
    return say(
        "{service} ({n}; by itself {when})",
        service=node_name(view, part.service),
        n=round(10 * share),
        when=expected(view, part),
    )


MOST_REASONS = 3
"""Services of which it is said why they come later with other crews: each takes some tenths of a second."""


def crews_compared(
    view: View,
    services: Sequence[str],
    now: Forecast,
    then: Forecast,
    named_by: str = "",
    why_later: Callable[[str], Sentence | None] = lambda _: None,
) -> Iterator[Sentence]:
    """What another number of crews would change.

    By tier, and within one those first for which it changes most: every vital service and so many
    others by name, of the rest how many and what names them. All by name without `named_by`. Of the
    first that come later it is told `why_later`, where that is known.
    """
    forecast = [
        service for service in services if now.services[service].p50 and then.services[service].p50
    ]
    if services and all(now.services[service].p50 is None for service in services):
        first = services[0]
        yield say(
            "{service}: {why}, however many crews there are",
            service=node_name(view, first),
            why=now.services[first].reason or say("no forecast"),
        )
    yield from _no_longer(view, [s for s in services if now.services[s].p50], then)
    moves = {s: clear_difference(now.services[s], then.services[s]) or 0 for s in forecast}
    few = {s for s in forecast if moves[s] and moves_few(now.services[s], then.services[s])}
    tiers = {s: view.plan.services[s].tier for s in forecast}
    by_size = sorted(forecast, key=lambda s: (tiers[s], -abs(moves[s])))
    named = by_size[: sum(tier == 1 for tier in tiers.values()) + SAID] if named_by else by_size
    asked = [s for s in named if moves[s] > 0][:MOST_REASONS]
    for s in named:
        line = _moved(view, s, moves[s], few=s in few)
        reason = why_later(s) if s in asked else None
        yield line if reason is None else say("{later}, for {reason}", later=line, reason=reason)
    if more := by_size[len(named) :]:
        yield _of_the_rest([moves[service] for service in more], named_by)


def _no_longer(view: View, services: Sequence[str], then: Forecast) -> Iterator[Sentence]:
    """Which of these services, by tier, nobody could say a time of any more, and why."""
    lost = [service for service in services if then.services[service].p50 is None]
    lost.sort(key=lambda service: view.plan.services[service].tier)
    for service in lost[:SAID]:
        yield say(
            "{service}: does not come back: {why}",
            service=node_name(view, service),
            why=then.services[service].reason or say("no forecast"),
        )
    if (more := len(lost) - SAID) > 0:
        yield plural(
            "{n} more service does not come back", "{n} more services do not come back", more
        )


def _of_the_rest(moves: Sequence[int], named_by: str) -> Sentence:
    """How many services are not named, how many of them come sooner and later, and what names them."""
    return plural(
        "{n} more service, of which {sooner} sooner and {later} later: {command}",
        "{n} more services, of which {sooner} sooner and {later} later: {command}",
        len(moves),
        sooner=sum(move < 0 for move in moves),
        later=sum(move > 0 for move in moves),
        command=named_by,
    )


def _moved(view: View, service: str, minutes: int, *, few: bool) -> Sentence:
    name = node_name(view, service)
    if not minutes:
        return say("{service}: no clear difference", service=name)
    if few:
        mean = mean_words(minutes)
        return say("{service}: {mean}", service=name, mean=mean)
    if minutes < 0:
        return say("{service}: {time} sooner", service=name, time=rounded(-minutes))
    return say("{service}: {time} later", service=name, time=rounded(minutes))


def mean_words(minutes: int) -> Sentence:
    """By how much something comes sooner or later on average, where half of all cases hardly move."""
    time = rounded(abs(minutes))
    if minutes < 0:
        return say("{time} sooner on average, and in half of all cases hardly", time=time)
    return say("{time} later on average, and in half of all cases hardly", time=time)


def _is_up_before(one: Outlook, other: Outlook) -> bool:
    """Whether one is clearly up before another in the same runs, by the middle of what lies between.

    Of what was only watched P50 tells nothing: it is without end where it is up after the other.
    """
    between = [of - its for of, its in zip(one.runs, other.runs, strict=False)]
    if not between:
        return False
    middle, unsure = middle_of(between)
    return -middle > max(unsure, NO_DIFFERENCE)


def sooner_words(view: View, forecast: Forecast, service: str) -> Sentence | None:
    """Which services of its tier come later in the order and are expected before it all the same.

    None where none are, or where it has no turn or no time. They were forecast, or watched.
    """
    known = {**forecast.watched, **forecast.services}
    own = forecast.services.get(service)
    if own is None or own.p50 is None:
        return None
    sooner = [
        node_name(view, other)
        for other in view.order.behind(service)
        if (outlook := known.get(other)) is not None and _is_up_before(outlook, own)
    ]
    if not sooner:
        return None
    return plural(
        "Later in the order, yet expected sooner, for it waits for less: {services}.",
        "Later in the order, yet expected sooner, for they wait for less: {services}.",
        len(sooner),
        services=some(sooner, MOST_NAMED),
    )
