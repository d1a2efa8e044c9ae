"""Trades and people that work can be for.

Who meets conditions, who does steps, who signs off, crews, and whoever acted.
"""

from collections.abc import Iterator

from chwapi_console.people import person, same_person
from chwapi_console.recovery.state.view.view import View


def is_called(asked: str, name: str) -> bool:
    """Whether somebody is meant by what was asked for.

    Part of the name is enough, in capitals or not.
    """
    return same_person(asked, name) or asked.casefold().strip() in name.casefold()


def known_trades(view: View) -> list[str]:
    """All that the plan or the record names, each once."""
    found: dict[str, str] = {}
    for name in _named(view):
        if name:
            found.setdefault(person(name), name)
    return list(found.values())


def _named(view: View) -> Iterator[str]:
    plan = view.plan
    yield from (of.who for of in plan.conditions.values())
    yield from (of.holder for of in plan.steps.values())
    yield from (of.who for of in view.conditions.values())
    yield from (of.signs for of in plan.services.values())
    yield from plan.operators
    for crew, of in plan.crews.items():
        yield from (of.name, crew)
    yield from view.situation.spellings.values()
