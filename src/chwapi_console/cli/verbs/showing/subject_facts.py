"""What `show` knows of a server, a service or a condition, fact by fact, each with its label."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chwapi_console.cli.output.words import nobody_before, node_state, ready_words
from chwapi_console.clock import span
from chwapi_console.inventory.group_words import needs_in_words
from chwapi_console.recovery.state.of_view.service_course import (
    Spell,
    given_since,
    outages,
    suspect_since,
)
from chwapi_console.recovery.state.of_view.without import without
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.outage_words import outages_in_words
from chwapi_console.recovery.words.since.sign_off_words import sign_off_in_full
from chwapi_console.recovery.words.things.conditions import facts_of, node_name, waited_for
from chwapi_console.recovery.words.things.estimate_words import estimate_words
from chwapi_console.recovery.words.things.finished import finished_words
from chwapi_console.recovery.words.things.incomplete_services import not_named
from chwapi_console.recovery.words.things.limits import what_it_does_without
from chwapi_console.recovery.words.things.missing import first_to_take
from chwapi_console.recovery.words.things.pin_words import placed_pin_words
from chwapi_console.recovery.words.things.point_words import since_words
from chwapi_console.recovery.words.things.policy_words import policy_words
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.things.suspicion import (
    in_queue_order,
    made_suspect,
    would_be_suspect,
)
from chwapi_console.recovery.words.things.without_words import briefly
from chwapi_console.recovery.words.why import caveats
from chwapi_console.recovery.words.why.comparing import whose_turn
from chwapi_console.recovery.words.why.contest_words import (
    goes_before,
    stands_last,
    turn_of,
    wished_words,
)
from chwapi_console.recovery.words.why.group_words import group_words, groups_of, weight_words
from chwapi_console.recovery.words.why.in_its_way import blocked_beneath, why_lost
from chwapi_console.recovery.words.why.not_begun import why_not_begun
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.recovery.words.why.tier_words import tier_words
from chwapi_console.text import Sentence, Value, every, in_one, plural, say

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Outlook

Fact = tuple[Value, Value]
"""A label, and what stands behind it; an empty one is not printed."""


def server_facts(view: View, server: str, operator: str) -> Iterator[Fact]:
    """How a server stands: its place in the queue and why, what waits for it, and how long it takes."""
    entry = view.entry.get(server)
    if entry:
        yield say("Queue"), say("{rank} of {n}", rank=entry.rank, n=len(view.entries))
        yield say("Why here"), in_one(why(view, entry))
        if entry.ready_for(operator):
            yield say("Ready"), ready_words(view, entry, say("yes, it can be gone on with now"))
            yield say("Not begun"), in_one(told) if (told := why_not_begun(view, entry)) else ""
        others = [node_name(view, service) for service in view.because(server)]
        yield say("Services"), every(others)
        for service in view.because(server)[: not entry.to_look_at]:
            yield (
                say("Forecast"),
                say(
                    "{service}: {when}",
                    service=node_name(view, service),
                    when=_expected(view, service),
                ),
            )
    else:
        yield say("Queue"), finished_words(view, server)
    yield say("Promised"), _promised(view, server)
    yield _caveats(view, server)
    yield say("Made suspect"), in_one(made) if (made := made_suspect(view, server)) else ""
    yield say("Estimate"), estimate_words(view, server)


def _order_of_service(view: View, service: str) -> Iterator[Sentence]:
    """Who put it first or before what, then what decides by the rule."""
    pinned = [placed_pin_words(view, pin) for pin in view.pins if pin.subject == service]
    yield from pinned
    by = turn_of(view, service)
    if by != service:
        yield say("{whose}.", whose=whose_turn(view, service, view.missing(service)[-1], by))
    if (before := goes_before(view, by) or stands_last(view, by)) is not None:
        yield say("By the rule: {before}", before=before) if pinned else before


def service_facts(view: View, service: str, course: Sequence[Spell]) -> Iterator[Fact]:
    """How a service stands, since when, and what brings it back. `course` are its spells so far."""
    part, state = view.plan.services[service], view.services[service]
    yield from _rank_of_service(view, service)
    yield from _course_of_service(view, service, course)
    yield say("Needs met"), say("{met} of {n}", met=state.met, n=state.needs)
    yield say("Incomplete"), not_named(view, service) or ""
    if not state.is_up:
        yield (
            say("Conditions"),
            every([node_state(view, each) for each in waited_for(view, service)]),
        )
        yield say("Forecast"), _expected_beside_its_peers(view, service)
    yield say("Promised"), _promised(view, service)
    if blocked := list(blocked_beneath(view, service)):
        yield say("Blocked"), in_one(blocked)
    if order := list(_order_of_service(view, service)):
        yield say("Order"), in_one(order)
    yield from _way_back_of_service(view, service)
    if signed := sign_off_in_full(view, service):
        yield say("Acceptance"), in_one(signed)
    yield say("Take first"), _first(view, service) if state.can_come_back else ""
    up = view.services[service].is_up
    yield (say("Should it fail") if up else say("Meanwhile")), part.fallback
    yield say("Signs it off"), part.signs


def _promised(view: View, subject: str) -> Value:
    """What is promised of it and awaited yet; empty where nothing is."""
    if all(promise.subject != subject for promise in view.situation.promises.values()):
        return ""
    from chwapi_console.cli.verbs.showing.show_promise import promised_of

    return in_one(told) if (told := list(promised_of(view, subject))) else ""


def _first(view: View, service: str) -> Value:
    """What to take first for a service, and from when on where nobody works whom it is for."""
    first = first_to_take(view, service)
    from_then = nobody_before(view, view.entry[first]) if first in view.entry else ""
    if not from_then:
        return first
    return say("{server}, for which nobody works before {time}", server=first, time=from_then)


def _rank_of_service(view: View, service: str) -> Iterator[Fact]:
    """What the order knows of a service beside what it needs."""
    part = view.plan.services[service]
    yield say("Tier"), say("{tier}, weight {weight}", tier=part.tier, weight=part.weight)
    yield say("Weight"), weight_words(view, service) or ""
    yield say("Calendar"), in_one(told) if (told := tier_words(view, service)) else ""
    yield say("Wished by"), in_one(told) if (told := wished_words(view, service)) else ""
    yield say("Opens with"), every([group_words(view, group) for group in groups_of(view, service)])
    if part.rto:
        yield say("RTO"), say("{rto} after detection, by the plan", rto=span(part.rto))


def _course_of_service(view: View, service: str, course: Sequence[Spell]) -> Iterator[Fact]:
    """Since when a service stands so, and what casts a doubt on it."""
    if (begun := given_since(course)) is not None:
        yield say("Since"), view.clock(begun)
    yield say("Outages"), outages_in_words(view, outages(course))
    yield _caveats(view, service)
    yield say("Limits"), what_it_does_without(view, service) or ""
    yield say("Suspect"), every(in_queue_order(view, view.services[service].suspect))
    if (found := suspect_since(view, service)) is not None:
        yield say("Suspect since"), view.clock(found)


def _way_back_of_service(view: View, service: str) -> Iterator[Fact]:
    """Why a service cannot come back, and what of its servers is missing."""
    lost = why_lost(view, service)
    missing = [
        node_state(view, server)
        for server in view.missing(service)
        if not lost or view.problem.can_come_back(server)
    ]
    yield say("Why not"), in_one(lost) if lost else ""
    yield say("Missing besides") if lost else say("What reopens it"), every(missing)


def condition_facts(view: View, condition: str) -> Iterator[Fact]:
    """How a condition stands, who meets it, and when it is expected to be met."""
    yield from facts_of(view, view.conditions[condition])
    yield _caveats(view, condition)
    if view.conditions[condition].state in ("open", "awaited"):
        yield say("Forecast"), _expected_of_condition(view, condition)


def _caveats(view: View, subject: str) -> Fact:
    """What must be known beside how it stands."""
    return say("Mind"), in_one(told) if (told := caveats.caveats_in_full(view, subject)) else ""


def _expected_of_condition(view: View, condition: str) -> Sentence:
    """When a condition is expected to be met, and whether that is later than it was to come."""
    outlook, until = _outlook(view, condition), view.conditions[condition].until
    when = _in_one_line(view, outlook)
    if until is None or outlook.p50 is None or outlook.p50 <= until:
        return when
    return say(
        "{when}: later than it was to come, for what is promised is counted on a quarter of the time until "
        "then later in the mean, an hour at least",
        when=when,
    )


def _expected(view: View, service: str) -> Sentence:
    """When a service is expected to be up; of the others nothing is worked out."""
    when = _in_one_line(view, _outlook(view, service))
    doubtful = would_be_suspect(view, [service])
    return say("{when}. {doubtful}", when=when, doubtful=doubtful) if doubtful else when


def _expected_beside_its_peers(view: View, service: str) -> Sentence:
    """When a service is expected, and which later ones of its tier are expected sooner."""
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.outlook import in_one_line, sooner_words

    of = forecast(view, [service], watched=list(view.order.behind(service)))
    when = in_one_line(view, of.services[service])
    beside = [
        each
        for each in (would_be_suspect(view, [service]), sooner_words(view, of, service))
        if each is not None
    ]
    return say("{when}. {sooner}", when=when, sooner=in_one(beside)) if beside else when


def link_facts(view: View, node: str, soft: Sequence[str]) -> Iterator[Fact]:
    """What a node needs and wishes (`soft`), what needs it, and what would be lost without it."""
    yield (
        say("Needs"),
        needs_in_words(view.graph.needs[node], lambda member: node_state(view, member)),
    )
    yield say("Wishes"), every([node_state(view, member) for member in soft])
    yield (
        say("Needed by"),
        every([node_name(view, dependent) for dependent in view.graph.dependents(node)]),
    )
    yield say("Without it"), in_one(told) if (told := briefly(view, without(view, node))) else ""


def plan_facts(view: View, name: str) -> Iterator[Fact]:
    """What the plan says of a server beside its needs, and why it stands as it does."""
    server, standing = view.plan.servers[name], view.situation.servers[name].standing
    yield say("Reason"), reason_told(standing)
    yield say("Compromised since"), since_words(view, name) or ""
    yield say("System"), server.os
    yield say("Address"), server.address
    yield say("Backup"), server.backup
    yield say("Contact"), server.contact
    yield say("Notes"), server.notes
    yield say("Checks"), every(server.checks)
    yield say("Policy"), in_one(told) if (told := policy_words(view.plan, name)) else ""
    yield say("Who and with what"), in_one(told) if (told := _means(view, name)) else ""


def _means(view: View, server: str) -> list[Sentence]:
    """Which crews and lanes a server asks for, where the plan says anything of it."""
    if not view.plan.divides_work:
        return [
            plural(
                "Anybody: the plan tells no crews apart, and counts on {n} at once.",
                "Anybody: the plan tells no crews apart, and counts on {n} at once.",
                view.plan.at_once,
            )
        ]
    from chwapi_console.recovery.words.why.means_words import means_lines, people_words

    return [*means_lines(view, server), *people_words(view, server)]


def _outlook(view: View, node: str) -> "Outlook":
    from chwapi_console.recovery.forecast.forecast import forecast

    return forecast(view, [node]).services[node]


def _in_one_line(view: View, outlook: "Outlook") -> Sentence:
    from chwapi_console.recovery.forecast.outlook import in_one_line

    return in_one_line(view, outlook)
