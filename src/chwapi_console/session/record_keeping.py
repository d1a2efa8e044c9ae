"""What is done with the record as a whole: exchanged, signed, audited, handed out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from chwapi_console.errors import ChwapiError, JournalError, RequestError, Unmeant
from chwapi_console.journal.kinds.record_kinds import Exported
from chwapi_console.journal.last_seen import LastSeen
from chwapi_console.journal.opening import Address
from chwapi_console.journal.record.events import drafted
from chwapi_console.journal.record.room import MEANT, USUAL, Room
from chwapi_console.journal.signing.signatures import Signatures, is_keyed, signed, unsigned_tip
from chwapi_console.journal.store import Store
from chwapi_console.session.workspace import Workspace
from chwapi_console.sharing import open_to_all
from chwapi_console.text import Sentence, plural, say, typed_path

if TYPE_CHECKING:
    from chwapi_console.hub_address import HubAddress
    from chwapi_console.journal.audit import Audit
    from chwapi_console.journal.signing.checked_before import CheckedBefore
    from chwapi_console.journal.sync import Exchange


NO_HUB = say(
    "No hub is named. Name one with --hub postgresql://USER@HOST/DATABASE, in CHWAPI_HUB, or in the "
    'plan: [hub] url = "postgresql://…".'
)


class RecordKeeping:
    """The record of a session's journal, in the hands of who keeps it.

    What was done here is signed where this login has a key, and `unsigned` says why it is not.
    """

    def __init__(
        self,
        workspace: Workspace,
        journal: Path,
        last_seen: LastSeen,
        *,
        allow_network: bool,
        hub: "HubAddress | None" = None,
    ) -> None:
        self._workspace = workspace
        self._last_seen = last_seen
        self._hub = hub
        self._journal = journal
        self._allow_network = allow_network
        self._signatures: Signatures | None = None
        self._checked_before: CheckedBefore | None = None
        self._failed: Sentence | None = None
        self._stopped: Sentence | None = None
        self._known = len(workspace.record.events)

    # Exchanging

    def sync(
        self, other: Address, *, keep_fork: bool = False, many: bool = False, meant: bool = False
    ) -> "Exchange":
        """Exchanges events with another journal, or with the one of this name in a folder.

        It is made if it is not there. RequestError where the name looks like that of a folder that
        is missing; `many` says that very many origins and acts are meant. Unmeant where it is the
        record of another incident, unless that is `meant`.
        """
        from chwapi_console.journal.peer import peer_of

        peer = peer_of(self._journal, other)
        self.sign()
        there = peer.opened(
            many=many or not self._workspace.record.events, allow_network=self._allow_network
        )
        try:
            if not meant:
                self._check_incident(there, peer.address)
            exchange = self._exchanged(there, keep_fork=keep_fork, room=MEANT if many else USUAL)
        finally:
            there.close()
        return exchange._replace(made=str(peer.address) if peer.is_new else "")

    def _check_incident(self, there: Store, path: Address) -> None:
        """Unmeant where a journal holds the record of another incident."""
        there.refresh()
        space = self._workspace
        other = space.plan.other_incident(space.record, there.record)
        if other is not None:
            raise Unmeant(
                say(
                    "{path} holds the record of another incident, {other}. Nothing was exchanged, "
                    "for what comes is never taken out again. If it is the same incident: "
                    "chwapi-console sync {typed} --yes; else name another file.",
                    path=str(path),
                    other=other,
                    typed=typed_path(path),
                )
            )

    def sync_with_hub(
        self,
        address: "HubAddress | None" = None,
        *,
        keep_fork: bool = False,
        many: bool = False,
        password: str | None = None,
    ) -> "Exchange":
        """Exchanges events with a hub, that of this session unless another is named.

        It is the one that is meant from now on, whichever it was before. RequestError where there
        is none.
        """
        from chwapi_console.journal.hub.driver import with_driver

        if (address := address or self._hub) is None:
            raise RequestError(NO_HUB)
        self.sign()
        with with_driver():
            from chwapi_console.journal.hub.connection import HubConnection
            from chwapi_console.journal.hub.exchange import met
        space = self._workspace
        hub = HubConnection(address)
        hub.password = password
        try:
            exchange = met(
                self._journal,
                space.store,
                hub,
                keep_fork=keep_fork,
                room=MEANT if many else USUAL,
                actor=space.actor,
                sign=self.sign,
            )
        finally:
            hub.close()
        return exchange

    def _exchanged(self, there: Store, *, keep_fork: bool, room: Room) -> "Exchange":
        """What was exchanged with a store.

        JournalError where it broke off, and what had come by then.
        """
        from chwapi_console.journal.sync import sync

        known = len(self._workspace.record.events)
        try:
            return sync(
                self._workspace.store,
                there,
                keep_fork=keep_fork,
                room=room,
                actor=self._workspace.actor,
                sign=self.sign,
            )
        except JournalError as error:
            if (received := len(self._workspace.record.events) - known) > 0:
                raise JournalError(
                    plural(
                        "{n} event came here, none went there. {reason} Then sync again.",
                        "{n} events came here, none went there. {reason} Then sync again.",
                        received,
                        reason=error.sentence,
                    )
                ) from error
            raise

    # Signing

    @property
    def unsigned(self) -> Sentence | None:
        """Why what was done here is not signed; None where it is, or need not be."""
        return self._failed or self._stopped

    def sign(self) -> None:
        """Signs what this login has done here, where it has a key and there is something to sign.

        An act never waits for it and never fails by it: `unsigned` says why it could not be done,
        and then it is not tried again.
        """
        space = self._workspace
        self._look_for_the_key()
        tip = unsigned_tip(space.record, space.store.origin)
        if tip is None or self._failed is not None or space.store.why_read_only is not None:
            return
        from chwapi_console.journal.signing.ssh_keygen import signature

        try:
            draft = signed(tip, signature(tip.hash))
            space.write([draft], operator=tip.operator)
        except ChwapiError as error:
            self._failed = _not_signed(error.sentence)

    def _look_for_the_key(self) -> None:
        """Whether what was written since the last look goes on without the key of this login.

        That no key is there is told once, by the act that begins an origin without it: it may be
        meant.
        """
        record, origin = self._workspace.record, self._workspace.store.origin
        new = [event for event in record.events[self._known :] if event.origin == origin]
        self._known = len(record.events)
        if new:
            from chwapi_console.session.lost_key import why_not_signed

            own = self._workspace.store.own_origins
            why = why_not_signed(record, own, new, self._workspace.actor.operator)
            self._stopped = None if why is None else _not_signed(why)

    def begin_to_sign(self) -> tuple[Path, bool]:
        """Makes this login's key unless it has one, and begins an origin with it in this journal.

        Where the key lies, and whether it was made now. JournalError where there can be none.
        Refused or Overridable, before anything is made, where no act by this plan may be written:
        what begins an origin says the plan.
        """
        from chwapi_console.journal.signing.signing_key import key_path, own_key
        from chwapi_console.journal.signing.ssh_keygen import make_key

        space = self._workspace
        _by_name(space.actor.operator, "sign")
        space.store.refresh()
        made = not own_key()
        begins = made or not is_keyed(space.store.origin)
        plan = (space.plan_drafts() or [space.plan.fresh(space.record)]) if begins else []
        path = make_key() if made else key_path()
        assert path is not None
        space.store.refresh()
        if plan:
            space.write(plan)
        self.sign()
        if self._failed is not None:
            raise JournalError(self._failed)
        return path, made

    @property
    def signatures(self) -> Signatures:
        """What is signed in the record as it was read last."""
        record = self._workspace.record
        if self._signatures is None or self._signatures.of != len(record.events):
            self._signatures = Signatures(record, self._is_signed)
        return self._signatures

    def _is_signed(self, key: str, digest: str, signature: str) -> bool | None:
        if self._checked_before is None:
            from chwapi_console.journal.signing.checked_before import CheckedBefore
            from chwapi_console.journal.signing.ssh_keygen import is_signed

            self._checked_before = CheckedBefore(is_signed)
        return self._checked_before(key, digest, signature)

    # Auditing and handing out

    def audit(self) -> "Audit":
        """Reads every stored byte anew and says what does not fit.

        That it lacks what this login has seen of it too.
        """
        found = self._workspace.store.audit()
        gone = self._last_seen.told(found.record)
        return found if gone is None else found._replace(file_faults=[*found.file_faults, gone])

    @property
    def open_to_all(self) -> Sequence[Sentence]:
        """That everybody on this machine may write the plan or the journal, where they may."""
        return [
            told
            for path in (self._workspace.plan.loaded.path, self._journal)
            if (told := open_to_all(path)) is not None
        ]

    def journal_plan(self) -> None:
        """Writes by which plan this journal's acts are done, with its text unless that is there."""
        if drafts := self._workspace.plan_drafts():
            self._workspace.write(drafts)

    def journal_export(self, purpose: str) -> None:
        """Writes into the journal who exports the record and what for, before anybody does."""
        space = self._workspace
        _by_name(space.actor.operator, "export")
        exported = Exported(purpose, len(space.record.events), space.head_code)
        space.write([drafted("record", exported)])

    def take_in(self) -> bool:
        """Sees to it that a plain copy of the journal has every act, while nobody acts.

        False where it must be tried again.
        """
        taken = self._workspace.store.take_in()
        if taken:  # a console that is killed has seen what it had
            self._last_seen.remember(self._workspace.record)
        return taken

    def close(self) -> None:
        """Keeps how far the record goes, and what was found out of signatures, for the next look."""
        self._last_seen.remember(self._workspace.record)
        if self._checked_before is not None:
            self._checked_before.keep()


def _not_signed(reason: Sentence) -> Sentence:
    return say("What was done is written, but not signed. {reason}", reason=reason)


def _by_name(operator: str, what: Literal["sign", "export"]) -> None:
    """Refused where nobody has said who does this to the record."""
    from chwapi_console.recovery.rules.cases import ActorCase
    from chwapi_console.recovery.rules.door import admitted

    admitted(ActorCase(operator, what))
