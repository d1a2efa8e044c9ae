"""Answers that are not written yet, in the login's cache folder: a line that dies ends the console.

Each conversation has a file, of this journal and of who was asked, until its act is written, and
for a day at most. A thread of its own writes them, for a home that hangs must hold nobody up; what
cannot be kept is done without.
"""

import json
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.own_cache import held, made, own_bytes, put

LONGEST = 24 * 3600.0
"""Seconds for which answers are kept: what was known then is another night's."""
MOST_READ = 1 << 16
PATIENCE = 1.0
"""Seconds that the end of the console waits for what is still to be kept."""
_ENDING = ".answers"


class AnswersOf(NamedTuple):
    """Whose answers they are: the person, and the action and subject of the conversation."""

    who: str
    action: str
    subject: str


class Kept(NamedTuple):
    """Answers by the words of their questions, and whether somebody was told that they are not written."""

    answers: dict[str, str]
    told: bool = False


class KeptAnswers:
    """The answers that are kept of a journal."""

    def __init__(self, journal: Path) -> None:
        self._place = _digest(str(journal.absolute()))
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._there: set[AnswersOf] = set()

    def read(self) -> Iterator[tuple[AnswersOf, Kept]]:
        """What earlier consoles kept, the latest first; what is too old is taken away.

        A link or a folder among them keeps no other from being read.
        """
        with suppress(OSError), held() as folder:
            for name in _latest_first(self._place, folder):
                content = b""
                with suppress(OSError):
                    content = own_bytes(name, folder, MOST_READ)
                kept = _read(content)
                if kept is not None:
                    self._there.add(kept[0])
                    yield kept

    def keep(self, of: AnswersOf, kept: Kept) -> None:
        """Has the answers of a conversation kept in place of those before; none takes them away."""
        if kept.answers:
            self._there.add(of)
            self._do(partial(_put, self._name(of), _written(of, kept)))
        elif of in self._there:
            self._there.remove(of)
            self._do(partial(_dropped, self._name(of)))

    def stop(self) -> None:
        """Waits, not for long, until all is kept."""
        if self._thread is not None:
            self._tasks.put(None)
            self._thread.join(PATIENCE)

    def _name(self, of: AnswersOf) -> str:
        return f"{self._place}-{_digest(chr(0).join(of))}{_ENDING}"

    def _do(self, task: Callable[[], None]) -> None:
        self._tasks.put(task)
        if self._thread is None:
            thread = threading.Thread(target=self._run, name="answers", daemon=True)
            with suppress(RuntimeError):  # no thread more (ulimit -u)
                thread.start()
                self._thread = thread

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            with suppress(OSError):
                task()


def _latest_first(place: str, folder: int) -> list[str]:
    """The files of a journal; what is too old is taken away."""
    times = {
        name: os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime
        for name in os.listdir(folder)
        if name.startswith(place) and name.endswith(_ENDING)
    }
    for name in [name for name in times if abs(time.time() - times[name]) > LONGEST]:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
        del times[name]
    return sorted(times, key=times.__getitem__, reverse=True)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogateescape")).hexdigest()[:16]


def _written(of: AnswersOf, kept: Kept) -> bytes:
    return json.dumps({"of": [*of], "answers": kept.answers, "told": kept.told}).encode()


def _put(name: str, content: bytes) -> None:
    with made() as folder:
        put(name, content, folder)


def _dropped(name: str) -> None:
    with held() as folder:
        os.unlink(name, dir_fd=folder)


def _read(content: bytes) -> tuple[AnswersOf, Kept] | None:
    """None where it was cut short or damaged, or is of another version of this program."""
    try:
        kept = json.loads(content)
        json.dumps(kept, ensure_ascii=False).encode()  # half a letter ends what says it
        who, action, subject = map(str, kept["of"])
        answers = {str(asked): str(text) for asked, text in kept["answers"].items()}
        return AnswersOf(who, action, subject), Kept(answers, told=bool(kept["told"]))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
