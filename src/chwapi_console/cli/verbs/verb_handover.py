"""`handover`: what the next shift must know, and that it took over."""

from chwapi_console.cli.line.names import refuse_unoffered
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.paper import as_of, print_page, refuse_other_formats, shift_of
from chwapi_console.errors import UsageError
from chwapi_console.text import say


def handover(context: VerbContext) -> int:
    """Prints the handover of the shift that the operator is in, or that began when they say."""
    from chwapi_console.report.handover import handover as handover_of

    match context.given.what:
        case None:
            pass
        case "accept":
            from chwapi_console.cli.verbs.verb_telling import accept_handover

            return accept_handover(context)
        case word:
            refuse_unoffered("handover", [word], ["accept"])
    given = context.given
    if given.by or given.take or given.all:
        raise UsageError(say("--by, --take and --all go with handover accept."))
    refuse_other_formats(context)
    with context.session() as session:
        view, head = as_of(context, session)
        began, before = shift_of(context, session, view)
        facts = handover_of(view, before, began)
        if context.options.as_json:
            from chwapi_console.cli.output import report_json

            context.out.json(report_json.handover(facts, head, context.operator))
            return 0
        from chwapi_console.report.handover_page import handover_page

        print_page(context, handover_page(facts, head, context.operator))
    return 0
