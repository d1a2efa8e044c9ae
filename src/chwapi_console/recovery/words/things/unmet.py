"""What a node waits for, in words.

Of an *any of* all that would do, of an *at least* how many are back and are to come.
"""

from collections.abc import Callable

from chwapi_console.inventory.groups import Group, enough, left_of
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Listing, Value, either, every, say, some

MOST_MEMBERS = 3
"""Members of a large group that are named; the others are counted."""


def unmet_in_words(view: View, node: str, named: Callable[[str], Value]) -> Listing:
    """The unmet needs of a node, each member called as `named` says."""
    groups = ((group, left_of(group, view.problem.working)) for group in view.graph.needs[node])
    return every(
        [_words(view, node, group, left, named) for group, left in groups if left is not None]
    )


def _words(
    view: View, node: str, group: Group, left: Group, named: Callable[[str], Value]
) -> Value:
    if (wanted := enough(group)) == 1:
        return either([named(member) for member in left])
    chosen = [member for member in view.order.choice.get(node, ()) if member in left]
    first = [*chosen, *(member for member in left if member not in chosen)]
    return say(
        "{n} more of {members} ({met} of {wanted} back)",
        n=enough(left),
        met=wanted - enough(left),
        wanted=wanted,
        members=some([named(member) for member in first], MOST_MEMBERS),
    )
