"""Whether all is right here for a night's work.

This host, its terminal, its clock, the places of plan and journal, and what lies about. Nothing is
made or changed by looking.

Each finding is one line that can be read over a telephone, with what to type where something can be
mended.
"""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from chwapi_console import __version__
from chwapi_console.clock import day_and_time
from chwapi_console.inventory.edit.replace import left_over_in
from chwapi_console.journal.file.file_format import SCHEMA_VERSION
from chwapi_console.journal.file.filesystem import network_kind
from chwapi_console.journal.opening import journal_beside
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import why_nobody
from chwapi_console.session.session import Session
from chwapi_console.sharing import how_to_share, open_to_all
from chwapi_console.text import Sentence, every, plural, say, side_by_side, some, typed

Gravity = Literal["right", "odd", "wrong"]
"""Whether a finding is as it should be, should be known, or must be mended."""

FEW_BYTES, SCANT_BYTES = 20_000_000, 200_000_000
"""Bytes left on a disk below which a night's acts, or a copy of them, may find no room; and below
which somebody should make some."""
FEW_FILES = 100
FOR_THE_GROUP = 0o030
"""The bits of a folder in which its group may work."""

SMALLEST_TERMINAL = (80, 24)
SLACK = timedelta(minutes=2)
"""How far a file may have been written after the time that the clock shows."""
MOST_NAMED = 3
CRASHES = "chwapi-crash-*.txt"


class Fitness(NamedTuple):
    """One finding. `subject` is an id for scripts, one of `SUBJECTS`."""

    subject: str
    gravity: Gravity
    words: Sentence


SUBJECTS: Mapping[str, Sentence] = {
    "program": say("program"),
    "python": say("Python"),
    "terminal": say("terminal"),
    "letters": say("letters"),
    "operator": say("who"),
    "clock": say("clock"),
    "plan": say("plan"),
    "journal": say("journal"),
    "signing": say("signing"),
    "disk": say("disk"),
    "mirror": say("mirror"),
    "sharing": say("sharing"),
    "hub": say("hub"),
    "leftovers": say("leftovers"),
}


class Terminal(NamedTuple):
    """What is known of the terminal.

    Whether there is one, what it calls itself, its columns and lines, how it writes letters.
    """

    there: bool
    name: str
    columns: int
    lines: int
    encoding: str


def of_host(terminal: Terminal, operator: str) -> Iterator[Fitness]:
    """What has nothing to do with a plan."""
    yield Fitness("program", "right", say("chwapi-console {version}", version=__version__))
    yield Fitness(
        "python",
        "right",
        say(
            "{version} on {machine}, {system}",
            version=platform.python_version(),
            machine=platform.machine(),
            system=f"{platform.system()} {platform.release()}",
        ),
    )
    yield _of_terminal(terminal)
    yield _of_letters(terminal)
    yield _of_operator(operator)


def _of_operator(operator: str) -> Fitness:
    none = why_nobody(operator) if operator else say("this login is nobody's name.")
    if none is None:
        words = say("acts are written as {operator}", operator=operator)
        return Fitness("operator", "right", words)
    words = say("{why} Type who you are: export CHWAPI_OPERATOR=NAME", why=none)
    return Fitness("operator", "odd", words)


def _of_terminal(terminal: Terminal) -> Fitness:
    size = {"columns": terminal.columns, "lines": terminal.lines}
    if not terminal.there:
        words = say("there is none here, so the console does not open; every verb works")
        return Fitness("terminal", "odd", words)
    if terminal.name in ("", "dumb"):
        return Fitness(
            "terminal",
            "odd",
            say(
                "it does not say what it is (TERM), so the console does not open; every verb "
                "works. Try: {command}",
                command=typed("export", "TERM=xterm"),
            ),
        )
    if (terminal.columns, terminal.lines) < SMALLEST_TERMINAL or terminal.lines < 24:
        return Fitness(
            "terminal",
            "odd",
            say(
                "{name}, {columns} by {lines}: small; from 80 by 24 on every line is shown",
                name=terminal.name,
                **size,
            ),
        )
    return Fitness(
        "terminal", "right", say("{name}, {columns} by {lines}", name=terminal.name, **size)
    )


