"""What a service still misses, in words for one column.

How many servers, which of them is blocked, which to take first.
"""

from collections.abc import Sequence

from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import waits_for_conditions
from chwapi_console.recovery.words.things.incomplete_services import not_named
from chwapi_console.text import Sentence, Value, plural, say


def still_missing(view: View, service: str) -> Value:
    """How many servers a service still misses, for one column.

    With the blocked one among them, else with the one to take first.
    """
    if not view.services[service].can_come_back:
        return say("cannot come back")
    missing = view.missing(service)
    if not missing:
        return not_named(view, service, brief=True) or waits_for_conditions(view, service) or ""
    if blocked := [server for server in missing if view.situation.state(server) == "blocked"]:
        return _with_blocked(len(missing), blocked)
    first = first_to_take(view, service)
    return plural("{n} missing: {first}", "{n} missing, first {first}", len(missing), first=first)


def _with_blocked(missing: int, blocked: Sequence[str]) -> Sentence:
    if len(blocked) > 1:
        return say(
            "{n} missing, {blocked} blocked: {server} +{more}",
            n=missing,
            blocked=len(blocked),
            server=blocked[0],
            more=len(blocked) - 1,
        )
    return plural(
        "{n} missing: {server}, blocked",
        "{n} missing, {server} blocked",
        missing,
        server=blocked[0],
    )


def first_to_take(view: View, service: str) -> str:
    """Of what a service still misses the first that can be gone on with, else the first.

    Empty where nothing is missing, and of what cannot come back: nothing brings that nearer.
    """
    if not view.services[service].can_come_back:
        return ""
    missing = view.missing(service)
    return next(
        (server for server in missing if view.entry[server].ready), missing[0] if missing else ""
    )
