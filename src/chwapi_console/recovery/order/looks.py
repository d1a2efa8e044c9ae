"""Where servers stand in the order that work but must be looked at.

Each in its tier, before what is restored there, since a look is short; but behind what they are to
be looked at for, where that stands first.

They take no part in the rule: no service waits for them, and a service that stands on one is up.
"""

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

from chwapi_console.recovery.order.order import Order, QueuePart
from chwapi_console.recovery.order.problem import TIERS, Problem


def with_looks(order: Order, looks: Collection[str], sources: AbstractSet[str]) -> Order:
    """The order with these servers in it, those that have no place there yet.

    `sources` are what they are to be looked at for.
    """
    fresh = frozenset(looks) - order.rank.keys()
    if not fresh:
        return order
    claims = [of for of in _claims(order.problem) if of[0] in fresh]
    tier = {
        server: order.problem.services[service].tier
        for server, service in _most_stood_on_first(order.problem, claims)
    }
    parts = dict[str, QueuePart](order.part)
    parts |= {server: "clinical" if server in tier else "unneeded" for server in sorted(fresh)}
    servers: list[str] = []
    for each in TIERS:
        block = [
            server
            for server in order.servers
            if parts[server] == "clinical" and order.tier.get(server) == each
        ]
        servers += _led_by(block, sources, [server for server in tier if tier[server] == each])
    of_part: dict[QueuePart, Sequence[str]] = {
        part: [server for server in order.servers if order.part[server] == part]
        for part in ("wished", "spare", "unneeded", "cannot")
    }
    servers += [*of_part["wished"], *of_part["spare"]]
    servers += _led_by(of_part["unneeded"], sources, sorted(fresh - tier.keys()))
    servers += of_part["cannot"]
    return order._replace(
        servers=servers,
        tier={**order.tier, **tier},
        part={server: parts[server] for server in servers},
    )


def _led_by(block: Sequence[str], sources: AbstractSet[str], looks: Sequence[str]) -> list[str]:
    ahead = len(list(takewhile(sources.__contains__, block))) if looks else 0
    return [*block[:ahead], *looks, *block[ahead:]]


def _most_stood_on_first(
    problem: Problem, claims: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Of the nodes of each service those on which most services stand first: a look is as short at each.

    What lies beneath another is stood on by all that stand on that, so it comes no later.
    """
    turn = {service: n for n, service in enumerate(dict.fromkeys(of for _, of in claims))}
    stand = {node: len(problem.graph.above(node) & problem.services.keys()) for node, _ in claims}
    return sorted(claims, key=lambda of: (turn[of[1]], -stand[of[0]]))


def _claims(problem: Problem) -> Iterator[tuple[str, str]]:
    """Each node that a service stands on with the most urgent such service.

    By tier, weight and id, and for each service what lies beneath first.
    """
    needs, seen = problem.graph.needs, set[str]()

    for service in problem.most_urgent_first(problem.services):
        left = [(service, False)]
        while left:
            node, is_done = left.pop()
            if is_done:
                yield node, service
            elif node not in seen:
                seen.add(node)
                left.append((node, True))
                left += [(member, False) for group in needs[node] for member in group]
