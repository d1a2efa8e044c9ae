"""`queue`: all servers with work to do, in the order to do it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chwapi_console.cli.line.names import site_named, trade_asked
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.entry_facts import entry_facts
from chwapi_console.cli.output.table import CellLook, TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import (
    first_of,
    header,
    header_lines,
    nobody_before,
    server_state,
    site_name,
)
from chwapi_console.clock import iso, weekday_time
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.moments import read_coming, read_past
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import (
    condition_site,
    in_turn,
    is_for_trade,
    tier_of,
    what_it_waits_for,
)
from chwapi_console.recovery.words.things.incomplete_services import nothing_to_do
from chwapi_console.recovery.words.things.pin_words import (
    ended_pin_words,
    pins_at_odds,
    placed_pin_words,
)
from chwapi_console.recovery.words.things.steps_for import (
    comes_to_trade,
    next_step_words,
    waits_for_trade,
    words_of_step,
)
from chwapi_console.recovery.words.why.held_up import hanging_words
from chwapi_console.recovery.words.why.in_its_way import due_words
from chwapi_console.recovery.words.why.reasons import may_come_first, purpose, why
from chwapi_console.recovery.words.why.tier_words import move_words
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, Value, in_one, plural, say, some, typed

if TYPE_CHECKING:
    from chwapi_console.cli.output.as_json import Json
    from chwapi_console.recovery.words.since.to_come import Change

RANK, SERVER, ROLE = (
    TextColumn(say("rank"), right=True),
    TextColumn(say("server")),
    TextColumn(say("role"), spare=1, long="cut"),
)
SITE, TIER, STATE = (
    TextColumn(say("site"), spare=1),
    TextColumn(say("T"), right=True),
    TextColumn(say("state"), long="cut", least=12),
)
FOR, READY = (
    TextColumn(say("for"), long="cut", least=29),
    TextColumn(say("ready"), long="cut", least=7, spare=2),
)
WHY = TextColumn(say("why"), long="wrap")

LINES_AROUND, LINES_OF_A_REASON, LEAST_SHOWN = 3, 4, 5
"""Lines of the heading, of what is left out and of the shell's next line; of an entry with its
reason; entries that are shown on the lowest terminal."""


MOST_LATER = 3
"""Steps to come that a sentence names."""

MOST_CHANGES = 12
"""What changes until a moment to come that is told in sentences."""

FARTHEST = timedelta(days=40)
"""How far ahead the calendar is looked at."""


def queue(context: VerbContext) -> int:
    """Prints the queue, or the part of it that was asked for."""
    with context.session() as session:
        view = session.look()
        if context.given.suppose:
            _print_supposed(context, session, view)
            return 0
        if (then := _past_moment(context, session, view)) is not None:
            _print_past(context, session, view, then)
            return 0
        at = None if context.given.at is None else _moment(context, session, view)
        if (trade := vars(context.given)["for"]) is not None:
            of_then = view if at is None else view.at(at)
            _for_trade(context, session, of_then, trade_asked(view, trade, context.operator))
            return 0
        if at is not None:
            _print_then(context, session, view, at)
            return 0
        entries = _asked(view, context)
        _print(context, session, view, entries, context.given.why)
    return 0


def _past_moment(context: VerbContext, session: Session, view: View) -> datetime | None:
    """The moment that is over which is asked about; None where none is.

    By `--since`; by `--at` where its words can mean none to come.
    """
    given, zone = context.given, view.plan.incident.zone
    asked = [word for word in (given.at, given.since) if word is not None]
    if len(asked) > 1 or (given.since is not None and vars(given)["for"] is not None):
        raise UsageError(say("--since stands alone: without --at and --for."))
    if given.since is not None:
        return read_past(given.since, session.now(), zone, hours_ago=True).at
    if given.at is None or vars(given)["for"] is not None:
        return None
    try:
        read_coming(given.at, session.now(), zone)
    except RequestError:
        try:
            return read_past(given.at, session.now(), zone).at
        except RequestError:
            return None
    return None


def _print_supposed(context: VerbContext, session: Session, view: View) -> None:
    """The queue as it would be, and for whom that is sooner or later."""
    from chwapi_console.cli.verbs.supposing.suppose import answer_in_json, answer_lines, answered

    given = context.given
    if given.at is not None or given.since is not None or vars(given)["for"] is not None:
        raise UsageError(say("--suppose stands alone: without --at, --since and --for."))
    of = answered(context, view.at(session.now()), given.suppose)
    entries = _asked(of.after, context)
    if context.options.as_json:
        _print_json(context, session, of.after, entries, besides=answer_in_json(of))
        return
    for fact in header_lines(view) if given.plain else [header(view)]:
        context.out.say(fact)
    for line in answer_lines(of):
        context.out.say(line)
    context.out.say(say("The queue as it would be:"))
    _print_entries(context, of.after, entries, given.why)


def _print_past(context: VerbContext, session: Session, view: View, at: datetime) -> None:
    """The queue as it was, or by `--since` as it is, and what changed it."""
    from chwapi_console.cli.verbs.supposing.past_queue import (
        past,
        past_in_json,
        past_lines,
        since_lines,
    )

    of = past(session, view, at)
    shown = view if context.given.at is None else of.then
    entries = _asked(shown, context)
    if context.options.as_json:
        _print_json(context, session, shown, entries, besides=past_in_json(of))
        return
    for fact in header_lines(shown) if context.given.plain else [header(shown)]:
        context.out.say(fact)
    for line in (*(past_lines(of) if shown is not view else ()), *since_lines(context, of)):
        context.out.say(line)
    if shown is view:
        context.out.say(say("The queue now:"))
    else:
        context.out.say(
            say("The queue of {time}:", time=weekday_time(at, view.plan.incident.zone, view.now))
        )
    _print_entries(context, shown, entries, context.given.why)


def _moment(context: VerbContext, session: Session, view: View) -> datetime:
    """The moment to come that is asked about."""
    at = read_coming(context.given.at, session.now(), view.plan.incident.zone).at
    if at - view.now > FARTHEST:
        raise RequestError(
            say("--at takes a moment of the next {n} days; nobody looks farther.", n=FARTHEST.days)
        )
    return at


def _print_then(context: VerbContext, session: Session, view: View, at: datetime) -> None:
    """The queue as it is at a moment to come if nobody acts, and what changes until then."""
    from chwapi_console.recovery.words.since.moves import moved
    from chwapi_console.recovery.words.since.since_then import MOST_MOVED
    from chwapi_console.recovery.words.since.to_come import changes_to_come

    then, changes = view.at(at), changes_to_come(view, at)
    entries = _asked(then, context)
    if context.options.as_json:
        _print_json(context, session, then, entries, to_come=changes)
        return
    for fact in header_lines(view) if getattr(context.given, "plain", False) else [header(view)]:
        context.out.say(fact)
    context.out.say(
        say(
            "The queue as it is on {time} if nobody acts until then.",
            time=weekday_time(at, view.plan.incident.zone, view.now),
        )
    )
    if (over := _also_over(context, session, view, at)) is not None:
        context.out.say(over)
    for words in first_of([change.words for change in _most_telling(changes)], MOST_CHANGES):
        context.out.say(words)
    if not changes:
        context.out.say(say("Nothing changes by itself until then."))
    for move in moved(view, then, MOST_MOVED, all_who_pay=True):
        context.out.say(say("{move}.", move=move))
    _print_entries(context, then, entries, context.given.why)


def _most_telling(changes: Sequence["Change"]) -> list["Change"]:
    """The changes in their order; where they are too many, those of crews' hours are left out first."""
    by_weight = sorted(changes, key=lambda change: change.what in ("works", "leaves"))
    told = by_weight[:MOST_CHANGES]
    return [*sorted(told, key=changes.index), *by_weight[MOST_CHANGES:]]


