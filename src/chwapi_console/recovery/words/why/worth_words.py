"""What two services of a tier are worth for the work that is left of them, in numbers.

The rule itself (docs/design/queue.md, "The rule"): tier before all, then worth for the minutes.
"""

from collections.abc import Iterator

from chwapi_console.clock import span
from chwapi_console.recovery.order.contests import Contest, Stand, others_with
from chwapi_console.recovery.order.problem import TIERS, UNIT
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, every, plural, say

MOST_PLACES = 4
"""Places behind the point by which two numbers are told apart at most."""


def weighed(view: View, contest: Contest) -> Iterator[Sentence]:
    """What decided between two services of a tier, in numbers, and what these are made of."""
    tier = view.problem.services[contest.first.service].tier
    first, second = contest.whole or contest.first, contest.rival or contest.second
    if contest.term == "blocked":
        yield say(
            "Both tier {tier}: what waits for something blocked comes after the rest, whatever it is "
            "worth.",
            tier=tier,
        )
        return
    rates = dict(zip(("first", "second"), _apart(first.rate, second.rate), strict=True))
    if contest.term not in ("worth a minute", "group"):
        yield say(
            "Both tier {tier}, and worth as much for an hour of work: {rate}.",
            tier=tier,
            rate=rates["first"],
        )
        return
    yield say(
        "Both tier {tier}: worth {first} for an hour of work against {second}.", tier=tier, **rates
    )
    yield _made_of(view, first)
    yield _made_of(view, second)


def worth_in_brief(view: View, earlier: int, later: int) -> list[Sentence]:
    """What two turns of one tier were worth when the earlier was given, where that decided."""
    problem, turns = view.problem, view.order.turns
    if problem.services[turns[earlier]].tier != problem.services[turns[later]].tier:
        return []
    contest = view.order.contest_between(earlier, later)
    if contest.term not in ("worth a minute", "group"):
        return []
    first, second = _apart(
        (contest.whole or contest.first).rate, (contest.rival or contest.second).rate
    )
    return [say("worth {first} for an hour of work against {second}", first=first, second=second)]


def _made_of(view: View, stand: Stand) -> Sentence:
    """What a service or a whole is worth with all that comes up with it, and for how much work."""
    parts = list(_parts(view, stand))
    return say(
        "{service}: {worth} for {time} of work, of that {parts}.",
        service=_name(view, stand.service),
        worth=_worth(stand.worth),
        time=span(stand.minutes),
        parts=every(parts),
    )


def _parts(view: View, stand: Stand) -> Iterator[Sentence]:
    problem, node = view.problem, stand.service
    own, opened, company = problem.worth[node], stand.opened, others_with(problem, stand)
    if node in problem.wholes:
        opened -= own
        yield say("{worth} because it opens as a whole", worth=_worth(own))
        own = 0
    else:
        demand, lent = problem.services[node], problem.lent(node)
        yield say(
            "weight {weight} × {times} of its own",
            weight=demand.weight,
            times=TIERS[-1] + 1 - demand.tier,
        )
        if lent:
            yield plural(
                "{n} service wishes for it: +{worth}",
                "{n} services wish for it: +{worth}",
                len(problem.wished_by[node]),
                worth=_worth(lent),
            )
    if company:
        yield plural(
            "{n} service that comes up with it: +{worth}",
            "{n} services that come up with it: +{worth}",
            company,
            worth=_worth(stand.worth - own - stand.opened),
        )
    if opened:
        yield say("what then opens as a whole: +{worth}", worth=_worth(opened))


def _name(view: View, node: str) -> Value:
    """The name of a service, or of the group that a whole is of."""
    whole = view.problem.wholes.get(node)
    return view.plan.groups[whole.group].name if whole else node_name(view, node)


def _worth(hundredths: int) -> Value:
    whole, rest = divmod(hundredths, UNIT)
    return decimal(hundredths / UNIT, 1 if rest % 10 == 0 else 2) if rest else whole


def _apart(one: float, other: float) -> tuple[Value, Value]:
    """Two numbers with as many places behind the point as tell them apart, one at least."""
    for places in range(1, MOST_PLACES):
        if one == other or round(one, places) != round(other, places):
            break
    else:
        places = MOST_PLACES
    return decimal(one, places), decimal(other, places)


def decimal(number: float, places: int) -> Sentence:
    """A number as the reader's language writes it, with so many places behind the point."""
    whole, rest = f"{number:.{places}f}".split(".")
    return say("{whole}.{tenth}", whole=int(whole), tenth=rest)
