"""The chain of custody: what the record has of each item of evidence, for a sheet of its own.

What a sheet has is what forms of investigators ask for (NIST SP 800-86, appendix; ISO/IEC 27037,
6.1): the item and its source, who acquired it, when and how, its SHA-256 then and at each
hand-over, where it lies and under which seal, what was copied or derived of it, and every word that
was put right. See docs/design/runbooks.md, "Evidence first".
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from chwapi_console.journal.kinds.evidence_kinds import HandOverChange, HandOverTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.evidence_items import Item, handed, recorded
from chwapi_console.recovery.state.view.view import View


class HandOver(NamedTuple):
    """One hand-over of an item, and the act that recorded it."""

    terms: HandOverTerms
    event: Event


class CustodySheet(NamedTuple):
    """All that the record has of an item; `others` were made of it, by server and id."""

    item: Item
    recorded: Sequence[Event]
    chain: Sequence[HandOver]
    others: Sequence[Item]

    @property
    def match(self) -> bool | None:
        """Whether every SHA-256 of the item is the same; None where there are not two of them."""
        known = {one for one in self.hashes if one}
        return len(known) == 1 if len([one for one in self.hashes if one]) > 1 else None

    @property
    def hashes(self) -> list[str]:
        """Every SHA-256 that was worked out of it, in their order; empty ones were not."""
        first = [terms.sha256 for terms in self.item.told]
        return [*first, *(h for one in self.chain for h in (one.terms.before, one.terms.after))]


def sheets_of(view: View, items: Iterable[Item]) -> Iterator[CustodySheet]:
    """The sheets of items."""
    situation = view.situation
    made_of: dict[str, list[Item]] = {}
    for of_server in situation.evidence.values():
        for other in of_server.values():
            made_of.setdefault(other.terms.of, []).append(other)
    for server, its in groupby(items, key=lambda item: item.server):
        acts, chains = recorded(situation, server), handed(situation, server)
        for item in its:
            chain = [
                HandOver(terms, event)
                for event in chains.get(item.id, ())
                if (terms := _terms(event)) is not None
            ]
            yield CustodySheet(item, acts.get(item.id, ()), chain, made_of.get(item.id, ()))


def _terms(event: Event) -> HandOverTerms | None:
    payload = event.payload
    return payload.after if isinstance(payload, HandOverChange) else None
