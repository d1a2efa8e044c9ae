"""Items of evidence: what is recorded of each, and its way from hand to hand.

A fold over a set of events. Where people who did not see each other recorded different things under
one id, all of it is kept and shown: evidence is never lost to a later word.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.evidence_kinds import (
    EvidenceChange,
    EvidenceHanded,
    EvidenceTaken,
    EvidenceTerms,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import Heads
from chwapi_console.named_tuples import NamedTuple

if TYPE_CHECKING:
    from chwapi_console.recovery.state.told.situation import Situation

WANTED_OF_AN_IMAGE = ("sha256", "by", "tool", "place", "protected")
"""What must be told of an image before anything is changed on its server."""


class Item(NamedTuple):
    """An item of evidence: `terms` as the act tells it that people read last.

    `heads` are all that stand.
    """

    server: str
    id: str
    terms: EvidenceTerms
    heads: tuple[Event, ...]

    @property
    def told(self) -> list[EvidenceTerms]:
        """All that stands; more than one where people did not see each other."""
        told: list[EvidenceTerms] = []
        for terms in _terms_of(self.heads):
            if terms not in told:
                told.append(terms)
        return told

    @property
    def lacks(self) -> list[str]:
        """What is not told of it that must be told of an image (`WANTED_OF_AN_IMAGE`)."""
        return [name for name in WANTED_OF_AN_IMAGE if not getattr(self.terms, name)]


def evidence_items(heads: Heads) -> Mapping[str, Mapping[str, Item]]:
    """The items that the heads of a record tell of, by server and id.

    A server of which all were taken back has none.
    """
    items: dict[str, dict[str, Item]] = defaultdict(dict)
    for key in heads:
        if not key.startswith("evidence "):
            continue
        head = heads.of(key)[0]
        payload, of_server = head.payload, items[head.subject]
        assert isinstance(payload, EvidenceChange), key
        if told := list(_terms_of(heads.of(key))):
            of_server[payload.item] = Item(head.subject, payload.item, told[-1], heads.of(key))
    return dict(items) if items else MappingProxyType({})


def _terms_of(heads: Sequence[Event]) -> Iterator[EvidenceTerms]:
    for head in heads:
        payload = head.payload
        if isinstance(payload, EvidenceChange) and payload.after is not None:
            yield payload.after


def recorded(situation: "Situation", server: str) -> Mapping[str, Sequence[Event]]:
    """The acts that record items of a server or tell more of them, by the item's id.

    Those that were not undone, in reading order.
    """
    found: dict[str, list[Event]] = {}
    for event in situation.history.get(server, ()):
        if isinstance(event.payload, EvidenceTaken) and event.hash not in situation.undone:
            found.setdefault(event.payload.item, []).append(event)
    return found


def handed(situation: "Situation", server: str) -> Mapping[str, Sequence[Event]]:
    """The hand-overs of items of a server that were not undone, by the item's id.

    In reading order.
    """
    found: dict[str, list[Event]] = {}
    for event in situation.history.get(server, ()):
        if (
            isinstance(event.payload, EvidenceHanded)
            and event.payload.after is not None
            and event.hash not in situation.undone
        ):
            found.setdefault(event.payload.item, []).append(event)
    return found
