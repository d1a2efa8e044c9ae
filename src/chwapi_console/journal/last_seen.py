"""How far a journal went when this login last looked, kept where who writes in its folder does not.

A chain cannot show that its end was cut off, and SQLite believes whatever `-wal` lies beside a file:
who may write there can put back an older one. So the last entry that a login saw of each journal is
kept in its own state folder, and an older state of that journal is told by every look, as is another
in its place. What cannot be kept, or lies where others choose what stands, is done without.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from chwapi_console import own_folder
from chwapi_console.clock import iso, utc_now
from chwapi_console.journal.file.filesystem import machine
from chwapi_console.journal.record.events import Place
from chwapi_console.journal.record.headcode import head_code
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.signing.signing_key import key_path
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.own_cache import own_bytes, put
from chwapi_console.text import Sentence, plural, typed

MOST_KEPT = 100
"""Journals of which it is kept; those that were looked at longest ago give way."""
MOST_OF_A_PLACE = 16
"""Journals that lay at one path, of which it is kept: one that was put there for a look takes the place
of no other."""
MOST_READ = 40_000
A_SHIFT = timedelta(hours=12)
AN_EXERCISE = "exercise"
"""In the place of the time of its latest act, of a journal that was an exercise's whenever it was seen:
another is begun as often as people like."""


class Seen(NamedTuple):
    """The last entry of a journal in the order of arrival, by place, hash and time.

    The hash of the first, by which it is that journal; how many there were; the first of the journal
    that lay there before, where nobody here began another; and when the latest act was, or that it is
    `AN_EXERCISE`.
    """

    first: str
    origin: str
    seq: int
    hash: str
    at: str
    events: int
    over: str = ""
    until: str = ""

    @property
    def place(self) -> Place:
        """Where the last entry stands in the record."""
        return (self.origin, self.seq)


class LastSeen:
    """What was seen of the journal that lies at a path.

    Made before the journal is read: who acts meanwhile is seen later.
    """

    def __init__(self, journal: Path, *, is_exercise: bool = False) -> None:
        self._journal, self._is_exercise = journal, is_exercise
        here = f"{machine()}\0{os.path.realpath(journal)}"  # a home may be on several machines
        self._name = sha256(os.fsencode(here)).hexdigest()[:32]
        self._seen = self._read()
        self._over = ""
        self._tried = ""
        self._began = ""

    def begun(self, record: Record) -> None:
        """Keeps at once that this login began the journal: its next look, elsewhere, may come any moment.

        One that was emptied before is told all the same.
        """
        if not self._over:
            self._began = record.events[0].hash
        self.remember(record)

    def meet(self, record: Record) -> None:
        """Sees whether another journal lies there than the one that was seen last, as it is opened.

        One that was emptied and is begun anew, or one that this login did not see begin, within a
        shift, of an exercise excepted: nobody begins another night in the middle of one. Where no file
        is, one begins. A time far ahead is that of a clock that was wrong, and tells nothing.
        """
        if not self._seen or self._seen_of(record) not in (None, self._seen[0]):
            return
        latest = self._seen[0]
        if record.events:
            until = latest.until or latest.at  # an earlier program kept the time of the last alone
            begin, end = (iso(utc_now() + shift) for shift in (-A_SHIFT, A_SHIFT))
            is_other = self._seen_of(record) is None and begin < until < end
        else:
            is_other = self._journal.exists()
        self._over = latest.first if is_other else ""

    def _seen_of(self, record: Record) -> Seen | None:
        """What was seen of the journal that lies there now.

        A file in which nothing stands is an older state of the latest: a new night begins with none.
        """
        if not record.events:
            return self._seen[0] if self._seen and self._journal.exists() else None
        first = record.events[0].hash
        known = next((seen for seen in self._seen if seen.first == first), None)
        if known is None and self._seen:  # the first may be damaged, or another put before it
            there = {event.hash for event in record.events}
            return next(
                (s for s in self._seen if s.origin in record.tips or s.first in there), None
            )
        return known

    def told(self, record: Record) -> Sentence | None:
        """What this login saw there and is not there; None where all is, or where that was meant."""
        found = self.gone(record) or self._replaced(record)
        return None if found is not None and self._is_meant() else found

    def _is_meant(self) -> bool:
        """Whether what was kept was taken away, as who means it is told: a console hears of it too."""
        with suppress(OSError), own_folder.held(_place()) as folder:
            try:
                os.stat(self._name, dir_fd=folder, follow_symlinks=False)
            except FileNotFoundError:
                self._seen, self._over, self._tried = (), "", ""
                return True
        return False

    def _replaced(self, record: Record) -> Sentence | None:
        """That another journal lies there than the one that was seen before."""
        seen = self._seen_of(record)
        over = self._over if seen is None else seen.over
        before = next((each for each in self._seen if each.first == over), None)
        if before is None or record.holds(before.place, before.hash) or self._is_begun(record):
            return None
        return plural(
            "{path}: another journal lies there than the one that this login saw: that had {n} entry "
            "({code}, of {at}). Somebody emptied or replaced it. Bring the other back from a mirror or "
            "from whoever has it (sync PATH). If another was meant to be begun: {command}",
            "{path}: another journal lies there than the one that this login saw: that had {n} entries "
            "(the last {code}, of {at}). Somebody emptied or replaced it. Bring the other back from a "
            "mirror or from whoever has it (sync PATH). If another was meant to be begun: {command}",
            before.events,
            path=str(self._journal),
            code=head_code(before.hash),
            at=before.at,
            command=typed("rm", _place() / self._name),
        )

    def _is_begun(self, record: Record) -> bool:
        """Whether another process of this login has kept by now that it began the journal."""
        first = [event.hash for event in record.events[:1]]
        return any(seen.first in first and not seen.over for seen in self._read())

    def gone(self, record: Record) -> Sentence | None:
        """That the journal was put back to an earlier state since; None where it was not.

        Another journal in its place is none that was seen.
        """
        if (seen := self._seen_of(record)) is None:
            return None
        if record.holds(seen.place, seen.hash):
            return None
        return plural(
            "{path}: when this login last looked it had {n} entry, and that is not in it now "
            "({code}, of {at}). Somebody put back an older state of the file or of its -wal, or changed what "
            "stands in it by hand, or another copy lies here (a second stick). Bring it back from a mirror "
            "or from whoever has it (sync PATH). If that was meant: {command}",
            "{path}: when this login last looked it had {n} entries, and the last of them is not in it now "
            "({code}, of {at}). Somebody put back an older state of the file or of its -wal, or changed what "
            "stands in it by hand, or another copy lies here (a second stick). Bring it back from a mirror "
            "or from whoever has it (sync PATH). If that was meant: {command}",
            seen.events,
            path=str(self._journal),
            code=head_code(seen.hash),
            at=seen.at,
            command=typed("rm", _place() / self._name),
        )

    def remember(self, record: Record) -> None:
        """Keeps how far the journal goes now; nothing while it lacks what was seen."""
        if not record.events:
            return
        last = record.events[-1].hash
        if last == self._tried or self._now(record) == self._seen_of(record):
            return
        self._seen = self._read()  # another process of this login may have seen more
        seen = self._now(record)
        if seen == self._seen_of(record) or self.gone(record) is not None:
            return
        self._tried = last  # where it cannot be kept, a console asks no disk twice a second
        others = [each for each in self._seen if each.first != seen.first]
        latest = (seen._replace(until=self._until(record)), *others[: MOST_OF_A_PLACE - 1])
        with suppress(OSError, ValueError), _made() as folder:
            put(self._name, json.dumps(latest).encode(), folder)
            self._seen = latest
            for name in _oldest(folder):
                os.unlink(name, dir_fd=folder)

    def _now(self, record: Record) -> Seen:
        first, last, known = record.events[0], record.events[-1], self._seen_of(record)
        over, until = (self._over, "") if known is None else (known.over, known.until)
        over = "" if first.hash == self._began else over
        return Seen(first.hash, *last.place, last.hash, last.at, len(record.events), over, until)

    def _until(self, record: Record) -> str:
        """When the latest act was, of what is no exercise, or was not once."""
        known = self._seen_of(record)
        if self._is_exercise and (known is None or known.until == AN_EXERCISE):
            return AN_EXERCISE
        return _latest_in(record)

    def _read(self) -> tuple[Seen, ...]:
        """The latest first."""
        with (
            suppress(OSError, ValueError, TypeError, LookupError, RecursionError),
            own_folder.held(_place()) as folder,
        ):
            kept = json.loads(own_bytes(self._name, folder, MOST_READ))
            kept = kept if isinstance(kept[0], list) else [kept]  # as an earlier program kept one
            return tuple(_seen(each) for each in kept[:MOST_OF_A_PLACE])
        return ()


def _latest_in(record: Record) -> str:
    """When the latest act was: whoever sends one last may have dated it as they like."""
    latest = record.latest_by("", own=False) or record.events[-1]
    return iso(min(latest.moment, utc_now()))


def _seen(kept: list[Any]) -> Seen:
    """ValueError or TypeError where it is none."""
    first, origin, seq, digest, at, events, *more = kept  # an earlier program kept no more
    if not all(isinstance(text, str) for text in (first, origin, digest, at, *more)):
        raise TypeError
    if not type(seq) is type(events) is int:
        raise TypeError
    int(digest, 16)
    return Seen(first, origin, seq, digest, at, events, *more)


def _place() -> Path:
    """OSError where the environment names no home: then nothing is kept."""
    if (path := key_path()) is None:
        raise OSError("no home")
    return path.with_name("seen")


@contextmanager
def _made() -> Iterator[int]:
    with own_folder.made(_place()) as folder:
        yield folder


def _oldest(folder: int) -> list[str]:
    names = os.listdir(folder)
    if len(names) <= MOST_KEPT:
        return []
    times = {
        name: os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime_ns for name in names
    }
    return sorted(times, key=times.__getitem__)[: len(names) - MOST_KEPT]
