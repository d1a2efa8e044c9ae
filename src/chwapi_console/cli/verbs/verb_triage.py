"""`triage --from FILE`: the verdicts of an EDR or a scanner beside what is known.

Shown first; the grave wants its own yes.

It ends with 0 only where nothing is left open: not where the list calls something infected that was
not written, nor where it says of a server of the plan what nobody understood.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from chwapi_console.cli.line.content import STDIN, content_of
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import agreed, somebody_answers
from chwapi_console.cli.verbs.lists import triage_words
from chwapi_console.cli.verbs.verb_acts import told_how_to_mean_it
from chwapi_console.clock import utc_now
from chwapi_console.errors import Refused, RequestError, Unmeant, UsageError
from chwapi_console.inventory.importers.found import Unread
from chwapi_console.inventory.importers.servers.matching import Register
from chwapi_console.inventory.importers.tables.list_age import made_at
from chwapi_console.inventory.importers.tables.tables import Grid
from chwapi_console.inventory.importers.verdicts.beside_plan import (
    NEAR,
    Findings,
    Hit,
    Tables,
    findings,
    with_near,
)
from chwapi_console.inventory.importers.verdicts.parts import is_a_part
from chwapi_console.inventory.importers.verdicts.side_by_side import tables_of
from chwapi_console.inventory.importers.verdicts.verdicts import taking
from chwapi_console.journal.record.events import Event
from chwapi_console.letters import with_letters
from chwapi_console.recovery.acts.marks import first_judged
from chwapi_console.recovery.acts.scanner_verdicts import VerdictChange, Verdicts, is_known, weighed
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.meant.ending import ended_words
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, Value, in_one, plural, say, some


def triage(context: VerbContext) -> int:
    """Shows what the verdicts would change, and journals what somebody says yes to, as one act.

    Ends with 3 where something is left open.
    """
    name: str | None = vars(context.given)["from"]
    if not name:
        raise UsageError(
            say("Say where the verdicts are: triage --from FILE. One by one: the console, or mark.")
        )
    data = content_of(name, context.out.mention)
    with context.writing() as session:
        view = session.look()
        tables, told, unread = _laid(context, name, data, view)
        found = _with_what_somebody_reads(context, told, weighed(view, told.verdicts, told.held))
        if not context.options.as_json:
            triage_words.show_triage(context.out, with_letters(name), tables, told, found, unread)
        if (ended := ended_words(view)) is not None:
            context.out.complain(ended)
        changes = _wanted(context, told, found)
        events = _written(context, session, changes, _remark(name, data), view) if changes else []
        context.out.acts_written = bool(events)
        if context.options.as_json:
            context.out.json(triage_words.triage_object(tables, told, found, unread, events))
        else:
            _tell(context, found, len(events))
        for consequence in (
            consequences(view, session.look()) if events and not context.options.as_json else ()
        ):
            context.out.say(consequence)
    if not events and not context.given.yes and (found.plain or found.cleared or found.relapsed):
        raise Refused(
            say("Nothing was written. Say --yes to take it so; --clear and --reopen for the rest.")
        )
    if open_ends := _left_open(told, found, changes):
        context.out.complain(open_ends)
        return Refused.exit_code
    return 0


def _with_what_somebody_reads(context: VerbContext, told: Findings, verdicts: Verdicts) -> Verdicts:
    """What may be written: where nobody reads the list, no clean beside words that no rule knows."""
    if _asks(context):
        return verdicts
    return verdicts.unread({server for each in told.remarks for server in each.servers})


def _asks(context: VerbContext) -> bool:
    """Whether somebody reads the list and is asked."""
    return somebody_answers(context, [vars(context.given)["from"]]) and not context.given.yes


def _written(
    context: VerbContext, session: Session, changes: Sequence[VerdictChange], note: str, view: View
) -> Sequence[Event]:
    """The verdicts, journalled.

    The list told what is open on these servers; what else the rules ask is asked now.
    """
    verdicts = {change.server: change.verdict for change in changes}
    case = first_judged(view, verdicts, session.operator)
    if not context.given.yes and (found := doubts(case)):
        question = say("{doubts} Is that meant?", doubts=in_one(found))
        if not (
            somebody_answers(context, [vars(context.given)["from"]]) and agreed(context, question)
        ):
            with told_how_to_mean_it():
                raise Unmeant(in_one(found))
    return session.acts.judge(verdicts, Remarks(note=note, meant=True), view)


def _laid(
    context: VerbContext, name: str, data: bytes, view: View
) -> tuple[Tables, Findings, Sequence[Unread]]:
    """The list, read and laid beside the plan.

    How its tables were taken, what they say, and what could not be read.
    """
    register = Register(view.plan)
    grids: Sequence[Grid] = ()
    try:
        grids, left_out = _grids(context, name, data)
        tables = _taken(context, name, grids, register)
    except RequestError as refused:
        _show_hits(context, refused, grids, register, view)
        raise
    list_made_at = made_at(name) if name != STDIN else None
    told = findings(tables, view.plan, register, utc_now(), list_made_at)
    new = [hit for hit in told.hits if not _is_known(view, hit)]
    known = [_known_already(hit) for hit in told.hits if _is_known(view, hit)]
    return (
        tables,
        told._replace(hits=tuple(with_near(new, register))),
        [*left_out, *known, *told.unread],
    )


def _taken(context: VerbContext, name: str, grids: Sequence[Grid], register: Register) -> Tables:
    """How each table is taken. RequestError where one cannot be, or is not the whole export."""
    if any(map(is_a_part, grids)):
        raise RequestError(
            say(
                "{path} is one page of an export: it says that there is more. Export all of it; if "
                "this is all, "
                "take out the line that says so.",
                path=name,
            )
        )
    given = context.given
    laid = [table for grid in grids for table in tables_of(grid, register.named)]
    return [
        (grid, taking(grid, given.map or (), given.verdict or (), register.knows)) for grid in laid
    ]


def _show_hits(
    context: VerbContext,
    refused: RequestError,
    grids: Sequence[Grid],
    register: Register,
    view: View,
) -> None:
    """Shows what a list that is refused says of infections all the same."""
    from chwapi_console.inventory.importers.verdicts.hits_of_refused import hits_of_refused

    hits = [hit for hit in hits_of_refused(grids, register) if not _is_known(view, hit)]
    if hits and context.options.as_json:
        context.out.json(triage_words.refused_object(refused, hits))
    elif hits:
        triage_words.show_hits(context.out, hits)


def _is_known(view: View, hit: Hit) -> bool:
    return bool(hit.servers) and all(is_known(view, server) for server in hit.servers)


def _known_already(hit: Hit) -> Unread:
    return Unread(
        hit.where,
        say("{name} ({words}) is known to be compromised.", name=hit.name, words=hit.words),
    )


def _remark(name: str, data: bytes) -> str:
    """What the events say of where they came from."""
    label = with_letters(Path(name).name) if name != STDIN else "stdin"
    return f"{label} (sha256 {hashlib.sha256(data).hexdigest()[:12]})"


def _left_open(
    list_findings: Findings, verdicts: Verdicts, changes: Sequence[VerdictChange]
) -> Sentence | None:
    """That something the list says was not written, and would change what people know.

    None where all was.
    """
    waiting = len(
        [
            each
            for each in (*verdicts.plain, *verdicts.relapsed)
            if each.verdict == "compromised" and each not in changes
        ]
    )
    if hits := len(list_findings.hits) + len(verdicts.alarms) + waiting:
        return plural(
            "{n} finding of an infection was not written. Look at it above.",
            "{n} findings of infections were not written. Look at them above.",
            hits,
        )
    if words := len([each for each in list_findings.strange if each.about_the_plan]):
        return plural(
            "{n} word of the list was not understood: say what it means with --verdict.",
            "{n} words of the list were not understood: say what they mean with --verdict.",
            words,
        )
    if verdicts.to_read:
        return plural(
            "{n} clean was not written: what stands beside it has to be read. Look at it above.",
            "{n} cleans were not written: what stands beside them has to be read. Look at them above.",
            len(verdicts.to_read),
        )
    return None


def _grids(context: VerbContext, name: str, data: bytes) -> tuple[Sequence[Grid], Sequence[Unread]]:
    """The tables to be read, and what could not be read of them.

    RequestError where there are several and nobody said which.
    """
    from chwapi_console.inventory.importers.exports.objects import grids_of_json, looks_like_json
    from chwapi_console.inventory.importers.lists import ReadingHints, grids_of
    from chwapi_console.inventory.importers.tables.which_table import refuse_several

    sheets = tuple(context.given.sheet or ())
    if looks_like_json(data):
        return grids_of_json(data, name, sheets), ()
    grids, left_out = grids_of(
        data, name, ReadingHints(sheets=sheets, encoding=context.given.encoding or "")
    )
    refuse_several(
        name,
        [
            within
            for within in (
                *(grid.within for grid in grids),
                *(each.where.within for each in left_out),
            )
            if within != name
        ],
        sheets,
    )
    return grids, left_out


def _whether_clean(changes: Sequence[VerdictChange]) -> Sentence:
    if all(change.before == "compromised" for change in changes):
        return plural(
            "{n} server is compromised as far as people know: {servers}. Call it clean?",
            "{n} servers are compromised as far as people know: {servers}. Call them clean?",
            len(changes),
            servers=_named(changes),
        )
    return plural(
        "{n} server is compromised or suspect as far as people know: {servers}. Call it clean?",
        "{n} servers are compromised or suspect as far as people know: {servers}. Call them clean?",
        len(changes),
        servers=_named(changes),
    )


def _wanted(context: VerbContext, told: Findings, verdicts: Verdicts) -> list[VerdictChange]:
    """What somebody says yes to, by option or at the terminal.

    Each group by itself, until the first no. No option says that somebody read what stands beside.
    """
    given, asks = context.given, _asks(context)
    is_to_be_read = asks and bool(told.beside({each.server for each in verdicts.cleared}))
    groups = (
        (
            verdicts.plain,
            given.yes,
            plural("Take this {n} verdict?", "Take these {n} verdicts?", len(verdicts.plain)),
        ),
        (
            verdicts.cleared,
            given.clear and not is_to_be_read,
            _whether_clean(verdicts.cleared),
        ),
        (
            verdicts.relapsed,
            given.reopen,
            plural(
                "{n} server was brought back: {servers}. Call it compromised?",
                "{n} servers were brought back: {servers}. Call them compromised?",
                len(verdicts.relapsed),
                servers=_named(verdicts.relapsed),
            ),
        ),
    )
    wanted: list[VerdictChange] = []
    for changes, agreed_to, question in groups:
        if not changes:
            continue
        if agreed_to or (asks and agreed(context, question)):
            wanted += changes
        elif asks:
            break
    return wanted


def _named(changes: Sequence[VerdictChange]) -> Value:
    return some([change.server for change in changes], NEAR)


def _tell(context: VerbContext, verdicts: Verdicts, written: int) -> None:
    if written:
        context.out.say(
            plural(
                "{n} server marked, as one act; undo takes it back whole.",
                "{n} servers marked, as one act; undo takes it back whole.",
                written,
            )
        )
    elif not (verdicts.plain or verdicts.cleared or verdicts.relapsed or verdicts.to_read):
        context.out.say(say("Nothing would change; nothing was written."))