def _also_over(context: VerbContext, session: Session, view: View, at: datetime) -> Sentence | None:
    """How to ask about the same time of the day that is over; None where a day was said."""
    zone, now = view.plan.incident.zone, session.now()
    try:
        before = read_past(context.given.at, now, zone).at
    except RequestError:
        return None
    there = before.astimezone(zone)
    if at - before > timedelta(days=1, hours=1):
        return None
    words = typed("queue", "--at", f"{there:%d/%m %H:%M}")
    return say("As it was at that time which is over: {command}.", command=words)


def _for_trade(context: VerbContext, session: Session, view: View, trade: str) -> None:
    """What a trade or person can meet, what can be met now first, in the order of what it holds up."""
    site = site_named(view, context.given.site)
    conditions = _conditions_for(context, view, trade, site)
    steps = _steps_for(context, view, trade, site)
    if context.options.as_json:
        _print_json(context, session, view, steps, conditions)
        return
    from chwapi_console.cli.verbs.verb_conditions import tell_conditions

    if conditions:
        tell_conditions(context, view, conditions)
    else:
        context.out.say(header(view))
    if not conditions and not steps:
        context.out.complain(_nothing_yet(context, view, trade, site))
    for entry in steps:
        context.out.say(say("Next step, {step}.", step=next_step_words(view, entry.server)))


