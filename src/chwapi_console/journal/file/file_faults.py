"""What is wrong with the file that a journal lies in, in words.

What happened, whether anything was written, what to do next.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from chwapi_console.errors import JournalError, JournalGone, JournalReadOnly
from chwapi_console.journal.file.lock_holder import Holder, read_lock_holder, write_lock_holder
from chwapi_console.journal.file.read_so_far import WRITTEN_OVER
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.sharing import how_to_share
from chwapi_console.text import Sentence, beginning, say, some, typed_path

Answer = TypeVar("Answer")

PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
"""What ends by itself when others let go of the file."""

NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
"""What a full disk gives: the second where -shm cannot grow, and where a quota is used up; a
failing one gives that too."""

DOUBTFUL = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""What SQLite calls damage, be it that the disk failed for once (`SQLITE_IOERR_CORRUPTFS`): a
second look tells the two apart."""

CHUNK, MOST_CHUNKS = 1 << 20, 1 << 9
"""Bytes that are read at a time, and how often: a journal of a whole restoration has some
megabytes."""


BESIDE = "-journal"
"""What the longest of the names of files beside a journal ends with."""

MOST_NAMED = 5
"""Names of what others put into a file."""

LONGEST_NAME, LONGEST_WAY = 255, 512
"""Bytes of a name where the system does not say, and of a whole path with SQLite (`MAX_PATHNAME`)."""

FILES_OF_A_JOURNAL = 4
"""Descriptors that an open journal takes at most."""


class NoJournal(JournalError):
    """The file is sound, and not a journal of this program, or not any more."""


class Busy(sqlite3.OperationalError):
    """Somebody takes the -wal in just now, or writes: it passes, as SQLite's own locks do."""

    sqlite_errorcode = sqlite3.SQLITE_BUSY


class Damage(sqlite3.DatabaseError):
    """The file is damaged where SQLite raises nothing.

    It was asked to look for damage, or its own words about that hold bytes that are no text, so
    that Python cannot even say the error.
    """

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def asked(attempt: Callable[[], Answer]) -> Answer:
    """What SQLite answers.

    `Damage` for an error, or a text of the file's schema, that is no text.
    """
    try:
        return attempt()
    except UnicodeDecodeError as error:
        raise Damage from error


def in_a_row(first: Sentence, second: Sentence | None) -> Sentence:
    """Both sentences; the first alone where there is no second."""
    return say("{first} {second}", first=first, second=second) if second else first


def result_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for what Python's module found wrong by itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _has_descriptors() -> bool:
    """Whether this process may open as many files as a journal takes."""
    held = list[int]()
    try:
        while len(held) < FILES_OF_A_JOURNAL:
            held.append(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))
    except OSError:
        return False
    finally:
        for descriptor in held:
            os.close(descriptor)
    return True


MOST_AT_ONCE = 64 << 20
"""Bytes by which a file may have to grow for one act: a plan's text is in one."""


def lacks_room(error: sqlite3.Error) -> bool:
    """Whether it may be for want of room that something failed."""
    return result_code(error) in NO_ROOM and not is_cut_short(error)


def is_cut_short(error: sqlite3.Error) -> bool:
    """Whether the -wal ends before what -shm says that it holds.

    Somebody emptied or removed it while others had it open. What a journal itself lacks at its end
    SQLite takes for zeros.
    """
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHORT_READ


def _limited(size: int, *, writing: bool) -> Sentence:
    if writing:
        return say(
            "no file may grow beyond {size} KB here (ulimit -f). Nothing was written; lift that (ulimit -f "
            "unlimited), then do it again.",
            size=size,
        )
    return say(
        "no file may grow beyond {size} KB here (ulimit -f). Lift that (ulimit -f unlimited), then look "
        "again.",
        size=size,
    )


_OF_WHAT_IS_IN_IT = (
    "no such ",
    "unsupported file format",
    "attached databases must use ",
    "Could not decode to UTF-8 ",
)
"""How SQLite's sentences, and one of Python's, begin about a file that is not as it was made; others of
the same number follow from a disk that fails."""

