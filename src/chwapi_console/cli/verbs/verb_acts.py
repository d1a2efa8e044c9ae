"""The verbs that write.

Each says nothing before the store has acknowledged, then what was written and what it brought
about.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from chwapi_console.cli.line.names import refuse_unoffered, servers_named, site_named, subject_named
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.deeds import with_time_done
from chwapi_console.cli.verbs.in_bulk import is_filtered, refuse_no_names, servers_meant
from chwapi_console.errors import Unmeant, UsageError
from chwapi_console.inventory.group_words import as_written
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.marks import STATES, state_named
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.of_view.off import is_clean_and_off
from chwapi_console.recovery.state.of_view.passed_pins import passed_pins
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.since.moves import moved, new_in_queue
from chwapi_console.recovery.words.things.step_words import step_called
from chwapi_console.recovery.words.why.shift_words import rests_before_done
from chwapi_console.session.session import Session
from chwapi_console.text import ENGLISH, either, in_one, plural, say, some, typed

MOST_OFF = 4
"""Servers that are named that are off; the others are counted."""
MOST_ORDERED = 1000
"""Servers up to which an act tells what it moved in the queue: beyond, the two orders cost more
than the act."""

SessionAct = Callable[[Session, View], list[Event]]


def mark(context: VerbContext) -> int:
    """`mark SERVER… STATE`."""
    refuse_no_names(context)
    state = _state(context)

    def marked(session: Session, view: View) -> list[Event]:
        servers = servers_meant(context, view, state)
        said = remarks(context, session, view)._replace(by_filter=is_filtered(context))
        events = session.acts.mark(servers, state, said, shown=view)
        if state == "clean" and not events:
            _tell_off(context, view, servers)
        if state == "blocked" and said.until is None:
            _tell_of_no_end(context, view, said.reason)
        return events

    return done(context, marked)


def _tell_of_no_end(context: VerbContext, view: View, reason: str) -> None:
    """Says how the time that a reason closes with would count as the end of a block."""
    from chwapi_console.recovery.acts.ends import perhaps_an_end

    if time := perhaps_an_end(view, reason):
        context.out.complain(
            say(
                "{time} was taken for no end. If it is expected to go on then, say so: --until {until}",
                time=time,
                until=typed(time),
            )
        )


def _tell_off(context: VerbContext, view: View, servers: Sequence[str]) -> None:
    """Says of what is called clean once more what it needs to count."""
    off = [server for server in servers if is_clean_and_off(view, server)]
    if off:
        context.out.complain(
            plural(
                "{servers} is clean, and off: mark it {on} once it is on and reconnected.",
                "{servers} are clean, and off: mark them {on} once they are on and reconnected.",
                len(off),
                servers=some(off, MOST_OFF),
                on="on",
            )
        )


def take(context: VerbContext) -> int:
    """`take SERVER…`."""
    holder = vars(context.given)["for"] or ""
    return done(
        context,
        lambda session, view: session.acts.take(
            servers_named(view, context.given.servers),
            holder,
            shown=view,
            remarks=when(context, session, view),
        ),
    )


def drop(context: VerbContext) -> int:
    """`drop SERVER…`."""
    return done(
        context,
        lambda session, view: session.acts.drop(
            servers_named(view, context.given.servers),
            shown=view,
            remarks=when(context, session, view),
        ),
    )


def step(context: VerbContext) -> int:
    """`step SERVER STEP`."""
    given = context.given
    if given.skip and given.failed:
        raise UsageError(say("A step is skipped or it failed: say --skip or --failed, not both."))

    def ticked(session: Session, view: View) -> list[Event]:
        (server,) = servers_named(view, [given.server])
        named = step_called(view.plan, server, given.step, context.out.language)
        return session.acts.step(
            server,
            named,
            skip=given.skip or "",
            failed=given.failed or "",
            result=given.result or "",
            shown=view,
            done_at=moment_done(context, session, view),
            meant=given.yes,
        )

    return done(context, ticked)


def accept(context: VerbContext) -> int:
    """`accept SERVICE`."""
    return done(
        context,
        lambda session, view: session.acts.accept(
            subject_named(view, context.given.service),
            context.given.by or "",
            context.given.tried or "",
            shown=view,
            done_at=moment_done(context, session, view),
            meant=context.given.yes,
            reserve=context.given.reserve or "",
            until=until(context, session, view),
        ),
    )


def settle(context: VerbContext) -> int:
    """`settle SERVER STATE`."""
    state = _state(context)
    return done(
        context,
        lambda session, view: session.acts.settle(
            servers_named(view, [context.given.server])[0],
            state,
            remarks(context, session, view),
            shown=view,
        ),
    )


def add(context: VerbContext) -> int:
    """`add SERVER`."""
    return done(
        context,
        lambda session, view: session.acts.add(
            context.given.new, _found(context, view), when(context, session, view), shown=view
        ),
    )


def _found(context: VerbContext, view: View) -> FoundServer:
    """The server that somebody found, as they say it."""
    from chwapi_console.inventory.edit.need_edits import needs_said

    given = context.given
    return FoundServer(
        site_named(view, given.site) or "",
        given.role or "",
        tuple(as_written(group) for group in needs_said(given.needs or ())),
        tuple(subject_named(view, node) for node in vars(given)["for"] or ()),
        tuple(given.restore or ()),
        given.runbook or "",
        given.os or "",
        given.address or "",
        given.contact or "",
        given.note or "",
    )


def close(context: VerbContext) -> int:
    """`close`, or what hinders that."""
    if context.given.list:
        from chwapi_console.cli.verbs.what_is_left import tell_what_is_left

        return tell_what_is_left(context)
    from chwapi_console.recovery.words.meant.ending import KINDS, exception_words, exceptions_of

    of_kinds = dict(context.given.for_all or ())
    refuse_unoffered("--for-all", list(of_kinds), KINDS)

    def closed(session: Session, view: View) -> list[Event]:
        exceptions = exceptions_of(view, dict(context.given.exception or ()), of_kinds)
        if of_kinds:
            for sentence in exception_words(view, exceptions):
                context.out.complain(sentence)
        return session.acts.close(exceptions, _of_the_end(context, session, view), shown=view)

    return done(context, closed)


def reopen(context: VerbContext) -> int:
    """`reopen`."""
    return done(
        context,
        lambda session, view: session.acts.reopen(_of_the_end(context, session, view), shown=view),
    )


def _of_the_end(context: VerbContext, session: Session, view: View) -> Remarks:
    return when(context, session, view)._replace(reason=context.given.reason or "")


def undo(context: VerbContext) -> int:
    """`undo [EVENT]`."""
    return done(
        context, lambda session, view: session.acts.undo(context.given.event or "", shown=view)
    )


def _state(context: VerbContext) -> str:
    """The state that somebody typed. UsageError with the nearest one when it is none."""
    given: str = context.given.state
    if state := state_named(given, context.out.language):
        return state
    from chwapi_console.cli.verbs.state_words import state_as_typed, state_meant

    t = ENGLISH if context.options.as_json else context.out.language
    states = say(
        "A state is one of {states}.", states=either([state_as_typed(state, t) for state in STATES])
    )
    raise UsageError(
        in_one([say('There is no state "{state}".', state=given), state_meant(given, t) or states])
    )


def remarks(context: VerbContext, session: Session, view: View) -> Remarks:
    """What was said with an act, by the options that its verb has."""
    given = context.given
    replaced_by = getattr(given, "replaced_by", None)
    replacement = servers_named(view, [replaced_by])[0] if replaced_by else ""
    return Remarks(
        given.reason or "",
        given.note or "",
        moment_done(context, session, view),
        replacement,
        given.yes,
        until(context, session, view),
        awaits=getattr(given, "awaits", None) or "",
        point=vars(given).get("point") or "",
    )


def until(context: VerbContext, session: Session, view: View) -> datetime | None:
    """When what is waited for is expected, or what was said ends; None where nobody says."""
    if not context.given.until:
        return None
    from chwapi_console.cli.verbs.when import coming

    return coming(context, context.given.until, session.now(), view.plan.incident.zone)


def moment_done(context: VerbContext, session: Session, view: View) -> datetime | None:
    """When it was really done; None where nobody says."""
    if not context.given.at:
        return None
    from chwapi_console.cli.verbs.when import done_at

    return done_at(context, context.given.at, session.now(), view)


def when(context: VerbContext, session: Session, view: View) -> Remarks:
    """When it was really done, and whether it is meant."""
    return Remarks(done_at=moment_done(context, session, view), meant=context.given.yes)


def done(context: VerbContext, act: SessionAct) -> int:
    """Acts, and tells what came of it."""
    with context.writing() as session:
        before = session.look()
        _tell_edit(context, session, before)
        with told_how_to_mean_it():
            events = act(session, before)
        context.out.acts_written = bool(events)
        tell_act(context, events, before, session.seen() if events else session.look())
    return 0


@contextmanager
def told_how_to_mean_it() -> Iterator[None]:
    """Says with a question that a rule asks how it is answered."""
    try:
        yield
    except Unmeant as error:
        raise Unmeant(
            say(
                "{what} Nothing was written. If it is meant, say so with --yes.",
                what=error.sentence,
            )
        ) from None


def _tell_edit(context: VerbContext, session: Session, view: View) -> None:
    """Says what an edit of the plan moved since this journal's last act.

    With the next act the record has it.
    """
    if (was := session.before_edit()) is None:
        return
    from chwapi_console.recovery.words.since.plan_edits import moved_by_edit

    for sentence in moved_by_edit(was, view):
        context.out.complain(sentence)


def tell_act(context: VerbContext, events: Sequence[Event], before: View, after: View) -> None:
    """What was written, what it brought about, and which servers changed places for it."""
    if context.options.as_json:
        from chwapi_console.cli.output import as_json

        context.out.json(as_json.acts(before, after, events))
        return
    for event in events:
        context.out.say(
            say("{what} (event {event}).", what=with_time_done(after, event), event=event.id[:8])
        )
    for consequence in consequences(before, after):
        context.out.say(consequence)
    begun = [event.subject for event in events if event.after and event.after.work == "restoring"]
    for rests in rests_before_done(after, begun):
        context.out.say(rests)
    if len(after.plan.servers) <= MOST_ORDERED:
        _tell_of_passed_pins(context, before, after)
        for change in (*new_in_queue(before, after), *moved(before, after)):
            context.out.say(say("In the queue, {change}.", change=change))
    if not events:
        context.out.complain(say("Nothing to do: already so."))


def _tell_of_passed_pins(context: VerbContext, before: View, after: View) -> None:
    """How much later what is pinned comes that no longer stands before what it stood before."""
    for pin, _ in passed_pins(before, after):
        from chwapi_console.recovery.forecast.pin_price import later_for

        service = pin.subject if pin.subject in after.services else ""
        service = service or next(iter(after.because(pin.subject)), "")
        told = later_for(before.at(after.now), after, service) if service else None
        if told is not None:
            context.out.say(told)
