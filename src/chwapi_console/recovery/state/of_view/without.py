"""What hangs on one server, service or condition.

What cannot be up without it, whatever else works, and what stays, for others do its work.

Asked of what stands above it only, so that the answer costs what hangs on it and not the plan.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.inventory.groups import Group, enough
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View

Loss = tuple[str, Sequence[str], int]
"""A node with a group that lost a member, what is left of that group, and how many it needs."""


class Fall(NamedTuple):
    """A service that cannot be up without it, and the nodes between the two, from it on.

    Whether the service works now.
    """

    service: str
    works: bool
    through: Sequence[str]


class Stay(NamedTuple):
    """A service that stays: `node` needs `least` of a group of which these `others` are left.

    `falls_now` where it works and would fall nevertheless, for too few of them work now;
    `others_work` where enough of them do, whether the service itself works or not.
    """

    service: str
    works: bool
    node: str
    others: Sequence[str]
    least: int
    falls_now: bool
    others_work: bool


class Without(NamedTuple):
    """The services that hang on a subject, each list in order of tier, the heavier first.

    Those that cannot be up without it, those that stay, and those that stay and lose something they
    wish.
    """

    subject: str
    falls: Sequence[Fall]
    stays: Sequence[Stay]
    lacking: Sequence[str]

    @property
    def falling(self) -> Sequence[str]:
        """The services that work now, and would not if it stopped."""
        return [
            *(fall.service for fall in self.falls if fall.works),
            *(stay.service for stay in self.stays if stay.falls_now),
        ]

    @property
    def kept(self) -> Sequence[Stay]:
        """Those whose others work now: they do without it as things stand."""
        return [stay for stay in self.stays if stay.others_work]

    @property
    def waiting(self) -> Sequence[Stay]:
        """Those that could do without it, as soon as enough of the others work."""
        return [stay for stay in self.stays if not stay.others_work]


def without(view: View, subject: str) -> Without:
    """What hangs on a node of the plan's graph."""
    graph, services, in_order = view.graph, view.plan.services, view.problem.most_urgent_first
    above = graph.above(subject) - {subject}
    never = {*view.problem.lost, *view.problem.gone}

    def may(node: str) -> bool:
        return node not in never if node in above else view.problem.can_come_back(node)

    stays = _standing(view, subject, above, may, ())
    falls = _standing(view, subject, above, may, (subject,)) - stays - {subject}
    stay_now = _standing(view, subject, above, view.works, ())
    ways = _ways(
        view, subject, falls, lambda node: may(node) if node not in above else node in stays
    )
    gone = {subject, *falls}
    waiting = _waiting(
        view, stays, gone, lambda node: node in stay_now if node in above else view.works(node)
    )
    kept = {**_kept(view, stays, gone), **waiting}
    return Without(
        subject,
        [Fall(s, view.works(s), ways.get(s, ())) for s in in_order(falls & services.keys())],
        [
            Stay(s, view.works(s), *kept[s], view.works(s) and s not in stay_now, s not in waiting)
            for s in in_order(kept.keys() & services.keys())
        ],
        in_order(s for s in services if s not in gone and not gone.isdisjoint(services[s].soft)),
    )


def _standing(
    view: View,
    subject: str,
    above: AbstractSet[str],
    may: Callable[[str], bool],
    given: Collection[str],
) -> set[str]:
    """What of `above` works where `given` does and the subject else does not.

    `may` says of each node above whether anything else keeps it from working, and of each other
    whether it works.
    """
    graph, standing = view.graph, set(given)

    def is_met(group: Group) -> bool:
        works = sum(
            member in standing if member in above or member == subject else may(member)
            for member in group
        )
        return works >= enough(group)

    left = deque(sorted(above))
    while left:
        node = left.popleft()
        if node in standing or not may(node) or not all(map(is_met, graph.needs[node])):
            continue
        standing.add(node)
        left += [waiting for waiting in graph.dependents(node) if waiting in above]
    return standing


def _ways(
    view: View, subject: str, falls: AbstractSet[str], stands: Callable[[str], bool]
) -> Mapping[str, Sequence[str]]:
    """For each node that falls the shortest chain by which it does, without its ends."""
    graph, ways, left = view.graph, {subject: tuple[str, ...]()}, deque([subject])
    while left:
        node = left.popleft()
        way = ways[node] if node == subject else (*ways[node], node)
        for waiting in graph.dependents(node):
            if waiting in falls and waiting not in ways and _breaks(view, waiting, node, stands):
                ways[waiting] = way
                left.append(waiting)
    return ways


def _breaks(view: View, node: str, member: str, stands: Callable[[str], bool]) -> bool:
    """Whether a node has a group with this member of which too few are left."""
    return any(
        member in group and sum(stands(m) for m in group if m != member) < enough(group)
        for group in view.graph.needs[node]
    )


def _waiting(
    view: View, stays: AbstractSet[str], gone: AbstractSet[str], works: Callable[[str], bool]
) -> Mapping[str, Loss]:
    """Of the nodes that stay those whose others are too few now, each with what `_kept` tells.

    What else keeps a node from working does not count here, only what would do the work of the
    lost.
    """
    found = _losing(view, stays, gone, lambda others, group: _too_few(others, group, works))
    return _spread(view, found, stays, lambda node, of: _waits(view, node, of, found, works))


def _waits(
    view: View, node: str, member: str, waiting: Collection[str], works: Callable[[str], bool]
) -> bool:
    """Whether a node has a group with this member of which too few work beside those that wait."""
    return any(
        member in group and _too_few([m for m in group if m not in waiting], group, works)
        for group in view.graph.needs[node]
    )


def _too_few(members: Iterable[str], group: Group, works: Callable[[str], bool]) -> bool:
    return sum(map(works, members)) < enough(group)


def _kept(view: View, stays: AbstractSet[str], gone: AbstractSet[str]) -> Mapping[str, Loss]:
    """For each node that stays the nearest beneath it, or itself, with a group that lost a member.

    With what is left of that group, and how many of these it needs.
    """
    found = _losing(view, stays, gone, lambda others, group: True)
    return _spread(view, found, stays, lambda node, of: True)


def _losing(
    view: View,
    stays: AbstractSet[str],
    gone: AbstractSet[str],
    counts: Callable[[Sequence[str], Group], bool],
) -> dict[str, Loss]:
    """The nodes that stay with a group that lost a member, the first of each that `counts`."""
    found: dict[str, Loss] = {}
    for node in sorted(stays):
        for group in view.graph.needs[node]:
            others = [m for m in group if m not in gone]
            if node not in found and len(others) < len(group) and counts(others, group):
                found[node] = node, others, enough(group)
    return found


def _spread(
    view: View,
    found: dict[str, Loss],
    stays: AbstractSet[str],
    reaches: Callable[[str, str], bool],
) -> Mapping[str, Loss]:
    """Found, and what each tells of those above it that stay and that it `reaches`, the near first."""
    left = deque(found)
    while left:
        node = left.popleft()
        for above in view.graph.dependents(node):
            if above in stays and above not in found and reaches(above, node):
                found[above] = found[node]
                left.append(above)
    return found
