"""Conditions in words: how each stands, what it holds up, and who is to be asked for it."""

from collections.abc import Iterable, Sequence

from chwapi_console.clock import span
from chwapi_console.inventory.group_words import group_in_words
from chwapi_console.inventory.groups import Needs, accepted_service
from chwapi_console.recovery.state.of_view.root_cause import missing_beneath
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.told.found_servers import found_in
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.trades import is_called
from chwapi_console.recovery.words.things.unmet import unmet_in_words
from chwapi_console.text import Listing, Sentence, Value, plural, say, some, word

MOST_NAMED = 2
"""Conditions that one column names; more are counted."""


def node_name(view: View, node: str) -> Value:
    """What people call a service or a condition; of a server its id.

    Of a sign-off that something asks for, of what. Services that people call the same are told
    apart by their site, else by their id.
    """
    if (service := view.plan.services.get(node)) is not None:
        if service.name not in view.plan.names_of_several:
            return service.name
        return say("{name} ({site})", name=service.name, site=_where(view, node))
    if (condition := view.plan.conditions.get(node)) is not None:
        return condition.name
    if signed := accepted_service(node):
        return say("sign-off of {service}", service=node_name(view, signed))
    return node


def subject_name(view: View, subject: str) -> Value:
    """What people call something of the plan, be it a group or a site.

    A group comes before a site of the same id, as wherever either is meant.
    """
    plan = view.plan
    if subject in plan.groups:
        return plan.groups[subject].name
    if subject in plan.sites:
        return plan.sites[subject].name
    return node_name(view, subject)


def _where(view: View, service: str) -> str:
    """The site of a service by which it is told from those of its name; else its id."""
    part, services = view.plan.services[service], view.plan.services.values()
    alike = [each.site for each in services if each.name == part.name]
    if part.site is None or alike.count(part.site) > 1:
        return service
    return view.plan.sites[part.site].name


def condition_name(view: View, condition: str) -> Value:
    """What must be true, as the plan says it."""
    return node_name(view, condition)


def is_condition(view: View, node: str) -> bool:
    """Whether a node of the plan is a condition, or a sign-off that some need asks for."""
    return node in view.conditions


def condition_site(view: View, condition: ConditionStanding) -> str | None:
    """The id of a condition's site; of a sign-off that of its service."""
    if condition.service:
        return view.plan.services[condition.service].site
    return view.plan.conditions[condition.id].site


def who_meets_it(view: View, condition: ConditionStanding) -> str:
    """Which trade or person is to meet a condition by the plan; empty where it names none."""
    if condition.service:
        return view.plan.services[condition.service].signs
    return view.plan.conditions[condition.id].who


def what_it_waits_for(view: View, node: str) -> Listing:
    """What a server or condition needs that does not work; of what is back and does not, for what it waits."""
    return unmet_in_words(view, node, lambda member: _unmet_name(view, member))


def _unmet_name(view: View, node: str) -> Value:
    is_back = node in view.plan.servers and view.situation.available(node)
    if not is_back or (beneath := missing_beneath(view, node)) in (None, node):
        return node_name(view, node)
    state = state_word(view.situation.shown_state(node))
    return say("{server} ({state}, waits for {beneath})", server=node, state=state, beneath=beneath)


# How it stands


def how_it_stands(view: View, condition: ConditionStanding) -> Sentence:
    """How a condition stands, in a phrase.

    By whom it was met, from whom it is awaited, why it is lost, or why it is open again.
    """
    words = _how(view, condition)
    return say("{state}, in conflict", state=words) if condition.conflict else words


def _how(view: View, condition: ConditionStanding) -> Sentence:
    when = view.clock(condition.until) if condition.until else ""
    match condition.state:
        case "met" if condition.reserve and when:
            return say(
                "met by {who} with reserve until {time}: {reserve}",
                who=condition.who,
                time=when,
                reserve=condition.reserve,
            )
        case "met":
            return say("met by {who}", who=condition.who)
        case "lost":
            return say("lost: {reason}", reason=reason_told(condition))
        case "awaited":
            return _awaited(view, condition, when)
    if condition.was_met:
        return say("open again: {why}", why=why_again(view, condition))
    if when:
        return _promised(view, condition, when)
    if not condition.ready and not condition.holds_down:
        return say("later, after {needs}", needs=what_it_waits_for(view, condition.id))
    if not condition.ready:
        return say("open, waits for {needs}", needs=what_it_waits_for(view, condition.id))
    return word("condition", "open")


