"""Origins of which an event was refused when it came from elsewhere, or came under a name of one's own.

A journal keeps them in tables beside the events, for whoever looks next would not hear of them.
Early programs kept there too what led nowhere when it came (`came_loose`).
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from chwapi_console.clock import iso, utc_now
from chwapi_console.journal.file.file_format import STOPPED, has_table
from chwapi_console.journal.record.events import Place
from chwapi_console.journal.record.knowledge import is_at
from chwapi_console.journal.record.record import Misfit, Record
from chwapi_console.text import Sentence, beginning, plural, say

MOST_STOPS = 100
"""Origins stopped at their first event that a file names, the earliest; the others are counted. One
of which acts are here is always named: a record takes no more than so many (`Room`)."""

NOBODY = ""
"""No origin that this program makes: under it a file counts, in place of a number, those origins
that it does not name."""

Stop = tuple[str, int, str, str]
"""An origin, the number and the hash of the first event of it that did not fit, and when that was
(ISO 8601 UTC)."""


# Origins that were stopped


def known_stops(connection: sqlite3.Connection) -> list[Stop]:
    """The origins that a file says were stopped, be it that what was missing has come since."""
    if not has_table(connection, "stopped"):
        return []
    return connection.execute(
        "SELECT origin, seq, hash, since FROM stopped ORDER BY since, origin"
    ).fetchall()


def remember_stops(
    connection: sqlite3.Connection,
    record: Record,
    refused: Sequence[Misfit],
    hashes: Mapping[Place, str],
) -> None:
    """Keeps which origins were stopped, each by its first event that does not fit.

    It stays until that event has come: whoever syncs next would not hear of it. A flood of origins
    must push none out, nor keep out an origin of which there are acts here.
    """
    connection.execute(STOPPED)
    anew = {misfit.origin for misfit in refused}
    connection.executemany(
        "DELETE FROM stopped WHERE origin = ?",
        [
            stop[:1]
            for stop in known_stops(connection)
            if not _is_missing(stop, record) or (stop[0] in anew and _is_passed(stop, record))
        ],
    )
    known = {origin for origin, *_ in known_stops(connection)} | {NOBODY}
    room = max(0, MOST_STOPS - len(known - record.tips.keys() - {NOBODY}))
    new = [misfit for misfit in refused if misfit.origin not in known]
    strange = [misfit for misfit in new if misfit.origin not in record.tips]
    named = [misfit for misfit in new if misfit.origin in record.tips] + strange[:room]
    connection.executemany(
        "INSERT INTO stopped VALUES (?, ?, ?, ?)",
        [
            (misfit.origin, misfit.seq, hashes[misfit.origin, misfit.seq], iso(utc_now()))
            for misfit in named
        ],
    )
    if beyond := len(strange[room:]):
        connection.execute(
            "INSERT INTO stopped VALUES (?, ?, '', ?) ON CONFLICT DO UPDATE "
            "SET seq = max(seq, excluded.seq)",
            (NOBODY, beyond, iso(utc_now())),
        )


def stops_in_words(stops: Iterable[Stop], record: Record) -> list[Sentence]:
    """That origins were stopped, in words, where what was missing then still is.

    Those of which acts are here first, and last how many are not named.
    """
    missing = sorted(
        (stop for stop in stops if _is_missing(stop, record) and not _is_passed(stop, record)),
        key=lambda stop: (stop[0] == NOBODY, stop[0] not in record.tips),
    )
    return [_in_words(*stop) for stop in missing]


def passed(stops: Iterable[Stop], record: Record) -> list[Sentence]:
    """That an event was refused in whose place another came since, in words.

    Its origin goes on, and one of the two was somebody else's.
    """
    return [
        say(
            "An event {seq} of {origin} did not fit, {since} UTC, and was refused; another one "
            "stands in its place now.",
            origin=beginning(stop[0]),
            seq=stop[1],
            since=_minute(stop[3]),
        )
        for stop in stops
        if _is_missing(stop, record) and _is_passed(stop, record)
    ]


def _is_passed(stop: Stop, record: Record) -> bool:
    """Whether another event stands where an origin was stopped."""
    return stop[:2] in record.at


def _is_missing(stop: Stop, record: Record) -> bool:
    """Whether the event that an origin was stopped at is still not here."""
    origin, seq, digest, _ = stop
    return not is_at(record.at, (origin, seq), digest)


def _in_words(origin: str, seq: int, digest: str, since: str) -> Sentence:
    minute = _minute(since)
    if digest:
        return say(
            "{origin} was stopped at {seq}, {since} UTC: an event did not fit, and none of its "
            "later acts is here. Sync with who sent it, and compare.",
            origin=beginning(origin),
            seq=seq,
            since=minute,
        )
    return plural(
        "At least {n} more origin was stopped at its first event, {since} UTC, which is not named "
        "here. Sync with who sent it, and compare.",
        "At least {n} more origins were stopped at their first events, {since} UTC, which are not "
        "named here. Sync with who sent them, and compare.",
        seq,
        since=minute,
    )


def _minute(since: str) -> str:
    return since[:16].replace("T", " ")


# Names of this file's own under which others wrote


def strangers_in_words(strangers: Iterable[tuple[str, str]]) -> list[Sentence]:
    """That acts came under names of this file's own, one by one."""
    return [
        say(
            "Acts under this journal's own name, {origin}, came from elsewhere, {at} UTC: this "
            "journal was put back to an earlier state, or somebody wrote under its name. Look at "
            "them with log.",
            origin=beginning(origin),
            at=_minute(at),
        )
        for origin, at in strangers
    ]


def lately_strangers(strangers: Sequence[tuple[str, str]], since: str) -> Sentence | None:
    """That such acts came, not before a moment (ISO 8601 UTC); None where none did.

    Who writes under one name after another is told as that: each makes the next act begin a name,
    of which every later act of everybody has one more to name.
    """
    lately = [stranger for stranger in strangers if stranger[1] >= since]
    if len(lately) < 2:
        return next(iter(strangers_in_words(lately)), None)
    origin, at = lately[0]
    return plural(
        "Acts under {n} of this journal's own names came from elsewhere, the last under {origin}, "
        "{at} UTC: somebody writes under whatever name it goes on with. audit --json lists it. Where it "
        "comes from a hub, have its password changed, and work without it meanwhile.",
        "Acts under {n} of this journal's own names came from elsewhere, the last under {origin}, "
        "{at} UTC: somebody writes under whatever name it goes on with. audit --json lists all. Where they "
        "come from a hub, have its password changed, and work without it meanwhile.",
        len(lately),
        origin=beginning(origin),
        at=_minute(at),
    )


# References that led nowhere


def noted_loose(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """What an early program noted beside the chain.

    The hash of an event, and the one that it names and that was missing when it came.
    """
    if not has_table(connection, "loose"):
        return []
    return connection.execute("SELECT event, names FROM loose").fetchall()
