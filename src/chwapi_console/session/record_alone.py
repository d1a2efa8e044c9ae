"""The record of a journal without a session.

To read what is in it where its plan is not there, or is the very thing that is looked for.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from chwapi_console.errors import RequestError
from chwapi_console.journal.opening import journal_beside, opened
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say


class RecordAlone(NamedTuple):
    """What a journal has, and the origins that were ever written under in it here."""

    record: Record
    own: frozenset[str]


@contextmanager
def record_alone(
    inventory: Path, journal: Path | None, *, allow_network: bool = False
) -> Iterator[RecordAlone]:
    """The record of the journal that is named, else of the one beside the plan; nothing is written.

    RequestError where there is no journal.
    """
    path = journal or journal_beside(inventory)
    if not path.exists():
        raise RequestError(
            say("There is no journal {path}. Name one with --journal.", path=str(path))
        )
    with closing(opened(path, read_only=True, allow_network=allow_network)) as store:
        yield RecordAlone(store.record, store.own_origins)
