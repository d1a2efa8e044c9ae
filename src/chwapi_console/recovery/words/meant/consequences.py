"""What acts brought about between two views, in sentences, and what came to be at odds."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.recovery.state.of_view.coming_up import Manner, manner_of
from chwapi_console.recovery.state.of_view.passed_pins import passed_pins
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.ending import open_since_the_end
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import names_of
from chwapi_console.recovery.words.things.pin_words import fallen_idle_words, pins_at_odds
from chwapi_console.recovery.words.things.suspicion import in_queue_order, news_of_suspects
from chwapi_console.text import Listing, Sentence, Value, every, plural, say, some


def consequences(before: View, after: View, most: int = 100) -> list[Sentence]:
    """What changed for clinicians between two views, the most urgent first.

    Then what came to be at odds; empty when nothing did. At most so many services are named, the
    others counted.
    """
    was_up, is_up = services_up(before), services_up(after)
    down = was_up - is_up
    return [
        *_of_services_up(after, is_up - was_up, most),
        *_of_services_down(after, down, most),
        *_of_wishes(before, after, is_up & was_up, most),
        *_of_lapsed_sign_offs(before, after, is_up & was_up, most),
        *_of_conditions(before, after, most),
        *news_of_suspects(before, after),
        *_of_clocks(before, after),
        *new_contradictions(before, after),
        *_of_passed_pins(before, after, most),
        *_of_a_closed_recovery(before, after, len(down)),
    ]


def brought_by_the_time(before: View, after: View, most: int) -> list[Sentence]:
    """What came of it for clinicians that a time passed between two views, the most urgent first.

    What ended by it is told by whoever names that.
    """
    was_up, is_up = services_up(before), services_up(after)
    return [
        *_of_services_up(after, is_up - was_up, most),
        *_of_services_down(after, was_up - is_up, most),
        *_of_a_closed_recovery(before, after, len(was_up - is_up)),
    ]


def brought_by_an_edit(before: View, after: View, most: int) -> list[Sentence]:
    """What changed for clinicians by another plan, of what both plans have."""
    both = before.services.keys() & after.services.keys()
    was_up, is_up = services_up(before) & both, services_up(after) & both
    return [
        *_of_services_up(after, is_up - was_up, most),
        *_of_services_down(after, was_up - is_up, most),
        *_of_wishes(before, after, is_up & was_up, most),
        *_of_lapsed_sign_offs(before, after, is_up & was_up, most),
        *_of_conditions(before, after, most),
        *news_of_suspects(before, after),
    ]


def _of_services_up(view: View, came_up: AbstractSet[str], most: int) -> Iterator[Sentence]:
    for manner, services in in_manners(view, came_up):
        yield up_words(view, manner, naming(view, services, most), len(services))
    if doubtful := {server for service in came_up for server in view.services[service].suspect}:
        yield say(
            "Look first at the suspect servers beneath: {servers}.",
            servers=some(in_queue_order(view, doubtful), most),
        )


def up_words(view: View, manner: Manner, services: Value, n: int) -> Sentence:
    """That so many services are up, and how."""
    what: dict[str, Value] = {"services": services}
    if manner.without:
        what["without"] = names_of(view, manner.without)
    match manner.without, manner.suspect:
        case (), False:
            return plural("{services} is up.", "{services} are up.", n, **what)
        case (), True:
            return plural("{services} is up, suspect.", "{services} are up, suspect.", n, **what)
        case _, False:
            return plural(
                "{services} is up, without {without}.",
                "{services} are up, without {without}.",
                n,
                **what,
            )
    return plural(
        "{services} is up, without {without}, suspect.",
        "{services} are up, without {without}, suspect.",
        n,
        **what,
    )


def _of_services_down(view: View, down: AbstractSet[str], most: int) -> Iterator[Sentence]:
    if down:
        yield plural(
            "{services} is no longer up.",
            "{services} are no longer up.",
            len(down),
            services=naming(view, down, most),
        )


def _of_lapsed_sign_offs(
    before: View, after: View, services: AbstractSet[str], most: int
) -> Iterator[Sentence]:
    """Which of the services that stay up count as signed off no longer."""
    lapsed = {
        service
        for service in services
        if before.services[service].status == "accepted"
        and after.services[service].status != "accepted"
        and _wants_a_new_one(after, service)
    }
    if lapsed:
        yield say("To be signed off again: {services}.", services=naming(after, lapsed, most))


def _wants_a_new_one(view: View, service: str) -> bool:
    """Whether a service that was signed off is so no longer: that lapsed, or its time is over."""
    signed = view.situation.sign_offs.get(service)
    return signed is None or signed.is_over(view.now)


def _of_a_closed_recovery(before: View, after: View, down: int) -> Iterator[Sentence]:
    """That a recovery is still called closed, where something in it does not hold any more."""
    if before.situation.ended is None or after.situation.ended is None:
        return
    was_open = {one.subject for one in open_since_the_end(before)}
    is_open = {one.subject for one in open_since_the_end(after)}
    if down or after.suspects.keys() - before.suspects.keys() or is_open - was_open:
        yield say(
            "The recovery is still called closed: reopen (in the console 7, Y) opens it again."
        )


def _of_conditions(before: View, after: View, most: int) -> Iterator[Sentence]:
    """Which conditions can be met now, and which are open again by themselves."""
    now, then = after.conditions, before.conditions
    names = now.keys() & then.keys()
    if open_again := [
        name
        for name in sorted(names)
        if then[name].is_met and not now[name].is_met and now[name].event == then[name].event
    ]:
        yield say(
            "To be met again: {conditions}.",
            conditions=some([node_name(after, name) for name in open_again], most),
        )
    if ready := [
        name
        for name in sorted(names)
        if name not in open_again
        and now[name].ready
        and not then[name].ready
        and now[name].state in ("open", "awaited")
    ]:
        yield say(
            "Can be met now: {conditions}.",
            conditions=some([_whom_to_ask(after, name) for name in ready], most),
        )


def _whom_to_ask(view: View, condition: str) -> Value:
    name, who = node_name(view, condition), view.conditions[condition].who
    return say("{condition} ({who})", condition=name, who=who) if who else name


def _of_wishes(before: View, after: View, services: Iterable[str], most: int) -> Iterator[Sentence]:
    """What services that stay up do without since, and which are whole again."""
    lost: dict[tuple[str, ...], set[str]] = {}
    whole: set[str] = set()
    for service in by_urgency(after, services):
        had, has = before.services[service].without, after.services[service].without
        if fresh := tuple(wish for wish in has if wish not in had):
            lost.setdefault(fresh, set()).add(service)
        elif had and not has:
            whole.add(service)
    for without, those in lost.items():
        yield plural(
            "{services} does without {without} now.",
            "{services} do without {without} now.",
            len(those),
            services=naming(after, those, most),
            without=names_of(after, without),
        )
    if whole:
        yield plural(
            "{services} is up in full.",
            "{services} are up in full.",
            len(whole),
            services=naming(after, whole, most),
        )


def in_manners(view: View, services: Iterable[str]) -> list[tuple[Manner, set[str]]]:
    """The services by how they are up.

    Those that are up in full first, then as the most urgent of each is.
    """
    those: dict[Manner, set[str]] = {}
    for service in by_urgency(view, services):
        those.setdefault(manner_of(view.services[service]), set()).add(service)
    return sorted(those.items(), key=lambda group: (group[0].suspect, bool(group[0].without)))


def _of_clocks(before: View, after: View) -> Iterator[Sentence]:
    """What became of deadlines, where something was said of a law."""
    if before.situation.said_of_laws != after.situation.said_of_laws:
        from chwapi_console.recovery.words.things.clock_words import news_of_clocks

        yield from news_of_clocks(before, after)


def new_contradictions(before: View, after: View) -> list[Sentence]:
    """The pins that came to be at odds between two views."""
    return [
        pins_at_odds(after, ring)
        for ring in after.contradictions
        if ring not in before.contradictions
    ]


def _of_passed_pins(before: View, after: View, most: int) -> Iterator[Sentence]:
    """What people pinned that no longer stands before what it stood before."""
    for pin, servers in passed_pins(before, after):
        yield say(
            "{id}, pinned before {other}, no longer stands before {servers}.",
            id=node_name(after, pin.subject),
            other=node_name(after, pin.before),
            servers=some(servers, most),
        )
    yield from fallen_idle_words(before, after)


def services_up(view: View) -> set[str]:
    """The services that are up, signed off or not."""
    return {service for service, state in view.services.items() if state.is_up}


def by_urgency(view: View, services: Iterable[str]) -> list[str]:
    """The services of the plan, the most urgent first."""
    return view.problem.most_urgent_first(s for s in services if s in view.plan.services)


def naming(view: View, services: AbstractSet[str], most: int) -> Listing:
    """The services by name, the most urgent first; beyond so many, how many more."""
    known = by_urgency(view, services)
    more = len(services) - len(known[:most])
    names: list[Value] = [node_name(view, service) for service in known[:most]]
    return every([*names, plural("{n} more", "{n} more", more)] if more else names)


def moves_between(before: Sequence[str], after: Sequence[str]) -> int:
    """How many servers must be moved or added to turn one order into another.

    Those that left do not count.
    """
    place = {server: number for number, server in enumerate(before)}
    kept = [place[server] for server in after if server in place]
    tails: list[int] = []
    for number in kept:
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
    return len(after) - len(tails)
