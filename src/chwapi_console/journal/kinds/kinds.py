"""The kinds of events, one class for each.

What `data` holds of it, what it is about, the key of its heads, and what takes it back.

What several kinds say alike is a *form*: a `NamedTuple` of the parts. `read` makes it of an event's
`data` and looks at every part that the program itself relies on; `data` writes the same again. A
*kind* is a form with a word. Parts that any kind may have (`act`, `note`, `done_at`, `target`,
`keeps`) are the event's, see `events`.

Nothing that a journal holds is ever written otherwise than it was: a form may come to have more
parts, each left out where there is nothing to say. What a kind of a later program says is nobody's
to know: such an event is kept, shown by its word, and changes no state.
"""

from collections.abc import Mapping

from chwapi_console.journal.kinds.evidence_kinds import (
    EvidenceHanded,
    EvidenceTaken,
    EvidenceUndone,
    HandOverUndone,
)
from chwapi_console.journal.kinds.legal_kinds import Aware, AwareUndone, Notified, NotifiedUndone
from chwapi_console.journal.kinds.payload import Payload
from chwapi_console.journal.kinds.point_kinds import (
    CompromisedSince,
    CompromisedSinceUndone,
    IndicatorsKnown,
    IndicatorsUndone,
    PointTold,
    PointUndone,
)
from chwapi_console.journal.kinds.record_kinds import (
    CameLoose,
    Closed,
    EndUndone,
    Exported,
    KeyMade,
    Noted,
    NoteUndone,
    PlanSeen,
    Reopened,
    Signed,
)
from chwapi_console.journal.kinds.server_kinds import (
    Added,
    AddedUndone,
    Dropped,
    Marked,
    Settled,
    StepActed,
    StepDone,
    StepFailed,
    StepSkipped,
    StepUndone,
    Taken,
    Undone,
)
from chwapi_console.journal.kinds.service_kinds import (
    Accepted,
    AcceptedUndone,
    ConditionSaid,
    ConditionUndone,
    Pinned,
    PinUndone,
    Unpinned,
)
from chwapi_console.journal.kinds.telling_kinds import (
    HandoverAccepted,
    HandoverUndone,
    Promised,
    PromiseUndone,
)


class Unknown(Payload):
    """A kind that this program does not know."""

    __slots__ = ()


KINDS: Mapping[str, type[Payload]] = {
    made.kind: made
    for made in (
        Marked,
        Taken,
        Dropped,
        Settled,
        Undone,
        StepDone,
        StepSkipped,
        StepFailed,
        StepUndone,
        Pinned,
        Unpinned,
        PinUndone,
        Accepted,
        AcceptedUndone,
        ConditionSaid,
        ConditionUndone,
        Noted,
        NoteUndone,
        PointTold,
        PointUndone,
        CompromisedSince,
        CompromisedSinceUndone,
        IndicatorsKnown,
        IndicatorsUndone,
        EvidenceTaken,
        EvidenceUndone,
        EvidenceHanded,
        HandOverUndone,
        Added,
        AddedUndone,
        Closed,
        Reopened,
        EndUndone,
        Aware,
        AwareUndone,
        Notified,
        NotifiedUndone,
        Promised,
        PromiseUndone,
        HandoverAccepted,
        HandoverUndone,
        PlanSeen,
        KeyMade,
        Signed,
        CameLoose,
        Exported,
    )
}
"""Every kind that this program writes, by its word."""


def taken_back(payload: Payload) -> Payload:
    """What takes an act back, of a kind that says what stood before and after.

    The two exchanged, and in them whatever a later program wrote. KeyError where nothing takes it
    back.
    """
    written = payload.data()
    named = {name: written[name] for name in payload.named_by if name in written}
    exchanged = {**named, "before": written["after"], "after": written["before"]}
    return KINDS[payload.undone_by].read(exchanged)


UNDO_KINDS = frozenset(word for word, made in KINDS.items() if made.takes_back)
"""The words of those that take another act back."""


def kind_of(word: str) -> type[Payload]:
    """The kind of a word.

    An act on a step of a kind that only a later program knows counts as one on a step all the same.
    """
    return KINDS.get(word) or (StepActed if word.startswith("step.") else Unknown)
