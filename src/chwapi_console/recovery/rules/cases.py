"""What rules are asked about: one thing that an act is about to change, as its actor sees it.

Each class is for one kind of thing, and has all that a rule may look at: the view that was shown,
the act by the name of its verb, what stands before and what would stand after it, who acts, and
what they said with it. Rules look at nothing else, so a rule holds alike for every way in.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, get_args

from chwapi_console.clock import iso
from chwapi_console.inventory.file.incident_in_text import WhichIncident
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.kinds.evidence_kinds import EvidenceTerms, HandOverTerms
from chwapi_console.journal.kinds.legal_kinds import AwarenessTerms, NotificationTerms
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.point_kinds import PointTerms
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.kinds.service_kinds import ConditionTerms, PinTerms
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.kinds.telling_kinds import HandoverTerms, PromiseTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.told.situation import ServerState
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.open_work import OpenWork

ActName = Literal[
    "mark",
    "take",
    "drop",
    "settle",
    "triage",
    "step",
    "accept",
    "condition",
    "pin",
    "price",
    "unpin",
    "note",
    "undo",
    "sign",
    "export",
    "restore-point",
    "compromised-since",
    "indicators",
    "evidence",
    "hand-over",
    "add",
    "close",
    "reopen",
    "aware",
    "notified",
    "promise",
    "handover",
    "every act",
]
"""An act by the name of its verb. `price` is what a pin would cost: asked about as the pin would
be, and nothing is written."""
MARK: Final = "mark"
TAKE: Final = "take"
DROP: Final = "drop"
SETTLE: Final = "settle"
TRIAGE: Final = "triage"
STEP: Final = "step"
ACCEPT: Final = "accept"
CONDITION: Final = "condition"
PIN: Final = "pin"
PRICE: Final = "price"
UNPIN: Final = "unpin"
NOTE: Final = "note"
UNDO: Final = "undo"
SIGN: Final = "sign"
EXPORT: Final = "export"
RESTORE_POINT: Final = "restore-point"
COMPROMISED_SINCE: Final = "compromised-since"
INDICATORS: Final = "indicators"
EVIDENCE: Final = "evidence"
HAND_OVER: Final = "hand-over"
ADD: Final = "add"
CLOSE: Final = "close"
REOPEN: Final = "reopen"
AWARE: Final = "aware"
NOTIFIED: Final = "notified"
PROMISE: Final = "promise"
HANDOVER: Final = "handover"
EVERY_ACT: Final = "every act"

ON_THE_RECOVERY: tuple[ActName, ...] = (
    *(MARK, TAKE, DROP, SETTLE, TRIAGE, STEP),
    *(ACCEPT, CONDITION, PIN, UNPIN, ADD, UNDO),
)
"""Acts that do something to the recovery, rather than to its end or to what is known of it."""
OF_PEOPLE: tuple[ActName, ...] = tuple(
    act for act in get_args(ActName) if act not in (PRICE, SIGN, EXPORT, EVERY_ACT)
)
"""Acts by which people change the recovery or what is known of it: who looks at a price, signs or
carries out what is there already does nothing to it."""

NOBODY: Mapping[str, str] = MappingProxyType({})


class ActorCase(NamedTuple):
    """Whoever is about to do an act of any kind, or to sign or export the record."""

    actor: str
    act: ActName = EVERY_ACT
    subject: str = ""
    remarks: Remarks = NO_REMARKS


class RecordCase(NamedTuple):
    """A record into which acts by a plan are written for the first time, by this journal.

    `incident` is the plan's; `known` those that plans of the record are of; `latest` when the latest
    act in it was done, None where there is none.
    """

    actor: str
    incident: Incident
    known: Collection[WhichIncident]
    latest: datetime | None
    act: ActName = EVERY_ACT
    subject: str = ""
    remarks: Remarks = NO_REMARKS


class ServerCase(NamedTuple):
    """A server that is about to stand otherwise.

    By `mark`, `take`, `drop`, `settle`, `triage`, or by an `undo` of one of these. `servers` are
    all of the act, `open_work` what is open on them, where the act calls them usable; `replacing`
    has who is replaced by whom in the act, `points` from which restore point an undo says again
    that each was restored; `anew` those that an undo says again to stand so while more is open on
    them than when an act said it, or which said nothing of that; `taken_back` has the hashes of the
    acts that an undo takes back. What is to be done `by_key` is asked about on a screen: there is
    little room, and keys slip. `handing_over` where it goes with the shift to who takes that over.
    """

    view: View
    act: ActName
    subject: str
    after: Standing
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    servers: Sequence[str] = ()
    open_work: Sequence[OpenWork] = ()
    replacing: Mapping[str, str] = NOBODY
    points: Mapping[str, str] = NOBODY
    anew: Sequence[str] = ()
    taken_back: Collection[str] = ()
    by_key: bool = False
    handing_over: bool = False

    @property
    def shown(self) -> ServerState:
        """How the server stands, with the acts that say so."""
        return self.view.situation.servers[self.subject]

    @property
    def before(self) -> Standing:
        """How the server stands; of a conflict the most cautious."""
        return self.shown.standing


class StepCase(NamedTuple):
    """A step that is about to be ticked, skipped or called failed (`after`), and its result."""

    view: View
    act: ActName
    subject: str
    step: str
    after: str
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    result: str = ""


class SignOffCase(NamedTuple):
    """A service that a clinician (`by`) is about to sign off.

    They `tried` something; with a `reserve` it holds `until` a time.
    """

    view: View
    act: ActName
    subject: str
    by: str
    tried: str
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    reserve: str = ""
    until: datetime | None = None


class ConditionCase(NamedTuple):
    """A condition that is about to stand otherwise: how (`after`), and `until` when.

    `conditions` are all of the act.
    """

    view: View
    act: ActName
    subject: str
    after: ConditionTerms
    until: datetime | None = None
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    conditions: Sequence[str] = ()


class PinCase(NamedTuple):
    """A pin that is about to be made, put back or taken away.

    What `subject` is put `before` (empty: before all) and until when.
    """

    view: View
    act: ActName
    subject: str
    before: str = ""
    until: datetime | None = None
    actor: str = ""
    remarks: Remarks = NO_REMARKS

    @classmethod
    def of(cls, view: View, act: ActName, subject: str, pin: PinTerms, actor: str) -> "PinCase":
        """About a pin that an event says."""
        until = datetime.fromisoformat(pin.until) if pin.until else None
        return cls(view, act, subject, pin.before, until, actor, Remarks(reason=pin.reason))

    @property
    def pin(self) -> PinTerms:
        """The pin, as an event says it."""
        until = iso(self.until) if self.until else ""
        return PinTerms(self.remarks.reason, until, self.before)


class NoteCase(NamedTuple):
    """A note that is about to be added to a server or service."""

    view: View
    act: ActName
    subject: str
    text: str
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class UndoCase(NamedTuple):
    """An event that is about to be taken back: its `target`.

    The `heads` of what it changed, which are the acts that stand; those `later` than it among them;
    `targets` are all that the act takes back.
    """

    view: View
    act: ActName
    subject: str
    target: Event | None = None
    heads: Sequence[Event] = ()
    later: Sequence[Event] = ()
    targets: Sequence[Event] = ()
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class PointCase(NamedTuple):
    """A restore point of a server of which something is about to be told.

    `terms` as they will stand; `undated` where it is new and nobody says when it was taken.
    """

    view: View
    act: ActName
    subject: str
    point: str
    terms: PointTerms
    undated: bool = False
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class SinceCase(NamedTuple):
    """The moment (`at`) since when servers are about to count as compromised.

    Every server where none is named; None where nobody would say any more.
    """

    view: View
    act: ActName
    subject: str
    at: datetime | None
    servers: Sequence[str] = ()
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class IndicatorsCase(NamedTuple):
    """A set of indicators that is about to be the newest, by its `name`."""

    view: View
    act: ActName
    subject: str
    name: str
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class EvidenceCase(NamedTuple):
    """An `item` of evidence of a server that is about to be recorded, as `terms` say."""

    view: View
    act: ActName
    subject: str
    item: str
    terms: EvidenceTerms
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class HandOverCase(NamedTuple):
    """An `item` of evidence of a server that is about to go from hand to hand, as `terms` say."""

    view: View
    act: ActName
    subject: str
    item: str
    terms: HandOverTerms
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class FoundCase(NamedTuple):
    """A server that is about to be added to the plan by the record."""

    view: View
    act: ActName
    subject: str
    found: FoundServer
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class EndCase(NamedTuple):
    """The recovery that is about to be ended, or opened again.

    Of what does not hold yet (by id) the `exceptions` say why it is ended all the same.
    """

    view: View
    act: ActName
    exceptions: Mapping[str, str] = NOBODY
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    subject: str = THE_RECORD


class AwareCase(NamedTuple):
    """Since when somebody is about to count as aware, as a `law` counts it.

    `after` is None where nobody would say any more.
    """

    view: View
    act: ActName
    law: str
    after: AwarenessTerms | None
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    subject: str = THE_RECORD


class NotifiedCase(NamedTuple):
    """A `duty` that is about to count as notified, under which number (`after`)."""

    view: View
    act: ActName
    duty: str
    after: NotificationTerms | None
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    subject: str = THE_RECORD


class PromiseCase(NamedTuple):
    """A promise about something, by its id, and as it is about to stand (`after`)."""

    view: View
    act: ActName
    subject: str
    promise: str
    after: PromiseTerms
    actor: str = ""
    remarks: Remarks = NO_REMARKS


class HandoverCase(NamedTuple):
    """A shift that is about to be taken over: by whom, and which servers with it (`after`)."""

    view: View
    act: ActName
    after: HandoverTerms
    actor: str = ""
    remarks: Remarks = NO_REMARKS
    subject: str = THE_RECORD


ViewedCase = (
    ServerCase
    | StepCase
    | SignOffCase
    | ConditionCase
    | PinCase
    | NoteCase
    | UndoCase
    | FoundCase
    | PointCase
    | SinceCase
    | IndicatorsCase
    | EvidenceCase
    | HandOverCase
    | EndCase
    | AwareCase
    | NotifiedCase
    | PromiseCase
    | HandoverCase
)
"""One thing that is done by what its actor was shown."""

Case = ActorCase | RecordCase | ViewedCase
"""One thing of any kind. All have `act`, `subject`, which is what the act is done to, the `actor` and
their `remarks`."""
