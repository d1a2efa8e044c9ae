"""Why a server stands where it stands, in sentences an operator can repeat on the telephone.

What an entry says: docs/design/queue.md, "The words".
"""

from collections.abc import Sequence

from chwapi_console.clock import span
from chwapi_console.inventory.groups import enough
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.coming_up import Manner, coming_up
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import names_of
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.why.contest_words import before_others, opens_with, wished_words
from chwapi_console.recovery.words.why.in_its_way import in_its_way, why_not
from chwapi_console.recovery.words.why.tier_words import by_calendar
from chwapi_console.text import (
    Sentence,
    Value,
    every,
    plural,
    say,
    some,
)

MOST_CONDITIONS, MOST_WITHOUT = 2, 1
"""Conditions, and wishes that a service would be up without, which one sentence names; more are
counted."""


def why(view: View, entry: Entry) -> list[Sentence]:
    """The sentences for one entry of the queue.

    What stands in its way, which is read first, then what it is there for.
    """
    return [*in_its_way(view, entry), *_purpose(view, entry)]


def purpose(view: View, entry: Entry) -> Value:
    """The most urgent service that waits for a server, and how many more; or why none does.

    For one column.
    """
    match entry.part:
        case "spare" if (service := needed_in_vain(view, entry.server)) is not None:
            return say("{service}: cannot come back", service=service)
        case "spare" if entry.state == "compromised":
            return say("spare: keep off the network")
        case "spare":
            return say("spare")
        case "wished":
            return say("only wished for")
        case "unneeded":
            return say("no service needs it")
        case "cannot":
            return say("cannot come back")
    first, *others = view.because(entry.server)
    name = node_name(view, first)
    return say("{service} +{more}", service=name, more=len(others)) if others else name


def _purpose(view: View, entry: Entry) -> list[Sentence]:
    because = view.because(entry.server)
    if entry.part == "cannot":
        return [why_not(view, entry.server)]
    if entry.part == "unneeded":
        return [say("No service needs it."), *_not_harmless(view, entry.server)]
    if entry.part == "wished":
        return [_why_wished(view, entry.server), *_not_harmless(view, entry.server)]
    if entry.part == "spare":
        return [_why_spare(view, entry.server), *_not_harmless(view, entry.server)]
    if entry.to_look_at:
        return [who_stands_on(view, entry)]
    assert entry.tier is not None
    sentences = [
        _who_waits(view, entry, because[0], len(because) - 1),
        *by_calendar(view, because[0]),
        *_instead_of(view, entry),
        *_one_of_several(view, entry.server),
        how_far(view, entry),
        *opens_with(view, entry.server),
        *wished_words(view, because[0]),
        *before_others(view, entry),
    ]
    if entry.state == "unknown":
        sentences.insert(1, say("Nobody has looked at it yet."))
    return sentences


def _who_waits(view: View, entry: Entry, first: str, others: int) -> Sentence:
    """The most urgent service that waits for a server, how it needs it, and how many more wait.

    The shortest chain of needs is told.
    """
    way = view.order.ways(first).to[entry.server]
    steps: list[Value] = [node_name(view, node) for node in way.steps]
    if (more := way.length - len(steps)) > 0:
        steps.append(plural("{n} more", "{n} more", more))
    if not steps:
        return who_waits_for(view, entry, first, others)
    who: dict[str, Value] = {
        "tier": entry.tier or 0,
        "service": node_name(view, first),
        "chain": every(steps),
    }
    if others:
        return plural(
            "Tier {tier}. {service} waits for it, through {chain}; {n} more service too.",
            "Tier {tier}. {service} waits for it, through {chain}; {n} more services too.",
            others,
            **who,
        )
    return say("Tier {tier}. {service} waits for it, through {chain}.", **who)


def who_waits_for(view: View, entry: Entry, first: str, others: int) -> Sentence:
    """The most urgent service that waits for a server, and how many more do, without its chain."""
    who: dict[str, Value] = {"tier": entry.tier or 0, "service": node_name(view, first)}
    if others:
        return plural(
            "Tier {tier}. {service} waits for it; {n} more service too.",
            "Tier {tier}. {service} waits for it; {n} more services too.",
            others,
            **who,
        )
    return say("Tier {tier}. {service} waits for it.", **who)


def who_stands_on(view: View, entry: Entry) -> Sentence:
    """The most urgent service that stands on a suspect server which can be used, and how many more."""
    first, *others = view.because(entry.server)
    who: dict[str, Value] = {"tier": entry.tier or 0, "service": node_name(view, first)}
    if others:
        return plural(
            "Tier {tier}. {service} stands on it; {n} more service too.",
            "Tier {tier}. {service} stands on it; {n} more services too.",
            len(others),
            **who,
        )
    return say("Tier {tier}. {service} stands on it.", **who)


