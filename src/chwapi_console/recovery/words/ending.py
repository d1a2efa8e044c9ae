"""What must be so before a recovery is ended, and how it was ended, in sentences."""

from collections.abc import Iterator

from chwapi_console.journal.record_kinds import EndingChange
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.conditions import how_it_stands, in_turn, node_name
from chwapi_console.recovery.words.state_words import state_word
from chwapi_console.recovery.words.suspicion import in_order
from chwapi_console.text import Sentence, plural, say

LEAST_URGENT = 3
"""The last tier whose services must be signed off before the end."""


class Open(NamedTuple):
    """Something that does not hold yet, by the id of what it is about."""

    subject: str
    words: Sentence


def left_to_end(view: View) -> list[Open]:
    """What does not hold yet before the recovery can be ended: services of tiers 1 to 3 signed off,
    conditions met, no conflict, nothing suspect; the most urgent first, each subject once."""
    return list({one.subject: one for one in _left(view)}.values())


def _left(view: View) -> Iterator[Open]:
    services = view.plan.services
    for service in sorted(
        services, key=lambda name: (services[name].tier, -view.plan.weight(name), name)
    ):
        status = view.services[service].status
        if services[service].tier <= LEAST_URGENT and status != "accepted":
            yield Open(
                service,
                say(
                    "{name} ({id}: {state}, not signed off)",
                    name=services[service].name,
                    id=service,
                    state=state_word(status),
                ),
            )
    for condition in in_turn(view, view.open_conditions):
        if not condition.service:
            name, state = node_name(view, condition.id), how_it_stands(view, condition)
            yield Open(
                condition.id,
                say("{name} ({id}: {state})", name=name, id=condition.id, state=state),
            )
    for server, shown in view.situation.servers.items():
        if shown.conflict:
            yield Open(server, say("acts disagree about {server}", server=server))
    for server in in_order(view, {**view.suspects, **view.set_aside}):
        yield Open(server, say("{server} is suspect", server=server))


def ended_words(view: View) -> Sentence | None:
    """By whom and when the recovery was ended; None while it goes on."""
    event = view.situation.ended
    if event is None:
        return None
    return say(
        "The recovery was closed by {operator} at {time}.",
        operator=view.by(event),
        time=view.when(event),
    )


def how_it_ended(view: View) -> list[Sentence]:
    """By whom and when the recovery was ended, with what word, and of what did not hold then why it
    was ended all the same; nothing while it goes on."""
    event, by_whom = view.situation.ended, ended_words(view)
    if event is None or by_whom is None:
        return []
    payload = event.payload
    assert isinstance(payload, EndingChange)
    assert payload.after is not None
    return [
        by_whom,
        say("It ended with: {reason}", reason=payload.after.reason),
        *(
            say("exception: {name} ({id}): {reason}", name=node_name(view, id), id=id, reason=why)
            for id, why in payload.after.exceptions
        ),
    ]


def of_the_end(change: EndingChange) -> Sentence:
    """What was done to the end of the recovery."""
    if change.after is None:
        return (
            say("the recovery goes on ({reason})", reason=change.why)
            if change.why
            else say("the recovery goes on (undo)")
        )
    return _closed(change.after.reason, len(change.after.exceptions))


def _closed(reason: str, exceptions: int) -> Sentence:
    if not exceptions:
        return say("the recovery closed ({reason})", reason=reason)
    return plural(
        "the recovery closed with {n} exception ({reason})",
        "the recovery closed with {n} exceptions ({reason})",
        exceptions,
        reason=reason,
    )
