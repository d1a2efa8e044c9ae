"""What crews are at before a service is up that it does not need, and why that is not its turn.

What is in hand already; what stands before the last of its own servers in the queue; and what stands
behind that and is likely begun sooner all the same, because whoever begins it could begin nothing of
the service then. The last is seen in the runs of the forecast (`traced`), and told with its median.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from chwapi_console.clock import (
    clock_after,
    clock_time,
    forecast_time,
    later,
    minutes_between,
    weekday_time,
)
from chwapi_console.inventory.groups import enough
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.outlook import rounded
from chwapi_console.recovery.forecast.traced import Traced, TracedRun, traced
from chwapi_console.recovery.order.crew_work import NO_TIER, Begun
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.means import begins_at, crew_name, lane_name
from chwapi_console.recovery.state.of_view.since import since
from chwapi_console.recovery.state.view.supposed_views import with_entries
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.why.comparing import BETWEEN_TURNS, Why, compared, whose_turn
from chwapi_console.recovery.words.why.contest_words import TermWord, blocked_until
from chwapi_console.recovery.words.why.reasons import may_come_first
from chwapi_console.recovery.words.why.tier_words import tier_words
from chwapi_console.recovery.words.why.worth_words import worth_in_brief
from chwapi_console.text import Sentence, Value, either, every, plural, say, some

MOST_GROUPS = 4
"""Reasons of each kind that are told; servers beyond them are counted."""

MOST_SERVERS = 4
"""Servers named in one reason."""


class InHand(NamedTuple):
    """A server that somebody has in hand, and the most urgent service that waits for it, if any.

    It `may_come_first` where the service asked about may be up sooner by it, a spare for it as yet.
    """

    server: str
    service: str
    may_come_first: bool = False


class Earlier(NamedTuple):
    """Servers that stand before the last of the service in the queue, for one reason.

    They stand there for these `services` (none where a pin has them there, or no service waits for
    them); the last `term` of the comparison and its words, and the worth of both where that decided.
    """

    servers: Sequence[str]
    services: Sequence[str]
    term: Why | TermWord
    words: Value
    worth: Sequence[Sentence] = ()


class Sooner(NamedTuple):
    """A server behind the last of the service in the queue that is likely begun before that.

    In half of the runs at least; when, in the median, and by which crew (empty where the plan tells
    none apart); where that begins it in two thirds of them or fewer, by which `others` too, so that
    no two services tell of two crews; so too by which it is begun at the time that is told.
    `waiting` is what of the service this crew would have begun instead, and `why` it
    could not: for want of `needs`, of a place in a `lane` (of that name) or in one that is `kept` for
    what comes before it, for it may not before a `start`; of a `crew` nothing of it is left. Or it
    was looked at, and what that brings stands behind (`hit`), or it stands behind by then itself
    (`turn`), or waits for a hand, while this takes minutes (`brief`). Or the crew goes home (`until`)
    before that would be done, and leaves it to a `taker` that could have it done sooner (`home`). Or
    no restoration was begun yet, and what passes before the first is counted in (`delay`). What is
    left to another crew may be a server `before` it, of the same work, for which it waits then. Or
    the crew is `at` that server already, and it has another hand.
    It is `first` where the last server of the service is not begun at all before it in half of the runs.
    """

    server: str
    service: str
    at: datetime
    crew: str
    why: Literal[
        "crew", "needs", "lane", "kept", "start", "hit", "turn", "home", "brief", "delay", "at"
    ]
    waiting: str = ""
    needs: Sequence[Sequence[str]] = ()
    start: datetime | None = None
    lane: str = ""
    first: bool = True
    others: Sequence[str] = ()
    until: datetime | None = None
    taker: str = ""
    before: str = ""


class Ahead(NamedTuple):
    """What crews are at before a service is up that it does not need."""

    service: str
    in_hand: Sequence[InHand] = ()
    earlier: Sequence[Earlier] = ()
    sooner: Sequence[Sooner] = ()


def ahead(view: View, service: str, crews: int | None = None, of: Traced | None = None) -> Ahead:
    """What crews are at before the service is up, by those of the plan or so many.

    `of` are the runs of its forecast, where somebody has them already.
    """
    own, to_begin = list(view.missing(service)), not_in_hand(view, service)
    if not own or not view.problem.can_come_back(service):
        return Ahead(service)
    others = [entry for entry in view.entries if entry.server not in own]
    held = [
        InHand(e.server, _for(view, e.server), may_come_first(view, e.server, service))
        for e in others
        if e.state == "restoring"
    ]
    if not to_begin:
        return Ahead(service, held)
    runs, last = of or traced(view, service, crews), view.order.rank[to_begin[-1]]
    before = [e for e in others if e.rank < last]
    return Ahead(
        service,
        held,
        list(_earlier(view, service, to_begin[-1], before)),
        list(_sooner(view, to_begin, runs)) if runs else [],
    )


def not_in_hand(view: View, service: str) -> list[str]:
    """What of the servers that a service misses nobody has in hand, in the order of the queue."""
    return [server for server in view.missing(service) if server not in view.in_hand]


def alone(view: View, service: str) -> View:
    """The view in which nothing is begun that stands behind the service and that it does not need."""
    own = view.missing(service)
    last = view.order.rank[own[-1]] if own else 0
    beneath = view.graph.reached_from([service])
    return with_entries(
        view,
        [
            entry
            for entry in view.entries
            if entry.rank <= last or entry.server in beneath or entry.state == "restoring"
        ],
    )


def _for(view: View, server: str) -> str:
    return next(iter(view.because(server)), "")


def _earlier(view: View, service: str, last: str, before: Sequence[Entry]) -> Iterator[Earlier]:
    """What is before the last of its servers that nobody has in hand.

    Those of one more urgent tier together, else those of one turn; one is compared for all.
    """
    order = view.order
    together: dict[tuple[str, int | None, int | None], list[str]] = {}
    for entry in before:
        server = entry.server
        if entry.state != "restoring":
            tier, turn = order.tier.get(server), order.turn.get(server)
            is_more_urgent = tier is not None and tier < (order.tier.get(last) or NO_TIER)
            key = order.pinned.get(server, ""), tier, None if is_more_urgent else turn
            together.setdefault(key, []).append(server)
    against = service if view.missing(service)[-1] == last else last
    for (_, _, turn), servers in together.items():
        reasons = [r for r in compared(view, servers[0], against).reasons if r.term != "turn"]
        turns = dict.fromkeys(order.turn[server] for server in servers if server in order.turn)
        own, worth = order.turn.get(last), list[Sentence]()
        words = [reason.words for reason in reasons]
        if reasons[-1].term == "blocked":
            words = [_blocked_words(view, service)]
        if reasons[-1].term == "look" and len(servers) > 1:
            words = [say("they are suspect, and a look is short")]
        if own is not None and turn is not None and own != turn and reasons[-1].term != "pin":
            worth = worth_in_brief(view, turn, own)
            if order.turns[own] != service and reasons[-1].term in BETWEEN_TURNS:
                whose = whose_turn(view, service, last, order.turns[own])
                words = [
                    say("{whose}, against which: {reasons}", whose=whose, reasons=every(words))
                ]
        yield Earlier(
            servers,
            [order.turns[of] for of in turns],
            reasons[-1].term,
            every(words),
            worth,
        )


def _blocked_words(view: View, service: str) -> Sentence:
    """That a service waits for something blocked, and until when where that is known of all of it."""
    until, name = blocked_until(view, service), node_name(view, service)
    if until is None:
        return say("{service} waits for something blocked", service=name)
    when = clock_time(until, view.plan.incident.zone, view.now)
    return say(
        "{service} waits for something blocked until {time}; from then on its turn is by its worth",
        service=name,
        time=when,
    )


def _sooner(view: View, own: Sequence[str], of: Traced) -> Iterator[Sooner]:
    """What stands behind and is begun before the last of its own in at least half of the runs.

    What cannot be told the reason of is left out.
    """
    rank, last, before = view.order.rank, view.order.rank[own[-1]], dict[str, list[_Run]]()
    begins, first = dict[str, list[_Run]](), Counter[str]()
    crews = dict[str, dict[int, int]]()
    for number, run in enumerate(of.runs):
        until, begun_by = of.last_begun(run, own), of.all_begun(run, own)
        for server, begun in of.first_begun(run).items():
            if rank.get(server, 0) > last and server not in view.in_hand and server not in own:
                begins.setdefault(server, []).append((begun.minute, number))
                crews.setdefault(server, {})[number] = begun.crew
                if begun.minute < until:
                    before.setdefault(server, []).append((begun.minute, number))
                    first[server] += begun.minute < begun_by
    middle = {
        server: _middle(begins[server], len(of.runs))
        for server, runs in before.items()
        if 2 * len(runs) >= len(of.runs)
    }
    for server, (minute, then) in sorted(middle.items(), key=lambda each: (each[1][0], each[0])):
        runs = of_usual_crew(before[server], crews[server])
        _, number = _middle(runs, len(runs))
        if (told := _why_sooner(view, server, own, of, of.runs[number])) is None:
            continue
        is_first = 2 * first[server] >= len(of.runs)
        most = {*most_that_begin(list(crews[server].values())), crews[server][then]}
        begin = [of.means.crews[crew] for crew in sorted(most)]
        others = [crew for crew in begin if crew != told.crew]
        yield told._replace(at=later(view.now, minute), first=is_first, others=others)


_Run = tuple[float, int]
"""The minute at which something is begun in a run, and the number of the run."""


def _middle(begins: Sequence[_Run], of: int) -> _Run:
    """The median of so many runs, of which these are those in which it is begun."""
    return sorted(begins)[(of - 1) // 2]


def of_usual_crew(before: Sequence[_Run], crews: Mapping[int, int]) -> Sequence[_Run]:
    """Those of some runs in which it is begun by the crew that begins it in most of all runs.

    Whatever it is asked for, so one crew is named. All of them where that crew begins it in none.
    """
    usual, _ = max(Counter(crews.values()).items(), key=lambda each: (each[1], -each[0]))
    return [run for run in before if crews[run[1]] == usual] or before


def most_that_begin(crews: Sequence[int]) -> list[int]:
    """The fewest of some crews that together are more than two thirds of them, in order of number."""
    found, so_far = list[int](), 0
    for crew, count in sorted(Counter(crews).items(), key=lambda each: (-each[1], each[0])):
        if 3 * so_far > 2 * len(crews):
            break
        found.append(crew)
        so_far += count
    return sorted(found)


def _why_sooner(
    view: View, server: str, own: Sequence[str], of: Traced, run: TracedRun
) -> Sooner | None:
    """What kept the crew that begins it from the first of what is left that it is for."""
    begun = of.first_begun(run)[server]
    minute, means = begun.minute, of.means
    told = Sooner(
        server, _for(view, server), later(view.now, minute), means.crews[begun.crew], "crew"
    )
    mine = (
        each
        for each in of.not_begun(run, own, minute)
        if begun.crew in of.crews_for(of.next_stage(run, each, minute))
        and (view.situation.state(each) != "blocked" or view.entry[each].ready)
    )
    if (waiting := next(mine, None)) is None:
        at = of.under_way(run, own, begun.crew, minute)
        return told._replace(waiting=at, why="at") if at else told
    return _why_waiting(view, told._replace(waiting=waiting), of, run, begun)


def _why_waiting(
    view: View, told: Sooner, of: Traced, run: TracedRun, begun: Begun
) -> Sooner | None:
    """What kept a server of the service from being begun when this was, as the run has it."""
    waiting, minute, means = told.waiting, begun.minute, of.means
    start, stage = begins_at(view, waiting), of.next_stage(run, waiting, minute)
    if start is not None and minutes_between(view.now, start) > minute:
        return told._replace(why="start", start=start)
    needs = _needs_not_there(view, waiting, of.up(run), minute)
    is_unknown = view.entry[waiting].state == "unknown"
    if needs and (not is_unknown or of.is_begun(run, waiting, minute)):
        return told._replace(why="needs", needs=needs)
    if of.is_delayed(run, stage, minute):
        return told._replace(why="delay")
    first = of.first_alike(run, stage, minute)
    if (left := of.left_to(run, first, begun)) is not None:
        before = of.network.names[first] if first != stage else ""
        home, taker = clock_after(view.now, left.minute), means.crews[left.crew]
        return told._replace(why="home", until=home, taker=taker, before=before)
    brief, is_behind = of.network.brief, of.stands_behind(run, stage, begun.stage, minute)
    is_brief = begun.stage in brief and (not is_behind or stage not in brief)
    if is_brief and not of.has_a_hand_free(run, begun):
        return told._replace(why="brief")
    if is_behind and not is_brief:
        return told._replace(why="hit" if is_unknown else "turn")
    if (full := of.full_lane(run, stage, begun)) is not None:
        return told._replace(why="lane", lane=full)
    if lanes := of.lanes_of(stage):
        return told._replace(why="kept", lane=of.means.lanes[lanes[0]])
    return None


def _needs_not_there(
    view: View, server: str, up: Mapping[str, float], minute: float
) -> list[list[str]]:
    """The members of each of its groups that do not work by then, where not enough do."""
    lacking = []
    for group in view.problem.down.get(server, ()):
        late = [member for member in group if up.get(member, minute + 1) > minute]
        if len(group) - len(late) < enough(group):
            lacking.append(late)
    return lacking


# In words


def sooner_all_the_same(view: View, first: str, second: str) -> list[Sentence]:
    """That what stands behind another is in hand, or likely begun before that all the same, and why."""
    of, known = set(view.missing(second)), ahead(view, first)
    held = [_in_hand(view, each) for each in known.in_hand if each.server in of]
    found = [each for each in known.sooner if each.server in of and each.first]
    return [
        *([say("In hand already: {servers}.", servers=some(held, MOST_SERVERS))] if held else []),
        *([_sooner_words(view, first, found[:1])] if found else []),
    ]


def ahead_words(view: View, of: Ahead) -> Iterator[Sentence]:
    """What crews are at before the service is up, in sentences."""
    earlier = _for_one_reason(view, of.earlier)
    for each in earlier[:MOST_GROUPS]:
        yield _earlier_words(view, each)
    if rest := sum(len(each.servers) for each in earlier[MOST_GROUPS:]):
        yield plural(
            "{n} more server before it, for other services.",
            "{n} more servers before it, for other services.",
            rest,
        )
    if of.earlier:
        yield from tier_words(view, of.service)
    yield from _all_in_hand(view, of.in_hand)
    together: dict[tuple[object, ...], list[Sooner]] = {}
    for later_one in of.sooner:
        by = frozenset((later_one.crew, *later_one.others))
        reason = (later_one.why, later_one.waiting, later_one.lane, later_one.before)
        key = (by, later_one.crew, *reason)
        together.setdefault(key, []).append(later_one)
    groups = list(together.values())
    for alike in groups[:MOST_GROUPS]:
        yield _sooner_words(view, of.service, alike)
    if rest := sum(map(len, groups[MOST_GROUPS:])):
        yield plural(
            "{n} more server behind it is likely begun before its last one.",
            "{n} more servers behind it are likely begun before its last one.",
            rest,
        )


def _for_one_reason(view: View, earlier: Sequence[Earlier]) -> list[Earlier]:
    """The same, those of the very same words as one: they stand there for several services."""
    found: dict[tuple[object, ...], Earlier] = {}
    for each in earlier:
        tier = view.order.tier[each.servers[0]] if each.term == "tier" else None
        key = (each.term, tier, str(each.words), *map(str, each.worth))
        of = found.get(key, each._replace(servers=(), services=()))
        services = tuple(dict.fromkeys((*of.services, *each.services)))
        found[key] = of._replace(servers=(*of.servers, *each.servers), services=services)
    return list(found.values())


def _earlier_words(view: View, of: Earlier) -> Sentence:
    what: dict[str, Value] = {
        "servers": some(list(of.servers), MOST_SERVERS),
        "services": some([node_name(view, each) for each in of.services], MOST_SERVERS),
        "reasons": of.words,
    }
    if of.term == "tier":
        tier = view.order.tier[of.servers[0]]
        return say("Before it, of tier {tier}: {servers}, for {services}.", tier=tier, **what)
    if of.term == "pin" or not of.services:
        return say("Before it {servers}: {reasons}.", **what)
    if of.worth:
        return say(
            "Before it {servers}, for {services}: {reasons} ({worth}).", worth=of.worth[0], **what
        )
    return say("Before it {servers}, for {services}: {reasons}.", **what)


def _all_in_hand(view: View, held: Sequence[InHand]) -> Iterator[Sentence]:
    """What is in hand: what does nothing for the service, and the spares by which it may be up sooner."""
    first = [_in_hand(view, each) for each in held if each.may_come_first]
    others = [_in_hand(view, each) for each in held if not each.may_come_first]
    if others:
        yield say(
            "In hand now, though it does not need them: {servers}.",
            servers=some(others, MOST_SERVERS),
        )
    if first:
        yield say(
            "In hand now, spares that may be back first: {servers}.",
            servers=some(first, MOST_SERVERS),
        )


def _in_hand(view: View, of: InHand) -> Sentence:
    begun = since(view, of.server)
    return say(
        "{server} ({operator} since {time}, {service})",
        server=of.server,
        operator=view.entry[of.server].held_by,
        time=clock_time(begun.at if begun else view.now, view.plan.incident.zone, view.now),
        service=_for_words(view, of.service),
    )


def _for_words(view: View, service: str) -> Sentence:
    """For which service, with its tier."""
    if not service:
        return say("for no service")
    return say(
        "for {service}, tier {tier}",
        service=node_name(view, service),
        tier=view.plan.services[service].tier,
    )


def _sooner_words(view: View, node: str, alike: Sequence[Sooner]) -> Sentence:
    first = alike[0]
    what: dict[str, Value] = {
        "servers": some([_with_time(view, each) for each in alike], MOST_SERVERS),
        "why": _why_words(view, node, first),
    }
    if not first.crew:
        return say("Behind it, yet likely begun sooner: {servers}; {why}.", **what)
    return say(
        "Behind it, yet likely begun sooner by {crew}: {servers}; {why}.",
        crew=either([crew_name(view, crew) for crew in sorted((first.crew, *first.others))]),
        **what,
    )


def _with_time(view: View, of: Sooner) -> Sentence:
    return say(
        "{server} ({service}, {time})",
        server=of.server,
        service=_for_words(view, of.service),
        time=forecast_time(of.at, view.plan.incident.zone, view.now),
    )


def _nothing_for(view: View, service: Value, crew: str, at: Value) -> Sentence:
    """That nothing of the service is left for a crew, or for any where the plan tells none apart.

    Or which of its servers is in hand then.
    """
    if at:
        return say("{server} is in hand then", server=at)
    if not crew:
        return say("nothing of {service} is left to begin", service=service)
    name = crew_name(view, crew)
    return say("{crew} has nothing of {service} to begin", crew=name, service=service)


def _no_place(waiting: Value, lane: str, *, kept: bool) -> Sentence:
    """That a lane has no place for a server, or keeps it for what comes before that."""
    if not kept:
        return say("{server} finds no place in {lane} then", server=waiting, lane=lane)
    return say(
        "the place of {server} in {lane} is kept then for what comes before it",
        server=waiting,
        lane=lane,
    )


def _left(view: View, waiting: Value, of: Sooner, until: datetime) -> Sentence:
    """That a crew goes home before a server would be done, and leaves it to another."""
    what: dict[str, Value] = {
        "crew": crew_name(view, of.crew),
        "time": weekday_time(until, view.plan.incident.zone, view.now),
        "server": waiting,
        "taker": crew_name(view, of.taker),
    }
    if of.before:
        return say(
            "{before} comes before {server} then, and {crew} goes home {time}, before that would be "
            "done, and leaves it to {taker}, who could have it done sooner",
            before=of.before,
            **what,
        )
    return say(
        "{crew} goes home {time}, before {server} would be done, and leaves it to {taker}, who could "
        "have it done sooner",
        **what,
    )


def _delayed(view: View, waiting: Value) -> Sentence:
    """That no restoration was begun yet, and how long it takes, in the mean, until the first is."""
    return say(
        "no restoration was begun yet, and {server} is one: {time} are counted before the first, the "
        "mean of incidents of this size; looks go on meanwhile",
        server=waiting,
        time=rounded(round(learned(view).pace.delay)),
    )


def _why_words(view: View, node: str, of: Sooner) -> Sentence:
    """Why nothing of the service was begun in its place."""
    name = node_name(view, node)
    waiting: Value = of.waiting
    if of.waiting not in ("", node):
        waiting = say("{server} of {service}", server=of.waiting, service=name)
    match of.why:
        case "crew" | "at":
            return _nothing_for(view, name, of.crew, waiting)
        case "start" if of.start is not None:
            return say(
                "{server} may not begin before {time}",
                server=waiting,
                time=weekday_time(of.start, view.plan.incident.zone, view.now),
            )
        case "needs":
            needs = every([either([node_name(view, m) for m in group]) for group in of.needs])
            return say("{server} still waits for {needs} then", server=waiting, needs=needs)
        case "home" if of.until is not None:
            return _left(view, waiting, of, of.until)
        case "delay":
            return _delayed(view, waiting)
        case "hit":
            return say(
                "what is to be done if {server} is hit stands further back then", server=waiting
            )
        case "brief":
            return say(
                "that takes minutes, and {server} waits for a hand then",
                server=waiting,
            )
        case "turn":
            return say(
                "{server} stands further back then, as the order moves till then", server=waiting
            )
    return _no_place(waiting, lane_name(view, of.lane), kept=of.why == "kept")
