"""From drafts to events.

What every store does alike between looking at what it holds and making it durable.
"""

import os
from collections.abc import Mapping, Sequence

from chwapi_console.clock import iso
from chwapi_console.errors import RequestError, StaleView
from chwapi_console.journal.kinds.parts import NO_COUNT
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import GENESIS, Draft, Event, sealed
from chwapi_console.journal.record.heads import MOST_TOLD
from chwapi_console.journal.record.record import Record
from chwapi_console.letters import with_letters
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import beginning, say, some


class Actor(NamedTuple):
    """Who writes, from where: an operator's name and a host's."""

    operator: str
    host: str


def this_machine() -> Actor:
    """Who writes where nobody in particular does."""
    return Actor("", with_letters(os.uname().nodename))


def not_written_yet(record: Record, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that the record does not have: repeating an act is a no-op."""
    return [draft for draft in drafts if record.written(draft) is None]


def as_events(record: Record, drafts: Sequence[Draft]) -> list[Event]:
    """The events that drafts became."""
    return [event for draft in drafts if (event := record.written(draft)) is not None]


def refuse_what_was_not_shown(record: Record, shown: Mapping[str, frozenset[str]]) -> None:
    """StaleView when the record has heads that the actor was not shown (each by its hash).

    It names the later acts and who did them.
    """
    for key, hashes in shown.items():
        if unseen := [head for head in record.heads.of(key) if head.hash not in hashes]:
            raise StaleView(
                say(
                    "{subject}: {acts} came in between. Look again, then decide.",
                    subject=key,
                    acts=some(
                        [
                            say(
                                "{operator} ({kind}, {time} UTC)",
                                operator=beginning(e.operator),
                                time=iso(e.moment)[11:16],
                                kind=e.after.state if e.after else e.kind,
                            )
                            for e in unseen
                        ],
                        MOST_TOLD,
                    ),
                ),
                [e.hash for e in unseen],
            )


def following(
    record: Record, origin: str, drafts: Sequence[Draft], actor: Actor, at: str
) -> list[Event]:
    """The drafts as events of an origin, each with its place after all that the record holds.

    The record does not take them yet. `at` is ISO 8601 UTC.
    """
    seq, prev = record.tips.get(origin, (0, GENESIS))
    saw = record.seen_from(origin)
    events: list[Event] = []
    for lamport, draft in enumerate(drafts, record.lamport + 1):
        seq += 1
        events.append(
            _kept(
                Event(
                    draft.id,
                    origin,
                    seq,
                    prev,
                    saw,
                    lamport,
                    at,
                    draft.operator or actor.operator,
                    actor.host,
                    draft.subject,
                    draft.kind,
                    draft.data,
                )
            )
        )
        prev = events[-1].hash
    return events


def _kept(event: Event) -> Event:
    """The event with its bytes.

    RequestError where they would not be read back as one: an act that is acknowledged is there.
    """
    if event.lamport >= NO_COUNT:
        raise RequestError(
            say(
                "The clock of this record is used up: an event in it says that it is the last that "
                "can be counted. Nothing was written. Begin a new journal: export plan, then act "
                "with --journal."
            )
        )
    made = sealed(event)
    try:
        unsealed(made.body)
    except ValueError as error:
        if _would_fit_alone(event):
            raise RequestError(
                say(
                    "This record has {n} origins, and an act that names the last event of each is larger "
                    "than a journal takes. Nothing was written. Somebody wrote under its names in turn: "
                    "change the hub's password, export plan, and act with --journal on a new one.",
                    n=len(event.saw) + 1,
                )
            ) from error
        raise RequestError(
            say(
                "That cannot be kept as it is: a time, a name or a text in it goes beyond what a "
                "journal takes. Nothing was written."
            )
        ) from error
    return made


def _would_fit_alone(event: Event) -> bool:
    """Whether it is what others wrote that makes it too large."""
    try:
        unsealed(sealed(event._replace(saw={})).body)
    except ValueError:
        return False
    return True
