"""What a record asks a hub, and puts there.

Over a line of its own (`line`), on which each question is done anew where it may be.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, LiteralString

import psycopg

from chwapi_console.journal.hub.counted import MOST_OF_AN_ANSWER
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.line import NO_ANSWER, HubLine
from chwapi_console.journal.hub.rows import HowFar, HubRow, PlacesHeld, PlaceTaken
from chwapi_console.journal.hub.tables import (
    AFTER,
    AT_A_GLANCE,
    BRIEFLY,
    CHANNEL,
    HASH,
    HASHES,
    HEADS,
    HERE,
    MOST_AT_ONCE,
    MOST_BYTES,
    MOST_BYTES_FETCHED,
    MOST_OTHERS,
    NEW_EVENT,
    NEW_ORIGIN,
    OVER,
    OWN_PROCESS,
    THERE,
    WHO,
)
from chwapi_console.journal.record.events import Event, Place
from chwapi_console.text import beginning, say

SECONDS_FOR_A_WORD = 1.0

SECONDS_FOR_THE_HELD = 2.0
"""Seconds to find out which places others hold."""

MOST_STREAMED = MOST_AT_ONCE + 3 * MOST_BYTES_FETCHED
"""Bytes that come over the line for them at most: one event may be large, and others are on their way
when it is known that these are enough."""


class HubConnection(HubLine):
    """A hub as a record knows it: heads, events, word of new ones, and who is there."""

    def how_far(self, known: Collection[str] = ()) -> HowFar:
        """How far the origins that are known go there now, and the first of all others, by name.

        No more than any record takes.
        """
        asked = {"known": sorted(known), "most": MOST_OTHERS + 1}

        def read(connection: psycopg.Connection) -> HowFar:
            heads: dict[str, tuple[int, str]] = {}
            others: list[str] = []
            left_there = 0
            for origin, seq, digest in connection.execute(HEADS, asked).fetchall():
                if origin is None:  # its name is longer than any
                    left_there += 1
                    continue
                name = self._is_a(str, origin, "origin.origin")
                if name not in known:
                    others.append(name)
                if seq is not None:
                    heads[name] = (self._number(seq), self._hash(digest))
            more = len(others) + left_there > MOST_OTHERS
            return HowFar(heads, sorted(others)[:MOST_OTHERS], more)

        return self._asked(read)

    def hash_at(self, origin: str, seq: int) -> str:
        """The hash of one event there; empty where there is none."""

        def read(connection: psycopg.Connection) -> str:
            row = connection.execute(HASH, (origin, seq)).fetchone()
            return self._hash(row[0]) if row else ""

        return self._asked(read)

    def there(self, places: Collection[Place]) -> set[Place]:
        """Those of the places in which there is anything."""
        if not places:
            return set()
        question = THERE.format(places=", ".join(["(%s, %s)"] * len(places))).encode()
        asked = [part for place in sorted(places) for part in place]

        def read(connection: psycopg.Connection) -> set[Place]:
            return {
                (self._is_a(str, origin, "event.origin"), self._number(seq))
                for origin, seq in connection.execute(question, asked).fetchall()
            }

        return self._asked(read)

    def after(
        self,
        origin: str,
        seq: int,
        last: int,
        most: int,
        enough: int = MOST_AT_ONCE,
        largest: int = MOST_BYTES,
    ) -> Sequence[HubRow]:
        """The events of an origin after one and up to another, in their order.

        At most so many, no more than are `enough` bytes, of which one may be beyond, no more than one
        behind a gap, and none behind one of more than the `largest` bytes. Of that one, and of one that
        is larger than any event, the bytes are left there.
        """
        fetched = min(largest, MOST_BYTES_FETCHED)

        def read(connection: psycopg.Connection) -> list[HubRow]:
            rows: list[HubRow] = []
            size, reached = 0, seq
            with connection.cursor(binary=True) as cursor:
                for number, digest, length, body in cursor.stream(
                    AFTER, (fetched, origin, seq, last, most)
                ):
                    body = b"" if body is None else self._is_a(bytes, body, "event.body")
                    of = self._is_a(int, length, "event.body")
                    rows.append(HubRow(origin, self._number(number), self._hash(digest), body, of))
                    size += len(body)
                    if len(rows) > most:  # as no hub does: what else it sends is not waited for
                        connection.close()
                    is_the_last = rows[-1].seq > reached + 1 or of > largest  # no more is of use
                    reached = rows[-1].seq
                    if is_the_last or size > enough or len(rows) > most:
                        break
            return rows

        return self._asked(read, MOST_AT_ONCE, MOST_STREAMED)

    def push(self, events: Sequence[Event], new: Sequence[str] = ()) -> None:
        """Puts events there in one transaction.

        Whole runs of their origins, each from a place that is taken or free; those that are there
        already are left. `new` origins may not be known there. `PlaceTaken` where other bytes stand in a
        place, `PlacesHeld` where a transaction of others does that is not over; and then nothing was
        put there.
        """
        ordered = sorted(events, key=lambda event: event.place)
        runs: dict[str, list[Event]] = {}
        for event in ordered:
            runs.setdefault(event.origin, []).append(event)

        def write(connection: psycopg.Connection) -> bool:
            try:
                with connection.transaction(), connection.cursor() as cursor:
                    cursor.execute(BRIEFLY)
                    for origin in sorted(new):
                        cursor.execute(NEW_ORIGIN, (origin,))
                    cursor.executemany(NEW_EVENT, map(_values, ordered))
                    for run in runs.values():
                        _check(cursor, run)
            except psycopg.errors.LockNotAvailable:
                return False
            return True

        size = sum(len(event.body) for event in events)
        if not self._asked(write, size):
            raise PlacesHeld(self._asked(lambda c: _held(c, runs, new), size))

    def tell(self) -> None:
        """Lets those who listen know that something came.

        Where that cannot be done they find it by asking.
        """
        with suppress(HubError):
            self._asked(lambda c: c.execute(f"NOTIFY {CHANNEL}"))

    def listen(self) -> bool:
        """Whether word comes from now on when something did.

        Behind a pooler, and with some engines, it never does, and nobody says so. So it is asked
        whether the server's process is the one that was promised with the connection, which a
        pooler makes up, and tried once with a word of one's own. A pooler would pass on that one,
        and no other.
        """

        def tried(connection: psycopg.Connection) -> bool:
            if connection.execute(OWN_PROCESS).fetchone() != (connection.info.backend_pid,):
                return False
            connection.execute(f"LISTEN {CHANNEL}")
            connection.execute(f"NOTIFY {CHANNEL}")
            return any(connection.notifies(timeout=SECONDS_FOR_A_WORD, stop_after=1))

        try:
            return self._asked(tried)
        except HubError:
            return False

    def heard(self) -> bool:
        """Whether word came since the last call that others put something there."""
        connection = self._connection
        if connection is None:
            return False
        try:
            own = connection.info.backend_pid
            connection.allows(MOST_OF_AN_ANSWER)
            words = [word.pid for word in connection.notifies(timeout=0)]
        except (psycopg.Error, *NO_ANSWER) as error:
            raise self._lost(error) from error
        return any(word != own for word in words)

    def say_here(self, syncer: str, said: str) -> None:
        """Says who is at the consoles of a journal, until the syncer says otherwise."""
        self._asked(lambda c: _briefly(c, HERE, (syncer, said)))

    def who_is_there(self) -> Sequence[tuple[str, str]]:
        """The syncers that said something lately, each with its last words."""

        def read(connection: psycopg.Connection) -> list[tuple[str, str]]:
            return [
                (self._is_a(str, syncer, "presence.syncer"), self._is_a(str, said, "presence.said"))
                for syncer, said in _briefly(connection, WHO).fetchall()
            ]

        return self._asked(read)

    def forget_who_was_there(self) -> None:
        """Takes out what syncers said long ago; where this role may not, it stays."""
        with suppress(HubError):
            self._asked(lambda c: _briefly(c, OVER))

    def version(self) -> str:
        """What the server says that it is."""
        told = self._asked(lambda c: c.info.parameter_status("server_version") or "")
        return beginning(told)

    def rows(self, question: str) -> Sequence[tuple[Any, ...]]:
        """What some other question gives."""
        return self._asked(lambda c: c.execute(question.encode()).fetchall())

    def row(self, question: str, *kinds: type) -> tuple[Any, ...]:
        """The one row that some other question gives, whose values are of these kinds.

        HubError where it gives anything else.
        """
        rows = self.rows(question)
        if len(rows) == 1 and [type(value) for value in rows[0]] == list(kinds):
            return rows[0]
        raise HubError(
            say(
                'The hub {name} answers "{question}" as no PostgreSQL does: somebody changed it. Whoever '
                "runs it makes a hub in a new database (chwapi-console hub init); the journals hand "
                "it all again.",
                name=self.name,
                question=question,
            ),
        )

    def do(self, statements: Sequence[str]) -> None:
        """Has statements done in one transaction."""

        def work(connection: psycopg.Connection) -> None:
            with connection.transaction():
                for statement in statements:
                    connection.execute(statement.encode())

        self._asked(work)

    def scrambled(self, password: str, role: str) -> str:
        """A password as the server keeps it, so that it never sees the password itself."""
        return (
            self._opened()
            .pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
            .decode()
        )

    # What it may answer

    def _number(self, value: object) -> int:
        number = self._is_a(int, value, "event.seq")
        return number if number >= 1 else self._tampered("event.seq")

    def _hash(self, value: object) -> str:
        return self._is_a(bytes, value, "event.hash").hex()


def _values(event: Event) -> tuple[str, int, int | None, bytes, bytes]:
    prev = event.seq - 1 if event.seq > 1 else None
    return (event.origin, event.seq, prev, bytes.fromhex(event.hash), event.body)


def _briefly(
    connection: psycopg.Connection, statement: LiteralString, values: Sequence[str] = ()
) -> psycopg.Cursor:
    """What a statement gives that waits for no others beyond a moment."""
    with connection.transaction():
        connection.execute(BRIEFLY)
        return connection.execute(statement, values or None)


def _held(
    connection: psycopg.Connection, runs: Mapping[str, Sequence[Event]], new: Collection[str]
) -> dict[str, int]:
    """The origins of which a place is held, each with its first number; nothing is put there.

    Those that there is no time to try are taken for held too, and one at least.
    """
    held: dict[str, int] = {}
    end = time.monotonic() + SECONDS_FOR_THE_HELD
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        cursor.execute(AT_A_GLANCE)
        for origin, run in runs.items():
            try:
                if time.monotonic() < end:
                    with connection.transaction():
                        if origin in new:
                            cursor.execute(NEW_ORIGIN, (origin,))
                        cursor.executemany(NEW_EVENT, map(_values, run))
                    continue
            except psycopg.errors.LockNotAvailable:
                pass
            held[origin] = run[0].seq
    return held or {origin: run[0].seq for origin, run in runs.items()}


def _check(cursor: psycopg.Cursor, run: Sequence[Event]) -> None:
    """`PlaceTaken` unless the events stand there after the very one that they follow."""
    first, last = run[0], run[-1]
    found = {
        seq: digest.hex() if isinstance(digest, bytes) else ""
        for seq, digest in cursor.execute(HASHES, (first.origin, first.seq - 1, last.seq))
    }
    if first.seq > 1 and found.get(first.seq - 1) != first.prev:
        raise PlaceTaken(first.origin, first.seq - 1)
    for event in run:
        if found.get(event.seq) != event.hash:
            raise PlaceTaken(event.origin, event.seq, by_another=event.seq in found)