_NOTHING = say("Nothing was written.")


def _is_of_what_is_in_it(error: object) -> bool:
    return str(error).startswith(_OF_WHAT_IS_IN_IT)


def _changed_by_hand(reason: str) -> Sentence:
    return say(
        'cannot be used as it is ("{reason}"): it is damaged, or somebody changed it by hand. Keep a '
        "copy of it, and bring back a copy of the journal, or a mirror.",
        reason=beginning(reason),
    )


class FileFaults(NamedTuple):
    """The words for faults of the file at a path."""

    path: Path

    @property
    def real(self) -> Path:
        """The file itself, where the path is a link to it: what belongs to it lies there."""
        return Path(os.path.realpath(self.path))

    def unusable(self, sentence: Sentence) -> JournalError:
        """What is wrong, with the path before it."""
        return JournalError(say("{path}: {sentence}", path=str(self.path), sentence=sentence))

    def no_journal(self, sentence: Sentence) -> NoJournal:
        """What keeps it from being one, with the path before it."""
        return NoJournal(self.unusable(sentence).sentence)

    def explained(
        self, error: sqlite3.Error, *, has_been_read: bool, writing: bool, waited: float
    ) -> JournalError:
        """Why the file could not be used, others having been waited for for so many seconds.

        One that has been read before was sound then. What could not be done to the end while
        something was to be written is not there.
        """
        match result_code(error):
            case sqlite3.SQLITE_IOERR if is_cut_short(error):
                return self._cut_short(has_been_read=has_been_read)
            case code if code in DOUBTFUL and (reason := self.why_unreadable()):
                return self.unusable(self._failing(reason, writing=writing))
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_CONSTRAINT if (
                has_been_read
            ):
                return JournalGone(WRITTEN_OVER)
            case sqlite3.SQLITE_ERROR | 0 if has_been_read and _is_of_what_is_in_it(error):
                return JournalGone(WRITTEN_OVER)
            case sqlite3.SQLITE_READONLY:
                return JournalReadOnly(
                    say("{path}: cannot be written to. Nothing was written.", path=str(self.path))
                )
            case sqlite3.SQLITE_CORRUPT:
                return self.damaged()
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return self.cannot_be_opened()
            case code if code in PASSING:
                return self.unusable(self._who_is_writing(max(1, round(waited)), writing=writing))
            case code:
                return self.unusable(self._in_words(code, str(error), writing=writing))

    def _in_words(self, code: int, reason: str, *, writing: bool) -> Sentence:
        """What SQLite says of a file that is of no use as it is."""
        match code:
            case sqlite3.SQLITE_NOTADB:
                return say(
                    "is not a journal, or its beginning is damaged. Name the journal with "
                    "--journal, or bring back a copy, or a mirror."
                )
            case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR if limit := self.limit():
                return _limited(limit, writing=writing)
            case sqlite3.SQLITE_FULL if writing:
                return say("the disk is full. Nothing was written; make room, then do it again.")
            case sqlite3.SQLITE_FULL:
                return say("the disk is full. Make room, then look again.")
            case sqlite3.SQLITE_IOERR:
                return self._failing(reason, writing=writing)
            case sqlite3.SQLITE_ERROR | 0 if _is_of_what_is_in_it(reason):
                return in_a_row(_changed_by_hand(reason), _NOTHING if writing else None)
        if writing:
            return say("{reason}. Nothing was written.", reason=reason)
        return say("{reason}.", reason=reason)

    def _cut_short(self, *, has_been_read: bool) -> JournalError:
        wal = f"{self.real.name}-wal"
        if has_been_read:
            return JournalGone(
                say("has lost what was in {name} while it was open: somebody emptied it.", name=wal)
            )
        return self.unusable(
            say(
                "{name} beside it was emptied or removed while somebody has the journal open, and "
                "only they have what was in it. Have them end their console, which says where it "
                "kept that; then try again.",
                name=wal,
            )
        )

    def not_kept(self, error: sqlite3.Error) -> JournalError:
        """That nobody knows whether an act is there, for the disk failed while it was to keep it."""
        if limit := self.limit():
            return self.unusable(
                say(
                    "no file may grow beyond {size} KB here (ulimit -f), just when the act was to be kept: "
                    "it may be there or not. Lift that (ulimit -f unlimited), then look at log before you "
                    "do it again.",
                    size=limit,
                )
            )
        return self.unusable(
            say(
                "the disk is full or failing ({reason}), just when it was to keep the act: it "
                "may "
                "be there or not. Make room or "
                "look at the disk, then at log before you do it "
                "again.",
                reason=str(error),
            )
        )

    def why_unreadable(self) -> str | None:
        """What the disk answers to whoever reads the file and its -wal to their ends.

        None where it gives them. Of what is larger than any journal only the beginning is read, and
        what is no file is none of its disk's.
        """
        try:
            for path in (self.path, Path(f"{self.real}-wal")):
                if path.is_file():
                    with path.open("rb", buffering=0) as file:
                        for _ in range(MOST_CHUNKS):
                            if not file.read(CHUNK):
                                break
        except OSError as error:
            return error.strerror or str(error)
        return None

    def no_room(self, error: sqlite3.Error) -> Sentence:
        """Why a file was opened to be read only, where SQLite had no room for more."""
        if self._takes_no_file():
            return say(
                "{path}: its disk takes no more files (df -i); nothing can be written to it until some "
                "are removed.",
                path=str(self.path),
            )
        if limit := self.limit():
            return say(
                "{path}: no file may grow beyond {size} KB here (ulimit -f); nothing can be written to it "
                "until that is lifted: ulimit -f unlimited",
                path=str(self.path),
                size=limit,
            )
        if result_code(error) == sqlite3.SQLITE_FULL or self.is_full():
            return say(
                "{path}: the disk is full; nothing can be written to it until there is room.",
                path=str(self.path),
            )
        return say(
            "{path}: the disk is full or failing ({reason}); nothing can be written to it until that has "
            "passed.",
            path=str(self.path),
            reason=str(error),
        )

    def limit(self) -> int:
        """The KB beyond which this login lets no file grow, where that may be why something failed.

        0 where there is no such limit, or a disk that is full is reason enough.
        """
        from resource import RLIM_INFINITY, RLIMIT_FSIZE, getrlimit

        most = getrlimit(RLIMIT_FSIZE)[0]
        if most == RLIM_INFINITY or self.is_full():
            return 0
        largest = 0
        for path in (self.real, Path(f"{self.real}-wal")):
            with suppress(OSError):
                largest = max(largest, path.stat().st_size)
        return max(1, most >> 10) if most < largest + MOST_AT_ONCE else 0

    def is_full(self) -> bool:
        """Whether the disk has no room at all, or takes no file more."""
        with suppress(OSError):
            return not os.statvfs(self.real.parent).f_bavail or self._takes_no_file()
        return False

    def _takes_no_file(self) -> bool:
        with suppress(OSError):
            room = os.statvfs(self.real.parent)
            return room.f_files > 0 and not room.f_favail
        return False

    @staticmethod
    def _failing(reason: str, *, writing: bool) -> Sentence:
        if writing:
            return say(
                "the disk is full or failing ({reason}). Nothing was written; make room or look at "
                "the disk, then do it "
                "again.",
                reason=reason,
            )
        return say(
            "the disk is full or failing ({reason}). Make room or look at the disk, then look "
            "again.",
            reason=reason,
        )

    def refuse_a_long_name(self) -> None:
        """JournalError where a file that SQLite keeps beside it has a name, or a way, too long.

        SQLite itself would say that the journal cannot be opened.
        """
        name, way = len(os.fsencode(self.real.name)), len(os.fsencode(self.real))
        longest = LONGEST_NAME
        with suppress(OSError, ValueError):
            longest = os.pathconf(self.real.parent, "PC_NAME_MAX")
        for bytes_of_it, most in ((name, longest), (way, LONGEST_WAY)):
            if bytes_of_it + len(BESIDE) > most:
                raise self.unusable(
                    say(
                        "its name, or the way to it, is {n} bytes long, and {most} are the most, for "
                        "other files lie beside it. Give the plan a shorter name, or name a journal "
                        "elsewhere (--journal).",
                        n=bytes_of_it,
                        most=most - len(BESIDE),
                    )
                )

    def cannot_be_opened(self) -> JournalError:
        """That nobody may look at it, or that this process may open no more files."""
        if not _has_descriptors():
            return self.unusable(
                say(
                    "cannot be opened: this process may open no more files (ulimit -n). Look at log "
                    "before you do anything again."
                )
            )
        return self.unusable(
            in_a_row(
                say("cannot be opened. Look at its permissions and those of its folder."),
                how_to_share(self.real),
            )
        )

    def strange(self, names: Sequence[str]) -> Sentence | None:
        """That something in the file is not this program's, by name; None where nothing is."""
        return (
            say(
                "{path}: has in it what this program did not make ({names}), and could swallow an "
                "act. Go on in another "
                "journal (--journal NEW), and bring in there what is in this one (sync {typed}).",
                path=str(self.path),
                names=some([beginning(name) for name in names], MOST_NAMED),
                typed=typed_path(self.path),
            )
            if names
            else None
        )

    def damaged(self) -> JournalError:
        """That it is damaged, and how to keep what is left."""
        return self.unusable(
            say("is damaged. Keep a copy of it and of the files -wal and -shm beside it.")
        )

    def _who_is_writing(self, seconds: int, *, writing: bool) -> Sentence:
        if (alone := read_lock_holder(self.real)) is not None:
            return _has_it_alone(alone, seconds)
        if not writing:
            return say(
                "could not be locked to be read for {seconds} s. Another process may be at it, or "
                "the disk refuses locks. Try again.",
                seconds=seconds,
            )
        if (holder := write_lock_holder(self.real)) is None:
            return say(
                "could not be locked for {seconds} s. Another process may be writing, or the disk "
                "refuses locks. Nothing was written; try again.",
                seconds=seconds,
            )
        if holder.reads:
            return self._only_reads(holder, seconds)
        if holder.stopped:
            return say(
                "process {process} ({command}) stopped in the middle of writing; this act waited "
                "{seconds} s. Nothing was written. Let it go on (kill -CONT {process}) or end it "
                "(kill -KILL {process}), then try again.",
                process=str(holder.process),
                command=holder.command,
                seconds=seconds,
            )
        return say(
            "process {process} ({command}) has been writing for {seconds} s. Nothing was written; "
            "try again.",
            process=str(holder.process),
            command=holder.command,
            seconds=seconds,
        )

    def _only_reads(self, holder: Holder, seconds: int) -> Sentence:
        return say(
            "process {process} ({command}) only reads, and holds what it needs to be written, "
            "for {seconds} s now. No chwapi-console does so. Nothing was written. End it "
            "(kill {process}), and let nobody read who is not of the night (chmod o-r "
            "{typed}); then try again.",
            process=str(holder.process),
            command=holder.command,
            seconds=seconds,
            typed=typed_path(self.real),
        )


def _has_it_alone(holder: Holder, seconds: int) -> Sentence:
    """That a process keeps everybody else from the file, and how it comes free."""
    if holder.stopped:
        return say(
            "process {process} ({command}) is stopped while it has the file for itself; this waited "
            "{seconds} s, and nothing was written. Let it go on (kill -CONT {process}) or end it "
            "(kill -KILL {process}), then try again.",
            process=str(holder.process),
            command=holder.command,
            seconds=seconds,
        )
    return say(
        "process {process} ({command}) has had the file for itself for {seconds} s. Nothing was "
        "written; try again. If it stays so, look what it does, or end it (kill {process}).",
        process=str(holder.process),
        command=holder.command,
        seconds=seconds,
    )
