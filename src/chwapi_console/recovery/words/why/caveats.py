"""What must be known beside how a server or service stands.

The rules that were overridden for it, and what holds only for a while or no longer. In short behind
a sign in lists, in full on pages.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.overrides import Override
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import how_it_stands, node_name
from chwapi_console.recovery.words.things.reason_told import MOST_LETTERS
from chwapi_console.recovery.words.things.shortcut_words import kinds_of, shortcuts_in_full
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.suspicion import in_queue_order, why_set_aside
from chwapi_console.text import Sentence, beginning, every, plural, say, some

SIGN = "*"
"""In front of what stands in a list with a caveat."""

MOST_IN_FULL = 8
"""Overrides that are told one by one; the others are counted."""


def caveats_in_short(view: View, subject: str) -> Sentence | None:
    """The kinds of caveats on a server or service, for a column; None where there is none."""
    kinds: list[Sentence] = [state_word("suspect")] if subject in view.set_aside else []
    if subject in view.overrides:
        kinds.append(say("override"))
    if (shortcuts := view.shortcuts.get(subject)) is not None:
        kinds += kinds_of(shortcuts)
    if subject in view.reserves:
        kinds.append(say("reserve"))
    if subject in view.added:
        kinds.append(say("added"))
    return say("{sign} {what}", sign=SIGN, what=every(kinds)) if kinds else None


def caveats_in_full(view: View, subject: str) -> list[Sentence]:
    """The caveats on a server or service, a sentence for each."""
    standing = view.overrides.get(subject, ())
    told = [_override(view, override) for override in standing[:MOST_IN_FULL]]
    if more := len(standing) - len(told):
        told.append(plural("{n} more override.", "{n} more overrides.", more))
    told += [_reserve(view, name) for name in view.reserves.get(subject, ())[:MOST_IN_FULL]]
    if (shortcuts := view.shortcuts.get(subject)) is not None:
        told += shortcuts_in_full(view, subject, shortcuts)
    told += why_set_aside(view, subject)
    if subject in view.plan.services:
        told += _beneath(view, subject)
    return [*told, *([_added(view, view.added[subject])] if subject in view.added else [])]


def _beneath(view: View, service: str) -> Iterator[Sentence]:
    """The servers beneath a service with an override or a shortcut of their own, and which."""
    found = [
        (server, short)
        for server in in_queue_order(view, view.stood_on_caveats.get(service, ()))
        if (short := caveats_in_short(view, server)) is not None
    ]
    if found:
        named = [
            say("{server} ({caveats})", server=server, caveats=short) for server, short in found
        ]
        yield say("It stands on {servers}.", servers=some(named, MOST_IN_FULL))


def _added(view: View, event: Event) -> Sentence:
    return say(
        "Added by {operator} at {time}; the plan's file does not have it: export plan writes one that "
        "does.",
        operator=view.by(event),
        time=view.when(event),
    )


def _reserve(view: View, condition: str) -> Sentence:
    return say(
        "It stands on {condition}, {state}.",
        condition=node_name(view, condition),
        state=how_it_stands(view, view.conditions[condition]),
    )


def _override(view: View, override: Override) -> Sentence:
    return say(
        'Override of {rule} by {operator} at {time}: "{reason}".',
        rule=beginning(override.rule),
        operator=view.by(override.event),
        time=view.when(override.event),
        reason=beginning(override.reason, MOST_LETTERS),
    )


def overrides_of(event: Event, most: int = MOST_IN_FULL) -> Iterator[Sentence]:
    """Which rules an act overrode, and why, for who reads the journal."""
    reasons: Sequence[tuple[str, str]] = sorted(event.overridden.items())
    for rule, reason in reasons[:most]:
        told = beginning(reason, MOST_LETTERS)
        yield say('override of {rule}: "{reason}"', rule=beginning(rule), reason=told)
    if (more := len(reasons) - most) > 0:
        yield plural("{n} more override", "{n} more overrides", more)
