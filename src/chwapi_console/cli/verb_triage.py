"""`triage --from FILE`: the verdicts of an EDR or a scanner beside what is known. Shown first; the grave wants its own yes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from chwapi_console.cli import triage_words
from chwapi_console.cli.asking import agreed, somebody_answers
from chwapi_console.cli.content import STDIN, content_of
from chwapi_console.cli.desk import Desk
from chwapi_console.errors import Refused, UsageError
from chwapi_console.inventory.importers.found import Unread
from chwapi_console.inventory.importers.matching import Meant, Register
from chwapi_console.inventory.importers.tables import Grid
from chwapi_console.inventory.importers.verdicts import Said, Taking, taking, verdicts_in
from chwapi_console.inventory.model import Plan, Verdict
from chwapi_console.journal.events import Event
from chwapi_console.recovery.drafting import Remarks
from chwapi_console.recovery.findings import Change, Verdicts, each_by_caution, weighed
from chwapi_console.recovery.news import consequences
from chwapi_console.text import Sentence, Value, plural, say, some

NEAR = 4
"""Servers that are named where a list may mean several."""


class Findings(NamedTuple):
    """What the list says: how its tables were taken, with their rows; a verdict for each server of the plan; servers of which it
    also says what was not understood; and what of it found no place."""

    tables: tuple[tuple[Grid, Taking], ...]
    verdicts: dict[str, Verdict]
    doubted: frozenset[str]
    unread: tuple[Unread, ...]
    remark: str


def triage(desk: Desk) -> int:
    """Shows what the verdicts would change, and journals what somebody says yes to, as one act."""
    name: str | None = vars(desk.given)["from"]
    if not name:
        raise UsageError(say("Say where the verdicts are: triage --from FILE. One by one: the console, or mark."))
    data = content_of(name, desk.out.mention)
    with desk.writing() as session:
        view = session.look()
        findings = _findings(desk, name, data, view.plan)
        found = weighed(view, findings.verdicts, findings.doubted)
        if not desk.options.as_json:
            triage_words.show(desk.out, name, findings.tables, found, findings.unread)
        changes = _wanted(desk, found)
        events = session.judge({change.server: change.verdict for change in changes}, Remarks(note=findings.remark),
                               shown=view) if changes else []
        desk.out.acts_written = bool(events)
        _tell(desk, found, findings, events)
        for consequence in consequences(view, session.look()) if events and not desk.options.as_json else ():
            desk.out.say(consequence)
    if not events and not desk.given.yes and (found.plain or found.cleared or found.relapsed):
        raise Refused(say("Nothing was written. Say --yes to take it so; --clear and --reopen for the rest."))
    return 0


def _findings(desk: Desk, name: str, data: bytes, plan: Plan) -> Findings:
    """The list, read and laid beside the plan."""
    grids, doubts = _grids(desk, name, data)
    tables = [(grid, taking(grid, desk.given.map or (), desk.given.verdict or ())) for grid in grids]
    register, found, doubted, unread = Register(plan), list[tuple[str, Verdict]](), set[str](), list(doubts)
    for part in (part for grid, taken in tables for part in verdicts_in(grid, taken)):
        if isinstance(part, Unread):
            unread.append(part)
            continue
        meant = register.meant(part.name, part.site, part.address)
        if len(meant.agreeing) == 1 and part.verdict is not None:
            found.append((meant.agreeing[0], part.verdict))
        else:
            doubted.update(meant.called)
            unread.append(Unread(part.where, part.doubt or _no_one(part, meant)))
    digest = hashlib.sha256(data).hexdigest()[:12]
    label = Path(name).name if name != STDIN else "stdin"
    return Findings(tuple(tables), each_by_caution(found), frozenset(doubted), tuple(unread), f"{label} (sha256 {digest})")


def _grids(desk: Desk, name: str, data: bytes) -> tuple[Sequence[Grid], Sequence[Unread]]:
    """The tables to be read, and what could not be read of them. RequestError where there are several and nobody said which."""
    from chwapi_console.inventory.importers.lists import Hints, grids_of
    from chwapi_console.inventory.importers.objects import grids_of_json, looks_like_json
    from chwapi_console.inventory.importers.which_table import refuse_several
    sheets = tuple(desk.given.sheet or ())
    if looks_like_json(data):
        return grids_of_json(data, name, sheets), ()
    grids, left_out = grids_of(data, name, Hints(sheets=sheets, encoding=desk.given.encoding or ""))
    refuse_several(name, [within for within in (*(grid.within for grid in grids), *(each.where.within for each in left_out))
                          if within != name], sheets)
    return grids, left_out


def _no_one(said: Said, meant: Meant) -> Sentence:
    if len(meant.agreeing) > 1:
        return say("{name} may be {servers}; neither its site nor its address tells which.", name=said.name,
                   servers=some(meant.agreeing, NEAR))
    if meant.called:
        return say("{name} is {servers} by its name, but not by its site or address.", name=said.name,
                   servers=some(meant.called, NEAR))
    return say("{name} ({words}) is not in the plan.", name=said.name, words=said.words or "-")


def _wanted(desk: Desk, found: Verdicts) -> list[Change]:
    """What somebody says yes to, by option or at the terminal; each group by itself, until the first no."""
    given = desk.given
    groups = (
        (found.plain, given.yes, plural("Take this {n} verdict?", "Take these {n} verdicts?", len(found.plain))),
        (found.cleared, given.clear, plural(
            "{n} server is compromised as far as people know: {servers}. Call it clean?",
            "{n} servers are compromised as far as people know: {servers}. Call them clean?", len(found.cleared),
            servers=_named(found.cleared))),
        (found.relapsed, given.reopen, plural(
            "{n} server was brought back: {servers}. Call it compromised?",
            "{n} servers were brought back: {servers}. Call them compromised?", len(found.relapsed),
            servers=_named(found.relapsed))))
    asks = somebody_answers(desk, [vars(given)["from"]]) and not given.yes
    wanted: list[Change] = []
    for changes, agreed_to, question in groups:
        if not changes:
            continue
        if agreed_to or (asks and agreed(desk, question)):
            wanted += changes
        elif asks:
            break
    return wanted


def _named(changes: Sequence[Change]) -> Value:
    return some([change.server for change in changes], NEAR)


def _tell(desk: Desk, found: Verdicts, findings: Findings, events: Sequence[Event]) -> None:
    if desk.options.as_json:
        desk.out.json(triage_words.as_object(findings.tables, found, findings.unread, events))
    elif events:
        desk.out.say(plural("{n} server marked, as one act; undo takes it back whole.",
                            "{n} servers marked, as one act; undo takes it back whole.", len(events)))
    elif not (found.plain or found.cleared or found.relapsed):
        desk.out.say(say("Nothing would change; nothing was written."))
