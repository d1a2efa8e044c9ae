"""Why one of two stands before the other, in one sentence.

The first of the rule's terms in which they differ, as both stood when it decided.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from chwapi_console.errors import RequestError
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.order import Order, QueuePart
from chwapi_console.recovery.state.of_view.coming_up import once_whole
from chwapi_console.recovery.state.of_view.passed_pins import idle_pins, pinned_by
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name, waits_for_conditions
from chwapi_console.recovery.words.things.pin_words import placed_pin_words
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.why.contest_words import (
    TermWord,
    spoken_against,
    told_terms,
    weights_told,
)
from chwapi_console.recovery.words.why.reasons import in_its_place
from chwapi_console.recovery.words.why.tier_words import tier_words
from chwapi_console.recovery.words.why.worth_words import weighed
from chwapi_console.text import Sentence, Value, every, in_one, plural, say

Why = Literal["together", "need", "pin", "part", "tier", "look", "turn", "way", "chain"]
"""What decides before two turns are compared, by the words of `compare --json`."""


WORTH = ("weight", "minutes", "company", "wish", "worth")
"""The terms by which what is worth more for its work goes first: something may speak against it."""


BETWEEN_TURNS = (*WORTH, "blocked", "group", "rto", "id")
"""All terms that decide between turns of one tier."""


class Reason(NamedTuple):
    """One thing that speaks for the first of two."""

    term: Why | TermWord
    words: Value


class Comparison(NamedTuple):
    """Two servers or services in the order of the queue, and why they stand so.

    Each with the server it stands by, of a service the last that it misses.
    """

    first: str
    second: str
    servers: tuple[str, str]
    reasons: tuple[Reason, ...]
    against: tuple[Value, ...] = ()

    @property
    def together(self) -> bool:
        """Whether neither stands before the other."""
        return self.reasons[0].term == "together"


def compared(view: View, one: str, other: str) -> Comparison:
    """What stands before what, and why. RequestError for what stands in no order."""
    if one == other:
        raise RequestError(say("These are the same. Name two servers or services."))
    rank = view.order.rank
    placed = {node: _stands_by(view, node) for node in (one, other)}
    first, second = sorted(placed, key=lambda node: (rank[placed[node]], node not in rank, node))
    servers = (placed[first], placed[second])
    reasons = tuple(_reasons(view, first, second, servers))
    against = _against(view, servers) if reasons[-1].term in WORTH else ()
    return Comparison(first, second, servers, reasons, against)


def _against(view: View, servers: tuple[str, str]) -> tuple[Value, ...]:
    """What spoke for the second, where turns of one tier were weighed."""
    one, other = (view.order.turn[server] for server in servers)
    return tuple(spoken_against(view, view.order.contest_between(one, other)))


def _stands_by(view: View, node: str) -> str:
    """The server whose place in the queue is that of a server or service."""
    if node in view.plan.services:
        if missing := view.order.missing[node]:
            return missing[-1]
        raise RequestError(_misses_nothing(view, node))
    if node in view.plan.servers:
        if node in view.order.rank:
            return node
        raise RequestError(_stands_nowhere(view, node))
    raise RequestError(
        say(
            "{node} is no server or service, and stands in no order. Name two of these.",
            node=node_name(view, node),
        )
    )


def _misses_nothing(view: View, service: str) -> Sentence:
    """That a service has no place in the queue, and which conditions it waits for, if it does."""
    told = say("{node} misses no server; it stands in no order.", node=node_name(view, service))
    waits = waits_for_conditions(view, service)
    return say("{told} It {waits}.", told=told, waits=waits) if waits else told


def _stands_nowhere(view: View, server: str) -> Sentence:
    """Why a server of the plan has no place in the queue."""
    standing = view.situation.servers[server].standing
    if standing.work == "restored":
        return say(
            "{server} is restored and stands in no order: only that a second person verifies it is "
            "left, and nothing waits for that.",
            server=server,
        )
    return say("{node} has no work left; it stands in no order.", node=server)


def comparison_words(view: View, comparison: Comparison) -> Sentence:
    """The comparison in a sentence."""
    names = {
        "first": node_name(view, comparison.first),
        "second": node_name(view, comparison.second),
    }
    if comparison.together:
        return say(
            "{first} and {second} come back together, with {server}.",
            server=comparison.servers[0],
            **names,
        )
    reasons = list(comparison.reasons)
    by_tier = any(reason.term == "tier" for reason in reasons)
    words = list[Sentence]()
    if reasons[0].term == "turn" and len(reasons) > 1:
        words.append(_first_of_two(names, reasons.pop(0).words))
        turns = [view.order.turns[view.order.turn[server]] for server in comparison.servers]
        names = {
            place: node_name(view, service)
            for place, service in zip(("first", "second"), turns, strict=True)
        }
    words.append(
        _first_of_two(names, every([reason.words for reason in reasons]), comparison.against)
    )
    if by_tier:
        words += _by_calendar(view, comparison)
        words.append(say("A more urgent tier goes first, whatever the other is worth."))
    elif reasons[-1].term in (*BETWEEN_TURNS, "look", "chain", "way"):
        words += _by_calendar(view, comparison)
    if comparison.reasons[-1].term in BETWEEN_TURNS:
        one, other = (view.order.turn[server] for server in comparison.servers)
        words += weighed(view, view.order.contest_between(one, other))
    return in_one([*words, *_pinned_too(view, comparison), *_by_idle_pins(view, comparison)])


def _pinned_too(view: View, comparison: Comparison) -> Iterator[Sentence]:
    """That the first is pinned as well, where it would stand before by the rule too."""
    pinned = view.order.pinned.get(comparison.servers[0], "")
    if pinned and comparison.reasons[0].term != "pin":
        yield say(
            "{pin}; without that it would stand before it too.",
            pin=_by_pin(view, comparison.servers[0]).words,
        )


def _by_idle_pins(view: View, comparison: Comparison) -> Iterator[Sentence]:
    """The pins on one of the two that have nothing to move: the rule alone has it stand there."""
    for pin in idle_pins(view):
        about = pinned_by(view, pin)
        if len({server in about for server in comparison.servers}) > 1:
            yield placed_pin_words(view, pin)


def _first_of_two(
    names: Mapping[str, Value], reasons: Value, against: Sequence[Value] = ()
) -> Sentence:
    if not against:
        return say("{first} stands before {second}: {reasons}.", reasons=reasons, **names)
    return say(
        "{first} stands before {second}: {reasons}, although: {against}.",
        reasons=reasons,
        against=every(against),
        **names,
    )


def _by_calendar(view: View, comparison: Comparison) -> Iterator[Sentence]:
    """Of services whose tier follows the calendar, why it is this one now and until when.

    Of a server that of the most urgent service that waits for it; and of whose turns they stand in.
    """
    order = view.order
    turns = [order.turn[server] for server in comparison.servers if server in order.turn]
    services = [
        node if node in view.plan.services else next(iter(view.because(node)), "")
        for node in (comparison.first, comparison.second)
    ]
    for service in dict.fromkeys([*services, *(order.turns[turn] for turn in turns)]):
        if told := tier_words(view, service):
            yield say("{service}: {words}", service=node_name(view, service), words=in_one(told))


def _reasons(view: View, first: str, second: str, servers: tuple[str, str]) -> Iterator[Reason]:
    order, names = view.order, {"second": node_name(view, second)}
    if first in _beneath(order, second):
        yield Reason("need", say("{second} waits for it", **names))
    elif servers[0] == servers[1]:
        yield Reason("together", "")
    elif pinned := _pinned_ahead(view, first, second, servers):
        yield _by_pin(view, pinned)
    elif (behind := _before_a_pin(view, servers)) is not None:
        yield behind
    elif (part := order.part[servers[1]]) != order.part[servers[0]]:
        yield Reason("part", _by_part(view, part, second, names["second"]))
    elif part != "clinical":
        yield Reason("part", _within_part(view, part, servers))
    elif order.tier[servers[0]] != order.tier[servers[1]]:
        yield _by_tier(view, first, servers)
    elif any(view.entry[server].to_look_at for server in servers):
        yield _by_look(view, servers)
    else:
        yield from _by_turn(view, first, second, servers)


def _beneath(order: Order, node: str) -> set[str]:
    """What a node waits for, near or far, by the choices of the order."""
    found, left = set[str](), [node]
    while left:
        fresh = set(order.choice.get(left.pop(), ())) - found
        found |= fresh
        left += fresh
    return found


def _pinned_ahead(view: View, first: str, second: str, servers: tuple[str, str]) -> str:
    """The server by which it is seen that a pin has the first of two stand there.

    By the rule it would come after; empty where no pin decides.
    """
    if not view.order.pinned:
        return ""
    before, behind = (view.order.pinned.get(server, "") for server in servers)
    if before and behind and before != behind:  # one pin stands before the other, whatever the rule
        return servers[0]
    if view.by_rule.rank[servers[0]] > view.by_rule.rank[servers[1]]:
        return servers[0]
    rule = view.by_rule
    by_rule = [
        rule.rank[missing[-1]] if (missing := rule.missing.get(node)) else rule.rank.get(node, 0)
        for node in (first, second)
    ]
    moved = [s for s in view.order.missing.get(first, servers[:1]) if s in view.order.pinned]
    return moved[-1] if by_rule[0] > by_rule[1] and moved else ""


def _before_a_pin(view: View, servers: tuple[str, str]) -> Reason | None:
    """That the second is pinned before something else alone, and the first stands before that."""
    order, subject = view.order, view.order.pinned.get(servers[1], "")
    pin = next((pin for pin in view.pins if pin.subject == subject), None)
    anchor = order.anchors.get(subject)
    if pin is None or anchor is None or servers[0] in order.pinned:
        return None
    what: dict[str, Value] = {
        "id": node_name(view, subject),
        "other": node_name(view, pin.before),
        "first": servers[0],
        "server": anchor,
    }
    if anchor == pin.before:
        words = say("{id} is pinned before {other} only, and {first} stands before that", **what)
    else:
        words = say(
            "{id} is pinned before {other} only, which is before {server}, the first that {other} "
            "still misses; {first} stands before that",
            **what,
        )
    return Reason("pin", words)


def _by_pin(view: View, server: str) -> Reason:
    subject = view.order.pinned.get(server, "")
    pin = next((pin for pin in view.pins if pin.subject == subject), None)
    if pin is None or not pin.event.operator:
        return Reason("pin", say("it is pinned"))
    return Reason(
        "pin",
        say(
            "{operator} pinned {id}: {reason}",
            operator=view.by(pin.event),
            id=node_name(view, subject),
            reason=reason_told(pin),
        ),
    )


def _by_part(view: View, part: QueuePart, second: str, name: Value) -> Sentence:
    """As `_of_part`; of a blocked server that another takes its place."""
    if part == "spare" and (instead := in_its_place(view, second)) is not None:
        if instead in view.problem.blocked:
            return say(
                "both are blocked, and {instead} is the one that is waited for",
                instead=node_name(view, instead),
            )
        return say(
            "{second} is blocked, and {instead} takes its place",
            second=name,
            instead=node_name(view, instead),
        )
    return _of_part(part, name)


def _of_part(part: QueuePart, second: Value) -> Sentence:
    """What is against the second, of a later part of the queue."""
    match part:
        case "wished":
            return say("no service waits for {second}, some only wish for it", second=second)
        case "spare":
            return say("{second} is a spare", second=second)
        case "cannot":
            return say("{second} cannot come back", second=second)
    return say("no service needs {second}", second=second)


def _within_part(view: View, part: QueuePart, servers: tuple[str, str]) -> Sentence:
    """What decides among those that no service waits for."""
    match part:
        case "wished":
            return say("more is wished with it for the work that it takes")
        case "spare":
            first, second = (view.problem.reach[server] for server in servers)
            if first == second:
                return say("both are spares, and neither is back sooner: its id comes first")
            if first > second:
                return say("both are spares, and another one needs it")
            return say("both are spares, and it is back sooner")
        case "cannot":
            return say("neither can come back; its site or id comes first")
    return say("no service needs either; what one needs, its site or its id comes first")


def _by_tier(view: View, first: str, servers: tuple[str, str]) -> Reason:
    tier, other = (view.order.tier[server] for server in servers)
    waits, demand = next(iter(view.because(servers[0]))), view.problem.services.get(first)
    if demand is not None and demand.tier == tier:
        words = say("tier {tier} against tier {other}", tier=tier, other=other)
    elif demand is not None:
        words = say(
            "{server}, the last that it misses, is of tier {tier}, for {service} waits for that too, "
            "against tier {other}",
            server=servers[0],
            tier=tier,
            other=other,
            service=node_name(view, waits),
        )
    else:
        words = say(
            "tier {tier}, for {service} waits for it, against tier {other}",
            tier=tier,
            other=other,
            service=node_name(view, waits),
        )
    return Reason("tier", words)


def _by_look(view: View, servers: tuple[str, str]) -> Reason:
    if all(view.entry[server].to_look_at for server in servers):
        return Reason("look", _of_two_looks(view, *servers))
    return Reason(
        "look",
        say("it is suspect, and a look is short")
        if view.entry[servers[0]].to_look_at
        else say("the other is only to be looked at, for what this one began"),
    )


def _of_two_looks(view: View, first: str, second: str) -> Sentence:
    """Which of two suspects is looked at first: that of the most urgent service, then what more stand on."""
    above = [view.because(server) for server in (first, second)]
    one, other = (next(iter(services), "") for services in above)
    names: dict[str, Value] = {"first": node_name(view, one), "second": node_name(view, other)}
    if one == other and len(above[0]) > len(above[1]):
        return plural(
            "both are to be looked at, for {first} first; {n} service stands on it against {other}",
            "both are to be looked at, for {first} first; {n} services stand on it against {other}",
            len(above[0]),
            other=len(above[1]),
            **names,
        )
    if one == other:
        return say(
            "both are to be looked at, for {first} first, and what lies deeper first", **names
        )
    if view.plan.services[one].weight == view.plan.services[other].weight:
        return say("both are to be looked at, for {first} and for {second}, as urgent", **names)
    return say(
        "both are to be looked at, for {first} and for {second} first: {weights}",
        weights=weights_told(view, one, other),
        **names,
    )


def _by_turn(view: View, first: str, second: str, servers: tuple[str, str]) -> Iterator[Reason]:
    """What decided between two turns of a tier, or within one."""
    order = view.order
    turns = [order.turn[server] for server in servers]
    of = [order.turns[turn] for turn in turns]
    if turns[0] == turns[1]:
        yield _within_turn(view, of[0], (first, second), servers)
        return
    if (first, second) != (of[0], of[1]):
        yield Reason(
            "turn",
            say(
                "{one}; {other}",
                one=whose_turn(view, first, servers[0], of[0]),
                other=whose_turn(view, second, servers[1], of[1]),
            ),
        )
    for told in told_terms(view, order.contest_between(turns[0], turns[1])):
        yield Reason(told.term, told.words)


def whose_turn(view: View, node: str, server: str, service: str) -> Sentence:
    """In the turn of which service something stands."""
    names = {"node": node_name(view, node), "service": node_name(view, service)}
    if node == server:
        return say("{node} stands there for {service}", **names)
    if node == service:
        return say("{node} has a turn of its own", **names)
    return say(
        "{node} comes back with {server}, which stands there for {service}", server=server, **names
    )


def _within_turn(
    view: View, service: str, compared: tuple[str, str], servers: tuple[str, str]
) -> Reason:
    """Both are for one service.

    With the first another comes up on the way, which may be what is compared with that service; or
    it stands under the longer chain.
    """
    order = view.order
    for other in order.because[servers[0]]:
        if other != service and order.rank[order.missing[other][-1]] < order.rank[servers[1]]:
            names = {"service": node_name(view, service), "other": node_name(view, other)}
            if compared == (other, service):
                words = say("{service} misses all that it misses, so it is up on the way", **names)
            elif once_whole(view, other).suspect:
                words = say(
                    "both are for {service}, and with it {other} is up on the way, suspect", **names
                )
            else:
                words = say("both are for {service}, and with it {other} is up on the way", **names)
            return Reason("way", words)
    return Reason(
        "chain",
        say(
            "both are for {service}, and the longer chain of restorations begins with it",
            service=node_name(view, service),
        ),
    )
