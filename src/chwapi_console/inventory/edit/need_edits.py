"""What somebody says that a service or server needs, put into its plan.

Known names only, none twice, nothing in a circle.

A service says by `unnamed` that the plan does not name all its servers yet. Nobody but a person
knows when it does.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.errors import RequestError
from chwapi_console.inventory.groups import Group, Needs, group_of, superfluous
from chwapi_console.inventory.model import Condition, Plan, Server, Service
from chwapi_console.inventory.near_names import no_such_node
from chwapi_console.text import say

ANY_OF = ","
"""Stands between servers of which any one is enough."""

COUNT = "/"
"""Stands after the number of those that are enough, where it is more than one:
`2/app1,app2,app3`."""


def part_named(plan: Plan, node: str) -> Service | Server | Condition:
    """The service, server or condition of that id.

    RequestError with the nearest one when there is none.
    """
    part = plan.services.get(node) or plan.servers.get(node) or plan.conditions.get(node)
    if part is None:
        raise _unknown(plan, node)
    return part


def needs_said(words: Sequence[str]) -> Needs:
    """The needs that words say.

    Each an id, or several ids with commas between, of which any one is enough, or as many as a
    number before them says. RequestError where a word has none, or asks for more than it names.
    """
    return tuple(dict.fromkeys(map(_group_in, words)))


def _group_in(word: str) -> Group:
    count, slash, names = word.rpartition(COUNT)
    members = tuple(dict.fromkeys(filter(None, map(str.strip, names.split(ANY_OF)))))
    if not members:
        raise RequestError(say("Name a server, or servers with commas between them."))
    count = count.strip()
    if slash and not (count.isdecimal() and len(count) < 6 and 1 <= int(count) <= len(members)):
        raise RequestError(
            say(
                '"{word}" names {n}: before the slash stands a number from 1 to {n}, as in '
                "2/app1,app2,app3.",
                word=word,
                n=len(members),
            )
        )
    return group_of(int(count) if slash else 1, members)


def fresh_groups(plan: Plan, node: str, groups: Needs) -> Needs:
    """Those of the groups that the node does not need already.

    By themselves, or through others that are never met without them. RequestError where one of them
    cannot be needed.
    """
    for name in (name for group in groups for name in group):
        if not any(name in parts for parts in (plan.servers, plan.services, plan.conditions)):
            raise _unknown(plan, name)
    needs = part_named(plan, node).needs
    said = superfluous((*needs, *groups))
    fresh = tuple(group for place, group in enumerate(groups, len(needs)) if place not in said)
    for name in _in_a_circle(plan, node, fresh):
        raise RequestError(
            say(
                "{name} needs {node} itself, so neither could come back before the other.",
                name=name,
                node=node,
            )
            if name != node
            else say("{node} cannot need itself.", node=node)
        )
    return fresh


def needing(plan: Plan, node: str, fresh: Needs, *, complete: bool) -> Plan:
    """The plan in which the node needs these groups too.

    With `complete` a service needs nothing more that is not named.
    """
    if complete and node in plan.servers:
        raise RequestError(
            say(
                "{node} is a server. --complete says that all servers of a service are named.",
                node=node,
            )
        )
    if complete and node in plan.conditions:
        raise RequestError(
            say(
                "{node} is a condition. --complete says that all servers of a service are named.",
                node=node,
            )
        )
    if condition := plan.conditions.get(node):
        needs = (*condition.needs, *fresh)
        return plan._replace(conditions={**plan.conditions, node: condition._replace(needs=needs)})
    if server := plan.servers.get(node):
        return plan._replace(
            servers={**plan.servers, node: server._replace(needs=(*server.needs, *fresh))}
        )
    service = plan.services[node]
    after = service._replace(
        needs=(*service.needs, *fresh), unnamed=() if complete else service.unnamed
    )
    if complete and not after.needs:
        raise RequestError(
            say(
                "{node} needs nothing by the plan, so nobody could tell when it is up. Name a "
                "server of it.",
                node=node,
            )
        )
    return plan._replace(services={**plan.services, node: after})


def _in_a_circle(plan: Plan, node: str, fresh: Needs) -> Iterator[str]:
    """What of these needs the node, whichever member of a group is meant."""
    graph = plan.graph
    return (name for group in fresh for name in group if node in graph.reached_from([name]))


def _unknown(plan: Plan, name: str) -> RequestError:
    return RequestError(no_such_node(name, [*plan.servers, *plan.services, *plan.conditions]))
