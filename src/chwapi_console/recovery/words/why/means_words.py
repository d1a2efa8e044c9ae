"""Who may do the work on a server and what it shares: crews, people, hands, lanes, earliest starts, in words."""

from collections.abc import Iterable, Iterator

from chwapi_console.clock import span, weekday_time
from chwapi_console.inventory.assignments import crews_of, is_for, lane_stretches
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.advice_by_crews import (
    WORTH_TELLING,
    people_at,
    sooner_by_a_hand,
)
from chwapi_console.recovery.state.of_view.means import (
    crew_name,
    full_lane,
    is_by_the_clock,
    lane_name,
    lanes_in_use,
    stretches_left,
    who_is_away,
)
from chwapi_console.recovery.state.of_view.timings import likely_left
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.why.shift_words import goes_home_words, off_words
from chwapi_console.text import Sentence, either, every, in_one, plural, say, some

MOST_NAMED = 3
"""Servers of a lane that are named."""


def means_lines(view: View, server: str) -> list[Sentence]:
    """Which crews and lanes the restoration of a server asks for, in sentences.

    Who can be at it, and what waits for it to leave a lane; nothing where the plan says nothing of
    it.
    """
    return [
        *_crews(view, server),
        *_lanes(view, server),
        *_hands(view, server),
        *_holds_up(view, server),
        *off_words(view, [server]),
        *goes_home_words(view, [server]),
    ]


def _crews(view: View, server: str) -> Iterator[Sentence]:
    crews = [crew for crew, of in view.plan.crews.items() if is_for(of, view.plan.servers[server])]
    if crews:
        yield say("It is for {crews}.", crews=either([crew_name(view, crew) for crew in crews]))
    elif view.plan.crews:
        yield say("No crew is for it, so any of them takes it.")


def people_words(view: View, server: str) -> list[Sentence]:
    """Whom the plan names of the crews that a server is for, with their telephones."""
    crews = crews_of(view.plan, view.plan.servers[server])
    people = [
        say("{name} ({phone})", name=name, phone=of.phone) if of.phone else name
        for name, of in view.plan.operators.items()
        if of.crew in crews
    ]
    return [say("The plan names for that: {people}.", people=every(people))] if people else []


def _lanes(view: View, server: str) -> Iterator[Sentence]:
    share: dict[str, float] = {}
    for stretch in lane_stretches(view.plan, server):
        for lane in stretch.lanes:
            share[lane] = share.get(lane, 0.0) + stretch.share
    if share:
        yield say(
            "Its restoration is in {lanes}.",
            lanes=every(
                [
                    say("{lane} ({n} % of it)", lane=lane_name(view, lane), n=round(100 * part))
                    for lane, part in share.items()
                ]
            ),
        )


def _hands(view: View, server: str) -> Iterator[Sentence]:
    hands = view.plan.servers[server].hands
    if hands < 2:
        return
    yield say("{n} pairs of hands can be at it.", n=hands)
    if server not in view.in_hand:
        return
    at_it = people_at(view, server)
    yield say("At it now: {people}.", people=every(at_it))
    sooner, now = sooner_by_a_hand(view, server, len(at_it)), stretches_left(view, server)[0]
    if len(at_it) < hands and not now.hands_help:
        yield say(
            "Another pair of hands is not asked for now: it goes through {lanes}, where more hands make "
            "nothing faster.",
            lanes=every([lane_name(view, lane) for lane in now.lanes]),
        )
    elif len(at_it) < hands and not likely_left(view, server) and not sooner:
        yield say(
            "It is in hand for longer than likely, and no step of it tells what is left: what another pair of "
            "hands would bring nobody knows."
        )
    elif len(at_it) < hands and sooner < WORTH_TELLING:
        yield say(
            "Another pair of hands is not asked for: it would have it done {time} sooner.",
            time=span(sooner),
        )


def _holds_up(view: View, server: str) -> Iterator[Sentence]:
    """What is ready and waits for a place in a lane that this server is in; or that it has none now."""
    if server not in view.in_hand or not view.plan.lanes:
        return
    for lane in stretches_left(view, server)[0].lanes:
        if server not in lanes_in_use(view)[lane]:
            yield say(
                "It has no place in {lane} while it rests: it takes one again before what is not begun.",
                lane=lane_name(view, lane),
            )
            continue
        waiting = [e.server for e in view.entries if e.ready and full_lane(view, e) == lane]
        if waiting:
            yield plural(
                "It is in {lane}; {servers} waits for a place.",
                "It is in {lane}; {servers} wait for a place.",
                len(waiting),
                lane=lane_name(view, lane),
                servers=some(waiting, MOST_NAMED),
            )


def not_yet(view: View, entry: Entry) -> list[Sentence]:
    """Until when a restoration may not begin; the lane in which there is no place for it.

    And when the crews that it is for come, where none of them works now.
    """
    words = list[Sentence]()
    if entry.not_before is not None:
        zone = view.plan.incident.zone
        words.append(
            say(
                "It may not begin before {time}.",
                time=weekday_time(entry.not_before, zone, view.now),
            )
        )
    elif entry.ready and (lane := full_lane(view, entry)) is not None:
        words.append(_no_place(view, lane))
    if entry.ready and (away := who_is_away(view, entry.server)) is not None:
        words.append(
            say(
                "Nobody of {crews} works before {time}.",
                crews=either([crew_name(view, crew) for crew in away.crews]),
                time=weekday_time(away.until, view.plan.incident.zone, view.now),
            )
        )
    return words


def by_the_clock_words(view: View, servers: Iterable[str]) -> Sentence | None:
    """Which of some servers are taken to be in a lane by their time alone; None where none are."""
    unticked = [server for server in servers if is_by_the_clock(view, server)]
    if not unticked:
        return None
    return plural(
        "Counted so by the time in hand: no step of {servers} was ticked.",
        "Counted so by the time in hand: no step of {servers} was ticked.",
        len(unticked),
        servers=some(unticked, MOST_NAMED),
    )


def with_clock(view: View, said: Sentence, servers: Iterable[str]) -> Sentence:
    """The same with what of these is counted in a lane by its time alone."""
    clock = by_the_clock_words(view, servers)
    return said if clock is None else in_one([said, clock])


def _no_place(view: View, lane: str) -> Sentence:
    used = lanes_in_use(view)[lane]
    said = plural(
        "It waits for a place in {lane}: {servers} is in it.",
        "It waits for a place in {lane}: {servers} are in it.",
        len(used),
        lane=lane_name(view, lane),
        servers=some(used, MOST_NAMED),
    )
    return with_clock(view, said, used)
