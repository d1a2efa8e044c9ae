"""What whoever has a hub's password can give its role (`ALTER ROLE … SET`) ends no exchange.

It is done by the role itself: PostgreSQL lets it.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub import role_settings
from chwapi_console.journal.hub.care import look, statements
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.faults import TIMED_OUT, HubError, fault
from journal.poolers import running_pooler
from journal.test_hub_connection import chain
from postgres import Postgres

TABLES = ("hub", "event", "origin", "presence")

STOPS_ALL = {
    "search_path": "''",
    "default_transaction_read_only": "on",
    "default_transaction_isolation": "serializable",
    "statement_timeout": "1",
    "lock_timeout": "1",
    "idle_session_timeout": "1",
    "idle_in_transaction_session_timeout": "1",
    "transaction_timeout": "1",
    "local_preload_libraries": "'nothing_of_that_name'",
    "client_min_messages": "debug5",
    "DateStyle": "German",
    "standard_conforming_strings": "off",
    "enable_indexscan": "off",
}


@pytest.fixture
def database(postgres: Postgres) -> str:
    """A database with a hub, whose journals are the role of its name."""
    made = postgres.database()
    for part in ("; ".join(statements(made)[:-1]), statements(made)[-1]):
        postgres.tell(part, made)
    return made


@pytest.fixture
def hub(postgres: Postgres, database: str) -> Iterator[HubConnection]:
    connection = HubConnection(hub_address(postgres.url(database, database), {}))
    yield connection
    connection.close()


def given(postgres: Postgres, database: str, *names: str, where: str = "") -> None:
    """Has the role give itself some of `STOPS_ALL`."""
    with psycopg.connect(postgres.url(database, database), autocommit=True) as connection:
        for name in names:
            connection.execute(
                f"ALTER ROLE {database} {where} SET {name} = {STOPS_ALL[name]}".encode()
            )


def exchanges(hub: HubConnection) -> bool:
    events = chain("a", 3)
    hub.push(events, ["a"])
    hub.say_here("here", "{}")
    came = [row.body for row in hub.after("a", 0, 9, 10)]
    return came == [event.body for event in events] and hub.how_far(["a"]).heads["a"][0] == 3


def those_of(postgres: Postgres) -> list[str]:
    version = int(str(postgres.tell("SHOW server_version_num")[0][0]))
    since = role_settings.TRANSACTION_TIMEOUT_SINCE
    return [name for name in STOPS_ALL if name != "transaction_timeout" or version >= since]


@pytest.mark.parametrize("where", ["", "IN DATABASE {database}"])
def test_what_a_role_was_given_by_itself_ends_no_exchange(
    postgres: Postgres, database: str, hub: HubConnection, where: str
) -> None:
    names = those_of(postgres)
    given(postgres, database, *names, where=where.format(database=database))
    assert exchanges(hub)
    (told,) = [str(wrong) for wrong in look(hub).wrong]
    assert "was given settings of its own (DateStyle, client_min_messages" in told


@pytest.mark.parametrize("name", STOPS_ALL)
def test_nor_does_each_of_it(
    postgres: Postgres, database: str, hub: HubConnection, name: str
) -> None:
    given(postgres, database, *({name} & set(those_of(postgres))))
    assert exchanges(hub)


def test_what_hub_init_gives_a_role_is_nothing_to_tell(hub: HubConnection) -> None:
    assert not look(hub).wrong


def test_tables_of_the_roles_own_take_no_acts_that_are_the_hubs(
    postgres: Postgres, database: str, hub: HubConnection
) -> None:
    postgres.tell(f"CREATE SCHEMA others AUTHORIZATION {database}", database)
    mine = postgres.url(database, database)
    with psycopg.connect(mine, autocommit=True) as connection:
        for table in TABLES:
            connection.execute(f"CREATE TABLE others.{table} (LIKE {table} INCLUDING ALL)".encode())
        connection.execute("INSERT INTO others.hub SELECT * FROM hub")
        connection.execute(  # taken for the engine's own where no schema is named
            "CREATE FUNCTION others.never(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';"
            "CREATE OPERATOR others.= (LEFTARG = text, RIGHTARG = text, FUNCTION = others.never)"
        )
        connection.execute(f"ALTER ROLE {database} SET search_path = others, pg_catalog".encode())
    assert exchanges(hub)
    assert postgres.tell("SELECT count(*) FROM public.event", database) == [(3,)]


def test_where_the_tables_are_nowhere_else_the_roles_own_way_to_them_counts(
    postgres: Postgres, database: str, hub: HubConnection
) -> None:
    postgres.tell(f"ALTER SCHEMA public RENAME TO elsewhere_{database}", database)
    with pytest.raises(HubError, match="has no tables of a hub"):
        hub.how_far()
    postgres.tell(f"ALTER ROLE {database} SET search_path = elsewhere_{database}")
    assert exchanges(hub)


def test_behind_a_pooler_too(postgres: Postgres, database: str, tmp_path: Path) -> None:
    names = {"search_path", "default_transaction_read_only", "statement_timeout", "lock_timeout"}
    given(postgres, database, *names)
    with running_pooler(postgres, tmp_path, database) as port:
        url = postgres.url(database, database).replace(f":{postgres.port}", f":{port}")
        hub = HubConnection(hub_address(url, {}))
        assert exchanges(hub)
        hub.close()


LEFT_BEHIND = {
    "temporary tables": (
        *(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL)" for table in TABLES),
        "INSERT INTO pg_temp.hub SELECT * FROM public.hub",
    ),
    "a type by which the engine's own is missed": (
        "CREATE TEMP TABLE event (LIKE public.event INCLUDING ALL)",
        "CREATE DOMAIN pg_temp.oid AS pg_catalog.oid CHECK (false)",
    ),
    "where it looks": (
        *(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL)" for table in TABLES),
        "SET search_path = pg_temp, public",
    ),
    "that it may not write": ("SET default_transaction_read_only = on",),
    "that it waits for nobody": ("SET lock_timeout = 1", "SET enable_indexscan = off"),
}


@pytest.mark.parametrize("left", LEFT_BEHIND)
def test_what_somebody_leaves_in_a_session_that_a_pooler_lends_takes_no_acts(
    postgres: Postgres, database: str, tmp_path: Path, left: str
) -> None:
    with running_pooler(postgres, tmp_path, database) as port:
        url = postgres.url(database, database).replace(f":{postgres.port}", f":{port}")
        before = HubConnection(hub_address(url, {}))
        before.how_far()
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in LEFT_BEHIND[left]:
                connection.execute(statement.encode())
        for hub in (before, HubConnection(hub_address(url, {}))):
            assert exchanges(hub)
            hub.close()
    assert postgres.tell("SELECT count(*) FROM public.event", database) == [(3,)]


def test_who_ends_each_line_is_told_as_what_it_may_be() -> None:
    assert "somebody ends them" in str(
        fault("57P01", "FATAL:  terminating connection", "h").sentence
    )
    for state in TIMED_OUT:
        assert "longer than it may" in str(fault(state, "FATAL:  terminating", "h").sentence)
