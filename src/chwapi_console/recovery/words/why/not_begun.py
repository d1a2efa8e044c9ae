"""Why nobody has begun what is ready: who is at what, what stands before it, what it would wait for."""

from collections.abc import Iterator, Sequence

from chwapi_console.clock import weekday_time
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.advice import NOT_WAITED_FOR
from chwapi_console.recovery.state.of_view.means import (
    BRIEF,
    Resources,
    crew_name,
    full_lane,
    lane_name,
    lanes_in_use,
    play_by_likely_times,
    resources,
    works_from,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, Value, every, plural, say, some

MOST_NAMED = 5
"""Servers that a sentence names; of more the rest is counted."""


def why_not_begun(view: View, entry: Entry) -> list[Sentence]:
    """Why a server that is ready and in nobody's hands is not begun; nothing for any other."""
    if not entry.ready or entry.held_by or entry.conflict:
        return []
    means = resources(view)
    free, hold = list(_nobody_free(view, entry, means)), _held(view, entry, means)
    behind = [hold] if hold else _stands_behind(view, entry, means)
    return [*free, *behind, *_beside_what_is_in_hand(view, entry, means)]


def all_at_work(view: View, entry: Entry) -> Sentence | None:
    """That nobody has a hand free for what comes first, and which page tells whom to take it from.

    Where the plan counts on several crews and tells none apart; None where one is free, or more are at work
    than it counts on: then nobody knows. What takes minutes is done beside.
    """
    means = resources(view)
    at_it, places = means.in_hand([0]), means.means.places[0]
    if view.plan.crews or entry.work in BRIEF or places < 2 or len(at_it) != places:
        return None
    return say(
        "{busy} forecast {service} --why tells what it brings to let go of one of these.",
        busy=next(_crews(view, entry, means)),
        service=next(iter(view.because(entry.server)), "SERVICE"),
    )


def _held(view: View, entry: Entry, means: Resources) -> Sentence | None:
    """That it had better wait, as `next` tells all who could begin it now."""
    crews = [means.crews[crew] for crew in _free_now(view, entry, means)]
    if full_lane(view, entry) is not None or (view.plan.crews and not crews):
        return None
    if not view.plan.lanes and entry.part not in NOT_WAITED_FOR:
        return None
    from chwapi_console.recovery.state.of_view.advice_by_crews import hold_on
    from chwapi_console.recovery.words.why.advice_words import hold_words

    hold = hold_on(view, means, entry, crews)
    return hold_words(view, hold) if hold else None


def _beside_what_is_in_hand(view: View, entry: Entry, means: Resources) -> Iterator[Sentence]:
    """That the forecast has somebody do it now all the same, for it takes minutes."""
    if entry.work not in BRIEF:
        return
    begun = play_by_likely_times(view, means).begun
    by = next((each.begun for each in begun if each.node == entry.server), None)
    if by is None or by.minute > 0 or means.hands_free(by.crew) > 0:
        return
    crew = means.crews[by.crew]
    yield (
        say(
            "It takes minutes: the forecast has {crew} do it now, beside what they have in hand.",
            crew=crew_name(view, crew),
        )
        if crew
        else say("It takes minutes: the forecast has it done now, beside what is in hand.")
    )


def _nobody_free(view: View, entry: Entry, means: Resources) -> Iterator[Sentence]:
    """That all who take it are at work, or that there is no place in a lane."""
    yield from _hands(view, entry, means) if view.plan.crews else _crews(view, entry, means)
    if (lane := full_lane(view, entry)) is not None:
        yield say(
            "{lane} has no place for it now: {servers}.",
            lane=lane_name(view, lane),
            servers=every(list(lanes_in_use(view)[lane])),
        )


def _hands(view: View, entry: Entry, means: Resources) -> Iterator[Sentence]:
    """Who is for it, works now and has a hand free; who of the others comes when."""
    comes = {crew: works_from(view, means.crews[crew]) for crew in means.kind(entry.server).crews}
    here = [crew for crew, at in comes.items() if at is None]
    free = {crew: n for crew in here if (n := means.hands_free(crew)) > 0}
    if free:
        names = [
            say("{crew} ({n})", crew=crew_name(view, means.crews[crew]), n=n)
            for crew, n in free.items()
        ]
        yield say("Hands free for it now: {crews}.", crews=every(names))
    elif here:
        yield say(
            "All who are for it and work now are at something: {servers}.",
            servers=some(_held_words(view, means.in_hand(here)), MOST_NAMED),
        )
    if here and len(here) < len(comes):
        zone = view.plan.incident.zone
        others = [
            say(
                "{crew} from {time} on",
                crew=crew_name(view, means.crews[crew]),
                time=weekday_time(at, zone, view.now),
            )
            for crew, at in comes.items()
            if at is not None
        ]
        yield say("It is for {crews} too.", crews=every(others))


def _held_words(view: View, servers: Sequence[str]) -> list[Value]:
    return [
        say("{server} ({holder})", server=server, holder=view.entry[server].held_by)
        for server in servers
    ]


def _crews(view: View, entry: Entry, means: Resources) -> Iterator[Sentence]:
    """How many of the crews that the plan counts on, and does not tell apart, are at work, and at what."""
    takers = means.kind(entry.server).crews
    at_it = means.in_hand(takers)
    places = sum(means.means.places[crew] for crew in takers)
    held = _held_words(view, at_it)
    if not at_it:
        yield plural("The one crew for it is free.", "All {n} crews for it are free.", places)
    elif len(at_it) >= places:
        yield plural(
            "The one crew for it is at work: {servers}.",
            "All {n} crews for it are at work: {servers}.",
            places,
            servers=some(held, MOST_NAMED),
        )
    elif at_it:
        yield plural(
            "{n} of {all} crews for it is at work: {servers}.",
            "{n} of {all} crews for it are at work: {servers}.",
            len(at_it),
            all=places,
            servers=some(held, MOST_NAMED),
        )


def _stands_behind(view: View, entry: Entry, means: Resources) -> Iterator[Sentence]:
    """What can be begun before it by those who take it, in the order of the queue.

    Of those who are free now, where the plan tells crews apart and any of them is.
    """
    takers, free = means.kind(entry.server).crews, _free_now(view, entry, means)
    before, for_free = (
        [
            other.server
            for other in view.entries
            if other.rank < entry.rank
            and other.ready
            and not other.held_by
            and set(crews) & set(means.kind(other.server).crews)
        ]
        for crews in (takers, free)
    )
    if not for_free and free and before:
        yield _first_of_the_free(view, means, free, len(before))
    elif for_free and len(for_free) < len(before):
        yield plural(
            "{n} server before it can be begun too by {crews}, free now: {servers}.",
            "{n} servers before it can be begun too by {crews}, free now: {servers}.",
            len(for_free),
            crews=_crew_names(view, means, free),
            servers=some(for_free, MOST_NAMED),
        )
    elif before:
        yield plural(
            "{n} server before it can be begun too: {servers}.",
            "{n} servers before it can be begun too: {servers}.",
            len(before),
            servers=some(before, MOST_NAMED),
        )
    else:
        yield say("It is the first that they can begin.")


def _free_now(view: View, entry: Entry, means: Resources) -> list[int]:
    """The crews for it that are at work now and have a hand free; none that the plan tells apart: none."""
    return [
        crew
        for crew in means.kind(entry.server).crews
        if means.crews[crew]
        and works_from(view, means.crews[crew]) is None
        and means.hands_free(crew) > 0
    ]


def _crew_names(view: View, means: Resources, crews: Sequence[int]) -> Value:
    return every([crew_name(view, means.crews[crew]) for crew in crews])


def _first_of_the_free(view: View, means: Resources, free: Sequence[int], others: int) -> Sentence:
    """That those who are free now can begin nothing before it, though others can."""
    return plural(
        "It is the first that {crews}, free now, can begin; {n} server before it is for others.",
        "It is the first that {crews}, free now, can begin; {n} servers before it are for others.",
        others,
        crews=_crew_names(view, means, free),
    )
