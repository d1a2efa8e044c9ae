"""`report`: the situation, for people who are not at the console."""

from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.paper import as_of, print_page, refuse_other_formats
from chwapi_console.cli.verbs.when import past


def report(desk: VerbContext) -> int:
    """Prints the situation for the direction, the wards or technical people."""
    from chwapi_console.report.handover import handover
    from chwapi_console.report.shift import Began
    from chwapi_console.report.situation import situation
    from chwapi_console.report.situation_page import AUDIENCES, situation_page

    refuse_other_formats(desk)
    audience = vars(desk.given)["for"] or AUDIENCES[0]
    refuse_unoffered("--for", [audience], AUDIENCES)
    with desk.session() as session:
        view, head = as_of(desk, session)
        before = None
        if desk.given.since:
            since = past(desk, desk.given.since, view.now, view.plan.incident.zone)
            before = session.as_of(since)[0]
        of = situation(view, before)
        if desk.options.as_json:
            from chwapi_console.cli.output import report_json

            desk.out.json(report_json.situation(of, audience, head, desk.operator))
            return 0
        shift = handover(view, before or view, Began(view.started, None))
        print_page(desk, situation_page(audience, of, shift, head, desk.operator))
    return 0
