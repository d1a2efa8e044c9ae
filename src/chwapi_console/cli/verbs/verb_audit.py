"""`audit`: does the record hold together? And is what somebody wrote down of it still in it?"""

from collections.abc import Iterator, Sequence

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.words import first_of
from chwapi_console.cli.verbs.signed import by_origin, in_json, unsigned
from chwapi_console.clock import minutes_between, span
from chwapi_console.journal.audit import Audit, HeadFound, head_found
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.headcode import head_code
from chwapi_console.journal.record.record import Misfit
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.things.reason_told import MOST_LETTERS
from chwapi_console.text import Sentence, plural, say, shortened

SOUND, UNSOUND = 0, 5
MOST_SHOWN, MOST_MISFITS = 20, 200


def audit(context: VerbContext) -> int:
    """Prints what does not fit, how far each origin goes, and the head code.

    5 when something does not fit or a code is gone.
    """
    with context.session() as session:
        view = session.look()
        found = session.keeping.audit()
        asked = head_found(found.record, context.given.head) if context.given.head else None
        lost = bool(context.given.head) and (asked is None or asked.missing > 0)
        lacking = unsigned(context, session, found.record.events)
        head = found.record.head()
        code = head_code(head.hash) if head else ""
        if context.options.as_json:
            open_to_all = [str(sentence) for sentence in session.keeping.open_to_all]
            context.out.json(
                _object(found, code, asked, context.given.head)
                | in_json(session, lacking, always=True)
                | {"open_to_all": open_to_all}
            )
        else:
            for line in _lines(found, view, code, lacking or ()):
                context.out.say(line)
            for line in session.keeping.open_to_all:
                context.out.say(line)
            if context.given.head:
                for line in _of_moment(asked, view, context.given.head, found):
                    context.out.say(line)
    return SOUND if found.sound and not lost else UNSOUND


def _object(
    audited: Audit, code: str, head_found: HeadFound | None, typed: str | None
) -> as_json.Json:
    head = {
        "code": typed,
        "found": head_found is not None,
        "event": head_found.event.id if head_found else None,
        "vouched": head_found.vouched if head_found and audited.sound else 0,
        "missing": head_found.missing if head_found else 0,
        "after": [as_json.event(e) for e in head_found.after] if head_found else [],
    }
    last = _last_act(audited)
    return {
        "sound": audited.sound,
        "events": len(audited.record.events),
        "origins": [
            {"origin": origin, "events": seq, "hash": digest, "code": head_code(digest)}
            for origin, (seq, digest) in sorted(audited.record.tips.items())
        ],
        "misfits": [m.plain() for m in audited.misfits],
        "file_faults": [str(fault) for fault in audited.file_faults],
        "head": code or None,
        "last_act": last.at if last else None,
        "beside": audited.beside,
        "copied": audited.copied,
        "stopped": [str(stop) for stop in audited.stopped],
        "strangers": [str(stranger) for stranger in audited.strangers],
        "loose": [
            misfit.plain() | {"told_by": {"origin": teller.origin, "seq": teller.seq}}
            for misfit, teller in audited.loose
        ],
        "asked": head if typed else None,
    }


def _lines(audited: Audit, view: View, code: str, lacking: Sequence[Event]) -> Iterator[Sentence]:
    yield from _faults(audited)
    yield from by_origin(lacking)
    events, origins = len(audited.record.events), len(audited.record.tips)
    if not events and audited.sound:
        yield say("The record is empty.")
        return
    if audited.sound:
        yield say(
            "The record holds together: {events} of {origins}, every stored byte read.",
            events=plural("{n} event", "{n} events", events),
            origins=plural("{n} origin", "{n} origins", origins),
        )
    else:
        yield say(
            "The record does not hold together. Keep a copy of the file as it is, and compare it "
            "with a mirror, a peer (sync) or an export."
        )
    for origin, (seq, digest) in sorted(audited.record.tips.items()):
        last = audited.record.at.get((origin, seq))
        yield say(
            "{origin}: {events}, code {code}",
            origin=origin,
            code=head_code(digest),
            events=_up_to(view, seq, last),
        )
    yield from _of_file(audited, view)
    if code:
        yield say(
            "Head code: {code}. Read it to somebody who writes it down with the time.", code=code
        )
    yield say(
        "A chain cannot show that its end was cut off or that all of it was written anew. For "
        "that, compare a head code kept elsewhere (audit --head CODE), a mirror, or a peer (sync)."
    )


