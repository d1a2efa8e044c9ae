"""`show LANE`: how many a lane takes, what uses it, who is in it now and what comes into it."""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json
from chwapi_console.inventory.assignments import kinds, lane_stretches, lanes_of
from chwapi_console.inventory.model import LaneWork
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.means import (
    full_lane,
    lane_name,
    lanes_in_use,
    without_place,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, Value, every, plural, say, some

MOST_NAMED = 24
"""Servers that a line names; of more the rest is counted."""

WORK: Mapping[str, Sentence] = {
    "look": say("to look at a server"),
    "restore": say("to restore it"),
    "verify": say("to verify it"),
    "connect": say("to connect it"),
}
"""The kinds of work that a lane may be for as a whole."""


def show_lane(context: VerbContext, view: View, lane: str) -> None:
    """Prints the page of a lane."""
    if context.options.as_json:
        context.out.json(lane_in_json(view, lane))
        return
    context.out.say(
        plural(
            "{name} · lane · {taken} of {n} place taken",
            "{name} · lane · {taken} of {n} places taken",
            view.plan.lanes[lane].at_once,
            name=lane_name(view, lane),
            taken=len(lanes_in_use(view)[lane]),
        )
    )
    context.out.fields(list(_facts(view, lane)))


def _facts(view: View, lane: str) -> Iterator[tuple[Sentence, Value]]:
    part = view.plan.lanes[lane]
    yield say("Steps in it"), every(part.steps)
    yield say("Work in it"), every([WORK[work] for work in _work(view, lane)])
    sites: list[Value] = [view.plan.sites[site].name for site in part.sites]
    yield say("Only of"), every([*part.servers, *sites])
    held: list[Value] = [held_words(view, server) for server in lanes_in_use(view)[lane]]
    yield say("In it now"), some(held, MOST_NAMED) if held else say("nothing")
    yield from by_the_clock(view, lane)
    rests: list[Value] = [held_words(view, server) for server in without_place(view, lane)]
    yield say("Rests, no place"), some(rests, MOST_NAMED) if rests else ""
    waiting, left = waiting_for_lane(view, lane), left_for_lane(view, lane)
    yield say("Ready, no place"), some(waiting, MOST_NAMED) if waiting else say("nothing")
    yield say("Yet to go through"), some(left, MOST_NAMED) if left else say("nothing")
    perhaps = _perhaps(view, lane)
    yield say("If found hit"), some(perhaps, MOST_NAMED) if perhaps else ""


def by_the_clock(view: View, lane: str) -> Iterator[tuple[Sentence, Value]]:
    """What is taken to be in a lane by its time alone."""
    from chwapi_console.recovery.words.why.means_words import by_the_clock_words

    if (words := by_the_clock_words(view, lanes_in_use(view)[lane])) is not None:
        yield say("By the clock"), words


def held_words(view: View, server: str) -> Value:
    """A server and who has it in hand, if anybody."""
    by = view.entry[server].held_by if server in view.entry else ""
    return say("{server} ({operator})", server=server, operator=by) if by else server


def _work(view: View, lane: str) -> tuple[str, ...]:
    """The kinds of work that use it as a whole."""
    return kinds(view.plan.lanes[lane])


def waiting_for_lane(view: View, lane: str) -> list[str]:
    """What could be begun but for a place in it, in the order of the queue."""
    return [e.server for e in view.entries if e.ready and full_lane(view, e) == lane]


def left_for_lane(view: View, lane: str) -> list[str]:
    """What is to be done that uses it and is not in it now, in the order of the queue."""
    now = set(lanes_in_use(view)[lane])
    return [e.server for e in view.entries if e.server not in now and _uses(view, e, lane)]


def _perhaps(view: View, lane: str) -> list[str]:
    """What nobody has looked at yet and would go through it if found hit, in the order of the queue."""
    looks = [e for e in view.entries if e.work == "look"]
    return [e.server for e in looks if any(_is_in(view, e, lane, w) for w in _to_restore(view, e))]


def _is_in(view: View, entry: Entry, lane: str, work: LaneWork) -> bool:
    """Whether a kind of work on a server goes through a lane."""
    if work == "restore":
        return any(lane in stretch.lanes for stretch in lane_stretches(view.plan, entry.server))
    return lane in lanes_of(view.plan, entry.server, work)


def _uses(view: View, entry: Entry, lane: str) -> bool:
    """Whether what is to be done on a server goes through a lane, now or later."""
    return any(_is_in(view, entry, lane, work) for work in _to_come(view, entry))


def _to_come(view: View, entry: Entry) -> Sequence[LaneWork]:
    """The work on a server that is to come in any case."""
    match entry.work:
        case "restore":
            return _to_restore(view, entry)
        case "verify":
            is_off = view.situation.is_off(entry.server)
            return ("verify", "connect") if is_off else ("verify",)
        case "look":
            return ("look",)
        case "connect":
            return ("connect",)
    return ()


def _to_restore(view: View, entry: Entry) -> Sequence[LaneWork]:
    """The work of restoring a server: a second person verifies it, where one is asked for."""
    is_verified = view.situation.threshold(entry.server).second_for_restored
    return ("restore", "verify") if is_verified else ("restore",)


def lane_in_json(view: View, lane: str) -> Json:
    """A lane of the plan, as its page tells it."""
    part = view.plan.lanes[lane]
    return {
        "id": lane,
        "kind": "lane",
        "name": lane_name(view, lane),
        "at_once": part.at_once,
        "steps": list(part.steps),
        "work": list(_work(view, lane)),
        "in_it": list(lanes_in_use(view)[lane]),
        "rests": without_place(view, lane),
        "waiting": waiting_for_lane(view, lane),
        "left": left_for_lane(view, lane),
        "if_found_hit": _perhaps(view, lane),
    }
