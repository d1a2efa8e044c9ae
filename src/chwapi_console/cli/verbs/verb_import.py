"""`import KIND FILE…`: other people's lists of servers become a plan, or join one.

Shown first, then written on a yes.
"""

import os
from pathlib import Path

from chwapi_console.cli.line.content import STDIN
from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import agreed, somebody_answers
from chwapi_console.cli.verbs.lists import import_words
from chwapi_console.cli.verbs.lists.import_sources import Gathered, gathered
from chwapi_console.cli.verbs.plans.plan_file import (
    Written,
    make_ready_to_edit,
    refuse_two_places,
    tell_copy,
    write_edited,
)
from chwapi_console.cli.verbs.when import past
from chwapi_console.clock import utc_now, zone_named
from chwapi_console.errors import Refused, RequestError
from chwapi_console.inventory.edit.replace import write_new
from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.file.load import LoadedPlan, load, parse
from chwapi_console.inventory.importers.drafting import blank_plan, zone_of
from chwapi_console.inventory.importers.merging import TAKEN, Merge, merged
from chwapi_console.inventory.importers.words.ids import UNKNOWN_SITE
from chwapi_console.inventory.model import Incident, Plan
from chwapi_console.inventory.plain_words import folded
from chwapi_console.text import every, plural, say, some, typed, typed_path

ALL = "all"
"""What --take says for every field."""

NEAR = 6
"""Sites that are named where a list has new ones."""

NAMES_NONE = say(
    "The list names no server; nothing was written. Look whether it is the right one, and whole."
)


def import_(context: VerbContext) -> int:
    """Reads the list, lays it beside the plan, shows what would come of it, writes on a yes."""
    _refuse_contradictions(context)
    before = _plan_before(context)
    source = gathered(context, _names_of_sites(before.plan) if before else frozenset())
    context.out.mention(
        plural(
            "Laying {n} server beside the plan …",
            "Laying {n} servers beside the plan …",
            len(source.haul.found),
        )
    )
    merge = merged(
        before.plan if before else _blank(context),
        source.haul,
        _fields_to_take(context),
        context.out.language(say("Site unknown")),
    )
    names_some = bool(source.haul.found)
    source = source.without_rows
    if not context.options.as_json:
        import_words.show_columns(context.out, source)
        import_words.show_merge(context.out, merge, beside_a_plan=names_some and before is not None)
    if not names_some:
        raise RequestError(NAMES_NONE)
    if before and merge.plan == before.plan:
        return _nothing_new(context, source, merge, before)
    if before and before.plan.sites and context.given.yes and not context.given.new_sites:
        _refuse_new_sites(context, before.plan, merge)
    if not context.given.yes and not _agreed(context):
        raise Refused(
            say(
                "Nothing was written. Say --yes to take it so, or --map FIELD=COLUMN where a "
                "column is taken wrongly."
            )
        )
    _tell(context, source, merge, before, _written(context, before, merge))
    return 0


def _plan_before(context: VerbContext) -> LoadedPlan | None:
    """The plan as it is; None where this import begins one."""
    plan_file = context.options.inventory
    return load(plan_file, context.out.mention) if plan_file.exists() else None


def _names_of_sites(plan: Plan) -> frozenset[str]:
    """What the sites of a plan are called, folded."""
    return frozenset(
        folded(name) for site, part in plan.sites.items() for name in (site, part.name)
    )


def _refuse_new_sites(context: VerbContext, plan: Plan, merge: Merge) -> None:
    """Refused where a list names sites that the plan does not know and nobody is there to see it.

    A room taken for a site, or a column for another, would double the whole list.
    """
    said = {wish.partition("==")[2].strip() for wish in context.given.map or () if "==" in wish} | {
        context.given.site or ""
    }
    new = [
        merge.plan.sites[site].name
        for site in merge.new_sites
        if site != UNKNOWN_SITE and merge.plan.sites[site].name not in said
    ]
    if new:
        raise Refused(
            plural(
                "Nothing was written: the plan knows no site {sites}. Its sites are {known}. Say "
                "which column has them, --map site=COLUMN; or one for all rows, --map "
                "site=={site}; or --new-sites, if it is new.",
                "Nothing was written: the plan does not know the sites {sites}. Its sites are "
                "{known}. Say which column has them, --map site=COLUMN; or one for all rows, --map "
                "site=={site}; or --new-sites, if they are new.",
                len(new),
                sites=some(new, NEAR),
                known=every([part.name for part in plan.sites.values()]),
                site=typed(next(iter(plan.sites.values())).name),
            )
        )