def _of_letters(terminal: Terminal) -> Fitness:
    if terminal.encoding.lower().replace("-", "") == "utf8":
        return Fitness("letters", "right", say("UTF-8: accents and signs are shown"))
    return Fitness(
        "letters",
        "odd",
        say(
            "{encoding}: accents and signs are spelled in plain letters. To see them: {command}",
            encoding=terminal.encoding or "ASCII",
            command=typed("export", "LC_ALL=C.UTF-8"),
        ),
    )


def of_session(session: Session, mirror: Path | None) -> Iterator[Fitness]:
    """What is known of an open plan and its journal."""
    session.look()
    health, now = session.health, session.now()
    plan, journal = session.loaded.path, session.journal_path
    yield _of_clock(health.clock, [plan, journal], now)
    yield _of_plan(session)
    yield _of_journal(session)
    yield from _of_signing(session)
    yield from of_places(plan, journal, mirror)
    yield _of_hub(session)


def _of_signing(session: Session) -> Iterator[Fitness]:
    """Nothing where nobody signs."""
    from chwapi_console.journal.signing.signing_key import own_key, why_unusable
    from chwapi_console.session.lost_key import why_gone

    store = session.store
    if (why := why_unusable()) is not None:
        yield Fitness("signing", "wrong", why)
    elif (why := why_gone(store.record, store.own_origins, session.operator)) is not None:
        yield Fitness("signing", "odd", why)
    elif own_key():
        yield Fitness("signing", "right", say("what this login does is signed with its key"))


def of_places(plan: Path, journal: Path | None, mirror: Path | None) -> Iterator[Fitness]:
    """What can be said of the places of plan and journal, be they sound or not.

    The journal lies beside the plan unless somebody says otherwise.
    """
    journal = journal or (journal_beside(plan) if plan.name else plan / "inventory.journal")
    yield _of_disk("disk", journal.absolute().parent)
    if mirror is not None:
        yield _of_disk("mirror", mirror)
    yield _of_sharing(plan, journal)
    yield _of_leftovers(dict.fromkeys([Path.cwd(), journal.absolute().parent]))


def _of_clock(trouble: Sentence | None, files: Sequence[Path], now: datetime) -> Fitness:
    if trouble is not None:
        return Fitness("clock", "wrong", trouble)
    for path in files:
        with suppress(OSError, ValueError, OverflowError):  # a time beyond the calendar
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if written > now + SLACK:
                return Fitness(
                    "clock",
                    "wrong",
                    say(
                        "{path} was written at {then} UTC, and this clock shows {now} UTC. Compare "
                        "it with a watch, and set it: timedatectl set-time 'YYYY-MM-DD HH:MM'",
                        path=str(path),
                        then=day_and_time(written),
                        now=day_and_time(now),
                    ),
                )
    return Fitness(
        "clock",
        "right",
        say(
            "{now} UTC: after the incident began, the last act and the files here",
            now=day_and_time(now),
        ),
    )


def _of_plan(session: Session) -> Fitness:
    plan = session.loaded.plan
    if session.health.plan is not None:
        return Fitness("plan", "wrong", session.health.plan)
    if session.health.others is not None:
        return Fitness("plan", "odd", session.health.others)
    return Fitness(
        "plan",
        "right",
        plural(
            "{path}: {n} server and {services}, no faults",
            "{path}: {n} servers and {services}, no faults",
            len(plan.servers),
            path=str(session.loaded.path),
            services=plural("{n} service", "{n} services", len(plan.services)),
        ),
    )


def _of_journal(session: Session) -> Fitness:
    if (trouble := session.trouble) is not None:
        return Fitness("journal", "wrong", trouble)
    if (why := session.why_read_only) is not None:
        return Fitness("journal", "wrong", why)
    if not session.record.events:
        return Fitness(
            "journal",
            "right",
            say("{path}: nobody has acted yet", path=str(session.journal_path)),
        )
    found = session.store.format
    acts = plural(
        "{path}: {n} act, format {format}, head {code}; audit reads every byte of it",
        "{path}: {n} acts, format {format}, head {code}; audit reads every byte of it",
        len(session.record.events),
        path=str(session.journal_path),
        code=session.head_code,
        format=found,
    )
    if found >= SCHEMA_VERSION:
        return Fitness("journal", "right", acts)
    brought_up = say(
        "the first act brings it up to format {format} and keeps a copy of it beside it",
        format=SCHEMA_VERSION,
    )
    return Fitness("journal", "odd", say("{one}; {other}", one=acts, other=brought_up))


