"""What decided between a service and the one of its tier that comes after it: the answer to "why
this theatre before that one".

The order takes the service with the most worth per minute that it still misses (rule 3 of
docs/design/queue.md, "The rule"), so each is compared with the
next as they stood when its turn came: with the minutes of what was not in the order by then.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import Literal, NamedTuple

from chwapi_console.recovery.order.closures import Closures
from chwapi_console.recovery.order.problem import Problem

Term = Literal["blocked", "worth a minute", "weight", "rto", "waiting"]
"""What decides, in the order in which it is asked."""


class Stand(NamedTuple):
    """How a service stood when a turn was given: minutes that it still missed, how many services
    came up with it, itself among them, what these are worth together, and whether it missed
    something blocked."""

    service: str
    minutes: int
    company: int
    worth: int
    blocked: bool


class Contest(NamedTuple):
    """The service whose turn it was, the one of its tier whose turn was next, and what decided
    between them."""

    first: Stand
    second: Stand
    term: Term


def contests(
    problem: Problem, closures: Closures, turns: Sequence[str]
) -> Iterator[Contest | None]:
    """For each turn the contest that gave it; None where no other of its tier took a turn after
    it."""
    placed = 0
    for service, following in zip(turns, [*turns[1:], None], strict=True):
        if following is None or problem.services[following].tier != problem.services[service].tier:
            yield None
        else:
            first, second = (
                _stand(problem, closures, each, placed) for each in (service, following)
            )
            yield Contest(first, second, _decided(problem, first, second))
        placed |= closures.missing[service]


def _stand(problem: Problem, closures: Closures, service: str, placed: int) -> Stand:
    left = closures.missing[service] & ~placed
    servers = closures.names(left)
    waiting = {other for server in servers for other in closures.waiting[server]}
    company = [other for other in waiting if not closures.missing[other] & ~placed & ~left]
    wholes = [
        whole
        for whole in problem.wholes
        if 0 != closures.demanded[whole] & ~placed and not closures.demanded[whole] & ~placed & ~left
    ]
    return Stand(
        service,
        sum(problem.minutes[server] for server in servers),
        len(company),
        sum(problem.worth[other] for other in (*company, *wholes)),
        any(server in problem.blocked for server in servers),
    )


def _decided(problem: Problem, first: Stand, second: Stand) -> Term:
    """The first of the terms in which the two differ; where none does, their ids decided, which no
    term is needed for."""
    if first.blocked != second.blocked:
        return "blocked"
    if first.minutes * second.worth != second.minutes * first.worth:
        return "worth a minute"
    one, other = (problem.services[stand.service] for stand in (first, second))
    if one.weight != other.weight:
        return "weight"
    return "rto" if (one.rto or inf) != (other.rto or inf) else "waiting"