def _refuse_contradictions(context: VerbContext) -> None:
    given = context.given
    refuse_unoffered("--take", given.take or (), (*TAKEN, ALL))
    make_ready_to_edit(context)
    refuse_two_places(context)
    if given.in_place and not context.options.inventory.exists():
        raise RequestError(
            say(
                "There is no {path} to write into. Leave --in-place out, and it will be made.",
                path=str(context.options.inventory),
            )
        )
    if given.files.count(STDIN) > 1:
        raise RequestError(say("Stdin can be read once only. Write - once."))


def _fields_to_take(context: VerbContext) -> tuple[str, ...]:
    asked = tuple(context.given.take or ())
    return TAKEN if ALL in asked else asked


def _blank(context: VerbContext) -> Plan:
    """A plan with nothing in it but the incident: as somebody says, else since now."""
    now, zone = utc_now(), zone_of(os.environ)
    detected = (
        past(context, context.given.detected, now, zone_named(zone))
        if context.given.detected
        else now
    )
    return blank_plan(
        context.given.incident or context.out.language(say("Incident")), detected, zone
    )


def _agreed(context: VerbContext) -> bool:
    """Whether somebody at a terminal says yes.

    Nobody is asked elsewhere, or when the list itself comes from there.
    """
    if not somebody_answers(context, context.given.files):
        return False
    context.out.say()
    return agreed(context, say("Take it so?"))


def _written(context: VerbContext, before: LoadedPlan | None, merge: Merge) -> Written:
    """Writes the outcome: checked by the plan's own reader first, never over a file that is there."""
    path = Path(context.given.output) if context.given.output else context.options.inventory
    if before is None:
        text = toml_text(merge.plan)
        parse(text, path)
        write_new(path, text.encode())
        return Written(path)
    if not context.given.output:
        path = before.path.with_name(f"{before.path.stem}-imported.toml")
    return write_edited(before, merge.plan, None if context.given.in_place else path, "import")


def _nothing_new(context: VerbContext, source: Gathered, merge: Merge, before: LoadedPlan) -> int:
    if context.options.as_json:
        context.out.json(import_words.import_object(source, merge, before.path, None))
    else:
        context.out.say(say("The plan has all of it already; nothing was written."))
    return 0


def _tell(
    context: VerbContext,
    source: Gathered,
    merge: Merge,
    before: LoadedPlan | None,
    written: Written,
) -> None:
    if context.options.as_json:
        path = before.path if before else None
        context.out.json(import_words.import_object(source, merge, path, written))
        return
    context.out.say()
    servers = len(merge.plan.servers)
    context.out.say(
        plural("{path}: {n} server.", "{path}: {n} servers.", servers, path=str(written.path))
    )
    tell_copy(context.out, written)
    if before is None:
        _tell_incident(context, merge.plan.incident)
    if not merge.plan.services:
        context.out.say(
            say(
                "It names no clinical service yet: every server waits to be looked at, none before "
                "another. Add "
                "services to the file, and the order follows."
            )
        )
    context.out.say(say("Next: infer, which proposes who needs whom, then check."))
    if written.path != context.options.inventory:
        context.out.say(
            say(
                "To open it: {program} -i {path}",
                program="chwapi-console",
                path=typed_path(written.path),
            )
        )


def _tell_incident(context: VerbContext, incident: Incident) -> None:
    context.out.say(
        say(
            'The incident is called "{name}" and runs since {time}, {zone}. Its first lines '
            "say so; mend them.",
            name=incident.name,
            time=f"{incident.detected:%Y-%m-%d %H:%M}",
            zone=incident.timezone,
        )
    )
