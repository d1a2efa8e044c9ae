"""The use-cases that both faces call: open, look, act. Owns the plan in force, the store, and
whether acts may be written.

An act flows one way: the faces call `mark` and its like with the view that was shown; the rules in
`recovery` turn it into drafts (see `recovery.acts.drafting`); the store makes them durable; only
then does the call return. A session is used from one thread at a time.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chwapi_console.clock import utc_now
from chwapi_console.errors import (
    ChwapiError,
    JournalError,
    Refused,
    RequestError,
    StaleView,
    Unmeant,
)
from chwapi_console.inventory.file.load import LoadedPlan, Tell, untold
from chwapi_console.journal.events import Draft, Event, new_id
from chwapi_console.journal.headcode import head_code
from chwapi_console.journal.kept import acts_kept, names_kept
from chwapi_console.journal.record import MEANT, USUAL
from chwapi_console.journal.sequencing import Actor
from chwapi_console.journal.signatures import Signatures, is_keyed, signed, unsigned_tip
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.store import Store
from chwapi_console.letters import with_letters
from chwapi_console.operators import WHO_ARE_YOU, clean_name
from chwapi_console.people import why_nobody
from chwapi_console.recovery.acts import claims, marks, notes, steps, undo
from chwapi_console.recovery.acts import pin as pinning
from chwapi_console.recovery.acts import sign_off as acceptance
from chwapi_console.recovery.acts.drafting import NO_REMARKS, Act, Remarks
from chwapi_console.recovery.state.host_clock import wrong_clock
from chwapi_console.recovery.state.view import View, view
from chwapi_console.recovery.words.news import came_between
from chwapi_console.recovery.words.reasons import in_one
from chwapi_console.session.plan_in_force import PlanInForce, another_plan
from chwapi_console.sharing import open_to_all
from chwapi_console.text import Sentence, plural, say, typed_path

if TYPE_CHECKING:
    from chwapi_console.journal.audit import Audit
    from chwapi_console.journal.checked_before import CheckedBefore
    from chwapi_console.journal.sync import Exchange
    from chwapi_console.recovery.forecast.pin_price import Price

LARGEST_OTHER = 256_000_000
"""Bytes of another journal beyond which nothing of it is read: an act takes about one thousand."""

MANY = 10_000
"""Servers from which putting them in order is told."""


def journal_beside(inventory: Path) -> Path:
    """Where the journal of a plan lies unless somebody says otherwise: `inventory.journal` for
    `inventory.toml`."""
    return inventory.with_suffix(".journal")


def _one_place(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same place, be it by links; a path that leads nowhere leads to
    no place."""
    return os.path.realpath(one) == os.path.realpath(other) or (
        _inode(one) is not None and _inode(one) == _inode(other)
    )


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino)


class Health(NamedTuple):
    """What the top line says of the journal and the plan: nothing, or what is wrong with them.
    `others` is about people who act by another plan, `clock` about this machine's clock."""

    read_only: Sentence | None = None
    plan: Sentence | None = None
    record: Sentence | None = None
    others: Sentence | None = None
    clock: Sentence | None = None


