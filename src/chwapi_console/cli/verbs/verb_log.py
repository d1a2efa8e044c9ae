"""`log`: what was done, when and by whom, one event to a line; `--follow` goes on with what comes."""

import re
import time
from argparse import Namespace
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.deeds import with_time_done
from chwapi_console.cli.output.table import GAP, pad
from chwapi_console.cli.verbs.log_filters import is_wanted, written_within
from chwapi_console.cli.verbs.signed import unsigned
from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds.record_kinds import Signed
from chwapi_console.journal.record.events import FEWEST_LETTERS, LETTERS_OF_A_HASH, Event
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.signing.signatures import is_of_a_key
from chwapi_console.recovery.acts.open_steps import deed_in_full
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import NOT_SIGNED, kept_from_fork
from chwapi_console.recovery.words.since.ticks import grouped, ticks_until
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, plural, say

POLL = 0.3
"""Seconds between two looks at what others wrote."""

_EVENT = re.compile(r"(?=\w*[a-f])[0-9a-f]{4,8}(-[0-9a-f-]*)?")
"""The beginning of an event's id, which no time looks like."""
TIME_WIDTH, OPERATOR_WIDTH = 11, 12
MOST_LINES, MOST_LETTERS = 20_000, 4_000_000
"""Lines for people, and letters in all of them: more than any night has. JSON has every event."""


def log(context: VerbContext) -> int:
    """Prints the events in the order that people read them, then, when asked to, those that come."""
    with context.session() as session:
        view = session.look()
        events = session.record.events
        printed, asked_for = len(events), is_wanted(context.given, view)
        wanted = [
            event
            for event in _wanted(context.given, events, session.now(), view)
            if asked_for(event)
        ]
        lacking = None if context.given.follow else unsigned(context, session, wanted)
        _print(
            context,
            view,
            session.record,
            wanted,
            None
            if lacking is None
            else {event.hash: session.keeping.signatures.is_unchecked(event) for event in lacking},
            together=not context.given.follow
            and not (context.given.kind and context.given.subjects),
        )
        if context.given.follow:
            if session.exchange is not None:
                session.exchange.start()
            _follow(context, session, printed, asked_for)
        elif not events and session.record_trouble is not None:
            pass  # what cannot be read may be acts, and is told beside
        elif not events and not context.options.as_json:
            context.out.complain(say("The journal is empty: nobody has acted yet."))
        elif not wanted and not context.options.as_json:
            context.out.complain(say("No act matches."))
    return 0


def _wanted(
    arguments: Namespace, events: Sequence[Event], now: datetime, view: View
) -> Sequence[Event]:
    """The events to begin with, in reading order.

    For who follows, and after an event that was named, in the order in which they came here, so
    that nothing is told twice or left out, whatever a sync brought in between.
    """
    since: str | None = arguments.since
    named = _first_named(events, since) if since else None
    if since and named is None and _EVENT.fullmatch(since):
        raise RequestError(
            say('No event begins with "{event}". log shows the beginning of each.', event=since)
        )
    within = written_within(
        _moment(since, now, view) if since and named is None else None,
        _moment(arguments.until, now, view) if arguments.until else None,
    )
    if named is not None:
        return [event for event in events[named + 1 :] if within(event)]
    found = [event for event in events if within(event)]
    return found if arguments.follow else sorted(found, key=lambda event: event.order)


def _first_named(events: Sequence[Event], since: str) -> int | None:
    """Where the first event stands whose id or hash begins so.

    Of several, that nothing is left out. None where none does, or fewer letters were given than
    name one.
    """
    letters = len(since)
    return next(
        (
            place
            for place, event in enumerate(events)
            if (letters >= FEWEST_LETTERS and event.id.startswith(since))
            or (letters >= LETTERS_OF_A_HASH and event.hash.startswith(since))
        ),
        None,
    )


