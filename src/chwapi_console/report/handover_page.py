"""The handover in words: to be read out in a minute, the next things to know first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from chwapi_console.clock import span
from chwapi_console.journal.record.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.forecast.end_of_shift import (
    NOTHING_KNOWN,
    CouldGoOn,
    could_go_on,
    could_go_on_words,
    to_hand_over,
)
from chwapi_console.recovery.forecast.pin_price import (
    ExpectedRange,
    dearest_words,
    gain_words,
    kept_price,
    range_words,
)
from chwapi_console.recovery.state.judged.fallen import fallen_among
from chwapi_console.recovery.state.judged.overrides import Override
from chwapi_console.recovery.state.of_view.handed_over import LAST_HOURS
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.told.pins import Pin
from chwapi_console.recovery.state.told.promises import Promise
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.ending import ended_words
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.since.outage_words import turned_words
from chwapi_console.recovery.words.since.telling_words import (
    hypothesis_words,
    promise_words,
    taken_over_words,
    told_words,
)
from chwapi_console.recovery.words.since.up_again import up_again_words
from chwapi_console.recovery.words.things.conditions import how_it_stands, needs_named, node_name
from chwapi_console.recovery.words.things.limits import names_of
from chwapi_console.recovery.words.things.notes import note_on_a_page
from chwapi_console.recovery.words.things.pin_words import pin_words
from chwapi_console.recovery.words.things.reason_told import MOST_LETTERS, reason_told
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.recovery.words.things.suspicion import (
    and_suspect,
    and_suspect_then,
    why_set_aside,
    why_suspect,
    with_suspects_back,
)
from chwapi_console.recovery.words.why.shift_words import off_words, rests_before_done
from chwapi_console.recovery.words.why.tier_words import move_words
from chwapi_console.report.handover import (
    Done,
    Handover,
    ServerInHand,
    Stopped,
    Waiting,
    is_late,
    promised_outlooks,
)
from chwapi_console.report.page import MOST_LINES, PaperPage, Section, foot, moment_in_full, titled
from chwapi_console.report.shift import Began, Worked, at_work, shift_before
from chwapi_console.report.unattended import first_unattended, unattended_words, worst_unattended
from chwapi_console.text import (
    Listing,
    Sentence,
    Value,
    beginning,
    every,
    plural,
    say,
    shortened,
    some,
)

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Outlook

MOST_PRICES = 3
"""Services of which it is said how much later a pin makes them."""
MOST_SUSPECT = 40
"""Suspects that a line names: each of them wants a look."""
MOST_NAMED = 8
"""Servers and services that one line names; of more the rest is counted."""


def handover_page(
    of: Handover,
    head: str,
    by: str,
    known: Mapping[str, ExpectedRange] = MappingProxyType({}),
) -> PaperPage:
    """The page, as somebody makes it; `known` is what is to be expected of all that is not up."""
    view, expected = of.view, _expected(of)
    return PaperPage(
        titled(view, say("Handover")),
        list(_under(of, known)),
        [
            Section(say("Done"), list(_done(view, of.done)), _nothing_done(of)),
            *_promised_and_told(of, expected),
            *still_to_do(of, expected),
            _notes(view, of.done.notes),
            Section(
                say("Hours at work"),
                [_worked(view, each) for each in of.hours],
                remark=say(
                    "From the first to the last act since the shift began, without pauses of more "
                    "than an hour."
                ),
            ),
        ],
        foot(view, head, by),
    )


def _expected(of: Handover) -> "Mapping[str, Outlook]":
    """What is to be expected of what the page tells times of; nothing where nobody goes home soon."""
    view = of.view
    asked = {service for each in to_hand_over(view) for service in each.services}
    if not asked:
        return {}
    from chwapi_console.recovery.forecast.forecast import forecast

    promised = {each.subject for each in of.promises if each.is_open} & view.services.keys()
    return forecast(view, asked | {each for each in promised if not view.works(each)}).services


def _notes(view: View, notes: Sequence[Event]) -> Section:
    """The latest notes of the shift, and how many came before them."""
    lines: list[Value] = [
        say(
            "{time} {operator}, {subject}: {text}",
            time=view.when_done(event),
            operator=view.by(event),
            subject=event.subject,
            text=note_on_a_page(event),
        )
        for event in notes[-MOST_LINES:]
    ]
    if earlier := len(notes) - len(lines):
        more = plural(
            "{n} note came before these: log has it.",
            "{n} notes came before these: log has them.",
            earlier,
        )
        lines = [more, *lines]
    title = say("{title}: {n}", title=say("Notes of the shift"), n=len(notes))
    return Section(title, lines, whole=True)


def _promised_and_told(of: Handover, known: "Mapping[str, Outlook]") -> list[Section]:
    """What is awaited of this shift, and what has been said: it comes before all other work."""
    view = of.view
    return [
        _counted(say("Promises"), list(_promises(of, known))),
        _counted(say("Last told"), [told_words(view, each) for each in of.told]),
        _counted(
            say("Hypotheses"),
            [shortened(hypothesis_words(view, each), MOST_LETTERS) for each in of.hypotheses],
        ),
        _counted(
            say("On the incident as a whole"),
            [
                say(
                    "{time} {operator}: {text}",
                    time=view.when_done(event),
                    operator=view.by(event),
                    text=note_on_a_page(event),
                )
                for event in of.of_the_incident
            ],
        ),
    ]


def _promises(of: Handover, known: "Mapping[str, Outlook]") -> Iterator[Value]:
    """Each promise; of what is expected later, or perhaps later, than promised that it is."""
    expected = promised_outlooks(of.view, of.promises, known)
    for promise in of.promises:
        yield promise_on_a_page(of.view, promise, expected.get(promise.id))


def promise_on_a_page(view: View, promise: Promise, outlook: "Outlook | None") -> Sentence:
    """A promise, and whether what is promised is expected later than that, or may be."""
    line = promise_words(view, promise)
    late = is_late(promise, outlook) if outlook is not None else False
    if outlook is None or late is False:
        return line
    when = range_words(view, ExpectedRange(outlook.p50, outlook.p90))
    if when is None:
        return say(
            "{promise}. No time is expected: {why}",
            promise=line,
            why=outlook.reason or say("no forecast"),
        )
    when = and_suspect_then(view, promise.subject, when)
    return (
        say("{promise}. LATER THAN PROMISED: expected {when}", promise=line, when=when)
        if late
        else say("{promise}. May be later: expected {when}", promise=line, when=when)
    )


def still_to_do(of: Handover, known: "Mapping[str, Outlook]" = NOTHING_KNOWN) -> list[Section]:
    """What somebody has to go on with, and what is to be known meanwhile."""
    view = of.view
    return [
        _counted(say("In hand"), list(_in_hand(of, known))),
        _counted(say("Blocked"), [stopped_words(view, each) for each in of.blocked]),
        Section(
            say("{title}: {n}", title=say("Back, with required steps open"), n=len(of.left_undone)),
            list(_left_undone(view, of.left_undone)),
        ),
        _counted(
            say("Restored or clean, not verified"),
            [_waiting(view, each) for each in of.to_verify],
        ),
        _counted(say("Up, not signed off"), [_to_sign_off(view, each) for each in of.to_sign_off]),
        _counted(
            say("Open conditions"),
            [_condition(view, c) for c in of.open_conditions if view.waits_for(c)],
        ),
        _counted(
            say("Open conditions, later"),
            [_condition(view, c) for c in of.open_conditions if not view.waits_for(c)],
        ),
        _counted(
            say("Met with a reserve"),
            [*_signed_with_a_reserve(view), *(_condition(view, c) for c in of.reserves)],
        ),
        Section(
            say("{title}: {n}", title=say("Suspect"), n=len(of.suspects)),
            list(_suspects(view, of.suspects)),
        ),
        _counted(say("In conflict"), [_conflict(view, server) for server in of.conflicts]),
        _counted(say("Pins"), [_pin(view, pin) for pin in of.pins]),
        _counted(
            say("Tiers that change within a day"),
            [move_words(view, move) for move in view.tier_moves_of_a_day],
        ),
        _counted(say("Overrides"), [_override(view, *each) for each in of.overrides]),
    ]


def _in_hand(of: Handover, known: "Mapping[str, Outlook]") -> Iterator[Sentence]:
    """What is in hand, and who could go on with what rests when its crew goes home soon."""
    others = could_go_on(of.view, known)
    for each in of.in_hand:
        yield held_words(of.view, each, others.get(each.server))


def _override(view: View, subject: str, override: Override) -> Sentence:
    return say(
        '{subject}: {rule}, by {operator} at {time}: "{reason}"',
        subject=subject,
        rule=override.rule,
        operator=view.by(override.event),
        time=view.when(override.event),
        reason=beginning(override.reason, MOST_LETTERS),
    )


def _under(of: Handover, known: Mapping[str, ExpectedRange]) -> Iterator[Sentence]:
    view, since, whose = of.view, moment_in_full(of.view, of.began.at), of.began.whose
    if whose is None:
        yield say("Since {time}", time=since)
    else:
        yield _began_with(view, of.began, since)
    if (taken_over := taken_over_words(view)) is not None:
        yield taken_over
    if (ended := ended_words(view)) is not None:
        yield ended
    back = plural(
        "{back} of {n} server hit is back",
        "{back} of {n} servers hit are back",
        len(view.hit),
        back=view.back,
    )
    back = with_suspects_back(view, back)
    if view.unknown:
        back = say(
            "{back}, {unknown}",
            back=back,
            unknown=plural("{n} unknown", "{n} unknown", view.unknown),
        )
    yield say(
        "{back}; {services}.",
        back=back,
        services=up_again_words(fallen_among(view, view.services)),
    )
    if (first := first_unattended(view)) is not None:
        yield first
    if (unattended := worst_unattended(view, known)) is not None:
        yield unattended_words(view, unattended)


def _began_with(view: View, began: Began, since: Value) -> Sentence:
    """With whose first act a shift began, and whether that came after a pause."""
    whose = began.whose or ""
    moments = [one.at for one in at_work(view) if not whose or same_person(one.operator, whose)]
    if not moments:
        return say(
            "Since {time}: nothing was recorded by {end}",
            time=since,
            end=view.clock(view.now),
        )
    paused = min(moments) < began.at
    if whose and paused:
        return say(
            "Since {time}: the first act of {operator} after a pause of 4 h",
            time=since,
            operator=whose,
        )
    if whose:
        return say("Since {time}: the first act of {operator}", time=since, operator=whose)
    if paused:
        return say("Since {time}: the first act of anybody after a pause of 4 h", time=since)
    return say("Since {time}: the first act of anybody", time=since)


def _counted(title: Sentence, lines: list[Value]) -> Section:
    return Section(say("{title}: {n}", title=title, n=len(lines)), lines)


def _nothing_done(of: Handover) -> Sentence:
    """That nothing was done since the page begins.

    Who has just taken over is told when that was, and how to see what was done before.
    """
    view = of.view
    if (earlier := shift_before(view, of.began.at)) is None:
        return say("Nothing is recorded as done.")
    since = view.clock(of.began.at)
    at = earlier.astimezone(view.plan.incident.zone).isoformat(timespec="minutes")
    return say(
        "Nothing is recorded as done since {time}, when this page begins. The shift before: "
        "handover --since {before}",
        time=since,
        before=at,
    )


def _done(view: View, done: Done) -> Iterator[Value]:
    for state, servers in done.became.items():
        yield say(
            "{state}: {servers} ({n})",
            state=state_word(state),
            servers=_marked(view, servers),
            n=_number(view, servers),
        )
    if done.ticks:
        yield say(
            "{steps} on {servers}",
            steps=plural("{n} step", "{n} steps", done.ticks),
            servers=plural("{n} server", "{n} servers", done.ticked),
        )
    for words, nodes in (
        (say("had been back and found compromised again"), done.found_again),
        (say("no longer suspect"), done.cleared),
        (say("up again"), done.changes.up),
        (say("no longer up"), done.changes.lost),
        (say("no longer even partial"), done.changes.sank),
        (say("signed off"), done.signed_off),
        (say("conditions met"), done.met),
    ):
        if nodes:
            yield say(
                "{state}: {servers} ({n})", state=words, servers=_names(view, nodes), n=len(nodes)
            )
    yield from turned_words(view, done.changes)


def _marked(view: View, servers: Sequence[str]) -> Listing:
    """Their names; suspects among them are marked where not all of them are."""
    n = _suspects_among(view, servers)
    names = servers if n == len(servers) else [and_suspect(view, server) for server in servers]
    return some(names, MOST_NAMED)


def _number(view: View, servers: Sequence[str]) -> Value:
    """How many they are, and how many of them are suspect since."""
    n, of = _suspects_among(view, servers), len(servers)
    if n == of:
        return plural("{n}, suspect", "{n}, all suspect", n)
    return plural("{of}, {n} suspect", "{of}, {n} suspect", n, of=of) if n else of


def _suspects_among(view: View, servers: Iterable[str]) -> int:
    return sum(server in view.suspects for server in servers)


def _names(view: View, nodes: Iterable[str]) -> Listing:
    return some([node_name(view, node) for node in nodes], MOST_NAMED)


def held_words(view: View, held: ServerInHand, other: CouldGoOn | None = None) -> Sentence:
    """A server in hand in a line: by whom, since when, which step is next, and who could go on with it.

    Where nobody clearly gains by that, whether it rests all the same.
    """
    who = say(
        "{server}: {operator}, since {time}",
        server=held.server,
        operator=held.by,
        time=_time(view, held.since),
    )
    if held.step:
        who = say("{held}, next step {step}", held=who, step=step_name(view.plan, held.step))
    if other is None:
        rests = next(
            chain(
                off_words(view, [held.server]),
                rests_before_done(view, [held.server], within=LAST_HOURS),
            ),
            None,
        )
        return say("{held}. {rests}", held=who, rests=rests) if rests else who
    return say("{held}. {others}.", held=who, others=could_go_on_words(view, other))


def stopped_words(view: View, of: Stopped) -> Sentence:
    """A blocked server in a line: why, by whom, what it waits for until when, and what hangs on it."""
    line = say(
        "{server}: {reason}; by {operator}, since {time}",
        server=of.server,
        reason=reason_told(of),
        operator=of.by or say("the plan"),
        time=_time(view, of.since),
    )
    if of.block.awaits:
        line = say("{blocked}; waits for {what}", blocked=line, what=of.block.awaits)
    if of.block.until is not None:
        until = view.clock(of.block.until)
        line = (
            say("{blocked}; was to come {time}, that has passed", blocked=line, time=until)
            if of.server in view.due and of.block.until <= view.now
            else say("{blocked}; until {time}", blocked=line, time=until)
        )
    if of.held_by:
        line = say("{blocked}; {operator} had it in hand", blocked=line, operator=of.held_by)
    services = view.order.because.get(of.server, ())
    if services:
        line = plural(
            "{blocked}; {services} waits",
            "{blocked}; {services} wait",
            len(services),
            blocked=line,
            services=some([node_name(view, service) for service in services], 2),
        )
    return line


def _left_undone(view: View, left: Mapping[str, Sequence[str]]) -> Iterator[Sentence]:
    """A line for each list of steps, with the servers on which it is open."""
    servers_by_steps: dict[tuple[str, ...], list[str]] = {}
    for server, steps in left.items():
        servers_by_steps.setdefault(tuple(steps), []).append(server)
    for steps, servers in servers_by_steps.items():
        names = every([step_name(view.plan, step) for step in steps])
        yield say("{servers}: {steps}", servers=some(servers, MOST_NAMED), steps=names)


def _waiting(view: View, of: Waiting) -> Sentence:
    line = say(
        "{server}: {state} by {operator}, {time}",
        server=and_suspect(view, of.server),
        state=state_word(of.state),
        operator=of.by or say("the plan"),
        time=_time(view, of.since),
    )
    return say("{server}; it does not count before", server=line) if of.needed else line


def _lapsed(view: View, service: str, line: Value) -> Value:
    """The line, and that a sign-off lapsed, by which act or for which need, where there was one."""
    signed = view.situation.lapsed.get(service)
    if signed is None:
        return line
    if signed.ended_by is None:
        return say(
            "{service}; {by} signed it off at {time}, but without {needs}, which it needs now",
            service=line,
            by=signed.by,
            time=view.when_done(signed.event),
            needs=needs_named(view, signed.unknown),
        )
    return say(
        "{service}; {by} signed it off at {time}, which lapsed at {end} ({act})",
        service=line,
        by=signed.by,
        time=view.when_done(signed.event),
        end=view.when(signed.ended_by),
        act=told(signed.ended_by, view),
    )


def _to_sign_off(view: View, service: str) -> Value:
    signs = view.plan.services[service].signs
    name: Value = node_name(view, service)
    line = say("{service}: {who} signs", service=name, who=signs) if signs else name
    signed = view.situation.sign_offs.get(service)
    if signed is None:
        return _lapsed(view, service, line)
    if signed.ended_by is not None:
        return line
    more = [wish for wish in view.services[service].without if wish not in signed.without]
    if not more:
        return line
    return say(
        "{service}; {by} signed it off at {time}, but not without {services}",
        service=line,
        by=signed.by,
        time=view.when_done(signed.event),
        services=names_of(view, more),
    )


def _signed_with_a_reserve(view: View) -> Iterator[Sentence]:
    """The services that are signed off with a reserve, which no need asks for.

    Others are among the conditions.
    """
    for service, signed in view.situation.sign_offs.items():
        if (
            view.services[service].status == "accepted"
            and signed.until is not None
            and f"accepted {service}" not in view.conditions
        ):
            yield say(
                "{service}: signed off by {by} with reserve until {time}: {reserve}",
                service=node_name(view, service),
                by=signed.by,
                time=_time(view, signed.until),
                reserve=signed.reserve,
            )


def _condition(view: View, condition: ConditionStanding) -> Sentence:
    return say(
        "{name} ({state})",
        name=node_name(view, condition.id),
        state=how_it_stands(view, condition),
    )


def _suspects(view: View, servers: Sequence[str]) -> Iterator[Value]:
    """A line for each reason, with the servers that it is the reason for."""
    whys = {server: why_suspect(view, server) or why_set_aside(view, server) for server in servers}
    reasons = {str(why[0]): why[0] for why in whys.values() if why}
    for words, reason in reasons.items():
        its = [server for server, why in whys.items() if why and str(why[0]) == words]
        yield say("{servers}: {why}", servers=some(its, MOST_SUSPECT), why=reason)
    yield from (server for server, why in whys.items() if not why)


def _conflict(view: View, server: str) -> Sentence:
    heads = view.situation.servers[server].heads
    return say(
        "{server}: {heads}",
        server=server,
        heads=every(
            [
                say(
                    "{state} ({operator} {time})",
                    state=state_word(head.after.state if head.after else ""),
                    operator=view.by(head),
                    time=view.when(head),
                )
                for head in heads
            ]
        ),
    )


def _pin(view: View, pin: Pin) -> Sentence:
    """Who pinned what, and what they were told that it costs and gains."""
    price = kept_price(pin.event)
    if price is None:
        return pin_words(view, pin)
    return say(
        "{pin} Told then: {gain} {cost}",
        pin=pin_words(view, pin),
        gain=gain_words(view, price),
        cost=dearest_words(view, price, MOST_PRICES),
    )


def _worked(view: View, of: Worked) -> Sentence:
    acts = plural("{n} act", "{n} acts", of.acts)
    return say(
        "{operator}: {time} ({first} to {last}, {acts})",
        operator=of.person,
        time=span(of.minutes),
        first=_time(view, of.first),
        last=_time(view, of.last),
        acts=acts,
    )


def _time(view: View, at: datetime | None) -> Value:
    return view.clock(at) if at else say("a time not known")
