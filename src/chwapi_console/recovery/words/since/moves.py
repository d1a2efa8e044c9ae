"""What another order means.

Which services come later or sooner, which servers changed places, and why.
"""

from bisect import bisect, insort
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from chwapi_console.clock import span
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.passed_pins import passed_pins
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.why.group_words import weight_words
from chwapi_console.text import Sentence, plural, say, some

LEAST_WORK = 5
"""Minutes of work left by which nobody says that a service stands elsewhere."""

MOST_NAMED = 3
"""Services that a move names which go before a server now."""

LEAST_LEAP = 2
"""Places from which on what moved up without a reason of its own is told with what it passed."""

PAYING = 3
"""One in so many of the moves that are told is of who pays for them, the most urgent that moved most."""

LEAST_TIER = 9
"""Stands for the tier of what no service waits for."""


class _Move(NamedTuple):
    """Servers that moved up so many places, or down where that is less than nought; and why."""

    servers: Sequence[str]
    up: int
    why: Sentence


def moved(before: View, after: View, most: int = 3, *, all_who_pay: bool = False) -> list[Sentence]:
    """The servers that changed places most between two orders, each with what moved it.

    Only those in both orders. First those with a reason of their own; then those of services that moved
    down without one, with what goes before them now: where no move that is told says it, or all
    (`all_who_pay`). Of more than `most` the rest is counted.
    """
    shifts = _shifts(before, after, set())
    if not shifts:
        return []
    own = {each for each in shifts if before.entry[each].pinned != after.entry[each].pinned}
    freed = _freed_by(before, after) | _past_pins(before, after)
    own |= freed.keys() & shifts.keys()
    if own:  # who only made way for these has not moved
        beside = _shifts(before, after, own)
        shifts = {each: n for each, n in shifts.items() if each in own or each in beside}
    holds = _Holds(before, after)
    moves = [
        _Move([server], shifts[server], why)
        for server in sorted(shifts, key=lambda each: (-abs(shifts[each]), after.entry[each].rank))
        if (why := _why_moved(before, after, server, holds, freed, up=shifts[server] > 0))
        is not None
    ]
    moves = _with_leaps(before, after, shifts, moves)
    moves, fallen = _with_falls(before, after, shifts, moves)
    told = {server for move in moves for server in move.servers}
    others = {server: n for server, n in shifts.items() if n < 0 and server not in told}
    known = own if all_who_pay else own | {each for each in told if shifts[each] > 0}
    made_way = _made_way(before, after, others, known)
    first = [move for move in made_way if not fallen.isdisjoint(move.servers)]
    moves = [*first, *moves]
    made_way = [move for move in made_way if move not in first]
    made_way.sort(key=lambda move: (after.entry[move.servers[0]].tier or LEAST_TIER, move.up))
    kept = min(len(made_way), most // PAYING) if all_who_pay else 0
    moves = [*moves[: most - kept], *made_way[:kept], *moves[most - kept :], *made_way[kept:]]
    rest = sum(len(move.servers) for move in moves[most:])
    return [
        *map(_move_words, moves[:most]),
        *([plural("{n} more changes places", "{n} more change places", rest)] if rest else ()),
    ]


def _with_falls(
    before: View, after: View, shifts: Mapping[str, int], moves: Sequence[_Move]
) -> tuple[list[_Move], set[str]]:
    """The moves without what only took the place of what fell without a reason of its own; and what did.

    That fell past several that moved up by less: they are not told with the work that they have left.
    """
    told = {server for move in moves for server in move.servers}
    was, now = before.order.rank, after.order.rank
    fallen, passed_by = set[str](), Counter[str]()
    for server, up in shifts.items():
        if -up < LEAST_LEAP or after.entry[server].part != "clinical":
            continue
        passed = [
            other
            for other, n in shifts.items()
            if n > 0 and was[other] > was[server] and now[other] < now[server]
        ]
        if all(shifts[other] < -up for other in passed):
            passed_by.update(passed)
            if server not in told:
                fallen.add(server)
    kept = [move for move in moves if not _made_way_alone(before, after, move, passed_by)]
    return kept, fallen if len(kept) < len(moves) else set()


def _with_leaps(
    before: View, after: View, shifts: Mapping[str, int], moves: Sequence[_Move]
) -> list[_Move]:
    """The moves, first what has no reason of its own and passed several that moved down by less.

    What only made way for it is not told with the work that it has left: that is so of all alike.
    """
    told = {server for move in moves for server in move.servers}
    leaps, passed_by = list[_Move](), Counter[str]()
    for server, up in shifts.items():
        if up < LEAST_LEAP or server in told or after.entry[server].part != "clinical":
            continue
        passed = [
            other
            for other, n in shifts.items()
            if n < 0
            and before.order.rank[other] < before.order.rank[server]
            and after.order.rank[other] > after.order.rank[server]
        ]
        is_told = any(_by_work_or_tier(before, after, other) for other in told.intersection(passed))
        if is_told and all(-shifts[other] < up for other in passed):
            names = [node_name(after, each) for each in _by_service(after, server, passed)]
            services = some(names, MOST_NAMED)
            leaps.append(_Move([server], up, say("now before {services}", services=services)))
            passed_by.update(passed)
    kept = [move for move in moves if not _made_way_alone(before, after, move, passed_by)]
    return [*leaps, *kept]


def _by_work_or_tier(before: View, after: View, server: str) -> bool:
    """Whether what moved down has another tier now, or its first service more work left."""
    first = next(iter(after.order.because[server]), "")
    is_tier = before.entry[server].tier != after.entry[server].tier
    return is_tier or _by_work_left(before, after, first, up=False) is not None


def _made_way_alone(before: View, after: View, move: _Move, passed_by: Mapping[str, int]) -> bool:
    """Whether what moved is told with its work, and moved by no more than what leapt or fell past it."""
    (server, *_) = move.servers
    first = next(iter(after.order.because[server]), "")
    by_work = _by_work_left(before, after, first, up=move.up > 0)
    return abs(move.up) <= passed_by.get(server, 0) and move.why == by_work


def _move_words(of: _Move) -> Sentence:
    if of.up > 0:
        return say("{server} moves up {n}: {why}", server=of.servers[0], n=of.up, why=of.why)
    return plural(
        "{servers} moves down {places}: {why}",
        "{servers} move down {places}: {why}",
        len(of.servers),
        servers=some(of.servers, MOST_NAMED),
        places=-of.up,
        why=of.why,
    )


def _made_way(
    before: View, after: View, shifts: Mapping[str, int], known: Collection[str]
) -> list[_Move]:
    """What of services made way, first what comes first now; what it made way for is in part `known`."""
    alike = dict[tuple[int, tuple[str, ...]], list[str]]()
    came = list[tuple[int, str]]()  # what stands before it now, by where it stood
    for server in after.order.servers if shifts else ():
        if (was := before.entry.get(server)) is None:
            continue
        place = (was.rank, server)
        if server in shifts and was.part == after.entry[server].part == "clinical":
            passed = {other for _, other in came[bisect(came, place) :]}
            if ahead := _by_service(after, server, passed):
                alike.setdefault((shifts[server], ahead), []).append(server)
        if server not in known:
            insort(came, place)
    return [
        _Move(
            servers,
            up,
            plural(
                "{others} goes before",
                "{others} go before",
                len(ahead),
                others=some([node_name(after, each) for each in ahead], MOST_NAMED),
            ),
        )
        for (up, ahead), servers in alike.items()
    ]


def _by_service(view: View, server: str, others: Collection[str]) -> tuple[str, ...]:
    """The services that wait first for what goes before a server; where it is the same, what goes before."""
    first = next(iter(view.order.because[server]), "")
    in_turn = sorted(others, key=lambda other: view.entry[other].rank)
    by = ((other, next(iter(view.order.because[other]), first)) for other in in_turn)
    return tuple(dict.fromkeys(other if of == first else of for other, of in by))


def new_in_queue(before: View, after: View, most: int = 3) -> list[Sentence]:
    """Where what has come into the queue of a tier stands, and the most urgent services that wait for it.

    Suspects that are only to be looked at are told by themselves.
    """
    came = [
        entry
        for entry in after.entries
        if entry.server not in before.entry and entry.tier is not None and not entry.to_look_at
    ]
    return [
        say(
            "{server} is new at place {rank}, for {services}",
            server=entry.server,
            rank=entry.rank,
            services=some([node_name(after, each) for each in after.because(entry.server)], most),
        )
        for entry in came[:most]
    ]


def moved_unexplained(before: View, after: View, most: int = 3) -> list[Sentence]:
    """The servers that stand farther in front of others than they did, where none has a reason of its own."""
    up = {server: n for server, n in _shifts(before, after, set()).items() if n > 0}
    return [
        say("{server} moves up {n}", server=server, n=up[server])
        for server in sorted(up, key=lambda server: (-up[server], after.entry[server].rank))[:most]
    ]


def is_reordered(before: View, after: View) -> bool:
    """Whether any two servers of both orders stand the other way round."""
    return bool(_shifts(before, after, set()))


def _shifts(before: View, after: View, without: Collection[str]) -> dict[str, int]:
    """By how many places the servers of both orders moved up, but for some; those that did."""
    both = before.entry.keys() & after.entry.keys() - set(without)
    old = [server for server in before.order.servers if server in both]
    place = {server: number for number, server in enumerate(old)}
    new = [server for server in after.order.servers if server in both]
    return {
        server: place[server] - number
        for number, server in enumerate(new)
        if place[server] != number
    }


def _past_pins(before: View, after: View) -> dict[str, Sentence]:
    """What stands before something pinned now since what that is pinned before moved, each with that."""
    return {
        server: say(
            "{id}, pinned before {other}, stands only before {anchor} now",
            id=node_name(after, pin.subject),
            other=node_name(after, pin.before),
            anchor=after.order.anchors[pin.subject],
        )
        for pin, servers in passed_pins(before, after)
        for server in servers
    }


def _freed_by(before: View, after: View) -> dict[str, Sentence]:
    """The servers that wait no longer for the time that was said of a blocked one, each with why.

    It itself, and what opens with a service that misses it.
    """
    due = sorted(after.due - before.due)
    freed = dict.fromkeys(due, say("what it waits for was to be there"))
    for server in due:
        for group, services in after.plan.opens_together.items():
            missing = {each for service in services for each in after.missing(service)}
            if server in missing:
                why = say(
                    "{group} opens as a whole, and what {server} waits for was to be there",
                    group=after.plan.groups[group].name,
                    server=server,
                )
                freed |= dict.fromkeys(missing - freed.keys(), why)
    return freed


def _why_moved(
    before: View,
    after: View,
    server: str,
    holds: "_Holds",
    freed: Mapping[str, Sentence],
    *,
    up: bool,
) -> Sentence | None:
    """What is new about a server that moved `up` or down, and speaks for that.

    None where it only made way for others: for what was pinned or no longer is, say. `holds` has the
    services that are held up now and were not, or no longer, `freed` the servers for which a block's time
    has come.
    """
    was, now = before.entry[server], after.entry[server]
    pins_changed = [pin.event.hash for pin in before.pins] != [pin.event.hash for pin in after.pins]
    if now.pinned != was.pinned and pins_changed:
        if now.pinned != up:
            return _passed_by_pin(before, after, server, up=up)
        return _why_by_pin(before, after, server)
    if now.part == "cannot" and was.part != "cannot":
        return _why_of_another_part(before, after, server)
    if (now.state == "blocked") != (was.state == "blocked"):
        return say("blocked") if now.state == "blocked" else say("no longer blocked")
    if now.part != was.part:
        return _why_of_another_part(before, after, server)
    if up and server in freed:
        return freed[server]
    first = next(iter(after.order.because[server]), "")
    if first and now.tier != was.tier:
        return _why_of_another_tier(after, first, was.tier, now.tier, up=up)
    held = holds.why(server, up=up)
    then = next(iter(before.order.because[server]), "")
    if held is None and first not in ("", then) and not pins_changed:
        return _why_for_another(after, server, first, then, up=up)
    lighter = None if up or held else weighs_less(before, after, first)
    if (by_work := _by_work_left(before, after, first, up=up)) is not None and up:
        by_work = holds.passed(server) or by_work
    return held or lighter or by_work


def _why_by_pin(before: View, after: View, server: str) -> Sentence:
    """By which pin a server stands first, or does no longer: its own, or that of what needs it."""
    is_pinned = after.entry[server].pinned
    if not is_pinned and after.entry[server].part != before.entry[server].part:
        return _why_of_another_part(before, after, server)
    subject = (after if is_pinned else before).order.pinned[server]
    if subject == server and is_pinned:
        return say("pinned")
    name = node_name(after, subject)
    if is_pinned:
        return say("{id} is pinned", id=name)
    if any(pin.subject == subject for pin in after.pins):
        return say("{service} no longer waits for it", service=name)
    unpinned = say("{id} is no longer pinned", id=name)
    if subject == server:
        unpinned = say("no longer pinned")
    was, now = before.entry[server].tier, after.entry[server].tier
    first = next(iter(after.order.because[server]), "")
    falls = first and now != was
    tier = _why_of_another_tier(after, first, was, now, up=False) if falls else None
    return unpinned if tier is None else say("{unpinned}, and {tier}", unpinned=unpinned, tier=tier)


def _passed_by_pin(before: View, after: View, server: str, *, up: bool) -> Sentence | None:
    """What passed a server that a pin speaks for and that moved down all the same, or no longer does.

    Of several it is the first. None where no pin moved what passed it.
    """
    ahead, behind = (before, after) if up else (after, before)
    for other in ahead.order.servers[: ahead.order.servers.index(server)]:
        was, now = before.entry.get(other), after.entry.get(other)
        if was is None or now is None or was.pinned == now.pinned:
            continue
        if behind.entry[other].rank > behind.entry[server].rank:
            why = _why_by_pin(before, after, other)
            return (
                say("{server} no longer goes before it ({why})", server=other, why=why)
                if up
                else say("{server} goes before it ({why})", server=other, why=why)
            )
    return None


def _why_of_another_tier(
    view: View, service: str, was: int | None, now: int | None, *, up: bool
) -> Sentence | None:
    """The service by which a server has another tier; None where that does not speak for the move."""
    if ((now or LEAST_TIER) < (was or LEAST_TIER)) != up:
        return None
    return say("{service} makes it tier {tier}", service=node_name(view, service), tier=now or 0)


def weighs_less(before: View, after: View, service: str) -> Sentence | None:
    """What the first service of a server weighs, where that is less than before.

    Of one that weighs more it is told what made way for it.
    """
    if not service or service not in before.plan.services:
        return None
    was, now = (view.plan.services[service].weight for view in (before, after))
    if now >= was:
        return None
    name = node_name(after, service)
    if (told := weight_words(after, service)) is not None:
        return say(
            "{service} weighs {now}, and weighed {was}: {words}",
            service=name,
            now=now,
            was=was,
            words=told,
        )
    return say("{service} weighs {now}, and weighed {was}", service=name, now=now, was=was)


def _by_work_left(before: View, after: View, service: str, *, up: bool) -> Sentence | None:
    """How much work the first service of a server has left against before, where that speaks for it."""
    if not service or service not in before.plan.services:
        return None
    was, left = (_work_left(each, service) for each in (before, after))
    if abs(left - was) < LEAST_WORK or (left < was) != up:
        return None
    return say(
        "{service} has {left} of work left, and had {was}",
        service=node_name(after, service),
        left=span(left),
        was=span(was),
    )


def _work_left(view: View, service: str) -> int:
    return sum(view.problem.minutes.get(server, 0) for server in view.missing(service))


def _why_of_another_part(before: View, after: View, server: str) -> Sentence:
    """What a server is for now that was for something else, and whose place it takes."""
    match after.entry[server].part:
        case "clinical":
            return _in_place_of(before, after, server) or say("a service needs it now")
        case "wished":
            return say("no service waits for it any more")
        case "unneeded":
            return say("no service needs it any more")
        case "cannot":
            return say("it cannot come back now")
    from chwapi_console.recovery.words.why.reasons import (
        needed_in_vain,
        what_comes_instead,
        what_would_instead,
    )

    if (service := needed_in_vain(after, server)) is not None:
        return say("{service}, which needs it, cannot come back", service=service)
    if (why := what_comes_instead(after, server) or what_would_instead(after, server)) is not None:
        return say("a spare now, {why}", why=why)
    return say("a spare now")


def _in_place_of(before: View, after: View, server: str) -> Sentence | None:
    """That another one, which would do as well, was blocked or retired; None where none was."""
    for _, group in after.graph.groups_with(server):
        for other in group:
            state = after.situation.state(other) if other in after.plan.servers else ""
            if state in ("blocked", "retired") and state != before.situation.state(other):
                return say(
                    "in place of {server}, which is {state}", server=other, state=state_word(state)
                )
    return None


def _why_for_another(
    after: View, server: str, first: str, then: str, *, up: bool
) -> Sentence | None:
    """Why a server moved for which another service waits first than did `then`."""
    if up:
        return say("{service} waits for it first now", service=node_name(after, first))
    if then and then not in after.order.because[server]:
        return say("{service} no longer waits for it", service=node_name(after, then))
    return None


class _Holds:
    """Which services a blocked server holds up since, or no longer, with the first such server."""

    def __init__(self, before: View, after: View) -> None:
        self._before, self._after = before, after
        was, now = _held_up(before), _held_up(after)
        self._newly = {service: server for service, server in now.items() if service not in was}
        self._no_longer = {service: server for service, server in was.items() if service not in now}

    def why(self, server: str, *, up: bool) -> Sentence | None:
        """That what a server is for is held up, or no longer; None where that speaks for no such move."""
        of = self._no_longer if up else self._newly
        service = next((each for each in self._after.order.because[server] if each in of), None)
        if service is not None:
            what = {"service": node_name(self._after, service), "server": of[service]}
            if up:
                return say("{service} is no longer held up by {server}", **what)
            return say("{service} is held up by {server}", **what)
        return None

    def passed(self, server: str) -> Sentence | None:
        """That all which a server passed is for services that are held up; None where it is not."""
        passed = self._passed(server)
        if not passed or any(each not in self._newly for each in passed):
            return None
        return say(
            "now before {services}, which {server} holds up",
            services=some([node_name(self._after, each) for each in passed], MOST_NAMED),
            server=self._newly[passed[0]],
        )

    def _passed(self, server: str) -> Sequence[str]:
        """The services for which stood before a server what stands behind it now."""
        was, now = self._before.order, self._after.order
        above = was.servers[: was.servers.index(server)]
        passed = [other for other in above if now.rank.get(other, 0) > now.rank[server]]
        return list(dict.fromkeys(next(iter(now.because[other]), other) for other in passed))


def _held_up(view: View) -> dict[str, str]:
    blocked = {
        server for server, state in view.situation.servers.items() if state.state == "blocked"
    }
    first = (
        (service, next((server for server in view.missing(service) if server in blocked), None))
        for service in (view.services if blocked else ())
    )
    return {service: server for service, server in first if server is not None}
