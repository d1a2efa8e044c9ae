"""Hubs for tests: each in a schema of its own, so that one database has many."""

import itertools
from uuid import uuid4

import psycopg

from chwapi_console.journal.hub.tables import FORMAT, PRESENCE, TABLES
from postgres import Postgres

_numbers = itertools.count(1)


def a_hub(postgres: Postgres, form: int = FORMAT, *, keeps_presence: bool = True) -> str:
    """The address of a new hub, as its owner has it; without the table of who is at which console,
    one as an older program made it."""
    schema = f"hub{next(_numbers)}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(f"SET search_path TO {schema}")
        for table in (*TABLES, *(PRESENCE if keeps_presence else ())):
            connection.execute(table)
        connection.execute("INSERT INTO hub VALUES (%s, %s)", (uuid4(), form))
    return postgres.url("postgres", options=f"-csearch_path%3D{schema}")
