"""Groups of needs.

How many of their members are enough, what is left of one, and which say nothing that others do not
say.

A group is a tuple of ids of which any one is enough; where more of them are wanted it is an
`AtLeast`, which knows how many. So "any of" is "at least one of", and one rule holds for both.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from typing import Any

Group = tuple[str, ...]
Needs = tuple[Group, ...]

ACCEPTED = "accepted "
"""What the name of a need begins with that is met once a service is signed off. No id has a blank in
it, so it is nobody else's."""


def accepted(service: str) -> str:
    """The node that works once a service is up and signed off."""
    return ACCEPTED + service


def accepted_service(node: str) -> str:
    """The service whose sign-off a node stands for; empty where it is no such node."""
    return node[len(ACCEPTED) :] if node.startswith(ACCEPTED) else ""


class AtLeast(Group):
    """Ids of which so many must work: two or more, and as many as there are at most.

    Made by `group_of`.
    """

    least: int

    def __new__(cls, count: int, members: Iterable[str]) -> "AtLeast":
        """No member twice: one machine counts once."""
        group = super().__new__(cls, dict.fromkeys(members))
        group.least = count
        return group

    def __eq__(self, other: object) -> bool:
        """As many of the same."""
        return (
            isinstance(other, AtLeast) and self.least == other.least and tuple(self) == tuple(other)
        )

    def __ne__(self, other: object) -> bool:
        """What a tuple would say by itself asks for the members only."""
        return not self == other

    def __hash__(self) -> int:
        """Another than that of a plain group of the same members."""
        return hash((self.least, tuple(self)))

    def __repr__(self) -> str:
        """As it is made."""
        return f"AtLeast({self.least}, {tuple(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies and pickles know how many."""
        return AtLeast, (self.least, tuple(self))


def group_of(count: int, members: Iterable[str]) -> Group:
    """The group in which so many of these are enough; all of them, where there are fewer."""
    distinct = tuple(dict.fromkeys(members))
    return AtLeast(count, distinct) if (count := min(count, len(distinct))) > 1 else distinct


def enough(group: Group) -> int:
    """How many members of a group must work."""
    return group.least if type(group) is AtLeast else 1


def is_met(group: Group, works: Callable[[str], bool]) -> bool:
    """Whether enough members of a group work."""
    return sum(map(works, group)) >= enough(group)


def left_of(group: Group, working: Set[str]) -> Group | None:
    """What of a group has to be met yet when these work: the other members, and how many of them.

    None where it is met.
    """
    if type(group) is not AtLeast:
        return group if working.isdisjoint(group) else None
    others = [member for member in group if member not in working]
    left = group.least - (len(group) - len(others))
    return group_of(left, others) if left > 0 else None


def entwined(groups: Sequence[Group]) -> bool:
    """Whether some member stands in more than one of these groups, or twice in one."""
    members = [member for group in groups for member in group]
    return len(set(members)) < len(members)


def superfluous(groups: Sequence[Group]) -> "dict[int, int]":
    """The groups that are met whenever another is, by place, each with the place of that other.

    Of those that say the same the first stays. A group whose members all come on top of those of
    another says something of its own.
    """
    if not entwined(groups):
        return {}
    places, met_by = _places_by_member(groups), dict[int, int]()
    for place, group in enumerate(groups):
        for other in sorted(
            {other for member in group for other in places.get(member, ()) if other != place}
        ):
            if (
                other not in met_by
                and _implies(groups[other], group)
                and (other < place or not _implies(group, groups[other]))
            ):
                met_by[place] = other
                break
    return met_by


def _places_by_member(groups: Sequence[Group]) -> dict[str, list[int]]:
    """Where to look for what meets a group in any case: under one of its members.

    Any-ofs lie under their rarest member only, for such a one must lie within the group as a whole,
    and thousands may share the others.
    """
    often = Counter(member for group in groups for member in group)
    places: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        for member in (
            group
            if enough(group) > 1
            else sorted(group, key=lambda member: (often[member], member))[:1]
        ):
            places.setdefault(member, []).append(place)
    return places


def irredundant(groups: Needs) -> Needs:
    """The groups without those met whenever another is, and without repeated members."""
    if not entwined(groups):
        return groups
    met_by = superfluous(groups)
    return tuple(
        group_of(enough(group), group) for place, group in enumerate(groups) if place not in met_by
    )


def _implies(group: Group, other: Group) -> bool:
    """Whether the second is met whenever the first is.

    As many as the first asks for, it finds among the members of the second, however few of them lie
    there.
    """
    outside = len(set(group) - set(other))
    return enough(group) - outside >= enough(other)


def replaced(group: Group, by: Callable[[str], str]) -> Group:
    """The group with other members in the place of these; of two that become one, one counts."""
    return group_of(enough(group), map(by, group))


def without_members(groups: Needs, members: Collection[str]) -> Needs:
    """The groups without these members: as many of the others are enough, or all there are.

    None where nobody is left.
    """
    left = (group_of(enough(group), (m for m in group if m not in members)) for group in groups)
    return tuple(group for group in left if group)
