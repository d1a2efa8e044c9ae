"""`pin` and `unpin`: what people put first against the rule.

The price is shown before anybody pays it.
"""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.cli.line.names import subject_named
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import agreed, somebody_answers
from chwapi_console.cli.verbs.patience import ToldShare
from chwapi_console.cli.verbs.verb_acts import MOST_ORDERED, tell_act, told_how_to_mean_it
from chwapi_console.cli.verbs.when import coming
from chwapi_console.errors import Refused
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.pin import as_if_pinned
from chwapi_console.recovery.acts.supposing import without_pin
from chwapi_console.recovery.forecast.pin_price import (
    Price,
    cost_words,
    gain_words,
    price_of,
    range_words,
    turning_words,
    with_turning,
)
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.pin_words import pin_place, placed_pin_words
from chwapi_console.session.session import Session
from chwapi_console.text import say, typed


def pin(context: VerbContext) -> int:
    """Shows what the pin costs and gains, asks whether to go on, then journals it."""
    given = context.given
    with context.writing() as session:
        view = session.look()
        subject = subject_named(view, given.id)
        before = subject_named(view, given.before) if given.before else ""
        until = (
            coming(context, given.until, session.now(), view.plan.incident.zone)
            if given.until
            else None
        )
        why = Remarks(reason=given.reason or "")
        session.acts.admit_pin(subject, why.reason, until, before, view)
        told = ToldShare(
            context,
            view,
            say(
                "What that costs: two forecasts of {n} servers, with the pin and without.",
                n=len(view.plan.servers),
            ),
            times=2,
        )
        price = session.acts.pin_price(subject, until, before, view, told)
        if not context.options.as_json:
            _tell_what_it_would_do(context, view, subject, price, until, before)
        if not given.yes and not (somebody_answers(context) and agreed(context, say("Pin it?"))):
            raise Refused(say("Nothing was pinned. Say --yes to go on without being asked."))
        with told_how_to_mean_it():
            events = session.acts.pin(subject, why.reason, until, before, shown=view, price=price)
        _told(context, session, view, events)
    return 0


def _tell_what_it_would_do(
    context: VerbContext,
    view: View,
    subject: str,
    price: Price,
    until: datetime | None,
    before: str,
) -> None:
    """How it is pinned already, before which server it would stand, what that costs and gains."""
    for there in [each for each in view.pins if each.subject == subject]:
        told = placed_pin_words(view, there)
        context.out.say(say("It is pinned already. {pin}", pin=told))
    then = as_if_pinned(view, subject, until, before) if before else view
    for pin in [each for each in then.pins if before and each.subject == subject]:
        if (place := pin_place(then, pin)) is not None:
            context.out.say(place)
    context.out.say(cost_words(view, price))
    if (mind := turning_words(view, price)) is not None:
        context.out.say(mind)
    context.out.say(gain_words(view, price))


def unpin(context: VerbContext) -> int:
    """Takes a pin away."""
    with context.writing() as session:
        view = session.look()
        subject = subject_named(view, context.given.id)
        with told_how_to_mean_it():
            events = session.acts.unpin(subject, shown=view)
        _told(context, session, view, events)
        counts = any(pin.subject == subject for pin in view.pins)
        if events and counts and not context.options.as_json:
            _tell_what_it_moves(context, session, view, subject)
            back = typed("undo", events[-1].id[:8])
            context.out.say(say("To take that back: {command}.", command=back))
    return 0


def _tell_what_it_moves(context: VerbContext, session: Session, before: View, subject: str) -> None:
    """What came of the pin that was taken away: it is done by now, and can be taken back."""
    if len(before.plan.servers) > MOST_ORDERED:
        return
    now = before.at(session.now())
    then = without_pin(now, subject)
    price = with_turning(now, then, price_of(now, then, subject))
    context.out.say(cost_words(before, price))
    if (mind := turning_words(before, price)) is not None:
        context.out.say(mind)
    without, pinned = range_words(before, price.pinned), range_words(before, price.unpinned)
    if without is not None and pinned is not None:
        context.out.say(
            say(
                "Without the pin, {service} is expected {when}; with it {pinned}.",
                service=node_name(before, subject),
                when=without,
                pinned=pinned,
            )
        )


def _told(context: VerbContext, session: Session, before: View, events: Sequence[Event]) -> None:
    tell_act(context, events, before, session.seen() if events else before)
