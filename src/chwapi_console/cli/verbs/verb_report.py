"""`report`: the situation, for people who are not at the console."""

from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.paper import as_of, print_page, refuse_other_formats, shift_of
from chwapi_console.text import say


def report(context: VerbContext) -> int:
    """Prints the situation for those who asked."""
    from chwapi_console.report.handover import handover
    from chwapi_console.report.situation import situation
    from chwapi_console.report.situation_page import AUDIENCES, situation_page

    refuse_other_formats(context)
    audience = vars(context.given)["for"] or AUDIENCES[0]
    refuse_unoffered("--for", [audience], AUDIENCES)
    with context.session() as session:
        view, head = as_of(context, session)
        began, then = shift_of(context, session, view)
        is_told = began.whose is None or view.started < began.at
        is_told = is_told and began.at < view.now
        facts = situation(view, then if is_told else None, began.at)
        if context.options.as_json:
            from chwapi_console.cli.output import report_json

            context.out.json(
                report_json.press(view, head, context.operator)
                if audience == "press"
                else report_json.situation(facts, audience, head, context.operator)
            )
            return 0
        if audience == "press" and not any(part.public for part in view.plan.services.values()):
            context.out.complain(
                say("Write public = true at the services of the plan that the press is told of.")
            )
        shift = handover(view, then, began)
        print_page(context, situation_page(audience, facts, shift, head, context.operator))
    return 0
