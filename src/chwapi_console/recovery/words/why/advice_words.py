"""What `next` advises, where a plan says who works when and what work shares, in words."""

from collections.abc import Iterator, Mapping
from itertools import islice

from chwapi_console.clock import forecast_time, span, weekday_time
from chwapi_console.inventory.assignments import crew_of, crews_of
from chwapi_console.recovery.order.crew_work import NO_TIER
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.of_view.advice import (
    Advice,
    BringsMore,
    CountedOn,
    Elsewhere,
    Full,
    GainByChoice,
    Hand,
    HandsFull,
    WaitAdvice,
)
from chwapi_console.recovery.state.of_view.advice_by_crews import (
    can_go_on,
)
from chwapi_console.recovery.state.of_view.means import (
    crew_name,
    lane_name,
    lanes_in_use,
    works_from,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.why.means_words import with_clock
from chwapi_console.recovery.words.why.shift_words import goes_home_words, off_words, rest_before
from chwapi_console.text import Sentence, Value, either, plural, say, some

MOST_NAMED = 3
"""Things of one kind that a sentence names, or that are told; of more the rest is counted."""


def advice_words(view: View, advice: Advice) -> Iterator[Sentence]:
    """What is to be known before what to go on with.

    When the crew works, what finds no place, what had better wait, and where a hand is wanted.
    """
    zone = view.plan.incident.zone
    if advice.on is not None and advice.crew is not None:
        yield say(
            "{crew} works again from {time} on, by the plan.",
            crew=crew_name(view, advice.crew),
            time=weekday_time(advice.on, zone, view.now),
        )
    if advice.hands_full is not None:
        yield _hands_full(
            view, advice.hands_full, advice.entry, others=advice.counted_on is not None
        )
    for full in advice.full[:MOST_NAMED]:
        yield full_words(view, full)
    if (more := len(advice.full) - MOST_NAMED) > 0:
        yield plural("{n} more server waits for a lane.", "{n} more servers wait for a lane.", more)
    for hold in advice.holds:
        yield hold_words(view, hold)
    yield from _not_at_work_on(view, advice.crew)
    yield from could_take_over(view, advice)
    yield from _begun_by_others(view, advice)
    yield from _brings_more(view, advice)
    yield from _goes_home_before(view, advice)
    if advice.elsewhere is not None:
        yield _elsewhere(view, advice.elsewhere)
    if advice.hand is not None:
        yield hand_words(view, advice.hand, advice.entry)
    if advice.away is not None and advice.entry is not None and advice.crew is None:
        yield _meanwhile(view, advice)


def _not_at_work_on(view: View, crew: str | None) -> Iterator[Sentence]:
    """What is in hand of those who are off; and of who goes home soon, where a crew has part in that."""
    yield from islice(off_words(view, view.in_hand), MOST_NAMED)
    if crew is not None:
        yield from goes_home_words(view, view.in_hand, crew)[:MOST_NAMED]


def _goes_home_before(view: View, advice: Advice) -> Iterator[Sentence]:
    """That a crew goes home, likely before it has done what comes first for it, which rests then."""
    entry, crew = advice.entry, advice.crew
    if entry is None or entry.work != "restore" or not crew or crew not in view.plan.crews:
        return
    rest = rest_before(view, crew, view.problem.minutes.get(entry.server, 0))
    if rest and advice.taker:
        yield _to_be_handed_over(view, advice, entry.server, rest)
    elif rest:
        yield say(
            "{crew} goes home {time}, likely before {server} is done: taken now, it rests until {back}, "
            "unless somebody goes on with it.",
            server=entry.server,
            **rest,
        )


def _to_be_handed_over(
    view: View, advice: Advice, server: str, rest: Mapping[str, Value]
) -> Sentence:
    """That a crew hands over what it begins now when it goes home, and to whom; and what it costs if not."""
    said = say(
        "{crew} goes home {time}, likely before {server} is done: take it, and hand it over to {taker} "
        "by then. Kept, it rests until {back}.",
        server=server,
        taker=crew_name(view, advice.taker),
        **rest,
    )
    if not advice.later:
        return said
    return say(
        "{said} {server} would be back {time} later than the forecast has it as it stands.",
        said=said,
        server=server,
        time=span(advice.later),
    )


def could_take_over(view: View, advice: Advice) -> Iterator[Sentence]:
    """What rests before all that a crew could begin, and how it is taken over."""
    if not advice.rests or advice.crew is None:
        return
    what: dict[str, Value] = {
        "crew": crew_name(view, advice.crew),
        "server": advice.rests,
        "operator": view.entry[advice.rests].held_by,
    }
    if advice.gains is None:
        yield say(
            "Before what {crew} could begin stands {server}, and nobody is at it: it could be taken over "
            "from {operator} (handover accept --take {server}). handover tells if that brings an hour or "
            "more.",
            **what,
        )
    elif advice.gains:
        yield say(
            "Before what {crew} could begin stands {server}, and nobody is at it: taken over from "
            "{operator} now, {gains}.",
            gains=some([_gain_words(view, gain) for gain in advice.gains], MOST_NAMED),
            **what,
        )
    else:
        yield say(
            "Before what {crew} could begin stands {server}, and nobody is at it: it could be taken over "
            "from {operator} (handover accept --take {server}). By the forecast that brings nothing above "
            "it an hour or more.",
            **what,
        )


def _brings_more(view: View, advice: Advice) -> Iterator[Sentence]:
    """What behind what comes first for a crew brings more if that goes on with it now; the best in full."""
    entry, crew = advice.entry, advice.crew
    if entry is None or crew is None:
        return
    for of in advice.brings_more[:1]:
        what: dict[str, Value] = {
            "server": of.server,
            "first": entry.server,
            "gains": _gains_words(view, of),
            "suppose": f'--suppose "{of.server} taken by {crew}"',
        }
        if of.rests:
            yield say(
                "{server} rests, and nobody is at it. Taken over from {operator} now, in place of "
                "{first}: {gains}. Who would pay for that: queue {suppose}.",
                operator=view.entry[of.server].held_by,
                **what,
            )
        else:
            yield say(
                "{server} is ready too. Taken now, in place of {first}: {gains}. Who would pay for that: "
                "queue {suppose}.",
                **what,
            )
    for of in advice.brings_more[1:]:
        yield say("Less so {server}: {gains}.", server=of.server, gains=_gains_words(view, of))


def _gains_words(view: View, of: BringsMore) -> Value:
    return some([_gain_words(view, gain) for gain in of.gains], MOST_NAMED)


def _begun_by_others(view: View, advice: Advice) -> Iterator[Sentence]:
    """Which other crew begins what comes first by the forecast; or had better, for it can do least else."""
    entry, of = advice.entry, advice.left_to_others
    if entry is None:
        return
    if of is not None:
        yield say(
            "{server} is for {other} too, who are free; {instead} is for nobody else who is free and would "
            "have it done before they go home. With {server} by {other} and {instead} by {crew} now: "
            "{gains}. Who would pay for that: queue {suppose}.",
            crew=crew_name(view, of.crew),
            other=crew_name(view, of.other),
            server=entry.server,
            instead=of.server,
            gains=some([_gain_words(view, gain) for gain in of.gains], MOST_NAMED),
            suppose=" ".join(
                f'--suppose "{server} taken by {crew}"'
                for server, crew in ((entry.server, of.other), (of.server, of.crew))
            ),
        )
    elif advice.counted_on is not None:
        yield _counted_on(view, entry, advice.counted_on)


def _gain_words(view: View, gain: GainByChoice) -> Sentence:
    """By how much a service comes sooner, or later."""
    service, time = node_name(view, gain.service), span(abs(gain.minutes))
    if gain.minutes < 0:
        return say("{service} {time} later", service=service, time=time)
    if gain.on_average:
        return say("{service} {time} sooner on average", service=service, time=time)
    return say("{service} {time} sooner", service=service, time=time)


def _hands_full(view: View, of: HandsFull, entry: Entry | None, *, others: bool) -> Sentence:
    """What a crew has in hand that can do nothing more at once; what the forecast has it do all the same.

    Nothing of what comes first for it where `others` begin that now.
    """
    said = plural(
        "{crew}: {servers} is in hand, and the plan has it do {most} at once.",
        "{crew}: {servers} are in hand, and the plan has it do {most} at once.",
        len(of.servers),
        crew=crew_name(view, of.crew),
        servers=some(of.servers, MOST_NAMED),
        most=of.at_once,
    )
    if entry is None:
        return said
    if of.beside is not None and of.beside.server == entry.server:
        return say(
            "{said} {server} takes minutes: the forecast has it done now, beside that.",
            said=said,
            server=entry.server,
        )
    said = _begins_next(view, of, said, None if others else entry)
    waiting = [server for server in of.servers if entry.server in view.missing(server)]
    above = next(iter(view.because(entry.server)), "")
    if not waiting or not above:
        return said
    return plural(
        "{said} {servers} itself waits for {server}: forecast {above} --why tells what letting go of it brings.",
        "{said} {servers} themselves wait for {server}: forecast {above} --why tells what letting go of them "
        "brings.",
        len(waiting),
        said=said,
        servers=some(waiting, MOST_NAMED),
        server=entry.server,
        above=above,
    )


def _begins_next(view: View, of: HandsFull, said: Sentence, entry: Entry | None) -> Sentence:
    """When a crew begins what comes first for it, if it is its own, or that it begins nothing before it goes home.

    And what it does beside what it has in hand.
    """
    if of.home is not None:
        said = say(
            "{said} By likely times it begins nothing more before it goes home {time}.",
            said=said,
            time=weekday_time(of.home, view.plan.incident.zone, view.now),
        )
    elif entry is not None:
        said = say(
            "{said} The forecast begins {server} when one of these is done.",
            said=said,
            server=entry.server,
        )
    if of.beside is None:
        return said
    return say(
        "{said} It has {beside} done now, beside that, for it takes minutes.",
        said=said,
        beside=of.beside.server,
    )


def left_out_words(view: View, operator: str) -> Iterator[Sentence]:
    """How many servers that are ready are none of what this operator can go on with, and why."""
    left = [
        entry.server
        for entry in view.entries
        if entry.ready_for(operator) and not can_go_on(view, operator, entry.server)
    ]
    crew = crew_of(view.plan, operator)
    if crew is None or crew not in view.plan.crews:
        if left:
            yield plural(
                "{n} more is ready, and nobody works now whom it is for.",
                "{n} more are ready, and nobody works now whom they are for.",
                len(left),
            )
        return
    theirs = [s for s in left if crew in crews_of(view.plan, view.plan.servers[s])]
    if theirs and (on := works_from(view, crew)) is not None:
        yield plural(
            "{n} more is ready for {crew}, who work again from {time} on.",
            "{n} more are ready for {crew}, who work again from {time} on.",
            len(theirs),
            crew=crew_name(view, crew),
            time=weekday_time(on, view.plan.incident.zone, view.now),
        )
    if others := len(left) - len(theirs):
        yield plural(
            "{n} more is ready for other crews.", "{n} more are ready for other crews.", others
        )


def _counted_on(view: View, entry: Entry, of: CountedOn) -> Sentence:
    """Which other crew the forecast has begin it, and what to go on with if they do."""
    names: dict[str, Value] = {"server": entry.server, "crew": crew_name(view, of.crew)}
    if of.beside:
        said = say(
            "The forecast counts on {crew} for {server}, beside what they have in hand, for it takes "
            "minutes.",
            **names,
        )
        if of.then is None:
            return said
        return say("{said} If they do it, go on with {then}.", said=said, then=of.then.server)
    if of.then is None:
        return say(
            "The forecast counts on {crew} for {server}, who are free and for it too.", **names
        )
    return say(
        "The forecast counts on {crew} for {server}, who are free and for it too: if they take it, go "
        "on with {then}.",
        then=of.then.server,
        **names,
    )


def _meanwhile(view: View, advice: Advice) -> Sentence:
    """What those who work now go on with, while who is for what comes first does not."""
    if advice.meanwhile is None:
        return say("Nothing is ready for anybody who works now.")
    at_work = [
        crew_name(view, crew)
        for crew in crews_of(view.plan, view.plan.servers[advice.meanwhile.server])
        if works_from(view, crew) is None
    ]
    return say(
        "{away} waits until people come whom it is for; for {crews} {server} comes first ({role}).",
        away=advice.entry.server if advice.entry else "",
        crews=either(at_work),
        server=advice.meanwhile.server,
        role=view.plan.servers[advice.meanwhile.server].role,
    )


def advice_in_short(advice: Advice) -> Sentence | None:
    """Where a hand is wanted and what had better wait, in a few words; None where there is neither."""
    hold = say("hold {server}", server=some([hold.server for hold in advice.holds], 1))
    if advice.hand is None:
        return hold if advice.holds else None
    hand = say("help with {server}", server=advice.hand.server)
    return say("{help}, {hold}", help=hand, hold=hold) if advice.holds else hand


def advice_on(view: View, advice: Advice, server: str) -> list[Sentence]:
    """What the advice says of one server.

    That it had better wait, or that a hand is wanted at it or before it.
    """
    said = [hold_words(view, hold) for hold in advice.holds if hold.server == server]
    if advice.hand is not None and (
        server == advice.hand.server or (advice.entry is not None and server == advice.entry.server)
    ):
        said.append(hand_words(view, advice.hand, advice.entry))
    return said


def _elsewhere(view: View, of: Elsewhere) -> Sentence:
    tier = view.entry[of.server].tier or 0
    crews = either([crew_name(view, crew) for crew in of.crews])
    if of.on is None:
        return say(
            "{server} is ready, of tier {tier}: it is for {crews}.",
            server=of.server,
            tier=tier,
            crews=crews,
        )
    return say(
        "{server} is ready, of tier {tier}: it is for {crews}, who work from {time} on.",
        server=of.server,
        tier=tier,
        crews=crews,
        time=weekday_time(of.on, view.plan.incident.zone, view.now),
    )


def full_words(view: View, of: Full) -> Sentence:
    """That a server is ready and finds no place in a lane."""
    used = lanes_in_use(view)[of.lane]
    said = plural(
        "{server} is ready, and waits for a place in {lane}: {servers} is in it.",
        "{server} is ready, and waits for a place in {lane}: {servers} are in it.",
        len(used),
        server=of.server,
        lane=lane_name(view, of.lane),
        servers=some(used, MOST_NAMED),
    )
    return with_clock(view, said, used)


def hold_words(view: View, of: WaitAdvice) -> Sentence:
    """That a server had better wait, and for what."""
    if not of.lane:
        return say(
            "Hold {server}, which nobody waits for: somebody is needed for {waiting} at {time}, before "
            "it is likely done.",
            server=of.server,
            waiting=of.waiting,
            time=forecast_time(of.at, view.plan.incident.zone, view.now),
        )
    return say(
        "Hold {server}: {lane} is needed for {waiting} at {time}.",
        server=of.server,
        lane=lane_name(view, of.lane),
        waiting=of.waiting,
        time=forecast_time(of.at, view.plan.incident.zone, view.now),
    )


def hand_words(view: View, of: Hand, beside: Entry | None) -> Sentence:
    """Where a hand is wanted, and why before what is ready."""
    tier = view.entry[of.server].tier
    said = say(
        "Help {operator} with {server}: another pair of hands likely has it done {time} sooner.",
        operator=of.holder,
        server=of.server,
        time=span(of.sooner),
    )
    if beside is None:
        return say("{help} Nothing else is ready for you.", help=said)
    if beside.tier is None:
        return say(
            "{help} Tier {tier}; no service waits for what is ready.", help=said, tier=tier or 0
        )
    return say(
        "{help} Tier {tier}; what is ready is of tier {other}.",
        help=said,
        tier=tier or NO_TIER,
        other=beside.tier,
    )
