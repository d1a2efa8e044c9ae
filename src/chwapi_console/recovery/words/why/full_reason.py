"""The whole reason for which a server is the one to go on with.

The chain from the service down, who waits for it, what is to go after it, and what stands before
and behind it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from chwapi_console.clock import weekday_time
from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.means import crew_name, full_lane, lane_name, resources
from chwapi_console.recovery.state.of_view.passed_pins import idle_pins, pinned_by
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name, what_it_waits_for
from chwapi_console.recovery.words.things.node_words import state_in_a_word, with_state
from chwapi_console.recovery.words.things.pin_words import placed_pin_words
from chwapi_console.recovery.words.why.comparing import compared, comparison_words
from chwapi_console.recovery.words.why.contest_words import comes_after
from chwapi_console.text import Sentence, Value, every, say, some

MOST_AHEAD = 8
"""Entries that stand further in front and are named; the others are counted."""


class FullReason(NamedTuple):
    """Why a server stands where it does, as far as ids tell it.

    `chain` are the nodes from the most urgent service that waits for a server down to it, `waiting`
    all services that do, the most urgent first, `to_go` what else that first one misses, in order,
    and `ahead` the entries that stand in front of it and are not to be gone on with here.
    """

    server: str
    chain: Sequence[str]
    waiting: Sequence[str]
    to_go: Sequence[str]
    ahead: Sequence[Entry]


def full_reason(view: View, entry: Entry) -> FullReason:
    """Why an entry of the queue stands where it does."""
    waiting = list(view.because(entry.server))
    first = waiting[0] if waiting else ""
    return FullReason(
        entry.server,
        _chain(view, first, entry.server) if first else (),
        waiting,
        [server for server in view.missing(first) if server != entry.server] if first else (),
        [each for each in view.entries if each.rank < entry.rank],
    )


def _chain(view: View, service: str, server: str) -> list[str]:
    """The shortest chain of what waits for what, by the choices of the order.

    For a suspect that can be used, of what stands on it.
    """
    choice, needs = view.order.choice, view.graph.needs
    return (
        _way(service, server, lambda node: choice.get(node, ()))
        or _way(service, server, lambda node: (m for group in needs.get(node, ()) for m in group))
        or [service, server]
    )


def _way(top: str, end: str, below: Callable[[str], Iterable[str]]) -> list[str]:
    """The shortest way down; empty where there is none."""
    above, frontier = {top: ""}, [top]
    while frontier and end not in above:
        reached = list[str]()
        for node in frontier:
            for need in sorted(below(node)):
                if need not in above:
                    above[need] = node
                    reached.append(need)
        frontier = reached
    if end not in above:
        return []
    way = [end]
    while way[-1] != top:
        way.append(above[way[-1]])
    return way[::-1]


def reason_in_full(view: View, of: FullReason) -> Iterator[tuple[Sentence, Value]]:
    """Each part of it with its label."""
    if of.waiting:
        yield say("Chain"), every([with_state(view, node) for node in of.chain])
        yield say("Waiting for it"), every([_demand(view, service) for service in of.waiting])
        yield say("Still to go"), _to_go(view, of)
    yield say("Ahead of it"), _ahead(view, of.ahead, view.plan.servers[of.server].site)
    yield from ((say("Compared"), words) for words in comparisons(view, of))
    for pin in idle_pins(view):
        if of.server not in pinned_by(view, pin):
            yield say("A pin"), placed_pin_words(view, pin)


def _demand(view: View, service: str) -> Sentence:
    part = view.plan.services[service]
    return say(
        "{service} (tier {tier}, weight {weight})",
        service=part.name,
        tier=part.tier,
        weight=part.weight,
    )


def _to_go(view: View, of: FullReason) -> Sentence:
    name = node_name(view, of.waiting[0])
    if not of.to_go:
        return say("nothing else until {service} is up", service=name)
    return say(
        "{servers}, until {service} is up",
        servers=every([with_state(view, server) for server in of.to_go]),
        service=name,
    )


def _ahead(view: View, ahead: Sequence[Entry], at: str) -> Value:
    """What is more urgent, and why it is not this that is to be gone on with."""
    if not ahead:
        return say("nothing: it is the first of the queue")
    return some([_why_passed(view, each, at) for each in ahead], MOST_AHEAD)


def _why_passed(view: View, entry: Entry, at: str) -> Sentence:
    if entry.held_by:
        return say("{server} ({operator} is at it)", server=entry.server, operator=entry.held_by)
    if entry.waits_for:
        needs = what_it_waits_for(view, entry.server)
        return say("{server} (after {needs})", server=entry.server, needs=needs)
    if held_back := _held_back(view, entry):
        return say("{server} ({reason})", server=entry.server, reason=held_back)
    state, site = state_in_a_word(view, entry.server), view.plan.servers[entry.server].site
    if site != at:
        where = view.plan.sites[site].name
        return say("{server} ({state}, at {site})", server=entry.server, state=state, site=where)
    return say("{name} ({state})", name=entry.server, state=state)


def _held_back(view: View, entry: Entry) -> Sentence | None:
    """What keeps a server that waits for nothing from being gone on with by whom it is told.

    A time to come, a full lane, or that it is for other crews.
    """
    if entry.not_before is not None:
        zone = view.plan.incident.zone
        return say("not before {time}", time=weekday_time(entry.not_before, zone, view.now))
    if not view.plan.divides_work:
        return None
    if (lane := full_lane(view, entry)) is not None:
        return say("no place in {lane}", lane=lane_name(view, lane))
    means = resources(view)
    crews = [means.crews[number] for number in means.kind(entry.server).crews]
    if not view.plan.crews or len(crews) == len(view.plan.crews):
        return None
    return say("for {crews}", crews=every([crew_name(view, crew) for crew in crews]))


def comparisons(view: View, of: FullReason) -> Iterator[Sentence]:
    """Against the service of its tier whose turn is next, and against the next entry of the queue."""
    pairs = list[tuple[str, str]]()
    if of.waiting and (after := comes_after(view, of.waiting[0])):
        pairs.append((of.waiting[0], after))
    rank = view.order.rank[of.server]
    pairs += [(of.server, each.server) for each in view.entries if each.rank == rank + 1]
    for one, other in pairs:
        try:
            yield comparison_words(view, compared(view, one, other))
        except RequestError:
            continue
