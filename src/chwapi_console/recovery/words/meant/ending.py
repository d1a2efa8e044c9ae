"""What must be so before a recovery is ended, and how it was ended, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds.record_kinds import EndingChange
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import (
    how_it_stands,
    in_turn,
    needs_named,
    node_name,
)
from chwapi_console.recovery.words.things.reason_told import MOST_LETTERS
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.suspicion import in_queue_order
from chwapi_console.text import Sentence, Value, plural, say, shortened

LEAST_URGENT = 3
"""The last tier whose services must be signed off before the end."""


LeftKind = Literal["conflict", "suspect", "down", "sign-off", "condition"]
"""By what people must do: settle, look at, bring back, have signed off, have met."""
KINDS: tuple[LeftKind, ...] = get_args(LeftKind)
HEADINGS: Mapping[LeftKind, Sentence] = {
    "conflict": say("To settle"),
    "suspect": say("To look at"),
    "down": say("To bring back, then have signed off"),
    "sign-off": say("To have signed off"),
    "condition": say("To have met"),
}
TO_RESTORE = say("To restore: compromised, and waited for by what follows")
OPEN_SINCE = say("No longer so, since it was closed")
APART = say(
    "Compromised, and nothing of this waits for it: rebuild or retire it before it is switched on"
)


class Open(NamedTuple):
    """Something that does not hold yet, by the id of what it is about, and what is to be done."""

    subject: str
    kind: LeftKind
    words: Sentence


def left_to_end(view: View) -> list[Open]:
    """What does not hold yet before the recovery can be ended.

    Services of tiers 1 to 3 signed off, conditions met, no conflict, nothing suspect; kind by kind
    as in `KINDS`, in each the most urgent first, each subject once.
    """
    left = {one.subject: one for one in _left(view)}.values()
    return sorted(left, key=lambda one: KINDS.index(one.kind))


def by_kind(left: Sequence[Open]) -> list[tuple[LeftKind, list[Open]]]:
    """What does not hold yet before the recovery can be ended, kind by kind."""
    groups = [(kind, [one for one in left if one.kind == kind]) for kind in KINDS]
    return [(kind, group) for kind, group in groups if group]


def to_restore_first(view: View, left: Sequence[Open]) -> list[Open]:
    """The compromised servers that open services and conditions wait for, the most urgent first.

    They hinder the end by these, and are no exceptions of their own.
    """
    waiting = {one.subject for one in left}
    found = []
    for entry in view.entries:
        if view.situation.servers[entry.server].standing.verdict != "compromised":
            continue
        if view.situation.available(entry.server) or entry.part != "clinical":
            continue
        services = view.because(entry.server)
        if not waiting.isdisjoint(services):
            found.append(
                Open(
                    entry.server,
                    "down",
                    plural(
                        "{server} is {state}: {n} service waits for it",
                        "{server} is {state}: {n} services wait for it",
                        len(services),
                        server=entry.server,
                        state=state_word(entry.state),
                    ),
                )
            )
    return found


def compromised_apart(view: View, first: Sequence[Open]) -> list[Open]:
    """The other compromised servers, in the order of the queue.

    Those that nobody has brought back or retired, but for those to restore `first`. The end does
    not wait for them, and whoever reads it must know that they are there.
    """
    named, situation = {one.subject for one in first}, view.situation
    in_order = dict.fromkeys([*(entry.server for entry in view.entries), *situation.servers])
    return [
        Open(
            server,
            "down",
            say("{server} is {state}", server=server, state=state_word(situation.state(server))),
        )
        for server in in_order
        if server not in named
        and situation.servers[server].standing.verdict == "compromised"
        and not situation.available(server)
        and situation.state(server) != "retired"
    ]


def exceptions_of(
    view: View, named: Mapping[str, str], of_kinds: Mapping[str, str]
) -> dict[str, str]:
    """Why the recovery is ended all the same, for each thing by its id.

    As it is `named`, else as was said of all of its kind. RequestError where there is none of a
    kind.
    """
    groups = dict(by_kind(left_to_end(view)))
    exceptions: dict[str, str] = {}
    for kind in KINDS:
        if kind in of_kinds and kind not in groups:
            raise RequestError(
                say(
                    "Nothing of the kind {kind} hinders the end. All of it: close --list", kind=kind
                )
            )
        if kind in of_kinds:
            exceptions |= {one.subject: of_kinds[kind] for one in groups[kind]}
    return {**exceptions, **named}


def exception_words(view: View, exceptions: Mapping[str, str]) -> Iterator[Sentence]:
    """What is left undone, and why: a line for each."""
    for id, why in exceptions.items():
        yield say("exception: {name} ({id}): {reason}", name=node_name(view, id), id=id, reason=why)


def _left(view: View) -> Iterator[Open]:
    services = view.plan.services
    for service in view.problem.most_urgent_first(services):
        status = view.services[service].status
        if services[service].tier <= LEAST_URGENT and status != "accepted":
            kind: LeftKind = "sign-off" if view.services[service].is_up else "down"
            yield Open(service, kind, _not_signed_off(view, service))
    for condition in in_turn(view, view.open_conditions):
        if not condition.service:
            name, state = node_name(view, condition.id), how_it_stands(view, condition)
            yield Open(
                condition.id,
                "condition",
                say("{name} ({id}: {state})", name=name, id=condition.id, state=state),
            )
    for server, shown in view.situation.servers.items():
        if shown.conflict:
            yield Open(server, "conflict", say("acts disagree about {server}", server=server))
    for server in in_queue_order(view, {**view.suspects, **view.set_aside}):
        yield Open(server, "suspect", say("{server} is suspect", server=server))


def _not_signed_off(view: View, service: str) -> Sentence:
    """How a service stands that nobody signed off, or that must be signed off again."""
    state, lapsed = view.services[service], view.situation.lapsed.get(service)
    what: dict[str, Value] = {
        "name": node_name(view, service),
        "id": service,
        "state": state_word(state.status),
    }
    signed = view.situation.sign_offs.get(service)
    if signed is not None and signed.until is not None and signed.is_over(view.now):
        return say(
            "{name} ({id}: {state}, the reserve of its sign-off ended {time})",
            time=view.clock(signed.until),
            **what,
        )
    if lapsed is None or not state.is_up:
        return say("{name} ({id}: {state}, not signed off)", **what)
    if lapsed.ended_by is None:
        needs = needs_named(view, lapsed.unknown)
        return say(
            "{name} ({id}: {state}, signed off without {needs}, which it needs now)",
            needs=needs,
            **what,
        )
    return say(
        "{name} ({id}: {state}, its sign-off lapsed {time})",
        time=view.when(lapsed.ended_by),
        **what,
    )


def reserves_ahead(view: View) -> list[Value]:
    """What holds now with a reserve, and until when: it ends by itself, whoever has gone home."""
    ends = [
        *(
            (signed.until, service)
            for service, signed in view.situation.sign_offs.items()
            if signed.until is not None and view.services[service].status == "accepted"
        ),
        *(
            (condition.until, condition.id)
            for condition in view.conditions.values()
            if condition.is_met and condition.reserve and condition.until and not condition.service
        ),
    ]
    return [
        say(
            "{name} ({time})",
            name=node_name(view, id),
            time=view.clock(until),
        )
        for until, id in sorted(ends)
    ]


def open_since_the_end(view: View) -> list[Open]:
    """What hinders the end of a recovery that was closed, and was no exception then.

    Nothing while it goes on.
    """
    event = view.situation.ended
    if event is None or not isinstance(event.payload, EndingChange) or event.payload.after is None:
        return []
    known = dict(event.payload.after.exceptions)
    return [one for one in left_to_end(view) if one.subject not in known]


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


def news_of_the_end(before: View, after: View) -> Iterator[Sentence]:
    """That others closed the recovery, and what does not hold; or that it goes on again."""
    event, known = after.situation.ended, before.situation.ended
    if event is None and known is not None:
        yield say("The recovery, which was closed, goes on.")
    if event is None or (known is not None and known.hash == event.hash):
        return
    for told in how_it_ended(after)[:2]:
        words = shortened(told, MOST_LETTERS)
        assert isinstance(words, Sentence)
        yield words
    if event.moment < after.plan.incident.detected:
        yield say("That is before the incident began.")
    if left := len(open_since_the_end(after)):
        yield plural(
            "{n} thing does not hold, and was no exception then: close --list. To go on: reopen",
            "{n} things do not hold, and were no exceptions then: close --list. To go on: reopen",
            left,
        )


def how_it_ended(view: View) -> list[Sentence]:
    """How the recovery was ended, in sentences; nothing while it goes on.

    By whom and when, with what word, and of what did not hold then why it was ended all the same.
    """
    event, by_whom = view.situation.ended, ended_words(view)
    if event is None or by_whom is None:
        return []
    payload = event.payload
    assert isinstance(payload, EndingChange)
    assert payload.after is not None
    return [
        by_whom,
        say("It ended with: {reason}", reason=payload.after.reason),
        *exception_words(view, dict(payload.after.exceptions)),
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