def _instead_of(view: View, entry: Entry) -> list[Sentence]:
    """For which blocked server of its group it is waited for, and that it is not plugged in as it is."""
    for node, group in view.graph.groups_with(entry.server) if view.problem.blocked else ():
        blocked = [
            m
            for m in group
            if m != entry.server and m in view.problem.blocked and m in view.plan.servers
        ]
        if not blocked or entry.server not in view.order.choice.get(node, ()):
            continue
        why = {
            "server": blocked[0],
            "reason": reason_told(view.situation.servers[blocked[0]].standing),
        }
        if entry.server in view.problem.blocked:
            return [say("{server} could do the same, and is blocked too: {reason}.", **why)]
        told = [say("It takes the place of {server}, which is blocked: {reason}.", **why)]
        if entry.state == "compromised":
            told.append(
                say(
                    "It is compromised too: it is restored first, and stays off the network until "
                    "then."
                )
            )
        return told
    return []


def _one_of_several(view: View, server: str) -> list[Sentence]:
    """How many servers like this one are needed, and how many work, where more than one is."""
    several = (
        (node, group)
        for node, group in view.graph.groups_with(server)
        if enough(group) > 1 and server in view.order.choice.get(node, ())
    )
    return [
        say(
            "{node} needs {n} of {all} like it; {met} work.",
            node=node_name(view, node),
            n=enough(group),
            all=len(group),
            met=sum(map(view.works, group)),
        )
        for node, group in several
    ][:1]


def how_far(view: View, entry: Entry, *, briefly: bool = False) -> Sentence:
    """How many servers are to go, without this one, until the first waiting service is up.

    And whether one of them is blocked. Briefly without that service's name, for who has just read
    it.
    """
    first = view.order.because[entry.server][0]
    ways, after, name = (
        view.order.ways(first),
        len(view.order.missing[first]) - 1,
        node_name(view, first),
    )
    if ways.blocked and ways.blocked != [entry.server]:
        return say(
            "{service} also waits for {blocked}, which is blocked.",
            service=name,
            blocked=ways.blocked[0],
        )
    if ways.lacks_names:
        return say(
            "{service} also waits for servers that the plan does not name yet.", service=name
        )
    if ways.conditions and not briefly:
        others = some([node_name(view, each) for each in ways.conditions], MOST_CONDITIONS)
        return _how_far_with(after, name, others)
    if not after and not ways.conditions:
        return _up_with_it(view, entry.server, first)
    if not after:
        return say("Then only others are waited for.")
    if briefly:
        return plural("After it, {n} server to go.", "After it, {n} servers to go.", after)
    return plural(
        "After it, {n} server to go until {service} is up.",
        "After it, {n} servers to go until {service} is up.",
        after,
        service=name,
    )


def _up_with_it(view: View, server: str, service: str) -> Sentence:
    """That a server is the last that a service misses, and how that would be up."""
    manner = coming_up(view, [server]).get(service, Manner())
    what: dict[str, Value] = {"service": node_name(view, service)}
    if manner.without:
        what["without"] = names_of(view, manner.without, MOST_WITHOUT)
    match manner.without, manner.suspect:
        case (), False:
            return say("With it, {service} is up.", **what)
        case (), True:
            return say("With it, {service} is up, suspect.", **what)
        case _, False:
            return say("With it, {service} is up, without {without}.", **what)
    return say("With it, {service} is up, without {without}, suspect.", **what)


def _how_far_with(after: int, name: Value, conditions: Value) -> Sentence:
    """How far it is to a service that waits for conditions too, which are no work of crews."""
    if not after:
        return say("Then {service} waits for {conditions}.", service=name, conditions=conditions)
    return plural(
        "After it, {n} server to go, and {conditions}, until {service} is up.",
        "After it, {n} servers to go, and {conditions}, until {service} is up.",
        after,
        service=name,
        conditions=conditions,
    )


def _why_wished(view: View, server: str) -> Sentence:
    """By how many services it is wished for; or that something else of the kind needs it."""
    if wishers := view.problem.wished_by.get(server):
        return plural(
            "No service waits for it; {n} service wishes for it.",
            "No service waits for it; {n} services wish for it.",
            len(wishers),
        )
    return say("No service waits for it; what services wish for needs it.")


