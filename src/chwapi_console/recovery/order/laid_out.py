"""A problem laid out for crews to play it (`crewed`), everything at its likely time.

As in `schedule`, what is blocked is left out, and so is what waits for it.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property, partial
from types import MappingProxyType

from chwapi_console.inventory.groups import Group, enough
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.crew_work import (
    NO_TIER,
    Begun,
    InLanes,
    Means,
    StageKind,
    Work,
    note_in_lanes,
    numbered_kinds,
)
from chwapi_console.recovery.order.crewed import play
from chwapi_console.recovery.order.problem import Problem


class Part(NamedTuple):
    """One stretch of the work on a server.

    Its likely minutes, what it asks for, and how many pairs of hands may be at it. What is `brief`
    takes minutes of a person, as a look does.
    """

    minutes: float
    kind: StageKind
    hands: int = 1
    brief: bool = False


class Division(NamedTuple):
    """Who does what with what, by likely times.

    The `parts` of the work on each server, one after the other; which crew is at those that are
    `running`, and which of these are `resting`, or rested until their crew was `back`; the minutes
    until each of those may begin that may not yet (`starts`); the servers that can be gone on with
    whatever they need (`needs_later`); and what the conditions ask for that crews meet (`trades`).
    """

    means: Means
    parts: Mapping[str, Sequence[Part]]
    running: Mapping[str, int] = MappingProxyType({})
    starts: Mapping[str, float] = MappingProxyType({})
    needs_later: frozenset[str] = frozenset()
    trades: Mapping[str, StageKind] = MappingProxyType({})
    resting: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()


class BegunPart(NamedTuple):
    """A part of the work on a server, by its number, and how it was begun.

    Part 0 is what a condition takes.
    """

    node: str
    part: int
    begun: Begun


class _Came(NamedTuple):
    up: Mapping[str, float]
    begun: Sequence[BegunPart]
    in_lanes: Mapping[tuple[str, int], InLanes]


class Played(_Came):
    """What came of it: the minute at which each node works that comes to, and what was begun.

    And of each part of the work on a server when it was in its lanes.
    """

    @cached_property
    def begins(self) -> Mapping[tuple[str, int], float]:
        """The minute at which each part of the work on a node begins, but for those that never do."""
        return {(of.node, of.part): of.begun.minute for of in self.begun if not of.begun.helps}


class _Stage(NamedTuple):
    """One stage: of which node the how manieth, and what it takes and asks for."""

    node: str
    part: int
    minutes: float
    kind: StageKind | None = None
    hands: int = 1
    brief: bool = False
    tier: int = NO_TIER


def played(
    problem: Problem, order: Sequence[str], tiers: Mapping[str, int], division: Division
) -> Played:
    """Plays an order of servers, each with its effective tier where it has one."""
    stages, waits, needed = _laid(problem, order, tiers, division)
    number: dict[Hashable, int] = {(of.node, of.part): n for n, of in enumerate(stages)}
    for key in (*waits, *(key for keys in waits.values() for key in keys)):
        number.setdefault(key, len(number))
    unmet, dependents = [0] * len(number), [list[int]() for _ in number]
    for key, keys in waits.items():
        unmet[number[key]] += needed.get(key, len(keys))
        for other in keys:
            dependents[number[other]].append(number[key])
    names = {number[key]: key[1] for key in waits if isinstance(key, tuple) and key[0] == _UP}
    up, begun = dict[str, float](), list[BegunPart]()

    def done(node: int, minute: float, _: int) -> bool:
        up[str(names[node])] = minute
        return False

    held: dict[int, InLanes] = {}
    work = Work(
        *numbered_kinds(of.kind for of in stages),
        [of.hands for of in stages],
        [of.tier for of in stages],
        unmet,
        dependents,
        {number[server, 0]: crew for server, crew in division.running.items()},
        _following(division, number),
        {n for n, of in enumerate(stages) if of.brief},
        {number[server, 0] for server in division.resting | division.back},
    )

    def note(of: Begun) -> None:
        begun.append(BegunPart(*stages[of.stage][:2], of))

    minutes = {number: (of.minutes,) for number, of in enumerate(stages)}
    play(work, division.means, minutes, 0, done, names, note, partial(note_in_lanes, held))
    return Played(up, begun, {stages[number][:2]: of for number, of in held.items()})


def _following(division: Division, number: Mapping[Hashable, int]) -> dict[int, int]:
    """For the stretches of each restoration the one that follows, each by its number."""
    return {
        number[server, part]: number[server, part + 1]
        for server, parts in division.parts.items()
        if (server, 0) in number
        for part in range(len(parts) - 1)
    }


_UP, _ANY, _START = "", "any of ", "start "
"""What the keys of that begin with which is no work."""

_NEVER = (_ANY, "nothing")

_Waits = dict[Hashable, list[Hashable]]


def _laid(
    problem: Problem, order: Sequence[str], tiers: Mapping[str, int], division: Division
) -> tuple[list[_Stage], _Waits, dict[Hashable, int]]:
    """The stages, those to begin first in front; what each key waits for.

    How many of these are needed, where not all are. A node works with the key `(_UP, node)`.
    """
    conditions = {
        name: _Stage(name, 0, minutes, division.trades.get(name), tier=1)
        for name, minutes in problem.conditions.items()
    }
    stages = [of for of in conditions.values() if of.kind is not None]
    waits: _Waits = {}
    for server in order:
        if server in division.parts and server not in problem.blocked:
            own = [
                _Stage(server, n, *part, tier=tiers.get(server, NO_TIER))
                for n, part in enumerate(division.parts[server])
            ]
            stages += own
            for of in own:
                waits[server, of.part] = [(server, of.part - 1)] if of.part else []
            waits[_UP, server] = [(server, len(own) - 1)]
    stages += [of for of in conditions.values() if of.kind is None]
    for name in conditions:
        waits[name, 0], waits[_UP, name] = [], [(name, 0)]
    for server, minutes in division.starts.items():
        if (server, 0) in waits:
            stages.append(_Stage(f"{_START}{server}", 0, minutes))
            waits[server, 0].append((f"{_START}{server}", 0))
    never = {*problem.lost, *problem.gone, *problem.blocked, *problem.minutes}
    for node in problem.graph.needs:
        if node not in problem.working and (_UP, node) not in waits:
            waits[_UP, node] = [_NEVER] if node in never else []
    return stages, waits, _joined(problem, division, waits)


def _joined(problem: Problem, division: Division, waits: _Waits) -> dict[Hashable, int]:
    """Adds what nodes wait for each other for.

    Gives how many of their keys those need that do not need all.
    """
    needed: dict[Hashable, int] = {}
    for node, groups in problem.down.items():
        later = node in division.needs_later or (node, 0) not in waits
        asking: Hashable = (_UP, node) if later else (node, 0)
        for group in groups:
            waits[asking].append((_UP, group[0]) if len(group) == 1 else _choice(group, waits))
            if len(group) > 1:
                needed[_choice(group, waits)] = enough(group)
    return needed


def _choice(group: Group, waits: _Waits) -> Hashable:
    """The key of what is met with as many of these as are enough."""
    key = (_ANY, (*group, enough(group)))
    waits.setdefault(key, [(_UP, member) for member in group])
    return key
