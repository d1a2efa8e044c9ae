"""What crews have to do, by number, and what there is to do it with.

Stages and their kinds, what they wait for, the order in which they are begun; crews with their
shifts, and lanes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from math import inf
from types import MappingProxyType

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.shifts import Shifts

A_SECOND_PAIR = 0.5
"""What each further pair of hands does of what the first does: they wait for the same machine, and
tell each other where they are. Two pairs take two thirds of the time of one."""

NO_TIER = 9
"""The tier of what no service waits for."""

TIER_COUNTS = (0, 5, 4, 3, 2, 1, 0.1, 0.1, 0.1, 0.1)
"""What a minute of waiting counts, by tier, as in the rule; of what no service waits for, hardly."""

NOBODY = -1


class StageKind(NamedTuple):
    """What some stages ask for alike.

    One of these `crews`, by number, those first that are for least; and a place in each of these
    `lanes`. In all of them but `places` it waits for a machine, so more hands make nothing faster.
    """

    crews: tuple[int, ...]
    lanes: tuple[int, ...] = ()
    places: tuple[int, ...] = ()


def numbered_kinds(
    kinds: Iterable[StageKind | None],
) -> tuple[list[StageKind], list[int | None]]:
    """The kinds of some stages, each once, and for each stage the number of its kind, None where it has none."""
    numbers: dict[StageKind, int] = {}
    of = [None if kind is None else numbers.setdefault(kind, len(numbers)) for kind in kinds]
    return list(numbers), of


class Means(NamedTuple):
    """What there is to work with: of each crew its places, and its shifts where it has any.

    Of each lane its places.
    """

    places: Sequence[int]
    shifts: Sequence[Shifts | None]
    lanes: Sequence[int]


class Places(NamedTuple):
    """The place of each stage in the order, and its tier."""

    places: Sequence[int]
    tiers: Sequence[int]


class PlacesFrom(NamedTuple):
    """From a minute on the stages have these places; found when a run first comes so far."""

    minute: float
    of: Callable[[], Places]


class InTurn(NamedTuple):
    """The places and tiers of the stages in a stretch; and `stages` in the order of these.

    `last` has for each crew the place of the last of what it has in hand at first.
    """

    places: Sequence[int]
    tiers: Sequence[int]
    stages: Sequence[int]
    last: Mapping[int, int]


class _Work(NamedTuple):
    kinds: Sequence[StageKind]
    kind: Sequence[int | None]
    hands: Sequence[int]
    tiers: Sequence[int]
    unmet: Sequence[int]
    dependents: Sequence[Sequence[int]]
    running: Mapping[int, int]
    follows: Mapping[int, int] = MappingProxyType({})
    brief: Collection[int] = frozenset()
    resting: Collection[int] = frozenset()
    stretches: Sequence[PlacesFrom] = ()


class Work(_Work):
    """What is to be done, by number.

    First come stages, those to begin first in front, each with the number of its kind; one without
    a kind elapses by itself. Then what needs no work. A stage is ready, and anything else done,
    when `unmet` of what it waits for are done; `dependents` wait for it. So many pairs of `hands`
    may be at a stage; `tiers` are the most urgent that wait for each. `running` has the stages that
    crews are at, and `follows` for stages of a restoration the one that comes after: with that of
    what is in hand the crew goes on that has it, and nobody else; with that of what was begun before
    time moved the order whoever is for it, before what is not begun. Of what runs some is `resting`:
    who has it works again in their hours alone, or came back to it in the hours that hold now, so it
    takes its place in a lane again last.
    What is `brief` takes minutes of a person, as a look does: whose hands are full does it beside
    what they have in hand now and what comes later, which goes on so much later.

    Where time moves the order there are `stretches`, the first from nought on: in each what is ready
    is begun in its order, whatever the numbers.

    What all runs of it share is found out once.
    """

    def in_turn(self, number: int) -> InTurn:
        """The order that holds in a stretch, the first by 0; it is found once."""
        of = self.stretches[number].of if self.stretches else self._by_number
        found = self._found.get(of)
        if found is None:
            (places, tiers), stages = of(), range(len(self.kind))
            in_order = sorted(stages, key=places.__getitem__)
            found = self._found[of] = InTurn(places, tiers, in_order, self._last_in_hand(places))
        return found

    @cached_property
    def first_in_turn(self) -> InTurn:
        """The order that holds at first."""
        return self.in_turn(0)

    @cached_property
    def _found(self) -> dict[Callable[[], Places], InTurn]:
        return {}

    def _by_number(self) -> Places:
        return Places(list(range(len(self.kind))), self.tiers)

    def stands_behind(self, stage: int, other: int, minute: float) -> bool:
        """Whether a stage stands behind another in the order that holds at a minute."""
        begun = [n for n, each in enumerate(self.stretches) if each.minute <= minute]
        places = self.in_turn(begun[-1] if begun else 0).places
        return places[stage] > places[other]

    def with_later(self, stages: Iterable[int]) -> set[int]:
        """These stages, and of the restorations whose they are all that follow."""
        found = set[int]()
        for first in stages:
            stage = first
            while stage != NOBODY:
                found.add(stage)
                stage = self.follows.get(stage, NOBODY)
        return found

    @cached_property
    def in_hand(self) -> Collection[int]:
        """The stages of what is in hand at first."""
        return self.with_later(self.running)

    @cached_property
    def later(self) -> frozenset[int]:
        """The stages of restorations but for the first of each."""
        return frozenset(self.follows.values())

    @cached_property
    def ready_at_first(self) -> Sequence[int]:
        """The stages that wait for nothing, but for those that crews are at."""
        stages = range(len(self.kind))
        return [stage for stage in stages if not self.unmet[stage] and stage not in self.running]

    def _last_in_hand(self, places: Sequence[int]) -> Mapping[int, int]:
        """For each crew the last place of what it has in hand now."""
        last = dict[int, int]()
        for stage, crew in self.running.items():
            last[crew] = max(places[stage], last.get(crew, NOBODY))
            while stage in self.follows:
                stage = self.follows[stage]
                last[crew] = max(places[stage], last[crew])
        return last

    @cached_property
    def for_crew(self) -> Mapping[int, Sequence[int]]:
        """For each crew the numbers of the kinds that it is for; none where it has only others' in hand."""
        none = dict.fromkeys(self.running.values(), ())
        return {**none, **self._kinds_by(lambda kind: kind.crews)}

    @cached_property
    def in_lane(self) -> Mapping[int, Sequence[int]]:
        """For each lane the numbers of the kinds that use it."""
        return self._kinds_by(lambda kind: kind.lanes)

    def _kinds_by(self, of: Callable[[StageKind], Sequence[int]]) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for number, kind in enumerate(self.kinds):
            for each in of(kind):
                found.setdefault(each, []).append(number)
        return found

    @cached_property
    def comes_into(self) -> Mapping[int, Mapping[int, Sequence[int]]]:
        """For each lane, by stage, what follows that and uses the lane, where it does not itself."""
        found: dict[int, dict[int, list[int]]] = {lane: {} for lane in self.in_lane}
        for stage in range(len(self.kind)) if found else ():
            used = self.lanes_of(stage)
            for following in self.dependents[stage]:
                for lane in self.lanes_of(following):
                    if lane not in used:
                        found[lane].setdefault(stage, []).append(following)
        return found

    def lanes_of(self, number: int) -> Sequence[int]:
        """The lanes of a stage; none of what elapses, or needs no work."""
        kind = self.kind[number] if number < len(self.kind) else None
        return () if kind is None else self.kinds[kind].lanes


class Begun(NamedTuple):
    """A stage that began: when, by which crew; `helps` where it lends a hand at one that runs."""

    stage: int
    minute: float
    crew: int
    helps: bool = False


InLanes = list[tuple[float, float]]
"""The stretches in which a stage has a place in its lanes: until it gives it back, by minutes."""


def note_in_lanes(held: dict[int, InLanes], stage: int, minute: float, takes: bool) -> None:
    """Notes that a stage takes a place in its lanes, or gives it back."""
    if takes:
        held.setdefault(stage, []).append((minute, inf))
    else:
        held[stage][-1] = (held[stage][-1][0], minute)


def hands_rate(hands: int) -> float:
    """How many times as much so many pairs of hands do as one."""
    return 1 + A_SECOND_PAIR * (hands - 1)