def _nothing_yet(context: VerbContext, view: View, trade: str, site: str | None) -> Sentence:
    """That nothing is for a trade now, and which steps will be."""
    nothing = say("Nothing for {trade} matches now.", trade=trade)
    later: list[Value] = [
        words_of_step(view, entry.server, step)
        for entry, step in comes_to_trade(view, trade)
        if _matches(context, view, entry, site)
    ]
    if not later:
        return nothing
    return say("{nothing} Later: {steps}.", nothing=nothing, steps=some(later, MOST_LATER))


def _matches(context: VerbContext, view: View, entry: Entry, site: str | None) -> bool:
    return (site is None or view.plan.servers[entry.server].site == site) and (
        context.given.tier is None or entry.tier == context.given.tier
    )


def _conditions_for(
    context: VerbContext, view: View, trade: str, site: str | None
) -> list[ConditionStanding]:
    """The conditions that a trade can meet, as far as they are asked for."""
    given = context.given
    return [
        each
        for each in in_turn(view, view.open_conditions)
        if each.state != "lost"
        and is_for_trade(view, each, trade)
        and (site is None or condition_site(view, each) in (site, None))
        and (given.tier is None or tier_of(view, each.id) == given.tier)
        and (each.ready or not given.ready)
    ][: given.limit]


def _steps_for(context: VerbContext, view: View, trade: str, site: str | None) -> list[Entry]:
    """The servers whose next step is for a trade, as far as they are asked for."""
    given = context.given
    return [
        entry
        for entry in waits_for_trade(view, trade)
        if _matches(context, view, entry, site) and (entry.ready or not given.ready)
    ][: given.limit]


def overview(context: VerbContext) -> int:
    """The whole queue where the console was asked for and cannot open, and how to open it."""
    with context.session() as session:
        view = session.look()
        _print(context, session, view, view.entries, False)
    if not context.options.as_json:
        context.out.complain(
            say(
                "The console needs a terminal that can draw. Run {program} without a verb on one; "
                "see {program} --help for the verbs.",
                program=PROGRAM,
            )
        )
    return 0


def _print_json(
    context: VerbContext,
    session: Session,
    view: View,
    entries: Sequence[Entry],
    conditions: Sequence[ConditionStanding] | None = None,
    to_come: "Sequence[Change] | None" = None,
    besides: "Json | None" = None,
) -> None:
    from chwapi_console.cli.output.as_json import changes, queue

    digest, code = session.loaded.digest, session.head_code
    of = queue(view, entries, digest, code, session.operator, conditions)
    if to_come is not None:
        of |= {"at": iso(view.now), "to_come": changes(to_come)}
    context.out.json(of | (besides or {}))


def _print(
    context: VerbContext, session: Session, view: View, entries: Sequence[Entry], with_why: bool
) -> None:
    if context.options.as_json:
        _print_json(context, session, view, entries)
        return
    plain = getattr(context.given, "plain", False)
    for fact in header_lines(view) if plain else [header(view)]:
        context.out.say(fact)
    context.mention_strangers(view)
    for notice in _notices(view):
        context.out.say(notice)
    _print_entries(context, view, entries, with_why)


def _print_entries(
    context: VerbContext, view: View, entries: Sequence[Entry], with_why: bool
) -> None:
    plain = getattr(context.given, "plain", False)
    if getattr(context.given, "ready", False) and view.plan.crews:
        from chwapi_console.recovery.words.why.advice_words import left_out_words

        for sentence in left_out_words(view, context.operator):
            context.out.say(sentence)
    if not entries:
        context.out.complain(say("No server matches.") if view.entries else nothing_to_do(view))
    elif plain:
        for entry in entries:
            context.out.say()
            for fact in entry_facts(view, entry, context.operator, with_why=with_why):
                context.out.say(fact)
    else:
        _print_table(context, view, entries, context.operator, with_why)


