"""What people stood on when they vouched for something, and what ends that.

Acts by which some of it was lost, and needs that they knew nothing of. A sign-off, and a condition
that is met, keep the servers and conditions that they stood on. Where these alone would not bring
the service up by the plan in force, that names a need which nobody tried: the file was edited since,
or what replaced a server does so no longer. It follows from plan, replacements and what was kept, so
it holds again where the need is taken out of the file again.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from typing import TYPE_CHECKING

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Group, Needs, enough, group_of
from chwapi_console.journal.kinds.service_kinds import ConditionTerms, SignOffTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.losses import Losses, lost_by, needs_key
from chwapi_console.recovery.state.told.server_history import Past

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

MET_ANYWAY = "condition.needs"
"""The rule that a condition is met only while all that it needs works, by its id."""
MOST_KEPT = 4096
"""Answers about one plan that are kept; a hospital has fewer services and conditions."""


class Footing:
    """What ends what was vouched for, by a plan in which these servers replace those."""

    def __init__(self, plan: "Plan", replacements: Mapping[str, str], losses: Losses) -> None:
        self._plan, self._replacements, self._losses = plan, replacements, losses
        self._replaced = tuple(sorted(replacements.items()))

    def lost_since(
        self, past: Past, act: Event, node: str, terms: SignOffTerms | ConditionTerms
    ) -> Event | None:
        """The first act that lost what something stood on, or named a server beneath it anew.

        And that whoever vouched for it by `act` did not know.
        """
        return lost_by(past.knows, act, [*terms.servers, needs_key(node)], self._losses)

    def ended_by(
        self, past: Past, acts: Iterable[Event], node: str, terms: SignOffTerms | ConditionTerms
    ) -> Event | None:
        """What ended what some acts say alike: the first that one of them did not know of.

        None while nothing did.
        """
        ends = (self.lost_since(past, act, node, terms) for act in acts)
        return min((end for end in ends if end), key=lambda end: end.order, default=None)

    def unknown_needs(self, node: str, servers: tuple[str, ...]) -> Needs:
        """The needs beneath a node that were unknown to who vouched for it on these servers.

        As groups, in the order in which the plan has them. None where what they stood on is enough
        by the plan in force.
        """
        kept: dict[object, Needs] = self._plan.__dict__.setdefault("_unknown_needs", {})
        key = (node, servers, self._replaced)
        if (needs := kept.get(key)) is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            graph = self._plan.graph.replacing(self._replacements)
            needs = kept[key] = _unknown(self._plan, graph, node, {*servers, node})
        return needs


def was_met_anyway(act: Event) -> bool:
    """Whether a condition was met though not all that it needs worked, and that was meant.

    Whoever did that vouched for it whatever it needs.
    """
    return MET_ANYWAY in act.overridden or MET_ANYWAY in act.meant


def _unknown(plan: "Plan", graph: Graph, node: str, tried: Collection[str]) -> Needs:
    reached = graph.reached_from([node])
    untried = {
        each
        for each in reached
        if each not in tried and (each in plan.servers or each in plan.conditions)
    }
    if not untried:
        return ()
    known = Graph({each: graph.needs[each] for each in reached}).working_without(untried)
    return () if node in known else _short_of(graph, node, known, untried, tried)


def _short_of(
    graph: Graph, node: str, known: Set[str], untried: Set[str], tried: Collection[str]
) -> Needs:
    """The needs nearest to a node that are not met by what is known to work."""
    found, seen, left = dict[Group, None](), {node}, [node]
    while left:
        for group in graph.needs[left.pop()]:
            unknown = [member for member in group if member not in known]
            short = enough(group) - (len(group) - len(unknown))
            if short <= 0:
                continue
            beneath = [each for each in unknown if each in tried or len(group) == 1]
            if not beneath or untried >= {*beneath}:
                found[group_of(short, unknown)] = None
                continue
            left += [each for each in beneath if each not in seen]
            seen.update(beneath)
    return tuple(found)
