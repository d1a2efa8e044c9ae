"""What decided that one service of a tier stands before another, in words.

One thing for each term of the worth, and nothing that spoke against it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from chwapi_console.clock import span
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.contests import Contest, Stand, others_with
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.told.blocks import NOTHING_MORE
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, every, plural, say, some

TermWord = Literal["blocked", "group", "weight", "minutes", "company", "wish", "worth", "rto", "id"]
"""The things that decide, by the words of `compare --json`."""

MOST_OPENED = 3
"""Services that open together which one sentence names."""


class ContestPoint(NamedTuple):
    """One thing that speaks for the first of two services."""

    term: TermWord
    words: Value


def before_others(view: View, entry: Entry, most: int | None = None) -> list[Sentence]:
    """What decided that it stands before what the next service of its tier waits for.

    At most so many things; and for which service it does, where that is not the most urgent that
    waits for it. A pin is told by itself.
    """
    contest = view.order.contests[view.order.turn[entry.server]] if not entry.pinned else None
    if contest is None:
        return []
    said, first = _before(view, contest, most), contest.first.service
    waiting = next(iter(view.because(entry.server)), first)
    if first == waiting:
        return [said]
    if set(view.missing(waiting)) <= set(view.missing(first)):
        return [
            say(
                "It stands here for {service}, which misses all that {other} misses: that is up on "
                "the way. {before}",
                service=node_name(view, first),
                other=node_name(view, waiting),
                before=said,
            )
        ]
    return [
        say("It stands here for {service}. {before}", service=node_name(view, first), before=said)
    ]


def goes_before(view: View, service: str, most: int | None = None) -> Sentence | None:
    """Which service of its tier comes after this one, and what decided, at most so many things.

    None where it took no turn of its own, or is the last.
    """
    turns = view.order.turns
    contest = view.order.contests[turns.index(service)] if service in turns else None
    return _before(view, contest, most) if contest else None


def stands_last(view: View, service: str) -> Sentence | None:
    """Of the last of its tier, which one it stands behind and what decided.

    None where another stands behind it, or none before it.
    """
    contests = [contest for contest in view.order.contests if contest is not None]
    behind = [contest for contest in contests if contest.second.service == service]
    if not behind or any(contest.first.service == service for contest in contests):
        return None
    return say(
        "The last of its tier. {first} stands before {second}: {reasons}.",
        first=node_name(view, behind[-1].first.service),
        second=node_name(view, service),
        reasons=every([told.words for told in told_terms(view, behind[-1])]),
    )


def turn_of(view: View, service: str) -> str:
    """The service in whose turn the last server stands that a service misses; itself where there is none."""
    order = view.order
    missing = view.missing(service) if service not in order.turns else ()
    turn = order.turn.get(missing[-1]) if missing else None
    return service if turn is None else order.turns[turn]


def comes_after(view: View, service: str) -> str:
    """The service of its tier that comes next after this one; empty where none does."""
    turns = view.order.turns
    contest = view.order.contests[turns.index(service)] if service in turns else None
    return contest.second.service if contest else ""


def _before(view: View, contest: Contest, most: int | None = None) -> Sentence:
    return say(
        "Before {service}: {terms}.",
        service=node_name(view, contest.second.service),
        terms=every([told.words for told in told_terms(view, contest)[:most]]),
    )


def told_terms(view: View, contest: Contest) -> list[ContestPoint]:
    """What speaks for the first of two services; at least one thing."""
    first, second = contest[:2]
    weights = [view.plan.services[stand.service].weight for stand in (first, second)]
    weight = ContestPoint("weight", weights_told(view, first.service, second.service))
    match contest.term:
        case "blocked":
            return [ContestPoint("blocked", _waits_for_blocked(view, second.service))]
        case "weight":
            return [weight]
        case "rto":
            return [ContestPoint("rto", say("its RTO ends sooner"))]
        case "waiting":
            return [
                ContestPoint(
                    "id", say("as urgent, but more services wait for it, or its id comes first")
                )
            ]
        case "group":
            return [ContestPoint("group", _opening(view, first.service))]
    if contest.rival:
        return [ContestPoint("group", _behind_as_a_whole(view, second.service))]
    told = [weight] if weights[0] > weights[1] else []
    told += _for_its_work(view, first, second)
    told += _for_its_wishers(view, first.service, second.service)
    return told or [
        ContestPoint("worth", say("what comes up with it is worth more for the work that is left"))
    ]


def blocked_until(view: View, service: str) -> datetime | None:
    """When all that is blocked of what a service misses is to be there; None where nobody knows."""
    ends = [
        view.situation.blocks.get(server, NOTHING_MORE).until
        for server in view.missing(service)
        if server in view.problem.blocked
    ]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _waits_for_blocked(view: View, service: str) -> Sentence:
    until = blocked_until(view, service)
    if until is None:
        return say("that one waits for something blocked")
    when = view.clock(until)
    return say("that one waits for something blocked until {time}", time=when)


def weights_told(view: View, first: str, second: str) -> Sentence:
    """What two services weigh; how often the plan's weight counts of one that serves several sites."""
    told = {"weight": _weight(view, first), "other": _weight(view, second)}
    if any(view.written.services[service].serves for service in (first, second)):
        return say("weight {weight} against {other}", **told)
    return say("weight {weight} against {other} in the plan", **told)