def _notices(view: View) -> Iterator[Sentence]:
    """What is to be known before the queue is read.

    What hangs, pins, tiers that move, and what is due.
    """
    yield from hanging_words(view)
    for server in view.in_hand:
        if may_come_first(view, server):
            yield say(
                "{server} is in hand ({holder}), and may yet be back first: {why}",
                server=server,
                holder=view.entry[server].held_by,
                why=in_one(why(view, view.entry[server])),
            )
        elif view.entry[server].part in ("spare", "unneeded"):
            yield say(
                "{server} is in hand ({holder}), and nobody waits for it: {why}",
                server=server,
                holder=view.entry[server].held_by,
                why=in_one(why(view, view.entry[server])),
            )
    for pin in view.pins:
        yield placed_pin_words(view, pin)
    for ring in view.contradictions:
        yield pins_at_odds(view, ring)
    for pin in view.ended_pins:
        yield ended_pin_words(view, pin)
    for move in view.tier_moves:
        yield move_words(view, move)
    for server in sorted(view.due):
        yield due_words(view, server)


def _print_table(
    context: VerbContext, view: View, entries: Sequence[Entry], operator: str, with_why: bool
) -> None:
    shown = entries[: _that_fit(context, with_why)]
    made = _with_reasons if with_why else _table
    context.out.table(made(view, shown, operator))
    if more := len(entries) - len(shown):
        context.out.say(
            plural(
                "{n} more: --limit {all}, or | less",
                "{n} more: --limit {all}, or | less",
                more,
                all=len(entries),
            )
        )


def _that_fit(context: VerbContext, with_why: bool) -> int | None:
    """How many entries a terminal has lines for, so that the first stays in sight.

    Below what was said already, and above the shell's next line. None where all are wanted: in a
    pipe, behind a pager, or where somebody said how many.
    """
    if (
        not context.out.terminal
        or context.out.pages
        or getattr(context.given, "limit", None) is not None
    ):
        return None
    room = context.out.height - context.out.lines - LINES_AROUND
    return max(LEAST_SHOWN, room // LINES_OF_A_REASON if with_why else room)


def _asked(view: View, context: VerbContext) -> list[Entry]:
    given, site = context.given, site_named(view, context.given.site)
    entries = [
        e
        for e in view.entries
        if (site is None or view.plan.servers[e.server].site == site)
        and (given.tier is None or e.tier == given.tier)
        and (not given.ready or e.ready_for(context.operator))
    ]
    if given.ready and view.plan.crews:
        from chwapi_console.recovery.state.of_view.advice_by_crews import can_go_on

        entries = [e for e in entries if can_go_on(view, context.operator, e.server)]
    return entries[: given.limit]


def _table(view: View, entries: Sequence[Entry], operator: str) -> TextTable:
    return TextTable(
        [RANK, SERVER, ROLE, SITE, TIER, STATE, FOR, READY],
        [
            TextRow(
                [
                    e.rank,
                    e.server,
                    view.plan.servers[e.server].role,
                    site_name(view, view.plan.servers[e.server].site),
                    e.tier or "",
                    server_state(view, e.server),
                    purpose(view, e),
                    _ready(view, e, operator),
                ],
                _look(e, operator),
            )
            for e in entries
        ],
    )


def _with_reasons(view: View, entries: Sequence[Entry], operator: str) -> TextTable:
    return TextTable(
        [RANK, SERVER, STATE, READY, WHY],
        [
            TextRow(
                [
                    e.rank,
                    e.server,
                    server_state(view, e.server),
                    _ready(view, e, operator) if e.ready_for(operator) else "",
                    in_one(why(view, e)),
                ],
                _look(e, operator),
            )
            for e in entries
        ],
    )


def _ready(view: View, entry: Entry, operator: str) -> Value:
    """That somebody can go on with it, or after what that will be so."""
    if entry.ready_for(operator):
        from_then = nobody_before(view, entry)
        return say("ready {time}", time=from_then) if from_then else say("ready")
    after = (
        say("after {needs}", needs=what_it_waits_for(view, entry.server))
        if entry.waits_for
        else None
    )
    if entry.not_before is None:
        return after or ""
    begins = weekday_time(entry.not_before, view.plan.incident.zone, view.now)
    if after is None:
        return say("not before {time}", time=begins)
    return say("{after}, not before {time}", after=after, time=begins)


def _look(entry: Entry, operator: str) -> CellLook:
    if entry.conflict or (entry.state == "blocked" and not entry.ready):
        return "trouble"
    if entry.held_by:
        return "held"
    if entry.ready_for(operator):
        return "now"
    return "" if entry.part == "clinical" else "aside"