class Session:
    """One plan and its journal, open. PlanError or JournalError when either cannot be."""

    def __init__(
        self,
        inventory: Path,
        journal: Path | None = None,
        *,
        mirror: Path | None = None,
        operator: str = "",
        host: str = "",
        read_only: bool = False,
        allow_network: bool = False,
        clock: Callable[[], datetime] = utc_now,
        tell: Tell = untold,
    ) -> None:
        self._plan = PlanInForce(inventory, tell)
        if len(self.loaded.plan.servers) > MANY:
            tell(
                plural(
                    "Putting {n} server in order …",
                    "Putting {n} servers in order …",
                    len(self.loaded.plan.servers),
                )
            )
        self.journal_path = journal or journal_beside(inventory)
        self.file = SqliteStore(self.journal_path, read_only=read_only, allow_network=allow_network)
        self.store: Store = self.file
        self._allow_network = allow_network
        if mirror is not None and _one_place(mirror, self.journal_path.parent):
            raise RequestError(
                say(
                    "{path} is the journal's own folder. Name one on another disk for the mirror.",
                    path=str(mirror),
                )
            )
        if mirror is not None and _one_place(mirror / self.journal_path.name, self.journal_path):
            raise RequestError(
                say(
                    "{path} is the journal itself, by another name. Take it away, or name another "
                    "folder for the "
                    "mirror.",
                    path=str(mirror / self.journal_path.name),
                )
            )
        if mirror is not None:
            from chwapi_console.journal.mirror import MirroredStore

            self.store = MirroredStore(self.file, mirror, allow_network=allow_network)
        self.actor = Actor(operator, host or with_letters(os.uname().nodename))
        self._clock = clock
        self._view: View | None = None
        self._seen_events = -1
        self._kept: tuple[object, Sentence | None] = (None, None)
        self._signatures: Signatures | None = None
        self._checked_before: CheckedBefore | None = None
        self.unsigned: Sentence | None = None

    @property
    def loaded(self) -> LoadedPlan:
        """The plan in force."""
        return self._plan.loaded

    @property
    def operator(self) -> str:
        """Who is acting; empty while nobody has said so."""
        return self.actor.operator

    @operator.setter
    def operator(self, name: str) -> None:
        self.actor = self.actor._replace(operator=clean_name(name))

    @property
    def trouble(self) -> Sentence | None:
        """What is wrong with the record, though acts can be read or written; None when all is
        well."""
        return self.store.trouble or self._acts_kept()

    def _acts_kept(self) -> Sentence | None:
        """That a file beside the journal has acts which are not in it; looked for anew when either
        has changed."""
        files = tuple(names_kept(self.journal_path))
        if not files:
            return None
        if self._kept[0] != (files, len(self.store.record.events)):
            self._kept = (
                (files, len(self.store.record.events)),
                acts_kept(self.journal_path, self.store.record),
            )
        return self._kept[1]

    @property
    def health(self) -> Health:
        """What is wrong with the journal or the plan now."""
        others = another_plan(self.other_plans)
        return Health(
            self.store.why_read_only,
            self._plan.problem,
            self.trouble or self.unsigned,
            others,
            wrong_clock(self.now(), self.actor.host, self.store.record, self.loaded.plan.incident),
        )

    @property
    def other_plans(self) -> list[Event]:
        """By which other plans than the one in force others act: the origins of this file are
        nobody else's."""
        events = self.store.record.other_plans(self.loaded.digest, self.store.origin)
        own = self.store.own_origins if events else ()
        return [event for event in events if event.origin not in own]

    @property
    def head_code(self) -> str:
        """The code of the journal's last event; empty while it has none."""
        last = self.store.record.last()
        return head_code(last.hash) if last else ""

    def now(self) -> datetime:
        """The time by this session's clock, UTC."""
        return self._clock()

    # Looking

    def look(self) -> View:
        """The view of the plan and the record as they are now; the same object while neither has
        changed."""
        if self._plan.take_up():
            self._view = None
        self.store.refresh()
        count = len(self.store.record.events)
        if self._view is None or count != self._seen_events or self._outlived(self._view):
            self._plan.share_text(self.store.record)
            self._view = view(self.loaded.plan, self.store.record, self.now())
            self._seen_events = count
        return self._view

    def seen(self) -> View:
        """The view of what has been read so far: right after an act, all that was there when it was
        written. Nothing is asked of the disk, which may fail just then, and the act is written all
        the same."""
        return view(self.loaded.plan, self.store.record, self.now())

    def _outlived(self, shown: View) -> bool:
        """Whether a view has changed by the clock alone, as when a pin ends."""
        return shown.holds_until is not None and self.now() >= shown.holds_until

    # Acting

    def mark(
        self,
        servers: Sequence[str],
        state: str,
        remarks: Remarks = NO_REMARKS,
        shown: View | None = None,
    ) -> list[Event]:
        """Marks servers, in one transaction; the events once durable, none where all stood so
        already."""
        return self._do(lambda v: marks.mark(v, servers, state, self._acting(v), remarks), shown)

    def judge(
        self, verdicts: Mapping[str, str], remarks: Remarks = NO_REMARKS, shown: View | None = None
    ) -> list[Event]:
        """Marks each server with a verdict of its own, all in one transaction."""
        return self._do(lambda v: marks.judge(v, verdicts, self._acting(v), remarks), shown)

    def take(
        self,
        servers: Sequence[str],
        holder: str = "",
        shown: View | None = None,
        remarks: Remarks = NO_REMARKS,
    ) -> list[Event]:
        """Takes servers in hand for the operator, or for somebody else."""
        return self._do(
            lambda v: claims.take(v, servers, self._acting(v), clean_name(holder), remarks), shown
        )

    def drop(
        self, servers: Sequence[str], shown: View | None = None, remarks: Remarks = NO_REMARKS
    ) -> list[Event]:
        """Lets go of servers that are taken or blocked."""
        return self._do(lambda v: claims.drop(v, servers, self._acting(v), remarks), shown)

    def settle(
        self, server: str, state: str, remarks: Remarks, shown: View | None = None
    ) -> list[Event]:
        """Ends a conflict."""
        return self._do(lambda v: marks.settle(v, server, state, self._acting(v), remarks), shown)

    def step(
        self,
        server: str,
        step: str,
        *,
        skip: str = "",
        result: str = "",
        shown: View | None = None,
        done_at: datetime | None = None,
    ) -> list[Event]:
        """Ticks or skips a step of a server's runbook."""
        return self._do(
            lambda v: steps.step(v, server, step, skip=skip, result=result, done_at=done_at), shown
        )

    def accept(
        self,
        service: str,
        by: str,
        tried: str,
        shown: View | None = None,
        done_at: datetime | None = None,
        *,
        meant: bool = False,
    ) -> list[Event]:
        """A named clinician's sign-off of a service that is up; where that does without something,
        when it is meant."""
        return self._do(
            lambda v: acceptance.accept(v, service, by, tried, done_at, meant=meant), shown
        )

    def pin(
        self,
        subject: str,
        reason: str,
        until: datetime | None = None,
        before: str = "",
        shown: View | None = None,
        price: "Price | None" = None,
    ) -> list[Event]:
        """Puts a server or service first, or before another, until a time or until it works.
        `price` is what its actor was told that it costs."""
        return self._do(lambda v: pinning.pin(v, subject, reason, until, before, price), shown)

    def pin_price(self, subject: str, until: datetime | None, before: str, shown: View) -> "Price":
        """What that pin would cost and gain; nothing is written. Refused where the pin would be."""
        from chwapi_console.recovery.forecast.pin_price import price_of

        now = shown.at(self.now())
        return price_of(now, pinning.as_if_pinned(now, subject, until, before), subject)

    def unpin(self, subject: str, shown: View | None = None) -> list[Event]:
        """Takes a pin away."""
        return self._do(lambda v: pinning.unpin(v, subject), shown)

    def note(self, subject: str, text: str, done_at: datetime | None = None) -> list[Event]:
        """Adds a note to a server or service."""
        return self.note_on([subject], text, done_at)

    def note_on(
        self, subjects: Sequence[str], text: str, done_at: datetime | None = None
    ) -> list[Event]:
        """Adds the same note to several servers or services, in one transaction."""
        return self._do(lambda v: notes.note_on(v, subjects, text, done_at), None)

    def undo(self, target: str = "", shown: View | None = None) -> list[Event]:
        """Takes back an act: the one named, else this operator's latest here."""
        return self._do(
            lambda v: undo.undo(
                v, self.store.record, self.operator, self.store.own_origins, target
            ),
            shown,
        )

    def would_undo(self, shown: View) -> list[Event]:
        """What `undo` without a target would take back now: the events of one act. Refused where
        undo would be."""
        act = undo.undo(shown, self.store.record, self.operator, self.store.own_origins)
        return [self.store.record.by_id[draft.data["target"]] for draft in act.drafts]

    def undo_on(self, servers: Sequence[str], shown: View | None = None) -> list[Event]:
        """Takes back the latest act on each of some servers, in one transaction."""
        return self._do(lambda v: undo.undo_on(v, self.store.record, servers), shown)

    def journal_plan(self) -> None:
        """Writes by which plan this journal's acts are done, and its text unless that is there
        already."""
        if draft := self._plan.draft(self.store.record, self.store.origin):
            self.store.append([draft], self.actor, {})

    # Keeping the record

    def sync(
        self, other: Path, *, keep_fork: bool = False, many: bool = False, folder: bool = False
    ) -> "Exchange":
        """Exchanges events with another journal, or with the one of this name in a folder; it is
        made if it is not there. RequestError where the name looks like that of a folder that is
        missing; `folder` says that it is meant as one, `many` that very many origins are."""
        from chwapi_console.journal.journal_file import size_of
        from chwapi_console.journal.sync import sync

        path = other / self.journal_path.name if other.is_dir() else other
        if _one_place(path, self.journal_path):
            raise RequestError(
                say("{path} is this very journal. Name another one.", path=str(path))
            )
        if not path.parent.is_dir():
            raise RequestError(
                say(
                    "{path}: there is no such folder. Name a journal, or the folder that it is in.",
                    path=str(path.parent),
                )
            )
        made = not path.exists()
        if made and (folder or not path.suffix) and not other.is_dir():
            raise RequestError(
                say(
                    "{path}: there is no such folder or journal. For a folder, make it first: "
                    "mkdir {typed}. For a new journal file, "
                    "name it so: {file}",
                    path=str(other),
                    typed=typed_path(other),
                    file=typed_path(path.with_suffix(".journal")),
                )
            )
        self.sign()
        file = os.path.realpath(path)
        if size_of(Path(file)) + size_of(Path(f"{file}-wal")) > LARGEST_OTHER:
            raise JournalError(
                say(
                    "{path} is larger than {size} MB, and no journal of a restoration is. Nothing "
                    "of it was read.",
                    path=str(path),
                    size=LARGEST_OTHER // 1_000_000,
                )
            )
        there, known = (
            SqliteStore(path, allow_network=self._allow_network),
            len(self.store.record.events),
        )
        try:
            return sync(
                self.store, there, keep_fork=keep_fork, room=MEANT if many else USUAL
            )._replace(made=str(path) if made else "")
        except JournalError as error:
            if (received := len(self.store.record.events) - known) > 0:
                raise JournalError(
                    plural(
                        "{n} event came here, none went there. {reason} Then sync again.",
                        "{n} events came here, none went there. {reason} Then sync again.",
                        received,
                        reason=error.sentence,
                    )
                ) from error
            raise
        finally:
            there.close()

    def sign(self) -> None:
        """Signs what this login has done here, where it has a key and there is something to sign.
        An act never waits for it and never fails by it: `unsigned` says why it could not be done,
        and then it is not tried again."""
        tip = unsigned_tip(self.store.record, self.store.origin)
        if tip is None or self.unsigned is not None or self.store.why_read_only is not None:
            return
        from chwapi_console.journal.ssh_keygen import signature

        try:
            draft = signed(tip, signature(tip.hash))
            self.store.append([draft], self.actor._replace(operator=tip.operator), {})
        except ChwapiError as error:
            self.unsigned = say(
                "What was done is written, but not signed. {reason}", reason=error.sentence
            )

    def begin_to_sign(self) -> tuple[Path, bool]:
        """Makes this login's key unless it has one, and begins an origin with it in this journal;
        where the key lies, and whether it was made now. JournalError where there can be none."""
        from chwapi_console.journal.signing_key import key_path, own_key
        from chwapi_console.journal.ssh_keygen import make_key

        if not self.operator:
            raise Refused(WHO_ARE_YOU)
        made = not own_key()
        path = make_key() if made else key_path()
        assert path is not None
        self.store.refresh()
        if made or not is_keyed(self.store.origin):
            self.store.append([self._plan.fresh(self.store.record)], self.actor, {})
        self.sign()
        if self.unsigned is not None:
            raise JournalError(self.unsigned)
        return path, made

    @property
    def signatures(self) -> Signatures:
        """What is signed in the record as it was read last."""
        if self._signatures is None or self._signatures.of != len(self.store.record.events):
            self._signatures = Signatures(self.store.record, self._is_signed)
        return self._signatures

    def _is_signed(self, key: str, digest: str, signature: str) -> bool | None:
        if self._checked_before is None:
            from chwapi_console.journal.checked_before import CheckedBefore
            from chwapi_console.journal.ssh_keygen import is_signed

            self._checked_before = CheckedBefore(is_signed)
        return self._checked_before(key, digest, signature)

    @property
    def open_to_all(self) -> list[Sentence]:
        """That everybody on this machine may write the plan or the journal, where they may."""
        return [
            told
            for path in (self.loaded.path, self.journal_path)
            if (told := open_to_all(path)) is not None
        ]

    def audit(self) -> "Audit":
        """Reads every stored byte anew and says what does not fit."""
        from chwapi_console.journal.audit import audit

        return audit(self.file)

    def journal_export(self, purpose: str) -> None:
        """Writes into the journal who exports the record and what for, before anybody does."""
        if not self.operator:
            raise Refused(WHO_ARE_YOU)
        self.store.append(
            [
                Draft(
                    new_id(),
                    "record",
                    "exported",
                    {
                        "purpose": purpose,
                        "events": len(self.store.record.events),
                        "head": self.head_code,
                    },
                )
            ],
            self.actor,
            {},
        )

    def take_in(self) -> bool:
        """Sees to it that a plain copy of the journal has every act, while nobody acts; false where
        it must be tried again."""
        return self.store.take_in()

    def close(self) -> None:
        """Lets go of the journal."""
        if self._checked_before is not None:
            self._checked_before.keep()
        self.store.close()

    def _acting(self, view: View) -> str:
        """Who is acting, as the record spells the name."""
        return view.situation.spelled(self.operator)

    def _do(self, build: Callable[[View], Act], shown: View | None) -> list[Event]:
        """Writes an act. Where somebody was faster and has done the very same, there is nothing
        left to do."""
        if not self.operator:
            raise Refused(WHO_ARE_YOU)
        if (why := why_nobody(self.operator)) is not None:
            raise Refused(in_one([why, say("Use --operator NAME, or set CHWAPI_OPERATOR.")]))
        view = (shown or self.look()).at(self.now())
        act = build(view)
        if not act.drafts:
            return []
        plan = self._plan.draft(self.store.record, self.store.origin)
        try:
            events = self.store.append(
                [*([plan] if plan else []), *act.drafts],
                self.actor._replace(operator=self._acting(view)),
                act.shown,
            )
        except StaleView as error:
            now = self.look()
            with suppress(Unmeant):
                if not build(now).drafts:
                    return []
            raise StaleView(
                came_between(now, [self.store.record.by_id[event] for event in error.unseen])
            ) from None
        return [event for event in events if event.payload.is_meant]
