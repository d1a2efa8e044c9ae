"""A connection to a hub: it knows the driver, as `counted`, `values` and `role_settings` do.

Each question is a whole transaction, done anew where two were in each other's way or the line was
lost, and given up where no answer comes: a repeat is a no-op. Nothing is remembered from one
connection to the next, since a server may be put back, promoted or replaced in between.
"""

import logging
import os
import random
import socket
import stat
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, LiteralString, NoReturn, TypeVar

import psycopg
import psycopg.conninfo

from chwapi_console.hub_address import HubAddress
from chwapi_console.journal.hub.counted import (
    MOST_OF_AN_ANSWER,
    CountedConnection,
    TooMuch,
)
from chwapi_console.journal.hub.dialling import Dialling, TooLong
from chwapi_console.journal.hub.faults import (
    CONFLICTS,
    ENDED,
    NO_TABLE,
    OTHER_KINDS,
    AnotherHub,
    HubError,
    another_hub,
    fault,
    floods,
    no_postgresql,
    silent,
)
from chwapi_console.journal.hub.role_settings import (
    BEFORE_THE_FIRST_WORD,
    HubSession,
    may_end_the_hello,
    without_limits,
    without_role_settings,
)
from chwapi_console.journal.hub.rows import HowFar, HubRow, PlacesHeld, PlaceTaken
from chwapi_console.journal.hub.tables import (
    AFTER,
    AT_A_GLANCE,
    BRIEFLY,
    CHANNEL,
    FORMAT,
    HASH,
    HASHES,
    HEADS,
    HERE,
    MOST_AT_ONCE,
    MOST_BYTES,
    MOST_BYTES_FETCHED,
    MOST_OTHERS,
    NAMED,
    NEW_EVENT,
    NEW_ORIGIN,
    NO_STRANGERS,
    OVER,
    OWN_PROCESS,
    SEARCH_PATH,
    TEMPORARY_LAST,
    THERE,
    WHO,
)
from chwapi_console.journal.hub.values import NoSuchValue, adapters
from chwapi_console.journal.record.events import Event, Place
from chwapi_console.text import beginning, say

logging.getLogger("psycopg").addHandler(logging.NullHandler())
logging.getLogger("psycopg").propagate = False  # what it warns of would land on a console

TRIES = 8
"""Of one transaction that others are in the way of."""

SECONDS_TO_CONNECT = 30.0
"""Seconds in which a connection comes about, beside those for which the driver itself waits for each
host: asking for a name may last that long where a name server is away."""

MOST_SECONDS_FOR_A_HOST = 60
"""However long an address lets the driver wait for one: it may stand in a plan from elsewhere."""

SECONDS_FOR_AN_ANSWER = 5.0
SECONDS_FOR_A_WORD = 1.0
SECONDS_FOR_THE_HELD = 2.0
"""Seconds to find out which places others hold."""

SLOWEST_LINE = 4_000
"""Bytes a second that a line carries at least: so much longer an answer may take."""

MOST_STREAMED = MOST_AT_ONCE + 3 * MOST_BYTES_FETCHED
"""Bytes that come over the line for them at most: one event may be large, and others are on their way
when it is known that these are enough."""

LONGEST_ID = 64
"""Letters by which a hub is known: those of a UUID, and some more."""

