"""What became of services since somebody looked last.

Also what came back and was lost again between, or fell and is up again, for whoever was told
nothing of it was told what is not so.
"""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.service_course import Spell, service_courses
from chwapi_console.recovery.state.view.view import View


class UpFrom(NamedTuple):
    """From `at` (UTC) on a service was up, or was not; `at` is None where nobody can say."""

    at: datetime | None
    up: bool


class ServiceChanges(NamedTuple):
    """What became of services: those newly `up`, those `lost`, and those that turned more often.

    `turns` has in time what those did: the two lists alone would not tell it. Those that `sank` were
    partial, and now nothing that they need works.
    """

    up: Sequence[str] = ()
    lost: Sequence[str] = ()
    turns: Sequence[tuple[str, Sequence[UpFrom]]] = ()
    sank: Sequence[str] = ()


def service_changes(before: View, after: View) -> ServiceChanges:
    """What changed between an earlier view and a later one, each service in the plan's order.

    What was only recorded since counts, whenever it was done; what was known before does not.
    """
    was_up = {name for name, state in before.services.items() if state.is_up}
    is_up = {name for name, state in after.services.items() if state.is_up}
    then = service_courses(before, before.services)
    turns = {
        service: _new_turns(then.get(service, ()), course)
        for service, course in service_courses(after, after.services).items()
    }
    return ServiceChanges(
        [service for service in after.services if service in is_up - was_up],
        [service for service in after.services if service in was_up - is_up],
        [
            (service, its)
            for service, its in turns.items()
            if len(its) > 1 or (its and (service in was_up) == (service in is_up))
        ],
        [
            service
            for service, state in after.services.items()
            if state.status == "down"
            and service in before.services
            and before.services[service].status == "partial"
        ],
    )


def _new_turns(then: Sequence[Spell], now: Sequence[Spell]) -> list[UpFrom]:
    known = set(_turns(then))
    return [turn for turn in _turns(now) if turn not in known]


def _turns(course: Sequence[Spell]) -> list[UpFrom]:
    """Each moment at which a service came up or was lost."""
    found: list[UpFrom] = []
    up = course[0].is_up if course else False
    for spell in course[1:]:
        if spell.is_up != up:
            found.append(UpFrom(spell.since, up := spell.is_up))
    return found
