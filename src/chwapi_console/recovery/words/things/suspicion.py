"""Why a server is suspect, and what became suspect or was cleared, in sentences.

See docs/design/states.md, "Suspects".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.suspects import Cause
from chwapi_console.recovery.state.of_view.coming_up import coming_up, once_whole
from chwapi_console.recovery.state.of_view.service_course import outages, service_courses
from chwapi_console.recovery.state.told.restore_points import GRAVE
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.point_words import flaw_word
from chwapi_console.text import Sentence, Value, every, plural, say, some

MOST_CAUSES = 2
"""Findings that are told of one suspect; the others are counted."""
MOST_LOOKED_AT = 4
"""Suspects that are named where it is told what is done about them."""
MOST_SUSPECTS = 8
"""Suspects that one sentence names; the others are counted."""


def why_suspect(view: View, server: str) -> list[Sentence]:
    """For what a server is suspect, the first found first; nothing of one that is not."""
    return _why(view, server, view.suspects.get(server, ()))


def why_set_aside(view: View, server: str) -> list[Sentence]:
    """For what a server was suspect when somebody took or blocked it; nothing of another.

    Nobody has looked at it since.
    """
    if not (causes := view.set_aside.get(server)):
        return []
    return [
        *_why(view, server, causes),
        say("Nobody has looked at it since: let go of, it is suspect again."),
    ]


def _why(view: View, server: str, causes: Sequence[Cause]) -> list[Sentence]:
    told = [_told(view, server, cause) for cause in causes[:MOST_CAUSES]]
    if more := len(causes) - len(told):
        told.append(
            plural(
                "{n} more server that it needs was found compromised.",
                "{n} more servers that it needs were found compromised.",
                more,
            )
        )
    entry = view.entry.get(server)
    return [*told, say("Look at it: clean or compromised?")] if entry and entry.to_look_at else told


def _told(view: View, server: str, cause: Cause) -> Sentence:
    what: dict[str, Value] = {
        "source": cause.source,
        "operator": view.by(cause.found),
        "time": view.clock(cause.at),
    }
    if cause.point:
        return say(
            "Suspect: it was restored from point {point}, and that is {flaw}, as {operator} said at "
            "{time}.",
            point=cause.point,
            flaw=every(
                [
                    flaw_word(view, cause.source, flaw)
                    for flaw in view.situation.points.flaws(cause.source, cause.point)
                    if flaw in GRAVE
                ]
            ),
            **what,
        )
    chain = _chain(view, server, cause.source)
    if not chain:
        return _used(cause, what)
    return _used_through(cause, what | {"chain": some(chain, MOST_LOOKED_AT)})


def _used(cause: Cause, what: Mapping[str, Value]) -> Sentence:
    if cause.perhaps:
        return say(
            "Suspect: {source}, which it can use, was found compromised by {operator} at {time}.",
            **what,
        )
    return say(
        "Suspect: {source}, which it needs, was found compromised by {operator} at {time}.", **what
    )


def _used_through(cause: Cause, what: Mapping[str, Value]) -> Sentence:
    if cause.perhaps:
        return say(
            "Suspect: {source}, which it can use through {chain}, was found compromised by "
            "{operator} at {time}.",
            **what,
        )
    return say(
        "Suspect: {source}, which it needs through {chain}, was found compromised by {operator} at "
        "{time}.",
        **what,
    )


def _chain(view: View, server: str, source: str) -> list[Value]:
    """What stands between a suspect and what was found compromised beneath it, from the top.

    The shortest chain of needs, where there is one through others that are suspect for the same.
    """
    alike = {other for other in view.graph.needs if _suspect_for(view, other, source)}
    for among in (alike | view.plan.services.keys(), view.graph.needs.keys()):
        if chain := _shortest(view, server, source, among):
            return [node_name(view, node) for node in chain[1:-1]]
    return []


def _suspect_for(view: View, server: str, source: str) -> bool:
    return any(cause.source == source for cause in _causes(view, server))


def _shortest(view: View, server: str, source: str, among: AbstractSet[str]) -> Sequence[str]:
    """The shortest chain of needs down from one server to another, both in it; empty without."""
    chains: dict[str, tuple[str, ...]] = {server: (server,)}
    frontier = [server]
    while frontier and source not in chains:
        reached: list[str] = []
        for node in frontier:
            for need in sorted({member for group in view.graph.needs[node] for member in group}):
                if need not in chains and (need == source or need in among):
                    chains[need] = (*chains[node], need)
                    reached.append(need)
        frontier = reached
    return chains.get(source, ())


def sources_of(view: View, servers: Iterable[str]) -> list[str]:
    """The servers whose findings make some servers suspect, each once."""
    causes = [cause for each in servers for cause in _causes(view, each)]
    return list(dict.fromkeys(cause.source for cause in causes))


def suspects_by(view: View, server: str) -> list[str]:
    """The servers that are suspect since a server was found compromised, as the queue has them."""
    found = {
        suspect
        for suspect, causes in view.suspects.items()
        if any(cause.source == server and not cause.point for cause in causes)
    }
    return in_queue_order(view, found)


def made_suspect(view: View, server: str) -> list[Sentence]:
    """Which servers are suspect since a server was found compromised, and what is done about them.

    Nothing where none are.
    """
    if not (suspects := suspects_by(view, server)):
        return []
    stood = plural(
        "{n} server stood on {server} and is suspect: {servers}.",
        "{n} servers stood on {server} and are suspect: {servers}.",
        len(suspects),
        servers=some(suspects, MOST_LOOKED_AT),
        server=server,
    )
    return [stood, *_down_with(view, [server]), *_what_is_done(view, suspects)]


def _down_with(view: View, servers: Iterable[str]) -> Iterator[Sentence]:
    """How many services went down with what was found compromised: their wards are told at once."""
    among = {*servers}
    causes = (cause for of in view.suspects.values() for cause in of if not cause.point)
    found = {cause.at for cause in causes if cause.source in among}
    courses = service_courses(view, coming_up(view, among).keys())  # few: a course costs each act
    last = (outage for course in courses.values() for outage in outages(course)[-1:])
    if down := sum(outage.since in found for outage in last):
        yield plural(
            "{n} service went down with it: tell its ward now.",
            "{n} services went down with it: tell their wards now.",
            down,
        )


def suspects_next(view: View) -> list[Sentence]:
    """Which servers are suspect, and what is done about them; nothing where none are."""
    if not (suspects := in_queue_order(view, view.suspects)):
        return []
    those = plural(
        "{n} server is suspect: {servers}.",
        "{n} servers are suspect: {servers}.",
        len(suspects),
        servers=some(suspects, MOST_LOOKED_AT),
    )
    down = _down_with(view, sources_of(view, suspects))
    return [those, *down, *_what_is_done(view, suspects)]


def _what_is_done(view: View, suspects: Collection[str]) -> Iterator[Sentence]:
    """What is done about suspects; of services that are up on them, that their wards are told."""
    yield plural(
        "It stays on; look at it, then mark it clean or compromised.",
        "They stay on; look at each, in that order, then mark it clean or compromised.",
        len(suspects),
    )
    up = sum(not set(of.suspect).isdisjoint(suspects) for of in view.services.values())
    if up:
        yield plural(
            "{n} service that is up stands on that: tell its ward, and have it signed off anew "
            "afterwards.",
            "{n} services that are up stand on that: tell their wards, and have them signed off anew "
            "afterwards.",
            up,
        )


def _causes(view: View, server: str) -> Sequence[Cause]:
    return view.suspects.get(server) or view.set_aside.get(server, ())


def suspects_of(view: View, service: str, most: int = MOST_SUSPECTS) -> Sentence | None:
    """The suspect servers that a service stands on which is up; None where it stands on none."""
    servers = view.services[service].suspect
    return (
        say("suspect: {servers}", servers=some(in_queue_order(view, servers), most))
        if servers
        else None
    )


def would_be_suspect(view: View, services: Iterable[str]) -> Sentence | None:
    """How many of these services would be up on suspect servers, once all they miss is restored.

    None where none would. What is no service of the plan, as a condition, is none of them.
    """
    down = [
        service
        for service in services
        if (state := view.services.get(service)) is not None and not state.is_up
    ]
    if not view.suspects or not (n := sum(once_whole(view, each).suspect for each in down)):
        return None
    if len(down) == 1:
        return say("It would be up, suspect: look at the suspect servers first.")
    return plural(
        "{n} of these would be up, suspect: look at the suspect servers first.",
        "{n} of these would be up, suspect: look at the suspect servers first.",
        n,
    )


def and_suspect_then(view: View, service: str, when: Sentence) -> Sentence:
    """When a service is expected, and that it would be up on servers nobody has looked at yet."""
    if would_be_suspect(view, [service]) is None:
        return when
    return say("{when}, suspect until its servers are looked at", when=when)


def with_suspects_back(view: View, back: Sentence) -> Sentence:
    """How many servers are back, and how many of these are suspect."""
    n = len(view.suspects.keys() & view.hit)
    return (
        plural("{back} ({n} of them suspect)", "{back} ({n} of them suspect)", n, back=back)
        if n
        else back
    )


def and_suspect(view: View, server: str) -> Value:
    """A server in a list of those that are back; of a suspect that it is one."""
    return say("{server} (suspect)", server=server) if server in view.suspects else server


def _counted(view: View, servers: Collection[str]) -> Value:
    """All by name; of more than a sentence names first how many they are."""
    names = some(in_queue_order(view, servers), MOST_SUSPECTS)
    if len(servers) <= MOST_SUSPECTS:
        return names
    return plural("{n} server ({servers})", "{n} servers ({servers})", len(servers), servers=names)


def suspects_counted(n: int) -> Sentence:
    """How many servers are suspect, in short."""
    return plural("{n} suspect", "{n} suspect", n)


def news_of_suspects(before: View, after: View) -> Iterator[Sentence]:
    """Which servers became suspect between two views, and which are so no longer.

    With how many services stand on the new ones.
    """
    again, fresh = newly_suspect(before, after)
    if fresh:
        yield _now_suspect(after, fresh)
    if again:
        yield _suspect_again(after, again)
    if cleared := cleared_suspects(before, after):
        yield say(
            "No longer suspect: {servers}.",
            servers=some(in_queue_order(before, cleared), MOST_SUSPECTS),
        )
    if aside := after.set_aside.keys() - before.set_aside.keys():
        yield plural(
            "{servers} is not cleared by that: nobody has looked at it.",
            "{servers} are not cleared by that: nobody has looked at them.",
            len(aside),
            servers=some(in_queue_order(before, aside), MOST_SUSPECTS),
        )


def newly_suspect(before: View, after: View) -> tuple[set[str], set[str]]:
    """The servers that became suspect between two views.

    Those that are so again, for findings that stood before, and had been cleared of them; and those
    that are so for something new.
    """
    found = after.suspects.keys() - before.suspects.keys()
    again = {
        server
        for server in found
        if all(_stood(before, cause.found) for cause in after.suspects[server])
    }
    return again, found - again


def _stood(view: View, found: Event) -> bool:
    """Whether a view knows an act, and that it was not undone."""
    situation = view.situation
    return found.hash not in situation.undone and any(
        each.hash == found.hash for each in situation.history.get(found.subject, ())
    )


def because_of(view: View, servers: Iterable[str]) -> Value:
    """For what some servers are suspect.

    What was found compromised beneath them, or the restore points that they come from.
    """
    causes = sorted(
        (cause for server in servers for cause in view.suspects[server]),
        key=lambda cause: (cause.at, cause.source),
    )
    names: dict[tuple[str, str], Value] = {
        (cause.source, cause.point): say("restore point {point}", point=cause.point)
        if cause.point
        else cause.source
        for cause in causes
    }
    return some(list(names.values()), MOST_CAUSES)


def cleared_suspects(before: View, after: View) -> set[str]:
    """The servers that were suspect, and may be used without that now."""
    gone = {*before.suspects, *before.set_aside} - {*after.suspects, *after.set_aside}
    return {server for server in gone if _may_be_used(after, server)}


def _may_be_used(view: View, server: str) -> bool:
    """Whether a server is one that people may use.

    Only of such it is said that it is suspect no longer. What was blocked, taken or found
    compromised is not cleared by that.
    """
    return server in view.situation.servers and view.situation.available(server)


def _now_suspect(view: View, servers: Collection[str]) -> Sentence:
    services = _services_on(view, servers)
    names = _counted(view, servers)
    if not services:
        return say("Now suspect: {servers}.", servers=names)
    return plural(
        "Now suspect: {servers}; {n} service stands on that.",
        "Now suspect: {servers}; {n} services stand on that.",
        services,
        servers=names,
    )


def _suspect_again(view: View, servers: Collection[str]) -> Sentence:
    services = _services_on(view, servers)
    what: dict[str, Value] = {
        "servers": _counted(view, servers),
        "source": because_of(view, servers),
    }
    if not services:
        return say("Suspect again, because of {source}: {servers}.", **what)
    return plural(
        "Suspect again, because of {source}: {servers}; {n} service stands on that.",
        "Suspect again, because of {source}: {servers}; {n} services stand on that.",
        services,
        **what,
    )


def _services_on(view: View, servers: Iterable[str]) -> int:
    """How many services of the plan stand on some servers."""
    return len(view.graph.above_any(servers) & view.plan.services.keys())


def in_queue_order(view: View, servers: Iterable[str]) -> list[str]:
    """Some servers as the queue has them; others behind."""
    rank = view.order.rank
    return sorted(servers, key=lambda server: (rank.get(server, len(rank) + 1), server))
