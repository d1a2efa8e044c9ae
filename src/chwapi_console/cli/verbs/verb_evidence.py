"""`evidence`, `hand-over` and `custody`.

What was taken of servers, its way from hand to hand, and a sheet of it.
"""

from chwapi_console.cli.line.names import servers_named, word_meant
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.verbs.paper import as_of, print_pages, refuse_other_formats
from chwapi_console.cli.verbs.verb_acts import done, when
from chwapi_console.cli.verbs.when import past
from chwapi_console.clock import iso
from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import no_such_node
from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.evidence import item_named
from chwapi_console.recovery.state.told.evidence_items import Item
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.evidence_words import (
    COPIES_SPOKEN,
    MADE_SPOKEN,
    PROTECTED_SPOKEN,
    not_told_yet,
)
from chwapi_console.report.custody import sheets_of
from chwapi_console.report.custody_page import custody_page
from chwapi_console.session.session import Session
from chwapi_console.text import say


def evidence(context: VerbContext) -> int:
    """`evidence SERVER`."""
    given, t = context.given, context.out.language
    told = {
        "made": word_meant("--what", given.what or "", MADE_SPOKEN, t),
        "source": given.source or "",
        "asset": given.asset or "",
        "by": given.by or "",
        "method": given.method or "",
        "tool": given.tool or "",
        "sha256": given.sha256 or "",
        "place": given.place or "",
        "protected": word_meant("--protected", given.protected or "", PROTECTED_SPOKEN, t),
        "seal": given.seal or "",
        "copy": word_meant("--copy", given.copy or "", COPIES_SPOKEN, t),
        "of": given.of or "",
    }

    def recorded(session: Session, view: View) -> list[Event]:
        (server,) = servers_named(view, [given.server])
        taken = (
            past(context, given.taken, session.now(), view.plan.incident.zone)
            if given.taken
            else None
        )
        item = given.item or ""
        events = session.acts.evidence(
            server, item, told, view, taken, when(context, session, view)
        )
        if not context.options.as_json:
            after = session.look().situation.evidence.get(server, {})
            for one in after.values():
                if (lacks := not_told_yet(one)) is not None and any(
                    head.id in {event.id for event in events} for head in one.heads
                ):
                    context.out.complain(lacks)
        return events

    return done(context, recorded)


def hand_over(context: VerbContext) -> int:
    """`hand-over ITEM`."""
    given = context.given

    def handed_over(session: Session, view: View) -> list[Event]:
        item, said = item_named(view, given.item), when(context, session, view)
        at = (
            past(context, given.taken, session.now(), view.plan.incident.zone)
            if given.taken
            else said.done_at
        )
        terms = HandOverTerms(
            vars(given)["from"] or "",
            given.to or "",
            iso(at or session.now()),
            given.place or "",
            given.purpose or "",
            given.before or "",
            given.after or "",
        )
        return session.acts.hand_over(f"{item.server}/{item.id}", terms, view, said)

    return done(context, handed_over)


def custody(context: VerbContext) -> int:
    """`custody [SERVER|ITEM]`: a sheet for each item."""
    refuse_other_formats(context)
    with context.session() as session:
        view, head = as_of(context, session)
        sheets = list(sheets_of(view, _items(view, context.given.of or "")))
        if context.options.as_json:
            context.out.json({"items": [as_json.custody(sheet) for sheet in sheets]})
        elif sheets:
            print_pages(
                context, [custody_page(view, each, head, context.operator) for each in sheets]
            )
        else:
            context.out.say(say("No evidence is recorded. See evidence --help."))
    return 0


def _items(view: View, name: str) -> list[Item]:
    """The items of a server, the item with an id, or all of them.

    RequestError where nothing is called so.
    """
    of = view.situation.evidence
    if not name:
        return [item for server in sorted(of) for item in of[server].values()]
    if name in view.plan.servers:
        return [*of.get(name, {}).values()]
    if not any(name.rpartition("/")[2] in items for items in of.values()):
        known = [*view.plan.servers, *(item for items in of.values() for item in items)]
        raise RequestError(no_such_node(name, known))
    return [item_named(view, name)]
