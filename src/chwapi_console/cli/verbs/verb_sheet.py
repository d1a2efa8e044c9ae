"""`sheet`: forms to write on by hand, and what a night did on forms that hospitals know."""

from collections.abc import Callable, Mapping

from chwapi_console.cli.line.names import site_named, word_meant
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.verbs.paper import as_of, print_page, refuse_other_formats, shift_of
from chwapi_console.recovery.state.view.view import View
from chwapi_console.report.page import PaperPage
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, word

SHEETS: Mapping[str, tuple[Sentence, ...]] = {
    "next": (word("sheet", "next"),),
    "systems": (word("sheet", "systems"), word("sheet", "251")),
    "activity": (word("sheet", "activity"), word("sheet", "214")),
    "calls": (word("sheet", "calls"),),
}
"""The sheets as people may call them; two by the numbers of the forms, too."""
USUAL_MANY = 10
"""Servers on a sheet unless somebody says how many."""

Made = tuple[Callable[[], PaperPage], Callable[[], Json]]


def sheet(context: VerbContext) -> int:
    """Prints the sheet that was asked for."""
    refuse_other_formats(context)
    asked = word_meant("sheet", context.given.what, SHEETS, context.out.language)
    with context.session() as session:
        view, head = as_of(context, session)
        page, data = _MAKERS[asked](context, session, view, head)
        if context.options.as_json:
            from chwapi_console.cli.output import report_json

            context.out.json(
                {**report_json.page(view, head, context.operator), "sheet": asked, **data()}
            )
        else:
            print_page(context, page())
    return 0


def _next(context: VerbContext, session: Session, view: View, head: str) -> Made:
    from chwapi_console.report.sheets import next_page, next_servers

    servers = next_servers(
        view, context.given.limit or USUAL_MANY, site_named(view, context.given.site)
    )
    return (
        lambda: next_page(view, servers, head, context.operator),
        lambda: {
            "servers": [
                {
                    "server": entry.server,
                    "rank": entry.rank,
                    "work": entry.work,
                    "steps": [
                        {"step": step, "state": view.situation.step_state(entry.server, step)}
                        for step in view.plan.steps_of(entry.server)
                    ],
                }
                for entry in servers
            ]
        },
    )


def _systems(context: VerbContext, session: Session, view: View, head: str) -> Made:
    from chwapi_console.report.sheets import functioning, systems_page

    return (
        lambda: systems_page(view, head, context.operator),
        lambda: {"sites": [each._asdict() for each in functioning(view)]},
    )


def _calls(context: VerbContext, session: Session, view: View, head: str) -> Made:
    from chwapi_console.report.call_sheet import call_sheet_page, calls, conditions_to_call, people
    from chwapi_console.report.situation import situation

    of, site = situation(view), site_named(view, context.given.site)

    def data() -> Json:
        from chwapi_console.cli.output import as_json
        from chwapi_console.clock import iso

        return {
            "calls": [
                {
                    "service": each.service,
                    "site": each.site,
                    "status": each.status,
                    "p50": iso(each.p50) if each.p50 else None,
                    "p90": iso(each.p90) if each.p90 else None,
                    "forecast_reason": str(each.reason) if each.reason else None,
                    "fallback": each.fallback or None,
                    "signs": each.signs or None,
                    "phone": each.phone or None,
                }
                for each in calls(of, site)
            ],
            "conditions": as_json.conditions(view, conditions_to_call(view)),
            "people": [
                {"name": name, "roles": list(roles), "phone": phone or None}
                for name, roles, phone in people(view)
            ],
        }

    return lambda: call_sheet_page(of, site, head, context.operator), data


def _activity(context: VerbContext, session: Session, view: View, head: str) -> Made:
    from chwapi_console.report.sheets import activity_page, shift_acts

    began, _ = shift_of(context, session, view)

    def data() -> Json:
        from chwapi_console.cli.output import as_json
        from chwapi_console.clock import iso

        return {
            "since": iso(began.at),
            "acts": [as_json.event(event) for event in shift_acts(view, began)],
        }

    return lambda: activity_page(view, began, head, context.operator), data


_MAKERS: Mapping[str, Callable[[VerbContext, Session, View, str], Made]] = {
    "next": _next,
    "systems": _systems,
    "activity": _activity,
    "calls": _calls,
}
