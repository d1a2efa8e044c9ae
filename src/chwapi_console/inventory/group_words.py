"""Groups of needs in words and as a file says them: plain needs, any one of several, at least so
many of more."""

from collections.abc import Callable, Mapping, Sequence

from chwapi_console.inventory.groups import AtLeast, Group, Needs, enough
from chwapi_console.text import Value, either, every, say

AT_LEAST, OF = "at_least", "of"
"""The keys of a group that asks for more than one member, as `{ at_least = 8, of = ["app1", …]
}`."""


def needs_in_words(needs: Needs, named: Callable[[str], Value] = str) -> Value:
    """All groups, their members called as `named` says."""
    return every([in_words(group, named) for group in needs])


def in_words(group: Group, named: Callable[[str], Value] = str) -> Value:
    """ "dc1 or dc2", "2 of app1, app2 and app3"."""
    members = [named(member) for member in group]
    if (count := enough(group)) == 1:
        return either(members)
    return say("{n} of {members}", n=count, members=every(members))


Written = str | Sequence[str] | Mapping[str, int | Sequence[str]]


def as_written(group: Group) -> Written:
    """A group as TOML or JSON has it: an id, a list of which any one is enough, or a table with
    `at_least` and `of`."""
    if isinstance(group, AtLeast):
        return {AT_LEAST: group.least, OF: list(group)}
    return group[0] if len(group) == 1 else list(group)
