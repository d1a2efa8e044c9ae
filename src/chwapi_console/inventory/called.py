"""What people call the parts of a plan, in capitals and accents or not.

Whoever only reads may say a name instead of an id, where it means one alone.
"""

from collections.abc import Mapping

from chwapi_console.inventory.model import Crew, Lane, Operator, Plan, Site
from chwapi_console.inventory.plain_words import plain
from chwapi_console.people import person


def called(plan: Plan, name: str) -> str | None:
    """The id of the server, service or condition that is called so; else that of which the id is so.

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


def called_alike(plan: Plan, name: str) -> list[str]:
    """The ids of all services and conditions that people call so."""
    wanted = plain(name.strip())
    return [
        id
        for parts in (plan.services, plan.conditions)
        for id, part in parts.items()
        if plain(part.name) == wanted
    ]


def site_called(plan: Plan, name: str) -> str | None:
    """The id of the site of that id or name; None where there is none."""
    return _of_id_or_name(plan.sites, name)


def crew_called(plan: Plan, name: str) -> str | None:
    """The id of the crew of that id or name; None where there is none."""
    return _of_id_or_name(plan.crews, name)


def lane_called(plan: Plan, name: str) -> str | None:
    """The id of the lane of that id or name; None where there is none."""
    return _of_id_or_name(plan.lanes, name)


def operator_called(plan: Plan, name: str) -> Operator | None:
    """Somebody of the plan's table, however the name is spelled; None where it lacks them."""
    who = person(name)
    return next((of for known, of in plan.operators.items() if person(known) == who), None)


def _of_id_or_name(parts: Mapping[str, Crew | Lane | Site], name: str) -> str | None:
    sought = plain(name).strip()
    return next(
        (
            part
            for part, of in parts.items()
            if sought and sought in (plain(part), plain(of.name).strip())
        ),
        None,
    )
