"""Which servers stood on what: who of those above a server it carried, and through whom.

Of a group of several it is not known which of them carried what needs it. Those did that worked as
far as an act knew which vouches for what stood on them; a server between is asked for its own acts,
so that nobody stood on through it what it did not stand on itself.

See docs/design/states.md, "Suspects".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from chwapi_console.inventory.groups import Group, enough
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import standing_shown
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.situation import PLANNED, Situation, followed
from chwapi_console.recovery.state.told.vouching import VOUCHED, vouches, vouching_acts

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan


class Relapse(NamedTuple):
    """A time at which a server was available.

    The findings on it that were made after that, or unseen by it, as one run for each origin, in
    its order. `first` is what people read first. It was available from the act `since` on; by the
    plan where that is None.
    """

    runs: Sequence[Sequence[Event]]
    first: Event
    since: Event | None = None


def made_available(situation: Situation, event: Event) -> bool:
    """Whether an act made its server available, and was not undone."""
    return (
        event.after is not None
        and event.hash not in situation.undone
        and situation.threshold(event.subject).available(event.after)
    )


class Carrying:
    """Which servers stand on a server, through any chain of needs and replacements."""

    def __init__(self, plan: "Plan", situation: Situation) -> None:
        self.situation = situation
        self._plan, self._graph = plan, plan.graph
        self._replacements = situation.replacements
        self._replaced: dict[str, list[str]] = {}
        for old, new in self._replacements.items():
            self._replaced.setdefault(new, []).append(old)
        self._carriers: dict[str, AbstractSet[str]] = {}
        self._standings: dict[tuple[str, str], Standing] = {}
        self._beneath: dict[str, list[list[str]]] = {}

    def standing_on(self, source: str) -> dict[str, bool]:
        """The nodes above a server, each with whether it could do without it."""
        above = self._reached(source, self._graph.dependents)
        self._carriers[source] = above | {source}
        bound = self._reached(source, self._graph.bound_to)
        return {node: node not in bound for node in sorted(above)}

    def _reached(self, source: str, upwards: Callable[[str], Iterable[str]]) -> set[str]:
        reached, left = set[str](), [source]
        while left:
            node = left.pop()
            fresh = {*upwards(node), *self._replaced.get(node, ())} - reached
            reached |= fresh
            left += fresh
        return reached

    def carried(self, server: str, source: str, vouching: Event | None, relapse: Relapse) -> bool:
        """Whether a server may have stood on another, since it was vouched for until the finding.

        Of a group those members count that worked then. Nobody vouched for what only the plan
        calls clean: all may have carried it that were there since the other was.
        """
        if vouching is None:
            return self._may_have_been_carried(server, source, relapse)
        seen, left = {(server, vouching.hash)}, [(server, vouching)]
        while left:
            node, act = left.pop()
            for group in self._graph.needs[node]:
                for member in self._carrying(group, source, act, relapse):
                    if member == source:
                        return True
                    for behind in self._vouching_between(member, act, relapse):
                        if (member, behind.hash) not in seen:
                            seen.add((member, behind.hash))
                            left.append((member, behind))
        return False

    def _may_have_been_carried(self, server: str, source: str, relapse: Relapse) -> bool:
        """Whether it may have stood on another through what was there between that and the finding."""
        carriers, seen, left = self._carriers[source], {server}, [server]
        while left:
            for group in self._graph.needs[left.pop()]:
                for member in group:
                    for node in carriers & set(followed(self._replacements, member)) - seen:
                        if node == source:
                            return True
                        seen.add(node)
                        if self._may_have_been_there(node, relapse):
                            left.append(node)
        return False

    def _may_have_been_there(self, node: str, relapse: Relapse) -> bool:
        """Whether something may have been running since what it stands on was available; services may."""
        if node not in self._plan.servers:
            return True
        if relapse.since is not None:
            return self._was_there(node, relapse.since, relapse)
        return _may_run(PLANNED[self._plan.servers[node].state]) or any(
            event.after is not None
            and event.hash not in self.situation.undone
            and _may_run(event.after)
            and not all(self.situation.knows(event, run[0]) for run in relapse.runs)
            for event in self.situation.history.get(node, ())
        )

    def _vouching_between(self, node: str, act: Event, relapse: Relapse) -> Iterator[Event]:
        """The acts to ask on what a node stood while something stood on it, since an act.

        Those that vouched for it as far as the act knew, and since, until the finding; the act
        itself where nobody had vouched for it, and for what is no server.
        """
        if node not in self._plan.servers:
            yield act
            return
        situation = self.situation
        past = situation.past(node)
        if situation.threshold(node).available(self._known(node, act)):
            for vouching in vouching_acts(past, past.heads_known_to(act, node)):
                yield vouching or act
        else:
            yield act
        for event in self._since(node, act, relapse):
            if vouches(event) and event.hash not in situation.undone:
                yield event

    def _carrying(self, group: Group, source: str, act: Event, relapse: Relapse) -> list[str]:
        """The members of a group, or their replacements, that stand on a server or are it.

        And by which the group was met: those that worked as far as an act knew, those that were
        available where these are not enough, and all of them where these are not either.
        """
        carriers = self._carriers[source]
        if self._replacements:
            chains = [followed(self._replacements, member) for member in group]
        else:
            chains = [[member] for member in group]
        leading = [chain for chain in chains if not carriers.isdisjoint(chain)]
        if leading and enough(group) < len(group):
            there = [chain for chain in chains if self._there(chain, act)]
            worked = [chain for chain in there if not self._lacked(chain, act, relapse)]
            for met in (worked, there):
                if len(met) >= enough(group):
                    leading = [chain for chain in leading if chain in met]
                    break
        return [node for chain in leading for node in chain if node in carriers]

    def _there(self, members: Sequence[str], act: Event) -> bool:
        """Whether a member, or what replaces it, was available as far as an act knew.

        Of a service that is not asked: it may have been up.
        """
        return any(
            member not in self._plan.servers
            or self.situation.threshold(member).available(self._known(member, act))
            for member in members
        )

    def _lacked(self, members: Sequence[str], act: Event, relapse: Relapse) -> bool:
        """Whether a member, or what replaces it, can have carried nothing since an act.

        Something that it cannot do without was known to be compromised or given up, and did not
        come back before the finding.
        """
        return all(
            any(
                not any(self._was_there(server, act, relapse) for server in chain)
                for chain in self._bound_beneath(member)
            )
            for member in members
        )

    def _was_there(self, server: str, act: Event, relapse: Relapse) -> bool:
        """Whether a server may have been running at some time between an act and the finding."""
        undone = self.situation.undone
        return _may_run(self._known(server, act)) or any(
            event.after is not None and event.hash not in undone and _may_run(event.after)
            for event in self._since(server, act, relapse)
        )

    def _since(self, server: str, act: Event, relapse: Relapse) -> Iterator[Event]:
        """What was done to a server that an act did not know, and that did not know the finding."""
        knows = self.situation.knows
        for event in self.situation.history.get(server, ()):
            if not knows(act, event) and not all(knows(event, run[0]) for run in relapse.runs):
                yield event

    def _bound_beneath(self, node: str) -> Sequence[Sequence[str]]:
        """The servers that a node cannot do without, each with what replaces it."""
        if node not in self._beneath:
            found: dict[str, list[str]] = {}
            left = [node]
            while left:
                for group in self._graph.needs[left.pop()]:
                    if enough(group) < len(group):
                        continue
                    for member in group:
                        if member not in found and member != node:
                            found[member] = followed(self._replacements, member)
                            if len(found[member]) == 1:
                                left.append(member)
            self._beneath[node] = [
                chain for member, chain in found.items() if member in self._plan.servers
            ]
        return self._beneath[node]

    def _known(self, server: str, act: Event) -> Standing:
        """How a server stood as far as an act knew."""
        key = (server, act.hash)
        if key not in self._standings:
            heads = self.situation.past(server).heads_known_to(act, server)
            planned = PLANNED[self._plan.servers[server].state]
            self._standings[key] = standing_shown(heads, planned)
        return self._standings[key]


def _may_run(standing: Standing) -> bool:
    """Whether a server that stands so may be running.

    One that nobody had looked at may, and so may what awaits its second person.
    """
    return standing.state in VOUCHED or (
        standing.verdict != "compromised" and standing.work != "retired"
    )
