"""What must be said with an act: why, for whom, with what."""

from chwapi_console.journal.kinds.server_kinds import MOST_AWAITED
from chwapi_console.people import same_person, why_nobody
from chwapi_console.recovery.rules.cases import (
    ACCEPT,
    MARK,
    NOTE,
    PIN,
    SETTLE,
    TAKE,
    NoteCase,
    PinCase,
    ServerCase,
    SignOffCase,
)
from chwapi_console.recovery.rules.rule import REFUSES, WANTS, Rule
from chwapi_console.text import Sentence, say


def _no_reason_of_a_block(case: ServerCase) -> Sentence | None:
    if case.after.work != "blocked" or case.remarks.reason.strip():
        return None
    return say("Say why it is blocked, with --reason.")


def _no_reason(case: ServerCase | PinCase) -> Sentence | None:
    return None if case.remarks.reason.strip() else say("Say why, with --reason.")


def _replaced_though_not_retired(case: ServerCase) -> Sentence | None:
    if not case.remarks.replacement or case.after.work == "retired":
        return None
    return say("A replacement goes with the state retired only.")


def _ends_though_not_blocked(case: ServerCase) -> Sentence | None:
    if case.after.work == "blocked":
        return None
    if case.remarks.awaits:
        return say("What is waited for (--awaits) goes with the state blocked only.")
    if case.remarks.until:
        return say("An end (--until) goes with the state blocked only.")
    return None


def _awaits_too_much(case: ServerCase) -> Sentence | None:
    if len(case.remarks.awaits) > MOST_AWAITED:
        return say("What it waits for is told in {n} letters or fewer.", n=MOST_AWAITED)
    if case.remarks.awaits == case.subject:
        return say("{server} cannot wait for itself.", server=case.subject)
    return None


def _for_nobody(case: ServerCase) -> Sentence | None:
    holder = case.after.holder
    return None if same_person(holder, case.actor) else why_nobody(holder)


def _untold_sign_off(case: SignOffCase) -> Sentence | None:
    if case.by.strip() and case.tried.strip():
        return None
    return say("Say who signs it off, with --by, and what they tried, with --tried.")


def _empty_note(case: NoteCase) -> Sentence | None:
    return None if case.text.strip() else say("The note is empty.")


BLOCKED_WITH_A_REASON = Rule(
    "reason.blocked",
    WANTS,
    ServerCase,
    (MARK,),
    says=say("What is blocked is blocked for a reason."),
    met_by=say("Say what it waits for."),
    broken=_no_reason_of_a_block,
    of_words=True,
)
SETTLED_WITH_A_REASON = Rule(
    "reason.settle",
    WANTS,
    ServerCase,
    (SETTLE,),
    says=say("Whoever ends a conflict says why it is so."),
    met_by=say("Say what shows how the server stands."),
    broken=_no_reason,
    of_words=True,
)
PINNED_WITH_A_REASON = Rule(
    "reason.pin",
    WANTS,
    PinCase,
    (PIN,),
    says=say("Whoever puts something first says why."),
    met_by=say("Say what cannot wait."),
    broken=_no_reason,
)
REPLACED_WHEN_RETIRED = Rule(
    "replacement.retired",
    WANTS,
    ServerCase,
    (MARK, SETTLE),
    says=say("Only what is retired is replaced."),
    met_by=say("Mark it retired, or name no replacement."),
    broken=_replaced_though_not_retired,
)
ENDS_WHEN_BLOCKED = Rule(
    "end.blocked",
    WANTS,
    ServerCase,
    (MARK, SETTLE),
    says=say("Only what is blocked is given a time at which it is expected to go on."),
    met_by=say("Mark it blocked, or give no end."),
    broken=_ends_though_not_blocked,
)
AWAITS_ANOTHER = Rule(
    "awaited.other",
    WANTS,
    ServerCase,
    (MARK, SETTLE),
    says=say("What a blocked server waits for is another thing, told in a line."),
    met_by=say("Name what it waits for: a server, a condition, or in words."),
    broken=_awaits_too_much,
)
TAKEN_FOR_SOMEBODY = Rule(
    "holder.person",
    REFUSES,
    ServerCase,
    (TAKE,),
    says=say("Who is to have a server in hand is a person: no shared account, no single letter."),
    met_by=say("Name a person."),
    broken=_for_nobody,
)
SIGNED_AND_TRIED = Rule(
    "sign-off.told",
    WANTS,
    SignOffCase,
    (ACCEPT,),
    says=say("A sign-off says which clinician gives it, and what they tried."),
    met_by=say("Say both."),
    broken=_untold_sign_off,
)
NOTE_WITH_A_TEXT = Rule(
    "note.text",
    WANTS,
    NoteCase,
    (NOTE,),
    says=say("A note says something."),
    met_by=say("Write what the next one should know."),
    broken=_empty_note,
)
RULES = (
    BLOCKED_WITH_A_REASON,
    SETTLED_WITH_A_REASON,
    PINNED_WITH_A_REASON,
    REPLACED_WHEN_RETIRED,
    ENDS_WHEN_BLOCKED,
    AWAITS_ANOTHER,
    TAKEN_FOR_SOMEBODY,
    SIGNED_AND_TRIED,
    NOTE_WITH_A_TEXT,
)
