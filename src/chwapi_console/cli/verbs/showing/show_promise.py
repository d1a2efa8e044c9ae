"""`show PROMISE`: a promise by its id, when what was promised is expected, and its course."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.report_json import promise_in_json
from chwapi_console.cli.output.words import node_state
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.telling_kinds import PromiseChange
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.forecast.chance import chance_by, chance_words
from chwapi_console.recovery.forecast.forecast import Outlook
from chwapi_console.recovery.state.told.promises import Promise
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import told
from chwapi_console.report.handover import promised_outlooks
from chwapi_console.report.handover_page import promise_on_a_page
from chwapi_console.text import Sentence, say, some

MOST_NAMED = 8
"""Things that a promise rests on which are named; of more the rest is counted."""


def show_promise(context: VerbContext, view: View, promise: Promise) -> None:
    """Prints a promise, and where what it is about is shown."""
    expected = promised_outlooks(view, [promise]).get(promise.id)
    if context.options.as_json:
        told_of = promise_in_json(view, promise, expected)
        of: Json = {"id": promise.id, "kind": "promise", "about": promise.subject}
        told_of["rests_on"] = list(_rests_on(view, promise))
        context.out.json({**of, **{k: v for k, v in told_of.items() if k not in ("promise", "id")}})
        return
    context.out.say(say("{id} · promise", id=promise.id))
    context.out.say(promise_on_a_page(view, promise, expected))
    if expected is not None and promise.by > view.now:
        share = chance_by(expected, promise.by)
        if share is not None:
            context.out.say(say("It is kept {chance}.", chance=chance_words(share)))
    for line in _rests_on_words(context, view, promise):
        context.out.say(line)
    for event in _acts_on(view, promise):
        context.out.say(say("{time} {what}", time=view.when_done(event), what=told(event, view)))
    if promise.subject != THE_RECORD:
        words = [PROGRAM, "show", promise.subject]
        context.out.say(
            say("What it is about: {command}", command=to_type(words, context.out.language))
        )
    if promise.is_open:
        command = to_type([PROGRAM, "promise", promise.id, "--kept"], context.out.language)
        context.out.say(
            say("To record that it was kept: {command}", command=command)
            if view.works(promise.subject)
            else say("Once it is kept: {command}", command=command)
        )


def _rests_on(view: View, promise: Promise) -> Iterator[str]:
    """What must come back or be met before what is promised can be so: servers as the queue has them."""
    subject = promise.subject
    if not promise.is_open or subject not in view.graph.needs or view.works(subject):
        return
    yield from view.missing(subject)
    beneath = view.graph.reached_from([subject])
    yield from (each for each in view.plan.conditions if each in beneath and not view.works(each))


def _rests_on_words(context: VerbContext, view: View, promise: Promise) -> Iterator[Sentence]:
    """The same in words, each with how it stands; and where it is told what of it decides."""
    if not (nodes := list(_rests_on(view, promise))):
        return
    yield say("It rests on: {nodes}.", nodes=some([node_state(view, n) for n in nodes], MOST_NAMED))
    if promise.subject in view.plan.services:
        words = to_type([PROGRAM, "forecast", promise.subject, "--why"], context.out.language)
        yield say("What of it decides: {command}", command=words)


def promised_of(
    view: View, subject: str, known: Mapping[str, Outlook] = MappingProxyType({})
) -> Iterator[Sentence]:
    """What is promised of a server or service and awaited yet, and whether that is expected later.

    `known` are outlooks that somebody has already.
    """
    for promise, expected in _awaited(view, subject, known):
        yield promise_on_a_page(view, promise, expected)


def promises_in_json(view: View, subject: str) -> list[Json]:
    """The same for `--json`."""
    return [promise_in_json(view, *of) for of in _awaited(view, subject)]


def _awaited(
    view: View, subject: str, known: Mapping[str, Outlook] = MappingProxyType({})
) -> Iterator[tuple[Promise, Outlook | None]]:
    """The promises of it that are open, the earliest first, each with when that is expected."""
    of = [
        promise
        for promise in view.situation.promises.values()
        if promise.subject == subject and promise.is_open
    ]
    expected = promised_outlooks(view, of, known)
    for promise in sorted(of, key=lambda promise: (promise.by, promise.id)):
        yield promise, expected.get(promise.id)


def _acts_on(view: View, promise: Promise) -> list[Event]:
    """The acts on a promise, in their order."""
    return [
        event
        for event in view.situation.history.get(promise.subject, ())
        if isinstance(event.payload, PromiseChange) and event.payload.promise == promise.id
    ]
