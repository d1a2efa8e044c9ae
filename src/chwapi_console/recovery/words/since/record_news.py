"""Events of the record itself in words, and acts of kinds that only a later program knows."""

from chwapi_console.journal.kinds.record_kinds import (
    CameLoose,
    Exported,
    KeyMade,
    PlanSeen,
    Signed,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.text import Sentence, plural, say


def of_record(event: Event) -> Sentence:
    """What was done to the record as a whole."""
    match event.payload:
        case Exported(purpose=purpose):
            return say("the record was exported ({purpose})", purpose=purpose)
        case PlanSeen(digest=digest):
            return say("a plan was taken up ({digest})", digest=digest[:12])
        case CameLoose(claims=(), came=came):
            return plural(
                "{n} event came that others had seen before",
                "{n} events came that others had seen before",
                came,
            )
        case CameLoose(claims=claims):
            return plural(
                "{n} claim to have seen what is not here came with a sync",
                "{n} claims to have seen what is not here came with a sync",
                len(claims),
            )
        case KeyMade():
            return say("acts of {origin} are signed from here on", origin=event.origin)
        case Signed(seq=seq):
            return say(
                "signed up to event {seq} of {origin}",
                seq="" if seq is None else str(seq),
                origin=event.origin,
            )
    return of_unknown(event)


def of_unknown(event: Event) -> Sentence:
    """An act of a kind that only a later program knows."""
    return say("{subject}: {kind}", kind=event.kind, subject=event.subject)
