"""Whether somebody who signed goes on without the key: nobody would notice."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.signing.signatures import birth_key, is_keyed
from chwapi_console.journal.signing.signing_key import key_path, own_key, why_unusable
from chwapi_console.people import same_person
from chwapi_console.text import Sentence, say


def why_not_signed(
    record: Record, own_origins: AbstractSet[str], new: Sequence[Event], operator: str
) -> Sentence | None:
    """Why the acts that this login wrote now bear no signature; None where they do, or need none."""
    if is_keyed(new[0].origin):
        return None
    if (why := why_unusable()) is not None:
        return why
    if not _was_signing(record, own_origins, new[0], operator):
        return None
    return why_gone(record, own_origins, operator)


def _was_signing(
    record: Record, own_origins: AbstractSet[str], first: Event, operator: str
) -> bool:
    """Whether what somebody of this name wrote last in this file, before an event, has a key."""
    if not any(map(is_keyed, own_origins)):
        return False
    before = record.events[: record.events.index(first)]
    last = next(
        (
            event
            for event in reversed(before)
            if event.origin in own_origins and same_person(event.operator, operator)
        ),
        None,
    )
    return last is not None and is_keyed(last.origin)


def why_gone(record: Record, own_origins: Iterable[str], operator: str) -> Sentence | None:
    """That somebody signed in this file by a key that is not here any more; None where it is."""
    lost = signed_before(record, own_origins, operator)
    path = key_path()
    if not lost or own_key() or path is None:
        return None
    return say(
        "{operator} signed here as {origin}, and that key is not in {path} any more. If another login "
        "has it, act as that; put it back, or make another: chwapi-console sign",
        operator=operator,
        origin=lost[-1],
        path=str(path),
    )


def signed_before(record: Record, own_origins: Iterable[str], operator: str) -> list[str]:
    """The origins of this file that somebody of this name began with a key, in their order."""
    births = (record.at.get((origin, 1)) for origin in own_origins if is_keyed(origin))
    began = [
        birth
        for birth in births
        if birth is not None and birth_key(birth) and same_person(birth.operator, operator)
    ]
    return [birth.origin for birth in sorted(began, key=lambda birth: birth.order)]