def _weight(view: View, service: str) -> Value:
    weight, plan_weight = (of.services[service].weight for of in (view.plan, view.written))
    if not view.written.services[service].serves:
        return weight
    return say(
        "{weight} ({plan} in the plan, {n} times for the sites it serves)",
        weight=weight,
        plan=plan_weight,
        n=weight // plan_weight,
    )


def spoken_against(view: View, contest: Contest) -> list[Value]:
    """What speaks against the first of two services, and did not decide."""
    first, second = contest[:2]
    weights = [view.plan.services[stand.service].weight for stand in (first, second)]
    against: list[Value] = []
    if weights[0] < weights[1]:
        told = {"weight": _weight(view, first.service), "other": _weight(view, second.service)}
        against.append(say("weight {weight} against {other}", **told))
    if first.minutes > second.minutes:
        against.append(_work(view, first, second))
    if view.problem.lent(first.service) < view.problem.lent(second.service):
        n = len(view.problem.wished_by[second.service])
        against.append(
            plural("{n} service wishes for the other", "{n} services wish for the other", n)
        )
    rto, other = (view.problem.services[stand.service].rto for stand in (first, second))
    if other is not None and (rto is None or other < rto):
        against.append(say("the RTO of the other ends sooner, which counts between equals only"))
    return against


def _work(view: View, first: Stand, second: Stand) -> Sentence:
    """The work that was left of each when the turn was given.

    That it is not all of it, where some stood in the queue by then.
    """
    left = {"time": span(first.minutes), "other": span(second.minutes)}
    if all(stand.minutes == _all_work(view, stand.service) for stand in (first, second)):
        return say("{time} of work left against {other}", **left)
    return say("{time} of work left against {other}, but for what goes before both", **left)


def _all_work(view: View, service: str) -> int:
    """Minutes of all that a service misses, whoever else waits for it."""
    return sum(view.problem.minutes.get(server, 0) for server in view.missing(service))


def _for_its_work(view: View, first: Stand, second: Stand) -> list[ContestPoint]:
    told: list[ContestPoint] = []
    if first.minutes < second.minutes:
        told.append(ContestPoint("minutes", _work(view, first, second)))
    others, against = others_with(view.problem, first), others_with(view.problem, second)
    if others > against:
        company = plural(
            "{n} service comes up with it against {other}",
            "{n} services come up with it against {other}",
            others,
            other=against,
        )
        told.append(ContestPoint("company", company))
    return told


def _for_its_wishers(view: View, first: str, second: str) -> list[ContestPoint]:
    problem = view.problem
    if problem.lent(first) <= problem.lent(second):
        return []
    n = len(problem.wished_by[first])
    return [
        ContestPoint("wish", plural("{n} service wishes for it", "{n} services wish for it", n))
    ]


def _opening(view: View, service: str) -> Sentence:
    whole = view.problem.wholes[view.order.opening[service]]
    return plural(
        "{group} opens as a whole, with {n} service",
        "{group} opens as a whole, with {n} services",
        sum(not view.works(each) for each in whole.until),
        group=view.plan.groups[whole.group].name,
    )


def _behind_as_a_whole(view: View, service: str) -> Sentence:
    """That even the group as a whole, from which a service has its turn, is worth less."""
    whole = view.problem.wholes[view.order.opening[service]]
    return say(
        "{group} as a whole, from which that has its turn, is worth less for its work",
        group=view.plan.groups[whole.group].name,
    )


def wished_words(view: View, node: str) -> list[Sentence]:
    """How many services wish for a node, where that counts."""
    wishers = view.problem.wished_by.get(node, ()) if view.problem.share else ()
    if not wishers:
        return []
    return [
        plural(
            "{n} service wishes for {node}.",
            "{n} services wish for {node}.",
            len(wishers),
            node=node_name(view, node),
        )
    ]


def opens_with(view: View, server: str) -> list[Sentence]:
    """What opens together with the service to which a server owes its place.

    Only where that gave the service its turn.
    """
    turn = view.order.turn.get(server)
    service = None if turn is None else view.order.turns[turn]
    whole = view.problem.wholes.get(view.order.opening.get(service or "", ""))
    if whole is None:
        return []
    return [
        say(
            "{group} opens with {services}.",
            group=view.plan.groups[whole.group].name,
            services=some(_names(view, [s for s in whole.until if not view.works(s)]), MOST_OPENED),
        )
    ]


def _names(view: View, services: Sequence[str]) -> list[Value]:
    return [node_name(view, service) for service in services]
