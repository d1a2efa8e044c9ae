"""Why a service is expected when it is, and what would bring it sooner, in sentences."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from chwapi_console.clock import clock_time, span, weekday_time
from chwapi_console.recovery.forecast.ahead import ahead_words
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.outlook import expected, mean_words, rounded
from chwapi_console.recovery.forecast.pace import WHOLE
from chwapi_console.recovery.forecast.published import PUBLISHED, PublishedIncident
from chwapi_console.recovery.forecast.stage_minutes import usual_slip
from chwapi_console.recovery.forecast.traced import DecidingStep
from chwapi_console.recovery.forecast.unforeseeable import end_of_block, is_foreseeable
from chwapi_console.recovery.forecast.why import (
    MOST_TRIED,
    Gain,
    KeptBack,
    Later,
    PathStep,
    Why,
    is_less_urgent,
)
from chwapi_console.recovery.state.of_view.means import (
    crew_name,
    lane_name,
    minutes_until,
)
from chwapi_console.recovery.state.of_view.over_likely import over_likely
from chwapi_console.recovery.state.of_view.since import in_hand, since
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.why.in_its_way import why_lost
from chwapi_console.recovery.words.why.shift_words import off_words, rests_before_done
from chwapi_console.text import Sentence, Value, every, plural, say, some

MOST_TOLD = 8
"""Servers of a path that are told by name."""

MOST_LATER = 2
"""Services that pay for a gain that are named, beside the one for which what is let go of is in hand;
the others are counted."""

WORTH_NAMING = 30
"""Minutes from which on what is not needed is named among what decides."""


def why_words(view: View, of: Why) -> Iterator[Sentence]:
    """Why a service is expected when it is, in sentences."""
    name = node_name(view, of.service)
    yield from why_lost(view, of.service)
    yield from _way_words(view, of)
    yield from _slip_words(view, of)
    yield from off_words(view, (step.node for step in of.deciding or of.path))
    if of.before:
        yield plural(
            "{n} server that it does not need stands before its last one in the queue.",
            "{n} servers that it does not need stand before its last one in the queue.",
            of.before,
        )
    yield from _own_in_hand(view, of.service)
    if of.ahead is not None:
        yield from ahead_words(view, of.ahead)
    if of.estimate is not None and (of.estimate.clear or 0) < 0:
        yield say(
            "The estimate of {server} moves it most: if it took half as long, {service} would be up "
            "{time} sooner.",
            server=of.estimate.node,
            service=name,
            time=span(-(of.estimate.clear or 0)),
        )
    elif of.path and of.timed:
        yield say("No single estimate moves it by much.")
    for gain in of.others:
        what = _thing(view, of.service, gain)
        yield say("{what}: {gain}.", what=what, gain=_with_later(view, gain))
        if gain.holding:
            yield _to_hold(view, of.service, gain.holding, gain.kept)
    if of.timed:
        yield from _incidents(view)


def _to_hold(view: View, service: str, servers: Sequence[str], kept: KeptBack | None) -> Sentence:
    """What holds it up most from behind, and what it brings to keep that back.

    Of what is less urgent, how it is kept from being begun.
    """
    said = say("Of these it waits longest for {servers}.", servers=every(servers))
    if kept is None:
        return say(
            "{said} To keep these back brings nothing: whoever would begin them begins the next behind "
            "it. Only to begin nothing there would.",
            said=said,
        )
    sooner = say("{time} sooner", time=span(kept.minutes))
    said = say(
        "{said} If {servers} were kept back until it is up: {sooner}.",
        said=said,
        servers=every(kept.servers),
        sooner=mean_words(-kept.minutes) if kept.on_average else sooner,
    )
    if not all(is_less_urgent(view, server, service) for server in kept.servers):
        return said
    return say(
        "{said} What is marked blocked until then is not begun: {command}.",
        said=said,
        command=f"mark {' '.join(kept.servers)} blocked --reason TEXT --until TIME",
    )


def _way_words(view: View, of: Why) -> Iterator[Sentence]:
    """What decides in the runs; where there are none, the longest way by likely times."""
    name = node_name(view, of.service)
    if of.deciding:
        yield say(
            "What decides when {service} is up, and in how many of ten cases: {steps}.",
            service=name,
            steps=every(_deciding_words(view, of)),
        )
    elif of.path:
        steps = [_step(view, step) for step in of.path]
        yield say(
            "The longest way to {service}, by likely times: {path}.",
            service=name,
            path=some(steps, MOST_TOLD) if len(steps) > MOST_TOLD else every(steps),
        )


def _slip_words(view: View, of: Why) -> Iterator[Sentence]:
    """How much later than was said what decides is expected to be there, where a time was."""
    own = [step.node for step in of.deciding if step.is_own]
    to_come = ((node, at) for node in own if (at := _said_to_come(view, node)) is not None)
    for node, at in islice(to_come, MOST_TRIED):
        if (ahead := minutes_until(view, at)) > 0:
            yield say(
                "{what} is not there before {time}: such times slip, and {slip} more are counted on "
                "average.",
                what=node_name(view, node),
                time=weekday_time(at, view.plan.incident.zone, view.now),
                slip=rounded(round(usual_slip(ahead))),
            )


def _said_to_come(view: View, node: str) -> datetime | None:
    """When a block was said to end, or a condition to come (UTC)."""
    if node in view.conditions:
        return view.conditions[node].until
    return end_of_block(view, node)


def _held(view: View, server: str) -> Sentence:
    """A server in hand, with who has it and since when."""
    begun = since(view, server)
    return say(
        "{server} ({operator} since {time})",
        server=server,
        operator=in_hand(view, server),
        time=clock_time(begun.at if begun else view.now, view.plan.incident.zone, view.now),
    )


def _own_in_hand(view: View, service: str) -> Iterator[Sentence]:
    """That all that it misses is in hand; and which of it for longer than is likely, so is known least."""
    missing = view.missing(service)
    own = [server for server in missing if server in view.in_hand]
    if own and len(own) == len(missing):
        yield plural(
            "The one server that it misses is in hand: {servers}. No place in the queue decides.",
            "All {n} servers that it misses are in hand: {servers}. No place in the queue decides.",
            len(own),
            servers=some([_held(view, server) for server in own], MOST_TRIED),
        )
    yield from rests_before_done(view, own)
    for each in over_likely(view, own):
        yield say(
            "{server} is in hand for {time} where {likely} is likely: of what takes so long nobody "
            "knows how much longer, so its worst case is far off.",
            server=each.server,
            time=span(each.minutes),
            likely=span(each.likely),
        )


def _incidents(view: View) -> Iterator[Sentence]:
    """Which incidents are meant by those of this size, as long as they count."""
    pace = learned(view).pace
    if not pace.mean or pace.telling:
        return
    yield say(
        "What such incidents take beside their restorations is taken from six that were published: "
        "{incidents}.",
        incidents=every([_incident(each) for each in PUBLISHED]),
    )
    if pace.size < WHOLE:
        yield plural(
            "They had {least} servers to restore and more; with {n} here a part of that is counted.",
            "They had {least} servers to restore and more; with {n} here a part of that is counted.",
            pace.size,
            least=min(each.servers for each in PUBLISHED),
        )


def _incident(of: PublishedIncident) -> Sentence:
    return say(
        "{name} {year} ({course})",
        name=of.name,
        year=of.year,
        course=every(
            [
                say("{what} after {time}", what=what, time=span(round(hours * 60)))
                for what, hours in of.course
            ]
        ),
    )


def _deciding_words(view: View, of: Why) -> list[Value]:
    """What decides, in the order in which it comes, and of how many more that is not named.

    Of its own what decides most often is named, of what is not needed what takes most time.
    """
    worth = [step for step in of.deciding if step.minutes >= WORTH_NAMING]
    own = [step for step in worth if step.is_own] or [s for s in of.deciding if s.is_own]
    others = [step for step in worth if not step.is_own]
    own.sort(key=lambda step: (-step.share, -step.minutes))
    others.sort(key=lambda step: -step.share * step.minutes)
    told = {step.node for step in [*own[: MOST_TOLD - MOST_TRIED], *others[:MOST_TRIED]]}
    known = {step.node: step for step in of.path}
    named: list[Value] = [
        _decides(view, step, known.get(step.node)) for step in of.deciding if step.node in told
    ]
    if of.first is not None:
        wait: dict[str, Value] = {
            "n": round(10 * of.first.share),
            "time": rounded(of.first.minutes),
        }
        named.insert(
            0, say("what passes before the first restoration is begun ({n}: {time})", **wait)
        )
    if more := len(own) + len(others) - len(told):
        named.append(plural("{n} more", "{n} more", more))
    return named


def _decides(view: View, step: DecidingStep, known: PathStep | None) -> Sentence:
    """One thing that decides: in how many of ten cases, and how long it takes."""
    return say(
        "{server} ({n}: {how})",
        server=node_name(view, step.node),
        n=round(10 * step.share),
        how=_how(view, step, known),
    )


def _how(view: View, step: DecidingStep, known: PathStep | None) -> Sentence:
    """How long it takes, after what; as the longest way has it where that waits for a time."""
    time, zone = rounded(step.minutes), view.plan.incident.zone
    if known is not None and step.awaited and known.not_before:
        begins = weekday_time(known.not_before, zone, view.now)
        if step.node in view.plan.servers:
            return say("not before {begins}, then {time}", begins=begins, time=time)
        return say("to come {begins}", begins=begins)
    if known is not None and step.asleep and known.nobody_before:
        come = weekday_time(known.nobody_before, zone, view.now)
        return say("nobody for it before {come}, then {time}", come=come, time=time)
    if step.is_own:
        return time
    if step.lane:
        return say("in {lane} before, {time}", lane=lane_name(view, step.lane), time=time)
    if step.crew:
        return say("{crew} at it before, {time}", crew=crew_name(view, step.crew), time=time)
    return say("a crew at it before, {time}", time=time)


def _step(view: View, step: PathStep) -> Sentence:
    what: dict[str, Value] = {"server": node_name(view, step.node), "time": span(step.minutes)}
    zone = view.plan.incident.zone
    if step.nobody_before is not None:
        come = weekday_time(step.nobody_before, zone, view.now)
        return say("{server} (nobody for it before {come}, then {time})", come=come, **what)
    if step.not_before is None:
        return say("{server} ({time})", **what)
    begins = weekday_time(step.not_before, zone, view.now)
    if step.node in view.plan.servers:
        return say("{server} (not before {begins}, then {time})", begins=begins, **what)
    return say("{server} (to come {begins})", begins=begins, **what)


def _thing(view: View, service: str, gain: Gain) -> Sentence:
    match gain.what:
        case "alone":
            return say("If nothing that stands behind it were begun before it is up")
        case "drop" | "hand_over" | "take":
            return _in_hand(view, service, gain)
        case "crew":
            more = say("One more of {crew}", crew=crew_name(view, gain.node)) if gain.node else None
            return more or say("One more crew")
        case "hours":
            return say("If {crew} worked day and night", crew=crew_name(view, gain.node))
        case "lane":
            return say("One more place in {lane}", lane=lane_name(view, gain.node))
        case "start":
            return say("If {server} could begin now", server=gain.node)
        case "begin":
            return _taken_now(view, gain.node)
        case "unpin":
            return say("If {service} were not pinned", service=node_name(view, gain.node))
        case "unblock":
            return say("If {server} were unblocked now", server=gain.node)
    return _condition(view, gain.node)


def _in_hand(view: View, service: str, gain: Gain) -> Sentence:
    """That what is in hand were let go of, or something in the hands of another crew."""
    if not gain.crew:
        return _let_go(view, service, gain.node)
    crew = crew_name(view, gain.crew)
    if gain.what == "take":
        return say("If {crew} took {server} now", crew=crew, server=gain.node)
    if gain.since is None:
        return say("If {crew} went on with {server} now", crew=crew, server=gain.node)
    return say(
        "If {crew} went on with {server} from {time} on",
        crew=crew,
        server=gain.node,
        time=weekday_time(gain.since, view.plan.incident.zone, view.now),
    )


def _let_go(view: View, service: str, server: str) -> Sentence:
    if is_less_urgent(view, server, service):
        return say("If {server}, of a lower tier, were let go of now", server=server)
    return say("If {server}, later in the queue, were let go of now", server=server)


def _condition(view: View, condition: str) -> Sentence:
    what = {"condition": node_name(view, condition)}
    if view.conditions[condition].ready:
        return say("If this were met now: {condition}", **what)
    if is_foreseeable(view, condition):
        return say("If this came as soon as its needs and its estimate allow: {condition}", **what)
    return say("Without this, of which nobody said how long it takes: {condition}", **what)


def _taken_now(view: View, server: str) -> Sentence:
    """What that would spare: the time that is counted in until anybody begins."""
    if not (delay := round(learned(view).pace.delay)):
        return say("If {server} were taken now", server=server)
    return say(
        "If {server} were taken now, and not {time} from now, the mean of incidents of this size",
        server=server,
        time=rounded(delay),
    )


def _with_later(view: View, gain: Gain) -> Sentence:
    """What comes of it, and who pays for that."""
    gained = _moved(view, gain)
    if gain.later is None:
        return gained
    if not gain.later:
        return say("{gain}, and nobody clearly later", gain=gained)
    own = [of for of in gain.later if of.service == gain.held_for]
    named = list(dict.fromkeys([*gain.later[:MOST_LATER], *own]))
    services = [_later_words(view, of) for of in dict.fromkeys([*named, *gain.later])]
    paying = say(
        "{gain}; later by that: {services}", gain=gained, services=some(services, len(named))
    )
    if own or not gain.held_for:
        return paying
    return say(
        "{paying}; not {service}, for which it is in hand",
        paying=paying,
        service=node_name(view, gain.held_for),
    )


def _later_words(view: View, of: Later) -> Sentence:
    """By how much a service comes later."""
    if of.on_average:
        return say(
            "{service} {time} on average",
            service=node_name(view, of.service),
            time=rounded(of.minutes),
        )
    return say("{service} {time}", service=node_name(view, of.service), time=span(of.minutes))


def _moved(view: View, gain: Gain) -> Sentence:
    clear = gain.clear
    if clear is None:
        return expected(view, gain.then)
    if not gain.instead and (
        (gain.what == "alone" and clear >= 0) or (gain.what == "drop" and not clear)
    ):
        return say("no sooner")
    if not clear:
        return say("no clear difference")
    if clear < 0:
        return mean_words(clear) if gain.few else say("{time} sooner", time=span(-clear))
    later = mean_words(clear) if gain.few else say("{time} later", time=span(clear))
    if gain.instead is not None:
        return say(
            "{later}, for {service} comes {sooner} sooner",
            later=later,
            service=node_name(view, gain.instead.service),
            sooner=span(gain.instead.minutes),
        )
    if gain.what in ("crew", "hours", "lane"):
        return say(
            "{later}, for whoever is free begins other things, and is at them when its turn comes",
            later=later,
        )
    return later
