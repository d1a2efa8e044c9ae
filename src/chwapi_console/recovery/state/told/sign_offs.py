"""Sign-offs: a named clinician tried a service that was up and accepted it.

A sign-off holds only while nothing that the service stood on then has been unavailable since: a
need that was lost and regained needs a new one. So an act by which one of those servers or
conditions was lost ends it, or by which a server was added beneath, unless whoever wrote the sign-off
knew that act. And it holds only while what the service stood on then is all that it needs: one that
the plan has named since wants a new one too (`footing`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs
from chwapi_console.journal.kinds.service_kinds import SignOffChange, SignOffTerms, sign_off_key
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.footing import Footing
from chwapi_console.recovery.state.told.server_history import Past

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan


class SignOff(NamedTuple):
    """Who accepted a service, after trying what, and the act; the moment is the host's clock, UTC.

    `ended_by` is the first act by which something that it stood on was lost, None while there is
    none; `unknown` are the needs that the plan in force has beneath the service and that it was
    given without.
    """

    service: str
    terms: SignOffTerms
    event: Event
    ended_by: Event | None = None
    unknown: Needs = ()

    @property
    def stands(self) -> bool:
        """Whether nothing that it stood on was lost, and it stood on all that the service needs."""
        return self.ended_by is None and not self.unknown

    @property
    def by(self) -> str:
        """The clinician."""
        return self.terms.by

    @property
    def tried(self) -> str:
        """What they tried."""
        return self.terms.tried

    @property
    def without(self) -> frozenset[str]:
        """The wishes of the service that did not work then."""
        return frozenset(self.terms.without)

    @property
    def suspect(self) -> frozenset[str]:
        """The servers it stood on that were suspect then, and known to be."""
        return frozenset(self.terms.suspect)

    @property
    def reserve(self) -> str:
        """With which reserve they accepted it; empty for none."""
        return self.terms.reserve

    @property
    def until(self) -> datetime | None:
        """When a reserve ends, and the sign-off with it (UTC)."""
        return datetime.fromisoformat(self.terms.until) if self.terms.until else None

    def is_over(self, now: datetime) -> bool:
        """Whether the time of its reserve is over."""
        return self.terms.until != "" and datetime.fromisoformat(self.terms.until) <= now

    @property
    def at(self) -> datetime:
        """When it was written."""
        return self.event.moment


def stood_on(graph: Graph, working: Iterable[str], service: str) -> list[str]:
    """The nodes beneath a service that work, by id.

    What a sign-off vouches for, all of an any-of that works.
    """
    works, found, left = set(working), set[str](), [service]
    while left:
        beneath = {
            member for group in graph.needs[left.pop()] for member in group if member in works
        } - found
        found |= beneath
        left += beneath
    return sorted(found)


def vouched_for(plan: "Plan", graph: Graph, working: Iterable[str], node: str) -> list[str]:
    """The servers and conditions beneath a service or condition that work, by id."""
    return [
        beneath
        for beneath in stood_on(graph, working, node)
        if beneath in plan.servers or beneath in plan.conditions
    ]


def sign_offs(
    record: Record,
    services: Iterable[str],
    pasts: Mapping[str, Past],
    footing: Footing,
) -> dict[str, SignOff]:
    """The latest sign-off of each service that nobody took back, by service.

    One that holds, where there is one.
    """
    latest: dict[str, SignOff] = {}
    for service in services:
        heads = record.heads.of(sign_off_key(service))
        if heads and (given := signed_off(service, heads, footing, pasts[service])) is not None:
            latest[service] = given
    return latest


def signed_off(
    service: str, heads: Iterable[Event], footing: Footing, past: Past
) -> SignOff | None:
    """The latest of some sign-offs of a service: one that holds, where there is one."""
    given = [
        _told(service, head, terms, footing, past)
        for head in heads
        if (terms := given_after(head)) is not None
    ]
    return max(
        given,
        key=lambda sign_off: (sign_off.stands, sign_off.event.order),
        default=None,
    )


def _told(service: str, head: Event, terms: SignOffTerms, footing: Footing, past: Past) -> SignOff:
    """A sign-off, and what ended it.

    Of one that an undo put back, what the act did not know of that gave it: to put it back is no
    new look.
    """
    acts = [act for act in past.acts_behind(head) if given_after(act) == terms] or [head]
    return SignOff(
        service,
        terms,
        head,
        footing.ended_by(past, acts, service, terms),
        footing.unknown_needs(service, terms.servers),
    )


def given_after(event: Event) -> SignOffTerms | None:
    """The sign-off of a service after an act; None where there is none."""
    payload = event.payload
    return payload.after if isinstance(payload, SignOffChange) else None
