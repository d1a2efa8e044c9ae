"""Whose turn it is to speak to the hub for a journal, and what came of it.

All who have the journal open on this host share a small file beside it, locked by the one who
speaks to the hub, who touches it again and again. The lock ends with its process, however that ends,
and the next takes over; so it does where the process that has the lock does not go on: stopped, or
one that only locks. Then another file comes in its place, and whoever held the first has lost the
turn. The others read there what they show: whether the hub is away, since when, and how much waits. The file
holds no act: without it nothing is lost, but nobody notices that the hub is another one.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path
from typing import Any, Self

from chwapi_console.descriptors import close_anyhow
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.presence import Seat, seats_in
from chwapi_console.journal.hub.put_back import HubPutBack
from chwapi_console.journal.hub.small_file import opened_beside, put_in_place
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say, typed_path

MARK = "-hub"
MOST_READ = 65_536

SECONDS_BETWEEN_SIGNS = 2.0
SECONDS_WITHOUT_A_SIGN = 30.0
"""After which whoever has the turn does not go on. Where that is not so, two speak for a while, and
bring and hand out the same."""


class HubNotes(NamedTuple):
    """What is known of the hub of a journal: its `id`.

    How far it had each origin at last, the journal's own first; since when it is away (ISO 8601
    UTC; empty while it answers), and how many acts `wait` since; when it was seen to have been put
    back to an earlier state, and how many events it `lacked` then; whether not all that it has fits
    (`misfits`); who is `present` at a console, here and elsewhere: while it is away those of this
    host alone.
    """

    id: str = ""
    went: Mapping[str, int] = {}
    away_since: str = ""
    wait: int = 0
    put_back: str = ""
    present: Sequence[Seat] = ()
    lacked: int = 0
    misfits: bool = False

    def text(self) -> str:
        """As the file has it, with as many of the people and of the origins as there is room for."""
        text = json.dumps(self._asdict(), sort_keys=True)
        if len(text) > MOST_READ and self.present:
            return self._replace(present=self.present[: len(self.present) // 2]).text()
        if len(text) > MOST_READ and self.went:
            return self._replace(went=dict([*self.went.items()][: len(self.went) // 2])).text()
        return text

    @classmethod
    def read(cls, text: str) -> Self:
        """What a file says; nothing, where it is torn or somebody else's."""
        try:
            said: Any = json.loads(text)
            known = cls(
                str(said["id"]),
                {str(origin): int(seq) for origin, seq in said["went"].items()},
                str(said["away_since"]),
                int(said["wait"]),
                str(said["put_back"]),
                seats_in(said.get("present", ())),
                int(said.get("lacked", 0)),
                said.get("misfits") is True,
            )
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            OverflowError,
            RecursionError,
        ):
            return cls()
        return known


def name_hub(journal: Path, identity: str, seen: HubPutBack | None = None) -> None:
    """Names the hub that the journal is exchanged with from now on, whoever's turn it is.

    They also learn that it was `seen` to have been put back.
    """
    turn = HubTurn(journal)
    try:
        turn.take()
        if turn.known().id != identity:
            turn.keep(HubNotes(identity))
        if seen is not None:
            turn.keep(turn.known()._replace(put_back=seen.at, lacked=seen.lacked))
    finally:
        turn.close()


class HubTurn:
    """The file of a journal's hub, and the lock on it."""

    def __init__(self, journal: Path) -> None:
        self._path = Path(f"{os.path.realpath(journal)}{MARK}")
        self._descriptor = -1
        self._written = ""
        self._has_lock = False
        self._sign_from = 0.0

    @property
    def is_held(self) -> bool:
        """Whether it is this process's turn: another may have taken it while this one was stopped."""
        return self._has_lock and self._stands

    @property
    def _stands(self) -> bool:
        """Whether the file that is open is the one beside the journal."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.lstat(self._path))
        except OSError:
            return False

    def take(self) -> bool:
        """Whether it is this process's turn from now on. HubError where the file cannot be used."""
        if self.is_held:
            return True
        if not self._stands:
            self.close()
            self._descriptor = self._opened()
        try:
            flock(self._descriptor, LOCK_EX | LOCK_NB)
        except OSError:
            if self._shows_life():
                return False
            self._take_over()
        self._has_lock = True
        self.give_sign()
        return True

    def _shows_life(self) -> bool:
        """Whether whoever has the turn goes on, as far as the file tells."""
        age = time.time() - os.fstat(self._descriptor).st_mtime
        return abs(age) < SECONDS_WITHOUT_A_SIGN

    def _take_over(self) -> None:
        """Takes the turn from a process that does not go on. HubError where that cannot be done."""
        try:
            fresh = put_in_place(self._path, self.known().text().encode())
        except OSError as error:
            raise self._kept(error.strerror or str(error)) from error
        close_anyhow(self._descriptor)
        self._descriptor, self._written = fresh, ""

    def _kept(self, reason: str) -> HubError:
        return HubError(
            say(
                "Nothing is exchanged with the hub from here: a process has {path} in hand and does "
                "not go on, and the file cannot be replaced ({reason}). Find and end it: "
                "fuser -v {typed}",
                path=str(self._path),
                reason=reason,
                typed=typed_path(self._path),
            )
        )

    def give_sign(self) -> None:
        """Shows the others that whoever has the turn goes on."""
        if self._has_lock and time.monotonic() >= self._sign_from:
            self._sign_from = time.monotonic() + SECONDS_BETWEEN_SIGNS
            with suppress(OSError):
                os.utime(self._descriptor)

    def _opened(self) -> int:
        try:
            return opened_beside(self._path)
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from error

    def _unusable(self, reason: str) -> HubError:
        return HubError(
            say(
                "Nothing is exchanged with the hub from here: {path} cannot be used ({reason}). Take "
                "it away; it is made anew, and holds no act.",
                path=str(self._path),
                reason=reason,
            )
        )

    def known(self) -> HubNotes:
        """What is known of the hub."""
        try:
            descriptor = os.open(
                self._path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
            )
        except OSError:
            return HubNotes()
        try:
            said = os.read(descriptor, MOST_READ + 1)
            return (
                HubNotes()
                if len(said) > MOST_READ
                else HubNotes.read(said.decode(errors="replace"))
            )
        except OSError:
            return HubNotes()
        finally:
            close_anyhow(descriptor)

    def keep(self, known: HubNotes) -> None:
        """Writes down what is known, where it is another than before.

        A process that has not the turn writes only what a person asked for. It is no act: where the disk is full
        nothing is lost by it.
        """
        text = known.text()
        if self._descriptor < 0 or text == self._written:
            return
        with suppress(OSError):
            os.pwrite(self._descriptor, text.encode(), 0)
            os.ftruncate(self._descriptor, len(text.encode()))
            self._written = text

    def step_back(self) -> None:
        """Lets the next take over."""
        self._has_lock = False
        if self._descriptor >= 0:
            with suppress(OSError):
                flock(self._descriptor, LOCK_UN)

    def close(self) -> None:
        """Lets the next take over, and goes."""
        self.step_back()
        if self._descriptor >= 0:
            close_anyhow(self._descriptor)
        self._descriptor = -1