def _faults(audited: Audit) -> Iterator[Sentence]:
    """What does not fit, here or where it came from, and what stopped."""
    yield from first_of([_misfit(misfit, audited) for misfit in audited.misfits], MOST_MISFITS)
    yield from audited.file_faults
    yield from audited.stopped
    yield from first_of(audited.strangers, MOST_SHOWN)
    yield from first_of(
        [
            say(
                "{misfit} So it was when it came from elsewhere, says {origin} {seq}.",
                misfit=misfit.sentence,
                origin=teller.origin,
                seq=teller.seq,
            )
            for misfit, teller in audited.loose
        ],
        MOST_SHOWN,
    )


def _misfit(misfit: Misfit, audited: Audit) -> Sentence:
    if misfit not in audited.noted:
        return misfit.sentence
    return say(
        "{misfit} A table of this file says that it was so when it came, but no event does, and "
        "who can write the file could have put that there. Sync with those who have it.",
        misfit=misfit.sentence,
    )


def _up_to(view: View, count: int, last: Event | None) -> Sentence:
    """How many events an origin has, and when and by whom the last was written.

    As far as that can be read.
    """
    events = plural("{n} event", "{n} events", count)
    if last is None:
        return events
    by = last.operator or last.host
    return say(
        "{events}, the last at {time} by {operator}",
        events=events,
        time=view.when(last),
        operator=by,
    )


def _last_act(audited: Audit) -> Event | None:
    """The latest act.

    That a plan was taken up is none, nor is a key, a signature or what came loose.
    """
    acts = (e for e in audited.record.events if e.payload.is_meant)
    return max(acts, key=lambda e: e.order, default=None)


def _of_file(audited: Audit, view: View) -> Iterator[Sentence]:
    """How old what it holds is, and what a plain copy of the file lacks."""
    if (last := _last_act(audited)) is not None:
        when = {"time": view.when(last), "what": shortened(told(last, view), MOST_LETTERS)}
        if not minutes_between(view.now, last.moment):
            age = span(minutes_between(last.moment, view.now))
            yield say("The last act in it is {age} old: {time}, {what}.", age=age, **when)
        else:
            yield say(
                "The last act in it is dated {time}, later than it is by this clock: {what}.",
                **when,
            )
    if audited.beside:
        yield plural(
            "{n} event stands only in the -wal beside the file, so a plain copy of the file lacks "
            "it: copy with sync.",
            "{n} events stand only in the -wal beside the file, so a plain copy of the file lacks "
            "them: copy with sync.",
            audited.beside,
        )
    elif audited.copied:
        yield say(
            "This file is a plain copy, or was moved here, and no -wal lies beside it: what the "
            "journal had not taken in "
            "when it was copied is missing. A copy that lacks nothing is made with sync."
        )


def _of_moment(
    head: HeadFound | None, view: View, typed: str, audited: Audit
) -> Iterator[Sentence]:
    """What the record holds of the code that somebody typed."""
    if head is None:
        yield say(
            "{code} is not in this record: its event was cut off or written anew since, or belongs "
            "to another journal that was not synced with this one.",
            code=typed,
        )
        return
    if head.missing:
        yield plural(
            "{code} vouches for at least {n} event that is not here: it was taken out of this "
            "record, or the event of that code came here without it. Compare with a mirror, a "
            "peer (sync) or an export.",
            "{code} vouches for at least {n} events that are not here: they were taken out of this "
            "record, or the event of that code came here without them. Compare with a mirror, a "
            "peer (sync) or an export.",
            head.missing,
            code=typed,
        )
    if not audited.sound:
        yield say(
            "{code} is in this record: {time}, {what}. It vouches for nothing while the record "
            "does not hold together.",
            code=typed,
            time=view.when(head.event),
            what=told(head.event, view),
        )
        return
    yield say(
        "{code} is in this record: {time}, {what}. It vouches for {vouched} of {events}.",
        code=typed,
        time=view.when(head.event),
        what=told(head.event, view),
        vouched=head.vouched,
        events=plural("{n} event", "{n} events", len(audited.record.events)),
    )
    yield from _came_after(head.after, view)


def _came_after(events: Sequence[Event], view: View) -> Iterator[Sentence]:
    if events:
        yield plural(
            "{n} event came after it, or beside it in another journal:",
            "{n} events came after it, or beside it in another journal:",
            len(events),
        )
    for event in events[:MOST_SHOWN]:
        yield say("  {time}  {what}", time=view.when(event), what=told(event, view))
    if len(events) > MOST_SHOWN:
        yield say("  … {n} more; see log.", n=len(events) - MOST_SHOWN)