def _why_spare(view: View, server: str) -> Sentence:
    """Why a server is a spare.

    Another member of the same any-of works or is nearer, or what needs it is not waited for or
    cannot come back.
    """
    if (first := in_its_place(view, server)) is not None:
        what = {"server": node_name(view, first)}
        if first in view.problem.blocked:
            return say("{server} is waited for in its place, and is blocked too.", **what)
        return say("{server} takes its place while it is blocked.", **what)
    if (why := what_comes_instead(view, server)) is not None:
        return say("Spare: {why}.", why=why)
    if (service := needed_in_vain(view, server)) is not None:
        return say("Not waited for: {service}, which needs it, cannot come back.", service=service)
    if (why := what_would_instead(view, server)) is not None:
        return say("Spare: {why}.", why=why)
    chosen = (
        node
        for node, _ in view.graph.groups_with(server)
        if view.problem.can_come_back(node) and server in view.order.choice[node]
    )
    if (node := next(chosen, None)) is not None:
        return say(
            "Spare: {node} needs it, but no service waits for {node}.",
            node=node_name(view, node),
        )
    return say("Spare: nothing that can come back needs it now.")


def in_its_place(view: View, server: str) -> str | None:
    """Which other of its group is waited for while a server is blocked."""
    if server not in view.problem.blocked:
        return None
    for node, group in view.graph.groups_with(server):
        chosen = view.order.choice.get(node, ())
        if server in chosen:
            continue
        if instead := [m for m in chosen if m in group and m != server and not view.works(m)]:
            return instead[0]
    return None


def what_comes_instead(view: View, server: str) -> Sentence | None:
    """Why a spare need not be waited for: others of its group work, or are nearer.

    None where neither is so.
    """
    nearer: list[str] = []
    for node, group in view.graph.groups_with(server):
        if view.problem.can_come_back(node):
            working = [member for member in group if view.works(member)]
            if len(working) >= enough(group):
                return _instead(view, working, len(group))
            nearer += [m for m in view.order.choice[node] if m in group and m != server]
    return _nearer(view, server, nearer[0]) if nearer else None


def may_come_first(view: View, server: str, service: str | None = None) -> bool:
    """Whether a service (this one, or any) may be up sooner by a spare than by what is waited for.

    That is so where each group between the two is one of which too few work yet.
    """
    if view.entry[server].part != "spare":
        return False
    found, above = [server], set[str]()
    while found:
        for node, group in view.graph.groups_with(found.pop()):
            lacks = sum(view.works(member) for member in group) < enough(group)
            if lacks and node not in above and view.problem.can_come_back(node):
                above.add(node)
                found.append(node)
    return service in above if service else not above.isdisjoint(view.plan.services)


def _nearer(view: View, server: str, other: str) -> Sentence:
    """That another member of a group is back sooner than a spare, and what in hand has to do with it."""
    name = node_name(view, other)
    if (left := view.left_in_hand.get(other)) is not None:
        return say(
            "{nearer} is nearer: in hand, about {time} of it left",
            nearer=name,
            time=span(left.minutes),
        )
    if view.entry[server].state == "restoring" and server not in view.left_in_hand:
        return say(
            "{nearer} is nearer, for {server} is in hand longer than its longest estimate",
            nearer=name,
            server=server,
        )
    return say("{nearer} is nearer", nearer=name)


def what_would_instead(view: View, server: str) -> Sentence | None:
    """What would come instead of a spare for what cannot come back, could that.

    None where nothing would.
    """
    nearer: list[str] = []
    for node, group in view.graph.groups_with(server):
        chosen = view.order.in_vain.get(node)
        if chosen is None or server in chosen:
            continue
        working = [member for member in group if view.works(member)]
        if len(working) >= enough(group):
            return _instead(view, working, len(group))
        nearer += [member for member in chosen if member in group]
    return say("{nearer} is nearer", nearer=node_name(view, nearer[0])) if nearer else None


def _instead(view: View, working: Sequence[str], of: int) -> Sentence:
    """That enough others of a group work."""
    if len(working) == 1:
        return say("{member} works instead", member=node_name(view, working[0]))
    return say("{n} of {all} work, which is enough", n=len(working), all=of)


def _not_harmless(view: View, server: str) -> list[Sentence]:
    """That a server which nothing waits for just now is no reserve to be plugged in.

    It was hit, or nobody knows.
    """
    standing = view.situation.servers[server].standing
    if standing.verdict == "compromised" and standing.work in ("", "blocked"):
        return [
            say(
                "{server} is compromised: it must stay off the network until it is restored.",
                server=server,
            )
        ]
    return [say("Nobody has looked at it yet.")] if standing.state == "unknown" else []


def needed_in_vain(view: View, server: str) -> Value | None:
    """The most urgent service that misses a server and cannot come back; None where there is none.

    A spare is missed by none.
    """
    service = view.order.missed_in_vain.get(server)
    return None if service is None else node_name(view, service)
