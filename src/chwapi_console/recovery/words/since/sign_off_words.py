"""What is said of sign-offs: who gave one and when, with which reserve, and what ended it."""

from collections.abc import Iterator

from chwapi_console.recovery.state.told.sign_offs import SignOff
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.things.conditions import needs_named, node_name
from chwapi_console.recovery.words.things.limits import names_of, without_words
from chwapi_console.recovery.words.things.suspicion import (
    MOST_SUSPECTS,
    in_queue_order,
    suspects_of,
)
from chwapi_console.text import Sentence, say, side_by_side, some

MOST_IN_A_COLUMN = 2
"""Things that one column names that a service does without."""
MOST_NEEDS = 4
"""Needs that a sentence names of which a sign-off knew nothing; the others are counted."""


def in_a_column(view: View, service: str) -> Sentence | None:
    """What a column says of a service that is up; None where nothing is to be said.

    On which suspects it stands, what it does without, who signed it off, or must sign it off again.
    None too where it is not up.
    """
    if not view.services[service].is_up:
        return None
    said = [
        sentence
        for sentence in (
            _signed(view, service),
            suspects_of(view, service, MOST_IN_A_COLUMN),
            without_words(view, service, MOST_IN_A_COLUMN),
        )
        if sentence is not None
    ]
    return side_by_side(said) if said else None


def _signed(view: View, service: str) -> Sentence | None:
    situation = view.situation
    signed = situation.sign_offs.get(service)
    if signed is not None and signed.until is not None:
        until = view.clock(signed.until)
        if signed.is_over(view.now):
            return say(
                "sign off again (the reserve of {by} ended {time})", by=signed.by, time=until
            )
        return say(
            "{signed} by {by}, with reserve until {time}",
            by=signed.by,
            signed=view.when_done(signed.event),
            time=until,
        )
    if signed is not None:
        return say("{time} by {by}", by=signed.by, time=view.when_done(signed.event))
    if (lapsed := situation.lapsed.get(service)) is not None:
        if lapsed.ended_by is None:
            return say(
                "sign off again (given without {needs})",
                needs=needs_named(view, lapsed.unknown, MOST_IN_A_COLUMN),
            )
        return say(
            "sign off again (was {time} by {by})", by=lapsed.by, time=view.when_done(lapsed.event)
        )
    return None


def sign_offs_over(before: View, after: View) -> list[Sentence]:
    """The sign-offs that the time alone ended between two views: the time of their reserve is over.

    Of those that some need asks for it is told as of conditions.
    """
    told_of = {condition.service for condition in after.conditions.values()}
    said = []
    for service, signed in after.situation.sign_offs.items():
        then = before.situation.sign_offs.get(service)
        if then is None or then.event != signed.event or then.is_over(before.now):
            continue
        if signed.stands and signed.is_over(after.now) and service not in told_of:
            state = _signed(after, service) or ""
            said.append(say("{service}: {state}.", service=node_name(after, service), state=state))
    return said


def sign_off_in_full(view: View, service: str) -> list[Sentence]:
    """Who signed a service off, when and after trying what; where that lapsed, why."""
    situation = view.situation
    signed = situation.sign_offs.get(service) or situation.lapsed.get(service)
    if signed is None:
        return []
    words = [
        say(
            "Signed off by {by} at {time}, tried: {tried}.",
            by=signed.by,
            time=view.when_done(signed.event),
            tried=signed.tried,
        )
    ]
    if signed.until is not None:
        words.append(_reserve(view, signed))
    words += [*_of_suspects(view, signed), *_of_wishes(view, signed)]
    if (end := signed.ended_by) is not None:
        words.append(
            say(
                "That lapsed at {time} ({act}): {again}.",
                time=view.when(end),
                act=told(end, view),
                again=_again(view, service),
            )
        )
    elif signed.unknown:
        words.append(
            say(
                "That was without {needs}, which it needs by the plan as it is now: {again}.",
                needs=needs_named(view, signed.unknown, MOST_NEEDS),
                again=_again(view, service),
            )
        )
    return words


def _again(view: View, service: str) -> Sentence:
    if view.services[service].is_up:
        return say("it must be signed off again")
    return say("once it is up it must be signed off again")


def _of_suspects(view: View, signed: SignOff) -> Iterator[Sentence]:
    """What was suspect when it was signed off, and what became so since."""
    if signed.suspect:
        yield say(
            "It stood on what was suspect then: {servers}.",
            servers=some(sorted(signed.suspect), MOST_SUSPECTS),
        )
    fresh = set(view.services[signed.service].suspect) - signed.suspect
    if fresh and signed.stands:
        yield say(
            "That does not cover what is suspect since: {servers}.",
            servers=some(in_queue_order(view, fresh), MOST_SUSPECTS),
        )


def _of_wishes(view: View, signed: SignOff) -> Iterator[Sentence]:
    """What it did without when it was signed off, and what it does without besides now."""
    state = view.services[signed.service]
    if signed.without:
        yield say(
            "It was up without {services} then.",
            services=names_of(view, sorted(signed.without)),
        )
    more = [wish for wish in state.without if wish not in signed.without]
    if more and state.status == "limited" and signed.stands:
        yield say(
            "That does not cover {services}, which it does without now.",
            services=names_of(view, more),
        )


def _reserve(view: View, signed: SignOff) -> Sentence:
    """With which reserve a service was signed off, and until when; or that this is over."""
    time = view.clock(signed.until or view.now)
    if signed.is_over(view.now):
        return say(
            "With a reserve that ended {time}: {reserve}. It must be signed off again.",
            reserve=signed.reserve,
            time=time,
        )
    return say("With reserve until {time}: {reserve}.", reserve=signed.reserve, time=time)
