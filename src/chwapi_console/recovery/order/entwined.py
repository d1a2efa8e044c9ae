"""Groups of one node that share members, settled together.

Who is enough for two groups is waited for once.

Each group by itself would take the first of its members, and of `[["dc1", "dc2"], ["dc1", "dns1"]]`
perhaps two servers where `dc1` alone will do.
"""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.inventory.groups import Group, enough

Had = tuple[bool, bool, int, str]
"""How a node can be had: only through something blocked or not, to be restored itself or not, when,
and which it is."""

MOST_LOOKED_AT = 2000
"""Ways to settle the groups of one node that are looked at: all of those that people write, and an
end with any others."""


def least_together(
    groups: Sequence[Group], had: Mapping[str, Had], *, in_turn: bool
) -> tuple[str, ...]:
    """The members that meet all these groups and together cost least, in the order of the groups.

    Of those in `had` alone.

    None through something blocked where others can, and few to restore; then the least time, one
    after the other if they come `in_turn`, else until the last of them; then the fewest; then by
    id. The best of `MOST_LOOKED_AT` ways at most, beginning with the one in which each group takes
    the first of its members.
    """
    looking = _Looking([group for group in groups if len(group) > 1], had, in_turn)
    looking.settle(frozenset(group[0] for group in groups if len(group) == 1))
    assert looking.best is not None, "a node is done after enough members of each of its groups"
    chosen = looking.best
    return tuple(dict.fromkeys(member for group in groups for member in group if member in chosen))


class _Looking:
    """The search, by branch and bound: a member more never costs less."""

    def __init__(self, groups: Sequence[Group], had: Mapping[str, Had], in_turn: bool) -> None:
        self._groups = groups
        self._had, self._in_turn = had, in_turn
        self._left = MOST_LOOKED_AT
        self._least: tuple[object, ...] | None = None
        self.best: frozenset[str] | None = None

    def settle(self, members: frozenset[str], without: frozenset[str] = frozenset()) -> None:
        """Looks at all ways that have these members and none of those."""
        cost = self._cost(members)
        if self._least is not None and (not self._left or cost >= self._least):
            return
        self._left = max(0, self._left - 1)
        open_group = next(
            (group for group in self._groups if len(members.intersection(group)) < enough(group)),
            None,
        )
        if open_group is None:
            self._least, self.best = cost, members
            return
        for member in self._first_to_last(open_group, members, without):
            self.settle(members | {member}, without)
            without |= {member}

    def _first_to_last(
        self, group: Group, members: frozenset[str], without: frozenset[str]
    ) -> Iterator[str]:
        fitting = sorted(
            self._had[m] for m in group if m in self._had and m not in members and m not in without
        )
        return (member for *_, member in fitting)

    def _cost(self, members: frozenset[str]) -> tuple[object, ...]:
        each = sorted(self._had[member] for member in members)
        times = [when for _, _, when, _ in each]
        together = sum(times) if self._in_turn else max(times, default=0)
        return (
            sum(blocked for blocked, *_ in each),
            sum(to_do for _, to_do, *_ in each),
            together,
            len(each),
            sum(times),
            [member for *_, member in each],
        )