def _of_disk(subject: str, folder: Path) -> Fitness:
    try:
        room = os.statvfs(folder)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        words = say("{folder} cannot be asked: {reason}.", folder=str(folder), reason=reason)
        return Fitness(subject, "wrong", words)
    left = room.f_bavail * room.f_frsize
    where = {"folder": str(folder), "left": f"{left / 1e9:.1f} GB"}
    if room.f_flag & os.ST_RDONLY:
        return Fitness(subject, "wrong", say("{folder} is mounted read-only", folder=str(folder)))
    if kind := network_kind(folder):
        return _of_another_machine(subject, kind, where)
    if left < FEW_BYTES or (room.f_files > 0 and room.f_favail < FEW_FILES):
        words = say(
            "{folder} has {left} MB and {files} files left: acts will find no room. Delete "
            "something there",
            folder=str(folder),
            left=left // 1_000_000,
            files=room.f_favail,
        )
        return Fitness(subject, "wrong", words)
    gravity: Gravity = "odd" if left < SCANT_BYTES else "right"
    return Fitness(subject, gravity, say("{folder}, {left} free", **where))


def _of_another_machine(subject: str, kind: str, where: Mapping[str, str]) -> Fitness:
    """Of a folder that is mounted from elsewhere: right for a mirror alone."""
    if subject == "mirror":
        words = say("{folder} on another machine ({kind}), {left} free", kind=kind, **where)
        return Fitness(subject, "right", words)
    words = say(
        "{folder} is on another machine ({kind}), {left} free; a journal belongs on a disk "
        "of this one",
        kind=kind,
        **where,
    )
    return Fitness(subject, "wrong", words)


def _of_sharing(plan: Path, journal: Path) -> Fitness:
    for path in (plan, journal):
        if (told := open_to_all(path)) is not None:
            return Fitness("sharing", "wrong", told)
    folder = journal.absolute().parent
    shared = folder.stat().st_mode & FOR_THE_GROUP == FOR_THE_GROUP
    kept = [
        str(path) for path in (plan, journal) if path.exists() and not path.stat().st_mode & 0o020
    ]
    if shared and not kept:
        words = say("the group of {folder} can act here too", folder=str(folder))
        return Fitness("sharing", "right", words)
    alone = (
        say("the group of {folder} cannot write {paths}.", folder=str(folder), paths=every(kept))
        if shared
        else say("no other login can act in {folder}.", folder=str(folder))
    )
    how = how_to_share(journal)
    return Fitness(
        "sharing",
        "odd" if shared else "right",
        say("{alone} {how}", alone=alone, how=how) if how is not None else alone,
    )


def _of_hub(session: Session) -> Fitness:
    if session.hub is None:
        return Fitness("hub", "right", say("none is named; acts stay on this host"))
    return Fitness(
        "hub",
        "right",
        say(
            "{name}; whether it answers: {command}",
            name=session.hub.name,
            command=typed("chwapi-console", "hub", "status"),
        ),
    )


def _of_leftovers(folders: Iterable[Path]) -> Fitness:
    crashes, begun = [], []
    for folder in folders:
        crashes += sorted(map(str, folder.glob(CRASHES)))
        begun += left_over_in(folder)
    told = []
    if crashes:
        told.append(
            plural(
                "{n} report of a crash lies here, for who maintains the program: {names}",
                "{n} reports of crashes lie here, for who maintains the program: {names}",
                len(crashes),
                names=some(crashes, MOST_NAMED),
            )
        )
    if begun:
        told.append(
            plural(
                "{n} file that was begun when its writer was killed; nothing reads it. To remove "
                "it: {command}",
                "{n} files that were begun when their writers were killed; nothing reads them. To "
                "remove them: {command}",
                len(begun),
                command=typed("rm", *begun[:MOST_NAMED]),
            )
        )
    if not told:
        return Fitness("leftovers", "right", say("no report of a crash lies here"))
    return Fitness("leftovers", "odd", side_by_side(told))
