"""`compare`: why one of two servers or services stands before the other."""

from collections.abc import Sequence

from chwapi_console.cli.line.names import subject_called
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import RequestError
from chwapi_console.inventory.called import called, site_called
from chwapi_console.recovery.forecast.ahead import sooner_all_the_same
from chwapi_console.recovery.forecast.unforeseeable import without_a_time, without_a_time_words
from chwapi_console.recovery.state.of_view.site_state import site_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name, subject_name
from chwapi_console.recovery.words.why.comparing import Comparison, compared, comparison_words
from chwapi_console.text import Sentence, say


def compare(context: VerbContext) -> int:
    """Prints a sentence that says which comes first, and why."""
    given = context.given
    with context.session() as session:
        view = session.look()
        one, other = _meant(view, given.one), _meant(view, given.other)
        wholes = [each for each in (one, other) if _parts(view, each) is not None]
        comparison = compared(view, *(_stands_for(view, each) for each in (one, other)))
        if context.options.as_json:
            stand_for = {"stand_for": {whole: _stands_for(view, whole) for whole in wholes}}
            context.out.json({**_object(view, comparison), **(stand_for if wholes else {})})
        else:
            for whole in wholes:
                context.out.say(_of_a_whole(view, whole))
            context.out.say(comparison_words(view, comparison))
            for line in sooner_all_the_same(view, comparison.first, comparison.second):
                context.out.say(line)
            for line in without_a_time_words(view, (comparison.first, comparison.second)):
                context.out.say(line)
            for whole in wholes:
                words = [PROGRAM, "queue", "--suppose", f"{whole} first"]
                told = to_type(words, context.out.language)
                context.out.say(
                    say(
                        "All of {name} first, and who pays: {command}",
                        name=subject_name(view, whole),
                        command=told,
                    )
                )
    return 0


def _meant(view: View, name: str) -> str:
    """What is compared: a server or service, a site that is called so, or a group."""
    site = site_called(view.plan, name) if called(view.plan, name) is None else None
    if site is None and name in view.plan.groups:
        return name
    return site or subject_called(view, name, view.plan.sites)


def _parts(view: View, node: str) -> Sequence[str] | None:
    """The services of a site or group; None for what has a place of its own, or none."""
    if node in view.plan.groups:
        return view.plan.opens_together[node]
    return site_state(view, node).services if node in view.plan.sites else None


def _stands_for(view: View, node: str) -> str:
    """What is compared in the place of a site or group: its first service that misses a server."""
    if _parts(view, node) is None:
        return node
    missing = _missing_of(view, node)
    if not missing:
        raise RequestError(
            say(
                "No service of {site} misses a server; it stands in no order.",
                site=subject_name(view, node),
            )
        )
    return missing[0]


def _missing_of(view: View, whole: str) -> list[str]:
    """The services of a site or group that miss a server, as the queue brings them back."""
    missing = [service for service in _parts(view, whole) or () if view.missing(service)]
    return sorted(missing, key=lambda each: (_last_rank(view, each), each))


def _last_rank(view: View, service: str) -> int:
    return view.order.rank[view.missing(service)[-1]]


def _of_a_whole(view: View, whole: str) -> Sentence:
    """That a site or group has no place of its own, and between which of its services it comes back."""
    of = _missing_of(view, whole)
    return say(
        "{site} has no place of its own: the order goes service by service. Its first is {first} (its last "
        "server is {rank}), the last {last} ({last_rank}).",
        site=subject_name(view, whole),
        first=node_name(view, of[0]),
        rank=_last_rank(view, of[0]),
        last=node_name(view, of[-1]),
        last_rank=_last_rank(view, of[-1]),
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
        "nobody_can_say": {
            service: str(why)
            for service, why in without_a_time(view, (comparison.first, comparison.second)).items()
        },
    }
