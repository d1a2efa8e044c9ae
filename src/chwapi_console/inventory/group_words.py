"""Groups of needs in words and as a file says them.

Plain needs, any one of several, at least so many of more.
"""

from collections.abc import Callable, Mapping, Sequence

from chwapi_console.inventory.groups import AtLeast, Group, Needs, accepted_service, enough
from chwapi_console.text import Value, either, every, say

AT_LEAST, OF = "at_least", "of"
"""The keys of a group that asks for more than one member, as `{ at_least = 8, of = ["app1", …]
}`."""

SIGNED_OFF = "accepted"
"""The key of a need that asks for a service to be signed off, as `{ accepted = "pacs" }`."""


def plainly(node: str) -> Value:
    """A node by its id; of a sign-off that asks for one, of what service."""
    service = accepted_service(node)
    return say("{service} signed off", service=service) if service else node


def needs_in_words(needs: Needs, named: Callable[[str], Value] = plainly) -> Value:
    """All groups, their members called as `named` says."""
    return every([group_in_words(group, named) for group in needs])


def group_in_words(group: Group, named: Callable[[str], Value] = plainly) -> Value:
    """ "dc1 or dc2", "2 of app1, app2 and app3"."""
    members = [named(member) for member in group]
    if (count := enough(group)) == 1:
        return either(members)
    return say("{n} of {members}", n=count, members=every(members))


Member = str | Mapping[str, str]
Written = Member | Sequence[Member] | Mapping[str, int | Sequence[Member]]


def as_written(group: Group) -> Written:
    """A group as TOML or JSON has it.

    An id, a list of which any one is enough, or a table with `at_least` and `of`; in the place of
    an id may stand a table with `accepted`.
    """
    members = [_member(node) for node in group]
    if isinstance(group, AtLeast):
        return {AT_LEAST: group.least, OF: members}
    return members[0] if len(members) == 1 else members


def _member(node: str) -> Member:
    service = accepted_service(node)
    return {SIGNED_OFF: service} if service else node
