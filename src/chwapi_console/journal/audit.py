"""Audit: every stored byte of a journal read anew, and everything about it that does not fit.

What a chain of hashes can show is an event that was changed, taken out, moved or put in between. It
cannot show that the end was cut off, or that the whole was written anew by somebody who took the
trouble: that takes a head code, a mirror, a peer or an export kept elsewhere.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from chwapi_console.errors import RequestError
from chwapi_console.journal.file.file_faults import Damage
from chwapi_console.journal.file.file_format import (
    StoredRow,
    has_odd_positions,
    has_strange_tables,
    has_table,
    missing_triggers,
    strangers,
    take_row,
)
from chwapi_console.journal.record.events import Event, is_canonical
from chwapi_console.journal.record.headcode import hash_prefix
from chwapi_console.journal.record.record import NOT_AS_WRITTEN, Misfit, Record, Reference, unfit
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, beginning, every, plural, say, some

MOST_NAMED = 5
"""Names told of what somebody put into the file: they can put any number there."""


class LooseEnd(NamedTuple):
    """An event that is not here and that one from elsewhere claims to have seen.

    With the event that said so when the claim came.
    """

    misfit: Misfit
    teller: Event


class Audit(NamedTuple):
    """What was read, and what does not fit: in events, by place, and in the file as a whole.

    `beside` of the events stand in the -wal beside the file and not in the file itself, so a plain
    copy of it would lack them. `copied` where the file is such a copy itself, and was never written
    to where it lies now. `stopped` names origins whose later acts were kept out, `loose` what
    events from elsewhere claimed to have seen and was not here when they came: what is here is
    sound all the same. `noted` are those of the misfits of which an early program noted the same
    beside the chain, which shows nothing. `strangers` tells under which names of the file's own acts
    came from elsewhere.
    """

    record: Record
    misfits: Sequence[Misfit]
    file_faults: Sequence[Sentence]
    beside: int = 0
    copied: bool = False
    stopped: Sequence[Sentence] = ()
    loose: Sequence[LooseEnd] = ()
    noted: Sequence[Misfit] = ()
    strangers: Sequence[Sentence] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.misfits and not self.file_faults


def audited(
    rows: Iterable[StoredRow],
    own: AbstractSet[str] = frozenset(),
    noted: Collection[tuple[str, str]] = (),
) -> Audit:
    """The stored rows of a store read anew, in the order of arrival, and what does not fit in them.

    `own` are the origins that are written there and nowhere else, `noted` is what an early program
    noted beside the chain (see `loose_ends.noted_loose`).
    """
    record = Record()
    record.own = own
    for row in rows:
        take_row(record, row)
    strange = [
        Misfit(event.origin, event.seq, NOT_AS_WRITTEN)
        for event in record.events
        if not is_canonical(event)
    ]
    misfits = sorted([*record.misfits, *strange], key=lambda misfit: (misfit.origin, misfit.seq))
    loose = [
        LooseEnd(unfit(record.at, reference), teller)
        for reference in record.unresolved()
        if (teller := record.teller(reference)) is not None
    ]
    untold = [
        unfit(record.at, reference)
        for reference in record.unresolved()
        if (reference.event.hash, reference.digest) in noted and reference.event.origin not in own
    ]
    return Audit(record, misfits, [], loose=loose, noted=untold)


def file_faults(
    connection: sqlite3.Connection, is_damage: Callable[[sqlite3.Error], bool]
) -> list[Sentence]:
    """What does not fit in a journal's file as a whole.

    An error is raised on unless it `is_damage` of the file.
    """
    found: list[Sentence] = []
    try:
        found.extend(_strange_in(connection))
        if has_strange_tables(connection):
            found.append(
                say(
                    "Its pages were not looked through: what this program did not make there "
                    "could take any time and memory."
                )
            )
        else:
            _check_pages(connection)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        found.append(say("The file is damaged: {damage}.", damage=_first_of(str(error))))
    return found


def _first_of(damage: str) -> str:
    """The first thing that SQLite finds damaged, without the heading that stands above it."""
    return next(
        (line for line in damage.splitlines() if line and not line.startswith("*** in database")),
        damage,
    )


def _strange_in(connection: sqlite3.Connection) -> Iterator[Sentence]:
    """What was changed by hand."""
    if missing := missing_triggers(connection):
        yield plural(
            "The file no longer refuses to change events: {triggers} is missing or was changed.",
            "The file no longer refuses to change events: {triggers} are missing or were changed.",
            len(missing),
            triggers=every(missing),
        )
    if strange := [name for name in strangers(connection) if name not in missing]:
        yield say(
            "The file has in it what this program did not make: {names}.",
            names=some([beginning(name) for name in strange], MOST_NAMED),
        )
    if not has_table(connection, "own_origin"):
        yield say(
            "The file has lost its table of own origins: somebody changed it by hand. No event was "
            "in that table; the next act here begins a new origin."
        )
    if has_odd_positions(connection):
        yield say(
            "The file has an entry at a position that no journal reaches: somebody put it there by "
            "hand."
        )


def _check_pages(connection: sqlite3.Connection) -> None:
    """Damage where SQLite finds anything wrong in the pages, or between tables and indexes.

    It says so of a page that the disk did not give, too.
    """
    for (found,) in connection.execute("PRAGMA integrity_check(3)").fetchall():
        if found != "ok":
            raise Damage(found)


class HeadFound(NamedTuple):
    """An event that a head code stands for.

    How many events it vouches for, itself included, and those that it does not; and how many, at
    least, it vouches for that are not here, and did not know to be missing.
    """

    event: Event
    vouched: int
    after: Sequence[Event]
    missing: int


def head_found(record: Record, code: str) -> HeadFound | None:
    """What a head code that somebody kept says of this record.

    None when no event in it has that code.

    RequestError when it is no code, or was misread.
    """
    try:
        prefix = hash_prefix(code)
    except ValueError as error:
        raise RequestError(
            say(
                '"{code}" is no head code: a character is wrong or missing. Read it out again.',
                code=code,
            )
        ) from error
    event = next((event for event in record.events if event.hash.startswith(prefix)), None)
    if event is None:
        return None
    after = [e for e in record.events if e is not event and not record.knows(event, e)]
    return HeadFound(
        event,
        len(record.events) - len(after),
        sorted(after, key=lambda e: e.order),
        _how_many(record, record.missing_below(event)),
    )


def _how_many(record: Record, references: Sequence[Reference]) -> int:
    """How many events are missing at least where these are.

    Of an origin all behind the last that is here; where another event stands in the place, one.
    """
    furthest = dict[str, int]()
    for _, (origin, seq), _ in references:
        here = record.tips.get(origin, (0,))[0]
        furthest[origin] = max(furthest.get(origin, 1), seq - here)
    return sum(furthest.values())
