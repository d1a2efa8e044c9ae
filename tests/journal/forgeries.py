"""Journals as somebody with bad intent would make them: chained as they should be, with contents of
the forger's choice."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from chwapi_console.journal.file.file_format import INSERT, LAYOUT
from chwapi_console.journal.record.events import GENESIS, hash_of

FORGER = "evil-00000001"
Spoil = Callable[[bytes], bytes]
Row = tuple[str, int, str, str, bytes]


def standing(verdict: str, work: str = "") -> dict[str, str]:
    return {"verdict": verdict, "work": work, "holder": "", "reason": "", "replacement": ""}


def verdict_on(subject: str, verdict: str = "compromised") -> dict[str, Any]:
    """What a state act has of its own."""
    return {
        "subject": subject,
        "kind": "marked",
        "data": {"before": standing("clean"), "after": standing(verdict)},
    }


def chained(
    parts: Iterable[Mapping[str, Any]],
    origin: str = FORGER,
    seq: int = 0,
    prev: str = GENESIS,
    lamport: int = 0,
) -> list[Row]:
    """Rows of one origin; a part gives fields, and under `spoil` what is done to the bytes before
    they are hashed."""
    rows = []
    for number, part in enumerate(parts, seq + 1):
        own = dict(part)
        spoil: Spoil = own.pop("spoil", lambda body: body)
        lamport += 1
        fields = {
            "id": str(uuid4()),
            "origin": origin,
            "seq": number,
            "prev": prev,
            "saw": {},
            "lamport": lamport,
            "at": "2026-02-01T10:00:00.000Z",
            "operator": "eve",
            "host": "evil",
            "subject": "s01",
            "kind": "noted",
            "data": {"text": "hello"},
            **own,
        }
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        body = spoil(text.encode(errors="backslashreplace"))
        prev = hash_of(body)
        rows.append((origin, number, fields["id"], prev, body))
    return rows


def written(path: Path, rows: Iterable[Row], *statements: str) -> Path:
    """A journal file with these rows; `statements` are run after they are in it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in LAYOUT:
            connection.execute(statement)
        connection.executemany(INSERT, rows)
        for statement in statements:
            connection.execute(statement)
    return path