def _moment(since: str, now: datetime, view: View) -> datetime:
    from chwapi_console.moments import read_past

    return read_past(since, now, view.plan.incident.zone, hours_ago=True).at


def _follow(
    context: VerbContext, session: Session, printed: int, asked_for: Callable[[Event], bool]
) -> None:
    """Ends with Ctrl-C, or when nobody reads any more."""
    while True:
        context.out.flush()
        time.sleep(POLL)
        view = session.look()
        events = session.record.events
        come = [event for event in events[printed:] if asked_for(event)]
        _print(context, view, session.record, come, None)
        printed = len(events)


def _print(
    context: VerbContext,
    view: View,
    record: Record,
    events: Sequence[Event],
    lacking: Mapping[str, bool] | None,
    *,
    together: bool = False,
) -> None:
    """A line for each event, or ticks `together`; signatures are for programs.

    `lacking` has the hashes of those that lack one, where that is known (what has just come may
    wait for it), and whether one that was not looked at may stand for them.
    """
    if context.options.as_json:
        for event in events:
            context.out.json(as_json.event(event, **_whether_signed(event, lacking)))
        return
    unsigned = (lacking or {}).keys()
    told = [event for event in events if not isinstance(event.payload, Signed)]
    groups = (
        list(grouped(told, lambda event: event.hash in unsigned))
        if together
        else [[event] for event in told]
    )
    lines, left = _latest_lines(context, view, record, groups, unsigned)
    if left:
        context.out.line(
            context.out.language(
                plural(
                    "… {n} earlier act is not listed here. All of them: log --json; or a part: log "
                    "--since TIME --until TIME",
                    "… {n} earlier acts are not listed here. All of them: log --json; or a part: log "
                    "--since TIME --until TIME",
                    left,
                )
            )
        )
    for line in lines:
        context.out.line(line)


def _latest_lines(
    context: VerbContext,
    view: View,
    record: Record,
    groups: Sequence[Sequence[Event]],
    unsigned: Collection[str],
) -> tuple[Sequence[str], int]:
    """A line for each group, the earliest first, as far as there is room for the latest.

    How many events before them have none.
    """
    shown = groups[-MOST_LINES:]
    times, words = [view.when(group[0]) for group in shown], context.out.language
    width = max([TIME_WIDTH, *map(len, times)])
    lines: list[str] = []
    letters = 0
    for time_of_it, group in zip(reversed(times), reversed(shown), strict=True):
        event = group[0]
        what = (
            ticks_until(view, group)
            if len(group) > 1
            else _what(view, record, event, unsigned=event.hash in unsigned)
        )
        columns = [
            pad(time_of_it, width),
            words(event.id[:8]),
            pad(words(view.by(event)), OPERATOR_WIDTH),
            words(what),
        ]
        line = GAP.join(columns)
        letters += len(line)
        if lines and letters > MOST_LETTERS:
            break
        lines.append(line)
    return lines[::-1], sum(map(len, groups[: len(groups) - len(lines)]))


def _whether_signed(event: Event, lacking: Mapping[str, bool] | None) -> as_json.Json:
    if lacking is None or not is_of_a_key(event):
        return {}
    unchecked = lacking.get(event.hash, False)
    return {"signed": event.hash not in lacking} | ({"unchecked": True} if unchecked else {})


def _what(view: View, record: Record, event: Event, *, unsigned: bool) -> Sentence:
    """The deed, with what its operator left open, and the remarks that came with it.

    A note, when it was really done, whether another line tells it too, and whether its origin's key
    does not stand for it.
    """
    what, note = (
        with_time_done(view, event, deed_in_full(view, event)),
        event.note,
    )
    what = say("{what} · {note}", what=what, note=note) if note else what
    again = kept_from_fork(event, record.first_said(event))
    what = say("{what} ({remark})", what=what, remark=again) if again else what
    return say("{what} ({remark})", what=what, remark=NOT_SIGNED) if unsigned else what
