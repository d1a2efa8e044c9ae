"""What would be otherwise if the plan, or a server, were: a view of that, of which nothing is written.

Whoever questions the order asks "what if its tier were 1?" before anybody edits a plan.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chwapi_console.clock import iso, span
from chwapi_console.errors import RequestError
from chwapi_console.inventory.called import crew_called
from chwapi_console.inventory.groups import is_met, without_members
from chwapi_console.inventory.model import Estimate, Plan
from chwapi_console.recovery.acts.pin import as_if_pinned
from chwapi_console.recovery.state.judged.crews_so_far import with_crews_so_far
from chwapi_console.recovery.state.judged.supposed_acts import SOMEBODY
from chwapi_console.recovery.state.of_view.means import crew_name
from chwapi_console.recovery.state.of_view.person_state import person_named
from chwapi_console.recovery.state.of_view.site_state import site_state
from chwapi_console.recovery.state.told.blocks import NOTHING_MORE
from chwapi_console.recovery.state.view import supposed_views
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import subject_name, what_it_waits_for
from chwapi_console.text import say, some

MOST_NAMED = 12
"""Needs that a refusal names."""

MOST_WEIGHT = 1000
"""A weight above this is a slip of the pen."""


def with_tier(view: View, service: str, tier: int) -> View:
    """The view if a service were of this tier, whatever its calendar says."""
    return view.with_plan(view.written.with_part("services", service, tier=tier, tier_when=()))


def with_weight(view: View, subject: str, weight: int) -> View:
    """The view if a service, a site or a group weighed so much. RequestError for anything else."""
    table = _table(view, subject, ("services", "groups", "sites"))
    if table is None:
        raise RequestError(
            say("{id} has no weight: services, sites and groups have. See show {id}.", id=subject)
        )
    return view.with_plan(view.written.with_part(table, subject, weight=weight))


def with_restore(view: View, server: str, minutes: int) -> View:
    """The view if a server took so long to restore, half to double."""
    if server not in view.written.servers:
        raise RequestError(
            say(
                "{id} is no server: only a server takes a time to restore.",
                id=subject_name(view, server),
            )
        )
    likely = view.plan.restoration(server).likely
    if view.situation.state(server) == "restoring" and minutes <= likely:
        raise RequestError(
            say(
                "{id} is in hand already: a shorter estimate does not make it sooner. Suppose a longer "
                "one than {likely}, or a time for what nobody has begun.",
                id=server,
                likely=span(likely),
            )
        )
    estimate = Estimate(max(1, minutes // 2), minutes, minutes * 2)
    return view.with_plan(view.written.with_part("servers", server, restore=estimate))


def without_step(view: View, servers: Sequence[str], step: str) -> View:
    """The view if a step of a runbook were skipped at these servers."""
    so_far = view.situation
    skipped = so_far.supposed_skipped | {(server, step) for server in servers}
    return view.with_situation(so_far._replace(supposed_skipped=skipped))


def without_need(view: View, node: str, need: str) -> View:
    """The view if something did without this need. RequestError where it does not need it."""
    plan, table = view.written, _table(view, node, ("services", "servers", "conditions"))
    if table is None:
        raise RequestError(say("{id} has no needs.", id=node))
    groups = getattr(plan, table)[node].needs
    members = list(dict.fromkeys(member for group in groups for member in group))
    if need not in members:
        name = subject_name(view, node)
        raise RequestError(
            say("{id} needs nothing.", id=name)
            if not members
            else say(
                "{id} does not itself need {need}. It needs {needs}.",
                id=name,
                need=need,
                needs=some(members, MOST_NAMED),
            )
        )
    needs = without_members(groups, {need})
    if not needs and table == "services":
        raise RequestError(
            say(
                "{need} is all that {id} needs; without it nothing would be left to restore.",
                id=subject_name(view, node),
                need=need,
            )
        )
    return view.with_plan(plan.with_part(table, node, needs=needs))


def with_first(view: View, subject: str) -> View:
    """The view if something were pinned: a server or service, or all that a site or group misses.

    Refused where the pin would be.
    """
    if subject not in view.plan.sites and subject not in view.plan.groups:
        return as_if_pinned(view, subject)
    then = view
    for service in put_first(view, subject):
        then = as_if_pinned(then, service)
    return then


def put_first(view: View, subject: str) -> Sequence[str]:
    """The services of a site or group that can be put first: those that miss what can come back."""
    plan = view.plan
    of = (
        plan.opens_together[subject]
        if subject in plan.groups
        else site_state(view, subject).services
    )
    return [
        service for service in of if view.missing(service) and view.problem.can_come_back(service)
    ]


def with_let_go(view: View, server: str) -> View:
    """The view if whoever has a server let go of it, or of its block."""
    if view.situation.state(server) not in ("restoring", "blocked"):
        raise RequestError(say("Nobody has {id} in hand, and it is not blocked.", id=server))
    return supposed_views.with_let_go(view, server)


def with_taken(view: View, server: str, who: str) -> View:
    """The view if a server were given to a person, or to one of a crew, who goes on with it as it is.

    By who has it, or somebody: who is asleep begins when they come. A person is known by the plan, or by an
    act.
    """
    if view.situation.state(server) not in ("compromised", "restoring"):
        raise RequestError(say("{id} is not to be restored now: nobody takes it.", id=server))
    plan, crew = view.plan, crew_called(view.plan, who)
    people = [name for name, of in plan.operators.items() if crew is not None and of.crew == crew]
    named = person_named(view, who)
    if not (taker := next(iter([*([named] if named else []), *people]), None)):
        raise RequestError(
            say(
                "Neither the plan nor the record names anybody {who}: a person of [operators], a crew of such, or "
                "who acted.",
                who=who,
            )
        )
    standing = view.situation.servers[server].standing
    taken = standing.with_work("restoring", taker, "")
    return supposed_views.with_standings(view, {server: taken}, standing.holder or SOMEBODY)


def without_pin(view: View, subject: str) -> View:
    """The view if nobody had pinned this."""
    if all(pin.subject != subject for pin in view.situation.pins):
        raise RequestError(say("{id} is not pinned.", id=subject_name(view, subject)))
    return supposed_views.without_pin(view, subject)


def with_condition(view: View, condition: str, *, met: bool) -> View:
    """The view if a condition were met, or were not."""
    name = subject_name(view, condition)
    if condition not in view.plan.conditions:
        raise RequestError(say("{id} is no condition; only a condition is met or open.", id=name))
    if (view.conditions[condition].state == "met") is met:
        raise RequestError(
            say("{id} is met already.", id=name) if met else say("{id} is open already.", id=name)
        )
    if met and not all(is_met(group, view.works) for group in view.graph.needs[condition]):
        raise RequestError(
            say(
                "{condition} cannot be met yet: it waits for {needs}.",
                condition=name,
                needs=what_it_waits_for(view, condition),
            )
        )
    if met:
        return supposed_views.with_condition_met(view, condition)
    return supposed_views.without_condition(view, condition)


def time_to_come(view: View, subject: str) -> datetime | None:
    """When something is to be there that is waited for; None where nobody said.

    A condition, the end of a block, or before when a server may not begin. RequestError for what
    waits for no time.
    """
    if subject in view.plan.conditions:
        at = view.conditions[subject]
        if at.state in ("met", "lost"):
            word = say("met") if at.state == "met" else say("lost")
            raise RequestError(
                say(
                    "{id} is {state}: no time of it is waited for.",
                    id=subject_name(view, subject),
                    state=word,
                )
            )
        return at.until
    if subject in view.plan.servers and view.situation.state(subject) == "blocked":
        return view.situation.blocks.get(subject, NOTHING_MORE).until
    if subject in view.not_before:
        return view.not_before[subject]
    raise RequestError(
        say(
            "{id} waits for no time: a condition, a blocked server and one that may not begin yet do.",
            id=subject_name(view, subject),
        )
    )


def with_time(view: View, subject: str, until: datetime) -> View:
    """The view if what is waited for came at this time (UTC); see `time_to_come`."""
    time_to_come(view, subject)
    so_far = view.situation
    if subject not in view.plan.conditions:
        if subject in view.not_before and so_far.state(subject) != "blocked":
            return view.with_plan(view.written.with_part("servers", subject, not_before=until))
        block = so_far.blocks.get(subject, NOTHING_MORE)._replace(until=until)
        return view.with_situation(so_far._replace(blocks={**so_far.blocks, subject: block}))
    spoken = so_far.conditions.get(subject)
    if spoken is None or spoken.terms.state != "awaited":
        return view.with_plan(view.written.with_part("conditions", subject, promised=until))
    said = spoken._replace(terms=spoken.terms._replace(until=iso(until)))
    return view.with_situation(so_far._replace(conditions={**so_far.conditions, subject: said}))


def with_at_once(view: View, crew: str, count: int) -> View:
    """The view if a crew, or a lane, did so much at once."""
    table = "crews" if crew in view.written.crews else "lanes"
    return _from_now_on(view, view.written.with_part(table, crew, at_once=count))


def always_at_work(view: View, crew: str) -> View:
    """The view if a crew worked day and night. RequestError where it does."""
    of = view.written.crews[crew]
    if not of.hours and not of.weekdays:
        raise RequestError(say("{crew} works day and night already.", crew=crew_name(view, crew)))
    return _from_now_on(view, view.written.with_part("crews", crew, hours=(), weekdays=()))


def _from_now_on(view: View, written: Plan) -> View:
    """The view if the plan had other crews and lanes from now on."""
    then = view.with_situation(with_crews_so_far(view.written, view.situation))
    return then.with_plan(written)


def _table(view: View, name: str, tables: Iterable[str]) -> str | None:
    """The first of these tables of the plan that has a part of that name."""
    return next((table for table in tables if name in getattr(view.written, table)), None)