def _awaited(view: View, condition: ConditionStanding, when: str) -> Sentence:
    if not when:
        return say("awaited from {who}", who=condition.who)
    if is_overdue(view, condition):
        return say(
            "awaited from {who}, was to come {time}: that has passed", who=condition.who, time=when
        )
    return say("awaited from {who}, to come {time}", who=condition.who, time=when)


def _promised(view: View, condition: ConditionStanding, when: str) -> Sentence:
    passed = is_overdue(view, condition)
    if condition.ready:
        if passed:
            return say("open, was promised for {time}: that has passed", time=when)
        return say("open, promised for {time}", time=when)
    needs = what_it_waits_for(view, condition.id)
    if passed:
        return say(
            "open, was promised for {time}, and still waits for {needs}", time=when, needs=needs
        )
    return say("open, promised for {time}, and waits for {needs}", time=when, needs=needs)


def needs_named(view: View, needs: Needs, most: int = MOST_NAMED) -> Listing:
    """Some needs by the names of their members, *any of* and all; of many the first."""
    return some(
        [group_in_words(group, lambda node: node_name(view, node)) for group in needs], most
    )


def why_again(view: View, condition: ConditionStanding) -> Sentence:
    """Why a condition that was met is open again."""
    if (event := condition.lapsed_by) is not None:
        if found_in(event) is not None:
            return say(
                "{server} was added beneath it at {time}",
                server=node_name(view, event.subject),
                time=view.when(event),
            )
        return say(
            "{server} was lost at {time}",
            server=node_name(view, event.subject),
            time=view.when(event),
        )
    if condition.suspect:
        return plural(
            "{servers} is suspect since",
            "{servers} are suspect since",
            len(condition.suspect),
            servers=some(condition.suspect, MOST_NAMED),
        )
    if condition.unknown:
        return say(
            "it was met without {needs}, which it needs now",
            needs=needs_named(view, condition.unknown),
        )
    return say("the time of its reserve is over ({reserve})", reserve=condition.reserve)


def is_overdue(view: View, condition: ConditionStanding) -> bool:
    """Whether the time has passed at which an unmet condition was to come."""
    return (
        condition.state in ("open", "awaited")
        and condition.until is not None
        and condition.until <= view.now
    )


# What waits for it


def waited_for(view: View, node: str) -> list[str]:
    """The unmet conditions that a node waits for, itself among them, the nearest first.

    None for what works.
    """
    if not view.problem.conditions or view.works(node):
        return []
    reached = {node: None}
    for each in (frontier := [node]):
        for need in view.order.choice.get(each, ()):
            if need not in reached:
                reached[need] = None
                frontier.append(need)
    return [each for each in reached if each in view.problem.conditions]


def waits_for_conditions(view: View, node: str, most: int = MOST_NAMED) -> Sentence | None:
    """Which conditions a service waits for whose servers are all back.

    None where it waits for none.
    """
    names = [node_name(view, each) for each in _next_to_meet(view, waited_for(view, node))]
    return say("waits for: {conditions}", conditions=some(names, most)) if names else None


def _next_to_meet(view: View, conditions: Sequence[str]) -> list[str]:
    """Of some conditions those that can be met now first."""
    return sorted(conditions, key=lambda condition: not view.conditions[condition].ready)


def services_above(view: View, condition: str) -> list[str]:
    """The services that an unmet condition holds up, the most urgent first."""
    above = view.graph.above(condition) & view.plan.services.keys()
    return view.problem.most_urgent_first(s for s in above if not view.works(s))


def tier_of(view: View, condition: str) -> int | None:
    """The tier of the most urgent service that needs a condition.

    For one that nothing needs that of what it comes after. None where there is none.
    """
    services = view.problem.services
    above = view.graph.above(condition) & services.keys()
    around = above or (view.graph.reached_from([condition]) & services.keys())
    return min((services[service].tier for service in around), default=None)


