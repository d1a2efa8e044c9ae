"""What decided between a service and the one of its tier that comes after it.

The answer to "why this theatre before that one".

The order takes the service with the most worth per minute that it still misses (rule 3 of
docs/design/queue.md, "The rule"), so each is compared with the
next as they stood when its turn came: with the minutes of what was not in the order by then.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from math import inf
from operator import or_
from typing import Literal

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.closures import Closures
from chwapi_console.recovery.order.problem import UNIT, Problem

Term = Literal["blocked", "group", "worth a minute", "weight", "rto", "waiting"]
"""What decides, in the order in which it is asked."""


class Stand(NamedTuple):
    """How a service stood when a turn was given.

    Minutes that it still missed, how many services came up with it, itself among them, what these
    are worth together (in hundredths, of which so much is what opens as a whole with them), and
    whether it missed something blocked.
    """

    service: str
    minutes: int
    company: int
    worth: int
    blocked: bool
    opened: int = 0

    @property
    def rate(self) -> float:
        """What it is worth for an hour of the work that it still misses: what decides in a tier."""
        return self.worth * 60 / (UNIT * self.minutes)


class Contest(NamedTuple):
    """The service whose turn it was, the next one of its tier, and what decided between them.

    Where a group decided, how that stood as a whole; and as the `rival` the whole from which the
    second has its turn, where that was worth more for its work than the second.
    """

    first: Stand
    second: Stand
    term: Term
    whole: Stand | None = None
    rival: Stand | None = None


def contests(
    problem: Problem,
    closures: Closures,
    turns: Sequence[str],
    opening: Mapping[str, str],
    following: Sequence[int | None],
) -> Iterator[Contest | None]:
    """For each turn the contest with the one that follows it, by number; None where none does."""
    for service, later, before in zip(turns, following, _placed(closures, turns), strict=False):
        if later is None:
            yield None
        else:
            yield _contest(problem, closures, (service, turns[later]), before, opening)


def stands(problem: Problem, closures: Closures, turns: Sequence[str]) -> Iterator[Stand]:
    """How the service of each turn stood when that was given."""
    return map(partial(_stand, problem, closures), turns, _placed(closures, turns))


def contest_between(
    problem: Problem,
    closures: Closures,
    turns: Sequence[str],
    opening: Mapping[str, str],
    of: tuple[int, int],
) -> Contest:
    """What decided between two turns of one tier, by number, when the earlier was given."""
    *_, before = _placed(closures, turns[: of[0]])
    return _contest(problem, closures, (turns[of[0]], turns[of[1]]), before, opening)


def _placed(closures: Closures, turns: Sequence[str]) -> Iterator[int]:
    """The servers that are in the order before each turn, a set with a bit for each; last, after all."""
    return accumulate((closures.missing[service] for service in turns), or_, initial=0)


def _contest(
    problem: Problem,
    closures: Closures,
    of: tuple[str, str],
    placed: int,
    opening: Mapping[str, str],
) -> Contest:
    first, second = (_stand(problem, closures, service, placed) for service in of)
    term = _decided(problem, first, second)
    its, other = (opening.get(service, "") for service in of)
    if its == other or term == "blocked":
        return Contest(first, second, term)
    whole, against = (
        _stand(problem, closures, each, placed) if each else None for each in (its, other)
    )
    rival = against if against and second.rate < against.rate < (whole or first).rate else None
    return Contest(first, second, "group" if whole else term, whole, rival)


def _stand(problem: Problem, closures: Closures, service: str, placed: int) -> Stand:
    left = closures.demanded[service] & ~placed
    servers = closures.names(left)
    waiting = {other for server in servers for other in closures.waiting[server]}
    company = [other for other in waiting if not closures.missing[other] & ~placed & ~left]
    wholes = [
        whole
        for whole in problem.wholes
        if closures.demanded[whole] & ~placed != 0
        and not closures.demanded[whole] & ~placed & ~left
    ]
    return Stand(
        service,
        sum(problem.minutes[server] for server in servers),
        len(company),
        sum(problem.worth[other] for other in (*company, *wholes)),
        any(server in problem.blocked for server in servers),
        sum(problem.worth[whole] for whole in wholes),
    )


def others_with(problem: Problem, stand: Stand) -> int:
    """How many services come up with a service beside itself, or with a whole."""
    return stand.company if stand.service in problem.wholes else stand.company - 1


def _decided(problem: Problem, first: Stand, second: Stand) -> Term:
    """The first of the terms in which the two differ.

    Where none does, their ids decided, which no term is needed for.
    """
    if first.blocked != second.blocked:
        return "blocked"
    if first.minutes * second.worth != second.minutes * first.worth:
        return "worth a minute"
    one, other = (problem.services[stand.service] for stand in (first, second))
    if one.weight != other.weight:
        return "weight"
    return "rto" if (one.rto or inf) != (other.rto or inf) else "waiting"
