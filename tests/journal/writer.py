"""A process that writes to a journal as it is told, line by line; `processes.Writer` starts it and
talks to it.

It imports all that it needs before it becomes somebody else, who may not be allowed to read the
program.
"""

import codecs
import os
import resource
import sys
import tempfile
import uuid
from pathlib import Path

from chwapi_console.errors import ChwapiError
from chwapi_console.journal.mirror import MirroredStore
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.store import Store


def become(login: str) -> None:
    """Another login, as `uid:gid:umask` and further groups; the program stays who it is for an
    empty one."""
    uuid.uuid4()
    codecs.lookup("ascii")
    tempfile.gettempdir()
    if login:
        user, group, mask, *others = login.split(":")
        os.setgroups(list(map(int, others)))
        os.setgid(int(group))
        os.setuid(int(user))
        os.umask(int(mask, 8))


def obey(store: SqliteStore, faced: Store, actor: Actor, words: list[str]) -> str:
    """Does what a line says, and gives the line that answers it."""
    match words:
        case ["act", *ids]:
            faced.append(
                [Draft(identity, "sql1", "noted", {"text": identity * 100}) for identity in ids],
                actor,
                {},
            )
            return " ".join(["done", *ids])
        case ["count"]:
            faced.refresh()
            return str(len(faced.record.events))
        case ["trouble"]:
            return str(faced.trouble)
        case ["why"]:
            faced.refresh()
            return str(faced.why_read_only)
        case ["limit", size]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.RLIM_INFINITY))
            return "limited"
        case ["hold" | "let-go" as what]:
            connection = store.connection()
            assert connection is not None
            connection.execute("BEGIN IMMEDIATE" if what == "hold" else "ROLLBACK")
            return what
        case _:
            raise ValueError(words)


def main(journal: str, mirror: str, name: str, patience: str, login: str) -> None:
    """Opens the journal once, says so, and obeys until nothing more comes."""
    become(login)
    try:
        store = SqliteStore(Path(journal), patience=float(patience))
        faced: Store = MirroredStore(store, Path(mirror)) if mirror else store
    except ChwapiError as error:
        print("refused:", error, flush=True)
        return
    print("open", flush=True)
    for line in sys.stdin:
        try:
            answer = obey(store, faced, Actor(name, "host"), line.split())
        except ChwapiError as error:
            answer = f"refused: {error}"
        print(answer, flush=True)
    faced.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
