"""What an act came to, in one line.

The deed, what it opened or closed, and what the operator may not have had in mind.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.console.widgets.row import cells
from chwapi_console.journal.kinds.evidence_kinds import EvidenceTaken
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.server_kinds import (
    Marked,
    StepDone,
    StepFailed,
    StepSkipped,
    StepUndone,
    Undone,
)
from chwapi_console.journal.kinds.service_kinds import ConditionSaid, Pinned
from chwapi_console.journal.kinds.telling_kinds import Promised
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.open_steps import left_open
from chwapi_console.recovery.state.of_view.coming_up import manner_of
from chwapi_console.recovery.state.told.server_history import can_be_undone
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import (
    by_urgency,
    consequences,
    new_contradictions,
    services_up,
)
from chwapi_console.recovery.words.since.news import deed, told
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.disagreement import now_in_conflict
from chwapi_console.recovery.words.things.pin_words import ended_pin_words
from chwapi_console.recovery.words.things.suspicion import because_of, in_queue_order, newly_suspect
from chwapi_console.recovery.words.why.in_its_way import due_words
from chwapi_console.text import Language, Sentence, Value, every, plural, say, side_by_side

ACTIONS_OF_WORK: Mapping[str, str] = {
    "restoring": "server.take",
    "restored": "server.restored",
    "verified": "server.verified",
    "on": "server.on",
    "blocked": "server.block",
}
ACTIONS_OF_VERDICTS: Mapping[str, str] = {
    "clean": "server.clean",
    "compromised": "server.compromised",
}
"""By which action a server comes to be called so."""

MOST_NAMED = 2
"""Services named in the message line; more are counted."""


def outcome(
    events: Sequence[Event],
    before: View,
    after: View,
    room: int,
    t: Language,
    key_of: Callable[[str], Value],
) -> str:
    """An act of ours, as the message line says it.

    `key_of` has the key of an action. The one that takes back is named where there is room; always
    where a text was written down, which may have been meant for somebody else. Of what was taken
    back the key that does it again is, where one does.
    """
    undo = key_of("act.undo")
    plain, with_undo = (_done(events, before, after, t, key_of, key) for key in (None, undo))
    if not can_be_undone(events[0]):
        if len(events) == 1 and (action := done_again_by(events[0])):
            again = t(say("{key} does it again", key=key_of(action)))
            return _with_consequences(f"{plain} ({again})", before, after, room, t)
        return _with_consequences(plain, before, after, room, t)
    words = with_undo if _has_words(events[0]) else plain
    return _with_consequences(words, before, after, room, t, with_undo)


def _done(
    events: Sequence[Event],
    before: View,
    after: View,
    t: Language,
    key_of: Callable[[str], Value],
    undo: Value | None,
) -> str:
    """The deeds, with what is unusual about the first, and the key that takes it back where one is given."""
    deeds = [t(deed(event, after)) for event in events[:2]]
    if len(events) > 2:
        deeds.append(t(plural("+{n} more", "+{n} more", len(events) - 2)))
    remarks = [
        remark
        for event in events[:1]
        for remark in [
            *_remarks(event, before),
            *_goes_on(event, after, key_of),
            *([] if undo is None else [say("{key} takes that back", key=undo)]),
        ]
    ]
    return ", ".join(deeds) + (f" ({t(side_by_side(remarks))})" if remarks else "")


def done_again_by(undo: Event) -> str:
    """The action that does again what an undo has taken back; empty where it is none of one key."""
    change = undo.payload
    if isinstance(change, StepUndone):
        return "step.tick" if change.before == "done" and change.after == "open" else ""
    if not isinstance(change, Undone):
        return ""
    taken_back, now = change.before, change.after
    if taken_back.work != now.work:
        return ACTIONS_OF_WORK.get(taken_back.work, "")
    if taken_back.verdict != now.verdict:
        return ACTIONS_OF_VERDICTS.get(taken_back.verdict, "")
    return "server.block" if now.work == "blocked" else ""  # with another reason, or until when


def act_in_short(events: Sequence[Event], view: View) -> Value:
    """An act in a few words: the deed, and on how many more than one it was done."""
    what, more = deed(events[0], view), len(events) - 1
    return plural("{deed} (+{n} more)", "{deed} (+{n} more)", more, deed=what) if more else what


def news(events: Sequence[Event], before: View, after: View, room: int, t: Language) -> str:
    """What others did since, as the message line says it.

    The latest act, and how many more there were.
    """
    remarks = [remark for remark in [left_open(after, events[-1])] if remark]
    if len(events) > 1:
        remarks.append(plural("+{n} more", "+{n} more", len(events) - 1))
    words = " ".join([t(told(events[-1], after)), *(f"({t(remark)})" for remark in remarks)])
    return _with_consequences(words, before, after, room, t)


def outcome_in_full(events: Sequence[Event], before: View, after: View, t: Language) -> str:
    """An act of ours, with nothing counted that can be named."""
    return _in_full(
        [(deed(event, after), _remarks(event, before)) for event in events], before, after, t
    )


def news_in_full(events: Sequence[Event], before: View, after: View, t: Language) -> str:
    """What others did since, with nothing counted that can be named."""
    return _in_full(
        [
            (told(event, after), [remark for remark in [left_open(after, event)] if remark])
            for event in events
        ],
        before,
        after,
        t,
    )


def _in_full(
    deeds: Sequence[tuple[Sentence, Sequence[Sentence]]], before: View, after: View, t: Language
) -> str:
    said = [
        " ".join([t(what), *(f"({t(remark)})" for remark in remarks)]) for what, remarks in deeds
    ]
    came_of_it = [*now_in_conflict(before, after), *consequences(before, after)]
    return _one_by_one([", ".join(said), *(t(sentence) for sentence in came_of_it)])


def ended_pins(before: View, after: View) -> list[Sentence]:
    """The pins whose time came between two views, one sentence each."""
    return [ended_pin_words(after, pin) for pin in after.ended_pins if pin not in before.ended_pins]


def come_due(before: View, after: View) -> list[Sentence]:
    """The blocked servers that came to be asked about between two views, a sentence each."""
    return [due_words(after, server) for server in sorted(after.due - before.due)]


def _with_consequences(
    words: str, before: View, after: View, room: int, t: Language, longer: str = ""
) -> str:
    """In sentences where there is room for them, else with what counts in front.

    In `longer` words where these leave out nothing of that.
    """
    disagree = [t(sentence) for sentence in now_in_conflict(before, after)]
    told = [*disagree, *(t(sentence) for sentence in consequences(before, after, MOST_NAMED))]
    if told and cells(_one_by_one([words, *told])) > room:
        told = [*disagree, *(t(short) for short in _short(before, after))]
    said = _one_by_one([longer, *told])
    return said if longer and cells(said) <= room else _one_by_one([words, *told])


def _one_by_one(sentences: Sequence[str]) -> str:
    """Sentences in a row, each but the last with one full stop, whether it came with one or not."""
    return " ".join(
        [*(sentence.removesuffix(".") + "." for sentence in sentences[:-1]), *sentences[-1:]]
    )


def _short(before: View, after: View) -> list[Sentence]:
    was_up, is_up = services_up(before), services_up(after)
    said = []
    again, fresh = newly_suspect(before, after)
    if fresh:
        said.append(say("Now suspect: {servers}", servers=_first_of(in_queue_order(after, fresh))))
    if again:
        said.append(
            say(
                "Suspect again, because of {source}: {servers}",
                source=because_of(after, again),
                servers=_first_of(in_queue_order(after, again)),
            )
        )
    if up := is_up - was_up:
        said.append(say("Up: {services}", services=_named(after, up)))
    if down := was_up - is_up:
        said.append(say("No longer up: {services}", services=_named(after, down)))
    return [*said, *new_contradictions(before, after)]


def _first_of(servers: Sequence[str]) -> Value:
    """One by name; of more how many they are, and the first."""
    n = len(servers)
    if n == 1:
        return servers[0]
    return plural("{n} server ({server}, …)", "{n} servers ({server}, …)", n, server=servers[0])


def _named(view: View, services: AbstractSet[str]) -> Value:
    """The most urgent by name, the others counted."""
    known = by_urgency(view, services)
    names = every([_in_short(view, name) for name in known[:MOST_NAMED]])
    more = len(services) - len(known[:MOST_NAMED])
    return say("{services} +{more}", services=names, more=more) if more else names


def _in_short(view: View, service: str) -> Value:
    """The name of a service; where it is up without something or on suspects, that too."""
    name, manner = node_name(view, service), manner_of(view.services[service])
    if manner.suspect:
        return say("{service} (suspect)", service=name)
    return say("{service} (limited)", service=name) if manner.without else name


def _goes_on(event: Event, after: View, key_of: Callable[[str], Value]) -> list[Sentence]:
    """Which key goes on behind a step that is done: to the next one, or that the server is restored."""
    server = event.subject
    if not isinstance(event.payload, StepDone | StepSkipped) or server not in after.plan.servers:
        return []
    if any(after.situation.is_to_do(server, step) for step in after.plan.steps_of(server)):
        return [say("{key}: the next", key=key_of("row.down"))]
    if after.situation.state(server) not in ("unknown", "clean", "compromised", "restoring"):
        return []
    restored = key_of("server.restored")
    return [say("all steps are done: {key} marks it restored", key=restored)]


def _has_words(event: Event) -> bool:
    """Whether an act wrote down what somebody typed: a reason, a note."""
    gives_reason = event.after is not None and event.after.reason != ""
    return gives_reason or isinstance(
        event.payload,
        Noted | StepSkipped | StepFailed | Pinned | ConditionSaid | Promised | EvidenceTaken,
    )


def _remarks(event: Event, before: View) -> list[Sentence]:
    """What is unusual about a server that was marked restored.

    Open steps of its runbook, needs that do not work.
    """
    if not isinstance(event.payload, Marked) or event.payload.after.work != "restored":
        return []
    entry = before.entry.get(event.subject)
    remarks = [open_steps] if (open_steps := left_open(before, event)) else []
    if entry and entry.state == "blocked":
        remarks.append(say("it was blocked"))
    if entry and entry.waits_for:
        first, more = entry.waits_for[0][0], len(entry.waits_for) - 1
        waits = say("waits for {need}", need=node_name(before, first))
        remarks.append(say("{waits} +{more}", waits=waits, more=more) if more else waits)
    return remarks
