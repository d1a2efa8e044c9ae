"""What an import is about to do, in words and as JSON.

Which column is taken for what, what is new, what differs, what is gone, and every row that was not
understood.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.listing import column_words, section
from chwapi_console.cli.output.output import Output
from chwapi_console.cli.verbs.lists.import_sources import Gathered
from chwapi_console.cli.verbs.plans.plan_file import Written, written_as_json
from chwapi_console.inventory.edit.difference import FieldChange
from chwapi_console.inventory.file.checks.servers import empty_sites
from chwapi_console.inventory.group_words import needs_in_words
from chwapi_console.inventory.groups import Needs
from chwapi_console.inventory.importers.found import Unread
from chwapi_console.inventory.importers.merging import Beside, Merge
from chwapi_console.text import Sentence, Value, every, plural, say

if TYPE_CHECKING:
    from chwapi_console.inventory.importers.lists import TakenTable

SEPARATOR_NAMES = {"\t": say("tab")}


def show_columns(out: Output, source: Gathered) -> None:
    """Shows which columns of which table are read as what, before a wrong guess is taken."""
    for name, table in source.tables:
        out.say(_table_line(name, table))
        columns = table.columns
        names: list[tuple[str, Value]] = [
            (field, column_words(columns, place)) for field, place in columns.of.items()
        ]
        always: list[tuple[str, Value]] = [
            (field, say('"{words}" for every row', words=words))
            for field, words in columns.always.items()
        ]
        if table.site:
            always.append(("site", say('"{words}" for every row', words=table.site)))
        out.fields([(f"  {field}", words) for field, words in (*names, *always)])
        if columns.not_taken:
            out.say(say("Not taken: {titles}.", titles=", ".join(columns.not_taken)), "  ")


def _table_line(name: str, table: "TakenTable") -> Sentence:
    grid, layout = table.grid, table.columns.layout
    rows = plural("{n} row", "{n} rows", table.rows_below)
    what: Value = (
        say("{name}, sheet {sheet}", name=name, sheet=grid.within) if grid.within else name
    )
    if grid.separator:
        what = say(
            "{what}, separator {separator}, {encoding}",
            what=what,
            encoding=grid.encoding,
            separator=SEPARATOR_NAMES.get(grid.separator) or f'"{grid.separator}"',
        )
    if layout:
        what = say("{what} (known: {product})", what=what, product=layout.name)
    return say("{what}: {rows}. Its columns are taken so:", what=what, rows=rows)


def show_merge(out: Output, merge: Merge, beside_a_plan: bool) -> None:
    """What the list brings, fills in, says otherwise and lacks, and what of it was not understood."""
    _show_new(out, merge)
    section(
        out,
        say("SERVICES WITHOUT SERVERS:"),
        list(empty_sites(merge.plan).values()),
    )
    if beside_a_plan:
        _show_beside(out, merge)
    section(
        out,
        plural(
            "{n} place was not understood, or not wholly:",
            "{n} places were not understood, or not wholly:",
            len(merge.unread),
        ),
        [
            say("{where}: {why}", where=unread.where.sentence, why=unread.why)
            for unread in merge.unread
        ],
    )


def _show_new(out: Output, merge: Merge) -> None:
    sites = len({merge.plan.servers[name].site for name in merge.new})
    out.say(
        say(
            "{servers}, {sites}.",
            servers=plural("{n} new server", "{n} new servers", len(merge.new)),
            sites=plural("at {n} site", "at {n} sites", sites),
        )
        if merge.new
        else say("No server is new.")
    )
    section(
        out,
        plural(
            "{n} server has another id than its name in the list:",
            "{n} servers have other ids than their names in the list:",
            len(merge.called),
        ),
        [say("{id}: {name}", id=server, name=name) for server, name in merge.called],
    )
    if merge.new_sites:
        out.say(
            say(
                "New sites: {sites}.",
                sites=every([merge.plan.sites[name].name for name in merge.new_sites]),
            )
        )
    if merge.new_services:
        out.say(
            say(
                "New services: {services}.",
                services=every([merge.plan.services[s].name for s in merge.new_services]),
            )
        )


def _show_beside(out: Output, merge: Merge) -> None:
    for title, besides in (
        (say("Filled in, where the plan says nothing:"), merge.filled),
        (say("Taken from the list, as --take asks:"), merge.taken),
        (
            say("The list says otherwise; the plan's word is kept, unless you say --take FIELD:"),
            merge.kept,
        ),
    ):
        section(
            out,
            title,
            [_change_line(beside.server, change) for beside in besides for change in beside.fields],
        )
    section(
        out,
        plural(
            "{n} server of the plan is not in the list; it stays in the plan:",
            "{n} servers of the plan are not in the list; they stay in the plan:",
            len(merge.gone),
        ),
        merge.gone,
    )


def _change_line(server: str, change: FieldChange) -> Sentence:
    if not change.old:
        return say(
            "{server}: {field} {new}", server=server, field=change.field, new=_words(change.new)
        )
    return say(
        "{server}: {field} {old} → {new}",
        server=server,
        field=change.field,
        old=_words(change.old),
        new=_words(change.new),
    )


def _words(value: str | Needs) -> Value:
    return value if isinstance(value, str) else needs_in_words(value)


def import_object(
    source: Gathered, merge: Merge, plan: Path | None, written: Written | None
) -> Json:
    """The whole import, as docs/json.md describes it.

    `plan` is the file that the list was laid beside.
    """
    return {
        "plan": str(plan) if plan else None,
        **written_as_json(written),
        "tables": [_table(name, table) for name, table in source.tables],
        "new": list(merge.new),
        "called": [{"server": server, "name": name} for server, name in merge.called],
        "new_sites": list(merge.new_sites),
        "new_services": list(merge.new_services),
        "filled": list(_changes(merge.filled)),
        "taken": list(_changes(merge.taken)),
        "kept": list(_changes(merge.kept)),
        "gone": list(merge.gone),
        "empty_sites": list(empty_sites(merge.plan)),
        "unread": [_unread(unread) for unread in merge.unread],
    }


def _table(name: str, table: "TakenTable") -> Json:
    columns, grid = table.columns, table.grid
    return {
        "file": name,
        "sheet": grid.within or None,
        "separator": grid.separator or None,
        "encoding": grid.encoding or None,
        "product": columns.layout.name if columns.layout else None,
        "rows": table.rows_below,
        "columns": {
            field: columns.title(place) or str(place + 1) for field, place in columns.of.items()
        },
        "always": dict(columns.always),
        "not_taken": list(columns.not_taken),
    }


def _changes(besides: Iterable[Beside]) -> Iterator[Json]:
    return (
        {"server": beside.server, "field": change.field, "plan": change.old, "list": change.new}
        for beside in besides
        for change in beside.fields
    )


def _unread(unread: Unread) -> Json:
    return {
        "row": unread.where.row or None,
        "within": unread.where.within or None,
        "why": str(unread.why),
    }
