"""`queue --suppose`: how the order would be if the plan or a server were otherwise; nothing is written."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json, expected_range
from chwapi_console.cli.verbs.patience import ToldShare
from chwapi_console.cli.verbs.supposing.supposition import MOST_TOLD, Supposition
from chwapi_console.cli.verbs.supposing.suppositions import supposed
from chwapi_console.errors import RequestError
from chwapi_console.inventory.assignments import crew_of, crews_of
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.pin_price import (
    ExpectedRange,
    Price,
    by_weight,
    cost_words,
    price_of,
    range_words,
)
from chwapi_console.recovery.state.of_view.means import crew_name, rests_until
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import (
    brought_by_an_edit,
    by_urgency,
    consequences,
    naming,
    services_up,
)
from chwapi_console.recovery.words.since.moves import moved, moved_unexplained, weighs_less
from chwapi_console.recovery.words.things.conditions import node_name, subject_name
from chwapi_console.recovery.words.why.comparing import compared, comparison_words
from chwapi_console.recovery.words.why.shift_words import rests_before_done
from chwapi_console.text import Sentence, Value, every, plural, say, some

MOST_REASONS = 2
"""Services that come later, and as many that come sooner, of which it is said for what.

Each takes some tenths of a second.
"""

MUCH_OF_IT, MOST_OF_IT = 0.25, 0.75
"""By what share of what a service comes later by something that it waits for itself has to come later:
to be told, and for nothing else to be told."""

MOST_SERVICES = 2
"""Services of a server of which it is told when they come."""

LEAP = timedelta(hours=1)
"""By how much half of all cases come to another time, at least, where it is said that case by case they do not."""

MOST_MOVED = 8
"""Servers that change places which are told, each with why."""


class Answer(NamedTuple):
    """What came of what was supposed: the price of it for services, and the views before and after."""

    supposed: Sequence[Supposition]
    before: View
    after: View
    prices: Sequence[Price]


def answered(context: VerbContext, now: View, texts: Sequence[str]) -> Answer:
    """What would come of it.

    By one plan the forecast takes the same order for the same course, whatever else stands
    otherwise: so what is now is told by a plan of its own.
    """
    of = supposed(context, now, texts)
    after, told = of[-1].then, list(dict.fromkeys(node for each in of for node in each.told))
    asked = [node for node in told if node in now.graph.needs and not now.works(node)]
    share = ToldShare(context, now, times=2)
    before = now.with_plan(now.written._replace()) if after.plan is now.plan else now
    if not told:
        raise RequestError(say("Nothing misses a server or waits for anything."))
    of_servers = [s for each in of for s in _services_of(now, after, each.subject) if s not in told]
    of_wholes = [s for each in of if _is_whole(now, each) for s in each.told]
    beside = list(dict.fromkeys([*of_servers, *of_wholes]))
    price = price_of(before, after, asked[0] if asked else told[0], share, beside)
    return Answer(of, now, after, [price])


def _services_of(now: View, after: View, subject: str) -> Sequence[str]:
    """The most urgent services that wait for a server, or would, of which it is told when they come.

    First those that are up and would fall.
    """
    waiting, to_wait = (
        view.because(subject) if subject in view.entry else () for view in (now, after)
    )
    fallen = [each for each in to_wait if now.works(each)]
    return [*fallen[:MOST_SERVICES], *waiting[:MOST_SERVICES]]


def _is_whole(view: View, of: Supposition) -> bool:
    """Whether something is supposed of a site or group, of which it is asked when it is whole."""
    return of.order and (of.subject in view.plan.groups or of.subject in view.plan.sites)


def answer_lines(of: Answer) -> Iterator[Sentence]:
    """What would be otherwise, in sentences."""
    before, after = of.before, of.after
    yield say(
        "Suppose {what}. Nothing is written, and the plan's file is left alone.",
        what=every([each.what for each in of.supposed]),
    )
    yield from (each.mind for each in of.supposed if each.mind is not None)
    for node in dict.fromkeys(node for each in of.supposed if each.order for node in each.told):
        yield from _place(before, after, node)
        yield from _why_no_sooner(before, after, node)
    for price in of.prices:
        yield from _expected(before, price)
        yield from _expected_beside(before, price, {s for each in of.supposed for s in each.told})
        for each in (each for each in of.supposed if _is_whole(before, each)):
            yield from _expected_whole(before, price, each)
    for line in _brought(before, after):
        yield say("Then: {what}", what=line)
    for price in of.prices:
        yield from _timed_words(before, after, price)
        yield _cost(before, after, price)
        yield from _hardly_moves(before, price)
        yield from _why_later(of, price)
        yield from _why_sooner(of, price)
    moves = _moves(before, after)
    yield from (say("In the queue, {change}.", change=change) for change in moves)
    if list(before.order.servers) == list(after.order.servers):
        yield say("The order of the queue would stay as it is.")


def _brought(before: View, after: View) -> list[Sentence]:
    """What changes for clinicians; nothing of what nobody waits for any more."""
    if before.services.keys() == after.services.keys():
        return consequences(before, after, MOST_TOLD)
    return brought_by_an_edit(before, after, MOST_TOLD)


def lost_for_good(before: View, after: View) -> set[str]:
    """The services that can then never come back, and could, or are up."""
    names = before.services.keys() & after.services.keys()
    could = {s for s in names if before.services[s].can_come_back}
    return {s for s in could if not after.services[s].can_come_back}


def _without_time(after: View, price: Price) -> list[str]:
    """The services that had a time and have none then: not those that are up then."""
    timed = price.timed.items()
    return [s for s, of in timed if not of[1].p50 and not after.services[s].is_up]


def _cost(before: View, after: View, price: Price) -> Sentence:
    """Who pays and who gains; what is up at once is told already."""
    comes_up = services_up(after) - services_up(before)
    return (
        say("It moves no other service.")
        if comes_up and not price.moves
        else cost_words(before, price)
    )


def _hardly_moves(before: View, price: Price) -> Iterator[Sentence]:
    """Which services whose times were told are among those neither sooner nor later case by case."""
    told = {price.subject: (price.unpinned, price.pinned), **price.beside}
    leaps = [
        node_name(before, service)
        for service, (was, then) in told.items()
        if service in before.services and service not in price.moves and _leaps(was, then)
    ]
    if leaps:
        yield say(
            "Of {services} no clear difference case by case, though half of all cases come to another time.",
            services=some(leaps, MOST_TOLD),
        )


def _leaps(was: ExpectedRange, then: ExpectedRange) -> bool:
    """Whether half of all cases come to a time that is an hour or more from what it was."""
    if was.p50 is None or then.p50 is None:
        return False
    return abs(then.p50 - was.p50) >= LEAP


def _timed_words(before: View, after: View, price: Price) -> Iterator[Sentence]:
    """Which services can then never come back, which nobody can foresee any more, and which get a time."""
    lost, none = lost_for_good(before, after), _without_time(after, price)
    if lost:
        yield plural(
            "Then {services} can never come back.",
            "Then {services} can never come back.",
            len(lost),
            services=naming(before, lost, len(lost)),
        )
    if unknown := [node_name(before, service) for service in none if service not in lost]:
        yield say("Then nobody can say when: {services}.", services=some(unknown, len(unknown)))
    gained = [s for s, of in price.timed.items() if of[1].p50]
    for service in gained[:MOST_TOLD]:
        if (when := range_words(after, price.timed[service][1])) is not None:
            yield say(
                "Then {service} is expected {when}; as it stands nobody can say when.",
                service=node_name(before, service),
                when=when,
            )
    if more := len(gained[MOST_TOLD:]):
        yield plural("{n} more gets a time from none.", "{n} more get a time from none.", more)


def _told_of_themselves(of: Answer) -> set[str]:
    """The services that come later by what is supposed of them, or of a condition they wait for."""
    conditions, services = of.before.plan.conditions, of.before.plan.services
    return {
        service
        for each in of.supposed
        for service in (each.told if each.subject in conditions else (each.subject,))
        if service in services
    }


def _why_later(of: Answer, price: Price) -> Iterator[Sentence]:
    """Why the first that come later do, where the runs tell; else that no one thing makes it.

    Of those of which that was supposed itself nothing more, and of a server supposed otherwise that
    it is waited for.
    """
    before, own = of.before, _told_of_themselves(of)
    paying = [service for service in by_weight(before, price) if price.moves[service] > 0]
    of_many = list[Value]()
    for service in paying[:MOST_REASONS] if price.by_forecast else ():
        if told := list(_why_it_is_later(of, service, price.moves[service])):
            yield from told
        elif service not in price.beside and service not in own:
            of_many.append(node_name(before, service))
    if of_many:
        yield plural(
            "Of {services} no one thing makes most of that: much is done a little later.",
            "Of {services} no one thing makes most of that: much is done a little later.",
            len(of_many),
            services=every(of_many),
        )


def _why_it_is_later(of: Answer, service: str, minutes: int) -> Iterator[Sentence]:
    """Why one service comes so many minutes later: first what is supposed and it waits for itself."""
    from chwapi_console.recovery.forecast.held_longer import comes_later, later_words

    before, after = of.before, of.after
    through = [each for each in _subjects(of) if each in after.missing(service)]
    if late := _that_come_later(of, through, minutes):
        yield _waits_itself(before, service, list(late))
        if max(late.values()) >= MOST_OF_IT * minutes:
            return
    taken = [each for each in through if each not in late and _is_taken(of, each)]
    told = (
        _lighter(before, after, service)
        or _rests(before, after, service, [] if late else through)
        or _taker_is_at_it(of, service, taken)
        or later_words(after, service, comes_later(before, after, service))
    )
    more = [each for each in after.missing(service) if each not in before.missing(service)]
    if told is not None:
        yield told
    elif more:
        yield say(
            "{service} comes later, for it misses {servers} too.",
            service=node_name(before, service),
            servers=some(more, MOST_REASONS),
        )
    elif through and not late and not taken:
        yield _waits_itself(before, service, through)


def _rests_longer(before: View, after: View, server: str) -> bool:
    was = rests_until(before, server) if server in before.entry else None
    then = rests_until(after, server)
    return then is not None and (was is None or then > was)


def _is_taken(of: Answer, server: str) -> bool:
    """Whether somebody else would have a server in hand."""
    was = of.before.entry.get(server)
    return was is not None and was.held_by != of.after.entry[server].held_by


def _taker_is_at_it(of: Answer, service: str, taken: Sequence[str]) -> Sentence | None:
    """That who would take what a service waits for is at that before the rest of it they are for."""
    after = of.after
    crew = crew_of(after.plan, after.entry[taken[0]].held_by) if taken else None
    if crew is None:
        return None
    others = [server for server in after.missing(service) if server not in taken]
    left = [each for each in others if crew in crews_of(after.plan, after.plan.servers[each])]
    if not left:
        return None
    return say(
        "{service} comes later: {crew} is at {server} before {others}.",
        service=node_name(of.before, service),
        crew=crew_name(after, crew),
        server=taken[0],
        others=some(left, MOST_REASONS),
    )


def _subjects(of: Answer) -> Sequence[str]:
    """What something is supposed of."""
    return list(dict.fromkeys(each.subject for each in of.supposed))


def _that_come_later(of: Answer, servers: Sequence[str], minutes: int) -> dict[str, int]:
    """Those of some servers that come later themselves, by how much: a quarter of so many minutes at least."""
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.runs_compared import clear_difference

    if not servers:
        return {}
    was, then = (forecast(view, servers).services for view in (of.before, of.after))
    moves = {server: clear_difference(was[server], then[server]) or 0 for server in servers}
    return {server: of for server, of in moves.items() if of > 0 and of >= MUCH_OF_IT * minutes}


def _why_sooner(of: Answer, price: Price) -> Iterator[Sentence]:
    """Why the first that come sooner do, where the runs tell.

    Not of those of which that was supposed itself, or of a server that they miss.
    """
    from chwapi_console.recovery.forecast.held_longer import sooner_words

    supposed, own = {each.subject for each in of.supposed}, _told_of_themselves(of)
    gaining = [
        service
        for service in by_weight(of.before, price)
        if price.moves[service] < 0
        and service not in own
        and supposed.isdisjoint(of.before.missing(service))
    ]
    for service in gaining[:MOST_REASONS] if price.by_forecast else ():
        if (told := sooner_words(of.before, of.after, service)) is not None:
            yield told


def _rests(before: View, after: View, service: str, servers: Sequence[str]) -> Sentence | None:
    """That a service waits for a server that rests as is supposed, and not till then as it stands, or will."""
    resting = [
        server
        for server in servers
        if _rests_longer(before, after, server) or [*rests_before_done(after, [server])]
    ]
    return _waits_itself(after, service, resting) if resting else None


def _waits_itself(view: View, service: str, servers: Sequence[str]) -> Sentence:
    return say(
        "{service} comes later, for it waits for {servers} itself.",
        service=node_name(view, service),
        servers=some(servers, MOST_REASONS),
    )


def _lighter(before: View, after: View, service: str) -> Sentence | None:
    """That a service counts less then, where something goes before its last server that did not."""
    why = weighs_less(before, after, service)
    was, then = (_ahead(view, service) for view in (before, after))
    if why is None or not then - was:
        return None
    return say("{service} comes later: {why}.", service=node_name(before, service), why=why)


def _ahead(view: View, service: str) -> set[str]:
    """The servers that stand before the last one that a service misses, and are not its own."""
    last = _rank(view, service) or 0
    return set(view.order.servers[: max(0, last - 1)]) - set(view.missing(service))


def _moves(before: View, after: View) -> list[Sentence]:
    """Which servers change places, with why where that is theirs; never nothing where any does."""
    return moved(before, after, MOST_MOVED) or moved_unexplained(before, after, MOST_MOVED)


def _place(before: View, after: View, node: str) -> Iterator[Sentence]:
    """Where something stands in the queue, and where it would."""
    was, then = _rank(before, node), _rank(after, node)
    if was is None and then is None:
        return
    name = node_name(before, node)
    if then is None and node in before.plan.services:
        yield say("{id} would miss no server any more.", id=name)
    elif then is None:
        yield say("{id} would leave the queue.", id=name)
    elif was == then and node in before.plan.services:
        yield say("{id}: its last server would stay at {then}.", id=name, then=then)
    elif was == then:
        yield say("{id} would stay where it stands, at {then}.", id=name, then=then)
    elif was is None:
        yield say("{id} would come into the queue, at {then}.", id=name, then=then)
    elif node in before.plan.services:
        yield say(
            "{id}: its last server would stand at {then}, it stands at {was}.",
            id=name,
            then=then,
            was=was,
        )
    else:
        yield say("{id} would stand at {then}, it stands at {was}.", id=name, then=then, was=was)


def _why_no_sooner(before: View, after: View, service: str) -> Iterator[Sentence]:
    """What keeps a service where it is that would not stand sooner: it and the one before it compared."""
    was, then = _rank(before, service), _rank(after, service)
    if service not in after.plan.services or was is None or then is None or then < was:
        return
    in_order = after.order.services_by_urgency
    place = in_order.index(service)
    if place:
        yield comparison_words(after, compared(after, in_order[place - 1], service))


def _rank(view: View, node: str) -> int | None:
    if node in view.plan.services:
        missing = view.missing(node)
        return view.order.rank[missing[-1]] if missing else None
    return view.order.rank.get(node)


def _expected(view: View, price: Price) -> Iterator[Sentence]:
    """When what was asked about would be expected, and when it is."""
    name, then, now = (
        node_name(view, price.subject),
        range_words(view, price.pinned),
        range_words(view, price.unpinned),
    )
    if then is not None and now is not None:
        yield say("{id} would be expected {then}; as it stands {now}.", id=name, then=then, now=now)
    elif then is not None:
        yield say("{id} would be expected {then}.", id=name, then=then)
    elif price.pinned.reason is not None:
        yield say("{id}: {why}.", id=name, why=price.pinned.reason)


def _expected_whole(view: View, price: Price, of: Supposition) -> Iterator[Sentence]:
    """When the last service of a site or group would be expected, and when the last is as it stands.

    Nothing where of one of them nobody can say.
    """
    ranges = [(service, *price.beside[service]) for service in of.told if service in price.beside]
    if not ranges or any(each.p50 is None for _, *both in ranges for each in both):
        return
    last_now, now, _ = max(ranges, key=lambda each: (each[1].p50, each[0]))
    last_then, _, then = max(ranges, key=lambda each: (each[2].p50, each[0]))
    yield say(
        "All of {name}: its last service, {last}, would be expected {then}; as it stands {last_now} is the "
        "last, {now}.",
        name=subject_name(view, of.subject),
        last=node_name(view, last_then),
        then=range_words(view, then) or "",
        last_now=node_name(view, last_now),
        now=range_words(view, now) or "",
    )


def _expected_beside(view: View, price: Price, told: Collection[str]) -> Iterator[Sentence]:
    """When the services of a server would be expected, and when they are, where that is not the same."""
    for service, (was, becomes) in price.beside.items():
        if service in told:
            continue
        now, then = range_words(view, was), range_words(view, becomes)
        if then is None or now == then:
            continue
        name = node_name(view, service)
        if now is not None:
            yield say(
                "{id} would be expected {then}; as it stands {now}.", id=name, then=then, now=now
            )
        elif view.services[service].is_up:
            yield say("{id} would be expected {then}; as it stands it is up.", id=name, then=then)


def answer_in_json(of: Answer) -> Json:
    """What `--json` has beside the entries, which are those of the queue as it would be."""
    before, after, price = of.before, of.after, of.prices[0]
    return {
        "supposed": [
            {
                "id": each.subject,
                "words": str(each.what),
                "ranks": [
                    {"id": node, "then": _rank(after, node), "now": _rank(before, node)}
                    for node in each.told
                ],
            }
            for each in of.supposed
        ],
        "of": price.subject,
        "expected_then": expected_range(price.pinned),
        "expected_now": expected_range(price.unpinned),
        "services": {
            service: {"then": expected_range(then), "now": expected_range(was)}
            for service, (was, then) in price.beside.items()
        },
        "later": {s: minutes for s, minutes in price.moves.items() if minutes > 0},
        "sooner": {s: -minutes for s, minutes in price.moves.items() if minutes < 0},
        "on_average": [s for s in price.moves if s in price.few],
        "never_back": by_urgency(before, lost_for_good(before, after)),
        "time_from_none": {s: expected_range(of[1]) for s, of in price.timed.items() if of[1].p50},
        "no_time_any_more": _without_time(after, price),
        "consequences": [str(line) for line in _brought(before, after)],
        "moves": [str(line) for line in _moves(before, after)],
    }
