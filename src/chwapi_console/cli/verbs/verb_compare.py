"""`compare`: why one of two servers or services stands before the other."""

from chwapi_console.cli.line.names import subject_called
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.recovery.forecast.ahead import sooner_all_the_same
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.comparing import Comparison, compared, comparison_words


def compare(context: VerbContext) -> int:
    """Prints a sentence that says which comes first, and why."""
    given = context.given
    with context.session() as session:
        view = session.look()
        one, other = (
            name if name in view.plan.groups else subject_called(view, name)
            for name in (given.one, given.other)
        )
        comparison = compared(view, one, other)
        if context.options.as_json:
            context.out.json(_object(view, comparison))
        else:
            context.out.say(comparison_words(view, comparison))
            for line in sooner_all_the_same(view, comparison.first, comparison.second):
                context.out.say(line)
    return 0


def _object(view: View, comparison: Comparison) -> dict[str, object]:
    order = view.order
    return {
        "first": comparison.first,
        "second": comparison.second,
        "together": comparison.together,
        "servers": list(comparison.servers),
        "ranks": [order.rank[server] for server in comparison.servers],
        "tiers": [order.tier.get(server) for server in comparison.servers],
        "terms": [reason.term for reason in comparison.reasons],
        "why": str(comparison_words(view, comparison)),
        "sooner_all_the_same": [
            str(line) for line in sooner_all_the_same(view, comparison.first, comparison.second)
        ],
    }
