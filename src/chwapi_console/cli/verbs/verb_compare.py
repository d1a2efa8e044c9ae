"""`compare`: why one of two servers or services stands before the other."""

from chwapi_console.cli.line.names import subject_called
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import RequestError
from chwapi_console.inventory.called import called, site_called
from chwapi_console.recovery.forecast.ahead import sooner_all_the_same
from chwapi_console.recovery.state.site_state import site_state
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.comparing import Comparison, compared, comparison_words
from chwapi_console.recovery.words.conditions import node_name
from chwapi_console.text import Sentence, say


def compare(context: VerbContext) -> int:
    """Prints a sentence that says which comes first, and why."""
    given = context.given
    with context.session() as session:
        view = session.look()
        one, other = _meant(view, given.one), _meant(view, given.other)
        sites = [each for each in (one, other) if each in view.plan.sites]
        comparison = compared(view, *(_stands_for(view, each) for each in (one, other)))
        if context.options.as_json:
            stand_for = {"stand_for": {site: _stands_for(view, site) for site in sites}}
            context.out.json({**_object(view, comparison), **(stand_for if sites else {})})
        else:
            for site in sites:
                context.out.say(_of_a_site(view, site))
            context.out.say(comparison_words(view, comparison))
            for line in sooner_all_the_same(view, comparison.first, comparison.second):
                context.out.say(line)
    return 0


def _meant(view: View, name: str) -> str:
    """What is compared: a server or service, a site that is called so, or a group."""
    site = site_called(view.plan, name) if called(view.plan, name) is None else None
    if site is None and name in view.plan.groups:
        return name
    return site or subject_called(view, name, view.plan.sites)


def _stands_for(view: View, node: str) -> str:
    """What is compared in the place of a site: the first of its services that misses a server."""
    if node not in view.plan.sites:
        return node
    missing = _missing_of(view, node)
    if not missing:
        raise RequestError(
            say(
                "No service of {site} misses a server; it stands in no order.",
                site=view.plan.sites[node].name,
            )
        )
    return missing[0]


def _missing_of(view: View, site: str) -> list[str]:
    return [service for service in site_state(view, site).services if view.missing(service)]


def _of_a_site(view: View, site: str) -> Sentence:
    """That a site has no place of its own, and between which of its services it comes back."""
    of, rank = _missing_of(view, site), view.order.rank
    first, last = of[0], max(of, key=lambda service: rank[view.missing(service)[-1]])
    return say(
        "{site} has no place of its own: the order goes service by service. Its first is {first} (its last "
        "server is {rank}), the last {last} ({last_rank}).",
        site=view.plan.sites[site].name,
        first=node_name(view, first),
        rank=rank[view.missing(first)[-1]],
        last=node_name(view, last),
        last_rank=rank[view.missing(last)[-1]],
    )


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
