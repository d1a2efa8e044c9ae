"""What the groups of an Ansible inventory are: sites, roles, services of a tier, or nothing to us.

A person says, in TOML:

[groups]
imc = "site"                                # its hosts are at a site of that name
sql = "role"
pacs = "service 2"                          # a service of tier 2 that needs its hosts
nd = { site = "Notre-Dame" }                # likewise, by another name
bloc = { service = "Bloc IMC", tier = 1 }
decommissioned = "skip"                     # its hosts stay out
"""

from collections.abc import Mapping
from typing import Literal, get_args

import tomli

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import AskedService
from chwapi_console.inventory.model import Tier
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

GroupKind = Literal["site", "role", "service", "skip"]


class ListedGroup(NamedTuple):
    """What one group is, by what name, and a service's tier."""

    kind: GroupKind
    name: str
    tier: Tier = 3

    @property
    def asked(self) -> AskedService:
        """The service that it asks for."""
        return AskedService(self.name, self.tier)


def groups_in(text: str, path: str) -> dict[str, ListedGroup]:
    """What a mapping file says of each group.

    RequestError for a file or an entry that says nothing of the kind.
    """
    try:
        table = tomli.loads(text).get("groups", {})
    except tomli.TOMLDecodeError as error:
        raise RequestError(
            say(
                "{path}:{line}: this is not TOML: {reason}.",
                path=path,
                line=error.lineno,
                reason=error.msg,
            )
        ) from error
    except (
        RecursionError,
        ValueError,
    ) as error:  # Python goes down only so far, and reads no number of thousands of digits
        raise RequestError(
            say(
                "{path}: its lists are nested too deeply, or a number in it is too long.", path=path
            )
        ) from error
    if not isinstance(table, dict) or not table:
        raise RequestError(
            say(
                '{path} maps no group. Write [groups], and below it lines like imc = "site".',
                path=path,
            )
        )
    return {name: _written(name, value, path) for name, value in table.items()}


def group_said(name: str, answer: str) -> ListedGroup | None:
    """What somebody answered that a group is, in the words of the file; None for no answer.

    RequestError for other words.
    """
    if answer and (group := _group(name, answer)) is None:
        raise RequestError(
            say(
                '"{answer}" is none of these: "site", "role", "service 1" to "service 5", "skip", '
                "or Enter.",
                answer=answer,
            )
        )
    return group if answer else None


def _written(name: str, value: object, path: str) -> ListedGroup:
    if (group := _group(name, value)) is None:
        raise RequestError(
            say(
                '{path}: the group "{name}" must be "site", "role", "service 1" to "service 5", or '
                '"skip". Its '
                "tier is a clinical decision, so a service names it.",
                path=path,
                name=name,
            )
        )
    return group


def _group(name: str, value: object) -> ListedGroup | None:
    """What a group is by a word or a table; None where that says nothing of the kind."""
    said = _spelled_out(name, value) if isinstance(value, str) else value
    if isinstance(said, Mapping):
        tiers = [
            tier
            for tier in get_args(Tier)
            if tier == said.get("tier") and type(said.get("tier")) is int
        ]
        match dict(said):
            case {"site": str(other)} if len(said) == 1 and other:
                return ListedGroup("site", other)
            case {"role": str(other)} if len(said) == 1 and other:
                return ListedGroup("role", other)
            case {"service": str(other)} if tiers and len(said) == 2 and other:
                return ListedGroup("service", other, tiers[0])
            case {"skip": _}:
                return ListedGroup("skip", name)
    return None


def _spelled_out(name: str, value: str) -> Mapping[str, object]:
    kind, _, tier = value.strip().partition(" ")
    if kind == "service":
        return {
            "service": name,
            "tier": int(tier) if tier.strip() in ("1", "2", "3", "4", "5") else 0,
        }
    return {kind: name} if not tier else {}
