"""How a service is up, or would be once servers are restored.

In full, without wishes of its own, on suspect servers. Whoever announces that one is up or comes up
asks here, so that no two places say otherwise of it.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from chwapi_console.inventory.groups import is_met
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.service_state import ServiceState
from chwapi_console.recovery.state.told.situation import unmet_wishes
from chwapi_console.recovery.state.view.view import View


class Manner(NamedTuple):
    """How a service is up.

    `without` these wishes of its own, and `suspect` where it stands on suspect servers.
    """

    without: tuple[str, ...] = ()
    suspect: bool = False


def manner_of(state: ServiceState) -> Manner:
    """How a service is up that is."""
    return Manner(state.without, bool(state.suspect))


def coming_up(view: View, servers: Iterable[str]) -> Mapping[str, Manner]:
    """The services that would come up were these servers all restored and counted, each with how.

    What `supposed_views.with_marks` says, for the price of what changes.
    """
    restored = {server for server in servers if not view.works(server)}
    return _in_manners(view, _working_then(view, restored), restored)


def once_whole(view: View, service: str) -> Manner:
    """How a service would be up once all that it misses is restored and met.

    As it is, where it is up; what people must meet is met, too.
    """
    if (state := view.services[service]).is_up:
        return manner_of(state)
    done = {*view.missing(service), *view.problem.conditions}
    return _in_manners(view, _working_then(view, done), done).get(service, Manner())


def _in_manners(view: View, fresh: AbstractSet[str], done: AbstractSet[str]) -> dict[str, Manner]:
    replacements = view.situation.replacements

    def works(node: str) -> bool:
        return node in fresh or view.works(node)

    doubtful = _standing_on_suspects(view, fresh, done)
    return {
        service: Manner(
            unmet_wishes(view.plan.services[service].soft, replacements, works),
            service in doubtful,
        )
        for service in sorted(fresh & view.plan.services.keys())
    }


def _working_then(view: View, done: AbstractSet[str]) -> set[str]:
    """What works then and does not now: what is done, and what waits for nothing else."""
    graph, problem, fresh = view.graph, view.problem, set[str]()
    kept_down = (problem.minutes, problem.lost, problem.blocked, problem.conditions, problem.gone)

    def works(node: str) -> bool:
        return node in fresh or view.works(node)

    left = list(done)
    while left:
        node = left.pop()
        hindered = node not in done and any(node in nodes for nodes in kept_down)
        if works(node) or hindered or not all(is_met(group, works) for group in graph.needs[node]):
            continue
        fresh.add(node)
        left += graph.dependents(node)
    return fresh


def _standing_on_suspects(view: View, fresh: AbstractSet[str], done: AbstractSet[str]) -> set[str]:
    """Which of these stand on suspect servers, through any of what works then.

    Whoever restores one (`done`) clears it.
    """
    if not view.suspects:
        return set()
    found = {
        node
        for node in fresh
        if (node in view.suspects and node not in done)
        or any(member in view.on_suspects for group in view.graph.needs[node] for member in group)
    }
    return found | view.graph.above_any(found, fresh)
