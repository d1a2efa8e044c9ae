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
from chwapi_console.inventory.importers.matching import Register
from chwapi_console.inventory.importers.verdicts import Said, Taking, taking, verdicts_in
from chwapi_console.inventory.model import Plan, Verdict
from chwapi_console.journal.events import Event
from chwapi_console.recovery.acts import Remarks
from chwapi_console.recovery.findings import Change, Verdicts, most_cautious, weighed
from chwapi_console.recovery.news import consequences
from chwapi_console.text import Sentence, plural, say, some

NEAR = 4
"""Servers that are named where a list may mean several."""


class Findings(NamedTuple):
    """What the list says: how it was taken, a verdict for each server of the plan, and what of it found no place."""

    taken: Taking
    rows: int
    verdicts: dict[str, Verdict]
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
        found = weighed(view, findings.verdicts)
        if not desk.options.as_json:
            triage_words.show(desk.out, name, findings.taken, findings.rows, found, findings.unread)
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
    from chwapi_console.inventory.importers.lists import Hints, grids_of
    from chwapi_console.inventory.importers.objects import grid_of_json, looks_like_json
    if looks_like_json(data):
        grid = grid_of_json(data, name)
    else:
        grid = max(grids_of(data, name, Hints(sheets=tuple(desk.given.sheet or ()), encoding=desk.given.encoding or "")),
                   key=lambda each: len(each.rows))
    taken = taking(grid, desk.given.map or (), desk.given.verdict or ())
    register, said, unread = Register(plan), list[tuple[str, Verdict]](), list[Unread]()
    for part in verdicts_in(grid, taken):
        servers = register.meant(part.name, part.site, part.address) if isinstance(part, Said) else []
        if isinstance(part, Unread):
            unread.append(part)
        elif len(servers) == 1:
            said.append((servers[0], part.verdict))
        else:
            unread.append(Unread(part.where, _no_one(part, servers)))
    digest = hashlib.sha256(data).hexdigest()[:12]
    label = Path(name).name if name != STDIN else "stdin"
    return Findings(taken, len(taken.columns.below(grid)), most_cautious(said), tuple(unread), f"{label} (sha256 {digest})")


def _no_one(said: Said, servers: Sequence[str]) -> Sentence:
    if servers:
        return say("{name} may be {servers}; neither its site nor its address tells which.", name=said.name,
                   servers=some(servers, NEAR))
    return say("{name} ({words}) is not in the plan.", name=said.name, words=said.words or "-")


def _wanted(desk: Desk, found: Verdicts) -> list[Change]:
    """What somebody says yes to, by option or at the terminal; each group by itself."""
    given = desk.given
    groups = (
        (found.plain, given.yes, plural("Take this {n} verdict?", "Take these {n} verdicts?", len(found.plain))),
        (found.cleared, given.clear, plural(
            "{n} server is compromised as far as people know. Call it clean?",
            "{n} servers are compromised as far as people know. Call them clean?", len(found.cleared))),
        (found.relapsed, given.reopen, plural(
            "{n} server was brought back. Call it compromised?", "{n} servers were brought back. Call them compromised?",
            len(found.relapsed))))
    asks = somebody_answers(desk, [vars(given)["from"]])
    return [change for changes, agreed_to, question in groups if changes and (
        agreed_to or (asks and not given.yes and agreed(desk, question))) for change in changes]


def _tell(desk: Desk, found: Verdicts, findings: Findings, events: Sequence[Event]) -> None:
    if desk.options.as_json:
        desk.out.json(triage_words.as_object(findings.taken, found, findings.unread, events))
    elif events:
        desk.out.say(plural("{n} server marked, as one act; undo takes it back whole.",
                            "{n} servers marked, as one act; undo takes it back whole.", len(events)))
    elif not (found.plain or found.cleared or found.relapsed):
        desk.out.say(say("Nothing would change; nothing was written."))
