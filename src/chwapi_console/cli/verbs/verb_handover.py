"""`handover`: what the next shift must know."""

from typing import TYPE_CHECKING

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.paper import as_of, print_page, refuse_other_formats
from chwapi_console.cli.verbs.when import past
from chwapi_console.recovery.state.view import View

if TYPE_CHECKING:
    from chwapi_console.report.shift import Began


def handover(desk: VerbContext) -> int:
    """Prints the handover of the shift that the operator is in, or that began when they say."""
    from chwapi_console.report.handover import handover as handover_of

    refuse_other_formats(desk)
    with desk.session() as session:
        view, head = as_of(desk, session)
        began = _began(desk, view)
        of = handover_of(view, session.as_of(began.at)[0], began)
        if desk.options.as_json:
            from chwapi_console.cli.output import report_json

            desk.out.json(report_json.handover(of, head, desk.operator))
            return 0
        from chwapi_console.report.handover_page import handover_page

        print_page(desk, handover_page(of, head, desk.operator))
    return 0


def _began(desk: VerbContext, view: View) -> "Began":
    from chwapi_console.report.shift import Began, shift_began

    given = desk.given.since
    if not given:
        return shift_began(view, desk.operator)
    begun = past(desk, given, view.now, view.plan.incident.zone)
    return Began(begun, None)
