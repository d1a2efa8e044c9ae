"""Suspects: servers that stood on what was later found compromised, and were not looked at since.

Nothing of this is written: it follows from the plan and the set of events alone, so any two
journals with the same events name the same suspects. A *finding* is an act that says a server
compromised, and was not undone. A server Y is suspect for a server X that it needs through any
chain where X was available (by an act, or by the plan), findings on X came after that, and the
acts that vouch for Y know none of them. Whoever looks at Y and says so knows them, and clears it.

See docs/design/states.md, "Suspects".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from chwapi_console.inventory.groups import Group, enough
from chwapi_console.journal.events import Event
from chwapi_console.journal.heads import Heads, shown
from chwapi_console.journal.kinds import Marked, Settled
from chwapi_console.recovery.state.sign_offs import available
from chwapi_console.recovery.state.situation import PLANNED, ServerState, Situation, followed

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

VOUCHED = ("clean", "restored", "verified")
"""States in which people count on a server; only in these one is suspect."""


class Cause(NamedTuple):
    """Why a server is suspect: it needs `source`, which `found` says compromised. `perhaps` where
    it is one of several that would do, so that it may have stood on another."""

    source: str
    found: Event
    perhaps: bool = False

    @property
    def at(self) -> datetime:
        """When that was found, as a person said, else when it was written (UTC)."""
        return _when(self.found)


Suspects = Mapping[str, Sequence[Cause]]
"""The suspect servers by id, each with why, in the order in which it was found."""


def suspects(plan: "Plan", situation: Situation) -> Suspects:
    """The servers that are suspect. Costs next to nothing where no server was found compromised
    after it had been available."""
    relapses = _relapses(plan, situation)
    if not relapses:
        return {}
    carrying = _Carrying(plan, situation)
    causes: dict[str, list[Cause]] = {}
    for source, chances in relapses.items():
        for server, perhaps in carrying.standing_on(source).items():
            state = situation.servers.get(server)
            if state is None or server == source or state.state not in VOUCHED:
                continue
            if found := _unanswered(carrying, server, state, source, chances, perhaps=perhaps):
                causes.setdefault(server, []).append(Cause(source, found, perhaps))
    return {
        server: sorted(causes[server], key=lambda cause: (cause.found.order, cause.source))
        for server in sorted(causes)
    }


# What was found compromised after it had been available


Chances = Sequence[Sequence[Event]]
"""For each time at which a server was available that counts, the findings on it that were made
after that, or unseen by it. Of two times the later counts, whose findings are the fewer."""


def _relapses(plan: "Plan", situation: Situation) -> dict[str, Chances]:
    """The servers that were found compromised after they had been available."""
    findings: dict[str, list[Event]] = {}
    for server, events in situation.history.items():
        found = [event for event in events if _said(event) == "compromised"]
        if found and server in plan.servers:
            found = [event for event in found if event.id not in situation.undone]
            if found:
                findings[server] = found
    relapses = {server: _chances(plan, situation, server, findings[server]) for server in findings}
    return {server: relapses[server] for server in sorted(relapses) if relapses[server]}


def _said(event: Event) -> str:
    """The state that somebody says a server is in whom they found or left so; empty for other acts:
    who takes it, lets go of it, or takes an act back, has not looked."""
    payload = event.payload
    return payload.after.state if isinstance(payload, Marked | Settled) else ""


def _chances(
    plan: "Plan", situation: Situation, server: str, findings: Sequence[Event]
) -> list[tuple[Event, ...]]:
    later: dict[frozenset[str], tuple[Event, ...]] = {}
    if available(PLANNED[plan.servers[server].state], situation.second_person):
        later[frozenset(found.id for found in findings)] = tuple(findings)
    for event in situation.history[server]:
        after = event.after
        if (
            after is not None
            and event.id not in situation.undone
            and available(after, situation.second_person)
        ):
            left = [found for found in findings if _counts(situation, server, event, found)]
            if left:
                later[frozenset(found.id for found in left)] = tuple(left)
    return [found for ids, found in later.items() if not any(other < ids for other in later)]


def _counts(situation: Situation, server: str, made_available: Event, found: Event) -> bool:
    """Whether a finding came after a server was made available. Where neither knew the other it
    does, unless a settlement says that the server was available all the same."""
    knows = situation.knows
    if knows(made_available, found):
        return False
    if knows(found, made_available):
        return True
    return not any(
        isinstance(event.payload, Settled)
        and event.id not in situation.undone
        and event.after is not None
        and available(event.after, situation.second_person)
        and knows(event, made_available)
        and knows(event, found)
        for event in situation.history[server]
    )


# What vouches for a server that stood on it


def _unanswered(
    carrying: "_Carrying",
    server: str,
    state: ServerState,
    source: str,
    chances: Chances,
    *,
    perhaps: bool,
) -> Event | None:
    """The first finding that something which vouches for a server does not answer; None where all
    is answered."""
    for vouching in _vouching(carrying.situation, server, state):
        for findings in chances:
            if (
                vouching is not None
                and any(_answers(carrying.situation, vouching, found) for found in findings)
            ) or (perhaps and not carrying.carried(server, source, vouching)):
                continue
            return min(findings, key=lambda found: found.order)
    return None


def _answers(situation: Situation, vouching: Event, found: Event) -> bool:
    """Whether an act was done knowing a finding. Who writes down later what was looked at before
    has not looked for it."""
    if not situation.knows(vouching, found):
        return False
    return not vouching.done_at or _when(vouching) >= _when(found)


def _vouching(situation: Situation, server: str, state: ServerState) -> Iterator[Event | None]:
    """The acts that say how a server was found or left which people count on: those that its heads
    make stand. None stands for the plan. Who lets go of a server, or takes an act back, has not
    looked: what was said before counts then."""
    if not state.heads:
        yield None
    past, seen, left = situation.past(server), set[str](), list(state.heads)
    while left:
        head = left.pop()
        acts = [head] if _vouches(head) else past.acts_behind(head)
        if not acts:
            yield None
        for act in acts:
            if act.id in seen:
                continue
            seen.add(act.id)
            if _vouches(act):
                yield act
            elif before := past.heads_before(act):
                left += before
            else:
                yield None


def _vouches(act: Event) -> bool:
    """Whether somebody said by an act how they found or left a server that people count on."""
    return _said(act) in VOUCHED


def _when(event: Event) -> datetime:
    return datetime.fromisoformat(event.done_at or event.at)


# Which servers stand on what


class _Carrying:
    """Which servers stand on a server, through any chain of needs of the plan, and through what
    replaces a retired one."""

    def __init__(self, plan: "Plan", situation: Situation) -> None:
        self.situation = situation
        self._plan, self._graph = plan, plan.graph
        self._replacements = situation.replacements
        self._replaced: dict[str, list[str]] = {}
        for old, new in self._replacements.items():
            self._replaced.setdefault(new, []).append(old)
        self._carriers: dict[str, AbstractSet[str]] = {}
        self._available: dict[tuple[str, str], bool] = {}

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

    def carried(self, server: str, source: str, vouching: Event | None) -> bool:
        """Whether a server may have stood on another when it was vouched for, or since: of a group
        those members count that were available then, and all of them where these were not enough.
        Nobody vouched for what only the plan calls clean: all may have carried it."""
        if vouching is None:
            return True
        seen, left = {server}, [server]
        while left:
            for group in self._graph.needs[left.pop()]:
                for member in self._carrying(group, source, vouching):
                    if member == source:
                        return True
                    if member not in seen:
                        seen.add(member)
                        left.append(member)
        return False

    def _carrying(self, group: Group, source: str, vouching: Event) -> list[str]:
        """The members of a group, and what replaces them, that stand on a server or are it, and by
        which the group was met."""
        carriers = self._carriers[source]
        if self._replacements:
            chains = [followed(self._replacements, member) for member in group]
        else:
            chains = [[member] for member in group]
        leading = [chain for chain in chains if not carriers.isdisjoint(chain)]
        if leading and enough(group) < len(group):
            there = [chain for chain in chains if self._there(chain, vouching)]
            if len(there) >= enough(group):
                leading = [chain for chain in leading if chain in there]
        return [node for chain in leading for node in chain if node in carriers]

    def _there(self, members: Sequence[str], vouching: Event) -> bool:
        """Whether a member, or what replaces it, was available as far as an act knew. Of a service
        that is not asked: it may have been up."""
        return any(
            member not in self._plan.servers or self._was_available(member, vouching)
            for member in members
        )

    def _was_available(self, server: str, vouching: Event) -> bool:
        key = (server, vouching.id)
        if key not in self._available:
            heads = Heads(self.situation.knows)
            for event in self.situation.history.get(server, ()):
                if event.after is not None and self.situation.knows(vouching, event):
                    heads.add(event)
            standing = shown(heads.of(server), PLANNED[self._plan.servers[server].state])
            self._available[key] = available(standing, self.situation.second_person)
        return self._available[key]
