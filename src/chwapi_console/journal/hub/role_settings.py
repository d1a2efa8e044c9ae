"""What a hub's role was given by settings of its own, taken back for each connection.

PostgreSQL lets whoever has a role's password set most of what the role's sessions begin with
(`ALTER ROLE … SET`): where tables are looked for, how long a question may take, that nothing may be
written. So nothing of that counts here: each value is the one that the database has, else the
engine's own. What somebody means otherwise stands in the address, or is the database's.
"""

from typing import Any

import psycopg

from chwapi_console.journal.hub.faults import CANCELLED, TIMED_OUT
from chwapi_console.journal.hub.server_words import (
    BROKEN_OFF,
    REFUSALS,
    SERVER_SAID,
    SILENCES,
    lines_of,
    meaning,
)
from chwapi_console.journal.hub.tables import IDLE_AT_MOST, WITHOUT_ROLE_SETTINGS
from chwapi_console.named_tuples import NamedTuple

_ENDS_THE_HELLO = TIMED_OUT | {CANCELLED}

_EVERYWHERE = " ".join(
    f"-c{name}={value}"
    for name, value in {
        "statement_timeout": "0",
        "idle_session_timeout": "0",
        "idle_in_transaction_session_timeout": IDLE_AT_MOST,
        "local_preload_libraries": "",
        "client_min_messages": "notice",
        "tcp_user_timeout": "0",
    }.items()
)
"""Settings that would end a session before anything could be taken back in it. What comes with a
connection goes before what its role was given."""

TRANSACTION_TIMEOUT_SINCE = 170_000
"""The first version of PostgreSQL that has it; others refuse whoever names it."""

BEFORE_THE_FIRST_WORD = (f"-ctransaction_timeout=0 {_EVERYWHERE}", _EVERYWHERE)
"""What is tried one after another: older engines refuse the first, and some poolers both."""


class HubSession(NamedTuple):
    """How a session began: whether its server is `lent` by a pooler for each transaction.

    And the `path` by which its role would have looked for tables; empty where it was given none.
    """

    lent: bool = False
    path: str = ""


def without_role_settings(connection: psycopg.Connection[Any]) -> HubSession:
    """Takes back what the role was given; where the engine knows no such thing all stays as it is."""
    try:
        rows = connection.execute(WITHOUT_ROLE_SETTINGS).fetchall()
    except psycopg.Error as error:
        if error.sqlstate is None or error.sqlstate in _ENDS_THE_HELLO:
            raise  # the line was lost, or cut from this side
        return HubSession()
    if len(rows) != 1 or len(rows[0]) != 3:
        return HubSession()
    process, _, path = rows[0]
    return HubSession(process != connection.info.backend_pid, path if isinstance(path, str) else "")


def without_limits(connection: psycopg.Connection[Any]) -> None:
    """Takes away what would break off the very question that takes the rest back."""
    connection.execute("SET statement_timeout = 0")
    if connection.info.server_version >= TRANSACTION_TIMEOUT_SINCE:
        connection.execute("SET transaction_timeout = 0")


def may_end_the_hello(error: BaseException | None) -> bool:
    """Whether a connection may have failed by what the role was given."""
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is not None:
        return error.sqlstate in _ENDS_THE_HELLO
    said = lines_of(str(error))
    if meaning(said, REFUSALS):
        return False
    return meaning(said, SILENCES) == BROKEN_OFF or any(map(SERVER_SAID.match, said))
