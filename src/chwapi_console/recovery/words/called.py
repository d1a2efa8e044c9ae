"""What people call the services and conditions of a plan.

Whoever only reads may say that too, where it means one alone.
"""

from chwapi_console.inventory.assignments import part_named
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.plain_words import plain


def called(plan: Plan, name: str) -> str | None:
    """The id of what is called so, but for capitals and accents; else that of which the id is so.

    None where there is none, or several are called so.
    """
    wanted = plain(name.strip())
    ids = [
        id
        for id in (*plan.servers, *plan.services, *plan.conditions)
        if wanted and plain(id) == wanted
    ]
    found = ids or called_alike(plan, name)
    return found[0] if len(found) == 1 else None


def site_called(plan: Plan, name: str) -> str | None:
    """The id of the site of that id or name, but for capitals and accents; None where there is none."""
    return part_named(plan.sites, name)


def called_alike(plan: Plan, name: str) -> list[str]:
    """The ids of all services and conditions that people call so, but for capitals and accents."""
    wanted = plain(name.strip())
    return [
        id
        for parts in (plan.services, plan.conditions)
        for id, part in parts.items()
        if plain(part.name) == wanted
    ]