NO_ANSWER = (
    NoSuchValue,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What comes of an answer that no PostgreSQL gives: the driver takes on trust that it has the shape
of one, and so does what reads the rows."""

Answer = TypeVar("Answer")
Kind = TypeVar("Kind")


class HubConnection:
    """A hub, spoken to when it is asked something.

    Its `id` is that of the last connection, empty before the first; one of another id than the
    `expected`, where there is one, or than the one that was met before, is asked nothing. `opened`
    counts the connections; `when_asked` is called before each question. Used on one thread.
    """

    def __init__(self, address: HubAddress, *, is_made: bool = True) -> None:
        self._address = address
        self._is_made = is_made
        self._connection: CountedConnection | None = None
        self._dialling: Dialling[CountedConnection] = Dialling()
        self.id, self.expected = "", ""
        self.opened = 0
        self._begun, self._path = HubSession(), ""
        self.password: str | None = None
        self.when_asked: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        """Its address, without a password."""
        return self._address.name

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

    @property
    def descriptor(self) -> int | None:
        """What becomes readable when word came; None while there is no connection."""
        return None if self._connection is None else self._connection.fileno()

    def version(self) -> str:
        """What the server says that it is."""
        told = self._asked(lambda c: c.info.parameter_status("server_version") or "")
        return beginning(told)

    @property
    def is_open(self) -> bool:
        """Whether the connection of the last question still stands."""
        return self._connection is not None

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

    def close(self) -> None:
        """Lets go of the connection."""
        if self._connection is not None:
            with suppress(psycopg.Error, OSError):
                self._connection.close()
            self._connection = None

    # What it may answer

    def _number(self, value: object) -> int:
        number = self._is_a(int, value, "event.seq")
        return number if number >= 1 else self._tampered("event.seq")

    def _hash(self, value: object) -> str:
        return self._is_a(bytes, value, "event.hash").hex()

    def _is_a(self, kind: type[Kind], value: object, column: str) -> Kind:
        """The value of a column. HubError where it is none of the table's own type."""
        return value if isinstance(value, kind) else self._tampered(column)

    def _tampered(self, column: str) -> NoReturn:
        raise self._of_other_kinds(column)

    def _of_other_kinds(self, column: str) -> HubError:
        return HubError(
            say(
                "In the hub {name} the column {column} holds what no hub has there: somebody changed "
                "its tables. Nothing is exchanged with it. Whoever runs that PostgreSQL makes a hub "
                "in a new database (chwapi-console hub init); the journals hand it all again.",
                name=self.name,
                column=column,
            ),
        )

    # How it is asked

    def _asked(
        self,
        work: Callable[[psycopg.Connection], Answer],
        size: int = 0,
        most: int = MOST_OF_AN_ANSWER,
    ) -> Answer:
        """What the work gives, done anew where it may be.

        At most once for a lost line, so that somebody who waits is told; never where more than
        `most` bytes come.
        """
        lost = 0
        self.when_asked()
        for attempt in range(1, TRIES + 1):
            connection = self._opened()
            waiting = _Waiting(connection.fileno(), SECONDS_FOR_AN_ANSWER + size / SLOWEST_LINE)
            try:
                connection.allows(most)
                with waiting, self._as_lent(connection):
                    return work(connection)
            except (TooMuch, *NO_ANSWER) as error:
                raise self._lost(error) from error
            except psycopg.Error as error:
                if waiting.ended:
                    self.close()
                    raise silent(self.name) from error
                if self._is_over(error):
                    lost += 1
                    self.close()
                elif error.sqlstate not in CONFLICTS:
                    raise self._told(error) from error
                if lost > 1 or attempt == TRIES:
                    raise self._lost(error) from error
                _pause(attempt)
        raise AssertionError

    def _is_over(self, error: psycopg.Error) -> bool:
        connection = self._connection
        return error.sqlstate in ENDED or connection is None or connection.broken

    def expect(self, identity: str) -> None:
        """It is this hub that is meant from now on; any, where it is empty.

        The line to another is closed: that is met no more.
        """
        if identity not in ("", self.id):
            self.close()
        self.expected = identity

    def _opened(self) -> CountedConnection:
        """The connection; made anew, against what its role was given, where that may have ended it."""
        if self._connection is None:
            try:
                return self._made()
            except HubError as error:
                if not (self._is_made and may_end_the_hello(error.__cause__)):
                    raise
                first = error
            try:
                return self._made(unlimited=True)
            except HubError:
                raise first from first.__cause__
        return self._connection

    def _made(self, *, unlimited: bool = False) -> CountedConnection:
        connect = self._connected_with_settings if unlimited else self._connected
        try:
            self._connection = made = self._dialling.made(connect, self._longest())
        except TooLong as error:
            raise silent(self.name) from error
        except UnicodeError as error:  # a host whose name is none
            raise fault(None, "could not translate host name", self.name) from error
        except (psycopg.Error, *NO_ANSWER) as error:
            raise self._told(error) from error
        self.opened += 1
        try:
            if self._is_made:
                self._identify(made, unlimited=unlimited)
        except BaseException:
            self.close()
            raise
        return made

    def _connected_with_settings(self) -> CountedConnection:
        """A connection that says first what holds in it; without, where a pooler takes none."""
        given = psycopg.conninfo.conninfo_to_dict(self._address.url).get("options")
        given = given or os.environ.get("PGOPTIONS", "")
        for settings in BEFORE_THE_FIRST_WORD:
            with suppress(psycopg.OperationalError):
                return self._connected(options=f"{settings} {given}".rstrip())
        return self._connected()

    def _connected(self, **more: str) -> CountedConnection:
        return CountedConnection.connect(
            self._address.url,
            autocommit=True,
            context=adapters(),
            client_encoding="utf8",
            prepare_threshold=None,
            **self._address.settings,  # type: ignore[arg-type]
            **({"password": self.password} if self.password is not None else {}),  # type: ignore[arg-type]
            **_without_a_pass_file_that_is_open(self._address.url),  # type: ignore[arg-type]
            **more,  # type: ignore[arg-type]
        )

    def _longest(self) -> float:
        """Seconds in which a connection to one of its hosts comes about."""
        with suppress(psycopg.Error):
            made = {
                **psycopg.conninfo.conninfo_to_dict(self._address.url),
                **self._address.settings,
            }
            said = str(made.get("connect_timeout") or os.environ.get("PGCONNECT_TIMEOUT", ""))
            hosts = str(made.get("host") or "").count(",") + 1
            asked = int(said[:9]) if said.isdecimal() else 0
            return SECONDS_TO_CONNECT + hosts * min(asked, MOST_SECONDS_FOR_A_HOST)
        return SECONDS_TO_CONNECT

    def _identify(self, connection: CountedConnection, *, unlimited: bool) -> None:
        """HubError where the tables are not there, of a newer program, or another hub's."""
        rows = self._said_of_itself(connection, unlimited=unlimited)
        if len(rows) != 1:
            raise fault(NO_TABLE, "", self.name)
        if len(rows[0]) != 2:
            raise no_postgresql(self.name)
        identity, form = rows[0]
        self._check_format(form)
        if len(said := self._is_a(str, identity, "hub.id")) > LONGEST_ID:
            self._tampered("hub.id")
        self.id = said
        if self.expected not in ("", self.id):
            raise AnotherHub(another_hub(self.name))
        self.expected = self.id  # a line that is lost may come back to another one

    def _said_of_itself(
        self, connection: CountedConnection, *, unlimited: bool
    ) -> Sequence[tuple[Any, ...]]:
        for attempt in range(1, TRIES + 1):
            waiting = _Waiting(connection.fileno(), SECONDS_FOR_AN_ANSWER)
            try:
                connection.allows(MOST_OF_AN_ANSWER)
                with waiting:
                    if unlimited:
                        without_limits(connection)
                    return self._named(connection)
            except NO_ANSWER as error:
                raise self._told(error) from error
            except psycopg.Error as error:
                if waiting.ended:
                    raise silent(self.name) from error
                if error.sqlstate not in CONFLICTS or attempt == TRIES:
                    raise self._told(error) from error
                _pause(attempt)
        raise AssertionError

    def _named(self, connection: CountedConnection) -> Sequence[tuple[Any, ...]]:
        """What stands in the table by which a hub is known.

        In the place that the role was given where none is elsewhere: somebody may have meant that.
        """
        if connection.info.parameter_status("is_superuser") == "on":
            connection.execute(NO_STRANGERS)
            return connection.execute(NAMED).fetchall()
        self._begun, self._path = without_role_settings(connection), ""
        try:
            with self._as_lent(connection):
                return connection.execute(NAMED).fetchall()
        except psycopg.errors.UndefinedTable:
            if not self._begun.path:
                raise
        self._path = self._begun.path
        connection.execute(SEARCH_PATH, (self._path,))
        with self._as_lent(connection):
            return connection.execute(NAMED).fetchall()

    @contextmanager
    def _as_lent(self, connection: CountedConnection) -> Iterator[None]:
        """What is asked; in one transaction with what takes back what others left, behind a pooler.

        It may give another server process to each, in which they had tables of the same names. What
        a transaction begins with is taken back before it.
        """
        if not self._begun.lent:
            yield
            return
        self._begin_as_before(connection)
        with connection.transaction():
            self._begin_as_before(connection)
            yield

    def _begin_as_before(self, connection: CountedConnection) -> None:
        without_role_settings(connection)
        if self._path:
            connection.execute(SEARCH_PATH, (self._path,))
        connection.execute(TEMPORARY_LAST)

    def _check_format(self, form: int) -> None:
        if form != FORMAT:
            raise HubError(
                say(
                    "The tables of {name} are of format {found}, and this program knows {known}. Use "
                    "the chwapi-console that made them, or a newer one.",
                    name=self.name,
                    found=form,
                    known=FORMAT,
                ),
            )

    def _lost(self, error: Exception) -> HubError:
        self.close()
        return self._told(error)

    def _told(self, error: Exception) -> HubError:
        """The error in words, in which no password can be."""
        if isinstance(error, TooMuch):
            return floods(self.name)
        if isinstance(error, NO_ANSWER):
            return no_postgresql(self.name)
        if getattr(error, "sqlstate", None) in OTHER_KINDS:
            return self._of_other_kinds("origin.origin")
        text = str(error)
        for secret in filter(None, (self.password,)):
            text = text.replace(secret, "***")
        return fault(getattr(error, "sqlstate", None), text, self.name)


def _without_a_pass_file_that_is_open(url: str) -> dict[str, str]:
    """The environment without a pass file that others may read.

    The driver's library does not use such a file, and writes so straight onto the terminal, over a
    console, at each connection. So it is shown none: that a password is missing, and whose rights
    the file must have, is told as a sentence.
    """
    given = psycopg.conninfo.conninfo_to_dict(url).get("passfile")
    path = given or os.environ.get("PGPASSFILE") or f"{os.environ.get('HOME', '')}/.pgpass"
    try:
        mode = Path(str(path)).stat().st_mode
    except OSError:
        return {}
    is_read = stat.S_ISREG(mode) and not mode & (stat.S_IRWXG | stat.S_IRWXO)
    return {} if is_read else {"passfile": f"{os.devnull}/none"}


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


def _pause(attempt: int) -> None:
    """Between two tries at a transaction that another was in the way of: each time longer."""
    time.sleep(random.uniform(0, 0.01 * 2**attempt))


class _Waiting:
    """Waits so many seconds for what comes over a connection, and then cuts it.

    A server that hangs, or a line that swallows all, would keep it for ever, whatever the system's
    own patience. `ended` where it was.
    """

    def __init__(self, descriptor: int, seconds: float) -> None:
        self.ended = False
        self._descriptor = descriptor
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.ended = True
        with suppress(OSError), socket.socket(fileno=os.dup(self._descriptor)) as line:
            line.shutdown(socket.SHUT_RDWR)
