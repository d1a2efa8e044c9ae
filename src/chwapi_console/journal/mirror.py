"""A journal with a second copy on another disk or stick, kept up to date with each act.

The mirror is a journal like any other, and what it lacks is copied as in a sync. An act waits for
it only as long as it answers: a stick that was pulled out or is full makes nobody wait, is said,
and catches up when it is back. Where the journal itself was lost, or put back to an earlier state
than this login has seen, what it lacks comes back from the mirror, and that is said. But a stick lies
about, and a chain does not tell who wrote it: what else stands in a mirror comes in by a sync that
somebody means, or not at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.errors import JournalError, JournalReadOnly
from chwapi_console.journal.file.held_place import HeldPlace, held_place
from chwapi_console.journal.file.too_large import LARGEST_PEER, bytes_of, refuse_too_large
from chwapi_console.journal.last_seen import LastSeen
from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.record import Received, Record
from chwapi_console.journal.record.room import MEANT, USUAL, Room
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.store import Store
from chwapi_console.journal.sync import forks, lacking
from chwapi_console.own_folder import link_of_others
from chwapi_console.text import Sentence, Value, all_in_one, plural, say, typed_path

if TYPE_CHECKING:
    from chwapi_console.journal.audit import Audit

OtherIncident = Callable[[Record, Record], Value | None]
"""What the second record is of, where it is another incident than the first; None where it is none."""
SECONDS_FOR_A_MIRROR = 3.0
"""Seconds that an act waits for others who write to the mirror."""


class MirroredStore:
    """A store, and in `folder` a file of the same name that holds the same events."""

    def __init__(
        self,
        store: SqliteStore,
        folder: Path,
        *,
        allow_network: bool = False,
        other_incident: OtherIncident | None = None,
    ) -> None:
        self._store = store
        self._other_incident, self._is_of_ours = other_incident, False
        self._path = folder / store.path.name
        self._allow_network = allow_network
        self._device: int | None = None
        self._mirror: SqliteStore | None = None
        self._behind: Sentence | None = None
        self._came_back: Sentence | None = None
        self._last_seen = LastSeen(store.path)
        self._catch_up()

    @property
    def name(self) -> str:
        """The store's name."""
        return self._store.name

    @property
    def record(self) -> Record:
        """What has been read of the store."""
        return self._store.record

    @property
    def origin(self) -> str:
        """The store's origin."""
        return self._store.origin

    @property
    def own_origins(self) -> frozenset[str]:
        """The store's origins."""
        return self._store.own_origins

    @property
    def format(self) -> int:
        """The format of the store's file."""
        return self._store.format

    @property
    def why_read_only(self) -> Sentence | None:
        """Why acts cannot be appended to the store; the mirror does not matter for that."""
        return self._store.why_read_only

    @property
    def trouble(self) -> Sentence | None:
        """What is wrong with the store and with the mirror, and what came back from that."""
        return all_in_one((self._came_back, self._store.trouble, self._behind))

    def refresh(self) -> None:
        """Reads on, and hands on to the mirror what others wrote without it."""
        self._store.refresh()
        self._catch_up()

    def append(
        self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        """Writes to the store, then to the mirror.

        When it returns the act is on both, or `trouble` says why not.
        """
        events = self._store.append(drafts, actor, shown)
        self._catch_up()
        return events

    def receive(
        self, events: Iterable[Event], room: Room = USUAL, actor: Actor | None = None
    ) -> Received:
        """Takes events from elsewhere into both."""
        received = self._store.receive(events, room, actor)
        self._catch_up()
        return received

    def renounce(self, origin: str) -> None:
        """Writes no more under an origin."""
        self._store.renounce(origin)

    def take_in(self) -> bool:
        """Sees to it that a plain copy of either has every act."""
        mirrored = self._mirror is None or self._mirror.take_in()
        return self._store.take_in() and mirrored

    def audit(self) -> "Audit":
        """Reads the store anew; the mirror is audited as a journal of its own."""
        return self._store.audit()

    def close(self) -> None:
        """Lets go of both."""
        self._last_seen.remember(self.record)
        self._store.close()
        if self._mirror is not None:
            self._mirror.close()

    def _catch_up(self) -> None:
        """Brings both to the same events; what hinders the mirror hinders nothing else."""
        try:
            self._look_for_folder()
            if self._mirror is None:
                self._mirror = self._opened_mirror()
            self._mirror.refresh()
            self._behind = None
            if self._mirror.record.tips != self._store.record.tips:
                self._check_incident(self._mirror)
                self._behind = self._exchange(self._store, self._mirror)
                for fork in forks(self._store.record, self._mirror.record):
                    self._behind = say(
                        "The mirror holds other acts than the journal from {origin} {seq} on. See "
                        "sync {path}.",
                        origin=fork.origin,
                        seq=fork.seq,
                        path=typed_path(self._path),
                    )
        except JournalError as error:
            if self._mirror is not None:
                self._mirror.close()
                self._mirror = None
                self._is_of_ours = False
            self._behind = say(
                "The mirror lags behind, acts are in the journal only. {reason}",
                reason=error.sentence,
            )

    def _check_incident(self, mirror: Store) -> None:
        """JournalError where the mirror holds the record of another incident.

        What comes is never taken out again, and last year's `restored` would count tonight.
        """
        if self._is_of_ours or self._other_incident is None:
            return
        other = self._other_incident(self._store.record, mirror.record)
        if other is not None:
            raise JournalError(
                say(
                    "{path} holds the record of another incident, {other}: nothing came from there "
                    "and nothing goes there. Name another folder for the mirror. If it is the same "
                    "incident: chwapi-console sync {typed} --yes",
                    path=str(self._path),
                    other=other,
                    typed=typed_path(self._path),
                )
            )
        self._is_of_ours = bool(mirror.record.plans)

    def _opened_mirror(self) -> SqliteStore:
        """The mirror's own store.

        JournalError where it cannot be opened, or is far larger than the journal and than most are.
        """
        try:
            place = held_place(self._path)
        except OSError as error:
            raise JournalError(
                say(
                    "{path}: cannot be reached: {reason}.",
                    path=str(self._path),
                    reason=error.strerror or str(error),
                )
            ) from error
        try:
            return self._opened_at(place)
        except BaseException:
            if place is not None:
                place.close()
            raise

    def _opened_at(self, place: HeldPlace | None) -> SqliteStore:
        link = place.link if place is not None else link_of_others(self._path)
        if link is not None:
            raise JournalError(
                say(
                    "{path} is reached by {link}, a link that is neither yours nor root's.",
                    path=str(self._path),
                    link=str(link),
                )
            )
        if (ours := bytes_of(self._store.path)) * 2 < bytes_of(self._path):
            refuse_too_large(self._path, many=ours > LARGEST_PEER)
        return SqliteStore(
            self._path,
            read_only=self._store.why_read_only is not None,
            allow_network=self._allow_network,
            patience=SECONDS_FOR_A_MIRROR,
            keep=False,
            place=place,
        )

    def _look_for_folder(self) -> None:
        """JournalError unless the folder is there, and on the disk where it was.

        Below a stick that was pulled out lies the folder that it was mounted on, and a copy there
        would be none.
        """
        folder = self._path.parent
        try:
            device = folder.stat().st_dev
        except OSError as error:
            raise JournalError(say("{path}: there is no such folder.", path=str(folder))) from error
        if self._device not in (None, device):
            raise JournalError(
                say("{path}: another disk was there before. Plug it in again.", path=str(folder))
            )
        self._device = device

    def _exchange(self, store: Store, mirror: Store) -> Sentence | None:
        """First what the journal lost, if it can be written; then what the mirror lacks.

        What stands in the mirror and was not taken, in words; None where that is nothing.
        """
        if lacking(store.record, mirror.record):
            store.refresh()  # somebody may have written to both since it was read
        ours = mirror.record.tips.keys() - _strange(store, mirror)
        lost = lacking(store.record, mirror.record, ours)
        is_lost = not store.record.events or self._last_seen.gone(store.record) is not None
        if lost and is_lost and store.why_read_only is None:
            taken = store.receive(lost, USUAL).taken
            self._came_back = _came_back(len(taken), self._path)
            lost = lacking(store.record, mirror.record, ours)
        if missing := lacking(mirror.record, store.record):
            if mirror.why_read_only is not None:
                raise JournalReadOnly(mirror.why_read_only)
            mirror.receive(missing, MEANT)
        if strange := _strange(store, mirror):
            return _not_taken(len(strange), self._path)
        return _not_followed(len(lost), self._path) if lost else None


def _strange(store: Store, mirror: Store) -> AbstractSet[str]:
    """The origins of the mirror of which the journal has nothing.

    To one without any act, which was lost, none is strange.
    """
    here = store.record.tips.keys() | store.own_origins
    return mirror.record.tips.keys() - here if here else frozenset()


def _came_back(acts: int, mirror: Path) -> Sentence:
    return plural(
        "{n} entry came back from the mirror, which the journal had lost: look at it (log). Who can write "
        "to {path} could have put it there.",
        "{n} entries came back from the mirror, which the journal had lost: look at them (log). Who can "
        "write to {path} could have put some there.",
        acts,
        path=str(mirror),
    )


def _not_followed(acts: int, mirror: Path) -> Sentence:
    return plural(
        "The mirror holds {n} entry that the journal lacks. It was not taken: somebody wrote it into the "
        "mirror, or put the journal back. If you trust it: sync {path}. If not, move that file away, and "
        "another is made.",
        "The mirror holds {n} entries that the journal lacks. They were not taken: somebody wrote them "
        "into the mirror, or put the journal back. If you trust them: sync {path}. If not, move that file "
        "away, and another is made.",
        acts,
        path=typed_path(mirror),
    )


def _not_taken(origins: int, mirror: Path) -> Sentence:
    return plural(
        "The mirror holds acts of {n} journal that is unknown here. They were not taken. If you "
        "trust them, see sync {path}.",
        "The mirror holds acts of {n} journals that are unknown here. They were not taken. If you "
        "trust them, see sync {path}.",
        origins,
        path=typed_path(mirror),
    )
