"""What an investigator is handed.

The record's stored bytes, the plans, the state, the log in words, and how to check it all.

`evidence_checks` has the commands of the page.
"""

import json
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from chwapi_console import __version__
from chwapi_console.clock import iso
from chwapi_console.journal.evidence import (
    FAULTS,
    KEPT,
    LOOSE,
    SUMS,
    event_files,
    kept_files,
    loose_files,
    plan_files,
    signature_files,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.headcode import hash_prefix, head_code
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.signing.signatures import Statement
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import NOT_SIGNED, kept_from_fork, told
from chwapi_console.report.evidence_checks import CHECKS, SIGNED, Check
from chwapi_console.text import Language, Sentence, Value, plural, say, wrapped

PAGE = "READ-ME.txt"
WIDTH = 96


class ExportPurpose(NamedTuple):
    """Who exports, from where, when (UTC) and what for."""

    operator: str
    host: str
    at: datetime
    words: str


class Checked(NamedTuple):
    """What the program found when it exported.

    What does not fit, the hashes of acts that lack their key's signature, for each origin with a
    key its first event and what it signed last, and the origins of which not all signatures were
    checked.
    """

    faults: Sequence[Sentence]
    unsigned: AbstractSet[str]
    proofs: Sequence[tuple[Event, Statement | None]]
    unchecked: Sequence[str] = ()


def evidence_files(
    record: Record,
    view: View,
    plan_digest: str,
    purpose: ExportPurpose,
    checked: Checked,
    t: Language,
) -> dict[str, bytes]:
    """Every file of the archive but the sums, by name."""
    head = record.head()
    code = head_code(head.hash) if head else ""
    checks = [*CHECKS, *([SIGNED] if checked.proofs else [])]
    return {
        **event_files(record.events),
        **kept_files(record.events),
        **plan_files(record.plans),
        **loose_files(record.still_loose),
        **signature_files(checked.proofs),
        FAULTS: _text(map(t, checked.faults)) if checked.faults else b"",
        "about.json": _json(_about(record, view, plan_digest, purpose, checked, code)),
        "state.json": _json(_state(view)),
        "log.txt": _text(_log(record.events, checked.unsigned, t)),
        PAGE: _text(_page(record, view, purpose, code, checks, t)),
    }


def _about(
    record: Record,
    view: View,
    plan_digest: str,
    purpose: ExportPurpose,
    checked: Checked,
    code: str,
) -> dict[str, object]:
    return {
        "program": "chwapi-console",
        "version": __version__,
        "exported_at": iso(purpose.at),
        "operator": purpose.operator,
        "host": purpose.host,
        "purpose": purpose.words,
        "incident": view.plan.incident.name,
        "drill": view.plan.incident.drill,
        "plan": plan_digest,
        "events": len(record.events),
        "head_code": code,
        "unchecked": list(checked.unchecked),
        "origins": {
            origin: {"events": seq, "last_hash": digest}
            for origin, (seq, digest) in sorted(record.tips.items())
        },
    }


def _json(value: object) -> bytes:
    """JSON that people can read.

    Letters as they are, and whatever does not print as JSON's escape for it.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=True)
    return (
        _NOT_PLAIN.sub(lambda sign: sign[0] if sign[0].isprintable() else _escaped(sign[0]), text)
        + "\n"
    ).encode()


def _escaped(sign: str) -> str:
    return "\\u007f" if sign == "\x7f" else json.dumps(sign)[1:-1]


_NOT_PLAIN = re.compile(r"[^\n\x20-\x7e]")


def _text(lines: Iterator[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _state(view: View) -> dict[str, object]:
    servers = {
        name: {
            **state.standing.plain(),
            "state": state.state,
            "conflict": state.conflict,
            "heads": [head.id for head in state.heads],
        }
        for name, state in view.situation.servers.items()
    }
    return {
        "at": iso(view.now),
        "servers": servers,
        "services": {name: state.status for name, state in view.services.items()},
        **({"conditions": conditions} if (conditions := _conditions(view)) else {}),
    }


def _conditions(view: View) -> dict[str, object]:
    """How each condition stands; nothing for a plan that has none."""
    return {
        name: {
            "state": condition.state,
            "who": condition.who,
            "until": iso(condition.until) if condition.until else None,
            "reserve": condition.reserve,
            "conflict": condition.conflict,
        }
        for name, condition in view.conditions.items()
    }


def _log(events: Sequence[Event], unsigned: AbstractSet[str], t: Language) -> Iterator[str]:
    for event in sorted(events, key=lambda event: event.order):
        remarks = [
            event.note,
            kept_from_fork(event) or "",
            NOT_SIGNED if event.hash in unsigned else "",
        ]
        yield t(
            say(
                "{at}  {origin} {seq}  {host}  {what}",
                at=event.at,
                origin=event.origin,
                seq=event.seq,
                host=event.host,
                what=told(event),
            )
        ) + "".join(f" · {t(remark)}" for remark in remarks if remark)


def _page(
    record: Record,
    view: View,
    purpose: ExportPurpose,
    code: str,
    checks: Sequence[Check],
    t: Language,
) -> Iterator[str]:
    yield t(say("The record of {incident}", incident=view.plan.incident.name))
    for paragraph in _beginning(record, view, purpose):
        yield ""
        yield from _paragraph(paragraph, t)
    yield ""
    yield from _paragraph(say("What is here"), t)
    for name, what in _CONTENTS:
        yield f"  {name:14}{t(what)}"
    for paragraph in _HOW_IT_IS_MADE:
        yield ""
        yield from _paragraph(paragraph, t)
    for number, (what, commands) in enumerate(checks, 1):
        yield ""
        yield from _paragraph(say("{number}. {what}", number=number, what=what), t)
        yield from ("    " + line for line in commands.splitlines())
    if code:
        yield ""
        yield from _paragraph(_what_the_code_shows(code, len(checks) + 1), t)
        yield f"    grep ^{hash_prefix(code)} hashes.tmp"


def _beginning(record: Record, view: View, purpose: ExportPurpose) -> Iterator[Sentence]:
    if view.plan.incident.drill:
        yield say("By its plan this is an exercise: nothing of it happened to a hospital.")
    yield say(
        "Exported by {operator} on {host} at {at} for: {purpose}. It holds {events} of "
        "{origins}. That export is itself an event of the record.",
        operator=purpose.operator,
        host=purpose.host,
        at=iso(purpose.at),
        purpose=purpose.words,
        events=plural("{n} event", "{n} events", len(record.events)),
        origins=plural("{n} journal", "{n} journals", len(record.tips)),
    )


_HOW_IT_IS_MADE = (
    say(
        "An event is one line of JSON, the very bytes that were stored when the act was done. "
        '"prev" is the SHA-256 of the '
        'line before it (64 zeros for the first), "saw" the last event that its writer had '
        'read of each other journal, "at" '
        "the clock of the host, UTC. A line that was changed, taken out, moved or put in "
        "between no longer fits the next."
    ),
    say(
        "How to check it: unpack it into an empty folder and type there, in bash, one after "
        "another, what stands below. Where "
        "all is well nothing is said but OK and Good, and bash goes on."
    ),
)
"""What an event is, and how a reader checks it."""


def _what_the_code_shows(code: str, number: int) -> Sentence:
    return say(
        "{number}. Only something kept elsewhere shows whether the end was cut off or the "
        "whole was written anew. The head "
        "code of this export is {code}: it stands for the event whose SHA-256 begins with "
        "{prefix}. Whoever wrote down a "
        "head code earlier can look for its event in hashes.tmp in the same way.",
        number=number,
        code=code,
        prefix=hash_prefix(code),
    )


_CONTENTS: tuple[tuple[str, Sentence], ...] = (
    ("events/", say("the stored events, a file for each journal they were first written to")),
    (
        KEPT,
        say(
            "acts that a fork had said anew, in the bytes they had first; only where there are any"
        ),
    ),
    (LOOSE, say("what others claim to have seen and never came; empty as a rule")),
    (FAULTS, say("what the program found that does not fit; empty where all is sound")),
    ("signatures/", say("keys of journals, and what each signed last; only where there are any")),
    ("plans/", say("each plan by which people acted, named after its SHA-256")),
    ("state.json", say("how every server stood, and the events that say so")),
    ("log.txt", say("the events in words, in the order in which people read them")),
    ("about.json", say("who exported, when and what for; how far each journal goes")),
    (SUMS, say("SHA-256 of every file but itself")),
)


def _paragraph(sentence: Value, t: Language) -> Iterator[str]:
    yield from wrapped(t(sentence), WIDTH)
