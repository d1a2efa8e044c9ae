"""Why there is nothing to go on with at the moment, in sentences.

What plays crews and lanes is loaded where the plan has any.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.advice import Advice
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import what_it_waits_for
from chwapi_console.recovery.words.things.incomplete_services import nothing_to_do
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.text import Sentence, Value, plural, say, some

MOST_NAMED = 8


def nothing_now(
    view: View, advice: Advice, operator: str, site: str | None = None
) -> Iterator[Sentence]:
    """Why an operator can go on with nothing, and with what others do, where advice found none."""
    left = _left(view, site, advice.crew)
    if not left:
        yield _nothing_left(view, site, advice.crew) if view.entries else nothing_to_do(view)
        return
    yield _nothing_now(view, len(left), advice.crew)
    if own := [e.server for e in left if e.ready and not e.ready_for(operator)]:
        yield say("Somebody else must verify {servers}.", servers=_named(own))
    if held := [_held(e) for e in left if e.held_by]:
        yield say("Being restored: {servers}.", servers=_named(held))
    if blocked := [_blocked(view, e) for e in left if e.state == "blocked"]:
        yield say("Blocked: {servers}.", servers=_named(blocked))
    if waiting := [_waiting(view, e) for e in left if _only_waits(e)]:
        yield say("Waiting: {servers}.", servers=_named(waiting))
    if lost := [e.server for e in left if e.part == "cannot"]:
        yield say("Cannot come back: {servers}.", servers=_named(lost))


def _nothing_left(view: View, site: str | None, crew: str | None) -> Sentence:
    """That nothing is left of what was asked for, while there is for others."""
    if crew is None and site is None:
        return say("Nothing is left to do.")
    if crew is None:
        return say("Nothing is left to do at {site}.", site=view.plan.sites[str(site)].name)
    from chwapi_console.recovery.state.of_view.means import crew_name

    if site is None:
        return say("Nothing is left to do for {crew}.", crew=crew_name(view, crew))
    return say(
        "Nothing is left to do for {crew} at {site}.",
        crew=crew_name(view, crew),
        site=view.plan.sites[site].name,
    )


def _held(e: Entry) -> Sentence:
    return say("{server} by {operator}", server=e.server, operator=e.held_by)


def _waiting(view: View, e: Entry) -> Sentence:
    return say("{server} for {needs}", server=e.server, needs=what_it_waits_for(view, e.server))


def _only_waits(e: Entry) -> bool:
    """Whether a server waits for others, and nothing else is told of it."""
    told = e.part == "cannot" or e.state in ("restoring", "blocked", "retired")
    return bool(e.waits_for) and not told


def _nothing_now(view: View, left: int, crew: str | None) -> Sentence:
    if crew is None:
        return plural(
            "Nothing can be done now; {n} server is left.",
            "Nothing can be done now; {n} servers are left.",
            left,
        )
    from chwapi_console.recovery.state.of_view.means import crew_name

    return plural(
        "{crew} can do nothing now; {n} server is left that they are for.",
        "{crew} can do nothing now; {n} servers are left that they are for.",
        left,
        crew=crew_name(view, crew),
    )


def _blocked(view: View, entry: Entry) -> Sentence:
    return say(
        "{server}: {reason}",
        server=entry.server,
        reason=reason_told(view.situation.servers[entry.server].standing),
    )


def _named(values: Sequence[Value]) -> Value:
    return some(values, MOST_NAMED)


def _left(view: View, site: str | None, crew: str | None) -> Sequence[Entry]:
    """What is left to do, at a site and for a crew where these were named."""
    left = [e for e in view.entries if site is None or view.plan.servers[e.server].site == site]
    if crew is None:
        return left
    from chwapi_console.recovery.state.of_view.advice_by_crews import takes
    from chwapi_console.recovery.state.of_view.means import resources

    means = resources(view)
    return [e for e in left if takes(means, crew, e.server)]
