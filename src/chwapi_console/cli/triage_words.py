"""What findings would change, in words and as JSON."""

from collections.abc import Sequence

from chwapi_console.cli.as_json import Json
from chwapi_console.cli.listing import column_words, most_shown, section
from chwapi_console.cli.output import Output
from chwapi_console.inventory.importers.found import Unread
from chwapi_console.inventory.importers.tables import Grid
from chwapi_console.inventory.importers.verdicts import Taking
from chwapi_console.journal.events import Event
from chwapi_console.recovery.findings import Change, Verdicts
from chwapi_console.recovery.reasons import state_word
from chwapi_console.text import Sentence, plural, say, some

Tables = Sequence[tuple[Grid, Taking]]


def show(out: Output, name: str, tables: Tables, found: Verdicts, unread: Sequence[Unread]) -> None:
    """How the list was taken, then what it would change, the grave apart, then what it says in vain."""
    for grid, taken in tables:
        what = say("{name}, sheet {sheet}", name=name, sheet=grid.within) if grid.within else say("{name}", name=name)
        out.say(plural("{name}: {n} row. Its columns are taken so:", "{name}: {n} rows. Its columns are taken so:",
                       len(taken.columns.below(grid)), name=what))
        out.fields([(say("  {field}", field=field), column_words(taken.columns, place)) for field, place in taken.used])
    _changes(out, say("Would change:"), found.plain)
    _changes(out, say("Compromised as far as people know; called clean only with --clear, or a yes:"), found.cleared)
    _changes(out, say("Brought back already; called compromised only with --reopen, or a yes:"), found.relapsed)
    section(out, say("Left as they are:"), [say("{server}: {why}", server=server, why=why) for server, why in found.left])
    if found.same:
        out.say()
        out.say(plural("{n} server stands so already.", "{n} servers stand so already.", len(found.same)))
    section(out, plural("{n} row says nothing about a server of the plan:", "{n} rows say nothing about a server of the plan:",
                        len(unread)), [say("{where}: {why}", where=each.where.sentence, why=each.why) for each in unread])
    out.say()


def _changes(out: Output, title: Sentence, changes: Sequence[Change]) -> None:
    if not changes:
        return
    out.say()
    out.say(title)
    by_kind: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_kind.setdefault((change.before, change.verdict), []).append(change)
    for (before, after), alike in by_kind.items():
        out.say(plural("{n} server, {before} → {after}:", "{n} servers, {before} → {after}:", len(alike),
                       before=state_word(before), after=state_word(after)), "  ")
        out.say(some([change.server for change in alike], most_shown(out, len(alike))), "    ")


def as_object(tables: Tables, found: Verdicts, unread: Sequence[Unread], events: Sequence[Event]) -> Json:
    """The whole triage, as docs/json.md describes it."""
    return {
        "tables": [_table(grid, taken) for grid, taken in tables],
        **{name: [{"server": c.server, "before": c.before, "verdict": c.verdict} for c in changes] for name, changes in (
            ("changes", found.plain), ("cleared", found.cleared), ("relapsed", found.relapsed))},
        "left": [{"server": server, "why": str(why)} for server, why in found.left], "same": list(found.same),
        "unread": [{"row": u.where.row or None, "why": str(u.why)} for u in unread],
        "events": [{"event": e.id, "server": e.subject, "state": e.after.state if e.after else None} for e in events]}


def _table(grid: Grid, taken: Taking) -> Json:
    named = [(field, taken.columns.title(place) or str(place + 1)) for field, place in taken.used]
    return {"sheet": grid.within or None, "rows": len(taken.columns.below(grid)),
            "columns": dict(pair for pair in named if pair[0] != "verdict"),
            "verdicts": [title for field, title in named if field == "verdict"]}
