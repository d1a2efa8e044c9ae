"""Which of several tables in one file is to be read.

The sheets of a workbook, the lists of a JSON document.

Where somebody has to say so and nobody did, nothing is read: what is left out might be what
matters.
"""

from collections.abc import Collection, Iterable

from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.text import say


def refuse_several(path: str, tables: Collection[str], asked: Collection[str]) -> None:
    """RequestError where a file has several tables and nobody said which are to be read."""
    if len(tables) > 1 and not asked:
        raise RequestError(
            say(
                "{path} has several tables: {tables}. Say which are to be read, each with --sheet "
                "NAME.",
                path=path,
                tables=", ".join(tables),
            )
        )


def tables_asked_for(path: str, tables: Collection[str], asked: Iterable[str]) -> list[str]:
    """The tables that were asked for, in capitals or not, in the order of asking.

    RequestError about the first that is not there.
    """
    by_name = {table.casefold(): table for table in tables} | {table: table for table in tables}
    chosen: list[str] = []
    for name in asked:
        table = by_name.get(name) or by_name.get(name.casefold())
        if table is None:
            raise RequestError(
                with_nearest(
                    say(
                        '{path} has no table "{name}". It has {tables}.',
                        path=path,
                        name=name,
                        tables=", ".join(tables),
                    ),
                    name,
                    tables,
                )
            )
        chosen.append(table)
    return chosen