def in_turn(view: View, conditions: Iterable[ConditionStanding]) -> list[ConditionStanding]:
    """Conditions in the order in which they are to be met.

    Unmet ones first, of these those that can be met now, then as urgent as what they hold up is,
    then those that hold nothing down.
    """
    weight = {name: service.weight for name, service in view.problem.services.items()}

    def turn(condition: ConditionStanding) -> tuple[object, ...]:
        held = services_above(view, condition.id)
        return (
            condition.is_met or condition.state == "lost",
            not condition.ready,
            not condition.holds_down,
            tier_of(view, condition.id) or 9,
            -weight[held[0]] if held else 0,
            condition.id,
        )

    return sorted(conditions, key=turn)


def is_for_trade(view: View, condition: ConditionStanding, trade: str) -> bool:
    """Whether a condition is for a trade or person.

    Whoever is to meet it by the plan, or from whom it is awaited. Part of the name is enough, in
    capitals or not.
    """
    part = view.plan.conditions.get(condition.id)
    asked = [condition.who, part.who if part else ""]
    return any(is_called(trade, who) for who in asked if who)


def what_it_holds_up(view: View, condition: ConditionStanding) -> Value:
    """The most urgent service that waits for a condition, and how many more; for one column."""
    held = [] if condition.is_met else services_above(view, condition.id)
    if not held:
        return "" if condition.holds_down else say("holds nothing down")
    name = view.plan.services[held[0]].name
    return say("{service} +{more}", service=name, more=len(held) - 1) if len(held) > 1 else name


def facts_of(view: View, condition: ConditionStanding) -> list[tuple[Sentence, Value]]:
    """What is known of a condition of the plan beside how it stands, each under its name.

    Empty where there is nothing to say.
    """
    part, event = view.plan.conditions[condition.id], condition.event
    said = (
        say("{operator}, {time}", operator=view.by(event), time=view.when_done(event))
        if event
        else ""
    )
    estimate = part.estimate
    return [
        (say("Who meets it"), part.who),
        (say("Phone"), part.phone),
        (say("Said by"), said),
        (say("Tried"), condition.tried),
        (say("Reserve"), condition.reserve),
        (
            say("Needed for") if condition.is_met else say("Holds up"),
            some([node_name(view, s) for s in services_above(view, condition.id)], 4),
        ),
        (say("Promised for"), view.clock(part.promised) if part.promised else ""),
        (
            say("Estimate"),
            say(
                "{low} to {high}, likely {likely}",
                low=span(estimate.low),
                high=span(estimate.high),
                likely=span(estimate.likely),
            )
            if estimate
            else "",
        ),
        (say("Notes"), part.notes),
    ]


def met_command(condition: ConditionStanding) -> list[str]:
    """What is typed, after the program's name, when a condition is met."""
    verb = (
        ["accept", condition.service] if condition.service else ["condition", condition.id, "met"]
    )
    return [*verb, "--by", "NAME", "--tried", "TEXT"]


def condition_command(condition: ConditionStanding) -> tuple[Sentence, list[str]]:
    """What is typed next of a condition, after the program's name, and when."""
    if condition.state in ("open", "awaited"):
        return say("When it is so"), met_command(condition)
    again = ["condition", condition.id, "open", "--reason", "TEXT"]
    return (say("Should it end") if condition.is_met else say("If it can be after all")), again


def conditions_counted(view: View) -> Sentence | None:
    """How many conditions people wait for; None where none are."""
    n = view.conditions_waiting
    return plural("{n} condition open", "{n} conditions open", n) if n else None


def condition_in_words(view: View, condition: ConditionStanding) -> Sentence:
    """How a condition stands, in a sentence with its name."""
    return say(
        "{condition}: {state}.",
        condition=node_name(view, condition.id),
        state=how_it_stands(view, condition),
    )


def turned(before: View, after: View) -> list[Sentence]:
    """What the time alone did to conditions between two views.

    Reserves that are over, and what was to come and has not.
    """
    said = []
    for name, now in after.conditions.items():
        then = before.conditions.get(name)
        if then is None or now.event != then.event:
            continue
        late = is_overdue(after, now) and not is_overdue(before, then)
        if late or (now.reserve_over and not then.reserve_over):
            said.append(condition_in_words(after, now))
    return said
