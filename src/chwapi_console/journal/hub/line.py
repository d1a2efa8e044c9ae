"""The line to a hub: how it comes about, whom it is found to speak to, and how that is asked.

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

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
from chwapi_console.journal.hub.tables import (
    FORMAT,
    NAMED,
    NO_STRANGERS,
    SEARCH_PATH,
    TEMPORARY_LAST,
)
from chwapi_console.journal.hub.values import NoSuchValue, adapters
from chwapi_console.text import say

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

SLOWEST_LINE = 4_000
"""Bytes a second that a line carries at least: so much longer an answer may take."""

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


class HubLine:
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

    @property
    def descriptor(self) -> int | None:
        """What becomes readable when word came; None while there is no connection."""
        return None if self._connection is None else self._connection.fileno()

    @property
    def is_open(self) -> bool:
        """Whether the connection of the last question still stands."""
        return self._connection is not None

    def expect(self, identity: str) -> None:
        """It is this hub that is meant from now on; any, where it is empty.

        The line to another is closed: that is met no more.
        """
        if identity not in ("", self.id):
            self.close()
        self.expected = identity

    def close(self) -> None:
        """Lets go of the connection."""
        if self._connection is not None:
            with suppress(psycopg.Error, OSError):
                self._connection.close()
            self._connection = None

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

    # How it comes about

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

    # What it answers

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
