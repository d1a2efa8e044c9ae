"""What would be otherwise if a site, a ward or several were shut: nobody waits for their services.

Its patients are elsewhere. What others need of it is wanted still, and its servers are restored for
those; who works there is another question.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from chwapi_console.inventory.groups import accepted
from chwapi_console.inventory.model import ALL_SITES, Service
from chwapi_console.recovery.state.view.view import View

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan


def with_shut(view: View, services: Collection[str], site: str = "") -> View:
    """The view if nobody waited for these services, but for those that others need.

    Where they are those of a `site`, what serves others beside it counts for these alone.
    """
    gone = not_wanted(view, services)
    so_far = view.situation
    then = so_far._replace(
        pins=[pin for pin in so_far.pins if not gone & {pin.subject, pin.before}],
        sign_offs={name: of for name, of in so_far.sign_offs.items() if name not in gone},
        lapsed={name: of for name, of in so_far.lapsed.items() if name not in gone},
        conditions={name: of for name, of in so_far.conditions.items() if name not in gone},
    )
    plan = _without(view.written, gone)
    services_left = {name: _elsewhere(plan, of, site) for name, of in plan.services.items()}
    return view._replace(written=plan._replace(services=services_left)).with_situation(then)


def _elsewhere(plan: "Plan", service: Service, site: str) -> Service:
    """A service as it serves the sites beside one; as it is where it serves no others."""
    served = plan.sites if service.serves == ALL_SITES else service.serves
    left = tuple(each for each in served if each != site)
    return service._replace(serves=left) if left and len(left) < len(served) else service


def not_wanted(view: View, services: Collection[str]) -> AbstractSet[str]:
    """Those of some services that nothing else needs, with the conditions that are for them alone."""
    graph, plan = view.plan.graph, view.written
    gone = {*services, *(accepted(s) for s in services if accepted(s) in graph.needs)}
    gone |= {each for each in plan.conditions if not gone.isdisjoint(graph.reached_from([each]))}
    while held := {node for node in gone if not gone.issuperset(graph.dependents(node))}:
        gone -= held
    return gone


def _without(plan: "Plan", gone: AbstractSet[str]) -> "Plan":
    return plan._replace(
        services={
            name: of._replace(soft=tuple(each for each in of.soft if each not in gone))
            for name, of in plan.services.items()
            if name not in gone
        },
        servers={
            name: of._replace(soft=tuple(each for each in of.soft if each not in gone))
            for name, of in plan.servers.items()
        },
        conditions={name: of for name, of in plan.conditions.items() if name not in gone},
        groups={
            name: of._replace(services=tuple(each for each in of.services if each not in gone))
            for name, of in plan.groups.items()
        },
    )
