"""`show ID --without`.

Which services fall without it, in order of tier, and which stay because others do its work.
"""

from collections.abc import Sequence
from functools import partial

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import header, node_state
from chwapi_console.recovery.state.of_view.without import Stay, Without, without
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import status_in_a_word
from chwapi_console.recovery.words.things.without_words import (
    chain_words,
    kept_words,
    lacking_in_full,
    waiting_in_full,
    without_in_full,
)
from chwapi_console.text import Sentence, Value, plural, say

TIER, NAME, NOW = (
    TextColumn(say("T"), right=True),
    TextColumn(say("service"), long="cut", least=12),
    TextColumn(say("now")),
)
THROUGH, INSTEAD = TextColumn(say("through"), long="wrap"), TextColumn(say("instead"), long="wrap")


def show_without(context: VerbContext, view: View, subject: str) -> None:
    """Prints what hangs on a node of the plan."""
    of, out = without(view, subject), context.out
    if context.options.as_json:
        out.json(_in_json(view, of))
        return
    out.say(header(view))
    out.say(node_state(view, subject))
    for sentence in without_in_full(view, of):
        out.say(sentence)
    if of.falls:
        out.table(_table(view, [(f.service, chain_words(view, f)) for f in of.falls], THROUGH))
    for stays, above in ((of.kept, _staying), (of.waiting, partial(waiting_in_full, view))):
        if stays:
            out.say()
            out.say(above(stays))
            out.table(_table(view, [(s.service, kept_words(view, s)) for s in stays], INSTEAD))
    if of.lacking:
        out.say()
        out.say(lacking_in_full(view, of))


def _staying(stays: Sequence[Stay]) -> Sentence:
    return plural(
        "{n} service can do without it, for others do its work:",
        "{n} services can do without it, for others do its work:",
        len(stays),
    )


def _table(view: View, lines: Sequence[tuple[str, Value]], last: TextColumn) -> TextTable:
    return TextTable(
        [TIER, NAME, NOW, last],
        [
            TextRow(
                [
                    view.plan.services[service].tier,
                    node_name(view, service),
                    status_in_a_word(view, service),
                    words,
                ]
            )
            for service, words in lines
        ],
    )


def _in_json(view: View, of: Without) -> Json:
    return {
        "without": of.subject,
        "works": view.works(of.subject),
        "falls": [
            {**_service(view, fall.service), "through": list(fall.through)} for fall in of.falls
        ],
        "stays": [
            {
                **_service(view, stay.service),
                "falls_now": stay.falls_now,
                "others_work": stay.others_work,
                "node": stay.node,
                "at_least": stay.least,
                "of": list(stay.others),
            }
            for stay in of.stays
        ],
        "lacking": [_service(view, service) for service in of.lacking],
    }


def _service(view: View, service: str) -> Json:
    part = view.plan.services[service]
    return {
        "service": service,
        "name": part.name,
        "site": part.site,
        "tier": part.tier,
        "weight": part.weight,
        "status": view.services[service].status,
        "works": view.works(service),
    }
