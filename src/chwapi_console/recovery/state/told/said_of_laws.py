"""What people said of what laws ask: since when somebody is aware, and what was notified.

A fold over a set of events: any two journals with the same events say the same.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chwapi_console.journal.kinds.legal_kinds import (
    AWARE_OF,
    NOTIFIED_OF,
    AwarenessChange,
    AwarenessTerms,
    NotificationChange,
    NotificationTerms,
)
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.server_history import Pasts

Terms = AwarenessTerms | NotificationTerms


class SaidOnce(NamedTuple):
    """Something that is said, and the act that said it first.

    An undo that puts it back says nothing of its own.
    """

    terms: Terms
    event: Event


class Awareness(NamedTuple):
    """Since when who is aware, by which act."""

    terms: AwarenessTerms
    event: Event

    @property
    def at(self) -> datetime:
        """Since when (UTC)."""
        return datetime.fromisoformat(self.terms.at)


class Notification(NamedTuple):
    """Under which number something was notified, by which act."""

    terms: NotificationTerms
    event: Event


class SaidOfLaw(NamedTuple):
    """What the acts that stand say of one law or duty, in reading order.

    Whether one of them says that there is nothing (`denied`), which those of the others did not
    know.
    """

    by: tuple[SaidOnce, ...]
    denied: bool = False

    @property
    def in_conflict(self) -> bool:
        """Whether people who did not see each other say different things."""
        return bool(self.by) and (
            self.denied or any(one.terms != self.by[0].terms for one in self.by)
        )


class SaidOfLaws(NamedTuple):
    """What is said of the awareness of each law, and of the notification of each duty, by id."""

    aware: Mapping[str, SaidOfLaw] = MappingProxyType({})
    notified: Mapping[str, SaidOfLaw] = MappingProxyType({})

    def aware_since(self, law: str) -> Awareness | None:
        """Since when somebody is aware, as a law counts it.

        Of several moments the earliest, by which its deadlines come first. None where nobody says.
        """
        said = [
            Awareness(one.terms, one.event)
            for one in (self.aware[law].by if law in self.aware else ())
            if isinstance(one.terms, AwarenessTerms)
        ]
        return min(said, key=lambda one: (one.at, one.event.order), default=None)

    def notification(self, duty: str) -> Notification | None:
        """What was notified of a duty; None where nothing was, and where somebody says so."""
        said = self.notified.get(duty)
        if said is None or said.denied:
            return None
        return next(
            (
                Notification(one.terms, one.event)
                for one in said.by
                if isinstance(one.terms, NotificationTerms)
            ),
            None,
        )


def said_of_laws(heads: Heads, pasts: Pasts) -> SaidOfLaws:
    """What the heads of a record say."""
    aware, notified = dict[str, SaidOfLaw](), dict[str, SaidOfLaw]()
    for key in heads:
        for begins, of in ((AWARE_OF, aware), (NOTIFIED_OF, notified)):
            if key.startswith(begins):
                of[key.removeprefix(begins)] = _said(heads.of(key), pasts)
    return SaidOfLaws(aware, notified) if aware or notified else SaidOfLaws()


def _said(heads: tuple[Event, ...], pasts: Pasts) -> SaidOfLaw:
    said, denied = [], False
    for head in heads:
        if (terms := _terms(head)) is None:
            denied = True
        else:
            behind = pasts[THE_RECORD].acts_behind(head)
            acts = [act for act in behind if _terms(act) == terms]
            said.append(SaidOnce(terms, min(acts, key=lambda act: act.order, default=head)))
    return SaidOfLaw(tuple(said), denied)


def _terms(event: Event) -> Terms | None:
    """What stands after an act.

    Who says that they became aware in days to come says nothing: what stood before counts.
    """
    payload = event.payload
    if isinstance(payload, AwarenessChange):
        return payload.before if event.tells_what_is_to_come else payload.after
    return payload.after if isinstance(payload, NotificationChange) else None
