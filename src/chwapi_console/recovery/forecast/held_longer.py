"""Why a service comes later, or sooner, by something supposed: for what work, or who or what it holds."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.outlook import rounded
from chwapi_console.recovery.forecast.runs_compared import clear_difference
from chwapi_console.recovery.forecast.traced import (
    WHAT_PASSES_FIRST,
    HeldMinutes,
    Traced,
    held_minutes,
    traced,
)
from chwapi_console.recovery.state.of_view.means import crew_name, lane_name
from chwapi_console.recovery.state.view.supposed_views import with_other_means
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, every, plural, say

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

MOSTLY = 0.5
"""The share of what a service comes later by that something must make, to be told."""

MUCH = 0.25
"""The share of it that work on one server must make, to be told."""

MOST_NAMED = 2
"""Servers that are named for one service."""

SURELY = 2
"""Standard errors that it must be beyond nought."""


class HeldLonger(NamedTuple):
    """A crew, or else a lane, that has other work before a service for longer."""

    crew: str
    lane: str


def held_longer(before: View, after: View, was: Outlook, becomes: Outlook) -> HeldLonger | None:
    """What makes most of the minutes by which a service comes later; None where nothing plainly does.

    Run against run: what decides in each is followed back, and of that the minutes of work that
    the service does not need are counted by who or what it had. It is told where one more of that
    takes away half of what the service comes later by, and more.
    """
    held = _most_longer(before, after, was.service)
    later = clear_difference(was, becomes)
    if held is None or not later or later < 0:
        return None
    wider = forecast(with_other_means(after, _one_more(after.written, held)), [was.service])
    left = clear_difference(was, wider.services[was.service])
    return held if left is not None and left <= MOSTLY * later else None


def _one_more(plan: "Plan", of: HeldLonger) -> "Plan":
    if of.crew:
        return plan.with_part("crews", of.crew, at_once=plan.crews[of.crew].at_once + 1)
    return plan.with_part("lanes", of.lane, at_once=plan.lanes[of.lane].at_once + 1)


def _most_longer(before: View, after: View, service: str) -> HeldLonger | None:
    """By the runs alone who or what it waits for longer, where that makes most of it."""
    of = [traced(each, service) for each in (before, after)]
    if of[0] is None or of[1] is None:
        return None
    return _mostly_held(held_minutes(of[0]), held_minutes(of[1]))


def _mostly_held(was: Sequence[HeldMinutes], becomes: Sequence[HeldMinutes]) -> HeldLonger | None:
    later = fmean(then.up - now.up for now, then in zip(was, becomes, strict=True))
    found = {held for each in (*was, *becomes) for held in each.by if any(held)}
    longer = {held: _longer(was, becomes, held) for held in sorted(found)}
    most = max(longer, key=longer.__getitem__, default=("", ""))
    plainly = later > 0 and longer.get(most, 0.0) >= MOSTLY * later
    return HeldLonger(*most) if plainly else None


def _longer(
    was: Sequence[HeldMinutes], becomes: Sequence[HeldMinutes], held: tuple[str, str]
) -> float:
    return _surely_more(
        [
            then.by.get(held, 0.0) - now.by.get(held, 0.0)
            for now, then in zip(was, becomes, strict=True)
        ]
    )


def _surely_more(moves: Sequence[float]) -> float:
    """The minutes in the mean; nought where chance may make that."""
    mean = fmean(moves)
    return mean if mean > SURELY * stdev(moves) / sqrt(len(moves)) else 0.0


class ComesLater(NamedTuple):
    """Why a service comes later, by the runs: more work on some nodes, most first; or who is held.

    Or that it waits for the first restoration of the incident, which passes `delayed`.
    """

    nodes: Sequence[str] = ()
    held: HeldLonger | None = None
    delayed: bool = False


def gone_before(was: Traced, after: View, service: str, crews: int | None = None) -> list[str]:
    """What is worked on before a service that it does not need, where something supposed brings it later.

    By the runs as it stands, and by the crews of the plan, or so many, in the view after.
    """
    becomes = traced(after, service, crews, first=FEWEST_RUNS)
    if becomes is None:
        return []
    found = _more_work_on(held_minutes(was)[:FEWEST_RUNS], held_minutes(becomes))
    return [node for node in found if node != WHAT_PASSES_FIRST]


def comes_later(before: View, after: View, service: str) -> ComesLater:
    """Why a service comes later by something supposed, as far as the runs plainly tell it.

    Run against run, on the way that decides when it is up: what it does not need, and of that what
    makes a quarter or more of what it comes later by in the mean. Where nothing does, the crew or
    lane whose work all together makes half of it.
    """
    if (runs := _held_in_both(before, after, service)) is None:
        return ComesLater()
    found = _more_work_on(*runs)
    if found[:1] == [WHAT_PASSES_FIRST]:
        return ComesLater(delayed=True)
    nodes = [node for node in found if node != WHAT_PASSES_FIRST]
    return ComesLater(nodes) if nodes else ComesLater(held=_mostly_held(*runs))


def _held_in_both(
    before: View, after: View, service: str
) -> tuple[Sequence[HeldMinutes], Sequence[HeldMinutes]] | None:
    """What holds a service up in the fewest runs of two views; None where one has none."""
    was, becomes = (traced(each, service, first=FEWEST_RUNS) for each in (before, after))
    return None if was is None or becomes is None else (held_minutes(was), held_minutes(becomes))


def _more_work_on(was: Sequence[HeldMinutes], becomes: Sequence[HeldMinutes]) -> list[str]:
    """On which nodes there is so much more work before it that it makes a quarter of it, most first."""
    pairs = list(zip(was, becomes, strict=True))
    later = fmean(then.up - now.up for now, then in pairs)
    more = {
        node: _surely_more([then.of.get(node, 0.0) - now.of.get(node, 0.0) for now, then in pairs])
        for node in {node for _, then in pairs for node in then.of}
    }
    found = [node for node, minutes in more.items() if later > 0 and minutes >= MUCH * later]
    return sorted(found, key=lambda node: (-more[node], node))[:MOST_NAMED]


def gone_before_words(view: View, service: str, nodes: Sequence[str]) -> Sentence:
    """That a service comes later, for what is worked on before it then, or for longer than now.

    And of what of that stands behind it in the queue, why it is begun before it all the same.
    """
    said = say(
        "{service} comes later, for more work on {servers} goes before it.",
        service=node_name(view, service),
        servers=every([node_name(view, node) for node in nodes]),
    )
    last = max((view.order.rank[server] for server in view.missing(service)), default=0)
    behind = [
        node
        for node in nodes
        if node not in view.in_hand and view.order.rank.get(node, 0) > last > 0
    ]
    if not behind:
        return said
    return plural(
        "{said} {servers} stands behind it in the queue, and is begun by who finds nothing before it that "
        "is ready for them.",
        "{said} {servers} stand behind it in the queue, and are begun by who finds nothing before them that "
        "is ready for them.",
        len(behind),
        said=said,
        servers=every([node_name(view, node) for node in behind]),
    )


def later_words(view: View, service: str, of: ComesLater) -> Sentence | None:
    """Why a service comes later, as things would stand; None where the runs do not tell."""
    if of.nodes:
        return gone_before_words(view, service, of.nodes)
    if of.delayed:
        return say(
            "{service} comes later, for no restoration is begun then, and {time} are counted before the "
            "first.",
            service=node_name(view, service),
            time=rounded(round(learned(view).pace.delay)),
        )
    if of.held is None:
        return None
    return say(
        "{service} comes later: {why}.",
        service=node_name(view, service),
        why=held_longer_words(view, of.held),
    )


def later_with_more_words(
    before: View, after: View, was: Outlook, becomes: Outlook
) -> Sentence | None:
    """Why a service comes later with other crews and lanes: who is held longer, as far as the runs tell.

    Else, where there are more of these, what more always bring with them; None where there are not.
    """
    if (held := held_longer(before, after, was, becomes)) is not None:
        return held_longer_words(before, held)
    if _places(after.written) <= _places(before.written):
        return None
    return say("whoever is free begins other things, and is at them when its turn comes")


def _places(plan: "Plan") -> int:
    """How many hands the crews of a plan have, and places its lanes."""
    crews, lanes = plan.crews.values(), plan.lanes.values()
    return sum(crew.at_once for crew in crews) + sum(lane.at_once for lane in lanes)


def held_longer_words(view: View, of: HeldLonger) -> Sentence:
    """Who is at other work for longer before it, or what is full of that."""
    if of.crew:
        return say("{crew} is at other work longer before it", crew=crew_name(view, of.crew))
    return say("{lane} is full of other work longer before it", lane=lane_name(view, of.lane))


def sooner_words(before: View, after: View, service: str) -> Sentence | None:
    """Why a service comes sooner by something supposed: `comes_later` from there to as it stands.

    None where the runs do not tell.
    """
    of, name = comes_later(after, before, service), node_name(before, service)
    if of.nodes:
        return say(
            "{service} comes sooner, for less work on {servers} goes before it.",
            service=name,
            servers=every([node_name(before, node) for node in of.nodes]),
        )
    if of.delayed:
        return say(
            "{service} comes sooner, for a restoration is begun then: {time} are no longer counted before "
            "the first.",
            service=name,
            time=rounded(round(learned(before).pace.delay)),
        )
    if of.held is None:
        return None
    if of.held.crew:
        crew = crew_name(before, of.held.crew)
        return say(
            "{service} comes sooner: {crew} is at other work before it for less.",
            service=name,
            crew=crew,
        )
    return say(
        "{service} comes sooner: {lane} is full of other work before it for less.",
        service=name,
        lane=lane_name(before, of.held.lane),
    )
