"""A plan and its journal, open: what both faces look at, act in and keep.

An act flows one way: the faces call `session.acts` with the view that was shown; the rules in
`recovery` turn it into drafts (see `recovery.acts.drafting`); the store makes them durable; only
then does the call return. A session is used from one thread at a time.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.clock import iso, utc_now
from chwapi_console.inventory.file.load import LoadedPlan, Tell, untold
from chwapi_console.inventory.model import Incident
from chwapi_console.journal.kept import acts_kept, names_kept
from chwapi_console.journal.last_seen import LastSeen
from chwapi_console.journal.opening import journal_beside, opened
from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.read_once import ReadOnce
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.store import Store
from chwapi_console.letters import with_letters
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.operators import clean_name
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.host_clock import wrong_clock
from chwapi_console.session.plan_in_force import PlanInForce, another_plan
from chwapi_console.session.record_keeping import RecordKeeping
from chwapi_console.session.workspace import Workspace, code_of
from chwapi_console.text import Sentence, all_in_one, plural

if TYPE_CHECKING:
    from chwapi_console.hub_address import HubAddress
    from chwapi_console.session.acts import Acts
    from chwapi_console.session.background_exchange import BackgroundExchange, Reach

MANY_SERVERS = 10_000
"""Servers from which putting them in order is told."""


def _with_a_hub(
    journal: Path,
    address: "HubAddress",
    incident: Incident,
    host: str,
    allow_network: bool,
    stays: bool,
    read: ReadOnce,
) -> "BackgroundExchange":
    from chwapi_console.session.background_exchange import BackgroundExchange
    from chwapi_console.session.hub_exchange import SECONDS_BETWEEN_LOOKS, HubExchanger

    since = iso(utc_now())

    def begun(writing: AbstractContextManager[object]) -> HubExchanger:
        return HubExchanger(
            journal,
            address,
            incident,
            writing,
            allow_network=allow_network,
            once=not stays,
            host=host,
            since=since,
            read=read,
            sits_here=lambda: exchange.sits_here,
        )

    exchange = BackgroundExchange(begun, SECONDS_BETWEEN_LOOKS, journal.parent)
    return exchange


class Health(NamedTuple):
    """What the top line says of the journal and the plan: nothing, or what is wrong with them.

    `others` is about people who act by another plan, `clock` about this machine's clock, `exchange`
    about what is exchanged in the background, of which `reach` says how it reaches the hub.
    """

    read_only: Sentence | None = None
    plan: Sentence | None = None
    record: Sentence | None = None
    others: Sentence | None = None
    clock: Sentence | None = None
    exchange: Sentence | None = None
    reach: "Reach | None" = None

    @property
    def troubles(self) -> list[Sentence]:
        """All that is wrong."""
        of = self
        told = (of.read_only, of.plan, of.record, of.others, of.clock, of.exchange)
        return [sentence for sentence in told if sentence is not None]

    @property
    def hindrances(self) -> list[Sentence]:
        """What hinders the work, the gravest first; of a wrong clock nothing."""
        return [
            trouble
            for trouble in (self.record, self.read_only, self.plan, self.exchange)
            if trouble is not None
        ]


class Session:
    """One plan and its journal, open.

    PlanError or JournalError when either cannot be. `acts` are what people do in it, `keeping` is
    what is done with the record as a whole. `hub` is the address of what the journal is exchanged
    with in the background, as it was given or else as the plan says; None where there is none. A
    session that does not stay exchanges once, when it is asked to.
    """

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
        hub: str = "",
        exchange: "BackgroundExchange | None" = None,
        stays: bool = True,
    ) -> None:
        plan = PlanInForce(inventory, tell)
        if (servers := len(plan.loaded.plan.servers)) > MANY_SERVERS:
            tell(plural("Putting {n} server in order …", "Putting {n} servers in order …", servers))
        path = self.journal_path = journal or journal_beside(inventory)
        self._last_seen = LastSeen(path, is_exercise=plan.loaded.plan.incident.drill)
        self.hub = self._hub_named(hub, plan)
        read = ReadOnce() if self.hub is not None else None
        rights = {"read_only": read_only, "allow_network": allow_network}
        other = plan.other_incident
        store = opened(path, mirror=mirror, once=read, other_incident=other, **rights)
        self._last_seen.meet(store.record)
        actor = Actor(operator, host or with_letters(os.uname().nodename))
        if exchange is None and self.hub and read and store.why_read_only is None:
            incident = plan.loaded.plan.incident
            exchange = _with_a_hub(path, self.hub, incident, actor.host, allow_network, stays, read)
        self._workspace = Workspace(plan, store, actor, clock, exchange, self._last_seen.begun)
        self.keeping = RecordKeeping(
            self._workspace, path, self._last_seen, allow_network=allow_network, hub=self.hub
        )
        self._kept: tuple[object, Sentence | None] = (None, None)

    @staticmethod
    def _hub_named(given: str, plan: PlanInForce) -> "HubAddress | None":
        url = given or plan.loaded.plan.hub.url
        if not url:
            return None
        from chwapi_console.hub_address import as_a_plan_may_say_it, hub_address

        if given:
            return hub_address(given, os.environ, may_hold_a_password=True)
        return hub_address(as_a_plan_may_say_it(url), os.environ)

    @cached_property
    def acts(self) -> "Acts":
        """What people do; loaded when first asked for, for who only looks needs none of it."""
        from chwapi_console.session.acts import Acts

        return Acts(self._workspace)

    def override(self, reasons: Mapping[str, str]) -> None:
        """Overrides some rules of policy from here on, each by its id for a reason."""
        self.acts = self.acts.overriding(reasons)

    def mean_it(self) -> None:
        """From here on what is asked about an act was told, and is meant."""
        self.acts = self.acts.meaning_it()

    @property
    def exchange(self) -> "BackgroundExchange | None":
        """What is exchanged in the background once somebody starts it; None where nothing is."""
        return self._workspace.exchange

    def close(self) -> None:
        """Lets go of the journal.

        An exchange in the background holds this up for no more than a moment.
        """
        if self.exchange is not None:
            self.exchange.stop()
        self.keeping.close()
        self._workspace.store.close()

    # Who acts, and when

    @property
    def operator(self) -> str:
        """Who is acting; empty while nobody has said so."""
        return self._workspace.actor.operator

    @operator.setter
    def operator(self, name: str) -> None:
        self._workspace.actor = self._workspace.actor._replace(operator=clean_name(name))

    @property
    def host(self) -> str:
        """The machine on which they act."""
        return self._workspace.actor.host

    def now(self) -> datetime:
        """The time by this session's clock, UTC."""
        return self._workspace.now()

    # Rehearsing

    @property
    def store(self) -> Store:
        """The journal's store, for what is rehearsed on it."""
        return self._workspace.store

    def on_stage(self, stage: Store, operator: str) -> "Session":
        """This session with a stage in place of its journal, to rehearse somebody's acts."""
        space, other = self._workspace, copy(self)
        actor = Actor(clean_name(operator), space.actor.host)
        other.__dict__.update(_workspace=Workspace(space.plan, stage, actor, space.now))
        other.__dict__.pop("acts", None)
        return other

    def write_rehearsed(
        self, drafts: Sequence[Draft], shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        """Writes what was rehearsed, in one transaction; the events that people meant.

        StaleView where there are other heads by now.
        """
        return self.acts.write_rehearsed(drafts, shown) if drafts else []

    # Looking

    @property
    def loaded(self) -> LoadedPlan:
        """The plan in force."""
        return self._workspace.plan.loaded

    @property
    def record(self) -> Record:
        """What has been read of the journal so far; `look` reads on."""
        return self._workspace.record

    @property
    def journal_name(self) -> str:
        """What people call the journal: its path."""
        return self._workspace.store.name

    @property
    def origin(self) -> str:
        """The origin that this login's acts are written under; empty before the first of them."""
        return self._workspace.store.origin

    @property
    def own_origins(self) -> frozenset[str]:
        """All origins that acts of this journal were ever written under here."""
        return self._workspace.store.own_origins

    @property
    def head_code(self) -> str:
        """The code of the journal's last event; empty while it has none."""
        return self._workspace.head_code

    def look(self) -> View:
        """The view of the plan and the record as they are now.

        The same object while neither has changed.
        """
        return self._workspace.look()

    def as_of(self, moment: datetime) -> tuple[View, str]:
        """The view at a moment that is over, and the head code of the record then.

        By what was written until then, and the plan of now. The code is empty where the record had
        no event.
        """
        from chwapi_console.journal.record.record_until import record_until

        self.look()
        record = record_until(self.record, moment)
        return view(self.loaded.plan, record, moment), code_of(record)

    def before_edit(self) -> View | None:
        """The view by the plan that this journal's acts were done by until now.

        None where that plan is still in force, or its text is not in the record.
        """
        space = self._workspace
        plan = space.plan.before(space.record, space.store.origin)
        return view(plan, space.record, self.now()) if plan is not None else None

    def seen(self) -> View:
        """The view of what has been read so far, without asking the disk; see `Workspace.seen`."""
        return self._workspace.seen()

    @property
    def other_plans(self) -> list[Event]:
        """By which other plans than the one in force others act.

        The origins of this file are nobody else's.
        """
        store = self._workspace.store
        events = store.record.other_plans(self.loaded.digest, store.origin)
        own = store.own_origins if events else ()
        return [event for event in events if event.origin not in own]

    # What is wrong

    @property
    def why_read_only(self) -> Sentence | None:
        """Why nothing can be written; None when acts can."""
        return self._workspace.store.why_read_only

    @property
    def record_trouble(self) -> Sentence | None:
        """What is wrong in the journal itself: a damaged entry, a mirror that lags.

        None when all is well.
        """
        return self._workspace.store.trouble

    @property
    def trouble(self) -> Sentence | None:
        """What is wrong with the record, though acts can be read or written; None when all is well."""
        return all_in_one(self.troubles)

    @property
    def troubles(self) -> list[Sentence]:
        """All that is wrong with it.

        In the journal, that it is another incident's, that it was put back to an earlier state, and
        that acts were kept beside it. A lesser one hides none: somebody else may have made it.
        """
        of_another = self._workspace.plan.of_another(self.record)
        seen = self._last_seen.told(self.record)
        found = (self.record_trouble, of_another, seen, self._acts_kept())
        return [told for told in found if told is not None]

    def _acts_kept(self) -> Sentence | None:
        """That a file beside the journal has acts which are not in it.

        Looked for anew when either has changed.
        """
        files = tuple(names_kept(self.journal_path))
        if not files:
            return None
        found = (files, len(self.record.events))
        if self._kept[0] != found:
            self._kept = (found, acts_kept(self.journal_path, self.record))
        return self._kept[1]

    @property
    def health(self) -> Health:
        """What is wrong with the journal or the plan now."""
        others = another_plan(self.other_plans)
        incident = self.loaded.plan.incident
        return Health(
            self.why_read_only,
            self._workspace.plan.problem,
            self.trouble or self.keeping.unsigned,
            others,
            wrong_clock(self.now(), self.host, self.record, incident),
            self.exchange.trouble if self.exchange is not None else None,
            self.exchange.reach if self.exchange is not None else None,
        )
