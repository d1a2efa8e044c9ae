"""What opens together, in words: how far a group is, and what it is still without."""

from collections.abc import Sequence

from chwapi_console.inventory.model import ALL_SITES
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, every, plural, say


class GroupState(NamedTuple):
    """A group as it stands.

    Its services by tier and as the queue brings them back, those that are up, the servers it misses
    in the order of the queue, and whether all of it can come back.
    """

    group: str
    services: Sequence[str]
    up: Sequence[str]
    missing: Sequence[str]
    can_come_back: bool

    @property
    def whole(self) -> bool:
        """Whether all of it is up."""
        return len(self.up) == len(self.services)


def group_state(view: View, group: str) -> GroupState:
    """How a group stands."""
    members = view.order.as_they_return(view.plan.opens_together[group])
    missing = {server for service in members for server in view.missing(service)}
    return GroupState(
        group,
        members,
        [service for service in members if view.services[service].is_up],
        sorted(missing, key=view.order.rank.__getitem__),
        all(view.services[service].can_come_back for service in members),
    )


def groups_of(view: View, service: str) -> list[str]:
    """The groups that a service opens with, by id."""
    return [group for group, members in view.plan.opens_together.items() if service in members]


def groups_not_whole(view: View) -> list[str]:
    """The groups of which something is not up, by id."""
    return [
        group
        for group, members in sorted(view.plan.opens_together.items())
        if not all(view.services[service].is_up for service in members)
    ]


def group_words(view: View, group: str) -> Sentence:
    """A group by name, and how much of it is up."""
    members = view.plan.opens_together[group]
    return plural(
        "{group} ({up} of {n} service up)",
        "{group} ({up} of {n} services up)",
        len(members),
        group=view.plan.groups[group].name,
        up=sum(view.services[service].is_up for service in members),
    )


def state_of_group(state: GroupState) -> Sentence:
    """How a group stands, in a few words."""
    if state.whole:
        return say("whole")
    if not state.can_come_back:
        return say("cannot be whole again")
    return plural(
        "{up} of {n} service up",
        "{up} of {n} services up",
        len(state.services),
        up=len(state.up),
    )


def counts_words(view: View, group: str) -> Sentence:
    """How much a group counts when its last service is up."""
    return plural(
        "its worth {n} time more when the last is up, tier by tier from its second service on",
        "its worth {n} times more when the last is up, tier by tier from its second service on",
        view.plan.groups[group].weight,
    )


def weight_words(view: View, service: str) -> Sentence | None:
    """Why a service weighs more than its line of the plan says: it counts for each site it serves."""
    part = view.written.services[service]
    if not part.serves:
        return None
    sites = view.plan.sites if part.serves == ALL_SITES else part.serves
    return say(
        "{weight} in the plan, counted for {sites}",
        weight=part.weight,
        sites=every([view.plan.sites[site].name for site in sites]),
    )
